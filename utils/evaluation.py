"""Scores with intervals: how sure a perplexity is, and whether samples are new and plausible."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, Protocol

import numpy as np


class Interval(NamedTuple):
    """An estimate and the range in which it would likely lie for other names of the same kind.

    Attributes:
        estimate: Float, the value for the names at hand.
        low: Float, lower end.
        high: Float, upper end.
    """

    estimate: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.estimate:.2f} [{self.low:.2f}, {self.high:.2f}]"


def bootstrap_perplexity(
    log_probabilities: Sequence[float] | np.ndarray,
    symbol_counts: Sequence[int] | np.ndarray,
    rng: np.random.Generator,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Interval:
    """Puts an interval around a perplexity by drawing the names anew, with replacement.

    1. Each draw takes as many names as there are; some come twice, some not at all.
    2. A draw's perplexity is computed over all its symbols, as the real one is: the totals are
       resampled, never a mean of per-name perplexities.
    3. The interval lies between two quantiles of the draws' perplexities.

    Names are drawn and not symbols, because the letters of one name stand or fall together.

    Args:
        log_probabilities: `(names,)`, natural log-probability of each whole name.
        symbol_counts: `(names,)`, predicted symbols in each name, the end symbol counted.
        rng: Source of randomness.
        draws: Int, how many times the names are drawn.
        confidence: Float in (0, 1), share of the draws that lies in the interval.

    Returns:
        The perplexity of the names at hand, and the interval's ends.

    Raises:
        ValueError: If the arrays differ in length, are empty, or hold what cannot be.

    Source:
        Efron and Tibshirani, 1993, An Introduction to the Bootstrap, section 13.3.
    """
    totals, counts = _checked_scores(log_probabilities, symbol_counts)
    return _bootstrap(_perplexities, (totals,), counts, rng, draws, confidence)


def bootstrap_perplexity_difference(
    first_log_probabilities: Sequence[float] | np.ndarray,
    second_log_probabilities: Sequence[float] | np.ndarray,
    symbol_counts: Sequence[int] | np.ndarray,
    rng: np.random.Generator,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Interval:
    """Puts an interval around the first model's perplexity minus the second's, on the same names.

    Both models are scored on the same draws: a hard name is hard for both, and the difference is
    known better than either perplexity. An interval wholly below zero says that the first model
    is better on names like these.

    Args:
        first_log_probabilities: `(names,)`, the first model's natural log-probabilities.
        second_log_probabilities: `(names,)`, the second model's, the names in the same order.
        symbol_counts: `(names,)`, predicted symbols in each name, the end symbol counted.
        rng: Source of randomness.
        draws: Int, how many times the names are drawn.
        confidence: Float in (0, 1), share of the draws that lies in the interval.

    Returns:
        The difference for the names at hand, and the interval's ends.

    Raises:
        ValueError: If the arrays differ in length, are empty, or hold what cannot be.
    """
    first, counts = _checked_scores(first_log_probabilities, symbol_counts)
    second, _ = _checked_scores(second_log_probabilities, symbol_counts)

    def difference(first_totals, second_totals, symbols):
        return _perplexities(first_totals, symbols) - _perplexities(second_totals, symbols)

    return _bootstrap(difference, (first, second), counts, rng, draws, confidence)


def bootstrap_perplexity_ratio(
    first_log_probabilities: Sequence[float] | np.ndarray,
    second_log_probabilities: Sequence[float] | np.ndarray,
    symbol_counts: Sequence[int] | np.ndarray,
    rng: np.random.Generator,
    draws: int = 2000,
    confidence: float = 0.95,
) -> Interval:
    """Puts an interval around the first model's perplexity divided by the second's.

    Paired as in `bootstrap_perplexity_difference`, with the same arguments. An interval wholly
    below one says that the first model is better on names like these.

    Args:
        first_log_probabilities: `(names,)`, the first model's natural log-probabilities.
        second_log_probabilities: `(names,)`, the second model's, the names in the same order.
        symbol_counts: `(names,)`, predicted symbols in each name, the end symbol counted.
        rng: Source of randomness.
        draws: Int, how many times the names are drawn.
        confidence: Float in (0, 1), share of the draws that lies in the interval.

    Returns:
        The ratio for the names at hand, and the interval's ends.

    Raises:
        ValueError: If the arrays differ in length, are empty, or hold what cannot be.
    """
    first, counts = _checked_scores(first_log_probabilities, symbol_counts)
    second, _ = _checked_scores(second_log_probabilities, symbol_counts)

    def ratio(first_totals, second_totals, symbols):
        return np.exp((second_totals - first_totals) / symbols)

    return _bootstrap(ratio, (first, second), counts, rng, draws, confidence)


class ScoresSymbols(Protocol):
    """A model that tells the natural log-probability of each symbol of a name."""

    def log_probabilities_by_symbol(self, name: str) -> np.ndarray:
        """Returns `(len(name) + 1,)`, the end symbol's last."""


