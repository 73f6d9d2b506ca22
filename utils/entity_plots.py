"""Pictures of tagged sentences: spans, padding, influence, the trellis, and scores."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch

from utils.plotting import BLUE, GREEN, GREY, INK, LIKELIHOOD, ORANGE, PALE, PINK, SERIES, picture

COLOURS = {"per": BLUE, "geo": GREEN, "org": ORANGE, "gpe": PINK, "tim": INK, "art": GREY}
LETTER = 0.083  # Inches that a letter of the sentence takes.
MARKS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", "-.", ":")


@picture
def spans(rows, title):
    """Draws sentences with their names in boxes, the type below each.

    Args:
        rows: List of `(label, words, spans)`; spans are `(start, end, type)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    width, line = 6.4, 0.46
    laid_out = [(label, _lines(words, int((width - 0.5) / LETTER)), found, words)
                for label, words, found in rows]  # fmt: skip
    height = 0.75 + sum(0.34 + line * len(lines) for _, lines, _, _ in laid_out)
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.text(0.25, height - 0.2, title, fontsize=12, weight="bold", va="top")
    y, told = height - 0.72, []
    for label, lines, found, words in laid_out:
        axes.text(0.25, y, label, fontsize=9.5, color=GREY, va="center")
        y -= 0.3
        for first, last in lines:
            _line(axes, y, words, first, last, found)
            y -= line
        y -= 0.04
        names = [f"{' '.join(words[a:b])} is {kind}" for a, b, kind in found]
        count = f"{len(found)} {'name' if len(found) == 1 else 'names'}"
        told.append(f"{label}: {' '.join(words)} ({'; '.join([count, *names])}).")
    axes.spoken = " ".join([f"{title}.", *told])
    return figure


def _lines(words, letters):
    """Breaks a sentence into lines; returns first and last word of each, the last excluded."""
    lines, first, used = [], 0, 0
    for place, word in enumerate(words):
        if used and used + len(word) > letters:
            lines.append((first, place))
            first, used = place, 0
        used += len(word) + 1
    return [*lines, (first, len(words))]


def _line(axes, y, words, first, last, found):
    """Writes one line of a sentence, and boxes around its names."""
    x, left, right = 0.3, {}, {}
    for place in range(first, last):
        left[place], right[place] = x, x + LETTER * len(words[place])
        x = right[place] + LETTER
    for start, end, kind in found:
        a, b = max(start, first), min(end, last)
        if a < b:
            colour = COLOURS.get(kind, INK)
            box = FancyBboxPatch(
                (left[a] - 0.03, y - 0.1), right[b - 1] - left[a] + 0.06, 0.2,
                boxstyle="round,pad=0,rounding_size=0.05", fc="none", ec=colour, lw=1.4,
            )  # fmt: skip
            axes.add_patch(box)
            axes.text(left[a], y - 0.19, kind, fontsize=9, color=colour, va="center")
    for place in range(first, last):
        centre = (left[place] + right[place]) / 2
        axes.text(centre, y, words[place], fontsize=9, family="DejaVu Sans Mono", ha="center",
                  va="center")  # fmt: skip


@picture
def padding(lengths, batches):
    """Draws how much of two ways to pad is padding.

    Args:
        lengths: Lengths of all sentences.
        batches: List of arrays of ids `(batch, T)`, padded with 0.

    Returns:
        The Figure.
    """
    filled = sum(int((np.asarray(X) > 0).sum()) for X in batches)
    own = sum(np.asarray(X).size for X in batches)
    whole = sum(len(X) for X in batches) * max(lengths)
    figure, axes = plt.subplots(figsize=(6.2, 2.4))
    empty = [1 - filled / whole, 1 - filled / own]
    names = ("to the longest of all", "to the longest of the batch")
    labels = [f"{name}:\n{share:.0%} padding" for name, share in zip(names, empty, strict=True)]
    axes.barh(labels, [1 - e for e in empty], color=BLUE, label="words")
    axes.barh(labels, empty, left=[1 - e for e in empty], color=PALE, hatch="//", label="padding")
    axes.set(xlim=(0, 1), xlabel="share of the arrays")
    axes.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_title("What is computed for nothing")
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.32), ncol=2)
    return figure


@picture
def influence(changes, words, title):
    """Draws how far the scores of each tag move when one word is exchanged.

    Args:
        changes: Float array `(T, T)`: row, the tag; column, the word.
        words: The T words.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(5.4, 4.2))
    values = np.asarray(changes, dtype=float)
    shown = axes.imshow(values / values.max(), cmap="cividis", vmin=0, vmax=1)
    axes.set_xticks(range(len(words)), words, rotation=90, fontsize=9)
    axes.set_yticks(range(len(words)), words, fontsize=9)
    axes.set(xlabel="word that is exchanged", ylabel="tag of")
    axes.grid(visible=False)
    figure.colorbar(shown, shrink=0.7, label="movement, 1 is the most")
    axes.set_title(title)
    return figure


@picture
def losses(curves, title):
    """Draws losses by step, smoothed over twenty.

    Args:
        curves: Dictionary from a label to a list of losses.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 2.8))
    for (label, values), colour, dashes in zip(curves.items(), SERIES, DASHES, strict=False):
        smooth = np.convolve(values, np.full(20, 1 / 20), mode="valid")
        axes.plot(np.arange(20, len(values) + 1), smooth, color=colour, ls=dashes, label=label)
    axes.set(xlabel="step", ylabel="masked loss (nats a word)", ylim=(0, None))
    axes.set_title(title)
    axes.legend()
    return figure


@picture
def scores(table, title, axis="entity F1"):
    """Draws scores of several taggers on several tests, one row a test.

    Args:
        table: Dictionary from a tagger to a dictionary from a test to its score, a number or an
            `Interval`.
        title: Title of the picture.
        axis: What is measured.

    Returns:
        The Figure.
    """
    tests = list(next(iter(table.values())))
    figure, axes = plt.subplots(figsize=(6.4, 1.6 + 0.42 * len(tests) + 0.18 * len(table)))
    colours = (*SERIES, INK, GREY)
    for number, (label, row) in enumerate(table.items()):
        y = np.arange(len(tests)) + 0.13 * (number - (len(table) - 1) / 2)
        values = [row[test] for test in tests]
        middle = [float(getattr(value, "estimate", value)) for value in values]
        colour = colours[number % len(colours)]
        for place, value in zip(y, values, strict=True):
            if hasattr(value, "low"):
                axes.plot([value.low, value.high], [place, place], color=colour, lw=1.2,
                          label=f"_{label}")  # fmt: skip
        axes.plot(middle, y, ls="", marker=MARKS[number % len(MARKS)], ms=7, color=colour,
                  label=label)  # fmt: skip
    axes.set_yticks(range(len(tests)), tests)
    axes.set(xlim=(0, 1), ylim=(len(tests) - 0.5, -0.5), xlabel=axis)
    axes.set_title(title)
    figure.legend(loc="outside lower center", ncol=2)
    return figure


@picture
def trellis(log_probabilities, tags, words, each_best, path):
    """Draws all tags of all words as a trellis, and two paths through it.

    Args:
        log_probabilities: Float array `(T, K)`.
        tags: The K tags.
        words: The T words.
        each_best: T numbers of tags, the best of each word by itself.
        path: T numbers of tags, the best path that is allowed.

    Returns:
        The Figure.
    """
    powers = np.exp(np.asarray(log_probabilities, dtype=float))
    used = sorted({*map(int, each_best), *map(int, path), *np.argsort(-powers.max(axis=0))[:6]})
    rows = {tag: place for place, tag in enumerate(used)}
    figure, axes = plt.subplots(figsize=(6.4, 1.9 + 0.27 * len(used)))
    for tag, y in rows.items():
        axes.scatter(range(len(words)), [y] * len(words), s=20 + 240 * powers[:, tag],
                     c=powers[:, tag], cmap=LIKELIHOOD, vmin=0, vmax=1, zorder=3,
                     label=f"_{tags[tag]}")  # fmt: skip
    for numbers, colour, dashes, label in (
        (each_best, ORANGE, ":", "best tag of each word"),
        (path, BLUE, "-", "best path that is allowed"),
    ):
        axes.plot([rows[int(n)] for n in numbers], color=colour, ls=dashes, lw=2.4, label=label)
    axes.set_xticks(range(len(words)), words, rotation=40, ha="right", fontsize=9)
    axes.set_yticks(range(len(used)), [tags[tag] for tag in used], fontsize=9)
    axes.set(ylim=(len(used) - 0.5, -0.5))
    axes.set_title("Large dots are likely tags")
    axes.legend(loc="upper center", bbox_to_anchor=(0.45, -0.3), ncol=2)
    return figure


@picture
def by_templates(counts, curves, title):
    """Draws F1 against the number of templates that were learned from.

    Args:
        counts: Numbers of templates.
        curves: Dictionary from a test to as many F1.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    marks = zip(curves.items(), SERIES, DASHES, MARKS, strict=False)
    for (label, values), colour, dashes, mark in marks:
        axes.plot(counts, values, color=colour, ls=dashes, marker=mark, label=label)
    axes.set_xscale("log")
    axes.set_xticks(counts, [str(n) for n in counts])
    axes.minorticks_off()
    axes.set(xlabel="templates to learn from", ylabel="entity F1", ylim=(0, 1))
    axes.set_title(title)
    axes.legend(loc="upper left")
    return figure
