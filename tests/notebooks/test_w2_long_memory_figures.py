"""Are the figures in the text of "How long can it remember?" right, and does the race end as it says?

    make test ARGS="tests/notebooks/test_w2_long_memory_figures.py"

Of what the race finds, the text says no more than what this asks of any run; `python -m
benchmarks.long_memory` repeats the rest.
"""

from __future__ import annotations

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import long_memory

COURSE = Course()
SOURCE = read_source(COURSE.source("w2_long_memory"))


@pytest.fixture(scope="module")
def reference():
    return COURSE.declaration("w2_long_memory").reference()


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def test_who_reads_five_symbols_only(reference):
    """Is the share of right answers 0.3 for who has read the last five symbols before the question?"""
    assert "= 0.3$" in prose("recall_examples_think")
    rng = np.random.default_rng(1)
    X, y, _ = reference.recall_examples(40_000, 20, 20, rng)
    last = X[:, -6:-1]
    seen = (last < 8).any(axis=1)
    said = np.where(seen, last.min(axis=1), rng.integers(8, size=len(y)))
    assert (said == y).mean() == pytest.approx(0.3, abs=0.015)


def test_clipping_by_value_turns(reference):
    """Does clipping by value make of (32, 3) what the text says, and by norm keep its direction?"""
    assert "with a limit of 25, (32, 3) becomes (25, 3)" in prose("clip_by_global_norm_task")
    step = np.array([32.0, 3.0])
    assert np.clip(step, -25, 25).tolist() == [25, 3]
    clipped, _ = reference.clip_by_global_norm({"g": step}, 5.0)
    assert clipped["g"][0] / clipped["g"][1] == pytest.approx(32 / 3)


def test_where_cuts_fall(reference):
    """Do the keys' weights get a gradient through the windows that the text says, and no others?"""
    answer = prose("truncated_gradients_think")
    assert "windows of 14 leave 12 for the last one" in answer
    assert "windows of 30 leave 10" in answer
    assert (40 % 14, 40 % 30) == (12, 10)
    rng = np.random.default_rng(2)
    X, y, lags = reference.recall_examples(200, 38, 12, rng)
    x, targets = long_memory.one_hot(X[lags == 12], y[lags == 12])
    start = np.zeros((long_memory.UNITS, x.shape[1]))
    weights = long_memory.plain_weights(rng)
    hears = {}
    for window in (14, 20, 26, 30, 40):
        _, slopes, _ = reference.truncated_gradients(
            x, targets, start, weights, window, long_memory.loss_and_gradients
        )
        hears[window] = bool(np.any(slopes["dWax"][:, :8]))
        assert np.any(slopes["dWax"][:, 16])
    assert hears == {14: False, 20: True, 26: True, 30: False, 40: True}


def test_half_lives(reference):
    """Are 2.2, 103 and 69,314 steps the half-lives of the biases in the text?"""
    text = prose("half_life_think")
    gate = np.log(0.99999 / 0.00001)
    assert f"{reference.half_life(1.0):.1f} steps" in text
    assert f"{reference.half_life(5.0):.0f}" == "103"
    assert "a bias of 5 for 103" in text
    assert f"{reference.half_life(gate):,.0f}" == "69,314"
    assert "69,314" in text


def test_the_table_is_what_the_text_says():
    """Do all six nets stand in the table as the text has them, with one of the three rates?"""
    text = prose("race_note")
    assert "Six nets of 32 units" in text
    assert len(long_memory.NETS) == 6
    assert (long_memory.UNITS, long_memory.SEEDS) == (32, 5)
    assert {net.rate for net in long_memory.NETS.values()} <= {0.001, 0.003, 0.01}
    plain, residual = long_memory.NETS["tanh, random"], long_memory.NETS["residual"]
    assert (plain.keep, plain.write, residual.keep, residual.write) == (0, 1, 1, 0.1)


@pytest.mark.slow
def test_the_race_ends_as_the_text_says(reference):
    """Do four remedies recall far keys, do the tanh nets not, and does the residual net fail near?"""
    rng = np.random.default_rng(1)
    X, y, lags = reference.recall_examples(1000, 100, 100, np.random.default_rng(9))
    ends = {}
    for name, learned in long_memory.race(
        reference.recall_examples, reference.initial_weights, rng
    ):
        said = long_memory.answers(long_memory.NETS[name], learned.weights, X)
        ends[name] = long_memory.recall_by_lag(said, y, lags, [0, 5, 80, 100]).mean(axis=0)
    for name, (near, _, far) in ends.items():
        if name.startswith("tanh"):
            assert far < 0.35, name
        else:
            assert far > 0.7, name
            assert (near < 0.5) == (name == "residual"), name
