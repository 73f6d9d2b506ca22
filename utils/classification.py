"""Scores of classifiers with intervals, a paired test, and a baseline that counts words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from utils.evaluation import Interval
from utils.text import tokenize


def accuracy_interval(predicted, true, confidence: float = 0.95) -> Interval:
    """Computes the share of right answers, with Wilson's interval.

    Wilson's interval stays within [0, 1] and is honest near both ends, where the usual
    "plus or minus" is not.

    Args:
        predicted: Ints `(m,)`.
        true: Ints `(m,)`.
        confidence: Float in (0, 1).

    Returns:
        The accuracy and the interval's ends.

    Raises:
        ValueError: If there are no answers, or the lengths differ.

    Source:
        Wilson, 1927, https://doi.org/10.1080/01621459.1927.10502953.

    Example:
        >>> print(accuracy_interval([1, 1, 0, 2], [1, 1, 0, 0]))
        0.75 [0.30, 0.95]
    """
    from scipy.stats import binomtest

    predicted, true = np.asarray(predicted), np.asarray(true)
    if predicted.shape != true.shape or predicted.ndim != 1 or not len(true):
        raise ValueError(
            "One answer is wanted for each sentence, and at least one sentence; the shapes are "
            f"{predicted.shape} and {true.shape}."
        )
    right = int((predicted == true).sum())
    ends = binomtest(right, len(true)).proportion_ci(confidence, method="wilson")
    return Interval(right / len(true), float(ends.low), float(ends.high))


class PairedTest(NamedTuple):
    """Which of two models is better on the same units, each decided by itself.

    Attributes:
        wins: Int, units on which the first model got more right.
        losses: Int, units on which the second did.
        p_value: Float, how often so unequal a split would come of tossing a fair coin.
    """

    wins: int
    losses: int
    p_value: float

    def __str__(self) -> str:
        return f"{self.wins} to {self.losses}, p = {self.p_value:.2g}"


def mcnemar(first, second, true, unit: int = 1) -> PairedTest:
    """Compares two models on the same sentences by McNemar's exact test.

    1. Units on which both models get equally many right say nothing and are left out.
    2. Were the models equally good, each of the others would go either way like a fair coin.

    Args:
        first: Ints `(m,)`, the first model's answers.
        second: Ints `(m,)`, the second's.
        true: Ints `(m,)`.
        unit: Int, how many neighbouring sentences stand or fall together: 2 for pairs, whose two
            sentences are not independent of each other.

    Returns:
        Wins and losses of the first model, and the two-sided p-value.

    Raises:
        ValueError: If the lengths differ, or do not divide by the unit.

    Source:
        McNemar, 1947, https://doi.org/10.1007/BF02295996.

    Example:
        >>> mcnemar([1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0]).p_value
        0.0625
    """
    from scipy.stats import binomtest

    first, second, true = (np.asarray(answers) for answers in (first, second, true))
    if not first.shape == second.shape == true.shape or first.ndim != 1 or len(true) % unit:
        raise ValueError(
            f"Equally many answers are wanted, a multiple of {unit}; the shapes are "
            f"{first.shape}, {second.shape} and {true.shape}."
        )
    lead = ((first == true).astype(int) - (second == true)).reshape(-1, unit).sum(axis=1)
    wins, losses = int((lead > 0).sum()), int((lead < 0).sum())
    p_value = binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
    return PairedTest(wins, losses, float(p_value))


def pairs_right(predicted, true) -> float:
    """Returns the share of pairs (sentences 2k and 2k + 1) with both answers right.

    Example:
        >>> pairs_right([1, 2, 0, 0], [1, 2, 0, 3])
        0.5
    """
    right = np.asarray(predicted) == np.asarray(true)
    return float(right.reshape(-1, 2).all(axis=1).mean())


def tuned_word_counts(train, validation, orders=(1, 2), split=tokenize):
    """Fits naive Bayes on counts of words, tuned on the validation sentences.

    Knows no word vectors: a word that it was not trained on does not exist for it. Of all pairs of
    order and smoothing, the one that puts most validation sentences right is kept.

    Args:
        train: `utils.emoji.Sentences`, or anything with texts and labels, to learn from.
        validation: The same, to choose by.
        orders: Ints to choose from. 1 counts single words; 2 counts pairs of neighbours too, and
            so sees a little of the order.
        split: Function from a string to a list of words.

    Returns:
        A fitted scikit-learn pipeline; its `predict` takes a list of strings.

    Source:
        Rennie, Shih, Teevan and Karger, 2003, Tackling the poor assumptions of naive Bayes text
        classifiers, section 3.1 (complement naive Bayes).
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline

    best, most = None, -1.0
    for order in orders:
        for smoothing in (0.03, 0.1, 0.3, 1.0, 3.0):
            counts = CountVectorizer(
                tokenizer=split, token_pattern=None, lowercase=False, ngram_range=(1, order)
            )
            fitted = make_pipeline(counts, ComplementNB(alpha=smoothing))
            fitted.fit(train.texts, train.labels)
            score = fitted.score(validation.texts, validation.labels)
            if score > most:
                best, most = fitted, score
    return best
