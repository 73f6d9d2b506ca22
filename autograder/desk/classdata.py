"""Everything that is known about a graded class, read for a report; no grade is changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from autograder.batch.journal import Journal
from autograder.checks.files import writable
from autograder.checks.verdict import Verdict
from autograder.declaration.course import Course
from autograder.desk.collected import Collected, Ledger
from autograder.errors import CourseError
from autograder.notebook.raw import MAX_BYTES
from autograder.records import gradebook as books
from autograder.records.folder import STATE, CourseFolder, only_batch
from autograder.records.grades import Record, read_json
from autograder.records.lateness import apply_lateness

if TYPE_CHECKING:
    from autograder.declaration.exercise import Assignment

NOT_RUN = "refused"  # status of all exercises of a file that could not be graded
COLUMNS = [
    "student",
    "exercise",
    "score",
    "max_points",
    "auto_points",
    "status",
    "misconception",
    "hint",
    "failed_case",
    "carried_forward",
    "by_person",
    "seconds",
    "is_graded",
    "is_late",
    "flags",
]


@dataclass(frozen=True)
class Student:
    """One submission of the class.

    Args:
        id: Id of the student.
        name: Full name, where a roster or the LMS gave one; else the id.
        points: What counts, less what lateness costs.
        penalty: That.
        is_graded: Whether the figures count it: it was graded, or a person gave it points.
        by_person: Exercises whose score a person has changed.
        flags: What a person should know.
        seconds: How long its code ran.
        is_late: Whether the LMS or the gradebook says so; None where neither says anything.
        feedback: The feedback page, if there is one.
    """

    id: str
    name: str
    points: float
    penalty: float
    is_graded: bool
    by_person: list[str]
    flags: list[str]
    seconds: float
    is_late: bool | None
    feedback: Path | None


@dataclass(frozen=True)
class ClassData:
    """A graded class.

    Args:
        assignment: The declaration.
        folder: The course folder.
        students: By id, sorted.
        records: One row a student and exercise, with the columns `COLUMNS`: `score` is what counts,
            `auto_points` what the judge gave.
        notes: What a reader of the report should know about the figures.
        missing: Ids of those in the gradebook who handed in nothing.
        names: From the id of such a one to the name, where there is one.
    """

    assignment: Assignment
    folder: CourseFolder
    students: dict[str, Student]
    records: pd.DataFrame
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def graded(self) -> pd.DataFrame:
        """Returns the rows of the submissions that the figures count."""
        return self.records[self.records["is_graded"]]

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Returns the scores that count: a row for each such submission, a column an exercise."""
        table = self.graded.pivot(index="student", columns="exercise", values="score")
        names = [name for name in self.assignment.exercises if name in table.columns]
        return table[names]

    @property
    def totals(self) -> list[float]:
        """Returns the points of the submissions that the figures count."""
        return [student.points for student in self.students.values() if student.is_graded]

    def notebook(self, student: str) -> Mapping | None:
        """Returns a student's executed notebook; None if it is not there."""
        name = self.assignment.id
        path = self.folder.autograded(student, name) / f"{name}.ipynb"
        try:
            if path.stat().st_size > 4 * MAX_BYTES:
                return None
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None


def load_class(course: Course, assignment_id: str) -> ClassData:
    """Reads `grades.json`, gradebook, journal and what was noted when submissions were collected.

    Args:
        course: The course.
        assignment_id: The assignment.

    Raises:
        CourseError: If nothing of the assignment is graded, or a batch is at work.
    """
    assignment, folder = course.declaration(assignment_id), CourseFolder(course.folder)
    path = folder.root / "grades.json"
    records = [r for r in read_json(path) if r["assignment"] == assignment_id]
    database = Path(folder.db_url.removeprefix(books.SQLITE))
    if not records or (folder.db_url.startswith(books.SQLITE) and not database.is_file()):
        raise CourseError(
            f"No grades of {assignment_id} in {path}; run there: autograder grade {assignment_id}"
        )
    with books.open_gradebook(folder.db_url) as gradebook:
        apply_lateness(gradebook, folder.config, folder.root, assignment_id, grading=False)
        reviews = books.reviews(gradebook, assignment_id)
        names = {s.id: f"{s.first_name or ''} {s.last_name or ''}" for s in gradebook.students}
    ledger = Ledger(folder.root, assignment_id)
    collected = ledger.entries
    verdicts = _verdicts(folder.root, assignment_id, sorted({r["student"] for r in records}))
    by_student: dict[str, list[Record]] = {}
    for record in records:
        by_student.setdefault(str(record["student"]), []).append(record)
    students, rows, notes = {}, [], []
    if ledger.damage:
        notes.append(f"{ledger.damage}: what the learning platform said of lateness is not known.")
    for student in sorted(by_student):
        review = reviews.get(student, books.Review())
        own = by_student[student]
        students[student] = _student(student, own, review, names, collected, folder, assignment_id)
        rows += [_row(r, review, verdicts, students[student]) for r in own]
    beyond = sorted(set(reviews) - set(students))
    if beyond:
        notes.append(
            f"{len(beyond)} submissions of the gradebook are not in grades.json and not in this "
            f"report: {', '.join(beyond[:5])}. `autograder grade {assignment_id}` adds them."
        )
    notes += _identical(course, assignment_id, by_student)
    lacking = len({s for s in students if students[s].is_graded} - {s for s, _ in verdicts})
    if lacking:
        notes.append(f"Of {lacking} submissions it is not known which case failed: grade again.")
    handed_in = set(folder.all_students(assignment_id)) | set(students) | set(reviews)
    missing = sorted(set(names) - handed_in)
    named = {s: writable(names[s].strip()) for s in missing if names[s].strip()}
    table = pd.DataFrame(rows, columns=COLUMNS)
    return ClassData(assignment, folder, students, table, notes, missing, named)


