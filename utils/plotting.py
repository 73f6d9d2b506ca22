"""Draws the pictures of the course: one function a picture, each returns a matplotlib Figure.

Figures stand on a light sheet of paper of their own, so that they read the same in light and in
dark notebooks. The colours are told apart by colour-blind readers (after Okabe and Ito), and no
picture says anything by colour alone. A figure that a cell ends with is shown by the notebook.
"""

import functools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Ellipse, Rectangle

from utils import descriptions

PAPER, INK, GREY, GRID = "#fbfaf6", "#26282b", "#6a6f74", "#dedcd3"
PALE = "#8b8f94"  # lines that help to read: a connection, a direction
BLUE, ORANGE, GREEN, PINK = "#0072b2", "#b84f00", "#00795c", "#a04c80"  # Each reads as text, too.
SERIES = (BLUE, ORANGE, GREEN, PINK)
LIKELIHOOD = LinearSegmentedColormap.from_list("likelihood", ["#776b60", "#a3571f", "#0b5f73"])
LIKELY, UNLIKELY = 0.3, 0.01  # probabilities of a letter that are told by weight and line, too

_STYLE = {
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": plt.cycler(color=SERIES),
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "font.family": "DejaVu Sans",  # Comes with matplotlib, so it is the same everywhere.
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "figure.dpi": 110,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.12,  # Inches of paper around the picture.
    "figure.constrained_layout.w_pad": 0.14,
}


def picture(draw):
    """Runs a drawing function in the course's style and closes its figure in pyplot.

    Closed there, the figure is shown once, as the value of the notebook's cell, and not again by
    pyplot at the cell's end. It carries a description made from what was drawn, `description`,
    which a notebook gives to who cannot see the picture.
    """

    @functools.wraps(draw)
    def styled(*arguments, **options):
        with plt.rc_context(_STYLE):
            figure = draw(*arguments, **options)
            plt.close(figure)
            figure.description = descriptions.describe(figure)
        figure._repr_mimebundle_ = functools.partial(_shown, figure)
        return figure

    return styled


def _shown(figure, **_options):
    return descriptions.show_described(figure)


@picture
def clipped_gradients(before, after, max_value):
    """Draws where clipping takes gradients of two entries.

    Args:
        before: Float array `(2, count)`, gradients as they came.
        after: Float array `(2, count)`, the same gradients clipped.
        max_value: Float, half the side of the square they may not leave.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.4, 4.2))
    axes.plot([before[0], after[0]], [before[1], after[1]], color=GREY, lw=0.7, zorder=2)
    axes.scatter(*before, s=16, color=ORANGE, marker="o", label="as it came", zorder=3)
    axes.scatter(*after, s=20, color=BLUE, marker="s", label="clipped", zorder=4)
    corner, side = (-max_value, -max_value), 2 * max_value
    axes.add_patch(Rectangle(corner, side, side, fill=False, ec=INK, lw=1.2, zorder=3))
    axes.set(aspect="equal", xlabel="first entry", ylabel="second entry")
    axes.set_title("Clipping moves gradients onto a square")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


@picture
def name_lengths(lengths):
    """Draws how long the names of several sources are.

    Args:
        lengths: Dictionary from a label to a list of lengths, at most four labels.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 2.8))
    longest = max(max(values) for values in lengths.values())
    edges = np.arange(0, longest + 3, 2) - 0.5
    marks = zip(lengths.items(), SERIES, ("-", "--", "-.", ":"), strict=False)
    for (label, values), colour, dashes in marks:
        options = {"weights": np.full(len(values), 100 / len(values)), "color": colour}
        axes.hist(values, edges, histtype="stepfilled", alpha=0.25, **options)
        axes.hist(values, edges, histtype="step", lw=2, ls=dashes, label=label, **options)
    axes.set(xlabel="letters in a name", ylabel="% of names", xlim=(-0.5, edges[-1]))
    axes.set_title("How long the names are")
    axes.legend(loc="upper right")
    return figure


