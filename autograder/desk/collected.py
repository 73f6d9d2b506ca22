"""What was collected, kept in the course folder: who handed in what, from where, and whether late.

One file an assignment, `.autograder/collected/<id>.json`. Attempts that are not in force lie beside
it, in `.autograder/attempts/<id>/<student>/`: nothing that was handed in is lost.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from autograder.checks.files import write_atomically
from autograder.checks.verdict import from_dict
from autograder.errors import CourseError
from autograder.records.folder import STATE, set_aside


@dataclass(frozen=True)
class Collected:
    """The attempt of a student that is in force.

    Args:
        student: Id of the student.
        lms: Where it comes from, one of `autograder.desk.formats.LMS`.
        user: What the platform knows the learner by, as in `autograder.desk.formats.Handed`.
        name: Full name, from the roster or as the archive has it.
        file: What the learner called it.
        archive: Name of the archive.
        order: Of the attempt, as in `autograder.desk.formats.Handed`.
        is_late: What the LMS says; None where it says nothing.
        sha256: Of the file; empty where no notebook was handed in.
        handed_in: When, in UTC, as the platform or its worksheet says; empty where neither does.
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
    handed_in: str = ""


class Ledger:
    """The ledger of one assignment.

    Args:
        root: The course folder.
        assignment_id: The assignment.
    """

    def __init__(self, root: Path, assignment_id: str):
        self.damage = ""  # why the file cannot be read
        self.notes: list[str] = []  # for the person who collects
        self.path = root / STATE / "collected" / f"{assignment_id}.json"
        self.attempts = root / STATE / "attempts" / assignment_id
        self.entries = self._read()

    def _read(self) -> dict[str, Collected]:
        try:
            lines = json.loads(self.path.read_text(encoding="utf-8"))
            return {
                line["student"]: from_dict(Collected, {"handed_in": "", **line}) for line in lines
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            self.damage = f"{self.path} is damaged ({type(error).__name__})"
            return {}  # Then every submission is one of unknown age, which nothing overwrites.

    def write(self) -> None:
        """Writes all entries; a file that could not be read is kept beside it.

        Raises:
            CourseError: If it can be neither renamed nor written.
        """
        try:
            if self.damage:
                aside = set_aside(self.path)
                self.notes.append(
                    f"{self.damage}; it is kept as {aside.name}. What was collected before counts "
                    f"as put there by hand, and nothing of it was replaced."
                )
                self.damage = ""
            self._write()
        except OSError as error:
            raise CourseError(f"{self.path} cannot be written ({error.strerror}).") from error

    def _write(self) -> None:
        lines = [dataclasses.asdict(self.entries[name]) for name in sorted(self.entries)]
        write_atomically(self.path, json.dumps(lines, indent=1, ensure_ascii=False) + "\n")

    def keep(self, student: str, data: bytes) -> Path:
        """Keeps an attempt that is not in force; the same one twice is kept once."""
        digest = hashlib.sha256(data).hexdigest()
        return write_atomically(self.attempts / student / f"{digest[:16]}.ipynb", data)
