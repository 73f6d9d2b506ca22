"""The class as a table for a terminal, in a hundred columns or fewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from autograder.checks.files import writable
from autograder.judging.judge import NO_JAIL
from autograder.records.lateness import in_words

if TYPE_CHECKING:
    from autograder.records.row import Row

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
    "unjudged": ("?", "magenta", "could not be checked"),
}
WIDTH = 100
MAX_NAME_WIDTH = 20
LEAST_FOR_A_PERSON = 12
FIVE = 5  # symbols that stand together where there is no room for a column each


@dataclass(frozen=True)
class ClassTable:
    """A table with one row a student, and the legend below it, as wide as there is room.

    Args:
        title: Title of the assignment.
        exercises: Names of the exercises in order; the columns are their numbers.
        rows: One a student.
    """

    title: str
    exercises: Sequence[str]
    rows: Sequence[Row]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yields the parts, fitted into the console's width."""
        width, rows = min(options.max_width, WIDTH), self.rows
        unjailed = [row.student for row in rows if NO_JAIL in row.flags]
        yield self._table(width)
        yield _names(self.exercises, width)
        yield _legend(rows, width)
        yield from _late(rows)
        if unjailed:
            yield Text(_who(unjailed, rows) + NO_JAIL, style="bold red")

    def _table(self, width: int) -> Table:
        rows, count = self.rows, len(self.exercises)
        table = Table(
            title=Text(writable(self.title)),
            title_justify="left",
            header_style="bold",
            expand=False,
        )
        name_width = min(max([len("student"), *(len(r.student) for r in rows)]), MAX_NAME_WIDTH)
        points_width = max([len("points"), *(len(_points(row)) for row in rows)])
        taken = name_width + points_width + 10  # with the lines between columns
        # Each exercise has a column of its own, or all share one.
        is_wide = taken + 4 * count + LEAST_FOR_A_PERSON <= width
        taken += 4 * count if is_wide else 3 + len(_numbers(count))
        room = max(width - taken, LEAST_FOR_A_PERSON)
        table.add_column("student", no_wrap=True, overflow="ellipsis", max_width=name_width)
        if is_wide:
            for number in range(1, count + 1):
                table.add_column(str(number), justify="center", no_wrap=True, min_width=1)
        else:
            table.add_column(_numbers(count), no_wrap=True, min_width=len(_numbers(count)))
        # In a narrow terminal the last column gives way, not what counts.
        table.add_column("points", justify="right", no_wrap=True, min_width=points_width)
        table.add_column(
            "for a person", no_wrap=True, overflow="ellipsis", max_width=room, style="dim"
        )
        for row in rows:
            cells = [_symbol(row.statuses.get(name, "")) for name in self.exercises]
            flags = [flag for flag in row.flags if flag != NO_JAIL]  # Below, once for all.
            shown = cells if is_wide else [_together(cells)]
            name = Text(writable(row.student))
            table.add_row(name, *shown, _points(row), Text(_short(flags)))
        return table


def class_table(title: str, exercises: Sequence[str], rows: Sequence[Row]) -> ClassTable:
    """Returns a table with one row a student, and the legend below it.

    Args:
        title: Title of the assignment.
        exercises: Names of the exercises in order; the columns are their numbers.
        rows: One a student.
    """
    return ClassTable(title, exercises, rows)


def _numbers(count: int) -> str:
    """Returns the heading of a column in which all symbols stand, in fives: `1     6     11`."""
    heads = [str(first).ljust(FIVE) for first in range(1, count + 1, FIVE)]
    return " ".join(heads)[: count + (count - 1) // FIVE].ljust(len(heads[-1].rstrip()))


def _together(symbols: Sequence[Text]) -> Text:
    """Returns symbols in one text, in fives."""
    fives = [Text("").join(symbols[i : i + FIVE]) for i in range(0, len(symbols), FIVE)]
    return Text(" ").join(fives)


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


def _late(rows: Sequence[Row]) -> list[Text]:
    """Says who was late by how much, what that costs, and what there was before."""
    return [
        Text(
            f"Late: {writable(row.student)} by {in_words(row.seconds_late)}, "
            + (
                f"{row.taken_off:g} of {row.points + row.taken_off:g} points taken off"
                if row.taken_off
                else "nothing taken off"
            ),
            style="yellow",
        )
        for row in rows
        if row.seconds_late or row.taken_off
    ]


def _names(exercises: Sequence[str], width: int) -> Text:
    return _in_lines([Text(f"{n} {name}") for n, name in enumerate(exercises, start=1)], width)


def _legend(rows: Sequence[Row], width: int) -> Text:
    """Explains the symbols that occur."""
    seen = {status for row in rows for status in row.statuses.values()}
    return _in_lines(
        [
            Text.assemble((symbol, style), (f" {meaning}", "dim"))
            for status, (symbol, style, meaning) in SYMBOLS.items()
            if status in seen
        ],
        width,
    )


def _in_lines(parts: Sequence[Text], width: int) -> Text:
    """Joins parts into lines that break between them only."""
    lines = [Text()]
    for part in parts:
        if lines[-1] and len(lines[-1]) + 3 + len(part) > width:
            lines.append(Text())
        lines[-1].append(Text("   ") + part if lines[-1] else part)
    return Text("\n").join(lines)
