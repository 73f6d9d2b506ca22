"""Do the pictures of layers show what they are given?"""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import layer_plots
from utils.plotting import PAPER

matplotlib.use("Agg")
RNG = np.random.default_rng(0)

PICTURES = {
    "slope": lambda: layer_plots.slope([-1, 0, 1], [2, 0, 4], [-5, 1, 7], "T"),
    "losses": lambda: layer_plots.losses(RNG.random(200), "T"),
    "two_spaces": lambda: layer_plots.two_spaces(RNG.normal(size=(8, 2)), RNG.normal(size=(8, 2))),
    "score_table": lambda: layer_plots.score_table({"own": [0.1, 0.2], "given": [0.3, 0.9]}, "T"),
    "turned_words": lambda: layer_plots.turned_words({0: 0.1, 2: 0.3, 40: 0.9}, 2),
    "needles": lambda: layer_plots.needles(
        "not bad", {"counts": [0.1, 0.1, 0.8], "yours": [0.9, 0.05, 0.05]}
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


@pytest.mark.parametrize("name", PICTURES)
def test_a_description_leaves_nothing_without_a_name(name):
    """Is everything that is drawn named for who cannot see it?"""
    description = PICTURES[name]().description
    assert "without a name" not in description
    assert len(description) > 40


def test_needles_are_heard():
    """Are needle and answer of each model told?"""
    description = PICTURES["needles"]().description
    assert "counts: negative, needle at -0.70" in description
    assert "yours: positive, needle at +0.85" in description
