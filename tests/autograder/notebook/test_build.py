"""Building: what learners get, that it is always the same, and that nothing gets out."""

import ast
import json
import random
import sys
from types import ModuleType

import nbformat
import numpy as np
import pytest

from autograder.declaration.region import solution_lines
from autograder.declaration.source import SourceError, read_source
from autograder.notebook.build import build_assignment, stale_reasons
from autograder.notebook.pictures import MAX_PICTURE_BYTES
from autograder.notebook.release import release_id


@pytest.fixture
def bundle(monkeypatch):
    """Puts a small bundle in the place of the real one; a test may change it."""
    content = {"exercises": [{"name": "halve", "cases": [{"x": [1.0, 2.5], "expected": 0.5}]}]}
    module = ModuleType("autograder.declaration.public_cases")
    module.make_bundle = lambda course, assignment_id: content
    monkeypatch.setitem(sys.modules, "autograder.declaration.public_cases", module)
    return content


def edit(course, old, new):
    """Replaces text in the source of the small assignment."""
    path = course.source("tiny")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def released(course):
    """Returns the built notebook's cells by id."""
    notebook = nbformat.read(course.release_notebook("tiny"), as_version=nbformat.NO_CONVERT)
    return {cell.id: cell for cell in notebook.cells}


def test_two_builds_write_the_same_bytes(course, bundle):
    """Are all files the same when built again, and no others left behind?"""
    paths = build_assignment(course, "tiny")
    first = {path: path.read_bytes() for path in paths}
    assert build_assignment(course, "tiny") == paths
    assert {path: path.read_bytes() for path in paths} == first
    assert all(content.endswith(b"\n") for content in first.values())
    assert sorted(path.name for path in course.release_notebook("tiny").parent.iterdir()) == [
        "checks.json",
        "tiny.ipynb",
    ]
    assert course.bundle("tiny") in paths


def test_the_release_has_stubs_that_parse(course, bundle):
    """Does each exercise keep signature, docstring and steps, and raise until it is written?"""
    build_assignment(course, "tiny")
    cells = released(course)
    namespace = {}
    exec(cells["halve"].source, namespace)
    exec(cells["Root"].source, namespace)
    with pytest.raises(NotImplementedError, match="Replace this line"):
        namespace["halve"](1.0)
    with pytest.raises(NotImplementedError):
        namespace["Root"](1.0).value()
    assert "Halves a number." in ast.get_docstring(ast.parse(cells["halve"].source).body[0])
    assert "# 1. Divide by two." in cells["halve"].source


def test_nothing_of_a_solution_gets_out(course, bundle):
    """Is no line of a solution, no marker and no output in the release?"""
    build_assignment(course, "tiny")
    text = course.release_notebook("tiny").read_text(encoding="utf-8")
    for cell in read_source(course.source("tiny")):
        if cell.exercise:
            for line in solution_lines(cell.source):
                assert json.dumps(line.strip())[1:-1] not in text
    assert "SOLUTION" not in text
    assert not any(cell.get("outputs") for cell in released(course).values())


def test_the_bundle_holds_the_released_stubs(course, bundle):
    """Does checks.json hold each exercise's cell as released, for `restore`, and follow its edits?"""
    build_assignment(course, "tiny")
    stubs = json.loads(course.bundle("tiny").read_text(encoding="utf-8"))["stubs"]
    cells = released(course)
    assert stubs == {name: cells[name].source for name in ("halve", "Root")}
    edit(course, "# 1. Divide by two.", "# 1. Divide it.")
    assert "stubs.halve" in stale_reasons(course, "tiny")[1]


def test_a_hint_with_the_line_itself_is_refused(course, bundle):
    """Does a build stop when prose gives away a line of a solution, however it is spaced?"""
    edit(course, "# The half of $x$ is $x / 2$.", "# Write `divided_by_two   =   x/2`.")
    with pytest.raises(SourceError, match='"about_halve": "Write .* gives away'):
        build_assignment(course, "tiny")


def test_metadata_is_nbgraders_and_points_are_the_declarations(course, bundle):
    """Do grade ids, points, tags and ids stand where nbgrader and the judge read them?"""
    build_assignment(course, "tiny")
    cells = released(course)
    solution, check = cells["halve"].metadata.nbgrader, cells["check_halve"].metadata.nbgrader
    assert (solution.grade_id, solution.solution, solution.grade) == ("halve", True, False)
    assert (check.grade_id, check.solution, check.grade) == ("check_halve", False, True)
    assert check.locked
    assert not solution.locked
    assert check.points == 30
    assert cells["check_Root"].metadata.nbgrader.points == 70
    assert cells["plot_halves"].metadata == {"tags": ["plot"]}
    assert cells["given"].metadata == {}
    notebook = nbformat.read(course.release_notebook("tiny"), as_version=nbformat.NO_CONVERT)
    assert notebook.metadata == {
        "autograder": {"assignment": "tiny", "release": release_id()},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.validate(notebook)


def test_the_release_id_is_written_into_setup(course, bundle):
    """Does the setup cell name the release that Colab fetches?"""
    build_assignment(course, "tiny")
    assert f'\nRELEASE = "{release_id()}"\n' in released(course)["setup"].source


def test_the_picture_is_inside(course, bundle):
    """Does the notebook carry its picture with its alternative text?"""
    build_assignment(course, "tiny")
    title = released(course)["title"].source
    assert "![Two bars, one half as tall as the other.](data:image/png;base64,iVBOR" in title


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("![Two bars, one half as tall as the other.]", "![]", "needs alternative text"),
        ("(result.png)", "(other.png)", "once; it does so 0 times"),
        ('picture="result.png"', 'picture="gone.png"', "once; it does so 0 times"),
        ("result.png", "gone.png", "there is no picture"),
        ("result.png", "result.bmp", "is not one of"),
    ],
)
def test_a_wrong_picture_is_named(course, bundle, old, new, message):
    """Is a picture without text, file or place refused with the cell's name?"""
    edit(course, old, new)
    with pytest.raises(SourceError, match=f'"title": .*{message}'):
        build_assignment(course, "tiny")


