"""Draws what word vectors know: one function a picture, each returns a matplotlib Figure.

In the style of `utils.plotting`. The numbers come from the functions that a learner wrote; nothing
here computes a similarity, a direction or a vector. Words that lean to women are drawn as upward
triangles, those that lean to men as downward ones, the others as circles.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D

from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PALE, PAPER, PINK, picture

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
    size = 0.48 * len(words)
    figure, axes = plt.subplots(figsize=(size + 1.6, size + 1.2))
    axes.imshow(table, cmap=SIGNED, vmin=-1, vmax=1)
    for row, values in enumerate(np.asarray(table)):
        for column, value in enumerate(values):
            colour = PAPER if abs(value) > 0.75 else INK
            axes.text(
                column, row, _short(value), ha="center", va="center", fontsize=9, color=colour
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
    figure, axes = plt.subplots(figsize=(6.6, 0.16 * len(kinds) * (1 + len(series)) + 1.5))
    marks = ((BLUE, "D"), (ORANGE, "o"), (GREEN, "s"))
    handles = []
    for number, ((label, rows), (colour, marker)) in enumerate(
        zip(series.items(), marks, strict=False)
    ):
        shares, low, high = 100 * np.array([tuple(rows[kind]) for kind in kinds], dtype=float).T
        places = np.arange(len(kinds)) + 0.24 * (number - (len(series) - 1) / 2)
        axes.hlines(places, low, high, color=colour, lw=2, label=f"{label}, 95 % interval")
        handles += axes.plot(shares, places, marker, color=colour, ms=6.5, label=label)
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
        _legend_below(figure, handles)
    return figure


def _legend_below(figure, handles):
    """Adds a legend below, where it takes no width from the picture on a narrow screen."""
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))


@picture
def maps_of_pairs(maps, pairs, kinds=("first word", "second word")):
    """Draws several flat maps of the same pairs of words, each pair joined by a line.

    Args:
        maps: Dictionary from a heading to points `(2 * len(pairs), 2)`: the ends of the first
            line, of the second, and so on. A line begins at the first word of a pair. Two maps
            stand in a row.
        pairs: List of pairs of words; the first words are named.
        kinds: What the first words are, and the second.

    Returns:
        The Figure. Where words crowd, some go without a name.
    """
    columns = min(2, len(maps))
    rows = -(-len(maps) // columns)
    size = (3.3 * columns, 2.9 * rows + 0.4)
    figure, panels = plt.subplots(rows, columns, figsize=size, squeeze=False)
    for axes in panels.ravel()[len(maps) :]:
        axes.remove()
    for axes, (heading, points) in zip(panels.ravel(), maps.items(), strict=False):
        points = np.asarray(points).reshape(-1, 2, 2)
        handles = [
            axes.scatter(*ends.T, marker=marker, color=colour, s=25, zorder=2, label=kind)
            for kind, ends, (colour, marker) in zip(
                kinds, points.swapaxes(0, 1), (FIRST, SECOND), strict=True
            )
        ]
        middle, span = points.mean(axis=(0, 1)), np.ptp(points, axis=(0, 1))
        written: list = []
        for names, ends in zip(pairs, points, strict=True):
            axes.plot(*ends.T, color=PALE, lw=1.4, zorder=1)
            place = ends[0] / np.where(span > 0, span, 1)
            if any(np.all(np.abs(place - other) < (0.3, 0.05)) for other in written):
                continue  # Names one upon the other help nobody.
            written.append(place)
            side = 1 if ends[0][0] >= middle[0] else -1
            axes.annotate(names[0], ends[0], xytext=(5 * side, -3), textcoords="offset points",
                          fontsize=9, ha="left" if side > 0 else "right")  # fmt: skip
        axes.set_title(heading, fontsize=10.5)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.margins(0.3, 0.12)
    _legend_below(figure, handles)
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
    figure, axes = plt.subplots(figsize=(7.0, 1.2 * len(rows) + 1.5))
    for row, (group, words) in enumerate(rows.items()):
        ordered = sorted(words, key=lambda item: item[1])
        places = [row + 0.12 * ((number % 3) - 1) for number in range(len(ordered))]
        positions, leans = [item[1] for item in ordered], [item[2] for item in ordered]
        _scatter(axes, positions, places, leans, name=f"{group}, ")
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
    _explain_leanings(figure)
    return figure


def _scatter(axes, x, y, leans, name="", suffix="", **options):
    """Draws points in the colours and markers of their leans, one series a leaning."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    kinds = [leaning_of(lean) for lean in leans]
    for label, (colour, marker) in LEANINGS.items():
        chosen = [kind == (colour, marker) for kind in kinds]
        if any(chosen):
            style = {"color": colour, "s": 36, "label": name + label + suffix, **options}
            axes.scatter(x[chosen], y[chosen], marker=marker, **style)


