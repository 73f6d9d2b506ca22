"""Puts the submissions of a learning platform's archive where they are graded.

A notebook becomes `submitted/<student>/<id>/<id>.ipynb`, and nothing else is written there but,
where the platform or Moodle's grading worksheet says when it was handed in, nbgrader's
`timestamp.txt`. Dates of the files in an archive are no times of handing in, and a `timestamp.txt`
inside a submission is the learner's: neither becomes one. Who is who, `autograder.desk.identity` says.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.checks.files import writable
from autograder.declaration.course import Course
from autograder.desk.archive import Archive
from autograder.desk.collected import Ledger
from autograder.desk.formats import read_names
from autograder.desk.identity import Claim, Memory, moved, settle
from autograder.desk.people import Roster
from autograder.desk.shelf import Shelf
from autograder.desk.taking import STATES, Collector, Line, skipped
from autograder.records import gradebook as books
from autograder.records.folder import (
    LEFT_OUT,
    CourseFolder,
    left_out_by_nbgrader,
    only_batch,
)
from autograder.records.names import harmless_name

__all__ = ["STATES", "CollectResult", "Line", "collect"]

Progress = Callable[[int, int, str], None]


@dataclass
class CollectResult:
    """What became of an archive.

    Args:
        lms: Where it comes from.
        lines: One a file, and one for each thing that a person should know.
        times: How many submissions have a time.
        is_trial: Whether it is only what would become of it.
    """

    lms: str
    lines: list[Line] = field(default_factory=list)
    times: int = 0
    is_trial: bool = False

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
    timezone: ZoneInfo | None = None,
    force: bool = False,
    is_trial: bool = False,
    progress: Progress | None = None,
) -> CollectResult:
    """Collects an archive of submissions.

    Args:
        course: The course; submissions go below its folder.
        assignment_id: The assignment.
        archive_path: The .zip file, as it was downloaded.
        lms: One of `autograder.desk.formats.LMS`; by default the names of the files tell.
        roster: Maps names and numbers to ids; without one the ids are made of them.
        worksheet: Moodle's grading worksheet for the assignment: participants and times.
        timezone: Of times that the platform writes without a zone; the machine's by default.
        force: Whether what was put there by hand, or is newer, is replaced.
        is_trial: Whether it is only found out what would be done, and nothing written.
        progress: Called with the number of learners done, of all, and the student at hand.

    Raises:
        CourseError: If the archive cannot be read, is of no known platform, or a batch is at work.
    """
    course.declaration(assignment_id)
    folder = CourseFolder(course.folder)
    with contextlib.ExitStack() as stack:
        archive = stack.enter_context(contextlib.closing(Archive(archive_path)))
        handed, strange = read_names(archive.entries(), lms, archive.read, assignment_id)
        if not is_trial:  # The lock is a file, too.
            stack.enter_context(only_batch(folder.root, assignment_id))
        ledger = Ledger(folder.root, assignment_id)
        memory = Memory(folder, ledger, assignment_id)
        shelf = Shelf(folder, ledger, is_trial)
        desk = Collector(course, archive, shelf, assignment_id, force, timezone)
        desk.lines += [Line("skipped", "", entry.name, why) for entry, why in strange]
        desk.lines += _about_tables(handed[0].lms, worksheet)
        desk.lines += _left_out(folder, assignment_id)
        claims = settle(handed, roster, worksheet, memory)
        people = _people(claims, memory, desk)
        try:
            for number, claim in enumerate(people):
                if progress:
                    progress(number, len(people), claim.person.id)
                for why in claim.looks:
                    desk.look(claim.person, claim.files[0], why)
                desk.take(claim.person, claim.files)
        finally:
            if not is_trial:
                ledger.write()
                desk.lines += [Line("look", "", ledger.path.name, note) for note in ledger.notes]
        if (roster is not None or worksheet is not None) and not is_trial:
            _enter_names(folder, [claim for claim in people if claim.person.name])
    return CollectResult(handed[0].lms, desk.lines, desk.times, is_trial)


def _people(claims: Sequence[Claim], memory: Memory, desk: Collector) -> list[Claim]:
    """Returns who is taken, after moving those whose id has changed; notes who is not."""
    taken = []
    waiting = [claim for claim in claims if not claim.refused]
    for claim in claims:
        if claim.refused:
            desk.lines += skipped(claim.files, claim.refused)
    for claim in waiting:
        if claim.moves_from is not None:
            try:
                _move(claim, memory, desk)
            except OSError as error:
                why = f"its folder cannot be moved ({error.strerror})"
                desk.lines += skipped(claim.files, f"{claim.moves_from}: {why}")
                continue
        taken.append(claim)
    return taken


def _move(claim: Claim, memory: Memory, desk: Collector) -> None:
    """Gives a learner another id wherever the number has the old one."""
    old, new = str(claim.moves_from), claim.person.id
    for assignment in memory.places(claim.number, old):
        ledger = memory.ledgers[assignment]
        entry = ledger.entries.pop(old)
        ledger.entries[new] = moved(entry, new)
        try:
            desk.shelf.move(old, new, assignment, ledger)
        except OSError:
            if not memory.place(new, assignment).exists():
                del ledger.entries[new]
                ledger.entries[old] = entry
            raise
        file = claim.files[0]
        desk.note("moved", claim.person, file, f"{assignment}: {old} is {new} from now on")
    if not desk.shelf.is_trial:
        _forget(memory.folder, old)


def _about_tables(lms: str, worksheet: Roster | None) -> list[Line]:
    """Says what of the tables is not used."""
    if worksheet is None:
        return []
    if lms != "moodle":
        why = f"a worksheet is Moodle's, this archive is not: {worksheet.source} was not used"
        return [Line("look", "", worksheet.source, why)]
    if worksheet.is_foreign:
        why = (
            "it is not in English, so that its times are not read; set Moodle to English and "
            "download it again"
        )
        return [Line("look", "", worksheet.source, why)]
    return []


def _left_out(folder: CourseFolder, assignment_id: str) -> list[Line]:
    """Says which folders `nbgrader autograde` passes over."""
    return [
        Line("look", writable(name), f"submitted/{writable(name)}", LEFT_OUT)
        for name in left_out_by_nbgrader(folder.submitted("*", assignment_id))
    ]


def _enter_names(folder: CourseFolder, claims: Sequence[Claim]) -> None:
    """Enters names, addresses and Canvas's numbers into the gradebook, for formgrader and exports."""
    if not claims:
        return
    with books.open_gradebook(folder.db_url) as gradebook:
        for person in (claim.person for claim in claims):
            first, last = person.first_and_last()
            values = {
                "first_name": harmless_name(first),
                "last_name": harmless_name(last),
                "email": harmless_name(person.email),
                "lms_user_id": harmless_name(person.canvas),
            }
            known = {name: value for name, value in values.items() if value}
            gradebook.update_or_create_student(person.id, **known)


def _forget(folder: CourseFolder, student: str) -> None:
    """Takes an id that nobody has any more out of the gradebook, so that nobody is there twice."""
    path = Path(folder.db_url.removeprefix(books.SQLITE))
    if not folder.db_url.startswith(books.SQLITE) or not path.is_file():
        return
    if folder.submitted(student, "any").parent.exists():
        return
    with books.open_gradebook(folder.db_url) as gradebook:
        known = any(one.id == student for one in gradebook.students)
        if known and not gradebook.student_submissions(student):
            gradebook.remove_student(student)
