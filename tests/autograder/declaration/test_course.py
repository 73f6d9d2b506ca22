"""Where the files of a course are found, and what is said when they are not."""

import pytest

from autograder.declaration.course import Course
from autograder.errors import CourseError

DECLARATION = """
from autograder.declaration.exercise import Assignment

assignment = Assignment("{name}", title="{title}", week=1)
f = assignment.exercise("f", points={points})


@f.misconception("No.")
def wrong(x):
    return "{title}"
"""


def write(root, name, title="T", points=1):
    folder = root / "autograder" / "exercises" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text(DECLARATION.format(name=name, title=title, points=points))


def test_declarations_are_found(tmp_path):
    """Are all declarations listed, sorted, and files that are none left out?"""
    for name in ("w2_b", "w1_a"):
        write(tmp_path, name)
    folder = tmp_path / "autograder" / "exercises"
    for other in ("__init__.py", "draft.py", "notes.txt"):
        (folder / other).write_text("raise ValueError")
    (folder / "__pycache__").mkdir()
    (folder / "w3_empty").mkdir()
    course = Course(tmp_path)
    assert course.assignment_ids() == ["w1_a", "w2_b"]
    assert course.declaration("w1_a").id == "w1_a"


def test_declaration_is_read_once(tmp_path):
    """Does a course keep what it has read, so that one run sees one declaration?"""
    write(tmp_path, "w1_a")
    course = Course(tmp_path)
    assert course.declaration("w1_a") is course.declaration("w1_a")
    assert course.declaration("w1_a").source == course.source("w1_a")


def test_two_courses_side_by_side(tmp_path):
    """Do two courses with assignments of one name keep apart, sources of functions too?"""
    for title in ("one", "two"):
        write(tmp_path / title, "w1_a", title)
    one, two = (Course(tmp_path / title).declaration("w1_a") for title in ("one", "two"))
    assert (one.title, two.title) == ("one", "two")
    for assignment in (one, two):
        source = assignment.exercises["f"].misconceptions[0].source_for_notebook()
        assert assignment.title in source


def test_unknown_assignment_is_told_in_one_line(tmp_path):
    """Does a wrong id say where was looked and what there is?"""
    write(tmp_path, "w1_a")
    with pytest.raises(CourseError, match=r"^There is no assignment 'w9' in .*; there is: w1_a\.$"):
        Course(tmp_path).declaration("w9")
    with pytest.raises(CourseError, match=r"there are: none\.$"):
        Course(tmp_path / "empty").declaration("w9")


@pytest.mark.parametrize("name", ["../w1_a", "w1_a/../w1_a", "", "W1_A", "w1_a.py"])
def test_strange_ids_reach_no_file(tmp_path, name):
    """Can an id that is no id, a path above all, load a file?"""
    write(tmp_path, "w1_a")
    with pytest.raises(CourseError):
        Course(tmp_path).declaration(name)


def test_paths_of_an_assignment(tmp_path):
    """Do source, notebooks and bundle lie where instructors and learners look for them?"""
    course = Course(tmp_path)
    paths = [course.source("w1"), course.instructor_notebook("w1"), course.release_notebook("w1"),
             course.bundle("w1")]  # fmt: skip
    assert [path.relative_to(course.root).as_posix() for path in paths] == [
        "solutions/w1/w1.py", "solutions/w1/w1.ipynb", "assignments/w1/w1.ipynb",
        "assignments/w1/checks.json",
    ]  # fmt: skip


def test_folder_may_lie_elsewhere(tmp_path):
    """Can submissions lie in a folder of the instructor's, through a symbolic link as well?"""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    course = Course(tmp_path, tmp_path / "link")
    assert course.folder == tmp_path / "link"  # nbgrader must see the path that was given
    assert Course(tmp_path).folder == course.root


def test_this_repository_is_a_course():
    """Does every declared assignment have its source, its release and its public cases?"""
    course = Course()
    assert course.assignment_ids()
    for name in course.assignment_ids():
        for path in (course.source(name), course.release_notebook(name), course.bundle(name)):
            assert path.is_file(), path


def test_a_mistake_made_of_the_right_answer_can_be_handed_in():
    """Does a variant that changes the reference's result run in a notebook, and fail as it should?"""
    assignment = Course().declaration("w7_trigger_word")
    exercise, reference = assignment.exercises["event_scores"], assignment.reference()
    mistake = next(v for v in exercise.misconceptions if v.name == "in_percent")
    with pytest.raises(ValueError, match="pass it"):
        mistake.source_for_notebook()
    namespace = dict(reference.namespace)
    exec(mistake.source_for_notebook(reference.cells["event_scores"]), namespace)
    arguments = [[10, 50, 90], [11, 52, 200, 300], 5, 60.0]
    expected = mistake.function(*arguments)
    assert namespace["event_scores"](*arguments) == expected
    assert expected != reference.event_scores(*arguments)
