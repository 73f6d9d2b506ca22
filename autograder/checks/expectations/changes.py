"""The expectation that a change of the input changes these places of the output, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Difference, show
from autograder.checks.expectations.base import Expectation, at


@dataclass(frozen=True)
class ChangesOnly(Expectation):
    """Two outputs, of inputs that differ in a word, differ in stated places and agree in others.

    Args:
        one: Path of an array.
        other: Path of the other.
        pattern: For the leading axes of both, `(batch, timesteps)` say, a nested list: 1 where they
            must differ, 0 where they must agree, -1 where either is right (behind a sequence's end).
            What follows, such as the numbers of a vector, is one place.
        message: The hint.
        least: The smallest difference that counts.
    """

    one: str
    other: str
    pattern: list
    message: str
    least: float = 1e-5

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at every place."""
        pattern = np.asarray(self.pattern)
        wrong, change = self._wrong(observation)
        if wrong is None or change is None:
            expected = f"two arrays that begin with the axes {pattern.shape}"
            return Difference("property", self.message, expected, show(at(observation, self.one)))
        if not wrong.any():
            return None
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        expected = "the same values" if pattern[place] == 0 else "other values"
        count = f" ({int(wrong.sum())} such places)" if wrong.sum() > 1 else ""
        return Difference(
            "property",
            self.message,
            f"at [{', '.join(map(str, place))}], after the change of the input: {expected}",
            f"a difference of {change[place]:.3g}{count}",
        )

    def _wrong(self, observation: dict[str, Any]) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Returns which places are not as they must be, and by how much each differs."""
        pattern = np.asarray(self.pattern)
        try:
            a, b = (np.asarray(at(observation, p), dtype=float) for p in (self.one, self.other))
        except (TypeError, ValueError):
            return None, None
        if a.shape != b.shape or a.shape[: pattern.ndim] != pattern.shape or a.size == 0:
            return None, None
        with np.errstate(invalid="ignore"):  # Of two equal infinities; they agree.
            change = np.where(a == b, 0.0, np.abs(a - b))
            change = change.reshape(*pattern.shape, -1).max(axis=-1)
            agree, differ = change <= self.least, change > self.least  # NaN does neither.
        return np.where(pattern == 0, ~agree, (pattern == 1) & ~differ), change

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps whether something changes that must not, and whether something does not that must."""
        wrong, _ = self._wrong(observation)
        if wrong is None:
            return "form"
        pattern = np.asarray(self.pattern)
        return [bool(wrong[pattern == kind].any()) for kind in (0, 1)]
