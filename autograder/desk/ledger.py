"""What was collected, kept in the course folder: who handed in what, from where, and whether late.

One file an assignment, `.autograder/collected/<id>.json`. Attempts that are not in force lie beside
it, in `.autograder/attempts/<id>/<student>/`: nothing that was handed in is lost.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.entries import exactly
from autograder.folder import STATE
from autograder.report.files import write_atomically


@dataclass(frozen=True)
class Collected:
    """The attempt of a student that is in force.

    Args:
        student: Id of the student.
        lms: Where it comes from, `"canvas"` or `"moodle"`.
        user: The LMS's number of the learner.
        name: Full name, from the roster or as the archive has it.
        file: What the learner called it.
        archive: Name of the archive.
        order: Of the attempt, as in `autograder.desk.formats.Handed`.
        is_late: What the LMS says; None where it says nothing.
        sha256: Of the file; empty where no notebook was handed in.
    """

    student: str
    lms: str
    user: str
    name: str
    file: str
    archive: str
    order: int
    is_late: bool | None
    sha256: str


class Ledger:
    """The ledger of one assignment.

    Args:
        root: The course folder.
        assignment_id: The assignment.
    """

    def __init__(self, root: Path, assignment_id: str):
        self.path = root / STATE / "collected" / f"{assignment_id}.json"
        self.attempts = root / STATE / "attempts" / assignment_id
        self.entries = self._read()

    def _read(self) -> dict[str, Collected]:
        try:
            lines = json.loads(self.path.read_text(encoding="utf-8"))
            return {line["student"]: exactly(Collected, line) for line in lines}
        except (OSError, ValueError, TypeError, KeyError):
            return {}  # Then every submission is one of unknown age, which nothing overwrites.

    def write(self) -> None:
        """Writes all entries."""
        lines = [dataclasses.asdict(self.entries[name]) for name in sorted(self.entries)]
        write_atomically(self.path, json.dumps(lines, indent=1, ensure_ascii=False) + "\n")

    def keep(self, student: str, data: bytes) -> Path:
        """Keeps an attempt that is not in force; the same one twice is kept once."""
        digest = hashlib.sha256(data).hexdigest()
        return write_bytes(self.attempts / student / f"{digest[:16]}.ipynb", data)


def write_bytes(path: Path, data: bytes) -> Path:
    """Writes bytes beside their place, then moves them there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)  # mkstemp lets nobody else read.
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path
