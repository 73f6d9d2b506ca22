"""Do the words about a picture say what it shows, with its own numbers?"""

import base64
import html
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils import descriptions, plotting


@pytest.fixture(autouse=True)
def _looked_at():
    """Pictures of this module are drawn to be described, not to be looked at."""


def described(draw):
    figure, axes = plt.subplots()
    draw(axes)
    plt.close(figure)
    return descriptions.describe(figure)


def test_a_line_of_few_values_is_read_out():
    """Are a title, both axes and every value told?"""

    def draw(axes):
        axes.plot([1, 2, 4], [0.5, 2.25, 1000], label="the net")
        axes.set(xlabel="epoch", ylabel="loss", xlim=(0, 5), ylim=(0, 1200))
        axes.set_title("It learns", loc="left")

    assert described(draw) == (
        "It learns. Across: epoch, 0 to 5. Up: loss, 0 to 1,200. "
        "the net: 0.5 at 1, 2.25 at 2, 1,000 at 4."
    )


def test_of_a_long_line_ends_and_extremes_are_told():
    """Is a curve of a thousand values told by where it starts, ends, and turns?"""
    x = np.arange(1000)
    y = (x - 250.0) ** 2 / 1000
    y[700] = 999
    words = described(lambda axes: axes.plot(x, y, label="curve"))
    assert "curve: 1,000 values, 62.5 at 0, 561 at 999" in words
    assert "lowest 0 at 250; highest 999 at 700." in words


def test_names_stand_for_places():
    """Are places that have names called by them, in bars, lines and maps?"""

    def bars(axes):
        axes.bar([0, 1, 2], [3, 7, 0.125], tick_label=["add-1", "GRU", "trigram"])

    words = described(bars)
    assert "Across: add-1, GRU, trigram." in words
    assert "Bars: 3 at add-1, 7 at GRU, 0.125 at trigram." in words

    def grid(axes):
        axes.imshow([[0, 1, 2], [3, 9, -5]])
        axes.set_xticks(range(3), ["ten", "five", "two"])
        axes.set_yticks(range(2), ["first", "second"])

    words = described(grid)
    assert (
        "A map of 2 rows and 3 columns, from -5 to 9, largest in row second, column five." in words
    )


def test_maps_are_told_row_by_row():
    """Is the largest value of each row told, but for a word beside itself, and no number twice?"""

    def grid(axes):
        axes.imshow([[1, 0.25], [0.5, 1]])
        axes.text(0, 0, "1.00")
        axes.set_xticks(range(2), ["sad", "happy"])
        axes.set_yticks(range(2), ["sad", "happy"])

    words = described(grid)
    assert words.endswith("Largest in each row: sad: happy 0.25; happy: sad 0.5.")


def test_values_that_lie_beside_names():
    """Are values across, and intervals, called by the names on the left, though moved a little?"""

    def draw(axes):
        axes.plot([10, 90], [0.1, 1.1], "o", label="net")
        axes.hlines([0.1, 1.1], [5, 80], [20, 95], label="net, 95 % interval")
        axes.set_yticks(range(2), ["before", "after"])

    words = described(draw)
    assert "net: 10 at before, 90 at after." in words
    assert "net, 95 % interval: 5 to 20 at before, 80 to 95 at after." in words


def test_numbers_beside_words_are_names():
    """Are the columns of a text told by their symbol, digits too, and by their number?"""

    def grid(axes):
        axes.imshow([[0, 0.75, 0.25], [1, 0, 0]])
        axes.set_xticks(range(3), ["3", "3", "/"])
        axes.set_yticks(range(2), ["3", "-"])

    words = described(grid)
    assert "Across: 3, 3, /. Up: 3, -." in words
    assert "largest in row -, column 1." in words
    assert words.endswith("Largest in each row: 3: 3 (column 2) 0.75; -: 3 (column 1) 1.")


def test_bars_beside_one_name():
    """Are bars of two series called by the name they stand beside?"""

    def draw(axes):
        axes.barh([-0.2, 0.8], [3, 4], height=0.4, label="one")
        axes.barh([0.2, 1.2], [5, 6], height=0.4, label="two")
        axes.set_yticks([0, 1], ["days", "years"])

    words = described(draw)
    assert "one: 3 at days, 4 at years. two: 5 at days, 6 at years." in words


