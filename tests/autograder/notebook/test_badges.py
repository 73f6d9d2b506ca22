"""Badges and addresses: written by the build, from the one place where they are configured."""

import tomllib
from types import SimpleNamespace
from urllib.parse import urlsplit

import nbformat
import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.notebook import release
from autograder.notebook.badges import badge, colab_url, with_badges, write_badges
from autograder.notebook.transform import instructor_notebook
from tests.colab.notebooks import archive_path

ROW = "| 1 | [Names](assignments/w1_names/w1_names.ipynb) | name | 100 | {} |\n"


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """A repository that was moved to another owner."""
    text = '[project.urls]\nRepository = "https://github.com/another-owner/my.course"\n'
    (tmp_path / "pyproject.toml").write_text(f"[project]\n{text}", encoding="utf-8")
    monkeypatch.setattr(release, "REPOSITORY_ROOT", tmp_path)
    release.repository_url.cache_clear()
    yield tmp_path
    release.repository_url.cache_clear()


def test_a_badge_leads_to_the_notebook_in_the_repository():
    """Does Colab's address name the file that lies in the repository, at the release's tag?"""
    project = tomllib.loads((REPOSITORY_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    repository = urlsplit(project["project"]["urls"]["Repository"]).path
    for assignment_id in Course().assignment_ids():
        path = urlsplit(colab_url(assignment_id, "v9")).path
        start, tag, file = path.partition("/v9/")
        assert (start, tag) == (f"/github{repository}/blob", "/v9/")
        assert (REPOSITORY_ROOT / file).is_file()


def test_another_owner_is_one_line(elsewhere, tiny_source, tmp_path, pixel):
    """Do badge, setup cell and archive follow when the one line in pyproject.toml changes?"""
    from autograder.declaration.source import read_source

    path = tmp_path / "tiny.py"
    course = '"unreleased"\nCOURSE = "https://github.com/old/place"'
    path.write_text(tiny_source.replace('"unreleased"', course), encoding="utf-8")
    (tmp_path / "result.png").write_bytes(pixel)
    exercises = {name: SimpleNamespace(points=50) for name in ("halve", "Root")}
    assignment = SimpleNamespace(id="tiny", exercises=exercises)
    made = instructor_notebook(read_source(path), assignment, "v9")
    cells = {cell.id: cell.source for cell in made.cells}
    assert '\nCOURSE = "https://github.com/another-owner/my.course"\n' in cells["setup"]
    assert "/github/another-owner/my.course/blob/v9/assignments/tiny/tiny.ipynb)" in cells["title"]
    assert archive_path().startswith("/another-owner/my.course/archive/refs/tags/v")


@pytest.mark.parametrize("text", ["", "[project]\n", '[project.urls]\nRepository = "here"\n', "[["])
def test_no_repository_is_said_in_words(elsewhere, text):
    """Is a pyproject.toml without a usable address answered with the line to write?"""
    (elsewhere / "pyproject.toml").write_text(text, encoding="utf-8")
    release.repository_url.cache_clear()
    with pytest.raises(CourseError, match="https://github.com/OWNER/NAME"):
        release.repository_url()


def test_rows_get_their_badge_and_all_else_stays(tmp_path):
    """Does each row of an assignment end in its badge, whatever stood there, and nothing else change?"""
    around = "# Title\n\n| a | b |\n|---|---|\n| x | [y](docs/y.md) |\n"
    for old in ("", "[Colab](https://colab.research.google.com/old)", badge("w9_other")):
        file = tmp_path / "README.md"
        file.write_text(around + ROW.format(old) + "\nText | more |\n", encoding="utf-8")
        assert write_badges(file)
        assert (
            file.read_text("utf-8") == around + ROW.format(badge("w1_names")) + "\nText | more |\n"
        )
        assert not write_badges(file)
    assert not write_badges(tmp_path / "none.md")
    assert with_badges(around) == around


@pytest.mark.parametrize("assignment_id", Course().assignment_ids())
def test_every_release_has_its_badge(assignment_id):
    """Does each released notebook carry its own badge below its title, and fetch from its own place?"""
    notebook = nbformat.read(Course().release_notebook(assignment_id), as_version=4)
    assert notebook.cells[0].source.endswith(f"\n\n{badge(assignment_id)}")
    setup = next(cell.source for cell in notebook.cells if cell.id == "setup")
    assert f'COURSE = "{release.repository_url()}"\n' in setup
    assert f'NEEDED = ("assignments/{assignment_id}/"' in setup
