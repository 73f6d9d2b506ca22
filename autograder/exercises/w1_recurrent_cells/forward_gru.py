"""Forward exercises of the gated recurrent unit: the cell and its loop."""

import numpy as np
from scipy.special import expit as sigmoid
from scipy.special import softmax

from autograder.declaration.inputs import away_from_zero as states
from autograder.declaration.inputs import draw_until, numbers

from .inputs import (
    LARGE,
    LONG,
    SIGMOID_THAT_OVERFLOWS,
    SOFTMAX_THAT_OVERFLOWS,
    TAKES_AWAY_THE_LARGEST_OF_ALL,
    gru_cell_forward,
    gru_forward,
    gru_parameters,
    large_of_both_signs,
    on_paper,
    parts_alone,
    reference,
)

# ------------------------------------------------------------------------ gru_cell_forward


def make_gru_call(rng, n_c, n_x, n_y, m):
    return {
        "xt": numbers(rng, (n_x, m)),
        "c_prev": states(rng, (n_c, m)),
        "parameters": gru_parameters(rng, n_c, n_x, n_y),
    }


@gru_cell_forward.case("Gates, candidate, memory and prediction for a batch, all sizes different.")
def a_gru_batch(rng):
    return on_paper(make_gru_call(rng, n_c=2, n_x=1, n_y=4, m=3))


@gru_cell_forward.case("A batch of one example, with as many inputs as units.")
def a_gru_batch_of_one(rng):
    return make_gru_call(rng, n_c=3, n_x=3, n_y=5, m=1)


@gru_cell_forward.case("A cell with a single unit.")
def a_single_gru_unit(rng):
    return make_gru_call(rng, n_c=1, n_x=2, n_y=3, m=4)


@gru_cell_forward.case("A closed update gate keeps the memory, an open one replaces it.")
def gates_shut_and_open(rng):
    arguments = make_gru_call(rng, n_c=2, n_x=1, n_y=3, m=4)
    arguments["parameters"]["bu"] = np.array([[-60.0], [60.0]])[rng.permutation(2)]
    return arguments


@gru_cell_forward.case("Very large sums give numbers, not NaN, in the gates and in the softmax.")
def large_sums_in_the_gru(rng):
    arguments = make_gru_call(rng, n_c=3, n_x=1, n_y=4, m=2)
    large_of_both_signs(rng, arguments, u=0, r=1, c=2)
    arguments["parameters"]["by"] += LARGE
    return arguments


@gru_cell_forward.case("Examples whose outputs lie far apart each have their own softmax.")
def columns_far_apart_in_the_gru(rng):
    arguments = make_gru_call(rng, n_c=3, n_x=2, n_y=4, m=2)
    arguments["parameters"]["Wy"][:, 0] += LARGE
    arguments["parameters"]["bu"][0] = -60.0  # The gate is shut: this memory stays as it is.
    arguments["c_prev"][0] = rng.permutation([0.9, -0.9])
    return arguments


@gru_cell_forward.alternative
def gru_with_split_weights(xt, c_prev, parameters):
    n_c = len(c_prev)
    p = {k: (w[:, :n_c], w[:, n_c:]) for k, w in parameters.items() if k in ("Wu", "Wr", "Wc")}
    gamma_u = 1 / (1 + np.exp(-(p["Wu"][0] @ c_prev + p["Wu"][1] @ xt + parameters["bu"])))
    gamma_r = 1 / (1 + np.exp(-(p["Wr"][0] @ c_prev + p["Wr"][1] @ xt + parameters["br"])))
    c_tilde = np.tanh(p["Wc"][0] @ (gamma_r * c_prev) + p["Wc"][1] @ xt + parameters["bc"])
    c_next = c_prev + gamma_u * (c_tilde - c_prev)
    z = parameters["Wy"] @ c_next + parameters["by"]
    e = np.exp(z - z.max(axis=0))
    cache = (c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, parameters)
    return c_next, e / e.sum(axis=0), cache


