"""Expectations as plain data, for the public cases: read back by their names."""

from __future__ import annotations

from typing import Any

from autograder.expectations.base import Expectation
from autograder.expectations.draws import Distributed
from autograder.expectations.exact import Matches, MatchesIfSeen, Raises, Untouched
from autograder.expectations.labels import Classifies
from autograder.expectations.properties import (
    Between,
    Different,
    DifferentRows,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
)

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
    )
}


def from_description(description: dict[str, Any]) -> Expectation:
    """Rebuilds an expectation from what `Expectation.describe` returned."""
    rest = {key: value for key, value in description.items() if key != "expect"}
    return EXPECTATIONS[description["expect"]](**rest)
