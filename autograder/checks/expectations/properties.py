"""Expectations that state a property, for results that have no single right value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.compare import Difference, Tolerance, compare, show
from autograder.checks.expectations.base import Expectation, at, cut


@dataclass(frozen=True)
class Same(Expectation):
    """Two observed values agree, within a window of each axis.

    With `by_value`, a misconception is recognised by the first value, within 1 %, and not only by
    the fact that the two differ.
    """

    one: str
    other: str
    message: str
    window: list | None = None
    other_window: list | None = None
    by_value: bool = False
    tolerance: dict = field(default_factory=lambda: {"relative": 1e-3, "absolute": 1e-5})

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the two."""
        a = cut(at(observation, self.one), self.window)
        b = cut(at(observation, self.other), self.other_window or self.window)
        if a is None or b is None:
            return Difference("property", self.message, "two values", "None")
        difference = compare(a, b, Tolerance(**self.tolerance))
        if difference is None:
            return None
        return Difference("property", self.message, difference.expected, difference.received)

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps the first value, or only the fact."""
        if not self.by_value:
            return super().failure_signature(observation)
        return cut(at(observation, self.one), self.window)

    def same_failure(self, one: Any, other: Any) -> bool:
        """Compares two signatures."""
        if not self.by_value:
            return bool(one == other)
        if one is None or other is None:
            return one is None and other is None
        return compare(one, other, Tolerance(relative=0.01)) is None


@dataclass(frozen=True)
class Different(Expectation):
    """Two observed values differ by more than `least`, somewhere in the window."""

    one: str
    other: str
    message: str
    window: list | None = None
    least: float = 1e-6

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the two."""
        a, b = (cut(at(observation, path), self.window) for path in (self.one, self.other))
        if a is None or b is None:
            return Difference("property", self.message, "two values", "None")
        try:
            differ = np.shape(a) != np.shape(b)
            differ = differ or np.abs(np.subtract(a, b)).max(initial=0) > self.least
        except (TypeError, ValueError):  # No arrays of numbers: what form is wanted, others ask.
            return None
        if differ:
            return None
        return Difference("property", self.message, "two different values", "two equal values")


@dataclass(frozen=True)
class DifferentRows(Expectation):
    """Two rows of the array at `path` differ by more than `least` somewhere."""

    path: str
    one: int
    other: int
    message: str
    least: float = 1e-6

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the two rows."""
        value = at(observation, self.path)
        rows = len(value) if isinstance(value, np.ndarray) and value.ndim else 0
        if rows <= max(self.one, self.other):
            return Difference("property", self.message, "an array with these rows", show(value))
        one, other = value[self.one].astype(float), value[self.other].astype(float)
        if np.abs(one - other).max(initial=0) > self.least:
            return None
        return Difference("property", self.message, "two different rows", "two equal values")


@dataclass(frozen=True)
class Shape(Expectation):
    """The value at `path` is an array of this shape; None stands for any size."""

    path: str
    shape: list
    message: str = ""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at the shape."""
        value = at(observation, self.path)
        shape = _shape_of(value)
        if shape is not None and len(shape) == len(self.shape):
            if all(want in (None, got) for want, got in zip(self.shape, shape, strict=True)):
                return None
        text = self.message or "The shape is not as expected."
        return Difference(
            "shape", text, str(tuple(self.shape)), str(shape) if shape is not None else show(value)
        )

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps the number of axes; -1 for what is no array."""
        shape = _shape_of(at(observation, self.path))
        return -1 if shape is None else len(shape)


def _shape_of(value: Any) -> tuple | None:
    """Returns the shape of a number, list or array; None of anything else."""
    try:
        return np.shape(value) if isinstance(value, (np.ndarray, list, float, int)) else None
    except ValueError:  # of several arrays of different shapes
        return None


@dataclass(frozen=True)
class Between(Expectation):
    """Every number at `path` lies in [low, high]; None leaves a side open; NaN never passes."""

    path: str
    low: float | None
    high: float | None
    message: str

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares every number with the bounds."""
        value = at(observation, self.path)
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        expected = f"between {low:.4g} and {high:.4g}" if low < high else f"{low:.6g}"
        if value is None or isinstance(value, (str, dict)):
            return Difference("property", self.message, expected, show(value))
        try:
            numbers = np.asarray(value, dtype=float)
        except (TypeError, ValueError):  # of texts, or of several shapes
            return Difference("property", self.message, expected, show(value))
        inside = (numbers >= low) & (numbers <= high)
        if numbers.size and inside.all():
            return None
        received = f"{numbers[~inside].ravel()[0]:.4g}" if numbers.size else "nothing"
        return Difference("property", self.message, expected, received)

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps on which side of the bounds the value lies."""
        value = at(observation, self.path)
        if not isinstance(value, (int, float)):
            return "none" if value is None else "outside"
        return "low" if self.low is not None and value < self.low else "high"


@dataclass(frozen=True)
class TakesBothSigns(Expectation):
    """The values at `path` are negative in some places and positive in others."""

    path: str
    message: str

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at smallest and largest."""
        value = at(observation, self.path)
        if not isinstance(value, np.ndarray) or value.size == 0:
            return Difference("property", self.message, "an array", show(value))
        if value.min() < 0 < value.max():
            return None
        received = f"values from {value.min():.4g} to {value.max():.4g}"
        return Difference("property", self.message, "values below and above 0", received)


@dataclass(frozen=True)
class SumsToOne(Expectation):
    """The values at `path` are probabilities along an axis; or must not be, with `negate`."""

    path: str
    message: str
    axis: int = -1
    negate: bool = False

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Adds them up."""
        value = at(observation, self.path)
        axes = value.ndim if isinstance(value, np.ndarray) and value.size else 0
        if not -axes <= self.axis < axes:
            return Difference("property", self.message, "an array", show(value))
        sums = value.astype(float).sum(axis=self.axis)
        are = bool((value >= 0).all() and np.abs(sums - 1).max(initial=0) < 1e-3)
        if are != self.negate:
            return None
        received = (
            f"values from {value.min():.4g} to {value.max():.4g} that sum to {sums.ravel()[0]:.4g}"
        )
        return Difference(
            "property",
            self.message,
            "not probabilities" if self.negate else "probabilities",
            received,
        )
