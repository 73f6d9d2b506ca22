"""Are the reference solutions of "Which word comes next?" right? Truth comes from elsewhere."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

SENTENCES = [list("abacab"), list("ba"), [], list("cab"), list("ab")]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w2_language_models").reference()


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_counts_agree_with_a_counter_over_zip(reference: Reference, n: int):
    """Are the counts those of shifted copies put side by side?"""
    flat: Counter = Counter()
    for sentence in SENTENCES:
        text = ["<START>"] * (n - 1) + sentence + ["<EOS>"]
        flat.update(zip(*(text[k:] for k in range(n)), strict=False))
    counts = reference.count_ngrams(SENTENCES, n)
    found = {(*context, word): c for context, row in counts.items() for word, c in row.items()}
    assert found == dict(flat)


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("k", [0.0, 0.3, 1.0])
def test_all_sentences_and_the_unfinished_sum_to_one(reference: Reference, n: int, k: float):
    """Do the sentences of up to five words, and what is longer, have all of the probability?"""
    counts = reference.count_ngrams([list("ab"), list("aab"), list("b"), list("ba")], n)

    def next_probability(word, context):
        return reference.ngram_probability(word, context, counts, 3, k)

    def prefix(words):
        whole = reference.sentence_log_probability(list(words), next_probability, n)
        past = (("<START>",) * (n - 1) + words)[len(words) :] if n > 1 else ()
        end = next_probability("<EOS>", past)
        return math.exp(whole) / end if end else None

    finished = sum(
        math.exp(reference.sentence_log_probability(list(words), next_probability, n))
        for length in range(6)
        for words in itertools.product("ab", repeat=length)
    )
    if k == 0:
        assert finished <= 1 + 1e-12
        return
    unfinished = sum(
        prefix(words)
        * (1 - next_probability("<EOS>", (("<START>",) * n + words)[len(words) + 1 :]))
        for words in itertools.product("ab", repeat=5)
    )
    assert finished + unfinished == pytest.approx(1)


def test_probabilities_after_a_context_sum_to_one(reference: Reference):
    """Do the V words share one, after contexts that were seen and others?"""
    counts = reference.count_ngrams(SENTENCES, 2)
    for context in (("a",), ("<START>",), ("never",)):
        shares = [
            reference.ngram_probability(w, context, counts, 4, 0.7) for w in [*"abc", "<EOS>"]
        ]
        assert sum(shares) == pytest.approx(1)


def test_perplexity_of_even_odds_is_their_number(reference: Reference):
    """Is the perplexity of a blind guess the size of the vocabulary?"""
    counts = [3, 1, 12]
    logs = [-count * math.log(27) for count in counts]
    assert reference.perplexity(logs, counts) == pytest.approx(27)


def test_scan_is_a_keras_layer(reference: Reference):
    """Are a cell and `scan` together Keras's SimpleRNN?"""
    import keras

    layer = keras.layers.SimpleRNN(4, return_sequences=True, return_state=True, dtype="float64")
    inputs = np.random.default_rng(1).normal(size=(1, 7, 3))
    outputs, last = layer(inputs)
    kernel, recurrent, bias = layer.get_weights()

    def cell(x, state):
        state = np.tanh(x @ kernel + state @ recurrent + bias)
        return state, state

    ys, carry = reference.scan(cell, inputs[0], np.zeros(4))
    np.testing.assert_allclose(ys, np.asarray(outputs)[0], atol=1e-12)
    np.testing.assert_allclose(carry, np.asarray(last)[0], atol=1e-12)


def test_scan_is_tensorflows_with_its_arguments_changed_round(reference: Reference):
    """Does `tf.scan`, wrapped, give the same outputs and the same last carry?"""
    import tensorflow as tf

    def fn(x, carry):
        return 10 * carry + x, 2 * carry + x

    elems = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    first = (np.float64(0.0), np.float64(7.0))
    found = tf.scan(lambda both, x: fn(x, both[1]), elems, first)
    ys, last = reference.scan(fn, elems, 7.0)
    np.testing.assert_allclose(ys, found[0])
    assert last == found[1][-1]


