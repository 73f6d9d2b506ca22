"""Draws sentences and the emoji put behind them: one function a picture, each returns a Figure.

In the style of `utils.plotting`. What a model chose comes from the learner's own functions; nothing
here reads a word vector or predicts anything.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.patches import FancyBboxPatch

from utils.emoji import LABELS
from utils.emoji_icons import draw_icon
from utils.plotting import BLUE, GREEN, GREY, GRID, INK, ORANGE, PAPER, PINK, SERIES, picture
from utils.text import tokenize

AMOUNT = LinearSegmentedColormap.from_list("amount", [PAPER, "#a9d3e3", "#4d9db8"])
SIGNED = LinearSegmentedColormap.from_list("signed", ["#a94700", "#f6f1e3", "#00508a"])
CLASS_COLOURS = (PINK, BLUE, "#a87700", GREY, ORANGE, GREEN)
CLASS_MARKS = "vs*xoD"


@picture
def chips(sentences, chosen, title, caption="", truth=None):
    """Draws sentences as word chips with the emoji that each model put behind them.

    Args:
        sentences: List of strings.
        chosen: Dictionary from a model's name to labels `(sentences,)`.
        title: Title of the picture.
        caption: Sentence below.
        truth: None, or labels `(sentences,)`; a wrong emoji gets a cross.

    Returns:
        The Figure.
    """
    rows = [tokenize(sentence) for sentence in sentences]
    letter, gap, line = 0.088, 0.26, 0.52  # Inches: a letter, from chip to chip, from row to row.
    widths = [sum(letter * len(word) + gap for word in words) for words in rows]
    left, column = 0.3, 0.95
    edge = left + max([*widths, 2.0]) + 0.5  # Where the first model's column is centred.
    width, height = edge + column * (len(chosen) - 0.4), line * len(rows) + 1.55
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.text(left, height - 0.22, title, fontsize=13, weight="bold", va="top")
    axes.text(left, 0.2, caption, fontsize=9.5, color=GREY)
    for number, (name, labels) in enumerate(chosen.items()):
        x = edge + column * number
        axes.text(x, height - 0.78, name, ha="center", va="center", fontsize=10.5)
        for row, label in enumerate(labels):
            y = height - 1.2 - line * row
            draw_icon(axes, int(label), x, y, 0.36)
            if truth is not None and truth[row] != label:
                axes.text(x + 0.3, y, "✗", color=ORANGE, fontsize=12, va="center")
    lines = [f"{title}."]
    for row, words in enumerate(rows):
        _lay_chips(axes, words, left, height - 1.2 - line * row, letter, gap)
        put = [(name, int(labels[row])) for name, labels in chosen.items()]
        wrong = ["" if truth is None or truth[row] == label else ", wrong" for _, label in put]
        heard = [f"{n} puts {LABELS[k]}{w}" for (n, k), w in zip(put, wrong, strict=True)]
        lines.append(f"{' '.join(words) or 'no words'}: {'; '.join(heard)}.")
    if truth is not None:
        hits = {name: int(np.sum(np.equal(labels, truth))) for name, labels in chosen.items()}
        lines += [f"{name}: {right} of {len(rows)} right." for name, right in hits.items()]
    axes.spoken = " ".join([*lines, caption])
    return figure


def _lay_chips(axes, words, x, y, letter, gap):
    """Lays the words of a sentence in a row."""
    for word in words:
        wide = letter * len(word) + 0.12
        shape = "round,pad=0,rounding_size=0.1"
        box = FancyBboxPatch((x, y - 0.14), wide, 0.28, boxstyle=shape, fc="white", ec=BLUE, lw=0.9)
        axes.add_patch(box)
        axes.text(x + wide / 2, y, word, ha="center", va="center_baseline", fontsize=10)
        x += letter * len(word) + gap


@picture
def sentence_map(averages, labels, title):
    """Draws sentences as points: the two directions in which their averages differ most.

    Args:
        averages: Float array `(m, d)`, one row a sentence.
        labels: Int array `(m,)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    from sklearn.decomposition import PCA

    points = PCA(2).fit_transform(np.asarray(averages))
    figure, axes = plt.subplots(figsize=(6.4, 4.2))
    for label, name in enumerate(LABELS):
        chosen = points[np.asarray(labels) == label]
        axes.scatter(
            *chosen.T, s=34, marker=CLASS_MARKS[label], color=CLASS_COLOURS[label], label=name
        )
    axes.set(xlabel="first principal component", ylabel="second principal component")
    axes.set_title(title)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


@picture
def confusion_matrix(true, predicted, title):
    """Draws how often each emoji was put where each emoji belongs.

    Args:
        true: Ints `(m,)`.
        predicted: Ints `(m,)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    counts = np.zeros((len(LABELS), len(LABELS)), dtype=int)
    np.add.at(counts, (np.asarray(true), np.asarray(predicted)), 1)
    figure, axes = plt.subplots(figsize=(5.6, 4.6))
    axes.imshow(counts, cmap=AMOUNT, vmin=0)
    axes.grid(visible=False)
    for (row, column), count in np.ndenumerate(counts):
        weight = "bold" if row == column else "normal"
        if count:
            axes.text(column, row, count, ha="center", va="center", color=INK, weight=weight)
    axes.set_xticks(range(len(LABELS)), LABELS, rotation=30, ha="right")
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.tick_params(length=0)
    axes.set(xlabel="emoji put by the model", ylabel="emoji that belongs there")
    axes.set_title(title)
    lines = [
        f"Where {name} belongs: {', '.join(f'{n} {put}' for put, n in zip(LABELS, row, strict=True) if n)}."
        for name, row in zip(LABELS, counts, strict=True)
        if row.any()
    ]
    axes.spoken = " ".join([f"{title}.", "How often the model puts which emoji.", *lines])
    return figure


