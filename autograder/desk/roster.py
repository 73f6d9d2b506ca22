"""Who is who: maps what an LMS calls a learner to the id that nbgrader and the grades use.

Three kinds of CSV files are read: the gradebook that Canvas exports, the grading worksheet that
Moodle exports for an assignment, and a plain one with a column `student`.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.course import CourseError
from autograder.desk.formats import Handed
from autograder.report.files import writable

MAX_BYTES = 20 << 20
MAX_ID_CHARACTERS = 100
# Which column gives the id, where nobody says.
_IDS = {
    "plain": ("student",),
    "canvas": ("sis login id", "sis user id"),
    "moodle": ("id number", "username", "email address"),
}
# As Moodle writes times in English, in Europe and in the United States.
_TIMES = ("%d %B %Y, %I:%M %p", "%B %d, %Y, %I:%M %p", "%d %B %Y, %H:%M", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Person:
    """A learner of a roster.

    Args:
        id: Id for nbgrader: name of the folder, and what the grades are filed under.
        name: Full name, for people.
        email: Address.
        canvas: Canvas's number of the user.
        moodle: Number of Moodle's participant, for the worksheet's assignment only.
        handed_in: When, as the worksheet says.
    """

    id: str
    name: str = ""
    email: str = ""
    canvas: str = ""
    moodle: str = ""
    handed_in: datetime.datetime | None = None

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

    Raises:
        CourseError: If two of them would have one id.
    """

    def __init__(self, people: Sequence[Person], source: str = "the roster"):
        self.people, self.source = list(people), source
        counts = Counter(person.id.casefold() for person in people)
        twice = sorted({p.id for p in people if counts[p.id.casefold()] > 1})
        if twice:
            raise CourseError(
                f"{source} gives one id to several people: {', '.join(twice[:5])}. Choose another "
                f"column with --id-column, or mend the file; nothing was collected."
            )

    def find(self, handed: Handed) -> Person | str:
        """Returns who handed a file in, or in words why that is not known."""
        key = "canvas" if handed.lms == "canvas" else "moodle"
        found = [p for p in self.people if getattr(p, key) == handed.user]
        # A number that the roster has decides; a name only where it has none of them.
        if not found and not any(getattr(p, key) for p in self.people):
            found = self.named(handed.name)
        if len(found) == 1:
            return found[0]
        who = f"{handed.name or 'a learner without a name'} ({handed.lms} {handed.user})"
        if not found:
            return f"{who} is not in {self.source}"
        return f"{who} may be {len(found)} people of {self.source}"

    def named(self, name: str) -> list[Person]:
        """Returns the people with a name, however it is written."""
        wanted = plain_name(name)
        return [p for p in self.people if wanted and wanted in _spellings(p.name)]

    def with_email(self, email: str) -> list[Person]:
        """Returns the people with an address."""
        wanted = email.casefold().strip()
        return [p for p in self.people if wanted and p.email.casefold().strip() == wanted]


def identify(handed: Handed, roster: Roster | None, worksheet: Roster | None) -> Person | str:
    """Returns who handed a file in, or in words why that is not known.

    Args:
        handed: The file.
        roster: The course's roster, if there is one.
        worksheet: Moodle's worksheet for the assignment, if there is one.
    """
    if worksheet is not None and handed.lms == "moodle":
        seen = worksheet.find(handed)
        if isinstance(seen, str) or roster is None:
            return seen
        found = roster.with_email(seen.email) or roster.named(seen.name)
        if len(found) != 1:
            return f"{seen.name} ({seen.email}) of the worksheet is not one person of the roster"
        return replace(found[0], moodle=seen.moodle, handed_in=seen.handed_in)
    if roster is not None:
        return roster.find(handed)
    # Without a roster the archive's own words: the name, and Canvas's number that makes it certain.
    name = safe_id(handed.name)
    if handed.lms == "canvas":
        return Person("_".join(filter(None, (name, handed.user))), canvas=handed.user)
    return Person(name, handed.name, moodle=handed.user)


