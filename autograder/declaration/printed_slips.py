"""Makes the prints of an exercise's slips on its public cases, for `checks.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from autograder.checks.compare import without_words
from autograder.checks.exercise_check import CheckCase, ExerciseCheck
from autograder.checks.expectations import Raises
from autograder.checks.expectations.base import is_thinned
from autograder.checks.slip_prints import STEPS, Print, has_prints, print_of
from autograder.checks.slips import says_enough
from autograder.declaration.slips import SlipsOfReference

# Two processors differ by less; what answers to it with another result is rounding noise made large.
NUDGE = 2.0**-30
ANSWERS = 3  # right answers whose slips are printed: each costs a build seconds, and the file room


@without_words()
def slip_prints(check: ExerciseCheck) -> dict[str, list[Print]]:
    """Returns kind of slip to the prints of those that can be recognised in a notebook.

    Left out are: what is right on every case, what shows too little, what a declared mistake shows too,
    and what another processor could show otherwise.

    Args:
        check: With the public inputs.
    """
    cases = [case for case in check.cases if not case.is_long]
    if not isinstance(check.slips, SlipsOfReference) or not has_prints(cases):
        return {}
    # Where a right result is free in a sign, what a slip makes of it is the processor's choice.
    every = [expectation for case in cases for expectation in case.expectations]
    if any(getattr(expectation, "known_by", "") for expectation in every):
        return {}
    has_choices = any(isinstance(expectation, Raises) for expectation in every)
    declared = [print_of([case.signatures[name] for case in cases]) for name in check.hints]
    nudged = [replace(case, probe=_nudged_probe(case)) for case in cases]
    found: list[tuple[int, str, Print]] = []
    for number, kind, shown, again in check.slips.shown(cases, nudged, ANSWERS):
        first = print_of(shown)
        if not says_enough(shown) or any(map(first.is_like, declared)):
            continue
        # What a slip of an answer before it shows, too, goes by that one's kind: as in a grade.
        if any((n < number or k == kind) and first.is_like(p) for n, k, p in found):
            continue
        # Only a choice, as of the largest, or whether two are equal and an error is raised, hangs on how
        # equal numbers are rounded: one way or the other.
        ways = islice(again(), 3 if has_choices or any(map(holds_choices, shown)) else 1)
        if all(first.is_like(print_of(other)) for other in ways):
            found.append((number, kind, first))
    return {
        kind: [p for _, k, p in found if k == kind]
        for kind in dict.fromkeys(k for _, k, _ in found)
    }


def holds_choices(value: Any) -> bool:
    """Tells whether a signature, or a part of one, holds labels, indices, counts or marks."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if is_thinned(value):
        value = value[1]  # without its shape
    if isinstance(value, (list, tuple)):
        return any(map(holds_choices, value))
    if isinstance(value, (bool, int, float, np.ndarray)):
        numbers = np.asarray(value)
        if numbers.dtype.kind == "f":  # labels that have become floats
            return bool(numbers.any() and np.all(numbers == np.floor(numbers)))
        return numbers.dtype.kind in "iub"
    return False


def _nudged_probe(case: CheckCase) -> Any:
    return replace(case.probe, arguments=nudged(case.probe.arguments))


def nudged(value: Any) -> Any:
    """Returns a value whose fractions are larger by a rounding error; ones and zeros stay.

    Each entry of an array moves by another part of itself: where all move alike, sums that differ by
    their rounding alone keep their order, and a tie that a processor breaks would look like one that holds.
    """
    if isinstance(value, float):
        return float(nudged(np.array(value)))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        is_whole = value == np.floor(value)  # infinities too
        parts = 0.5 + np.modf(STEPS[0] * np.arange(value.size))[0].reshape(value.shape)
        return np.where(is_whole, value, value * (1 + NUDGE * parts)).astype(value.dtype)
    if isinstance(value, dict):
        return {key: nudged(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(nudged(item) for item in value)
    return value
