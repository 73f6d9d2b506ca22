"""Are the reference solutions of "A framework of your own" right? Truth comes from elsewhere."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import special

from autograder.checks.measures.weights import first_weights
from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

SEEDS = range(3)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w4_sentiment_layers").reference()


def differences(f, arrays: list[np.ndarray], step: float = 1e-5) -> list[np.ndarray]:
    """Returns central differences of a float64 function by each array."""
    slopes = [np.zeros_like(array) for array in arrays]
    for array, slope in zip(arrays, slopes, strict=True):
        for place in np.ndindex(array.shape):
            old = array[place]
            array[place] = old + step
            above = f(arrays)
            array[place] = old - step
            slope[place] = (above - f(arrays)) / (2 * step)
            array[place] = old
    return slopes


def loss_in_double(weights: list[np.ndarray], ids: np.ndarray, y: np.ndarray) -> float:
    """Computes the loss of the whole net in NumPy, in float64."""
    E, W1, b1, W2, b2 = weights
    real = (ids != 0)[..., None]
    mean = (E[ids] * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
    scores = np.maximum(mean @ W1 + b1, 0) @ W2 + b2
    return float(-special.log_softmax(scores, axis=1)[np.arange(len(y)), y].mean())


def whole_net(reference: Reference, rng: np.random.Generator):
    """Returns a net, ids with padding and an empty row, and labels."""
    layers = (reference.Embedding(9, 4), reference.Mean(), reference.Dense(5), reference.ReLU())
    net = reference.Serial(*layers, reference.Dense(3), reference.LogSoftmax())
    net.init_weights((None,), rng)
    moved = [
        w + rng.normal(0, 0.2, w.shape).astype("float32") for w in keras.tree.flatten(net.weights)
    ]
    net.weights = keras.tree.pack_sequence_as(net.weights, moved)  # No unit sits on ReLU's corner.
    ids = np.where(np.arange(6) < rng.integers(1, 7, (7, 1)), rng.integers(1, 9, (7, 6)), 0)
    ids[2] = 0
    return net, ids, rng.integers(0, 3, 7)


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_of_the_whole_net_are_finite_differences(reference: Reference, seed: int):
    """Are the slopes of all weights those of differences in float64, padding and empty row included?"""
    net, ids, y = whole_net(reference, np.random.default_rng(seed))

    def loss_of(weights):
        net.weights = weights
        return reference.cross_entropy(net(ids), y)

    before = net.weights
    found = keras.tree.flatten(reference.grad(loss_of)(before))
    double = [np.asarray(w, dtype=float) for w in keras.tree.flatten(before)]
    for one, other in zip(
        found, differences(lambda w: loss_in_double(w, ids, y), double), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=2e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_net_is_its_twin(reference: Reference, seed: int):
    """Are log-probabilities and gradients those of Keras's own layers with the same weights?"""
    net, ids, y = whole_net(reference, np.random.default_rng(seed))
    ids[2, 0] = 1  # Padding alone is NaN in Keras.
    twin = reference.keras_twin(9, 4, 5, 3)
    twin.set_weights(keras.tree.flatten(net.weights))
    np.testing.assert_allclose(net(ids), twin(ids), atol=1e-6)

    def loss_of(weights):
        net.weights = weights
        return reference.cross_entropy(net(ids), y)

    slopes = keras.tree.flatten(reference.grad(loss_of)(net.weights))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(y, twin(ids, training=True))
        )
    for one, other in zip(slopes, tape.gradient(loss, twin.trainable_weights), strict=True):
        np.testing.assert_allclose(one, tf.convert_to_tensor(other), atol=1e-6)


