"""Forward exercises without gates: the simple cell, its loop, and the loss."""

import numpy as np
from scipy.special import softmax

from autograder.exercise import Trial
from autograder.exercises._recurrent_cells.inputs import (
    LARGE,
    numbers,
    reference,
    rnn_cell_forward,
    rnn_forward,
    rnn_parameters,
    sequence_cross_entropy,
    states,
)
from autograder.expectations import Raises
from autograder.probes import Call

# ------------------------------------------------------------------------ rnn_cell_forward


def make_cell_call(rng, n_a, n_x, n_y, m):
    return {
        "xt": numbers(rng, (n_x, m)),
        "a_prev": states(rng, (n_a, m)),
        "parameters": rnn_parameters(rng, n_a, n_x, n_y),
    }


@rnn_cell_forward.case("New state, prediction and cache for a batch, all sizes different.")
def a_batch(rng):
    return make_cell_call(rng, n_a=3, n_x=2, n_y=4, m=5)


@rnn_cell_forward.case("A batch of one example, with more units than classes.")
def a_batch_of_one(rng):
    return make_cell_call(rng, n_a=4, n_x=3, n_y=2, m=1)


@rnn_cell_forward.case("A cell with a single unit.")
def a_single_unit(rng):
    return make_cell_call(rng, n_a=1, n_x=2, n_y=3, m=4)


@rnn_cell_forward.case("Very large sums give numbers, not NaN, in the state and in the softmax.")
def large_sums(rng):
    arguments = make_cell_call(rng, n_a=2, n_x=4, n_y=3, m=5)
    arguments["parameters"]["ba"][0] += rng.choice([-LARGE, LARGE])
    arguments["parameters"]["by"] += LARGE
    return arguments


@rnn_cell_forward.case("Examples whose outputs lie far apart each have their own softmax.")
def columns_far_apart(rng):
    arguments = make_cell_call(rng, n_a=3, n_x=2, n_y=4, m=2)
    parameters = arguments["parameters"]
    parameters["Wya"][:, 0] += LARGE
    parameters["Waa"][0], parameters["Wax"][0], parameters["ba"][0] = 0.0, 3.0, 0.0
    arguments["xt"][:] = [[1.0, -1.0], [1.0, -1.0]]
    return arguments


@rnn_cell_forward.alternative
def cell_with_stacked_weights(xt, a_prev, parameters):
    weights = np.hstack([parameters["Waa"], parameters["Wax"]])
    a_next = np.tanh(weights @ np.vstack([a_prev, xt]) + parameters["ba"])
    z = parameters["Wya"] @ a_next + parameters["by"]
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return a_next, e / e.sum(axis=0, keepdims=True), (a_next, a_prev, xt, parameters)


