"""The expectation that a callable argument is called with what it gave before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.checks.compare import Difference, Tolerance, compare, show
from autograder.checks.expectations.base import Expectation, at

NOTHING = "nothing"  # where a call has no such argument or result
MAX_PAIRS = 100_000  # of rows that are compared: an honest search has some thousands


@dataclass(frozen=True)
class PassedOn(Expectation):
    """Each call of a `Recorded` argument but the first gets what the call before it returned.

    Args:
        path: Of the recorded calls: `calls.step`.
        argument: Position of the argument that is looked at.
        result: Position of the result that it has to be; None: the whole result.
        message: The hint.
        rows: Whether it is enough that each row of the argument is some row of that result: a
            search goes on with the best hypotheses.
        least: The fewest calls that show anything.
    """

    path: str
    argument: int
    result: int | None
    message: str
    rows: bool = False
    least: int = 2
    tolerance: dict = field(default_factory=dict)

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the calls one after another."""
        calls = at(observation, self.path)
        calls = calls if isinstance(calls, dict) else {}
        arguments, results = (calls.get(key) for key in ("arguments", "results"))
        if not isinstance(arguments, list) or not isinstance(results, list):
            arguments, results = [], []
        if len(arguments) < self.least:
            return Difference(
                "property", self.message, f"at least {self.least} calls", f"{len(arguments)}"
            )
        pairs = 0
        for i, (before, given) in enumerate(zip(results, arguments[1:], strict=False), start=2):
            wanted = before if self.result is None else _item(before, self.result)
            found = _item(given, self.argument)
            pairs += _count(wanted) * _count(found) if self.rows else 0
            if pairs > MAX_PAIRS or not self._agree(wanted, found):
                return Difference(
                    "property",
                    self.message,
                    f"call {i} gets what call {i - 1} returned: {show(wanted, 80)}",
                    f"call {i} gets {show(found, 80)}",
                )
        return None

    def _agree(self, wanted: Any, found: Any) -> bool:
        if any(isinstance(value, str) and value == NOTHING for value in (wanted, found)):
            return False
        tolerance = Tolerance(**self.tolerance)
        if not self.rows:
            return compare(wanted, found, tolerance) is None
        if not (_count(wanted) and _count(found)):
            return False
        return all(any(compare(w, f, tolerance) is None for w in wanted) for f in found)


def _count(value: Any) -> int:
    """Returns the number of rows; 0 of what has none."""
    has_rows = isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim)
    return len(value) if has_rows else 0


def _item(value: Any, place: int) -> Any:
    is_several = isinstance(value, (list, tuple)) and place < len(value)
    return value[place] if is_several else NOTHING
