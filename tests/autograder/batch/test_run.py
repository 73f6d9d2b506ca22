"""Tests the grading of a class: records, gradebook, files, and that nothing ends a batch."""

import csv
import io
import json
import os
from dataclasses import dataclass, field

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from rich.console import Console
from sqlalchemy import text

from autograder.batch import grade_class, results
from autograder.checks.verdict import STATUSES, Verdict
from autograder.commands.terminal import show_class
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import NO_JAIL, CellError, GradedCells
from autograder.records import gradebook
from tests.autograder import small_course as small

EVIL = "<script>alert('owned')</script>\x1b]0;owned\x07 [x](javascript:alert(1)) \ud800 | =1+1"
NAME = small.ASSIGNMENT


@dataclass
class FakeJudge:
    """Passes whatever defines an exercise; answers with a stranger's text where asked to."""

    course: Course
    seed: int = 1
    fail_on: str = "BOOM"
    time_limit: float = 1.0
    jail: bool = True
    asked: list = field(default_factory=list)

    @property
    def config(self):
        """How it says that it judges."""
        return JudgeConfig(seed=self.seed, time_limit=self.time_limit, jail=self.jail)

    def prepare(self, submissions):
        """Has nothing to make."""

    def grade(self, cells):
        """Looks at the sources only."""
        text = "\n".join(cell.source for cell in cells)
        self.asked.append(text)
        if self.fail_on in text:
            raise RuntimeError("the judge broke " + EVIL)
        faults = ["The check of double itself failed (KeyError): a person must look at it."]
        verdicts, errors = [], [CellError("added_1", EVIL)] if "EVIL" in text else []
        for exercise in self.course.declaration(NAME).exercises.values():
            if exercise.name == "double" and "UNJUDGED" in text:
                verdicts.append(Verdict.unjudged(exercise.name, exercise.points))
            elif f"def {exercise.name}(" in text and "EVIL" not in text:
                verdicts.append(Verdict.passed(exercise.name, exercise.points, ["it works"], 0.1))
            else:
                verdicts.append(
                    Verdict(exercise.name, 0, exercise.points, "failed", EVIL, explanation=[EVIL])
                )
        flags = [] if self.jail else [NO_JAIL]
        return GradedCells(verdicts, errors, faults * ("UNJUDGED" in text) + flags)

    def close(self):
        """Has started no process."""

    def notes(self):
        """Has nothing to say to whoever started the batch."""
        return []

    def refuse(self, reason):
        """Gives nothing."""
        exercises = self.course.declaration(NAME).exercises.values()
        return [Verdict.refused(e.name, e.points, reason) for e in exercises]


@pytest.fixture
def course(tmp_path, gradebook_version):
    """Makes the small course in a folder of its own."""
    return small.make_course(tmp_path)


def grade(course, **options):
    return grade_class(course, NAME, judge=FakeJudge(course), **options)


def gradebook_of(course):
    return Gradebook(f"sqlite:///{course.folder}/gradebook.db")


def printed(show):
    """Returns what is printed on a console that is a hundred columns wide."""
    file = io.StringIO()
    show(Console(width=100, file=file))
    return file.getvalue()


def record_of(result, student, exercise="double"):
    return next(r for r in result.records if (r["student"], r["exercise"]) == (student, exercise))


