"""Tests grades as files."""

import csv
import json
import tracemalloc

import pytest

from autograder.checks.verdict import Verdict
from autograder.records.grades import (
    _json_parts,
    class_rows,
    harmless_field,
    read_json,
    records_of,
    write_csv,
    write_json,
)


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


def test_records_are_written_as_a_list_is():
    """Is what is written one at a time what the json module writes of the whole list?"""
    odd = 'line\n } \x1b é \N{LINE SEPARATOR} [,] \\ "'
    for count in (0, 1, 3):
        everything = [
            record for i in range(count) for record in records(f"{odd}{i}", i, flags=[odd])
        ]
        text = "".join(_json_parts(iter(everything)))
        assert text == json.dumps(everything, indent=1, ensure_ascii=False) + "\n"


def test_files_in_any_layout_are_read(tmp_path):
    """Are records read that a person or an earlier version laid out in another way?"""
    path = tmp_path / "grades.json"
    everything = records("ann }\n", 1) + records("ben", 2)
    for indent in (None, 0, 1, 4):
        path.write_text(json.dumps(everything, indent=indent))
        assert list(read_json(path)) == everything
    whole = json.dumps(everything, indent=1, ensure_ascii=False) + "\n"
    for end in range(1, len(whole) - 2):  # Cut off anywhere, it is damaged; nothing is taken over.
        path.write_text(whole[:end])
        assert list(read_json(path)) == []
    path.write_text(whole + "x")
    assert list(read_json(path)) == []


def test_a_large_class_is_never_held_in_memory(tmp_path):
    """Does writing, and reading, the records of many students take no more memory than of few?"""
    path = tmp_path / "grades.json"

    def peak(students):
        tracemalloc.start()
        try:
            write_json(path, (r for i in range(students) for r in records(f"s{i}", i)))
            assert sum(1 for _ in read_json(path)) == 2 * students
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    few, many = peak(100), peak(3000)
    assert path.stat().st_size > 1 << 20
    assert many < 1.5 * few + (64 << 10)
