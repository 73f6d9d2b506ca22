"""Pictures of learning word vectors: what a pair costs, who is drawn, who solves how much, and maps."""

from __future__ import annotations

import time

import matplotlib.pyplot as plt
import numpy as np

from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PALE, PINK, picture

WAYS = ("softmax", "tree", "negative sampling")
MARKS = ((ORANGE, "o-"), (GREEN, "s--"), (BLUE, "D-."), (PINK, "^:"), (INK, "v-"))
FIRST, SECOND = (ORANGE, "o"), (BLUE, "^")  # Colour and marker of the words of a pair.
REPEATS = 5  # The quickest of so many timings.


def rows_of_a_pair(size: int, negatives: int) -> dict[str, int]:
    """Counts the rows of `theta` that a single pair of words needs, way by way.

    Args:
        size: Int V, how many words there are.
        negatives: Int k, wrong words for each pair.

    Returns:
        Dictionary from a way's name to a number of rows.

    Example:
        >>> rows_of_a_pair(1_000, 5)
        {'softmax': 1000, 'tree': 10, 'negative sampling': 6}
    """
    counts = size, int(np.ceil(np.log2(size))), min(size, negatives + 1)
    return dict(zip(WAYS, counts, strict=True))


def time_pairs(sizes, dimension: int = 50, negatives: int = 5, seed: int = 0) -> dict:
    """Times what a single pair costs: rows are fetched, multiplied by a vector, and put through exp.

    Processor time of a single core.

    Args:
        sizes: Ints V, sizes of the vocabulary.
        dimension: Int d.
        negatives: Int k.
        seed: Int, of the rows that are fetched.

    Returns:
        Dictionary from a way's name to a list of `(V, rows, seconds)`, one a size.
    """
    rng = np.random.default_rng(seed)
    table = np.full((max(sizes), dimension), 0.01, dtype=np.float32)
    vector = np.full(dimension, 0.1, dtype=np.float32)
    costs: dict = {way: [] for way in WAYS}
    for size in sizes:
        for way, rows in rows_of_a_pair(size, negatives).items():
            chosen = slice(0, size) if rows == size else rng.choice(size, rows, replace=False)
            costs[way].append((size, rows, _seconds(table, chosen, vector)))
    return costs


def _seconds(table, chosen, vector) -> float:
    """Returns the least processor time of one product, in runs that are long enough for a clock."""
    number = 1
    times: list[float] = []
    while len(times) < REPEATS:
        start = time.process_time()  # What other programs do meanwhile does not count.
        for _ in range(number):
            np.exp(np.einsum("nd,d->n", table[chosen], vector))  # On one core, unlike @.
        spent = time.process_time() - start
        if spent < 1e-3 and number < 1000:
            number *= 4  # Too short: begin anew with more.
            continue
        times.append(spent / number)
    return float(min(times))


def _draw_costs(axes, costs) -> None:
    """Draws microseconds a pair against V, on two logarithmic axes."""
    for (way, rows), (colour, style) in zip(costs.items(), MARKS, strict=False):
        sizes, counted, seconds = zip(*rows, strict=True)
        label = f"{way}: {counted[0]:,} to {counted[-1]:,} rows"
        axes.plot(sizes, 1e6 * np.array(seconds), style, color=colour, ms=5, label=label)
    axes.set(xscale="log", yscale="log", xlabel="words in the vocabulary, V")
    axes.set_ylabel("processor time a pair (µs)")


