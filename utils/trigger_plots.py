"""Draws sound, labels, detections and scores of "Hey, listen": each function returns a Figure.

In the style of `utils.plotting`. Sound goes in as samples; what was found in it comes from the
learner's own functions.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from utils.audio import SAMPLE_RATE, log_mel
from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PAPER, PINK, SERIES, picture

LOUDNESS = LinearSegmentedColormap.from_list(
    "loudness", ["#16212b", "#1f4a63", "#2f8596", "#e3c878", "#fffbe8"]
)
KIND_COLOURS = {"trigger": BLUE, "confusable": ORANGE, "plain": GREY}
KIND_MARKS = {"trigger": "★", "confusable": "≈", "plain": "·"}
KIND_NAMES = {
    "trigger": "hey listen",
    "confusable": "sounds like a part of it",
    "plain": "another word",
}


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
        rows, columns, figsize=(2.15 * columns, 1.9 * rows + 0.4), squeeze=False, sharey=True
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
    figure, axes = plt.subplots(figsize=(6.4, 2.6))
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
    figure, axes = plt.subplots(figsize=(6.4, 0.42 * len(tried) + 1.6))
    for start, end in taken:
        axes.axvspan(start, end, color=GREY, alpha=0.35, lw=0, label="taken (grey)")
        axes.text((start + end) / 2, -0.5, "taken", ha="center", va="center", fontsize=9)
    for row, ((start, end), hit) in enumerate(zip(tried, overlaps, strict=True)):
        colour, word = (ORANGE, "overlaps") if hit else (GREEN, "free")
        axes.hlines(row, start, end, color=colour, lw=6)
        box = {"fc": PAPER, "ec": "none", "pad": 1}
        axes.text(end + 120, row, f"{start}–{end} {word}", color=colour, va="center", bbox=box)
    axes.set(yticks=[], xlabel="milliseconds", xlim=(0, 10_000))
    axes.set_ylim(len(tried) - 0.4, -0.8)
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
        len(rows), 1, figsize=(6.4, 1.5 + sum(rows) * (2.0 if len(rows) == 1 else 0.7)),
        sharex=True, squeeze=False, height_ratios=rows,
    )  # fmt: skip
    top, bottom = grid[0, 0], grid[-1, 0]
    _spectrogram(top, samples)
    _mark(top, marks, named=True)
    if labels is not None:
        steps = np.reshape(labels, -1)
        places = np.arange(len(steps) + 1) * len(samples) / SAMPLE_RATE / len(steps)
        bottom.stairs(steps, places, fill=True, color=BLUE, label="labels that are 1")
        bottom.set(ylabel="label", yticks=[0, 1], ylim=(0, 1.15))
    bottom.set_xlabel("seconds")
    bottom.set_xlim(0, len(samples) / SAMPLE_RATE)
    top.set_title(title, pad=24 if len(marks) else 12)
    return figure


def _mark(axes, marks, named=False):
    """Puts brackets above a spectrogram, with a sign for each kind of word, or also its name."""
    for kind, start, end in marks:
        colour = KIND_COLOURS[kind]
        bar = {"color": colour, "lw": 4, "clip_on": False, "solid_capstyle": "butt"}
        bar["label"] = KIND_NAMES[kind]
        axes.plot([start, end], [1.03, 1.03], transform=axes.get_xaxis_transform(), **bar)
        axes.text(
            (start + end) / 2,
            1.05,
            f"{KIND_MARKS[kind]} {KIND_NAMES[kind]}" if named else KIND_MARKS[kind],
            transform=axes.get_xaxis_transform(),
            color=colour,
            ha="center",
            va="bottom",
            fontsize=11,
        )


@picture
def detections(samples, words, times, probabilities, threshold, found, title):
    """Draws a spectrogram with what was said, and below it the probabilities and detections.

    Args:
        samples: Float array `(samples,)`.
        words: Triples of kind, start and end in seconds.
        times: Float array `(steps,)`, when each output step ends, in seconds.
        probabilities: Float array `(steps,)`.
        threshold: Float.
        found: Times of detections in seconds.
        title: Title of the picture.
    """
    figure, (top, bottom) = plt.subplots(
        2, 1, figsize=(6.4, 4.5), sharex=True, height_ratios=[3, 2]
    )
    _spectrogram(top, samples)
    _mark(top, words)
    bottom.fill_between(times, probabilities, color=BLUE, alpha=0.25, lw=0)
    bottom.plot(times, probabilities, color=BLUE, lw=1.6, label="probability")
    bottom.axhline(threshold, color=INK, lw=1, ls="--", label="threshold (dashed)")
    seconds = len(samples) / SAMPLE_RATE
    top.vlines(found, 0, 1, color=PINK, lw=1.8, transform=top.get_xaxis_transform())
    bottom.vlines(found, 0, 1.1, color=PINK, lw=1.8)
    signs = {"marker": "v", "color": PINK, "ls": "", "clip_on": False, "ms": 9}
    if len(found):
        side = bottom.get_xaxis_transform()
        bottom.plot(found, np.full(len(found), 0.98), transform=side, label="detections", **signs)
    bottom.set(ylim=(0, 1.1), ylabel="probability", xlabel="seconds", xlim=(0, seconds))
    top.set_title(title, pad=24)
    kinds = "    ".join(f"{KIND_MARKS[kind]} {name}" for kind, name in KIND_NAMES.items())
    legend = f"{kinds}\n▼ detection    - - threshold {threshold:g}"
    figure.supxlabel(legend, fontsize=9.5, color=INK, x=0.01, ha="left")
    return figure


@picture
def losses(history, title):
    """Draws the loss of each epoch.

    Args:
        history: Dictionary from a label to a list of losses.
        title: Title of the picture.
    """
    figure, axes = plt.subplots(figsize=(6.4, 2.8))
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
    figure, axes = plt.subplots(figsize=(6.4, 4.0))
    circles = []
    for (label, points), colour, mark in zip(curves.items(), SERIES, "os^D", strict=False):
        thresholds, misses, alarms = map(np.asarray, zip(*points, strict=True))
        axes.plot(alarms, misses, color=colour, marker=mark, ms=4, lw=1.4, label=label)
        at = int(np.abs(thresholds - chosen).argmin())
        circles.append((alarms[at], misses[at]))
        if len(circles) > 1:
            continue
        for end in (0, -1):  # One curve says in which direction the threshold grows.
            place = (alarms[end], misses[end])
            axes.annotate(f"{thresholds[end]:.2f}", place, (6, 6), textcoords="offset points")
    name = f"threshold {chosen:.2f}"
    axes.scatter(
        *zip(*circles, strict=True), s=150, fc="none", ec=INK, lw=1.8, zorder=3, label=name
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
    figure, axes = plt.subplots(figsize=(6.4, 0.62 * len(intervals) + 1.9))
    rows = range(len(intervals))
    estimates, lows, highs = zip(*intervals.values(), strict=True)
    axes.set_yticks(rows, list(intervals))
    axes.hlines(rows, lows, highs, color=BLUE, lw=2)
    axes.plot(estimates, rows, marker="o", color=BLUE, ms=8, ls="", label=f"{name}, with interval")
    for row, (estimate, low, high) in enumerate(intervals.values()):
        words = f"{estimate:.2f} ({low:.2f} to {high:.2f})"
        axes.text(estimate, row - 0.2, words, ha="center", va="bottom", fontsize=9.5)
    aimed = [(targets[label], row) for row, label in enumerate(intervals) if label in targets]
    if aimed:
        bar = {"marker": "|", "color": ORANGE, "ms": 22, "mew": 2.5, "ls": ""}
        axes.plot(*zip(*aimed, strict=True), label="aimed at", **bar)
        axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.3), ncols=2)
    axes.set_ylim(len(intervals) - 0.4, -0.8)
    axes.set_xlim(right=1.005)
    axes.set(xlabel=name)
    axes.set_title(title)
    return figure
