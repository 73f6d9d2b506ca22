"""Do the pictures of tagged sentences show what they are given?"""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import entity_plots
from utils.evaluation import Interval
from utils.plotting import PAPER

matplotlib.use("Agg")
RNG = np.random.default_rng(0)
LOGS = np.log(RNG.dirichlet(np.ones(3), 4))

PICTURES = {
    "spans": lambda: entity_plots.spans(
        [("one", ["Rosa", "met", "Bank", "of", "Rome"] * 4, [(0, 1, "per"), (2, 5, "org")])], "T"
    ),
    "padding": lambda: entity_plots.padding([2, 5], [np.array([[1, 2, 0], [1, 1, 1]])]),
    "influence": lambda: entity_plots.influence(RNG.random((3, 3)), ["a", "b", "c"], "T"),
    "losses": lambda: entity_plots.losses({"one": RNG.random(40), "other": RNG.random(40)}, "T"),
    "scores": lambda: entity_plots.scores(
        {"one": {"a": 0.5, "b": 0.6}, "other": {"a": Interval(0.4, 0.3, 0.5), "b": 0.2}}, "T"
    ),
    "trellis": lambda: entity_plots.trellis(
        LOGS, ["O", "B-per", "I-per"], ["w", "x", "y", "z"], [0, 2, 0, 1], [1, 2, 0, 1]
    ),
    "by_templates": lambda: entity_plots.by_templates((5, 10), {"new": [0.2, 0.4]}, "T"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_once_and_leaves_nothing_behind(name):
    """Does each function draw, close its figure in pyplot, and fit on a phone?"""
    figure = PICTURES[name]()
    figure.canvas.draw()
    assert not plt.get_fignums()
    assert colors.to_hex(figure.get_facecolor()) == PAPER
    assert figure.get_size_inches()[0] <= 6.41


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("spans", ["Rosa is per", "Bank of Rome is org"]),
        ("padding", ["padding"]),
        ("scores", ["one", "other"]),
        ("trellis", ["best path that is allowed"]),
        ("by_templates", ["templates to learn from"]),
    ],
)
def test_descriptions_name_what_is_drawn(name, words):
    """Does who hears a picture hear of its data?"""
    description = PICTURES[name]().description
    assert all(word in description for word in words), description
