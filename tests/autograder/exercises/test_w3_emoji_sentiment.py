"""Are the reference solutions of "Put the right emoji" right? Truth comes from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

WORDS = "we love good bad soup rain not then trains football happy sad".split()
SENTENCES = [
    "we love good soup",
    "sad rain",
    "football football good",
    "good not bad",
    "bad not good",
    "then we love football then trains",
]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w3_emoji_sentiment").reference()


@pytest.fixture
def vectors() -> dict[str, np.ndarray]:
    table = np.random.default_rng(4).standard_normal((len(WORDS), 7))
    return dict(zip(WORDS, table, strict=True))


@pytest.fixture
def index() -> dict[str, int]:
    order = np.random.default_rng(5).permutation(len(WORDS)) + 1
    return {word: int(place) for word, place in zip(WORDS, order, strict=True)}


def test_average_agrees_with_scikit_learns_counts(reference: Reference, vectors: dict):
    """Is the average the table weighted by scikit-learn's own word counts?"""
    from sklearn.feature_extraction.text import CountVectorizer

    typed = [*SENTENCES, "GOOD,\tgood soup!", "no such words"]
    counts = CountVectorizer(vocabulary=WORDS).transform(typed).toarray()
    totals = counts @ np.stack([vectors[word] for word in WORDS])
    expected = totals / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    got = [reference.sentence_to_avg(sentence, vectors) for sentence in typed]
    np.testing.assert_allclose(got, expected, atol=1e-12)


@pytest.mark.parametrize("passes", [1, 4])
def test_model_agrees_with_keras_sgd(reference: Reference, vectors: dict, passes: int):
    """Are weights and predictions those of a Keras layer trained by SGD, one sentence a step?"""
    import keras

    Y = np.array([0, 1, 2, 0, 1, 2])
    predictions, W, b = reference.model(SENTENCES, Y, vectors, 0.2, passes)
    averages = np.array([reference.sentence_to_avg(s, vectors) for s in SENTENCES])
    layer = keras.layers.Dense(3, activation="softmax", kernel_initializer="zeros")
    network = keras.Sequential([keras.Input((7,)), layer])
    network.compile(keras.optimizers.SGD(0.2), "sparse_categorical_crossentropy")
    network.fit(averages, Y, batch_size=1, epochs=passes, shuffle=False, verbose=0)
    kernel, bias = layer.get_weights()
    np.testing.assert_allclose(W, kernel.T, atol=1e-5)
    np.testing.assert_allclose(b, bias, atol=1e-5)
    np.testing.assert_array_equal(predictions, network.predict(averages, verbose=0).argmax(axis=1))


@pytest.mark.parametrize("max_len", [2, 4, 9])
def test_indices_agree_with_keras_text_vectorization(reference: Reference, max_len: int):
    """Are rows, padding and cuts those of Keras's own layer, whose index 1 means unknown?"""
    import keras

    layer = keras.layers.TextVectorization(vocabulary=WORDS, output_sequence_length=max_len)
    rows = np.asarray(layer(np.array(SENTENCES)))
    index = {word: place for place, word in enumerate(WORDS, start=1)}
    got = reference.sentences_to_indices(SENTENCES, index, max_len)
    np.testing.assert_array_equal(got, np.where(rows > 1, rows - 1, 0))
    assert got.shape == (len(SENTENCES), max_len)


def test_layer_looks_up_and_masks(reference: Reference, vectors: dict, index: dict):
    """Does the layer give each word's vector, and does an LSTM above it stop at the padding?"""
    import keras

    layer = reference.pretrained_embedding_layer(vectors, index)
    for word in WORDS:
        row = np.asarray(layer(np.array([[index[word]]])))[0, 0]
        np.testing.assert_allclose(row, vectors[word], rtol=1e-6)
    lstm = keras.layers.LSTM(3)
    row = np.array([[index[w] for w in ("good", "not", "bad")]])
    by_hand = lstm(np.stack([vectors[w] for w in ("good", "not", "bad")])[None].astype("float32"))
    padded = lstm(layer(np.pad(row, ((0, 0), (0, 5)))))
    np.testing.assert_allclose(np.asarray(padded), np.asarray(by_hand), atol=1e-6)
    assert not layer.trainable_weights


def test_reader_learns_the_order(reference: Reference, vectors: dict, index: dict):
    """Can it tell sentences of the same words apart, which no average can?"""
    import keras

    keras.utils.set_random_seed(8)
    X = ["good not bad", "bad not good", "happy not sad", "sad not happy"]
    Y = np.array([2, 3, 2, 3])
    rows = reference.sentences_to_indices(X, index, 5)
    reader = reference.emojify_v2((5,), vectors, index)
    reader.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
    reader.fit(np.tile(rows, (4, 1)), np.tile(Y, 4), epochs=60, verbose=0)
    np.testing.assert_array_equal(np.asarray(reader(rows)).argmax(axis=1), Y)
    averages = [reference.sentence_to_avg(x, vectors) for x in X]
    np.testing.assert_allclose(averages[::2], averages[1::2])


def test_reader_survives_saving(reference: Reference, vectors: dict, index: dict, tmp_path):
    """Does the model come back from a file, frozen vectors included, and answer the same?"""
    import keras

    reader = reference.emojify_v2((6,), vectors, index)
    reader.save(tmp_path / "reader.keras")
    again = keras.models.load_model(tmp_path / "reader.keras")
    rows = reference.sentences_to_indices(SENTENCES, index, 6)
    np.testing.assert_allclose(np.asarray(again(rows)), np.asarray(reader(rows)), atol=1e-6)


def test_references_take_the_courses_mapping(reference: Reference, index: dict):
    """Do all five work with the mapping that the notebook hands them, which is no dictionary?"""
    from utils.embeddings import WordVectors

    words = sorted(index, key=index.get)
    matrix = np.random.default_rng(2).standard_normal((len(words), 5))
    mapping = WordVectors(words, matrix)
    plain = {word: mapping[word] for word in words}
    sentence = "Good soup, we love it!"
    np.testing.assert_array_equal(
        reference.sentence_to_avg(sentence, mapping), reference.sentence_to_avg(sentence, plain)
    )
    empty = reference.sentence_to_avg("", mapping)
    assert empty.tolist() == [0.0] * 5
    empty += 1  # The zeros belong to the caller.
    Y = np.array([0, 1, 2, 0, 1, 2])
    for got, expected in zip(
        reference.model(SENTENCES, Y, mapping, 0.1, 2),
        reference.model(SENTENCES, Y, plain, 0.1, 2),
        strict=True,
    ):
        np.testing.assert_allclose(got, expected, rtol=1e-6)
    layer = reference.pretrained_embedding_layer(mapping, index)
    np.testing.assert_allclose(layer.get_weights()[0][1:], mapping.matrix, rtol=1e-6)
    reader = reference.emojify_v2((4,), mapping, index)
    rows = reference.sentences_to_indices(SENTENCES, index, 4)
    np.testing.assert_allclose(np.asarray(reader(rows)).sum(axis=1), 1.0, rtol=1e-5)