def test_lying_bars_and_levels():
    """Are bars that lie read from their own axis, and level lines by their height?"""

    def draw(axes):
        axes.barh([0, 1], [0.2, 0.9], tick_label=["before", "after"])

    assert "Bars: 0.2 at before, 0.9 at after." in described(draw)
    assert "A level line at 0.5." in described(lambda axes: axes.axhline(0.5))
    assert "Marked: 0.5." in described(lambda axes: axes.axvline(0.5))


def test_clouds_of_points_and_what_is_written_there():
    """Are points counted and placed, and words in the picture told once?"""

    def draw(axes):
        axes.scatter([1, 2, 3], [-1, 0, 4], label="queens")
        for place in (1, 2):
            axes.text(place, 0, "king")

    words = described(draw)
    assert "queens: 3 points, across 1 to 3 (mean 2), up -1 to 4 (mean 1)." in words
    assert "Written in the picture: king." in words


def test_numbers_that_are_none_are_left_out():
    """Does a gap in a line not become a number, and an empty map not end in an error?"""
    assert "a: 1 at 0, 3 at 2." in described(lambda a: a.plot([1, np.nan, 3], label="a"))
    assert "empty" in described(lambda a: a.imshow(np.full((2, 2), np.nan)))


def test_many_lines_without_a_name_are_summed_up():
    """Do sixty connecting lines become one sentence?"""
    words = described(lambda axes: axes.plot([[0] * 60, [1] * 60], [[-2] * 60, [5] * 60]))
    assert "60 lines without a name, between -2 and 5." in words


def test_a_notebook_gets_picture_and_words():
    """Is the description the picture's alternative text, whatever signs stand in it?"""
    figure = plotting.loss_curve([3.0, 2.0, 1.0], 'A "title" <b>&</b>')
    shown = figure._repr_mimebundle_(include=None, exclude=None)
    (alternative,) = re.findall(r'<img alt="([^"]*)"', shown["text/html"])
    assert html.unescape(alternative) == figure.description == shown["text/plain"]
    assert "<b>" not in shown["text/html"]
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
    assert shown["image/png"] in shown["text/html"]


def test_marks_spans_and_upright_lines_are_told_by_where_they_are():
    """Is what has only a place across told by that place, under its name?"""

    def draw(axes):
        side = axes.get_xaxis_transform()
        axes.plot([1.25, 2], [1.03, 1.03], transform=side, label="hey listen", clip_on=False)
        axes.plot([4, 5.5], [1.03, 1.03], transform=side, label="hey listen", clip_on=False)
        axes.axvspan(6, 7, label="taken")
        axes.plot([3, 8], [0.98, 0.98], ls="", marker="v", transform=side, label="detections")
        axes.axvline(9)
        axes.stairs([0, 1, 1, 0, 1], [0, 1, 2, 3, 4, 5], label="labels that are 1")

    words = described(draw)
    for told in (
        "hey listen: 1.25 to 2, 4 to 5.5.",
        "taken: 6 to 7.",
        "detections: 3, 8.",
        "Marked: 9.",
        "labels that are 1: 1 to 3, 4 to 5.",
    ):
        assert told in words
    assert "without a name" not in words


def test_a_map_over_seconds_says_where_in_seconds():
    """Is the largest value's place told in what the axes count, and in rows where they count rows?"""
    values = np.zeros((40, 100))
    values[7, 25] = 3
    words = described(
        lambda axes: axes.imshow(values, origin="lower", extent=(0, 1, 0, 40), aspect="auto")
    )
    assert "largest at 0.255 across, 7.5 up." in words
    assert "largest in row 8, column 26." in described(lambda axes: axes.imshow(values))


def test_points_beside_names_are_told_by_them():
    """Does a row of points, named at the side, have a value for each name?"""

    def draw(axes):
        axes.plot([0.5, 0.75], [0, 1], ls="", marker="o", label="F1")
        axes.set_yticks([0, 1], ["formula", "espeak"])

    assert "F1: 0.5 at formula, 0.75 at espeak." in described(draw)
