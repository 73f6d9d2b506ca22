"""Measures: values that the judging side derives from an observation.

A measure gets the observation and the case's arguments, trusts neither, and returns a dict of
plain values for the expectations to look at. It runs where the verdict is reached, never in the
learner's process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder import recipes


def surprise_of_names(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures a trained character network by the surprise of its own training names.

    Uses the given `loss_and_gradients`, with the state at zero for every name.

    Returns:
        `surprises`, one a name in nats, with None where the parameters cannot be used;
        `mean_surprise`; `losses` and `count`; `last_losses`, the mean over the last
        pass; `cycled`, the surprises in the order of training; `parts`, the number of results.
    """
    result = observation.get("result")
    two = isinstance(result, (tuple, list)) and len(result) == 2
    losses = _numbers(result[1]) if result is not None and two else None
    names = arguments["data"]
    surprises = _surprises(result, names, arguments["char_to_ix"], arguments["n_a"])
    cycled = None if surprises is None else _cycled(surprises, arguments["num_iterations"])
    passes = len(names)
    return {
        "usable": int(surprises is not None),
        "parts": len(result) if isinstance(result, (tuple, list)) else 1,
        "surprises": surprises,
        "mean_surprise": None if surprises is None else float(np.mean(surprises)),
        "losses": losses,
        "count": None if losses is None else len(losses),
        "last_losses": None if not losses else float(np.mean(losses[-passes:])),
        "sorted_losses": None if losses is None else sorted(losses),
        "cycled": cycled,
        "sorted_cycled": None if cycled is None else sorted(cycled),
    }


def _cycled(values: list[float], count: int) -> list[float]:
    return [values[j % len(values)] for j in range(count)]


def _numbers(value: Any) -> list[float] | None:
    if isinstance(value, (list, tuple)) and any(isinstance(item, str) for item in value):
        return None
    try:
        numbers = [float(np.asarray(item).reshape(())) for item in value]
    except (TypeError, ValueError):
        return None
    return numbers


def _surprises(result: Any, names: list[str], char_to_ix: dict, n_a: int) -> list[float] | None:
    from utils.recurrent import loss_and_gradients

    arrays = _parameters(result, char_to_ix, n_a)
    if arrays is None:
        return None
    surprises = []
    for name in names:
        ids = [char_to_ix[letter] for letter in name]
        X, Y = [None, *ids], [*ids, char_to_ix["\n"]]
        surprises.append(float(loss_and_gradients(X, Y, np.zeros((n_a, 1)), arrays)[0]))
    return surprises


def _parameters(result: Any, char_to_ix: dict, n_a: int) -> dict[str, np.ndarray] | None:
    """Returns the first of two results when it is a usable set of parameters."""
    parameters = result[0] if isinstance(result, (tuple, list)) and len(result) == 2 else None
    n_x = len(char_to_ix)
    shapes = {
        "Wax": (n_a, n_x),
        "Waa": (n_a, n_a),
        "Wya": (n_x, n_a),
        "b": (n_a, 1),
        "by": (n_x, 1),
    }
    if not isinstance(parameters, dict) or any(
        not isinstance(parameters.get(key), np.ndarray)
        or parameters[key].shape != shape
        or not np.isfinite(parameters[key]).all()
        for key, shape in shapes.items()
    ):
        return None
    return {key: parameters[key].astype(float) for key in shapes}


