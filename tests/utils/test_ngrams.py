"""Tests of the Witten-Bell n-gram, against values worked out by hand and a slow second writing."""

import doctest
import itertools
import math
from collections import Counter

import numpy as np
import pytest
from scipy import stats

import utils.ngrams
from utils.ngrams import END, WittenBellNGram, choose_order

NAMES = ["abba", "ab", "caba", "b", "abba"]


def slow_probability(names, order, alphabet, past, symbol):
    """Follows the formula literally: recounts the corpus at every level of the recursion.

    Positions are recounted with an explicit list of symbols, no strings and no table.
    """
    past = ["start", *past]

    def level(length):
        if length < 0:
            return 1 / (len(alphabet) + 1)
        context = past[len(past) - length :]
        followers = []
        for name in names:
            symbols = ["start", *name, "end"]
            for position in range(max(1, length), len(symbols)):
                if symbols[position - length : position] == context:
                    followers.append(symbols[position])
        if not followers:
            return level(length - 1)
        weight = len(followers) / (len(followers) + len(set(followers)))
        share = followers.count(symbol) / len(followers)
        return weight * share + (1 - weight) * level(length - 1)

    return level(min(order - 1, len(past)))


def test_unigram_worked_out_by_hand():
    """Does order 1 blend the symbols' shares with the uniform distribution?

    "aab" and its end are 4 symbols of 3 kinds over an alphabet of a, b and the end:
    P(a) = (2 + 3 * 1/3) / (4 + 3) = 3/7, and P(b) = P(end) = (1 + 1) / 7 = 2/7.
    """
    model = WittenBellNGram(1, alphabet="ab").fit(["aab"])
    assert model.next_symbol_probabilities("") == pytest.approx(
        {"a": 3 / 7, "b": 2 / 7, END: 2 / 7}
    )
    assert model.log_probability("ba") == pytest.approx(math.log(3 * 2 * 2 / 7**3))


def test_bigram_worked_out_by_hand():
    """Does order 2 blend what followed the last letter with order 1?

    In "aab", a was followed once by a and once by b: 2 times, 2 kinds. With the unigram above,
    P(a | a) = (1 + 2 * 3/7) / 4 = 13/28, P(b | a) = (1 + 2 * 2/7) / 4 = 11/28,
    P(end | a) = (0 + 2 * 2/7) / 4 = 4/28. The start was followed by a alone:
    P(a | start) = (1 + 3/7) / 2 = 20/28, P(b | start) = P(end | start) = 4/28.
    """
    model = WittenBellNGram(2, alphabet="ab").fit(["aab"])
    after_a = {"a": 13 / 28, "b": 11 / 28, END: 4 / 28}
    assert model.next_symbol_probabilities("a") == pytest.approx(after_a)
    assert model.next_symbol_probabilities("ba") == pytest.approx(after_a)
    at_start = {"a": 20 / 28, "b": 4 / 28, END: 4 / 28}
    assert model.next_symbol_probabilities("") == pytest.approx(at_start)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 6])
def test_agrees_with_the_formula_recounted(order):
    """Does every probability agree with a second, slow writing of the formula?"""
    model = WittenBellNGram(order, alphabet="abcd").fit(NAMES)
    pasts = ["".join(past) for n in range(4) for past in itertools.product("abcd", repeat=n)]
    for past in pasts:
        expected = {
            symbol: slow_probability(NAMES, order, "abcd", past, "end" if symbol == END else symbol)
            for symbol in model.symbols
        }
        assert model.next_symbol_probabilities(past) == pytest.approx(expected)


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_probabilities_sum_to_one_in_every_context(order):
    """Is every prediction a distribution over the alphabet and the end, seen or unseen context?"""
    model = WittenBellNGram(order).fit(["rex", "tyrannosaurus", "mei", "yi"])
    for past in ["", "t", "ty", "tyr", "rex", "q", "qzqz", "saurus", "tyrannosaurus"]:
        probabilities = model.next_symbol_probabilities(past)
        assert len(probabilities) == 27
        assert min(probabilities.values()) > 0
        assert math.fsum(probabilities.values()) == pytest.approx(1, abs=1e-12)


