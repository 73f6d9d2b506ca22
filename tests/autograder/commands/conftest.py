"""The desk's class, for its commands, too."""

from tests.autograder.desk.conftest import graded, graded_copy, graded_folder, small_root

__all__ = ["graded", "graded_copy", "graded_folder", "small_root"]
