"""Keeps verdicts in nbgrader's gradebook, where formgrader and its exporters find them."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograder.records.names import keep_names_harmless

if TYPE_CHECKING:
    from autograder.checks.verdict import Verdict
    from autograder.declaration import exercise

CHECK_PREFIX = "check_"
SQLITE = "sqlite:///"


keep_names_harmless()


@contextlib.contextmanager
def open_gradebook(db_url: str) -> Iterator[Gradebook]:
    """Opens the gradebook, and makes it when it is missing.

    nbgrader starts `alembic` by name for a new one, so this Python's programs must be on PATH.

    Args:
        db_url: Such as `sqlite:////course/gradebook.db`.
    """
    with program_path():
        _make_whole(db_url)
        gradebook = Gradebook(db_url)
    try:
        yield gradebook
    finally:
        gradebook.close()


def _make_whole(db_url: str) -> None:
    """Makes a missing gradebook beside its place: ended half way, nbgrader could not open it."""
    path = Path(db_url.removeprefix(SQLITE))
    if not db_url.startswith(SQLITE) or "?" in db_url or path.exists():
        return
    beside = path.with_name(f".{path.name}.part")
    for leftover in (beside, Path(f"{beside}-journal")):
        leftover.unlink(missing_ok=True)
    Gradebook(f"{SQLITE}{beside}").close()
    os.replace(beside, path)


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
        needs_person: Whether formgrader should ask for a look at all of it; it does for an
            exercise whose check failed itself.
        timestamp: When it was handed in, if that is known.
        new_submission: Whether to enter student and submission; nbgrader's own way has done so.
    """
    if new_submission:
        gradebook.update_or_create_student(student)
        with gradebook.db.no_autoflush:  # nbgrader's own order of adding draws warnings.
            gradebook.update_or_create_submission(assignment_id, student, timestamp=timestamp)
    notebook = gradebook.find_submission_notebook(assignment_id, assignment_id, student)
    by_name = {verdict.exercise: verdict for verdict in verdicts}
    for grade, name, max_score in _grades(gradebook, notebook):
        verdict = by_name.get(name.removeprefix(CHECK_PREFIX))
        grade.auto_score = _score(verdict, max_score)
        # As nbgrader does: a grade that a person gave is shown to that person again.
        is_open = needs_person or verdict is None or verdict.status == "unjudged"
        grade.needs_manual_grade = is_open or grade.manual_score is not None
    comments = (
        gradebook.db.query(Comment, BaseCell.name)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .filter(Comment.notebook_id == notebook.id)
    )
    for comment, name in comments:
        verdict = by_name.get(name)
        comment.auto_comment = verdict.comment() if verdict is not None else None
    gradebook.db.commit()


def _grades(
    gradebook: Gradebook, notebook: SubmittedNotebook
) -> Iterator[tuple[Grade, str, float]]:
    """Yields the grade of every grade cell, made where it is missing, with name and points."""
    grades = gradebook.db.query(Grade).filter(Grade.notebook_id == notebook.id)
    known = {grade.cell_id: grade for grade in grades}
    cells = gradebook.db.query(GradeCell.id, GradeCell.name, GradeCell.max_score)
    for cell_id, name, max_score in cells.filter(GradeCell.notebook_id == notebook.notebook_id):
        if cell_id not in known:  # An exercise that is newer than the submission.
            known[cell_id] = Grade(cell_id=cell_id, notebook_id=notebook.id)
            gradebook.db.add(known[cell_id])
        yield known[cell_id], name, max_score


def _score(verdict: Verdict | None, max_score: float) -> float:
    """Returns the points on the gradebook's scale, within its bounds."""
    if verdict is None or not verdict.max_points:
        return 0.0
    return min(max(verdict.points / verdict.max_points, 0.0), 1.0) * max_score


