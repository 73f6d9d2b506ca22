"""Forward exercises of the gated recurrent unit: the cell and its loop."""

import numpy as np
from scipy.special import expit as sigmoid
from scipy.special import softmax

from autograder.exercises._recurrent_cells.inputs import (
    LARGE,
    gru_cell_forward,
    gru_forward,
    gru_parameters,
    numbers,
    reference,
    states,
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
    return make_gru_call(rng, n_c=3, n_x=2, n_y=4, m=5)


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
    for bias, unit in (("bu", 0), ("br", 1), ("bc", 2)):
        arguments["parameters"][bias][unit] += LARGE
    arguments["parameters"]["by"] += LARGE
    return arguments


@gru_cell_forward.case("Examples whose outputs lie far apart each have their own softmax.")
def columns_far_apart_in_the_gru(rng):
    arguments = make_gru_call(rng, n_c=3, n_x=2, n_y=4, m=2)
    arguments["parameters"]["Wy"][:, 0] += LARGE
    arguments["parameters"]["bu"][0] = -60.0  # The gate is shut: this memory stays as it is.
    arguments["c_prev"][0] = [0.9, -0.9]
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


def _gru_like(
    xt,
    c_prev,
    parameters,
    gate=sigmoid,
    squash=np.tanh,
    candidate=None,
    blend=None,
    predict=None,
    output=None,
    stack=None,
    leave_out=(),
):
    """Advances the GRU with one thing done differently; for the misconceptions below."""
    p = {name: 0 * value if name in leave_out else value for name, value in parameters.items()}
    stack = (lambda c, x: np.concatenate([c, x])) if stack is None else stack
    gamma_u = gate(p["Wu"] @ stack(c_prev, xt) + p["bu"])
    gamma_r = gate(p["Wr"] @ stack(c_prev, xt) + p["br"])
    if candidate is None:
        inside = p["Wc"] @ stack(gamma_r * c_prev, xt) + p["bc"]
    else:
        inside = candidate(p, gamma_u, gamma_r)
    c_tilde = squash(inside)
    if blend is None:
        c_next = gamma_u * c_tilde + (1 - gamma_u) * c_prev
    else:
        c_next = blend(gamma_u, gamma_r, c_tilde)
    z = p["Wy"] @ (c_next if predict is None else predict(c_tilde)) + p["by"]
    yt_pred = softmax(z, axis=0) if output is None else output(z)
    return c_next, yt_pred, (c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, parameters)


@gru_cell_forward.misconception(
    "The update gate works the wrong way round: gamma_u multiplies the candidate, and 1 - gamma_u "
    "the old memory."
)
def turns_the_update_gate_around(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, blend=lambda u, r, new: u * c_prev + (1 - u) * new)


@gru_cell_forward.misconception(
    "The candidate is gated after the product with Wc. The relevance gate multiplies c_prev "
    "first; then [gamma_r * c_prev; xt] is multiplied by Wc."
)
def gates_the_candidate_after_the_product(xt, c_prev, parameters):
    n_c = len(c_prev)
    return _gru_like(
        xt,
        c_prev,
        parameters,
        candidate=lambda p, u, r: r * (p["Wc"][:, :n_c] @ c_prev) + p["Wc"][:, n_c:] @ xt + p["bc"],
    )


@gru_cell_forward.misconception(
    "The stack is in the other order, [xt; c_prev]. The weights expect the memory on top: "
    "[c_prev; xt]."
)
def stacks_the_input_on_top(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, stack=lambda c, x: np.concatenate([x, c]))


@gru_cell_forward.misconception(
    "The relevance gate is not used: the candidate is made from [gamma_r * c_prev; xt], not from "
    "[c_prev; xt]."
)
def leaves_the_relevance_gate_out(xt, c_prev, parameters):
    return _gru_like(
        xt,
        c_prev,
        parameters,
        candidate=lambda p, u, r: p["Wc"] @ np.concatenate([c_prev, xt]) + p["bc"],
    )


@gru_cell_forward.misconception(
    "The candidate is filtered by the update gate. What matters for the candidate is the relevance "
    "gate, gamma_r."
)
def filters_by_the_update_gate(xt, c_prev, parameters):
    return _gru_like(
        xt,
        c_prev,
        parameters,
        candidate=lambda p, u, r: p["Wc"] @ np.concatenate([u * c_prev, xt]) + p["bc"],
    )


@gru_cell_forward.misconception(
    "The two gates have changed places: gamma_u comes from Wu and bu, gamma_r from Wr and br."
)
def swaps_the_two_gates(xt, c_prev, parameters):
    p = parameters
    swapped = {**p, "Wu": p["Wr"], "bu": p["br"], "Wr": p["Wu"], "br": p["bu"]}
    c_next, yt_pred, cache = _gru_like(xt, c_prev, swapped)
    return c_next, yt_pred, (*cache[:-1], parameters)


@gru_cell_forward.misconception(
    "The memory is blended with the relevance gate. The blend is the update gate's work."
)
def blends_with_the_relevance_gate(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, blend=lambda u, r, new: r * new + (1 - r) * c_prev)


@gru_cell_forward.misconception(
    "The old memory is kept whole and the candidate comes on top. Keep 1 - gamma_u of the old "
    "memory."
)
def keeps_all_of_the_old_memory(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, blend=lambda u, r, new: u * new + c_prev)


@gru_cell_forward.misconception(
    "The old memory is lost: (1 - gamma_u) * c_prev is missing from the blend."
)
def loses_the_old_memory(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, blend=lambda u, r, new: u * new)


@gru_cell_forward.misconception(
    "The gates went through tanh. A gate is a share between 0 and 1: use the sigmoid."
)
def tanh_for_the_gates(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, gate=np.tanh)


@gru_cell_forward.misconception(
    "The candidate went through a sigmoid. It is a memory, which may be negative: use tanh."
)
def sigmoid_for_the_candidate(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, squash=sigmoid)


@gru_cell_forward.misconception("The tanh around the candidate is missing.")
def leaves_the_tanh_of_the_candidate_out(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, squash=lambda z: z)


@gru_cell_forward.misconception(
    "Your sigmoid is NaN for large sums: exp(z) / (1 + exp(z)) becomes inf / inf. Use the sigmoid "
    "of the setup, or 1 / (1 + exp(-z))."
)
def sigmoid_that_overflows(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, gate=lambda z: np.exp(z) / (1 + np.exp(z)))


@gru_cell_forward.misconception(
    "The largest number of the whole array is taken away, so that columns far below it become 0/0. "
    "Take each column's own largest, z.max(axis=0), or use the given softmax."
)
def gru_takes_away_the_largest_of_all(xt, c_prev, parameters):
    p, stack = parameters, np.vstack([c_prev, xt])
    gamma_u = 0.5 * (1 + np.tanh((p["Wu"] @ stack + p["bu"]) / 2))
    gamma_r = 0.5 * (1 + np.tanh((p["Wr"] @ stack + p["br"]) / 2))
    c_tilde = np.tanh(p["Wc"] @ np.vstack([gamma_r * c_prev, xt]) + p["bc"])
    c_next = gamma_u * c_tilde + (1 - gamma_u) * c_prev
    z = p["Wy"] @ c_next + p["by"]
    e = np.exp(z - z.max())
    return c_next, e / e.sum(axis=0), (c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, p)


@gru_cell_forward.misconception(
    "The softmax overflows: take each column's largest value away first, or use the given softmax."
)
def softmax_that_overflows_in_the_gru(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, output=lambda z: np.exp(z) / np.exp(z).sum(axis=0))


@gru_cell_forward.misconception(
    "The softmax runs over the wrong axis: each column of yt_pred, one example, sums to 1."
)
def softmax_over_the_examples_in_the_gru(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, output=lambda z: softmax(z, axis=1))


@gru_cell_forward.misconception(
    "yt_pred is made from the old memory. Compute c_next first: the prediction reads c_next."
)
def predicts_from_the_old_memory(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, predict=lambda new: c_prev)


@gru_cell_forward.misconception(
    "yt_pred is made from the candidate. It reads c_next, after the blend."
)
def predicts_from_the_candidate(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, predict=lambda new: new)


@gru_cell_forward.misconception("The gates lack their biases bu and br.")
def forgets_the_biases_of_the_gates(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, leave_out=("bu", "br"))


@gru_cell_forward.misconception("The bias bc of the candidate is missing.")
def forgets_the_bias_of_the_candidate(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, leave_out=("bc",))


@gru_cell_forward.misconception("The bias by is missing inside the softmax.")
def forgets_the_output_bias_of_the_gru(xt, c_prev, parameters):
    return _gru_like(xt, c_prev, parameters, leave_out=("by",))


@gru_cell_forward.misconception(
    "The gates have changed places in the cache: gamma_u comes first, then gamma_r."
)
def swaps_the_gates_in_the_cache(xt, c_prev, parameters):
    c_next, yt_pred, (new, old, x, u, r, candidate, p) = _gru_like(xt, c_prev, parameters)
    return c_next, yt_pred, (new, old, x, r, u, candidate, p)


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
    return make_gru_sequences(rng, n_c=2, n_x=1, n_y=3, lengths=[1, 4, 2, 3], T_x=5)


@gru_forward.case("Sequences that are all as long as the array.")
def full_lengths(rng):
    return make_gru_sequences(rng, n_c=1, n_x=4, n_y=5, lengths=[3, 3], T_x=3)


@gru_forward.case("A batch of one sequence, a single unit.")
def one_gru_sequence(rng):
    return make_gru_sequences(rng, n_c=1, n_x=2, n_y=3, lengths=[3], T_x=5)


@gru_forward.case("A sequence of length 1: the first step starts from c0.")
def a_single_gru_step(rng):
    return make_gru_sequences(rng, n_c=2, n_x=1, n_y=3, lengths=[1, 1, 1, 1], T_x=1)


@gru_forward.case("Padding of any size changes neither memory nor prediction.")
def loud_padding(rng):
    arguments = make_gru_sequences(rng, n_c=3, n_x=4, n_y=2, lengths=[2, 1], T_x=3)
    for i, length in enumerate(arguments["lengths"]):
        arguments["x"][:, i, length:] *= 1000.0
    return arguments


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


def _gru_loop(x, c0, parameters, lengths, carry=True, read=lambda t: t, order=None, late=0):
    """Unrolls the GRU with one thing done differently; for the misconceptions below."""
    T_x = x.shape[2]
    c, y = np.zeros((*c0.shape, T_x)), np.zeros((len(parameters["by"]), *x.shape[1:]))
    c_prev, y_prev, caches = c0, 0.0, []
    for t in order or range(T_x):
        c_next, yt_pred, cache = reference.gru_cell_forward(x[:, :, read(t)], c_prev, parameters)
        running = t < np.asarray(lengths) + late
        c[:, :, t] = np.where(running, c_next, c_prev)
        y[:, :, t] = y_prev = np.where(running, yt_pred, y_prev)
        c_prev = c[:, :, t] if carry else c_prev
        caches.append(cache)
    return c, y, (caches, x)


@gru_forward.misconception(
    "lengths is ignored: the memory goes on changing after a sequence's end, by its padding. "
    "Freeze it there."
)
def ignores_the_lengths(x, c0, parameters, lengths):
    return _gru_loop(x, c0, parameters, np.full(len(lengths), x.shape[2]))


@gru_forward.misconception(
    "The memory freezes one step late, and one step of padding gets in. Example i has its real "
    "steps at t = 0 to lengths[i] - 1."
)
def freezes_one_step_late(x, c0, parameters, lengths):
    return _gru_loop(x, c0, parameters, lengths, late=1)


@gru_forward.misconception(
    "The memory freezes one step early: the last real step, t = lengths[i] - 1, still counts."
)
def freezes_one_step_early(x, c0, parameters, lengths):
    c, y, caches, c_prev = [], [], [], c0
    for t in range(x.shape[2]):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c_prev, parameters)
        c_prev = np.where(t < np.asarray(lengths) - 1, c_next, c_prev)
        c.append(c_prev)
        y.append(softmax(parameters["Wy"] @ c_prev + parameters["by"], axis=0))
        caches.append(cache)
    return np.dstack(c), np.dstack(y), (caches, x)


