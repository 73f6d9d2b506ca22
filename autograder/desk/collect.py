"""Puts the submissions of an LMS's archive where they are graded.

A notebook becomes `submitted/<student>/<id>/<id>.ipynb`, and nothing else is written there but,
where Moodle's grading worksheet says when it was handed in, nbgrader's `timestamp.txt`. Dates of
the files in an archive are no times of handing in, and a `timestamp.txt` inside a submission is the
learner's: neither becomes one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder import gradebook as books
from autograder.course import Course
from autograder.desk.archive import Archive, EntryError
from autograder.desk.formats import Handed, read_names
from autograder.desk.ledger import Collected, Ledger, write_bytes
from autograder.desk.roster import Person, Roster, identify
from autograder.folder import CourseFolder, only_batch
from autograder.report.files import writable, write_atomically

Progress = Callable[[int, int, str], None]

# What became of a file, and whether a person should look.
STATES = {
    "new": ("collected", False),
    "newer": ("collected in place of an older attempt", False),
    "unchanged": ("collected before", False),
    "older": ("kept as an older attempt", False),
    "beside": ("kept beside the notebook", False),
    "by hand": ("not collected: what lies there was put there by hand; --force replaces it", True),
    "no notebook": ("no notebook", True),
    "skipped": ("skipped", True),
}


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
class CollectResult:
    """What became of an archive.

    Args:
        lms: Where it comes from.
        lines: One a file.
        times: How many submissions have a time, from a worksheet.
    """

    lms: str
    lines: list[Line] = field(default_factory=list)
    times: int = 0

    def count(self, state: str) -> int:
        """Returns how many files ended in a state."""
        return sum(line.state == state for line in self.lines)

    @property
    def for_a_person(self) -> list[Line]:
        """Returns what somebody should look at."""
        return [line for line in self.lines if STATES[line.state][1]]

    @property
    def late(self) -> list[str]:
        """Returns who is marked late in this archive."""
        return sorted({line.student for line in self.lines if line.is_late and line.student})


def collect(
    course: Course,
    assignment_id: str,
    archive_path: Path,
    *,
    lms: str | None = None,
    roster: Roster | None = None,
    worksheet: Roster | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> CollectResult:
    """Collects an archive of submissions.

    Args:
        course: The course; submissions go below its folder.
        assignment_id: The assignment.
        archive_path: The .zip file, as it was downloaded.
        lms: `"canvas"` or `"moodle"`; by default the names of the files tell.
        roster: Maps names and numbers to ids; without one the ids are made of them.
        worksheet: Moodle's grading worksheet for the assignment: participants and times.
        force: Whether what was put there by hand, or is newer, is replaced.
        progress: Called with the number of learners done, of all, and the student at hand.

    Raises:
        CourseError: If the archive cannot be read, is of no LMS, or a batch is at work.
    """
    course.declaration(assignment_id)
    folder = CourseFolder(course.folder)
    with contextlib.closing(Archive(archive_path)) as archive:
        handed, strange = read_names(archive.entries(), lms)
        result = CollectResult(handed[0].lms)
        result.lines += [Line("skipped", "", e.name, why) for e, why in strange]
        people = _by_person(handed, roster, worksheet, result)
        with only_batch(folder.root, assignment_id):
            ledger = Ledger(folder.root, assignment_id)
            desk = _Desk(archive, folder, assignment_id, ledger, result, force)
            try:
                for number, (person, files) in enumerate(people):
                    if progress:
                        progress(number, len(people), person.id)
                    desk.take(person, files)
            finally:
                ledger.write()
            if roster is not None or worksheet is not None:
                _enter_names(folder, [person for person, _ in people if person.name])
    return result


def _by_person(
    handed: Sequence[Handed],
    roster: Roster | None,
    worksheet: Roster | None,
    result: CollectResult,
) -> list[tuple[Person, list[Handed]]]:
    """Sorts the files by who handed them in; what nobody can be found for is noted."""
    by_user: dict[str, list[Handed]] = defaultdict(list)
    for file in handed:
        by_user[file.user].append(file)
    found: dict[str, list[tuple[Person, list[Handed]]]] = defaultdict(list)
    for files in by_user.values():
        person = identify(files[0], roster, worksheet)
        if isinstance(person, Person) and person.id:
            found[person.id.casefold()].append((person, files))  # Some file systems fold case.
            continue
        why = person if isinstance(person, str) else "no id can be made of the name"
        result.lines += [Line("skipped", "", f.entry.name, why) for f in files]
    certain = []
    for same in found.values():
        if len(same) == 1:
            certain += same
            continue
        users = ", ".join(files[0].user for _, files in same)
        why = (
            f"{len(same)} learners ({result.lms} {users}) would get the id {same[0][0].id}: pass "
            f"a --roster or --worksheet that tells them apart"
        )
        result.lines += [Line("skipped", "", f.entry.name, why) for _, fs in same for f in fs]
    return sorted(certain, key=lambda pair: pair[0].id)


@dataclass
class _Desk:
    """Takes in one archive."""

    archive: Archive
    folder: CourseFolder
    assignment_id: str
    ledger: Ledger
    result: CollectResult
    force: bool

    def take(self, person: Person, files: list[Handed]) -> None:
        """Puts what one learner handed in into its place."""
        place = self.folder.submitted(person.id, self.assignment_id)
        if place.is_symlink() or place.parent.is_symlink():
            for file in files:
                self._note("skipped", person, file, "the folder of the student is a link")
            return
        notebooks = self._notebooks(person, files)
        if not notebooks:
            place.mkdir(
                parents=True, exist_ok=True
            )  # So that the grades show that all of it fails.
            return
        best, data = notebooks[-1]
        for file, other in notebooks[:-1]:
            self.ledger.keep(person.id, other)
            self._note("beside", person, file, "of several notebooks, the last one is graded")
        self._put(person, best, data, place / f"{self.assignment_id}.ipynb")

    def _notebooks(self, person: Person, files: list[Handed]) -> list[tuple[Handed, bytes]]:
        """Returns the notebooks, the one to grade last; notes the other files."""
        found, other = [], []
        for file in files:
            if file.problem or not file.file.lower().endswith(".ipynb"):
                other.append((file, file.problem or "it is no .ipynb file"))
                continue
            try:
                found.append((file, self.archive.read(file.entry)))
            except EntryError as error:
                other.append((file, str(error)))
        state = "beside" if found else "no notebook"
        for file, why in other:
            is_harmless = found and not file.entry.problem
            self._note(state if is_harmless or not found else "skipped", person, file, why)
        found.sort(key=lambda pair: (self._is_expected(pair[0].file), pair[0].order))
        return found

    def _is_expected(self, name: str) -> bool:
        """Tells whether a file is called as the assignment is, apart from what browsers add."""
        stem = name.lower().removesuffix(".ipynb")
        return re.sub(r"[-_ ]*(\(\d+\)|-\d+)?$", "", stem) == self.assignment_id

    def _put(self, person: Person, file: Handed, data: bytes, path: Path) -> None:
        """Puts a notebook into its place, unless what is there is newer or a person's."""
        digest = hashlib.sha256(data).hexdigest()
        present, known = _read(path), self.ledger.entries.get(person.id)
        there = hashlib.sha256(present).hexdigest() if present is not None else None
        time = person.handed_in
        order = file.order if time is None else int(time.timestamp())
        state = self._state(file, digest, there, known, order)
        if state in ("by hand", "older"):
            self.ledger.keep(person.id, data)
            self._note(state, person, file)
            return
        if state != "unchanged":
            if present is not None:
                self.ledger.keep(person.id, present)
            path.with_name("timestamp.txt").unlink(missing_ok=True)  # It is of another attempt.
            write_bytes(path, data)
        if time is not None:
            text = f"{time:%Y-%m-%d %H:%M:%S} UTC\n"
            write_atomically(path.with_name("timestamp.txt"), text)
            self.result.times += 1
        is_late = file.is_late
        if state == "unchanged" and known is not None and order < known.order:
            order, is_late = known.order, known.is_late
        self.ledger.entries[person.id] = Collected(
            person.id,
            file.lms,
            file.user,
            writable(person.name or file.name),
            writable(file.file),
            self.archive.path.name,
            order,
            is_late,
            digest,
        )
        self._note(state, person, file)

    def _state(
        self, file: Handed, digest: str, there: str | None, known: Collected | None, order: int
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
        return "newer" if order > known.order else "older"

    def _note(self, state: str, person: Person, file: Handed, detail: str = "") -> None:
        in_force = state in ("new", "newer", "unchanged")
        late = file.is_late if in_force else None
        self.result.lines.append(Line(state, person.id, file.entry.name, detail, late))


def _read(path: Path) -> bytes | None:
    """Returns what lies there; a link or what is no file counts as something else than collected."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError:
        return b""
    with os.fdopen(descriptor, "rb") as file:
        try:
            return file.read()
        except OSError:
            return b""


def _enter_names(folder: CourseFolder, people: Sequence[Person]) -> None:
    """Enters names, addresses and Canvas's numbers into the gradebook, for formgrader and exports."""
    if not people:
        return
    with books.open_gradebook(folder.db_url) as gradebook:
        for person in people:
            first, last = person.first_and_last()
            values = {
                "first_name": writable(first),
                "last_name": writable(last),
                "email": writable(person.email),
                "lms_user_id": person.canvas,
            }
            known = {name: value for name, value in values.items() if value}
            gradebook.update_or_create_student(person.id, **known)
