"""Do accuracy, interval, paired test and baseline agree with their definitions?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from utils import classification
from utils.emoji import Sentences


@pytest.mark.parametrize(("right", "total"), [(0, 10), (10, 10), (7, 10), (90, 150)])
def test_wilson_interval_agrees_with_its_formula(right, total):
    """Are the ends those of Wilson's formula, written out?"""
    true = np.zeros(total, dtype=int)
    predicted = np.where(np.arange(total) < right, 0, 1)
    got = classification.accuracy_interval(predicted, true)
    z, p = 1.959963984540054, right / total
    centre = (p + z**2 / (2 * total)) / (1 + z**2 / total)
    reach = z * math.sqrt(p * (1 - p) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    assert got.estimate == p
    assert got.low == pytest.approx(max(centre - reach, 0), abs=1e-9)
    assert got.high == pytest.approx(min(centre + reach, 1), abs=1e-9)


def test_mcnemar_agrees_with_a_coin():
    """Is the p-value the two-sided tail of a fair coin over the sentences that differ?"""
    true = np.zeros(20, dtype=int)
    first, second = true.copy(), true.copy()
    second[:9] = 1  # The first alone is right on nine.
    first[9:11] = 1  # The second alone on two.
    first[11:13] = second[11:13] = 1
    test = classification.mcnemar(first, second, true)
    tail = sum(math.comb(11, k) for k in range(3)) / 2**11
    assert (test.wins, test.losses) == (9, 2)
    assert test.p_value == pytest.approx(2 * tail)


def test_mcnemar_by_pairs_counts_pairs():
    """Do the two sentences of a pair count as one toss?"""
    true = np.array([0, 1, 0, 1, 0, 1, 0, 1])
    average = np.array([0, 0, 0, 0, 1, 1, 2, 2])
    reader = np.array([0, 1, 1, 0, 1, 1, 0, 1])
    test = classification.mcnemar(reader, average, true, unit=2)
    assert (test.wins, test.losses) == (2, 1)
    assert classification.pairs_right(reader, true) == 0.5
    assert classification.pairs_right(average, true) == 0.0


def test_equal_models_are_undecided():
    """Is the p-value 1 where two models answer alike?"""
    assert classification.mcnemar([1, 2], [1, 2], [1, 0]).p_value == 1.0


def test_misfits_are_refused_in_words():
    """Do empty, ragged and indivisible answers get an error that says what is wanted?"""
    with pytest.raises(ValueError, match="at least one sentence"):
        classification.accuracy_interval([], [])
    with pytest.raises(ValueError, match="One answer is wanted"):
        classification.accuracy_interval([1, 2], [1])
    with pytest.raises(ValueError, match="multiple of 2"):
        classification.mcnemar([1, 2, 3], [1, 2, 3], [1, 2, 3], unit=2)


def test_word_counts_know_training_words_only():
    """Does the baseline separate what words separate, and do pairs of words see the order?"""
    texts = ["good soup", "nice soup", "fast train", "late train"] * 3
    train = Sentences(texts, np.array([4, 4, 5, 5] * 3))
    counts = classification.tuned_word_counts(train, train)
    assert counts.predict(["Soup, blorp", "the TRAIN!"]).tolist() == [4, 5]
    texts = ["good not bad", "bad not good"] * 5
    train = Sentences(texts, np.array([2, 3] * 5))
    single, double = (classification.tuned_word_counts(train, train, [n]) for n in (1, 2))
    assert len(set(single.predict(texts))) == 1
    assert double.predict(texts).tolist() == train.labels.tolist()