@gru_cell_forward.alternative
def gru_with_both_gates_at_once(xt, c_prev, parameters):
    p, n_c = parameters, c_prev.shape[0]
    gates = sigmoid(
        np.vstack([p["Wu"], p["Wr"]]) @ np.vstack([c_prev, xt]) + np.vstack([p["bu"], p["br"]])
    )
    gamma_u, gamma_r = gates[:n_c], gates[n_c:]
    c_tilde = np.tanh(p["Wc"] @ np.vstack([gamma_r * c_prev, xt]) + p["bc"])
    c_next = (1 - gamma_u) * c_prev + gamma_u * c_tilde
    yt_pred = softmax(p["Wy"] @ c_next + p["by"], axis=0)
    return [c_next, yt_pred, [c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, p]]


@gru_cell_forward.alternative
def gru_with_einsum_in_float32(xt, c_prev, parameters):
    p = {name: value.astype(np.float32) for name, value in parameters.items()}
    c_prev, xt = c_prev.astype(np.float32), xt.astype(np.float32)

    def gate(name, c):
        return np.einsum("ij,jm->im", p["W" + name], np.concatenate([c, xt])) + p["b" + name]

    gamma_u, gamma_r = sigmoid(gate("u", c_prev)), sigmoid(gate("r", c_prev))
    c_tilde = np.tanh(gate("c", gamma_r * c_prev))
    c_next = gamma_u * c_tilde + (1 - gamma_u) * c_prev
    yt_pred = softmax(p["Wy"] @ c_next + p["by"], axis=0)
    return c_next, yt_pred, (c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, p)


@gru_cell_forward.alternative
def gru_example_by_example(xt, c_prev, parameters):
    p, columns = parameters, []
    for x, c in zip(xt.T, c_prev.T, strict=True):
        both = np.concatenate([c, x])
        u = sigmoid(p["Wu"].dot(both) + p["bu"].ravel())
        r = sigmoid(p["Wr"].dot(both) + p["br"].ravel())
        new = np.tanh(p["Wc"].dot(np.concatenate([r * c, x])) + p["bc"].ravel())
        c_next = np.where(u > 0.5, new - (1 - u) * (new - c), c + u * (new - c))
        columns.append((c_next, softmax(p["Wy"].dot(c_next) + p["by"].ravel()), u, r, new))
    c_next, yt_pred, u, r, new = (np.array(part).T for part in zip(*columns, strict=True))
    return c_next, yt_pred, (c_next, c_prev, xt, u, r, new, p)


