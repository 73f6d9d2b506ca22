"""Are the gradients of "An RNN, one step at a time" right? Truth comes from elsewhere.

TensorFlow derives them through whole sequences, and small steps along each number measure them.
The bonus exercises are held to Keras layers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

# Inputs, units, examples, steps: all different, and each of them 1 once.
SIZES = [(2, 3, 4, 5), (3, 4, 2, 1), (2, 3, 1, 4), (4, 1, 2, 3), (1, 2, 4, 3), (1, 1, 1, 1)]
N_Y = 6
every_size = pytest.mark.parametrize("sizes", SIZES, ids=lambda s: "-".join(map(str, s)))

Arrays = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w1_recurrent_cells").reference()


def rnn_weights(rng: np.random.Generator, n_x: int, n_a: int) -> Arrays:
    shapes = {
        "Wax": (n_a, n_x),
        "Waa": (n_a, n_a),
        "ba": (n_a, 1),
        "Wya": (N_Y, n_a),
        "by": (N_Y, 1),
    }
    return {name: 0.7 * rng.standard_normal(shape) for name, shape in shapes.items()}


def gated_weights(rng: np.random.Generator, gates: str, n_x: int, n_a: int) -> Arrays:
    weights = {}
    for gate in gates:
        weights["W" + gate] = 0.7 * rng.standard_normal((n_a, n_a + n_x))
        weights["b" + gate] = 0.7 * rng.standard_normal((n_a, 1))
    return weights | {"Wy": rng.standard_normal((N_Y, n_a)), "by": rng.standard_normal((N_Y, 1))}


def without_output(parameters: Arrays) -> list[str]:
    return [name for name in parameters if name not in ("Wya", "Wy", "by")]


def rnn_step_in_tensorflow(xt: Any, a_prev: Any, p: dict[str, Any]) -> Any:
    import tensorflow as tf

    return tf.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])


def lstm_step_in_tensorflow(xt: Any, a_prev: Any, c_prev: Any, p: dict[str, Any]) -> tuple:
    import tensorflow as tf

    stack = tf.concat([a_prev, xt], axis=0)
    f, i, o = (tf.sigmoid(p["W" + gate] @ stack + p["b" + gate]) for gate in "fio")
    c_next = f * c_prev + i * tf.tanh(p["Wc"] @ stack + p["bc"])
    return o * tf.tanh(c_next), c_next


def gradients_by_tape(loss: Callable[[dict[str, Any]], Any], inputs: Arrays) -> Arrays:
    """Returns the derivative of a loss by every array, as TensorFlow finds it."""
    import tensorflow as tf

    variables = {name: tf.Variable(value) for name, value in inputs.items()}
    with tf.GradientTape() as tape:
        value = loss(variables)
    found = tape.gradient(value, variables, unconnected_gradients="zero")
    return {name: tf.convert_to_tensor(gradient).numpy() for name, gradient in found.items()}


def gradients_by_small_steps(loss: Callable[[Arrays], float], inputs: Arrays) -> Arrays:
    """Returns the derivative of a loss by every number, measured with central differences."""
    step, slopes = 1e-5, {}
    for name, value in inputs.items():
        slopes[name] = np.zeros_like(value)
        for place in np.ndindex(value.shape):
            sides = []
            for sign in (1, -1):
                moved = {key: array.copy() for key, array in inputs.items()}
                moved[name][place] += sign * step
                sides.append(loss(moved))
            slopes[name][place] = (sides[0] - sides[1]) / (2 * step)
    return slopes


def assert_gradients(got: Arrays, expected: Arrays, names: dict[str, str], atol: float) -> None:
    """Compares; `names` maps what was varied to the gradient's name, all of them."""
    assert set(got) == set(names.values())
    for varied, name in names.items():
        assert got[name].shape == expected[varied].shape, name
        np.testing.assert_allclose(got[name], expected[varied], atol=atol, rtol=1e-6, err_msg=name)


def parameter_names(parameters: Arrays) -> dict[str, str]:
    return {name: "d" + name for name in without_output(parameters)}


# ------------------------------------------------------------------------------- one step


