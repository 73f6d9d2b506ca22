"""Trains word vectors by whatever loss it is given: Adam, and a clock.

`train` knows nothing of words. It calls a loss with the next batch and the parameters, gets the gradients
back, and moves the parameters, until the time is up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

DECAYS = (0.9, 0.999)  # Of Adam's means of gradients and of their squares.
TINY = 1e-8
LAST_RATE = 0.1  # What is left of the learning rate at the end, as a share.


class Moment(NamedTuple):
    """How far a training had come.

    Attributes:
        seconds: Float, processor time spent on steps.
        steps: Int, steps taken.
        loss: Float, mean loss of the last steps; NaN before the first.
        parameters: List of arrays, copies.
    """

    seconds: float
    steps: int
    loss: float
    parameters: list[np.ndarray]


def start_vectors(
    sizes: Sequence[int], dimension: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Draws small random vectors, the state in which nothing is known.

    Args:
        sizes: How many rows each table has.
        dimension: Int, numbers of a row.
        rng: Generator.

    Returns:
        List of float32 arrays `(size, dimension)`.
    """
    reach = 0.5 / np.sqrt(dimension)
    return [rng.uniform(-reach, reach, (size, dimension)).astype(np.float32) for size in sizes]


def train(
    loss: Callable[..., Sequence[Any]],
    parameters: Sequence[np.ndarray],
    batches: Iterable[Sequence[Any]],
    seconds: float,
    keep_at: Sequence[float] = (),
    rate: float = 0.01,
    steps: int | None = None,
) -> list[Moment]:
    """Trains with Adam until a budget of processor time is spent.

    1. `loss(*batch, *parameters)` gives the loss and one gradient a parameter, of its shape.
    2. Adam moves each parameter; the rate falls to a tenth, in a straight line over the budget.
    3. Processor time is counted for steps alone, over all cores: what is looked at costs nothing.

    Args:
        loss: Function as above.
        parameters: Arrays to begin with. Not changed.
        batches: Endless, as `utils.word_corpus.batches` yields them.
        seconds: Budget, above 0.
        keep_at: Seconds, in rising order, at which the parameters are copied.
        rate: Learning rate at the first step.
        steps: Int, the budget in steps where results must not hang on a clock; None: seconds count.

    Returns:
        List of `Moment`: the beginning, each of `keep_at` that was reached, the end.

    Raises:
        ValueError: If the loss gives another number of gradients, or one of another shape.
    """
    tables = [np.array(table, dtype=np.float32) for table in parameters]
    means = [np.zeros_like(table) for table in tables]
    squares = [np.zeros_like(table) for table in tables]
    moments = [Moment(0.0, 0, float("nan"), [table.copy() for table in tables])]
    waiting, spent, number = list(keep_at), 0.0, 0
    recent: list[float] = []
    for batch in batches:
        before = time.process_time()
        value, *gradients = loss(*batch, *tables)
        _require_gradients(gradients, tables)
        number += 1
        done = min(1.0, number / steps if steps else spent / seconds)
        step_rate = rate * (1 - (1 - LAST_RATE) * done)
        for table, gradient, mean, square in zip(tables, gradients, means, squares, strict=True):
            _adam(table, np.asarray(gradient, dtype=np.float32), mean, square, number, step_rate)
        spent += time.process_time() - before
        recent = [*recent[-49:], float(value)]
        is_over = number >= steps if steps else spent >= seconds
        while waiting and spent >= waiting[0] and not is_over:
            waiting.pop(0)
            moments.append(_moment(spent, number, recent, tables))
        if is_over:
            break
    return [*moments, _moment(spent, number, recent, tables)]


def _moment(
    spent: float, number: int, recent: Sequence[float], tables: Sequence[np.ndarray]
) -> Moment:
    return Moment(spent, number, float(np.mean(recent)), [table.copy() for table in tables])


def _require_gradients(gradients: Sequence[Any], tables: Sequence[np.ndarray]) -> None:
    """Raises a ValueError unless there is one gradient a table, of its shape."""
    shapes, expected = [np.shape(g) for g in gradients], [np.shape(t) for t in tables]
    if shapes != expected:
        raise ValueError(
            f"The loss gave gradients of the shapes {shapes}, expected {expected}: one for each "
            "table of parameters, in their order, behind the loss."
        )


def _adam(
    table: np.ndarray,
    gradient: np.ndarray,
    mean: np.ndarray,
    square: np.ndarray,
    number: int,
    rate: float,
) -> None:
    """Moves a table in place by one step.

    Source:
        Kingma and Ba, 2015, algorithm 1, https://arxiv.org/abs/1412.6980.
    """
    first, second = DECAYS
    mean += (1 - first) * (gradient - mean)
    square += (1 - second) * (gradient * gradient - square)
    correction = np.sqrt(1 - second**number) / (1 - first**number)
    table -= (rate * correction * mean / (np.sqrt(square) + TINY)).astype(table.dtype)


def sum_by_row(values: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """Adds up the vectors that belong to the same row of a table.

    What `numpy.add.at` does to a table of zeros, some twenty times faster.

    Args:
        values: Float array `(..., d)`, vectors.
        rows: Int array `(...)`, the row of each, 0 to `size - 1`; a row may come many times.
        size: Int, rows of the table.

    Returns:
        Float array `(size, d)`; zeros in rows that do not come.

    Raises:
        ValueError: If shapes disagree, or a row lies outside.

    Example:
        >>> sum_by_row(np.array([[1.0, 2.0], [10.0, 20.0], [3.0, 4.0]]), np.array([2, 0, 2]), 3)
        array([[10., 20.],
               [ 0.,  0.],
               [ 4.,  6.]])
    """
    from scipy.sparse import csr_matrix

    values, rows = np.asarray(values), np.asarray(rows)
    if values.shape[:-1] != rows.shape:
        raise ValueError(
            f"Each vector needs a row: values {values.shape} need rows of the shape "
            f"{values.shape[:-1]}, not {rows.shape}."
        )
    if rows.size and not (0 <= rows.min() and rows.max() < size):
        raise ValueError(f"Rows lie in 0 to {size - 1}, but one is {rows.min()} or {rows.max()}.")
    flat = values.reshape(-1, values.shape[-1])
    one = csr_matrix(
        (np.ones(rows.size, flat.dtype), rows.ravel(), np.arange(rows.size + 1)),
        shape=(rows.size, size),
    )
    return one.T @ flat