@picture
def index_rows(indices, words):
    """Draws rows of indices with the words they stand for, and the padding.

    Args:
        indices: Int array `(m, max_len)`; 0 is padding.
        words: List of strings; index i stands for `words[i - 1]`.

    Returns:
        The Figure.
    """
    indices = np.asarray(indices)
    rows, columns = indices.shape
    figure, axes = plt.subplots(figsize=(min(1.02 * columns + 0.6, 11.5), 0.56 * rows + 0.9))
    axes.imshow(indices > 0, cmap=LinearSegmentedColormap.from_list("two", [GRID, "#cfe3ec"]))
    axes.grid(visible=False)
    for (row, column), index in np.ndenumerate(indices):
        word = words[index - 1] if index else "padding"
        style = "normal" if index else "italic"
        axes.text(column, row - 0.14, word, ha="center", va="center", fontsize=10, style=style)
        axes.text(column, row + 0.22, index, ha="center", va="center", fontsize=9, color=INK)
    axes.set_xticks(np.arange(columns + 1) - 0.5, [])
    axes.set_yticks(np.arange(rows + 1) - 0.5, [])
    axes.grid(visible=True, color=PAPER, lw=2)
    axes.set_axisbelow(False)
    axes.tick_params(length=0)
    axes.set_title("Words as indices, padded to one length")
    lines = [", ".join(f"{words[i - 1]} {i}" if i else "padding 0" for i in row) for row in indices]
    axes.spoken = " ".join([f"{axes.get_title('left')}.", *[f"{line}." for line in lines]])
    return figure


@picture
def looked_up(vectors, words):
    """Draws what an embedding layer gives for one sentence, a row a word.

    Args:
        vectors: Float array `(timesteps, d)`.
        words: List of strings, at most one a row; rows without a word are padding.

    Returns:
        The Figure.
    """
    vectors = np.asarray(vectors)
    limit = max(float(np.abs(vectors).max()), 1e-9)
    figure, axes = plt.subplots(figsize=(6.2, 0.3 * len(vectors) + 1.3))
    shown = axes.imshow(
        vectors,
        aspect="auto",
        cmap=SIGNED,
        norm=TwoSlopeNorm(0, -limit, limit),
        interpolation="nearest",
    )
    axes.grid(visible=False)
    names = [*words, *["(padding)"] * (len(vectors) - len(words))]
    axes.set_yticks(range(len(vectors)), names)
    axes.tick_params(length=0)
    axes.set_xlabel("entry of the vector")
    axes.set_title("What the layer looks up")
    figure.colorbar(shown, ax=axes, pad=0.02)
    return figure


