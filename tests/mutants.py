"""Tells whether a check lets a mutant of the reference pass; the engine makes the mutants."""

from __future__ import annotations

from autograder.checks.exercise_check import Ask, ExerciseCheck, _try_case
from autograder.declaration.mutants import Mutant, mutants

__all__ = ["Mutant", "mutants", "passes"]


def passes(check: ExerciseCheck, ask: Ask) -> bool:
    """Tells whether every case passes, without looking for the cause when one does not."""
    return all(not _try_case(check, case, ask).differences for case in check.cases)
