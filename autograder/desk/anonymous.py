"""A report without names, to show in class or to a colleague."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from autograder.desk.classdata import ClassData
from autograder.errors import CourseError
from autograder.records.folder import STATE

KEY = "anonymous.key"
DIGITS = 8


def anonymised(data: ClassData) -> ClassData:
    """Returns the class with other ids; names, remarks and links to pages are left out.

    The ids are the same in each report of a course folder and say nothing without its key, which lies
    in `.autograder/`; their order is not that of the names.
    """
    key = _key(data.folder.root)
    other = {student: pseudonym(key, student) for student in data.students}
    students = {
        other[s.id]: dataclasses.replace(
            s, id=other[s.id], name=other[s.id], flags=[], feedback=None
        )
        for s in data.students.values()
    }
    records = data.records.copy()
    records["student"] = records["student"].map(other)
    records["flags"] = ""
    records["hint"] = records["hint"].where(records["misconception"] != "", "")
    ordered = {name: students[name] for name in sorted(students)}
    missing = [pseudonym(key, student) for student in data.missing]
    return ClassData(data.assignment, data.folder, ordered, records, [], sorted(missing))


def pseudonym(key: bytes, student: str) -> str:
    """Returns what stands for a student."""
    digest = hmac.new(key, student.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    return f"learner-{digest[:DIGITS]}"


def _key(root: Path) -> bytes:
    path = root / STATE / KEY
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file():
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be used ({error.strerror}).") from error
