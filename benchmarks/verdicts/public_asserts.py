"""The public cases as asserts, as a course would give them to nbgrader or otter-grader.

Copied beside what learners have, and imported in a learner's kernel. Expected values are compared
as NumPy's own tests do; what else a public case demands (a property, an exception, arguments left
alone) is asserted with this project's words for it, which is more than most courses would write.
"""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks.bundle import read_checks
from autograder.checks.exercise_check import CheckCase, ExerciseCheck, judge_exercise
from autograder.checks.expectations import Matches
from autograder.checks.probes import Call, observe
from autograder.learner.checking import find_bundle


@functools.lru_cache
def checks(assignment: str) -> dict[str, ExerciseCheck]:
    """Returns the public cases, read once a kernel."""
    return read_checks(json.loads(find_bundle(assignment).read_text(encoding="utf-8")))


def assert_public_cases(assignment: str, exercise: str, names: dict[str, Any]) -> None:
    """Asserts every public case of an exercise.

    Args:
        assignment: Its id.
        exercise: Its name.
        names: What the notebook defines.

    Raises:
        AssertionError: If one does not hold.
    """
    check = checks(assignment)[exercise]
    for case in check.cases:
        assert_case(check, case, names)


def assert_case(check: ExerciseCheck, case: CheckCase, names: dict[str, Any]) -> None:
    """Asserts one case; see `assert_public_cases`."""
    seen = observe(lambda: names[check.exercise], case.probe, names)
    values = [e for e in case.expectations if type(e) is Matches and e.path == "result"]
    if type(case.probe) is Call and "result" in seen:
        for expectation in values:
            assert_close(seen["result"], expectation.value, **expectation.tolerance)
        case = replace(case, expectations=[e for e in case.expectations if e not in _Of(values)])
    if case.expectations:
        alone = replace(check, cases=[case], hints={})
        verdict = judge_exercise(alone, lambda *_: seen)
        if not verdict.is_right:
            raise AssertionError(verdict.hint)


class _Of:
    """Tells members by what they are, not by what they are equal to: arrays have no single answer."""

    def __init__(self, items: list):
        self._ids = {id(item) for item in items}

    def __contains__(self, item: object) -> bool:
        return id(item) in self._ids


def assert_close(
    received: Any, expected: Any, relative: float = 1e-7, absolute: float = 0.0, **_: Any
) -> None:
    """Asserts that two values agree, numbers within a tolerance.

    Args:
        received: What came.
        expected: A plain value.
        relative: Tolerance of numbers.
        absolute: Likewise.

    Raises:
        AssertionError: If they do not agree.
    """
    tolerance = {"relative": relative, "absolute": absolute}
    if isinstance(expected, dict):
        assert isinstance(received, dict) and set(received) == set(expected), "other keys"  # noqa: S101, PT018
        for key, value in expected.items():
            assert_close(received[key], value, **tolerance)
    elif isinstance(expected, (list, tuple)):
        assert len(received) == len(expected), "another length"  # noqa: S101
        for one, other in zip(received, expected, strict=True):
            assert_close(one, other, **tolerance)
    elif expected is None or isinstance(expected, (str, bool)):
        assert received == expected, f"{received!r}, expected {expected!r}"  # noqa: S101
    else:
        np.testing.assert_allclose(received, expected, rtol=relative, atol=absolute)
