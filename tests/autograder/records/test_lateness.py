"""Lateness: one truth in table, files, feedback and exports."""

import csv
import datetime
import io
import json

import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.desk import exports
from autograder.desk.classdata import load_class
from autograder.desk.due import read_dates, set_date
from autograder.errors import CourseError
from autograder.records.lateness import LatePenalty, in_words, read_extensions
from tests.autograder import small_course as small
from tests.autograder.batch.test_run import FakeJudge

NAME = small.ASSIGNMENT
DUE = "2026-06-10 12:00 UTC"


@pytest.fixture
def course(tmp_path, gradebook_version, monkeypatch):
    """The small course, where each day costs 10 %; ann is in time, ben a day and an hour late."""
    monkeypatch.chdir(tmp_path)
    course = small.make_course(tmp_path)
    config = (REPOSITORY_ROOT / "nbgrader_config.py").read_text("utf-8")
    (tmp_path / "nbgrader_config.py").write_text(config + "c.LatePenalty.percent_per_day = 10\n")
    for student, time in (("ann", "2026-06-10 11:59:59 UTC"), ("ben", "2026-06-11 13:00:00 UTC")):
        path = small.hand_in(course, student, small.solved(course))
        path.with_name("timestamp.txt").write_text(time)
    return course


def grade(course):
    from autograder.batch import grade_class

    return grade_class(course, NAME, judge=FakeJudge(course))


def counts(course):
    """Returns what counts of ben everywhere: before, taken off, what counts."""
    result = grade(course)
    row = next(row for row in result.rows if row.student == "ben")
    found = {"table": (row.points + row.taken_off, row.taken_off, row.points)}
    with open(course.folder / "grades.csv", newline="") as file:
        line = next(line for line in csv.DictReader(file) if line["student"] == "ben")
    before, off = line.get(f"{NAME}:before", line[NAME]), line.get(f"{NAME}:taken_off", 0)
    found["csv"] = (float(before), float(off), float(line[NAME]))
    records = json.loads((course.folder / "grades.json").read_text())
    own = [record for record in records if record["student"] == "ben"]
    score, off = sum(r.get("score", r["points"]) for r in own), own[0].get("taken_off", 0.0)
    found["json"] = (score, off, score - off)
    student = load_class(course, NAME).students["ben"]
    found["report"] = (student.points + student.penalty, student.penalty, student.points)
    found["export"] = exported(course)
    page = (course.folder / "feedback" / "ben" / NAME / f"{NAME}.html").read_text()
    return found, page, result


def exported(course):
    plugin = exports.PlainExporter()
    plugin.to = str(course.folder / "out.csv")
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        plugin.export(book)
    with open(plugin.to, newline="") as file:
        line = next(line for line in csv.DictReader(file) if line["student"] == "ben")
    return tuple(float(line[name]) for name in ("before", "penalty", "score"))


def mark(course, points):
    """Lets a person give points for the last exercise."""
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        grade = book.find_grade("check_average", NAME, NAME, "ben")
        grade.manual_score = points
        book.db.commit()


def test_one_truth(course):
    """Do table, files, report, feedback and export say the same of points, lateness and the rest?"""
    set_date(course, NAME, DUE)
    found, page, result = counts(course)
    assert set(found.values()) == {(60.0, 12.0, 48.0)}
    assert "48" in page
    assert "60 points before; 12 points were taken off because it came 1 day 1 h late" in page
    console = Console(width=100, file=io.StringIO())
    console.print(result.table())
    assert "Late: ben by 1 day 1 h, 12 of 60 points taken off" in console.file.getvalue()
    assert "ann" not in console.file.getvalue().partition("Late:")[2]


def test_a_mark_by_hand_changes_what_is_taken_off(course):
    """Is a part of the points a part of those that a person gave, also before the next grading?"""
    set_date(course, NAME, DUE)
    grade(course)
    mark(course, 10.0)
    assert exported(course) == (40.0, 8.0, 32.0)
    assert load_class(course, NAME).students["ben"].points == 32.0
    found, page, _ = counts(course)
    assert set(found.values()) == {(40.0, 8.0, 32.0)}
    assert "8 points were taken off" in page


def test_an_extension_for_one(course):
    """Does it hold for who has handed in and for who has not yet, and can it be taken back?"""
    set_date(course, NAME, DUE)
    set_date(course, NAME, "2026-06-12 12:00 UTC", "ben")
    found, page, _ = counts(course)
    assert set(found.values()) == {(60.0, 0.0, 60.0)}
    assert "taken off" not in page
    set_date(course, NAME, "none", "ben")
    assert counts(course)[0]["export"] == (60.0, 12.0, 48.0)


