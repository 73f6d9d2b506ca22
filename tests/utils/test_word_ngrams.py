"""Are the smoothed word n-grams distributions, and those that the papers describe?"""

from collections import Counter

import numpy as np
import pytest

from utils.word_ngrams import (
    END,
    FALLBACK,
    START,
    KneserNey,
    WittenBell,
    discounts,
    windows,
)

KINDS = [WittenBell, KneserNey]
SIZE = 9  # ids: padding, start, end, unknown and five words


def text(rng, sentences=60, longest=7):
    """Returns inputs and targets of random sentences over words 3 to 8, some rarer than others."""
    inputs = np.zeros((sentences, longest + 1), int)
    targets = np.zeros_like(inputs)
    for row in range(sentences):
        words = 3 + rng.binomial(5, 0.35, int(rng.integers(0, longest + 1)))
        inputs[row, : len(words) + 1] = [START, *words]
        targets[row, : len(words) + 1] = [*words, END]
    return inputs, targets


def test_windows_hold_starts_words_and_end():
    """Does each symbol stand behind those before it, padding left out?"""
    found = windows(np.array([[1, 5, 6], [1, 0, 0]]), np.array([[5, 6, 2], [2, 0, 0]]), 3)
    assert found.tolist() == [[1, 1, 5], [1, 5, 6], [5, 6, 2], [1, 1, 2]]
    assert windows(np.array([[1, 5]]), np.array([[5, 2]]), 1).tolist() == [[5], [2]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_every_distribution_sums_to_one(kind, order):
    """Do the symbols share out exactly one, after contexts seen and never seen?"""
    rng = np.random.default_rng(order)
    model = kind(order, SIZE).fit(windows(*text(rng), order))
    for length in range(6):
        found = model.next_probabilities(rng.integers(3, SIZE, length).tolist())
        assert found.shape == (SIZE,)
        assert found.sum() == pytest.approx(1, abs=1e-12)
        assert (found[2:] > 0).all()
        assert not found[:2].any()


def slow(kind, seen, window):
    """Returns a probability as the formulas say it, with Counters and recursion."""
    order = seen.shape[1]

    def counts(length):
        rows = [tuple(row[order - length - 1 :]) for row in seen.tolist()]
        raw = Counter(rows)
        if kind is WittenBell or length == order - 1:
            return raw
        longer = {tuple(row[order - length - 2 :]) for row in seen.tolist()}
        before = Counter(row[1:] for row in longer)
        return {g: raw[g] if length and g[0] == START else before[g] for g in raw}

    def probability(length):
        if length < 0:
            return 1 / (SIZE - 2)
        table, asked = counts(length), tuple(window[order - length - 1 :])
        row = {gram: count for gram, count in table.items() if gram[:-1] == asked[:-1]}
        if not row:
            return probability(length - 1)
        total, own = sum(row.values()), row.get(asked, 0)
        if kind is WittenBell:
            return (own + len(row) * probability(length - 1)) / (total + len(row))
        taken = discounts(np.array(list(table.values())))

        def take(count):
            return taken[min(count, 3) - 1] if count else 0.0

        rest = sum(map(take, row.values()))
        return (own - take(own) + rest * probability(length - 1)) / total

    return probability(order - 1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_arrays_say_what_the_formulas_say(kind, order):
    """Does counting in arrays give the probabilities of a plain, slow program?"""
    rng = np.random.default_rng(10 * order)
    seen, asked = windows(*text(rng), order), windows(*text(rng, 12), order)
    found = kind(order, SIZE).fit(seen).log_probabilities(asked)
    expected = [np.log(slow(kind, seen, row)) for row in asked.tolist()]
    assert found == pytest.approx(expected, abs=1e-12)


def test_witten_bell_by_hand():
    """Is the smallest example that of paper and pencil: a a b, order 2?"""
    seen = windows(np.array([[1, 4, 4, 5]]), np.array([[4, 4, 5, 2]]), 2)
    model = WittenBell(2, 6).fit(seen)
    unigram = (2 + 3 / 4) / (4 + 3)  # a came twice of four; three kinds; four symbols to predict.
    expected = (1 + 2 * unigram) / (2 + 2)  # After a: a once of twice; two kinds.
    assert np.exp(model.log_probabilities(np.array([[4, 4]]))) == pytest.approx([expected])


def test_a_word_that_follows_one_word_only_is_rare_elsewhere():
    """Is "francisco", frequent behind "san" alone, less likely than a word of many places?"""
    san, francisco, glasses = 4, 5, 6
    pairs = [(san, francisco)] * 20 + [(w, glasses) for w in (3, 7, 8) for _ in range(3)]
    inputs = np.array([[1, first, second] for first, second in pairs])
    targets = np.array([[first, second, 2] for first, second in pairs])
    seen = windows(inputs, targets, 2)
    new = np.array([[glasses, francisco], [glasses, glasses]])  # Neither was ever seen.
    rare, common = KneserNey(2, SIZE).fit(seen).log_probabilities(new)
    by_counts = WittenBell(2, SIZE).fit(seen).log_probabilities(new)
    assert rare < common
    assert by_counts[0] > by_counts[1]


def test_discounts():
    """Are the three discounts Chen and Goodman's, with a way out where the text is too small?"""
    counts = np.repeat([1, 2, 3, 4], [40, 10, 5, 2])
    share = 40 / 60
    expected = [1 - 2 * share * 10 / 40, 2 - 3 * share * 5 / 10, 3 - 4 * share * 2 / 5]
    assert discounts(counts) == pytest.approx(expected)
    assert discounts(np.array([1, 1, 2])) == list(FALLBACK)
    assert discounts(np.repeat([1, 2, 3, 4], [1, 1, 9, 1])) == list(FALLBACK)


def test_size_is_told():
    """Are entries and bytes counted?"""
    rng = np.random.default_rng(5)
    seen = windows(*text(rng), 3)
    small, large = (KneserNey(n, SIZE).fit(seen) for n in (1, 3))
    assert small.entries == len(np.unique(seen[:, -1]))
    assert large.entries > small.entries
    assert large.megabytes > small.megabytes > 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be(kind):
    """Does a wrong order, or asking before counting, say so in a sentence?"""
    with pytest.raises(ValueError, match="order"):
        kind(0, SIZE)
    with pytest.raises(ValueError, match="fit"):
        kind(2, SIZE).log_probabilities(np.array([[4, 4]]))
    with pytest.raises(ValueError, match="order"):
        windows(np.array([[1]]), np.array([[2]]), 0)
