"""Blackboard Learn: *Grade Center, Assignment File Download* (Ultra: *Gradebook, Download*).

From Blackboard's help ("Download assignments", Learn 9.1 to SaaS 3900) and public programs that read
such archives, seen in 2026: each file is `<assignment>_<username>_attempt_<YYYY-MM-DD-hh-mm-ss>_<file>`,
all in one folder, and beside them lies for each attempt `<assignment>_<username>_attempt_<...>.txt`,
whose first line is `Name: <full name> (<username>)`. All attempts may be in one archive. The time is
the server's. Underscores may be in assignment and username, so the text beside decides where the one
ends and the other begins; without it, the username is what stands behind the last underscore, and
only where that leaves one and the same assignment for all. It was not tried on a running Blackboard.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from autograder.desk.archive import Entry, EntryError
from autograder.desk.formats.handed import Handed, Read, Reading, seconds_of

_NAME = re.compile(
    r"(?P<stem>.+?)_attempt_(?P<date>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
_WHO = re.compile(r"[^:]*:\s*(?P<name>.*?)\s*\((?P<user>[^()]+)\)\s*")


def read(entries: Sequence[Entry], read_file: Read) -> dict[int, Reading]:
    """Returns what each entry is that Blackboard names."""
    matches = {}
    for number, entry in enumerate(entries):
        match = _NAME.fullmatch(entry.name.rpartition("/")[2])
        if match is not None and _time(match["date"]) is not None:
            matches[number] = match
    who: dict[str, tuple[str, str]] = {}
    for number, match in matches.items():
        if match["file"] is None:
            who |= _who(match["stem"], entries[number], read_file)
    rest = {match["stem"] for match in matches.values()} - set(who)
    is_plain = len({stem.rpartition("_")[0] for stem in rest}) < 2
    attached = {(m["stem"], m["date"]) for m in matches.values() if m["file"] is not None}
    found: dict[int, Reading] = {}
    for number, match in matches.items():
        stem, is_note = match["stem"], match["file"] is None
        if is_note and (stem, match["date"]) in attached:
            found[number] = []
        elif stem in who or (is_plain and "_" in stem):
            user, name = who.get(stem, (stem.rpartition("_")[2], ""))
            found[number] = [_handed(entries[number], match, user, name)]
        else:
            found[number] = "Blackboard's .txt file beside it, which says whose it is, is missing"
    return found


def _who(stem: str, entry: Entry, read_file: Read) -> dict[str, tuple[str, str]]:
    """Returns username and name that Blackboard's note has, if they are those of the file's name."""
    try:
        first = read_file(entry)[:2000].decode("utf-8-sig", "replace").partition("\n")[0]
    except EntryError:
        return {}
    match = _WHO.fullmatch(first)
    if match is None or not stem.endswith(f"_{match['user']}"):
        return {}
    return {stem: (match["user"], match["name"])}


def _handed(entry: Entry, match: re.Match[str], user: str, name: str) -> Handed:
    time = _time(match["date"]) or datetime.datetime.min
    order = seconds_of(time)
    return Handed(
        "blackboard",
        user,
        name,
        match["file"] or "",
        None,
        order,
        entry,
        "" if match["file"] else "no file was attached to this attempt",
        attempt=order,
        time=time,
        also=(user,),
    )


def _time(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
