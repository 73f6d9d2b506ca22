"""The class as a table for a terminal, in a hundred columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.report.files import writable

if TYPE_CHECKING:
    from autograder.batch import Row

# Status: symbol, style, meaning.
SYMBOLS = {
    "passed": ("✓", "green", "passed"),
    "carried": ("≈", "green", "right, given what it depends on"),
    "failed": ("✗", "red", "not right"),
    "missing": ("·", "dim", "not written"),
    "error": ("!", "red", "stopped with an error"),
    "timeout": ("∞", "yellow", "took too long"),
    "crashed": ("†", "magenta", "ended its process"),
    "refused": ("–", "magenta", "file not graded"),
}


def class_table(title: str, exercises: Sequence[str], rows: Sequence[Row]) -> Group:
    """Returns a table with one row a student, and the legend below it.

    Args:
        title: Title of the assignment.
        exercises: Names of the exercises in order; the columns are their numbers.
        rows: One a student.
    """
    table = Table(
        title=Text(writable(title)), title_justify="left", header_style="bold", expand=False
    )
    table.add_column("student", no_wrap=True, overflow="ellipsis", max_width=22)
    for number in range(1, len(exercises) + 1):
        table.add_column(str(number), justify="center", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("for a person", no_wrap=True, overflow="ellipsis", style="dim")
    for row in rows:
        cells = [_symbol(row.statuses.get(name, "")) for name in exercises]
        points = Text(f"{row.points:g}/{row.max_points:g}")
        table.add_row(Text(writable(row.student)), *cells, points, Text(_short(row.flags)))
    return Group(table, _names(exercises), _legend(rows))


def _symbol(status: str) -> Text:
    symbol, style, _ = SYMBOLS.get(status, (" ", "", ""))
    return Text(symbol, style=style)


def _short(flags: Sequence[str]) -> str:
    if not flags:
        return ""
    more = f"(+{len(flags) - 1}) " if len(flags) > 1 else ""
    return more + writable(flags[0])


def _names(exercises: Sequence[str]) -> Text:
    # A space that does not break keeps number and name together.
    named = (f"{number}\u00a0{name}" for number, name in enumerate(exercises, start=1))
    return Text("  ".join(named))


def _legend(rows: Sequence[Row]) -> Text:
    """Explains the symbols that occur."""
    seen = {status for row in rows for status in row.statuses.values()}
    parts = Text()
    for status, (symbol, style, meaning) in SYMBOLS.items():
        if status in seen:
            parts.append(symbol, style=style)
            parts.append(f" {meaning}   ", style="dim")
    return parts
