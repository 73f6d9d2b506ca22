"""The built assignment under stock nbgrader: its own commands, in a course folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.notebook.build import build_assignment, stale_reasons

DECLARATION = """\
from autograder.declaration.exercise import Assignment
from autograder.checks.probes import Steps

assignment = Assignment("tiny", "Half of everything", week=1)
halve = assignment.exercise("halve", points=30)
root = assignment.exercise("Root", points=70, depends_on=("halve",))


@halve.case("halves numbers of both signs")
def both_signs(rng):
    return {"x": float(rng.normal())}


@root.case("takes the root of a positive number")
def positive(rng):
    return Steps({"x": 9.0}, steps=[("value", {})])
"""

CONFIG = """\
from autograder.notebook.transform import CODE_STUB

c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]
c.ClearSolutions.code_stub = {"python": CODE_STUB}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, tiny_source, pixel):
    """A course folder with one built assignment, for nbgrader's commands."""
    folder = tmp_path_factory.mktemp("course")
    course = Course(folder)
    source = course.source("tiny")
    source.parent.mkdir(parents=True)
    source.write_text(tiny_source, encoding="utf-8")
    (source.parent / "result.png").write_bytes(pixel)
    declaration = folder / "autograder" / "exercises" / "tiny" / "__init__.py"
    declaration.parent.mkdir(parents=True)
    declaration.write_text(DECLARATION, encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    build_assignment(course, "tiny")
    return folder


def nbgrader(folder, *arguments):
    """Runs `nbgrader ...` in the course folder; returns status and all that it said."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY_ROOT)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_generate_assignment_makes_the_same_release(folder):
    """Does nbgrader make byte for byte what our build made, without answers, and spare ours?"""
    ours = folder / "assignments" / "tiny"
    before = {path.name: path.read_bytes() for path in ours.iterdir()}
    for arguments in ([], ["--force"]):
        status, said = nbgrader(folder, "generate_assignment", "tiny", *arguments)
        assert status == 0, said
        theirs = folder / "release" / "tiny"
        assert (theirs / "tiny.ipynb").read_bytes() == before["tiny.ipynb"]
        assert (theirs / "checks.json").read_bytes() == before["checks.json"]
        assert not list(theirs.glob("*.py"))
    assert {path.name: path.read_bytes() for path in ours.iterdir()} == before
    assert not stale_reasons(Course(folder), "tiny")


def validate(folder, notebook):
    """Runs `nbgrader validate` on a notebook beside the released one."""
    path = folder / "assignments" / "tiny" / "tried.ipynb"
    nbformat.write(notebook, path)
    try:
        return nbgrader(folder, "validate", str(path))[1]
    finally:
        path.unlink()


@pytest.fixture
def released(folder):
    """The released notebook; a test may write into its cells."""
    path = Course(folder).release_notebook("tiny")
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def write(notebook, cell_id, source):
    """Writes a learner's answer into a cell."""
    next(cell for cell in notebook.cells if cell.id == cell_id).source = source


RIGHT = "def halve(x):\n    return 0.5 * x"
WRONG = "def halve(x):\n    return 0.25 * x"
RIGHT_ROOT = (
    "class Root:\n    def __init__(self, x):\n        self.x = x\n\n"
    "    def value(self):\n        return self.x ** 0.5"
)


def test_validate_fails_on_the_untouched_release(folder, released):
    """Does nbgrader see that nothing is written yet, in both checks?"""
    said = validate(folder, released)
    assert "VALIDATION FAILED ON 2 CELL(S)" in said


def test_validate_fails_on_a_wrong_answer(folder, released):
    """Does nbgrader name the one check that does not pass, in a short line and no trace?"""
    write(released, "halve", WRONG)
    write(released, "Root", RIGHT_ROOT)
    said = validate(folder, released)
    assert "VALIDATION FAILED ON 1 CELL(S)" in said
    assert "halve" in said
    assert "learner.py" not in said  # A trace would name it; the kernel may leave one of its own.


def test_validate_passes_a_right_answer(folder, released):
    """Does nbgrader say so when all is right, in other words than the reference's?"""
    write(released, "halve", RIGHT)
    write(released, "Root", RIGHT_ROOT)
    said = validate(folder, released)
    assert "Success! Your notebook passes all the tests." in said