def test_a_class_with_the_real_judge(course):
    """Do right, wrong, untouched and unreadable submissions get their grades, everywhere?"""
    small.hand_in(course, "ann", small.solved(course))
    squares = "def double(x):\n    return x * x"
    small.hand_in(course, "ben", small.solved(course, double=squares))
    small.hand_in(course, "cleo", small.blank(course))
    small.hand_in(course, "dan", "no notebook")
    seen = []
    result = grade_class(
        course, NAME, config=JudgeConfig(seed=3), progress=lambda *step: seen.append(step)
    )

    assert {row.student: row.points for row in result.rows} == {
        "ann": 60, "ben": 50, "cleo": 0, "dan": 0,
    }  # fmt: skip
    assert record_of(result, "ben")["misconception"] == "squares"
    assert record_of(result, "dan")["status"] == "refused"
    assert seen == [(0, 4, "ann"), (1, 4, "ben"), (2, 4, "cleo"), (3, 4, "dan"), (4, 4, "")]
    assert result.seed == 3

    with gradebook_of(course) as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(NAME)}
        assert scores == {"ann": 60, "ben": 50, "cleo": 0, "dan": 0}
        comment = book.find_comment("double", NAME, NAME, "ben")
        assert "You squared the number" in comment.auto_comment
        grade = book.find_grade("check_double", NAME, NAME, "dan")
        assert grade.needs_manual_grade
        assert not book.find_grade("check_double", NAME, NAME, "ben").needs_manual_grade

    fields = {
        "assignment", "student", "exercise", "points", "max_points", "status", "hint",
        "misconception", "carried_forward", "seconds", "notebook_sha256", "release", "flags",
    }  # fmt: skip
    records = json.loads((course.folder / "grades.json").read_text())
    assert records == result.records
    assert all(set(record) == fields and record["status"] in STATUSES for record in records)
    assert len(records) == 4 * 3
    with open(course.folder / "grades.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == ["ann", "ben", "cleo", "dan"]
    assert [float(row[NAME]) for row in rows] == [60, 50, 0, 0]
    assert float(rows[1][f"{NAME}/double"]) == 0

    for student in ("ann", "ben", "cleo", "dan"):
        page = course.folder / "feedback" / student / NAME / f"{NAME}.html"
        assert "of 60 points" in page.read_text()
        executed = nbformat.read(
            course.folder / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4
        )
        nbformat.validate(executed)
        assert small.cell_of(executed, "check_double").outputs


def test_forged_notebooks_earn_nothing(course):
    """Do flipped flags, skipped or deleted checks, forged outputs and own checks gain nothing?"""
    forged = small.blank(course)
    for cell in forged.cells:
        cell.metadata["tags"] = ["skip-execution"]
        if marks := cell.metadata.get("nbgrader"):
            marks.update(grade=not marks["grade"], solution=not marks["solution"], points=1e6)
        if cell.cell_type == "code":
            data = {"text/plain": "1000"}
            cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    small.hand_in(course, "flags", forged)
    deleted = small.blank(course)
    deleted.cells = [cell for cell in deleted.cells if not cell.id.startswith("check")]
    deleted.cells.append(new_code_cell("def check(name):\n    print('passed')\n1000"))
    small.hand_in(course, "deleted", deleted)
    result = grade_class(course, NAME)
    assert [row.points for row in result.rows] == [0, 0]
    assert {record["max_points"] for record in result.records} == {10, 20, 30}
    with gradebook_of(course) as book:
        assert book.find_submission(NAME, "flags").score == 0
        assert book.find_submission(NAME, "flags").max_score == 60


def test_manual_grades_stay(course):
    """Do a person's points and comment survive a second run, and stand in page and CSV?"""
    small.hand_in(course, "ann", small.blank(course))
    small.hand_in(course, "ben", small.solved(course, total="raise ValueError('EVIL')"))
    grade(course)
    with gradebook_of(course) as book:
        book.find_grade("check_total", NAME, NAME, "ben").manual_score = 17.0
        book.find_grade("check_double", NAME, NAME, "ben").extra_credit = 1.0
        comment = book.find_comment("total", NAME, NAME, "ben")
        comment.manual_comment = "Nice idea <3"
        book.db.commit()
    result = grade(course)
    ben = next(row for row in result.rows if row.student == "ben")
    assert ben.scores["total"] == 17
    assert ben.points == 18
    assert record_of(result, "ben", "total")["points"] == 0
    page = (course.folder / "feedback" / "ben" / NAME / f"{NAME}.html").read_text()
    assert "Nice idea &lt;3" in page
    assert "ben,18.0" in (course.folder / "grades.csv").read_text()


def test_one_submission_never_ends_a_batch(course, monkeypatch):
    """Is a broken judge, gradebook entry or page recorded with its reason, the rest graded?"""
    small.hand_in(course, "ann", small.solved(course, double="BOOM = 1"))
    small.hand_in(course, "ben", small.solved(course))
    small.hand_in(course, "cleo", small.solved(course))
    small.hand_in(course, os.fsdecode(b"\xff\xfe"), small.solved(course))
    page = results.feedback_page

    def break_once(assignment, graded, review):
        if graded.student == "ben" and graded.outcome == "graded":
            raise OSError("disk " + EVIL)
        return page(assignment, graded, review)

    monkeypatch.setattr(results, "feedback_page", break_once)
    result = grade(course)
    outcomes = [row.outcome for row in result.rows]
    assert outcomes == ["crashed", "crashed", "graded", "crashed"]
    assert record_of(result, "ann")["status"] == "crashed"
    assert "the judge broke" in record_of(result, "ann")["hint"]
    assert "disk" in record_of(result, "ben")["hint"]
    assert record_of(result, "cleo")["points"] == 10
    with gradebook_of(course) as book:
        assert book.find_grade("check_double", NAME, NAME, "ben").auto_score == 0
        assert book.find_grade("check_double", NAME, NAME, "ben").needs_manual_grade
    Console(width=100, file=open(os.devnull, "w")).print(result.table())


def test_strangers_text_is_inert_everywhere(course):
    """Is there no live tag, formula or terminal escape in any file that a batch writes?"""
    evil = small.solved(course, double=f"EVIL = '''{EVIL}'''")
    evil.cells += [new_markdown_cell(EVIL), new_code_cell("!" + EVIL)]
    student = "=cmd|'<script>alert(1)<"
    small.hand_in(course, student, evil, file_name="<script>\x1b[31m.ipynb")
    result = grade(course)
    assert record_of(result, student)["status"] == "failed"
    pages = list((course.folder / "feedback").rglob("*.html"))
    texts = [path.read_text() for path in (*pages, course.folder / "grades.csv")]
    with gradebook_of(course) as book:
        texts.append(book.find_comment("double", NAME, NAME, student).auto_comment)
    texts.append(printed(lambda console: console.print(result.table())))
    assert len(texts) == 4
    assert "=cmd" in texts[3]
    assert not any("\x1b" in text or "\x07" in text for text in texts)
    assert not any("<script" in text for text in (texts[0], texts[2]))
    assert texts[1].splitlines()[1].startswith("'=cmd")
    executed = nbformat.read(next((course.folder / "autograded").rglob("*.ipynb")), as_version=4)
    shown = [cell.source for cell in executed.cells if cell.cell_type == "markdown"]
    for cell in executed.cells:
        shown += [o.data["text/html"] for o in cell.get("outputs", []) if "data" in o]
    assert len(shown) > 3
    assert not any("<script" in text for text in shown)


def test_what_lies_in_the_folders(course, tmp_path):
    """Are renamed notebooks taken, and empty, ambiguous and linked folders refused in words?"""
    small.hand_in(course, "renamed", small.solved(course), "My Copy (1).ipynb")
    small.hand_in(course, "two", small.solved(course), "a.ipynb")
    small.hand_in(course, "two", small.solved(course), "b.ipynb")
    small.hand_in(course, "two_with_name", small.solved(course))
    small.hand_in(course, "two_with_name", small.blank(course), "b.ipynb")
    small.hand_in(course, "pictures", b"\x89PNG", "holiday.png")
    (course.folder / "submitted" / "linked").symlink_to(course.folder / "submitted" / "renamed")
    (course.folder / "submitted" / "handed_in_nothing").mkdir()
    result = grade(course)
    outcomes = {row.student: row.outcome for row in result.rows}
    assert outcomes == {
        "renamed": "graded",
        "two": "refused",
        "two_with_name": "graded",
        "pictures": "refused",
        "linked": "refused",
    }
    flags = {row.student: " ".join(row.flags) for row in result.rows}
    assert "My Copy" in flags["renamed"]
    assert "2 notebooks" in flags["two"]
    assert "no notebook" in flags["pictures"]
    assert "link" in flags["linked"]
    assert flags["two_with_name"] == ""


def test_only_some_students(course):
    """Do the others keep their records when some are graded again, and leave when they are gone?"""
    for student in ("ann", "ben", "cleo"):
        small.hand_in(course, student, small.solved(course))
    grade(course)
    small.hand_in(course, "ben", small.blank(course).copy() | {"cells": []})
    result = grade(course, students=["ben"])
    assert [row.student for row in result.rows] == ["ben"]
    records = json.loads((course.folder / "grades.json").read_text())
    assert sorted({record["student"] for record in records}) == ["ann", "ben", "cleo"]
    assert len((course.folder / "grades.csv").read_text().splitlines()) == 4
    with pytest.raises(CourseError, match="nobody"):
        grade(course, students=["nobody"])


def test_what_is_missing_is_said(course, tmp_path):
    """Does one line say what is missing, where it was sought and what to run?"""
    with pytest.raises(CourseError, match="submitted"):
        grade(course)
    small.hand_in(course, "ann", small.solved(course))
    with pytest.raises(CourseError, match="w9_unknown"):
        grade_class(course, "w9_unknown")
    course.release_notebook(NAME).unlink()
    with pytest.raises(CourseError, match="autograder build"):
        grade(course)


def test_through_a_symbolic_link(course, tmp_path_factory):
    """Does a course folder reached through a link, with submissions behind a link, work?"""
    small.hand_in(course, "ann", small.solved(course))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (course.folder / "submitted").rename(elsewhere / "submitted")
    (course.folder / "submitted").symlink_to(elsewhere / "submitted")
    (elsewhere / "link").symlink_to(course.folder)
    through = Course(course.root, folder=elsewhere / "link")
    result = grade_class(through, NAME, judge=FakeJudge(through))
    assert result.rows[0].points == 60
    assert (course.folder / "autograded" / "ann" / NAME / f"{NAME}.ipynb").is_file()


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-02-03 10:00:00 UTC", 10),
        ("2026-02-03 10:00:00 +0200", 8),  # of which nbgrader makes 9:56:40
        ("2026-02-03 10:00:00 +02:00", 8),  # of which nbgrader makes 10:00
        ("2026-02-03 10:00:00+0200", 8),
        ("2026-02-03T10:00:00-05", 15),
        ("2026-02-03 10:00:00 Europe/Berlin", 9),
        ("2026-02-03 10:00:00.948203 UTC", 10),  # as nbgrader writes it
        ("2026-02-03 10:00:00 7200", None),
        ("2026-02-03 10:00:00 CEST", None),
        ("yesterday\x1b", None),
        ("9" * 9999, None),
    ],
)
def test_timestamps_are_believed_only_as_times(course, text, hour):
    """Is a time taken over, and a file that holds none passed over?"""
    path = small.hand_in(course, "ann", small.solved(course))
    (path.parent / "timestamp.txt").write_text(text)
    assert grade(course).rows[0].points == 60
    with gradebook_of(course) as book:
        timestamp = book.find_submission(NAME, "ann").timestamp
    assert (timestamp.hour if timestamp else None) == hour


