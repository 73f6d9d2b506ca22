"""Reads who is in a class: a roster, a platform's gradebook, or Moodle's grading worksheet.

`autograder.desk.lms_tables` reads the file; here its columns get a meaning.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.checks.files import writable
from autograder.desk.formats import TITLES
from autograder.desk.lms_tables import read_table
from autograder.desk.people import Person, Roster, plain_name, safe_id
from autograder.errors import CourseError

# Which column gives the id, where nobody says.
_IDS = {
    "plain": ("student",),
    "canvas": ("sis login id", "sis user id"),
    "moodle": ("id number", "username", "email address"),
    "blackboard": ("username",),
    "brightspace": ("username", "orgdefinedid"),
    "gradescope": ("sid", "student id", "email", "email address"),
}
# As Moodle writes times in English, in Europe and in the United States.
_TIMES = ("%d %B %Y, %I:%M %p", "%B %d, %Y, %I:%M %p", "%d %B %Y, %H:%M", "%Y-%m-%d %H:%M:%S")
MODIFIED = "last modified (submission)"


def read_roster(
    path: Path, id_column: str | None = None, timezone: ZoneInfo | None = None
) -> Roster:
    """Reads a roster.

    Args:
        path: A table: a platform's gradebook, Moodle's grading worksheet, or one with the columns
            `student` (the id) and any of `name`, `email` and the platforms' numbers.
        id_column: Name of the column with the ids; by default the kind of the file says.
        timezone: In which the worksheet's times are.

    Raises:
        CourseError: If it cannot be read, lacks a column, or gives one id to several people.
    """
    columns, rows = read_rows(path)
    kind = _kind(columns, rows, path)
    is_foreign = kind == "foreign"
    if is_foreign:
        columns, rows = _as_english(columns, rows)
        kind = "moodle"
    wanted = (id_column.casefold().strip(),) if id_column else _IDS[kind]
    column = next((name for name in wanted if any(row.get(name) for row in rows)), None)
    if column is None and (id_column or kind not in ("canvas", "moodle")):
        raise CourseError(f"{path} has no column {wanted[0]!r}; it has: {', '.join(columns)}.")
    rows = [row for row in rows if not _is_nobody(kind, row)]
    people = [_person(kind, row, column, timezone) for row in rows]
    if not any(person.id for person in people):
        raise CourseError(
            f"{len(people)} of {len(people)} people in {path} have nothing in the column "
            f"{column!r}. Choose another with --id-column, or fill it in; nothing was collected."
        )
    return Roster(people, path.name, is_foreign, column or "name")


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Returns the columns, in lower case, and the rows of a table.

    Raises:
        CourseError: If it cannot be read.
    """
    head, *lines = read_table(path)
    columns = [" ".join(name.casefold().split()) for name in head]
    return columns, [dict(zip(columns, map(str.strip, line), strict=False)) for line in lines]


def _kind(columns: Sequence[str], rows: Sequence[dict[str, str]], path: Path) -> str:
    """Returns what kind of table it is; `foreign` is Moodle's worksheet in another language."""
    has = set(columns)
    if "identifier" in has and has & {"full name", "status", "grade", MODIFIED}:
        return "moodle"
    is_canvas = "section" in has and has & {"id", "sis login id", "sis user id"}
    if is_canvas and columns[0] in ("student", "lastname"):
        return "canvas"
    if "student" in has:
        return "plain"
    if "orgdefinedid" in has:
        return "brightspace"
    if {"username", "last name", "first name"} <= has:
        return "blackboard"
    if has & {"sid", "student id"} and has & {"email", "email address"}:
        return "gradescope"
    first = [re.fullmatch(r"(\D*[^\W\d_]\D*)\d+", row.get(columns[0], "")) for row in rows]
    if (
        len(columns) > 3
        and first
        and len({match and match[1] for match in first}) == 1
        and first[0]
    ):
        return "foreign"
    raise CourseError(
        f"{path} is no roster: it is no gradebook of {', '.join(TITLES.values())} in English, no "
        f"grading worksheet of Moodle (Identifier, Full name, ...), and has no column 'student'. "
        f"It has: {writable(', '.join(columns))[:200]}."
    )


def _as_english(
    columns: Sequence[str], rows: Sequence[dict[str, str]]
) -> tuple[list[str], list[dict[str, str]]]:
    """Names the columns of Moodle's worksheet that are certain in any language.

    The participant stands first, then the name unless submissions are anonymous; an address has its
    sign. Nothing else is: there is no telling the two times apart.
    """
    named = {columns[0]: "identifier"}
    for name in columns[1:]:
        values = [row.get(name, "") for row in rows]
        if values and all(re.fullmatch(r"[^@\s]+@[^@\s]+", value) for value in values):
            named.setdefault(name, "email address")
            break
    if "email address" in named.values():
        named.setdefault(columns[1], "full name")
    english = [{named.get(key, key): value for key, value in row.items()} for row in rows]
    return [named.get(name, name) for name in columns], english


def _is_nobody(kind: str, row: dict[str, str]) -> bool:
    """Tells whether a row is about no learner: points, or Canvas's invented student."""
    if kind != "canvas":
        return not any(row.values())
    name = row.get("student", "") or row.get("lastname", "")
    return "points possible" in name.casefold() or not (row["id"] if "id" in row else name)


def _person(
    kind: str, row: dict[str, str], column: str | None, timezone: ZoneInfo | None
) -> Person:
    first_last = " ".join(filter(None, (row.get("first name"), row.get("last name"))))
    name = row.get("name", "") or row.get("full name", "") or first_last
    email = row.get("email", "") or row.get("email address", "")
    if kind == "canvas":
        last_first = ", ".join(filter(None, (row.get("lastname"), row.get("firstname"))))
        name, number = row.get("student") or last_first, row.get("id", "")
        own = row.get(column, "") if column else f"{plain_name(name)}_{number}"
        return Person(safe_id(own), name, "", number)
    if kind == "moodle":
        number = re.sub(r"\D", "", row.get("identifier", ""))
        own = row.get(column, "") if column else name or f"Participant {number}"
        text = row.get(MODIFIED, "")
        time = moodle_time(text, timezone)
        unclear = text if time is None and text not in ("", "-") else ""
        return Person(safe_id(own), name, email, "", number, time, time_text=unclear)
    own = row.get(column or "student", "")
    if kind != "plain":
        number = row.get("username", "") if kind == "blackboard" else ""
        known = email.casefold() if kind == "gradescope" else ""
        return Person(safe_id(own.lstrip("#")), name, email, blackboard=number, gradescope=known)
    person = Person(safe_id(own), name, email)
    return replace(
        person,
        blackboard=row.get("blackboard", ""),
        brightspace=row.get("brightspace", ""),
        canvas=row.get("canvas", ""),
        gradescope=row.get("gradescope", ""),
        moodle=row.get("moodle", ""),
    )


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
