"""Forward exercises of the long short-term memory: the cell and its loop."""

import numpy as np
from scipy.special import expit as sigmoid
from scipy.special import softmax

from autograder.exercises._recurrent_cells.inputs import (
    LARGE,
    lstm_cell_forward,
    lstm_forward,
    lstm_parameters,
    numbers,
    reference,
    states,
)

# ----------------------------------------------------------------------- lstm_cell_forward


def make_lstm_call(rng, n_a, n_x, n_y, m):
    return {
        "xt": numbers(rng, (n_x, m)),
        "a_prev": states(rng, (n_a, m)),
        "c_prev": numbers(rng, (n_a, m), 1.2),
        "parameters": lstm_parameters(rng, n_a, n_x, n_y),
    }


@lstm_cell_forward.case("Gates, memory, state and prediction for a batch, all sizes different.")
def an_lstm_batch(rng):
    return make_lstm_call(rng, n_a=3, n_x=2, n_y=4, m=5)


@lstm_cell_forward.case("A batch of one example, with as many inputs as units.")
def an_lstm_batch_of_one(rng):
    return make_lstm_call(rng, n_a=3, n_x=3, n_y=5, m=1)


@lstm_cell_forward.case("A cell with a single unit and a full memory.")
def a_single_lstm_unit(rng):
    arguments = make_lstm_call(rng, n_a=1, n_x=2, n_y=3, m=4)
    arguments["c_prev"] += 4 * np.sign(arguments["c_prev"])
    return arguments


@lstm_cell_forward.case("Very large sums give numbers, not NaN, in the gates and in the softmax.")
def large_sums_in_the_lstm(rng):
    arguments = make_lstm_call(rng, n_a=4, n_x=1, n_y=3, m=2)
    for unit, bias in enumerate(("bf", "bi", "bc", "bo")):
        arguments["parameters"][bias][unit] += LARGE
    arguments["parameters"]["by"] += LARGE
    return arguments


@lstm_cell_forward.case("Examples whose outputs lie far apart each have their own softmax.")
def columns_far_apart_in_the_lstm(rng):
    arguments = make_lstm_call(rng, n_a=3, n_x=2, n_y=4, m=2)
    p = arguments["parameters"]
    p["Wy"][:, 0] += LARGE
    p["bf"][0], p["bi"][0], p["bo"][0] = 60.0, -60.0, 60.0  # Keeps its memory and shows it.
    arguments["c_prev"][0] = [2.0, -2.0]
    return arguments