@every_size
def test_rnn_cell_backward(reference: Reference, sizes: tuple):
    """Does a step's backward pass agree with the tape and with small steps?"""
    n_x, n_a, m, _ = sizes
    rng = np.random.default_rng(sizes)
    parameters = rnn_weights(rng, n_x, n_a)
    xt, a_prev = rng.standard_normal((n_x, m)), np.tanh(rng.standard_normal((n_a, m)))
    da_next = rng.standard_normal((n_a, m))
    varied = {"xt": xt, "a_prev": a_prev} | {k: parameters[k] for k in without_output(parameters)}

    def tape_loss(v: dict[str, Any]) -> Any:
        import tensorflow as tf

        return tf.reduce_sum(da_next * rnn_step_in_tensorflow(v["xt"], v["a_prev"], v))

    def step_loss(v: Arrays) -> float:
        a_next = reference.rnn_cell_forward(v["xt"], v["a_prev"], {**parameters, **v})[0]
        return float((da_next * a_next).sum())

    cache = reference.rnn_cell_forward(xt, a_prev, parameters)[2]
    got = reference.rnn_cell_backward(da_next, cache)
    names = {"xt": "dxt", "a_prev": "da_prev", **parameter_names(parameters)}
    assert_gradients(got, gradients_by_tape(tape_loss, varied), names, atol=1e-10)
    assert_gradients(got, gradients_by_small_steps(step_loss, varied), names, atol=1e-7)


@every_size
@pytest.mark.parametrize("through", ["a and c", "a", "c"])
def test_lstm_cell_backward(reference: Reference, sizes: tuple, through: str):
    """Does a step's backward pass agree with the tape and with small steps, on either path?"""
    n_x, n_a, m, _ = sizes
    rng = np.random.default_rng(sizes)
    parameters = gated_weights(rng, "fico", n_x, n_a)
    xt, a_prev = rng.standard_normal((n_x, m)), np.tanh(rng.standard_normal((n_a, m)))
    c_prev = 1.3 * rng.standard_normal((n_a, m))
    da_next = rng.standard_normal((n_a, m)) * ("a" in through.split())
    dc_next = rng.standard_normal((n_a, m)) * ("c" in through.split())
    varied = {"xt": xt, "a_prev": a_prev, "c_prev": c_prev}
    varied |= {k: parameters[k] for k in without_output(parameters)}

    def tape_loss(v: dict[str, Any]) -> Any:
        import tensorflow as tf

        a_next, c_next = lstm_step_in_tensorflow(v["xt"], v["a_prev"], v["c_prev"], v)
        return tf.reduce_sum(da_next * a_next) + tf.reduce_sum(dc_next * c_next)

    def step_loss(v: Arrays) -> float:
        step = (v["xt"], v["a_prev"], v["c_prev"], {**parameters, **v})
        a_next, c_next = reference.lstm_cell_forward(*step)[:2]
        return float((da_next * a_next).sum() + (dc_next * c_next).sum())

    cache = reference.lstm_cell_forward(xt, a_prev, c_prev, parameters)[3]
    got = reference.lstm_cell_backward(da_next, dc_next, cache)
    names = {"xt": "dxt", "a_prev": "da_prev", "c_prev": "dc_prev", **parameter_names(parameters)}
    assert_gradients(got, gradients_by_tape(tape_loss, varied), names, atol=1e-10)
    assert_gradients(got, gradients_by_small_steps(step_loss, varied), names, atol=1e-7)


# ------------------------------------------------------------------------ whole sequences