@gru_forward.misconception(
    "After its end a memory is set to zeros. It keeps its last real value, so that c[:, :, -1] "
    "holds what each sequence left behind."
)
def empties_the_memory(x, c0, parameters, lengths):
    c, y, caches, c_prev = [], [], [], c0
    for t in range(x.shape[2]):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c_prev, parameters)
        c_prev = np.where(t < np.asarray(lengths), c_next, 0.0)
        c.append(c_prev)
        y.append(softmax(parameters["Wy"] @ c_prev + parameters["by"], axis=0))
        caches.append(cache)
    return np.dstack(c), np.dstack(y), (caches, x)


@gru_forward.misconception("After its end a memory goes back to c0. It keeps its last real value.")
def goes_back_to_c0(x, c0, parameters, lengths):
    c, y, caches, c_prev = [], [], [], c0
    for t in range(x.shape[2]):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c_prev, parameters)
        c_prev = np.where(t < np.asarray(lengths), c_next, c0)
        c.append(c_prev)
        y.append(softmax(parameters["Wy"] @ c_prev + parameters["by"], axis=0))
        caches.append(cache)
    return np.dstack(c), np.dstack(y), (caches, x)


@gru_forward.misconception(
    "The memory is frozen, but the prediction is not: y still comes from the step that the padding "
    "made. Predict from the frozen memory."
)
def predicts_from_the_padding(x, c0, parameters, lengths):
    c, _, caches = _gru_loop(x, c0, parameters, lengths)
    y = [softmax(parameters["Wy"] @ step[0] + parameters["by"], axis=0) for step in caches[0]]
    return c, np.dstack(y), caches


