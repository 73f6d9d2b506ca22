"""Probes for functions and classes: calls, draws, steps, items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.kinds import kind_of
from autograder.checks.plain import NotPlainError, to_plain
from autograder.checks.probes.base import Probe, earlier
from autograder.checks.recorder import calls_of


@dataclass(frozen=True)
class Call(Probe):
    """Calls once. Observes `result` and `arguments`, the plain arguments as they are afterwards.

    Where an argument is `Recorded`, `calls` has its name: `count`, `arguments` and `results`.
    """

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls the function with positional arguments."""
        described = recipes.describe(self.arguments)
        built = recipes.build(described)
        result = to_plain(function(*built.values()))
        return {"result": result, "arguments": _after(described, built), **calls_of(built)}


def _after(described: dict[str, Any], built: dict[str, Any]) -> dict[str, Any]:
    """Returns the plain arguments that a call can change, as they are now."""
    return {
        name: to_plain(built[name], f"the argument {name} after the call")
        for name, value in described.items()
        if recipes.is_plain(value) and isinstance(value, (dict, list, tuple, np.ndarray))
    }


@dataclass(frozen=True)
class CallTwice(Probe):
    """Calls twice with equal arguments, generators included. Observes `first` and `second`.

    Args:
        arguments: As for every probe.
        change: What is different the second time.
        other_seed: Whether the generators are seeded differently the second time.
    """

    change: dict = field(default_factory=dict)
    other_seed: bool = False

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls the function twice, each time with arguments of its own."""
        described = recipes.describe(self.arguments)
        first = to_plain(function(*recipes.build(described).values()))
        # A result that hangs on the clock or on the global generator differs the second time.
        state = np.random.get_state()  # noqa: NPY002
        np.random.random(7)  # noqa: NPY002 - moving the global stream is the point
        again = recipes.describe({**self.arguments, **self.change})
        again = recipes.reseed(again, 1) if self.other_seed else again
        second = to_plain(function(*recipes.build(again).values()))
        np.random.set_state(state)  # noqa: NPY002
        return {"first": first, "second": second}

    def usage(self, name: str) -> str:
        """Tells of both calls."""
        first = f"`{name}(**case)`, twice, each time with a fresh `case`"
        return f"{first} (the second time with other values)" if self.change else first


@dataclass(frozen=True)
class Draws(Probe):
    """Calls many times with one generator. Observes `draws`, one outcome a call.

    Args:
        arguments: As for every probe; the generator among them is shared by all calls.
        count: Number of calls, at most 1,000.
        keep: Number of leading items of each result that make the outcome; None keeps all.
        item: The one of several results that makes the outcome; None takes the whole result.
    """

    count: int = 500
    keep: int | None = None
    item: int | None = None

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls the function `count` times."""
        described = recipes.describe(self.arguments)
        shared = recipes.build({k: v for k, v in described.items() if not recipes.is_plain(v)})
        draws = []
        for _ in range(min(self.count, 1000)):
            built = {
                k: shared[k] if k in shared else recipes.build(v) for k, v in described.items()
            }
            outcome = to_plain(function(*built.values()))
            if self.item is not None and isinstance(outcome, (list, tuple)):
                outcome = outcome[self.item] if self.item < len(outcome) else outcome
            if isinstance(outcome, np.ndarray):
                outcome = outcome.tolist()
            if self.keep is not None and isinstance(outcome, (list, tuple)):
                outcome = list(outcome[: self.keep])
            draws.append(outcome)
        return {"draws": draws}

    def usage(self, name: str) -> str:
        """Tells of the many calls."""
        return f"`{name}(**case)`, {self.count} times"


@dataclass(frozen=True)
class Steps(Probe):
    """Builds an object of the learner's class and calls its methods in order.

    What the constructor gets may be made by recipes: `Made` objects with methods of their own,
    `Own` ones of the learner's class. A step may take what an earlier one gave (`Earlier`), set an
    attribute (`["__setattr__", {"name": "weights", "value": ...}]`) or read one on the way
    (`["__getattribute__", {"name": "weights"}]`).

    Args:
        arguments: Of the constructor.
        steps: Pairs of method name and its arguments, a dict in positional order.
        attributes: Names read at the end.

    Observes `results`, one a step, and `attributes`; `calls` of `Recorded` arguments.
    """

    steps: Sequence = ()
    attributes: Sequence = ()

    def run(self, function: Callable) -> dict[str, Any]:
        """Constructs, then takes the steps."""
        given = recipes.build(recipes.describe(self.arguments), function)
        instance = function(*given.values())
        raw: list = []
        results = []
        for method, arguments in self.steps:
            call = _method(instance, method)
            built = recipes.build(
                recipes.describe(arguments), function, lambda path: earlier(path, raw)
            )
            raw.append(call(*built.values()))
            results.append(to_plain(raw[-1], f"the result of {method}"))
        return {
            "results": results,
            "attributes": {name: to_plain(getattr(instance, name)) for name in self.attributes},
            **calls_of(given),
        }

    def usage(self, name: str) -> str:
        """Names the first steps."""
        calls = [
            f"made.{method}(...)" if arguments else f"made.{method}()"
            for method, arguments in self.steps[:3]
        ]
        calls = [call.replace("made.__call__", "made") for call in calls if "__" not in call[5:7]]
        return ", ".join(f"`{line}`" for line in [f"made = {name}(**case)", *calls])


def _method(instance: Any, name: str) -> Callable:
    """Returns what a step calls; says in a sentence what cannot be called."""
    found = instance if name == "__call__" else getattr(instance, name, None)
    if not callable(found):
        lack = "which cannot be called" if name == "__call__" else f"which has no method {name}"
        raise NotPlainError(f"The object is {kind_of(instance)}, {lack}.")
    return found


@dataclass(frozen=True)
class Take(Probe):
    """Takes the first items of the learner's generator or other iterable.

    Observes `items`, and `arguments` as they are afterwards.

    A generator may be endless, if it makes its items one by one. One that prepares for ever is
    stopped by the time limit.

    Args:
        arguments: As for every probe.
        count: Number of items, at most 1,000.
        held: Whether all items are kept and looked at together at the end, which shows an array
            that the generator has gone on to change. Else each is copied when it comes.
    """

    count: int = 10
    held: bool = field(default=False, kw_only=True)

    def run(self, function: Callable) -> dict[str, Any]:
        """Calls, then takes at most `count` items; `lazy` tells whether items come one by one."""
        described = recipes.describe(self.arguments)
        built = recipes.build(described)
        result = function(*built.values())
        try:
            found = iter(result)
        except TypeError:
            raise NotPlainError(
                f"The result is {kind_of(result)}, expected a generator: is there a `yield`?"
            ) from None
        lazy = not isinstance(result, (list, tuple, np.ndarray, str, dict))
        count = min(self.count, 1000)
        found = islice(found, count)
        items = [
            to_plain(item, f"item {i}") for i, item in enumerate([*found] if self.held else found)
        ]
        seen = {"items": items, "lazy": lazy, "arguments": _after(described, built)}
        return {**seen, **calls_of(built)}

    def usage(self, name: str) -> str:
        """Tells how the items are taken."""
        return f"`for item in {name}(**case): ...`, {self.count} items"
