"""Are the reference solutions of "How long can it remember?" right? Truth comes from elsewhere."""

from __future__ import annotations

import warnings
from collections import Counter
from decimal import Decimal, getcontext

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference
from tests.mutants import passes

SEEDS = range(4)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w2_long_memory").reference()


def random_parameters(rng: np.random.Generator, n_a: int, n_x: int) -> dict[str, np.ndarray]:
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "ba": (n_a, 1)}
    return {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}


def keras_cell(parameters: dict, activation: str) -> keras.layers.SimpleRNNCell:
    """Returns Keras's cell with the same weights; it reads rows, where we read columns."""
    n_a, n_x = parameters["Wax"].shape
    cell = keras.layers.SimpleRNNCell(n_a, activation=activation, dtype="float64")
    cell.build((1, n_x))
    cell.set_weights([parameters["Wax"].T, parameters["Waa"].T, parameters["ba"].ravel()])
    return cell


# ------------------------------------------------------------------------------------- recall


@pytest.mark.parametrize(("length", "longest"), [(1, 1), (5, 3), (9, 9)])
def test_examples_are_read_back_by_a_person(reference: Reference, length: int, longest: int):
    """Does who walks through a row, symbol by symbol, find what y and lags say?"""
    X, y, lags = reference.recall_examples(200, length, longest, np.random.default_rng(length))
    for row, key, lag in zip(X.tolist(), y.tolist(), lags.tolist(), strict=True):
        place = next(i for i, symbol in enumerate(row) if symbol < 8)
        between = row[place + 1 : row.index(16)]
        assert (row[place], len(between), row[-1], len(row)) == (key, lag, 16, length + 2)
        assert all(8 <= symbol <= 15 for symbol in [*row[:place], *between])
    assert set(Counter(lags.tolist())) == set(range(1, longest + 1))


# ----------------------------------------------------------------------------------- Jacobian


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_norms_are_those_of_a_tape_through_keras_cells(
    reference: Reference, activation: str, seed: int
):
    """Are the norms those of Jacobians that a GradientTape takes through Keras's own cell?"""
    rng = np.random.default_rng(seed)
    n_a, n_x, steps = 4, 3, 6
    parameters = random_parameters(rng, n_a, n_x)
    cell = keras_cell(parameters, activation)
    inputs = rng.normal(size=(steps, 1, n_x))
    state, found = tf.constant(rng.normal(size=(1, n_a))), []
    states = []
    with tf.GradientTape(persistent=True) as tape:
        for xt in inputs:
            state, _ = cell(tf.constant(xt), [state])
            tape.watch(state)
            states.append(state)
    for each in states:
        jacobian = tape.jacobian(states[-1], each)[0, :, 0].numpy()
        found.append(np.linalg.svd(jacobian, compute_uv=False)[0])
    a = np.stack([s.numpy()[0] for s in states], axis=1)
    norms = reference.jacobian_product_norm(parameters["Waa"], a, activation)
    np.testing.assert_allclose(norms, found, rtol=1e-9, atol=1e-12)


def test_norms_are_those_of_finite_differences(reference: Reference):
    """Does a small push at state k move the last state by as much as the norm allows, and no more?"""
    rng = np.random.default_rng(5)
    parameters, x = random_parameters(rng, 3, 2), rng.normal(size=(2, 5))

    def run(a, start):
        states = [a]
        for t in range(start, 5):
            z = parameters["Waa"] @ states[-1] + parameters["Wax"] @ x[:, t]
            states.append(np.tanh(z + parameters["ba"][:, 0]))
        return states

    states = run(np.zeros(3), 0)[1:]
    norms = reference.jacobian_product_norm(parameters["Waa"], np.array(states).T, "tanh")
    for k, state in enumerate(states):
        pushes = rng.normal(size=(3000, 3))
        pushes *= 1e-6 / np.linalg.norm(pushes, axis=1, keepdims=True)
        moved = [np.linalg.norm(run(state + p, k + 1)[-1] - states[-1]) / 1e-6 for p in pushes]
        assert 0.98 * norms[k] < max(moved) < 1.001 * norms[k]


