"""Do the pictures of memory show what they are given?"""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import memory_plots
from utils.plotting import PAPER

matplotlib.use("Agg")
RNG = np.random.default_rng(0)
NAMES = ("a", "b", "c", "d", "e", "f")
LEARNED = SimpleNamespace(seconds=np.arange(1.0, 61.0), recall=RNG.random((60, 5)))

PICTURES = {
    "sequences": lambda: memory_plots.sequences([[8, 3, 9, 16], [5, 15, 8, 16]], [1, 2]),
    "norms_by_distance": lambda: memory_plots.norms_by_distance(
        {"small": [1e-30, 0.1, 1.0], "large": [np.inf, 10.0, 1.0]}, "T"
    ),
    "losses": lambda: memory_plots.losses({"calm": [2.0, 1.0], "wild": [2.0, 1e9, np.nan]}, "T"),
    "gradients_by_window": lambda: memory_plots.gradients_by_window(
        range(1, 4), {"of one": [0, 1, 2], "of other": [1, 1, 1]}, 1
    ),
    "traces": lambda: memory_plots.traces({"one": [1, 0.1, 0.0], "other": [0.1, 0.2, 0.3]}, "T"),
    "half_lives": lambda: memory_plots.half_lives(
        np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.2, 5.0]), {1: "bias 1"}
    ),
    "echoes": lambda: memory_plots.echoes([1, 2], {"one": [0.9, 0.5], "other": [0.3, 0.1]}),
    "recall_by_seconds": lambda: memory_plots.recall_by_seconds(dict.fromkeys(NAMES, LEARNED)),
    "recall_by_lag": lambda: memory_plots.recall_by_lag(
        {name: RNG.random((5, 3)) for name in NAMES}, [0, 5, 10, 20], 10
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_once_and_leaves_nothing_behind(name):
    """Does each function draw, close its figure in pyplot, and fit on a phone?"""
    figure = PICTURES[name]()
    figure.canvas.draw()
    assert not plt.get_fignums()
    assert colors.to_hex(figure.get_facecolor()) == PAPER
    assert figure.get_size_inches()[0] <= 6.41


def test_no_letter_is_missing_from_the_font(recwarn):
    """Does every picture do without signs that the font lacks?"""
    for draw in PICTURES.values():
        draw().canvas.draw()
    assert [str(w.message) for w in recwarn if "missing from" in str(w.message)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sequences", ["lag 1: key 3", "lag 2: key 5"]),
        ("losses", ["wild, NaN after 2 steps"]),
        ("half_lives", ["bias 1"]),
        ("recall_by_lag", ["a. Mean recall by lag, 1 to 5", "Chance is 0.125"]),
        ("norms_by_distance", ["small", "large"]),
    ],
)
def test_descriptions_name_what_is_drawn(name, words):
    """Does who hears a picture hear of its data?"""
    description = PICTURES[name]().description
    assert all(word in description for word in words), description


def test_what_cannot_be_drawn_is_drawn_at_the_border():
    """Are zero and infinity drawn, at the ends of the scale?"""
    (axes,) = PICTURES["norms_by_distance"]().axes
    drawn = {line.get_label(): line.get_ydata() for line in axes.lines}
    assert drawn["small"][-1] == memory_plots.FLOOR
    assert drawn["large"][-1] == memory_plots.CEILING
