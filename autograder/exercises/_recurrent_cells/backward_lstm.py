"""The backward exercises of the LSTM: one step back, and all the way through time.

As for the plain RNN, the cache is the judge's, made by the forward steps below.
"""

import numpy as np
from scipy.special import expit as sigmoid

from autograder.exercises._recurrent_cells.inputs import (
    lstm_backward,
    lstm_cell_backward,
    lstm_parameters,
    numbers,
    reference,
    states,
)

# ---------------------------------------------------------------------------------- inputs


def lstm_cache(xt, a_prev, c_prev, parameters):
    """Takes one forward step and returns its cache."""
    concat = np.concatenate([a_prev, xt])
    zf, zi, zc, zo = (parameters[f"W{gate}"] @ concat + parameters[f"b{gate}"] for gate in "fico")
    ft, it, cct, ot = sigmoid(zf), sigmoid(zi), np.tanh(zc), sigmoid(zo)
    c_next = ft * c_prev + it * cct
    return ot * np.tanh(c_next), c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters


def lstm_caches(x, a0, parameters):
    """Takes every forward step and returns the caches as `lstm_forward` does."""
    caches, a, c = [], a0, np.zeros_like(a0)
    for t in range(x.shape[2]):
        caches.append(lstm_cache(x[:, :, t], a, c, parameters))
        a, c = caches[-1][:2]
    return caches, x


def make_lstm_cell(rng, n_x, n_a, m, n_y=2):
    """Makes a step to go back through, with a gradient for its state and one for its memory."""
    parameters = lstm_parameters(rng, n_a, n_x, n_y)
    memory = numbers(rng, (n_a, m), 1.2)
    cache = lstm_cache(numbers(rng, (n_x, m)), states(rng, (n_a, m)), memory, parameters)
    return {
        "da_next": numbers(rng, (n_a, m)),
        "dc_next": numbers(rng, (n_a, m)),
        "cache": cache,
    }


def make_lstm(rng, n_x, n_a, m, length, n_y=2):
    """Makes a sequence to go back through, with a direct gradient for the state of every step."""
    parameters = lstm_parameters(rng, n_a, n_x, n_y)
    caches = lstm_caches(numbers(rng, (n_x, m, length)), states(rng, (n_a, m)), parameters)
    return {"da": numbers(rng, (n_a, m, length)), "caches": caches}


# ---------------------------------------------------------------------- lstm_cell_backward


@lstm_cell_backward.case("All eleven gradients are right when both a and c bring a gradient.")
def an_lstm_step_with_both_gradients(rng):
    return make_lstm_cell(rng, n_x=2, n_a=3, m=4, n_y=5)


@lstm_cell_backward.case("The gradient that arrives through a alone is right, for one example.")
def an_lstm_step_through_the_state(rng):
    case = make_lstm_cell(rng, n_x=3, n_a=2, m=1)
    case["dc_next"] = np.zeros_like(case["dc_next"])
    return case


@lstm_cell_backward.case("The gradient that arrives through c alone is right, for one hidden unit.")
def an_lstm_step_through_the_memory(rng):
    case = make_lstm_cell(rng, n_x=2, n_a=1, m=3)
    case["da_next"] = np.zeros_like(case["da_next"])
    return case


@lstm_cell_backward.alternative
def lstm_step_example_by_example(da_next, dc_next, cache):
    *columns, parameters = cache
    n_a, m = da_next.shape
    names = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
    gradients = {name: np.zeros_like(parameters[name[1:]]) for name in names}
    below = {"dxt": [], "da_prev": [], "dc_prev": []}
    for k in range(m):
        _, c_next, a_prev, c_prev, f, i, cc, o, x = (array[:, k] for array in columns)
        both = np.concatenate([a_prev, x])
        dc = dc_next[:, k] + da_next[:, k] * o * (1 - np.tanh(c_next) ** 2)
        dz = {
            "f": dc * c_prev * f * (1 - f),
            "i": dc * cc * i * (1 - i),
            "c": dc * i * (1 - cc**2),
            "o": da_next[:, k] * np.tanh(c_next) * o * (1 - o),
        }
        for gate, column in dz.items():
            gradients["dW" + gate] += np.outer(column, both)
            gradients["db" + gate] += column[:, None]
        dboth = sum(parameters["W" + gate].T @ column for gate, column in dz.items())
        below["da_prev"].append(dboth[:n_a])
        below["dxt"].append(dboth[n_a:])
        below["dc_prev"].append(dc * f)
    return {**gradients, **{name: np.stack(cols, axis=1) for name, cols in below.items()}}


