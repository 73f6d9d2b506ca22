"""The expectation that outcomes are draws from a stated distribution."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.compare import Difference
from autograder.checks.expectations.base import Expectation, at

ALPHA = 1e-8  # a right answer fails a distribution once in a hundred million times
AGREES = 1e-3  # two samples count as alike above this


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
        counts = Counter(self.failure_signature(observation))
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

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Counts the outcomes."""
        draws = at(observation, self.path)
        counted = Counter(_key(outcome) for outcome in draws) if isinstance(draws, list) else {}
        return dict(sorted(counted.items()))

    def same_failure(self, one: Any, other: Any) -> bool:
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
