"""The expectation that True and False items are told apart well enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Difference, show
from autograder.checks.expectations.base import Expectation, at


@dataclass(frozen=True)
class Classifies(Expectation):
    """The answers at `path`, True or False (or 1 or 0), find both classes often enough.

    Judged by the mean of the two recalls, so that calling everything by the larger class is no
    better than chance.

    Args:
        labels: The right answers, bools of both kinds.
        least: The smallest mean of the two recalls that passes.
    """

    path: str
    labels: list
    least: float

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Counts what was found in each class."""
        value = at(observation, self.path)
        expected = f"{len(self.labels)} answers, each True or False"
        answers = self._answers(value)
        if value is None:
            text = "Nothing came back: no `return` was reached, or what stands behind it is None."
            return Difference("nothing", text, expected, "None")
        if answers is None:
            text = "The result is not one answer, True or False, for each word."
            return Difference("structure", text, expected, show(value))
        found, left = self._recalls(answers)
        if (found + left) / 2 >= self.least:
            return None
        text = "Too many words are taken for what they are not."
        wanted = f"a mean of both shares of at least {self.least:.0%}"
        received = f"{found:.0%} of the True ones found, {left:.0%} of the False ones left alone"
        return Difference("property", text, wanted, received)

    def _answers(self, value: Any) -> list[bool] | None:
        if not _is_listed(value) or len(value) != len(self.labels):
            return None
        if any(isinstance(item, (list, tuple, dict)) for item in value):
            return None
        items = [item.item() if np.size(item) == 1 else item for item in map(np.asarray, value)]
        if not all(isinstance(item, (bool, int, float)) and item in (0, 1) for item in items):
            return None
        return [bool(item) for item in items]

    def _recalls(self, answers: list[bool]) -> tuple[float, float]:
        """Returns the share of right answers among the True and among the False labels."""
        shares = [
            np.mean(
                [a == kind for a, label in zip(answers, self.labels, strict=True) if label is kind]
            )
            for kind in (True, False)
        ]
        return float(shares[0]), float(shares[1])

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps the two shares, or the form of the answer."""
        value = at(observation, self.path)
        answers = self._answers(value)
        if answers is not None:
            return list(self._recalls(answers))
        if not _is_listed(value) or not len(value):
            return "no list"
        kind = "text" if isinstance(value[0], str) else "numbers"
        return [kind, "as many" if len(value) == len(self.labels) else "more or fewer"]

    def same_failure(self, one: Any, other: Any) -> bool:
        """Compares forms, and shares within five in a hundred."""
        if isinstance(one, str) or isinstance(other, str) or isinstance(one[0], str):
            return bool(one == other)
        return not isinstance(other[0], str) and bool(np.allclose(one, other, atol=0.05))


def _is_listed(value: Any) -> bool:
    """Tells whether a value has items in order; an array of no axis has none."""
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)