@every_size
def test_rnn_backward(reference: Reference, sizes: tuple):
    """Does backpropagation through time agree with the tape through the whole sequence?"""
    n_x, n_a, m, length = sizes
    rng = np.random.default_rng(sizes)
    parameters = rnn_weights(rng, n_x, n_a)
    x, a0 = rng.standard_normal((n_x, m, length)), np.tanh(rng.standard_normal((n_a, m)))
    da = rng.standard_normal((n_a, m, length))
    varied = {"x": x, "a0": a0} | {k: parameters[k] for k in without_output(parameters)}

    def tape_loss(v: dict[str, Any]) -> Any:
        import tensorflow as tf

        total, a = tf.constant(0.0, tf.float64), tf.convert_to_tensor(v["a0"])
        for t in range(length):
            a = rnn_step_in_tensorflow(v["x"][:, :, t], a, v)
            total += tf.reduce_sum(da[:, :, t] * a)
        return total

    def step_loss(v: Arrays) -> float:
        a = reference.rnn_forward(v["x"], v["a0"], {**parameters, **v})[0]
        return float((da * a).sum())

    got = reference.rnn_backward(da, reference.rnn_forward(x, a0, parameters)[2])
    names = {"x": "dx", "a0": "da0", **parameter_names(parameters)}
    assert_gradients(got, gradients_by_tape(tape_loss, varied), names, atol=1e-10)
    assert_gradients(got, gradients_by_small_steps(step_loss, varied), names, atol=1e-7)


@every_size
def test_lstm_backward(reference: Reference, sizes: tuple):
    """Does backpropagation through time agree with the tape through the whole sequence?"""
    n_x, n_a, m, length = sizes
    rng = np.random.default_rng(sizes)
    parameters = gated_weights(rng, "fico", n_x, n_a)
    x, a0 = rng.standard_normal((n_x, m, length)), np.tanh(rng.standard_normal((n_a, m)))
    da = rng.standard_normal((n_a, m, length))
    varied = {"x": x, "a0": a0} | {k: parameters[k] for k in without_output(parameters)}

    def tape_loss(v: dict[str, Any]) -> Any:
        import tensorflow as tf

        total, a = tf.constant(0.0, tf.float64), tf.convert_to_tensor(v["a0"])
        c = tf.zeros_like(a)
        for t in range(length):
            a, c = lstm_step_in_tensorflow(v["x"][:, :, t], a, c, v)
            total += tf.reduce_sum(da[:, :, t] * a)
        return total

    def step_loss(v: Arrays) -> float:
        a = reference.lstm_forward(v["x"], v["a0"], {**parameters, **v})[0]
        return float((da * a).sum())

    got = reference.lstm_backward(da, reference.lstm_forward(x, a0, parameters)[3])
    names = {"x": "dx", "a0": "da0", **parameter_names(parameters)}
    assert_gradients(got, gradients_by_tape(tape_loss, varied), names, atol=1e-10)
    assert_gradients(got, gradients_by_small_steps(step_loss, varied), names, atol=1e-7)


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_gradients_train_through_the_output(reference: Reference, cell: str):
    """Does da = Wy^T (y_pred - y), walked back, give the tape's gradient of the cross-entropy?

    The direct part of `da` is all that the output layer contributes: nothing counts twice.
    """
    import tensorflow as tf

    n_x, n_a, m, length = 3, 4, 2, 5
    rng = np.random.default_rng(9)
    parameters = (
        rnn_weights(rng, n_x, n_a) if cell == "rnn" else gated_weights(rng, "fico", n_x, n_a)
    )
    way_out = parameters["Wya" if cell == "rnn" else "Wy"]
    x, a0 = rng.standard_normal((n_x, m, length)), np.zeros((n_a, m))
    y = np.moveaxis(np.eye(N_Y)[rng.integers(N_Y, size=(m, length))], 2, 0)
    forward = reference.rnn_forward if cell == "rnn" else reference.lstm_forward
    backward = reference.rnn_backward if cell == "rnn" else reference.lstm_backward
    _, y_pred, *_, caches = forward(x, a0, parameters)
    got = backward(np.einsum("ya,ymt->amt", way_out, y_pred - y), caches)

    def loss(v: dict[str, Any]) -> Any:
        total, a, c = tf.constant(0.0, tf.float64), tf.constant(a0), tf.constant(a0)
        for t in range(length):
            if cell == "rnn":
                a = rnn_step_in_tensorflow(x[:, :, t], a, v)
            else:
                a, c = lstm_step_in_tensorflow(x[:, :, t], a, c, v)
            logits = tf.transpose(way_out @ a + parameters["by"])
            truth = tf.constant(y[:, :, t].T)
            total += tf.reduce_sum(tf.nn.softmax_cross_entropy_with_logits(truth, logits))
        return total

    names = without_output(parameters)
    expected = gradients_by_tape(loss, {name: parameters[name] for name in names})
    for name in names:
        np.testing.assert_allclose(got["d" + name], expected[name], atol=1e-10, err_msg=name)