def test_no_alembic_on_path(tmp_path, monkeypatch):
    """Is a gradebook made although this Python's programs are not on PATH?"""
    monkeypatch.setenv("PATH", "/nonexistent")
    with gradebook.open_gradebook(f"sqlite:///{tmp_path}/gradebook.db") as opened:
        assert opened.students == []
    assert os.environ["PATH"] == "/nonexistent"


def test_a_gradebook_is_whole_or_not_there(tmp_path, monkeypatch, _known_version):  # noqa: PT019
    """Can one be made after the making of one was ended half way, which nbgrader cannot fix?"""
    url = f"sqlite:///{tmp_path}/gradebook.db"

    def end():
        raise KeyboardInterrupt

    monkeypatch.setattr("nbgrader.api.get_alembic_version", end)
    with pytest.raises(KeyboardInterrupt), gradebook.open_gradebook(url):
        pass
    assert not (tmp_path / "gradebook.db").exists()
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: _known_version)
    with gradebook.open_gradebook(url) as opened:
        rows = opened.db.execute(text("SELECT version_num FROM alembic_version")).all()
    assert rows == [(_known_version,)]
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.db"]


def test_what_ran_without_a_jail_says_so(course):
    """Does every record, the table and the end of the run say it, and nothing when there is one?"""
    small.hand_in(course, "ann", small.solved(course))
    small.hand_in(course, "ben", small.solved(course, double="EVIL = 1"))
    for judge in (FakeJudge(course, jail=False), FakeJudge(course)):
        result = grade_class(course, NAME, judge=judge)
        shown = printed(lambda console, result=result: show_class(result, console))
        assert result.is_unjailed == (not judge.jail)
        assert all((NO_JAIL in record["flags"]) != judge.jail for record in result.records)
        assert (NO_JAIL in (course.folder / "grades.csv").read_text()) != judge.jail
        assert shown.count(NO_JAIL) == (0 if judge.jail else 2)
        assert "(+1) The cell of double does not define double." in shown


