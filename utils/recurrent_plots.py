"""Draws what recurrent cells do: one function a picture, each returns a matplotlib Figure.

In the style of `utils.plotting`. The numbers come from the functions that a learner wrote; nothing
here computes a state, a gate or a gradient.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PAPER, SERIES, picture

SIGNED = LinearSegmentedColormap.from_list("signed", ["#a94700", "#f6f1e3", "#00508a"])
AMOUNT = LinearSegmentedColormap.from_list("amount", [PAPER, "#7fb4c9", "#0b5f73"])
MARKERS = "osD^v"
WIDTH = 5.6  # inches: letters of ten points can still be read where a phone shows it smaller
LINES = ("-", "--", "-.", (0, (5, 1.5, 1, 1.5, 1, 1.5)), ":")

FAMILIES = (
    # Heading, example, inputs, outputs: at which of the steps they stand, and how many steps.
    ("one to one", "a picture → its class", (0,), (0,), 1),
    ("one to many", "a genre → a melody", (0,), (0, 1, 2, 3), 4),
    ("many to one", "a review → its stars", (0, 1, 2, 3), (3,), 4),
    ("many to many", "words → which are names", (0, 1, 2, 3), (0, 1, 2, 3), 4),
    ("many to many", "French → English", (0, 1, 2), (2, 3, 4), 5),
)


@picture
def families():
    """Draws the kinds of tasks by the length of what comes in and of what goes out.

    Returns:
        The Figure.
    """
    step, gap, start = 0.48, 0.55, 0.85  # Inches.
    lines = (FAMILIES[:3], FAMILIES[3:])  # Side by side they would be too small for a phone.
    width = start + max(sum(step * steps + gap for *_, steps in line) for line in lines)
    figure = plt.figure(figsize=(width, 6.6), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, 6.6))
    axes.axis("off")
    for bottom, line in zip((3.4, 0.1), lines, strict=True):
        rows = {"output": (bottom + 2.3, GREEN), "state": (bottom + 1.55, BLUE)}
        rows["input"] = (bottom + 0.8, ORANGE)
        for name, (y, colour) in rows.items():
            axes.text(0.15, y, name, va="center", color=colour, weight="bold")
        left = start
        for heading, example, inputs, outputs, steps in line:
            middle = left + (step * steps + gap) / 2
            many = f"{heading}\n{len(inputs)} in, {len(outputs)} out"
            axes.text(middle, bottom + 2.6, many, ha="center", weight="bold")
            axes.text(middle, bottom + 0.1, example.replace(" → ", "\n→ "), ha="center", color=GREY)
            for number in range(steps):
                x = middle + step * (number - (steps - 1) / 2)
                _step(axes, x, rows, number in inputs, number in outputs)
                if number:
                    state = rows["state"][0]
                    _arrow(axes, (x - step + 0.17, state), (x - 0.17, state))
            left += step * steps + gap
    return figure


@picture
def unrolled(x, a0, a, y_pred):
    """Draws a computation step by step, with the shape of every array and one example's numbers.

    Args:
        x: Float array `(n_x, m, T_x)`, inputs.
        a0: Float array `(n_a, m)`, the first state.
        a: Float array `(n_a, m, T_x)`, states.
        y_pred: Float array `(n_y, m, T_x)`, predictions.

    Returns:
        The Figure. Columns show the first example.
    """
    steps, step, cell = x.shape[2], 1.5, 0.2  # Distances in inches.
    tall = [cell * len(array) for array in (x, a, y_pred)]
    rows = (0.45, 0.45 + tall[0] + 0.75, 0.45 + tall[0] + tall[1] + 1.5)  # Bottoms of columns.
    width, height = step * (steps + 1) + 0.2, rows[2] + tall[2] + 0.75
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.text(
        0.25, height - 0.2, "One cell, unrolled in time", weight="bold", fontsize=12, va="top"
    )
    axes.spoken = _unrolled_in_words(x, a0, a, y_pred)
    middle = rows[1] + tall[1] / 2
    _column(axes, 0.9, rows[1], a0[:, 0], "a", 0, a0.shape)
    for t in range(steps):
        centre = 0.9 + step * (t + 1)
        _column(axes, centre, rows[0], x[:, 0, t], "x", t + 1, x.shape[:2])
        _column(axes, centre, rows[1], a[:, 0, t], "a", t + 1, a.shape[:2])
        _column(axes, centre, rows[2], y_pred[:, 0, t], "ŷ", t + 1, y_pred.shape[:2])
        _arrow(axes, (centre - step + 0.28, middle), (centre - 0.28, middle))
        _arrow(axes, (centre, rows[0] + tall[0] + 0.06), (centre, rows[1] - 0.34))
        _arrow(axes, (centre, rows[1] + tall[1] + 0.06), (centre, rows[2] - 0.34))
        below = {"ha": "left", "va": "center", "color": GREY, "fontsize": 9}
        axes.text(centre + 0.07, rows[1] - 0.48, "Wax", **below)
        axes.text(centre + 0.07, rows[2] - 0.48, "Wya", **below)
        axes.text(centre - step / 2 - 0.14, middle + 0.12, "Waa", **below)
    return figure


def _unrolled_in_words(x, a0, a, y_pred):
    """Says what `unrolled` shows to who hears it: shapes, and the first example's numbers."""

    def column(name, step, values):
        return f"{name}<{step}> is {', '.join(f'{value:.2f}' for value in values)}"

    shapes = {"x": x.shape, "a": a.shape, "ŷ": y_pred.shape}
    told = [f"at each step {k} is {s[0]} by {s[1]}" for k, s in shapes.items()]
    parts = [f"One cell, unrolled in time over {x.shape[2]} steps: {', '.join(told)}"]
    parts.append(f"Numbers of the first example: {column('a', 0, a0[:, 0])}")
    for t in range(x.shape[2]):
        arrays = {"x": x, "a": a, "ŷ": y_pred}
        parts.append("; ".join(column(k, t + 1, v[:, 0, t]) for k, v in arrays.items()))
    return ". ".join(parts)