gru_cell_forward.slip(
    "turns_the_update_gate_around",
    "The update gate works the wrong way round: gamma_u multiplies the candidate, and 1 - gamma_u "
    "the old memory.",
    ("gamma_u * c_tilde + (1 - gamma_u) * c_prev", "gamma_u * c_prev + (1 - gamma_u) * c_tilde"),
)
gru_cell_forward.slip(
    "gates_the_candidate_after_the_product",
    "The candidate is gated after the product with Wc. The relevance gate multiplies c_prev "
    "first; then [gamma_r * c_prev; xt] is multiplied by Wc.",
    (
        "relevant = np.concatenate([gamma_r * c_prev, xt])",
        'Wc, n_c = parameters["Wc"], len(c_prev)',
    ),
    ('parameters["Wc"] @ relevant', "gamma_r * (Wc[:, :n_c] @ c_prev) + Wc[:, n_c:] @ xt"),
)
gru_cell_forward.slip(
    "gates_the_whole_product",
    "The relevance gate multiplies the product of Wc with the whole stack, the input's part too. It "
    "filters the old memory alone, before the product: Wc [gamma_r * c_prev; xt].",
    ("[gamma_r * c_prev, xt]", "[c_prev, xt]"),
    ('parameters["Wc"] @ relevant', 'gamma_r * (parameters["Wc"] @ relevant)'),
)
gru_cell_forward.slip(
    "filters_what_the_update_gate_sees",
    "The update gate is computed from [gamma_r * c_prev; xt]. Both gates look at the whole old memory; "
    "only the candidate sees what the relevance gate lets through.",
    (
        'gamma_u = sigmoid(parameters["Wu"] @ concat + parameters["bu"])\n    ',
        "",
    ),
    (
        "c_tilde =",
        'gamma_u = sigmoid(parameters["Wu"] @ relevant + parameters["bu"])\n    c_tilde =',
    ),
)
gru_cell_forward.slip(
    "stacks_the_input_on_top",
    "The stack is in the other order, [xt; c_prev]. The weights expect the memory on top: "
    "[c_prev; xt].",
    ("[c_prev, xt]", "[xt, c_prev]"),
    ("[gamma_r * c_prev, xt]", "[xt, gamma_r * c_prev]"),
)
gru_cell_forward.slip(
    "leaves_the_relevance_gate_out",
    "The relevance gate is not used: the candidate is made from [gamma_r * c_prev; xt], not from "
    "[c_prev; xt].",
    ("gamma_r * c_prev", "c_prev"),
)
gru_cell_forward.slip(
    "filters_by_the_update_gate",
    "The candidate is filtered by the update gate. What matters for the candidate is the relevance "
    "gate, gamma_r.",
    ("gamma_r * c_prev", "gamma_u * c_prev"),
)
gru_cell_forward.slip(
    "swaps_the_two_gates",
    "The two gates have changed places: gamma_u comes from Wu and bu, gamma_r from Wr and br.",
    ("relevant = ", "gamma_u, gamma_r = gamma_r, gamma_u\n    relevant = "),
)
gru_cell_forward.slip(
    "blends_with_the_relevance_gate",
    "The memory is blended with the relevance gate. The blend is the update gate's work.",
    ("gamma_u * c_tilde + (1 - gamma_u)", "gamma_r * c_tilde + (1 - gamma_r)"),
)
gru_cell_forward.slip(
    "keeps_by_the_relevance_gate",
    "What is kept of the old memory is 1 - gamma_r in your blend. Both parts of it are the update "
    "gate's work: gamma_u and 1 - gamma_u.",
    ("(1 - gamma_u)", "(1 - gamma_r)"),
)
gru_cell_forward.slip(
    "forgets_by_the_relevance_gate",
    "The relevance gate weighs the old memory here. It filters what the candidate sees; how much of the old "
    "memory stays is 1 - gamma_u.",
    "(1 - gamma_u)",
    "gamma_r",
)
gru_cell_forward.slip(
    "takes_the_update_weights_twice",
    "Both gates are computed with Wu. The relevance gate has weights of its own, Wr.",
    ('parameters["Wr"]', 'parameters["Wu"]'),
)
gru_cell_forward.slip(
    "takes_the_update_bias_twice",
    "Both gates are computed with bu. The relevance gate has a bias of its own, br.",
    ('parameters["br"]', 'parameters["bu"]'),
)
gru_cell_forward.slip(
    "takes_the_update_gate_twice",
    "The relevance gate is computed like the update gate, from Wu and bu. It has weights and a bias "
    "of its own: Wr and br.",
    ('parameters["Wr"]', 'parameters["Wu"]'),
    ('parameters["br"]', 'parameters["bu"]'),
)
gru_cell_forward.slip(
    "keeps_all_of_the_old_memory",
    "The old memory is kept whole and the candidate comes on top. Keep 1 - gamma_u of the old "
    "memory.",
    ("(1 - gamma_u) * c_prev", "c_prev"),
)
gru_cell_forward.slip(
    "loses_the_old_memory",
    "The old memory is lost: (1 - gamma_u) * c_prev is missing from the blend.",
    (" + (1 - gamma_u) * c_prev", ""),
)
gru_cell_forward.slip(
    "tanh_for_the_gates",
    "The gates went through tanh. A gate is a share between 0 and 1: use the sigmoid.",
    ("sigmoid(", "np.tanh("),
    count=2,
)
gru_cell_forward.slip(
    "tanh_for_the_relevance_gate",
    "The relevance gate went through tanh. It is a gate too, a share between 0 and 1: use the sigmoid.",
    ("gamma_r = sigmoid(", "gamma_r = np.tanh("),
)
gru_cell_forward.slip(
    "tanh_for_the_update_gate",
    "The update gate went through tanh. It is a gate, a share between 0 and 1: use the sigmoid.",
    ("gamma_u = sigmoid(", "gamma_u = np.tanh("),
)
gru_cell_forward.slip(
    "sigmoid_for_the_candidate",
    "The candidate went through a sigmoid. It is a memory, which may be negative: use tanh.",
    ("np.tanh(", "sigmoid("),
)
gru_cell_forward.slip(
    "leaves_the_tanh_of_the_candidate_out",
    "The tanh around the candidate is missing.",
    ("np.tanh(", "("),
)
gru_cell_forward.slip(
    "sigmoid_that_overflows",
    "Your sigmoid is NaN for large sums: exp(z) / (1 + exp(z)) becomes inf / inf. Use the sigmoid "
    "of the setup, or 1 / (1 + exp(-z)).",
    SIGMOID_THAT_OVERFLOWS,
)
gru_cell_forward.slip(
    "gru_takes_away_the_largest_of_all",
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax.",
    *TAKES_AWAY_THE_LARGEST_OF_ALL,
)
gru_cell_forward.slip(
    "softmax_that_overflows_in_the_gru",
    "The softmax overflows: take each column's largest value away first, or use the given softmax.",
    *SOFTMAX_THAT_OVERFLOWS,
)
gru_cell_forward.slip(
    "softmax_over_the_examples_in_the_gru",
    "The softmax runs over the wrong axis: each column of yt_pred, one example, sums to 1.",
    ("axis=0", "axis=1"),
)
gru_cell_forward.slip(
    "softmax_over_everything_in_the_gru",
    "All numbers of yt_pred together sum to 1. Each example has its own probabilities: one sum for "
    "each column (axis=0).",
    (", axis=0", ""),
)
gru_cell_forward.slip(
    "predicts_from_the_old_memory",
    "yt_pred is made from the old memory. Compute c_next first: the prediction reads c_next.",
    ('["Wy"] @ c_next', '["Wy"] @ c_prev'),
)
gru_cell_forward.slip(
    "predicts_from_the_candidate",
    "yt_pred is made from the candidate. It reads c_next, after the blend.",
    ('["Wy"] @ c_next', '["Wy"] @ c_tilde'),
)
gru_cell_forward.slip(
    "forgets_the_biases_of_the_gates",
    "The gates lack their biases bu and br.",
    (' + parameters["bu"]', ""),
    (' + parameters["br"]', ""),
)
gru_cell_forward.slip(
    "forgets_the_bias_of_the_update_gate",
    "The bias bu of the update gate is missing.",
    (' + parameters["bu"]', ""),
)
gru_cell_forward.slip(
    "forgets_the_bias_of_the_relevance_gate",
    "The bias br of the relevance gate is missing.",
    (' + parameters["br"]', ""),
)
gru_cell_forward.slip(
    "forgets_the_bias_of_the_candidate",
    "The bias bc of the candidate is missing.",
    (' + parameters["bc"]', ""),
)
gru_cell_forward.slip(
    "forgets_the_output_bias_of_the_gru",
    "The bias by is missing inside the softmax.",
    (' + parameters["by"]', ""),
)
gru_cell_forward.slip(
    "swaps_the_gates_in_the_cache",
    "The gates have changed places in the cache: gamma_u comes first, then gamma_r.",
    ("gamma_u, gamma_r, c_tilde", "gamma_r, gamma_u, c_tilde"),
)


