"""Tests grades as files."""

import csv

import pytest

from autograder.report.grades import (
    class_rows,
    harmless_field,
    read_json,
    records_of,
    write_csv,
    write_json,
)
from autograder.verdict import Verdict


def records(student, points, assignment="w1", flags=()):
    """Returns the records of two exercises, the second one wrong."""
    verdicts = [Verdict.passed("one", points, [], 0.1), Verdict("two", 0, 5, "failed", "A hint.")]
    return records_of(assignment, student, verdicts, sha256="ab", release="v1", flags=flags)


def test_records_have_the_promised_fields():
    """Does a record say all that grades.json promises?"""
    assert list(records("ann", 3)[0]) == [
        "assignment", "student", "exercise", "points", "max_points", "status", "hint",
        "misconception", "carried_forward", "seconds", "notebook_sha256", "release", "flags",
    ]  # fmt: skip


def test_one_row_a_student():
    """Do several assignments share a row, and does a person's score stand over the record's?"""
    everything = records("ben", 3) + records("ann", 4, flags=["look"]) + records("ann", 1, "w2")
    columns, rows = class_rows(everything, {"w1": {"ann": {"two": 2.5}}})
    assert columns == ["student", "w1", "w1/one", "w1/two", "w2", "w2/one", "w2/two", "flags"]
    assert [row["student"] for row in rows] == ["ann", "ben"]
    assert rows[0]["w1"] == 6.5
    assert rows[0]["w2"] == 1
    assert rows[0]["flags"] == "look"
    assert "w2" not in rows[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc"])
def test_no_spreadsheet_sees_a_formula(text, tmp_path):
    """Is what begins like a formula made text, in names and flags?"""
    assert harmless_field(text).startswith("'")
    columns, rows = class_rows(records(text, 1, flags=[text]), {})
    path = write_csv(tmp_path / "grades.csv", columns, rows)
    with open(path, newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["student"].startswith("'")
    assert row["flags"].startswith("'")
    assert float(row["w1"]) == 1


def test_ordinary_fields_stay():
    """Are names and negative numbers left as they are?"""
    assert harmless_field("ann-marie = x") == "ann-marie = x"
    assert harmless_field(-3) == -3


@pytest.mark.parametrize("content", ["", "no json", "{}", '[1, {"student": "x"}]'])
def test_a_damaged_file_of_grades_is_passed_over(content, tmp_path):
    """Does a batch start anew where grades.json is missing parts?"""
    path = tmp_path / "grades.json"
    path.write_text(content)
    assert list(read_json(path)) == []
    write_json(path, records("ann", 1))
    assert list(read_json(path)) == records("ann", 1)
    assert [entry.name for entry in tmp_path.iterdir()] == ["grades.json"]
