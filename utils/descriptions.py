"""Says in words what a figure shows, for who hears a notebook or sees it badly.

The words are made from the figure itself: titles, axes, and the numbers that were drawn. So they
are there for every picture, and true of the learner's own data.
"""

import base64
import html
import io

import numpy as np

MOST_VALUES = 8  # of a line or of bars that are read out one by one
MOST_WORDS = 30  # of those that stand in the picture
MOST_SERIES = 8  # lines or groups of points that are described one by one
MOST_ROWS = 12  # of a map, or of places with names, that are gone through one by one


def describe(figure):
    """Describes a figure.

    Args:
        figure: A matplotlib Figure that is drawn.

    Returns:
        Text of some sentences: titles, axes with their ranges, what was drawn with its numbers.
    """
    figure.draw_without_rendering()  # Tick labels are made when a figure is drawn.
    parts = [_sentence(figure.get_suptitle())]
    for axes in figure.axes:
        if axes.get_visible() and not hasattr(axes, "_colorbar"):
            parts += _axes(axes)
    parts.append(_sentence(figure.get_supxlabel()))
    return " ".join(part for part in parts if part)


def show_described(figure):
    """Returns what a notebook shows of a figure: a picture with its description.

    Args:
        figure: A matplotlib Figure with the attribute `description`.

    Returns:
        Media type to content: HTML, PNG and text.
    """
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=figure.dpi)
    encoded = base64.b64encode(buffer.getvalue()).decode("ascii")
    words = html.escape(figure.description, quote=True)
    image = f'<img alt="{words}" style="max-width:100%" src="data:image/png;base64,{encoded}">'
    return {"text/html": image, "image/png": encoded, "text/plain": figure.description}


def _axes(axes):
    """Returns the sentences about one pair of axes: those it brings along, or made from it."""
    if spoken := getattr(axes, "spoken", ""):
        return [_sentence(spoken)]
    titles = [axes.get_title(place) for place in ("left", "center", "right")]
    parts = [_sentence(title) for title in titles]
    drawn = axes.lines or axes.collections or axes.containers or axes.images or axes.patches
    if axes.axison and drawn:
        parts.append(_range("Across", axes.get_xlabel(), axes.get_xlim(), _names(axes.xaxis)))
        parts.append(_range("Up", axes.get_ylabel(), axes.get_ylim(), _names(axes.yaxis)))
    parts += [_image(image, axes) for image in axes.images]
    parts += _bars(axes)
    parts += _stretches(axes)
    parts += _lines(axes)
    parts += _intervals(axes)
    parts += _points(axes)
    parts += _outlines(axes)
    parts.append(_words(axes))
    return [part for part in parts if part]


def _sentence(text):
    text = " ".join(str(text).split())
    return text if not text or text[-1] in ".!?" else f"{text}."


def _number(value):
    """Returns a number with three digits that count."""
    if not np.isfinite(value):
        return "no number"
    if value == round(value) and abs(value) < 1e7:
        return f"{value:,.0f}"
    return f"{value:,.3g}" if abs(value) >= 1e-3 else f"{value:.2g}"


def _names(axis):
    """Returns place to name, where ticks of an axis are words; beside words, numbers are names."""
    found = {}
    for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False):
        text = " ".join(label.get_text().replace("$", "").split())
        if text:
            found[float(place)] = text
    return {} if all(map(_is_number, found.values())) else found


def _is_number(text):
    plain = text.replace("−", "-").replace(",", "").replace("%", "").replace("\\mathdefault", "")
    plain = plain.strip("{}kM s")
    try:
        float(plain)
    except ValueError:
        return "^" in plain or not plain  # 10^{3}
    return True


def _range(direction, label, limits, names):
    low, high = sorted(limits)
    label = " ".join(label.split())
    if names:
        return _sentence(f"{direction}{': ' + label if label else ''}: {_list(names.values())}")
    words = f"{_number(low)} to {_number(high)}"
    return f"{direction}: {label}, {words}." if label else f"{direction}: {words}."


