"""Grades as files: `grades.json`, a list of records, and `grades.csv`, one row a student."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.report.files import writable, write_atomically
from autograder.verdict import Verdict

Record = dict[str, Any]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def records_of(
    assignment_id: str,
    student: str,
    verdicts: Sequence[Verdict],
    *,
    sha256: str | None = None,
    release: str | None = None,
    flags: Sequence[str] = (),
) -> list[Record]:
    """Returns the records of one submission, one an exercise.

    Args:
        assignment_id: The assignment.
        student: The student's id.
        verdicts: One an exercise.
        sha256: Of the submitted file, None when it could not be read.
        release: The release that the submission says it was made from.
        flags: What a person should know.
    """
    tail = {"notebook_sha256": sha256, "release": release, "flags": list(flags)}
    return [
        {"assignment": assignment_id, "student": student, **verdict.record(), **tail}
        for verdict in verdicts
    ]


def write_json(path: Path, records: Iterable[Record]) -> Path:
    """Writes the records as `grades.json`."""
    return write_atomically(path, json.dumps(list(records), indent=1, ensure_ascii=False) + "\n")


def read_json(path: Path) -> list[Record]:
    """Returns the records of an earlier batch; none if there is no such file or it is damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    wanted = {"assignment", "student", "exercise", "points", "flags"}
    entries = content if isinstance(content, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and wanted <= set(entry)]


def class_rows(
    records: Sequence[Record], scores: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Returns the columns and rows of `grades.csv`.

    Args:
        records: Of one or several assignments.
        scores: From assignment to student to exercise to the score that counts; the points of
            the record stand where there is none.

    Returns:
        The columns `student`, an assignment's id (its points) and `<id>/<exercise>`, `flags`; and
        one row a student, sorted.
    """
    columns: dict[str, None] = {}
    rows: dict[str, dict[str, Any]] = {}
    for record in records:
        assignment, student, exercise = record["assignment"], record["student"], record["exercise"]
        score = scores.get(assignment, {}).get(student, {}).get(exercise, record["points"])
        row = rows.setdefault(student, {"student": student, "flags": {}})
        columns.update({assignment: None, f"{assignment}/{exercise}": None})
        row[f"{assignment}/{exercise}"] = score
        row[assignment] = row.get(assignment, 0) + score
        row["flags"].update(dict.fromkeys(record["flags"]))
    ordered = [{**rows[name], "flags": " | ".join(rows[name]["flags"])} for name in sorted(rows)]
    return ["student", *columns, "flags"], ordered


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Path:
    """Writes `grades.csv`.

    Args:
        path: Where to.
        columns: Names of the columns in order.
        rows: One mapping a student.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless_field(row.get(name, "")) for name in columns})
    return write_atomically(path, text.getvalue())


def harmless_field(value: Any) -> Any:
    """Returns a value on one line that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    line = writable(" ".join(value.splitlines()))
    return "'" + line if value.startswith(_FORMULA_STARTS) else line
