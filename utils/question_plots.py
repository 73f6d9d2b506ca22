"""Draws the pictures of "Have you asked that before?"; `plotting` says how they all look."""

import matplotlib.pyplot as plt
import numpy as np

from utils.plotting import BLUE, GREY, INK, ORANGE, picture


@picture
def score_matrix(scores, title):
    """Draws the cosines of all pairs of two lists of questions, the duplicates on the diagonal.

    Args:
        scores: Float array `(b, b)`, rows are the second list.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    scores = np.asarray(scores, dtype=float)
    b = len(scores)
    figure, axes = plt.subplots(figsize=(4.6, 4.0))
    axes.imshow(scores, cmap="Blues", vmin=min(0.0, scores.min()), vmax=1.0)
    middle = (min(0.0, scores.min()) + 1.0) / 2
    for i in range(b):
        for j in range(b):
            colour = "white" if scores[i, j] > middle + 0.15 else INK
            weight = "bold" if i == j else "normal"
            axes.text(
                j, i, f"{scores[i, j]:.1f}", ha="center", va="center",
                color=colour, fontsize=9, fontweight=weight,
            )  # fmt: skip
    axes.set(
        xticks=range(b), yticks=range(b), xlabel="question of the first list",
        ylabel="question of the second list",
    )  # fmt: skip
    axes.set_xticklabels(range(1, b + 1))
    axes.set_yticklabels(range(1, b + 1))
    axes.set_title(title)
    others = scores[~np.eye(b, dtype=bool)]
    axes.spoken = (
        f"{title}: cosines of {b} questions with {b} others. On the diagonal, where both ask the "
        f"same, {scores.diagonal().min():.2f} to {scores.diagonal().max():.2f}; elsewhere "
        f"{others.min():.2f} to {others.max():.2f}, {others.mean():.2f} in the mean."
    )
    return figure


@picture
def by_kind(shares, title):
    """Draws the share of pairs that came out right, by kind of pair and test.

    Args:
        shares: Name of a test to a dictionary from kind to `Interval`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    kinds = list(dict.fromkeys(kind for found in shares.values() for kind in found))
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    styles = zip((BLUE, ORANGE, INK), ("o", "s", "^"), (-0.12, 0.12, 0.0), strict=True)
    for (name, found), (colour, marker, shift) in zip(shares.items(), styles, strict=False):
        places = np.array([kinds.index(kind) for kind in found]) + shift
        values = np.array([found[kind][0] for kind in found])
        ends = np.array([[found[kind][1], found[kind][2]] for kind in found]).T
        reach = np.abs(ends - values)
        axes.errorbar(
            values, places, xerr=reach, fmt=marker, color=colour, ms=6, lw=1.2, label=name
        )
    axes.axvline(0.5, color=GREY, ls=":", lw=1.2, label="chance")
    axes.set(yticks=range(len(kinds)), yticklabels=kinds, xlim=(0, 1.02), xlabel="share right")
    axes.invert_yaxis()
    axes.set_title(title)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return figure
