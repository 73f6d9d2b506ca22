"""Forward exercises without gates: the simple cell and its loop."""

import numpy as np
from scipy.special import softmax

from autograder.declaration.inputs import away_from_zero as states
from autograder.declaration.inputs import numbers

from .inputs import (
    LARGE,
    LONG,
    SOFTMAX_THAT_OVERFLOWS,
    TAKES_AWAY_THE_LARGEST_OF_ALL,
    on_paper,
    parts_alone,
    reference,
    rnn_cell_forward,
    rnn_forward,
    rnn_parameters,
)

# ------------------------------------------------------------------------ rnn_cell_forward


def make_cell_call(rng, n_a, n_x, n_y, m):
    return {
        "xt": numbers(rng, (n_x, m)),
        "a_prev": states(rng, (n_a, m)),
        "parameters": rnn_parameters(rng, n_a, n_x, n_y),
    }


@rnn_cell_forward.case("New state, prediction and cache for a batch, all sizes different.")
def a_batch(rng):
    return on_paper(make_cell_call(rng, n_a=2, n_x=1, n_y=4, m=3))


@rnn_cell_forward.case("A batch of one example, with more units than classes.")
def a_batch_of_one(rng):
    return make_cell_call(rng, n_a=4, n_x=3, n_y=2, m=1)


@rnn_cell_forward.case("A cell with a single unit.")
def a_single_unit(rng):
    return make_cell_call(rng, n_a=1, n_x=2, n_y=3, m=4)


@rnn_cell_forward.case("Very large sums give numbers, not NaN, in the state and in the softmax.")
def large_sums(rng):
    arguments = make_cell_call(rng, n_a=3, n_x=4, n_y=2, m=5)
    up, down = rng.permutation(3)[:2]
    arguments["parameters"]["ba"][up] += LARGE
    arguments["parameters"]["ba"][down] -= LARGE
    arguments["parameters"]["by"] += LARGE
    return arguments


@rnn_cell_forward.case("Examples whose outputs lie far apart each have their own softmax.")
def columns_far_apart(rng):
    arguments = make_cell_call(rng, n_a=3, n_x=2, n_y=4, m=2)
    parameters = arguments["parameters"]
    parameters["Wya"][:, 0] += LARGE
    parameters["Waa"][0], parameters["Wax"][0], parameters["ba"][0] = 0.0, 3.0, 0.0
    arguments["xt"][:] = rng.permutation([1.0, -1.0])
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


