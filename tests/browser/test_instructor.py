"""formgrader: do its buttons hand out, collect, grade, correct by hand and write feedback?"""

import pytest

from tests.browser.browser import why_no_browser
from tests.browser.instructor import ASSIGNMENT, BY_HAND, OVERRIDE, instructor_journey

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """One journey, which all tests look at."""
    if why_no_browser():
        pytest.skip(why_no_browser())
    return instructor_journey(tmp_path_factory.mktemp("instructor"))


def test_what_is_handed_out(seen):
    """Does the button hand out byte for byte our release, without answers, and the exchange too?"""
    assert seen.released == ["checks.json", f"{ASSIGNMENT}.ipynb"]
    assert seen.is_same_release
    assert seen.fetched == seen.released


def test_the_button_grades(seen):
    """Do the one from the exchange and the one that came by mail get their points?"""
    assert seen.scores.pop(BY_HAND) == "100 / 100"
    assert list(seen.scores.values()) == ["90 / 100"]


def test_hint_and_points_stand_beside_the_cell(seen):
    """Does the submission's page show the hint at the answer and the points at the check?"""
    assert "Your function changes what came in" in seen.hint
    assert float(seen.points) == 0


def test_a_mark_by_hand_holds(seen):
    """Is a mark saved, counted, written into the feedback, and kept when all is graded again?"""
    assert seen.saved == "200"
    assert seen.score_by_hand == f"{90 + OVERRIDE:g} / 100"
    assert f"{OVERRIDE:.1f}" in seen.feedback
    assert "Your function changes what came in" in seen.feedback
    assert seen.feedback_fetched == [f"{ASSIGNMENT}.html"]
    assert seen.automatic == 0
    assert seen.after_grading == OVERRIDE
