"""Do the pictures show the numbers they are given, and can they be read by everyone?"""

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from tests.utils.conftest import LINE, TEXT, contrast
from utils import plotting

matplotlib.use("Agg")


def words(figure):
    """Returns all texts of a figure."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def draw_names(columns):
    return plotting.names_side_by_side(columns, lambda n: np.full(len(n) + 1, 0.5), "Title", "So.")


PICTURES = {
    "clipped_gradients": lambda: plotting.clipped_gradients(
        np.array([[9.0, 1], [2, -8]]), np.array([[5.0, 1], [2, -5]]), 5
    ),
    "name_lengths": lambda: plotting.name_lengths({"real": [3, 9, 11], "noise": [0, 50]}),
    "loss_curve": lambda: plotting.loss_curve([5.0, 4, 3, 2], "Loss", 2, 5.5),
    "loss_curve_of_one": lambda: plotting.loss_curve([5.0], "Loss", 500),
    "names_side_by_side": lambda: draw_names({"before": ["qx", ""], "after": ["mei", "q" * 40]}),
    "surprise_by_letter": lambda: plotting.surprise_by_letter("mei", [1.0, 4, 2, 0.1], 3.3),
    "learning_curves": lambda: plotting.learning_curves(
        {"training": ([1, 10], [9, 5]), "validation": ([1, 10], [9, 7])}, "T", "x", {"2-gram": 9.0}
    ),
    "perplexity_intervals": lambda: plotting.perplexity_intervals(
        {"worse": (8.0, 7, 9), "better": (6.0, 5, 7)}, "Test", ("better",)
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_once_and_leaves_nothing_behind(name):
    """Does each function draw, close its figure in pyplot, and leave the settings alone?"""
    settings = {key: plt.rcParams[key] for key in ("axes.facecolor", "font.size", "axes.grid")}
    figure = PICTURES[name]()
    figure.canvas.draw()
    assert not plt.get_fignums()
    assert settings == {key: plt.rcParams[key] for key in settings}
    assert colors.to_hex(figure.get_facecolor()) == plotting.PAPER


def test_smoothing_is_a_running_mean():
    """Does a point of the loss curve hold the mean of the last losses, at the last of them?"""
    line = plotting.loss_curve([4.0, 2.0, 6.0, 1.0], "Loss", window=2).axes[0].lines[0]
    assert line.get_xdata().tolist() == [2, 3, 4]
    assert line.get_ydata().tolist() == [3.0, 4.0, 3.5]


def test_letters_and_surprises_stand_together():
    """Is there one bar a letter and one for the end, as high as the surprise?"""
    axes = PICTURES["surprise_by_letter"]().axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["m", "e", "i", "end"]
    assert [bar.get_height() for bar in axes.patches] == [1.0, 4.0, 2.0, pytest.approx(0.1)]
    assert "7.1 nats" in axes.get_title(loc="left")


def test_models_are_ordered_with_the_best_on_top():
    """Is the lowest perplexity at the top, with its value beside it?"""
    figure = PICTURES["perplexity_intervals"]()
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["worse", "better"]
    assert {"6.00", "8.00"} <= set(words(figure))


def test_long_and_empty_names_say_so():
    """Is a name that does not fit cut with an ellipsis, and an empty one marked?"""
    texts = words(PICTURES["names_side_by_side"]())
    assert "…" in texts
    assert "(empty)" in texts
    assert texts.count("q") < 40


def test_labels_of_close_lines_do_not_overlap():
    """Are the names of two baselines of nearly the same perplexity drawn apart?"""
    baselines = {"3-gram": 7.0, "4-gram": 7.02, "2-gram": 9.0}
    figure = plotting.learning_curves({"net": ([1, 2], [20, 5])}, "T", "x", baselines)
    figure.canvas.draw()
    labels = [text for text in figure.axes[0].texts if text.get_text() in baselines]
    boxes = sorted((t.get_window_extent() for t in labels), key=lambda box: box.y0)
    for below, above in zip(boxes, boxes[1:], strict=False):
        assert below.y1 <= above.y0


@pytest.mark.parametrize("colour", [plotting.INK, plotting.GREY, *plotting.SERIES])
def test_text_and_lines_stand_out_from_the_paper(colour):
    """Is the contrast that of readable text (4.5 to 1)? A line may be fainter (3 to 1)."""
    assert contrast(colour) >= TEXT
    assert contrast(plotting.PALE) >= LINE
