"""Is a state that is passed on told from one that is not?"""

import numpy as np
import pytest

from autograder.checks.expectations import PassedOn


def recorded(arguments, results):
    calls = {"count": len(arguments), "arguments": arguments, "results": results}
    return {"calls": {"step": calls}}


STATES = [np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]])]
PASSED = PassedOn("calls.step", 1, 0, "The state is lost.")


def test_the_state_of_the_call_before_is_asked_for():
    """Does the very state pass, and the first state again, or another, fail with the call named?"""
    right = recorded([[0, STATES[0]], [1, STATES[1]]], [[STATES[1]], [STATES[0]]])
    assert PASSED.judge(right) is None
    wrong = PASSED.judge(recorded([[0, STATES[0]], [1, STATES[0]]], [[STATES[1]], [STATES[1]]]))
    assert wrong.message == "The state is lost."
    assert wrong.expected.startswith("call 2 gets what call 1 returned: array (2, 2)")


def test_rows_may_change_places():
    """May a beam keep some rows, reordered and twice, and none of its own making?"""
    rows = PassedOn("calls.step", 1, 0, "The states are no rows of the last ones.", rows=True)
    kept = STATES[1][[1, 1, 0]]
    results = [[STATES[1]], [STATES[0]]]
    assert rows.judge(recorded([[0, STATES[0]], [1, kept]], results)) is None
    assert rows.judge(recorded([[0, STATES[0]], [1, STATES[0]]], results)) is not None
    assert PASSED.judge(recorded([[0, STATES[0]], [1, kept]], results)) is not None


def test_the_whole_result_may_be_what_is_passed_on():
    """Is a callable with one result compared whole, None included?"""
    whole = PassedOn("calls.step", 0, None, "It is lost.")
    assert whole.judge(recorded([[1], [2], [None]], [2, None, 3])) is None
    assert whole.judge(recorded([[1], [3]], [2, 3])) is not None


@pytest.mark.parametrize(
    "reply",
    [
        {}, {"calls": 3}, {"calls": {"step": []}}, recorded([], []), recorded([[0, 1]], [[1]]),
        recorded([0, 0], [0, 0]), recorded([[], []], [[], []]), recorded("ab", "ab"),
        recorded([[0, {}], [0, {"a": 1}]], [[{}], [{}]]), recorded([[0, "x"], [0, "x"]], ["", ""]),
    ],
)  # fmt: skip
def test_strange_records_fail_in_words(reply):
    """Does whatever a process may answer fail, without an exception?"""
    for rows in (False, True):
        expectation = PassedOn("calls.step", 1, 0, "The state is lost.", rows=rows)
        assert expectation.judge(reply).kind == "property"


def test_no_reply_costs_the_judge_minutes():
    """Are rows without end, which no search makes, refused and not compared one by one?"""
    many = np.arange(20_000.0)[:, None]
    rows = PassedOn("calls.step", 0, 0, "The state is lost.", rows=True)
    assert rows.judge(recorded([[many], [many[::-1]]], [[many], [many]])) is not None
