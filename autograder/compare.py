"""Compares what was expected with what came, and explains the difference in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

# Between two single numbers only these say something: bits, powers of ten, halves, doubles ...
TELLING_RATIOS = [2, 3, 4, 10, 1 / 2, 1 / 3, 1 / 4, 1 / 10]
TELLING_RATIOS += [math.log(2), 1 / math.log(2), math.log(10), 1 / math.log(10)]


@dataclass(frozen=True)
class Tolerance:
    """How far a number may lie from the expected one.

    A number passes within `absolute + of_scale * (largest expected magnitude) + relative *
    |expected|`. The defaults let float32 work pass where float64 was expected.
    """

    relative: float = 1e-4
    absolute: float = 1e-7
    of_scale: float = 1e-5


@dataclass(frozen=True)
class Difference:
    """One difference, named and in words.

    Args:
        kind: One of `nothing`, `type`, `structure`, `shape`, `dtype`, `transposed`, `nan`, `infinite`,
            `sign`, `scale`, `offset`, `shifted`, `reversed`, `value`.
        message: What is different, in a sentence or two.
        expected: Short text of the expected part.
        received: Short text of the received part.
    """

    kind: str
    message: str
    expected: str = ""
    received: str = ""


def show(value: Any, limit: int = 200) -> str:
    """Returns a short text of a plain value; arrays show shape, type and first numbers."""
    text = _show(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _show(value: Any) -> str:
    if isinstance(value, np.ndarray):
        if value.ndim == 0:
            return _number(value.item())
        numbers = ", ".join(_number(x) for x in value.ravel()[:6].tolist())
        more = ", …" if value.size > 6 else ""
        return f"array {_shape(value.shape)} {value.dtype}: {numbers}{more}"
    if isinstance(value, dict):
        if "__recipe__" in value:
            inner = value["with"]
            if value["__recipe__"] == "Repeated":
                return _show_runs(inner["values"], inner["counts"])
            seed = f"(seed {inner['seed']})" if "seed" in inner else ""
            return f"{value['__recipe__']}{seed}"
        items = ", ".join(f"{key!r}: {_show(item)}" for key, item in list(value.items())[:6])
        return "{" + items + (", …" if len(value) > 6 else "") + "}"
    if isinstance(value, (list, tuple)):
        items = ", ".join(_show(item) for item in value[:12])
        items += ", …" if len(value) > 12 else ""
        return f"[{items}]" if isinstance(value, list) else f"({items})"
    return _number(value) if isinstance(value, float) else repr(value)


def _show_runs(values: list, counts: list) -> str:
    runs = [f"{n} times {_number(value)}" for value, n in zip(values, counts, strict=True)]
    more = ", …" if len(runs) > 3 else ""
    return f"array {_shape((sum(counts),))}: {', '.join(runs[:3])}{more}"


def _number(x: Any) -> str:
    return f"{x:.6g}" if isinstance(x, float) else str(x)


def _shape(shape: tuple[int, ...]) -> str:
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def compare(
    expected: Any,
    received: Any,
    tolerance: Tolerance | None = None,
    where: str = "the result",
) -> Difference | None:
    """Returns the first difference that matters, or None when the values agree.

    Lists and tuples are the same here, and so are NumPy scalars, arrays of one element and
    numbers, where a number is expected.

    Args:
        expected: Plain value.
        received: Plain value.
        tolerance: For numbers.
        where: How the text calls the compared value.
    """
    tolerance = tolerance or Tolerance()
    if expected is None or isinstance(expected, (str, bool)):
        return _compare_atom(expected, received, where)
    if received is None:
        return Difference(
            "nothing",
            f"{_capital(where)} is None: nothing came back. Is a `return` missing?",
            show(expected),
            "None",
        )
    if isinstance(expected, dict):
        return _compare_dict(expected, received, tolerance, where)
    if isinstance(expected, (list, tuple)):
        return _compare_sequence(expected, received, tolerance, where)
    return _compare_numbers(expected, received, tolerance, where)


def _capital(text: str) -> str:
    """Begins a sentence with `text`, unless that is a name of the learner's code."""
    return text[:1].upper() + text[1:] if text.startswith(("the ", "a ")) else text


