"""Draws how long nets remember: one function a picture, each returns a matplotlib Figure.

In the style of `utils.plotting`. The numbers come from the functions that a learner wrote.
"""

import matplotlib.pyplot as plt
import numpy as np

from utils.plotting import BLUE, GREY, INK, ORANGE, SERIES, picture

MARKERS = "osD^vP"
LINES = ("-", "--", "-.", ":", (0, (5, 1.5, 1, 1.5, 1, 1.5)), (0, (8, 2)))
COLOURS = (*SERIES, INK, GREY)
CHANCE = 1 / 8
FLOOR, CEILING = 1e-12, 1e12  # of norms that are drawn
LOSSES = (0.1, 1e4)  # smallest and largest loss that is drawn, in nats
SMOOTH = 15  # steps before this one over which losses are averaged, as logarithms


@picture
def sequences(X, lags):
    """Draws examples of the game, one a row: key, distractors, question.

    Args:
        X: Whole numbers `(count, T)`.
        lags: Whole numbers `(count,)`.

    Returns:
        The Figure.
    """
    X = np.asarray(X)
    rows, steps = X.shape
    figure, axes = plt.subplots(figsize=(6.4, 0.36 * rows + 1.0))
    for row, symbols in enumerate(X):
        for place, symbol in enumerate(symbols):
            is_key, is_question = symbol < 8, symbol == 16
            text = str(symbol) if is_key else "?" if is_question else "abcdefgh"[symbol - 8]
            colour = BLUE if is_key else ORANGE if is_question else GREY
            weight = "bold" if is_key or is_question else "normal"
            axes.text(place, row, text, ha="center", va="center", color=colour, weight=weight)
    axes.set(xlim=(-0.8, steps - 0.2), ylim=(rows - 0.4, -0.6), xlabel="step")
    axes.set_yticks(range(rows), [f"lag {lag}" for lag in lags])
    axes.grid(visible=False)
    axes.set_title("One key, distractors, a question")
    told = [f"lag {lag}: key {row[row < 8][0]}" for row, lag in zip(X, lags, strict=True)]
    axes.spoken = f"One key, distractors, a question: {rows} examples. " + "; ".join(told) + "."
    return figure


@picture
def norms_by_distance(norms, title):
    """Draws how much the last state feels each state, against the distance.

    Args:
        norms: Dictionary from a label to a float array `(T,)`, the last state's entry last.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    for number, (label, values) in enumerate(norms.items()):
        values = np.clip(np.asarray(values, dtype=float)[::-1], FLOOR, CEILING)
        _line(axes, np.arange(len(values)), values, label, number)
    axes.axhline(1, color=GREY, lw=1, zorder=1, label="as strong as at the end")
    axes.set_yscale("log")
    axes.set(xlabel="steps back from the last state", ylabel="largest singular value")
    axes.set_title(title)
    _legend_below(figure, axes)
    return figure


@picture
def losses(curves, title):
    """Draws losses of several trainings, up to where they stop being numbers.

    Args:
        curves: Dictionary from a label to a list of losses in nats.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    for number, (label, values) in enumerate(curves.items()):
        values = np.asarray(values, dtype=float)
        finite = values[np.isfinite(values)]
        stops = f", NaN after {len(finite)} steps" if len(finite) < len(values) else ""
        logs = np.log(np.clip(finite, *LOSSES))
        means = [logs[max(0, i - SMOOTH) : i + 1].mean() for i in range(len(logs))]
        shown = np.exp(logs if stops else means)
        _line(axes, np.arange(1, len(finite) + 1), shown, f"{label}{stops}", number)
        if stops:
            axes.plot(len(finite), shown[-1], "X", ms=10, color=COLOURS[number], label="the end")
    axes.axhline(np.log(8), color=GREY, lw=1, ls=":", label="guessing")
    axes.set_yscale("log")
    axes.set(xlabel="step", ylabel="loss of an example (nats)")
    axes.set_ylim(LOSSES[0], 2 * LOSSES[1])
    axes.set_title(title)
    _legend_below(figure, axes)
    return figure


@picture
def gradients_by_window(windows, sizes, lag):
    """Draws how large a gradient is that comes through windows of a certain length.

    Args:
        windows: Whole numbers, the lengths.
        sizes: Dictionary from whose weights they are to norms, as many.
        lag: Number of symbols between key and question.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    for number, (label, values) in enumerate(sizes.items()):
        _line(axes, windows, values, f"weights {label}", number, every=1)
    axes.axvline(lag + 2, color=GREY, lw=1, ls=":", label=f"from key to question: {lag + 2} steps")
    axes.set(xlabel="steps of a window", ylabel="norm of the gradient", ylim=(0, None))
    axes.set_title("Which weights hear of it, by where the cuts fall")
    _legend_below(figure, axes)
    return figure


@picture
def traces(apart, title):
    """Draws how far apart the states of two examples are that differ in one symbol.

    Args:
        apart: Dictionary from a label to distances, one a step.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    for number, (label, values) in enumerate(apart.items()):
        values = np.clip(values, FLOOR, CEILING)
        _line(axes, np.arange(1, len(values) + 1), values, label, number)
    axes.set_yscale("log")
    axes.set(xlabel="step", ylabel="distance of the states")
    axes.set_title(title)
    _legend_below(figure, axes)
    return figure


