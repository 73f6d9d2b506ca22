"""Tests nbgrader's own ways to grade: its command, and the button of formgrader."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from autograder.batch import grade_class
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.records import nbgrader as seam
from autograder.records.folder import LEFT_OUT
from tests.autograder import small_course as small

NAME = small.ASSIGNMENT
SQUARES = "def double(x):\n    return x * x"
SCRIPT = "<script>alert('owned')</script>"


@pytest.fixture
def course(tmp_path, gradebook_version, monkeypatch):
    """Makes the small course with this repository's nbgrader_config.py."""
    # `configure` replaces this method for the whole process.
    monkeypatch.setattr(CourseDirectory, "get_existing_timestamp", None)
    monkeypatch.chdir(tmp_path)
    course = small.make_course(tmp_path)
    config = (REPOSITORY_ROOT / "nbgrader_config.py").read_text()
    (tmp_path / "nbgrader_config.py").write_text(config)
    return course


def api_of(course):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.folder)).load_config()
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def autograde(course, student, **options):
    result = api_of(course).autograde(NAME, student, **options)
    assert result["success"], result
    return result.get("log", "")


def grades(course):
    """Returns from student to exercise to points and comment."""
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        found = {}
        for submission in book.assignment_submissions(NAME):
            (notebook,) = submission.notebooks
            comments = {c.name: without_numbers(c.comment) for c in notebook.comments}
            found[submission.student.id] = {
                grade.name: (grade.auto_score, grade.max_score, grade.needs_manual_grade)
                for grade in notebook.grades
            } | comments
        return found


def without_numbers(text):
    """Masks the numbers in a text: every batch has secret inputs of its own."""
    return re.sub(r"-?\d[\d.e+-]*", "#", text)


def hand_in_class(course):
    """Hands in honest, wrong, forged, renamed and unreadable submissions."""
    small.hand_in(course, "ann", small.solved(course))
    small.hand_in(course, "ben", small.solved(course, double=SQUARES))
    small.hand_in(course, "cleo", small.blank(course))
    small.hand_in(course, "dan", "no notebook")
    small.hand_in(course, "eve", small.solved(course), "My Copy.ipynb")
    small.hand_in(course, "finn", forged(course))
    deleted = small.solved(course, total="def total(xs)\n    return 0")
    deleted.cells = [c for c in deleted.cells if c.id not in ("check_double", "average", "setup")]
    small.hand_in(course, "gus", deleted)
    small.hand_in(course, "hal", stripped(course))


def forged(course):
    """Returns the untouched notebook with all that stock nbgrader would believe."""
    notebook = small.blank(course)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
        if marks := cell.metadata.get("nbgrader"):
            marks.update(grade=False, solution=True, locked=False, points=1e6, checksum="0")
        if cell.cell_type == "code":
            data = {"text/plain": "1000"}
            cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
    for exercise in small.SOLUTIONS:
        small.cell_of(notebook, f"check_{exercise}").source = "1000"
    notebook.cells.append(new_code_cell("def check(name):\n    return 1000"))
    return notebook


def stripped(course):
    """Returns a right notebook that has lost its metadata and ids."""
    notebook = small.solved(course)
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell.id = {}, f"c{number}"
    return notebook


POINTS = {"ann": 60, "ben": 50, "cleo": 0, "dan": 0, "eve": 60, "finn": 0, "gus": 10, "hal": 60}


