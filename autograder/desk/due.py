"""Due dates and extensions: what the gradebook and `extensions.csv` are told, and what they say."""

from __future__ import annotations

import datetime
import difflib
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checks.files import writable
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.records import gradebook as books
from autograder.records.folder import CourseFolder, only_batch
from autograder.records.lateness import (
    EXAMPLE,
    EXTENSIONS,
    apply_lateness,
    due_date,
    read_extensions,
    write_extensions,
)
from autograder.records.times import parse_time

NO_DATE = "none"


@dataclass(frozen=True)
class Dates:
    """Until when an assignment is handed in.

    Args:
        due: In UTC, for all; None where there is no date.
        extensions: From student to the later time.
        file: Where extensions stand.
    """

    due: datetime.datetime | None
    file: Path
    extensions: dict[str, datetime.datetime] = field(default_factory=dict)


def read_dates(course: Course, assignment_id: str) -> Dates:
    """Returns the dates of an assignment."""
    course.declaration(assignment_id)
    folder = CourseFolder(course.folder)
    with books.open_gradebook(folder.db_url) as gradebook:
        due = due_date(gradebook, assignment_id)
    given = read_extensions(folder.root)
    own = {
        student: time for (name, student), time in sorted(given.items()) if name == assignment_id
    }
    return Dates(due, folder.root / EXTENSIONS, own)


def set_date(
    course: Course,
    assignment_id: str,
    text: str,
    student: str | None = None,
    zone: datetime.tzinfo | None = None,
) -> Dates:
    """Sets the due date of an assignment, or until when one learner has time.

    Args:
        course: The course.
        assignment_id: The assignment.
        text: The time, or `none` to take it away.
        student: Whose extension it is; None for everybody's due date.
        zone: Of a time that names none.

    Raises:
        CourseError: If the time is not understood, nobody is called so, or a batch is at work.
    """
    course.declaration(assignment_id)
    folder = CourseFolder(course.folder)
    time = None if text.strip().casefold() == NO_DATE else parse_time(text, zone)
    if time is None and text.strip().casefold() != NO_DATE:
        whose = f" for {writable(student)}" if student else ""
        raise CourseError(
            f"{writable(text)!r} is no time that is understood{whose}; write it as {EXAMPLE}."
        )
    with (
        only_batch(folder.root, assignment_id),
        books.open_gradebook(folder.db_url) as gradebook,
    ):
        if student is None:
            gradebook.update_or_create_assignment(assignment_id, duedate=time)
        else:
            _check_student(gradebook, folder, assignment_id, student)
            _extend(folder, assignment_id, student, time, due_date(gradebook, assignment_id))
        apply_lateness(gradebook, folder.config, folder.root, assignment_id)
    return read_dates(course, assignment_id)


def _extend(
    folder: CourseFolder,
    assignment_id: str,
    student: str,
    until: datetime.datetime | None,
    due: datetime.datetime | None,
) -> None:
    if due is None:
        raise CourseError(
            f"{assignment_id} has no due date yet; set it first: autograder due {assignment_id} TIME"
        )
    if until is not None and until < due:
        raise CourseError(
            f"{until:%Y-%m-%d %H:%M} UTC, for {writable(student)}, is before the due date of all, "
            f"{due:%Y-%m-%d %H:%M} UTC."
        )
    given = read_extensions(folder.root)
    given.pop((assignment_id, student), None)
    # Until the due date itself means: as everybody. So an extension in the gradebook goes, too.
    given[assignment_id, student] = due if until is None else until
    write_extensions(folder.root, given)


def _check_student(
    gradebook: books.Gradebook, folder: CourseFolder, assignment_id: str, student: str
) -> None:
    """Refuses an id that nobody has, as far as people are known."""
    known = {each.id for each in gradebook.students}
    known |= set(folder.all_students(assignment_id))
    if known and student not in known:
        near = difflib.get_close_matches(student, known, n=1)
        hint = f" Did you mean {writable(near[0])}?" if near else ""
        raise CourseError(
            f"Nobody in the gradebook or among the submissions of {assignment_id} has the id "
            f"{writable(student)}.{hint}"
        )
