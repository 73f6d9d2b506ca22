"""Brightspace (D2L): *Assignments, Submissions, Download*.

From public programs that read such archives, of 2018 to 2025, seen in 2026: a folder
`<number>-<number> - <name> - <Mon D, YYYY HMM AM>` for each attempt, with the files in it, or in
older versions all of this before each file's name, ` - ` between; an `index.html` lies beside. One
number is the user's, which holds for the whole site, the other the assignment's, the same for all:
usually the second. All attempts may be in one archive. The time is that of whoever downloads. It was
not tried on a running Brightspace.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from autograder.desk.archive import Entry
from autograder.desk.formats.handed import Handed, Read, Reading, seconds, seconds_of

_FOLDER = re.compile(
    r"(?P<first>\d+)-(?P<second>\d+) - (?P<name>.+?) ?- "
    r"(?P<date>[^-]*\d{4}\D[^-]*?\d)(?P<half> ?[AaPp]\.?[Mm]\.?)?(?: - (?P<file>.+))?",
    re.DOTALL,
)
_TIME = re.compile(r"(?P<day>.*\d{4})\D+(?P<hour>\d{1,2}?) ?[.:]? ?(?P<minute>\d\d)")
_DAYS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y")


def read(entries: Sequence[Entry], read_file: Read) -> dict[int, Reading]:
    """Returns what each entry is that Brightspace names."""
    matches: dict[int, tuple[re.Match[str], str]] = {}
    for number, entry in enumerate(entries):
        parts = entry.name.split("/")
        for position, part in enumerate(parts):
            match = _FOLDER.fullmatch(part)
            if match is not None and (position < len(parts) - 1 or match["file"]):
                is_file = position == len(parts) - 1
                matches[number] = match, (match["file"] if is_file else parts[-1])
                break
    found: dict[int, Reading] = {}
    firsts, seconds_ = ({m[kind] for m, _ in matches.values()} for kind in ("first", "second"))
    is_swapped = len(firsts) == 1 < len(seconds_)
    for number, (match, file) in matches.items():
        user = match["second" if is_swapped else "first"]
        found[number] = [_handed(entries[number], match, user, file)]
    if found:
        for number, entry in enumerate(entries):
            if number not in found and entry.name.rpartition("/")[2].lower() == "index.html":
                found[number] = []
    return found


def _handed(entry: Entry, match: re.Match[str], user: str, file: str) -> Handed:
    time = read_time(match["date"], match["half"] or "")
    order = seconds(entry.date) if time is None else seconds_of(time)
    name = match["name"].strip()
    return Handed("brightspace", user, name, file, None, order, entry, attempt=order, time=time)


def read_time(text: str, half: str) -> datetime.datetime | None:
    """Returns a time such as `Jan 27, 2026 1035`, `AM`; None where it is not understood."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    day, hour = re.sub(r"[,.\s]+", " ", match["day"]).strip(), int(match["hour"])
    letters = re.sub(r"[^ap]", "", half.lower())
    if letters:
        hour = hour % 12 + 12 * (letters == "p")
    for form in _DAYS:
        try:
            date = datetime.datetime.strptime(day, form)
            return date.replace(hour=hour, minute=int(match["minute"]))
        except ValueError:
            continue
    return None
