"""Do the pictures of learning word vectors show the numbers they are given?"""

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot as plt

from utils import embedding_plots

matplotlib.use("Agg")

RNG = np.random.default_rng(0)
COSTS = {
    way: [(1_000, rows, seconds), (1_000_000, 2 * rows, 3 * seconds)]
    for way, rows, seconds in (
        ("softmax", 1_000, 4e-4),
        ("tree", 10, 2e-6),
        ("negative sampling", 6, 1e-6),
    )
}
PAIRS = [("a", "b"), ("c", "d"), ("e", "f")]
HALF = np.array([True, False])
PICTURES = {
    "cost_by_vocabulary": lambda: embedding_plots.cost_by_vocabulary(COSTS),
    "tree_of_words": lambda: embedding_plots.tree_of_words(
        ["rare", "seldom", "frequent"], [[0, 1], [0, 1], [0, -1]], [[1, 0], [1, 1], [0, 5]]
    ),
    "noise_by_rank": lambda: embedding_plots.noise_by_rank({"one": [0.7, 0.2, 0.1], "two": [1 / 3] * 3}),
    "race": lambda: embedding_plots.race(
        {name: [(0, ~HALF & HALF), (4, HALF), (8, HALF | ~HALF)] for name in "abcde"}
    ),
    "cost_and_maps": lambda: embedding_plots.cost_and_maps(
        COSTS, {"before": RNG.normal(size=(6, 2)), "after": np.zeros((6, 2))}, PAIRS
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_drawn_and_closed(name, recwarn):
    """Is every picture drawn without a warning, no wider than a phone bears, and left to the notebook?"""
    figure = PICTURES[name]()
    figure.canvas.draw()
    assert not plt.get_fignums()
    assert not recwarn.list
    assert figure.get_figwidth() <= 6.4
    sizes = [t.get_fontsize() for t in figure.findobj(matplotlib.text.Text) if t.get_text().strip()]
    assert min(sizes) >= 9


def test_costs_are_drawn_as_they_are_given():
    """Are sizes across, microseconds up, and rows counted in the legend?"""
    axes = PICTURES["cost_by_vocabulary"]().axes[0]
    line = axes.get_lines()[0]
    np.testing.assert_allclose(line.get_xydata(), [(1e3, 400), (1e6, 1200)])
    assert "1,000 to 2,000 rows" in line.get_label()


def test_a_race_ends_with_shares():
    """Do lines run through shares in per cent, and do names carry the last one?"""
    axes = PICTURES["race"]().axes[0]
    assert [line.get_label() for line in axes.get_lines()] == [f"{name}: 100 %" for name in "abcde"]
    np.testing.assert_allclose(axes.get_lines()[0].get_ydata(), [0, 50, 100])


def test_maps_join_countries_to_capitals():
    """Does each pair have its line, and do descriptions tell of both maps?"""
    figure = PICTURES["cost_and_maps"]()
    lines = [line for axes in figure.axes[1:] for line in axes.get_lines()]
    assert len(lines) == 6
    assert "before" in figure.description
    assert "after" in figure.description


def test_rows_are_counted():
    """Are they V, the logarithm of V, and k + 1, and does timing hand them on?"""
    assert list(embedding_plots.rows_of_a_pair(1_000_000, 15).values()) == [1_000_000, 20, 16]
    costs = embedding_plots.time_pairs((64, 256), dimension=4, negatives=3)
    assert {way: [row[:2] for row in rows] for way, rows in costs.items()} == {
        "softmax": [(64, 64), (256, 256)],
        "tree": [(64, 6), (256, 8)],
        "negative sampling": [(64, 4), (256, 4)],
    }
    assert all(seconds > 0 for rows in costs.values() for *_, seconds in rows)


def test_a_tree_is_told_and_drawn():
    """Has each word its place, each node two branches, and does the description name all turns?"""
    figure = PICTURES["tree_of_words"]()
    axes = figure.axes[0]
    texts = {text.get_text(): text.get_position() for text in axes.texts}
    assert texts["frequent"][0] < texts["rare"][0] == texts["seldom"][0]
    assert len(axes.get_lines()) == 4
    assert "rare by 1 0, seldom by 1 1, frequent by 0" in figure.description