@lstm_cell_backward.alternative
def lstm_step_with_stacked_weights(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    weights = np.vstack([parameters["W" + gate] for gate in "fico"])
    tanh_c = np.tanh(c_next)
    dc = da_next * ot * (1 - tanh_c * tanh_c) + dc_next
    dgates = np.vstack([dc * c_prev, dc * cct, dc * it, da_next * tanh_c])
    slopes = np.vstack([ft * (1 - ft), it * (1 - it), 1 - cct**2, ot * (1 - ot)])
    dz = dgates * slopes
    dWs = np.split(dz @ np.vstack([a_prev, xt]).T, 4)
    dbs = np.split(dz.sum(axis=1, keepdims=True), 4)
    below = weights.T @ dz
    result = {"dxt": below[n_a:], "da_prev": below[:n_a], "dc_prev": dc * ft}
    for gate, dW, db in zip("fico", dWs, dbs, strict=True):
        result |= {"dW" + gate: dW, "db" + gate: db}
    return result


@lstm_cell_backward.alternative
def lstm_step_with_einsum(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    # a_next is ot * tanh(c_next): the slope can be written without another tanh.
    dc = dc_next + da_next * (ot - a_next**2 / ot)
    dz = {
        "o": da_next * a_next * (1 - ot),
        "c": dc * it * (1 - cct) * (1 + cct),
        "i": dc * (c_next - ft * c_prev) * (1 - it),
        "f": dc * c_prev * (ft - ft**2),
    }
    result = {"dc_prev": np.einsum("am,am->am", dc, ft), "da_prev": 0, "dxt": 0}
    for gate, d in dz.items():
        W = parameters["W" + gate]
        result["da_prev"] = result["da_prev"] + np.einsum("ab,am->bm", W[:, :n_a], d)
        result["dxt"] = result["dxt"] + np.einsum("ax,am->xm", W[:, n_a:], d)
        state, entry = np.einsum("am,bm->ab", d, a_prev), np.einsum("am,xm->ax", d, xt)
        result["dW" + gate] = np.concatenate([state, entry], axis=1)
        result["db" + gate] = np.einsum("am->a", d).reshape(n_a, 1)
    return result


@lstm_cell_backward.alternative
def lstm_step_path_by_path(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    concat = np.concatenate((a_prev, xt), axis=0)
    n_a = len(a_prev)
    through_a = da_next * ot / np.cosh(c_next) ** 2
    dft = ft * (1 - ft) * (through_a * c_prev + dc_next * c_prev)
    dit = it * (1 - it) * (through_a * cct + dc_next * cct)
    dcct = (1 - cct**2) * (through_a * it + dc_next * it)
    dot = ot * (1 - ot) * np.tanh(c_next) * da_next
    Wf, Wi, Wc, Wo = (parameters[name] for name in ("Wf", "Wi", "Wc", "Wo"))
    out = {"dc_prev": through_a * ft + dc_next * ft}
    out["da_prev"] = Wo[:, :n_a].T @ dot + Wc[:, :n_a].T @ dcct
    out["da_prev"] = out["da_prev"] + Wi[:, :n_a].T @ dit + Wf[:, :n_a].T @ dft
    out["dxt"] = Wo[:, n_a:].T @ dot + Wc[:, n_a:].T @ dcct
    out["dxt"] = out["dxt"] + Wi[:, n_a:].T @ dit + Wf[:, n_a:].T @ dft
    out["dWf"], out["dWi"] = np.dot(dft, concat.T), np.dot(dit, concat.T)
    out["dWc"], out["dWo"] = np.dot(dcct, concat.T), np.dot(dot, concat.T)
    out["dbf"], out["dbi"] = (np.sum(d, axis=1, keepdims=True) for d in (dft, dit))
    out["dbc"], out["dbo"] = (np.sum(d, axis=1, keepdims=True) for d in (dcct, dot))
    return out


def _memory_gradient(da_next, dc_next, cache):
    """Returns the gradient of c_next, from both ways that leave it."""
    return dc_next + da_next * cache[7] * (1 - np.tanh(cache[1]) ** 2)


def _gate_gradients(da_next, dc, cache):
    """Returns the gradients of the four pre-activations, from that of the memory."""
    _, c_next, _, c_prev, ft, it, cct, ot, _, _ = cache
    return {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct**2),
        "o": da_next * np.tanh(c_next) * ot * (1 - ot),
    }


def _through_the_gates(dz, dc_prev, cache, kept="fico"):
    """Passes the gradients of the pre-activations on to weights, state and input.

    Only the gates of `kept` send something back to state and input.
    """
    a_prev, xt, parameters = cache[2], cache[8], cache[9]
    concat = np.concatenate([a_prev, xt])
    dconcat = sum(parameters["W" + gate].T @ dz[gate] for gate in kept)
    gradients = {"dxt": dconcat[len(a_prev) :], "da_prev": dconcat[: len(a_prev)]}
    gradients["dc_prev"] = dc_prev
    for gate in "fico":
        gradients["dW" + gate] = dz[gate] @ concat.T
        gradients["db" + gate] = dz[gate].sum(axis=1, keepdims=True)
    return gradients


def _lstm_gradients(da_next, dc_next, cache, dc=None, changed=None):
    """Computes all eleven; `dc` replaces the memory's gradient, `changed` some gates'."""
    dc = _memory_gradient(da_next, dc_next, cache) if dc is None else dc
    dz = {**_gate_gradients(da_next, dc, cache), **(changed or {})}
    return _through_the_gates(dz, dc * cache[4], cache)


@lstm_cell_backward.misconception(
    "dc_next is not used. The memory goes on to the next step as well as into a_next: both "
    "gradients meet in c_next and are added."
)
def drops_the_memory_path(da_next, dc_next, cache):
    return _lstm_gradients(da_next, 0 * dc_next, cache)


@lstm_cell_backward.misconception(
    "The memory gets no gradient through a_next = o * tanh(c_next). Add that path to dc_next: it "
    "goes through the output gate and the slope of the tanh."
)
def drops_the_path_through_the_state(da_next, dc_next, cache):
    return _lstm_gradients(da_next, dc_next, cache, dc=dc_next)


@lstm_cell_backward.misconception(
    "dc_prev lacks the forget gate. c_next = f * c_prev + ..., so what arrives at c_next is "
    "multiplied by f on its way to c_prev."
)
def drops_the_forget_gate(da_next, dc_next, cache):
    dc = _memory_gradient(da_next, dc_next, cache)
    return {**_lstm_gradients(da_next, dc_next, cache), "dc_prev": dc}


@lstm_cell_backward.misconception(
    "dc_prev is multiplied by the input gate. The old memory was kept by the forget gate: it comes "
    "back through the same one."
)
def returns_memory_through_the_input_gate(da_next, dc_next, cache):
    dc = _memory_gradient(da_next, dc_next, cache)
    return {**_lstm_gradients(da_next, dc_next, cache), "dc_prev": dc * cache[5]}


@lstm_cell_backward.misconception(
    "dc_prev is made from dc_next alone. The part that comes through a_next also goes on to the "
    "old memory: use the whole gradient of c_next."
)
def keeps_the_state_path_from_the_old_memory(da_next, dc_next, cache):
    return {**_lstm_gradients(da_next, dc_next, cache), "dc_prev": dc_next * cache[4]}


@lstm_cell_backward.misconception(
    "The slope of the tanh is computed from c_next itself: 1 - c^2. It is 1 - tanh(c)^2."
)
def squares_the_memory(da_next, dc_next, cache):
    dc = dc_next + da_next * cache[7] * (1 - cache[1] ** 2)
    return _lstm_gradients(da_next, dc_next, cache, dc=dc)


@lstm_cell_backward.misconception(
    "The slope of the tanh is computed from a_next. But a_next = o * tanh(c_next) is not the tanh "
    "itself: the slope is 1 - tanh(c_next)^2."
)
def squares_the_state(da_next, dc_next, cache):
    dc = dc_next + da_next * cache[7] * (1 - cache[0] ** 2)
    return _lstm_gradients(da_next, dc_next, cache, dc=dc)


@lstm_cell_backward.misconception(
    "The gradient goes from a_next into the memory without the slope of the tanh: a_next = o * "
    "tanh(c_next), so it is multiplied by 1 - tanh(c_next)^2 too."
)
def forgets_the_tanh_of_the_memory(da_next, dc_next, cache):
    return _lstm_gradients(da_next, dc_next, cache, dc=dc_next + da_next * cache[7])


@lstm_cell_backward.misconception(
    "The gradient goes from a_next into the memory without the output gate. What the gate held "
    "back on the way forward, it holds back on the way back."
)
def forgets_the_output_gate(da_next, dc_next, cache):
    dc = dc_next + da_next * (1 - np.tanh(cache[1]) ** 2)
    return _lstm_gradients(da_next, dc_next, cache, dc=dc)


@lstm_cell_backward.misconception(
    "The slopes of the sigmoids are missing. A gate's gradient is multiplied by gate * (1 - gate) "
    "before it goes on to weights and inputs."
)
def forgets_the_slopes_of_the_gates(da_next, dc_next, cache):
    _, c_next, _, c_prev, _, it, cct, _, _, _ = cache
    dc = _memory_gradient(da_next, dc_next, cache)
    gates = {"f": dc * c_prev, "i": dc * cct, "o": da_next * np.tanh(c_next)}
    return _lstm_gradients(da_next, dc_next, cache, changed=gates)


@lstm_cell_backward.misconception(
    "The slope of the candidate's tanh is missing: multiply by 1 - c_tilde^2 (`cct` is the tanh "
    "already)."
)
def forgets_the_slope_of_the_candidate(da_next, dc_next, cache):
    dc = _memory_gradient(da_next, dc_next, cache)
    return _lstm_gradients(da_next, dc_next, cache, changed={"c": dc * cache[5]})


@lstm_cell_backward.misconception(
    "The candidate gets the slope of a sigmoid, c * (1 - c). It is the one of the four with a "
    "tanh: 1 - c^2."
)
def gives_the_candidate_a_sigmoid(da_next, dc_next, cache):
    dc, cct = _memory_gradient(da_next, dc_next, cache), cache[6]
    return _lstm_gradients(da_next, dc_next, cache, changed={"c": dc * cache[5] * cct * (1 - cct)})


@lstm_cell_backward.misconception(
    "The slope of a gate is taken as if `ft`, `it`, `ot` were pre-activations. They are the "
    "sigmoids already: the slope is gate * (1 - gate), with no other sigmoid."
)
def takes_the_sigmoid_of_a_gate(da_next, dc_next, cache):
    _, c_next, _, c_prev, ft, it, cct, ot, _, _ = cache
    dc = _memory_gradient(da_next, dc_next, cache)
    changed = {
        "f": dc * c_prev * sigmoid(ft) * (1 - sigmoid(ft)),
        "i": dc * cct * sigmoid(it) * (1 - sigmoid(it)),
        "o": da_next * np.tanh(c_next) * sigmoid(ot) * (1 - sigmoid(ot)),
    }
    return _lstm_gradients(da_next, dc_next, cache, changed=changed)


@lstm_cell_backward.misconception(
    "Forget and input gate are swapped: f was multiplied by c_prev, so its gradient contains "
    "c_prev; i was multiplied by the candidate."
)
def swaps_forget_and_input(da_next, dc_next, cache):
    _, _, _, c_prev, ft, it, cct, _, _, _ = cache
    dc = _memory_gradient(da_next, dc_next, cache)
    changed = {"f": dc * cct * ft * (1 - ft), "i": dc * c_prev * it * (1 - it)}
    return _lstm_gradients(da_next, dc_next, cache, changed=changed)


@lstm_cell_backward.misconception(
    "The forget gate's gradient is made with c_next. What the gate multiplied was the old memory, "
    "c_prev."
)
def forgets_from_the_new_memory(da_next, dc_next, cache):
    _, c_next, _, _, ft, _, _, _, _, _ = cache
    dc = _memory_gradient(da_next, dc_next, cache)
    return _lstm_gradients(da_next, dc_next, cache, changed={"f": dc * c_next * ft * (1 - ft)})


@lstm_cell_backward.misconception(
    "The output gate's gradient is made with c_next. What the gate multiplied was tanh(c_next)."
)
def opens_the_output_to_the_raw_memory(da_next, dc_next, cache):
    ot = cache[7]
    changed = {"o": da_next * cache[1] * ot * (1 - ot)}
    return _lstm_gradients(da_next, dc_next, cache, changed=changed)


@lstm_cell_backward.misconception(
    "da_prev and dxt are cut from the wrong ends. The stack is [a_prev; xt]: the first n_a rows "
    "belong to a_prev, the rest to xt."
)
def cuts_the_input_first(da_next, dc_next, cache):
    gradients = _lstm_gradients(da_next, dc_next, cache)
    stacked = np.concatenate([gradients["da_prev"], gradients["dxt"]])
    n_x = len(cache[8])
    return {**gradients, "dxt": stacked[:n_x], "da_prev": stacked[n_x:]}


@lstm_cell_backward.misconception(
    "da_prev is multiplied by the weights as on the way forward. On the way back they are "
    "transposed: what flowed from column j to row i flows from row i to column j."
)
def lstm_goes_back_without_transposing(da_next, dc_next, cache):
    dz = _gate_gradients(da_next, _memory_gradient(da_next, dc_next, cache), cache)
    n_a, parameters = len(cache[2]), cache[9]
    da_prev = sum(parameters["W" + gate][:, :n_a] @ dz[gate] for gate in "fico")
    return {**_lstm_gradients(da_next, dc_next, cache), "da_prev": da_prev}


@lstm_cell_backward.misconception(
    "The weights' gradients have their columns in the order [xt; a_prev]. The cell stacks the old "
    "state above the input: [a_prev; xt]."
)
def stacks_the_input_first(da_next, dc_next, cache):
    gradients, n_a = _lstm_gradients(da_next, dc_next, cache), len(cache[2])
    return {k: np.roll(g, -n_a, axis=1) if k.startswith("dW") else g for k, g in gradients.items()}


@lstm_cell_backward.misconception(
    "The output gate sends nothing back to the old state and the input. It read them like the "
    "other three: add its part to da_prev and dxt."
)
def leaves_the_output_gate_out(da_next, dc_next, cache):
    dc = _memory_gradient(da_next, dc_next, cache)
    dz = _gate_gradients(da_next, dc, cache)
    return _through_the_gates(dz, dc * cache[4], cache, kept="fic")


@lstm_cell_backward.misconception(
    "The biases' gradients have one column an example. One bias serves all examples: add their "
    "gradients up, and keep the shape (n_a, 1)."
)
def keeps_the_biases_of_each_example(da_next, dc_next, cache):
    dz = _gate_gradients(da_next, _memory_gradient(da_next, dc_next, cache), cache)
    biases = {"db" + gate: dz[gate] for gate in "fico"}
    return {**_lstm_gradients(da_next, dc_next, cache), **biases}


@lstm_cell_backward.misconception(
    "The biases' gradients are means over the examples, while those of the weights are sums. Sum "
    "here too: any averaging has been done by the loss."
)
def averages_the_biases(da_next, dc_next, cache):
    gradients, m = _lstm_gradients(da_next, dc_next, cache), da_next.shape[1]
    return {k: g / m if k.startswith("db") else g for k, g in gradients.items()}


@lstm_cell_backward.misconception(
    "The parameters' gradients are divided by the number of examples. Sum over the examples: any "
    "averaging has been done by the loss, and da_next knows of it."
)
def averages_the_parameters(da_next, dc_next, cache):
    gradients, m = _lstm_gradients(da_next, dc_next, cache), da_next.shape[1]
    return {k: g / m if k.startswith(("dW", "db")) else g for k, g in gradients.items()}


@lstm_cell_backward.misconception(
    "The numbers are right, but dc_next has changed: `+=` writes into the caller's array. Add into "
    "a new one."
)
def adds_into_dc_next(da_next, dc_next, cache):
    dc_next += da_next * cache[7] * (1 - np.tanh(cache[1]) ** 2)
    return _lstm_gradients(da_next, dc_next, cache, dc=dc_next)


# --------------------------------------------------------------------------- lstm_backward


@lstm_backward.case("The gradients of a whole sequence are right, summed over its steps.")
def an_lstm_sequence_of_four_steps(rng):
    return make_lstm(rng, n_x=1, n_a=2, m=3, length=4, n_y=5)


@lstm_backward.case("A gradient that arrives at the last step alone reaches the first.")
def an_lstm_gradient_at_the_end(rng):
    case = make_lstm(rng, n_x=2, n_a=3, m=1, length=4)
    case["da"][:, :, :-1] = 0.0
    return case


@lstm_backward.case("A sequence of one step works too.")
def an_lstm_sequence_of_one_step(rng):
    return make_lstm(rng, n_x=3, n_a=2, m=4, length=1)


@lstm_backward.case("One example, one hidden unit and one input work too.")
def an_lstm_sequence_of_single_numbers(rng):
    return make_lstm(rng, n_x=1, n_a=1, m=1, length=3)


@lstm_backward.alternative
def lstm_with_the_cell(da, caches):
    steps, x = caches
    dx = np.zeros(x.shape)
    totals = {}
    da_prev = dc_prev = np.zeros(da.shape[:2])
    for t in range(da.shape[2])[::-1]:
        step = reference.lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])
        dx[:, :, t] = step.pop("dxt")
        da_prev, dc_prev = step.pop("da_prev"), step.pop("dc_prev")
        for name, gradient in step.items():
            totals[name] = totals.get(name, 0) + gradient
    return {"dx": dx, "da0": da_prev, **totals}


