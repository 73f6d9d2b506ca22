"""Grades a class: every submission of an assignment below a course folder.

Each submission becomes one `Graded`; one writer enters it into the gradebook and writes its
notebook and feedback page, before the next one is read.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from autograder import gradebook as books
from autograder.course import Course, CourseError
from autograder.folder import CourseFolder, read_timestamp
from autograder.grading import Graded, Grader
from autograder.judge import Judge
from autograder.report import grades
from autograder.report.feedback import feedback_page
from autograder.report.files import writable, write_atomically
from autograder.report.grades import Record
from autograder.report.table import class_table

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from rich.console import Group

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Row:
    """One student in the table of a class.

    Args:
        student: Id of the student.
        statuses: From exercise to the verdict's status.
        scores: From exercise to the score that counts, a person's where there is one.
        points: Their sum, less what lateness costs.
        max_points: What could be reached.
        flags: What a person should know.
        outcome: `"graded"`, `"refused"` or `"crashed"`.
    """

    student: str
    statuses: dict[str, str]
    scores: dict[str, float]
    points: float
    max_points: float
    flags: list[str] = field(default_factory=list)
    outcome: str = "graded"


@dataclass(frozen=True)
class ClassResult:
    """A graded class.

    Args:
        assignment_id: The assignment.
        title: Its title.
        exercises: Names of its exercises, in order.
        rows: One a student, sorted by student.
        records: One a student and exercise, as in `grades.json`.
        seed: Of the inputs; it repeats the batch.
        files: The files written, by name: `gradebook`, `grades.csv`, `grades.json`, `autograded`,
            `feedback`.
        seconds: How long it took.
    """

    assignment_id: str
    title: str
    exercises: list[str]
    rows: list[Row]
    records: list[Record]
    seed: int
    files: dict[str, Path]
    seconds: float

    def table(self) -> Group:
        """Returns the class as a table for rich's console."""
        return class_table(self.title, self.exercises, self.rows)


def grade_class(
    course: Course,
    assignment_id: str,
    students: Sequence[str] | None = None,
    seed: int | None = None,
    time_limit: float | None = None,
    progress: Progress | None = None,
    feedback: bool = True,
    judge: Judge | None = None,
) -> ClassResult:
    """Grades the submissions of an assignment and writes all results.

    Args:
        course: The course; submissions lie below its folder.
        assignment_id: The assignment.
        students: Only these; all who handed in by default.
        seed: Of the inputs; a secret fresh one by default.
        time_limit: Seconds for one submission.
        progress: Called with the number done, the number of all and the student at hand; at the
            end once more with an empty name.
        feedback: Whether to write feedback pages.
        judge: Judges in place of a new one.

    Raises:
        CourseError: If assignment, release or submissions are missing.
    """
    start = time.perf_counter()
    batch = _Batch(course, assignment_id, seed, time_limit, feedback, judge)
    chosen = batch.choose(students)
    rows, records = [], []
    with books.open_gradebook(batch.folder.db_url) as gradebook:
        books.register_assignment(gradebook, batch.assignment, batch.template)
        try:
            for done, student in enumerate(chosen):
                if progress:
                    progress(done, len(chosen), writable(student))
                row, new = batch.grade(gradebook, student)
                rows.append(row)
                records += new
        except KeyboardInterrupt:  # What is done stays done.
            batch.write_grades(rows, records, is_whole_class=False)
            raise
        finally:
            batch.judge.close()
    files = batch.write_grades(rows, records, is_whole_class=students is None)
    if progress:
        progress(len(chosen), len(chosen), "")
    return ClassResult(
        assignment_id,
        batch.assignment.title,
        list(batch.assignment.exercises),
        rows,
        records,
        batch.judge.seed,
        files,
        time.perf_counter() - start,
    )