@lstm_cell_forward.alternative
def lstm_with_one_product(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.vstack([parameters["W" + gate] for gate in "fioc"])
    b = np.vstack([parameters["b" + gate] for gate in "fioc"])
    z = W @ np.vstack([a_prev, xt]) + b
    ft, it, ot = np.split(1 / (1 + np.exp(-z[: 3 * n_a])), 3)
    cct = np.tanh(z[3 * n_a :])
    c_next = it * cct + ft * c_prev
    a_next = np.tanh(c_next) * ot
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"], axis=0)
    cache = [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]
    return [a_next, c_next, yt_pred, cache]


@lstm_cell_forward.alternative
def lstm_with_split_weights(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    z = {
        gate: parameters["W" + gate][:, :n_a].dot(a_prev)
        + parameters["W" + gate][:, n_a:].dot(xt)
        + parameters["b" + gate]
        for gate in "fico"
    }
    ft, it, ot = (0.5 * (1 + np.tanh(0.5 * z[gate])) for gate in "fio")
    cct = np.tanh(z["c"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    logits = parameters["Wy"].dot(a_next) + parameters["by"]
    e = np.exp(logits - logits.max(axis=0, keepdims=True))
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, e / np.sum(e, axis=0, keepdims=True), cache


@lstm_cell_forward.alternative
def lstm_in_float32(xt, a_prev, c_prev, parameters):
    p = {name: value.astype(np.float32) for name, value in parameters.items()}
    xt, a_prev, c_prev = (v.astype(np.float32) for v in (xt, a_prev, c_prev))
    both = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(np.einsum("ij,jm->im", p["Wf"], both) + p["bf"])
    it = sigmoid(np.einsum("ij,jm->im", p["Wi"], both) + p["bi"])
    ot = sigmoid(np.einsum("ij,jm->im", p["Wo"], both) + p["bo"])
    cct = np.tanh(np.einsum("ij,jm->im", p["Wc"], both) + p["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(p["Wy"] @ a_next + p["by"], axis=0)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p)


@lstm_cell_forward.alternative
def lstm_example_by_example(xt, a_prev, c_prev, parameters):
    p, found = parameters, []
    for i in range(xt.shape[1]):
        both = np.append(a_prev[:, i], xt[:, i])
        f, n, o = (sigmoid(p["W" + g] @ both + p["b" + g][:, 0]) for g in "fio")
        cc = np.tanh(p["Wc"] @ both + p["bc"][:, 0])
        c = f * c_prev[:, i] + n * cc
        a = o * np.tanh(c)
        found.append((a, c, softmax(p["Wy"] @ a + p["by"][:, 0]), f, n, cc, o))
    a, c, y, f, n, cc, o = (np.column_stack(part) for part in zip(*found, strict=True))
    return a, c, y, (a, c, a_prev, c_prev, f, n, cc, o, xt, p)


def _lstm_like(
    xt,
    a_prev,
    c_prev,
    parameters,
    gate=sigmoid,
    squash=np.tanh,
    memory=None,
    state=None,
    read=None,
    output=None,
    turned=False,
    leave_out=(),
    use=None,
):
    """Advances the LSTM with one thing done differently; for the misconceptions below."""
    p = {name: 0 * value if name in leave_out else value for name, value in parameters.items()}
    p = p if use is None else {**p, **{name: parameters[other] for name, other in use.items()}}
    both = np.concatenate([xt, a_prev] if turned else [a_prev, xt])
    ft, it, ot = (gate(p["W" + name] @ both + p["b" + name]) for name in "fio")
    cct = squash(p["Wc"] @ both + p["bc"])
    c_next = ft * c_prev + it * cct if memory is None else memory(ft, it, cct, ot)
    a_next = ot * np.tanh(c_next) if state is None else state(c_next, ft, it, cct, ot)
    z = p["Wy"] @ (a_next if read is None else read(a_next, c_next)) + p["by"]
    yt_pred = softmax(z, axis=0) if output is None else output(z)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


@lstm_cell_forward.misconception(
    "Forget and input gate have changed places: `ft` multiplies the old memory, `it` the candidate."
)
def swaps_forget_and_input_in_the_memory(xt, a_prev, c_prev, parameters):
    return _lstm_like(
        xt, a_prev, c_prev, parameters, memory=lambda f, i, cc, o: i * c_prev + f * cc
    )


@lstm_cell_forward.misconception(
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax."
)
def lstm_takes_away_the_largest_of_all(xt, a_prev, c_prev, parameters):
    p, stack = parameters, np.vstack([a_prev, xt])
    ft, it, ot = (0.5 * (1 + np.tanh((p["W" + g] @ stack + p["b" + g]) / 2)) for g in "fio")
    cct = np.tanh(p["Wc"] @ stack + p["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    z = p["Wy"] @ a_next + p["by"]
    e = np.exp(z - z.max())
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p)
    return a_next, c_next, e / e.sum(axis=0), cache


@lstm_cell_forward.misconception(
    "The weights of forget and input gate have changed places: `ft` comes from Wf and bf, `it` "
    "from Wi and bi."
)
def swaps_the_weights_of_forget_and_input(xt, a_prev, c_prev, parameters):
    use = {"Wf": "Wi", "bf": "bi", "Wi": "Wf", "bi": "bf"}
    return _lstm_like(xt, a_prev, c_prev, parameters, use=use)


@lstm_cell_forward.misconception(
    "The weights of input and output gate have changed places: `it` comes from Wi and bi, `ot` "
    "from Wo and bo."
)
def swaps_the_weights_of_input_and_output(xt, a_prev, c_prev, parameters):
    use = {"Wo": "Wi", "bo": "bi", "Wi": "Wo", "bi": "bo"}
    return _lstm_like(xt, a_prev, c_prev, parameters, use=use)


@lstm_cell_forward.misconception(
    "The tanh on the cell is missing: the new state is ot * tanh(c_next), not ot * c_next."
)
def leaves_the_tanh_on_the_cell_out(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, state=lambda c, f, i, cc, o: o * c)


@lstm_cell_forward.misconception(
    "The tanh lies around the product: the output gate multiplies after it, ot * tanh(c_next)."
)
def puts_the_tanh_around_the_product(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, state=lambda c, f, i, cc, o: np.tanh(o * c))


@lstm_cell_forward.misconception(
    "The new state reads the old memory: it is ot * tanh(c_next), so compute c_next first."
)
def lets_the_old_memory_out(xt, a_prev, c_prev, parameters):
    return _lstm_like(
        xt, a_prev, c_prev, parameters, state=lambda c, f, i, cc, o: o * np.tanh(c_prev)
    )


@lstm_cell_forward.misconception(
    "The new state is tanh(c_next), all of it: the output gate ot decides how much comes out."
)
def leaves_the_output_gate_out(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, state=lambda c, f, i, cc, o: np.tanh(c))


@lstm_cell_forward.misconception(
    "The stack is in the other order, [xt; a_prev]. The weights expect the state on top: [a_prev; "
    "xt]."
)
def stacks_the_input_on_the_state(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, turned=True)


@lstm_cell_forward.misconception(
    "The input gate is replaced by 1 - ft. That blend is the GRU's; the LSTM has a gate of its "
    "own for what is written."
)
def couples_the_gates(xt, a_prev, c_prev, parameters):
    return _lstm_like(
        xt, a_prev, c_prev, parameters, memory=lambda f, i, cc, o: f * c_prev + (1 - f) * cc
    )


@lstm_cell_forward.misconception(
    "The forget gate multiplies a_prev. What is kept or forgotten is the memory, c_prev."
)
def keeps_the_old_state_as_memory(xt, a_prev, c_prev, parameters):
    return _lstm_like(
        xt, a_prev, c_prev, parameters, memory=lambda f, i, cc, o: f * a_prev + i * cc
    )


@lstm_cell_forward.misconception(
    "Nothing is ever forgotten: the forget gate `ft` is missing before c_prev."
)
def leaves_the_forget_gate_out(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, memory=lambda f, i, cc, o: c_prev + i * cc)


@lstm_cell_forward.misconception(
    "The candidate is written whole: the input gate `it` is missing before cct."
)
def leaves_the_input_gate_out(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, memory=lambda f, i, cc, o: f * c_prev + cc)


@lstm_cell_forward.misconception(
    "The memory itself went through tanh. c_next is the plain sum and may leave (-1, 1); the tanh "
    "comes on the way to a_next."
)
def squashes_the_memory(xt, a_prev, c_prev, parameters):
    return _lstm_like(
        xt, a_prev, c_prev, parameters, memory=lambda f, i, cc, o: np.tanh(f * c_prev + i * cc)
    )


@lstm_cell_forward.misconception(
    "The candidate went through a sigmoid. It is what may be written, of either sign: use tanh."
)
def sigmoid_for_the_lstm_candidate(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, squash=sigmoid)


@lstm_cell_forward.misconception(
    "The gates went through tanh. A gate is a share between 0 and 1: use the sigmoid."
)
def tanh_for_the_lstm_gates(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, gate=np.tanh)


@lstm_cell_forward.misconception(
    "Your sigmoid is NaN for large sums: exp(z) / (1 + exp(z)) becomes inf / inf. Use the sigmoid "
    "of the setup, or 1 / (1 + exp(-z))."
)
def lstm_sigmoid_that_overflows(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, gate=lambda z: np.exp(z) / (1 + np.exp(z)))


@lstm_cell_forward.misconception(
    "The softmax overflows: take each column's largest value away first, or use the given softmax."
)
def softmax_that_overflows_in_the_lstm(xt, a_prev, c_prev, parameters):
    return _lstm_like(
        xt, a_prev, c_prev, parameters, output=lambda z: np.exp(z) / np.exp(z).sum(axis=0)
    )


@lstm_cell_forward.misconception(
    "The softmax runs over the wrong axis: each column of yt_pred, one example, sums to 1."
)
def softmax_over_the_examples_in_the_lstm(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, output=lambda z: softmax(z, axis=1))


@lstm_cell_forward.misconception(
    "yt_pred is made from the old state. Compute a_next first: the prediction reads a_next."
)
def lstm_predicts_from_the_old_state(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, read=lambda a, c: a_prev)


@lstm_cell_forward.misconception(
    "yt_pred is made from the memory c_next. Only what the output gate lets out is seen: use "
    "a_next."
)
def lstm_predicts_from_the_memory(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, read=lambda a, c: c)


@lstm_cell_forward.misconception("The gates and the candidate lack their biases.")
def forgets_the_biases_of_the_lstm(xt, a_prev, c_prev, parameters):
    return _lstm_like(xt, a_prev, c_prev, parameters, leave_out=("bf", "bi", "bc", "bo"))


@lstm_cell_forward.misconception(
    "State and memory have changed places in the result: a_next comes first, then c_next."
)
def returns_the_memory_first(xt, a_prev, c_prev, parameters):
    a_next, c_next, yt_pred, cache = _lstm_like(xt, a_prev, c_prev, parameters)
    return c_next, a_next, yt_pred, cache


@lstm_cell_forward.misconception(
    "The order in the cache is another: (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, "
    "parameters)."
)
def puts_the_gates_together_in_the_cache(xt, a_prev, c_prev, parameters):
    a_next, c_next, yt_pred, cache = _lstm_like(xt, a_prev, c_prev, parameters)
    *old, ft, it, cct, ot, x, p = cache
    return a_next, c_next, yt_pred, (*old, ft, it, ot, cct, x, p)


# ---------------------------------------------------------------------------- lstm_forward


def make_lstm_sequences(rng, n_a, n_x, n_y, m, T_x):
    return {
        "x": numbers(rng, (n_x, m, T_x)),
        "a0": states(rng, (n_a, m)),
        "parameters": lstm_parameters(rng, n_a, n_x, n_y),
    }


@lstm_forward.case("States, predictions, memories and caches of every step, all sizes different.")
def lstm_sequences(rng):
    return make_lstm_sequences(rng, n_a=2, n_x=1, n_y=4, m=5, T_x=3)


@lstm_forward.case("A batch of one long sequence: state and memory are handed on.")
def one_long_lstm_sequence(rng):
    return make_lstm_sequences(rng, n_a=2, n_x=3, n_y=4, m=1, T_x=5)


@lstm_forward.case("A sequence of length 1: the first step starts from a0 and an empty memory.")
def a_single_lstm_step(rng):
    return make_lstm_sequences(rng, n_a=3, n_x=4, n_y=2, m=5, T_x=1)


@lstm_forward.case("A single unit.")
def a_single_lstm_unit_over_time(rng):
    return make_lstm_sequences(rng, n_a=1, n_x=3, n_y=5, m=4, T_x=2)


@lstm_forward.alternative
def lstm_loop_by_index(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a, y, c = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), np.zeros((n_a, m, T_x))
    a_next, c_next, caches = a0, np.zeros((n_a, m)), []
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = reference.lstm_cell_forward(
            x[:, :, t], a_next, c_next, parameters
        )
        a[:, :, t], y[:, :, t], c[:, :, t] = a_next, yt_pred, c_next
        caches.append(cache)
    return a, y, c, (caches, x)


@lstm_forward.alternative
def lstm_loop_over_time_first(x, a0, parameters):
    steps = [(a0, 0 * a0)]
    for xt in x.transpose(2, 0, 1):
        steps.append(reference.lstm_cell_forward(xt, *steps[-1][:2], parameters))
    a, c, y, caches = zip(*steps[1:], strict=True)
    return [np.dstack(a), np.dstack(y), np.dstack(c), [list(caches), x]]


@lstm_forward.alternative
def lstm_loop_from_the_caches(x, a0, parameters):
    caches, before = [], (a0, np.zeros_like(a0))
    for t in range(x.shape[-1]):
        *before, _, cache = reference.lstm_cell_forward(x[..., t], *before, parameters)
        caches.append(cache)
    a = np.stack([cache[0] for cache in caches], axis=-1)
    c = np.stack([cache[1] for cache in caches], axis=-1)
    logits = np.tensordot(parameters["Wy"], a, axes=1) + parameters["by"][..., None]
    return a, softmax(logits, axis=0), c, (caches, x)


@lstm_forward.alternative
def lstm_loop_without_the_cell(x, a0, parameters):
    p, a, c, found, caches = parameters, a0.astype(np.float32), np.float32(0) * a0, [], []
    for t in range(x.shape[2]):
        both = np.concatenate([a, x[:, :, t]])
        f, i, o = (sigmoid(p["W" + g] @ both + p["b" + g]) for g in "fio")
        cc = np.tanh(p["Wc"] @ both + p["bc"])
        new = f * c + i * cc
        caches.append((o * np.tanh(new), new, a, c, f, i, cc, o, x[:, :, t], p))
        a, c = caches[-1][:2]
        found.append((a, softmax(p["Wy"] @ a + p["by"], axis=0), c))
    a, y, c = (np.stack(part, axis=2) for part in zip(*found, strict=True))
    return a, y, c, (caches, x)


def _lstm_loop(
    x, a0, parameters, c0=None, carry_a=True, carry_c=True, order=None, read=lambda t: t
):
    """Unrolls the LSTM with one thing done differently; for the misconceptions below."""
    T_x = x.shape[2]
    a, c = np.zeros((*a0.shape, T_x)), np.zeros((*a0.shape, T_x))
    y, caches = np.zeros((len(parameters["by"]), *x.shape[1:])), []
    a_prev, c_prev = a0, np.zeros_like(a0) if c0 is None else c0
    for t in order or range(T_x):
        step = reference.lstm_cell_forward(x[:, :, read(t)], a_prev, c_prev, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t], cache = step
        a_prev, c_prev = step[0] if carry_a else a_prev, step[1] if carry_c else c_prev
        caches.append(cache)
    return a, y, c, (caches, x)


@lstm_forward.misconception(
    "The memory is empty again at every step: hand c_next on to the next step, like a_next."
)
def forgets_the_memory(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, carry_c=False)


@lstm_forward.misconception(
    "Every step starts from the state a0. Hand a_next on to the next step, like c_next."
)
def forgets_the_state(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, carry_a=False)


@lstm_forward.misconception(
    "Neither state nor memory is handed on: every step starts afresh. The a_next and c_next of "
    "this step are the a_prev and c_prev of the next."
)
def forgets_state_and_memory(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, carry_a=False, carry_c=False)


@lstm_forward.misconception(
    "a0 is ignored: the state of the first step is zero. Start from a0; only the memory starts "
    "from zeros. (With a[:, :, t - 1], step 0 reads the last step, which is still zero.)"
)
def lstm_ignores_a0(x, a0, parameters):
    return _lstm_loop(x, np.zeros_like(a0), parameters)


@lstm_forward.misconception(
    "Two things at once: the first step does not start from a0, and no step hands its state and "
    "memory on."
)
def starts_every_lstm_step_from_zeros(x, a0, parameters):
    return _lstm_loop(x, np.zeros_like(a0), parameters, carry_a=False, carry_c=False)


@lstm_forward.misconception("The memory starts from a0. It starts empty: zeros of the same shape.")
def starts_the_memory_from_a0(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, c0=a0)


@lstm_forward.misconception("The memory starts from ones. It starts empty: zeros.")
def starts_the_memory_from_ones(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, c0=np.ones_like(a0))


@lstm_forward.misconception(
    "State and memory have changed places between the steps: the cell returns a_next, then "
    "c_next, and takes a_prev, then c_prev."
)
def crosses_state_and_memory(x, a0, parameters):
    a_prev, c_prev, found, caches = a0, np.zeros_like(a0), [], []
    for t in range(x.shape[2]):
        step = reference.lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        c_prev, a_prev, yt_pred, cache = step
        found.append((a_prev, yt_pred, c_prev))
        caches.append(cache)
    a, y, c = (np.stack(part, axis=2) for part in zip(*found, strict=True))
    return a, y, c, (caches, x)


@lstm_forward.misconception(
    "The order of the results is another: a, y, c, caches. The cell returns the memory second, "
    "the loop third."
)
def returns_the_memories_second(x, a0, parameters):
    a, y, c, caches = _lstm_loop(x, a0, parameters)
    return a, c, y, caches


@lstm_forward.misconception(
    "Step 0 reads the last step's input: x[:, :, t - 1] is x[:, :, -1] at t = 0. Step t reads "
    "x[:, :, t]."
)
def lstm_step_0_reads_the_last_input(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, read=lambda t: t - 1)


@lstm_forward.misconception(
    "The sequence is read from its end. Time runs from step 0 to step T_x - 1."
)
def reads_the_lstm_from_the_end(x, a0, parameters):
    return _lstm_loop(x, a0, parameters, order=range(x.shape[2] - 1, -1, -1))


@lstm_forward.misconception(
    "Time is the first axis of your results. Here it is the last: a and c (n_a, m, T_x), y "
    "(n_y, m, T_x)."
)
def puts_time_first_in_the_lstm(x, a0, parameters):
    *results, caches = _lstm_loop(x, a0, parameters)
    return *(np.moveaxis(value, 2, 0) for value in results), caches


@lstm_forward.misconception(
    "Only the last step comes back. Keep state, prediction and memory of every step."
)
def keeps_the_last_lstm_step_only(x, a0, parameters):
    *results, caches = _lstm_loop(x, a0, parameters)
    return *(value[:, :, -1] for value in results), caches


@lstm_forward.misconception(
    "caches is the list alone. Return the pair (list of the steps' caches, x): the way back needs "
    "both."
)
def returns_the_lstm_caches_alone(x, a0, parameters):
    a, y, c, caches = _lstm_loop(x, a0, parameters)
    return a, y, c, caches[0]


@lstm_forward.misconception(
    "caches holds the last step's cache only: append each step's cache to a list."
)
def keeps_the_last_lstm_cache_only(x, a0, parameters):
    a, y, c, caches = _lstm_loop(x, a0, parameters)
    return a, y, c, ([caches[0][-1]], x)
