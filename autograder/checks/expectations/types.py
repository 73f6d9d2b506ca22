"""The expectation that a result is of the type that the docstring promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Difference, show
from autograder.checks.expectations.base import Expectation, at


def _is_number(value: Any) -> bool:
    is_single = isinstance(value, np.ndarray) and value.ndim == 0
    return is_single or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


# A tensor comes over as an array, NumPy's scalars as numbers: both do as well. So does a tuple for a
# list, with which it shares all that a reader does.
TYPES: dict[str, Callable[[Any], bool]] = {
    "a number": _is_number,
    "an array": _is_array,
    "an array of whole numbers": lambda value: _is_array(value) and value.dtype.kind in "iu",
    "a list": lambda value: isinstance(value, (list, tuple)),
    "a list of numbers": lambda value: (
        isinstance(value, (list, tuple)) and all(map(_is_number, value))
    ),
}

# What to do who returned another one.
REMEDIES = {
    "a number": "take it out of its array or list, by float(...) or an index",
    "an array": "make one of it, by numpy.array(...)",
    "an array of whole numbers": "give the array a whole number type, dtype=int",
    "a list": "collect the items in a list, or use .tolist()",
    "a list of numbers": "collect single numbers in a list, or use .tolist()",
}


@dataclass(frozen=True)
class IsA(Expectation):
    """The value at `path` is of a type; where there is no value, others say so.

    Args:
        path: Of the value.
        type: One of `TYPES`.
        message: The hint.
    """

    path: str
    type: str
    message: str

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at the type alone."""
        value = at(observation, self.path)
        if value is None or TYPES[self.type](value):
            return None
        return Difference("type", self.message, self.type, show(value))

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps what it is instead."""
        value = at(observation, self.path)
        return f"{type(value).__name__} {getattr(value, 'dtype', '')}".strip()