@picture
def half_lives(biases, steps, marks):
    """Draws half-lives against the bias of a keep gate.

    Args:
        biases: Float array.
        steps: Float array, their half-lives.
        marks: Dictionary from a bias to its label.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    axes.plot(biases, steps, color=BLUE, label="half-life")
    for (bias, label), marker in zip(marks.items(), MARKERS, strict=False):
        height = float(np.interp(bias, biases, steps))
        axes.plot(bias, height, marker, color=ORANGE, ms=8, label=label)
        text = f"{label}: {height:.3g} steps"
        axes.annotate(text, (bias, height), xytext=(8, -10), textcoords="offset points", color=INK)
    axes.set_yscale("log")
    axes.set(xlabel="bias of the keep gate", ylabel="steps until half is left")
    axes.set_title("How long a gate holds")
    return figure


@picture
def recall_by_seconds(learned):
    """Draws the recall of nets in training against the seconds they had.

    Args:
        learned: Dictionary from a name to an object with `seconds` `(steps,)` and `recall`
            `(steps, seeds)`.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.8))
    for number, (name, net) in enumerate(learned.items()):
        mean = np.asarray(net.recall).mean(axis=1)
        window = max(1, min(50, len(mean)))
        smooth = np.convolve(mean, np.full(window, 1 / window), mode="valid")
        _line(axes, np.asarray(net.seconds)[window - 1 :], smooth, name, number)
    axes.axhline(CHANCE, color=GREY, ls=":", lw=1.2, label="chance")
    axes.set(xlabel="seconds of training, all five seeds", ylabel="keys recalled", ylim=(0, 1.03))
    axes.set_title("Recall in training, lags 1 to 100")
    _legend_below(figure, axes)
    return figure


@picture
def recall_by_lag(curves, edges, trained_to):
    """Draws recall against the lag, one panel a net: five thin lines and their mean.

    Args:
        curves: Dictionary from a name to a float array `(seeds, bins)`, six of them.
        edges: Where bins begin and end, one more than bins.
        trained_to: Largest lag that was trained.

    Returns:
        The Figure.
    """
    centres = (np.asarray(edges[:-1]) + np.asarray(edges[1:]) + 1) / 2
    figure, panels = plt.subplots(3, 2, figsize=(6.4, 7.2), sharex=True, sharey=True)
    for axes, (name, values) in zip(panels.ravel(), curves.items(), strict=False):
        axes.axvspan(trained_to, edges[-1], color=GREY, alpha=0.12, label="never trained")
        for number, row in enumerate(values, start=1):
            axes.plot(centres, row, color=BLUE, lw=0.8, alpha=0.75, label=f"seed {number}")
        axes.plot(centres, np.mean(values, axis=0), "o-", color=INK, ms=4, label="mean")
        axes.axhline(CHANCE, color=ORANGE, ls="--", lw=1.2, label="chance")
        axes.set_title(name)
        axes.set_ylim(0, 1.05)
        spoken = ", ".join(
            f"{low + 1} to {high}: {value:.2f}"
            for low, high, value in zip(edges[:-1], edges[1:], np.mean(values, axis=0), strict=True)
        )
        axes.spoken = f"{name}. Mean recall by lag, {spoken}. Chance is 0.125."
    figure.suptitle("How long can it remember?", x=0.03, ha="left", weight="bold")
    figure.supxlabel(f"symbols between key and question; shaded: never trained, over {trained_to}")
    figure.supylabel("share of keys recalled")
    return figure


@picture
def echoes(lags, recall):
    """Draws recall of echo state networks against the lag.

    Args:
        lags: Whole numbers.
        recall: Dictionary from a label to the share of keys recalled, one a lag.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    for number, (label, values) in enumerate(recall.items()):
        _line(axes, lags, values, label, number, every=1)
    axes.axhline(CHANCE, color=GREY, ls=":", lw=1.2, label="chance")
    axes.set(xlabel="symbols between key and question", ylabel="keys recalled", ylim=(0, 1.03))
    axes.set_title("How long a drawn net echoes")
    _legend_below(figure, axes)
    return figure


def _line(axes, x, y, label, number, every=None):
    """Draws one of several lines, told apart by colour, dashes and marker."""
    every = every or max(1, len(y) // 8)
    number %= len(COLOURS)
    axes.plot(
        x,
        y,
        color=COLOURS[number],
        ls=LINES[number],
        marker=MARKERS[number],
        ms=4.5,
        markevery=every,
        lw=1.6,
        label=label,
    )


def _legend_below(figure, axes):
    """Puts the names below the picture, where they hide nothing."""
    columns = 2 if len(axes.get_legend_handles_labels()[0]) > 2 else 1
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=columns)
