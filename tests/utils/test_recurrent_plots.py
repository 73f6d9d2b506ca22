"""Do the pictures of recurrent cells show the numbers they are given, and only those?"""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib import colors
from matplotlib import pyplot as plt

from utils import plotting, recurrent_plots

matplotlib.use("Agg")

WORDS = ["The", "cat", "was", "full"]
RNG = np.random.default_rng(0)


def words(figure):
    """Returns all texts of a figure."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def draw_unrolled(steps=4):
    x, a0, a = RNG.normal(size=(3, 2, steps)), np.zeros((5, 2)), RNG.random((5, 2, steps))
    return recurrent_plots.unrolled(x, a0, a, RNG.random((4, 2, steps)))


def draw_words(second):
    panels = {"gate": {"cat": [0, 1, 0, 0], "cats": second}, "memory": {"cat": [0, 3, 3, 3]}}
    return recurrent_plots.along_words(WORDS, panels, "Title")


PICTURES = {
    "families": recurrent_plots.families,
    "unrolled": draw_unrolled,
    "curves": lambda: recurrent_plots.curves(
        {"a": ([1, 2], [3, 4]), "b": ([1, 2], [5, 0.1])}, "T", "x", "y", log_x=True, log_y=True
    ),
    "curves_with_diagonal": lambda: recurrent_plots.curves(
        {"a": ([-1, 2], [3, 4])}, "T", "x", "y", diagonal=True
    ),
    "gradient_agreement": lambda: recurrent_plots.gradient_agreement(
        {name: (np.eye(2), np.eye(2)) for name in "abcdefghijk"}
    ),
    "frozen": lambda: recurrent_plots.frozen(RNG.normal(size=(3, 6)), [6, 1, 4]),
    "gate_square": lambda: recurrent_plots.gate_square(
        np.linspace(0, 1, 4), np.linspace(0, 1, 5), np.linspace(0, 1.5, 20).reshape(5, 4), "T"
    ),
    "along_words": lambda: draw_words([0, 1, 0, 0]),
    "influence": lambda: recurrent_plots.influence(
        WORDS, {"left": np.tril(np.ones((4, 4))), "both": np.ones((4, 4))}
    ),
    "layers_over_time": lambda: recurrent_plots.layers_over_time(
        [RNG.random((4, 9)), RNG.random((2, 9))]
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


def test_the_module_needs_no_framework():
    """Is a notebook without TensorFlow spared its import?"""
    program = "import sys, utils.recurrent_plots; print({'tensorflow', 'keras'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "set()", run.stderr


def test_the_family_has_five_members():
    """Is each kind of task there with its example?"""
    texts = words(recurrent_plots.families())
    assert {"many to many\n4 in, 4 out", "many to many\n3 in, 3 out"} <= set(texts)
    assert {"one to one\n1 in, 1 out", "one to many\n1 in, 4 out"} <= set(texts)
    assert {"many to one\n4 in, 1 out", "French\n→ English"} <= set(texts)


def test_what_unrolled_says_are_its_numbers():
    """Does who hears the picture get every shape and the first example's numbers?"""
    x, a = np.full((1, 2, 1), -1.5), np.full((3, 2, 1), 0.25)
    figure = recurrent_plots.unrolled(x, np.zeros((3, 2)), a, np.ones((4, 2, 1)))
    assert "at each step a is 3 by 2" in figure.description
    assert "x<1> is -1.50; a<1> is 0.25, 0.25, 0.25; ŷ<1> is 1.00" in figure.description


def test_corners_of_the_gate_square_are_named():
    """Do the four corners say what becomes of the memory there, with its value?"""
    gates = np.linspace(0, 1, 3)
    memory = gates[None] + 0.5 * gates[:, None]
    figure = recurrent_plots.gate_square(gates, gates, memory, "T")
    assert {"wiped: 0.00", "kept: 1.00", "overwritten: 0.50", "both added: 1.50"} <= set(
        words(figure)
    )


def test_unrolled_names_every_step_and_shape():
    """Does each step show its arrays with the shapes they have, and the first state once?"""
    texts = words(draw_unrolled(steps=3))
    assert sum(text.endswith("(5, 2)") for text in texts) == 4
    assert sum(text.endswith("(3, 2)") for text in texts) == 3
    assert sum(text.endswith("(4, 2)") for text in texts) == 3
    assert texts.count("Waa") == 3


def test_unrolled_colours_the_first_example():
    """Is the top square of a column the first entry, dark blue where it is 1?"""
    x, a = np.zeros((2, 3, 1)), np.zeros((2, 3, 1))
    a[0, 0, 0] = 1
    figure = recurrent_plots.unrolled(x, np.zeros((2, 3)), a, np.zeros((2, 3, 1)))
    squares = [p for p in figure.axes[0].patches if isinstance(p, matplotlib.patches.Rectangle)]
    strong = colors.to_hex(recurrent_plots.SIGNED(1.0))
    found = [p for p in squares if colors.to_hex(p.get_facecolor()) == strong]
    assert len(found) == 1
    column = [p for p in squares if p.get_x() == found[0].get_x()]
    neighbours = [p for p in column if abs(p.get_y() - found[0].get_y()) < 0.2]
    assert found[0].get_y() == max(p.get_y() for p in neighbours)


def test_curves_show_their_values_in_different_lines():
    """Are values unchanged, and curves told apart by more than colour?"""
    lines = {str(n): (np.arange(3), np.arange(3) * n) for n in range(5)}
    drawn = recurrent_plots.curves(lines, "T", "x", "y").axes[0].lines
    assert [line.get_ydata().tolist() for line in drawn] == [[0, n, 2 * n] for n in range(5)]
    assert len({str(line._dash_pattern) for line in drawn}) == 5


def test_the_largest_difference_of_gradients_is_told():
    """Does the title say how far the two ways are apart?"""
    pairs = {"dWaa": (np.zeros((2, 2)), np.zeros((2, 2))), "dba": (np.ones(2), np.ones(2) + 0.03)}
    assert "3e-02" in recurrent_plots.gradient_agreement(pairs).axes[0].get_title(loc="left")


def test_padding_is_hollow():
    """Are exactly the steps after an example's end drawn with hollow marks?"""
    figure = recurrent_plots.frozen(np.arange(12.0).reshape(2, 6), [6, 2])
    hollow = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == plotting.PAPER]
    assert sorted(len(line.get_xdata()) for line in hollow) == [0, 4]


def test_words_stand_below_their_values():
    """Is there one panel a quantity, with the words below the last one?"""
    figure = draw_words([0, 0.5, 0, 0])
    gate, memory = figure.axes
    assert gate.lines[1].get_ydata().tolist() == [0, 0.5, 0, 0]
    assert memory.lines[0].get_ydata().tolist() == [0, 3, 3, 3]
    assert [label.get_text() for label in memory.get_xticklabels()] == WORDS


def test_equal_lines_do_not_hide_each_other():
    """Is the later of two series drawn with smaller marks?"""
    first, second = draw_words([0, 1, 0, 0]).axes[0].lines[:2]
    assert second.get_markersize() < first.get_markersize()


def test_no_influence_is_marked():
    """Does every pair without influence, and no other, get a dot?"""
    figure = PICTURES["influence"]()
    left, both = figure.axes
    assert [text.get_text() for text in left.texts].count("·") == 6
    assert not both.texts


def test_the_lowest_layer_is_at_the_bottom():
    """Are the layers stacked as they are computed, from below?"""
    labels = [axes.get_ylabel() for axes in PICTURES["layers_over_time"]().axes]
    assert labels[:2] == ["layer 2", "layer 1"]
