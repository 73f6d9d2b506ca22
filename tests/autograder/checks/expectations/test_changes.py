"""Does an exchanged word change the places that it must, and no others?"""

import numpy as np
import pytest

from autograder.checks.expectations import ChangesOnly

PATTERN = [[0, 0, 1, 1], [0, 0, 0, -1]]
ONLY = ChangesOnly("outputs.a", "outputs.b", PATTERN, "It sees the future.")
BASE = np.arange(16.0).reshape(2, 4, 2)


def seen(change):
    return {"outputs": {"a": BASE, "b": BASE + change}}


def at_places(*places):
    change = np.zeros((2, 4, 2))
    for place in places:
        change[place] = 0.1
    return change


def test_what_must_change_changes_and_nothing_else():
    """Do changes in the marked places pass, whether or not the padded place moves too?"""
    right = [(0, 2, 1), (0, 3, 0)]
    assert ONLY.judge(seen(at_places(*right))) is None
    assert ONLY.judge(seen(at_places(*right, (1, 3, 0)))) is None


@pytest.mark.parametrize(
    ("places", "signature", "place", "words"),
    [
        ([(0, 1, 0), (0, 2, 0), (0, 3, 0)], [True, False], "at [0, 1]", "the same values"),
        ([(0, 2, 0)], [False, True], "at [0, 3]", "other values"),
        ([(0, 2, 0), (0, 3, 0), (1, 0, 1)], [True, False], "at [1, 0]", "the same values"),
        ([(1, 1, 0)], [True, True], "at [0, 2]", "other values"),
    ],
)
def test_a_wrong_place_is_named(places, signature, place, words):
    """Is the first wrong place named, and a leak told from a lack?"""
    difference = ONLY.judge(seen(at_places(*places)))
    assert difference.message == "It sees the future."
    assert place in difference.expected
    assert words in difference.expected
    assert ONLY.failure_signature(seen(at_places(*places))) == signature


def test_infinities_agree_and_nan_never_passes():
    """Do equal infinities (a mask's log-probability) agree, and NaN neither agree nor differ?"""
    a, b = BASE.copy(), BASE + at_places((0, 2, 0), (0, 3, 0))
    a[0, 0] = b[0, 0] = -np.inf
    assert ONLY.judge({"outputs": {"a": a, "b": b}}) is None
    for place in ((0, 1), (0, 2)):
        broken = b.copy()
        broken[place] = np.nan
        assert ONLY.judge({"outputs": {"a": a, "b": broken}}) is not None


@pytest.mark.parametrize("odd", [None, 3.0, "x", [[1], [1, 2]], {}, np.zeros((2, 3)), np.zeros(0)])
def test_other_forms_fail_in_words(odd):
    """Is an output of another form no exception, and a mistake of its own?"""
    for a, b in ((BASE, odd), (odd, BASE), (odd, odd)):
        reply = {"outputs": {"a": a, "b": b}}
        assert ONLY.judge(reply).expected == "two arrays that begin with the axes (2, 4)"
        assert ONLY.failure_signature(reply) == "form"
