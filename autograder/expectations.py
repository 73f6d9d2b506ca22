"""Expectations: what an observation must look like for a case to pass.

They are evaluated on the trusted side (or, for the public cases, in the notebook), are plain
data, and explain themselves. `Matches` compares with the reference; the others state a property
that every right answer has, for results that have no single right value.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from autograder import recipes
from autograder.compare import Difference, Tolerance, compare, compare_dtypes, show

SAMPLE = 32  # numbers of an array by which a mistake is recognised
PASSES = "passes"  # the digest of an observation that is as expected
UNSEEN = "unseen"  # the digest where there is nothing to compare
ALPHA = 1e-8  # a right answer fails a distribution once in a hundred million times
AGREES = 1e-3  # two samples count as alike above this


def at(observation: dict[str, Any], path: str) -> Any:
    """Returns the part of an observation that a dotted path names; None where there is none."""
    value: Any = observation
    for key in path.split("."):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, (list, tuple)) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def thinned(value: Any) -> Any:
    """Replaces arrays of more than `SAMPLE` numbers by their shape and numbers spread over them."""
    if isinstance(value, np.ndarray) and value.size > SAMPLE:
        places = np.linspace(0, value.size - 1, SAMPLE).round().astype(int)
        return [list(value.shape), value.ravel()[places]]
    if isinstance(value, dict):
        return {key: thinned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [thinned(item) for item in value]
    return value


def _cut(value: Any, window: list | None) -> Any:
    """Returns `value[window]`, a list of [start, stop] an axis; whole when there is none."""
    if window is None or not isinstance(value, np.ndarray) or value.ndim < len(window):
        return value
    return value[tuple(slice(*pair) for pair in window)]


@dataclass(frozen=True)
class Expectation:
    """What every expectation has: `message` is the hint for a learner who fails it."""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Returns what is wrong, or None."""
        raise NotImplementedError

    def digest(self, observation: dict[str, Any]) -> Any:
        """Returns `PASSES`, or the plain trait by which this mistake is recognised."""
        return PASSES if self.judge(observation) is None else self.trait(observation)

    def trait(self, observation: dict[str, Any]) -> Any:
        """Returns what a failing observation looks like, as a plain value."""
        return "fails"

    def alike(self, one: Any, other: Any) -> bool:
        """Tells whether two digests are the same mistake (or both none)."""
        if PASSES in (type(one) is str and one, type(other) is str and other):
            return isinstance(one, str) and isinstance(other, str) and one == other
        return self.same_trait(one, other)

    def same_trait(self, one: Any, other: Any) -> bool:
        """Compares the traits of two failures."""
        return bool(one == other)

    def paths(self) -> list[str]:
        """Returns the paths of all that it looks at; none if it does not say."""
        names = (getattr(self, name, None) for name in ("path", "one", "other"))
        return [name for name in names if name]

    def describe(self) -> dict[str, Any]:
        """Returns the expectation as plain data."""
        return {"expect": type(self).__name__, **asdict(self)}


@dataclass(frozen=True)
class Matches(Expectation):
    """The value at `path` equals the reference's within the tolerance."""

    value: Any
    path: str = "result"
    where: str = "the result"
    names: list = field(default_factory=list)
    tolerance: dict = field(default_factory=dict)
    same_dtype: bool = False

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
        return compare(value, received, self._tolerance(), self.where)

    def trait(self, observation: dict[str, Any]) -> Any:
        """Keeps what differs from the expected value, large arrays by a sample of their numbers."""
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

    def same_trait(self, one: Any, other: Any) -> bool:
        """Compares two values, within the tolerance."""
        if one is None or other is None:
            return one is None and other is None
        if compare(one, other, self._tolerance()) is not None:
            return False
        return not self.same_dtype or compare_dtypes(one, other) is None


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

    def digest(self, observation: dict[str, Any]) -> Any:
        """Returns what `Matches` does, or that nothing is seen."""
        return UNSEEN if at(observation, self.path) is None else super().digest(observation)

    def alike(self, one: Any, other: Any) -> bool:
        """Compares two digests; one that shows nothing is like any."""
        if any(isinstance(digest, str) and digest == UNSEEN for digest in (one, other)):
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
        after = (observation.get("arguments") or {}).get(self.argument)
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

    def trait(self, observation: dict[str, Any]) -> Any:
        """Keeps the kind of the outcome."""
        error = observation.get("error")
        return error["type"] if error else "no error"