@picture
def curves(lines, title, x_label, y_label, *, diagonal=False, log_x=False, log_y=False):
    """Draws up to five curves, told apart by colour, by line and by marks.

    Args:
        lines: Dictionary from a label to a pair of arrays, x and y, of the same length.
        title: Title of the picture.
        x_label: Label of the horizontal axis.
        y_label: Label of the vertical axis.
        diagonal: Whether the line y = x is drawn, where a map leaves things as they are.
        log_x: Whether equal distances on the horizontal axis are equal ratios.
        log_y: The same for the vertical axis.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.9))
    for number, (label, (x, y)) in enumerate(lines.items()):
        colour, line, mark = (*SERIES, INK)[number], LINES[number], MARKERS[number]
        every = max(1, len(x) // 8)  # Marks of one curve stand beside those of the others.
        places = (number * every // len(lines), every)
        axes.plot(x, y, color=colour, ls=line, label=label, marker=mark, ms=5, markevery=places)
    if diagonal:
        low = min(np.min(x) for x, _ in lines.values())
        high = max(np.max(x) for x, _ in lines.values())
        axes.plot([low, high], [low, high], color=GREY, lw=1, zorder=1.5, label="unchanged")
    axes.set(xlabel=x_label, ylabel=y_label)
    if log_x:
        axes.set_xscale("log")
    if log_y:
        axes.set_yscale("log")
    axes.set_title(title)
    figure.legend(loc="outside lower center", ncols=2)
    return figure


@picture
def gradient_agreement(pairs):
    """Draws derivatives by formula against derivatives by trying: on the diagonal they agree.

    Args:
        pairs: Dictionary from a label to a pair of arrays of the same shape: by trying, by
            formula.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 4.2))
    colours = [*SERIES, INK, GREY, "#8a6d00"]
    ends = max(np.max(np.abs(tried)) for tried, _ in pairs.values()) * np.array([-1.1, 1.1])
    axes.plot(ends, ends, color=GREY, lw=1, zorder=1, label="equal")
    for number, (label, (tried, formula)) in enumerate(pairs.items()):
        axes.scatter(
            np.ravel(tried),
            np.ravel(formula),
            s=26,
            marker=(MARKERS + "<>PX*")[number % 10],
            color=colours[number % len(colours)],
            edgecolor=PAPER,
            linewidth=0.5,
            label=label,
            zorder=3,
        )
    worst = max(np.max(np.abs(tried - formula)) for tried, formula in pairs.values())
    axes.set(aspect="equal", xlabel="by trying both sides", ylabel="by your formula")
    axes.set_title(f"Largest difference: {worst:.0e}")
    each = (
        f"{label} {np.size(tried)} numbers, largest difference {np.max(np.abs(tried - formula)):.0e}"
        for label, (tried, formula) in pairs.items()
    )
    axes.spoken = (
        "Derivatives by trying both sides, across, against those by your formula, up, from "
        f"{ends[0]:.2g} to {ends[1]:.2g}, and the line where both are equal. "
        f"Largest difference: {worst:.0e}. {'; '.join(each)}"
    )
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), ncols=1 + (len(pairs) > 8))
    return figure


