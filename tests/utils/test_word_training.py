"""Is a word model trained and scored as promised, whatever it is made of?"""

import numpy as np
import pytest

from utils import word_training
from utils.word_training import (
    batches_by_length,
    next_word_distributions,
    next_word_function,
    symbol_log_probabilities,
    train_language_model,
    weights_megabytes,
)

V = 12


def sentences(rng, count=120):
    """Makes sentences in which each word follows from the one before."""
    inputs, targets = np.zeros((count, 8), int), np.zeros((count, 8), int)
    for row in range(count):
        length, first = int(rng.integers(1, 8)), int(rng.integers(4, V))
        words = [4 + (first - 4 + k) % (V - 4) for k in range(length)]
        inputs[row, : length + 1] = [1, *words]
        targets[row, : length + 1] = [*words, 2]
    return inputs, targets


def tied(units=16):
    """Builds a model that ends in its own embedding."""
    import keras

    ids = keras.Input((None,), dtype="int32")
    rows = keras.layers.ReversibleEmbedding(V, units)
    states = keras.layers.GRU(units, return_sequences=True)(rows(ids))
    return keras.Model(ids, rows(states, reverse=True))


def dense(units=16):
    """Builds a model that ends in a dense layer."""
    import keras

    ids = keras.Input((None,), dtype="int32")
    states = keras.layers.Embedding(V, 9)(ids)
    states = keras.layers.GRU(units, return_sequences=True)(states)
    return keras.Model(ids, keras.layers.Dense(V)(states))


def other(units=16):
    """Builds a model that cannot be taken apart: something follows the last product."""
    import keras

    ids = keras.Input((None,), dtype="int32")
    states = keras.layers.GRU(units, return_sequences=True)(keras.layers.Embedding(V, 9)(ids))
    logits = keras.layers.Dense(V)(keras.layers.Dense(8)(states))
    return keras.Model(ids, keras.layers.Rescaling(2.0)(logits))


def test_batches_hold_each_sentence_once():
    """Is each sentence in one batch, and are its symbols within the batch's length?"""
    _, targets = sentences(np.random.default_rng(0))
    for rng in (None, np.random.default_rng(1)):
        groups = list(batches_by_length(targets, 40, rng))
        assert sorted(np.concatenate([rows for rows, _ in groups])) == list(range(120))
        for rows, length in groups:
            assert np.count_nonzero(targets[rows][:, length:]) == 0
            assert np.count_nonzero(targets[rows][:, length - 1]) > 0


def test_models_are_taken_apart_or_left_whole():
    """Is the last product found where there is one, and with the model's own numbers?"""
    assert word_training._parts(tied()) is not None
    assert word_training._parts(dense()) is not None
    assert word_training._parts(other()) is None


@pytest.mark.parametrize("build", [tied, dense, other])
def test_training_lowers_the_surprise(build, monkeypatch):
    """Does each kind of model learn what follows, by a sample of the words or by all?"""
    import keras

    monkeypatch.setattr(word_training, "LEARNING_RATE", 0.03)
    monkeypatch.setattr(word_training, "SAMPLED", 8)
    monkeypatch.setattr(word_training, "SYMBOLS", 40)
    keras.utils.set_random_seed(3)
    inputs, targets = sentences(np.random.default_rng(2))
    model, epochs = build(), []
    before = symbol_log_probabilities(model, inputs, targets).sum()
    spent = train_language_model(
        model, inputs, targets, 3, after_epoch=lambda epoch, seconds: epochs.append(epoch)
    )
    after = symbol_log_probabilities(model, inputs, targets).sum()
    assert epochs == [1, 2, 3]
    assert spent > 0
    assert after > 0.9 * before  # Nearer to 0, as both are negative.


def test_scores_are_keras_scores():
    """Are the scores those of Keras's loss, and 0 where there is padding?"""
    import keras

    inputs, targets = sentences(np.random.default_rng(4), 30)
    model = dense()
    found = symbol_log_probabilities(model, inputs, targets)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")
    expected = -np.asarray(loss(targets, model(inputs))) * (targets > 0)
    assert found == pytest.approx(expected, abs=1e-5)


def test_next_words():
    """Are both ways to ask for the next word distributions, and the same?"""
    model = tied()
    rows = np.array([[1, 5, 6], [1, 7, 4]])
    found = next_word_distributions(model, rows)
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert next_word_function(model)([1, 5, 6]) == pytest.approx(found[0], abs=1e-6)
    assert weights_megabytes(model) == pytest.approx(model.count_params() * 4 / 1e6)