@lstm_backward.alternative
def lstm_with_stacked_weights(da, caches):
    steps, x = caches
    parameters = steps[0][-1]
    n_a, m, length = da.shape
    weights = np.concatenate([parameters["W" + gate] for gate in "ofci"])
    dweights, dbiases = np.zeros_like(weights), np.zeros((4 * n_a, 1))
    dx, da_prev, dc = np.zeros_like(x), 0, 0
    for t in range(length - 1, -1, -1):
        _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, _ = steps[t]
        arriving, tanh_c = da[..., t] + da_prev, np.tanh(c_next)
        dc = dc + arriving * ot * (1 - tanh_c**2)
        dz = np.concatenate(
            [
                arriving * tanh_c * ot * (1 - ot),
                dc * c_prev * ft * (1 - ft),
                dc * it * (1 - cct**2),
                dc * cct * it * (1 - it),
            ]
        )
        dweights += dz @ np.concatenate([a_prev, xt]).T
        dbiases += dz.sum(axis=1, keepdims=True)
        below = weights.T @ dz
        da_prev, dx[..., t], dc = below[:n_a], below[n_a:], dc * ft
    gradients = {"dx": dx, "da0": da_prev}
    for k, gate in enumerate("ofci"):
        rows = slice(k * n_a, (k + 1) * n_a)
        gradients |= {"dW" + gate: dweights[rows], "db" + gate: dbiases[rows]}
    return gradients


