"""What counts of each submission, with its lateness taken off."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student

from autograder.records.gradebook import seconds_late

WAITING = "a person must look at it first"
NOTHING = "nothing was handed in"


@dataclass(frozen=True)
class Final:
    """What counts of one student and assignment.

    Args:
        score: Points, lateness taken off; None where there is no grade yet.
        penalty: What was taken off.
        seconds_late: After the date that the gradebook sets.
        before: Points before lateness.
        note: Why there is no grade, in words.
    """

    score: float | None
    penalty: float = 0.0
    seconds_late: float = 0.0
    note: str = ""
    before: float | None = None


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
    late = seconds_late(submission.timestamp, assignment.duedate, submission.extension)
    before = float(submission.score)
    return Final(max(0.0, before - penalty), penalty, late, before=before)


def score_of(final: Final) -> float | None:
    """Returns the points as they are written, in hundredths."""
    return None if final.score is None else round(final.score, 2)
