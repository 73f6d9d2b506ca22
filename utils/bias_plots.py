"""Draws what word vectors know: one function a picture, each returns a matplotlib Figure.

In the style of `utils.plotting`. The numbers come from the functions that a learner wrote; nothing
here computes a similarity, a direction or a vector. Words that lean to women are drawn as upward
triangles, those that lean to men as downward ones, the others as circles.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from utils.plotting import BLUE, GREEN, GREY, GRID, INK, ORANGE, PAPER, PINK, picture

SIGNED = LinearSegmentedColormap.from_list("signed", ["#00508a", "#f6f1e3", "#a94700"])
WOMEN, MEN, NEITHER = (ORANGE, "^"), (BLUE, "v"), (GREY, "o")
NAMED = 4  # words at either end of an axis
FIRST, SECOND = (BLUE, "o"), (ORANGE, "s")
LEANINGS = {"leans to women": WOMEN, "neither": NEITHER, "leans to men": MEN}


def leaning_of(lean):
    """Returns the colour and the marker of a lean in [0, 1], the share that is about women."""
    return WOMEN if lean > 0.5 else MEN if lean < 0.5 else NEITHER


@picture
def similarities(words, table):
    """Draws how alike words are, every one with every other.

    Args:
        words: List of n words.
        table: Float array `(n, n)`, similarities in [-1, 1].

    Returns:
        The Figure.
    """
    size = 0.46 * len(words)
    figure, axes = plt.subplots(figsize=(size + 2.6, size + 1.2))
    axes.imshow(table, cmap=SIGNED, vmin=-1, vmax=1)
    for row, values in enumerate(np.asarray(table)):
        for column, value in enumerate(values):
            colour = PAPER if abs(value) > 0.75 else INK
            axes.text(
                column, row, _short(value), ha="center", va="center", fontsize=8, color=colour
            )
    axes.set_xticks(range(len(words)), words, rotation=40, ha="right")
    axes.set_yticks(range(len(words)), words)
    axes.grid(visible=False)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title("How alike two words are")
    return figure


def _short(value):
    """Writes a number in [-1, 1] without the 0 before the point."""
    return f"{value:.2f}".replace("0.", ".").replace("-.00", ".00").replace("1.00", "1")


@picture
def shares_with_intervals(series, title, x_label, chance=None):
    """Draws shares with their intervals: one row a kind, one mark a series.

    Args:
        series: Dictionary from a label to a dictionary from a kind to `(share, low, high)`. At
            most three labels; all have the same kinds.
        title: Title of the picture.
        x_label: Label of the horizontal axis.
        chance: Share that a guess reaches, drawn as a line; None for no line.

    Returns:
        The Figure.
    """
    kinds = list(next(iter(series.values())))
    figure, axes = plt.subplots(figsize=(7.5, 0.16 * len(kinds) * (1 + len(series)) + 1.2))
    marks = ((BLUE, "D"), (ORANGE, "o"), (GREEN, "s"))
    for number, ((label, rows), (colour, marker)) in enumerate(
        zip(series.items(), marks, strict=False)
    ):
        shift = 0.24 * (number - (len(series) - 1) / 2)
        for row, kind in enumerate(kinds):
            share, low, high = (100 * value for value in rows[kind])
            line = {"color": colour, "lw": 3, "alpha": 0.4, "solid_capstyle": "round"}
            axes.plot([low, high], [row + shift] * 2, **line)
            axes.plot(share, row + shift, marker, color=colour, ms=6.5, label=label)
            label = None  # Named once.
    if chance is not None:
        axes.axvline(100 * chance, color=GREY, ls="--", lw=1.2, zorder=1.5)
        axes.annotate("chance", (100 * chance, 0), xycoords=("data", "axes fraction"), xytext=(4, 4),
                      textcoords="offset points", color=GREY, fontsize=9)  # fmt: skip
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_ylim(len(kinds) - 0.4, -0.6)
    axes.set_xlim(-2, 102)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(x_label)
    axes.set_title(title)
    if len(series) > 1:
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


@picture
def maps_of_pairs(maps, pairs):
    """Draws several flat maps of the same pairs of words, each pair joined by a line.

    Args:
        maps: Dictionary from a heading to points `(2 * len(pairs), 2)`: the ends of the first
            line, of the second, and so on. A line begins at the first word of a pair.
        pairs: List of pairs of words; the first words are named.

    Returns:
        The Figure. Where words crowd, some go without a name.
    """
    figure, panels = plt.subplots(1, len(maps), figsize=(3.3 * len(maps), 3.6), squeeze=False)
    for axes, (heading, points) in zip(panels[0], maps.items(), strict=True):
        points = np.asarray(points).reshape(-1, 2, 2)
        middle, span = points.mean(axis=(0, 1)), np.ptp(points, axis=(0, 1))
        written: list = []
        for names, ends in zip(pairs, points, strict=True):
            axes.plot(*ends.T, color=GRID, lw=2, zorder=1)
            for end, (colour, marker) in zip(ends, (FIRST, SECOND), strict=True):
                axes.plot(*end, marker, color=colour, ms=5, zorder=2)
            place = ends[0] / np.where(span > 0, span, 1)
            if any(np.all(np.abs(place - other) < (0.3, 0.05)) for other in written):
                continue  # Names one upon the other help nobody.
            written.append(place)
            side = 1 if ends[0][0] >= middle[0] else -1
            axes.annotate(names[0], ends[0], xytext=(5 * side, -3), textcoords="offset points",
                          fontsize=8, ha="left" if side > 0 else "right")  # fmt: skip
        axes.set_title(heading, fontsize=10)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.margins(0.3, 0.12)
    return figure


@picture
def words_on_axis(rows, title, x_label):
    """Draws words along the gender axis, group by group.

    Args:
        rows: Dictionary from a group's label to a list of `(word, position, lean)`; lean is the
            share of a word's sentences that are about women, 0.5 for neither.
        title: Title of the picture.
        x_label: Label of the horizontal axis.

    Returns:
        The Figure. Of a group, the outermost words of either end are named.
    """
    figure, axes = plt.subplots(figsize=(9.0, 1.2 * len(rows) + 1.3))
    for row, words in enumerate(rows.values()):
        ordered = sorted(words, key=lambda item: item[1])
        for number, (_, position, lean) in enumerate(ordered):
            colour, marker = leaning_of(lean)
            height = row + 0.12 * ((number % 3) - 1)
            axes.plot(position, height, marker, color=colour, ms=6, alpha=0.85)
        names = [word for word, _, _ in ordered]
        ends = ((0, "left", "← ", names[:NAMED], ""), (1, "right", "", names[-NAMED:], " →"))
        for x, side, before, some, after in ends:
            axes.annotate(before + ", ".join(some) + after, (x, row - 0.32), fontsize=8.5, ha=side,
                          xycoords=("axes fraction", "data"), xytext=(4 - 8 * x, 0),
                          textcoords="offset points")  # fmt: skip
    axes.axvline(0, color=GREY, lw=1.2, zorder=1)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_ylim(len(rows) - 0.65, -0.55)
    axes.margins(x=0.06)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(x_label)
    axes.set_title(title)
    _explain_leanings(axes)
    return figure


def _explain_leanings(axes, **options):
    """Adds a legend of the three leanings."""
    handles = [
        axes.plot([], [], marker, color=colour, label=label)[0]
        for label, (colour, marker) in LEANINGS.items()
    ]
    axes.legend(handles=handles, **{"loc": "center left", "bbox_to_anchor": (1, 0.5), **options})


@picture
def spread_over_directions(shares):
    """Draws how much of a spread lies along each direction, for several sets of pairs.

    Args:
        shares: Dictionary from a label to shares in falling order, at most four labels.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(7.5, 3.0))
    marks = ((BLUE, "D-"), (ORANGE, "o--"), (GREEN, "s-."), (PINK, "^:"))
    for (label, values), (colour, style) in zip(shares.items(), marks, strict=False):
        percent = 100 * np.asarray(values, dtype=float)
        axes.plot(np.arange(1, len(percent) + 1), percent, style, color=colour, label=label)
    axes.set(xlabel="direction, the most important first", ylabel="% of the spread", ylim=(0, None))
    axes.xaxis.set_major_locator(plt.MaxNLocator(integer=True))
    axes.set_title("One direction for all pairs, or many?")
    axes.legend()
    return figure