@lstm_backward.alternative
def lstm_every_path_by_itself(da, caches):
    steps, x = caches
    result = {"dx": np.zeros(x.shape), "da0": np.zeros(da.shape[:2])}
    for source in range(da.shape[2]):
        state, memory = da[:, :, source], np.zeros(da.shape[:2])
        for t in range(source, -1, -1):
            gradients = reference.lstm_cell_backward(state, memory, steps[t])
            result["dx"][:, :, t] += gradients["dxt"]
            for name in gradients:
                if name.startswith(("dW", "db")):
                    result[name] = result.get(name, 0) + gradients[name]
            state, memory = gradients["da_prev"], gradients["dc_prev"]
        result["da0"] += state
    return result


def _lstm_steps(da, caches, arriving=None):
    """Goes back through time; returns the gradients of every step, the first step's first.

    `arriving` says what is handed to the cell as gradient of its state and of its memory.
    """
    length = da.shape[2]
    steps = [None] * length
    da_prev = dc_prev = np.zeros(da.shape[:2])
    for t in reversed(range(length)):
        usual = (da[:, :, t] + da_prev, dc_prev)
        pair = usual if arriving is None else arriving(da, da_prev, dc_prev, t)
        steps[t] = reference.lstm_cell_backward(*pair, caches[0][t])
        da_prev, dc_prev = steps[t]["da_prev"], steps[t]["dc_prev"]
    return steps


