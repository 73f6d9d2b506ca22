"""Grades for learning platforms: what counts, for whom, and no formulas."""

import csv
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.desk import exports, final_grades, lms_tables
from autograder.desk.collected import Collected, Ledger
from autograder.desk.lms_tables import field
from autograder.errors import CourseError
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small
from tests.autograder.desk.classroom import STUDENTS

NAME = small.ASSIGNMENT
CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Small (55),Other (56),Final Score
    Points Possible,,,,,60,10,(read only)
"Lovelace, Ada",901,,ada,A,,7,
"=HYPERLINK(""x"")",902,,bob,A,3,8,
"Nobody, Ann",903,,ann,A,5,9,
"""
MOODLE = """\ufeffIdentifier,Full name,Email address,Grade,Maximum Grade,Last modified (grade),Feedback
Participant 31,Ada Lovelace,ada@uni.edu,,60.00,-,
Participant 32,Somebody Else,bob,,60.00,-,=1+1
Participant 33,Ann Nobody,ann@uni.edu,,60.00,-,
"""


@pytest.fixture
def export(graded_copy, tmp_path, monkeypatch):
    """Exports with a plugin; returns the rows that it wrote."""
    monkeypatch.chdir(graded_copy.folder)

    def run(kind, **options):
        config = Config({kind.__name__: options})
        plugin = kind(config=config)
        plugin.to = str(tmp_path / "out.csv")
        with open_gradebook(f"sqlite:///{graded_copy.folder}/gradebook.db") as gradebook:
            plugin.export(gradebook)
        with open(plugin.to, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    run.folder = graded_copy.folder
    return run


def write(path, text):
    """Writes a file and returns its path as text."""
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_plain_rows_have_what_counts(export):
    """Are points a person's where there are some, and none where a person must look first?"""
    head, *rows = export(exports.PlainExporter)
    table = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(table) == {*STUDENTS, "picture", "nothing"}
    assert table["ada"]["score"] == "60.0"
    assert table["hana"]["score"] == "52.0"
    assert table["picture"]["score"] == "4.0"
    assert (table["nothing"]["score"], table["nothing"]["note"]) == ("", final_grades.WAITING)


def test_canvas_without_its_file_has_the_head_that_its_importer_asks_for(export, caplog):
    """Are names of columns, the row of points and blank grades those that Canvas reads?"""
    with caplog.at_level(logging.WARNING):
        head, points, *rows = export(exports.CanvasExporter, columns={NAME: "Small (55)"})
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Small (55)"]
    assert "Points Possible" in points[0]
    assert points[-1] == "60.0"
    assert {row[3]: row[-1] for row in rows}["nothing"] == ""
    assert "no number of Canvas" in caplog.text


def test_canvas_own_file_is_filled_in(export, tmp_path, caplog):
    """Do grades land in the right row and column, others stay, and are lost ones named?"""
    path = write(tmp_path / "canvas.csv", CANVAS)
    with caplog.at_level(logging.WARNING):
        head, points, *rows = export(
            exports.CanvasExporter, gradebook=path, columns={NAME: "Small"}
        )
    assert head[-1] == "Small (55)"
    assert "Other (56)" not in head
    assert points[-1] == "60"
    grades = {row[1]: row[-1] for row in rows}
    assert grades == {"901": "60.0", "902": "50.0", "903": "5"}
    assert rows[1][0].startswith("'=")
    assert "has no row for" in caplog.text
    assert "cleo" in caplog.text


