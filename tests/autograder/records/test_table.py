"""Tests the table of a class."""

import io

import pytest
from rich.console import Console

from autograder.batch import Row
from autograder.checks.verdict import STATUSES
from autograder.records.table import SYMBOLS, class_table

EXERCISES = [f"exercise_with_a_long_name_{number}" for number in range(8)]


def shown(rows, width=100):
    """Returns the table as a terminal shows it."""
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(class_table("A title", EXERCISES, rows))
    return console.file.getvalue()


def row(student, status="passed", points=100.0, flags=()):
    """Returns a row with the same status everywhere."""
    statuses = dict.fromkeys(EXERCISES, status)
    return Row(student, statuses, {}, points, 100.0, list(flags))


def test_every_status_has_its_symbol():
    """Can every status be told apart, and is each explained where it occurs?"""
    assert set(SYMBOLS) == set(STATUSES)
    assert len({symbol for symbol, _, _ in SYMBOLS.values()}) == len(STATUSES)
    text = shown([row("ann"), row("ben", "timeout", 0.0)])
    assert "took too long" in text
    assert "file not graded" not in text


def test_fits_a_hundred_columns():
    """Does a class with long names, points and flags keep one line a student, and the names?"""
    rows = [row("x" * 60, flags=["word " * 60, "another"]), row("ben", "failed", 12.25)]
    lines = shown(rows).splitlines()
    assert max(map(len, lines)) <= 100
    assert sum("│" in line for line in lines) == 2
    assert all(name in " ".join(lines) for name in EXERCISES)
    assert "12.25/100" in shown(rows)
    assert "(+1)" in shown(rows)


def test_a_strangers_text_is_only_text():
    """Do markup, terminal escapes and half characters in names and flags do nothing?"""
    text = shown([row("[red]\x1b[31mann\udc80", flags=["[bold]\x1b]0;x\x07"])])
    assert "[red]" in text
    assert "[bold]" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("count", [1, 8, 9, 16, 17, 23])
@pytest.mark.parametrize("width", [80, 100])
def test_many_exercises_fit_a_narrow_terminal(count, width):
    """Do up to 23 exercises stand in 80 columns, nothing cut off, each under its number?"""
    exercises = [f"exercise_{number:02}" for number in range(1, count + 1)]
    statuses = {name: "failed" if name.endswith("7") else "passed" for name in exercises}
    rows = [
        Row("a_rather_long_id_0123", statuses, {}, 87.25, 100.0, ["word " * 40]),
        Row("ben", dict.fromkeys(exercises, "carried"), {}, 100.0, 100.0),
    ]
    console = Console(width=width, file=io.StringIO(), force_terminal=False)
    console.print(class_table("A title", exercises, rows))
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert sum("│" in line for line in lines) == 2
    (line,) = (line for line in lines if "a_rather" in line)
    assert "87.25/100" in line
    symbols = "".join(sign for sign in line if sign in "✓✗")
    assert symbols == "".join("✗" if name.endswith("7") else "✓" for name in exercises)
    (head,) = (line for line in lines if "student" in line)
    if count > 9:
        place = line.index("✓")
        sixth = place + 6 if "1     6" in head else head.index("6")
        assert head[sixth] == "6"
    assert all(name in " ".join(lines) for name in exercises)
