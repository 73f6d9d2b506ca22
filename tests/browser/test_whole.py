"""JupyterLab: can every assignment be done, from the first cell to the scoreboard?"""

import pytest

from autograder.declaration.course import Course
from tests.browser.whole import whole_journey

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]
COURSE = Course()


@pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())
def test_each_exercise_is_once_wrong_and_then_right(assignment_id, tmp_path):
    """Does a mistake in each exercise meet its own hint, and the solution reach all points, quietly?"""
    from tests.browser.browser import why_no_browser

    if why_no_browser():
        pytest.skip(why_no_browser())
    seen = whole_journey(assignment_id, tmp_path)
    assert seen.strangers == {}
    assert seen.warned == {}
    points = COURSE.declaration(assignment_id).points
    assert f"{points:g} of {points:g} points" in seen.scoreboard