def _lstm_total(steps):
    """Puts the gradients of the steps together."""
    names = [name for name in steps[0] if name.startswith(("dW", "db"))]
    return {
        "dx": np.stack([step["dxt"] for step in steps], axis=2),
        "da0": steps[0]["da_prev"],
        **{name: sum(step[name] for step in steps) for name in names},
    }


@lstm_backward.misconception(
    "The hidden gradient is dropped between the steps. A state acts on its own output and on the "
    "next step's gates: add what comes back from the later step to da at this one."
)
def lstm_drops_the_hidden_gradient(da, caches):
    return _lstm_total(
        _lstm_steps(da, caches, lambda da, da_prev, dc_prev, t: (da[:, :, t], dc_prev))
    )


@lstm_backward.misconception(
    "The memory's gradient is dropped between the steps. That path, through the forget gates "
    "alone, is what the LSTM was made for: hand dc_prev on as the dc_next of the step before."
)
def drops_the_memory_gradient(da, caches):
    return _lstm_total(
        _lstm_steps(
            da, caches, lambda da, da_prev, dc_prev, t: (da[:, :, t] + da_prev, 0 * dc_prev)
        )
    )


@lstm_backward.misconception(
    "Nothing goes from step to step: neither da_prev nor dc_prev of the later step is used. Add "
    "the one to da, and hand the other on as dc_next."
)
def drops_both_gradients(da, caches):
    return _lstm_total(
        _lstm_steps(da, caches, lambda da, da_prev, dc_prev, t: (da[:, :, t], 0 * dc_prev))
    )


