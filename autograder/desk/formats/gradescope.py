"""Gradescope: *Review Grades, Export Submissions* of a programming assignment.

From public programs that read such exports and samples of them, of 2017 to 2025, seen in 2026:
`assignment_<id>_export/submission_<id>/<files>`, and beside the folders `submission_metadata.yml`,
written by Ruby: from `submission_<id>` to `:submitters:` (each with `:name:`, `:sid:` and `:email:`)
and `:created_at:`. Numbers of submissions grow, but each attempt has a new one; what stays the same of
a learner is the address, by which they log in. Only the attempt in force is in the export. Who handed
in as a group is in `:submitters:` together; each of them gets the files. It was not tried on Gradescope.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from autograder.desk.archive import Entry, EntryError
from autograder.desk.formats.handed import Handed, Read, Reading

METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"submission_(?P<number>\d{1,18})")
# All as text, whatever Ruby's marks say: no object is made of a stranger's file.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read(entries: Sequence[Entry], read_file: Read) -> dict[int, Reading]:
    """Returns what each entry is that Gradescope names."""
    places = [n for n, entry in enumerate(entries) if entry.name.rpartition("/")[2] == METADATA]
    places.sort(key=lambda number: entries[number].name.count("/"))
    root = entries[places[0]].name.removesuffix(METADATA) if places else None
    found: dict[int, Reading] = {}
    about: Mapping[str, Any] | str = f"the archive has no {METADATA}, which says whose it is"
    if places:
        about = _metadata(entries[places[0]], read_file)
        found[places[0]] = []
    for number, entry in enumerate(entries):
        parts = entry.name.removeprefix(root or "").split("/")
        if root is None:
            # Only what else looks like Gradescope's: such a folder in the one that it exports.
            parts = parts[1:] if re.fullmatch(r"assignment_\d+_export", parts[0]) else [""]
        match = _FOLDER.fullmatch(parts[0])
        if match is not None and len(parts) > 1 and number not in found:
            about_one = about if isinstance(about, str) else about.get(parts[0])
            found[number] = _handed(entry, int(match["number"]), parts[-1], about_one)
    return found


def _metadata(entry: Entry, read_file: Read) -> Mapping[str, Any] | str:
    try:
        content = yaml.load(read_file(entry).decode("utf-8-sig"), Loader=_Loader)
    except (EntryError, ValueError, yaml.YAMLError, RecursionError) as error:
        return f"{METADATA} cannot be read ({type(error).__name__})"
    if not isinstance(content, dict):
        return f"{METADATA} does not say whose it is"
    return {str(key): value for key, value in content.items()}


def _handed(entry: Entry, number: int, file: str, about: Any) -> Reading:
    if isinstance(about, str):
        return about
    submitters = about.get(":submitters") if isinstance(about, dict) else None
    handed = []
    for one in submitters if isinstance(submitters, list) else []:
        name, sid, email = (_word(one, key) for key in (":name", ":sid", ":email"))
        user = email.casefold() or sid
        if user:
            time = _time(_word(about, ":created_at"))
            also = tuple(filter(None, (email, sid)))
            handed.append(
                Handed("gradescope", user, name, file, None, number, entry, "", number, time, also)
            )
    return handed or f"{METADATA} does not say whose submission_{number} is"


def _word(about: Any, key: str) -> str:
    value = about.get(key) if isinstance(about, dict) else None
    # Ruby's `nil` is an empty scalar, or this word.
    return value.strip() if isinstance(value, str) and value.strip() not in ("~", "null") else ""


def _time(text: str) -> datetime.datetime | None:
    """Returns a time such as `2026-06-10 14:05:06.123456000 Z`."""
    match = re.match(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)? ?(Z|[+-]\d\d:\d\d)", text)
    if match is None:
        return None
    try:
        return datetime.datetime.fromisoformat("{}T{}{}".format(*match.groups()))
    except ValueError:
        return None