rnn_cell_forward.slip(
    "predicts_from_the_old_state",
    "yt_pred is made from the old state. Compute a_next first: the prediction reads a_next.",
    ("Wya @ a_next", "Wya @ a_prev"),
)
rnn_cell_forward.slip(
    "softmax_over_the_examples",
    "The softmax runs over the wrong axis. Examples are columns: each column of yt_pred sums to 1, "
    "so the classes lie along axis 0.",
    ("axis=0", "axis=1"),
)
rnn_cell_forward.slip(
    "softmax_over_everything",
    "All numbers of yt_pred together sum to 1. Each example has its own probabilities: one sum for "
    "each column (axis=0).",
    (", axis=0", ""),
)
rnn_cell_forward.slip(
    "leaves_the_softmax_out",
    "yt_pred holds the logits Wya a_next + by: the softmax is missing.",
    ("softmax(", "("),
    (", axis=0", ""),
)
rnn_cell_forward.slip(
    "sigmoid_for_the_prediction",
    "The prediction went through a sigmoid, class by class. The classes exclude each other: use "
    "the softmax, whose column sums to 1.",
    ("softmax(", "sigmoid("),
    (", axis=0", ""),
)
rnn_cell_forward.slip(
    "softmax_that_overflows",
    "The softmax overflows: exp of a large number is infinite, and inf / inf is NaN. Take each "
    "column's largest value away first, or use the softmax of the setup.",
    *SOFTMAX_THAT_OVERFLOWS,
)
rnn_cell_forward.slip(
    "takes_away_the_largest_of_all",
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax.",
    *TAKES_AWAY_THE_LARGEST_OF_ALL,
)
rnn_cell_forward.slip(
    "tanh_that_overflows",
    "Your tanh is built from exponentials and gives inf / inf for large sums: use np.tanh.",
    ("a_next = np.tanh(", "z = ("),
    (
        'parameters["ba"])',
        'parameters["ba"])\n    a_next = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))',
    ),
)
rnn_cell_forward.slip(
    "leaves_the_tanh_out",
    "The state is a plain sum: the tanh around Waa a_prev + Wax xt + ba is missing.",
    ("np.tanh(", "("),
)
rnn_cell_forward.slip(
    "sigmoid_for_the_state",
    "The state went through a sigmoid and is never negative. This cell's activation is tanh.",
    ("np.tanh(", "sigmoid("),
)
rnn_cell_forward.slip(
    "relu_for_the_state",
    "The state went through a ReLU: the negative half is gone. This cell's activation is tanh.",
    ("np.tanh(", "np.maximum(0, "),
)
rnn_cell_forward.slip(
    "ignores_the_old_state",
    "The old state plays no part: Waa a_prev is missing, and with it the memory.",
    ("Waa @ a_prev + ", ""),
)
rnn_cell_forward.slip(
    "ignores_the_input",
    "The input plays no part: Wax xt is missing from the state.",
    ("Wax @ xt + ", ""),
)
rnn_cell_forward.slip(
    "forgets_the_bias_of_the_state",
    "The bias ba is missing inside the tanh.",
    (' + parameters["ba"]', ""),
)
rnn_cell_forward.slip(
    "forgets_the_bias_of_the_output",
    "The bias by is missing inside the softmax.",
    (' + parameters["by"]', ""),
)
rnn_cell_forward.slip(
    "forgets_both_biases",
    "Both biases are missing: add ba inside the tanh and by inside the softmax.",
    (' + parameters["ba"]', ""),
    (' + parameters["by"]', ""),
)
rnn_cell_forward.slip(
    "transposes_the_square_matrix",
    "Waa is transposed. Weights multiply from the left, as they are: Waa @ a_prev. The shapes fit "
    "either way, since Waa is square.",
    ("Waa @", "Waa.T @"),
)
rnn_cell_forward.slip(
    "multiplies_entry_by_entry",
    "Waa * a_prev multiplies entry by entry. A product of matrices is @ (or np.dot).",
    (" @ ", " * "),
    count=3,
)
rnn_cell_forward.slip(
    "swaps_the_states_in_the_cache",
    "The two states of the cache have changed places: the new state comes first, then the old one.",
    ("(a_next, a_prev,", "(a_prev, a_next,"),
)
rnn_cell_forward.slip(
    "returns_no_cache",
    "Two results came back: the cache is missing, which the way back will need.",
    (", (a_next, a_prev, xt, parameters)", ""),
)
rnn_cell_forward.slip(
    "writes_into_the_old_state",
    "The new state was written into a_prev (`a_prev[:] = ...` or `+=`). The cache needs the old "
    "state too: make a new array.",
    ("a_next = np", "a_next = a_prev[:] = np"),
)


# ----------------------------------------------------------------------------- rnn_forward


def make_sequence_call(rng, n_a, n_x, n_y, m, T_x):
    return {
        "x": numbers(rng, (n_x, m, T_x)),
        "a0": states(rng, (n_a, m)),
        "parameters": rnn_parameters(rng, n_a, n_x, n_y),
    }


@rnn_forward.case("States, predictions and caches of every step, all sizes different.")
def sequences(rng):
    return on_paper(make_sequence_call(rng, n_a=2, n_x=1, n_y=5, m=3, T_x=4))


@rnn_forward.case("A batch of one long sequence: the state is handed on from step to step.")
def one_long_sequence(rng):
    arguments = make_sequence_call(rng, n_a=2, n_x=1, n_y=3, m=1, T_x=LONG)
    result = reference.rnn_forward(*arguments.values())
    return parts_alone(arguments, result, ["a", "y_pred"])


@rnn_forward.case("A sequence of length 1: the first step starts from a0.")
def a_single_step(rng):
    return make_sequence_call(rng, n_a=2, n_x=4, n_y=5, m=3, T_x=1)


@rnn_forward.case("A single unit remembers its start when the input is silent.")
def a_single_unit_in_silence(rng):
    arguments = make_sequence_call(rng, n_a=1, n_x=2, n_y=3, m=4, T_x=5)
    arguments["x"][:, :, 1:] = 0.0
    arguments["parameters"]["Waa"][:] = 2.5  # Pushes the state away from zero: it keeps its sign.
    return parts_alone(arguments, reference.rnn_forward(*arguments.values()), ["a", "y_pred"])


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


