"""Do the pictures of word vectors show the numbers they are given, and only those?"""

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import PathCollection

from utils import bias_plots

matplotlib.use("Agg")

RNG = np.random.default_rng(0)
LEANS, COSINES = [0.9, 0.1, 0.5], ([0.2, -0.3, 0], [0.0, 0.0, 0.0])  # nurse, pilot, cook
COMPANIES = {"after": [0.8, 0.2, 0.5], "shuffled": [0.4, 0.6, 0.5]}
EFFECTS = {"career, family": ((1.5, 0.001), (0.2, 0.31)), "control": ((-1.0, 0.96), (0.0, 0.5))}


def draw_axis():
    words = [(f"word{i}", i / 10, (i % 3) / 2) for i in range(-6, 7)]
    return bias_plots.words_on_axis({"some": words, "others": words[:3]}, "T", "x")


PICTURES = {
    "similarities": lambda: bias_plots.similarities(["a", "b"], [[1, -0.25], [-0.25, 1]]),
    "shares_with_intervals": lambda: bias_plots.shares_with_intervals(
        {"one": {"kind": (0.5, 0.4, 0.6)}, "two": {"kind": (0.1, 0.0, 0.2)}}, "T", "%", chance=0.5
    ),
    "maps_of_pairs": lambda: bias_plots.maps_of_pairs(
        {"flat": RNG.normal(size=(4, 2)), "other": np.zeros((4, 2))}, [("a", "b"), ("c", "d")]
    ),
    "words_on_axis": draw_axis,
    "spread_over_directions": lambda: bias_plots.spread_over_directions(
        {"pairs": [0.7, 0.2, 0.1], "random": [0.5, 0.5]}
    ),
    "stages": lambda: bias_plots.stages({"x": [0.4, 0.1], "y": [0.3, 0.3]}, ["a", "b"], "T", "y"),
    "effects_before_and_after": lambda: bias_plots.effects_before_and_after(EFFECTS, "T", "x"),
    "bias_that_stays": lambda: bias_plots.bias_that_stays(LEANS, COSINES, COMPANIES, "T", "lean"),
}


def words(figure):
    """Returns all texts of a figure."""
    return [text.get_text() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]


def points(axes):
    """Returns the places of all single marks of a panel."""
    lines = [line for line in axes.get_lines() if line.get_marker() not in ("None", "", None)]
    clouds = [c for c in axes.collections if isinstance(c, PathCollection)]
    return [
        tuple(xy)
        for places in [*(x.get_xydata() for x in lines), *(c.get_offsets() for c in clouds)]
        for xy in places
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_drawn_and_closed(name):
    """Is every picture drawn without a warning, and left to the notebook to show?"""
    figure = PICTURES[name]()
    figure.canvas.draw()
    assert words(figure)
    assert not plt.get_fignums()


def test_every_picture_is_tested():
    """Does this file forget a picture?"""
    drawing = {n for n, f in vars(bias_plots).items() if hasattr(f, "__wrapped__")}
    assert drawing == set(PICTURES)


def test_similarities_are_written_as_they_are():
    """Does each place of the table say its number, signs and ones included?"""
    texts = words(PICTURES["similarities"]())
    assert texts.count("1") == 2
    assert texts.count("-.25") == 2


def test_axis_names_the_outermost_words():
    """Are the words at both ends named, and those in the middle not?"""
    text = " ".join(words(draw_axis()))
    assert "← word-6, word-5, word-4, word-3" in text
    assert "word3, word4, word5, word6 →" in text
    assert "word0" not in text


def test_shares_stand_where_they_belong():
    """Is a share drawn in per cent, on the row of its kind?"""
    axes = PICTURES["shares_with_intervals"]().axes[0]
    assert {round(x) for x, _ in points(axes)} == {50, 10}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["kind"]
    words = PICTURES["shares_with_intervals"]().description
    assert "one: 50 at kind." in words
    assert "two, 95 % interval: 0 to 20 at kind." in words


def test_effects_carry_their_p_values():
    """Does each effect say its p-value, small ones with one digit that counts?"""
    texts = words(PICTURES["effects_before_and_after"]())
    assert {"p = 0.001", "p = 0.31", "p = 0.96", "p = 0.50"} <= set(texts)


def test_bias_that_stays_shows_all_three_measures():
    """Are cosine before and after on top, company of both worlds below, and the kinds told apart?"""
    figure = PICTURES["bias_that_stays"]()
    top, left, right = figure.axes
    assert {round(x, 3) for x, _ in points(top)} == {0.2, -0.3, 0.0}
    assert {round(x, 3) for x, _ in points(left)} == {0.8, 0.2, 0.5}
    assert {round(x, 3) for x, _ in points(right)} == {0.4, 0.6, 0.5}
    shapes = [len(cloud.get_paths()[0].vertices) for cloud in left.collections]
    assert len({*shapes}) >= 2  # Triangles and circles.
    for words_of in ("leans to women, before: 1 point", "leans to men: 1 point, across 0.2"):
        assert words_of in figure.description


def test_crowded_names_are_left_out():
    """Are names that would lie on one another written once, and those apart all?"""
    pairs = [("a", "b"), ("c", "d")]
    near = bias_plots.maps_of_pairs({"m": [[0, 0], [9, 9], [0.01, 0.01], [9, 8]]}, pairs)
    apart = bias_plots.maps_of_pairs({"m": [[0, 0], [9, 9], [0, 5], [9, 8]]}, pairs)
    assert {"a", "c"} & set(words(near)) == {"a"}
    assert {"a", "c"} <= set(words(apart))