def read_roster(
    path: Path, id_column: str | None = None, timezone: ZoneInfo | None = None
) -> Roster:
    """Reads a roster.

    Args:
        path: A CSV file: Canvas's gradebook, Moodle's grading worksheet, or one with the columns
            `student` (the id) and any of `name`, `email`, `canvas` (number of the user).
        id_column: Name of the column with the ids; by default the kind of the file says.
        timezone: In which the worksheet's times are.

    Raises:
        CourseError: If it cannot be read, lacks a column, or gives one id to several people.
    """
    columns, rows = read_csv(path)
    kind = _kind(columns, path)
    wanted = (id_column.casefold().strip(),) if id_column else _IDS[kind]
    column = next((name for name in wanted if any(row.get(name) for row in rows)), None)
    if column is None and (id_column or kind == "plain"):
        raise CourseError(f"{path} has no column {wanted[0]!r}; it has: {', '.join(columns)}.")
    people = [_person(kind, row, column, timezone) for row in rows if not _is_nobody(kind, row)]
    nameless = sum(not person.id for person in people)
    if nameless:
        raise CourseError(
            f"{nameless} of {len(people)} people in {path} have nothing in the column {column!r}. "
            f"Choose another with --id-column, or fill it in; nothing was collected."
        )
    return Roster(people, path.name)


def read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Returns the columns, in lower case, and the rows of a CSV file.

    Raises:
        CourseError: If it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}).") from error
    if len(data) > MAX_BYTES:
        raise CourseError(f"{path} is larger than {MAX_BYTES >> 20} MiB: it is no roster.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # as Excel writes it in Europe and America
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    try:
        table = list(
            csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
        )
    except csv.Error as error:
        raise CourseError(f"{path} cannot be read as CSV ({error}).") from error
    if not table:
        raise CourseError(f"{path} is empty.")
    columns = [name.casefold().strip() for name in table[0]]
    rows = [dict(zip(columns, map(str.strip, line), strict=False)) for line in table[1:]]
    return columns, [row for row in rows if any(row.values())]


def _kind(columns: Sequence[str], path: Path) -> str:
    if {"identifier", "full name"} <= set(columns):
        return "moodle"
    if {"id", "section"} <= set(columns) and columns[0] in ("student", "lastname"):
        return "canvas"
    if "student" in columns:
        return "plain"
    raise CourseError(
        f"{path} is no roster: it is neither Canvas's gradebook (Student, ID, ..., Section) nor "
        f"Moodle's grading worksheet (Identifier, Full name, ...), and has no column 'student'. "
        f"It has: {writable(', '.join(columns))[:200]}."
    )


def _is_nobody(kind: str, row: dict[str, str]) -> bool:
    """Tells whether a row is about no learner: points, or Canvas's invented student."""
    if kind != "canvas":
        return False
    return "points possible" in row.get("student", "").casefold() or not row.get("id")


def _person(
    kind: str, row: dict[str, str], column: str | None, timezone: ZoneInfo | None
) -> Person:
    if kind == "canvas":
        last_first = ", ".join(filter(None, (row.get("lastname"), row.get("firstname"))))
        name, number = row.get("student") or last_first, row.get("id", "")
        own = row.get(column, "") if column else f"{plain_name(name)}_{number}"
        return Person(safe_id(own), name, "", number)
    if kind == "moodle":
        name, email = row.get("full name", ""), row.get("email address", "")
        number = re.sub(r"\D", "", row.get("identifier", ""))
        own = row.get(column, "") if column else name
        time = moodle_time(row.get("last modified (submission)", ""), timezone)
        return Person(safe_id(own), name, email, "", number, time)
    name, email = row.get("name", ""), row.get("email", "")
    own = row.get(column or "student", "")
    return Person(safe_id(own), name, email, row.get("canvas", ""), row.get("moodle", ""))


def moodle_time(text: str, timezone: ZoneInfo | None) -> datetime.datetime | None:
    """Returns a time of Moodle's worksheet in UTC; None if it is none that is understood.

    Args:
        text: Such as `Wednesday, 10 June 2026, 2:14 PM`, in English.
        timezone: Of whoever downloaded it; the machine's by default.
    """
    text = re.sub(r"^[A-Z][a-z]+day, ", "", text.replace("\u202f", " ").strip())
    for form in _TIMES:
        try:
            time = datetime.datetime.strptime(text, form)
        except ValueError:
            continue
        return time.replace(tzinfo=timezone).astimezone(datetime.UTC)
    return None


def safe_id(text: str) -> str:
    """Returns an id that is one name of a folder on every system and in nbgrader's gradebook."""
    text = unicodedata.normalize("NFC", writable(text)).strip()
    text = re.sub(r"[^\w.@-]+", "_", text)[:MAX_ID_CHARACTERS]
    return text.lstrip("._-").rstrip("_")


def plain_name(name: str) -> str:
    """Returns a name as Canvas writes it in an archive: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).lower())


def _spellings(name: str) -> set[str]:
    """Returns a name and the same with last name first."""
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.rpartition(" ")
    return {plain_name(name), plain_name(last + first), plain_name(first + last)}
