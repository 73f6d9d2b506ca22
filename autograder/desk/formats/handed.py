"""What a learning platform says about one file that was handed in."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.desk.archive import Entry

Read = Callable[[Entry], bytes]


@dataclass(frozen=True)
class Handed:
    """A file of an archive, with what the platform says about it.

    Args:
        lms: One of `autograder.desk.formats.LMS`.
        user: What the platform knows the learner by: Canvas's number of the user, Moodle's of the
            participant, Blackboard's username, Brightspace's number of the user, Gradescope's
            email address (else student number).
        name: The learner's name as the platform writes it there; empty where grading is anonymous.
        file: What the learner called the file.
        is_late: Whether the platform marks it as late; None where it does not say.
        order: Grows from attempt to attempt: Canvas's number of the attachment; in Moodle the
            seconds of the date that the archive has for it; Gradescope's number of the submission;
            else the seconds of the time that the platform wrote.
        entry: The file.
        problem: Why it is no file that can be graded, in words.
        attempt: Tells attempts apart where an archive holds several of one learner.
        time: When it was handed in, as the platform wrote it; in the course's time where it has no
            zone.
        also: Other words that name this learner and nobody else: address, student number.
        is_anonymous: Whether the platform hides who it is; then only the number is known.
    """

    lms: str
    user: str
    name: str
    file: str
    is_late: bool | None
    order: int
    entry: Entry
    problem: str = ""
    attempt: int = 0
    time: datetime.datetime | None = None
    also: tuple[str, ...] = ()
    is_anonymous: bool = False


# What an entry is to a platform: files that somebody handed in (none where it is the platform's
# own), or in words why it is not known whose it is.
Reading = list[Handed] | str
Reader = Callable[[Sequence[Entry], Read], dict[int, Reading]]


def seconds(date: tuple[int, ...]) -> int:
    """Returns the seconds since 1970 of a date; 0 if there is no such date."""
    try:
        return calendar.timegm((*date, 0, 0, 0))
    except (ValueError, OverflowError):
        return 0


def seconds_of(time: datetime.datetime) -> int:
    """Returns the seconds since 1970 of a time, as if it were in UTC where it has no zone."""
    return calendar.timegm(time.utctimetuple())
