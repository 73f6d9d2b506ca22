"""JupyterLab: does a learner find the way from the file browser to the file to hand in?"""

import pytest

from tests.browser.learner import ASSIGNMENT, learner_journey

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """One journey, which all tests look at."""
    from tests.browser.browser import why_no_browser

    if why_no_browser():
        pytest.skip(why_no_browser())
    return learner_journey(tmp_path_factory.mktemp("learner"))


def test_a_failed_check_teaches(seen):
    """Does a common mistake meet its own hint, and does a folded hint unfold?"""
    assert "numpy.clip" in seen.hint
    assert "clip: not right yet" in seen.failed
    assert "Checked:" in seen.failed
    assert "Traceback" not in seen.failed


def test_a_corrected_function_passes(seen):
    """Does the check pass after the correction, and the scoreboard count it and lead on?"""
    assert "clip: passed" in seen.passed
    assert "10 of 100 points" in seen.scoreboard
    assert 'then run check("sample")' in seen.scoreboard


def test_a_cell_comes_back(seen):
    """Does the cell in which restore was called become the released stub, to the letter?"""
    assert seen.restored == seen.stub


def test_the_file_to_hand_in_is_named(seen):
    """Does the scoreboard name the file when all is done, and does that file pass the preflight?"""
    assert "100 of 100 points" in seen.finished
    assert f"hand in {ASSIGNMENT}.ipynb" in seen.finished
    assert seen.checked == 0


def test_everything_can_be_read_in_both_themes(seen):
    """Has all text of the outputs the contrast of 4.5 that WCAG asks for, light and dark?"""
    assert len(seen.pale) == 8
    assert {where: texts for where, texts in seen.pale.items() if texts} == {}