def test_the_command_and_the_batch_agree(course):
    """Do `nbgrader autograde` and `autograder grade` give the same points, hints and notebooks?"""
    hand_in_class(course)
    (course.folder / "submitted/ann" / NAME / "timestamp.txt").write_text("no time\x1b")
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(REPOSITORY_ROOT),
    }
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    done = subprocess.run(
        command, cwd=course.folder, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    by_nbgrader = grades(course)
    notebooks = executed(course)
    assert {student: total(found) for student, found in by_nbgrader.items()} == POINTS
    assert "You squared the number" in by_nbgrader["ben"]["double"]
    assert "JSON" in by_nbgrader["dan"]["double"]
    assert "My Copy.ipynb" in done.stderr

    (course.folder / "gradebook.db").unlink()
    result = grade_class(course, NAME)
    assert {row.student: row.points for row in result.rows} == POINTS
    assert grades(course) == by_nbgrader
    assert executed(course) == notebooks


def total(found):
    """Returns the sum of the points that the gradebook holds of a submission."""
    return sum(value[0] for value in found.values() if isinstance(value, tuple))


def executed(course):
    """Returns the executed notebooks without what names the moment."""
    return {
        path.relative_to(course.folder): [
            (cell.id, cell.source, without_numbers(str(cell.get("outputs"))))
            for cell in nbformat.read(path, as_version=4).cells
        ]
        for path in (course.folder / "autograded").rglob("*.ipynb")
    }


def test_the_button_inside_an_event_loop(course, monkeypatch):
    """Does formgrader's call work inside Jupyter's loop, without a fork of the server?"""
    small.hand_in(course, "ben", small.solved(course, double=SQUARES))

    def no_fork():
        raise AssertionError("forked the server")

    monkeypatch.setattr(os, "fork", no_fork)

    async def press():
        return autograde(course, "ben")

    asyncio.run(press())
    found = grades(course)["ben"]
    assert found["check_double"] == (0, 10, False)
    assert found["check_total"] == (20, 20, False)
    assert "You squared the number" in found["double"]


def test_manual_grades_survive(course):
    """Do a person's points and words stay when the button is pressed again?"""
    small.hand_in(course, "ben", small.solved(course, double=SQUARES))
    autograde(course, "ben")
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        book.find_grade("check_double", NAME, NAME, "ben").manual_score = 7.0
        book.find_comment("double", NAME, NAME, "ben").manual_comment = "Nearly."
        book.db.commit()
    autograde(course, "ben")
    with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as book:
        assert book.find_submission(NAME, "ben").score == 57
        assert book.find_comment("double", NAME, NAME, "ben").comment == "Nearly."
        assert book.find_grade("check_double", NAME, NAME, "ben").auto_score == 0


def test_an_assignment_that_nbgrader_released(course):
    """Do both ways grade after `nbgrader generate_assignment`, and does no answer get out?"""
    api = api_of(course)
    (course.source(NAME).parent / "notes.md").write_text("answers")
    result = api.generate_assignment(NAME)
    assert result["success"], result
    handed_out = {path.name for path in (course.folder / "release").rglob("*") if path.is_file()}
    assert handed_out == {f"{NAME}.ipynb"}
    released = (course.folder / "release" / NAME / f"{NAME}.ipynb").read_text()
    assert "math.fsum" not in released
    assert course.release_notebook(NAME).is_file()
    small.hand_in(course, "ann", released)
    small.hand_in(course, "ben", small.solved(course))
    autograde(course, "ann")
    autograde(course, "ben")
    assert {s: g["check_double"][0] for s, g in grades(course).items()} == {"ann": 0, "ben": 10}
    assert not list((course.folder / "autograded").rglob("*.py"))
    assert [row.points for row in grade_class(course, NAME).rows] == [0, 60]


def test_files_beside_a_submission(course, tmp_path):
    """Do links, pipes and a false timestamp beside a notebook end nothing and bring nothing in?"""
    path = small.hand_in(course, "ann", small.solved(course))
    (tmp_path / "secret.txt").write_text("secret")
    (path.parent / "link.txt").symlink_to(tmp_path / "secret.txt")
    (path.parent / "dangling.txt").symlink_to(tmp_path / "nothing")
    (path.parent / "timestamp.txt").write_bytes(b"\xff\xfe")
    os.mkfifo(path.parent / "pipe")
    autograde(course, "ann")
    autograde(course, "ann", force=False)
    assert grades(course)["ann"]["check_double"][0] == 10
    names = {path.name for path in (course.folder / "autograded").rglob("*") if path.is_file()}
    assert names == {f"{NAME}.ipynb", "timestamp.txt"}


def test_nbgraders_feedback_is_inert(course):
    """Is there no live tag of a learner in the page that `nbgrader generate_feedback` makes?"""
    notebook = small.solved(course, double=f'def double(x):\n    raise ValueError("{SCRIPT}")')
    notebook.cells += [
        new_markdown_cell(SCRIPT),
        new_code_cell(f"raise ValueError('''{SCRIPT}''')"),
    ]
    small.hand_in(course, "eve", notebook)
    small.hand_in(course, "finn", "no notebook", f"{SCRIPT.replace('/', '')}.ipynb")
    pages = {}
    for student in ("eve", "finn"):
        autograde(course, student)
        result = api_of(course).generate_feedback(NAME, student)
        assert result["success"], result
        path = course.folder / "feedback" / student / NAME / f"{NAME}.html"
        pages[student] = path.read_text()
    assert "alert(" in pages["eve"]
    assert not any("<script>alert" in page for page in pages.values())


def test_an_unknown_assignment(course):
    """Is an assignment that is not declared refused with its name, and nothing graded?"""
    path = course.folder / "submitted" / "ann" / "w9" / "w9.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(nbformat.writes(small.blank(course)))
    result = api_of(course).autograde("w9", "ann")
    assert not result["success"]
    assert "w9" in result["log"]


def test_the_configuration_replaces_what_believes_outputs(course):
    """Are nbgrader's Execute and SaveAutoGrades gone, and learners' answers kept out of folders?"""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.folder)).load_config()
    names = [step.__name__ for step in config.Autograde.autograde_preprocessors]
    assert names[0] == "JudgeSubmission"
    assert "SaveVerdicts" in names
    assert not {"Execute", "SaveAutoGrades"} & set(names)
    assert "*.py" in config.CourseDirectory.ignore
    assert seam.course_of(course.folder).root == course.root
    assert seam.course_of(course.folder / "elsewhere").root == REPOSITORY_ROOT


def test_a_folder_that_nbgrader_passes_over_is_said(course):
    """Does `nbgrader autograde` name a learner whose folder its own search leaves out?"""
    small.hand_in(course, "ann", small.solved(course))
    small.hand_in(course, "ben[2]", small.solved(course))
    log = autograde(course, "*")
    assert f"ben[2]: {LEFT_OUT}" in log
    assert set(grades(course)) == {"ann"}
