"""Is the tuned n-gram the blend it claims to be, and is the best caution chosen?"""

import doctest
import itertools

import numpy as np
import pytest

import utils.tuned_ngrams
from utils.ngrams import END, WittenBellNGram
from utils.tuned_ngrams import TunedNGram, tune_ngram

NAMES = ["abba", "ab", "caba", "b", "abba"]


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_a_caution_of_one_is_witten_and_bell(order):
    """Does the factor 1 give the plain model's probabilities, for every prefix?"""
    plain = WittenBellNGram(order, "abc").fit(NAMES)
    tuned = TunedNGram(order, 1, "abc").fit(NAMES)
    for prefix in ["", "a", "ab", "abb", "cc", "bacab"]:
        expected = plain.next_symbol_probabilities(prefix)
        assert tuned.next_symbol_probabilities(prefix) == pytest.approx(expected)


def test_a_unigram_by_hand():
    """Is P(s) = (count + caution * kinds / symbols) / (total + caution * kinds)?"""
    model = TunedNGram(1, 2.5, "abc").fit(["ab", "a"])  # a a b end end: 5 symbols, 3 kinds
    probabilities = model.next_symbol_probabilities("")
    floor = 2.5 * 3 / 4
    expected = {"a": 2 + floor, "b": 1 + floor, "c": floor, END: 2 + floor}
    assert probabilities == pytest.approx({s: p / (5 + 7.5) for s, p in expected.items()})


@pytest.mark.parametrize("caution", [0.3, 4])
def test_probabilities_of_all_short_names_and_longer_ones_sum_to_one(caution):
    """Is it a distribution over names: all of up to three letters, and the rest?"""
    model = TunedNGram(3, caution, "abc").fit(NAMES)
    total = 0.0
    for length in range(4):
        for letters in itertools.product("abc", repeat=length):
            total += np.exp(model.log_probability("".join(letters)))
    longer = sum(
        np.exp(model.log_probabilities_by_symbol("".join(letters))[:-1].sum())
        for letters in itertools.product("abc", repeat=4)
    )
    assert total + longer == pytest.approx(1)


def test_the_caution_with_the_lowest_perplexity_is_chosen():
    """Is the chosen model the best of the grid on the validation names, and fitted?"""
    validation = ["abca", "ba", "cab"]
    grid = (0.25, 1, 4, 16)
    chosen = tune_ngram(3, NAMES, validation, grid)
    best = min(grid, key=lambda c: TunedNGram(3, c).fit(NAMES).perplexity(validation))
    assert chosen.caution == best
    assert chosen.order == 3


def test_bad_input_is_refused_in_words():
    """Do a caution that is not positive and an empty grid give an error that says so?"""
    for caution in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="above 0"):
            TunedNGram(3, caution)
    with pytest.raises(ValueError, match="no cautions"):
        tune_ngram(3, NAMES, NAMES, [])


def test_examples_run():
    """Do the examples in the docstrings give what they show?"""
    assert doctest.testmod(utils.tuned_ngrams).failed == 0
