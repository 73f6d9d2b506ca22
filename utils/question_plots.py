"""Draws the pictures of "Have you asked that before?"; `plotting` says how they all look."""

import matplotlib.pyplot as plt
import numpy as np

from utils.plotting import BLUE, GREY, INK, ORANGE, picture


@picture
def score_matrices(panels, title):
    """Draws the cosines of all pairs of two lists of questions, the duplicates on the diagonal.

    Args:
        panels: Name to float array `(b, b)`, whose rows are the second list.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, all_axes = plt.subplots(1, len(panels), figsize=(3.2 * len(panels), 3.4), squeeze=False)
    low = min(0.0, *(float(np.min(scores)) for scores in panels.values()))
    for axes, (name, scores) in zip(all_axes[0], panels.items(), strict=True):
        _matrix(axes, np.asarray(scores, dtype=float), name, low)
    all_axes[0, 0].set_ylabel("question of the second list")
    figure.suptitle(title)
    return figure


def _matrix(axes, scores, name, low):
    """Draws one matrix, each number in its cell, and says in words what is to be seen."""
    b = len(scores)
    # A cosine of 1 is no darker than a blue on which ink can be read.
    axes.imshow(scores, cmap="Blues", vmin=low, vmax=low + (1.0 - low) / 0.6)
    axes.grid(False)
    for i, j in np.ndindex(b, b):
        axes.text(
            j, i, f"{scores[i, j]:z.1f}", ha="center", va="center", fontsize=9,
            color=INK, fontweight="bold" if i == j else "normal",
        )  # fmt: skip
    axes.set(xticks=range(b), yticks=range(b), xlabel="question of the first list")
    axes.set_xticklabels(range(1, b + 1))
    axes.set_yticklabels(range(1, b + 1))
    axes.set_title(name)
    own, others = scores.diagonal(), scores[~np.eye(b, dtype=bool)]
    axes.spoken = (
        f"{name}: cosines of {b} questions with {b} others. On the diagonal, where both ask the same, "
        f"{own.min():.2f} to {own.max():.2f}; elsewhere {others.min():.2f} to {others.max():.2f}, "
        f"{others.mean():.2f} in the mean."
    )


@picture
def shares_above_zero(curves, title, over=15):
    """Draws which share of negatives still costs something, batch by batch.

    Args:
        curves: Name of a kind of negatives to a list of shares, one a batch; two of them.
        title: Title of the picture.
        over: How many batches are averaged, for a calmer line.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.0))
    for (name, shares), colour, style in zip(
        curves.items(), (BLUE, ORANGE), ("-", "--"), strict=True
    ):
        calm = np.convolve(shares, np.ones(over) / over, "valid")
        batches = np.arange(len(calm)) + over
        axes.plot(batches, calm, style, color=colour, label=f"{name} negatives")
    axes.set(xlabel="batch", ylabel="share above 0", ylim=(0, 1.02))
    axes.set_title(title)
    axes.legend()
    return figure


@picture
def by_kind(shares, title, chance=0.5):
    """Draws the share of pairs that came out right, by kind of pair.

    Args:
        shares: Name of a line of points to a dictionary from kind to `Interval`; three at most.
        title: Title of the picture.
        chance: What guessing brings.

    Returns:
        The Figure.
    """
    kinds = list(dict.fromkeys(kind for found in shares.values() for kind in found))
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    styles = zip((BLUE, ORANGE, INK), ("o", "s", "^"), (-0.12, 0.12, 0.0), strict=True)
    for (name, found), (colour, marker, shift) in zip(shares.items(), styles, strict=False):
        places = np.array([kinds.index(kind) for kind in found]) + shift
        for place, share in zip(places, found.values(), strict=True):
            ends = [share.low, share.high]
            axes.plot(ends, [place, place], color=colour, lw=1.2, label=f"_{name}")
        middle = [share.estimate for share in found.values()]
        axes.plot(middle, places, ls="", marker=marker, ms=7, color=colour, label=name)
    axes.axvline(chance, color=GREY, ls=":", lw=1.2, label="chance")
    axes.set(yticks=range(len(kinds)), yticklabels=kinds, xlim=(0, 1.02), xlabel="share right")
    axes.invert_yaxis()
    axes.set_title(title)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    return figure
