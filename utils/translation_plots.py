"""Pictures of searches and translations: the beam as a tree, its width, errors, length."""

from collections import defaultdict

import matplotlib.pyplot as plt
import numpy as np

from utils.plotting import BLUE, GREEN, GREY, INK, ORANGE, PALE, PINK, picture

DASHES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D")


@picture
def tree(nodes, title):
    """Draws the beginnings that a search looked at, from the top.

    Args:
        nodes: List of `utils.search_trees.Node`, parents before children.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    rows = defaultdict(list)
    for node in nodes:
        rows[len(node.path)].append(node)
    depth = max(rows, default=1)
    figure, axes = plt.subplots(figsize=(6.4, 1.5 + 0.5 * depth))
    places = _places(rows)
    for node in nodes:
        x, y = places[node.path]
        x0, y0 = places[node.path[:-1]]
        is_dropped = node.kind == "dropped"
        width = 0.8 if is_dropped else 1.0 + 6.0 * np.exp(node.log_probability)
        axes.plot([x0, x], [y0, y], color=PALE if is_dropped else BLUE, lw=width, zorder=1,
                  ls=":" if is_dropped else "-", label="_branch")  # fmt: skip
        if node.greedy:
            axes.plot([x0, x], [y0, y], color=ORANGE, lw=1.8, ls="--", zorder=3, label="_greedy")
    axes.text(*places[()], "start", ha="center", va="center", fontsize=9,
              bbox={"boxstyle": "round,pad=0.2", "fc": "#ffffff", "ec": INK})  # fmt: skip
    for node in nodes:
        x, y = places[node.path]
        if not node.label:
            kind = (
                {"marker": "s", "color": BLUE}
                if node.kind == "end"
                else {"marker": "s", "color": PALE}
            )
            axes.plot([x], [y], ls="", ms=8, zorder=4, label="_end", **kind)
            continue
        is_kept = node.kind == "kept"
        box = {"boxstyle": "round,pad=0.15", "fc": "#ffffff", "ec": BLUE if is_kept else "#ffffff"}
        axes.text(x, y, node.label, ha="center", va="center", fontsize=9, zorder=5, bbox=box,
                  color=INK if is_kept else GREY)  # fmt: skip
    for label, style in (
        ("kept", {"color": BLUE, "lw": 4}),
        ("dropped", {"color": PALE, "lw": 1, "ls": ":"}),
        ("greedy's way", {"color": ORANGE, "lw": 2, "ls": "--"}),
        ("an end", {"color": BLUE, "ls": "", "marker": "s", "ms": 8}),
    ):
        axes.plot([], [], label=label, **style)
    axes.set(xlim=(-0.02, 1.02), ylim=(-depth - 0.4, 0.4))
    axes.axis("off")
    axes.set_title(title)
    axes.spoken = f"{title}. {_in_words(nodes)}"
    figure.legend(loc="outside lower center", ncol=4, fontsize=9)
    return figure


def _places(rows):
    """Returns where each beginning stands: rows from the top, children below their parents."""
    places = {(): (0.5, 0.0)}
    for depth in sorted(rows):
        nodes = sorted(rows[depth], key=lambda n: (places[n.path[:-1]][0], -n.log_probability))
        count = len(nodes)
        wanted = np.array([places[node.path[:-1]][0] for node in nodes])
        even = (np.arange(count) + 0.5) / count
        x = np.sort(0.25 * wanted + 0.75 * even) if count > 1 else wanted
        places |= {n.path: (float(p), -float(depth)) for n, p in zip(nodes, x, strict=True)}
    return places


def _in_words(nodes):
    """Tells row by row which words were kept, and how each sentence that ended goes."""
    labels = {node.path: node.label for node in nodes}
    ends = [node for node in nodes if node.kind == "end"]
    told = []
    for node in sorted(ends, key=lambda node: -node.log_probability):
        text = " ".join(labels[node.path[: i + 1]] for i in range(len(node.path) - 1))
        told.append(f"{text}: probability {np.exp(node.log_probability):.2g}")
    greedy = " ".join(node.label for node in nodes if node.greedy)
    dropped = sum(node.kind == "dropped" for node in nodes)
    ended = "; ".join(told) or "none"
    return (
        f"{len(nodes)} beginnings drawn, {dropped} of them dropped. Sentences that ended: {ended}. "
        f"Greedy's way: {greedy or 'none'}."
    )


@picture
def losses(curve, title):
    """Draws the mean loss of a symbol by epoch.

    Args:
        curve: List of losses.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 2.6))
    axes.plot(range(1, len(curve) + 1), curve, color=BLUE, marker="o", label="training")
    axes.set(xlabel="epoch", ylabel="loss (nats a symbol)", ylim=(0, None))
    axes.set_title(title)
    return figure