class _Batch:
    """What the submissions of a batch have in common."""

    def __init__(
        self,
        course: Course,
        assignment_id: str,
        seed: int | None,
        time_limit: float | None,
        feedback: bool,
        judge: Judge | None,
    ):
        self.assignment = course.declaration(assignment_id)
        self.template = course.release_notebook(assignment_id)
        if not self.template.is_file():
            raise CourseError(f"{self.template} is missing; run: autograder build {assignment_id}")
        self.folder = CourseFolder(course.folder)
        self.feedback = feedback
        limit = {} if time_limit is None else {"time_limit": time_limit}
        self.judge = judge or Judge(course, assignment_id, seed=seed, look_ahead=True, **limit)
        self.grader = Grader(course, self.judge, assignment_id)

    def choose(self, students: Sequence[str] | None) -> list[str]:
        """Returns who is graded; makes the reference answers, so that their faults show here."""
        found = self.folder.students(self.assignment.id)
        unknown = sorted(set(students or ()) - set(found))
        if unknown:
            raise CourseError(
                f"Nothing was handed in by {', '.join(unknown)}: "
                f"looked for {self.folder.submitted(unknown[0], self.assignment.id)}."
            )
        self.judge.sheets  # noqa: B018 - made once a batch, on first use
        return found if students is None else sorted(set(students))

    def grade(self, gradebook: Gradebook, student: str) -> tuple[Row, list[Record]]:
        """Grades one submission and writes what belongs to it; a failure of either is recorded."""
        source = self.folder.submitted(student, self.assignment.id)
        graded = self.grader.grade_folder(student, source)
        try:
            row = self._write(gradebook, graded, source)
        except Exception as error:  # noqa: BLE001 - one submission must never end a batch
            gradebook.db.rollback()
            graded = self.grader.crashed(student, error)
            row = self._write_again(gradebook, graded, source)
        return row, graded.records(self.assignment.id)

    def _write_again(self, gradebook: Gradebook, graded: Graded, source: Path) -> Row:
        try:
            return self._write(gradebook, graded, source)
        except Exception:  # noqa: BLE001 - such as a folder whose name no gradebook takes
            gradebook.db.rollback()
            return self._row(graded, books.Review({}, {}))

    def _write(self, gradebook: Gradebook, graded: Graded, source: Path) -> Row:
        name, student = self.assignment.id, graded.student
        books.save_verdicts(
            gradebook,
            name,
            student,
            graded.verdicts,
            needs_person=graded.needs_person,
            timestamp=read_timestamp(source),
        )
        if books.is_late(gradebook, name, student):
            self._assign_penalty(student)
        review = books.review_of(gradebook, name, student)
        self._write_notebook(graded, source)
        if self.feedback:
            page = feedback_page(self.assignment, graded, review)
            write_atomically(self.folder.feedback(student, name) / f"{name}.html", page)
        return self._row(graded, review)

    def _row(self, graded: Graded, review: books.Review) -> Row:
        return Row(
            graded.student,
            {verdict.exercise: verdict.status for verdict in graded.verdicts},
            review.scores,
            review.total,
            float(self.assignment.points),
            graded.flags,
            graded.outcome,
        )

    def _write_notebook(self, graded: Graded, source: Path) -> None:
        target = self.folder.autograded(graded.student, self.assignment.id)
        text = nbformat.writes(graded.notebook) + "\n"
        write_atomically(target / f"{self.assignment.id}.ipynb", text)
        if read_timestamp(source) is not None:  # nbgrader compares the two to see what is new.
            shutil.copyfile(source / "timestamp.txt", target / "timestamp.txt")

    def _assign_penalty(self, student: str) -> None:
        """Lets nbgrader take off what the course's rule for late submissions says."""
        from nbgrader.preprocessors import AssignLatePenalties

        name = self.assignment.id
        about = {"notebook": name, "assignment": name, "student": student}
        resources = {"nbgrader": {**about, "db_url": self.folder.db_url}}
        empty = NotebookNode(cells=[], metadata={})
        AssignLatePenalties(config=self.folder.config).preprocess(empty, resources)

    def write_grades(
        self, rows: list[Row], records: list[Record], is_whole_class: bool
    ) -> dict[str, Path]:
        """Writes `grades.json` and `grades.csv`; of others in them, what still holds is kept."""
        root, name = self.folder.root, self.assignment.id
        new = {row.student for row in rows}
        kept = [
            record
            for record in grades.read_json(root / "grades.json")
            if record.get("assignment") != name
            or (not is_whole_class and record.get("student") not in new)
        ]
        everything = kept + records
        return {
            "grades.json": grades.write_json(root / "grades.json", everything),
            "grades.csv": self._write_csv(root / "grades.csv", everything),
            "gradebook": Path(self.folder.db_url.removeprefix("sqlite:///")),
            "autograded": self.folder.autograded("*", name).parents[1],
            "feedback": self.folder.feedback("*", name).parents[1],
        }

    def _write_csv(self, path: Path, records: list[Record]) -> Path:
        """Writes one row a student, with the scores that count, for all assignments on record."""
        names = list(dict.fromkeys(str(record.get("assignment")) for record in records))
        with books.open_gradebook(self.folder.db_url) as gradebook:
            scores = {name: books.final_scores(gradebook, name) for name in names}
        return grades.write_csv(path, *grades.class_rows(records, scores))
