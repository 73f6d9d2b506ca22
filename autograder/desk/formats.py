"""What Canvas and Moodle write into the names of an archive of submissions.

Facts, from the sources of both (Canvas `lib/content_zipper.rb`, Moodle
`mod/assign/classes/downloader.php`, read in 2026; neither has been run here):

- Canvas: `<name>[_LATE]_<user>_<attachment>_<file>`, all in one folder. The name is the sortable
  one in lower case, without spaces and signs, so that `LATE` in capitals can come from Canvas only.
  Where grading is anonymous there is no name, and the user is `anon_<id>`. Attachments are numbered
  as they are uploaded. Only files of the last attempt are in the archive.
- Moodle: a folder `<name>_<participant>_assignsubmission_file` (an underscore more at the end in
  older versions) for each participant, or one folder with such a prefix before each file. Moodle
  turns underscores of a name into spaces. The participant's number holds for this assignment only;
  the grading worksheet has it, too. Nothing says whether a file came late.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.course import CourseError
from autograder.desk.archive import Entry

LMS = ("canvas", "moodle")
_CANVAS = re.compile(
    r"(?:(?!LATE_)(?P<name>.+?)_)?(?P<late>LATE_)?(?P<user>\d+|anon_[0-9A-Za-z]+)"
    r"_(?P<attachment>\d+)_(?P<file>.+)",
    re.DOTALL,
)
# The shortest name wins: what a learner calls a file may look like all of this once more.
_MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<participant>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
_SHOWN_NAMES = 3


@dataclass(frozen=True)
class Handed:
    """A file of an archive, with what the LMS says about it.

    Args:
        lms: `"canvas"` or `"moodle"`.
        user: The LMS's number of the learner; in Moodle, of the participant.
        name: The learner's name as the LMS writes it there; empty where grading is anonymous.
        file: What the learner called the file.
        is_late: Whether the LMS marks it as late; None where it does not say.
        order: Grows from attempt to attempt: Canvas's number of the attachment; in Moodle the
            seconds of the date that the archive has for it, which is not before it was handed in.
        entry: The file.
        problem: Why it is no file that can be graded, in words.
    """

    lms: str
    user: str
    name: str
    file: str
    is_late: bool | None
    order: int
    entry: Entry
    problem: str = ""


def read_names(
    entries: Iterable[Entry], lms: str | None = None
) -> tuple[list[Handed], list[tuple[Entry, str]]]:
    """Returns what each file of an archive is, and those that say nothing that is understood.

    Args:
        entries: Of one archive.
        lms: Where it comes from; by default the names tell.

    Raises:
        CourseError: If no name is one of the LMS's.
    """
    entries = list(entries)
    kinds = LMS if lms is None else (lms,)
    found = {kind: {id(e): _READERS[kind](e) for e in entries} for kind in kinds}
    # Moodle first: its mark cannot be in a name of Canvas by chance.
    counts = {kind: sum(h is not None for h in found[kind].values()) for kind in kinds}
    best = max(reversed(kinds), key=lambda kind: counts[kind])
    if not counts[best]:
        names = ", ".join(repr(entry.name) for entry in entries[:_SHOWN_NAMES]) or "no files"
        raise CourseError(
            f"The archive has no file named as {' or '.join(k.capitalize() for k in kinds)} names "
            f"submissions; it has {names}. Pass the .zip file as it was downloaded there."
        )
    handed = [h for h in found[best].values() if h is not None]
    other = [(e, f"{best.capitalize()} gives no such name") for e in entries]
    return handed, [(e, why) for e, why in other if found[best][id(e)] is None]


def _canvas(entry: Entry) -> Handed | None:
    match = _CANVAS.fullmatch(entry.name.rpartition("/")[2])
    if match is None:
        return None
    return Handed(
        "canvas",
        match["user"],
        match["name"] or "",
        match["file"],
        match["late"] is not None,
        int(match["attachment"]) if len(match["attachment"]) < 20 else 0,
        entry,
    )


def _moodle(entry: Entry) -> Handed | None:
    parts = entry.name.split("/")
    for position, part in enumerate(parts):
        match = _MOODLE.fullmatch(part)
        if match is None:
            continue
        is_file = position == len(parts) - 1
        problem = "" if match["plugin"] == "file" else "text typed into Moodle, no file"
        file = (match["file"] or "") if is_file else parts[-1]
        name, participant = match["name"].strip(), match["participant"]
        order = _seconds(entry.date)
        return Handed("moodle", participant, name, file, None, order, entry, problem)
    return None


_READERS = {"canvas": _canvas, "moodle": _moodle}


def _seconds(date: tuple[int, ...]) -> int:
    """Returns the seconds since 1970 of a date; 0 if there is no such date."""
    try:
        return calendar.timegm((*date, 0, 0, 0))
    except (ValueError, OverflowError):
        return 0
