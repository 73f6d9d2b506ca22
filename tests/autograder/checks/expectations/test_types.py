"""Is the type that a docstring promises asked, and nothing besides?"""

import numpy as np
import pytest

from autograder.checks.expectations import IsA, from_description


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("a number", [1, 2.5, np.array(3.0)], [np.ones(1), [1.0], "1", True]),
        ("an array", [np.ones(2), np.ones((1, 1))], [[1.0, 2.0], 1.0, np.array(3.0)]),
        ("an array of whole numbers", [np.ones(2, dtype="int32")], [np.ones(2), [1, 2]]),
        ("a list", [[], [1, "a"], (1, 2)], [np.ones(2), {}, "ab"]),
        ("a list of numbers", [[], [1, 2.5]], [np.ones(2), [np.ones(1)], ["a"]]),
    ],
)
def test_right_types_pass_and_others_do_not(kind, right, wrong):
    """Does each value that is of the type pass, and no other?"""
    expected = from_description(IsA("result", kind, "Another type.").describe())
    for value in right:
        assert expected.judge({"result": value}) is None
    for value in wrong:
        assert expected.judge({"result": value}).message == "Another type."


def test_nothing_is_left_to_others():
    """Is a result that is not there no matter of its type?"""
    assert IsA("result", "a list", "No list.").judge({"result": None}) is None
    assert IsA("result.1", "a list", "No list.").judge({"result": (1,)}) is None


def test_two_other_types_are_two_mistakes():
    """Is a mistake known by the type that came?"""
    expected = IsA("result", "an array of whole numbers", "Not whole.")
    floats, items = ({"result": value} for value in (np.ones(2), [1, 2]))
    assert expected.signature(floats) != expected.signature(items)
    assert expected.signature({"result": np.arange(2)}) == "passes"