def _identical(
    course: Course, assignment_id: str, by_student: Mapping[str, list[Record]]
) -> list[str]:
    """Names those whose files are the same byte for byte; all who changed nothing are alike."""
    try:
        release = course.release_notebook(assignment_id).read_bytes()
    except OSError:
        release = b""
    same: dict[str, list[str]] = {}
    for student, own in by_student.items():
        digest = own[0].get("notebook_sha256")
        if digest and digest != hashlib.sha256(release).hexdigest():
            same.setdefault(str(digest), []).append(student)
    return [
        f"The same file, byte for byte, was handed in by {', '.join(students)}."
        for students in same.values()
        if len(students) > 1
    ]


def _verdicts(
    root: Path, assignment_id: str, students: list[str]
) -> dict[tuple[str, str], Verdict]:
    """Returns the verdicts of the journal, by student and exercise; none if there is no journal."""
    if not (root / STATE / f"{assignment_id}.jsonl").is_file():
        return {}
    found = {}
    with only_batch(root, assignment_id), contextlib.closing(Journal(root, assignment_id)) as book:
        for student in students:
            entry = book.judged(student)
            for verdict in entry.verdicts if entry is not None else ():
                found[student, verdict.exercise] = verdict
    return found


def _score(review: books.Review, record: Record) -> float:
    """Returns the score that counts; the judge's where the gradebook has none."""
    return float(
        review.scores[e] if (e := record["exercise"]) in review.scores else record["points"]
    )


def _by_person(records: list[Record], review: books.Review) -> list[str]:
    """Returns the exercises whose score differs from what the judge gave."""
    return [r["exercise"] for r in records if abs(_score(review, r) - float(r["points"])) > 1e-9]


def _student(
    student: str,
    records: list[Record],
    review: books.Review,
    names: Mapping[str, str],
    collected: Mapping[str, Collected],
    folder: CourseFolder,
    assignment_id: str,
) -> Student:
    changed = _by_person(records, review)
    was_run = not all(_was_not_run(r) for r in records)
    seen = collected.get(student)
    is_late = seen.is_late if seen is not None else None
    if review.seconds_late:
        is_late = True
    page = folder.feedback(student, assignment_id) / f"{assignment_id}.html"
    name = names.get(student, "").strip() or (seen.name if seen is not None else "")
    return Student(
        student,
        writable(name) or student,
        review.counts_of(sum(_score(review, r) for r in records)),
        review.penalty,
        was_run or bool(changed),
        changed,
        [str(flag) for flag in records[0]["flags"]],
        sum(float(r.get("seconds") or 0) for r in records),
        is_late,
        page if page.is_file() else None,
    )


def _was_not_run(record: Record) -> bool:
    """Tells whether a record is of a submission that was not graded at all.

    What stopped the grading itself stands as `crashed` and has no time; the reason is its flag.
    """
    if record.get("status") == NOT_RUN:
        return True
    is_crashed = record.get("status") == "crashed" and record.get("hint") in record["flags"]
    return is_crashed and not record.get("seconds")


def _row(
    record: Record,
    review: books.Review,
    verdicts: Mapping[tuple[str, str], Verdict],
    student: Student,
) -> dict:
    exercise = record["exercise"]
    verdict = verdicts.get((student.id, exercise))
    return {
        "student": student.id,
        "exercise": exercise,
        "score": _score(review, record),
        "max_points": float(record.get("max_points") or 0),
        "auto_points": float(record["points"]),
        "status": record.get("status") or "",
        "misconception": record.get("misconception") or "",
        "hint": record.get("hint") or "",
        "failed_case": verdict.failed_case if verdict is not None else "",
        "carried_forward": bool(record.get("carried_forward")),
        "by_person": exercise in student.by_person,
        "seconds": float(record.get("seconds") or 0),
        "is_graded": student.is_graded,
        "is_late": student.is_late,
        "flags": " | ".join(student.flags),
    }