def _explain_leanings(figure):
    """Adds a legend of the three leanings."""
    handles = [
        Line2D([], [], ls="", marker=marker, color=colour, label=label)
        for label, (colour, marker) in LEANINGS.items()
    ]
    _legend_below(figure, handles)


@picture
def spread_over_directions(shares):
    """Draws how much of a spread lies along each direction, for several sets of pairs.

    Args:
        shares: Dictionary from a label to shares in falling order, at most four labels.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.6, 3.0))
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
    figure, axes = plt.subplots(figsize=(6.6, 3.4))
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
                          textcoords="offset points", ha="center", fontsize=9.5, color=colour)  # fmt: skip
    axes.set_xticks(range(len(table)), list(values))
    axes.margins(0.12, 0.25)
    axes.grid(axis="x", visible=False)
    axes.set_ylabel(y_label)
    axes.set_title(title)
    _legend_below(figure, axes.get_lines())
    return figure


@picture
def effects_before_and_after(effects, title, x_label):
    """Draws effect sizes before and after, one test a row, with p-values.

    Args:
        effects: Dictionary from a test's name to `((effect, p) before, (effect, p) after)`.
        title: Title of the picture.
        x_label: Label of the horizontal axis, from -2 to 2: no effect is larger.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.8, 0.66 * len(effects) + 1.7))
    rows = np.arange(len(effects))
    for row, ((before, _), (after, _)) in enumerate(effects.values()):
        axes.annotate("", (after, row), (before, row),
                      arrowprops={"arrowstyle": "-|>", "color": PALE, "lw": 2, "shrinkA": 4})  # fmt: skip
    handles = []
    for number, (label, colour, marker) in enumerate(
        zip(("before", "after"), (ORANGE, BLUE), "oD", strict=True)
    ):
        found = [both[number] for both in effects.values()]
        handles += axes.plot(
            [effect for effect, _ in found], rows, marker, color=colour, ms=7.5, label=label
        )
        for row, (effect, p_value) in enumerate(found):
            axes.annotate(_p_text(p_value), (effect, row), xytext=(0, 8 if number == 0 else -16),
                          textcoords="offset points", ha="center", fontsize=9, color=colour)  # fmt: skip
    axes.axvline(0, color=GREY, lw=1.2, zorder=1)
    axes.set_yticks(range(len(effects)), list(effects))
    axes.set_ylim(len(effects) - 0.4, -0.6)
    axes.set_xlim(-2.1, 2.1)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(x_label)
    axes.set_title(title)
    _legend_below(figure, handles)
    return figure


def _p_text(p_value):
    return f"p = {p_value:.2f}" if p_value >= 0.095 else f"p = {p_value:.1g}"


@picture
def bias_that_stays(leans, cosines, companies, title, y_label):
    """Draws professions by two measures: where they lie on the axis, and what company they keep.

    On top, each word's cosine with the direction before (open) and after (filled) neutralising;
    below, its lean against the mean lean of its neighbours, one panel a world.

    Args:
        leans: List of leans in [0, 1], one a word.
        cosines: Pair of lists, cosines before and after.
        companies: Dictionary from a heading to a list, the mean lean of each word's neighbours.
        title: Title of the picture.
        y_label: Label of the vertical axes: what a lean is.

    Returns:
        The Figure.
    """
    names = list(companies)
    figure = plt.figure(figsize=(7.0, 6.8))
    panels = figure.subplot_mosaic([["top"] * len(names), names])
    figure.suptitle(title, x=0.02, ha="left", fontsize=14, weight="bold", color=INK)
    places = np.asarray(leans) + np.random.default_rng(3).uniform(-0.02, 0.02, len(leans))
    top, (before, after) = panels["top"], cosines
    _scatter(top, before, places, leans, suffix=", before", facecolors="none")
    _scatter(top, after, places, leans, suffix=", after", s=16)
    top.axvline(0, color=GREY, lw=1.2, zorder=1)
    top.set_xlabel("cosine with the direction: open before, filled after")
    top.set_title("Along the direction, all is well", fontsize=10.5)
    top.set_ylabel(y_label)
    for name in names:
        _scatter(panels[name], companies[name], places, leans, alpha=0.85)
        panels[name].set_xlim(-0.02, 1.02)
        panels[name].set_xlabel("mean lean of five nearest")
        panels[name].set_title(name, fontsize=9.5)
    panels[names[0]].set_ylabel(y_label)
    _explain_leanings(figure)
    return figure