def test_what_the_end_of_a_run_says(course):
    """Does it tell how many were unchanged, and which seed repeats the inputs of which?"""
    small.hand_in(course, "ann", small.solved(course))
    judge = FakeJudge(course, seed=11)
    said = []
    for change in ("first", "nothing", "another"):
        if change == "another":
            small.hand_in(course, "ben", small.solved(course))
        result = grade_class(course, NAME, judge=judge)
        said.append(printed(lambda console, result=result: show_class(result, console)))
    assert "unchanged" not in said[0]
    assert "1 unchanged" in said[1]
    assert "1 unchanged" in said[2]
    assert all("--seed 11" in text for text in said)
    assert ["judged now" in text for text in said] == [False, False, True]


def test_a_fault_of_the_grader_asks_for_a_person(course):
    """Does a check that failed itself reach records, gradebook and table, and is it tried again?"""
    small.hand_in(course, "ada", small.solved(course, double="def double(x):\n    'UNJUDGED'"))
    small.hand_in(course, "bob", small.solved(course))
    result = grade(course)
    ours = [record for record in result.records if record["student"] == "ada"]
    assert [(r["status"], r["points"]) for r in ours] == [
        ("unjudged", 0), ("passed", 20), ("passed", 30),
    ]  # fmt: skip
    assert all("The check of double itself failed" in r["flags"][0] for r in ours)
    assert result.faults == {"ada": ["double"]}
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        (notebook,) = book.find_submission(NAME, "ada").notebooks
        open_ones = {grade.name: grade.needs_manual_grade for grade in notebook.grades}
    assert open_ones == {"check_double": True, "check_total": False, "check_average": False}
    console = Console(width=100, file=io.StringIO())
    show_class(result, console)
    said = console.file.getvalue()
    assert "The check itself failed, a person must look: ada (double)" in said
    page = (course.folder / "feedback" / "ada" / NAME / f"{NAME}.html").read_text()
    assert "could not be checked" in page
    assert "KeyError" not in page
    judge = FakeJudge(course)
    grade_class(course, NAME, judge=judge)
    assert len(judge.asked) == 1