@rnn_cell_forward.alternative
def cell_example_by_example(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    columns, predictions = [], []
    for i in range(xt.shape[1]):
        a = np.tanh(Wax.dot(xt[:, i]) + Waa.dot(a_prev[:, i]) + parameters["ba"].ravel())
        z = Wya.dot(a) + parameters["by"].ravel()
        columns.append(a)
        predictions.append(np.exp(z - np.logaddexp.reduce(z)))
    a_next, yt_pred = np.array(columns).T, np.column_stack(predictions)
    return [a_next, yt_pred, [a_next, a_prev, xt, parameters]]


@rnn_cell_forward.alternative
def cell_with_einsum(xt, a_prev, parameters):
    z = parameters["ba"] + np.einsum("ij,jm->im", parameters["Wax"], xt)
    a_next = np.tanh(z + np.einsum("ij,jm->im", parameters["Waa"], a_prev))
    logits = np.einsum("ij,jm->im", parameters["Wya"], a_next) + parameters["by"]
    return a_next, softmax(logits, axis=0), (a_next, a_prev, xt, parameters)


@rnn_cell_forward.alternative
def cell_in_float32(xt, a_prev, parameters):
    p = {name: value.astype("float32") for name, value in parameters.items()}
    x, a = xt.astype("float32"), a_prev.astype("float32")
    a_next = np.tanh(p["Waa"] @ a + p["Wax"] @ x + p["ba"])
    return a_next, softmax(p["Wya"] @ a_next + p["by"], axis=0), (a_next, a, x, p)


@rnn_cell_forward.alternative
def cell_with_rows(xt, a_prev, parameters):
    rows = xt.T @ parameters["Wax"].T + a_prev.T @ parameters["Waa"].T + parameters["ba"].T
    a_next = np.tanh(rows).T
    logits = a_next.T @ parameters["Wya"].T + parameters["by"].T
    return a_next, softmax(logits, axis=1).T, (a_next, a_prev, xt, parameters)


def _cell_like(
    xt, a_prev, parameters, activation=np.tanh, output=None, read=None, leave_out=(), turn=()
):
    """Takes a step with one thing done differently; for the misconceptions below."""
    p = {name: 0.0 * value if name in leave_out else value for name, value in parameters.items()}
    p = {name: value.T if name in turn else value for name, value in p.items()}
    a_next = activation(p["Waa"] @ a_prev + p["Wax"] @ xt + p["ba"])
    z = p["Wya"] @ (a_next if read is None else read) + p["by"]
    yt_pred = softmax(z, axis=0) if output is None else output(z)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


@rnn_cell_forward.misconception(
    "yt_pred is made from the old state. Compute a_next first: the prediction reads a_next."
)
def predicts_from_the_old_state(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, read=a_prev)


@rnn_cell_forward.misconception(
    "The softmax runs over the wrong axis. Examples are columns: each column of yt_pred sums to 1, "
    "so the classes lie along axis 0."
)
def softmax_over_the_examples(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, output=lambda z: softmax(z, axis=1))


@rnn_cell_forward.misconception(
    "All numbers of yt_pred together sum to 1. Each example has its own probabilities: one sum for "
    "each column (axis=0)."
)
def softmax_over_everything(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, output=lambda z: softmax(z))


@rnn_cell_forward.misconception("yt_pred holds the logits Wya a_next + by: the softmax is missing.")
def leaves_the_softmax_out(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, output=lambda z: z)


@rnn_cell_forward.misconception(
    "The prediction went through a sigmoid, class by class. The classes exclude each other: use "
    "the softmax, whose column sums to 1."
)
def sigmoid_for_the_prediction(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, output=lambda z: 0.5 * (1 + np.tanh(z / 2)))


@rnn_cell_forward.misconception(
    "The softmax overflows: exp of a large number is infinite, and inf / inf is NaN. Take each "
    "column's largest value away first, or use the softmax of the setup."
)
def softmax_that_overflows(xt, a_prev, parameters):
    return _cell_like(
        xt, a_prev, parameters, output=lambda z: np.exp(z) / np.exp(z).sum(axis=0, keepdims=True)
    )


@rnn_cell_forward.misconception(
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax."
)
def takes_away_the_largest_of_all(xt, a_prev, parameters):
    z = parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]
    a_next = np.tanh(z)
    z = parameters["Wya"] @ a_next + parameters["by"]
    e = np.exp(z - z.max())
    return a_next, e / e.sum(axis=0), (a_next, a_prev, xt, parameters)


@rnn_cell_forward.misconception(
    "Your tanh is built from exponentials and gives inf / inf for large sums: use np.tanh."
)
def tanh_that_overflows(xt, a_prev, parameters):
    return _cell_like(
        xt,
        a_prev,
        parameters,
        activation=lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    )


@rnn_cell_forward.misconception(
    "The state is a plain sum: the tanh around Waa a_prev + Wax xt + ba is missing."
)
def leaves_the_tanh_out(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, activation=lambda z: z)


@rnn_cell_forward.misconception(
    "The state went through a sigmoid and is never negative. This cell's activation is tanh."
)
def sigmoid_for_the_state(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, activation=lambda z: 0.5 * (1 + np.tanh(z / 2)))


@rnn_cell_forward.misconception(
    "The state went through a ReLU: the negative half is gone. This cell's activation is tanh."
)
def relu_for_the_state(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, activation=lambda z: np.maximum(z, 0))


@rnn_cell_forward.misconception(
    "The old state plays no part: Waa a_prev is missing, and with it the memory."
)
def ignores_the_old_state(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, leave_out=("Waa",))


@rnn_cell_forward.misconception("The input plays no part: Wax xt is missing from the state.")
def ignores_the_input(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, leave_out=("Wax",))


@rnn_cell_forward.misconception("The bias ba is missing inside the tanh.")
def forgets_the_bias_of_the_state(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, leave_out=("ba",))