@lstm_backward.misconception(
    "Only the gradient at the last step goes back. Every state has a direct part of its own, "
    "da[:, :, t]: add it at each step."
)
def lstm_starts_from_the_last_step_only(da, caches):
    last = da.shape[2] - 1
    return _lstm_total(
        _lstm_steps(
            da,
            caches,
            lambda da, da_prev, dc_prev, t: (da[:, :, t] if t == last else da_prev, dc_prev),
        )
    )


@lstm_backward.misconception(
    "The parameters' gradients are those of one step: each turn of the loop overwrites the turn "
    "before. All steps share the weights, so their gradients are added."
)
def lstm_overwrites_the_gradients(da, caches):
    steps = _lstm_steps(da, caches)
    one = {name: g for name, g in steps[0].items() if name.startswith(("dW", "db"))}
    return {**_lstm_total(steps), **one}


@lstm_backward.misconception(
    "The biases' gradients are those of one step only. A bias takes part in every step: add it up "
    "like the weights."
)
def forgets_to_add_up_the_biases(da, caches):
    steps = _lstm_steps(da, caches)
    one = {name: g for name, g in steps[0].items() if name.startswith("db")}
    return {**_lstm_total(steps), **one}


@lstm_backward.misconception(
    "Your loop runs forward in time. The gradients of a step need those of the step after it: "
    "begin at the last step and go back."
)
def lstm_loops_forward_in_time(da, caches):
    steps, da_prev, dc_prev = [], np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in range(da.shape[2]):
        steps.append(reference.lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[0][t]))
        da_prev, dc_prev = steps[-1]["da_prev"], steps[-1]["dc_prev"]
    return {**_lstm_total(steps), "da0": da_prev}