@picture
def cost_by_vocabulary(costs):
    """Draws what a pair costs against the size of the vocabulary, for each way.

    Args:
        costs: As `time_pairs` returns it.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.6))
    _draw_costs(axes, costs)
    axes.set_title("What one pair costs")
    axes.legend(loc="upper left")
    return figure


@picture
def tree_of_words(words, paths, codes):
    """Draws a binary tree from the root, on the left, to the words, with a turn at each branch.

    Args:
        words: List of V words, as they are to be written.
        paths: Int array `(V, L)`, nodes from the root to each word's leaf; -1 behind the end.
        codes: Int array `(V, L)`, the turn at each of these nodes, 0 or 1.

    Returns:
        The Figure.
    """
    turns_to = {
        word: tuple(int(turn) for turn, node in zip(code, path, strict=True) if node >= 0)
        for word, path, code in zip(words, paths, codes, strict=True)
    }
    heights = {
        turns: -float(row) for row, turns in enumerate(sorted(turns_to.values()))
    }  # Of leaves; then, from the deepest up, a node stands between its branches.
    figure, axes = plt.subplots(figsize=(6.2, 0.6 + 0.38 * len(words)))
    inner = {turns[:depth] for turns in turns_to.values() for depth in range(len(turns))}
    for turns in sorted(inner, key=len, reverse=True):
        heights[turns] = (heights[(*turns, 0)] + heights[(*turns, 1)]) / 2
        for turn in (0, 1):
            below = heights[(*turns, turn)]
            x, middle = len(turns), (heights[turns] + below) / 2
            axes.plot([x, x, x + 1], [heights[turns], below, below], color=GREY, lw=1.4, zorder=1)
            axes.text(x + 0.06, middle, str(turn), color=INK, va="center", fontsize=9)
        axes.scatter(len(turns), heights[turns], color=BLUE, s=36, zorder=2)
    for word, turns in turns_to.items():
        axes.text(len(turns) + 0.08, heights[turns], word, va="center", color=INK)
    longest = max(map(len, turns_to.values()))
    axes.set(xlim=(-0.2, longest + 1.2), ylim=(-len(words) + 0.4, 0.6))
    axes.set_title("From the root to the words")
    axes.axis("off")
    ways = ", ".join(f"{word} by {' '.join(map(str, turns))}" for word, turns in turns_to.items())
    axes.spoken = f"A tree from its root to words. Turns that lead to them: {ways}"
    return figure


@picture
def noise_by_rank(chances):
    """Draws how likely words are to be drawn, the most frequent first.

    Args:
        chances: Dictionary from a label to probabilities `(V,)`, words by falling frequency; at
            most five.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    for (label, values), (colour, style) in zip(chances.items(), MARKS, strict=False):
        ranks = np.arange(1, len(values) + 1)
        axes.plot(ranks, values, style[1:], color=colour, label=label)
    axes.set(xscale="log", yscale="log", xlabel="rank of the word, the most frequent first")
    axes.set_ylabel("chance of being drawn")
    axes.set_title("Between as read and all alike")
    axes.legend()
    return figure


@picture
def race(curves):
    """Draws the share of analogies solved against processor time, one line a racer.

    Args:
        curves: Dictionary from a racer's name to a list of `(seconds, solved)`; solved is a bool
            array, one entry a question. At most five racers.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.4, 3.8))
    for (name, moments), (colour, style) in zip(curves.items(), MARKS, strict=False):
        seconds = [moment[0] for moment in moments]
        shares = [100 * np.mean(moment[1]) for moment in moments]
        axes.plot(seconds, shares, style, color=colour, ms=5.5, label=f"{name}: {shares[-1]:.0f} %")
    axes.set(xlabel="processor time spent on learning (s)", ylabel="% of analogies solved")
    axes.set_ylim(-3, 103)
    axes.set_title("Who learns fastest here?")
    figure.legend(loc="outside lower center", ncols=2)
    return figure


@picture
def cost_and_maps(costs, maps, pairs):
    """Draws what a pair costs, and below it maps of countries and capitals, before and after.

    Args:
        costs: As `time_pairs` returns it.
        maps: Dictionary from a heading to points `(2 * len(pairs), 2)`: first and second word of
            the first pair, of the second, and so on. Two of them.
        pairs: List of pairs of words.

    Returns:
        The Figure.
    """
    figure = plt.figure(figsize=(6.4, 7.0))
    names = list(maps)
    panels = figure.subplot_mosaic([["cost", "cost"], names], height_ratios=(1, 1.25))
    _draw_costs(panels["cost"], costs)
    panels["cost"].set_title("What one pair costs")
    panels["cost"].legend(loc="upper left", fontsize=9)
    handles = []
    for name in names:
        handles = _draw_map(panels[name], np.asarray(maps[name]).reshape(-1, 2, 2), pairs)
        panels[name].set_title(name)
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return figure


def _draw_map(axes, points, pairs) -> list:
    """Draws pairs of points, each joined by a line; returns a handle for either kind of word."""
    handles = [
        axes.scatter(*ends.T, marker=marker, color=colour, s=24, zorder=2, label=kind)
        for kind, ends, (colour, marker) in zip(
            ("country", "capital"), points.swapaxes(0, 1), (FIRST, SECOND), strict=True
        )
    ]
    span = np.maximum(np.ptp(points, axis=(0, 1)), 1e-9)
    written: list = []
    for (name, _), ends in zip(pairs, points, strict=True):
        axes.plot(*ends.T, color=PALE, lw=1.3, zorder=1, label=f"{name} to its capital")
        place = ends[0] / span
        if any(np.all(np.abs(place - other) < (0.35, 0.07)) for other in written):
            continue  # Names one upon the other help nobody.
        written.append(place)
        axes.annotate(name, ends[0], xytext=(0, 6), textcoords="offset points", ha="center",
                      fontsize=9, color=INK)  # fmt: skip
    axes.set(xlabel="first direction", ylabel="second direction")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.margins(0.22, 0.12)
    for spine in axes.spines.values():
        spine.set_color(GREY)
    return handles
