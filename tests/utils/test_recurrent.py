"""Are the given loss and gradients of the recurrent network right, for every size and length?"""

import subprocess
import sys

import numpy as np
import pytest

from utils.recurrent import PARAMETER_NAMES, initialize_parameters, loss_and_gradients

# n_a, n_x, n_y and letters in the sequence: all different, shorter and longer than one turn of
# the compiled loop, a multiple of it, a sequence of a single symbol, no hidden unit to spare.
SIZES = [(7, 5, 3, 9), (2, 4, 6, 3), (3, 28, 27, 51), (1, 3, 4, 1), (8, 3, 5, 0), (4, 6, 2, 7)]


def draw_problem(n_a, n_x, n_y, letters, seed=0):
    """Draws weights that leave the linear range of tanh, a sequence, and a first state."""
    rng = np.random.default_rng([seed, n_a, n_x, n_y, letters])
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    parameters["by"] = rng.normal(size=(n_y, 1))
    X = [None, *(int(index) for index in rng.integers(0, n_x, letters))]
    Y = [int(index) for index in rng.integers(0, n_y, letters + 1)]
    return X, Y, rng.normal(size=(n_a, 1)), parameters


def loss_in_numpy(X, Y, a, parameters):
    """Computes the loss with columns, a step at a time, as the formulas are written."""
    p, loss = parameters, 0.0
    for index, target in zip(X, Y, strict=True):
        x = np.zeros((p["Wax"].shape[1], 1))
        if index is not None:
            x[index] = 1
        a = np.tanh(p["Wax"] @ x + p["Waa"] @ a + p["b"])
        z = p["Wya"] @ a + p["by"]
        loss += float(np.log(np.exp(z).sum()) - z[target, 0])
    return loss, a


def gradients_of_an_eager_loop(X, Y, a_prev, parameters):
    """Differentiates a plain Python loop with an eager tape, `x` as a column of zeros and a one."""
    import tensorflow as tf

    variables = {name: tf.Variable(parameters[name], dtype=tf.float64) for name in PARAMETER_NAMES}
    with tf.GradientTape() as tape:
        a, log_probability = tf.constant(a_prev, dtype=tf.float64), 0.0
        for index, target in zip(X, Y, strict=True):
            x = np.zeros((parameters["Wax"].shape[1], 1))
            if index is not None:
                x[index, 0] = 1.0
            a = tf.tanh(variables["Wax"] @ x + variables["Waa"] @ a + variables["b"])
            y = tf.nn.softmax(variables["Wya"] @ a + variables["by"], axis=0)
            log_probability += tf.math.log(y[target, 0])
        loss = -log_probability
    gradients = tape.gradient(loss, variables, unconnected_gradients="zero")
    return {"d" + name: gradient.numpy() for name, gradient in gradients.items()}


