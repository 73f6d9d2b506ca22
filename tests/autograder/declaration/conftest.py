"""The small assignment for the tests of this room."""

from tests.autograder.tiny_course import course, pixel, tiny_source

__all__ = ["course", "pixel", "tiny_source"]
