"""Stands in for an exercise that another one calls: the judge answers in its place.

When a learner's loop calls a wrong cell, a person would judge the loop as if the cell were right.
So does the judge: the cell's name is bound to a function that sends the arguments to the trusted
side and returns what comes back, with changed arguments and the generator's state. There the
arguments go on to a process that holds the right function, and `call` is what happens in it.
"""

from __future__ import annotations

import builtins
import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.plain import to_plain
from autograder.checks.seen_error import describe_error, seen_error
from autograder.runner.wire import Pipe

STATE_KEY = "__generator_state__"


def proxy(pipe: Pipe, nonce: str, name: str) -> Callable:
    """Returns a function that has its calls answered by the judge.

    Args:
        pipe: To the judge.
        nonce: Of the request during which it is called.
        name: Of the exercise.
    """

    def answered(*arguments: Any, **named: Any) -> Any:
        packed = [describe_argument(value) for value in arguments]
        packed_named = {key: describe_argument(value) for key, value in named.items()}
        pipe.send({"to": nonce, "asks": name, "arguments": packed, "named": packed_named})
        answer = pipe.receive()
        if "error" in answer:
            kind = getattr(builtins, answer["error"]["type"], RuntimeError)
            raise kind(answer["error"]["message"])
        for value, after in zip(arguments, answer["arguments"], strict=True):
            _take_over(value, after)
        for key, value in named.items():
            _take_over(value, answer["named"][key])
        return recipes.build(answer["result"])

    answered.__name__ = name
    return answered


def call(function: Callable, arguments: list, named: dict) -> dict[str, Any]:
    """Calls the right function with what a learner's process sent.

    Args:
        function: The reference's.
        arguments: As `describe_argument` describes them.
        named: Likewise, by name.

    Returns:
        `result` and what the arguments are afterwards; or `error`, which names no line.
    """
    try:
        positional = [_unpack(value) for value in arguments]
        keywords = {str(key): _unpack(value) for key, value in named.items()}
        result = _describe_result(function(*positional, **keywords))
        return {
            "result": result,
            "arguments": [describe_argument(value) for value in positional],
            "named": {key: describe_argument(value) for key, value in keywords.items()},
        }
    except Exception as error:  # noqa: BLE001 - the learner's arguments may be anything
        seen = describe_error(error)  # Where it came up is a line of the solution.
        return {"error": seen_error(seen["type"], seen["message"])}


def _describe_result(result: Any) -> Any:
    """Returns a result as a plain value, a Keras layer as the recipe for it."""
    keras = sys.modules.get("keras")  # Who made a layer has imported it.
    if keras is not None and isinstance(result, keras.layers.Layer):
        return to_plain(recipes.describe(recipes.Layer.of(result)))
    return to_plain(result)


def _unpack(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {STATE_KEY}:
        generator = np.random.default_rng(0)
        generator.bit_generator.state = json.loads(value[STATE_KEY])
        return generator
    return value


def describe_argument(value: Any) -> Any:
    """Describes an argument as a plain value; a generator by its state."""
    if isinstance(value, np.random.Generator):
        return {STATE_KEY: json.dumps(value.bit_generator.state)}
    return to_plain(value)


def _take_over(value: Any, after: Any) -> None:
    """Makes an argument what it is after the call, in place."""
    if isinstance(value, np.random.Generator):
        value.bit_generator.state = json.loads(after[STATE_KEY])
    elif isinstance(value, np.ndarray) and isinstance(after, np.ndarray):
        if value.flags.writeable and value.shape == after.shape:
            value[...] = after
    elif isinstance(value, dict) and isinstance(after, dict):
        for key in [key for key in value if key not in after]:
            del value[key]
        for key, item in after.items():
            if isinstance(value.get(key), np.ndarray) and isinstance(item, np.ndarray):
                _take_over(value[key], item)
            else:
                value[key] = item
    elif isinstance(value, list) and isinstance(after, list):
        value[:] = after