def test_an_extension_comes_before_the_work(course):
    """Is an extension kept for somebody whose work comes later, and who is on the roster?"""
    set_date(course, NAME, DUE)
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        book.add_student("cleo")
    set_date(course, NAME, "2026-06-20 12:00", "cleo", datetime.UTC)
    path = small.hand_in(course, "cleo", small.solved(course))
    path.with_name("timestamp.txt").write_text("2026-06-19 12:00:00 UTC")
    points = {row.student: row.points for row in grade(course).rows}
    assert points == {"ann": 60, "ben": 48, "cleo": 60}


def test_a_date_that_comes_after_the_grading(course):
    """Is a due date that is set, moved or taken away later brought into all results?"""
    assert {row.points for row in grade(course).rows} == {60}
    set_date(course, NAME, DUE)
    assert counts(course)[0]["csv"] == (60.0, 12.0, 48.0)
    set_date(course, NAME, "none")
    assert {row.points for row in grade(course).rows} == {60}
    assert read_dates(course, NAME).due is None


def test_a_time_that_is_not_understood_names_the_learner(course):
    """Does every such time end in a sentence with the learner's id?"""
    set_date(course, NAME, DUE)
    with pytest.raises(CourseError, match="'tomorrow' is no time that is understood for ben"):
        set_date(course, NAME, "tomorrow", "ben")
    with pytest.raises(CourseError, match="Did you mean ben"):
        set_date(course, NAME, DUE, "benn")
    with pytest.raises(CourseError, match="before the due date"):
        set_date(course, NAME, "2026-06-01 12:00 UTC", "ben")
    (course.folder / "submitted" / "ben" / NAME / "timestamp.txt").write_text("gestern \x1b[31m")
    (note,) = grade(course).notes
    assert note.startswith("ben: 'gestern")
    assert "\x1b" not in note
    (course.folder / "extensions.csv").write_text(f"assignment,student,until\n{NAME},ben,soon\n")
    with pytest.raises(CourseError, match=r"line 2: 'soon' is no time .* for ben"):
        grade(course)


def test_a_zone_that_nobody_knows_is_no_utc(course):
    """Is a time of a zone that nbgrader would pass over said, in place of being hours off?"""
    path = course.folder / "submitted" / "ben" / NAME / "timestamp.txt"
    path.write_text("2026-06-10 13:00:00 XYZT")
    assert "ben: '2026-06-10 13:00:00 XYZT'" in grade(course).notes[0]
    path.write_text("2026-06-10 13:00:00 Europe/Berlin")
    set_date(course, NAME, DUE)
    assert {row.student: row.points for row in grade(course).rows} == {"ann": 60, "ben": 60}


def test_what_lateness_costs():
    """Are days begun counted, grace and zero known, and never more taken than was reached?"""

    def off(late, score=50.0, **rule):
        return LatePenalty(**rule).late_submission_penalty("ann", score, late)

    assert off(1.0, points_per_day=5) == 5
    assert off(86_400.0, points_per_day=5) == 5
    assert off(86_401.0, points_per_day=5, percent_per_day=10) == 20
    assert off(900.0, points_per_day=5, grace_minutes=15) is None
    assert off(1.0, penalty_method="zero") == 50
    assert off(1e7, percent_per_day=50) == 50
    assert off(1e7) is None
    assert [in_words(s) for s in (1, 3600, 90_000, 172_800)] == [
        "1 min",
        "1 h",
        "1 day 1 h",
        "2 days",
    ]


def test_a_file_that_a_spreadsheet_saved(tmp_path):
    """Are semicolons and a byte order mark understood, and a missing column said?"""
    path = tmp_path / "extensions.csv"
    path.write_text("\ufeffassignment;student;until\nw1;ann;2026-06-10 12:00 UTC\n;;\n", "utf-8")
    assert read_extensions(tmp_path) == {("w1", "ann"): datetime.datetime(2026, 6, 10, 12)}
    path.write_text("student,until\n")
    with pytest.raises(CourseError, match="no column 'assignment'"):
        read_extensions(tmp_path)


def test_nbgraders_own_way_agrees(course, monkeypatch):
    """Do `nbgrader autograde` and formgrader's button take off the same, extensions among it?"""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    monkeypatch.setattr(CourseDirectory, "get_existing_timestamp", None)
    set_date(course, NAME, DUE)
    path = small.hand_in(course, "cleo", small.solved(course))
    path.with_name("timestamp.txt").write_text("2026-06-19 12:00:00 UTC")
    set_date(course, NAME, "2026-06-18 13:00", "cleo", datetime.UTC)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.folder)).load_config()
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    for student in ("ben", "cleo"):
        done = api.autograde(NAME, student)
        assert done["success"], done
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        penalties = {
            submission.student.id: submission.late_submission_penalty
            for submission in book.assignment_submissions(NAME)
        }
    assert penalties == {"ben": 12.0, "cleo": 6.0}