def test_names_are_a_distribution():
    """Do the probabilities of all names sum to one, the end symbol being counted?

    Of a unigram's names, the share longer than n letters is (1 - P(end)) ** (n + 1).
    """
    model = WittenBellNGram(1, alphabet="ab").fit(["aab"])
    names = ("".join(name) for n in range(9) for name in itertools.product("ab", repeat=n))
    total = math.fsum(math.exp(model.log_probability(name)) for name in names)
    assert total == pytest.approx(1 - (5 / 7) ** 9)


def test_an_unseen_context_backs_off_to_its_seen_ending():
    """Is a context never seen answered by the longest ending of it that was seen?"""
    model = WittenBellNGram(4, alphabet="abc").fit(["abab", "bab"])
    shorter = WittenBellNGram(3, alphabet="abc").fit(["abab", "bab"])
    assert model.next_symbol_probabilities("cab") == shorter.next_symbol_probabilities("cab")
    unigram = WittenBellNGram(1, alphabet="abc").fit(["abab", "bab"])
    assert model.next_symbol_probabilities("ccc") == unigram.next_symbol_probabilities("")


def test_a_context_looks_no_farther_than_the_order():
    """Does order n see n - 1 symbols, the name's start among them, and no more?"""
    model = WittenBellNGram(3, alphabet="ab").fit(NAMES[:2])
    assert model.next_symbol_probabilities("aab") == model.next_symbol_probabilities("bab")
    assert model.next_symbol_probabilities("ab") == model.next_symbol_probabilities("bab")
    assert model.next_symbol_probabilities("a") != model.next_symbol_probabilities("ba")


def test_scores_of_symbols_add_up():
    """Is the name's log-probability the sum over its symbols, each given what precedes it?"""
    model = WittenBellNGram(3, alphabet="abc").fit(NAMES)
    name = "abca"
    steps = [model.next_symbol_probabilities(name[:t])[(name + END)[t]] for t in range(5)]
    np.testing.assert_allclose(model.log_probabilities_by_symbol(name), np.log(steps))
    assert model.log_probability(name) == pytest.approx(math.log(math.prod(steps)))
    empty = model.next_symbol_probabilities("")[END]
    assert model.log_probability("") == pytest.approx(math.log(empty))


def test_perplexity_is_over_symbols_not_over_names():
    """Is perplexity exp of the mean surprise of all symbols, ends counted, long names heavier?"""
    model = WittenBellNGram(2, alphabet="abc").fit(NAMES)
    held_out = ["a", "cccccccc", "abab"]
    surprises = [-value for name in held_out for value in model.log_probabilities_by_symbol(name)]
    assert len(surprises) == 2 + 9 + 5
    assert model.perplexity(held_out) == pytest.approx(math.exp(sum(surprises) / 16))
    by_name = [model.perplexity([name]) for name in held_out]
    assert model.perplexity(held_out) != pytest.approx(np.mean(by_name), rel=0.01)


def test_perplexity_of_a_model_that_knows_nothing():
    """Is one letter name's perplexity that of a near-uniform guess when every symbol was seen once?

    "abc" and the end: 4 symbols, each once, so that order 1 is uniform and its perplexity is 4.
    """
    model = WittenBellNGram(1, alphabet="abc").fit(["abc"])
    assert model.perplexity(["a", "cab", ""]) == pytest.approx(4)


def test_fitting_again_forgets():
    """Does a second fit replace the first, and does a repeated name count twice?"""
    model = WittenBellNGram(3, alphabet="abc").fit(["ccc"]).fit(NAMES)
    fresh = WittenBellNGram(3, alphabet="abc").fit(iter(NAMES))
    assert model.next_symbol_probabilities("c") == fresh.next_symbol_probabilities("c")
    once = WittenBellNGram(2, alphabet="ab").fit(["ab"]).log_probability("ab")
    assert WittenBellNGram(2, alphabet="ab").fit(["ab"] * 3).log_probability("ab") > once