@gru_forward.misconception(
    "After a sequence's end its predictions are zeros. They come from the frozen memory."
)
def predicts_nothing_after_the_end(x, c0, parameters, lengths):
    c, y, caches = _gru_loop(x, c0, parameters, lengths)
    return c, y * (np.arange(x.shape[2]) < np.asarray(lengths)[:, None]), caches


@gru_forward.misconception(
    "The frozen memory is only written down; the loop itself goes on with the one that the padding "
    "made. Hand the frozen memory to the next step."
)
def freezes_the_record_only(x, c0, parameters, lengths):
    c_next, caches, p = c0, [], parameters
    c = np.zeros((*c0.shape, x.shape[2]))
    for t in range(x.shape[2]):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c_next, p)
        c[:, :, t] = np.where(t < np.asarray(lengths), c_next, c[:, :, t - 1])
        caches.append(cache)
    y = [softmax(p["Wy"] @ c[:, :, t] + p["by"], axis=0) for t in range(x.shape[2])]
    return c, np.dstack(y), (caches, x)


@gru_forward.misconception(
    "All sequences stop with the shortest. Each example has its own length: compare t with the "
    "whole array lengths."
)
def stops_all_with_the_shortest(x, c0, parameters, lengths):
    return _gru_loop(x, c0, parameters, np.full(len(lengths), np.min(lengths)))


