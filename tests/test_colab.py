"""A learner with the released files and nothing else, in Colab's own environment too.

Imports only what Colab has: no nbgrader, no jupytext, no declarations.
"""

import os
import re
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

from tests.learner_files import copy_learner_files

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENTS = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/checks.json"))
LONG = {"train", "plot", "explore"}


@pytest.fixture
def release(tmp_path):
    """A folder with what the setup cell fetches in Colab: no solutions, no declarations."""
    return copy_learner_files(tmp_path)


def run(folder, assignment, solutions):
    """Runs a notebook of the release in a kernel; returns from check to what it printed."""
    place = folder / "assignments" / assignment
    notebook = nbformat.read(place / f"{assignment}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = solutions.get(cell.id, cell.source)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and not LONG.intersection(cell.metadata.get("tags", []))
    ]
    client = nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(place)}})
    client.execute()
    return {
        cell.id.removeprefix("check_"): "".join(map(text_of, cell.outputs))
        for cell in notebook.cells
        if cell.id.startswith("check_")
    }


def text_of(output):
    """Returns what a terminal would show of an output."""
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def solutions_of(assignment):
    """Returns the solution cells of a source, read without the libraries that build it."""
    text = (ROOT / "solutions" / assignment / f"{assignment}.py").read_text(encoding="utf-8")
    cells = re.split(r"^# %%", text, flags=re.MULTILINE)
    found = [re.match(r'.*exercise="(\w+)".*\n', cell) for cell in cells]
    return {m[1]: cell[m.end() :] for m, cell in zip(found, cells, strict=True) if m}


@pytest.fixture(autouse=True)
def quick_imports(monkeypatch):
    """Lets the kernel use compiled modules, as it does outside of tests."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_right_answers_pass_every_check(release, assignment):
    """Does a learner who has the released files only, and solves all, see all checks pass?"""
    solutions = solutions_of(assignment)
    said = run(release, assignment, solutions)
    assert set(said) == set(solutions)
    assert [name for name, text in said.items() if f"{name}: passed" not in text] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_stubs_are_met_with_words(release, assignment):
    """Does the notebook as released run through its checks, each saying that work is to do?"""
    # `execute` would raise at a cell that ends with an exception.
    said = run(release, assignment, {})
    assert said
    assert [name for name, text in said.items() if f"{name}: not written yet" not in text] == []
