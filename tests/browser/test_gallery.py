"""JupyterLab: can all of every assignment be read, in the light and the dark theme, and on a phone?"""

import pytest

from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.browser.gallery import look_at_outputs, look_at_width
from tests.notebooks.released import released_folder, run_notebook

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]
PHONE = 390  # pixels


@pytest.fixture(scope="module", params=Course().assignment_ids())
def executed(request, tmp_path_factory):
    """Returns a solved notebook with its outputs."""
    solved, _ = build_notebooks(Course(), request.param)
    folder = tmp_path_factory.mktemp(request.param)
    notebook, _ = run_notebook(solved, released_folder(folder / "released", request.param))
    return notebook


def test_outputs_can_be_read_in_both_themes(executed, tmp_path):
    """Has the text of checks, tables and prints the contrast of 4.5 that WCAG asks for?"""
    assert look_at_outputs(executed, tmp_path / "look") == {}


def test_nothing_stands_out_of_a_phone(executed, tmp_path):
    """Do text, boxes, tables and pictures end within 390 pixels, or can be pushed sideways?"""
    assert look_at_width(executed, tmp_path / "look", PHONE) == {}