@picture
def accuracy_curves(history, title):
    """Draws the share of right emoji after each epoch.

    Args:
        history: Dictionary with lists `"accuracy"` and `"val_accuracy"`, as Keras's `fit` keeps it.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    lines = {"training, with dropout": "accuracy", "validation": "val_accuracy"}
    for (label, key), colour, mark in zip(lines.items(), SERIES, "os", strict=False):
        epochs = np.arange(1, len(history[key]) + 1)
        axes.plot(epochs, history[key], marker=mark, ms=4, color=colour, label=label)
    axes.set(xlabel="epoch", ylabel="share of right emoji", ylim=(0, 1.02))
    axes.set_title(title)
    axes.legend(loc="lower right")
    return figure


@picture
def accuracy_intervals(intervals, title):
    """Draws the accuracy of several models on several sets of sentences, with intervals.

    Args:
        intervals: Dictionary from a set's name to a dictionary from a model's name to
            `(estimate, low, high)`; at most four models, the same in each set.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    names = list(next(iter(intervals.values())))
    figure, axes = plt.subplots(figsize=(6.4, 0.3 * len(intervals) * (len(names) + 1) + 1.2))
    ticks = []
    for group, (name, models) in enumerate(intervals.items()):
        top = -group * (len(names) + 1.2)
        ticks.append((top - (len(names) - 1) / 2, name))
        for row, (model, (estimate, low, high)) in enumerate(models.items()):
            colour, mark = SERIES[names.index(model)], "osDv"[names.index(model)]
            label = model if group == 0 else None
            axes.plot([low, high], [top - row] * 2, color=colour, lw=2)
            axes.plot(estimate, top - row, mark, color=colour, ms=6, ls="", label=label)
            axes.text(
                high + 0.01,
                top - row,
                f"{estimate:.0%}",
                va="center",
                fontsize=9,
                color=colour,
            )
    axes.set_yticks([y for y, _ in ticks], [name for _, name in ticks])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)
    axes.set(xlim=(0, 1.06), xlabel="share of right emoji; the bar is a 95 % interval")
    axes.axvline(1 / len(LABELS), color=GREY, ls=":", lw=1.2)
    axes.annotate(
        "pure guess",
        (1 / len(LABELS), 1),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        color=GREY,
        fontsize=9,
    )
    axes.set_title(title)
    figure.legend(loc="outside lower center", ncols=len(names))
    lines = [
        f"{name}: {', '.join(_heard(model, interval) for model, interval in models.items())}."
        for name, models in intervals.items()
    ]
    axes.spoken = " ".join([f"{title}.", f"{axes.get_xlabel().capitalize()}.", *lines])
    return figure


def _heard(name, interval):
    """Says an estimate with its interval."""
    estimate, low, high = interval
    return f"{name} {estimate:.0%} ({low:.0%} to {high:.0%})"


@picture
def study(results, title):
    """Draws accuracy against the number of training sentences, one line for each kind of embedding.

    Args:
        results: Dictionary from a label to a dictionary from a number of sentences to
            `(estimate, low, high)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.8))
    for number, (label, by_count) in enumerate(results.items()):
        counts = np.array(list(by_count), dtype=float) * 1.04 ** (number - 1)  # Side by side.
        values = np.array([tuple(interval) for interval in by_count.values()])
        reach = np.abs(values[:, 1:].T - values[:, 0])
        axes.errorbar(
            counts,
            values[:, 0],
            reach,
            marker="osD"[number],
            capsize=3,
            elinewidth=1.2,
            color=SERIES[number],
            label=label,
        )
    axes.set_xscale("log")
    axes.set_xticks(list(by_count), [f"{count:,}" for count in by_count])
    axes.minorticks_off()
    axes.set(xlabel="training sentences", ylabel="share of right emoji", ylim=(0, 1))
    axes.axhline(1 / len(LABELS), color=GREY, ls=":", lw=1.2)
    axes.annotate(
        "pure guess",
        (1, 1 / len(LABELS)),
        xycoords=("axes fraction", "data"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="right",
        color=GREY,
        fontsize=9,
    )
    axes.set_title(title)
    axes.legend(loc="upper left")
    lines = [
        f"{label}: {', '.join(_heard(f'{n} sentences', i) for n, i in by_count.items())}."
        for label, by_count in results.items()
    ]
    axes.spoken = " ".join([f"{title}.", "Share of right emoji.", *lines])
    return figure
