"""Are the figures in the text of "Read any date" those that its data and its baseline give?

    make test ARGS="tests/notebooks/test_w6_date_translation_figures.py"

Of what trained networks find, the text says no more than what any run shows.
"""

from __future__ import annotations

import contextlib
import io
import unicodedata

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import date_reading, dates

COURSE = Course()
SOURCE = read_source(COURSE.source("w6_date_translation"))


@pytest.fixture(scope="module")
def days():
    return dates.load_dates()


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def printed(*cell_ids: str) -> str:
    """Returns what cells print, one after the other."""
    namespace = {"dates": dates, "np": np}
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        for cell_id in cell_ids:
            exec(compile(SOURCE.cell(cell_id).source, cell_id, "exec"), namespace)
    return text.getvalue()


def test_what_the_first_cells_print():
    """Are the guess's answer and the lengths as the comments and the text go on to say?"""
    text = printed("first_look", "dates")
    assert "6 of these 10, 68% of all 10,000." in text
    assert "At most 38 characters in, 10 symbols out." in text


def test_formats_and_sets(days):
    """Are there so many formats to learn, so many dates, and is the unseen year in no other set?"""
    assert "in one of 38 formats" in prose("dates_note")
    assert len(set(days.train.formats)) == 38
    assert "5,000 days" in prose("test_note")
    assert len(days.test.texts) == 5000
    known = [*days.train.targets, *days.validation.targets, *days.test.targets]
    assert not [target for target in known if target.startswith("1987")]


def test_the_unknown_character(days):
    """Is the Italian i with an accent unknown, and stands 3 March 2006 on the day that is typed?"""
    vocabulary = dates.human_vocabulary(days.train.texts)
    assert unicodedata.normalize("NFC", "ì") not in vocabulary
    assert dates.date(2006, 3, 3).strftime("%A") == "Friday"


@pytest.mark.slow
def test_the_baseline(days):
    """Do the pieces read no date of the unseen year, and the others as well as told?"""
    pieces = date_reading.tuned_field_baseline(days.train, days.validation)
    shares = [
        np.mean(np.equal(pieces.predict(group.texts), group.targets))
        for group in (days.test, days.unseen_year, days.unseen_format)
    ]
    text = prose("test_think")
    assert shares[1] == 0
    assert "they read **no** date of 1987" in text
    assert f"the pieces have {100 * shares[0]:.1f} and {100 * shares[2]:.0f} %" in text
