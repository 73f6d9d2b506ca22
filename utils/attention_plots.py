"""Draws what readers of dates do: one function a picture, each returns a Figure.

In the style of `utils.plotting`. All numbers come from the learner's own functions and models.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from utils.dates import PADDING, UNKNOWN
from utils.plotting import BLUE, GREEN, GREY, GRID, INK, ORANGE, PAPER, PINK, picture

WEIGHT = LinearSegmentedColormap.from_list("weight", [PAPER, "#7fb4c9", "#0b5f73"])
COLOURS = (BLUE, ORANGE, GREEN, PINK)
MARKERS = ("o", "s", "^", "D")
HATCHES = ("", "//", "..", "xx")
SPACE = "␣"  # Drawn in place of a space, which nobody would see.


@picture
def index_rows(rows, vocabulary, longest=22):
    """Draws rows of indices, each character above its index.

    Args:
        rows: List of rows of indices.
        vocabulary: Dictionary from symbol to index.
        longest: Int, columns that are drawn.

    Returns:
        The Figure.
    """
    symbols = {index: symbol for symbol, index in vocabulary.items()}
    symbols |= {vocabulary[PADDING]: "·", vocabulary[UNKNOWN]: "?", vocabulary.get(" "): SPACE}
    figure, axes = plt.subplots(figsize=(6.8, 0.6 * len(rows) + 0.5))
    told = []
    for y, row in enumerate(rows):
        shown = np.asarray(row).tolist()[:longest]
        told.append(", ".join(f"{symbols.get(index, '!')} {index}" for index in shown))
        for x, index in enumerate(shown):
            faint = index == vocabulary[PADDING]
            unknown = index == vocabulary[UNKNOWN]
            colour = GREY if faint else ORANGE if unknown else INK
            axes.text(x, y - 0.16, symbols.get(index, "!"), ha="center", va="center", color=colour,
                      fontsize=11, fontweight="bold" if unknown else "normal")  # fmt: skip
            axes.text(x, y + 0.26, index, ha="center", va="center", color=GREY, fontsize=8)
    axes.set(xlim=(-0.7, longest - 0.3), ylim=(len(rows) - 0.4, -0.6))
    axes.set_title("Characters and their indices  (· padding, ? unknown)")
    axes.axis("off")
    rows = " ".join(f"Row {number}: {row}." for number, row in enumerate(told, start=1))
    axes.spoken = f"{axes.get_title('left')}. {rows}"
    return figure


@picture
def contexts(notes, contexts):
    """Draws notes of an encoder and contexts, by the first two of their numbers.

    Args:
        notes: Float array `(timesteps, features)`.
        contexts: Float array `(count, features)`.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(5.6, 4.2))
    axes.scatter(*np.asarray(notes)[:, :2].T, s=60, color=BLUE, marker="s", label="notes")
    axes.scatter(
        *np.asarray(contexts)[:, :2].T, s=14, color=ORANGE, alpha=0.7, label="contexts", zorder=3
    )
    axes.scatter(
        *np.mean(notes, axis=0)[:2],
        s=90,
        color=INK,
        marker="+",
        label="mean of the notes",
        zorder=4,
    )
    axes.set(xlabel="first number", ylabel="second number", aspect="equal")
    axes.set_title("Every context lies among the notes")
    figure.legend(loc="outside lower center", ncols=3)
    return figure


@picture
def heat_maps(maps, texts, written, titles=None):
    """Draws attention weights, one map below the other.

    Args:
        maps: List of float arrays `(steps, timesteps)`, rows that sum to 1.
        texts: List of the texts read; the columns after their end are drawn as one, "padding".
        written: List of the texts written, a symbol for each row.
        titles: List of titles; None for the texts themselves.

    Returns:
        The Figure.
    """
    rows = len(maps)
    figure, all_axes = plt.subplots(rows, 1, figsize=(7.6, 3.3 * rows), squeeze=False)
    for axes, weights, text, symbols, k in zip(
        all_axes[:, 0], maps, texts, written, range(rows), strict=True
    ):
        weights = np.asarray(weights)
        shown = min(len(text), weights.shape[1])
        rest = weights[:, shown:].sum(axis=1, keepdims=True)
        image = axes.imshow(
            np.hstack([weights[:, :shown], rest]), cmap=WEIGHT, vmin=0, vmax=1, aspect="auto"
        )
        labels = [character if character != " " else SPACE for character in text[:shown]]
        axes.set_xticks(range(shown + 1), [*labels, "padding"], fontsize=10)
        axes.get_xticklabels()[-1].set(rotation=90, color=GREY, fontsize=8)
        axes.set_yticks(range(len(symbols)), list(symbols), fontsize=10)
        axes.set_title(titles[k] if titles else f"{text}  →  {symbols}")
        axes.set_ylabel("written")
        axes.set_xticks(np.arange(shown + 2) - 0.5, minor=True)
        axes.set_yticks(np.arange(len(symbols) + 1) - 0.5, minor=True)
        axes.grid(False)
        axes.grid(which="minor", color=GRID, lw=0.6)
        axes.tick_params(which="both", length=0)
    # Below, where it takes no width from the text on a narrow screen.
    bar = figure.colorbar(
        image, ax=all_axes[:, 0].tolist(), location="bottom", shrink=0.5, aspect=30
    )
    bar.set_label("attention weight")
    return figure


