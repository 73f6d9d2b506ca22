"""Compares what was expected with what came, and explains the difference in words."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.patterns import shape_pattern, value_pattern

LENGTH = 1e-9  # how near a whole number a norm is that was made so
# Between two single numbers only these say something, where every case shows one: sizes, bits, ...
SIZES = range(2, 13)
TELLING_RATIOS = [*SIZES, *(1 / n for n in SIZES)]
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
        kind: One of `nothing`, `type`, `structure`, `shape`, `only_shape`, `dtype`, `transposed`,
            `nan`, `infinite`, `sign`, `scale`, `length`, `offset`, `shifted`, `reversed`, `value`, or
            one of the kinds in `patterns`.
        message: What is different, in a sentence or two.
        expected: Short text of the expected part.
        received: Short text of the received part.
        plain: The message without the pattern that was seen, where there is one.
        amount: By how much everything is off, for `offset`; the factor, for `scale`.
        numbers: How many numbers show the pattern: of a single one, half the patterns are chance.
        where: How the compared value is called, where numbers differ.
    """

    kind: str
    message: str
    expected: str = ""
    received: str = ""
    plain: str = ""
    amount: float = 0.0
    numbers: int = 0
    where: str = ""

    @property
    def shows_a_result(self) -> bool:
        """Tells whether a result is seen that is another one: no error, and not its form alone."""
        return self.kind not in (*FORMS, *WITHOUT_RESULT)


FORMS = ("only_shape", "dtype", "type", "mutated")
WITHOUT_RESULT = ("error", "other_error", "timeout", "crashed", "missing", "blocked")

_IN_WORDS = ContextVar("in_words", default=True)
UNEXPLAINED = Difference("value", "It differs.")


@contextlib.contextmanager
def without_words() -> Iterator[None]:
    """Has arrays compared without a word about how they differ, which takes longer than to compare.

    Errors come without clues, too. For whoever compares hundreds of results and wants to know only
    which are equal.
    """
    token = _IN_WORDS.set(False)
    try:
        yield
    finally:
        _IN_WORDS.reset(token)


def is_in_words() -> bool:
    """Tells whether differences and errors are to be explained: not `without_words`."""
    return _IN_WORDS.get()


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
        recipe, inner = value.get("__recipe__"), value.get("with")
        if isinstance(recipe, str) and isinstance(inner, dict):  # a learner may return anything
            if recipe == "Repeated" and (runs := _runs(inner)):
                return _show_runs(runs)
            if recipe == "Recorded" and "of" in inner:
                return _show(inner["of"])
            seed = f"(seed {inner['seed']})" if "seed" in inner else ""
            return f"{recipe}{seed}"
        items = ", ".join(f"{key!r}: {_show(item)}" for key, item in list(value.items())[:6])
        return "{" + items + (", …" if len(value) > 6 else "") + "}"
    if isinstance(value, (list, tuple)):
        items = ", ".join(_show(item) for item in value[:12])
        items += ", …" if len(value) > 12 else ""
        return f"[{items}]" if isinstance(value, list) else f"({items})"
    return _number(value) if isinstance(value, float) else repr(value)


def _runs(inner: dict) -> list[tuple[Any, int]]:
    """Returns pairs of a value and how often it comes; none where the recipe is none of ours."""
    values, counts = inner.get("values"), inner.get("counts")
    if not (isinstance(values, list) and isinstance(counts, list) and len(values) == len(counts)):
        return []
    pairs = list(zip(values, counts, strict=True))
    return pairs if all(type(count) is int for count in counts) else []


