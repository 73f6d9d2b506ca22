"""Probes: how the result of an exercise is read.

A probe runs in the learner's process. It builds the arguments, calls the learner's object and
returns an observation: a dict of plain values. It judges nothing. `observe` wraps the run, so
that whatever the learner's code does becomes an observation too.
"""

from __future__ import annotations

from typing import Any

from autograder.checks.probes.base import MissingError, Probe, observe
from autograder.checks.probes.calls import Call, CallTwice, Draws, Steps, Take
from autograder.checks.probes.changed import BeforeAfter
from autograder.checks.probes.many import ManyInputs
from autograder.checks.probes.models import BuiltModels, ModelOutputs, ToldModels
from autograder.checks.probes.returned import Returned, ReturnedModels
from autograder.checks.probes.sequence_models import SequenceModel, TensorCall

PROBES: dict[str, type[Probe]] = {
    probe.__name__: probe
    for probe in (
        Call, CallTwice, Draws, Steps, Take, Returned, BeforeAfter, ManyInputs,
        ModelOutputs, TensorCall, SequenceModel, ReturnedModels, ToldModels, BuiltModels,
    )
}  # fmt: skip

__all__ = ["PROBES", "MissingError", "from_description", "observe", *PROBES]


def from_description(description: dict[str, Any]) -> Probe:
    """Rebuilds a probe from what `Probe.describe` returned."""
    rest = {key: value for key, value in description.items() if key != "probe"}
    return PROBES[description["probe"]](**rest)