def _type_name(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {_shape(value.shape)}" if value.ndim else "a number"
    names = {
        dict: "a dict",
        list: "a list",
        tuple: "a tuple",
        str: "text",
        type(None): "None",
        bool: "True or False",
    }
    return names.get(type(value), "a number")


def _wrong_type(expected: Any, received: Any, where: str) -> Difference:
    return Difference(
        "type",
        f"{_capital(where)} is {_type_name(received)}, expected {_type_name(expected)}.",
        show(expected),
        show(received),
    )


def _compare_atom(expected: Any, received: Any, where: str) -> Difference | None:
    if isinstance(received, np.ndarray) and received.size == 1:
        received = received.item()
    if isinstance(expected, bool) and isinstance(received, (bool, int, float)):
        if bool(received) == expected and received in (0, 1):
            return None
    elif type(expected) is type(received) and expected == received:
        return None
    elif type(expected) is not type(received):
        return _wrong_type(expected, received, where)
    return Difference(
        "value", f"{_capital(where)} is not as expected.", show(expected), show(received)
    )


def _keys(keys: list) -> str:
    """Lists keys; each is cut where no name is that long."""
    texts = (repr(key) for key in keys)
    return ", ".join(text if len(text) <= 60 else f"{text[:59]}…" for text in texts)


def _compare_dict(
    expected: dict, received: Any, tolerance: Tolerance, where: str
) -> Difference | None:
    if not isinstance(received, dict):
        return _wrong_type(expected, received, where)
    missing = [key for key in expected if key not in received]
    extra = [key for key in received if key not in expected]
    if missing or extra:
        parts = [f"lacks {_keys(missing)}"] * bool(missing)
        parts += [f"has {_keys(extra[:5])} too many"] * bool(extra)
        return Difference(
            "structure",
            f"{_capital(where)} {' and '.join(parts)}.",
            f"keys {_keys(list(expected))}",
            f"keys {_keys(list(received)[:20])}",
        )
    found = (compare(expected[k], received[k], tolerance, f"{where}[{k!r}]") for k in expected)
    return next((difference for difference in found if difference), None)


def _compare_sequence(
    expected: Any, received: Any, tolerance: Tolerance, where: str
) -> Difference | None:
    numeric = _as_array(expected)
    single = isinstance(received, np.ndarray) and received.ndim == 0
    if numeric is not None and isinstance(received, (list, tuple, np.ndarray)) and not single:
        other = _as_array(received)
        if other is not None and (
            len(expected) > 0 and len(received) > 0 or numeric.shape == other.shape
        ):
            return _compare_arrays(numeric, other, tolerance, where, listed=True)
    if isinstance(received, np.ndarray) and received.ndim > 0:
        received = list(received)
    if not isinstance(received, (list, tuple)):
        return _wrong_type(expected, received, where)
    if len(expected) != len(received):
        what = "values" if isinstance(expected, tuple) else "items"
        return Difference(
            "structure",
            f"{_capital(where)} has {len(received)} {what}, expected {len(expected)}.",
            show(expected),
            show(received),
        )
    for i, (want, got) in enumerate(zip(expected, received, strict=True)):
        difference = compare(want, got, tolerance, _part(where, i, expected))
        if difference:
            return difference
    return None


def _part(where: str, i: int, expected: Any) -> str:
    # A returned tuple is several results to a learner: "the second result".
    if where == "the result" and isinstance(expected, tuple):
        ordinal = ("first", "second", "third", "fourth", "fifth", "sixth")
        return f"the {ordinal[i]} result" if i < len(ordinal) else f"result {i + 1}"
    return f"{where}[{i}]"


def _as_array(value: Any) -> np.ndarray | None:
    """Returns numbers as an array; None for mixed or ragged content and for true structure."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "biuf" else None
    if isinstance(value, (bool, int, float)):
        return np.asarray(value)
    if isinstance(value, (list, tuple)):
        if not all(
            isinstance(v, (bool, int, float)) or (isinstance(v, np.ndarray) and v.ndim == 0)
            for v in value
        ):
            return None
        return np.asarray(value) if value else np.zeros(0)
    return None


def _compare_numbers(
    expected: Any, received: Any, tolerance: Tolerance, where: str
) -> Difference | None:
    want = np.asarray(expected)
    try:
        got = np.asarray(received)
    except ValueError:
        return _wrong_type(expected, received, where)
    if got.dtype.kind not in "biuf":
        return _wrong_type(expected, received, where)
    if want.ndim == 0 and got.size == 1:
        got = got.reshape(())
    if (want.ndim == 0) != (got.ndim == 0):
        return _wrong_type(expected, received, where)
    return _compare_arrays(want, got, tolerance, where)


def _compare_arrays(
    want: np.ndarray, got: np.ndarray, tolerance: Tolerance, where: str, listed: bool = False
) -> Difference | None:
    if want.shape != got.shape:
        return _shape_difference(want, got, tolerance, where, listed)
    if want.size == 0 or np.array_equal(want, got):  # The quick way: sound has many numbers.
        return None
    agree = _agree(want, got, tolerance)
    if agree.all():
        return None
    return _explain(want, got, agree, tolerance, where)


def _agree(want: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> np.ndarray:
    whole = want.dtype.kind in "biu"
    want = want.astype(np.float64)
    got = got.astype(np.float64)
    finite = np.isfinite(want)
    scale = np.abs(want[finite]).max() if finite.any() else 0.0
    with np.errstate(all="ignore"):
        room = tolerance.absolute + tolerance.of_scale * scale + tolerance.relative * np.abs(want)
        # Off by one is wrong for an index or a count, however large.
        room = np.minimum(room, 0.1) if whole else room
        close = np.abs(want - got) <= room
    # NaN agrees with NaN and an infinity with the same infinity only.
    return np.where(
        finite, close & np.isfinite(got), (want == got) | (np.isnan(want) & np.isnan(got))
    )


def _close(want: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> bool:
    return want.shape == got.shape and bool(_agree(want, got, tolerance).all())


def _shape_difference(
    want: np.ndarray, got: np.ndarray, tolerance: Tolerance, where: str, listed: bool
) -> Difference:
    shapes = (show(want), show(got))
    if listed and want.ndim == got.ndim == 1:
        message = f"{_capital(where)} has {got.size} items, expected {want.size}."
        return Difference("structure", message, *shapes)
    message = f"{_capital(where)} has shape {_shape(got.shape)}, expected {_shape(want.shape)}."
    if got.ndim == want.ndim >= 2 and _close(want, np.swapaxes(got, 0, 1), tolerance):
        message += " The numbers are right but transposed."
        return Difference("transposed", message, *shapes)
    if got.size == want.size and _close(want.ravel(), got.ravel(), tolerance):
        message += " The numbers are right; only the shape differs."
    return Difference("shape", message, *shapes)


def _explain(
    want: np.ndarray, got: np.ndarray, agree: np.ndarray, tolerance: Tolerance, where: str
) -> Difference:
    first = tuple(int(i) for i in np.argwhere(~agree)[0]) if want.ndim else ()
    index = f"[{', '.join(map(str, first))}]" if first else ""
    wrong = int((~agree).sum())
    expected = f"{where}{index} = {_number(want[first].item())}"
    received = f"{where}{index} = {_number(got[first].item())}"
    count = f" ({wrong} of {want.size} numbers differ)" if want.size > 1 else ""
    kind, clause = _pattern(want.astype(np.float64), got.astype(np.float64), tolerance)
    return Difference(kind, f"{_capital(where)}{clause}{count}.", expected, received)


def _pattern(want: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> tuple[str, str]:
    """Names the way in which two arrays of one shape differ."""
    if np.isnan(got).any() and not np.isnan(want).any():
        return "nan", " holds NaN (not a number)"
    if np.isinf(got).any() and not np.isinf(want).any():
        return "infinite", " holds an infinity"
    if not (np.isfinite(got).all() and np.isfinite(want).all()):
        return "value", " differs"
    if _close(want, -got, tolerance):
        return (
            "sign",
            " has the opposite sign everywhere" if want.size > 1 else " has the opposite sign",
        )
    if want.size == 1:
        gap = (got - want).item()
        if abs(abs(gap) - 1) < 1e-9 and want.item() == int(want.item()):
            return "offset", f" is off by one ({gap:+.0f})"
        return _scale_pattern(want, got, tolerance) if want.item() else ("value", " differs")
    if want.ndim == 2 and want.shape[0] == want.shape[1] and _close(want, got.T, tolerance):
        return "transposed", " is transposed"
    if _close(want, np.flip(got, axis=-1), tolerance):
        return "reversed", " is in reverse order"
    for axis in range(want.ndim):
        if want.shape[axis] > 2:
            head, tail = slice(None, -1), slice(1, None)
            cut = lambda a, s, axis=axis: a[(slice(None),) * axis + (s,)]  # noqa: E731
            if _close(cut(want, head), cut(want, tail), tolerance):
                continue  # Where nothing changes, no shift can be seen.
            if _close(cut(want, head), cut(got, tail), tolerance):
                return "shifted", " is shifted one step late: off by one"
            if _close(cut(want, tail), cut(got, head), tolerance):
                return "shifted", " is shifted one step early: off by one"
    if np.ptp(got - want) <= 1e-6 * (1 + np.abs(want).max()):
        return "offset", f" is off by {_number((got - want).ravel()[0].item())} everywhere"
    return _scale_pattern(want, got, tolerance)


def _scale_pattern(want: np.ndarray, got: np.ndarray, tolerance: Tolerance) -> tuple[str, str]:
    norm = float((want * want).sum())
    factor = float((want * got).sum()) / norm if norm else 0.0
    if round(factor, 4) in (0, 1) or not math.isfinite(factor):
        return "value", " differs"
    if want.size == 1 and not np.isclose(abs(factor), TELLING_RATIOS, rtol=1e-4).any():
        return "value", " differs"  # Any two numbers have some ratio.
    if _close(want, got / factor, tolerance):
        return "scale", f" is {_number(round(factor, 4))} times what was expected"
    return "value", " differs"


def compare_dtypes(expected: Any, received: Any, where: str = "the result") -> Difference | None:
    """Returns the first array whose number type is not the expected one; values are not compared."""
    if isinstance(expected, dict) and isinstance(received, dict):
        pairs = [(expected[k], received[k], f"{where}[{k!r}]") for k in expected if k in received]
    elif isinstance(expected, (list, tuple)) and isinstance(received, (list, tuple)):
        pairs = [
            (e, r, _part(where, i, expected))
            for i, (e, r) in enumerate(zip(expected, received, strict=False))
        ]
    else:
        want, got = (getattr(value, "dtype", None) for value in (expected, received))
        if isinstance(expected, np.ndarray) and isinstance(received, list):
            text = f"{_capital(where)} is a list, expected an array."
            return Difference("dtype", text, str(want), "a list")
        if want is None or got is None or want == got:
            return None
        return Difference(
            "dtype", f"{_capital(where)} is {got}, expected {want}.", str(want), str(got)
        )
    found = (compare_dtypes(*pair) for pair in pairs)
    return next((difference for difference in found if difference), None)
