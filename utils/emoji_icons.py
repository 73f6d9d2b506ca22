"""Draws the course's six emoji from circles and polygons.

The font that comes with matplotlib has no emoji in colour, and a learner's computer may have none
at all. Drawn here, they look the same everywhere.
"""

import numpy as np
from matplotlib.patches import Arc, Circle, Ellipse, Polygon, Rectangle, Wedge
from matplotlib.transforms import Affine2D

from utils.emoji import LABELS

SKIN, DARK, RED, TEAR, STEEL = "#f7c843", "#3a2c17", "#d6273e", "#3f8fd2", "#6b7780"


def draw_icon(axes, label, x, y, size):
    """Draws one emoji.

    Args:
        axes: Matplotlib axes whose two units are equally long on paper.
        label: Int, an index into `utils.emoji.LABELS`.
        x: Float, centre in data units.
        y: Float, centre in data units.
        size: Float, width in data units.
    """
    shapes = _SHAPES[LABELS[label]]()
    place = Affine2D().scale(size / 2).translate(x, y) + axes.transData
    for layer, shape in enumerate(shapes):
        shape.set_transform(place)
        shape.set_zorder(5 + 0.01 * layer)
        axes.add_artist(shape)


def _face():
    eyes = [Ellipse((side * 0.34, 0.25), 0.2, 0.34, color=DARK) for side in (-1, 1)]
    return [Circle((0, 0), 1, facecolor=SKIN, edgecolor=DARK, lw=0.8), *eyes]


def _joy():
    return [*_face(), Wedge((0, -0.05), 0.62, 180, 360, facecolor=DARK)]


def _sadness():
    mouth = Arc((0, -0.68), 0.9, 0.7, theta1=25, theta2=155, color=DARK, lw=1.6)
    tear = Polygon([(0.46, 0.1), (0.62, -0.32), (0.46, -0.48), (0.3, -0.32)], color=TEAR)
    return [*_face(), mouth, tear]


def _love():
    t = np.linspace(0, 2 * np.pi, 80)
    height = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return [Polygon(np.column_stack([16 * np.sin(t) ** 3, height + 2]) / 17, color=RED)]


def _sport():
    def corners(radius, turn=90):
        angles = np.radians(turn + 72 * np.arange(5))
        return radius * np.column_stack([np.cos(angles), np.sin(angles)])

    ball = Circle((0, 0), 1, facecolor="white", edgecolor=DARK, lw=1.0)
    seams = [
        Polygon([inner, outer], closed=False, edgecolor=DARK, lw=1.0)
        for inner, outer in zip(corners(0.42), corners(0.8), strict=True)
    ]
    edge = [
        Polygon([1.0 * middle, *_around(angle)], color=DARK)
        for angle, middle in zip(90 + 72 * np.arange(5), corners(0.78), strict=True)
    ]
    return [ball, Polygon(corners(0.42), color=DARK), *seams, *edge]


def _around(angle):
    """Returns two points on the unit circle, on either side of an angle."""
    angles = np.radians([angle - 20, angle, angle + 20])
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _food():
    tines = [Rectangle((-0.68 + 0.2 * k, 0.3), 0.09, 0.65, color=STEEL) for k in range(3)]
    fork = [
        Rectangle((-0.68, 0.18), 0.49, 0.2, color=STEEL),
        Rectangle((-0.5, -0.95), 0.13, 1.2, color=STEEL),
    ]
    blade = Polygon([(0.3, -0.1), (0.3, 0.95), (0.5, 0.8), (0.62, 0.3), (0.58, -0.1)], color=STEEL)
    return [*tines, *fork, blade, Rectangle((0.32, -0.95), 0.15, 0.9, color=STEEL)]


def _travel():
    half = [
        (1.0, 0.0),
        (0.85, 0.13),
        (0.35, 0.15),
        (-0.25, 0.95),
        (-0.48, 0.95),
        (-0.2, 0.14),
        (-0.62, 0.11),
        (-0.85, 0.38),
        (-1.0, 0.38),
        (-0.88, 0.0),
    ]
    outline = np.array(half + [(x, -y) for x, y in reversed(half)])
    turn = np.radians(35)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return [Polygon(outline @ rotation, facecolor="#5b8fb9", edgecolor=DARK, lw=0.8)]


_SHAPES = {
    "love": _love,
    "sport": _sport,
    "joy": _joy,
    "sadness": _sadness,
    "food": _food,
    "travel": _travel,
}
