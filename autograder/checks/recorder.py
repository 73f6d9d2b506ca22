"""A function that remembers its calls, for exercises whose argument is a callable."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.plain import NotPlainError, to_plain

MAX_CALLS = 1000  # that are kept; further ones are counted
MAX_BYTES = 4_000_000  # of all that is kept


class Recorder:
    """Calls a function and keeps copies of what it got and gave.

    The copies are made at once, so that an array that is changed later tells no lies.

    Args:
        function: What answers the calls.
    """

    def __init__(self, function: Callable):
        self.__name__ = getattr(function, "__name__", "function")
        self._function = function
        self._signature = inspect.signature(function)
        self._count, self._bytes = 0, 0
        self._arguments: list[list] = []
        self._results: list = []

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Calls the function, by position or by name, as a learner likes."""
        self._count += 1
        is_kept = self._count <= MAX_CALLS and self._bytes <= MAX_BYTES
        given = [_copy(value) for value in self._in_order(arguments, named)] if is_kept else []
        result = self._function(*arguments, **named)
        if is_kept:
            self._arguments.append(given)
            self._results.append(_copy(result))
            self._bytes += _size([given, self._results[-1]])
        return result

    def _in_order(self, arguments: tuple, named: dict) -> list:
        try:
            return list(self._signature.bind(*arguments, **named).arguments.values())
        except TypeError:  # The call itself will say better what is wrong with it.
            return []

    def seen(self) -> dict[str, Any]:
        """Returns `count`, of all calls; `arguments` (lists) and `results` of the first ones."""
        return {"count": self._count, "arguments": self._arguments, "results": self._results}


def calls_of(built: dict[str, Any]) -> dict[str, Any]:
    """Returns `calls`, name of an argument to what was recorded; no key where nothing was.

    Args:
        built: The arguments of a call, by name.
    """
    seen = {name: item.seen() for name, item in built.items() if isinstance(item, Recorder)}
    return {"calls": seen} if seen else {}


def _copy(value: Any) -> Any:
    """Returns a plain copy; of what is not plain, its type in words."""
    try:
        return to_plain(value, "an argument of a call")
    except NotPlainError:
        return f"a value of type {type(value).__name__}"


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes + 100
    if isinstance(value, dict):
        return sum(_size(key) + _size(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return 8 + sum(map(_size, value))
    return len(value) if isinstance(value, str) else 8
