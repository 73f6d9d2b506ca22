"""Keeps verdicts in nbgrader's gradebook, where formgrader and its exporters find them."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)

if TYPE_CHECKING:
    from autograder import exercise
    from autograder.verdict import Verdict

CHECK_PREFIX = "check_"


@contextlib.contextmanager
def open_gradebook(db_url: str) -> Iterator[Gradebook]:
    """Opens the gradebook, and makes it when it is missing.

    nbgrader starts `alembic` by name for a new one, so this Python's programs must be on PATH.

    Args:
        db_url: Such as `sqlite:////course/gradebook.db`.
    """
    with program_path():
        gradebook = Gradebook(db_url)
    try:
        yield gradebook
    finally:
        gradebook.close()


@contextlib.contextmanager
def program_path() -> Iterator[None]:
    """Puts the programs of this Python's environment first on PATH for a while."""
    path = os.environ.get("PATH")
    programs = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([programs, path or os.defpath])
    try:
        yield
    finally:
        os.environ.pop("PATH")
        if path is not None:
            os.environ["PATH"] = path


def register_assignment(
    gradebook: Gradebook, assignment: exercise.Assignment, template: Path
) -> None:
    """Enters the assignment with the cells of its release, or brings it up to date.

    Args:
        gradebook: An open gradebook.
        assignment: The declaration; points come from here.
        template: The released notebook.
    """
    notebook = nbformat.read(template, as_version=4)
    name = assignment.id
    gradebook.update_or_create_assignment(name)
    kernelspec = json.dumps(notebook.metadata.get("kernelspec", {}))
    gradebook.update_or_create_notebook(name, name, kernelspec=kernelspec)
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader")
        if not marks:
            continue
        grade_id = marks["grade_id"]
        if marks.get("grade"):
            points = float(assignment.exercises[grade_id.removeprefix(CHECK_PREFIX)].points)
            marks["points"] = points
            gradebook.update_or_create_grade_cell(
                grade_id, name, name, max_score=points, cell_type=cell.cell_type
            )
        if marks.get("solution"):
            gradebook.update_or_create_solution_cell(grade_id, name, name)
        gradebook.update_or_create_source_cell(
            grade_id,
            name,
            name,
            cell_type=cell.cell_type,
            locked=utils.is_locked(cell),
            source=cell.source,
            checksum=utils.compute_checksum(cell),
        )


def is_registered(gradebook: Gradebook, assignment_id: str) -> bool:
    """Tells whether the gradebook knows the assignment's notebook."""
    try:
        gradebook.find_notebook(assignment_id, assignment_id)
    except MissingEntry:
        return False
    return True


def save_verdicts(
    gradebook: Gradebook,
    assignment_id: str,
    student: str,
    verdicts: Sequence[Verdict],
    *,
    needs_person: bool = False,
    timestamp: datetime.datetime | None = None,
    new_submission: bool = True,
) -> None:
    """Writes a submission's points and hints; what a person entered stays.

    Every grade cell of the gradebook gets a score, whatever became of it in the notebook:
    points at check cells, hints at solution cells.

    Args:
        gradebook: An open gradebook that knows the assignment.
        assignment_id: The assignment.
        student: Id of the student, entered when it is new.
        verdicts: One an exercise.
        needs_person: Whether formgrader should ask for a look at it.
        timestamp: When it was handed in, if that is known.
        new_submission: Whether to enter student and submission; nbgrader's own way has done so.
    """
    if new_submission:
        gradebook.update_or_create_student(student)
        with gradebook.db.no_autoflush:  # nbgrader's own order of adding draws warnings.
            gradebook.update_or_create_submission(assignment_id, student, timestamp=timestamp)
    notebook = gradebook.find_submission_notebook(assignment_id, assignment_id, student)
    by_name = {verdict.exercise: verdict for verdict in verdicts}
    known = {grade.cell_id for grade in notebook.grades}
    for cell in notebook.notebook.grade_cells:  # Exercises that are newer than the submission.
        if cell.id not in known:
            gradebook.db.add(Grade(cell=cell, notebook=notebook))
    gradebook.db.flush()
    for grade in notebook.grades:
        verdict = by_name.get(grade.name.removeprefix(CHECK_PREFIX))
        grade.auto_score = _score(verdict, grade.cell.max_score)
        # As nbgrader does: a grade that a person gave is shown to that person again.
        grade.needs_manual_grade = needs_person or verdict is None or grade.manual_score is not None
    for comment in notebook.comments:
        verdict = by_name.get(comment.name)
        comment.auto_comment = verdict.comment() if verdict is not None else None
    gradebook.db.commit()


def _score(verdict: Verdict | None, max_score: float) -> float:
    """Returns the points on the gradebook's scale, within its bounds."""
    if verdict is None or not verdict.max_points:
        return 0.0
    return min(max(verdict.points / verdict.max_points, 0.0), 1.0) * max_score


def final_scores(gradebook: Gradebook, assignment_id: str) -> dict[str, dict[str, float]]:
    """Returns from student to exercise to the score that counts: a person's where there is one."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.score)
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(Assignment.name == assignment_id)
    )
    scores: dict[str, dict[str, float]] = {}
    for student, cell, score in rows:
        scores.setdefault(student, {})[cell.removeprefix(CHECK_PREFIX)] = float(score)
    return scores


@dataclass(frozen=True)
class Review:
    """What the gradebook says about one submission, a person's grades and words included.

    Args:
        scores: From exercise to the score that counts.
        comments: From exercise to what a person wrote about it.
        penalty: Points taken off for lateness.
    """

    scores: dict[str, float]
    comments: dict[str, str]
    penalty: float = 0.0

    @property
    def total(self) -> float:
        """Returns the points of the whole submission."""
        return sum(self.scores.values()) - self.penalty


def review_of(gradebook: Gradebook, assignment_id: str, student: str) -> Review:
    """Returns what the gradebook says about one submission."""
    gradebook.db.expire_all()  # Scores are computed by the database.
    notebook = gradebook.find_submission_notebook(assignment_id, assignment_id, student)
    return Review(
        {grade.name.removeprefix(CHECK_PREFIX): float(grade.score) for grade in notebook.grades},
        {
            comment.name: comment.manual_comment
            for comment in notebook.comments
            if comment.manual_comment
        },
        float(notebook.late_submission_penalty or 0.0),
    )


def is_late(gradebook: Gradebook, assignment_id: str, student: str) -> bool:
    """Tells whether a submission came after the date that the gradebook sets for it."""
    return gradebook.find_submission(assignment_id, student).total_seconds_late > 0
