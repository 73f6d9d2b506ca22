"""Do the pictures say in words what they show?"""

from __future__ import annotations

import numpy as np

from utils.evaluation import Interval
from utils.question_plots import by_kind, score_matrices, shares_above_zero


def test_matrices_tell_the_diagonal_from_the_rest():
    """Does the description have the numbers on and off the diagonal?"""
    scores = np.full((3, 3), 0.2) + 0.7 * np.eye(3)
    figure = score_matrices({"before": np.full((3, 3), 0.5), "after": scores}, "Three pairs")
    assert "0.90 to 0.90" in figure.description
    assert "0.20 to 0.20" in figure.description


def test_kinds_are_named():
    """Are kinds and tests named, with chance?"""
    shares = {
        "new fillers": {"duplicates": Interval(0.8, 0.7, 0.9), "both other": Interval(0.9, 0.8, 1)},
        "new intents": {"duplicates": Interval(0.4, 0.3, 0.5)},
    }
    figure = by_kind(shares, "By kind")
    for text in ("new fillers", "new intents", "chance"):
        assert text in figure.description


def test_shares_are_named():
    """Are both lines named, and do they end where the shares do?"""
    shares = {"random": np.linspace(0.3, 0.0, 40), "closest": np.full(40, 0.5)}
    figure = shares_above_zero(shares, "What costs something", over=5)
    for text in ("random negatives", "closest negatives", "batch"):
        assert text in figure.description
    random, closest = figure.axes[0].lines
    assert len(random.get_xdata()) == 36
    np.testing.assert_allclose(closest.get_ydata(), 0.5)
