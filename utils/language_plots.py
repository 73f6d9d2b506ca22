"""Draws the pictures of language models: curves, two panels, and a list of suspects."""

import matplotlib.pyplot as plt

from utils.plotting import BLUE, GREY, INK, ORANGE, PALE, SERIES, picture

LINE_STYLES = ("-", "--", "-.", ":")
WIDEST = 48  # Letters of a line in the list of suspects.
GAP = 0.07  # Inches between words.


@picture
def curves(series, title, labels, log_x=False):
    """Draws one line a series, each with its own mark and dashes.

    Args:
        series: Dictionary from a label to a pair of lists, x and y; at most four.
        title: Title of the picture.
        labels: Pair of texts, for the horizontal and the vertical axis.
        log_x: Whether equal distances on the horizontal axis are equal ratios.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 3.2))
    marks = zip(series.items(), SERIES, "os^D", LINE_STYLES, strict=False)
    for (label, (x, y)), colour, marker, dashes in marks:
        axes.plot(x, y, marker=marker, ms=5, ls=dashes, color=colour, label=label)
    if log_x:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:,.10g}")
    else:
        axes.set_xticks(next(iter(series.values()))[0])
    axes.set(xlabel=labels[0], ylabel=labels[1], ylim=(0, None))
    axes.set_title(title)
    axes.legend(loc="best")
    return figure


@picture
def two_panels(x, panels, title, x_label):
    """Draws two quantities over the same numbers, side by side.

    Args:
        x: List of whole numbers.
        panels: Dictionary from what is drawn to its values, two of them.
        title: Title of the picture.
        x_label: Label of both horizontal axes.

    Returns:
        The Figure.
    """
    figure, both = plt.subplots(1, 2, figsize=(6.4, 3.0))
    for axes, (label, values), colour, marker in zip(
        both, panels.items(), (BLUE, ORANGE), "os", strict=True
    ):
        axes.plot(x, values, marker=marker, color=colour, label=label)
        axes.set(xlabel=x_label, ylabel=label, xticks=x, ylim=(0, None))
        axes.yaxis.set_major_formatter("{x:,.0f}")
    figure.suptitle(title, x=0.02, ha="left", weight="bold")
    return figure


@picture
def suspect_list(suspects, title, before=4, after=3):
    """Draws a list of words that may be slips: the printed one underlined, the other one bold.

    Args:
        suspects: List of `language_suspects.Suspect`, the likeliest first.
        title: Title of the picture.
        before: Words that are shown before the suspected one.
        after: Words that are shown behind it.

    Returns:
        The Figure.
    """
    row, top, width = 0.46, 0.75, 6.4  # Inches.
    height = top + row * max(1, len(suspects)) + 0.35
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.text(0.2, height - 0.35, title, fontsize=13, weight="bold", va="center")
    spoken = [f"{title}"]
    for number, suspect in enumerate(suspects):
        words = suspect.sentence.words
        printed = words[suspect.place]
        left = " ".join(words[max(0, suspect.place - before) : suspect.place])
        right = " ".join(words[suspect.place + 1 : suspect.place + 1 + after])
        while len(f"{left} {printed} {right}") > WIDEST and " " in right:
            right = right.rpartition(" ")[0]
        y = height - top - row * (number + 0.25)
        x = _write(axes, 0.2, y, left, GREY) + GAP if left else 0.2
        x = _write(axes, x, y, printed, ORANGE, underlined=True) + GAP
        _write(axes, x, y, right, GREY)
        axes.text(4.5, y, f"{suspect.other}?", fontsize=10.5, weight="bold", color=BLUE)
        axes.text(6.2, y, f"{suspect.nats:.1f} nats", fontsize=10, color=INK, ha="right")
        axes.text(0.2, y - 0.17, suspect.sentence.place, fontsize=9, color=GREY)
        axes.plot([0.2, 6.2], [y - 0.235] * 2, color=PALE, lw=0.4)
        spoken.append(
            f"{left} {printed} {right}: rather {suspect.other}, by {suspect.nats:.1f} nats"
        )
    axes.spoken = ". ".join(spoken) + "."
    return figure


def _write(axes, x, y, text, colour, underlined=False):
    """Writes text and returns where it ends."""
    written = axes.text(x, y, text, fontsize=10.5, color=colour)
    box = written.get_window_extent(axes.figure.canvas.get_renderer())
    end = axes.transData.inverted().transform((box.x1, box.y0))[0]
    if underlined:
        axes.plot([x, end], [y - 0.035] * 2, color=colour, lw=1.2)
    return end
