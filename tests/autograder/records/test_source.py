"""formgrader in a course folder of one's own, and nbgrader's Validate."""

import shutil

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.validator import Validator
from traitlets.config.loader import PyFileConfigLoader

from autograder.batch import grade_class
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.commands import doctor
from autograder.declaration.course import Course
from autograder.records.folder import CourseFolder
from autograder.records.source import provide_source
from tests.autograder import small_course as small

NAME = small.ASSIGNMENT


@pytest.fixture
def course(tmp_path, gradebook_version, monkeypatch):
    """The small course, with a course folder elsewhere that holds the configuration only."""
    monkeypatch.setattr(CourseDirectory, "get_existing_timestamp", None)
    root = tmp_path / "clone"
    small.make_course(root)
    (root / "assignments" / NAME / "checks.json").write_text("{}\n", encoding="utf-8")
    folder = tmp_path / "spring"
    folder.mkdir()
    shutil.copy(REPOSITORY_ROOT / "nbgrader_config.py", folder)
    monkeypatch.chdir(folder)
    return Course(root, folder=folder)


def api_of(course):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.folder)).load_config()
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def texts_below(folder):
    """Returns the names and contents of all files of a folder, as far as they are text."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db"]
    return {path: path.read_text("utf-8", "replace") for path in files}


def test_a_graded_assignment_is_listed(course):
    """Does formgrader show the assignment with its submissions, and is no answer in the folder?"""
    small.hand_in(course, "ann", small.blank(course))
    assert api_of(course).get_assignments() == []
    grade_class(course, NAME)
    (listed,) = api_of(course).get_assignments()
    assert (listed["name"], listed["num_submissions"], listed["max_score"]) == (NAME, 1, 60)
    everything = "".join(texts_below(course.folder).values())
    assert "BEGIN SOLUTION" not in everything
    assert "scale(x, 2)" not in everything


def test_its_generate_button_makes_the_release(course):
    """Does Generate make the released notebook of it, byte for byte, with the checks beside?"""
    provide_source(course, CourseFolder(course.folder).source(NAME), NAME)
    made = api_of(course).generate_assignment(NAME)
    assert made["success"], made
    release = course.folder / "release" / NAME
    assert sorted(p.name for p in release.iterdir()) == ["checks.json", f"{NAME}.ipynb"]
    ours = course.release_notebook(NAME).read_bytes()
    assert (release / f"{NAME}.ipynb").read_bytes() == ours


def test_what_a_person_put_there_stays(course):
    """Is a notebook with solutions in the source folder left alone, and an old release renewed?"""
    place = CourseFolder(course.folder).source(NAME)
    provide_source(course, place, NAME)
    notebook = place / f"{NAME}.ipynb"
    notebook.write_text("{}", encoding="utf-8")
    assert provide_source(course, place, NAME) == [notebook]
    notebook.write_text("### BEGIN SOLUTION", encoding="utf-8")
    assert provide_source(course, place, NAME) == []
    assert notebook.read_text(encoding="utf-8") == "### BEGIN SOLUTION"


def test_nothing_is_made_in_a_clone(tmp_path, gradebook_version):
    """Does grading in a clone leave the sources alone?"""
    course = small.make_course(tmp_path)
    before = sorted((tmp_path / "solutions").rglob("*"))
    shutil.copy(REPOSITORY_ROOT / "nbgrader_config.py", tmp_path)
    small.hand_in(course, "ann", small.blank(course))
    grade_class(course, NAME)
    assert sorted((tmp_path / "solutions").rglob("*")) == before
    assert not (tmp_path / "source").exists()


def test_the_doctor_looks_for_it(course):
    """Does the doctor say that formgrader would not show what was handed in, and how to fix it?"""
    small.hand_in(course, "ann", small.blank(course))
    (found,) = doctor._formgrader(course)
    assert found.state == "problem"
    assert NAME in found.message
    assert found.fix.startswith("autograder new ")
    provide_source(course, CourseFolder(course.folder).source(NAME), NAME)
    (found,) = doctor._formgrader(course)
    assert found.state == "ok"


def test_validate_leaves_training_out(course):
    """Does Validate pass over cells that train, plot or explore, and give the others time?"""
    trace = course.folder / "trace.txt"
    write = f"open({str(trace)!r}, 'a').write"
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_code_cell(f"{write}('given ')"),
        nbformat.v4.new_code_cell(f"{write}('training ')", metadata={"tags": ["train"]}),
        nbformat.v4.new_code_cell(
            f"_ = {write}('end')",
            metadata={"tags": ["train"], "nbgrader": {
                "grade": True, "solution": False, "locked": True, "task": False, "points": 1,
                "grade_id": "check_it", "schema_version": 3,
            }},
        ),
    ])  # fmt: skip
    path = course.folder / "n.ipynb"
    nbformat.write(notebook, path)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.folder)).load_config()
    Validator(config=config).validate(str(path))
    assert trace.read_text() == "given end"
    assert config.Execute.timeout >= 120