def final_scores(gradebook: Gradebook, assignment_id: str) -> dict[str, dict[str, float]]:
    """Returns from student to exercise to the score that counts: a person's where there is one."""
    rows = _rows(gradebook, assignment_id, None, Grade.score, kind=Grade)
    scores: dict[str, dict[str, float]] = {}
    for student, cell, score in rows:
        name = sys.intern(cell.removeprefix(CHECK_PREFIX))  # A thousand students have the same.
        scores.setdefault(student, {})[name] = float(score)
    return scores


@dataclass(frozen=True)
class Review:
    """What the gradebook says about one submission, a person's grades and words included.

    Args:
        scores: From exercise to the score that counts.
        comments: From exercise to what a person wrote about it.
        penalty: Points taken off for lateness.
        seconds_late: How long after the date that the gradebook sets for it.
    """

    scores: dict[str, float] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0
    seconds_late: float = 0.0

    @property
    def total(self) -> float:
        """Returns the points of the whole submission."""
        return self.counts_of(sum(self.scores.values()))

    @property
    def before(self) -> float:
        """Returns the points before lateness."""
        return sum(self.scores.values())

    def counts_of(self, points: float) -> float:
        """Returns what counts of points: what lateness takes off leads to nothing at the lowest."""
        return max(0.0, points - self.penalty) if self.penalty else points

    def digest(self) -> str:
        """Returns a digest, by which a later batch sees that a person was at work."""
        content = json.dumps(dataclasses.asdict(self), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def review_of(gradebook: Gradebook, assignment_id: str, student: str) -> Review:
    """Returns what the gradebook says about one submission; nothing if it knows none."""
    return reviews(gradebook, assignment_id, student).get(student, Review())


def reviews(
    gradebook: Gradebook, assignment_id: str, student: str | None = None
) -> dict[str, Review]:
    """Returns what the gradebook says about all submissions, or one student's, by student.

    Three questions, however many there are; walking through nbgrader's objects would ask for each.
    """
    found: dict[str, Review] = {}
    times = SubmittedAssignment.timestamp, SubmittedAssignment.extension, Assignment.duedate
    late = (SubmittedNotebook.late_submission_penalty, *times)
    for name, penalty, handed_in, extension, due in _rows(gradebook, assignment_id, student, *late):
        late_by = seconds_late(handed_in, due, extension)
        found[name] = Review(penalty=float(penalty or 0.0), seconds_late=late_by)
    for name, cell, score in _rows(gradebook, assignment_id, student, Grade.score, kind=Grade):
        found[name].scores[cell.removeprefix(CHECK_PREFIX)] = float(score)
    for name, cell, comment in _rows(
        gradebook, assignment_id, student, Comment.manual_comment, kind=Comment
    ):
        if comment:
            found[name].comments[cell] = comment
    return found


def seconds_late(
    handed_in: datetime.datetime | None,
    due: datetime.datetime | None,
    extension: datetime.timedelta | None,
) -> float:
    """Returns how long after its date something was handed in; 0 where either is not known."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due - (extension or datetime.timedelta(0))).total_seconds())


def penalties(gradebook: Gradebook, assignment_id: str) -> dict[str, float]:
    """Returns from student to the points taken off for lateness, where there are some."""
    rows = _rows(gradebook, assignment_id, None, SubmittedNotebook.late_submission_penalty)
    return {student: float(penalty) for student, penalty in rows if penalty}


def _rows(
    gradebook: Gradebook,
    assignment_id: str,
    student: str | None,
    *columns: Any,
    kind: type[Grade] | type[Comment] | None = None,
) -> Any:
    """Returns the student's id and columns of submissions, or of their grades or comments."""
    names = [] if kind is None else [BaseCell.name]
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, *names, *columns)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .filter(Assignment.name == assignment_id, Notebook.name == assignment_id)
    )
    if kind is not None:
        rows = rows.join(kind, kind.notebook_id == SubmittedNotebook.id)
        rows = rows.join(BaseCell, BaseCell.id == kind.cell_id)
    return rows if student is None else rows.filter(SubmittedAssignment.student_id == student)
