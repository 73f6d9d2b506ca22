"""What known mistakes give on a case's inputs, computed when a learner's failure is to be explained.

It may take seconds for a mistake, once a batch; so nothing is computed ahead, and as little as
tells one mistake from another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from autograder.checks.compare import without_words
from autograder.checks.exercise_check import ARBITRARY, CheckCase, signature_of
from autograder.checks.expectations import PASSES, Raises

if TYPE_CHECKING:
    from autograder.declaration.reference import Reference
    from autograder.declaration.variant import Variant


class Signatures(Mapping):
    """From a misconception's name to its signature on a case.

    Args:
        exercise: Name of the exercise.
        misconceptions: Its known mistakes.
        case: The case.
        reference: Observes them.
    """

    def __init__(
        self,
        exercise: str,
        misconceptions: Sequence[Variant],
        case: CheckCase,
        reference: Reference,
    ):
        self.variants = {variant.name: variant for variant in misconceptions}
        self.exercise, self.case, self.reference = exercise, case, reference
        self.known: dict[str, Any] = {}
        self.prescreened: dict[tuple, Any] = {}
        raises = any(isinstance(one, Raises) for one in case.expectations)
        self.can_prescreen = case.measure is None and not raises

    def __getitem__(self, name: str) -> Any:
        if name not in self.known:
            variant = self.variants[name]
            if self.case.name in variant.arbitrary_in:
                return ARBITRARY
            with without_words():
                seen = self.reference.observe(self.exercise, self.case.lean_probe, variant.function)
                self.known[name] = signature_of(self.case, seen)
        return self.known[name]

    def rules_out(self, name: str, mine: dict[str, Any]) -> bool:
        """Tells, by a look at a part of it, that a signature is another one than a learner's.

        The part is what shows the first two expectations that the learner's result does not meet,
        where most mistakes look different. Where the probe can show that alone, it takes a fraction
        of the time of the whole. To tell nothing is always right.

        Args:
            name: Of the misconception.
            mine: The signature of the learner's result.
        """
        if name in self.known or "error" in mine or not self.can_prescreen:
            return False
        if self.case.name in self.variants[name].arbitrary_in:
            return False
        parts, all_expected = mine["parts"], self.case.expectations
        not_met = [i for i, one in enumerate(parts) if type(one) is not str or one != PASSES]
        paths = {path for i in not_met[:2] for path in all_expected[i].paths()}
        quick = self.case.probe.only_for(sorted(paths))
        if quick is None:
            return False
        places = [
            i for i, one in enumerate(all_expected) if one.paths() and paths.issuperset(one.paths())
        ]
        key = (name, *places)
        if key not in self.prescreened:
            function = self.variants[name].function
            case = replace(self.case, probe=quick, expectations=[all_expected[i] for i in places])
            with without_words():
                seen = self.reference.observe(self.exercise, quick, function)
                self.prescreened[key] = signature_of(case, seen)
        seen = self.prescreened[key]
        if "error" in seen:
            return True
        pairs = zip(places, seen["parts"], strict=True)
        return not all(all_expected[i].alike(parts[i], part) for i, part in pairs)

    def __contains__(self, name: object) -> bool:
        return name in self.variants

    def __iter__(self) -> Any:
        return iter(self.variants)

    def __len__(self) -> int:
        return len(self.variants)
