"""Measures of a character network that learned names."""

from __future__ import annotations

from typing import Any

import numpy as np


def surprise_of_names(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures a trained character network by the surprise of its own training names.

    Uses the given `loss_and_gradients`, with the state at zero for every name.

    Returns:
        `strangers`, how many losses are no name's surprise; `surprises`, one a name in nats, with
        None where the parameters cannot be used;
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
        "strangers": None if losses is None or not surprises else _strangers(losses, surprises),
        "sorted_losses": None if losses is None else sorted(losses),
        "cycled": cycled,
        "sorted_cycled": None if cycled is None else sorted(cycled),
    }


def _cycled(values: list[float], count: int) -> list[float]:
    return [values[j % len(values)] for j in range(count)]


def _strangers(losses: list[float], surprises: list[float]) -> int:
    gaps = np.abs(np.subtract.outer(np.asarray(losses), np.asarray(surprises)))
    return int((gaps.min(axis=1, initial=np.inf) > 1e-3 * max(surprises)).sum()) if losses else 0


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
