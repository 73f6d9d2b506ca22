"""Learners: how one is looked up by what a platform calls them, and what their id is made of.

What follows when that differs from what was known before, `autograder.desk.identity` decides.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.checks.files import writable
from autograder.desk.formats import Handed
from autograder.errors import CourseError

MAX_ID_CHARACTERS = 100
MAX_ID_BYTES = 200  # A file's name has 255 at most, and some are made of the id and more.


@dataclass(frozen=True)
class Person:
    """A learner of a roster.

    Args:
        id: Id for nbgrader: name of the folder, and what the grades are filed under; empty where
            the table has none.
        name: Full name, for people.
        email: Address.
        canvas: Canvas's number of the user.
        moodle: Number of Moodle's participant, for the worksheet's assignment only.
        handed_in: When, as the worksheet says.
        blackboard: Blackboard's username.
        brightspace: Brightspace's number of the user.
        gradescope: Gradescope's address or student number.
        time_text: What the worksheet says about the time, where it is not understood.
    """

    id: str
    name: str = ""
    email: str = ""
    canvas: str = ""
    moodle: str = ""
    handed_in: datetime.datetime | None = None
    blackboard: str = ""
    brightspace: str = ""
    gradescope: str = ""
    time_text: str = ""

    def first_and_last(self) -> tuple[str, str]:
        """Returns first and last name; Canvas writes `Last, First`."""
        last, comma, first = self.name.partition(",")
        if not comma:
            first, _, last = self.name.rpartition(" ")
        return first.strip(), last.strip()


class Roster:
    """Finds the learner who handed something in.

    Args:
        people: Everybody.
        source: Where they were read, for messages.
        is_foreign: Whether it is a worksheet in another language than English, whose times are
            not read.
        column: Which column gave the ids.

    Raises:
        CourseError: If two of them would have one id.
    """

    def __init__(
        self,
        people: Sequence[Person],
        source: str = "the roster",
        is_foreign: bool = False,
        column: str = "student",
    ):
        self.people, self.source = list(people), source
        self.is_foreign, self.column = is_foreign, column
        counts = Counter(person.id.casefold() for person in people if person.id)
        twice = sorted({p.id for p in people if counts[p.id.casefold()] > 1})
        if twice:
            raise CourseError(
                f"{source} gives one id to several people: {', '.join(twice[:5])}. Choose another "
                f"column with --id-column, or fix the file; nothing was collected."
            )

    def find(self, handed: Handed) -> Person | str:
        """Returns who handed a file in, or in words why that is not known."""
        key = handed.lms
        found = [p for p in self.people if getattr(p, key).casefold() == handed.user.casefold()]
        if not found and handed.also:
            words = {word.casefold() for word in handed.also}
            found = [p for p in self.people if {p.id.casefold(), p.email.casefold()} & words]
        # A number that the roster has decides; a name only where it has none of them.
        if not found and not any(getattr(p, key) for p in self.people):
            found = self.named(handed.name)
        who = described(handed)
        if not found:
            return f"{who} is not in {self.source}"
        if len(found) > 1:
            return f"{who} may be {len(found)} people of {self.source}"
        if not found[0].id:
            return f"{who} has nothing in the column {self.column!r} of {self.source}"
        return found[0]

    def named(self, name: str) -> list[Person]:
        """Returns the people with a name, however it is written."""
        wanted = plain_name(name)
        return [p for p in self.people if wanted and wanted in spellings(p.name)]

    def with_email(self, email: str) -> list[Person]:
        """Returns the people with an address."""
        wanted = email.casefold().strip()
        return [p for p in self.people if wanted and p.email.casefold().strip() == wanted]


def described(handed: Handed) -> str:
    """Returns a learner in words."""
    return f"{handed.name or 'a learner without a name'} ({handed.lms} {handed.user})"


def identify(handed: Handed, roster: Roster | None, worksheet: Roster | None) -> Person | str:
    """Returns who handed a file in by table, else by the archive; or why that is not known."""
    said = look_up(handed, roster, worksheet)
    return made_of(handed) if said is None else said


def look_up(handed: Handed, roster: Roster | None, worksheet: Roster | None) -> Person | str | None:
    """Returns who handed a file in, or in words why that is not known; None if nobody was asked.

    Args:
        handed: The file.
        roster: The course's roster, if there is one.
        worksheet: Moodle's worksheet for the assignment, if there is one.
    """
    if worksheet is not None and handed.lms == "moodle":
        seen = worksheet.find(handed)
        if isinstance(seen, str) or roster is None or handed.is_anonymous:
            return seen
        found = roster.with_email(seen.email) or roster.named(seen.name)
        if len(found) != 1 or not found[0].id:
            return f"{seen.name} ({seen.email}) of the worksheet is not one person of the roster"
        return replace(
            found[0], moodle=seen.moodle, handed_in=seen.handed_in, time_text=seen.time_text
        )
    if roster is None:
        return None
    said = roster.find(handed)
    # Whom the platform hides, no roster of names can know.
    return None if isinstance(said, str) and handed.is_anonymous else said


def made_of(handed: Handed) -> Person:
    """Returns a learner made of the archive's own words.

    Where the platform's number holds for the whole course it is part of the id, or is the id;
    Moodle's holds for one assignment, so there it is the name that stays the same.
    """
    name, user = safe_id(handed.name), safe_id(handed.user)
    if handed.lms == "moodle":
        own = f"Participant_{user}" if handed.is_anonymous else name
        return Person(own, handed.name, moodle=handed.user)
    if handed.lms == "blackboard":
        return Person(user, handed.name, blackboard=handed.user)
    if handed.lms == "gradescope":
        own = next((word for word in handed.also if "@" not in word), user)
        email = next((word for word in handed.also if "@" in word), "")
        return Person(safe_id(own), handed.name, email, gradescope=handed.user)
    # The number must stay whole: what is cut for length is the name.
    name = shortened(name, MAX_ID_CHARACTERS - len(user) - 1, MAX_ID_BYTES - len(user) - 1)
    own = "_".join(filter(None, (name, user)))
    if handed.lms == "brightspace":
        return Person(own, handed.name, brightspace=handed.user)
    return Person(own, canvas=handed.user)


def safe_id(text: str) -> str:
    """Returns an id that is one name of a folder on every system and in nbgrader's gradebook."""
    text = unicodedata.normalize("NFC", writable(text)).strip()
    text = re.sub(r"[^\w.@-]+", "_", text)
    return shortened(text.lstrip("._-").rstrip("_"))


def shortened(text: str, characters: int = MAX_ID_CHARACTERS, size: int = MAX_ID_BYTES) -> str:
    """Returns as much of an id as every file system takes for a name."""
    text = text[:characters].encode()[:size].decode("utf-8", "ignore")
    return text.rstrip("_")


def plain_name(name: str) -> str:
    """Returns a name as Canvas writes it in an archive: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).lower())


def spellings(name: str) -> set[str]:
    """Returns a name and the same with last name first."""
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.rpartition(" ")
    return {plain_name(name), plain_name(last + first), plain_name(first + last)}