@dataclass(frozen=True)
class Distributed(Expectation):
    """The outcomes at `path` are draws from a stated distribution.

    Pearson's chi-square test at 1e-8, outcomes that are expected fewer than five times pooled.

    Args:
        probabilities: Pairs of outcome and its probability; they sum to one.
    """

    probabilities: list
    path: str = "draws"
    message: str = ""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Tests the counts."""
        counts = Counter(self.trait(observation))
        total = sum(counts.values())
        known = {_key(outcome): p for outcome, p in self.probabilities}
        impossible = [outcome for outcome in counts if known.get(outcome, 0.0) <= 0.0]
        if impossible or not total:
            received = (
                f"{counts[impossible[0]]} times {impossible[0]}" if impossible else "no draws"
            )
            text = "An outcome was drawn that cannot happen." if total else "Nothing was drawn."
            return Difference("distribution", self.message or text, self._summary(known), received)
        observed = np.array([counts.get(outcome, 0) for outcome in known], dtype=float)
        expected = np.array(list(known.values())) * total
        if _p_value(observed[None], expected[None]) >= ALPHA:
            return None
        text = f"{total} draws do not follow the expected probabilities."
        shares = {outcome: counts.get(outcome, 0) / total for outcome in known}
        return Difference(
            "distribution", self.message or text, self._summary(known), self._summary(shares)
        )

    def _summary(self, shares: dict[str, float]) -> str:
        top = sorted(shares.items(), key=lambda item: -item[1])[:4]
        return ", ".join(f"{outcome}: {share:.0%}" for outcome, share in top) + (
            ", …" if len(shares) > 4 else ""
        )

    def trait(self, observation: dict[str, Any]) -> Any:
        """Counts the outcomes."""
        draws = at(observation, self.path)
        counted = Counter(_key(outcome) for outcome in draws) if isinstance(draws, list) else {}
        return dict(sorted(counted.items()))

    def same_trait(self, one: Any, other: Any) -> bool:
        """Tests whether two samples come from one distribution."""
        counts = Counter(one), Counter(other)
        outcomes = sorted(set(counts[0]) | set(counts[1]))
        table = np.array([[c.get(o, 0) for o in outcomes] for c in counts], dtype=float)
        if not table.sum(axis=1).all():
            return not table.any()
        expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        return _p_value(table, expected) >= AGREES


def _key(outcome: Any) -> str:
    if isinstance(outcome, np.ndarray):
        outcome = outcome.tolist()
    if isinstance(outcome, (list, tuple)):
        return "[" + ", ".join(_key(item) for item in outcome) + "]"
    if isinstance(outcome, float) and outcome.is_integer():
        outcome = int(outcome)
    return str(outcome)


def _p_value(observed: np.ndarray, expected: np.ndarray) -> float:
    """Returns the p-value of Pearson's test, rare outcomes pooled.

    Args:
        observed: Float array `(rows, outcomes)`, counts: one sample a row.
        expected: Float array of the same shape; all rows in the same proportions.
    """
    rare = expected.min(axis=0) < 5
    if rare.any() and not rare.all() and expected[:, rare].sum(axis=1).min() < 5:
        # All rare ones together are rare still: one draw of them must not look like a miracle.
        rare[np.where(rare, np.inf, expected[0]).argmin()] = True
    if rare.any():
        pool = [
            np.column_stack([x[:, ~rare], x[:, rare].sum(axis=1)]) for x in (observed, expected)
        ]
        observed, expected = pool
    if expected.shape[1] < 2:
        return 1.0
    from scipy.stats import chi2

    statistic = ((observed - expected) ** 2 / expected).sum()
    return float(chi2.sf(statistic, expected.shape[1] - 1))


@dataclass(frozen=True)
class Same(Expectation):
    """Two observed values agree, within a window of each axis.

    With `by_value`, a misconception is recognised by the first value, within 1 %, and not only by
    the fact that the two differ.
    """

    one: str
    other: str
    message: str
    window: list | None = None
    other_window: list | None = None
    by_value: bool = False
    tolerance: dict = field(default_factory=lambda: {"relative": 1e-3, "absolute": 1e-5})

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the two."""
        a = _cut(at(observation, self.one), self.window)
        b = _cut(at(observation, self.other), self.other_window or self.window)
        if a is None or b is None:
            return Difference("property", self.message, "two values", "None")
        difference = compare(a, b, Tolerance(**self.tolerance))
        if difference is None:
            return None
        return Difference("property", self.message, difference.expected, difference.received)

    def trait(self, observation: dict[str, Any]) -> Any:
        """Keeps the first value, or only the fact."""
        if not self.by_value:
            return super().trait(observation)
        return _cut(at(observation, self.one), self.window)

    def same_trait(self, one: Any, other: Any) -> bool:
        """Compares two traits."""
        if not self.by_value:
            return bool(one == other)
        if one is None or other is None:
            return one is None and other is None
        return compare(one, other, Tolerance(relative=0.01)) is None


