"""Does the library's attention agree with Keras's own, and does the decoder keep its promises?"""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import ops

from utils.attention import AdditiveAttention, AttentionDecoder

RNG = np.random.default_rng(3)
VALUES = RNG.normal(size=(2, 5, 4)).astype("float32")  # (batch, timesteps, features)
QUERY = RNG.normal(size=(2, 3)).astype("float32")


@pytest.fixture
def attention():
    layer = AdditiveAttention(6)
    layer(QUERY, VALUES)
    layer.bias.assign(RNG.normal(size=6))
    return layer


def test_attention_agrees_with_keras(attention):
    """Are context and weights those of keras.layers.AdditiveAttention with the same numbers?"""
    peer = keras.layers.AdditiveAttention(use_scale=True)
    asked = ops.matmul(QUERY, attention.kernel[4:])[:, None]
    keys = ops.matmul(VALUES, attention.kernel[:4]) + attention.bias
    peer.build([asked.shape, VALUES.shape, keys.shape])
    peer.scale.assign(attention.scale[:, 0])
    expected, scores = peer([asked, VALUES, keys], return_attention_scores=True)
    context, weights = attention(QUERY, VALUES)
    np.testing.assert_allclose(context, expected, atol=1e-5)
    np.testing.assert_allclose(weights, scores[:, 0], atol=1e-5)


def test_keys_may_be_computed_once(attention):
    """Is the result the same with keys handed in?"""
    for one, other in zip(
        attention(QUERY, VALUES), attention(QUERY, VALUES, attention.keys(VALUES)), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_weights_move_with_the_time_steps(attention):
    """Does a permutation of the values permute the weights, and leave the context?"""
    order = [3, 0, 4, 1, 2]
    context, weights = attention(QUERY, VALUES)
    other_context, other_weights = attention(QUERY, VALUES[:, order])
    np.testing.assert_allclose(np.asarray(weights)[:, order], other_weights, atol=1e-6)
    np.testing.assert_allclose(context, other_context, atol=1e-6)


def decoder_by_hand(decoder, values):
    """Runs the decoder's equations with Keras's own cell and softmax, keys anew at each step."""
    cell = keras.layers.GRUCell(decoder.units)
    cell.build((None, values.shape[-1]))
    cell.set_weights(decoder.cell.get_weights())
    kernel, bias = decoder.output_layer.get_weights()
    state, rows, looks = np.zeros((len(values), decoder.units), "float32"), [], []
    for _ in range(decoder.steps):
        context, weights = decoder.attention(state, values)
        state = np.asarray(cell(context[:, 0], [state])[0])
        rows.append(np.asarray(ops.softmax(state @ kernel + bias)))
        looks.append(np.asarray(weights))
    return np.stack(rows, axis=1), np.stack(looks, axis=1)


def test_decoder_does_what_its_docstring_says():
    """Are all steps those of the equations, in order, with one cell?"""
    decoder = AttentionDecoder(7, steps=3, symbols=5, attention_units=6)
    probabilities, looks = decoder(VALUES)
    expected, expected_looks = decoder_by_hand(decoder, VALUES)
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)
    np.testing.assert_allclose(looks, expected_looks, atol=1e-5)
    np.testing.assert_allclose(np.sum(looks, axis=-1), 1.0, atol=1e-5)


def test_number_of_weights_does_not_depend_on_the_steps():
    """Do the same layers serve all steps?"""
    counts = []
    for steps in (1, 4):
        decoder = AttentionDecoder(7, steps, 5)
        decoder(VALUES)
        counts.append(decoder.count_params())
    assert counts[0] == counts[1]


def reader():
    text = keras.Input((5, 4))
    notes = keras.layers.Bidirectional(keras.layers.GRU(3, return_sequences=True))(text)
    return keras.Model(text, list(AttentionDecoder(6, 4, 5, 2)(notes)))


def test_a_saved_model_comes_back(tmp_path):
    """Is the model the same after a `.keras` file, attention and sizes included?"""
    model = reader()
    model.save(tmp_path / "reader.keras")
    again = keras.models.load_model(tmp_path / "reader.keras")
    for one, other in zip(model(VALUES), again(VALUES), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
    assert again.layers[-1].get_config() == model.layers[-1].get_config()


def test_gradients_reach_the_encoder():
    """Does every weight have a slope, those of the encoder included?"""
    import tensorflow as tf

    keras.utils.set_random_seed(1)
    model = reader()
    with tf.GradientTape() as tape:
        probabilities, _ = model(VALUES)
        loss = tf.reduce_mean(-tf.math.log(probabilities[:, :, 0]))
    slopes = tape.gradient(loss, model.trainable_variables)
    assert all(slope is not None and np.abs(slope).max() > 0 for slope in slopes)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: AdditiveAttention(0), "at least one unit"),
        (lambda: AttentionDecoder(3, 0, 5), "at least one unit, step and symbol"),
        (lambda: AdditiveAttention(2)(VALUES, VALUES), r"\(2, 5, 4\)"),
    ],
)
def test_wrong_sizes_are_told_in_words(make, said):
    """Does each wrong argument give a sentence that shows what came?"""
    with pytest.raises(ValueError, match=said):
        make()