class NoveltyReport(NamedTuple):
    """Three figures that must be read together.

    Noise is entirely new and a parrot entirely plausible: neither figure alone means a thing.

    Attributes:
        samples: Int, how many names were judged.
        novel: Float in [0, 1], share that is not among the training names.
        duplicates: Float in [0, 1], share that repeats an earlier sample.
        nats_per_symbol: Float, mean surprise of an n-gram at the samples' symbols, the end symbol
            counted; compare it with the same figure for real names.
    """

    samples: int
    novel: float
    duplicates: float
    nats_per_symbol: float

    def __str__(self) -> str:
        return (
            f"{self.samples} samples: {self.novel:.0%} novel, {self.duplicates:.0%} duplicates, "
            f"{self.nats_per_symbol:.2f} nats per symbol"
        )


def novelty_report(
    samples: Sequence[str], training_names: Collection[str], ngram: ScoresSymbols
) -> NoveltyReport:
    """Judges invented names by whether they are new, different from each other, and plausible.

    Args:
        samples: Invented names, at least one, without the end symbol.
        training_names: The names that the inventor learned from.
        ngram: Fitted model with `log_probabilities_by_symbol`, such as `WittenBellNGram`. Fitted
            on the training names it is kind to copies of them, which is why the share of novel
            names stands beside it.

    Returns:
        The three figures and the number of samples.

    Raises:
        ValueError: If there are no samples.
    """
    samples = list(samples)
    if not samples:
        raise ValueError("There are no samples to judge.")
    known = set(training_names)
    surprises = np.concatenate([ngram.log_probabilities_by_symbol(name) for name in samples])
    return NoveltyReport(
        samples=len(samples),
        novel=sum(name not in known for name in samples) / len(samples),
        duplicates=1 - len(set(samples)) / len(samples),
        nats_per_symbol=float(-surprises.mean()),
    )


def _perplexities(totals: np.ndarray, symbols: np.ndarray) -> np.ndarray:
    """Turns total log-probabilities and numbers of symbols into perplexities."""
    return np.exp(-totals / symbols)


def _checked_scores(log_probabilities, symbol_counts) -> tuple[np.ndarray, np.ndarray]:
    """Returns both as float arrays `(names,)`, or raises an error that says what is wrong."""
    totals = np.asarray(log_probabilities, dtype=float)
    counts = np.asarray(symbol_counts, dtype=float)
    if totals.ndim != 1 or totals.shape != counts.shape or not len(totals):
        raise ValueError(
            "One log-probability and one number of symbols are wanted for each name, and at least "
            f"one name; the shapes are {totals.shape} and {counts.shape}."
        )
    if not np.isfinite(totals).all() or (totals > 0).any():
        raise ValueError(
            "Log-probabilities must be finite and not above zero. A model that gives a name "
            "probability zero has an infinite perplexity, which no interval can surround."
        )
    if not (np.isfinite(counts).all() and (counts >= 1).all()):
        raise ValueError("Every name has at least one predicted symbol: its end.")
    return totals, counts


def _bootstrap(
    statistic: Callable[..., np.ndarray],
    scores: tuple[np.ndarray, ...],
    counts: np.ndarray,
    rng: np.random.Generator,
    draws: int,
    confidence: float,
) -> Interval:
    """Computes a statistic of totals over the names, and its percentile interval.

    Args:
        statistic: Function of each score's total and the number of symbols, elementwise.
        scores: Float arrays `(names,)`.
        counts: Float array `(names,)`.
        rng: Source of randomness.
        draws: Int, at least 1.
        confidence: Float in (0, 1).
    """
    if draws < 1:
        raise ValueError(f"At least one draw is wanted, not {draws!r}.")
    if not 0 < confidence < 1:
        raise ValueError(f"The confidence must lie between 0 and 1, not at {confidence!r}.")
    names = len(counts)
    columns = np.stack([*scores, counts], axis=1)  # (names, scores + 1)
    times_drawn = rng.multinomial(names, np.full(names, 1 / names), size=draws)  # (draws, names)
    tail = (1 - confidence) / 2
    low, high = np.quantile(statistic(*(times_drawn @ columns).T), [tail, 1 - tail])
    return Interval(float(statistic(*columns.sum(axis=0))), float(low), float(high))
