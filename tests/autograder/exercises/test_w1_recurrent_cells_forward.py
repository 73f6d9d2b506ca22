"""Are the forward references of "An RNN, one step at a time" right? Truth comes from Keras."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

# Units, features, classes, examples, steps: ordinary, and each at its smallest.
SIZES = [(4, 3, 2, 5, 6), (3, 2, 4, 1, 5), (2, 4, 3, 5, 1), (1, 3, 2, 4, 5)]
every_size = pytest.mark.parametrize("sizes", SIZES)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w1_recurrent_cells").reference()


def draw(rng: np.random.Generator, **shapes: tuple[int, ...]) -> dict[str, np.ndarray]:
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


def rows(x: np.ndarray) -> np.ndarray:
    """Turns `(features, m, T)` into Keras's `(m, T, features)`."""
    return np.moveaxis(x, 0, -1)


def columns(x) -> np.ndarray:
    """Turns Keras's `(m, T, features)` back."""
    return np.moveaxis(np.asarray(x), -1, 0)


def keras_softmax(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Returns Keras's softmax of `W a + b` for `a` `(n_a, m, T)`."""
    import keras

    layer = keras.layers.Dense(len(b), activation="softmax", dtype="float64")
    layer.build(rows(a).shape)
    layer.set_weights([W.T, b[:, 0]])
    return columns(layer(rows(a)))


def loaded(layer, x: np.ndarray, weights: list[np.ndarray]):
    layer.build(rows(x).shape)
    layer.set_weights(weights)
    return layer


def simple_rnn(p: dict, x: np.ndarray):
    import keras

    layer = keras.layers.SimpleRNN(len(p["ba"]), return_sequences=True, dtype="float64")
    return loaded(layer, x, [p["Wax"].T, p["Waa"].T, p["ba"][:, 0]])


def rnn_weights(rng: np.random.Generator, n_a: int, n_x: int) -> dict[str, np.ndarray]:
    return draw(rng, Wax=(n_a, n_x), Waa=(n_a, n_a), ba=(n_a, 1))


def gated(rng: np.random.Generator, gates: str, n_a: int, n_x: int, n_y: int) -> dict:
    shapes = {"W" + gate: (n_a, n_a + n_x) for gate in gates}
    shapes |= {"b" + gate: (n_a, 1) for gate in gates}
    return draw(rng, **shapes, Wy=(n_y, n_a), by=(n_y, 1))


def for_keras(p: dict, gates: str, signs: dict[str, float]) -> list[np.ndarray]:
    """Returns kernel, recurrent kernel and bias, the gates side by side in the given order."""
    n_a = len(p["bc"])
    W = {gate: signs.get(gate, 1.0) * p["W" + gate] for gate in gates}
    b = {gate: signs.get(gate, 1.0) * p["b" + gate] for gate in gates}
    return [
        np.hstack([W[gate][:, n_a:].T for gate in gates]),
        np.hstack([W[gate][:, :n_a].T for gate in gates]),
        np.concatenate([b[gate][:, 0] for gate in gates]),
    ]


@every_size
def test_rnn_agrees_with_keras(reference: Reference, sizes):
    """Are states and predictions those of Keras's SimpleRNN and Dense with the same weights?"""
    n_a, n_x, n_y, m, T_x = sizes
    rng = np.random.default_rng(sum(sizes))
    p = rnn_weights(rng, n_a, n_x) | draw(rng, Wya=(n_y, n_a), by=(n_y, 1))
    x, a0 = rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m))
    a, y_pred, (caches, kept) = reference.rnn_forward(x, a0, p)
    expected = columns(simple_rnn(p, x)(rows(x), initial_state=a0.T))
    np.testing.assert_allclose(a, expected, atol=1e-12)
    np.testing.assert_allclose(y_pred, keras_softmax(p["Wya"], p["by"], expected), atol=1e-12)
    before = [a0, *(expected[:, :, t] for t in range(T_x - 1))]
    for t, (a_next, a_prev, xt, parameters) in enumerate(caches):
        np.testing.assert_allclose(a_next, expected[:, :, t], atol=1e-12)
        np.testing.assert_allclose(a_prev, before[t], atol=1e-12)
        np.testing.assert_array_equal(xt, x[:, :, t])
        assert parameters is p
    assert len(caches) == T_x
    np.testing.assert_array_equal(kept, x)