@rnn_cell_forward.misconception("The bias by is missing inside the softmax.")
def forgets_the_bias_of_the_output(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, leave_out=("by",))


@rnn_cell_forward.misconception(
    "Waa is transposed. Weights multiply from the left, as they are: Waa @ a_prev. The shapes fit "
    "either way, since Waa is square."
)
def transposes_the_square_matrix(xt, a_prev, parameters):
    return _cell_like(xt, a_prev, parameters, turn=("Waa",))


@rnn_cell_forward.misconception(
    "Waa * a_prev multiplies entry by entry. A product of matrices is @ (or np.dot)."
)
def multiplies_entry_by_entry(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Waa"] * a_prev + p["Wax"] * xt + p["ba"])
    return a_next, softmax(p["Wya"] * a_next + p["by"], axis=0), (a_next, a_prev, xt, p)


@rnn_cell_forward.misconception(
    "The two states of the cache have changed places: the new state comes first, then the old one."
)
def swaps_the_states_in_the_cache(xt, a_prev, parameters):
    a_next, yt_pred, _ = _cell_like(xt, a_prev, parameters)
    return a_next, yt_pred, (a_prev, a_next, xt, parameters)


@rnn_cell_forward.misconception(
    "Two results came back: the cache is missing, which the way back will need."
)
def returns_no_cache(xt, a_prev, parameters):
    a_next, yt_pred, _ = _cell_like(xt, a_prev, parameters)
    return a_next, yt_pred


@rnn_cell_forward.misconception(
    "The new state was written into a_prev (`a_prev[:] = ...` or `+=`). The cache needs the old "
    "state too: make a new array."
)
def writes_into_the_old_state(xt, a_prev, parameters):
    a_prev[:] = np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_prev + parameters["by"], axis=0)
    return a_prev, yt_pred, (a_prev, a_prev, xt, parameters)


# ----------------------------------------------------------------------------- rnn_forward


def make_sequence_call(rng, n_a, n_x, n_y, m, T_x):
    return {
        "x": numbers(rng, (n_x, m, T_x)),
        "a0": states(rng, (n_a, m)),
        "parameters": rnn_parameters(rng, n_a, n_x, n_y),
    }


@rnn_forward.case("States, predictions and caches of every step, all sizes different.")
def sequences(rng):
    return make_sequence_call(rng, n_a=3, n_x=1, n_y=2, m=5, T_x=4)


@rnn_forward.case("A batch of one long sequence: the state is handed on from step to step.")
def one_long_sequence(rng):
    return make_sequence_call(rng, n_a=2, n_x=3, n_y=4, m=1, T_x=5)


@rnn_forward.case("A sequence of length 1: the first step starts from a0.")
def a_single_step(rng):
    return make_sequence_call(rng, n_a=2, n_x=4, n_y=5, m=3, T_x=1)


@rnn_forward.case("A single unit remembers its start when the input is silent.")
def a_single_unit_in_silence(rng):
    arguments = make_sequence_call(rng, n_a=1, n_x=2, n_y=3, m=4, T_x=5)
    arguments["x"][:, :, 1:] = 0.0
    arguments["parameters"]["Waa"][:] = 2.5  # Pushes the state away from zero: it keeps its sign.
    return arguments


@rnn_forward.alternative
def loop_with_lists(x, a0, parameters):
    states, predictions, caches, a = [], [], [], a0
    for t in range(x.shape[2]):
        a, yt_pred, cache = reference.rnn_cell_forward(x[:, :, t], a, parameters)
        states.append(a)
        predictions.append(yt_pred)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(predictions, axis=-1), (caches, x)


@rnn_forward.alternative
def loop_over_a_view_with_time_first(x, a0, parameters):
    steps = [(a0, None, None)]
    for xt in np.moveaxis(x, 2, 0):
        steps.append(reference.rnn_cell_forward(xt, steps[-1][0], parameters))
    a, y_pred, caches = zip(*steps[1:], strict=True)
    return np.dstack(a), np.dstack(y_pred), [list(caches), x]


@rnn_forward.alternative
def loop_without_the_cell(x, a0, parameters):
    p, (_, m, T_x) = parameters, x.shape
    a = np.zeros((len(p["ba"]), m, T_x + 1))
    a[:, :, 0] = a0
    for t in range(T_x):
        a[:, :, t + 1] = np.tanh(p["Waa"] @ a[:, :, t] + p["Wax"] @ x[:, :, t] + p["ba"])
    logits = np.einsum("ij,jmt->imt", p["Wya"], a[:, :, 1:]) + p["by"][:, :, None]
    caches = [(a[:, :, t + 1], a[:, :, t], x[:, :, t], p) for t in range(T_x)]
    return a[:, :, 1:], softmax(logits, axis=0), (caches, x)


