"""What learners get: everything they need, and no answer, hidden case or instructor's file."""

import ast
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import PurePosixPath

import nbformat
import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.desk import release
from autograder.desk.base_code import references
from autograder.desk.release import imported, needed_modules, pack_release
from autograder.errors import CourseError
from tests.autograder import small_course as small

COURSE = Course()
ASSIGNMENTS = COURSE.assignment_ids()


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """Packs each assignment once; returns from id to name to content."""
    folder = tmp_path_factory.mktemp("releases")
    found = {}
    for assignment_id in ASSIGNMENTS:
        path = pack_release(COURSE, assignment_id, folder / f"{assignment_id}.zip").path
        with zipfile.ZipFile(path) as archive:
            found[assignment_id] = {name: archive.read(name) for name in archive.namelist()}
    return found


def bodies(text):
    """Returns the bodies of all functions, whatever their variables are called, without docstring."""
    found = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            names = {}
            for inner in [i for part in body for i in ast.walk(part)]:
                if isinstance(inner, ast.Name):
                    inner.id = names.setdefault(inner.id, f"n{len(names)}")
            found[node.name] = "\n".join(ast.dump(part) for part in body)
    return found


@pytest.mark.parametrize("assignment_id", ASSIGNMENTS)
def test_no_answer_is_inside(packed, assignment_id):
    """Is no function of the solutions, renamed or not, in any code of the archive?"""
    answers = {}
    for cell in references(COURSE, assignment_id).values():
        answers.update(bodies(cell))
    assert answers
    for name, data in packed[assignment_id].items():
        if name.endswith(".py"):
            texts = [data.decode()]
        elif name.endswith(".ipynb"):
            cells = nbformat.reads(data.decode(), as_version=4).cells
            texts = [cell.source for cell in cells if cell.cell_type == "code"]
        else:
            continue
        for text in texts:
            try:
                found = bodies(text)
            except SyntaxError:  # a magic
                continue
            assert not set(found.values()) & set(answers.values()), name


@pytest.mark.parametrize("assignment_id", ASSIGNMENTS)
def test_no_hidden_case_and_no_file_of_the_instructor_is_inside(packed, assignment_id):
    """Is the text of the declaration, the source and the grader absent, by name and by content?"""
    private = [
        path
        for folder in ("solutions", "autograder", "tests", "benchmarks")
        for path in (REPOSITORY_ROOT / folder).rglob("*.py")
    ]
    modules = {
        path.relative_to(REPOSITORY_ROOT).as_posix()
        for path in needed_modules(REPOSITORY_ROOT, ["from autograder import check, scoreboard"])
    }
    inside = packed[assignment_id]
    contents = set(inside.values())
    for path in private:
        name = path.relative_to(REPOSITORY_ROOT).as_posix()
        if name not in modules and path.read_bytes().strip():
            assert name not in inside
            assert path.read_bytes() not in contents, name
    forbidden = {"solutions", "exercises", "judge.py", "gradebook.py", "reference.py", "batch"}
    for name in inside:
        path = PurePosixPath(name)
        assert not forbidden & set(path.parts), name
        assert ".." not in path.parts
        assert not path.is_absolute()
    code = b"\n".join(data for name, data in inside.items() if not name.startswith("data/"))
    for case in cases_of(assignment_id):
        assert f"def {case}(rng".encode() not in code


def cases_of(assignment_id):
    """Returns the names of the functions that make secret inputs."""
    exercises = COURSE.declaration(assignment_id).exercises.values()
    return [case.make.__name__ for exercise in exercises for case in exercise.cases]


def test_what_is_inside_is_enough(small_root, tmp_path):
    """Does a solved notebook pass its checks with nothing but the unpacked archive?"""
    from autograder.notebook.build import build_assignment

    root = tmp_path / "course"
    shutil.copytree(small_root, root)
    build_assignment(Course(root), small.ASSIGNMENT)
    course = Course(root, folder=tmp_path)
    done = pack_release(course, small.ASSIGNMENT)
    with zipfile.ZipFile(done.path) as archive:
        archive.extractall(tmp_path / "learner")
    place = tmp_path / "learner" / "assignments" / small.ASSIGNMENT
    notebook = nbformat.read(place / f"{small.ASSIGNMENT}.ipynb", as_version=4)
    for name, source in small.SOLUTIONS.items():
        small.cell_of(notebook, name).source = source
    lines = [c.source for c in notebook.cells if c.cell_type == "code"]
    code = (
        "import sys\nfrom autograder import begin, check, scoreboard\nbegin('w0_small')\n"
        + "\n\n".join(lines)
    )
    code += "\nassert not [m for m in sys.modules if 'nbgrader' in m or '.desk' in m]\n"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment["PYTHONPATH"] = str(tmp_path / "learner")
    ran = subprocess.run(
        [sys.executable, "-S", "-c", _WITH_SITE + code],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    for name in small.SOLUTIONS:
        assert f"{name}: passed" in ran.stdout, ran.stdout


# Packages of this environment without its editable installation, which would find the repository.
_WITH_SITE = f"import sys\nsys.path += {[p for p in sys.path if p.endswith('site-packages')]!r}\n"


def test_two_archives_of_one_release_are_equal(small_root, tmp_path):
    """Does packing twice give the same bytes, so that a checksum can be published?"""
    course = Course(small_root, folder=tmp_path)
    first, second = (pack_release(course, small.ASSIGNMENT, tmp_path / n) for n in ("a", "b"))
    assert first.path.read_bytes() == second.path.read_bytes()


def test_an_answer_in_the_notebook_stops_the_release(small_root, tmp_path):
    """Is nothing written when somebody has put a line of the solution into the released notebook?"""
    root = tmp_path / "course"
    shutil.copytree(small_root, root)
    course = Course(root, folder=tmp_path)
    path = course.release_notebook(small.ASSIGNMENT)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("It adds and divides.", "return math.fsum(xs) / len(xs)"), "utf-8")
    with pytest.raises(CourseError, match=r"give something away.*math\.fsum"):
        pack_release(course, small.ASSIGNMENT)
    assert not (tmp_path / release.FOLDER).exists()


def test_an_assignment_that_is_not_built_is_said(small_root, tmp_path):
    """Is who forgot to build told what to run?"""
    root = tmp_path / "course"
    shutil.copytree(small_root, root)
    shutil.rmtree(root / "assignments")
    with pytest.raises(CourseError, match="autograder build"):
        pack_release(Course(root, folder=tmp_path), small.ASSIGNMENT)


def test_imports_are_found_where_python_would_find_them():
    """Are imports in functions, relative ones and those by name found, and those for types not?"""
    text = (
        "from typing import TYPE_CHECKING\nfrom . import b\nfrom .c import d\n"
        "if TYPE_CHECKING:\n    import e\ndef f():\n    import g.h\n    x('utils.quiet')\n"
    )
    found = imported(text, "p")
    assert {"p.b", "p.c", "g.h", "utils.quiet"} <= set(found)
    assert "e" not in found