@picture
def frozen(c, lengths):
    """Draws one unit's memory over time; after the end of its sequence with hollow marks.

    Args:
        c: Float array `(m, T_x)`, the memory of one unit for at most five examples.
        lengths: `(m,)` whole numbers, where each example ends.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(WIDTH, 3.6))
    steps = np.arange(1, c.shape[1] + 1)
    for row, end, colour, marker in zip(c, lengths, (*SERIES, INK), MARKERS, strict=False):
        axes.plot(steps[:end], row[:end], color=colour, marker=marker, label=f"{end} steps")
        padding = f"padding after {end}" if end < len(row) else None
        axes.plot(steps[end:], row[end:], color=colour, marker=marker, mfc=PAPER, lw=1, ls=":",
                  label=padding)  # fmt: skip
    axes.set(xlabel="step", ylabel="memory of unit 1")
    axes.set_title("Hollow marks are padding")
    figure.legend(loc="outside lower center", ncols=2)
    return figure


@picture
def gate_square(forget, write, memory, title):
    """Draws the new memory of one unit by how far its two gates are open.

    Args:
        forget: Float array `(k,)`, values of the forget gate, increasing.
        write: Float array `(l,)`, values of the input gate, increasing.
        memory: Float array `(l, k)`, the new memory for each pair, 0 or more.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(5.6, 4.2))
    mesh = axes.pcolormesh(forget, write, memory, cmap=AMOUNT, vmin=0, shading="gouraud")
    levels = np.arange(0.25, np.max(memory), 0.25)
    lines = axes.contour(forget, write, memory, levels, colors=INK, linewidths=0.8)
    axes.clabel(lines, fmt="%g", fontsize=8)
    axes.plot(
        [0, 1],
        [1, 0],
        color=INK,
        lw=2.5,
        ls="--",
        label="one gate for both, from forget to input gate",
    )
    axes.annotate(
        "one gate for both:\nall that a GRU reaches",
        (0.42, 0.43),
        ha="center",
        va="center",
        fontsize=9,
        bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 2},
    )
    edges = {"left": 0.03, "right": 0.97, "bottom": 0.03, "top": 0.97}
    for word, up, across in (("wiped", "bottom", "left"), ("kept", "bottom", "right"),
                             ("overwritten", "top", "left"), ("both added", "top", "right")):  # fmt: skip
        value = memory[-(up == "top"), -(across == "right")]
        axes.text(edges[across], edges[up], f"{word}: {value:.2f}", ha=across, va=up, fontsize=9,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 2})  # fmt: skip
    axes.grid(visible=False)
    axes.set(aspect="equal", xlabel="forget gate", ylabel="input gate", xlim=(0, 1), ylim=(0, 1))
    axes.set_title(title)
    figure.colorbar(mesh, ax=axes, label="new memory", shrink=0.9)
    return figure


