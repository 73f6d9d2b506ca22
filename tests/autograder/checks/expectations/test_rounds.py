"""Are batches that show all examples once a round told from those that do not?"""

import numpy as np
import pytest

from autograder.checks.expectations import Rounds

X = [[5], [6, 7], [8], [9, 4, 3], [2]]
Y = [[0], [1, 0], [2], [0, 0, 1], [3]]
ROUNDS = Rounds([[x, y] for x, y in zip(X, Y, strict=True)], "One is missing.", [0, -1])


def batches(order, size=2, targets=None):
    """Returns padded batches of examples in an order."""
    rows = [order[i : i + size] for i in range(0, len(order), size)]

    def padded(lists, number):
        width = max(map(len, lists))
        return np.array([list(one) + [number] * (width - len(one)) for one in lists])

    targets = targets or Y
    return [(padded([X[i] for i in r], 0), padded([targets[i] for i in r], -1)) for r in rows]


FIRST, SECOND = [0, 1, 2, 3, 4], [3, 1, 0, 4, 2]


def test_rounds_in_new_orders_pass():
    """Does every example once a round pass, padding and real zeros kept apart, the last cut short?"""
    assert ROUNDS.judge({"items": batches(FIRST + SECOND + [4, 0])}) is None
    assert ROUNDS.judge({"items": batches(FIRST)}) is None


@pytest.mark.parametrize(
    ("items", "signature", "words"),
    [
        (batches(FIRST + FIRST), "order", "2 times the same order"),
        (batches([0, 1, 2, 3, 0]), "twice", "in round 1 [[5], [0]] once too often"),
        (batches([*FIRST, 1, 1]), "twice", "in round 2 [[6, 7], [1, 0]] once too often"),
        (batches(FIRST, targets=Y[::-1]), "unknown", "none of the examples"),
        (batches([0, 1, 2]), "form", "3 examples"),
    ],
)
def test_each_mistake_is_told(items, signature, words):
    """Are one order, an example twice, foreign targets and too few items told apart?"""
    difference = ROUNDS.judge({"items": items})
    assert words in difference.received
    assert ROUNDS.failure_signature({"items": items}) == signature


def test_single_arrays_and_given_order():
    """Can a batch be one array, and the order always the same where that is allowed?"""
    numbers = Rounds([[1], [2], [3]], "One is missing.", new_order=False)
    assert numbers.judge({"items": [np.array([1, 2]), [3, 1], np.array([2, 3])]}) is None
    assert numbers.judge({"items": [np.array([1, 2]), np.array([2, 3])]}) is not None


@pytest.mark.parametrize(
    "items",
    [
        None, 3, "x", {}, [], [None], [3], ["ab"], [(1, 2)], [(np.zeros(3), np.array(1))],
        [(np.zeros((5, 1)), np.zeros((4, 1)))], [(["a"] * 5, ["b"] * 5)], [({}, {})],
        [([[[1], [1, 2]]] * 5, [[1]] * 5)], [(np.full((5, 1), np.nan), np.full((5, 1), np.inf))],
    ],
)  # fmt: skip
def test_strange_batches_fail_in_words(items):
    """Does whatever a process may answer fail, without an exception?"""
    assert ROUNDS.judge({"items": items}).message == "One is missing."
    assert ROUNDS.failure_signature({"items": items}) in ("form", "unknown")
