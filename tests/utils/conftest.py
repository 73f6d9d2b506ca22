"""Every picture that a test of `utils` draws is looked at, too: can it be seen, is it in words?"""

import numpy as np
import pytest
from matplotlib import colors

from utils import descriptions, plotting

TEXT, LINE = 4.5, 3.0  # to 1: what WCAG 2 asks of text, and of what is drawn


def luminance(colour):
    """Returns the relative luminance of WCAG 2."""
    channels = np.array(colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(colour, ground=plotting.PAPER, alpha=1.0):
    """Returns the contrast of a colour on a ground, as x to 1; a faint one is mixed with it."""
    alpha = (1.0 if alpha is None else alpha) * colors.to_rgba(colour)[3]
    mixed = alpha * np.array(colors.to_rgb(colour)) + (1 - alpha) * np.array(colors.to_rgb(ground))
    one, other = sorted([luminance(mixed), luminance(ground)])
    return (other + 0.05) / (one + 0.05)


def faint(figure):
    """Returns what of a figure stands out too little from the paper."""
    found = []
    for axes in figure.axes:
        paper = axes.get_facecolor()
        if axes.images or not axes.get_visible():
            continue  # What stands on a map is looked at where the map is tested.
        for text in [*axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label]:
            box = text.get_bbox_patch()
            ground = paper if box is None else box.get_facecolor()
            on_a_patch = box is None and any(
                patch.get_fill() and patch.get_zorder() < text.get_zorder()
                and patch.get_window_extent().overlaps(text.get_window_extent())
                for patch in axes.patches
            )  # fmt: skip
            if text.get_text().strip() and not on_a_patch:
                value = contrast(text.get_color(), ground, text.get_alpha())
                if value < TEXT:
                    found.append(f"{text.get_text()!r}: {value:.2f} to 1")
        for line in axes.lines:
            is_drawn = line.get_linestyle() not in ("None", "") and line.get_linewidth() > 0
            if is_drawn and len(line.get_xdata()) > 1:
                value = contrast(line.get_color(), paper, line.get_alpha())
                if value < LINE:
                    found.append(f"the line {line.get_label()!r}: {value:.2f} to 1")
    return found


@pytest.fixture(autouse=True)
def _looked_at(monkeypatch):
    """Fails a test that draws a picture which is hard to see, or which nobody could hear."""

    def describe(figure, real=descriptions.describe):
        words = real(figure)
        assert len(words.split()) >= 8, f"The picture is described as {words!r}."
        assert not faint(figure), "\n".join(faint(figure))
        return words

    monkeypatch.setattr(descriptions, "describe", describe)