def _list(words):
    words = list(words)
    shown = words if len(words) <= MOST_WORDS else [*words[:MOST_WORDS], "and more"]
    return ", ".join(shown)


def _label(artist):
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else " ".join(label.split())


def _image(image, axes):
    values = _plain(image.get_array())
    if values.ndim != 2:  # a drawing in colours
        return f"A picture of {values.shape[0]} by {values.shape[1]} points."
    words = f"A map of {values.shape[0]} rows and {values.shape[1]} columns"
    if not np.isfinite(values).any():
        return f"{words}, empty."
    low, high = np.nanmin(values), np.nanmax(values)
    row, column = np.unravel_index(np.nanargmax(values), values.shape)
    rows, columns = _names(axes.yaxis), _names(axes.xaxis)
    place = f"in row {_place(rows, row)}, column {_place(columns, column)}"
    left, right, bottom, top = image.get_extent()
    if abs(right - left) != values.shape[1] or abs(top - bottom) != values.shape[0]:
        # The axes count something else than rows and columns: seconds, for example.
        bottom, top = (bottom, top) if image.origin == "lower" else (top, bottom)
        across = left + (column + 0.5) / values.shape[1] * (right - left)
        up = bottom + (row + 0.5) / values.shape[0] * (top - bottom)
        place = f"at {_number(across)} across, {_number(up)} up"
    words = f"{words}, from {_number(low)} to {_number(high)}, largest {place}."
    if len(rows) == values.shape[0] <= MOST_ROWS and len(columns) == values.shape[1]:
        words += f" Largest in each row: {_row_by_row(values, rows, columns)}."
    return words


def _place(names, number):
    """Returns the name of a row or column, or its number where others have the same name."""
    name = names.get(float(number))
    return number + 1 if name is None or list(names.values()).count(name) > 1 else name


def _row_by_row(values, rows, columns):
    """Returns the column with the largest value of each row, but for a word beside itself."""
    is_square = list(rows.values()) == list(columns.values())
    is_unique = len(set(columns.values())) == len(columns)
    parts = []
    for row, name in rows.items():
        here = {c: values[int(row), int(c)] for c in columns if not (is_square and c == row)}
        here = {c: value for c, value in here.items() if np.isfinite(value)}
        if here:
            best = max(here, key=lambda c: here[c])
            column = columns[best] if is_unique else f"{columns[best]} (column {best + 1:.0f})"
            parts.append(f"{name}: {column} {_number(here[best])}")
    return "; ".join(parts)


def _bars(axes):
    parts = []
    for container in axes.containers:
        patches = [p for p in getattr(container, "patches", ()) if hasattr(p, "get_width")]
        if not patches:
            continue
        lying = getattr(container, "orientation", "vertical") == "horizontal"
        names = _names(axes.yaxis if lying else axes.xaxis)
        values = [p.get_width() if lying else p.get_height() for p in patches]
        middles = [
            p.get_y() + p.get_height() / 2 if lying else p.get_x() + p.get_width() / 2
            for p in patches
        ]
        if len(names) > 1:  # Bars of several series stand beside the name of their group.
            middles = _nearest(middles, names)
        pairs = [(names.get(float(m), _number(m)), v) for m, v in zip(middles, values, strict=True)]
        parts.append(_series(_label(container) or "Bars", pairs))
    return parts


def _stretches(axes):
    """Describes what marks stretches or places across, as tall as the picture or at its edge."""
    found: dict = {}
    for artist in [*axes.lines, *axes.patches]:
        for low, high in _stretches_of(artist, axes):
            place = f"{_number(low)} to {_number(high)}" if low < high else _number(low)
            found.setdefault(_label(artist) or "Marked", []).append(place)
    return [f"{label}: {_list(places)}." for label, places in found.items()]


