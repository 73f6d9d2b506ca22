"""Do the pictures of sentences show what they are given, and does each emoji have an icon?"""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import emoji_plots
from utils.emoji import LABELS
from utils.emoji_icons import draw_icon
from utils.plotting import PAPER

matplotlib.use("Agg")
RNG = np.random.default_rng(0)

PICTURES = {
    "chips": lambda: emoji_plots.chips(["Good soup!", ""], {"a": [4, 3]}, "T", truth=[4, 2]),
    "sentence_map": lambda: emoji_plots.sentence_map(RNG.normal(size=(9, 4)), [0, 1, 2] * 3, "T"),
    "confusion_matrix": lambda: emoji_plots.confusion_matrix([0, 1, 1], [0, 1, 5], "T"),
    "index_rows": lambda: emoji_plots.index_rows([[2, 1, 0]], ["soup", "good"]),
    "looked_up": lambda: emoji_plots.looked_up(np.zeros((3, 4)), ["soup"]),
    "accuracy_curves": lambda: emoji_plots.accuracy_curves(
        {"accuracy": [0.3, 0.6], "val_accuracy": [0.4, 0.5]}, "T"
    ),
    "accuracy_intervals": lambda: emoji_plots.accuracy_intervals(
        {"one": {"a": (0.5, 0.4, 0.6)}, "two": {"a": (0.7, 0.6, 0.8)}}, "T"
    ),
    "study": lambda: emoji_plots.study({"frozen": {30: (0.5, 0.4, 0.6)}}, "T"),
}


def words(figure):
    """Returns all texts of a figure."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_once_and_leaves_nothing_behind(name):
    """Does each function draw, close its figure in pyplot, and leave the settings alone?"""
    settings = {key: plt.rcParams[key] for key in ("axes.facecolor", "font.size", "axes.grid")}
    figure = PICTURES[name]()
    figure.canvas.draw()
    assert not plt.get_fignums()
    assert settings == {key: plt.rcParams[key] for key in settings}
    assert colors.to_hex(figure.get_facecolor()) == PAPER


def test_no_letter_is_missing_from_the_font(recwarn):
    """Does every picture do without signs that the font lacks?"""
    for draw in PICTURES.values():
        draw().canvas.draw()
    assert [str(w.message) for w in recwarn if "missing from" in str(w.message)] == []


@pytest.mark.parametrize("label", range(len(LABELS)))
def test_every_emoji_has_an_icon_of_its_own(label):
    """Is something drawn, inside its square, and unlike the other icons?"""
    pictures = []
    for other in {label, (label + 1) % len(LABELS)}:
        figure = plt.figure(figsize=(1, 1), dpi=60)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(-1, 1), ylim=(-1, 1))
        axes.axis("off")
        draw_icon(axes, other, 0, 0, 1.6)
        figure.canvas.draw()
        pictures.append(np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int))
        plt.close(figure)
    assert all(np.abs(picture - 255).sum() > 0 for picture in pictures)
    assert np.abs(pictures[0] - pictures[1]).mean() > 5
    for picture in pictures:
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert (edge == 255).all()


def test_chips_are_the_words_in_order():
    """Does a row read as the sentence does, and does a wrong emoji get a cross?"""
    shown = words(PICTURES["chips"]())
    assert shown.index("good") < shown.index("soup")
    assert shown.count("✗") == 1


def test_confusions_are_counted():
    """Does the cell of row and column hold how often they met?"""
    figure = emoji_plots.confusion_matrix([0, 1, 1, 1], [0, 1, 5, 5], "T")
    cells = {
        text.get_position(): text.get_text()
        for text in figure.axes[0].texts
        if text.get_text() != "0"
    }
    assert cells == {(0, 0): "1", (1, 1): "1", (5, 1): "2"}


def test_indices_are_read_back_as_words():
    """Does index i show the word at place i - 1, and 0 the padding?"""
    texts = [text.get_text() for text in PICTURES["index_rows"]().axes[0].texts]
    assert texts == ["good", "2", "soup", "1", "padding", "0"]