@picture
def along_words(words, panels, title):
    """Draws what a unit does while it reads: one panel a quantity, one step line a sentence.

    Args:
        words: List of T words, below the last panel.
        panels: Dictionary from a quantity to a dictionary from a label to T values.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    shape = {"figsize": (max(5.0, 0.36 * len(words) + 1.7), 1.25 * len(panels) + 1.5)}
    figure, rows = plt.subplots(len(panels), 1, sharex=True, squeeze=False, **shape)
    places = np.arange(1, len(words) + 1)
    for axes, (quantity, series) in zip(rows[:, 0], panels.items(), strict=True):
        marks = zip(series.items(), SERIES, MARKERS, (9, 5, 4, 3), strict=False)
        for (label, values), colour, marker, size in marks:  # Equal values stay visible.
            axes.plot(places, values, color=colour, lw=1.4, marker=marker, ms=size, label=label)
        axes.axhline(0, color=GREY, lw=1, zorder=1.5)
        low, high = _limits(series)
        axes.set(ylim=(low, high), xlim=(0.5, len(words) + 0.5))
        axes.set_ylabel(quantity, rotation=0, ha="right", va="center", labelpad=12)
    if max(map(len, words)) > 2:
        axes.set_xticks(places, words, rotation=40, ha="right")
    else:  # Signs that come again and again are told apart by their number.
        axes.set_xticks(places, [f"{word}\n{n}" for word, n in zip(words, places, strict=True)])
    axes.tick_params(axis="x", length=0)
    rows[0, 0].set_title(title)
    if any(len(series) > 1 for series in panels.values()):
        handles, names = rows[0, 0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=2)
    return figure


@picture
def influence(words, maps):
    """Draws which word reaches which prediction.

    Args:
        words: List of T words.
        maps: Dictionary from a heading to a float array `(T, T)`: how much prediction t (row)
            changes with word s (column), 0 or more.

    Returns:
        The Figure.
    """
    figure, rows = plt.subplots(1, len(maps), figsize=(3.4 * len(maps), 3.9))
    for axes, (heading, amounts) in zip(np.ravel(rows), maps.items(), strict=True):
        shown = np.asarray(amounts) / np.max(amounts)
        axes.imshow(np.sqrt(shown), cmap=AMOUNT, norm=Normalize(0, 1))  # Small ones visible too.
        for t, s in np.argwhere(shown == 0):
            axes.text(s, t, "·", ha="center", va="center", color=GREY)
        axes.set_xticks(range(len(words)), words, rotation=50, ha="right")
        axes.set_yticks(range(len(words)), words)
        axes.grid(visible=False)
        axes.tick_params(length=0)
        axes.set_title(heading)
        axes.set_xlabel(f"this word ({np.count_nonzero(shown == 0)} dots: exactly 0)")
    np.ravel(rows)[0].set_ylabel("reaches the prediction at")
    return figure


@picture
def layers_over_time(states):
    """Draws the states of several layers over time, the lowest layer at the bottom.

    Args:
        states: List of float arrays `(units, T)`, the lowest layer first.

    Returns:
        The Figure.
    """
    heights = [len(layer) for layer in reversed(states)]
    figure, rows = plt.subplots(
        len(states),
        1,
        figsize=(WIDTH, 0.11 * sum(heights) + 0.3 * len(states) + 1),
        sharex=True,
        squeeze=False,
        height_ratios=heights,
    )
    norm, steps = Normalize(-1, 1), states[0].shape[1]
    for axes, number in zip(rows[:, 0], range(len(states), 0, -1), strict=True):
        layer = states[number - 1]
        extent = (0.5, steps + 0.5, len(layer), 0)
        image = axes.imshow(layer, cmap=SIGNED, norm=norm, aspect="auto", extent=extent)
        axes.set(yticks=[], ylabel=f"layer {number}")
        axes.grid(visible=False)
    axes.set_xlabel("step")
    rows[0, 0].set_title("States, one row a unit")
    figure.colorbar(image, ax=rows[:, 0], shrink=0.8)
    return figure


def _limits(series):
    """Returns limits with some air for the values of a panel, zero among them."""
    values = np.concatenate([np.ravel(v) for v in series.values()])
    low, high = min(0.0, values.min()), max(0.0, values.max())
    air = 0.12 * max(high - low, 1e-3)
    return low - air, high + air


def _block(axes, x, y, colour):
    """Draws a small rounded block around a centre."""
    style = "round,pad=0,rounding_size=0.06"
    axes.add_patch(FancyBboxPatch((x - 0.15, y - 0.15), 0.3, 0.3, boxstyle=style, color=colour))


def _step(axes, x, rows, has_input, has_output):
    """Draws one step of a task: its state, and what comes in from below and goes out above."""
    middle = rows["state"][0]
    _block(axes, x, *rows["state"])
    if has_input:
        _block(axes, x, *rows["input"])
        _arrow(axes, (x, middle - 0.57), (x, middle - 0.18))
    if has_output:
        _block(axes, x, *rows["output"])
        _arrow(axes, (x, middle + 0.18), (x, middle + 0.57))


def _arrow(axes, start, end):
    """Draws an arrow from point to point."""
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=9, color=INK, lw=1.1,
                        shrinkA=0, shrinkB=0)
    )  # fmt: skip


def _column(axes, centre, bottom, values, name, step, shape, cell=0.2):
    """Draws a column of numbers in coloured cells, its name and its whole shape below it."""
    for row, value in enumerate(values[::-1]):
        corner = (centre - 0.24, bottom + cell * row)
        colour = SIGNED((np.clip(value, -1, 1) + 1) / 2)
        axes.add_patch(Rectangle(corner, 0.48, cell, fc=colour, ec=GREY, lw=0.6))
        ink = PAPER if abs(value) > 0.55 else INK
        axes.text(centre, bottom + cell * (row + 0.47), f"{value:.2f}", ha="center", va="center",
                  fontsize=9, color=ink)  # fmt: skip
    title = rf"{name}$^{{\langle {step} \rangle}}$  ({shape[0]}, {shape[1]})"
    axes.text(centre, bottom - 0.09, title, ha="center", va="top", fontsize=9)