@picture
def stages(values, labels, title, y_label):
    """Draws how a few values change from stage to stage.

    Args:
        values: Dictionary from a stage's name to a list of values, one a line; at most four.
        labels: List of the lines' names.
        title: Title of the picture.
        y_label: Label of the vertical axis.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(7.5, 3.2))
    table = np.array(list(values.values()), dtype=float)
    marks = ((ORANGE, "^-"), (BLUE, "v--"), (GREEN, "s-."), (PINK, "D:"))
    for label, line, (colour, style) in zip(labels, table.T, marks, strict=False):
        axes.plot(line, style, color=colour, ms=7, label=label)
        for stage, value in enumerate(line):
            # Of equal values the first stands above, the others below.
            above = value > table[stage].mean() or (
                np.ptp(table[stage]) < 1e-6 and label == labels[0]
            )
            axes.annotate(f"{value:.3f}", (stage, value), xytext=(0, 9 if above else -16),
                          textcoords="offset points", ha="center", fontsize=8.5, color=colour)  # fmt: skip
    axes.set_xticks(range(len(table)), list(values))
    axes.margins(0.12, 0.25)
    axes.grid(axis="x", visible=False)
    axes.set_ylabel(y_label)
    axes.set_title(title)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


@picture
def effects_before_and_after(effects, title):
    """Draws effect sizes before and after, one test a row, with p-values.

    Args:
        effects: Dictionary from a test's name to `((effect, p) before, (effect, p) after)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(8.4, 0.62 * len(effects) + 1.5))
    labels: list = ["before", "after"]
    for row, both in enumerate(effects.values()):
        positions = [effect for effect, _ in both]
        axes.annotate("", (positions[1], row), (positions[0], row),
                      arrowprops={"arrowstyle": "-|>", "color": GRID, "lw": 2, "shrinkA": 4})  # fmt: skip
        for number, ((effect, p_value), colour, marker) in enumerate(
            zip(both, (ORANGE, BLUE), "oD", strict=True)
        ):
            axes.plot(effect, row, marker, color=colour, ms=7.5, label=labels[number])
            axes.annotate(_p_text(p_value), (effect, row), xytext=(0, 8 if number == 0 else -15),
                          textcoords="offset points", ha="center", fontsize=8, color=colour)  # fmt: skip
        labels = [None, None]
    axes.axvline(0, color=GREY, lw=1.2, zorder=1)
    axes.set_yticks(range(len(effects)), list(effects))
    axes.set_ylim(len(effects) - 0.4, -0.6)
    axes.set_xlim(-2.1, 2.1)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("effect size: 0 is none, 2 and -2 are the most there can be")
    axes.set_title(title)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def _p_text(p_value):
    return f"p = {p_value:.2f}" if p_value >= 0.095 else f"p = {p_value:.1g}"


