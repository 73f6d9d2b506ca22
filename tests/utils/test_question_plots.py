"""Do the pictures say in words what they show?"""

from __future__ import annotations

import numpy as np

from utils.evaluation import Interval
from utils.question_plots import by_kind, score_matrices


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
