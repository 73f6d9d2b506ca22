"""The error that every room may raise: something that a person can put right."""


class CourseError(Exception):
    """Says in one line what is missing from the course, where it was sought, what to run."""
