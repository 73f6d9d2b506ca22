"""What a case expects that states nothing itself: whatever the reference shows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Protocol

import numpy as np

from autograder.checks import recipes
from autograder.checks.compare import Tolerance
from autograder.checks.expectations import Expectation, IsA, Matches, Same, Untouched
from autograder.checks.expectations.base import at
from autograder.checks.expectations.types import REMEDIES
from autograder.checks.probes import (
    BeforeAfter,
    Call,
    CallTwice,
    Probe,
    Returned,
    ReturnedModels,
    Steps,
    Take,
)


class Compared(Protocol):
    """What of an exercise says how its results are compared."""

    @property
    def returns(self) -> tuple[str, ...]:
        """Returns the names of several results."""

    @property
    def mutates(self) -> tuple[str, ...]:
        """Returns the arguments that may change."""

    @property
    def tolerance(self) -> Tolerance:
        """Returns how close numbers must be."""

    @property
    def types(self) -> dict[str, str]:
        """Returns path of a result to the type that it must have."""

    @property
    def same_dtype(self) -> bool:
        """Tells whether arrays keep the reference's number type."""


def as_shown(exercise: Compared, probe: Probe, seen: dict[str, Any]) -> list[Expectation]:
    """Returns the expectation that a learner's result is the reference's.

    Args:
        exercise: Whose tolerance counts.
        probe: Of the case.
        seen: What it observes of the reference.

    Raises:
        TypeError: If the probe shows nothing that has one right value.
    """
    if isinstance(probe, Call):
        return _of_call(exercise, probe, seen)
    if isinstance(probe, CallTwice):
        return [Same("first", "second", "The same generator state gave two different results.")]
    tolerance = asdict(exercise.tolerance)
    compared: list[Expectation] = [
        Matches(at(seen, path), path, where, tolerance=tolerance)
        for path, where in _places(probe, seen)
    ]
    return compared + (untouched(exercise, probe) if isinstance(probe, Take) else [])


def _places(probe: Probe, seen: dict[str, Any]) -> list[tuple[str, str]]:
    """Returns the paths of all that a probe shows, each with how a message calls it."""
    if isinstance(probe, Steps):
        steps = [(f"results.{i}", f"the result of {step[0]}") for i, step in enumerate(probe.steps)]
        return [*steps, *[("attributes", "the attributes")] * bool(probe.attributes)]
    if isinstance(probe, Take):
        return [("items", "the items")]
    if isinstance(probe, Returned) and not isinstance(probe, ReturnedModels):
        return [(f"results.{label}", f"the result {label!r}") for label in seen["results"]]
    if isinstance(probe, BeforeAfter):
        looks = [(f"after.{label}", f"{label} after the call") for label in seen["after"]]
        numbers = range(len(seen["results"]))
        results = [(f"results.{i}", f"the result of call {i + 1}") for i in numbers]
        # A function that works by changing its argument may return anything.
        return looks if set(map(type, seen["results"])) == {type(None)} else [*results, *looks]
    raise TypeError(f"A case with {type(probe).__name__} must state its expectations.")


def _of_call(exercise: Compared, probe: Call, seen: dict[str, Any]) -> list[Expectation]:
    tolerance = asdict(exercise.tolerance)
    result = Matches(
        seen["result"],
        names=list(exercise.returns),
        tolerance=tolerance,
        same_dtype=exercise.same_dtype,
    )
    changed = [
        Matches(
            seen["arguments"][name],
            f"arguments.{name}",
            f"{name} after the call",
            tolerance=tolerance,
        )
        for name in exercise.mutates
        if name in seen["arguments"]
    ]
    # A function that works by changing its argument may return that argument or nothing.
    results = [] if seen["result"] is None and changed else [result]
    return [*results, *changed, *untouched(exercise, probe)]


def of_type(exercise: Compared, probe: Probe) -> list[Expectation]:
    """Expects the types that an exercise declares, of the results of one call."""
    if not isinstance(probe, Call):
        return []
    wanted: list[Expectation] = []
    for path, kind in exercise.types.items():
        number = path.removeprefix("result").removeprefix(".")
        is_named = number.isdigit() and int(number) < len(exercise.returns)
        where = exercise.returns[int(number)] if is_named else "The result"
        if number.isdigit() and not is_named:
            where = f"Result {int(number) + 1}"
        elif number and not is_named:
            where = f"The result[{number!r}]"
        text = f"{where} is not {kind}, though its numbers are right: {REMEDIES[kind]}."
        wanted.append(IsA(path, kind, text))
    return wanted


def untouched(exercise: Compared, probe: Call | Take) -> list[Expectation]:
    """Expects every argument that is not declared as changed to stay as it came."""
    described = recipes.describe(probe.arguments)
    return [
        Untouched(name)
        for name, value in described.items()
        if name not in exercise.mutates
        and recipes.is_plain(value)
        and isinstance(value, (dict, list, tuple, np.ndarray))
    ]