@picture
def bias_that_stays(words, title, captions, y_label):
    """Draws professions twice: where they lie on the axis, and what company they keep.

    Left, each word's cosine with the direction before (open) and after (filled) neutralising;
    right, its lean against the mean lean of its neighbours after neutralising.

    Args:
        words: List of `(word, lean, cosine before, cosine after, mean lean of the neighbours)`.
        title: Title of the picture.
        captions: Pair of headings of the panels.
        y_label: Label of the vertical axes: what a lean is.

    Returns:
        The Figure.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(11.0, 4.4))
    figure.suptitle(title, x=0.02, ha="left", fontsize=14, weight="bold", color=INK)
    jitter = np.random.default_rng(3).uniform(-0.02, 0.02, len(words))
    for (_, lean, before, after, company), shift in zip(words, jitter, strict=True):
        colour, marker = leaning_of(lean)
        left.plot(before, lean + shift, marker, mec=colour, mfc="none", ms=6)
        left.plot(after, lean + shift, marker, color=colour, ms=4)
        right.plot(company, lean + shift, marker, color=colour, ms=6, alpha=0.85)
    left.axvline(0, color=GREY, lw=1.2, zorder=1)
    left.set_xlabel("cosine with the direction: open before, filled after")
    right.set_xlabel("mean lean of the five nearest professions, after")
    right.set_xlim(-0.02, 1.02)
    for axes, caption in zip((left, right), captions, strict=True):
        axes.set_ylabel(y_label)
        axes.set_title(caption, fontsize=10.5)
    _explain_leanings(right)
    return figure