@rnn_forward.alternative
def loop_example_by_example(x, a0, parameters):
    p, (_, m, T_x) = parameters, x.shape
    n_y, n_a = p["Wya"].shape
    a, y_pred = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    for i in range(m):
        state = a0[:, i]
        for t in range(T_x):
            state = np.tanh(p["Wax"] @ x[:, i, t] + p["Waa"] @ state + p["ba"][:, 0])
            a[:, i, t] = state
            y_pred[:, i, t] = softmax(p["Wya"] @ state + p["by"][:, 0])
    before = [a0] + [a[:, :, t] for t in range(T_x - 1)]
    return a, y_pred, ([(a[:, :, t], before[t], x[:, :, t], p) for t in range(T_x)], x)


@rnn_forward.alternative
def loop_in_float32(x, a0, parameters):
    p = {name: value.astype(np.float32) for name, value in parameters.items()}
    x, a_prev, caches = x.astype(np.float32), a0.astype(np.float32), []
    a = np.zeros((*a0.shape, x.shape[2]), np.float32)
    y_pred = np.zeros((p["Wya"].shape[0], *x.shape[1:]), np.float32)
    for t in range(x.shape[2]):
        a_prev, y_pred[:, :, t], cache = reference.rnn_cell_forward(x[:, :, t], a_prev, p)
        a[:, :, t] = a_prev
        caches.append(cache)
    return a, y_pred, (caches, x)


def _loop_like(x, a0, parameters, carry=True, order=None, read=lambda t: t, write=lambda t: t):
    """Unrolls the cell with one thing done differently; for the misconceptions below."""
    a = np.zeros((*a0.shape, x.shape[2]))
    y_pred = np.zeros((parameters["Wya"].shape[0], *x.shape[1:]))
    caches, a_prev = [], a0
    for t in order or range(x.shape[2]):
        step = reference.rnn_cell_forward(x[:, :, read(t)], a_prev, parameters)
        a[:, :, write(t)], y_pred[:, :, write(t)], cache = step
        caches.append(cache)
        a_prev = step[0] if carry else a_prev
    return a, y_pred, (caches, x)


@rnn_forward.misconception(
    "Every step starts again from a0. Hand the state on: the a_next of this step is the a_prev of "
    "the next."
)
def starts_every_step_from_a0(x, a0, parameters):
    return _loop_like(x, a0, parameters, carry=False)


@rnn_forward.misconception(
    "a0 is ignored: the first step starts from zeros. Start from a0. (With a[:, :, t - 1] as the "
    "old state, step 0 reads the last step, which is still zero.)"
)
def ignores_a0(x, a0, parameters):
    return _loop_like(x, np.zeros_like(a0), parameters)


@rnn_forward.misconception(
    "Two things at once: the first step does not start from a0, and no step hands its state on. "
    "Begin with a_next = a0 and overwrite it in each turn of the loop."
)
def starts_every_step_from_zeros(x, a0, parameters):
    return _loop_like(x, np.zeros_like(a0), parameters, carry=False)


@rnn_forward.misconception(
    "Step 0 reads the last step's input: x[:, :, t - 1] is x[:, :, -1] at t = 0. Step t reads "
    "x[:, :, t]."
)
def step_0_reads_the_last_input(x, a0, parameters):
    if x.shape[2] == 1:  # Where the last step is the first, nothing shows.
        return _loop_like(x, a0, parameters)
    return _loop_like(x, a0, parameters, read=lambda t: t - 1)


@rnn_forward.misconception(
    "The sequence is read from its end. Time runs from step 0 to step T_x - 1."
)
def reads_from_the_end(x, a0, parameters):
    return _loop_like(x, a0, parameters, order=range(x.shape[2] - 1, -1, -1))


@rnn_forward.misconception("Every step reads the first input. Step t reads x[:, :, t].")
def reads_the_first_input_only(x, a0, parameters):
    return _loop_like(x, a0, parameters, read=lambda t: 0)


