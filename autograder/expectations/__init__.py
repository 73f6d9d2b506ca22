"""Expectations: what an observation must look like for a case to pass.

They are evaluated on the trusted side (or, for the public cases, in the notebook), are plain
data, and explain themselves. `Matches` compares with the reference; the others state a property
that every right answer has, for results that have no single right value.
"""

from autograder.expectations.base import PASSES, Expectation
from autograder.expectations.draws import Distributed
from autograder.expectations.exact import Matches, MatchesIfSeen, Raises, Untouched
from autograder.expectations.labels import Classifies
from autograder.expectations.plain import EXPECTATIONS, from_description
from autograder.expectations.properties import (
    Between,
    Different,
    DifferentRows,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
)

__all__ = [
    "EXPECTATIONS", "PASSES", "Between", "Classifies", "Different", "DifferentRows", "Distributed",
    "Expectation", "Matches", "MatchesIfSeen", "Raises", "Same", "Shape", "SumsToOne",
    "TakesBothSigns", "Untouched", "from_description",
]  # fmt: skip