@lstm_backward.misconception(
    "dx is in reverse order. The loop meets the last step first; its gradient still belongs at "
    "the last place of dx."
)
def lstm_leaves_dx_reversed(da, caches):
    total = _lstm_total(_lstm_steps(da, caches))
    return {**total, "dx": total["dx"][:, :, ::-1]}


@lstm_backward.misconception(
    "dx is stored one step too late: the gradient of x[:, :, t] belongs at dx[:, :, t]."
)
def lstm_stores_dx_one_step_late(da, caches):
    total = _lstm_total(_lstm_steps(da, caches))
    return {**total, "dx": np.roll(total["dx"], 1, axis=2)}


@lstm_backward.misconception(
    "da0 comes from the last step. The initial state entered at the first one: da0 is what is "
    "left when the loop has gone all the way back."
)
def lstm_takes_da0_from_the_last_step(da, caches):
    steps = _lstm_steps(da, caches)
    return {**_lstm_total(steps), "da0": steps[-1]["da_prev"]}


@lstm_backward.misconception(
    "da0 is the gradient of the initial memory, dc_prev of the first step. The initial state's is "
    "da_prev."
)
def returns_the_memory_gradient_as_da0(da, caches):
    steps = _lstm_steps(da, caches)
    return {**_lstm_total(steps), "da0": steps[0]["dc_prev"]}


