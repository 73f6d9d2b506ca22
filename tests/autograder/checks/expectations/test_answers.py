"""Is a network that is wrong on a few of many inputs caught, with an example in words?"""

import numpy as np
import pytest

from autograder.checks import expectations
from autograder.checks.expectations import RightOnAll
from autograder.checks.plain import from_json, to_json
from autograder.checks.recipes import Made

CASES = Made("""
def make():
    numbers = np.arange(1000)
    groups = np.where(numbers < 10, "short", "long")
    return {"labels": numbers % 2, "groups": groups, "words": lambda i: f"the number {i}"}
""")
ALL = RightOnAll(CASES, "Odd numbers are 1.")
RIGHT = (np.arange(1000) % 2).astype(np.uint8)


def wrong_at(*places, value=None):
    answers = RIGHT.copy()
    for place in places:
        answers[place] = 1 - answers[place] if value is None else value
    return {"answers": answers}


def test_all_right_passes_after_a_journey():
    """Does an expectation that was written down and read back judge as it did?"""
    read = expectations.from_description(from_json(to_json(ALL.describe())))
    for expectation in (ALL, read):
        assert expectation.judge({"answers": RIGHT}) is None
        assert expectation.judge(wrong_at(12)) is not None
    assert len(str(to_json(ALL.describe()))) < 500


def test_a_wrong_one_is_shown_in_words():
    """Does a learner read which input is wrong, and how many of which kind?"""
    difference = ALL.judge(wrong_at(7, 500, 501))
    assert difference.message == "Odd numbers are 1."
    assert difference.expected == "1 for the number 7"
    assert difference.received == "0; wrong in all: 1 of 10 short; 2 of 990 long"
    assert ALL.judge(wrong_at(3, value=255)).received.startswith("no number;")


def test_a_share_may_be_enough():
    """Are some wrong answers forgiven in each group, and not all in one?"""
    most = RightOnAll(CASES, "Odd numbers are 1.", share=0.8)
    assert most.judge(wrong_at(1, 2, *range(100, 200))) is None
    assert most.judge(wrong_at(1, 2, 3)).expected == "1 for the number 1"


def test_time_is_told():
    """Are too few answers a matter of time and not of being wrong?"""
    difference = ALL.judge({"answers": RIGHT[:300]})
    assert "Time was up after 300 of 1,000 inputs." in difference.message
    assert ALL.failure_signature({"answers": RIGHT[:300]}) == "time"


def test_mistakes_are_known_by_their_counts():
    """Are two networks alike that are wrong as often in each group?"""
    assert ALL.failure_signature(wrong_at(7, 500)) == [1, 1]
    assert ALL.alike(ALL.signature(wrong_at(7, 500)), ALL.signature(wrong_at(7, 500)))
    assert not ALL.alike(ALL.signature(wrong_at(7)), ALL.signature(wrong_at(500)))


@pytest.mark.parametrize(
    "odd",
    [None, 1, "x", [0, 1], {}, np.zeros(1000), np.zeros((2, 500), np.uint8), np.zeros(2000, int)],
)
def test_strange_answers_fail_in_words(odd):
    """Does whatever a process may answer fail, without an exception?"""
    assert ALL.judge({"answers": odd}).expected == "1,000 answers"
    assert ALL.failure_signature({"answers": odd}) == "form"
