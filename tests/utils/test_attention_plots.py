"""Do the pictures of readers show what they are given?"""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import attention_plots
from utils.evaluation import Interval
from utils.plotting import PAPER

matplotlib.use("Agg")
RNG = np.random.default_rng(0)
VOCABULARY = {"a": 0, " ": 1, "<unk>": 2, "<pad>": 3}
MAPS = RNG.dirichlet(np.ones(6), 2)

PICTURES = {
    "index_rows": lambda: attention_plots.index_rows([[0, 1, 2, 3]], VOCABULARY),
    "contexts": lambda: attention_plots.contexts(RNG.normal(size=(5, 4)), RNG.normal(size=(9, 4))),
    "heat_maps": lambda: attention_plots.heat_maps([MAPS], ["a bc"], ["12"]),
    "by_position": lambda: attention_plots.by_position({"one": [0.5, 1.0]}, "DD"),
    "scores": lambda: attention_plots.scores({"set": {"one": Interval(0.5, 0.4, 0.6)}}, "T"),
    "race": lambda: attention_plots.race({"one": ([1, 2], [0.1, 0.9])}),
    "quadratic_cost": lambda: attention_plots.quadratic_cost([2, 4], [0.1, 0.4]),
}


def words(figure):
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_stand_on_paper_and_are_closed(name):
    """Does each picture have the course's paper, and is it shown once only?"""
    figure = PICTURES[name]()
    assert colors.to_hex(figure.get_facecolor()) == PAPER
    assert not plt.fignum_exists(figure.number)
    figure.canvas.draw()


def test_heat_map_shows_every_weight():
    """Are all columns of the text there, and the padding's weights summed into one more?"""
    figure = PICTURES["heat_maps"]()
    (image,) = figure.axes[0].get_images()
    shown = np.asarray(image.get_array())
    np.testing.assert_allclose(shown[:, :4], MAPS[:, :4])
    np.testing.assert_allclose(shown[:, 4], MAPS[:, 4:].sum(axis=1))
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert labels == ["a", "␣", "b", "c", "padding"]


def test_index_rows_mark_unknown_and_padding():
    """Can a reader tell a space, an unknown character and padding apart?"""
    shown = words(PICTURES["index_rows"]())
    assert {"a", "␣", "?", "·"} <= set(shown)
    assert {"0", "1", "2", "3"} <= set(shown)


def test_scores_write_share_and_interval():
    """Does the picture name the figures?"""
    assert "50.0 [40.0, 60.0]" in words(PICTURES["scores"]())
