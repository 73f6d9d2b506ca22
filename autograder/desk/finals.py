"""What counts of each submission, and the tables of learning platforms that it is written into."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student

from autograder.course import CourseError
from autograder.report.grades import harmless_field

WAITING = "a person must look at it first"
NOTHING = "nothing was handed in"
MAX_BYTES = 50 << 20


@dataclass(frozen=True)
class Final:
    """What counts of one student and assignment.

    Args:
        score: Points, lateness taken off; None where there is no grade yet.
        penalty: What was taken off.
        seconds_late: After the date that the gradebook sets.
        note: Why there is no grade, in words.
    """

    score: float | None
    penalty: float = 0.0
    seconds_late: float = 0.0
    note: str = ""


def final_grade(gradebook: Gradebook, assignment: Assignment, student: Student) -> Final:
    """Returns what counts of one student's submission."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return Final(None, note=NOTHING)
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    if any(grade.needs_manual_grade and grade.manual_score is None for grade in grades):
        return Final(None, note=WAITING)
    penalty = float(submission.late_submission_penalty or 0.0)
    late = float(submission.total_seconds_late or 0.0)
    return Final(max(0.0, float(submission.score) - penalty), penalty, late)


def field(value: Any) -> Any:
    """Returns a field that no spreadsheet takes for a formula; numbers and a lone dash stay."""
    if not isinstance(value, str) or value == "-" or re.fullmatch(r"[+-]?\d+([.,]\d+)?", value):
        return value
    return harmless_field(value)


def score_of(final: Final) -> float | None:
    """Returns the points as they are written, in hundredths."""
    return None if final.score is None else round(final.score, 2)


def number_of(text: str) -> float | None:
    """Returns a number that a platform wrote, None if it is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def read_table(path: Path) -> list[list[str]]:
    """Returns the lines of a CSV file that a platform exported."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read ({error}).") from error
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if not table:
        raise CourseError(f"{path} is empty.")
    return table
