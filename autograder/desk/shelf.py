"""Writes what is collected into the course folder; on a trial, writes nothing at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checks.files import open_regular, write_atomically
from autograder.desk.collected import Ledger
from autograder.records.folder import CourseFolder

CHUNK = 1 << 20


@dataclass(frozen=True)
class Shelf:
    """The places below a course folder.

    Args:
        folder: The course folder.
        ledger: Of the assignment.
        is_trial: Whether everything is only said and nothing written.
        unmoved: On a trial, from the places where work would be moved to where it lies.
    """

    folder: CourseFolder
    ledger: Ledger
    is_trial: bool = False
    unmoved: dict[Path, Path] = field(default_factory=dict)

    def digest(self, path: Path) -> str | None:
        """Returns the SHA-256 of the notebook in a place, as in `digest_of`."""
        return digest_of(self.unmoved.get(path.parent, path.parent) / path.name)

    def make(self, place: Path) -> None:
        """Makes a folder."""
        if not self.is_trial:
            place.mkdir(parents=True, exist_ok=True)

    def put(self, path: Path, data: bytes) -> None:
        """Puts a notebook into its place; a time that lies there is another attempt's."""
        if not self.is_trial:
            path.with_name("timestamp.txt").unlink(missing_ok=True)
            write_atomically(path, data)

    def put_time(self, path: Path, text: str) -> None:
        """Puts beside a notebook when it was handed in."""
        if not self.is_trial:
            write_atomically(path.with_name("timestamp.txt"), text)

    def keep(self, student: str, data: bytes) -> None:
        """Keeps an attempt that is not in force."""
        if not self.is_trial:
            self.ledger.keep(student, data)

    def keep_file(self, student: str, path: Path, digest: str) -> None:
        """Keeps what lies in a place and is about to be replaced, a piece at a time."""
        if self.is_trial:
            return
        kept = self.ledger.attempts / student / f"{digest[:16]}.ipynb"
        with open_regular(path) as file:
            write_atomically(kept, iter(lambda: file.read(CHUNK), b""))

    def move(self, old: str, new: str, assignment_id: str, ledger: Ledger) -> None:
        """Moves what a learner handed in, older attempts too, to another id.

        The ledger is written in between, so that what lies somewhere is never a stranger's.
        """
        source, target = (self.folder.submitted(name, assignment_id) for name in (old, new))
        if self.is_trial:
            self.unmoved[target] = source
            return
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
        ledger.write()
        kept, place = ledger.attempts / old, ledger.attempts / new
        if kept.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            for path in kept.iterdir():
                os.replace(
                    path, place / path.name
                )  # Named by content: the same name, the same file.
        for folder in (source.parent, kept):
            with contextlib.suppress(OSError):
                folder.rmdir()  # Only if nothing is left in it.


def digest_of(path: Path) -> str | None:
    """Returns the SHA-256 of what lies in a place, None if nothing does.

    A link or what is no file has none: it counts as something else than was collected.
    """
    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return None
    except OSError:
        return ""