def test_samples_follow_the_probabilities():
    """Do short names come as often as the model says they should?"""
    model = WittenBellNGram(2, alphabet="ab").fit(["a", "ab", "b", "ab"])
    rng = np.random.default_rng(7)
    counts = Counter(model.sample(rng) for _ in range(4000))
    names = ["", "a", "b", "ab", "ba", "aa", "bb", "aba"]
    shares = [math.exp(model.log_probability(name)) for name in names]
    observed = [counts[name] for name in names]
    expected = [4000 * share for share in shares]
    observed.append(4000 - sum(observed))
    expected.append(4000 - sum(expected))
    assert stats.chisquare(observed, expected).pvalue > 1e-6


def test_sample_stops_at_the_longest_length_and_repeats_with_the_seed():
    """Is a name that will not end cut, and does an equal generator invent an equal name?"""
    model = WittenBellNGram(3, alphabet="a").fit(["a" * 5000])
    assert model.sample(np.random.default_rng(0), max_length=7) == "a" * 7
    assert len(model.sample(np.random.default_rng(0))) <= 50
    model = WittenBellNGram(3).fit(["velociraptor", "oviraptor", "gigantoraptor"])
    first, second = (model.sample(np.random.default_rng(3)) for _ in range(2))
    assert first == second


def test_sample_leaves_the_global_generator_alone():
    """Does the randomness come from the generator that was given, and from nothing else?"""
    model = WittenBellNGram(2).fit(["mei", "kol"])
    before = np.random.get_state()[1].copy()
    model.sample(np.random.default_rng(1))
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_the_order_is_chosen_on_the_validation_names():
    """Does a language in which the second-last letter decides call for order 3, by validation?"""
    rng = np.random.default_rng(11)

    def name():
        letters = list(rng.choice(list("ab"), size=2))
        while len(letters) < 12:
            letters.append({"a": "b", "b": "a"}[letters[-2]])
        return "".join(letters)

    training, validation = ([name() for _ in range(20)] for _ in range(2))
    model, perplexities = choose_order(training, validation, orders=[1, 2, 3])
    assert model.order == 3
    assert list(perplexities) == [1, 2, 3]
    for order, perplexity in perplexities.items():
        expected = WittenBellNGram(order).fit(training).perplexity(validation)
        assert perplexity == pytest.approx(expected)
    assert perplexities[2] > 1.5 * perplexities[3]


@pytest.mark.parametrize(
    ("action", "complaint"),
    [
        (lambda: WittenBellNGram(0), "from 1 up, not 0"),
        (lambda: WittenBellNGram(2.5), "not 2.5"),
        (lambda: WittenBellNGram(2, alphabet="aba"), "different letters"),
        (lambda: WittenBellNGram(2, alphabet="a$"), "markers"),
        (lambda: WittenBellNGram(2).fit([]), "no names"),
        (lambda: WittenBellNGram(2).fit("rex"), "single string 'rex'"),
        (lambda: WittenBellNGram(2).fit(["T-rex"]), "'T-rex' has the character 'T'"),
        (lambda: WittenBellNGram(2).fit(["rex\n"]), "in the alphabet"),
        (lambda: WittenBellNGram(2).fit(["rex"]).log_probability("réx"), "'é'"),
        (lambda: WittenBellNGram(2).fit(["rex"]).perplexity(["rex$"]), "'\\$'"),
        (lambda: WittenBellNGram(2).fit(["rex"]).perplexity([]), "no names"),
        (lambda: WittenBellNGram(2).fit(["rex"]).next_symbol_probabilities("^"), "'\\^'"),
        (lambda: WittenBellNGram(2).log_probability("rex"), "call fit"),
        (lambda: choose_order(["rex"], ["mei"], orders=[]), "no orders"),
    ],
)
def test_wrong_input_is_refused_in_words(action, complaint):
    """Is each kind of wrong input refused with a message that says what came?"""
    with pytest.raises(ValueError, match=complaint):
        action()


def test_the_example_in_the_docstring_is_true():
    """Does the documentation's example give what it shows?"""
    results = doctest.testmod(utils.ngrams)
    assert results.attempted > 0
    assert results.failed == 0
