"""What all expectations have, and how they find their way in an observation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Difference

SAMPLE = 32  # numbers of an array by which a mistake is recognised
PASSES = "passes"  # the signature of an observation that is as expected
UNSEEN = "unseen"  # the signature where there is nothing to compare


def is_met(signature: Any) -> bool:
    """Tells whether a signature is that of an observation with which nothing is wrong."""
    return isinstance(signature, str) and signature in (PASSES, UNSEEN)


def at(observation: dict[str, Any], path: str) -> Any:
    """Returns the part of an observation that a dotted path names; None where there is none."""
    value: Any = observation
    for key in path.split("."):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, (list, tuple)) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def thinned(value: Any) -> Any:
    """Replaces arrays of more than `SAMPLE` numbers by their shape and numbers spread over them."""
    if isinstance(value, np.ndarray) and value.size > SAMPLE:
        places = np.linspace(0, value.size - 1, SAMPLE).round().astype(int)
        return [list(value.shape), value.ravel()[places]]
    if isinstance(value, dict):
        return {key: thinned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [thinned(item) for item in value]
    return value


def is_thinned(value: Any) -> bool:
    """Tells whether a value is what `thinned` makes of a large array."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return False
    shape, sample = value
    if not isinstance(sample, np.ndarray) or not isinstance(shape, (list, tuple)):
        return False
    return sample.size == SAMPLE and all(type(size) is int for size in shape)


def cut(value: Any, window: list | None) -> Any:
    """Returns `value[window]`, a list of [start, stop] an axis; whole when there is none."""
    if window is None or not isinstance(value, np.ndarray) or value.ndim < len(window):
        return value
    return value[tuple(slice(*pair) for pair in window)]


@dataclass(frozen=True)
class Expectation:
    """What every expectation has: `message` is the hint for a learner who fails it."""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Returns what is wrong, or None."""
        raise NotImplementedError

    def signature(self, observation: dict[str, Any]) -> Any:
        """Returns `PASSES`, or the plain signature by which this mistake is recognised."""
        return PASSES if self.judge(observation) is None else self.failure_signature(observation)

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Returns what a failing observation looks like, as a plain value."""
        return "fails"

    def alike(self, one: Any, other: Any) -> bool:
        """Tells whether two signatures are the same mistake (or both none)."""
        if PASSES in (type(one) is str and one, type(other) is str and other):
            return isinstance(one, str) and isinstance(other, str) and one == other
        return self.same_failure(one, other)

    def same_failure(self, one: Any, other: Any) -> bool:
        """Compares the signatures of two failures."""
        return bool(one == other)

    def paths(self) -> list[str]:
        """Returns the paths of all that it looks at; none if it does not say."""
        names = (getattr(self, name, None) for name in ("path", "one", "other", "known_by"))
        return [name for name in names if name]

    def describe(self) -> dict[str, Any]:
        """Returns the expectation as plain data."""
        return {"expect": type(self).__name__, **asdict(self)}