def test_canvas_numbers_win_over_logins(export, tmp_path):
    """Is the number that a roster gave what a row is found by?"""
    with open_gradebook(f"sqlite:///{export.folder}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("gus", lms_user_id="901")
    path = write(tmp_path / "canvas.csv", CANVAS)
    _, _, *rows = export(exports.CanvasExporter, gradebook=path, columns={NAME: "Small"})
    assert {row[1]: row[-1] for row in rows}["901"] == "40.0"


def test_a_wrong_column_of_canvas_is_said(export, tmp_path):
    """Is who forgets to name the column told how?"""
    path = write(tmp_path / "canvas.csv", CANVAS)
    with pytest.raises(CourseError, match="--CanvasExporter.columns"):
        export(exports.CanvasExporter, gradebook=path)
    with pytest.raises(CourseError, match="no gradebook of Canvas"):
        export(exports.CanvasExporter, gradebook=write(tmp_path / "x.csv", "a,b\n"))


def test_an_assignment_without_a_column_is_left_out_and_said(export, tmp_path, caplog):
    """Does the documented command, with one column named, work when two assignments are graded?"""
    with open_gradebook(f"sqlite:///{export.folder}/gradebook.db") as gradebook:
        gradebook.add_assignment("w9_other")
    path = write(tmp_path / "canvas.csv", CANVAS)
    with caplog.at_level(logging.WARNING):
        head, *_ = export(exports.CanvasExporter, gradebook=path, columns={NAME: "Small"})
    assert head[-1] == "Small (55)"
    assert "no column for w9_other" in caplog.text
    with pytest.raises(CourseError, match="'Gone'"):
        export(exports.CanvasExporter, gradebook=path, columns={NAME: "Small", "w9_other": "Gone"})


@pytest.mark.parametrize("how", ["cp1252", "utf-16"])
def test_canvas_file_as_a_spreadsheet_saved_it(export, tmp_path, how):
    """Is the gradebook read after Excel has saved it with semicolons, in its own encoding?"""
    text = CANVAS.replace("Lovelace, Ada", "Lövelace| Ada").replace(",", ";").replace("|", ",")
    path = tmp_path / "canvas.csv"
    path.write_bytes(text.encode(how))
    _, _, *rows = export(exports.CanvasExporter, gradebook=str(path), columns={NAME: "Small"})
    assert rows[0][0] == "Lövelace, Ada"
    assert {row[1]: row[-1] for row in rows} == {"901": "60.0", "902": "50.0", "903": "5"}


def test_canvas_numbers_of_the_ledger_find_rows(export, tmp_path):
    """Is who was collected from Canvas without a roster found by the number that the ledger has?"""
    ledger = Ledger(export.folder, NAME)
    ledger.entries["gus"] = Collected("gus", "canvas", "901", "x", "x", "x", 1, None, "")
    ledger.write()
    path = write(tmp_path / "canvas.csv", CANVAS)
    _, _, *rows = export(exports.CanvasExporter, gradebook=path, columns={NAME: "Small"})
    assert {row[1]: row[-1] for row in rows}["901"] == "40.0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann;=1+1", "Ann;'=1+1"),
        (";@x", ";'@x"),
        ("a; \t-2+3", "a; \t'-2+3"),
        ("a; b", "a; b"),
        ("1;2", "1;2"),
    ],
)
def test_formulas_behind_semicolons_are_defused(value, expected):
    """Is no part of a field a formula where a spreadsheet takes semicolons for separators?"""
    assert field(value) == expected


