"""The class as a table for a terminal, in a hundred columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.judge import NO_JAIL
from autograder.report.files import writable

if TYPE_CHECKING:
    from autograder.report.result import Row

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
WIDTH = 100
MAX_NAME_WIDTH = 20


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
    name_width = min(max([len("student"), *(len(row.student) for row in rows)]), MAX_NAME_WIDTH)
    points_width = max([len("points"), *(len(_points(row)) for row in rows)])
    taken = name_width + points_width + 10 + 4 * len(exercises)  # with the lines between columns
    room = max(WIDTH - taken, len("for a person"))
    table.add_column("student", no_wrap=True, overflow="ellipsis", max_width=name_width)
    for number in range(1, len(exercises) + 1):
        table.add_column(str(number), justify="center", no_wrap=True, min_width=1)
    # In a narrow terminal the last column gives way, not what counts.
    table.add_column("points", justify="right", no_wrap=True, min_width=points_width)
    table.add_column("for a person", no_wrap=True, overflow="ellipsis", max_width=room, style="dim")
    for row in rows:
        cells = [_symbol(row.statuses.get(name, "")) for name in exercises]
        flags = [flag for flag in row.flags if flag != NO_JAIL]  # Below, once for all.
        table.add_row(Text(writable(row.student)), *cells, _points(row), Text(_short(flags)))
    unjailed = [row.student for row in rows if NO_JAIL in row.flags]
    warning = [Text(_who(unjailed, rows) + NO_JAIL, style="bold red")] if unjailed else []
    return Group(table, _names(exercises), _legend(rows), *warning)


def _who(students: Sequence[str], rows: Sequence[Row]) -> str:
    """Names the students that a line below the table is about, unless it is about all."""
    return "" if len(students) == len(rows) else writable(", ".join(students)) + ": "


def _symbol(status: str) -> Text:
    symbol, style, _ = SYMBOLS.get(status, (" ", "", ""))
    return Text(symbol, style=style)


def _points(row: Row) -> str:
    return f"{row.points:g}/{row.max_points:g}"


def _short(flags: Sequence[str]) -> str:
    if not flags:
        return ""
    more = f"(+{len(flags) - 1}) " if len(flags) > 1 else ""
    return more + writable(flags[0])


def _names(exercises: Sequence[str]) -> Text:
    return _in_lines([Text(f"{n} {name}") for n, name in enumerate(exercises, start=1)])


def _legend(rows: Sequence[Row]) -> Text:
    """Explains the symbols that occur."""
    seen = {status for row in rows for status in row.statuses.values()}
    return _in_lines(
        [
            Text.assemble((symbol, style), (f" {meaning}", "dim"))
            for status, (symbol, style, meaning) in SYMBOLS.items()
            if status in seen
        ]
    )


def _in_lines(parts: Sequence[Text]) -> Text:
    """Joins parts into lines that break between them only."""
    lines = [Text()]
    for part in parts:
        if lines[-1] and len(lines[-1]) + 3 + len(part) > WIDTH:
            lines.append(Text())
        lines[-1].append(Text("   ") + part if lines[-1] else part)
    return Text("\n").join(lines)