@pytest.mark.parametrize("sizes", SIZES)
def test_loss_and_state_are_those_of_the_formulas(sizes):
    """Do loss and last state equal a NumPy loop's, from a first state that is not zero?"""
    X, Y, a_prev, parameters = draw_problem(*sizes)
    loss, _, a_last = loss_and_gradients(X, Y, a_prev, parameters)
    expected_loss, expected_state = loss_in_numpy(X, Y, a_prev, parameters)
    assert loss == pytest.approx(expected_loss, rel=1e-12)
    np.testing.assert_allclose(a_last, expected_state, rtol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_equal_finite_differences(sizes):
    """Is every partial derivative the slope of the loss, measured by central differences?"""
    X, Y, a_prev, parameters = draw_problem(*sizes)
    _, gradients, _ = loss_and_gradients(X, Y, a_prev, parameters)
    step = 1e-6
    for name in PARAMETER_NAMES:
        slopes = np.zeros_like(parameters[name])
        for place in np.ndindex(slopes.shape):
            sides = []
            for shift in (step, -step):
                moved = {key: array.copy() for key, array in parameters.items()}
                moved[name][place] += shift
                sides.append(loss_in_numpy(X, Y, a_prev, moved)[0])
            slopes[place] = (sides[0] - sides[1]) / (2 * step)
        np.testing.assert_allclose(gradients["d" + name], slopes, atol=2e-7, err_msg=name)


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_equal_an_eager_tape(sizes):
    """Does the compiled loop differentiate like a tape over an ordinary Python loop?"""
    problem = draw_problem(*sizes, seed=1)
    _, gradients, _ = loss_and_gradients(*problem)
    expected = gradients_of_an_eager_loop(*problem)
    assert gradients.keys() == expected.keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-9, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_nothing_that_is_passed_in_changes(dtype):
    """Do inputs stay as they are, and are results new, writable, of the parameters' dtype?"""
    X, Y, a_prev, parameters = draw_problem(5, 4, 3, 6)
    parameters = {name: array.astype(dtype) for name, array in parameters.items()}
    a_prev = a_prev.astype(dtype)
    before = {name: array.copy() for name, array in parameters.items()}
    X_before, Y_before, a_before = list(X), list(Y), a_prev.copy()
    loss, gradients, a_last = loss_and_gradients(X, Y, a_prev, parameters)
    a_last += 1
    for name, gradient in gradients.items():
        assert gradient.dtype == parameters[name[1:]].dtype == dtype
        assert gradient.shape == parameters[name[1:]].shape
        gradient += 1
    assert type(loss) is float
    assert (X, Y) == (X_before, Y_before)
    np.testing.assert_array_equal(a_prev, a_before)
    for name, array in before.items():
        np.testing.assert_array_equal(parameters[name], array)


def test_results_of_one_call_survive_the_next():
    """Can gradients be kept while the next name is computed?"""
    first = draw_problem(5, 4, 4, 6)
    _, gradients, a_last = loss_and_gradients(*first)
    kept = {name: gradient.copy() for name, gradient in gradients.items()}, a_last.copy()
    loss_and_gradients(*draw_problem(5, 4, 4, 6, seed=2))
    for name, gradient in gradients.items():
        np.testing.assert_array_equal(gradient, kept[0][name])
    np.testing.assert_array_equal(a_last, kept[1])


def test_an_empty_name_is_one_prediction():
    """Is the loss of `X = [None]` the surprise at newline alone?"""
    parameters = initialize_parameters(6, 4, 4, np.random.default_rng(0))
    loss, gradients, _ = loss_and_gradients([None], [0], np.zeros((6, 1)), parameters)
    assert loss == pytest.approx(np.log(4))
    assert not gradients["dWax"].any()
    assert not gradients["dWaa"].any()


def spoil(**changes):
    """Returns arguments that were right until the given ones were changed."""
    X, Y, a_prev, parameters = draw_problem(4, 3, 3, 2)
    arguments = {"X": X, "Y": Y, "a_prev": a_prev, "parameters": parameters}
    for name, value in changes.items():
        if name in PARAMETER_NAMES:
            parameters[name] = value
        else:
            arguments[name] = value
    return arguments


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (spoil(Y=[0]), "3 and 1"),
        (spoil(X=[], Y=[]), "at least 1"),
        (spoil(X=[None, 1, 3]), "X holds 3"),
        (spoil(X=[None, -1, 0]), "X holds -1"),
        (spoil(Y=[0, 1, None]), "Y holds None"),
        (spoil(Y=[0, 1, "\n"]), "Y holds '\\\\n'"),
        (spoil(Y=[0, 1.5, 1]), "Y holds 1.5"),
        (spoil(a_prev=np.zeros(4)), r"a_prev has the shape \(4,\), expected \(4, 1\)"),
        (spoil(Waa=np.zeros((4, 3))), r"Waa has the shape \(4, 3\)"),
        (spoil(by=np.zeros(3)), "two dimensions"),
        (spoil(parameters={"Wax": np.zeros((4, 3))}), "no 'Waa', 'Wya', 'b', 'by'"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, words):
    """Does a wrong argument give one error that names it, instead of one from TensorFlow?"""
    with pytest.raises(ValueError, match=words):
        loss_and_gradients(**arguments)


def test_first_parameters_are_small_noise_from_the_given_generator():
    """Does the same seed give the same weights, another seed others, and are biases zero?"""
    one, same = (initialize_parameters(5, 4, 3, np.random.default_rng(1)) for _ in range(2))
    other = initialize_parameters(5, 4, 3, np.random.default_rng(2))
    for name in ("Wax", "Waa", "Wya"):
        np.testing.assert_array_equal(one[name], same[name])
        assert not np.array_equal(one[name], other[name])
        assert 0 < np.abs(one[name]).max() < 1
    assert not one["b"].any()
    assert not one["by"].any()
    with pytest.raises(ValueError, match="n_a=0"):
        initialize_parameters(0, 4, 3, np.random.default_rng(1))


def test_first_parameters_leave_the_global_generator_alone():
    """Is the given generator the only source of randomness?"""
    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    initialize_parameters(5, 4, 3, np.random.default_rng(1))
    assert np.random.random() == expected


def test_importing_the_module_does_not_import_tensorflow():
    """Does a program that only needs the parameters stay light?"""
    program = "import sys, utils.recurrent; sys.exit('tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