def test_infinite_norms_warn_of_nothing(reference: Reference):
    """Are norms that overflow infinite, without NaN and without a warning?"""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        norms = reference.jacobian_product_norm(1e200 * np.ones((2, 2)), np.ones((2, 4)), "relu")
    assert norms.tolist() == [np.inf, np.inf, pytest.approx(2e200), 1.0]


# ----------------------------------------------------------------------------------- clipping


@pytest.mark.parametrize("max_norm", [0.5, 3.0, 100.0])
def test_clipping_agrees_with_tensorflow_where_all_is_finite(reference: Reference, max_norm: float):
    """Are gradients and norm those of `tf.clip_by_global_norm`?"""
    rng = np.random.default_rng(1)
    gradients = {"a": rng.normal(size=(3, 2)), "b": rng.normal(size=4) * 9, "c": rng.normal(size=1)}
    expected, norm = tf.clip_by_global_norm(list(gradients.values()), max_norm)
    clipped, found = reference.clip_by_global_norm(gradients, max_norm)
    assert found == pytest.approx(float(norm))
    for one, other in zip(clipped.values(), expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_tensorflow_spreads_nan_as_the_text_says(reference: Reference):
    """Does TensorFlow's op make every gradient NaN, where ours skips the step?"""
    gradients = {"a": np.array([np.nan, 1.0]), "b": np.array([2.0])}
    spread, _ = tf.clip_by_global_norm(list(gradients.values()), 1.0)
    assert all(np.isnan(g).all() for g in spread)
    clipped, norm = reference.clip_by_global_norm(gradients, 1.0)
    assert np.isnan(norm)
    assert not any(g.any() for g in clipped.values())


# --------------------------------------------------------------------------------- truncation


@pytest.mark.parametrize("window", [1, 2, 3, 7, 20])
def test_truncation_is_a_stopped_gradient(reference: Reference, window: int):
    """Is the sum over windows the gradient of one graph with `tf.stop_gradient` between them?"""
    from utils.long_memory import loss_and_gradients

    rng = np.random.default_rng(window)
    parameters = random_parameters(rng, 4, 3)
    parameters |= {"Wya": rng.normal(size=(2, 4)), "by": rng.normal(size=(2, 1))}
    x, a0 = rng.normal(size=(3, 5, 7)), rng.normal(size=(4, 5))
    y = np.eye(2)[rng.integers(2, size=(5, 7))].transpose(2, 0, 1)
    values = {name: tf.constant(value) for name, value in parameters.items()}
    with tf.GradientTape() as tape:
        tape.watch(values)
        a, total = tf.constant(a0), 0.0
        for t in range(7):
            a = tf.stop_gradient(a) if t % window == 0 else a
            a = tf.tanh(values["Waa"] @ a + values["Wax"] @ x[:, :, t] + values["ba"])
            logits = tf.transpose(values["Wya"] @ a + values["by"])
            losses = tf.nn.softmax_cross_entropy_with_logits(y[:, :, t].T, logits)
            total += tf.reduce_sum(losses)
    expected = tape.gradient(total, values)
    loss, slopes, last = reference.truncated_gradients(
        x, y, a0, parameters, window, loss_and_gradients
    )
    assert loss == pytest.approx(float(total))
    np.testing.assert_allclose(last, a, rtol=1e-9)
    for name, slope in expected.items():
        np.testing.assert_allclose(slopes[f"d{name}"], slope, rtol=1e-8, atol=1e-10)


# ------------------------------------------------------------------------------ first weights


def test_orthogonal_weights_are_orthogonal_and_all_alike(reference: Reference):
    """Is Q.T Q = 1, and is each sign of determinant and corner as likely as the other?"""
    rng = np.random.default_rng(3)
    drawn = np.array([reference.initial_weights("orthogonal", 3, 2, rng)[1] for _ in range(400)])
    np.testing.assert_allclose(drawn.transpose(0, 2, 1) @ drawn, [np.eye(3)] * 400, atol=1e-12)
    assert abs(np.linalg.det(drawn).mean()) < 0.25
    assert np.abs(np.sign(drawn).mean(axis=0)).max() < 0.25
    np.testing.assert_allclose((drawn**2).mean(axis=0), np.full((3, 3), 1 / 3), atol=0.08)


def test_he_is_what_keras_draws(reference: Reference):
    """Are the deviations those of Keras's HeNormal for the same number of inputs?"""
    Wax, Waa, _ = reference.initial_weights("he", 200, 300, np.random.default_rng(4))
    for ours, inputs in ((Wax, 300), (Waa, 200)):
        theirs = keras.initializers.HeNormal(seed=1)((inputs, 200)).numpy()
        assert ours.std() == pytest.approx(theirs.std(), rel=0.03)


def test_an_unsigned_q_is_known(reference: Reference):
    """Does Q without signs fail the case of its own, by both of its looks?"""
    exercise = Course().declaration("w2_long_memory").exercises["initial_weights"]
    check = exercise.check(reference, 3)

    def unsigned(kind, n_a, n_x, rng):
        Wax, Waa, ba = reference.initial_weights(kind, n_a, n_x, rng)
        flip = -1.0 if Waa[0, 0] > 0 and kind == "orthogonal" else 1.0
        return Wax, flip * Waa, ba

    assert not passes(check, lambda n, probe, _: reference.observe(n, probe, unsigned))


# ----------------------------------------------------------------------------- residual, gate


@pytest.mark.parametrize("alpha", [0.1, 1.0])
def test_a_residual_step_adds_what_keras_computes(reference: Reference, alpha: float):
    """Is each state the one before plus alpha times what Keras's cell makes of both?"""
    rng = np.random.default_rng(6)
    parameters = random_parameters(rng, 4, 3)
    cell = keras_cell(parameters, "tanh")
    x, a0 = rng.normal(size=(3, 2, 5)), rng.normal(size=(4, 2))
    a = reference.residual_rnn_forward(x, a0, parameters, alpha)
    before = a0
    for t in range(5):
        added, _ = cell(tf.constant(x[:, :, t].T), [tf.constant(before.T)])
        np.testing.assert_allclose(a[:, :, t], before + alpha * added.numpy().T, rtol=1e-10)
        before = a[:, :, t]


@pytest.mark.parametrize("bias", [-800, -3, 0, 1, 5, 40, 200])
def test_half_lives_agree_with_sixty_digits(reference: Reference, bias: int):
    """Is the half-life right when reckoned with sixty digits and more?"""
    getcontext().prec = 500
    keep = 1 / (1 + Decimal(-bias).exp())
    expected = Decimal(2).ln() / -keep.ln()
    assert float(reference.half_life(bias)) == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("bias", [0.5, 1.0, 3.0])
def test_half_a_memory_is_left_after_as_many_steps(reference: Reference, bias: float):
    """Is more than half left one step earlier, and less than half one step later?"""
    steps, keep = float(reference.half_life(bias)), 1 / (1 + np.exp(-bias))
    assert keep ** np.floor(steps) >= 0.5 >= keep ** np.ceil(steps)


def test_far_out_biases_warn_of_nothing(reference: Reference):
    """Are ±800 and 1e308 right without a warning?"""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = reference.half_life(np.array([-1e308, -800.0, 800.0, 1e308]))
    assert found[0] < 1e-300
    assert found[1] == pytest.approx(np.log(2) / 800)
    assert found[2] == found[3] == np.inf


# --------------------------------------------------------------------------- echo state network


@pytest.mark.parametrize("radius", [0.5, 1.3])
def test_powers_of_a_reservoir_grow_as_its_radius_says(reference: Reference, radius: float):
    """Does a high power of the weights have the radius as its rate of growth?"""
    W = reference.reservoir(30, radius, np.random.default_rng(8))
    norms = [np.linalg.norm(np.linalg.matrix_power(W, power), 2) for power in (400, 800)]
    assert (norms[1] / norms[0]) ** (1 / 400) == pytest.approx(radius, rel=0.01)


def test_a_readout_is_the_minimum_of_its_cost(reference: Reference):
    """Is the slope of errors and penalty zero at the readout, by TensorFlow's gradient?"""
    rng = np.random.default_rng(9)
    S, Y = rng.normal(size=(5, 20)), rng.normal(size=(3, 20))
    W = tf.Variable(reference.ridge_readout(S, Y, 0.7))
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum((W @ S - Y) ** 2) + 0.7 * tf.reduce_sum(W**2)
    np.testing.assert_allclose(tape.gradient(cost, W), np.zeros((3, 5)), atol=1e-10)