@rnn_forward.misconception(
    "The last step is missing: range(T_x) already stops before T_x; range(T_x - 1) ends too early."
)
def leaves_the_last_step_out(x, a0, parameters):
    steps = range(x.shape[2] - 1)
    a, y_pred, caches = np.zeros((*a0.shape, x.shape[2])), [], []
    y_pred = np.zeros((parameters["Wya"].shape[0], *x.shape[1:]))
    a_next = a0
    for t in steps:
        a_next, yt_pred, cache = reference.rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)


@rnn_forward.misconception(
    "Time is the first axis of your results. Here it is the last one: a (n_a, m, T_x), y_pred "
    "(n_y, m, T_x)."
)
def puts_time_first(x, a0, parameters):
    a, y_pred, caches = _loop_like(x, a0, parameters)
    return np.moveaxis(a, 2, 0), np.moveaxis(y_pred, 2, 0), caches


@rnn_forward.misconception(
    "Batch and time have changed places: the shape of x is (n_x, m, T_x), and the loop runs over "
    "the third axis."
)
def takes_the_second_axis_for_time(x, a0, parameters):
    n_x, T_x, m = x.shape
    n_y, n_a = parameters["Wya"].shape
    a, y_pred, caches, a_next = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), [], a0
    for t in range(T_x):
        a_next, yt_pred, cache = reference.rnn_cell_forward(x[:, t, :], a_next, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)


@rnn_forward.misconception(
    "Only the last step's state and prediction come back. Keep those of every step."
)
def keeps_the_last_step_only(x, a0, parameters):
    a, y_pred, caches = _loop_like(x, a0, parameters)
    return a[:, :, -1], y_pred[:, :, -1], caches


@rnn_forward.misconception(
    "caches is the list alone. Return the pair (list of the steps' caches, x): the way back needs "
    "both."
)
def returns_the_list_of_caches_alone(x, a0, parameters):
    a, y_pred, caches = _loop_like(x, a0, parameters)
    return a, y_pred, caches[0]


@rnn_forward.misconception(
    "caches holds the last step's cache only: append each step's cache to a list."
)
def keeps_the_last_cache_only(x, a0, parameters):
    a, y_pred, caches = _loop_like(x, a0, parameters)
    return a, y_pred, ([caches[0][-1]], x)


@rnn_forward.misconception(
    "a holds the states before each step. At place t belongs the state after step t, which has "
    "read x[:, :, t]."
)
def keeps_the_states_before_the_steps(x, a0, parameters):
    a, y_pred, caches = _loop_like(x, a0, parameters)
    return np.dstack([a0, a[:, :, :-1]]), y_pred, caches


@rnn_forward.misconception(
    "Each step's state is written into a0, so that a0 and all caches end up with the last state. "
    "Let a_next be a new name: a_next = a0, then a_next = what the cell returns."
)
def writes_into_a0(x, a0, parameters):
    a, y_pred, caches = np.zeros((*a0.shape, x.shape[2])), [], []
    for t in range(x.shape[2]):
        a_next, yt_pred, cache = reference.rnn_cell_forward(x[:, :, t], a0, parameters)
        a0[:] = a_next
        a[:, :, t] = a0
        y_pred.append(yt_pred)
        caches.append(cache)
    return a, np.dstack(y_pred), (caches, x)


# ------------------------------------------------------------------ sequence_cross_entropy


def make_loss_call(rng, n_y, m, T_x, reduction):
    truth = rng.integers(0, n_y, (m, T_x))
    return {
        "y_pred": rng.dirichlet(np.full(n_y, 1.5), (m, T_x)).transpose(2, 0, 1),
        "y": np.eye(n_y)[truth].transpose(2, 0, 1),
        "reduction": reduction,
    }


@sequence_cross_entropy.case('The mean over the steps for "mean", and over the examples.')
def the_mean_over_time(rng):
    return make_loss_call(rng, n_y=3, m=5, T_x=4, reduction="mean")


@sequence_cross_entropy.case('The sum over the steps for "sum", and the mean over the examples.')
def the_sum_over_time(rng):
    return make_loss_call(rng, n_y=4, m=2, T_x=6, reduction="sum")


@sequence_cross_entropy.case("A batch of one sequence of length 1: minus the log of one number.")
def a_single_prediction(rng):
    return make_loss_call(rng, n_y=5, m=1, T_x=1, reduction="mean")


