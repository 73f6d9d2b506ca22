"""What all commands share: consoles, exit statuses, the option that names a course folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape

from autograder.errors import CourseError

NEGATIVE = 1  # the command worked and its answer is no
MISUSE = 2  # something named on the command line is missing or wrong
INTERRUPTED = 130  # as a shell says it of Ctrl-C

# What goes into a file or a pipe gets room for the table; COLUMNS says otherwise.
ROOM = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100

Folder = Annotated[
    Path,
    typer.Option(
        "--folder",
        help="Course folder, which holds submitted/ and nbgrader_config.py.",
        show_default="the working directory",
    ),
]


def make_console() -> Console:
    """Returns where answers are written: to the standard output of now, which a test may replace."""
    return Console(highlight=False, width=ROOM)


def plain(value: object) -> str:
    """Returns text that rich prints as it stands."""
    return escape(str(value))


def time_zone(name: str | None) -> ZoneInfo | None:
    """Returns the time zone of a name; None of none.

    Raises:
        CourseError: If there is no such zone.
    """
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise CourseError(f"There is no time zone {name!r}; write it as Europe/Berlin.") from error
