"""What learning platforms write into the names of an archive of submissions.

A module for each says what is known of its format, and from where.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.desk.archive import Entry, EntryError
from autograder.desk.formats import blackboard, brightspace, canvas, gradescope, moodle
from autograder.desk.formats.handed import Handed, Read, Reader
from autograder.errors import CourseError

__all__ = ["LMS", "TITLES", "WHERE_TO", "Handed", "either", "read_names"]

# The surest first: a name of Canvas's has no word of its own, so that others' may look like it.
_READERS: dict[str, Reader] = {
    "moodle": moodle.read,
    "gradescope": gradescope.read,
    "blackboard": blackboard.read,
    "brightspace": brightspace.read,
    "canvas": canvas.read,
}
LMS = ("blackboard", "brightspace", "gradescope", "canvas", "moodle")
TITLES = {name: name.capitalize() for name in LMS}
# Of whose numbers hold for a whole course; Moodle numbers participants anew in each assignment.
LASTING = ("canvas", "blackboard", "brightspace", "gradescope")
WHERE_TO = (
    "Of another platform, put each notebook into submitted/<student>/{0}/{0}.ipynb yourself; that "
    "is all that grading needs."
)
_SHOWN_NAMES = 3


def read_names(
    entries: Iterable[Entry],
    lms: str | None = None,
    read: Read | None = None,
    assignment_id: str = "<id>",
) -> tuple[list[Handed], list[tuple[Entry, str]]]:
    """Returns what each file of an archive is, and those that say nothing that is understood.

    Args:
        entries: Of one archive.
        lms: Where it comes from; by default the names tell.
        read: Reads an entry; some platforms put beside the files who handed them in.
        assignment_id: For the message that says where else to put submissions.

    Raises:
        CourseError: If no name is one of a platform's.
    """
    entries = list(entries)
    kinds = [kind for kind in _READERS if lms in (None, kind)]
    found = {kind: _READERS[kind](entries, read or _unread) for kind in kinds}
    counts = {kind: sum(bool(reading) for reading in found[kind].values()) for kind in kinds}
    best = max(kinds, key=lambda kind: counts[kind])
    readings = found[best]
    handed = [one for r in readings.values() if not isinstance(r, str) for one in r]
    if not handed:
        why = next((r for r in readings.values() if isinstance(r, str)), None)
        raise CourseError(_nothing(entries, lms, best, why) + WHERE_TO.format(assignment_id))
    other = [(entries[number], r) for number, r in readings.items() if isinstance(r, str)]
    other += [
        (entry, f"{TITLES[best]} gives no such name")
        for number, entry in enumerate(entries)
        if number not in readings
    ]
    return handed, other


def either(names: Iterable[str]) -> str:
    """Returns a choice in words."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def _nothing(entries: list[Entry], lms: str | None, best: str, why: str | None) -> str:
    if why is not None:
        return f"It looks like an archive of {TITLES[best]}, but {why}. Nothing was collected. "
    names = ", ".join(repr(entry.name[:80]) for entry in entries[:_SHOWN_NAMES]) or "no files"
    titles = either(TITLES[kind] for kind in LMS if lms in (None, kind))
    return (
        f"The archive has no file named as {titles} names submissions; it has {names}. Pass the "
        f".zip file as it was downloaded there. "
    )


def _unread(entry: Entry) -> bytes:
    raise EntryError("it is not read")