@pytest.mark.parametrize("seed", range(5))
def test_log_perplexity_is_keras_loss_without_a_class(reference: Reference, seed: int):
    """Is it the mean that `SparseCategoricalCrossentropy(ignore_class=0)` takes?"""
    import keras

    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 4, (3, 6, 5)).astype("float32")
    target = rng.integers(1, 5, (3, 6)) * (np.arange(6) < rng.integers(1, 7, (3, 1)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    assert reference.log_perplexity(logits, target) == pytest.approx(
        float(loss(target, logits)), rel=1e-5
    )


def test_pairs_say_what_keras_pads(reference: Reference):
    """Are the rows those of `pad_sequences`, with start in front and end behind?"""
    import keras

    vocabulary = reference.build_vocabulary(SENTENCES, 2)
    X, Y = reference.shifted_pairs(SENTENCES, vocabulary, 4)
    ids = [[vocabulary.get(word, 3) for word in s] for s in SENTENCES]
    options = {"maxlen": 4, "padding": "post", "truncating": "post"}
    np.testing.assert_array_equal(X, keras.utils.pad_sequences([[1, *s] for s in ids], **options))
    np.testing.assert_array_equal(Y, keras.utils.pad_sequences([[*s, 2] for s in ids], **options))


def test_vocabulary_is_a_sort_by_two_keys(reference: Reference):
    """Is the order that of pandas, sorted by count and word?"""
    import pandas

    words = [w for s in SENTENCES for w in s] + ["z", "y", "z"]
    table = pandas.Series(words).value_counts().rename_axis("word").reset_index()
    ordered = table.sort_values(["count", "word"], ascending=[False, True])["word"].tolist()
    found = reference.build_vocabulary([words], 4)
    assert list(found)[4:] == ordered[:4]
    assert list(found.values()) == list(range(8))


def test_language_model_learns_to_look_back(reference: Reference):
    """Does the model learn what only the first word of eight tells?"""
    import keras

    keras.utils.set_random_seed(2)
    rng = np.random.default_rng(0)
    ids = np.tile(np.arange(6, 14), (64, 1))  # What stands between says nothing.
    ids[:, 0] = 4 + rng.integers(0, 2, 64)
    targets = np.zeros((64, 8), int)
    targets[:, 7] = ids[:, 0]
    model = reference.gru_language_model(14, 24)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    model.compile(keras.optimizers.Adam(0.02), loss)
    model.fit(ids, targets, epochs=80, batch_size=16, verbose=0)
    said = np.asarray(model(ids))[:, 7, 4:6].argmax(axis=1) + 4
    assert np.mean(said == ids[:, 0]) > 0.95


def test_drawn_words_follow_the_model(reference: Reference):
    """Are words drawn as often as the model says, the unknown one's share handed round?"""
    from scipy.stats import chisquare

    row = {"a": 0.3, "<UNK>": 0.5, "b": 0.15, "<EOS>": 0.05}
    rng = np.random.default_rng(3)
    drawn = [reference.generate(lambda words: row, [], 1, rng) for _ in range(2000)]
    counts = Counter(words[0] if words else "<EOS>" for words in drawn)
    observed = [counts[word] for word in ("a", "b", "<EOS>")]
    assert chisquare(observed, 2000 * np.array([0.6, 0.3, 0.1])).pvalue > 1e-8


def test_next_words_are_keras_top_k(reference: Reference):
    """Are they the ids of `keras.ops.top_k`, where none are equal?"""
    import keras

    probabilities = np.random.default_rng(4).dirichlet(np.ones(9))
    probabilities[:2] = 0.0
    best = np.asarray(keras.ops.top_k(probabilities, 3)[1])
    names = {i: f"w{i}" for i in range(9)}
    assert reference.next_words(probabilities, names, 3) == [f"w{i}" for i in best]
