"""JupyterLab: can all outputs of every assignment be read in the light and in the dark theme?"""

import pytest

from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.browser.gallery import look_at_outputs
from tests.notebooks.released import released_folder, run_notebook

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]


@pytest.mark.parametrize("assignment_id", Course().assignment_ids())
def test_outputs_can_be_read_in_both_themes(assignment_id, tmp_path):
    """Has the text of checks, tables and prints the contrast of 4.5 that WCAG asks for?"""
    solved, _ = build_notebooks(Course(), assignment_id)
    notebook, _ = run_notebook(solved, released_folder(tmp_path / "released", assignment_id))
    assert look_at_outputs(notebook, tmp_path / "look") == {}