rnn_forward.slip(
    "starts_every_step_from_a0",
    "Every step starts again from a0. Hand the state on: the a_next of this step is the a_prev of "
    "the next.",
    ("(xt, a_next,", "(xt, a0,"),
)
rnn_forward.slip(
    "ignores_a0",
    "a0 is ignored: the first step starts from zeros. Start from a0. (With a[:, :, t - 1] as the "
    "old state, step 0 reads the last step, which is still zero.)",
    ("a_next = a0", "a_next = np.zeros_like(a0)"),
)
rnn_forward.slip(
    "starts_every_step_from_zeros",
    "Two things at once: the first step does not start from a0, and no step hands its state on. "
    "Begin with a_next = a0 and overwrite it in each turn of the loop.",
    ("(xt, a_next,", "(xt, np.zeros_like(a0),"),
)
rnn_forward.slip(
    "step_0_reads_the_last_input",
    "Step 0 reads the last step's input: x[:, :, t - 1] is x[:, :, -1] at t = 0. Step t reads "
    "x[:, :, t].",
    ("x[:, :, t]", "x[:, :, t - 1]"),
)
rnn_forward.slip(
    "reads_from_the_end",
    "The sequence is read from its end. Time runs from step 0 to step T_x - 1.",
    ("range(x.shape[2])", "reversed(range(x.shape[2]))"),
    ("stack(states,", "stack(states[::-1],"),
    ("stack(predictions,", "stack(predictions[::-1],"),
)
rnn_forward.slip(
    "reads_the_first_input_only",
    "Every step reads the first input. Step t reads x[:, :, t].",
    ("x[:, :, t]", "x[:, :, 0]"),
)


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
    "The first step is missing: range(1, T_x) begins at the second. Steps are counted from 0."
)
def leaves_the_first_step_out(x, a0, parameters):
    a, y_pred, caches = np.zeros((*a0.shape, x.shape[2])), [], []
    y_pred = np.zeros((parameters["Wya"].shape[0], *x.shape[1:]))
    a_next = a0
    for t in range(1, x.shape[2]):
        a_next, yt_pred, cache = reference.rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)


rnn_forward.slip(
    "puts_time_first",
    "Time is the first axis of your results. Here it is the last one: a (n_a, m, T_x), y_pred "
    "(n_y, m, T_x).",
    ("axis=2", "axis=0"),
    count=2,
)


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


rnn_forward.slip(
    "keeps_the_last_step_only",
    "Only the last step's state and prediction come back. Keep those of every step.",
    ("return a, y_pred", "return a_next, yt_pred"),
)
rnn_forward.slip(
    "returns_the_list_of_caches_alone",
    "caches is the list alone. Return the pair (list of the steps' caches, x): the way back needs "
    "both.",
    ("(caches, x)", "caches"),
)
rnn_forward.slip(
    "keeps_the_last_cache_only",
    "caches holds the last step's cache only: append each step's cache to a list.",
    ("(caches, x)", "([cache], x)"),
)
rnn_forward.slip(
    "puts_the_caches_in_reverse",
    "The caches are in reverse order. The list is in the order of time: the first step's comes first.",
    ("(caches, x)", "(caches[::-1], x)"),
)
rnn_forward.slip(
    "overwrites_a0_at_the_end",
    "a0 has changed: the last state was written into it, and the first cache holds that array too. "
    "Leave a0 alone; the last state is in a.",
    ("return a, y_pred", "a0[:] = a_next\n    return a, y_pred"),
)
rnn_forward.slip(
    "keeps_the_states_before_the_steps",
    "a holds the states before each step. At place t belongs the state after step t, which has "
    "read x[:, :, t].",
    ("stack(states,", "stack([a0, *states[:-1]],"),
)
rnn_forward.slip(
    "writes_into_a0",
    "Each step's state is written into a0, so that a0 and all caches end up with the last state. "
    "Let a_next be a new name: a_next = a0, then a_next = what the cell returns.",
    ("a_next, yt_pred, cache =", "a_next[:], yt_pred, cache ="),
    ("append(a_next)", "append(a_next.copy())"),
)