# ----------------------------------------------------------------------------- the bonuses


@pytest.mark.parametrize(("n_x", "n_a"), [(3, 5), (7, 2), (1, 1), (12, 40)])
def test_count_parameters_agrees_with_keras(reference: Reference, n_x: int, n_a: int):
    """Is a cell's size what Keras counts, for sequences of any length?"""
    import keras

    layers = {
        "rnn": keras.layers.SimpleRNN(n_a),
        "lstm": keras.layers.LSTM(n_a),
        "gru": keras.layers.GRU(n_a, reset_after=False),
    }
    for kind, layer in layers.items():
        layer.build((2, 9, n_x))
        assert reference.count_parameters(kind, n_x, n_a) == layer.count_params()


def keras_step(layer: Any, weights: list[np.ndarray], xt: np.ndarray, *states: np.ndarray) -> tuple:
    """Takes one step of a Keras cell with given weights; columns in, columns out."""
    import keras

    layer.build((xt.shape[1], xt.shape[0]))
    layer.set_weights(weights)
    outputs = layer(xt.T, [state.T for state in states])[1]
    return tuple(keras.ops.convert_to_numpy(output).T for output in outputs)


@every_size
def test_simplified_gru_is_a_gru_whose_relevance_is_one(reference: Reference, sizes: tuple):
    """Does the simplified cell agree with Keras's GRU cell when its reset gate stays open?"""
    import keras

    n_x, n_c, m, _ = sizes
    rng = np.random.default_rng(sizes)
    p = gated_weights(rng, "uc", n_x, n_c)
    xt, c_prev = rng.standard_normal((n_x, m)), np.tanh(rng.standard_normal((n_c, m)))
    # Keras's update gate keeps where ours writes: its weights have the other sign.
    weights = np.concatenate([-p["Wu"], np.zeros((n_c, n_c + n_x)), p["Wc"]])
    bias = np.concatenate([-p["bu"], np.full((n_c, 1), 60.0), p["bc"]])[:, 0]
    layer = keras.layers.GRUCell(n_c, reset_after=False, dtype="float64")
    given = [weights[:, n_c:].T, weights[:, :n_c].T, bias]
    (expected,) = keras_step(layer, given, xt, c_prev)
    got = reference.simplified_gru_cell_forward(xt, c_prev, p)
    np.testing.assert_allclose(got, expected, atol=1e-12)


