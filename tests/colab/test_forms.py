"""Colab's side, without a replica: what its setup cell fetches, and how its notebooks are read.

`make colab-replica` asks more, and takes minutes.
"""

import sys
import types
import urllib.request

import nbformat
import pytest

from autograder.commands.demo.kit import Kit
from autograder.declaration.course import Course
from autograder.notebook.submission import read_submission
from tests.colab.machine import REQUIREMENTS, find_python, github
from tests.colab.notebooks import FORMS, archive_path, as_colab_saves, write_archive

COURSE = Course()
every_assignment = pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The archive that GitHub would make of this working tree."""
    return write_archive(tmp_path_factory.mktemp("archive") / "archive.zip")


@every_assignment
def test_setup_fetches_the_release_set(assignment_id, archive, tmp_path, monkeypatch):
    """Does the setup cell put there what the notebook needs, from one address, and no answers?"""
    asked = []
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setattr(
        urllib.request, "urlretrieve", lambda url: (asked.append(url), (archive, None))[1]
    )
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.read(COURSE.release_notebook(assignment_id), as_version=4)
    (setup,) = [cell.source for cell in notebook.cells if cell.id == "setup"]
    exec(setup.partition("\nhere = ")[0], {})
    assert asked == [f"https://github.com{archive_path()}"]
    fetched = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    place = f"assignments/{assignment_id}"
    assert {f"{place}/{assignment_id}.ipynb", f"{place}/checks.json"} <= fetched
    assert {"autograder/learner/checking.py", "utils/plotting.py"} <= fetched
    assert {name.partition("/")[0] for name in fetched} <= {
        "assignments",
        "autograder",
        "data",
        "utils",
    }
    assert not [name for name in fetched if "exercises/" in name or "solutions" in name]
    others = set(COURSE.assignment_ids()) - {assignment_id}
    assert not [
        name for name in fetched if name.startswith(tuple(f"assignments/{o}" for o in others))
    ]


@every_assignment
@pytest.mark.parametrize("form", FORMS)
def test_a_notebook_from_colab_is_read_like_any_other(assignment_id, form, tmp_path):
    """Does each answer reach its exercise, whatever of ids and metadata Colab has kept?"""
    kit = Kit(COURSE, assignment_id)
    path = tmp_path / f"Copy of {assignment_id}.ipynb"
    nbformat.write(as_colab_saves(kit.solved(), form), path)
    read = read_submission(path, COURSE.release_notebook(assignment_id), kit.assignment)
    answers = {cell.exercise: cell.source for cell in read.cells if cell.exercise}
    assert answers == kit.references
    assert [cell for cell in read.cells if cell.origin == "added"] == []
    if form == "stripped":
        assert all(flag.startswith("Cells that had lost their names") for flag in read.flags)
    else:
        assert read.flags == []


def test_the_server_of_the_replica_knows_one_address(tmp_path):
    """Does a wrong tag or repository fail in the replica, as it would on GitHub?"""
    with github(tmp_path) as address:
        with urllib.request.urlopen(f"{address}{archive_path()}", timeout=20) as answer:
            assert answer.read(2) == b"PK"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/other/place/archive/refs/tags/v0.zip", timeout=20)


def test_a_python_is_found_by_running_it(tmp_path, monkeypatch):
    """Is a python3.13 that starts nothing, or is another version, passed over?"""
    for name in ("python3.13", "python3", "python", "pyenv"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.delenv("PYTHON", raising=False)
    assert find_python() is None
    (tmp_path / "python3").write_text("#!/bin/sh\necho 3.13\n", encoding="utf-8")
    assert find_python() == "python3"
    assert REQUIREMENTS.is_file()
