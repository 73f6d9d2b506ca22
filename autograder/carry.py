"""Errors carried forward: an exercise judged as if those that it calls were right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.runner.session import Session
from autograder.runner.wire import WireError
from autograder.sheet import Sheet
from autograder.verdict import Verdict

MAX_ARGUMENT_BYTES = 2_000_000  # of one call; cases are small, and so is what they pass on
MAX_ITEMS = 20_000
ANSWER_SECONDS = 10.0  # for one call of the reference, with arguments of a learner's choice


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


def answer(right: Session, name: str, arguments: Any, named: Any) -> dict[str, Any]:
    """Answers a call in place of a learner's function.

    Args:
        right: A process in which the reference's cells have run.
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
    seen = right.call(name, arguments, named, ANSWER_SECONDS)
    if "result" in seen or "error" in seen:
        return seen
    text = f"{name}, written right, finds no answer to this call."
    return {"error": {"type": "RuntimeError", "message": text}}


def _weight(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes + 100
    if isinstance(value, str):
        return len(value)
    if isinstance(value, (list, tuple)):
        return 8 + (sum(map(_weight, value)) if len(value) < MAX_ITEMS else MAX_ARGUMENT_BYTES)
    if isinstance(value, dict):
        return sum(_weight(key) + _weight(item) for key, item in value.items())
    return 8