def _stretches_of(artist, axes):
    """Returns pairs of numbers across; none for what has a height in numbers, too."""
    if artist in axes.patches and hasattr(artist, "get_data"):  # Stairs, if up or down only.
        values, edges, _ = artist.get_data()
        if not set(np.unique(values)) <= {0, 1}:
            return []
        ends = np.flatnonzero(np.diff([0, *values, 0]))
        return [(edges[a], edges[b]) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    if not _is_beside(artist, axes):
        return []
    if not hasattr(artist, "get_xdata"):
        corners = artist.get_patch_transform().transform(artist.get_path().vertices)
        return [(corners[:, 0].min(), corners[:, 0].max())]
    x = _numbers(artist.get_xdata())
    if artist.get_linestyle() in ("None", ""):  # Signs, each at its place.
        return [(place, place) for place in x]
    return [(x.min(), x.max())] if len(x) else []


def _is_beside(artist, axes):
    """Tells whether only the place across is a number, as of a line from bottom to top."""
    transform = getattr(artist, "get_data_transform", artist.get_transform)()
    across, up = transform.contains_branch_seperately(axes.transData)
    return across and not up


def _lines(axes):
    """Describes lines: named ones one by one, others together."""
    names = _names(axes.xaxis)
    lines = [line for line in axes.lines if not _is_beside(line, axes)]
    named = [line for line in lines if _label(line)]
    rest = [line for line in lines if not _label(line)]
    parts: list = []
    for line in named[:MOST_SERIES]:
        x, y = _numbers(line.get_xdata()), _numbers(line.get_ydata())
        if len(x) and _is_sideways(axes):
            pairs = _pairs(_nearest(y, _names(axes.yaxis)), x, _names(axes.yaxis))
            parts.append(_series(_label(line), pairs, MOST_ROWS))
        elif len(x) and not _is_level(line, axes):
            most = MOST_ROWS if names else MOST_VALUES
            parts.append(_series(_label(line), _pairs(x, y, names), most))
        elif len(y):
            parts.append(f"{_label(line)}: a line at {_number(y[0])}.")
    levels = [line for line in rest if _is_level(line, axes)]
    others = [line for line in rest if line not in levels and len(_numbers(line.get_ydata()))]
    if levels:
        heights = sorted({_number(_numbers(line.get_ydata())[0]) for line in levels})
        parts.append(f"A level line at {_list(heights)}.")
    if 0 < len(others) <= 2:
        for line in others:
            x, y = _numbers(line.get_xdata()), _numbers(line.get_ydata())
            parts.append(_series("A line" if len(x) > 1 else "A point", _pairs(x, y, names)))
    elif others:
        ends = np.concatenate([_numbers(line.get_ydata()) for line in others])
        ends = ends[np.isfinite(ends)]
        if len(ends):
            low, high = _number(ends.min()), _number(ends.max())
            parts.append(f"{len(others)} lines without a name, between {low} and {high}.")
    return parts


def _is_sideways(axes):
    """Tells whether places with names stand one below the other, and values go across."""
    return bool(_names(axes.yaxis)) and not _names(axes.xaxis)


def _nearest(places, names):
    """Returns the place with a name that is nearest to each: series are often moved a little."""
    known = np.array(list(names))
    return [float(known[np.abs(known - place).argmin()]) for place in places]


def _intervals(axes):
    """Describes lines that lie at places with names, from one value to another."""
    names, parts = _names(axes.yaxis), []
    for collection in axes.collections:
        if type(collection).__name__ != "LineCollection" or not _label(collection):
            continue
        segments = [_plain(segment) for segment in collection.get_segments()]
        if not _is_sideways(axes) or not 0 < len(segments) <= MOST_ROWS:
            continue
        ends = [
            f"{_number(segment[:, 0].min())} to {_number(segment[:, 0].max())} "
            f"at {names[_nearest(segment[:1, 1], names)[0]]}"
            for segment in segments
        ]
        parts.append(f"{_label(collection)}: {', '.join(ends)}.")
    return parts


def _plain(values):
    """Returns an array of numbers in which what is masked is NaN."""
    filled: np.ndarray = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return filled


def _numbers(values):
    try:
        return np.asarray(values, dtype=float).ravel()
    except (TypeError, ValueError):
        return np.zeros(0)


def _is_level(line, axes):
    """Tells whether a line lies flat from one side of the axes to the other."""
    y = _numbers(line.get_ydata())
    across, up = line.get_transform().contains_branch_seperately(axes.transData)
    return len(y) > 1 and np.ptp(y) == 0 and up and not across


def _pairs(x, y, names):
    return [(names.get(float(a), _number(a)), b) for a, b in zip(x, y, strict=False)]


def _series(label, pairs, most=MOST_VALUES):
    """Returns the sentence about values at places: all of a few; else ends, lowest and highest."""
    pairs = [(place, value) for place, value in pairs if np.isfinite(value)]
    if not pairs:
        return f"{label}: nothing."
    if len(pairs) <= most:
        return f"{label}: {', '.join(f'{_number(v)} at {p}' for p, v in pairs)}."
    values = [value for _, value in pairs]
    low, high = int(np.argmin(values)), int(np.argmax(values))
    (first, start), (last, end) = pairs[0], pairs[-1]
    words = f"{label}: {len(pairs):,} values, {_number(start)} at {first}, {_number(end)} at {last}"
    extremes = []
    if low not in (0, len(pairs) - 1):
        extremes.append(f"lowest {_number(values[low])} at {pairs[low][0]}")
    if high not in (0, len(pairs) - 1):
        extremes.append(f"highest {_number(values[high])} at {pairs[high][0]}")
    return f"{'; '.join([words, *extremes])}."


def _points(axes):
    """Describes clouds of points and filled bands."""
    parts: list = []
    for collection in axes.collections:
        offsets = _plain(collection.get_offsets())
        label = _label(collection)
        if type(collection).__name__ != "PathCollection" or len(offsets) == 0:
            continue
        if len(parts) >= MOST_SERIES:
            break
        count = f"{len(offsets):,} point{'s' * (len(offsets) > 1)}"
        x, y = offsets[:, 0], offsets[:, 1]
        where = f"across {_spread(x, axes.get_xlim())}"
        if not _is_sideways(axes):
            where += f", up {_spread(y, axes.get_ylim())}"
        parts.append(f"{label or 'Points'}: {count}, {where}.")
    return parts


def _spread(values, limits):
    """Returns from where to where numbers go, and their mean; what rounding has left is 0."""
    values = np.where(np.abs(values) < 1e-6 * np.ptp(limits), 0, values)
    low, high, mean = (_number(f(values)) for f in (np.nanmin, np.nanmax, np.nanmean))
    return low if low == high else f"{low} to {high} (mean {mean})"


def _outlines(axes):
    """Describes the outlines of histograms."""
    parts = []
    for patch in axes.patches:
        corners = getattr(patch, "get_xy", lambda: 0)()
        if not _label(patch) or np.ndim(corners) != 2:
            continue
        x, y = np.asarray(corners, dtype=float).T
        peak = int(np.nanargmax(y))
        words = f"from {_number(np.nanmin(x))} to {_number(np.nanmax(x))}"
        parts.append(f"{_label(patch)}: {words}, highest {_number(y[peak])} at {_number(x[peak])}.")
    return parts


def _words(axes):
    """Returns what is written in the picture."""
    texts = [" ".join(text.get_text().replace("$", "").split()) for text in axes.texts]
    # Of the numbers written into a map, its own sentence tells those that matter.
    told = [text for text in texts if axes.images and _is_number(text)]
    texts = list(dict.fromkeys(text for text in texts if text and text not in told))
    return _sentence(f"Written in the picture: {_list(texts)}") if texts else ""