@every_size
def test_gru_agrees_with_keras(reference: Reference, sizes):
    """Is the memory that of Keras's GRU, whose update gate keeps where ours writes?"""
    import keras

    n_c, n_x, n_y, m, T_x = sizes
    rng = np.random.default_rng(sum(sizes))
    p = gated(rng, "urc", n_c, n_x, n_y)
    x, c0 = rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_c, m))
    lengths = rng.integers(1, T_x + 1, m)
    layer = keras.layers.GRU(n_c, return_sequences=True, reset_after=False, dtype="float64")
    layer = loaded(layer, x, for_keras(p, "urc", {"u": -1.0}))
    mask = np.arange(T_x) < lengths[:, None]
    expected = columns(layer(rows(x), initial_state=c0.T, mask=mask))
    c, y, _ = reference.gru_forward(x, c0, p, lengths)
    np.testing.assert_allclose(c, expected, atol=1e-12)
    np.testing.assert_allclose(y, keras_softmax(p["Wy"], p["by"], expected), atol=1e-12)
    full = columns(layer(rows(x), initial_state=c0.T))
    c, _, (caches, _) = reference.gru_forward(x, c0, p, np.full(m, T_x))
    np.testing.assert_allclose(c, full, atol=1e-12)
    np.testing.assert_allclose(np.stack([step[0] for step in caches], 2), full, atol=1e-12)


@every_size
def test_gates_of_the_gru_cell_are_those_of_the_equations(reference: Reference, sizes):
    """Do the cached gates and candidate agree with a loop over single numbers?"""
    from math import exp, tanh

    n_c, n_x, n_y, m, _ = sizes
    rng = np.random.default_rng(sum(sizes))
    p = gated(rng, "urc", n_c, n_x, n_y)
    xt, c_prev = rng.standard_normal((n_x, m)), rng.standard_normal((n_c, m))
    _, _, cache = reference.gru_cell_forward(xt, c_prev, p)
    _, _, _, gamma_u, gamma_r, c_tilde, _ = cache

    def inside(gate: str, k: int, i: int, memory: list[float]) -> float:
        both = [*memory, *xt[:, i].tolist()]
        return float(p["b" + gate][k, 0]) + sum(
            float(w) * v for w, v in zip(p["W" + gate][k], both, strict=True)
        )

    for i in range(m):
        old = c_prev[:, i].tolist()
        r = [1 / (1 + exp(-inside("r", k, i, old))) for k in range(n_c)]
        relevant = [share * value for share, value in zip(r, old, strict=True)]
        for k in range(n_c):
            assert gamma_u[k, i] == pytest.approx(1 / (1 + exp(-inside("u", k, i, old))))
            assert gamma_r[k, i] == pytest.approx(r[k])
            assert c_tilde[k, i] == pytest.approx(tanh(inside("c", k, i, relevant)))


@every_size
def test_lstm_agrees_with_keras(reference: Reference, sizes):
    """Are states, memories and predictions those of Keras's LSTM with the same weights?"""
    import keras

    n_a, n_x, n_y, m, T_x = sizes
    rng = np.random.default_rng(sum(sizes))
    p = gated(rng, "ifco", n_a, n_x, n_y)
    x, a0 = rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m))
    layer = keras.layers.LSTM(n_a, return_sequences=True, return_state=True, dtype="float64")
    layer = loaded(layer, x, for_keras(p, "ifco", {}))
    a, y, c, (caches, _) = reference.lstm_forward(x, a0, p)
    for t in range(T_x):
        start = [a0.T, np.zeros((m, n_a))]
        states, _, memory = layer(rows(x[:, :, : t + 1]), initial_state=start)
        np.testing.assert_allclose(a[:, :, : t + 1], columns(states), atol=1e-12)
        np.testing.assert_allclose(c[:, :, t], np.asarray(memory).T, atol=1e-12)
    np.testing.assert_allclose(y, keras_softmax(p["Wy"], p["by"], a), atol=1e-12)
    for t, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, _) in enumerate(caches):
        np.testing.assert_allclose(a_next, a[:, :, t])
        np.testing.assert_allclose(c_next, c[:, :, t])
        np.testing.assert_allclose(a_prev, a[:, :, t - 1] if t else a0)
        np.testing.assert_allclose(c_prev, c[:, :, t - 1] if t else np.zeros((n_a, m)))
        np.testing.assert_array_equal(xt, x[:, :, t])
        both = np.concatenate([a_prev, xt])
        for name, gate in {"f": ft, "i": it, "o": ot}.items():
            inside = p["W" + name] @ both + p["b" + name]
            np.testing.assert_allclose(gate, keras.activations.sigmoid(inside), atol=1e-12)
        np.testing.assert_allclose(cct, keras.activations.tanh(p["Wc"] @ both + p["bc"]))


@every_size
def test_bidirectional_agrees_with_keras(reference: Reference, sizes):
    """Are the predictions those of Keras's Bidirectional wrapper around two SimpleRNNs?"""
    import keras

    n_a, n_x, n_y, m, T_x = sizes
    rng = np.random.default_rng(sum(sizes))
    there, back = rnn_weights(rng, n_a, n_x), rnn_weights(rng, n_a, n_x)
    output = draw(rng, Wy=(n_y, 2 * n_a), by=(n_y, 1))
    x = rng.standard_normal((n_x, m, T_x))
    half = keras.layers.SimpleRNN(n_a, return_sequences=True, dtype="float64")
    layer = keras.layers.Bidirectional(half, dtype="float64")
    weights = [array for p in (there, back) for array in (p["Wax"].T, p["Waa"].T, p["ba"][:, 0])]
    both = columns(loaded(layer, x, weights)(rows(x)))
    expected = keras_softmax(output["Wy"], output["by"], both)
    y = reference.bidirectional_forward(x, there, back, output)
    np.testing.assert_allclose(y, expected, atol=1e-12)


