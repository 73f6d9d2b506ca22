"""Grades as files: `grades.json`, a list of records, and `grades.csv`, one row a student."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.checks.files import writable, write_atomically
from autograder.checks.verdict import Verdict

Record = dict[str, Any]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_AFTER_SEPARATOR = re.compile(r"([;\t][\s\"]*)(?=[=+\-@|%])")


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
    """Writes the records as `grades.json`, one at a time: a large class is never held in memory."""
    return write_atomically(path, _json_parts(records))


def _json_parts(records: Iterable[Record]) -> Iterator[str]:
    before = "["
    for record in records:
        text = json.dumps(record, indent=1, ensure_ascii=False)
        yield f"{before}\n " + text.replace("\n", "\n ")
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def read_json(path: Path) -> Iterator[Record]:
    """Yields the records of an earlier batch; none if there is no such file or it is damaged."""
    try:
        for _ in _one_by_one(path):  # First to its end: of a damaged file nothing is taken over.
            pass
        entries = _one_by_one(path)
    except (OSError, ValueError, RecursionError):
        entries = iter(_all_at_once(path))
    wanted = {"assignment", "student", "exercise", "points", "flags"}
    return (entry for entry in entries if isinstance(entry, dict) and wanted <= set(entry))


def _one_by_one(path: Path) -> Iterator[Any]:
    """Yields the items of a file that is laid out as `write_json` does it.

    Raises:
        OSError: If it cannot be read.
        ValueError: If it is laid out in another way.
    """
    lines: list[str] = []
    with open(path, encoding="utf-8") as file:
        line = file.readline()
        if line != "[\n":
            raise ValueError("This is no list in lines.")
        for line in file:
            lines.append(line)
            if line in (" },\n", " }\n"):
                yield json.loads("".join(lines).rstrip(",\n"))
                lines.clear()
    if lines != ["]\n"]:
        raise ValueError("The list does not end as it should.")


def _all_at_once(path: Path) -> list[Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    return content if isinstance(content, list) else []


def as_written(name: str) -> str:
    """Returns a student's id as it stands in `grades.json`: a folder's name may be no text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def with_score(
    record: Record,
    scores: Mapping[str, Mapping[str, Mapping[str, float]]],
    taken_off: Mapping[str, Mapping[str, float]],
) -> Record:
    """Returns a record with what counts, where that is something else than the judge's points.

    `score` is the exercise's, a person's where there is one; `taken_off` what lateness costs the
    whole submission, the same in each of its records.
    """
    name, student = record["assignment"], record["student"]
    score = scores.get(name, {}).get(student, {}).get(record["exercise"], record["points"])
    off = taken_off.get(name, {}).get(student, 0.0)
    plain = {key: value for key, value in record.items() if key not in ("score", "taken_off")}
    if not off and abs(score - record["points"]) < 1e-9:
        return plain
    return {**plain, "score": score, "taken_off": off}


def class_rows(
    records: Iterable[Record],
    scores: Mapping[str, Mapping[str, Mapping[str, float]]],
    taken_off: Mapping[str, Mapping[str, float]] | None = None,
) -> tuple[list[str], list[dict[str, Any]]]:
    """Returns the columns and rows of `grades.csv`.

    Args:
        records: Of one or several assignments.
        scores: From assignment to student to exercise to the score that counts; the points of
            the record stand where there is none.
        taken_off: From assignment to student to what lateness costs, where it costs something.

    Returns:
        The columns `student`, an assignment's id (what counts) and `<id>/<exercise>`, `flags`; and
        one row a student, sorted. Of an assignment with lateness, `<id>:before` and
        `<id>:taken_off` stand behind what counts.
    """
    off = taken_off or {}
    columns: dict[str, None] = {}
    rows: dict[str, dict[str, Any]] = {}
    for record in records:
        assignment, student, exercise = record["assignment"], record["student"], record["exercise"]
        score = scores.get(assignment, {}).get(student, {}).get(exercise, record["points"])
        row = rows.setdefault(student, {"student": student, "flags": {}})
        columns[assignment] = None
        if off.get(assignment):
            columns.update({f"{assignment}:before": None, f"{assignment}:taken_off": None})
        columns[f"{assignment}/{exercise}"] = None
        row[f"{assignment}/{exercise}"] = score
        row[assignment] = row.get(assignment, 0) + score
        row["flags"].update(dict.fromkeys(record["flags"]))
    for assignment, costs in off.items():
        for student, row in rows.items():
            if costs and assignment in row:
                cost = costs.get(student, 0.0)
                row[f"{assignment}:before"], row[f"{assignment}:taken_off"] = row[assignment], cost
                row[assignment] = max(0.0, row[assignment] - cost) if cost else row[assignment]
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
    # Where semicolons or tabs separate, a field begins behind each.
    line = _AFTER_SEPARATOR.sub(r"\1'", line)
    return "'" + line if value.startswith(_FORMULA_STARTS) else line