# ----------------------------------------------------------------------------- gru_forward


def make_gru_sequences(rng, n_c, n_x, n_y, lengths, T_x):
    m = len(lengths)
    return {
        "x": numbers(rng, (n_x, m, T_x)),
        "c0": states(rng, (n_c, m)),
        "parameters": gru_parameters(rng, n_c, n_x, n_y),
        "lengths": rng.permutation(lengths),
    }


@gru_forward.case("Sequences of different length: a memory stays frozen after its sequence's end.")
def different_lengths(rng):
    def make():
        made = make_gru_sequences(rng, n_c=2, n_x=1, n_y=5, lengths=[1, 2, 3], T_x=4)
        return on_paper(made | {"lengths": 0.0}) | {"lengths": made["lengths"]}

    def is_mixed(arguments):  # Neither the shortest nor the longest comes first.
        return arguments["lengths"][0] not in (1, 3)

    return draw_until(make, is_mixed)


@gru_forward.case("Sequences that are all as long as the array.")
def full_lengths(rng):
    return make_gru_sequences(rng, n_c=1, n_x=4, n_y=5, lengths=[3, 3], T_x=3)


@gru_forward.case("A batch of one sequence, a single unit.")
def one_gru_sequence(rng):
    return make_gru_sequences(rng, n_c=1, n_x=2, n_y=3, lengths=[3], T_x=5)