@lstm_backward.misconception(
    "da0 is zero. The memory starts at zero, but the initial state is an input: its gradient is "
    "the da_prev of the first step."
)
def lstm_leaves_da0_at_zero(da, caches):
    total = _lstm_total(_lstm_steps(da, caches))
    return {**total, "da0": np.zeros_like(total["da0"])}


@lstm_backward.misconception(
    "da_prev and dc_prev are swapped when they are handed on: the state's gradient joins da, the "
    "memory's is the next dc_next."
)
def swaps_state_and_memory(da, caches):
    return _lstm_total(
        _lstm_steps(da, caches, lambda da, da_prev, dc_prev, t: (da[:, :, t] + dc_prev, da_prev))
    )


@lstm_backward.misconception(
    "da is added to the memory's gradient as well. It belongs to the state alone; inside the cell "
    "it finds its own way into the memory."
)
def adds_da_to_the_memory(da, caches):
    return _lstm_total(
        _lstm_steps(
            da,
            caches,
            lambda da, da_prev, dc_prev, t: (da[:, :, t] + da_prev, da[:, :, t] + dc_prev),
        )
    )


@lstm_backward.misconception(
    "The last step's gradient counts twice. After the last step there is nothing: both gradients "
    "start at zero, and da of the last step is added once, in the loop."
)
def lstm_counts_the_last_step_twice(da, caches):
    last = da.shape[2] - 1
    return _lstm_total(
        _lstm_steps(
            da,
            caches,
            lambda da, da_prev, dc_prev, t: (
                da[:, :, t] + (da[:, :, t] if t == last else da_prev),
                dc_prev,
            ),
        )
    )


@lstm_backward.misconception(
    "The loop stops before the first step. Python's range leaves its end out: step 0 has "
    "gradients too, and da0 comes from it."
)
def lstm_stops_before_the_first_step(da, caches):
    steps = _lstm_steps(da, caches)
    nothing = {name: np.zeros_like(value) for name, value in steps[0].items()}
    later = steps[1]["da_prev"] if len(steps) > 1 else nothing["da_prev"]
    return {**_lstm_total([nothing, *steps[1:]]), "da0": later}


@lstm_backward.misconception(
    "The gradients are divided by the number of steps. They are sums over the steps: any averaging "
    "has been done by the loss."
)
def lstm_averages_over_the_steps(da, caches):
    total, length = _lstm_total(_lstm_steps(da, caches)), da.shape[2]
    return {k: g / length if k.startswith(("dW", "db")) else g for k, g in total.items()}


@lstm_backward.misconception(
    "da is read one step off: the gradient of the state in cache number t is da[:, :, t]."
)
def lstm_reads_da_one_step_off(da, caches):
    return _lstm_total(
        _lstm_steps(
            da, caches, lambda da, da_prev, dc_prev, t: (da[:, :, t - 1] + da_prev, dc_prev)
        )
    )


@lstm_backward.misconception(
    "The numbers are right, but da has changed: `+=` on a slice writes into the caller's array. "
    "Add into a new one."
)
def lstm_adds_into_da(da, caches):
    steps, dc_prev = [None] * da.shape[2], np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        steps[t] = reference.lstm_cell_backward(da[:, :, t], dc_prev, caches[0][t])
        dc_prev = steps[t]["dc_prev"]
        if t:
            da[:, :, t - 1] += steps[t]["da_prev"]
    return _lstm_total(steps)
