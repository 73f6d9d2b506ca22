"""Canvas: *Assignment, Download Submissions*.

From its source (`lib/content_zipper.rb`, read in 2026): `<name>[_LATE]_<user>_<attachment>_<file>`,
all in one folder. The name is the sortable one in lower case, without spaces and signs, so that
`LATE` in capitals can come from Canvas only. Where grading is anonymous there is no name, and the
user is `anon_<id>`. Attachments are numbered as they are uploaded. Only files of the last attempt
are in the archive. It was not tried on a running Canvas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.desk.archive import Entry
from autograder.desk.formats.handed import Handed, Read, Reading

_NAME = re.compile(
    r"(?:(?!LATE_)(?P<name>.+?)_)?(?P<late>LATE_)?(?P<user>\d+|anon_[0-9A-Za-z]+)"
    r"_(?P<attachment>\d+)_(?P<file>.+)",
    re.DOTALL,
)


def read(entries: Sequence[Entry], read_file: Read) -> dict[int, Reading]:
    """Returns what each entry is that Canvas names."""
    found = {number: _handed(entry) for number, entry in enumerate(entries)}
    return {number: [handed] for number, handed in found.items() if handed is not None}


def _handed(entry: Entry) -> Handed | None:
    match = _NAME.fullmatch(entry.name.rpartition("/")[2])
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
        is_anonymous=match["user"].startswith("anon_"),
    )