@picture
def by_position(reports, symbols="YYYY-MM-DD"):
    """Draws the share of wrong symbols at each position.

    Args:
        reports: Dictionary from a label to shares of right symbols, one for each position.
        symbols: What stands at each position.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.6, 3.2))
    for (label, shares), colour, marker in zip(reports.items(), COLOURS, MARKERS, strict=False):
        wrong = 100 * (1 - np.asarray(shares))
        axes.plot(range(len(wrong)), wrong, color=colour, marker=marker, label=label)
    axes.set_xticks(range(len(symbols)), list(symbols))
    axes.set(xlabel="position", ylabel="% wrong")
    axes.set_ylim(bottom=0, top=max(0.1, axes.get_ylim()[1]))
    axes.set_title("Which symbols are wrong?")
    figure.legend(loc="outside lower center", ncols=len(reports))
    return figure


@picture
def scores(intervals, title):
    """Draws shares of dates read right, with their intervals.

    Args:
        intervals: Dictionary from a set's name to a dictionary from a model's name to an
            `Interval`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    models = list(next(iter(intervals.values())))
    handles: list = []
    figure, axes = plt.subplots(figsize=(7.0, 0.9 * len(intervals) + 1.6))
    step = 0.72 / len(models)
    for k, model in enumerate(models):
        found = [of_set[model] for of_set in intervals.values()]
        shares, low, high = 100 * np.array([tuple(interval) for interval in found], dtype=float).T
        places = np.arange(len(found)) + (k - (len(models) - 1) / 2) * step
        bars = axes.barh(places, shares, height=0.8 * step, color=COLOURS[k], label=model)
        for bar in bars:
            bar.set(hatch=HATCHES[k], edgecolor=PAPER)
        lines = axes.hlines(places, low, high, color=INK, lw=1.5)
        lines.set_label(f"{model}, 95 % interval")
        handles.append(bars)
        for place, *numbers in zip(places, shares, low, high, strict=True):
            text = "{:.1f} [{:.1f}, {:.1f}]".format(*numbers)
            axes.text(101.5, place, text, va="center", fontsize=9)
    axes.set_yticks(range(len(intervals)), list(intervals))
    axes.set(xlim=(0, 100), xlabel="% of dates right, to the last digit")
    axes.invert_yaxis()
    axes.set_title(title)
    figure.legend(handles=handles, loc="outside lower center", ncols=len(models))
    return figure


@picture
def race(runs):
    """Draws the share of right validation dates against seconds of training.

    Args:
        runs: Dictionary from a label to a pair: seconds and shares, one each an epoch.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.6, 3.1))
    for (label, (seconds, shares)), colour, marker in zip(
        runs.items(), COLOURS, MARKERS, strict=False
    ):
        axes.plot(
            [0, *seconds],
            [0, *(100 * np.asarray(shares))],
            color=colour,
            marker=marker,
            label=label,
        )
    axes.axhline(99, color=GREY, ls="--", lw=1.2)
    axes.set(xlabel="seconds of training (a mark each epoch)", ylabel="% right, validation")
    axes.set_title("The same idea, as a loop of layers and as one layer")
    axes.legend(loc="lower right")
    return figure


@picture
def quadratic_cost(lengths, seconds):
    """Draws the time of attention against the length, both in doublings.

    Args:
        lengths: Ints.
        seconds: Floats.

    Returns:
        The Figure.
    """
    lengths, seconds = np.asarray(lengths, dtype=float), np.asarray(seconds, dtype=float)
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    axes.loglog(lengths, 1000 * seconds, color=BLUE, marker="o", label="measured")
    line = 1000 * seconds[-1] * (lengths / lengths[-1]) ** 2
    axes.loglog(lengths, line, color=GREY, ls="--", lw=1.2, label="four times for twice the length")
    axes.set_xticks(lengths, [f"{n:.0f}" for n in lengths])
    axes.minorticks_off()
    axes.set(xlabel="length of both texts", ylabel="milliseconds")
    axes.set_title("Every symbol looks at every character")
    axes.legend(loc="upper left")
    return figure
