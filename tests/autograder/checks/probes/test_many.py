"""The probe for networks set by hand: are many inputs answered in little time and few bytes?"""

import time

import numpy as np
import pytest

from autograder.checks import probes
from autograder.checks.plain import from_json, to_json
from autograder.checks.probes import ManyInputs, observe
from autograder.checks.probes.many import NO_ANSWER
from autograder.checks.recipes import Function, Made
from autograder.runner.wire import encode

ROWS = Made("def make():\n    return np.arange(10.0)[:, None]")
LINE = Function("def line(weights, rows):\n    return rows @ weights['W'] + weights['b']")


def see(function, probe):
    described = from_json(to_json(probe.describe()))
    return observe(lambda: function, probes.from_description(described))


def test_a_returned_function_is_fed_in_batches():
    """Do all inputs come, in order, the last batch smaller, and does 0.5 decide?"""
    sizes = []

    def network():
        def feed(rows):
            sizes.append(len(rows))
            return rows[:, 0] / 10

        return feed

    seen = see(network, ManyInputs({}, ROWS, batch_size=4))
    assert seen["answers"].tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert seen["answers"].dtype == np.uint8
    assert seen["given_inputs"] == 10
    assert sizes == [4, 4, 2]


def test_weights_become_a_network():
    """Is the course's network fed with a learner's weights, the largest of several outputs taken?"""

    def weights():
        return {"W": np.array([[0.0, 1.0, 2.0]]), "b": [8, 4, 0]}

    assert see(weights, ManyInputs({}, ROWS, LINE))["answers"].tolist() == [0] * 5 + [2] * 5


def test_no_number_is_no_answer():
    """Is NaN kept apart from 0 and 1?"""
    seen = see(lambda: lambda rows: np.where(rows > 7, np.nan, 1.0), ManyInputs({}, ROWS))
    assert seen["answers"].tolist() == [1] * 8 + [NO_ANSWER] * 2


def test_time_ends_the_batches_and_not_the_answer():
    """Does a slow network show what it answered so far?"""

    def slow():
        def feed(rows):
            time.sleep(0.02)
            return rows

        return feed

    seen = see(slow, ManyInputs({}, ROWS, batch_size=2, seconds=0.01))
    assert 0 < len(seen["answers"]) < 10
    assert seen["given_inputs"] == 10


def test_a_hundred_thousand_inputs_are_some_bytes_each_way():
    """Is neither the probe nor the observation long?"""
    rows = Made("def make():\n    return np.arange(10**5) % 2")
    probe = ManyInputs({}, rows)
    assert len(encode(probe.describe())) < 500
    seen = see(lambda: lambda batch: batch, probe)
    assert len(encode(seen)) < 101_000
    assert seen["answers"].sum() == 50_000


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (None, "The result is None, expected a function of a batch."),
        (3, "The result is a number, expected a function of a batch."),
        (lambda rows: None, "The network gives shape () for 10 inputs"),
        (lambda rows: rows[1:], "The network gives shape (9, 1) for 10 inputs"),
        (lambda rows: rows[0], "The network gives shape (1,) for 10 inputs"),
        (lambda rows: "yes", "The network gives text, expected an array of numbers."),
        (
            lambda rows: [[1], [2, 3]],
            "The network gives a list of 2, expected an array of numbers.",
        ),
        (lambda rows: np.zeros((10, 0)), "The network gives shape (10, 0) for 10 inputs"),
    ],
)
def test_odd_networks_are_told(odd, words):
    """Is what is no network, or gives no row of outputs an input, named in one sentence?"""
    assert words in see(lambda: odd, ManyInputs({}, ROWS))["error"]["message"]


@pytest.mark.parametrize("odd", [None, 3, len, (), {"W": "no"}, {"W": np.zeros((7, 7)), "b": 0}])
def test_odd_weights_are_told(odd):
    """Are weights of which nothing can be made named, with the reason?"""
    error = see(lambda: odd, ManyInputs({}, ROWS, LINE))["error"]
    assert error["type"] == "NotPlainError"
    assert "of which no network can be made" in error["message"]
