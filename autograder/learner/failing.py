"""Hands a learner the input of a failed case, to be tried, printed and drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from autograder.checks import recipes
from autograder.checks.exercise_check import CheckCase, ExerciseCheck
from autograder.checks.probes import Probe


class Case(dict):
    """The arguments of a case by name, so that `clip(**case)` is the call of the check.

    Args:
        arguments: Name to value.
        inputs: Label to what the check feeds the model with that the function returns.
    """

    def __init__(self, arguments: dict[str, Any], inputs: dict[str, Any]):
        super().__init__(arguments)
        self.inputs = inputs


def make_case(probe: Probe, own: Callable | None = None) -> Case:
    """Returns the arguments of a probe, built anew: what a call does to them harms no check.

    Args:
        probe: Of the case.
        own: The learner's function or class, for arguments that are made of it.
    """
    inputs = getattr(probe, "inputs", None)
    return Case(
        recipes.build(recipes.describe(probe.arguments), own),
        recipes.build(recipes.describe(inputs)) if isinstance(inputs, dict) else {},
    )


def find_case(check: ExerciseCheck, verifies: str) -> CheckCase:
    """Returns the case that verifies something; the first where none does."""
    return next((case for case in check.cases if case.verifies == verifies), check.cases[0])


def how_to_use(exercise: str, case: CheckCase, own: Any = None) -> str:
    """Says how the case is tried by hand, once its arguments are called `case`.

    Args:
        exercise: Its name.
        case: What is tried.
        own: What the learner wrote. What takes `*layers`, say, knows no argument's name.
    """
    words = case.probe.usage(exercise)
    if _takes_any_number(own):
        words = words.replace("(**case)", "(*case.values())")
    if case.probe.patches:
        names = ", ".join(f"`{name}`" for name in case.probe.patches)
        words += f" The check puts things of its own in the place of {names} while it runs."
    return words


def _takes_any_number(own: Any) -> bool:
    """Tells whether a function or class takes its arguments as `*layers`, without names."""
    try:
        parameters = inspect.signature(own).parameters.values()
    except (TypeError, ValueError):
        return False
    return any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters)
