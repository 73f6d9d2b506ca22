"""Takes in what one learner handed in: which notebook is graded, and what becomes of the others.

One attempt at a time is in memory, however many there are.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.checks.files import writable
from autograder.declaration.course import Course
from autograder.desk.archive import Archive, EntryError
from autograder.desk.collected import Collected
from autograder.desk.formats import Handed
from autograder.desk.people import Person
from autograder.desk.shelf import Shelf
from autograder.notebook.origin import look_at

# What became of a file, and whether a person should look.
STATES = {
    "new": ("collected", False),
    "newer": ("collected in place of an older attempt", False),
    "unchanged": ("collected before", False),
    "older": ("kept as an older attempt", False),
    "beside": ("kept beside the notebook", False),
    "moved": ("moved to another id", False),
    "by hand": ("not collected: what lies there was put there by hand; --force replaces it", True),
    "no notebook": ("no notebook", True),
    "skipped": ("skipped", True),
    "look": ("to look at", True),
}
# An hour zone apart at most: what a worksheet says of one attempt under two time zones.
_A_ZONE = datetime.timedelta(hours=26)


@dataclass(frozen=True)
class Line:
    """What became of one file, or of one learner.

    Args:
        state: One of `STATES`.
        student: Id of the student; empty where that is not known.
        file: The file in the archive.
        detail: The reason, in words.
        is_late: What the LMS says about it.
    """

    state: str
    student: str
    file: str
    detail: str = ""
    is_late: bool | None = None


@dataclass
class Collector:
    """Takes in one archive.

    Args:
        course: The course.
        archive: The archive.
        shelf: Where things are put.
        assignment_id: The assignment.
        force: Whether what is newer, or was put there by hand, is replaced.
        timezone: Of times that a platform writes without a zone; the machine's by default.
        lines: What became of each file.
        times: How many submissions have a time.
    """

    course: Course
    archive: Archive
    shelf: Shelf
    assignment_id: str
    force: bool = False
    timezone: ZoneInfo | None = None
    lines: list[Line] = field(default_factory=list)
    times: int = 0

    def take(self, person: Person, files: list[Handed]) -> None:
        """Puts what one learner handed in into its place."""
        place = self.shelf.folder.submitted(person.id, self.assignment_id)
        if place.is_symlink() or place.parent.is_symlink():
            for file in files:
                self.note("skipped", person, file, "the folder of the student is a link")
            return
        try:
            self._take(person, files, place)
        except OSError as error:  # One learner's trouble is no other's.
            why = f"it cannot be written ({error.strerror or type(error).__name__})"
            self.note("skipped", person, files[0], why)

    def _take(self, person: Person, files: list[Handed], place: Path) -> None:
        ranked = sorted((f for f in files if self._may_be_graded(f)), key=self._rank, reverse=True)
        unread: dict[int, str] = {}
        best: Handed | None = None
        for file in ranked:
            try:
                data = self._read(file)
            except EntryError as error:
                unread[id(file)] = str(error)
                continue
            best = file
            self._put(person, file, data, place / f"{self.assignment_id}.ipynb")
            self._inspect(person, file, data)
            del data
            break
        self._note_others(person, files, best, unread)
        if best is None:
            self.shelf.make(place)  # So that the grades show that all of it fails.
            self.shelf.ledger.entries.setdefault(person.id, self._entry(person, files[-1]))
        elif max(file.attempt for file in files) > best.attempt:
            self.look(person, best, "the last attempt has no notebook; one before it was taken")

    def _note_others(
        self, person: Person, files: list[Handed], best: Handed | None, unread: dict[int, str]
    ) -> None:
        """Keeps the notebooks that are not graded, and says what the other files are."""
        for file in files:
            if file is best:
                continue
            why = file.problem or unread.get(id(file)) or "it is no .ipynb file"
            is_whole = best is not None and not file.entry.problem
            if best is None:
                self.note("no notebook", person, file, why)
            elif _is(file, ".ipynb") and not file.problem and id(file) not in unread:
                try:
                    self.shelf.keep(person.id, self.archive.read(file.entry))
                except EntryError as error:
                    self.note("beside" if is_whole else "skipped", person, file, str(error))
                    continue
                self.note("beside", person, file, "of several notebooks, the last one is graded")
            else:
                self.note("beside" if is_whole else "skipped", person, file, why)

    def _may_be_graded(self, file: Handed) -> bool:
        return not file.problem and _is(file, ".ipynb", ".zip")

    def _rank(self, file: Handed) -> tuple[int, bool, bool, int]:
        """Puts the last attempt's notebook last, the one named as the assignment before others."""
        return file.attempt, _is(file, ".ipynb"), self._is_expected(file.file), file.order

    def _is_expected(self, name: str) -> bool:
        """Tells whether a file is called as the assignment is, apart from what browsers add."""
        stem = re.sub(r"\.(ipynb|zip)$", "", name.lower())
        return re.sub(r"[-_ ]*(\(\d+\)|-\d+)?$", "", stem) == self.assignment_id

    def _read(self, file: Handed) -> bytes:
        if _is(file, ".zip"):
            return self.archive.read_packed(file.entry)
        return self.archive.read(file.entry)

    def _put(self, person: Person, file: Handed, data: bytes, path: Path) -> None:
        """Puts a notebook into its place, unless what is there is newer or a person's."""
        digest, there = hashlib.sha256(data).hexdigest(), self.shelf.digest(path)
        known = self.shelf.ledger.entries.get(person.id)
        state = self._state(person, file, digest, there, known)
        if state in ("by hand", "older"):
            self.shelf.keep(person.id, data)
            self.note(state, person, file)
            if state == "older" and known is not None and known.order == file.order:
                self.look(person, file, "it is as old as the notebook that lies there, and another")
            return
        time = self._time(person, file, digest, known)
        if state != "unchanged":
            if there:
                self.shelf.keep_file(person.id, path, there)
            self.shelf.put(path, data)
        if time is not None:
            self.shelf.put_time(path, f"{time:%Y-%m-%d %H:%M:%S} UTC\n")
            self.times += 1
        is_late, order = file.is_late, file.order
        if state == "unchanged" and known is not None and order < known.order:
            order, is_late = known.order, known.is_late
        elif state == "unchanged" and known is not None and is_late is None:
            is_late = known.is_late
        handed_in = time.isoformat() if time is not None else ""
        if state == "unchanged" and known is not None and not handed_in:
            handed_in = known.handed_in
        self.shelf.ledger.entries[person.id] = self._entry(
            person, file, digest, order, is_late, handed_in
        )
        self.note(state, person, file)

    def _entry(
        self,
        person: Person,
        file: Handed,
        digest: str = "",
        order: int = 0,
        is_late: bool | None = None,
        handed_in: str = "",
    ) -> Collected:
        return Collected(
            person.id,
            file.lms,
            file.user,
            writable(person.name or file.name),
            writable(file.file),
            self.archive.path.name,
            order,
            is_late,
            digest,
            handed_in,
        )

    def _state(
        self,
        person: Person,
        file: Handed,
        digest: str,
        there: str | None,
        known: Collected | None,
    ) -> str:
        """Says what becomes of a notebook, by what lies in its place and what is known of that."""
        if there == digest:
            return "unchanged"
        if there is None:
            return "new"
        if self.force:
            return "newer"
        if known is None or known.sha256 != there or known.lms != file.lms:
            return "by hand"
        if file.order == known.order and person.handed_in and known.handed_in:
            before = datetime.datetime.fromisoformat(known.handed_in)
            return "newer" if person.handed_in > before else "older"
        return "newer" if file.order > known.order else "older"

    def _time(
        self, person: Person, file: Handed, digest: str, known: Collected | None
    ) -> datetime.datetime | None:
        """Returns when it was handed in, in UTC; None where that is not certain, which is said.

        A worksheet may be older than the archive that it comes with. Then its time is of an attempt
        before, and says nothing about this one.
        """
        if file.time is not None:
            zoned = file.time if file.time.tzinfo else file.time.replace(tzinfo=self.timezone)
            try:
                return zoned.astimezone(datetime.UTC)
            except (OverflowError, ValueError):  # of a year that no clock has
                return None
        time = person.handed_in
        if person.time_text:
            shown = writable(person.time_text)[:60]
            who = writable(person.name) or person.id
            self.look(person, file, f"of {who} the worksheet's time {shown!r} is not understood")
        if time is None or known is None or not known.handed_in:
            return time
        before = datetime.datetime.fromisoformat(known.handed_in)
        is_same = digest == known.sha256
        if (is_same and time > before - _A_ZONE) or (not is_same and time > before):
            return time
        if self.force:
            return time
        self.look(
            person,
            file,
            "the worksheet is older than this attempt, so that its time is not used: download "
            "both together",
        )
        return before if is_same else None

    def _inspect(self, person: Person, file: Handed, data: bytes) -> None:
        """Says what a person should know about a notebook before it is graded."""
        why = look_at(data, self.course.release_notebook(self.assignment_id))
        if why:
            self.look(person, file, why)

    def look(self, person: Person, file: Handed, detail: str) -> None:
        """Notes that a person should look."""
        self.lines.append(Line("look", person.id, file.entry.name, detail))

    def note(self, state: str, person: Person, file: Handed, detail: str = "") -> None:
        """Notes what became of a file."""
        in_force = state in ("new", "newer", "unchanged")
        late = file.is_late if in_force else None
        self.lines.append(Line(state, person.id, file.entry.name, detail, late))


def _is(file: Handed, *endings: str) -> bool:
    return file.file.lower().endswith(endings)


def skipped(files: Iterable[Handed], why: str) -> list[Line]:
    """Returns that nothing of a learner was taken, file by file."""
    return [Line("skipped", "", file.entry.name, why) for file in files]
