"""Are the figures in the text of "An RNN, one step at a time" those that its cells find?

    make test ARGS="tests/notebooks/test_w1_recurrent_cells_figures.py"

repeats every one of them with the reference solutions.
"""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source

matplotlib.use("Agg")

COURSE = Course()
SOURCE = read_source(COURSE.source("w1_recurrent_cells"))
CURVES = ("rnn_backward_picture", "peephole_lstm_cell_forward_picture", "distance_picture")


@pytest.fixture(scope="module")
def notebook() -> dict:
    """Runs the cells that draw; keeps their names, and by the cell the lines that it drew."""
    namespace = dict(COURSE.declaration("w1_recurrent_cells").reference().namespace)
    for cell in SOURCE:
        if {"plot"} & set(cell.tags):
            exec(compile(cell.source, cell.id, "exec"), namespace)
            if cell.id in CURVES:
                namespace[cell.id] = namespace["lines"]
    return namespace


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def after(weight: float, push: float, state: float, steps: int) -> float:
    """Returns the state of a plain unit after some steps with the same input."""
    for _ in range(steps):
        state = float(np.tanh(weight * state + push))
    return state


def test_one_bit():
    """Where does a unit end that starts at 0.1, and which pushes turn its bit?"""
    assert "at 0.985 with 2.5" in prose("rnn_cell_forward_think")
    kept = after(2.5, 0, 0.1, 200)
    assert int(1000 * kept) == 985
    assert "2.5 · 0.985 = 2.46" in prose("rnn_cell_forward_think")
    assert after(2.5, -2.45, kept, 1) > 0 > after(2.5, -2.47, kept, 1)
    assert "if it lasts ten steps" in prose("rnn_cell_forward_think")
    assert after(2.5, -1, kept, 9) > 0 > after(2.5, -1, kept, 10)
    assert abs(after(0.5, 0, 0.1, 40)) < 1e-9 < after(1.0, 0, 0.1, 40) < 0.1


def test_gradients_vanish_and_explode(notebook):
    """Is a word of thirty steps ago worth a billionth, or a hundred times as much?"""
    text = prose("rnn_backward_think")
    ratios = {
        name: norms[30] / norms[0] for name, (_, norms) in notebook["rnn_backward_picture"].items()
    }
    assert "worth a billionth" in text
    assert ratios["stretched by 0.5"] == pytest.approx(1e-9, rel=0.2)
    assert "about a hundred times as much" in text
    assert ratios["stretched by 1.2"] == pytest.approx(100, rel=0.2)


def test_a_bent_tanh_vanishes(notebook):
    """Does even the stretch of 1.2 vanish, and do all four go down, with larger inputs?"""
    cell = SOURCE.cell("rnn_backward_picture").source
    assert "1e-5 * " in cell
    namespace = dict(notebook)
    exec(compile(cell.replace("1e-5 * ", ""), "larger inputs", "exec"), namespace)
    for name, (_, norms) in namespace["lines"].items():
        tiny = notebook["rnn_backward_picture"][name][1]
        assert norms[30] / norms[0] < tiny[30] / tiny[0]
        assert norms[30] / norms[0] < 1e-5


def test_depths_in_the_state():
    """Does the state hardly tell a depth of 3 from one of 4?"""
    assert "tanh 3 is 0.995 and tanh 4 is 0.999" in prose("lstm_forward_think")
    assert [f"{np.tanh(depth):.3f}" for depth in (3, 4)] == ["0.995", "0.999"]


def test_bonus_figures(notebook):
    """Does the peephole empty a memory near 3, and what do 128 units cost?"""
    old, new = notebook["peephole_lstm_cell_forward_picture"]["Pf = -3"]
    half = np.interp(3.0, old, new) / 3
    assert half == pytest.approx(0.5, abs=0.01)
    count = notebook["count_parameters"]
    cost = count("lstm", 100, 128)
    assert f"{cost:,}" in prose("count_parameters_think")
    assert "gets 295 units" in prose("count_parameters_think")
    assert count("rnn", 100, 295) <= cost < count("rnn", 100, 296)


def test_distances(notebook):
    """Do cells that are set to keep not fade, and what do they pay for it?"""
    text = prose("lstm_backward_think")
    norms = {name: norms for name, (_, norms) in notebook["distance_picture"].items()}
    keep = [norms[name] for name in norms if "keep" in name]
    others = [norms[name] for name in norms if "keep" not in name]
    assert (len(keep), len(others)) == (2, 3)
    assert "a hundred thousand times" in text
    assert min(k[40] for k in keep) > 1e5 * max(o[40] for o in others)
    assert "less than a seventh" in text
    assert max(k[0] for k in keep) < min(o[0] for o in others) / 7
    title = prose("result")
    assert "fall to about a hundred-millionth" in title
    assert all(3e-9 < o[40] < 3e-8 for o in others)


def test_slope_of_a_gate_far_open(notebook):
    """Is the slope of a sigmoid at 20 two billionths, and the relevance gate 1 at 40?"""
    sigmoid = notebook["sigmoid"]
    assert "two billionths" in prose("lstm_backward_think")
    assert sigmoid(20) * sigmoid(-20) == pytest.approx(2e-9, rel=0.05)
    assert sigmoid(40) == 1
