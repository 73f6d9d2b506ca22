"""Journeys in a browser are skipped, and say why, where there is none."""

import pytest

from tests.browser.browser import why_no_browser


@pytest.fixture(autouse=True)
def browser():
    """Skips a journey where Chromium or playwright is missing."""
    problem = why_no_browser()
    if problem:
        pytest.skip(problem)