def test_a_large_picture_is_refused(course, bundle):
    """Is a picture over the cap refused with both sizes?"""
    picture = course.source("tiny").parent / "result.png"
    picture.write_bytes(b"\0" * (MAX_PICTURE_BYTES + 1))
    with pytest.raises(SourceError, match=r"150,001 bytes, at most 150,000"):
        build_assignment(course, "tiny")


def test_declaration_and_source_must_agree(course, bundle):
    """Is an exercise that is not declared, or stands in another order, refused by name?"""
    course.points = {"Root": 70, "halve": 30}
    with pytest.raises(SourceError, match="are halve, Root; declared are, in this order, Root, h"):
        build_assignment(course, "tiny")


def test_an_error_leaves_the_assignment_as_it_was(course, bundle, monkeypatch):
    """Is nothing replaced, and nothing left over, when a source is wrong or a disk is full?"""
    paths = build_assignment(course, "tiny")
    before = {path: path.read_bytes() for path in paths}
    listing = sorted(course.root.rglob("*"))
    edit(course, "START = 1.0", "START = 2.0")

    def full(descriptor):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkstemp", lambda **_: full(0))
        with pytest.raises(OSError, match="no space"):
            build_assignment(course, "tiny")
    edit(course, 'check="halve"', 'check="third"')
    with pytest.raises(SourceError):
        build_assignment(course, "tiny")
    assert {path: path.read_bytes() for path in paths} == before
    assert sorted(course.root.rglob("*")) == listing


def test_stale_is_noticed(course, bundle):
    """Is a release stale when missing, or when source, picture, points or bundle changed?"""
    assert len(stale_reasons(course, "tiny")) == 2
    build_assignment(course, "tiny")
    assert not stale_reasons(course, "tiny")

    edit(course, "# 1. Divide by two.", "# 1. Divide it.")
    assert "differs from its source" in stale_reasons(course, "tiny")[0]
    edit(course, "# 1. Divide it.", "# 1. Divide by two.")
    assert not stale_reasons(course, "tiny")

    picture = course.source("tiny").parent / "result.png"
    pixel = picture.read_bytes()
    picture.write_bytes(pixel + b"\0")
    assert stale_reasons(course, "tiny")
    picture.write_bytes(pixel)

    course.points = {"halve": 40, "Root": 60}
    assert stale_reasons(course, "tiny")
    del course.points

    bundle["exercises"][0]["cases"][0]["expected"] = 0.6
    assert "expected is 0.5, should be 0.6" in stale_reasons(course, "tiny")[0]
    assert not stale_reasons(course, "tiny", bundle=False)


def test_another_librarys_last_digits_change_nothing(course, bundle):
    """Does a bundle that differs in the seventh digit count as fresh and keep its bytes?"""
    build_assignment(course, "tiny")
    before = course.bundle("tiny").read_bytes()
    bundle["exercises"][0]["cases"][0]["expected"] = 0.50000001
    assert not stale_reasons(course, "tiny")
    build_assignment(course, "tiny")
    assert course.bundle("tiny").read_bytes() == before


def test_global_generators_start_anew(course, bundle, monkeypatch):
    """Is a bundle the same whoever drew before, though known mistakes draw globally?"""

    def draws(course, assignment_id):
        return {"draws": [random.random(), float(np.random.random())]}

    monkeypatch.setattr(sys.modules["autograder.declaration.public_cases"], "make_bundle", draws)
    build_assignment(course, "tiny")
    before = course.bundle("tiny").read_bytes()
    random.random()
    np.random.random()
    assert not stale_reasons(course, "tiny")
    build_assignment(course, "tiny")
    assert course.bundle("tiny").read_bytes() == before


def test_the_notebook_can_be_built_alone(course):
    """Is a build without bundle possible, for who edits prose?"""
    paths = build_assignment(course, "tiny", bundle=False)
    assert [path.name for path in paths] == ["tiny.ipynb", "tiny.ipynb"]
    assert not course.bundle("tiny").exists()
