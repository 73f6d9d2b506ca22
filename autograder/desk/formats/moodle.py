"""Moodle: *Assignment, View all submissions, Download all submissions*.

From its source (`mod/assign/classes/downloader.php` and `locallib.php`, read in 2026): a folder
`<name>_<participant>_assignsubmission_file` (an underscore more at the end in older versions) for
each participant, or one folder with such a prefix before each file. Moodle turns underscores of a
name into spaces. The participant's number holds for this assignment only; the grading worksheet has
it, too. Where submissions are anonymous, the name is the word for "Participant" in the downloader's
language, the same for everybody. Nothing says whether a file came late; dates in the archive are
those of the download. It was not tried on a running Moodle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from autograder.desk.archive import Entry
from autograder.desk.formats.handed import Handed, Read, Reading, seconds

# The shortest name wins: what a learner calls a file may look like all of this once more.
_FOLDER = re.compile(
    r"(?P<name>.+?)_(?P<participant>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)
# "Participant" as Moodle's language packs have it; signs fall out of a file's name.
_HIDDEN = frozenset(
    "participant participante partecipante teilnehmer teilnehmerin teilnehmende deelnemer uczestnik "
    "участник учасник účastník účastníci deltager deltagare deltaker osallistuja katılımcı "
    "συμμετέχων 参加者 参与者 參與者 참가자 partaidea udeleženec sudionik résztvevő".split()
)


def read(entries: Sequence[Entry], read_file: Read) -> dict[int, Reading]:
    """Returns what each entry is that Moodle names."""
    found = {number: _handed(entry) for number, entry in enumerate(entries)}
    handed = {number: one for number, one in found.items() if one is not None}
    names = {one.name for one in handed.values()}
    # One word for all is that for "Participant" in a language that is not listed above; where it is
    # a name after all, numbers tell the namesakes apart.
    is_one_name = (
        len(names) == 1
        and len({one.user for one in handed.values()}) > 1
        and not re.search(r"\s", min(names))
    )
    return {
        number: [
            replace(one, name="", is_anonymous=True) if is_one_name or is_hidden(one.name) else one
        ]
        for number, one in handed.items()
    }


def is_hidden(name: str) -> bool:
    """Tells whether a name is Moodle's word for a participant whose name is hidden."""
    return re.sub(r"[\W\d_]+", "", name).casefold() in _HIDDEN


def _handed(entry: Entry) -> Handed | None:
    parts = entry.name.split("/")
    for position, part in enumerate(parts):
        match = _FOLDER.fullmatch(part)
        if match is None:
            continue
        is_file = position == len(parts) - 1
        problem = "" if match["plugin"] == "file" else "text typed into Moodle, no file"
        file = (match["file"] or "") if is_file else parts[-1]
        name, participant = match["name"].strip(), match["participant"]
        return Handed("moodle", participant, name, file, None, seconds(entry.date), entry, problem)
    return None