@gru_forward.case("Two long sequences, one of them full: memories and predictions at every step.")
def long_gru_sequences(rng):
    lengths = [LONG, int(rng.integers(LONG // 2, LONG - 2))]
    arguments = make_gru_sequences(rng, n_c=1, n_x=1, n_y=3, lengths=lengths, T_x=LONG)
    result = reference.gru_forward(*arguments.values())
    return parts_alone(arguments, result, ["c", "y"])


@gru_forward.case("A sequence of length 1: the first step starts from c0.")
def a_single_gru_step(rng):
    return make_gru_sequences(rng, n_c=2, n_x=1, n_y=3, lengths=[1, 1, 1, 1], T_x=1)


@gru_forward.case("Padding of any size changes neither memory nor prediction.")
def loud_padding(rng):
    arguments = make_gru_sequences(rng, n_c=3, n_x=4, n_y=2, lengths=[2, 1], T_x=3)
    for i, length in enumerate(arguments["lengths"]):
        arguments["x"][:, i, length:] *= 1000.0
    return parts_alone(arguments, reference.gru_forward(*arguments.values()), ["c", "y"])


@gru_forward.alternative
def gru_loop_with_a_mask(x, c0, parameters, lengths):
    mask = np.arange(x.shape[2])[:, None] < np.asarray(lengths)
    c, y, caches, c_prev = [], [], [], c0
    for t in range(x.shape[2]):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c_prev, parameters)
        c_prev = mask[t] * c_next + (1 - mask[t]) * c_prev
        c.append(c_prev)
        y.append(softmax(parameters["Wy"] @ c_prev + parameters["by"], axis=0))
        caches.append(cache)
    return np.stack(c, axis=-1), np.stack(y, axis=-1), (caches, x)


@gru_forward.alternative
def gru_loop_by_index(x, c0, parameters, lengths):
    n_x, m, T_x = x.shape
    c = np.zeros((len(c0), m, T_x))
    y = np.zeros((len(parameters["by"]), m, T_x))
    caches, c_prev = [], c0.copy()
    for t in range(T_x):
        c_next, yt_pred, cache = reference.gru_cell_forward(x[:, :, t], c_prev, parameters)
        for i in range(m):
            c[:, i, t] = c_next[:, i] if t < lengths[i] else c[:, i, t - 1]
            y[:, i, t] = yt_pred[:, i] if t < lengths[i] else y[:, i, t - 1]
        c_prev = c[:, :, t].copy()
        caches.append(cache)
    return c, y, [caches, x]


@gru_forward.alternative
def gru_loop_that_freezes_in_place(x, c0, parameters, lengths):
    c_next, states, predictions, caches = c0, [], [], []
    for t in range(x.shape[2]):
        old = c_next
        c_next, yt_pred, cache = reference.gru_cell_forward(x[:, :, t], old, parameters)
        c_next, ended = c_next.copy(), np.asarray(lengths) <= t
        c_next[:, ended] = old[:, ended]
        if ended.any():
            yt_pred = yt_pred.copy()
            yt_pred[:, ended] = predictions[-1][:, ended]
        states, predictions = [*states, c_next], [*predictions, yt_pred]
        caches.append(cache)
    return np.dstack(states), np.dstack(predictions), (caches, x)


@gru_forward.alternative
def gru_loop_without_the_cell(x, c0, parameters, lengths):
    p, c, caches, memories = parameters, c0.astype(np.float32), [], []
    for t in range(x.shape[2]):
        xt = x[:, :, t]
        u = sigmoid(p["Wu"] @ np.vstack([c, xt]) + p["bu"])
        r = sigmoid(p["Wr"] @ np.vstack([c, xt]) + p["br"])
        new = np.tanh(p["Wc"] @ np.vstack([r * c, xt]) + p["bc"])
        caches.append((u * new + (1 - u) * c, c, xt, u, r, new, p))
        c = np.where(t < lengths, caches[-1][0], c)
        memories.append(c)
    c = np.stack(memories, axis=2)
    logits = np.einsum("ij,jmt->imt", p["Wy"], c) + p["by"][..., None]
    return c, softmax(logits, axis=0), (caches, x)


# As `y_prev` gives it too, but for memories that are frozen before their first step.
PREDICTS_FROM_C_PREV = (
    "yt_pred if t == 0 else np.where(running, yt_pred, y_prev)",
    'softmax(parameters["Wy"] @ c_prev + parameters["by"], axis=0)',
)

gru_forward.slip(
    "ignores_the_lengths",
    "lengths is ignored: the memory goes on changing after a sequence's end, by its padding. "
    "Freeze it there.",
    ("np.asarray(lengths)", "x.shape[2]"),
)
gru_forward.slip(
    "freezes_one_step_late",
    "The memory freezes one step late, and one step of padding gets in. Example i has its real "
    "steps at t = 0 to lengths[i] - 1.",
    ("t < ", "t <= "),
)
gru_forward.slip(
    "freezes_one_step_early",
    "The memory freezes one step early: the last real step, t = lengths[i] - 1, still counts.",
    ("np.asarray(lengths)", "np.asarray(lengths) - 1"),
    PREDICTS_FROM_C_PREV,
)
gru_forward.slip(
    "freezes_early_but_for_the_first_step",
    "The memory freezes one step early, though the first step is read: the last real step, "
    "t = lengths[i] - 1, still counts.",
    ("t < np.asarray(lengths)", "(t < np.asarray(lengths) - 1) | (t == 0)"),
)
gru_forward.slip(
    "silences_the_padding",
    "The padding was set to zeros and is still read. Zeros change a memory too, by the biases and by "
    "the memory itself: take the old memory where a sequence has ended.",
    ("xt = x[:, :, t]", "xt = x[:, :, t] * (t < np.asarray(lengths))"),
    ("running = t < np.asarray(lengths)", "running = t < x.shape[2]"),
)
gru_forward.slip(
    "repairs_the_last_step_only",
    "Memory and prediction are right at the last step and at the real ones, but not between: a memory "
    "stays frozen at every step after its sequence's end.",
    ("np.asarray(lengths)", "x.shape[2]"),
    (
        "return c, y",
        "for i, n in enumerate(lengths):\n"
        "        c[:, i, -1], y[:, i, -1] = c[:, i, n - 1], y[:, i, n - 1]\n"
        "    return c, y",
    ),
)
gru_forward.slip(
    "goes_back_to_c0_with_its_prediction_frozen",
    "After its end a memory goes back to c0, while its prediction stays. It keeps its last real value.",
    ("c_next, c_prev)", "c_next, c0)"),
)
gru_forward.slip(
    "empties_the_memory_with_its_prediction_frozen",
    "After its end a memory is set to zeros, while its prediction stays. It keeps its last real value.",
    ("c_next, c_prev)", "c_next, 0.0)"),
)
gru_forward.slip(
    "keeps_the_frozen_memory_in_the_caches",
    "The caches were changed: their first entry is the frozen memory. They hold what the cell returned "
    "for all examples, those that have ended too.",
    ("caches.append(cache)", "caches.append((c_prev, *cache[1:]))"),
)
gru_forward.slip(
    "empties_the_memory",
    "After its end a memory is set to zeros. It keeps its last real value, so that c[:, :, -1] "
    "holds what each sequence left behind.",
    ("c_next, c_prev)", "c_next, 0.0)"),
    PREDICTS_FROM_C_PREV,
)
gru_forward.slip(
    "goes_back_to_c0",
    "After its end a memory goes back to c0. It keeps its last real value.",
    ("c_next, c_prev)", "c_next, c0)"),
    PREDICTS_FROM_C_PREV,
)
gru_forward.slip(
    "predicts_from_the_padding",
    "The memory is frozen, but the prediction is not: y still comes from the step that the padding "
    "made. Predict from the frozen memory.",
    ("append(y_prev)", "append(yt_pred)"),
)
gru_forward.slip(
    "silences_memory_and_prediction",
    "After its end an example's memory and prediction are zeros. Both keep their last real value.",
    ("np.where(running, c_next, c_prev)", "np.where(running, c_next, 0.0)"),
    ("np.where(running, yt_pred, y_prev)", "np.where(running, yt_pred, 0.0)"),
)
gru_forward.slip(
    "expects_the_padding_in_front",
    "The padding is taken to stand in front. The first lengths[j] steps of example j are real, and what "
    "follows is padding.",
    "t < np.asarray(lengths)",
    "t >= x.shape[2] - np.asarray(lengths)",
)
gru_forward.slip(
    "predicts_nothing_after_the_end",
    "After a sequence's end its predictions are zeros. They come from the frozen memory.",
    ("append(y_prev)", "append(running * yt_pred)"),
)
gru_forward.slip(
    "freezes_the_record_only",
    "The frozen memory is only written down; the loop itself goes on with the one that the padding "
    "made. Hand the frozen memory to the next step.",
    ("c_prev, y_prev = c0, None", "c_prev, y_prev, c_next = c0, None, c0"),
    ("(xt, c_prev,", "(xt, c_next,"),
)
gru_forward.slip(
    "stops_all_with_the_shortest",
    "All sequences stop with the shortest. Each example has its own length: compare t with the "
    "whole array lengths.",
    ("np.asarray(lengths)", "np.min(lengths)"),
)
gru_forward.slip(
    "stops_all_with_the_longest",
    "All sequences stop with the longest. Each example has its own length: compare t with the "
    "whole array lengths.",
    ("np.asarray(lengths)", "np.max(lengths)"),
)
gru_forward.slip(
    "starts_every_step_from_c0",
    "Every step starts again from c0. Hand the memory on: the c_next of this step is the c_prev "
    "of the next.",
    ("(xt, c_prev,", "(xt, c0,"),
)
gru_forward.slip(
    "ignores_c0",
    "c0 is ignored: the first step starts from zeros. Start from c0. (With c[:, :, t - 1] as the "
    "old memory, step 0 reads the last step, which is still zero.)",
    ("= c0,", "= np.zeros_like(c0),"),
)
gru_forward.slip(
    "overwrites_c0_at_the_end",
    "c0 has changed: the last memory was written into it, and the first cache holds that array too. "
    "Leave c0 alone; the last memory is in c.",
    ("return c, y", "c0[:] = c_prev\n    return c, y"),
)
gru_forward.slip(
    "ignores_c0_and_the_lengths",
    "Two things at once: the first step does not start from c0, and no sequence freezes at its end.",
    ("= c0,", "= np.zeros_like(c0),"),
    ("np.asarray(lengths)", "x.shape[2]"),
)
gru_forward.slip(
    "gru_step_0_reads_the_last_input",
    "Step 0 reads the last step's input: x[:, :, t - 1] is x[:, :, -1] at t = 0. Step t reads "
    "x[:, :, t].",
    ("x[:, :, t]", "x[:, :, t - 1]"),
)
gru_forward.slip(
    "reads_the_gru_from_the_end",
    "The sequence is read from its end. Time runs from step 0 to step T_x - 1.",
    ("range(x.shape[2])", "reversed(range(x.shape[2]))"),
    PREDICTS_FROM_C_PREV,
    ("stack(memories,", "stack(memories[::-1],"),
    ("stack(predictions,", "stack(predictions[::-1],"),
    ("(caches, x)", "(caches[::-1], x)"),
)
gru_forward.slip(
    "returns_the_gru_caches_alone",
    "caches is the list alone. Return the pair (list of the steps' caches, x).",
    ("(caches, x)", "caches"),
)
gru_forward.slip(
    "puts_time_first_in_the_gru",
    "Time is the first axis of your results. Here it is the last: c (n_c, m, T_x), y (n_y, m, T_x).",
    ("axis=2", "axis=0"),
    count=2,
)
