"""The expectation that batches go round all examples, each once a round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Difference, show
from autograder.checks.expectations.base import Expectation, at

FORM = "form"  # the signature of what are no batches


@dataclass(frozen=True)
class Rounds(Expectation):
    """The batches at `path` show every example once a round, for round after round.

    A batch is an array, or a tuple of arrays of as many rows: inputs, targets, a mask. Rounds need
    not begin with a batch.

    Args:
        examples: Lists of what belongs together, one entry an array of the batch: numbers, or lists
            of numbers without padding.
        message: The hint.
        padding: The number that fills the rows of each array; None: none does.
        path: Of the list of batches.
        new_order: Whether some round has to have another order than the first. Take so many examples
            that this cannot happen by chance.
    """

    examples: list
    message: str
    padding: list | None = None
    path: str = "items"
    new_order: bool = True

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Counts round by round."""
        return self._look(observation)[1]

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps what is wrong: the form, an example that is none, one twice, the order."""
        return self._look(observation)[0]

    def _look(self, observation: dict[str, Any]) -> tuple[str, Difference | None]:
        known = [self._key(example) for example in self.examples]
        rows = self._rows(at(observation, self.path))
        if rows is None or len(rows) < len(known):
            few = f"{0 if rows is None else len(rows)} examples in them"
            expected = f"batches with at least {len(known)} examples in all"
            return FORM, Difference("structure", self.message, expected, few)
        rounds = [rows[i : i + len(known)] for i in range(0, len(rows), len(known))]
        left = Counter(known)
        for number, shown in enumerate(rounds, start=1):
            for row in shown:
                if row not in left:
                    text = f"{_words(row)}, which is none of the examples"
                    return "unknown", self._difference(number, text)
            twice = Counter(shown) - left
            if twice:
                text = f"{_words(next(iter(twice)))} once too often"
                return "twice", self._difference(number, text)
        full = [shown for shown in rounds if len(shown) == len(known)]
        if self.new_order and len(full) > 1 and all(shown == full[0] for shown in full):
            expected, received = "another order in each round", f"{len(full)} times the same order"
            return "order", Difference("property", self.message, expected, received)
        return "right", None

    def _difference(self, number: int, text: str) -> Difference:
        return Difference(
            "property", self.message, "each example once a round", f"in round {number} {text}"
        )

    def _rows(self, batches: Any) -> list[tuple] | None:
        """Returns all rows as keys; None where these are no batches of the expected form."""
        if not isinstance(batches, (list, tuple)):
            return None
        rows: list[tuple] = []
        width = len(self.examples[0])
        for batch in batches:
            arrays = batch if isinstance(batch, (list, tuple)) and width > 1 else [batch]
            if len(arrays) != width:
                return None
            if not all(map(_has_rows, arrays)) or len({len(array) for array in arrays}) != 1:
                return None
            rows += [self._key(row) for row in zip(*arrays, strict=True)]
        return None if any(None in row for row in rows) else rows

    def _key(self, parts: Any) -> tuple:
        """Returns tuples of numbers, padding taken off; None for what are no numbers."""
        padding = self.padding or [None] * len(parts)
        return tuple(_numbers(part, pad) for part, pad in zip(parts, padding, strict=True))


def _has_rows(array: Any) -> bool:
    return isinstance(array, (list, tuple)) or (isinstance(array, np.ndarray) and array.ndim > 0)


def _numbers(part: Any, padding: Any) -> tuple | None:
    try:
        numbers = np.asarray(part, dtype=float).ravel().tolist()
    except (TypeError, ValueError, OverflowError):
        return None
    while padding is not None and numbers and numbers[-1] == padding:
        numbers.pop()
    return tuple(numbers)


def _words(row: tuple) -> str:
    return show([[int(x) if x.is_integer() else x for x in part] for part in row], 80)