@every_size
def test_peephole_lstm_is_an_lstm_that_also_reads_its_memory(reference: Reference, sizes: tuple):
    """Does the peephole cell agree with Keras's LSTM cell that gets the old memory as input?"""
    import keras

    n_x, n_a, m, _ = sizes
    rng = np.random.default_rng(sizes)
    p = gated_weights(rng, "fico", n_x, n_a)
    p |= {"P" + gate: rng.standard_normal((n_a, 1)) for gate in "fio"}
    xt, a_prev = rng.standard_normal((n_x, m)), np.tanh(rng.standard_normal((n_a, m)))
    c_prev = rng.standard_normal((n_a, m))
    rows = []
    for gate in "ifco":  # the order in which Keras stacks them
        diagonal = np.zeros((n_a, n_a)) if gate == "c" else np.diag(p["P" + gate][:, 0])
        rows.append(np.hstack([p["W" + gate][:, n_a:], diagonal]))
    recurrent = np.concatenate([p["W" + gate][:, :n_a] for gate in "ifco"])
    bias = np.concatenate([p["b" + gate] for gate in "ifco"])[:, 0]
    layer = keras.layers.LSTMCell(n_a, dtype="float64")
    given = [np.concatenate(rows).T, recurrent.T, bias]
    expected = keras_step(layer, given, np.vstack([xt, c_prev]), a_prev, c_prev)
    got = reference.peephole_lstm_cell_forward(xt, a_prev, c_prev, p)
    for one, other in zip(got, expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


def sentences(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns `count` sentences, one-hot, each with one noun somewhere early; and its number."""
    number = rng.integers(2, size=count)
    before = rng.integers(60, size=count)
    words = np.full((count, 260), 2)
    words[np.arange(count), before] = number
    return np.eye(3)[words], number


def test_the_unit_set_by_hand_remembers_in_keras(reference: Reference):
    """Does a Keras GRU with these weights know the number at the end of every sentence?"""
    import keras

    p = reference.remember_number()
    layer = keras.layers.GRU(1, reset_after=False, dtype="float64")
    layer.build((None, None, 3))
    weights = np.concatenate([-p["Wu"], p["Wr"], p["Wc"]])
    bias = np.concatenate([-p["bu"], p["br"], p["bc"]])[:, 0]
    layer.set_weights([weights[:, 1:].T, weights[:, :1].T, bias])
    x, number = sentences(np.random.default_rng(5), 200)
    state = keras.ops.convert_to_numpy(layer(x))[:, 0]
    assert (state[number == 0] > 0.5).all()
    assert (state[number == 1] < -0.5).all()


def test_the_measure_runs_the_units_that_the_notebook_runs(reference: Reference):
    """Does `memory_of_gru` see in any unit the states that the notebook's own GRU cell computes?"""
    from autograder.checks.measures import memory_of_gru

    rng = np.random.default_rng(6)
    p = {k: 2 * v for k, v in gated_weights(rng, "urc", 3, 1).items()}
    measured = memory_of_gru({"result": p}, {})
    for row, (name, sign) in enumerate((("singular", 1), ("plural", -1))):
        read = []
        old = np.zeros((1, 1))
        for _ in range(201):  # numbers of other words before the noun
            after = reference.gru_cell_forward(np.eye(3)[:, [row]], old, p)[0]
            read.append(sign * float(after[0, 0]))
            old = reference.gru_cell_forward(np.eye(3)[:, [2]], old, p)[0]
        assert measured[f"{name}_read_first"] == pytest.approx(sign * read[0])
        assert measured[f"{name}_read"] == pytest.approx(sign * min(read))


@pytest.mark.parametrize(
    "result",
    [
        None,
        7,
        {},
        {"Wu": "text"},
        {name: np.full((1, 4), np.nan) for name in ("Wu", "Wr", "Wc", "bu", "br", "bc")},
        {
            name: np.full((1, 4 if name[0] == "W" else 1), 1e308)
            for name in ("Wu", "Wr", "Wc", "bu", "br", "bc")
        },
    ],
    ids=["nothing", "number", "empty", "text", "nan", "huge"],
)
def test_no_unit_remembers_by_being_unusable(result: Any):
    """Does a result that is no unit at all fail, without an exception on the judging side?"""
    from autograder.checks.exercise_check import judge_exercise

    assignment = Course().declaration("w1_recurrent_cells")
    check = assignment.exercises["remember_number"].check(assignment.reference(), 1)
    verdict = judge_exercise(check, lambda *_: {"result": result, "seconds": 0.0})
    assert verdict.status == "failed"


@pytest.mark.parametrize("words", [199, 150])
def test_memory_that_ends_just_too_early_fails(words: int):
    """Is a memory that holds for fewer than 200 words told from one that holds for all?"""
    from autograder.checks.measures import memory_of_gru

    # From 1 the state falls by the same factor at every other word.
    kept = 0.5 ** (1 / (words + 0.5))
    leak = np.log((1 - kept) / kept)
    p = {
        "Wu": np.array([[0.0, 60.0, 60.0, 0.0]]),
        "bu": np.array([[leak]]),
        "Wr": np.zeros((1, 4)),
        "br": np.zeros((1, 1)),
        "Wc": np.array([[0.0, 30.0, -30.0, 0.0]]),
        "bc": np.zeros((1, 1)),
    }
    measured = memory_of_gru({"result": p}, {})
    assert (measured["singular_kept"], measured["plural_kept"]) == (words, words)
