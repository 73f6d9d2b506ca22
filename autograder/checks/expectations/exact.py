"""Expectations about one call: what the reference shows, arguments left alone, an exception."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from autograder.checks import recipes
from autograder.checks.compare import (
    Difference,
    Tolerance,
    compare,
    compare_dtypes,
    show,
    without_words,
)
from autograder.checks.expectations.base import PASSES, UNSEEN, Expectation, at, thinned


@dataclass(frozen=True)
class Matches(Expectation):
    """The value at `path` equals the reference's within the tolerance.

    `known_by` is the path of what a mistake is recognised by, where the value itself will not do:
    a singular vector's sign is free, and another processor's library chooses another one.
    """

    value: Any
    path: str = "result"
    where: str = "the result"
    names: list = field(default_factory=list)
    tolerance: dict = field(default_factory=dict)
    same_dtype: bool = False
    known_by: str = field(default="", kw_only=True)

    def _tolerance(self) -> Tolerance:
        return Tolerance(**self.tolerance)

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares."""
        received = at(observation, self.path)
        return self._compare(received) or (
            compare_dtypes(self.value, received, self.where) if self.same_dtype else None
        )

    def _compare(self, received: Any) -> Difference | None:
        names, value = self.names, self.value
        if names and isinstance(value, (tuple, list)) and isinstance(received, (tuple, list)):
            if len(received) == len(value) == len(names):
                pairs = zip(names, value, received, strict=True)
                found = (compare(want, got, self._tolerance(), name) for name, want, got in pairs)
                return next((difference for difference in found if difference), None)
        difference = compare(value, received, self._tolerance(), self.where)
        return difference and self._without_chance(difference)

    def _without_chance(self, found: Difference) -> Difference:
        """Takes a pattern away where it is chance: a count that was looked at is no multiple of another."""
        is_count = isinstance(self.value, (int, float)) and float(self.value).is_integer()
        if self.path.startswith("result") or not is_count or found.kind != "scale":
            return found
        return replace(found, kind="value", message=found.plain or found.message, plain="")

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps what differs from the expected value, large arrays by a sample of their numbers.

        Or what `known_by` names, if it shows something.
        """
        known = at(observation, self.known_by) if self.known_by else None
        if known is not None:
            return thinned(known)
        return self._remains(self.value, at(observation, self.path))

    def _remains(self, expected: Any, received: Any) -> Any:
        if compare(expected, received, self._tolerance()) is None:
            if not self.same_dtype or compare_dtypes(expected, received) is None:
                return PASSES
        both = (expected, received)
        if all(isinstance(part, dict) for part in both) and set(expected) == set(received):
            return {key: self._remains(expected[key], received[key]) for key in expected}
        if all(isinstance(part, (list, tuple)) for part in both) and len(expected) == len(received):
            return [self._remains(*pair) for pair in zip(*both, strict=True)]
        return thinned(received)

    def same_failure(self, one: Any, other: Any) -> bool:
        """Compares two values, within the tolerance."""
        if one is None or other is None:
            return one is None and other is None
        with without_words():
            if compare(one, other, self._tolerance()) is not None:
                return False
        return not self.same_dtype or compare_dtypes(one, other) is None

    def describe(self) -> dict[str, Any]:
        """Returns the expectation as plain data, `known_by` only where it says something."""
        description = super().describe()
        if not self.known_by:
            del description["known_by"]
        return description


@dataclass(frozen=True)
class MatchesIfSeen(Matches):
    """Like `Matches`, where there is a value at `path`: for what only some right answers show.

    A known mistake is recognised by what both show; where one shows nothing, this decides nothing.
    """

    message: str = ""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares, if there is something to compare."""
        if at(observation, self.path) is None:
            return None
        found = super().judge(observation)
        if found is None or not self.message:
            return found
        return Difference("property", self.message, found.expected, found.received)

    def signature(self, observation: dict[str, Any]) -> Any:
        """Returns what `Matches` does, or that nothing is seen."""
        return UNSEEN if at(observation, self.path) is None else super().signature(observation)

    def alike(self, one: Any, other: Any) -> bool:
        """Compares two signatures; one that shows nothing is like any."""
        if any(isinstance(signature, str) and signature == UNSEEN for signature in (one, other)):
            return True
        return super().alike(one, other)


@dataclass(frozen=True)
class Untouched(Expectation):
    """An argument is after the call what it was before."""

    argument: str

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares with what was given; a call that raised an error has nothing to show."""
        if "error" in observation:
            return None
        given = recipes.build(at(observation, "given").get(self.argument))
        after = at(observation, f"arguments.{self.argument}")
        found = compare(given, after, Tolerance(0.0, 0.0, 0.0), self.argument)
        if found is None:
            return None
        text = f"The call changed its argument {self.argument}."
        expected, received = (
            f"{side}, after the call" for side in (found.expected, found.received)
        )
        return Difference("mutated", text, expected, received)


@dataclass(frozen=True)
class Raises(Expectation):
    """The call raises this exception (or one derived from it) and names what was wrong."""

    exception: str
    mentions: list = field(default_factory=list)
    because: str = ""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at the observed error."""
        error = observation.get("error")
        expected = f"{self.exception}: {self.because}" if self.because else self.exception
        if error is None:
            received = show(observation.get("result"))
            return Difference(
                "no_error",
                f"No {self.exception} was raised. {self.because}".strip(),
                expected,
                received,
            )
        if self.exception not in (error["type"], *error.get("bases", ())):
            received = f"{error['type']}: {error['message']}"
            return Difference(
                "other_error", f"A {error['type']} was raised instead.", expected, received
            )
        unnamed = [text for text in self.mentions if text not in error["message"]]
        if unnamed:
            text = f"The message of the {error['type']} does not name {', '.join(unnamed)}."
            return Difference("other_error", text, expected, error["message"])
        return None

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps the kind of the outcome."""
        error = observation.get("error")
        return error["type"] if error else "no error"
