"""Two mistakes at once: a known one is found by the outputs and cases that it alone makes wrong.

Where a known mistake is wrong, the learner's function must show the very same; where it is right,
another mistake may be at work. That it is there is then sure, and that it is not alone, too. Where
no mistake is seen whole, it is enough that one output is, on every case: what is made from that
output shows the other mistake as well, and looks like neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from autograder.checks.expectations import Matches
from autograder.checks.expectations.base import is_met
from autograder.checks.slips import ENOUGH, information

if TYPE_CHECKING:
    from autograder.checks.exercise_check import CheckCase
    from autograder.checks.expectations import Expectation

LEAST_CASES = 2  # on which a mistake is seen: in one, another may look like it
# Bits that agree: beside a mistake that nobody knows, a known one is soon believed.
ENOUGH_TO_NAME = 20.0
ENOUGH_IN_ONE_CASE = 100.0
MOST = 2  # mistakes that are named: with more of them one begins with these

Place = tuple[Any, ...]  # a case, an expectation, and an output within it


@dataclass
class _Output:
    """What a known mistake does to one output, beside what a learner's function does to it."""

    places: set[Place] = field(default_factory=set)  # where both are wrong in the same way
    shown: list[Any] = field(default_factory=list)
    is_same: bool = True


@dataclass
class _Part:
    """What a known mistake explains of a learner's results."""

    outputs: dict[Place, _Output] = field(default_factory=dict)
    is_in_it: bool = True

    @property
    def places(self) -> set[Place]:
        """Where it explains what is wrong."""
        return {place for each in self._same() for place in each.places}

    @property
    def explains_all(self) -> bool:
        """Whether all that it makes wrong looks as it makes it look."""
        return all(output.is_same for output in self.outputs.values())

    @property
    def bits(self) -> float:
        """How much of it agrees."""
        return information({"parts": [each.shown for each in self._same()]})

    def is_sure(self) -> bool:
        """Tells whether what agrees is too much to agree by chance."""
        is_in_several = self.count_of_cases() >= LEAST_CASES
        return self.bits > (ENOUGH_TO_NAME if is_in_several else ENOUGH_IN_ONE_CASE)

    def count_of_cases(self) -> int:
        """Returns on how many cases it is seen."""
        return len({case for case, *_ in self.places})

    def _same(self) -> list[_Output]:
        return [each for each in self.outputs.values() if each.is_same and each.places]


def parts_of_it(
    cases: Sequence[CheckCase], hints: Mapping[str, str], mine: Mapping[str, dict[str, Any]]
) -> list[str]:
    """Returns the known mistakes, at most two, that are in a function beside something else.

    First those of which all is seen; else those of which an output is seen on every case, while the
    other mistake is at work in what is made from it.

    Args:
        cases: All that were asked.
        hints: The known mistakes.
        mine: Name of a case to the signature of the learner's function.

    Returns:
        Their names in the order of the declaration; none where more than two could be meant, or too
        little agrees.
    """
    found: dict[str, _Part] = {}
    for name in hints:
        part = _Part()
        for case in cases:
            _look(case, name, mine[case.name], part)
            if not part.is_in_it:
                break
        if part.is_in_it and part.places and part.bits > ENOUGH:
            found[name] = part
    whole = {name: part.places for name, part in found.items() if part.explains_all}
    in_part = {
        name: part.places for name, part in found.items() if part.count_of_cases() >= LEAST_CASES
    }
    return [name for name in _largest(whole or in_part) if found[name].is_sure()]


def _largest(found: Mapping[str, set[Place]]) -> list[str]:
    """Returns the mistakes that explain most; none where several tell of the same places."""
    # What explains less than another one of them does is no mistake of its own.
    largest = [
        name
        for name, places in found.items()
        if not any(places < other for other in found.values())
    ]
    taken: set[Place] = set()
    for name in largest:
        if taken & found[name]:
            return []  # Two tell the same places in their own way: nobody knows which it is.
        taken |= found[name]
    return largest if len(largest) <= MOST else []


def hint_of_parts(hints: Sequence[str]) -> str:
    """Returns what a learner reads who made these mistakes and perhaps others."""
    if len(hints) == 1:
        return f"There is more than one thing to mend. One of them: {hints[0]}"
    return f"There are two things to mend, at least. First: {hints[0]} Second: {hints[1]}"


def _look(case: CheckCase, name: str, mine: dict[str, Any], part: _Part) -> None:
    """Adds what the mistake explains on a case, or notes that it is not in the function."""
    if name not in case.signatures:
        part.is_in_it = False
        return
    theirs = case.signatures[name]
    if "parts" not in theirs:  # An error hides what else is wrong.
        part.is_in_it = False
        return
    if "parts" not in mine:  # Another mistake may stop it here, but not where this one shows.
        part.is_in_it = all(map(is_met, theirs["parts"]))
        return
    triples = zip(case.expectations, mine["parts"], theirs["parts"], strict=True)
    for number, (expectation, one, other) in enumerate(triples):
        pairs = _outputs(expectation, one, other, number)
        for output, (received, known) in pairs.items():
            if not is_met(known):
                _compare(expectation, received, known, (case.name, *output), part, output)


def _outputs(expectation: Expectation, mine: Any, theirs: Any, number: int) -> dict[Place, Any]:
    """Returns the outputs that an expectation looks at, each as a pair: the learner's, the known.

    They have one name in all cases, whether a case looks at all of them or at one alone.
    """
    if not isinstance(expectation, Matches):  # Of others, a list is no list of outputs.
        return {(type(expectation).__name__, number): (mine, theirs)}
    if isinstance(theirs, dict) and isinstance(mine, dict) and set(theirs) == set(mine):
        return {(expectation.path, str(key)): (mine[key], theirs[key]) for key in theirs}
    if isinstance(theirs, list) and isinstance(mine, list) and len(theirs) == len(mine):
        pairs = zip(mine, theirs, strict=True)
        return {(expectation.path, str(at)): pair for at, pair in enumerate(pairs)}
    path, _, last = expectation.path.rpartition(".")
    return {(path or last, last if path else ""): (mine, theirs)}


def _compare(
    expectation: Expectation, mine: Any, theirs: Any, place: Place, part: _Part, output: Place
) -> None:
    if is_met(theirs):
        return
    seen = part.outputs.setdefault(output, _Output())
    if is_met(mine):
        part.is_in_it = False  # It would show here, whatever else is wrong.
    elif (places := _same_places(expectation, mine, theirs, place)) is not None:
        seen.places |= places
        seen.shown.append(theirs)
    else:
        seen.is_same = False


def _same_places(
    expectation: Expectation, mine: Any, theirs: Any, place: Place
) -> set[Place] | None:
    """Returns where an output is wrong in the way a mistake makes it wrong; None if not all of it is."""
    if is_met(theirs):
        return set()
    keys: list[Any] = []
    if isinstance(expectation, Matches) and isinstance(mine, type(theirs)):
        if isinstance(theirs, dict) and set(mine) == set(theirs):
            keys = list(theirs)
        elif isinstance(theirs, list) and len(mine) == len(theirs):
            keys = list(range(len(theirs)))
    if not keys:
        return {place} if expectation.alike(mine, theirs) else None
    found: set[Place] = set()
    for key in keys:
        inner = _same_places(expectation, mine[key], theirs[key], (*place, key))
        if inner is None:
            return None
        found |= inner
    return found
