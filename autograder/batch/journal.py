"""The journal of an assignment's batches: what was judged, and what of it was written.

One file an assignment, `.autograder/<id>.jsonl` in the course folder, one JSON object a line. While
a batch runs, lines are only ever added, each on disk before the next step is taken:

1. a submission is judged, its line `judged` is added,
2. gradebook, notebook and feedback page are written, which may be done twice without harm,
3. its line `written` is added.

So a batch may end at any moment. A later one does not judge what is judged, and writes what is
not written. What a line does not say completely, it does not say at all.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from autograder.batch.entries import Begun, Judged, Line, Written
from autograder.checks.verdict import from_dict
from autograder.errors import CourseError
from autograder.records.folder import STATE, set_aside

FORMAT = 1
MAX_HEAD_BYTES = 1000

_Place = tuple[int, int]  # where a line stands, and its length


class Journal:
    """The journal of one assignment, open for one batch; only one process writes it at a time.

    Entries stay on disk, of which this keeps the places: a class of any size takes the same room.

    Args:
        root: The course folder.
        assignment_id: The assignment.

    Raises:
        CourseError: If the folder takes no journal.
    """

    def __init__(self, root: Path, assignment_id: str):
        self.path = root / STATE / f"{assignment_id}.jsonl"
        self.assignment_id = assignment_id
        self.notes: list[str] = []  # for the person who started the batch
        self.unfinished: Begun | None = None
        self._judged: dict[str, _Place] = {}  # by student
        self._written: dict[str, _Place] = {}
        self._of_batch: set[str] = set()
        self._file = -1
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._open()
        except OSError as error:
            raise CourseError(f"{self.path} cannot be written ({error.strerror}).") from error

    def _open(self) -> None:
        if os.path.lexists(self.path) and not self._is_ours():
            aside = set_aside(self.path)
            self.notes.append(
                f"{self.path} is not a journal that this version reads; it is kept as "
                f"{aside.name}, and everything is graded anew."
            )
        if not self.path.exists():
            self._replace([])
        else:
            self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
        self._read()

    def _head(self) -> Line:
        return {"journal": FORMAT, "assignment": self.assignment_id}

    def _is_ours(self) -> bool:
        if self.path.is_symlink() or not self.path.is_file():
            return False
        try:
            with open(self.path, "rb") as file:
                return from_line(file.readline(MAX_HEAD_BYTES)) == self._head()
        except (OSError, ValueError, RecursionError):
            return False

    def _read(self) -> None:
        """Notes where which entry stands; passes over lines that say nothing."""
        place, unread = 0, 0
        with open(self._file, "rb", closefd=False) as file:
            for raw in file:
                if not raw.endswith(b"\n"):  # The batch ended while it was written.
                    os.ftruncate(self._file, place)
                    break
                try:
                    self._take(from_line(raw), place, len(raw))
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                    unread += 1
                place += len(raw)
        if unread:
            self.notes.append(
                f"{unread} damaged line{'s' * (unread != 1)} of {self.path} "
                f"{'were' if unread != 1 else 'was'} passed over; what they said is graded anew."
            )

    def _take(self, line: Line, place: int, length: int) -> None:
        kind = line.get("is")
        if kind == "begun":
            self.unfinished = from_dict(Begun, line)
            self._of_batch.clear()
        elif kind == "judged":
            entry = Judged.from_dict(line)
            self._judged[entry.student] = place, length
            if self.unfinished is not None:
                self._of_batch.add(entry.student)
            self._written.pop(entry.student, None)  # It was written before this was judged.
        elif kind == "written":
            self._written[from_dict(Written, line).student] = place, length
        elif line != self._head():
            raise ValueError("The line is of no known kind.")

    def begin(self, batch: Begun) -> None:
        """Notes that a batch began, unless it goes on with the one that did not finish."""
        if batch != self.unfinished:
            self._add("begun", batch)

    def judged(self, student: str) -> Judged | None:
        """Returns what was last judged of a student's submissions."""
        if student not in self._judged:
            return None
        return Judged.from_dict(self._line(self._judged[student]))

    def written(self, student: str) -> Written | None:
        """Returns what was written of what was last judged."""
        if student not in self._written:
            return None
        return from_dict(Written, self._line(self._written[student]))

    def _line(self, where: _Place) -> Line:
        place, length = where
        return from_line(os.pread(self._file, length, place))

    def is_of_batch(self, student: str) -> bool:
        """Tells whether the last judged submission was judged in the batch that goes on."""
        return student in self._of_batch

    def add(self, entry: Judged | Written) -> None:
        """Adds an entry; when this returns it is on disk."""
        self._add("judged" if isinstance(entry, Judged) else "written", entry)

    def _add(self, kind: str, entry: Any) -> None:
        line = {"is": kind, **dataclasses.asdict(entry)}
        raw = to_line(line)
        place = os.fstat(self._file).st_size
        try:
            _write(self._file, raw)
            os.fsync(self._file)
        except OSError as error:  # such as a full disk
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, place)
            raise CourseError(f"{self.path} cannot be written ({error.strerror}).") from error
        self._take(line, place, len(raw))

    def finish(self, keep: set[str] | None = None) -> None:
        """Notes that the batch is done, and keeps only what a later one can use.

        Args:
            keep: Students who still have a submission; None for all.
        """
        self._replace([s for s in sorted(self._judged) if keep is None or s in keep])
        self.unfinished = None
        self._of_batch.clear()

    def _replace(self, students: list[str]) -> None:
        """Puts a journal with the entries of some students in place of this one, in one step."""
        beside = self.path.with_suffix(".part")
        beside.unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        new = os.open(beside, flags, 0o600)  # Seeds and answers are nobody else's business.
        judged: dict[str, _Place] = {}
        written: dict[str, _Place] = {}
        _write(new, to_line(self._head()))
        for student in students:
            for before, after in ((self._judged, judged), (self._written, written)):
                if student in before:
                    place, length = before[student]
                    after[student] = os.fstat(new).st_size, length
                    _write(new, os.pread(self._file, length, place))
        os.fsync(new)
        os.replace(beside, self.path)
        self.close()
        self._file, self._judged, self._written = new, judged, written

    def close(self) -> None:
        """Closes the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def to_line(line: Line) -> bytes:
    """Returns a line with its checksum: a bit that the disk has lost must not change a grade."""
    text = json.dumps(line, separators=(",", ":"))
    return f'{text[:-1]},"check":"{_checksum(text)}"}}\n'.encode("ascii")


def from_line(raw: bytes) -> Line:
    """Returns what a line says.

    Raises:
        ValueError: If it is damaged or none of ours.
    """
    text, separator, check = raw.decode("ascii").rpartition(',"check":"')
    text += "}"
    if not separator or check != f'{_checksum(text)}"}}\n':
        raise ValueError("The line is damaged.")
    return json.loads(text)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def _write(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
