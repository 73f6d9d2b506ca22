"""Expectations: what an observation must look like for a case to pass.

They are evaluated on the trusted side (or, for the public cases, in the notebook), are plain
data, and explain themselves. `Matches` compares with the reference; the others state a property
that every right answer has, for results that have no single right value.
"""

from autograder.checks.expectations.answers import RightOnAll
from autograder.checks.expectations.base import PASSES, Expectation, is_met
from autograder.checks.expectations.calls import PassedOn
from autograder.checks.expectations.changes import ChangesOnly
from autograder.checks.expectations.draws import Distributed
from autograder.checks.expectations.exact import Matches, MatchesIfSeen, Raises, Untouched
from autograder.checks.expectations.labels import Classifies
from autograder.checks.expectations.plain import EXPECTATIONS, from_description
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

__all__ = [
    "EXPECTATIONS", "PASSES", "Between", "ChangesOnly", "Classifies", "Different", "DifferentRows",
    "Distributed", "Expectation", "IsA", "Matches", "MatchesIfSeen", "PassedOn", "Raises", "RightOnAll",
    "Rounds", "Same", "Shape", "SumsToOne", "TakesBothSigns", "Untouched", "from_description",
    "is_met",
]  # fmt: skip