def first_step(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures one step of training: `first` took it, `second` began alike and took none.

    Returns:
        `step`, by how much each parameter moved downhill for a learning rate of 1, and `gradient`,
        by how much it should have: flat arrays, or None where the parameters cannot be used.
    """
    from utils.recurrent import loss_and_gradients

    n_a, char_to_ix = arguments["n_a"], arguments["char_to_ix"]
    after, before = (
        _parameters(observation.get(key), char_to_ix, n_a) for key in ("first", "second")
    )
    if before is None or after is None:
        return {"step": None, "gradient": None}
    ids = [char_to_ix[letter] for letter in arguments["data"][0]]
    X, Y = [None, *ids], [*ids, char_to_ix["\n"]]
    _, gradients, _ = loss_and_gradients(X, Y, np.zeros((n_a, 1)), before)
    moved = [((before[key] - after[key]) / arguments["learning_rate"]).ravel() for key in before]
    slopes = [gradients["d" + key].ravel() for key in before]
    return {"step": np.concatenate(moved), "gradient": np.concatenate(slopes)}


WORDS_BEFORE, WORDS_AFTER = 200, 200  # the most other words that may stand around the noun


def memory_of_gru(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures what a gated recurrent unit set by hand remembers of a noun.

    The result holds the weights of one unit with three inputs, one-hot: a singular noun, a plural
    noun, any other word. From a state of zero it reads every sentence that has one noun, 0 to 200
    other words before it and 200 after it. No sentence is left out, so none needs to be secret.

    Returns:
        For `singular`, whose state should be above 0.5, and `plural`, below -0.5: `_read_first`,
        the state right after the noun if that is the first word; `_read`, the same at the worst
        place of the noun; `_kept`, after how many other words, at most 200, every sentence's state
        was on its side still. None where the parameters cannot be used.
    """
    parameters = _unit_parameters(observation.get("result"))
    measured: dict[str, Any] = {}
    for row, (number, sign) in enumerate((("singular", 1.0), ("plural", -1.0))):
        names = [f"{number}_{what}" for what in ("read_first", "read", "kept")]
        values: list = [None, None, None]
        if parameters is not None:
            states = sign * _states_after_noun(parameters, row)
            holds = (states > 0.5).all(axis=0)
            kept = WORDS_AFTER if holds.all() else max(int(holds.argmin()) - 1, 0)
            values = [sign * float(states[0, 0]), sign * float(states[:, 0].min()), kept]
        measured |= dict(zip(names, values, strict=True))
    return measured


def _unit_parameters(result: Any) -> dict[str, np.ndarray] | None:
    """Returns `Wu Wr Wc` as `(1, 4)` and `bu br bc` as `(1, 1)`; None where one is unusable."""
    shapes = {f"{kind}{gate}": (1, 4 if kind == "W" else 1) for gate in "urc" for kind in "Wb"}
    if not isinstance(result, dict):
        return None
    arrays = {}
    for name, shape in shapes.items():
        try:
            arrays[name] = np.asarray(result.get(name), dtype=float)
        except (TypeError, ValueError):
            return None
        if arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            return None
    return arrays


def _states_after_noun(parameters: dict[str, np.ndarray], row: int) -> np.ndarray:
    """Runs one unit over all sentences with one noun.

    Args:
        parameters: Of one unit, on the stack of state and three inputs.
        row: The input that says which noun it is.

    Returns:
        Float array `(WORDS_BEFORE + 1, WORDS_AFTER + 1)`: a row for each number of words before
        the noun, the states right after the noun and after each word that follows.
    """
    other = 2
    before = [np.zeros(1)]
    with np.errstate(all="ignore"):  # Weights near the largest float become NaN, and fail.
        for _ in range(WORDS_BEFORE):
            before.append(_next_state(parameters, before[-1], other))
        after = [_next_state(parameters, np.concatenate(before), row)]
        for _ in range(WORDS_AFTER):
            after.append(_next_state(parameters, after[-1], other))
    return np.stack(after, axis=1)


def _next_state(parameters: dict[str, np.ndarray], state: np.ndarray, word: int) -> np.ndarray:
    """Returns the states `(m,)` of one unit after a word, of which `word` is the input's row."""
    from scipy.special import expit

    def affine(gate: str, seen: np.ndarray) -> np.ndarray:
        weights = parameters["W" + gate][0]
        return weights[0] * seen + (weights[1 + word] + parameters["b" + gate][0, 0])

    gamma_u, gamma_r = expit(affine("u", state)), expit(affine("r", state))
    candidate = np.tanh(affine("c", gamma_r * state))
    return gamma_u * candidate + (1 - gamma_u) * state


def axis_of_pairs(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Turns an axis whose sign is free so that it can be compared.

    Returns:
        `axis`, the result with the sign that puts the first pair's difference on its positive
        side, or the result as it came where it is no array `(d,)`; `length`, None in that case.
    """
    result, vectors = observation.get("result"), arguments["word_to_vec_map"]
    first, second = arguments["pairs"][0]
    difference = np.subtract(vectors[first], vectors[second], dtype=float)
    try:
        axis = np.asarray(result, dtype=float)
    except (TypeError, ValueError):
        return {"axis": result, "length": None}
    if axis.shape != difference.shape:
        return {"axis": result, "length": None}
    axis = axis if np.dot(axis, difference) >= 0 else -axis
    return {"axis": axis, "length": float(np.linalg.norm(axis))}


def directions_of_slopes(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures in how many directions of its input a later answer of a network can move.

    A decoder that is handed the same `d` numbers at every step, boiled down from the input once,
    can only move in `d` directions of that input: its slopes have rank `d` at most. Attention that
    chooses anew at each step hands it other numbers each time, so that they have more.

    Args:
        observation: With `slopes`, `(numbers, examples, ...)`, of an answer after the first, by
            the input; each example is looked at by itself.
        arguments: With `n_a`; `d = 2 n_a`.

    Returns:
        `reach`, the largest singular value of any example's slopes, and `beyond`, the (d + 1)-th as
        a share of the first, the largest of the examples; None where there are no usable slopes.
    """
    slopes = observation.get("slopes")
    if not isinstance(slopes, np.ndarray) or slopes.ndim < 3 or not np.isfinite(slopes).all():
        return {"reach": None, "beyond": None}
    numbers, examples = slopes.shape[:2]
    each = slopes.reshape(numbers, examples, -1).transpose(1, 0, 2).astype(float)
    values = np.linalg.svd(each, compute_uv=False)  # (examples, rank)
    d = 2 * arguments["n_a"]
    if values.shape[1] <= d or not values[:, 0].max() > 0:
        return {"reach": float(values[:, 0].max()), "beyond": 0.0}
    shares = values[:, d] / np.maximum(values[:, 0], np.finfo(float).tiny)
    return {"reach": float(values[:, 0].max()), "beyond": float(shares.max())}


def clip_made(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Looks into a clip of sound that was put together: what lies where, and what is labelled.

    Every clip among the arguments has one value throughout, no two the same, so that each can be
    found in the difference between result and background.

    Returns:
        `parts`, the number of results; `x_shape` and `y_shape`, None where it is no array;
        `activates` and `negatives`, how many of each lie in the sound whole and once; `rest`, the
        largest sample that they do not explain; `x_start` and `x_end`, first and last millisecond of
        the only clip found, else None; `y`, the labels as they came; `labels`, those that
        belong to the sound, None if they cannot be told; `ones_of_negatives`, how many labels a
        negative's end would have set to 1 that are 1 and should not be.
    """
    result = observation.get("result")
    given = recipes.build(recipes.describe(arguments))
    pair = result if isinstance(result, (tuple, list)) else [result]
    measured: dict[str, Any] = {"parts": len(pair), "x_shape": None, "y_shape": None}
    measured |= dict.fromkeys(("activates", "negatives", "rest", "x_start", "x_end", "y", "labels"))
    measured["ones_of_negatives"] = None
    x, y = pair if len(pair) == 2 else (None, None)
    background, Ty = given["background"], given["Ty"]
    if isinstance(y, np.ndarray) and y.dtype.kind in "biuf":
        measured |= {"y_shape": list(y.shape), "y": y}
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "biuf":
        return measured
    measured["x_shape"] = list(x.shape)
    if x.shape != background.shape:
        return measured
    rest = x.astype(float) - background
    ends: dict[str, list] = {}
    places = []
    for kind in ("activates", "negatives"):
        found = [_take_out(rest, clip) for clip in given[kind]]
        places += [place for place in found if place]
        ends[kind] = [place[1] for place in found if place]
        measured[kind] = len(ends[kind])
    measured["rest"] = float(np.abs(rest).max(initial=0.0))
    if len(places) == 1:
        measured["x_start"], measured["x_end"] = places[0]
    labels = _labels_after(ends["activates"], Ty)
    measured["labels"] = labels
    if measured["y_shape"] == [1, Ty]:
        wrong = (_labels_after(ends["negatives"], Ty) > labels) & (y != 0)
        measured["ones_of_negatives"] = int(wrong.sum())
    return measured


SAMPLES_PER_MS, CLIP_MS, LABEL_STEPS = 16, 10_000, 10  # As in the notebook.


def _take_out(sound: np.ndarray, clip: np.ndarray) -> tuple[int, int] | None:
    """Finds a clip of one value, takes it out in place, returns its first and last millisecond."""
    if not len(clip):
        return None
    here = np.abs(sound - clip[0]) < 1e-5
    edges = np.flatnonzero(np.diff(np.concatenate([[0], here.astype(int), [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - start == len(clip) and start % SAMPLES_PER_MS == 0:
            sound[start:stop] = 0.0
            return int(start) // SAMPLES_PER_MS, int(stop) // SAMPLES_PER_MS - 1
    return None


def _labels_after(ends: list[int], Ty: int) -> np.ndarray:
    """Returns labels `(1, Ty)`: ones from the step after each end."""
    labels = np.zeros((1, Ty))
    for end in ends:
        first = int(end * Ty / CLIP_MS) + 1
        labels[0, first : first + LABEL_STEPS] = 1
    return labels


MEASURES: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "surprise_of_names": surprise_of_names,
    "first_step": first_step,
    "memory_of_gru": memory_of_gru,
    "axis_of_pairs": axis_of_pairs,
    "directions_of_slopes": directions_of_slopes,
    "clip_made": clip_made,
}