@picture
def loss_curve(losses, title, window=1, reference=None):
    """Draws the loss per iteration, smoothed by a running mean.

    Args:
        losses: List of losses in nats, one per iteration.
        title: Title of the picture.
        window: Number of iterations in the running mean.
        reference: Loss of knowing nothing, drawn as a line; None for no line.

    Returns:
        The Figure.
    """
    losses = np.asarray(losses, dtype=float)
    window = max(1, min(window, len(losses)))
    smooth = np.convolve(losses, np.full(window, 1 / window), mode="valid")
    figure, axes = plt.subplots(figsize=(6.2, 2.8))
    axes.plot(np.arange(window, len(losses) + 1), smooth, color=BLUE, label="loss")
    if reference is not None:
        know_nothing = "every symbol equally likely"
        axes.axhline(reference, color=GREY, ls="--", lw=1.2, label=know_nothing)
        axes.annotate(
            know_nothing,
            (1, reference),
            xycoords=("axes fraction", "data"),
            xytext=(0, 4),
            textcoords="offset points",
            ha="right",
            color=GREY,
        )
    label = "loss of a name (nats)"
    axes.set(xlabel="iteration", ylabel=label, xlim=(0, len(losses)), ylim=(0, None))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    suffix = f", mean of the last {window:,}" if window > 1 else ""
    axes.set_title(title + suffix)
    return figure


@picture
def names_side_by_side(columns, letter_probabilities, title, caption, longest=14):
    """Draws columns of names: likely letters bold and blue, unlikely ones grey and underlined.

    Args:
        columns: Dictionary from a heading to a list of names; all lists of the same length, so
            that a row shows what became of one name.
        letter_probabilities: Function from a name to the probability of each of its letters.
        title: Title of the picture.
        caption: Sentences below the names, one a line.
        longest: Letters of a name that are shown; what is cut off becomes an ellipsis.

    Returns:
        The Figure.
    """
    rows = len(next(iter(columns.values())))
    step, line = 0.118, 0.30  # Inches from letter to letter and from row to row.
    column = step * (longest + 2)
    below = 0.52 + 0.2 * len(caption.splitlines())
    width, height = column * len(columns) + 0.5, line * rows + below + 1.28
    top = line * rows + below  # Of the first row, in inches from below.
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.text(0.32, height - 0.25, title, fontsize=14, weight="bold", va="top")
    axes.text(0.32, 0.25, caption, fontsize=10.5, color=GREY, linespacing=1.4)
    axes.plot([0.32, width - 0.32], [top, top], color=PALE, lw=0.8)
    for number, (heading, names) in enumerate(columns.items()):
        left = 0.32 + number * column
        axes.text(left, top + 0.12, heading, fontsize=10.5)
        _footprint(axes, left + 0.1, top + 0.52, up=number % 2 == 1)
        for row, name in enumerate(names):
            y = top - line * (row + 0.9)
            _spell(axes, left, y, step, name, letter_probabilities(name), longest)
    lists = [f"{heading}: {', '.join(names)}." for heading, names in columns.items()]
    axes.spoken = " ".join([f"{title}.", *lists, caption])  # Letter by letter nobody hears a name.
    return figure


@picture
def surprise_by_letter(name, surprises, uniform):
    """Draws how surprised a model is by each letter of a name, and by its end.

    Args:
        name: The name, without newline.
        surprises: `len(name) + 1` values in nats, the end's last.
        uniform: Surprise in nats where all symbols are equally likely, drawn as a line.

    Returns:
        The Figure.
    """
    surprises = np.asarray(surprises, dtype=float)
    positions = np.arange(len(surprises))
    figure, axes = plt.subplots(figsize=(max(5.0, 0.45 * len(surprises) + 1.6), 3.0))
    colours = [ORANGE if value > uniform else BLUE for value in surprises]
    axes.bar(positions, surprises, color=colours, width=0.72)
    for position, value in zip(positions, surprises, strict=True):
        axes.annotate(
            f"{value:.1f}",
            (position, value),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=GREY,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
        )
    axes.axhline(uniform, color=GREY, ls="--", lw=1.2, zorder=1.5, label="pure guess")
    note = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    axes.annotate("pure guess", (1, uniform), xytext=(4, 0), va="center", color=GREY, **note)
    axes.set_xticks(positions, [*name, "end"], fontsize=12)
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", visible=False)
    axes.set_ylabel("surprise (nats)")
    axes.set_title(f"{name}: {surprises.sum():.1f} nats in all")
    return figure