def test_keras_gives_nan_for_padding_alone_and_we_do_not(reference: Reference):
    """Is the text right about `GlobalAveragePooling1D`?"""
    x, mask = np.ones((1, 3, 2), "float32"), np.zeros((1, 3), dtype=bool)
    assert np.isnan(keras.layers.GlobalAveragePooling1D()(x, mask=mask)).all()
    assert np.array_equal(reference.Mean()(x, mask), np.zeros((1, 2)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_is_one_of_keras_sgd(reference: Reference, seed: int):
    """Are the weights after three steps those of `keras.optimizers.SGD`, and the losses its own?"""
    rng = np.random.default_rng(seed)
    net, ids, y = whole_net(reference, rng)
    ids[2, 0] = 1
    twin = reference.keras_twin(9, 4, 5, 3)
    twin.set_weights(keras.tree.flatten(net.weights))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    twin.compile(keras.optimizers.SGD(0.3), loss)
    for _ in range(3):
        ours = reference.train_step(net, ids, y, 0.3)
        assert ours == pytest.approx(float(twin.train_on_batch(ids, y)), rel=1e-5)
    for one, other in zip(keras.tree.flatten(net.weights), twin.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_each_layer_has_its_keras_twin(reference: Reference):
    """Do single layers give what Keras's give, masks included?"""
    rng = np.random.default_rng(4)
    dense = reference.Dense(4)
    dense.init_weights((3,), rng)
    theirs = keras.layers.Dense(4)
    theirs.build((None, 3))
    theirs.set_weights(dense.weights)
    x = rng.normal(size=(2, 5, 3)).astype("float32")
    np.testing.assert_allclose(dense(x), theirs(x), atol=1e-6)
    table = reference.Embedding(7, 3)
    table.init_weights((5,), rng)
    looked_up = keras.layers.Embedding(7, 3, mask_zero=True)
    looked_up.build(())
    looked_up.set_weights(table.weights)
    ids = np.array([[1, 0, 6], [0, 0, 2]])
    np.testing.assert_array_equal(table(ids), looked_up(ids))
    mask = table.compute_mask(ids)
    np.testing.assert_array_equal(mask, looked_up.compute_mask(ids))
    pooled = keras.layers.GlobalAveragePooling1D()(x[:, :3], mask=mask)
    np.testing.assert_allclose(reference.Mean()(x[:, :3], mask), pooled, atol=1e-6)
    np.testing.assert_array_equal(reference.ReLU()(x), keras.layers.ReLU()(x))
    np.testing.assert_allclose(reference.Softmax()(x), keras.layers.Softmax()(x), atol=1e-6)
    far = np.array([-1000.0, -3, 0, 5, 1000], "float32")
    np.testing.assert_allclose(reference.Sigmoid()(far), special.expit(far), atol=1e-6)


def test_log_probabilities_are_those_of_scipy(reference: Reference):
    """Are they `scipy.special.log_softmax`, at +-1000 and -inf, too?"""
    rng = np.random.default_rng(5)
    logits = rng.normal(size=(6, 4)) * [[1], [1], [50], [1], [1], [1]]
    logits[3] += 1000
    logits[4] -= 1000
    logits[5, 1] = -np.inf
    found = reference.log_softmax(logits.astype("float32"))
    expected = special.log_softmax(logits.astype("float32").astype(float), axis=-1)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_glorot_is_that_of_keras(reference: Reference):
    """Is the deviation that of Keras's Glorot normal before it cuts tails off?"""
    dense = reference.Dense(300)
    dense.init_weights((200,), np.random.default_rng(0))
    theirs = keras.initializers.GlorotNormal(seed=0)((200, 300))
    assert np.std(dense.weights[0]) == pytest.approx(float(np.std(theirs)), rel=0.02)


def test_no_linear_net_is_a_not_gate():
    """Is the text right: does no line part the four kinds, for any weights?"""
    rows = np.array([[0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 1]], float)  # not, happy, sad
    signs = np.array([1, -1, -1, 1])
    from scipy.optimize import linprog

    with_bias = np.column_stack([rows, np.ones(4)])
    found = linprog(np.zeros(4), -signs[:, None] * with_bias, -np.ones(4), bounds=(None, None))
    assert found.status == 2  # infeasible


def test_the_gate_is_right_by_hand(reference: Reference):
    """Are the scores of the four kinds those that a person gets on paper?"""
    E, W1, b1, W2, b2 = reference.not_gate()
    for ids, scores in {(2,): (1, 0), (1, 2): (0, 1), (3,): (0, 1), (1, 3): (1, 0)}.items():
        mean = E[list(ids)].sum(axis=0)
        np.testing.assert_array_equal(np.maximum(mean @ W1 + b1, 0) @ W2 + b2, scores)


def test_a_net_for_reviews_has_fifty_nine_weights(reference: Reference):
    """Does `count_weights` give (5+1)4 + (4+1)4 + (4+1)3 for the net of the text?"""
    layers = (reference.Dense(4), reference.Sigmoid(), reference.Dense(4), reference.Sigmoid())
    net = reference.Serial(*layers, reference.Dense(3), reference.Softmax())
    net.init_weights((5,), np.random.default_rng(0))
    assert reference.count_weights(net) == 24 + 20 + 15


def test_the_measure_of_first_weights_tells_normal_from_even():
    """Does it find deviation and tails, and say nothing of what is no array?"""
    rng = np.random.default_rng(0)
    normal = rng.normal(0, 0.3, (200, 60)).astype("float32")
    even = rng.uniform(-1, 1, 12_000)
    seen = first_weights({"results": [None, [normal, even]]}, {})
    assert seen["deviation_0"] == pytest.approx(0.3, rel=0.03)
    assert seen["tails_0"] == pytest.approx(3, abs=0.2)
    assert seen["tails_1"] == pytest.approx(1.8, abs=0.1)
    assert seen["single"] == 0
    assert first_weights({"results": [None, [normal]]}, {})["single"] == 1
    for observation in ({}, {"results": [None, 3.0]}, {"results": [None, ["a", None]]}):
        assert not first_weights(observation, {})["single"]
