"""Grades many submissions: `run` leads, `jobs`, `workers` and `judges` judge, `results` writes.

`journal` keeps what was done, in lines that `entries` describes; `fingerprint` tells whether
anything has changed since. `grade_class` is the way in.
"""

from autograder.batch.run import grade_class
from autograder.records.result import ClassResult, Row

__all__ = ["ClassResult", "Row", "grade_class"]