@dataclass(frozen=True)
class Different(Expectation):
    """Two observed values differ by more than `least`, somewhere in the window."""

    one: str
    other: str
    message: str
    window: list | None = None
    least: float = 1e-6

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the two."""
        a, b = (_cut(at(observation, path), self.window) for path in (self.one, self.other))
        if a is None or b is None:
            return Difference("property", self.message, "two values", "None")
        try:
            differ = np.shape(a) != np.shape(b)
            differ = differ or np.abs(np.subtract(a, b)).max(initial=0) > self.least
        except (TypeError, ValueError):  # No arrays of numbers: what form is wanted, others ask.
            return None
        if differ:
            return None
        return Difference("property", self.message, "two different values", "twice the same")


@dataclass(frozen=True)
class DifferentRows(Expectation):
    """Two rows of the array at `path` differ by more than `least` somewhere."""

    path: str
    one: int
    other: int
    message: str
    least: float = 1e-6

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares the two rows."""
        value = at(observation, self.path)
        if not isinstance(value, np.ndarray) or len(value) <= max(self.one, self.other):
            return Difference("property", self.message, "an array with these rows", show(value))
        if np.abs(np.subtract(value[self.one], value[self.other])).max(initial=0) > self.least:
            return None
        return Difference("property", self.message, "two different rows", "twice the same")


@dataclass(frozen=True)
class Shape(Expectation):
    """The value at `path` is an array of this shape; None stands for any size."""

    path: str
    shape: list
    message: str = ""

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at the shape."""
        value = at(observation, self.path)
        shape = _shape_of(value)
        if shape is not None and len(shape) == len(self.shape):
            if all(want in (None, got) for want, got in zip(self.shape, shape, strict=True)):
                return None
        text = self.message or "The shape is not as expected."
        return Difference(
            "shape", text, str(tuple(self.shape)), str(shape) if shape is not None else show(value)
        )

    def trait(self, observation: dict[str, Any]) -> Any:
        """Keeps the number of axes; -1 for what is no array."""
        shape = _shape_of(at(observation, self.path))
        return -1 if shape is None else len(shape)


def _shape_of(value: Any) -> tuple | None:
    """Returns the shape of a number, list or array; None of anything else."""
    try:
        return np.shape(value) if isinstance(value, (np.ndarray, list, float, int)) else None
    except ValueError:  # of several arrays of different shapes
        return None


@dataclass(frozen=True)
class Between(Expectation):
    """Every number at `path` lies in [low, high]; None leaves a side open; NaN never passes."""

    path: str
    low: float | None
    high: float | None
    message: str

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Compares every number with the bounds."""
        value = at(observation, self.path)
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        expected = f"between {low:.4g} and {high:.4g}" if low < high else f"{low:.6g}"
        if value is None or isinstance(value, (str, dict)):
            return Difference("property", self.message, expected, show(value))
        numbers = np.asarray(value, dtype=float)
        inside = (numbers >= low) & (numbers <= high)
        if numbers.size and inside.all():
            return None
        received = f"{numbers[~inside].ravel()[0]:.4g}" if numbers.size else "nothing"
        return Difference("property", self.message, expected, received)

    def trait(self, observation: dict[str, Any]) -> Any:
        """Keeps on which side of the bounds the value lies."""
        value = at(observation, self.path)
        if not isinstance(value, (int, float)):
            return "none" if value is None else "outside"
        return "low" if self.low is not None and value < self.low else "high"


