"""Errors carried forward: an exercise judged as if those that it calls were right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks.exercise_check import ExerciseCheck
from autograder.checks.seen_error import seen_error
from autograder.checks.verdict import Verdict
from autograder.runner.session import Session
from autograder.runner.wire import WireError

# Of one call. What is decoded grows in memory, up to fortyfold, unless it is the numbers of an array:
# those take here what they took on the wire. Ten seconds of sound are 1.3 MB, a clip for them as much.
MAX_PLAIN_BYTES = 2_000_000
MAX_ARRAY_BYTES = 16_000_000
MAX_EXERCISE_BYTES = 256_000_000  # of all calls while an exercise is judged again
MAX_ITEMS = 20_000
ANSWER_SECONDS = 10.0  # for one call of the reference, with arguments of a learner's choice


def wrong_dependencies(check: ExerciseCheck, verdicts: Sequence[Verdict]) -> list[str]:
    """Returns which of the exercises that this one builds on are not right."""
    right = {verdict.exercise for verdict in verdicts if verdict.is_right}
    return [name for name in check.depends_on if name not in right]


def with_right_dependencies(
    first: Verdict, again: Verdict, wrong: Sequence[str], unjudged: Collection[str] = ()
) -> Verdict:
    """Returns the verdict that counts when an exercise was judged again.

    Args:
        first: The verdict with the learner's own dependencies.
        again: The verdict with right ones.
        wrong: Names of those that were not right.
        unjudged: Those of them of which nobody knows whether they are: their check failed.
    """
    names = " and ".join(wrong)
    if again.is_right:
        verb = "is" if len(wrong) == 1 else "are"
        rest = f"{verb} not. Fix that next."
        if set(wrong) <= set(unjudged):
            rest = "could not be checked."
        hint = f"Your {first.exercise} is right; {names}, which it calls, {rest}"
        return replace(
            again, status="carried", carried_forward=True, hint=hint, seconds=first.seconds
        )
    return replace(again, hint=f"{again.hint} (Judged with a right {names}.)")


class Answers:
    """Answers calls in place of a learner's functions, while one exercise is judged again.

    Args:
        right: A process in which the reference's cells have run.
    """

    def __init__(self, right: Session):
        self._right = right
        self._left = MAX_EXERCISE_BYTES

    def __call__(self, name: str, arguments: Any, named: Any) -> dict[str, Any]:
        """Answers one call.

        Args:
            name: Of the exercise that is called.
            arguments: Its positional arguments, from the learner's process.
            named: Its keyword arguments.

        Returns:
            `result` and what the arguments are afterwards; or `error`, with type and message.

        Raises:
            WireError: If the arguments are too large to be those of honest calls.
        """
        if not isinstance(arguments, list) or not isinstance(named, dict):
            raise WireError("The arguments of a call must be a list and a dict.")
        plain, numbers = _weight([arguments, named])
        self._left -= plain + numbers
        if plain > MAX_PLAIN_BYTES or numbers > MAX_ARRAY_BYTES:
            raise WireError("The arguments of a call are too large.")
        if self._left < 0:
            raise WireError("The arguments of all calls together are too large.")
        seen = self._right.call(name, arguments, named, ANSWER_SECONDS)
        if "result" in seen or "error" in seen:
            return seen
        text = f"{name}, written right, finds no answer to this call."
        return {"error": seen_error("RuntimeError", text)}


def _weight(value: Any) -> tuple[int, int]:
    """Returns about how many bytes a value takes, and besides them the numbers of its arrays."""
    if isinstance(value, np.ndarray):
        return 100, value.nbytes
    if isinstance(value, str):
        return 8 + len(value), 0
    if isinstance(value, (list, tuple, dict)):
        if len(value) > MAX_ITEMS:
            return MAX_PLAIN_BYTES + 1, 0
        items = [*value, *value.values()] if isinstance(value, dict) else value
        weights = [_weight(item) for item in items]
        return 8 + sum(plain for plain, _ in weights), sum(numbers for _, numbers in weights)
    return 8, 0
