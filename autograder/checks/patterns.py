"""Names the way in which arrays differ where neither a sign, a factor nor a shift says it.

Each pattern holds for all numbers of both arrays, so that it is what happened or looks just like it.
What is said is a kind of difference, never a line of code.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

Close = Callable[[np.ndarray, np.ndarray], bool]
MOST = 200_000  # numbers; sound and pictures have more, and are told by their first difference
MOST_AXES = 4
EXACT = 1e-6  # relative: nearer than chance comes
PLACES = ((-1, "last"), (0, "first"))
KINDS = (
    "complement",
    "zeros",
    "order",
    "rounded",
    "transformed",
    "cut",
    "repeated",
    "centred",
    "running",
    "end",
)  # of a difference in numbers

# What was done to every number: a name, and how.
TRANSFORMED: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("the square", np.square),
    ("the square root", np.sqrt),
    ("the reciprocal", np.reciprocal),
    ("the exponential", np.exp),
    ("the logarithm", np.log),
    ("the negative logarithm", lambda w: -np.log(w)),
    ("the arc cosine", np.arccos),
    ("the sigmoid", lambda w: 1 / (1 + np.exp(-w))),
    ("the tanh", np.tanh),
)


def value_pattern(want: np.ndarray, got: np.ndarray, wrong: np.ndarray, close: Close) -> tuple:
    """Returns the kind of a difference and a clause that says it; both empty where none is known.

    Args:
        want: Finite floats.
        got: Of the same shape, finite.
        wrong: Where they differ.
        close: Tells whether two arrays agree.
    """
    if want.size > MOST:
        return "", ""
    with np.errstate(all="ignore"):
        return next(_value_patterns(want, got, wrong, close), ("", ""))


def _value_patterns(
    want: np.ndarray, got: np.ndarray, wrong: np.ndarray, close: Close
) -> Iterator[tuple[str, str]]:
    if close(1 - want, got):
        yield "complement", " is 1 minus what was expected"
    yield from _transformed(want, got)
    if want.size == 1:
        return
    if wrong.sum() > 1 and close(np.abs(want), got):
        yield "sign", " has lost its signs"
    if not got.any():
        yield "zeros", " is 0 everywhere"
    yield from _cut(want, got, wrong, close)
    yield from _of_its_axes(want, got, close)
    if not got[wrong].any():
        yield "zeros", " holds 0 where other numbers belong"
    distinct = len(np.unique(np.round(want, 9)))
    if distinct > 2 and close(np.sort(want, axis=None), np.sort(got, axis=None)):
        yield "order", " holds the right numbers in another order"
    yield from _at_an_end(wrong)


def _transformed(want: np.ndarray, got: np.ndarray) -> Iterator[tuple[str, str]]:
    telling = np.abs(np.abs(want) - 0.5) != 0.5  # Of 0 and 1 many functions give 0 and 1.
    if not telling.any():
        return
    for digits in range(4):
        if (got == np.round(want, digits)).all() and got.any():
            yield "rounded", f" is rounded to {digits} decimals" if digits else " is rounded"
    for name, function in TRANSFORMED:
        if np.allclose(function(want), got, rtol=EXACT, atol=0.0):
            yield "transformed", f" is {name} of what was expected"


def _cut(
    want: np.ndarray, got: np.ndarray, wrong: np.ndarray, close: Close
) -> Iterator[tuple[str, str]]:
    if wrong.all() or wrong.sum() < 2:
        return  # Nothing has stayed as it was, or one number alone is another one.
    low, high = float(got.min()), float(got.max())
    for limits, words in (
        ((-max(abs(low), high), max(abs(low), high)), "in size"),
        ((-np.inf, high), "above"),
        ((low, np.inf), "below"),
    ):
        bound = limits[0] if words == "below" else limits[1]
        is_clear = round(bound, 2) == bound or (np.abs(np.abs(got) - abs(bound)) == 0).sum() > 1
        if is_clear and close(np.clip(want, *limits), got):
            where = f" at {bound:g}" if words == "in size" else f" {words} {bound:g}"
            yield "cut", f" is cut off{where}"


def _of_its_axes(want: np.ndarray, got: np.ndarray, close: Close) -> Iterator[tuple[str, str]]:
    for axis in range(want.ndim):
        if want.shape[axis] < 2:
            continue
        along = f" along axis {axis}" if want.ndim > 1 else ""
        for place, word in PLACES:
            one = np.take(want, [place], axis=axis)
            if close(np.broadcast_to(one, want.shape), got):
                yield "repeated", f" holds the numbers of the {word} place at every place{along}"
        if close(want - want.mean(axis=axis, keepdims=True), got):
            yield "centred", f" has its mean{along} taken away"
        if close(np.cumsum(want, axis=axis), got):
            yield "running", f" is a running sum{along}"


def _at_an_end(wrong: np.ndarray) -> Iterator[tuple[str, str]]:
    """Tells where all but the first or last place is right, along one axis."""
    if wrong.sum() < 2:
        return  # A single number stands somewhere.
    for axis in range(wrong.ndim):
        places = np.flatnonzero(wrong.any(axis=tuple(i for i in range(wrong.ndim) if i != axis)))
        if wrong.shape[axis] < 3 or len(places) != 1:
            continue
        along = f" along axis {axis}" if wrong.ndim > 1 else ""
        for place, word in PLACES:
            if places[0] == place % wrong.shape[axis]:
                yield "end", f" is right but for the {word} place{along}"


def shape_pattern(want: np.ndarray, got: np.ndarray, close: Close) -> str:
    """Returns a sentence about two arrays of different shapes, with a blank before it; or nothing.

    Args:
        want: What was expected.
        got: What came.
        close: Tells whether two arrays agree.
    """
    if max(want.size, got.size) > MOST or max(want.ndim, got.ndim) > MOST_AXES:
        return ""
    if want.ndim == got.ndim:
        return _other_order(want, got, close) or _other_length(want, got, close)
    if want.ndim == got.ndim + 1:
        return _without_an_axis(want, got, close)
    return ""


def _other_order(want: np.ndarray, got: np.ndarray, close: Close) -> str:
    if want.ndim < 2 or sorted(want.shape) != sorted(got.shape):
        return ""
    for order in itertools.permutations(range(want.ndim)):
        turned = np.transpose(got, order)
        if turned.shape == want.shape and close(want, turned):
            return " The numbers are right; the axes stand in another order."
    is_clear = len(set(want.shape)) == want.ndim
    return " The axes stand in another order." if is_clear else ""


def _other_length(want: np.ndarray, got: np.ndarray, close: Close) -> str:
    pairs = zip(want.shape, got.shape, strict=True)
    axes = [axis for axis, (a, b) in enumerate(pairs) if a != b]
    if len(axes) != 1:
        return ""
    axis = axes[0]
    along = f" along axis {axis}" if want.ndim > 1 else ""
    gap = got.shape[axis] - want.shape[axis]
    short, long = sorted((want, got), key=lambda array: array.shape[axis])
    length = short.shape[axis]
    if not length:
        return ""
    word = "is too many" if gap > 0 else "is missing"
    what = "place" if abs(gap) == 1 else "part"
    behind, front = np.arange(length), np.arange(long.shape[axis] - length, long.shape[axis])
    for end, places in (("last", behind), ("first", front)):
        if close(np.take(long, places, axis=axis), short):
            return f" The {end} {what}{along} {word}; the rest is right."
    return f" One place{along} {word}." if abs(gap) == 1 else ""


def _without_an_axis(want: np.ndarray, got: np.ndarray, close: Close) -> str:
    axes = [a for a in range(want.ndim) if want.shape[:a] + want.shape[a + 1 :] == got.shape]
    for axis in axes:
        for place, word in PLACES:
            if want.shape[axis] > 1 and close(np.take(want, place, axis=axis), got):
                return f" It is the {word} place along axis {axis} alone."
        for word, function in (("mean", np.mean), ("sum", np.sum), ("largest number", np.max),
                               ("place of the largest number", np.argmax)):  # fmt: skip
            if close(np.asarray(function(want, axis=axis), dtype=float), got):
                return f" It is the {word} along axis {axis}."
    return f" Axis {axes[0]} is missing." if len(axes) == 1 else ""
