"""The probe for networks that a learner sets by hand: what they answer to very many inputs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.kinds import kind_of
from autograder.checks.plain import NotPlainError, to_plain
from autograder.checks.probes.base import Probe

MAX_INPUTS = 1_000_000
NO_ANSWER = 255  # where an output is NaN


@dataclass(frozen=True)
class ManyInputs(Probe):
    """Feeds a network with many inputs, in batches, and keeps one byte of each answer.

    Args:
        arguments: Of the learner's function, which returns the network: a function or Keras model
            from a batch to outputs, or the weights of one.
        inputs: A recipe of the array `(m, ...)` of all inputs, made where it is needed.
        network: None, or a recipe of a function of the learner's result and a batch that returns
            outputs, for weights.
        batch_size: Inputs at a time.
        seconds: After this long no further batch begins; what is left over is not answered.

    Observes `answers`, an array of bytes `(m,)`, shorter where time was up: of outputs `(batch, k)`
    the place of the largest; of single ones 1 above 0.5, else 0; 255 where there is no number. And
    `given_inputs`, how many there were.
    """

    inputs: Any = None
    network: Any = None
    batch_size: int = 1000
    seconds: float = 5.0

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls, then feeds batch after batch."""
        result = function(*recipes.build(recipes.describe(self.arguments), function).values())
        inputs = recipes.build(recipes.describe(self.inputs))[:MAX_INPUTS]
        network = self._network(result)
        end = time.perf_counter() + self.seconds
        answers: list[np.ndarray] = []
        for start in range(0, len(inputs), self.batch_size):
            if answers and time.perf_counter() > end:
                break
            batch = inputs[start : start + self.batch_size]
            answers.append(_decided(to_plain(network(batch), "what the network gives"), len(batch)))
        return {"answers": np.concatenate(answers), "given_inputs": len(inputs)}

    def usage(self, name: str) -> str:
        """Tells that the network is fed afterwards."""
        return f"`network = {name}(**case)`, then feed it"

    def _network(self, result: Any) -> Callable:
        if self.network is not None:
            apply = recipes.build(recipes.describe(self.network))
            return lambda batch: _applied(apply, result, batch)
        if not callable(result):
            raise NotPlainError(f"The result is {kind_of(result)}, expected a function of a batch.")
        return result


def _applied(apply: Callable, weights: Any, batch: np.ndarray) -> Any:
    """Returns what a network with a learner's weights gives; says so where they make none."""
    try:
        return apply(weights, batch)
    except Exception as error:  # noqa: BLE001 - weights may be anything
        reason = f"{type(error).__name__}: {error}"[:300]
        raise NotPlainError(
            f"The result is {kind_of(weights)}, of which no network can be made ({reason})."
        ) from None


def _decided(outputs: Any, count: int) -> np.ndarray:
    """Returns an answer for each of `count` inputs, as bytes."""
    try:
        numbers = np.asarray(outputs, dtype=float)
    except (TypeError, ValueError):
        raise NotPlainError(
            f"The network gives {kind_of(outputs)}, expected an array of numbers."
        ) from None
    if numbers.shape[:1] != (count,) or numbers.ndim > 2 or numbers.size == 0:
        raise NotPlainError(
            f"The network gives shape {numbers.shape} for {count} inputs, expected one row of "
            "outputs, or one number, for each."
        )
    rows = numbers.reshape(count, -1)
    answers = (rows[:, 0] > 0.5) if rows.shape[1] == 1 else rows.argmax(axis=1)
    return np.where(np.isnan(rows).any(axis=1), NO_ANSWER, answers).astype(np.uint8)
