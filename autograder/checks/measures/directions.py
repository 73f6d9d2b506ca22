"""Measures of directions: of an axis between pairs, and of a network's gradients."""

from __future__ import annotations

from typing import Any

import numpy as np


def axis_of_pairs(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Turns an axis whose sign is free so that it can be compared.

    Returns:
        `axis`, the result with the sign that puts the first pair's difference on its positive
        side, or the result as it came where it is no array `(d,)`; `length`, None in that case;
        `sizes`, the result without its signs, whatever its shape, or None where it is no array of
        numbers: of axes that lie across the pairs' differences, it is all that can be compared.
    """
    result, vectors = observation.get("result"), arguments["word_to_vec_map"]
    first, second = arguments["pairs"][0]
    difference = np.subtract(vectors[first], vectors[second], dtype=float)
    try:
        axis = np.asarray(result, dtype=float)
    except (TypeError, ValueError):
        return {"axis": result, "length": None, "sizes": None}
    sizes = None if result is None or isinstance(result, str) else np.abs(axis)
    if axis.shape != difference.shape:
        return {"axis": result, "length": None, "sizes": sizes}
    axis = axis if np.dot(axis, difference) >= 0 else -axis
    return {"axis": axis, "length": float(np.linalg.norm(axis)), "sizes": sizes}


def directions_of_gradients(
    observation: dict[str, Any], arguments: dict[str, Any]
) -> dict[str, Any]:
    """Measures in how many directions of its input a later answer of a network can move.

    A decoder that is handed the same `d` numbers at every step, boiled down from the input once,
    can only move in `d` directions of that input: its gradients have rank `d` at most. Attention that
    chooses anew at each step hands it other numbers each time, so that they have more.

    Args:
        observation: With `gradients`, `(numbers, examples, ...)`, of an answer after the first, by
            the input; each example is looked at by itself.
        arguments: With `n_a`; `d = 2 n_a`.

    Returns:
        `reach`, the largest singular value of any example's gradients, and `beyond`, the (d + 1)-th as
        a share of the first, the largest of the examples; None where there are no usable gradients.
    """
    gradients = observation.get("gradients")
    if not isinstance(gradients, np.ndarray) or gradients.ndim < 3 or not gradients.size:
        return {"reach": None, "beyond": None}
    if not np.isfinite(gradients).all():
        return {"reach": None, "beyond": None}
    numbers, examples = gradients.shape[:2]
    each = gradients.reshape(numbers, examples, -1).transpose(1, 0, 2).astype(float)
    values = np.linalg.svd(each, compute_uv=False)  # (examples, rank)
    d = 2 * arguments["n_a"]
    if values.shape[1] <= d or not values[:, 0].max() > 0:
        return {"reach": float(values[:, 0].max()), "beyond": 0.0}
    shares = values[:, d] / np.maximum(values[:, 0], np.finfo(float).tiny)
    return {"reach": float(values[:, 0].max()), "beyond": float(shares.max())}