@picture
def widths(counts, rows, title):
    """Draws what is right, and how likely it is, against the width of the beam.

    Args:
        counts: Widths.
        rows: As many `(share right, mean log-probability, seconds a sentence)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, parts = plt.subplots(3, 1, figsize=(6.2, 5.0), sharex=True)
    labels = ("share right", "mean log-prob.", "ms a sentence")
    scales = (1, 1, 1000)
    for axes, values, label, scale, colour, mark in zip(
        parts, zip(*rows, strict=True), labels, scales, (BLUE, GREEN, ORANGE), MARKS, strict=False
    ):
        axes.plot(counts, scale * np.array(values), color=colour, marker=mark, label=label)
        axes.set_ylabel(label)
    parts[2].set(xlabel="width B of the beam", xscale="log", ylim=(0, None))
    parts[2].set_xticks(counts, [str(count) for count in counts])
    parts[2].minorticks_off()
    parts[0].yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    parts[0].set_title(title)
    return figure


@picture
def blame(counts, total, title):
    """Draws errors of several searches, by whose fault they are.

    Args:
        counts: Dictionary from a search to `{"search": n, "model": n}`.
        total: How many sentences were translated.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 1.5 + 0.5 * len(counts)))
    names = list(counts)
    left = np.zeros(len(names))
    for kind, colour, hatch in (("model", GREEN, ""), ("search", ORANGE, "//")):
        values = np.array([counts[name][kind] for name in names], dtype=float)
        bars = axes.barh(
            names, values, left=left, color=colour, hatch=hatch, ec="#ffffff", label=kind
        )
        texts = [f"{value:.0f}" if value else "" for value in values]
        axes.bar_label(bars, texts, label_type="center", color=INK, fontsize=10,
                       bbox={"fc": "#ffffff", "ec": "none", "pad": 1.5})  # fmt: skip
        left += values
    axes.invert_yaxis()
    axes.set(xlabel=f"errors among {total} sentences")
    axes.set_title(title)
    figure.legend(loc="outside lower center", ncol=2, title="to blame")
    return figure


@picture
def by_length(curves, title):
    """Draws BLEU and the share of right translations by the length of the source.

    Args:
        curves: Dictionary from a net to a list of `(label of lengths, BLEU, share right)`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, parts = plt.subplots(2, 1, figsize=(6.2, 4.6), sharex=True)
    styles = zip(curves.items(), (GREEN, BLUE, PINK), DASHES, MARKS, strict=False)
    for (name, rows), colour, dashes, mark in styles:
        labels = [row[0] for row in rows]
        for axes, place in zip(parts, (1, 2), strict=True):
            axes.plot(labels, [row[place] for row in rows], color=colour, ls=dashes, marker=mark,
                      label=name)  # fmt: skip
    for axes, label in zip(parts, ("BLEU", "share right"), strict=True):
        axes.set(ylabel=label, ylim=(-0.03, 1.03))
    parts[1].set_xlabel("words of the source")
    parts[0].set_title(title)
    parts[1].legend(loc="upper center", bbox_to_anchor=(0.5, -0.35), ncol=2)
    return figure


@picture
def shares(intervals, title):
    """Draws shares of right translations with their intervals.

    Args:
        intervals: Dictionary from a translator to an `Interval`.
        title: Title of the picture.

    Returns:
        The Figure.
    """
    figure, axes = plt.subplots(figsize=(6.2, 1.3 + 0.42 * len(intervals)))
    for y, (name, found) in enumerate(intervals.items()):
        axes.plot([found.low, found.high], [y, y], color=BLUE, lw=3, label=f"_{name}")
        axes.plot([found.estimate], [y], ls="", marker="o", ms=7, color=INK, label=name)
        side = "right" if found.estimate > 0.5 else "left"
        axes.text(
            found.estimate, y - 0.22, f"{found.estimate:.1%}", ha=side, va="bottom", fontsize=9
        )
    axes.set_yticks(range(len(intervals)), list(intervals))
    axes.set(xlim=(0, 1.02), ylim=(len(intervals) - 0.5, -0.7), xlabel="share right")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_title(title)
    return figure
