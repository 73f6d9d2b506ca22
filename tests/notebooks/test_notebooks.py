"""Do the notebooks work as a learner has them, top to bottom, training and pictures included?"""

from __future__ import annotations

import html
import re

import pytest

from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.notebooks.released import output_text, released_folder, run_notebook

pytestmark = [pytest.mark.timeout(900), pytest.mark.proof("notebook")]  # each trains its models
COURSE = Course()
every_assignment = pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())


@pytest.mark.slow
@every_assignment
def test_solved_notebook_runs_and_scores_everything(assignment_id: str, tmp_path):
    """Does the solved notebook run without an error, draw pictures, and reach full marks?"""
    solved, _ = build_notebooks(COURSE, assignment_id)
    folder = released_folder(tmp_path, assignment_id)
    notebook, _ = run_notebook(solved, folder)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    points = COURSE.declaration(assignment_id).points
    scoreboard = output_text(code[-1])
    assert f"{points:g} of {points:g} points" in scoreboard, scoreboard
    plots = [cell for cell in code if "plot" in cell.metadata.get("tags", [])]
    pictures = [
        cell for cell in plots if any("image/png" in o.get("data", {}) for o in cell.outputs)
    ]
    assert len(pictures) >= len(plots) / 2
    for cell in pictures:
        for words in descriptions_in(cell):
            assert len(words.split()) >= 8, f"The picture of {cell.id} is described as {words!r}."
            assert any(letter.isdigit() for letter in words), words
    warned = [c.id for c in code if any(o.get("name") == "stderr" for o in c.outputs)]
    assert not warned, f"These cells write warnings: {warned}"


def descriptions_in(cell) -> list[str]:
    """Returns what a cell's pictures are to who hears them; each must be there."""
    shown = [o.data for o in cell.outputs if "image/png" in o.get("data", {})]
    found = [re.findall(r'<img alt="([^"]+)"', data.get("text/html", "")) for data in shown]
    assert all(found), f"A picture of {cell.id} has no description."
    return [html.unescape(words) for each in found for words in each]


@pytest.mark.slow
@every_assignment
def test_untouched_notebook_is_polite(assignment_id: str, tmp_path):
    """Does every check of the untouched notebook say that its exercise is not written yet?"""
    _, untouched = build_notebooks(COURSE, assignment_id)
    folder = released_folder(tmp_path, assignment_id)
    notebook, _ = run_notebook(untouched, folder, allow_errors=True)
    cells = {cell.id: cell for cell in notebook.cells}
    assert "Error" not in output_text(cells["setup"])
    for name in COURSE.declaration(assignment_id).exercises:
        text = output_text(cells[f"check_{name}"])
        assert f"{name}: not written yet" in text
        assert "Traceback" not in text
    assert "0 of" in output_text(notebook.cells[-1])
