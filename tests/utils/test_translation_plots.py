"""Do the pictures of searches show what they are given?"""

from __future__ import annotations

import matplotlib
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import translation_plots
from utils.evaluation import Interval
from utils.plotting import PAPER
from utils.search_trees import Node

matplotlib.use("Agg")
NODES = [
    Node((3,), "one", -0.2, "kept", True),
    Node((4,), "two", -1.8, "dropped", False),
    Node((3, 4), "two", -0.4, "kept", False),
    Node((3, 5), "six", -2.0, "dropped", True),
    Node((3, 4, 2), "", -0.5, "end", False),
]

PICTURES = {
    "tree": lambda: translation_plots.tree(NODES, "A tree"),
    "losses": lambda: translation_plots.losses([2.0, 1.0, 0.5], "Loss"),
    "widths": lambda: translation_plots.widths(
        (1, 5, 10), [(0.8, -1.0, 0.01), (0.9, -0.8, 0.02), (0.9, -0.8, 0.05)], "Widths"
    ),
    "blame": lambda: translation_plots.blame(
        {"greedy": {"search": 3, "model": 9}, "beam": {"search": 0, "model": 8}}, 100, "Errors"
    ),
    "by_length": lambda: translation_plots.by_length(
        {"without": [("1-4", 0.5, 0.2), ("5-7", 0.4, 0.1)], "with": [("1-4", 1, 1), ("5-7", 1, 0.9)]},
        "Length",
    ),
    "shares": lambda: translation_plots.shares(
        {"greedy": Interval(0.9, 0.88, 0.92), "table": Interval(0.0, 0.0, 0.01)}, "Shares"
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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tree", ["one two: probability 0.61", "2 of them dropped", "one six"]),
        ("losses", ["epoch"]),
        ("widths", ["share right", "ms a sentence"]),
        ("blame", ["model", "search", "greedy"]),
        ("by_length", ["BLEU", "without", "with"]),
        ("shares", ["greedy", "table"]),
    ],
)
def test_descriptions_name_what_is_drawn(name, words):
    """Does who hears a picture hear of its data?"""
    description = PICTURES[name]().description
    assert all(word in description for word in words), description