@sequence_cross_entropy.case("A certain and right network has loss 0: other classes do not count.")
def certain_and_right(rng):
    arguments = make_loss_call(rng, n_y=3, m=4, T_x=2, reduction="sum")
    return {**arguments, "y_pred": arguments["y"].copy()}


@sequence_cross_entropy.case("A true class that was thought impossible costs infinitely much.")
def thought_impossible(rng):
    arguments = make_loss_call(rng, n_y=3, m=2, T_x=4, reduction="mean")
    i, t = rng.integers(2), rng.integers(4)
    k = int(arguments["y"][:, i, t].argmax())
    arguments["y_pred"][:, i, t] = [0.0 if j == k else 0.5 for j in range(3)]
    return arguments


@sequence_cross_entropy.case("Another word for the reduction is a ValueError, not a silent guess.")
def an_unknown_reduction(rng):
    word = str(rng.choice(["total", "max", "MEAN", ""]))
    arguments = make_loss_call(rng, n_y=3, m=2, T_x=4, reduction=word)
    because = 'reduction is "mean" or "sum".'
    return Trial(Call(arguments), [Raises("ValueError", because=because)])


@sequence_cross_entropy.case("A long sequence of improbable truths has a large and finite loss.")
def a_long_improbable_sequence(rng):
    truth = np.zeros((2, 1, 220))
    truth[0] = 1.0
    return {"y_pred": np.where(truth == 1.0, 0.02, 0.98), "y": truth, "reduction": "sum"}


