"""Tests the table of a class."""

import io

from rich.console import Console

from autograder.batch import Row
from autograder.report.table import SYMBOLS, class_table
from autograder.verdict import STATUSES

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