@dataclass(frozen=True)
class TakesBothSigns(Expectation):
    """The values at `path` are negative in some places and positive in others."""

    path: str
    message: str

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Looks at smallest and largest."""
        value = at(observation, self.path)
        if not isinstance(value, np.ndarray) or value.size == 0:
            return Difference("property", self.message, "an array", show(value))
        if value.min() < 0 < value.max():
            return None
        received = f"values from {value.min():.4g} to {value.max():.4g}"
        return Difference("property", self.message, "values below and above 0", received)


@dataclass(frozen=True)
class SumsToOne(Expectation):
    """The values at `path` are probabilities along an axis; or must not be, with `negate`."""

    path: str
    message: str
    axis: int = -1
    negate: bool = False

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Adds them up."""
        value = at(observation, self.path)
        if not isinstance(value, np.ndarray) or value.ndim == 0 or value.size == 0:
            return Difference("property", self.message, "an array", show(value))
        sums = value.astype(float).sum(axis=self.axis)
        are = bool((value >= 0).all() and np.abs(sums - 1).max(initial=0) < 1e-3)
        if are != self.negate:
            return None
        received = (
            f"values from {value.min():.4g} to {value.max():.4g} that sum to {sums.ravel()[0]:.4g}"
        )
        return Difference(
            "property",
            self.message,
            "not probabilities" if self.negate else "probabilities",
            received,
        )


@dataclass(frozen=True)
class Classifies(Expectation):
    """The answers at `path`, True or False (or 1 or 0), find both classes often enough.

    Judged by the mean of the two recalls, so that calling everything by the larger class is no
    better than chance.

    Args:
        labels: The right answers, bools of both kinds.
        least: The smallest mean of the two recalls that passes.
    """

    path: str
    labels: list
    least: float

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Counts what was found in each class."""
        value = at(observation, self.path)
        expected = f"{len(self.labels)} answers, each True or False"
        answers = self._answers(value)
        if value is None:
            text = "Nothing came back. Is a `return` missing?"
            return Difference("nothing", text, expected, "None")
        if answers is None:
            text = "The result is not one answer, True or False, for each word."
            return Difference("structure", text, expected, show(value))
        found, left = self._recalls(answers)
        if (found + left) / 2 >= self.least:
            return None
        text = "Too many words are taken for what they are not."
        wanted = f"a mean of both shares of at least {self.least:.0%}"
        received = f"{found:.0%} of the True ones found, {left:.0%} of the False ones left alone"
        return Difference("property", text, wanted, received)

    def _answers(self, value: Any) -> list[bool] | None:
        if not isinstance(value, (list, tuple, np.ndarray)) or len(value) != len(self.labels):
            return None
        items = [item.item() if np.size(item) == 1 else item for item in map(np.asarray, value)]
        if not all(isinstance(item, (bool, int, float)) and item in (0, 1) for item in items):
            return None
        return [bool(item) for item in items]

    def _recalls(self, answers: list[bool]) -> tuple[float, float]:
        """Returns the share of right answers among the True and among the False labels."""
        shares = [
            np.mean(
                [a == kind for a, label in zip(answers, self.labels, strict=True) if label is kind]
            )
            for kind in (True, False)
        ]
        return float(shares[0]), float(shares[1])

    def trait(self, observation: dict[str, Any]) -> Any:
        """Keeps the two shares, or the form of the answer."""
        value = at(observation, self.path)
        answers = self._answers(value)
        if answers is not None:
            return list(self._recalls(answers))
        if not isinstance(value, (list, tuple, np.ndarray)) or not len(value):
            return "no list"
        kind = "text" if isinstance(value[0], str) else "numbers"
        return [kind, "as many" if len(value) == len(self.labels) else "more or fewer"]

    def same_trait(self, one: Any, other: Any) -> bool:
        """Compares forms, and shares within five in a hundred."""
        if isinstance(one, str) or isinstance(other, str) or isinstance(one[0], str):
            return bool(one == other)
        return not isinstance(other[0], str) and bool(np.allclose(one, other, atol=0.05))


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