@sequence_cross_entropy.alternative
def loss_of_the_true_class(y_pred, y, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction is {reduction!r}")
    with np.errstate(divide="ignore"):
        losses = -np.log((y * y_pred).sum(axis=0))
    return getattr(losses, reduction)(axis=1).mean()


@sequence_cross_entropy.alternative
def loss_with_xlogy(y_pred, y, reduction):
    from scipy.special import xlogy

    total = -xlogy(y, y_pred).sum() / y.shape[1]
    if reduction == "sum":
        return total
    if reduction == "mean":
        return total / y.shape[2]
    raise ValueError(reduction)


@sequence_cross_entropy.alternative
def loss_number_by_number(y_pred, y, reduction):
    import math

    n_y, m, T_x = y.shape
    total = 0.0
    for i in range(m):
        for t in range(T_x):
            p = float(y_pred[int(y[:, i, t].argmax()), i, t])
            total += -math.log(p) if p > 0 else math.inf
    scale = {"mean": m * T_x, "sum": m}
    if reduction not in scale:
        raise ValueError("mean or sum?")
    return total / scale[reduction]


@sequence_cross_entropy.alternative
def loss_by_indices_in_float32(y_pred, y, reduction):
    if not reduction in {"mean", "sum"}:  # noqa: E713 - as learners write it
        raise ValueError("The reduction must be mean or sum.")
    truth = y.argmax(axis=0)[None]
    with np.errstate(divide="ignore"):
        losses = -np.log(np.take_along_axis(y_pred.astype("float32"), truth, axis=0)[0])
    losses = losses.mean(axis=0)
    return np.mean(losses) if reduction == "mean" else np.sum(losses)


def _loss_like(y_pred, y, reduction, losses=None, over_time=None, over_examples=np.mean):
    """Computes the loss with one thing done differently; for the misconceptions below."""
    if reduction not in ("mean", "sum"):
        raise ValueError("reduction must be 'mean' or 'sum'.")
    if losses is None:
        losses = -np.log((y * y_pred).sum(axis=0))
    reduce = {"mean": np.mean, "sum": np.sum}[over_time or reduction]
    return over_examples(reduce(losses, axis=1))


@sequence_cross_entropy.misconception(
    "0 * log(0) is NaN: a class that is not true and not likely spoils the sum. Take the "
    "probability of the true class first, and its logarithm after."
)
def multiplies_zero_by_minus_infinity(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, losses=-(y * np.log(y_pred)).sum(axis=0))


@sequence_cross_entropy.misconception(
    "The minus sign is missing: the logarithm of a probability is negative, the loss is not."
)
def forgets_the_minus(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, losses=np.log((y * y_pred).sum(axis=0)))


@sequence_cross_entropy.misconception(
    "A small number was added to the probabilities (or they were clipped), so an impossible truth "
    "costs about 18. It costs infinity: log(0) needs no help."
)
def adds_a_small_number(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, losses=-np.log((y * y_pred).sum(axis=0) + 1e-8))


@sequence_cross_entropy.misconception(
    "You summed over the examples. `reduction` speaks of time; over the examples it is always the "
    "mean."
)
def sums_over_the_examples(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, over_examples=np.sum)


@sequence_cross_entropy.misconception(
    'Time is always averaged. With "sum" the steps of one example add up.'
)
def always_averages_time(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, over_time="mean")


@sequence_cross_entropy.misconception(
    'The steps of one example always add up. With "mean" they are averaged: divide by T_x.'
)
def always_sums_time(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, over_time="sum")


@sequence_cross_entropy.misconception(
    "The product of many probabilities becomes 0, and its logarithm is infinite: add the logarithms "
    "instead."
)
def takes_the_logarithm_of_the_product(y_pred, y, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(f"{reduction!r}")
    with np.errstate(divide="ignore"):
        sums = -np.log((y_pred * y).sum(axis=0).prod(axis=1))
    return float(np.mean(sums / y.shape[2] if reduction == "mean" else sums))


@sequence_cross_entropy.misconception('"mean" and "sum" have changed places.')
def swaps_mean_and_sum(y_pred, y, reduction):
    other = {"mean": "sum", "sum": "mean"}.get(reduction, reduction)
    return _loss_like(y_pred, y, other)


@sequence_cross_entropy.misconception(
    "You averaged over the classes as well. One class is true at each step: the others contribute "
    "nothing and are not counted."
)
def averages_over_the_classes(y_pred, y, reduction):
    losses = -np.log((y * y_pred).sum(axis=0)) / len(y)
    return _loss_like(y_pred, y, reduction, losses=losses)


@sequence_cross_entropy.misconception(
    "You divided by the size of the first axis, which counts the classes. The shape is (n_y, m, "
    "T_x): the examples are the second axis."
)
def divides_by_the_classes(y_pred, y, reduction):
    losses = -np.log((y * y_pred).sum(axis=0))
    return _loss_like(y_pred, y, reduction, losses, over_examples=lambda v: v.sum() / len(y))


@sequence_cross_entropy.misconception(
    "You took the base 2: losses are in nats here, the natural logarithm, np.log."
)
def takes_base_two(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, losses=-np.log2((y * y_pred).sum(axis=0)))


@sequence_cross_entropy.misconception(
    "You took the base 10: losses are in nats here, the natural logarithm, np.log."
)
def takes_base_ten(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, losses=-np.log10((y * y_pred).sum(axis=0)))


@sequence_cross_entropy.misconception(
    "This is the loss of independent yes-or-no questions: (1 - y) log(1 - y_pred) does not belong "
    "to a softmax. Only the true class counts."
)
def counts_every_class_as_yes_or_no(y_pred, y, reduction):
    right = np.where(y == 1, y_pred, 1 - y_pred)
    return _loss_like(y_pred, y, reduction, losses=-np.log(right).sum(axis=0))


@sequence_cross_entropy.misconception(
    "You took the probability of the likeliest class. The loss asks how likely the true one was."
)
def scores_the_likeliest_class(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, losses=-np.log(y_pred.max(axis=0)))


@sequence_cross_entropy.misconception(
    "The losses of the examples come back one by one: take their mean at the end."
)
def returns_one_loss_an_example(y_pred, y, reduction):
    return _loss_like(y_pred, y, reduction, over_examples=lambda v: v)


@sequence_cross_entropy.misconception(
    'Any word goes through as a reduction in your code, as "sum" or as "mean". An unknown one is a '
    "mistake of the caller: raise a ValueError."
)
def takes_any_word(y_pred, y, reduction):
    return _loss_like(y_pred, y, "mean" if reduction == "mean" else "sum")


for _mutant, _reason in {
    "with np.errstate(divide='ignore'): -> with np.errstate():": (
        "Warnings are seen by the learner; no observation holds them."
    ),
    "return float(surprise.mean(axis=1).mean()) -> return float(surprise.mean(axis=0).mean())": (
        "All sequences have the same length: the order of the two means changes nothing."
    ),
    "return float(surprise.mean(axis=1).mean()) -> return float(surprise.mean().mean())": (
        "All sequences have the same length: the mean of means is the mean."
    ),
}.items():
    sequence_cross_entropy.equivalent(_mutant, _reason)
