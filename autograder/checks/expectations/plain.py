"""Expectations as plain data, for the public cases: read back by their names."""

from __future__ import annotations

from typing import Any

from autograder.checks.expectations.answers import RightOnAll
from autograder.checks.expectations.base import Expectation
from autograder.checks.expectations.calls import PassedOn
from autograder.checks.expectations.changes import ChangesOnly
from autograder.checks.expectations.draws import Distributed
from autograder.checks.expectations.exact import Matches, MatchesIfSeen, Raises, Untouched
from autograder.checks.expectations.labels import Classifies
from autograder.checks.expectations.properties import (
    Between,
    Different,
    DifferentRows,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
)
from autograder.checks.expectations.rounds import Rounds
from autograder.checks.expectations.types import IsA

EXPECTATIONS: dict[str, type[Expectation]] = {
    kind.__name__: kind
    for kind in (
        Matches,
        MatchesIfSeen,
        Untouched,
        Raises,
        Distributed,
        Same,
        Different,
        DifferentRows,
        Shape,
        Between,
        SumsToOne,
        TakesBothSigns,
        Classifies,
        PassedOn,
        ChangesOnly,
        Rounds,
        RightOnAll,
        IsA,
    )
}


def from_description(description: dict[str, Any]) -> Expectation:
    """Rebuilds an expectation from what `Expectation.describe` returned."""
    rest = {key: value for key, value in description.items() if key != "expect"}
    return EXPECTATIONS[description["expect"]](**rest)
