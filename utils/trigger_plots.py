"""Draws sound, labels, detections and scores of "Hey, listen": each function returns a Figure.

In the style of `utils.plotting`. Sound goes in as samples; what was found in it comes from the
learner's own functions.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from utils.audio import SAMPLE_RATE, log_mel
from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PINK, SERIES, picture

LOUDNESS = LinearSegmentedColormap.from_list(
    "loudness", ["#16212b", "#1f4a63", "#2f8596", "#e3c878", "#fffbe8"]
)
KIND_COLOURS = {"trigger": BLUE, "confusable": ORANGE, "plain": GREY}
KIND_MARKS = {"trigger": "★", "confusable": "≈", "plain": "·"}


def _spectrogram(axes, sound):
    """Draws log-mel features over seconds."""
    features = log_mel(sound)
    seconds = len(sound) / SAMPLE_RATE
    axes.imshow(
        features.T,
        origin="lower",
        aspect="auto",
        cmap=LOUDNESS,
        extent=(0, seconds, 0, features.shape[1]),
        vmin=-1.2,
        vmax=1.2,
        interpolation="nearest",
    )
    axes.grid(False)
    axes.set_ylabel("mel band")


@picture
def words(sounds, title):
    """Draws spectrograms of a few words side by side.

    Args:
        sounds: Dictionary from a label to float array `(samples,)`, at most eight.
        title: Title of the picture.
    """
    columns = 3 if len(sounds) in (3, 5, 6) else min(4, len(sounds))
    rows = -(-len(sounds) // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(2.4 * columns, 2.1 * rows + 0.4), squeeze=False, sharey=True
    )
    for axes in grid.ravel()[len(sounds) :]:
        axes.set_visible(False)
    for axes, (label, sound) in zip(grid.ravel(), sounds.items(), strict=False):
        _spectrogram(axes, sound)
        axes.set_title(label, fontsize=9.5, weight="normal", pad=5)
        axes.set_ylabel("")
    for axes in grid[:, 0]:
        axes.set_ylabel("mel band")
    figure.supxlabel("seconds", fontsize=10)
    figure.suptitle(title, x=0.01, ha="left", weight="bold", fontsize=12)
    return figure


@picture
def starts(values, last, title):
    """Draws how often a segment begins where.

    Args:
        values: Starts in milliseconds.
        last: The last possible start.
        title: Title of the picture.
    """
    figure, axes = plt.subplots(figsize=(7.2, 2.6))
    axes.hist(values, bins=20, range=(0, last + 1), color=BLUE, alpha=0.8)
    axes.axhline(len(values) / 20, color=INK, lw=1, ls="--", label="evenly spread")
    axes.set(xlabel="start in milliseconds", ylabel="segments", xlim=(0, last + 1))
    axes.set_title(title)
    axes.legend(loc="lower right", frameon=True, facecolor="white")
    return figure


@picture
def segments(taken, tried, overlaps, title):
    """Draws segments that are taken and others that were tried.

    Args:
        taken: Pairs of start and end in milliseconds.
        tried: Pairs likewise.
        overlaps: Whether each of those overlaps a taken one.
        title: Title of the picture.
    """
    figure, axes = plt.subplots(figsize=(7.6, 0.42 * len(tried) + 1.6))
    for start, end in taken:
        axes.axvspan(start, end, color=GREY, alpha=0.35)
    for row, ((start, end), hit) in enumerate(zip(tried, overlaps, strict=True)):
        colour = ORANGE if hit else GREEN
        axes.plot([start, end], [row, row], color=colour, lw=6, solid_capstyle="butt")
        axes.text(end + 90, row, "overlaps" if hit else "free", color=colour, va="center")
    axes.set(yticks=[], xlabel="milliseconds", xlim=(0, 10_000))
    axes.set_ylim(len(tried) - 0.4, -0.7)
    axes.set_title(title)
    return figure


@picture
def sound(samples, title, marks=(), labels=None):
    """Draws a spectrogram with marked segments and, below, labels.

    Args:
        samples: Float array `(samples,)`.
        title: Title of the picture.
        marks: Triples of kind (trigger, confusable or plain), start and end in seconds.
        labels: None, or float array `(1, Ty)`, drawn over the same time.
    """
    rows = [1] if labels is None else [3, 1]
    figure, grid = plt.subplots(
        len(rows), 1, figsize=(9.2, 1.5 + sum(rows) * (2.0 if len(rows) == 1 else 0.7)),
        sharex=True, squeeze=False, height_ratios=rows,
    )  # fmt: skip
    top, bottom = grid[0, 0], grid[-1, 0]
    _spectrogram(top, samples)
    _mark(top, marks)
    if labels is not None:
        steps = np.reshape(labels, -1)
        places = np.arange(len(steps) + 1) * len(samples) / SAMPLE_RATE / len(steps)
        bottom.stairs(steps, places, fill=True, color=BLUE)
        bottom.set(ylabel="label", yticks=[0, 1], ylim=(0, 1.15))
    bottom.set_xlabel("seconds")
    bottom.set_xlim(0, len(samples) / SAMPLE_RATE)
    top.set_title(title, pad=24 if len(marks) else 12)
    return figure


def _mark(axes, marks):
    """Puts brackets above a spectrogram, with a sign for each kind of word."""
    for kind, start, end in marks:
        colour = KIND_COLOURS[kind]
        bar = {"color": colour, "lw": 4, "clip_on": False, "solid_capstyle": "butt"}
        axes.plot([start, end], [1.03, 1.03], transform=axes.get_xaxis_transform(), **bar)
        axes.text(
            (start + end) / 2,
            1.05,
            KIND_MARKS[kind],
            transform=axes.get_xaxis_transform(),
            color=colour,
            ha="center",
            va="bottom",
            fontsize=11,
        )


@picture
def detections(samples, words, times, probabilities, threshold, found, title, caption=""):
    """Draws a spectrogram with what was said, and below it the probabilities and detections.

    Args:
        samples: Float array `(samples,)`.
        words: Triples of kind, start and end in seconds.
        times: Float array `(steps,)`, when each output step ends, in seconds.
        probabilities: Float array `(steps,)`.
        threshold: Float.
        found: Times of detections in seconds.
        title: Title of the picture.
        caption: A sentence below.
    """
    figure, (top, bottom) = plt.subplots(
        2, 1, figsize=(9.6, 4.5), sharex=True, height_ratios=[3, 2]
    )
    _spectrogram(top, samples)
    _mark(top, words)
    bottom.fill_between(times, probabilities, color=BLUE, alpha=0.25, lw=0)
    bottom.plot(times, probabilities, color=BLUE, lw=1.6)
    bottom.axhline(threshold, color=INK, lw=1, ls="--")
    seconds = len(samples) / SAMPLE_RATE
    bottom.text(seconds, threshold + 0.03, "threshold ", ha="right", fontsize=9)
    for second in found:
        for axes in (top, bottom):
            axes.axvline(second, color=PINK, lw=1.8)
        bottom.plot([second], [1.08], marker="v", color=PINK, clip_on=False, ms=9)
    bottom.set(ylim=(0, 1.1), ylabel="probability", xlabel="seconds", xlim=(0, seconds))
    top.set_title(title, pad=24)
    if caption:
        figure.supxlabel(caption, fontsize=9.5, color=GREY, x=0.01, ha="left")
    return figure


@picture
def losses(history, title):
    """Draws the loss of each epoch.

    Args:
        history: Dictionary from a label to a list of losses.
        title: Title of the picture.
    """
    figure, axes = plt.subplots(figsize=(7.2, 2.8))
    for (label, values), colour in zip(history.items(), SERIES, strict=False):
        axes.plot(
            np.arange(1, len(values) + 1), values, color=colour, marker="o", ms=3.5, label=label
        )
    axes.set(xlabel="epoch", ylabel="cross-entropy", yscale="log")
    axes.set_title(title)
    if len(history) > 1:
        axes.legend()
    return figure


@picture
def trade_off(curves, chosen, title):
    """Draws misses against false alarms, a point a threshold.

    Args:
        curves: Dictionary from a label to triples of threshold, share of misses in percent, false
            alarms an hour.
        chosen: The threshold to mark.
        title: Title of the picture.
    """
    figure, axes = plt.subplots(figsize=(7.2, 3.8))
    for (label, points), colour, mark in zip(curves.items(), SERIES, "os^D", strict=False):
        thresholds, misses, alarms = map(np.asarray, zip(*points, strict=True))
        axes.plot(alarms, misses, color=colour, marker=mark, ms=4, lw=1.4, label=label)
        at = int(np.abs(thresholds - chosen).argmin())
        axes.plot(alarms[at], misses[at], marker="o", ms=13, mfc="none", mec=INK, mew=1.8)
        axes.annotate(
            f"{thresholds[at]:.2f}", (alarms[at], misses[at]), (8, 8), textcoords="offset points"
        )
    axes.set(xlabel="false alarms an hour", ylabel="triggers missed, %")
    axes.set_xscale("symlog", linthresh=10)
    axes.set_xlim(left=-0.5)
    axes.set_ylim(bottom=-0.5)
    axes.set_title(title)
    axes.legend()
    return figure


@picture
def scores(intervals, name, title, targets=()):
    """Draws one score of several tests with intervals.

    Args:
        intervals: Dictionary from a test's label to an `Interval`.
        name: What the score is called.
        title: Title of the picture.
        targets: Dictionary from a test's label to the value aimed at.
    """
    figure, axes = plt.subplots(figsize=(7.4, 0.62 * len(intervals) + 1.5))
    for row, (label, (estimate, low, high)) in enumerate(intervals.items()):
        axes.plot([low, high], [row, row], color=BLUE, lw=3, alpha=0.5, solid_capstyle="butt")
        axes.plot([estimate], [row], marker="o", color=BLUE, ms=8)
        axes.text(estimate, row - 0.2, f"{estimate:.3f}", ha="center", va="bottom", fontsize=9.5)
        if label in targets:
            axes.plot([targets[label]] * 2, [row - 0.3, row + 0.3], color=ORANGE, lw=2)
    axes.set_yticks(range(len(intervals)), list(intervals))
    axes.set_ylim(len(intervals) - 0.4, -0.8)
    axes.set_xlim(right=1.005)
    axes.set(xlabel=name + (" (orange: what we aimed at)" if targets else ""))
    axes.set_title(title)
    return figure
