"""A class that is graded once for all tests of the desk; who changes something takes a copy."""

import shutil

import pytest

from autograder.batch import grade_class
from autograder.declaration.course import Course
from autograder.judging.config import JudgeConfig
from autograder.records.gradebook import open_gradebook
from tests.autograder import small_course as small
from tests.autograder.desk.classroom import hand_in_all


@pytest.fixture(scope="session")
def small_root(tmp_path_factory):
    """Builds the small course once."""
    root = tmp_path_factory.mktemp("course")
    small.make_course(root)
    return root


@pytest.fixture(scope="session")
def graded_folder(small_root, tmp_path_factory):
    """Grades the class; a person then changes one score and gives points to a refused file."""
    folder = tmp_path_factory.mktemp("graded")
    course = Course(small_root, folder=folder)
    hand_in_all(course)
    grade_class(course, small.ASSIGNMENT, config=JudgeConfig(seed=7), workers=2)
    with open_gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        for student, exercise, points in (("hana", "total", 12.0), ("picture", "double", 4.0)):
            notebook = gradebook.find_submission_notebook(
                small.ASSIGNMENT, small.ASSIGNMENT, student
            )
            for grade in notebook.grades:
                if grade.name == f"check_{exercise}":
                    grade.manual_score = points
                elif student == "picture":
                    grade.manual_score = 0.0
        gradebook.db.commit()
    return folder


@pytest.fixture
def graded(small_root, graded_folder):
    """The graded class, for reading only."""
    return Course(small_root, folder=graded_folder)


@pytest.fixture
def graded_copy(small_root, graded_folder, tmp_path):
    """A graded class of a test's own."""
    folder = tmp_path / "copy"
    shutil.copytree(graded_folder, folder)
    root = tmp_path / "root"
    shutil.copytree(small_root, root)
    return Course(root, folder=folder)
