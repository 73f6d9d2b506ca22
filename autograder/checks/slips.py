"""Kinds of slips: what is said where no declared mistake fits, and a small change of a right answer does.

The sentence tells the kind and never the line: it is true of the result, whatever the learner wrote.
Where slips of several kinds give that result, less is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import accumulate
from typing import Any, Protocol

import numpy as np

from autograder.checks.expectations.base import PASSES, UNSEEN

PREFIX = "slip:"  # of what a verdict calls such a mistake: no declared one has a colon
ENOUGH = 10.0  # bits that the cases must show, so that no two mistakes agree by chance
ENOUGH_OF_SLIPS = ENOUGH + 5.0  # dozens of slips are tried, and any of them may agree by chance
MOST_DIVIDED = 64  # parts of a whole: a share of a few things says as little as two counts
DIGITS = 4  # of a number that count: a result may be rounded
ALMOST = 1e-6  # relative: so far float32 work is from the quotient that it stands for
BITS_OF_DIGIT = math.log2(10)
MOST_BITS = 8.0  # of one text or count
# What expectations call a failure by that keep no value of it: many mistakes have it in common.
WORDS_OF_FAILURES = {
    *("fails", "low", "high", "none", "outside", "form", "time"),
    *("no list", "as many", "more or fewer", "no error"),
}

# Kind of slip: the family it belongs to, and what it is.
KINDS = {
    "term": ("left_out", "a term of a sum is left out"),
    "factor": ("left_out", "a factor or a power is left out"),
    "statement": ("left_out", "one step is left out"),
    "item": ("left_out", "an item is left out of several that belong together"),
    "option": ("left_out", "an option of a call is left out or another one"),
    "filling": ("exchanged", "what has no value of its own is filled up with another one"),
    "call": ("left_out", "a function is left out, and what it would be given is used as it is"),
    "condition": ("condition", "a condition is left out or turned round, or `and` stands for `or`"),
    "boundary": ("counting", "something starts or ends one place off, or its border is not the right one"),
    "constant": ("counting", "a number that stands in the code is another one"),
    "axis": ("axis", "a sum, a mean or the like runs over another axis"),
    "transposed": ("axis", "a transposition is left out, or there is one too many"),
    "swapped": ("exchanged", "two values have changed places"),
    "name": ("exchanged", "another variable stands where the right one belongs, or one array has two names"),
    "entry": ("exchanged", "another entry stands where the right one belongs: another weight, say"),
    "function": ("exchanged", "another function of the same kind is used: a sum for a mean, say"),
    "sign": ("operator", "a sign is the wrong one: a plus for a minus"),
    "brackets": ("operator", "brackets are left out or stand elsewhere, so that something is done first "
                 "that comes second"),
    "operation": ("operator", "another operation is used: a product for a quotient, say"),
    "order": ("order", "two steps come in the other order"),
    "placement": ("order", "a step stands inside a loop and belongs outside, or the other way round"),
    "twice": ("order", "a step is done twice"),
}  # fmt: skip
FAMILIES = {
    "left_out": "something is left out: a term, a factor, a step, a function or an option",
    "counting": "a number or a border is another one: look at where things start and end",
    "axis": "two axes are taken for each other: in a sum or mean, or by a transposition",
    "exchanged": "something else stands where the right value or function belongs",
    "operator": "an operator is another one: a sign, say, or a product for a quotient",
    "order": "a step comes too early, too late or too often",
}


class Slips(Protocol):
    """Whoever knows what slips give on an exercise's cases."""

    def kinds(self, mine: Mapping[str, Any]) -> set[str]:
        """Returns the kinds of all slips that show the same; `mine` is case to signature."""

    def two_at_once(self, mine: Mapping[str, Any]) -> list[str]:
        """Returns the names of declared slips, at most two, that are there together; or none."""


def name_of(kinds: Iterable[str]) -> str | None:
    """Returns what can be said: the one kind, or the one family of several; None if there is none."""
    found = set(kinds)
    if len(found) == 1:
        return PREFIX + found.pop()
    families = {KINDS[kind][0] for kind in found}
    return PREFIX + families.pop() if len(families) == 1 else None


def hint_of(name: str) -> str:
    """Returns the sentence for what `name_of` has returned."""
    kind = name.removeprefix(PREFIX)
    what = KINDS[kind][1] if kind in KINDS else FAMILIES[kind]
    return f"This is exactly what comes out when {what}."


def recognised(slips: Slips | None, mine: Mapping[str, Any]) -> str | None:
    """Returns the name of the slip that shows what a learner's function shows, if it is one.

    Args:
        slips: Knows what slips give.
        mine: Name of every case to the signature of what the learner's function showed.
    """
    if slips is None or not says_enough(mine.values()):
        return None
    return name_of(slips.kinds(mine))


def says_enough(signatures: Iterable[Any], bits: float = ENOUGH_OF_SLIPS) -> bool:
    """Tells whether cases show as many bits; it looks at no more of them than it needs."""
    return any(seen >= bits for seen in accumulate(map(information, signatures)))


def information(signature: Any) -> float:
    """Returns about how many bits a case shows: two functions that agree in few may agree by chance.

    An error says nothing, since many mistakes end in the same one, nor does a property that is missed
    on one side; a case that passes says one bit.
    """
    if "parts" not in signature:
        return 0.0
    values = {value for part in signature["parts"] for value in _values(part)}
    return 1.0 + sum(map(_bits, values - {PASSES, UNSEEN, *WORDS_OF_FAILURES}))


def _values(part: Any) -> Iterable[Any]:
    """Yields all numbers and texts of a part of a signature, numbers rounded."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, np.ndarray):
        part = part.ravel().tolist()
    if isinstance(part, (list, tuple)):
        for item in part:
            yield from _values(item)
    elif isinstance(part, float) and math.isfinite(part):
        yield _rounded(part)
    else:
        yield part


def _bits(value: Any) -> float:
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return 1.0
    if isinstance(value, str) and value.endswith("Error"):
        return 0.0
    if isinstance(value, str):
        return min(MOST_BITS, 2.0 * len(value))
    if not math.isfinite(value):
        return 1.0
    if float(value).is_integer():
        return min(MOST_BITS, 1 + math.log2(1 + abs(value)))
    digits = BITS_OF_DIGIT * len(
        f"{abs(value):.{DIGITS - 1}e}".partition("e")[0].rstrip("0").replace(".", "")
    )
    share = _share(value)
    if share is None:
        return digits
    return min(digits, math.log2(1 + abs(share.numerator)) + math.log2(share.denominator))


def _rounded(value: float) -> float:
    share = _share(value)
    return float(f"{value:.{DIGITS}g}") if share is None else float(share)


def _share(value: float) -> Fraction | None:
    """Returns a number whose digits do not end as a quotient of small whole ones, if it is one."""
    if float(f"{value:.{DIGITS}g}") == value:
        return None
    share = Fraction(value).limit_denominator(MOST_DIVIDED)
    return share if math.isclose(share, value, rel_tol=ALMOST) else None
