"""Forward exercises of the long short-term memory: the cell and its loop."""

import numpy as np
from scipy.special import expit as sigmoid
from scipy.special import softmax

from autograder.declaration.inputs import away_from_zero as states
from autograder.declaration.inputs import numbers

from .inputs import (
    LARGE,
    LONG,
    SIGMOID_THAT_OVERFLOWS,
    SOFTMAX_THAT_OVERFLOWS,
    TAKES_AWAY_THE_LARGEST_OF_ALL,
    large_of_both_signs,
    lstm_cell_forward,
    lstm_forward,
    lstm_parameters,
    on_paper,
    parts_alone,
    reference,
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
    return on_paper(make_lstm_call(rng, n_a=2, n_x=1, n_y=4, m=3))


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
    large_of_both_signs(rng, arguments, f=0, i=1, c=2, o=3)
    arguments["parameters"]["by"] += LARGE
    return arguments


@lstm_cell_forward.case("Examples whose outputs lie far apart each have their own softmax.")
def columns_far_apart_in_the_lstm(rng):
    arguments = make_lstm_call(rng, n_a=3, n_x=2, n_y=4, m=2)
    p = arguments["parameters"]
    p["Wy"][:, 0] += LARGE
    p["bf"][0], p["bi"][0], p["bo"][0] = 60.0, -60.0, 60.0  # Keeps its memory and shows it.
    arguments["c_prev"][0] = rng.permutation([2.0, -2.0])
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


lstm_cell_forward.slip(
    "swaps_forget_and_input_in_the_memory",
    "Forget and input gate have changed places: `ft` multiplies the old memory, `it` the candidate.",
    ("ft * c_prev + it * cct", "it * c_prev + ft * cct"),
)
lstm_cell_forward.slip(
    "lstm_takes_away_the_largest_of_all",
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax.",
    *TAKES_AWAY_THE_LARGEST_OF_ALL,
)
lstm_cell_forward.slip(
    "swaps_the_weights_of_forget_and_input",
    "The weights of forget and input gate have changed places: `ft` comes from Wf and bf, `it` "
    "from Wi and bi.",
    ("c_next = ", "ft, it = it, ft\n    c_next = "),
)
lstm_cell_forward.slip(
    "swaps_the_weights_of_input_and_output",
    "The weights of input and output gate have changed places: `it` comes from Wi and bi, `ot` "
    "from Wo and bo.",
    ("c_next = ", "it, ot = ot, it\n    c_next = "),
)
lstm_cell_forward.slip(
    "leaves_the_tanh_on_the_cell_out",
    "The tanh on the cell is missing: the new state is ot * tanh(c_next), not ot * c_next.",
    ("np.tanh(c_next)", "c_next"),
)
lstm_cell_forward.slip(
    "puts_the_tanh_around_the_product",
    "The tanh lies around the product: the output gate multiplies after it, ot * tanh(c_next).",
    ("ot * np.tanh(c_next)", "np.tanh(ot * c_next)"),
)
lstm_cell_forward.slip(
    "lets_the_old_memory_out",
    "The new state reads the old memory: it is ot * tanh(c_next), so compute c_next first.",
    ("np.tanh(c_next)", "np.tanh(c_prev)"),
)
lstm_cell_forward.slip(
    "leaves_the_output_gate_out",
    "The new state is tanh(c_next), all of it: the output gate ot decides how much comes out.",
    ("ot * np.tanh(c_next)", "np.tanh(c_next)"),
)
lstm_cell_forward.slip(
    "stacks_the_input_on_the_state",
    "The stack is in the other order, [xt; a_prev]. The weights expect the state on top: [a_prev; "
    "xt].",
    ("[a_prev, xt]", "[xt, a_prev]"),
)
lstm_cell_forward.slip(
    "stacks_the_input_under_the_memory",
    "The gates look at the memory, [c_prev; xt]. They see only what was let out of it, the state: "
    "[a_prev; xt].",
    ("[a_prev, xt]", "[c_prev, xt]"),
)
lstm_cell_forward.slip(
    "couples_the_gates",
    "The input gate is replaced by 1 - ft. That blend is the GRU's; the LSTM has a gate of its "
    "own for what is written.",
    ("it * cct", "(1 - ft) * cct"),
)
lstm_cell_forward.slip(
    "keeps_the_old_state_as_memory",
    "The forget gate multiplies a_prev. What is kept or forgotten is the memory, c_prev.",
    ("ft * c_prev", "ft * a_prev"),
)
lstm_cell_forward.slip(
    "leaves_the_forget_gate_out",
    "Nothing is ever forgotten: the forget gate `ft` is missing before c_prev.",
    ("ft * c_prev", "c_prev"),
)
lstm_cell_forward.slip(
    "leaves_the_input_gate_out",
    "The candidate is written whole: the input gate `it` is missing before cct.",
    ("it * cct", "cct"),
)
lstm_cell_forward.slip(
    "squashes_the_memory",
    "The memory itself went through tanh. c_next is the plain sum and may leave (-1, 1); the tanh "
    "comes on the way to a_next.",
    ("ft * c_prev + it * cct", "np.tanh(ft * c_prev + it * cct)"),
)
lstm_cell_forward.slip(
    "sigmoid_for_the_lstm_candidate",
    "The candidate went through a sigmoid. It is what may be written, of either sign: use tanh.",
    ("cct = np.tanh(", "cct = sigmoid("),
)
lstm_cell_forward.slip(
    "tanh_for_the_lstm_gates",
    "The gates went through tanh. A gate is a share between 0 and 1: use the sigmoid.",
    ("sigmoid(", "np.tanh("),
    count=3,
)
lstm_cell_forward.slip(
    "lstm_sigmoid_that_overflows",
    "Your sigmoid is NaN for large sums: exp(z) / (1 + exp(z)) becomes inf / inf. Use the sigmoid "
    "of the setup, or 1 / (1 + exp(-z)).",
    SIGMOID_THAT_OVERFLOWS,
)
lstm_cell_forward.slip(
    "softmax_that_overflows_in_the_lstm",
    "The softmax overflows: take each column's largest value away first, or use the given softmax.",
    *SOFTMAX_THAT_OVERFLOWS,
)
lstm_cell_forward.slip(
    "softmax_over_the_examples_in_the_lstm",
    "The softmax runs over the wrong axis: each column of yt_pred, one example, sums to 1.",
    ("axis=0", "axis=1"),
)
lstm_cell_forward.slip(
    "softmax_over_everything_in_the_lstm",
    "All numbers of yt_pred together sum to 1. Each example has its own probabilities: one sum for "
    "each column (axis=0).",
    (", axis=0", ""),
)
lstm_cell_forward.slip(
    "lstm_predicts_from_the_old_state",
    "yt_pred is made from the old state. Compute a_next first: the prediction reads a_next.",
    ('["Wy"] @ a_next', '["Wy"] @ a_prev'),
)
lstm_cell_forward.slip(
    "lstm_predicts_from_the_memory",
    "yt_pred is made from the memory c_next. Only what the output gate lets out is seen: use "
    "a_next.",
    ('["Wy"] @ a_next', '["Wy"] @ c_next'),
)
lstm_cell_forward.slip(
    "forgets_the_biases_of_the_lstm",
    "The gates and the candidate lack their biases.",
    *((f' + parameters["b{gate}"]', "") for gate in "fico"),
)
for _gate, _name in (
    ("f", "forget gate"),
    ("i", "input gate"),
    ("c", "candidate"),
    ("o", "output gate"),
):
    lstm_cell_forward.slip(
        f"forgets_the_bias_of_the_{_name.replace(' ', '_')}",
        f"The bias b{_gate} of the {_name} is missing.",
        (f' + parameters["b{_gate}"]', ""),
    )
lstm_cell_forward.slip(
    "forgets_the_output_bias_of_the_lstm",
    "The bias by is missing inside the softmax.",
    (' + parameters["by"]', ""),
)
lstm_cell_forward.slip(
    "writes_into_the_old_memory",
    "The new memory was written into c_prev (`*=` or `+=` on it). The cache needs the old memory too: "
    "make a new array.",
    (
        "c_next = ft * c_prev + it * cct",
        "c_next = c_prev\n    c_next *= ft\n    c_next += it * cct",
    ),
)
lstm_cell_forward.slip(
    "swaps_the_gates_in_the_lstm_cache",
    "Forget and input gate have changed places in the cache: `ft` comes first, then `it`.",
    ("c_prev, ft, it, cct", "c_prev, it, ft, cct"),
)
lstm_cell_forward.slip(
    "returns_the_memory_first",
    "State and memory have changed places in the result: a_next comes first, then c_next.",
    ("return a_next, c_next", "return c_next, a_next"),
)
lstm_cell_forward.slip(
    "puts_the_gates_together_in_the_cache",
    "The order in the cache is another: (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, "
    "parameters).",
    ("it, cct, ot,", "it, ot, cct,"),
)


# ---------------------------------------------------------------------------- lstm_forward


def make_lstm_sequences(rng, n_a, n_x, n_y, m, T_x):
    return {
        "x": numbers(rng, (n_x, m, T_x)),
        "a0": states(rng, (n_a, m)),
        "parameters": lstm_parameters(rng, n_a, n_x, n_y),
    }


@lstm_forward.case("States, predictions, memories and caches of every step, all sizes different.")
def lstm_sequences(rng):
    return on_paper(make_lstm_sequences(rng, n_a=2, n_x=1, n_y=4, m=5, T_x=3))


@lstm_forward.case("A batch of one long sequence: state and memory are handed on.")
def one_long_lstm_sequence(rng):
    arguments = make_lstm_sequences(rng, n_a=2, n_x=1, n_y=3, m=1, T_x=LONG)
    result = reference.lstm_forward(*arguments.values())
    return parts_alone(arguments, result, ["a", "y", "c"])


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


lstm_forward.slip(
    "forgets_the_memory",
    "The memory is empty again at every step: hand c_next on to the next step, like a_next.",
    ("a_next, c_next, parameters", "a_next, np.zeros(a0.shape), parameters"),
)
lstm_forward.slip(
    "forgets_the_state",
    "Every step starts from the state a0. Hand a_next on to the next step, like c_next.",
    ("a_next, c_next, parameters", "a0, c_next, parameters"),
)
lstm_forward.slip(
    "forgets_state_and_memory",
    "Neither state nor memory is handed on: every step starts afresh. The a_next and c_next of "
    "this step are the a_prev and c_prev of the next.",
    ("a_next, c_next, parameters", "a0, np.zeros(a0.shape), parameters"),
)
lstm_forward.slip(
    "lstm_ignores_a0",
    "a0 is ignored: the state of the first step is zero. Start from a0; only the memory starts "
    "from zeros. (With a[:, :, t - 1], step 0 reads the last step, which is still zero.)",
    ("= a0,", "= np.zeros(a0.shape),"),
)
lstm_forward.slip(
    "starts_every_lstm_step_from_zeros",
    "Two things at once: the first step does not start from a0, and no step hands its state and "
    "memory on.",
    ("a_next, c_next, parameters", "np.zeros(a0.shape), np.zeros(a0.shape), parameters"),
)
lstm_forward.slip(
    "starts_the_memory_from_a0",
    "The memory starts from a0. It starts empty: zeros of the same shape.",
    ("np.zeros(a0.shape)", "a0"),
)
lstm_forward.slip(
    "starts_the_memory_from_ones",
    "The memory starts from ones. It starts empty: zeros.",
    ("np.zeros", "np.ones"),
)
lstm_forward.slip(
    "crosses_state_and_memory",
    "State and memory have changed places between the steps: the cell returns a_next, then "
    "c_next, and takes a_prev, then c_prev.",
    ("a_next, c_next, yt_pred, cache =", "c_next, a_next, yt_pred, cache ="),
)
lstm_forward.slip(
    "hands_state_and_memory_over_crosswise",
    "The cell gets state and memory in the wrong order: it takes x, then the state, then the memory.",
    ("a_next, c_next, parameters", "c_next, a_next, parameters"),
)
lstm_forward.slip(
    "returns_the_states_as_memories",
    "The memories that come back are the states. Keep c_next of every step in c.",
    ("np.stack(memories, axis=2)", "a"),
)
lstm_forward.slip(
    "keeps_one_buffer_for_the_memory",
    "All caches hold one and the same array as old memory, which each step overwrites. Let c_next be "
    "the array that the cell returned, not a copy into the one before.",
    ("a_next, c_next, yt_pred, cache =", "a_next, c_next[:], yt_pred, cache ="),
    ("append(c_next)", "append(c_next.copy())"),
)
lstm_forward.slip(
    "lstm_overwrites_a0_at_the_end",
    "a0 has changed: the last state was written into it, and the first cache holds that array too. "
    "Leave a0 alone; the last state is in a.",
    ("return a, y, c", "a0[:] = a_next\n    return a, y, c"),
)
lstm_forward.slip(
    "returns_the_memories_as_states",
    "The states are the memories: with `a = c = np.zeros(...)` one array has two names. Make one for each.",
    ("return a, y, c,", "return c, y, c,"),
)
lstm_forward.slip(
    "exchanges_state_and_memory_between_steps",
    "State and memory change places from one step to the next. What came out as the memory goes in as the "
    "memory.",
    (
        "        states.append(a_next)",
        "        states.append(a_next)\n        a_next, c_next = c_next, a_next",
    ),
    ("memories.append(c_next)", "memories.append(a_next)"),
)
lstm_forward.slip(
    "returns_the_memories_second",
    "The order of the results is another: a, y, c, caches. The cell returns the memory second, "
    "the loop third.",
    ("return a, y, c", "return a, c, y"),
)
lstm_forward.slip(
    "lstm_step_0_reads_the_last_input",
    "Step 0 reads the last step's input: x[:, :, t - 1] is x[:, :, -1] at t = 0. Step t reads "
    "x[:, :, t].",
    ("x[:, :, t]", "x[:, :, t - 1]"),
)
lstm_forward.slip(
    "reads_the_lstm_from_the_end",
    "The sequence is read from its end. Time runs from step 0 to step T_x - 1.",
    ("range(x.shape[2])", "reversed(range(x.shape[2]))"),
    ("stack(states,", "stack(states[::-1],"),
    ("stack(predictions,", "stack(predictions[::-1],"),
    ("stack(memories,", "stack(memories[::-1],"),
)
lstm_forward.slip(
    "puts_time_first_in_the_lstm",
    "Time is the first axis of your results. Here it is the last: a and c (n_a, m, T_x), y "
    "(n_y, m, T_x).",
    ("axis=2", "axis=0"),
    count=3,
)
lstm_forward.slip(
    "keeps_the_last_lstm_step_only",
    "Only the last step comes back. Keep state, prediction and memory of every step.",
    ("return a, y, c", "return a_next, yt_pred, c_next"),
)
lstm_forward.slip(
    "returns_the_lstm_caches_alone",
    "caches is the list alone. Return the pair (list of the steps' caches, x): the way back needs "
    "both.",
    ("(caches, x)", "caches"),
)
lstm_forward.slip(
    "keeps_the_last_lstm_cache_only",
    "caches holds the last step's cache only: append each step's cache to a list.",
    ("(caches, x)", "([cache], x)"),
)
