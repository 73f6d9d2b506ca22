"""Errors carried forward: an exercise judged as if those that it calls were right."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder import recipes
from autograder.plain import to_plain
from autograder.probes import describe_error
from autograder.reference import Reference
from autograder.runner.answered import STATE_KEY, describe_argument
from autograder.runner.wire import WireError
from autograder.sheet import Sheet
from autograder.verdict import Verdict

MAX_ARGUMENT_BYTES = 2_000_000  # of one call; cases are small, and so is what they pass on
MAX_ITEMS = 20_000
MAX_COUNT = 100_000  # of an integer: a reference may run as many steps as it is told


def wrong_dependencies(sheet: Sheet, verdicts: Sequence[Verdict]) -> list[str]:
    """Returns which of the exercises that this one builds on are not right."""
    right = {verdict.exercise for verdict in verdicts if verdict.is_right}
    return [name for name in sheet.depends_on if name not in right]


def with_right_dependencies(first: Verdict, again: Verdict, wrong: Sequence[str]) -> Verdict:
    """Returns the verdict that counts when an exercise was judged again.

    Args:
        first: The verdict with the learner's own dependencies.
        again: The verdict with right ones.
        wrong: Names of those that were not right.
    """
    names = " and ".join(wrong)
    if again.is_right:
        verb = "is" if len(wrong) == 1 else "are"
        hint = (
            f"Your {first.exercise} is right; {names}, which it calls, {verb} not. Mend that next."
        )
        return replace(
            again, status="carried", carried_forward=True, hint=hint, seconds=first.seconds
        )
    return replace(again, hint=f"{again.hint} (Judged with a right {names}.)")


def answer(reference: Reference, name: str, arguments: Any, named: Any) -> dict[str, Any]:
    """Answers a call in place of a learner's function, on the trusted side.

    Args:
        reference: The reference solutions.
        name: Of the exercise that is called.
        arguments: Its positional arguments, from the learner's process.
        named: Its keyword arguments.

    Returns:
        `result` and what the arguments are afterwards; or `error`, with type and message.

    Raises:
        WireError: If the arguments are too large to be those of an honest call.
    """
    if not isinstance(arguments, list) or not isinstance(named, dict):
        raise WireError("The arguments of a call must be a list and a dict.")
    if _weight([arguments, named]) > MAX_ARGUMENT_BYTES:
        raise WireError("The arguments of a call are too large.")
    try:
        positional = [_unpack(value) for value in arguments]
        keywords = {str(key): _unpack(value) for key, value in named.items()}
        result = _describe_result(reference.namespace[name](*positional, **keywords))
        return {
            "result": result,
            "arguments": [describe_argument(value) for value in positional],
            "named": {key: describe_argument(value) for key, value in keywords.items()},
        }
    except Exception as error:  # noqa: BLE001 - the learner's arguments may be anything
        seen = describe_error(error)
        return {"error": {"type": seen["type"], "message": seen["message"]}}


def _describe_result(result: Any) -> Any:
    """Returns a result as a plain value, a Keras layer as the recipe for it."""
    keras = sys.modules.get("keras")  # Who made a layer has imported it.
    if keras is not None and isinstance(result, keras.layers.Layer):
        return to_plain(recipes.describe(recipes.Layer.of(result)))
    return to_plain(result)


def _weight(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes + 100
    if isinstance(value, str):
        return len(value)
    if isinstance(value, (list, tuple)):
        return 8 + (sum(map(_weight, value)) if len(value) < MAX_ITEMS else MAX_ARGUMENT_BYTES)
    if isinstance(value, dict):
        return sum(_weight(key) + _weight(item) for key, item in value.items())
    if isinstance(value, int) and abs(value) > MAX_COUNT:
        return MAX_ARGUMENT_BYTES + 1
    return 8


def _unpack(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {STATE_KEY}:
        generator = np.random.default_rng(0)
        generator.bit_generator.state = json.loads(value[STATE_KEY])
        return generator
    return value
