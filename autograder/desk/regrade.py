"""Grades a class again after a check was fixed or a release made, and says whose points changed."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.batch.journal import Journal
from autograder.checks.verdict import RIGHT, Verdict
from autograder.declaration.course import Course
from autograder.desk.report import FOLDER
from autograder.records import gradebook as books
from autograder.records.folder import STATE, CourseFolder, only_batch
from autograder.records.grades import Record, read_json, write_csv

if TYPE_CHECKING:
    from autograder.batch import ClassResult

COLUMNS = [
    "student",
    "exercise",
    "points_before",
    "points_now",
    "score_before",
    "score_now",
    "status_before",
    "status_now",
    "why",
]


@dataclass(frozen=True)
class Before:
    """What was known of a class before it is graded again.

    Args:
        records: Of `grades.json`, by student and exercise.
        scores: Those that count, by student and exercise.
        totals: Of each student, lateness taken off.
        verdicts: Of the journal, by student and exercise.
        fingerprints: Of what each student was judged by.
        seeds: Of the inputs, by student.
    """

    records: dict[tuple[str, str], Record]
    scores: dict[str, dict[str, float]]
    totals: dict[str, float]
    verdicts: dict[tuple[str, str], Verdict]
    fingerprints: dict[str, str]
    seeds: dict[str, int]

    def seed(self) -> int | None:
        """Returns the seed that most of the class was judged with, so that inputs stay the same."""
        counts = Counter(self.seeds.values())
        return counts.most_common(1)[0][0] if counts else None


@dataclass(frozen=True)
class Change:
    """An exercise of a student whose outcome is another one now.

    Args:
        student: Id of the student.
        exercise: Its name.
        points_before: What the judge gave; None where there was no grade.
        points_now: What it gives now; None where there is no grade any more.
        score_before: What counted.
        score_now: What counts now; a person's points stay.
        status_before: Status of the earlier verdict.
        status_now: Status of the one now.
        why: In words.
    """

    student: str
    exercise: str
    points_before: float | None
    points_now: float | None
    score_before: float | None
    score_now: float | None
    status_before: str
    status_now: str
    why: str


@dataclass(frozen=True)
class Regrade:
    """A class that was graded again.

    Args:
        result: The graded class.
        changes: One a student and exercise with another outcome.
        totals: From student to points before and now, where they differ.
        path: Table of the changes.
        is_checked_anew: Whether anything that verdicts depend on has changed since.
    """

    result: ClassResult
    changes: list[Change]
    totals: dict[str, tuple[float | None, float]]
    path: Path
    is_checked_anew: bool


def read_before(course: Course, assignment_id: str) -> Before:
    """Reads what is known of a class; nothing is changed.

    Args:
        course: The course.
        assignment_id: The assignment.

    Raises:
        CourseError: If a batch is at work.
    """
    folder = CourseFolder(course.folder)
    records = {
        (str(r["student"]), str(r["exercise"])): r
        for r in read_json(folder.root / "grades.json")
        if r["assignment"] == assignment_id
    }
    scores: dict[str, dict[str, float]] = {}
    totals: dict[str, float] = {}
    database = Path(folder.db_url.removeprefix(books.SQLITE))
    if records and (not folder.db_url.startswith(books.SQLITE) or database.is_file()):
        with books.open_gradebook(folder.db_url) as gradebook:
            for student, review in books.reviews(gradebook, assignment_id).items():
                scores[student], totals[student] = dict(review.scores), review.total
    verdicts, fingerprints, seeds = {}, {}, {}
    if (folder.root / STATE / f"{assignment_id}.jsonl").is_file():
        with (
            only_batch(folder.root, assignment_id),
            contextlib.closing(Journal(folder.root, assignment_id)) as journal,
        ):
            for student in sorted({name for name, _ in records}):
                entry = journal.judged(student)
                if entry is None:
                    continue
                fingerprints[student], seeds[student] = entry.fingerprint, entry.seed
                verdicts.update({(student, v.exercise): v for v in entry.verdicts})
    return Before(records, scores, totals, verdicts, fingerprints, seeds)


def finish_regrade(
    course: Course, assignment_id: str, before: Before, result: ClassResult
) -> Regrade:
    """Compares a class with what it was, and writes `reports/<id>-regrade.csv`.

    Args:
        course: The course.
        assignment_id: The assignment.
        before: What was known before.
        result: What came out now.
    """
    now = read_before(course, assignment_id)
    graded = {row.student: row for row in result.rows}
    changes = [
        change
        for key in sorted(set(before.records) | set(now.records), key=_place(result))
        if key[0] in graded and (change := _change(key, before, now)) is not None
    ]
    totals = {
        student: (before.totals.get(student), row.points)
        for student, row in graded.items()
        if before.totals.get(student) != row.points
    }
    folder = CourseFolder(course.folder)
    path = folder.root / FOLDER / f"{assignment_id}-regrade.csv"
    rows = [{name: _text(getattr(change, name)) for name in COLUMNS} for change in changes]
    write_csv(path, COLUMNS, rows)
    old = {before.fingerprints.get(student) for student in graded} - {None}
    new = {now.fingerprints.get(student) for student in graded} - {None}
    return Regrade(result, changes, totals, path, old != new)


def _place(result: ClassResult) -> Any:
    order = {name: number for number, name in enumerate(result.exercises)}
    return lambda key: (key[0], order.get(key[1], len(order)), key[1])


def _text(value: Any) -> Any:
    return "" if value is None else value


def _change(key: tuple[str, str], before: Before, now: Before) -> Change | None:
    """Returns what changed of one exercise, if anything did that somebody would ask about."""
    student, exercise = key
    old, new = before.records.get(key), now.records.get(key)
    score_before = before.scores.get(student, {}).get(exercise, _points(old))
    score_now = now.scores.get(student, {}).get(exercise, _points(new)) if new else None
    same_status = old is not None and new is not None and old.get("status") == new.get("status")
    if same_status and _points(old) == _points(new) and score_before == score_now:
        return None
    return Change(
        student,
        exercise,
        _points(old),
        _points(new),
        score_before if old else None,
        score_now,
        str(old.get("status") or "") if old else "",
        str(new.get("status") or "") if new else "",
        why(old, new, before.verdicts.get(key), now.verdicts.get(key), score_before == score_now),
    )


def _points(record: Mapping | None) -> float | None:
    return None if record is None else float(record["points"])


def why(
    old: Record | None,
    new: Record | None,
    verdict_before: Verdict | None,
    verdict_now: Verdict | None,
    score_stays: bool,
) -> str:
    """Says in words why an outcome is another one.

    Args:
        old: The earlier record, None if there was none.
        new: The record now, None if there is none.
        verdict_before: The earlier verdict, where the journal has it.
        verdict_now: The verdict now.
        score_stays: Whether what counts is the same number.
    """
    if new is None:
        return "The exercise is no longer part of the assignment."
    if old is None:
        return "The exercise, or the submission, is new. " + _outcome(new, verdict_now)
    parts = []
    if old.get("notebook_sha256") != new.get("notebook_sha256"):
        parts.append("Another file was handed in since.")
    if old.get("max_points") != new.get("max_points"):
        parts.append(
            f"The exercise is worth {float(new.get('max_points') or 0):g} points now, "
            f"{float(old.get('max_points') or 0):g} before."
        )
    parts.append(f"Before: {_outcome(old, verdict_before)} Now: {_outcome(new, verdict_now)}")
    if score_stays and old["points"] != new["points"]:
        parts.append("A person's points stay.")
    return " ".join(parts)


def _outcome(record: Mapping, verdict: Verdict | None) -> str:
    """Returns one sentence about an outcome, with the case and hint that explain it."""
    words = Verdict("", 0, 0, str(record.get("status"))).headline().removeprefix(": ")
    if record.get("status") in RIGHT:
        return f"{words}."
    case = verdict.failed_case if verdict is not None else ""
    where = f' at "{case}"' if case else ""
    hint = str(record.get("hint") or "")
    return f"{words}{where}{': ' + hint if hint else '.'}"
