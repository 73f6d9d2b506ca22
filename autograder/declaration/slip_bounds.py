"""Ends for what a slip does: it may go round for ever, or return a list that holds itself."""

from __future__ import annotations

import functools
import inspect
from typing import Any

MOST_ITEMS = 20_000  # that a result holds


class TooManySteps(BaseException):
    """A slip goes round for ever; no `except Exception` of a solution may catch it."""


def of_bounded_size(function: Any) -> Any:
    """Returns the function with an end to what it may return: a list in itself has none."""
    if not inspect.isfunction(function) or inspect.isgeneratorfunction(function):
        return function

    @functools.wraps(function)
    def bounded(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        left = MOST_ITEMS
        rest = [result]
        while rest:
            value = rest.pop()
            if isinstance(value, (list, tuple, dict)):
                rest.extend(value.values() if isinstance(value, dict) else value)
                left -= 1 + len(value)
                if left < 0:
                    raise TooManySteps
        return result

    return bounded


class RoundCounter:
    """Counts the rounds of all loops."""

    def __init__(self, most: int | None):
        self.most, self.count = most, 0

    def __call__(self) -> None:
        """Counts a round; ends what goes round too often."""
        self.count += 1
        if self.most is not None and self.count > self.most:
            raise TooManySteps