@gru_forward.misconception(
    "All sequences stop with the longest. Each example has its own length: compare t with the "
    "whole array lengths."
)
def stops_all_with_the_longest(x, c0, parameters, lengths):
    return _gru_loop(x, c0, parameters, np.full(len(lengths), np.max(lengths)))


@gru_forward.misconception(
    "Every step starts again from c0. Hand the memory on: the c_next of this step is the c_prev "
    "of the next."
)
def starts_every_step_from_c0(x, c0, parameters, lengths):
    c, y, caches, p = [], [], [], parameters
    for t in range(x.shape[2]):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c0, p)
        c.append(np.where(t < np.asarray(lengths), c_next, c[-1] if c else c0))
        y.append(softmax(p["Wy"] @ c[-1] + p["by"], axis=0))
        caches.append(cache)
    return np.dstack(c), np.dstack(y), (caches, x)


@gru_forward.misconception(
    "c0 is ignored: the first step starts from zeros. Start from c0. (With c[:, :, t - 1] as the "
    "old memory, step 0 reads the last step, which is still zero.)"
)
def ignores_c0(x, c0, parameters, lengths):
    return _gru_loop(x, np.zeros_like(c0), parameters, lengths)


@gru_forward.misconception(
    "Two things at once: the first step does not start from c0, and no sequence freezes at its end."
)
def ignores_c0_and_the_lengths(x, c0, parameters, lengths):
    return _gru_loop(x, np.zeros_like(c0), parameters, np.full(len(lengths), x.shape[2]))


@gru_forward.misconception(
    "Step 0 reads the last step's input: x[:, :, t - 1] is x[:, :, -1] at t = 0. Step t reads "
    "x[:, :, t]."
)
def gru_step_0_reads_the_last_input(x, c0, parameters, lengths):
    return _gru_loop(x, c0, parameters, lengths, read=lambda t: t - 1)


@gru_forward.misconception(
    "The sequence is read from its end. Time runs from step 0 to step T_x - 1."
)
def reads_the_gru_from_the_end(x, c0, parameters, lengths):
    c, y, caches, c_prev, p = [], [], [], c0, parameters
    for t in reversed(range(x.shape[2])):
        c_next, _, cache = reference.gru_cell_forward(x[:, :, t], c_prev, p)
        c_prev = np.where(t < np.asarray(lengths), c_next, c_prev)
        c.insert(0, c_prev)
        y.insert(0, softmax(p["Wy"] @ c_prev + p["by"], axis=0))
        caches.insert(0, cache)
    return np.dstack(c), np.dstack(y), (caches, x)


@gru_forward.misconception(
    "caches is the list alone. Return the pair (list of the steps' caches, x)."
)
def returns_the_gru_caches_alone(x, c0, parameters, lengths):
    c, y, caches = _gru_loop(x, c0, parameters, lengths)
    return c, y, caches[0]


@gru_forward.misconception(
    "Time is the first axis of your results. Here it is the last: c (n_c, m, T_x), y (n_y, m, T_x)."
)
def puts_time_first_in_the_gru(x, c0, parameters, lengths):
    c, y, caches = _gru_loop(x, c0, parameters, lengths)
    return np.moveaxis(c, 2, 0), np.moveaxis(y, 2, 0), caches