@pytest.mark.parametrize("layer_sizes", [[3], [4, 2], [1, 1, 1], [2, 5, 3]])
def test_deep_rnn_agrees_with_keras(reference: Reference, layer_sizes: list[int]):
    """Are states and predictions those of Keras's SimpleRNN layers on top of each other?"""
    n_x, n_y, m, T_x = 3, 4, 2, 6
    rng = np.random.default_rng(sum(layer_sizes))
    below = [n_x, *layer_sizes[:-1]]
    layers = [rnn_weights(rng, n, k) for n, k in zip(layer_sizes, below, strict=True)]
    layers[-1] |= draw(rng, Wya=(n_y, layer_sizes[-1]), by=(n_y, 1))
    x = rng.standard_normal((n_x, m, T_x))
    expected = x
    for p in layers:
        expected = columns(simple_rnn(p, expected)(rows(expected)))
    a_top, y = reference.deep_rnn_forward(x, layers)
    np.testing.assert_allclose(a_top, expected, atol=1e-12)
    top = layers[-1]
    np.testing.assert_allclose(y, keras_softmax(top["Wya"], top["by"], expected), atol=1e-12)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_cross_entropy_agrees_with_keras(reference: Reference, reduction: str):
    """Is the loss Keras's CategoricalCrossentropy, reduced over time as asked?"""
    import keras

    rng = np.random.default_rng(4)
    y_pred = rng.dirichlet(np.ones(5), (3, 4)).transpose(2, 0, 1)
    y = np.eye(5)[rng.integers(0, 5, (3, 4))].transpose(2, 0, 1)
    losses = np.asarray(keras.losses.categorical_crossentropy(rows(y), rows(y_pred)))
    expected = getattr(losses, reduction)(axis=1).mean()
    assert reference.sequence_cross_entropy(y_pred, y, reduction) == pytest.approx(expected)


def test_cross_entropy_of_the_impossible_is_infinite_without_warning(reference: Reference, recwarn):
    """Is an impossible truth infinitely expensive, and an impossible other class free?"""
    y = np.eye(2)[:, None, :]
    assert reference.sequence_cross_entropy(1 - y, y, "mean") == np.inf
    assert reference.sequence_cross_entropy(y, y, "sum") == 0
    assert not recwarn.list


@pytest.mark.parametrize("is_silent", [True, False])
def test_a_warning_is_heard_and_nothing_stays_changed(reference: Reference, is_silent: bool):
    """Does the case of an impossible truth hear a warning, and put the warnings' settings back?"""
    exercise = Course().declaration("w1_recurrent_cells").exercises["sequence_cross_entropy"]
    (case,) = (c for c in exercise.check(reference, 1).cases if c.name == "thought_impossible")

    def loss(y_pred: np.ndarray, y: np.ndarray, reduction: str) -> float:
        with np.errstate(divide="ignore" if is_silent else "warn"):
            return float(-np.log((y_pred * y).sum(axis=0)).sum())

    before = warnings.showwarning, list(warnings.filters)
    seen = reference.observe("sequence_cross_entropy", case.probe, loss)
    assert (seen["result"], seen["after"]["warnings"] == 0) == (np.inf, is_silent)
    assert (warnings.showwarning, list(warnings.filters)) == before


def test_large_inputs_leave_the_references_finite(reference: Reference, recwarn):
    """Are sigmoid and softmax safe where their exponentials would overflow?"""
    rng = np.random.default_rng(6)
    x, start = 1e5 * rng.standard_normal((2, 3, 4)), np.zeros((5, 3))
    rnn = rnn_weights(rng, 5, 2) | draw(rng, Wya=(4, 5), by=(4, 1))
    rnn["by"] *= 1e5
    lstm, gru = gated(rng, "fico", 5, 2, 4), gated(rng, "urc", 5, 2, 4)
    results = [
        *reference.rnn_forward(x, start, rnn)[:2],
        *reference.lstm_forward(x, start, lstm)[:3],
        *reference.gru_forward(x, start, gru, np.array([4, 1, 2]))[:2],
    ]
    assert all(np.isfinite(value).all() for value in results)
    assert not recwarn.list


def test_two_courses_have_declarations_of_their_own():
    """Does each course get its own assignment, although the parts are ordinary modules?"""
    one, other = (Course().declaration("w1_recurrent_cells") for _ in range(2))
    assert one is not other
    assert one.exercises["rnn_forward"] is not other.exercises["rnn_forward"]
    for assignment in (one, other):
        assert all(exercise.cases for exercise in assignment.exercises.values())
    assert [len(e.cases) for e in one.exercises.values()] == [
        len(e.cases) for e in other.exercises.values()
    ]