def _show_runs(pairs: list[tuple[Any, int]]) -> str:
    runs = [f"{count} times {_number(value)}" for value, count in pairs]
    more = ", …" if len(runs) > 3 else ""
    return f"array {_shape((sum(count for _, count in pairs),))}: {', '.join(runs[:3])}{more}"


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
        is_whole = where.startswith("the result") and not where.endswith("]")
        reason = (
            "no `return` was reached, or what stands behind it is None"
            if is_whole
            else ("it was given no value")
        )
        return Difference(
            "nothing",
            f"{_capital(where)} is None: {reason}.",
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
        text = f"{_capital(where)} has {len(received)} {what}, expected {len(expected)}."
        return Difference(
            "structure",
            f"{text}{_items_in_words(expected, received, tolerance, what[:-1])}",
            show(expected),
            show(received),
        )
    for i, (want, got) in enumerate(zip(expected, received, strict=True)):
        difference = compare(want, got, tolerance, _part(where, i, expected))
        if difference:
            return difference
    return None


def _items_in_words(expected: Any, received: Any, tolerance: Tolerance, what: str) -> str:
    """Returns a sentence about items that are too many or missing, with a blank before it."""
    if not is_in_words() or not len(expected) or not len(received):
        return ""

    def agree(want: Any, got: Any) -> bool:
        return compare(want, got, tolerance) is None

    short, long = sorted((list(expected), list(received)), key=len)
    gap = len(long) - len(short)
    word = "is too many" if len(received) > len(expected) else "is missing"
    part = what if gap == 1 else "part"
    with without_words():
        for ordinal, same in (("last", long[: len(short)]), ("first", long[gap:])):
            if agree(same, short):
                return f" The {ordinal} {part} {word}; the rest is right."
        for place, ordinal in ((0, "first"), (-1, "last")):
            if len(expected) > 1 and agree(expected[place], received):
                return f" It is the {ordinal} {what} alone."
    return ""


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
    in_words = is_in_words()
    if want.shape != got.shape:
        if not in_words:
            return UNEXPLAINED
        return _shape_difference(want, got, tolerance, where, listed)
    if want.size == 0 or np.array_equal(want, got):  # The quick way: sound has many numbers.
        return None
    agree = _agree(want, got, tolerance)
    if agree.all():
        return None
    return _explain(want, got, agree, tolerance, where) if in_words else UNEXPLAINED


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
        message += shape_pattern(want, got, lambda a, b: _close(a, b, tolerance))
        return Difference("structure", message, *shapes)
    message = f"{_capital(where)} has shape {_shape(got.shape)}, expected {_shape(want.shape)}."
    if got.ndim == want.ndim >= 2 and _close(want, np.swapaxes(got, 0, 1), tolerance):
        message += " The numbers are right but transposed."
        return Difference("transposed", message, *shapes)
    if got.size == want.size and _close(want.ravel(), got.ravel(), tolerance):
        message += " The numbers are right; only the shape differs."
        return Difference("only_shape", message, *shapes)
    message += shape_pattern(want, got, lambda a, b: _close(a, b, tolerance))
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
    want, got = want.astype(np.float64), got.astype(np.float64)
    kind, clause = _pattern(want, got, tolerance)
    if kind == "value" and np.isfinite(want).all() and np.isfinite(got).all():
        found = value_pattern(want, got, ~agree, lambda a, b: _close(a, b, tolerance))
        kind, clause = found if found[0] else (kind, clause)
    return Difference(
        kind,
        f"{_capital(where)}{clause}{count}.",
        expected,
        received,
        plain=f"{_capital(where)} differs{count}.",
        amount=_amount(kind, want.ravel(), got.ravel()),
        numbers=int(np.count_nonzero(want)) if kind in ("sign", "scale") else want.size,
        where=where,
    )


def _amount(kind: str, want: np.ndarray, got: np.ndarray) -> float:
    if kind == "offset":
        return float(got[0] - want[0])
    largest = np.abs(want).argmax()
    return float(got[largest] / want[largest]) if kind == "scale" else 0.0


def is_telling(factor: float) -> bool:
    """Tells whether a factor is one that mistakes make: of a size, or of another logarithm."""
    return bool(np.isclose(abs(factor), TELLING_RATIOS, rtol=1e-4).any())


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
    with np.errstate(over="ignore", invalid="ignore"):  # Then the factor is not finite.
        norm = float((want * want).sum())
        factor = float((want * got).sum()) / norm if norm else 0.0
    if round(factor, 4) in (0, 1) or not math.isfinite(factor):
        return "value", " differs"
    if np.count_nonzero(want) == 1 and not is_telling(factor):
        return "value", " differs"  # Any two numbers have some ratio.
    if _close(want, got / factor, tolerance):
        length = float(np.linalg.norm(got))
        is_made = want.size > 1 and abs(length - round(length)) < LENGTH and round(length) > 0
        if is_made and not is_telling(factor):
            now, right = _number(round(length)), _number(float(np.linalg.norm(want)))
            return "length", f" is scaled: its norm is {now}, expected {right}"
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
