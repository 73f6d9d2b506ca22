"""Measures: values that the judging side derives from an observation.

A measure gets the observation and the case's arguments, trusts neither, and returns a dict of
plain values for the expectations to look at. It runs where the verdict is reached, never in the
learner's process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.checks.measures.clips import clip_made
from autograder.checks.measures.directions import axis_of_pairs, directions_of_gradients
from autograder.checks.measures.memory import memory_of_gru
from autograder.checks.measures.names import first_step, surprise_of_names
from autograder.checks.measures.weights import first_weights

MEASURES: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    measure.__name__: measure
    for measure in (
        surprise_of_names, first_step, memory_of_gru, axis_of_pairs, directions_of_gradients, clip_made,
        first_weights,
    )
}  # fmt: skip