def test_moodle_worksheet_is_filled_in_by_participant_then_by_address(export, tmp_path):
    """Do grades land with the participant that was collected, and everything else stay?"""
    ledger = Ledger(export.folder, NAME)
    entry = Collected("hana", "moodle", "31", "Ada Lovelace", "x", "x", 1, None, "")
    ledger.entries["hana"] = entry
    ledger.write()
    path = write(tmp_path / "moodle.csv", MOODLE)
    with open_gradebook(f"sqlite:///{export.folder}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("bob", email="bob")
    head, *rows = export(exports.MoodleExporter, worksheet=path)
    assert head[0] == "Identifier"
    grades = {row[0]: row[head.index("Grade")] for row in rows}
    assert grades == {"Participant 31": "52.00", "Participant 32": "50.00", "Participant 33": ""}
    assert [row[head.index("Last modified (grade)")] for row in rows] == ["-"] * 3
    assert rows[1][-1] == "'=1+1"


def test_another_maximum_in_moodle_is_said(export, tmp_path, caplog):
    """Is an instructor warned before 60 of 60 becomes 60 of 100?"""
    path = write(tmp_path / "moodle.csv", MOODLE.replace("60.00", "100.00"))
    with caplog.at_level(logging.WARNING):
        export(exports.MoodleExporter, worksheet=path)
    assert "maximum" in caplog.text


def test_moodle_in_another_language_is_said(export, tmp_path):
    """Is a worksheet with German columns met with the options for it?"""
    path = write(tmp_path / "moodle.csv", MOODLE.replace("Grade,", "Bewertung,", 1))
    with pytest.raises(CourseError, match="grade_column"):
        export(exports.MoodleExporter, worksheet=path)
    _, *rows = export(exports.MoodleExporter, worksheet=path, grade_column="Bewertung")
    assert len(rows) == 3


def test_moodle_without_a_worksheet_has_a_column_an_assignment(export):
    """Is there a table for Moodle's general import, with one row a student?"""
    head, *rows = export(exports.MoodleExporter)
    assert head == ["Student", "Full name", "Email address", NAME]
    assert {row[0]: row[3] for row in rows}["ada"] == "60.0"


@pytest.mark.parametrize("value", ["=1+1", "@x", "+cmd|x", "-2+3", "\t=1", "|x"])
def test_formulas_are_defused(value):
    """Does no text that a spreadsheet would compute stand at the start of a field?"""
    assert lms_tables.field(value)[0] == "'"


@pytest.mark.parametrize("value", ["-", "-5", "+3.5", "12", "", "Ann"])
def test_numbers_and_dashes_stay(value):
    """Is what is no formula left as it is, so that an importer reads it?"""
    assert lms_tables.field(value) == value


def test_lateness_is_taken_off_never_below_nothing(export):
    """Does a penalty count, and stop at zero points?"""
    with open_gradebook(f"sqlite:///{export.folder}/gradebook.db") as gradebook:
        for student, penalty in (("ada", 10.0), ("dan", 99.0)):
            notebook = gradebook.find_submission_notebook(NAME, NAME, student)
            notebook.late_submission_penalty = penalty
        gradebook.db.commit()
    head, *rows = export(exports.PlainExporter)
    scores = {row[1]: row[head.index("score")] for row in rows}
    assert (scores["ada"], scores["dan"]) == ("50.0", "0.0")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            [
                "--exporter=autograder.desk.exports.CanvasExporter",
                "--CanvasExporter.gradebook=x.csv",
            ],
            "x.csv",
        ),
        (
            [
                "--exporter=autograder.desk.exports.MoodleExporter",
                "--MoodleExporter.worksheet=y.csv",
            ],
            "y.csv",
        ),
        (["--exporter=autograder.desk.exports.PlainExporter", "--to=/proc/no/x.csv"], "/proc/no"),
        (["--exporter=autograder.desk.exports.PlainExporter", "--assignment=['w9']"], "w9"),
    ],
)
def test_the_trouble_of_an_exporter_is_one_line(graded_copy, arguments, words):
    """Does a missing file, a folder that is none or a wrong id end `nbgrader export` in words?"""
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    finished = subprocess.run(
        [programs / "nbgrader", "export", *arguments],
        cwd=graded_copy.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 1
    errors = [line for line in finished.stderr.splitlines() if "ERROR" in line]
    assert len(errors) == 1
    assert words in errors[0]
    assert "Traceback" not in finished.stderr


def test_nbgrader_export_runs_them(graded_copy):
    """Does `nbgrader export --exporter=...` find the plugin and write the file?"""
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    finished = subprocess.run(
        [
            programs / "nbgrader",
            "export",
            "--exporter=autograder.desk.exports.CanvasExporter",
            f"--assignment=['{NAME}']",
            "--to=canvas.csv",
        ],
        cwd=graded_copy.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert "Points Possible" in (graded_copy.folder / "canvas.csv").read_text(encoding="utf-8")