@picture
def learning_curves(curves, title, x_label, baselines, log_x=False):
    """Draws perplexities against training, with horizontal lines for models that do not train.

    Args:
        curves: Dictionary from a label to a pair of lists, x and perplexity.
        title: Title of the picture.
        x_label: Label of the horizontal axis.
        baselines: Dictionary from a label to a perplexity; may be empty.
        log_x: Whether equal distances on the horizontal axis are equal ratios.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    marks = zip(curves.items(), SERIES, "os^D", strict=False)
    for (label, (x, values)), colour, marker in marks:
        axes.plot(x, values, marker=marker, ms=4.5, color=colour, label=label)
    if log_x:
        axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set(xlabel=x_label, ylabel="perplexity")
    axes.margins(y=0.08)
    drawn = axes.get_legend_handles_labels()  # The level lines have their names at the edge.
    for label, value in baselines.items():
        axes.axhline(value, color=GREY, ls="--", lw=1.2, label=label)
    _label_lines(axes, baselines)
    axes.set_title(title)
    axes.legend(*drawn, loc="upper right")
    return figure


@picture
def perplexity_intervals(intervals, title, highlight=()):
    """Draws perplexities with their intervals, one model a line, the best at the top.

    Args:
        intervals: Dictionary from a model's label to `(estimate, low, high)`.
        title: Title of the picture.
        highlight: Labels of the models to draw in colour.

    Returns:
        The Figure.
    """
    ordered = sorted(intervals.items(), key=lambda item: item[1][0], reverse=True)
    figure, axes = plt.subplots(figsize=(6.2, 0.42 * len(ordered) + 1.3))
    for row, (label, (estimate, low, high)) in enumerate(ordered):
        colour, marker = (BLUE, "D") if label in highlight else (GREY, "o")
        axes.plot([low, high], [row, row], color=colour, lw=2, solid_capstyle="round")
        axes.plot(estimate, row, marker, color=colour, ms=7)
        axes.annotate(
            f"{estimate:.2f}",
            (high, row),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=colour,
        )
    axes.set_yticks(range(len(ordered)), [label for label, _ in ordered])
    axes.set_ylim(-0.6, len(ordered) - 0.4)
    axes.margins(x=0.08)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("perplexity, lower is better; the bar is a 95 % interval")
    axes.set_title(title)
    rows = [f"{label}: {e:.2f}, {low:.2f} to {high:.2f}." for label, (e, low, high) in ordered]
    axes.spoken = " ".join([f"{title}.", f"{axes.get_xlabel()}.".capitalize(), *rows[::-1]])
    return figure


def _label_lines(axes, lines):
    """Names horizontal lines at the right edge, moved apart where they would overlap."""
    least = 0.06 * (axes.get_ylim()[1] - axes.get_ylim()[0])
    height = -np.inf
    for label, value in sorted(lines.items(), key=lambda line: line[1]):
        height = max(value, height + least)
        axes.annotate(
            label,
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=GREY,
        )


def _spell(axes, left, y, step, name, probabilities, longest):
    """Writes a name letter by letter, each in the colour of its probability."""
    shown = name if len(name) <= longest else name[: longest - 1]
    font = {"family": "DejaVu Sans Mono", "fontsize": 12, "ha": "center"}
    for place, (letter, probability) in enumerate(zip(shown, probabilities, strict=False)):
        colour = LIKELIHOOD(float(np.clip(1 + np.log10(probability + 1e-9) / 2.5, 0, 1)))
        x = left + step * (place + 0.5)
        weight = "bold" if probability > LIKELY else "normal"
        axes.text(x, y, letter, color=colour, weight=weight, **font)
        if probability < UNLIKELY:
            axes.plot([x - 0.4 * step, x + 0.4 * step], [y - 0.07] * 2, color=colour, lw=1)
    if len(shown) < len(name):
        axes.text(left + step * (len(shown) + 0.1), y, "…", fontsize=12, color=GREY)
    if not name:
        axes.text(left, y, "(empty)", fontsize=9, color=GREY, style="italic")


def _footprint(axes, x, y, up):
    """Draws the three-toed track of a theropod that walks to the right."""
    y += 0.06 if up else -0.06
    for angle, length in ((-36, 0.19), (0, 0.25), (36, 0.19)):
        reach = 0.55 * length  # From the heel to the middle of the toe.
        centre = (x + reach * np.cos(np.radians(angle)), y + reach * np.sin(np.radians(angle)))
        axes.add_patch(Ellipse(centre, length, 0.062, angle=angle, color="#c9c5b6"))
    axes.add_patch(Ellipse((x - 0.01, y), 0.10, 0.08, color="#c9c5b6"))
