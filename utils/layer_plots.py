"""Draws the pictures of "A framework of your own"; `plotting` says how they all look."""

import matplotlib.pyplot as plt
import numpy as np

from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PALE, PAPER, PINK, picture

KINDS = ("good", "good, turned round", "bad", "bad, turned round")
COLOURS, MARKERS = (BLUE, ORANGE, PINK, GREEN), ("o", "X", "s", "^")
SIGNS = ("positive", "negative", "negative", "positive")
CHANCE = 0.5  # Of two signs.


@picture
def slope(x, values, slopes, title):
    """Draws a function, and its slope below it.

    Args:
        x: Float array `(n,)`.
        values: Float array `(n,)`, of the function.
        slopes: Float array `(n,)`, of its gradient.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.0))
    axes.plot(x, values, color=BLUE, label="f(x)")
    axes.plot(x, slopes, color=ORANGE, ls="--", label="grad(f)(x)")
    axes.axhline(0, color=GREY, lw=1, zorder=1, label="zero")
    axes.set(xlabel="x", ylabel="value")
    axes.set_title(title)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return figure


@picture
def losses(values, title, classes=3, window=50):
    """Draws the losses of a training, step by step and smoothed.

    Args:
        values: List of losses in nats.
        title: Title of the picture.
        classes: Int, for the loss of a guess.
        window: Int, steps of the running mean.

    Returns:
        The Figure.
    """
    values = np.asarray(values, dtype=float)
    smooth = np.convolve(values, np.full(window, 1 / window), mode="valid")
    figure, axes = plt.subplots(figsize=(6.2, 3.0))
    axes.plot(np.arange(1, len(values) + 1), values, color=PALE, lw=0.6, label="one batch")
    steps = np.arange(window, len(values) + 1)
    axes.plot(steps, smooth, color=BLUE, label=f"mean of the last {window}")
    axes.axhline(np.log(classes), color=ORANGE, ls="--", lw=1.2, label="a guess, ln 3")
    axes.set(xlabel="step", ylabel="loss of a review (nats)", ylim=(0, None))
    axes.set_title(title)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return figure


@picture
def two_spaces(means, hidden, names=("the means", "the hidden layer")):
    """Draws quartets of reviews in two spaces, four kinds of points in each.

    Args:
        means: Float array `(4 k, 2)`, the reviews of k quartets, each good, good turned round, bad, bad
            turned round.
        hidden: Float array `(4 k, 2)`, likewise; a vertical line at 0 parts negative from positive.
        names: Titles of the two panels.

    Returns:
        The Figure.
    """
    figure, panels = plt.subplots(2, 1, figsize=(6.2, 7.2))
    for axes, points, name in zip(panels, (means, hidden), names, strict=True):
        for kind, label in enumerate(KINDS):
            x, y = np.asarray(points)[kind::4].T
            text = f"{label}: {SIGNS[kind]}"
            axes.scatter(
                x, y, s=30, color=COLOURS[kind], marker=MARKERS[kind], label=text, alpha=0.8
            )
        axes.set_title(name)
    low = "the word of feeling, from bad to good"
    panels[0].set(xlabel=low, ylabel="turned round, or not")
    panels[1].axvline(0, color=INK, lw=1.4, label="where the answer changes")
    panels[1].set(
        xlabel="score of positive minus score of negative", ylabel="what else differs most"
    )
    handles, labels = panels[1].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=2)
    return figure


@picture
def score_table(scores, title, chance=CHANCE):
    """Draws the scores of vectors of several kinds, without and with a hidden layer.

    Args:
        scores: Dictionary from the kind of vectors to a pair of shares, without and with.
        title: Title of the picture.
        chance: Share that a guess reaches.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    rows = np.arange(len(scores))
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # The line of chance ends there.
    looks = ((ORANGE, "//", "no hidden layer"), (BLUE, "", "a hidden layer"))
    for number, (colour, hatch, label) in enumerate(looks):
        values = [pair[number] for pair in scores.values()]
        places = rows + 0.38 * (number - 0.5)
        axes.barh(places, values, 0.36, color=colour, hatch=hatch, ec="white", label=label)
        for place, value in zip(places, values, strict=True):
            axes.text(
                value + 0.01, place, f"{value:.2f}", va="center", fontsize=9, color=colour, bbox=box
            )
    axes.axvline(chance, color=GREY, ls="--", lw=1.2, label="chance")
    axes.set_yticks(rows, list(scores))
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.set(xlim=(0, 1.08), xlabel="held-out words turned round: share right")
    axes.set_title(title)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    lines = [f"{name}: {a:.2f} without, {b:.2f} with." for name, (a, b) in scores.items()]
    axes.spoken = " ".join([f"{title}.", f"{axes.get_xlabel().capitalize()}.", *lines,
                            f"Chance is {chance:g}."])  # fmt: skip
    return figure


@picture
def turned_words(scores, marked):
    """Draws how the held-out score grows with the number of words that are ever turned round.

    Args:
        scores: Dictionary from a number of words to a share.
        marked: The number of words to mark.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    places = np.arange(len(scores))
    axes.plot(places, list(scores.values()), color=BLUE, marker="o", label="held-out words")
    here = list(scores).index(marked)
    axes.plot(
        here,
        scores[marked],
        "D",
        ms=11,
        color=ORANGE,
        label=f"{marked} words: {scores[marked]:.2f}",
    )
    axes.axhline(CHANCE, color=GREY, ls="--", lw=1.2, label="chance")
    axes.set_xticks(places, [f"{count}" for count in scores])
    axes.set(
        xlabel="words of feeling that are ever turned round in training",
        ylabel="share right",
        ylim=(0, 1.03),
    )
    axes.set_title("How many words must be turned round?")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return figure


@picture
def needles(text, probabilities):
    """Draws a needle for each model: left is negative, right is positive.

    Args:
        text: The review.
        probabilities: Dictionary from a model's name to its probabilities of positive, neutral and
            negative `(3,)`; at most four.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.4, 2.2))
    axes.axis("off")
    angles = np.linspace(0, np.pi, 61)
    spoken = []
    for number, (name, (positive, neutral, negative)) in enumerate(probabilities.items()):
        middle, lean = 2.6 * number, float(positive - negative)
        axes.plot(middle + np.cos(angles), np.sin(angles), color=GREY, lw=2)
        angle = np.pi / 2 * (1 - lean)
        colour = BLUE if lean > 0 else ORANGE
        axes.plot(
            [middle, middle + 0.86 * np.cos(angle)], [0, 0.86 * np.sin(angle)], color=colour, lw=3
        )
        axes.plot(middle, 0, "o", color=INK, ms=6)
        says = ("positive", "neutral", "negative")[int(np.argmax([positive, neutral, negative]))]
        axes.text(middle, -0.28, name, ha="center", va="top", fontsize=10, weight="bold")
        axes.text(middle, -0.8, says, ha="center", va="top", fontsize=10)
        axes.text(middle - 1, -0.06, "−", ha="center", va="top", fontsize=11)
        axes.text(middle + 1, -0.06, "+", ha="center", va="top", fontsize=11)
        spoken.append(f"{name}: {says}, needle at {lean:+.2f}.")
    axes.set(xlim=(-1.4, 2.6 * len(probabilities) - 1.2), ylim=(-1.35, 1.15), aspect="equal")
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    axes.set_title(f"“{shown}”")
    axes.spoken = " ".join([f"Needles from -1, negative, to 1, positive, for {text!r}.", *spoken])
    return figure
