"""The backward exercises of the LSTM: one step back, and all the way through time.

As for the plain RNN, the cache is made by the reference's forward step.
"""

import numpy as np

from autograder.declaration.inputs import away_from_zero as states
from autograder.declaration.inputs import draw_until, numbers

from .inputs import (
    LONG,
    loud,
    lstm_backward,
    lstm_cell_backward,
    lstm_parameters,
    on_paper,
    reference,
    with_packed_caches,
)

# ---------------------------------------------------------------------------------- inputs


def make_lstm_cell(rng, n_x, n_a, m, n_y=2, shorten=list):
    """Makes a step to go back through, with a gradient for its state and one for its memory."""
    weights, memory = lstm_parameters(rng, n_a, n_x, n_y), numbers(rng, (n_a, m), 1.2)
    drawn = [weights, memory, numbers(rng, (n_x, m)), states(rng, (n_a, m))]
    parameters, c_prev, xt, a_prev = shorten(drawn)
    *_, cache = reference.lstm_cell_forward(xt, a_prev, c_prev, parameters)
    da_next, dc_next = shorten([numbers(rng, (n_a, m)), numbers(rng, (n_a, m))])
    return {"da_next": da_next, "dc_next": dc_next, "cache": cache}


def make_lstm(rng, n_x, n_a, m, length, n_y=2, shorten=list):
    """Makes a sequence to go back through, with a direct gradient for the state of every step."""
    steps, start = numbers(rng, (n_x, m, length)), states(rng, (n_a, m))
    parameters, x, a0 = shorten([lstm_parameters(rng, n_a, n_x, n_y), steps, start])
    *_, caches = reference.lstm_forward(x, a0, parameters)
    return {"da": shorten([numbers(rng, (n_a, m, length))])[0], "caches": caches}


# ---------------------------------------------------------------------- lstm_cell_backward


@lstm_cell_backward.case("All eleven gradients are right when both a and c bring a gradient.")
def an_lstm_step_with_both_gradients(rng):
    return make_lstm_cell(rng, n_x=1, n_a=2, m=4, n_y=5, shorten=on_paper)


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


@lstm_cell_backward.case("Large gradients come out as large as they are.")
def an_lstm_step_of_large_gradients(rng):
    def make():
        made = make_lstm_cell(rng, n_x=1, n_a=1, m=2)
        return made | {name: numbers(rng, (1, 2), 2000.0) for name in ("da_next", "dc_next")}

    return draw_until(make, lambda made: loud(reference.lstm_cell_backward(**made)))


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


lstm_cell_backward.slip(
    "drops_the_memory_path",
    "dc_next is not used. The memory goes on to the next step as well as into a_next: both "
    "gradients meet in c_next and are added.",
    ("dc_next + ", ""),
)
lstm_cell_backward.slip(
    "drops_the_path_through_the_state",
    "The memory gets no gradient through a_next = o * tanh(c_next). Add that path to dc_next: it "
    "goes through the output gate and the slope of the tanh.",
    (" + da_next * ot * (1 - np.tanh(c_next) ** 2)", ""),
)
lstm_cell_backward.slip(
    "drops_the_forget_gate",
    "dc_prev lacks the forget gate. c_next = f * c_prev + ..., so what arrives at c_next is "
    "multiplied by f on its way to c_prev.",
    ('"dc_prev": dc * ft', '"dc_prev": dc'),
)
lstm_cell_backward.slip(
    "returns_memory_through_the_input_gate",
    "dc_prev is multiplied by the input gate. The old memory was kept by the forget gate: it comes "
    "back through the same one.",
    ('"dc_prev": dc * ft', '"dc_prev": dc * it'),
)
lstm_cell_backward.slip(
    "keeps_the_state_path_from_the_old_memory",
    "dc_prev is made from dc_next alone. The part that comes through a_next also goes on to the "
    "old memory: use the whole gradient of c_next.",
    ('"dc_prev": dc * ft', '"dc_prev": dc_next * ft'),
)
lstm_cell_backward.slip(
    "squares_the_memory",
    "The slope of the tanh is computed from c_next itself: 1 - c^2. It is 1 - tanh(c)^2.",
    ("np.tanh(c_next) ** 2", "c_next**2"),
)
lstm_cell_backward.slip(
    "squares_the_state",
    "The slope of the tanh is computed from a_next. But a_next = o * tanh(c_next) is not the tanh "
    "itself: the slope is 1 - tanh(c_next)^2.",
    ("_, c_next", "a_next, c_next"),
    ("np.tanh(c_next) ** 2", "a_next**2"),
)
lstm_cell_backward.slip(
    "forgets_the_tanh_of_the_memory",
    "The gradient goes from a_next into the memory without the slope of the tanh: a_next = o * "
    "tanh(c_next), so it is multiplied by 1 - tanh(c_next)^2 too.",
    (" * (1 - np.tanh(c_next) ** 2)", ""),
)
lstm_cell_backward.slip(
    "forgets_the_output_gate",
    "The gradient goes from a_next into the memory without the output gate. What the gate held "
    "back on the way forward, it holds back on the way back.",
    ("da_next * ot", "da_next"),
)
lstm_cell_backward.slip(
    "forgets_the_slopes_of_the_gates",
    "The slopes of the sigmoids are missing. A gate's gradient is multiplied by gate * (1 - gate) "
    "before it goes on to weights and inputs.",
    *((f" * {gate} * (1 - {gate})", "") for gate in ("ft", "it", "ot")),
)
lstm_cell_backward.slip(
    "forgets_the_brackets",
    "The slopes of gates and candidate reach only one of the two parts, the one through a_next. Both "
    "parts of the memory's gradient are added first: brackets around the sum, then the slope.",
    ("dc * c_prev * ft", "dc_next * c_prev + (dc - dc_next) * c_prev * ft"),
    ("dc * cct * it", "dc_next * cct + (dc - dc_next) * cct * it"),
    ("dc * it * (1 - cct**2)", "dc_next * it + (dc - dc_next) * it * (1 - cct**2)"),
)
lstm_cell_backward.slip(
    "forgets_the_slope_of_the_candidate",
    "The slope of the candidate's tanh is missing: multiply by 1 - c_tilde^2 (`cct` is the tanh "
    "already).",
    (" * (1 - cct**2)", ""),
)
lstm_cell_backward.slip(
    "gives_the_candidate_a_sigmoid",
    "The candidate gets the slope of a sigmoid, c * (1 - c). It is the one of the four with a "
    "tanh: 1 - c^2.",
    ("(1 - cct**2)", "cct * (1 - cct)"),
)
lstm_cell_backward.slip(
    "takes_the_sigmoid_of_a_gate",
    "The slope of a gate is taken as if `ft`, `it`, `ot` were pre-activations. They are the "
    "sigmoids already: the slope is gate * (1 - gate), with no other sigmoid.",
    *((f"{g} * (1 - {g})", f"sigmoid({g}) * (1 - sigmoid({g}))") for g in ("ft", "it", "ot")),
)
lstm_cell_backward.slip(
    "swaps_forget_and_input",
    "Forget and input gate are swapped: f was multiplied by c_prev, so its gradient contains "
    "c_prev; i was multiplied by the candidate.",
    ("dc * c_prev * ft", "dc * cct * ft"),
    ("dc * cct * it", "dc * c_prev * it"),
)
lstm_cell_backward.slip(
    "forgets_from_the_new_memory",
    "The forget gate's gradient is made with c_next. What the gate multiplied was the old memory, "
    "c_prev.",
    ("dc * c_prev", "dc * c_next"),
)
lstm_cell_backward.slip(
    "takes_the_memory_through_the_output_gate",
    "The output gate's gradient is made with that of the memory. The gate touches the state only: what "
    "arrives at it comes from da_next.",
    ("da_next * np.tanh(c_next)", "dc * np.tanh(c_next)"),
)
lstm_cell_backward.slip(
    "forgets_the_input_gate",
    "The candidate's gradient lacks the input gate. On the way forward the candidate was multiplied by "
    "it, so what comes back is too.",
    ("dc * it * (1 - cct**2)", "dc * (1 - cct**2)"),
)
lstm_cell_backward.slip(
    "opens_the_output_to_the_raw_memory",
    "The output gate's gradient is made with c_next. What the gate multiplied was tanh(c_next).",
    ("da_next * np.tanh(c_next)", "da_next * c_next"),
)
lstm_cell_backward.slip(
    "cuts_the_input_first",
    "da_prev and dxt are cut from the wrong ends. The stack is [a_prev; xt]: the first n_a rows "
    "belong to a_prev, the rest to xt.",
    (
        "da_prev, dxt = dconcat[: len(a_prev)], dconcat[len(a_prev) :]",
        "dxt, da_prev = dconcat[: len(xt)], dconcat[len(xt) :]",
    ),
)
lstm_cell_backward.slip(
    "lstm_goes_back_without_transposing",
    "da_prev is multiplied by the weights as on the way forward. On the way back they are "
    "transposed: what flowed from column j to row i flows from row i to column j.",
    (
        '"da_prev": da_prev',
        '"da_prev": sum(parameters["W" + g][:, : len(a_prev)] @ inside[g] for g in inside)',
    ),
)
lstm_cell_backward.slip(
    "stacks_the_input_first",
    "The weights' gradients have their columns in the order [xt; a_prev]. The cell stacks the old "
    "state above the input: [a_prev; xt].",
    ("[a_prev, xt]", "[xt, a_prev]"),
)
lstm_cell_backward.slip(
    "leaves_the_output_gate_out",
    "The output gate sends nothing back to the old state and the input. It read them like the "
    "other three: add its part to da_prev and dxt.",
    ("for gate in inside)", 'for gate in "fic")'),
)
lstm_cell_backward.slip(
    "keeps_the_biases_of_each_example",
    "The biases' gradients have one column an example. One bias serves all examples: add their "
    "gradients up, and keep the shape (n_a, 1).",
    ("dz.sum(axis=1, keepdims=True)", "dz"),
)
lstm_cell_backward.slip(
    "averages_the_biases",
    "The biases' gradients are means over the examples, while those of the weights are sums. Sum "
    "here too: any averaging has been done by the loss.",
    ("dz.sum", "dz.mean"),
)
lstm_cell_backward.slip(
    "averages_the_parameters",
    "The parameters' gradients are divided by the number of examples. Sum over the examples: any "
    "averaging has been done by the loss, and da_next knows of it.",
    ("dz @ concat.T", "dz @ concat.T / dz.shape[1]"),
    ("dz.sum", "dz.mean"),
)
lstm_cell_backward.slip(
    "clips_the_parameters",
    "The parameters' gradients are clipped: none is larger than 5. Return them as they are; clipping "
    "is a matter of the training step.",
    ("dz @ concat.T", "np.clip(dz @ concat.T, -5, 5)"),
    ("dz.sum(axis=1, keepdims=True)", "np.clip(dz.sum(axis=1, keepdims=True), -5, 5)"),
)
lstm_cell_backward.slip(
    "adds_into_dc_next",
    "The numbers are right, but dc_next has changed: `+=` writes into the caller's array. Add into "
    "a new one.",
    ("dc = dc_next + da_next", "dc = dc_next\n    dc += da_next"),
)


# --------------------------------------------------------------------------- lstm_backward


@lstm_backward.case("The gradients of a whole sequence are right, summed over its steps.")
def an_lstm_sequence_of_four_steps(rng):
    return make_lstm(rng, n_x=1, n_a=2, m=3, length=4, n_y=5, shorten=on_paper)


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


@lstm_backward.case("A gradient travels all the way back through a long sequence.")
def a_long_lstm_sequence(rng):
    return with_packed_caches(make_lstm(rng, n_x=1, n_a=1, m=1, length=LONG))


@lstm_backward.case("Large gradients come out as large as they are.")
def an_lstm_sequence_of_large_gradients(rng):
    def make():
        made = make_lstm(rng, n_x=1, n_a=1, m=1, length=2)
        return made | {"da": numbers(rng, (1, 1, 2), 4000.0)}

    return draw_until(make, lambda made: loud(reference.lstm_backward(**made)))


@lstm_backward.case("Where the last steps have no gradient of their own, earlier ones still have.")
def an_lstm_gradient_at_an_early_step(rng):
    case = make_lstm(rng, n_x=1, n_a=2, m=1, length=4)
    case["da"][:, :, 2:] = 0.0
    return case


@lstm_backward.case("A gradient goes on along the memory alone, where no gate hears the old state.")
def an_lstm_gradient_along_the_memory(rng):
    parameters = lstm_parameters(rng, 2, 1, 2)
    for gate in "fico":
        parameters["W" + gate][:, :2] = 0.0
    *_, caches = reference.lstm_forward(numbers(rng, (1, 1, 4)), states(rng, (2, 1)), parameters)
    da = np.zeros((2, 1, 4))
    da[:, :, -1] = states(rng, (2, 1))
    return {"da": da, "caches": caches}


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


lstm_backward.slip(
    "lstm_drops_the_hidden_gradient",
    "The hidden gradient is dropped between the steps. A state acts on its own output and on the "
    "next step's gates: add what comes back from the later step to da at this one.",
    ("direct + da_prev", "direct"),
)
lstm_backward.slip(
    "drops_the_memory_gradient",
    "The memory's gradient is dropped between the steps. That path, through the forget gates "
    "alone, is what the LSTM was made for: hand dc_prev on as the dc_next of the step before.",
    ("dc_prev, steps[t]", "0 * dc_prev, steps[t]"),
)
lstm_backward.slip(
    "drops_both_gradients",
    "Nothing goes from step to step: neither da_prev nor dc_prev of the later step is used. Add "
    "the one to da, and hand the other on as dc_next.",
    ("direct + da_prev, dc_prev", "direct, 0 * dc_prev"),
)
lstm_backward.slip(
    "lstm_starts_from_the_last_step_only",
    "Only the gradient at the last step goes back. Every state has a direct part of its own, "
    "da[:, :, t]: add it at each step.",
    ("= np.zeros(da.shape[:2]), ", "= da[:, :, -1], "),
    ("direct + da_prev", "da_prev"),
)
lstm_backward.slip(
    "lstm_never_adds_da",
    "All gradients are zero: da is never used. Every state has a direct part of its own, da[:, :, t]: "
    "add it at each step.",
    ("direct + da_prev", "da_prev"),
)
lstm_backward.slip(
    "lstm_overwrites_the_gradients",
    "The parameters' gradients are those of one step: each turn of the loop overwrites the turn "
    "before. All steps share the weights, so their gradients are added.",
    ("total[name] + gradients[name]", "gradients[name]"),
)
lstm_backward.slip(
    "adds_all_gates_into_one_array",
    "All four weights' gradients are the same array, and so are the biases': each gate needs zeros of "
    "its own to add to. `a = b = np.zeros(...)` makes one array with two names.",
    ("total = {f", 'zeros = {k: 0 * steps[0][-1][k + "f"] for k in "Wb"}\n    total = {f'),
    ("0.0 for", "zeros[kind] for"),
    (
        "total = {name: total[name] + gradients[name] for name in total}",
        "for name in total:\n            total[name] += gradients[name]",
    ),
)
lstm_backward.slip(
    "forgets_to_add_up_the_biases",
    "The biases' gradients are those of one step only. A bias takes part in every step: add it up "
    "like the weights.",
    ("total[name] + gradients[name]", 'gradients[name] + ("W" in name) * total[name]'),
)
lstm_backward.slip(
    "lstm_loops_forward_in_time",
    "Your loop runs forward in time. The gradients of a step need those of the step after it: "
    "begin at the last step and go back.",
    ("reversed(range(len(steps)))", "range(len(steps))"),
)
lstm_backward.slip(
    "lstm_leaves_dx_reversed",
    "dx is in reverse order. The loop meets the last step first; its gradient still belongs at "
    "the last place of dx.",
    ('"dx": dx', '"dx": dx[:, :, ::-1]'),
)
lstm_backward.slip(
    "lstm_stores_dx_one_step_late",
    "dx is stored one step too late: the gradient of x[:, :, t] belongs at dx[:, :, t].",
    ('"dx": dx', '"dx": np.roll(dx, 1, axis=2)'),
)
lstm_backward.slip(
    "lstm_takes_da0_from_the_last_step",
    "da0 comes from the last step. The initial state entered at the first one: da0 is what is "
    "left when the loop has gone all the way back.",
    (
        '"da0": da_prev',
        '"da0": lstm_cell_backward(da[:, :, -1], 0 * dc_prev, steps[-1])["da_prev"]',
    ),
)
lstm_backward.slip(
    "returns_the_memory_gradient_as_da0",
    "da0 is the gradient of the initial memory, dc_prev of the first step. The initial state's is "
    "da_prev.",
    ('"da0": da_prev', '"da0": dc_prev'),
)
lstm_backward.slip(
    "lstm_leaves_da0_at_zero",
    "da0 is zero. The memory starts at zero, but the initial state is an input: its gradient is "
    "the da_prev of the first step.",
    ('"da0": da_prev', '"da0": np.zeros_like(da_prev)'),
)
lstm_backward.slip(
    "lstm_adds_da_to_da0",
    "The direct part of the first step was added to da0. It belongs to the state after that step; the "
    "initial state reaches the loss through the first step only.",
    ('"da0": da_prev', '"da0": da_prev + da[:, :, 0]'),
)
lstm_backward.slip(
    "piles_up_the_memory_gradient",
    "The memory's gradient piles up: dc_prev is added to the dc_prev of before. Each step's dc_prev "
    "holds all that comes from later already; it replaces the old one.",
    (
        'gradients["da_prev"], gradients["dc_prev"]',
        'gradients["da_prev"], dc_prev + gradients["dc_prev"]',
    ),
)
lstm_backward.slip(
    "lstm_piles_up_the_hidden_gradient",
    "The state's gradient piles up: da_prev is added to the da_prev of before. Each step's da_prev "
    "holds all that comes from later already; it replaces the old one.",
    (
        'gradients["da_prev"], gradients["dc_prev"]',
        'da_prev + gradients["da_prev"], gradients["dc_prev"]',
    ),
)
lstm_backward.slip(
    "lstm_stops_after_ten_steps",
    "The way back ends after ten steps. It goes on to the first step, however many there are.",
    ("reversed(range(len(steps)))", "reversed(range(len(steps))[-10:])"),
)
lstm_backward.slip(
    "lstm_clips_the_sums",
    "The parameters' gradients are clipped: none is larger than 5. Return them as they are; clipping "
    "is a matter of the training step.",
    ("**total}", "**{name: np.clip(total[name], -5, 5) for name in total}}"),
)
lstm_backward.slip(
    "swaps_state_and_memory",
    "da_prev and dc_prev are swapped when they are handed on: the state's gradient joins da, the "
    "memory's is the next dc_next.",
    ("direct + da_prev, dc_prev", "direct + dc_prev, da_prev"),
)
lstm_backward.slip(
    "adds_da_to_the_memory",
    "da is added to the memory's gradient as well. It belongs to the state alone; inside the cell "
    "it finds its own way into the memory.",
    ("dc_prev, steps[t]", "direct + dc_prev, steps[t]"),
)
lstm_backward.slip(
    "lstm_counts_the_last_step_twice",
    "The last step's gradient counts twice. After the last step there is nothing: both gradients "
    "start at zero, and da of the last step is added once, in the loop.",
    ("= np.zeros(da.shape[:2]), ", "= da[:, :, -1], "),
)
lstm_backward.slip(
    "lstm_stops_before_the_first_step",
    "The loop stops before the first step. Python's range leaves its end out: step 0 has "
    "gradients too, and da0 comes from it.",
    ("reversed(range(len(steps)))", "range(len(steps) - 1, 0, -1)"),
    ("0.0 for", "0 * steps[0][-1][kind + gate] for"),
)
lstm_backward.slip(
    "lstm_averages_over_the_steps",
    "The gradients are divided by the number of steps. They are sums over the steps: any averaging "
    "has been done by the loss.",
    ("**total}", "**{name: total[name] / len(steps) for name in total}}"),
)
lstm_backward.slip(
    "lstm_reads_da_one_step_off",
    "da is read one step off: the gradient of the state in cache number t is da[:, :, t].",
    ("da[:, :, t]", "da[:, :, t - 1]"),
)
lstm_backward.slip(
    "lstm_adds_into_da",
    "The numbers are right, but da has changed: `+=` on a slice writes into the caller's array. "
    "Add into a new one.",
    (
        "gradients = lstm_cell_backward(direct + da_prev",
        "direct += da_prev\n        gradients = lstm_cell_backward(direct",
    ),
)


_ARRAYS = (
    'total = {f"d{kind}{gate}": 0.0 for gate in "fico" for kind in "Wb"}',
    'total = {f"d{k}{g}": 0 * steps[0][-1][k + g] for g in "fico" for k in "Wb"}',
)
lstm_backward.slip(
    "stops_where_no_state_gradient_arrives",
    "The way back ends at a step where no gradient arrives at the state, or a tiny one. More may come along "
    "the memory, and earlier states have direct parts of their own: go on to the first step.",
    (
        "        gradients = lstm",
        "        if t < len(steps) - 1 and np.abs(direct + da_prev).max() < 1e-8:\n"
        "            break\n        gradients = lstm",
    ),
    _ARRAYS,
)
for _count in (20, 30):
    lstm_backward.slip(
        f"lstm_stops_after_{_count}_steps",
        f"The way back ends after {_count} steps. It goes on to the first step, however many there are.",
        ("reversed(range(len(steps)))", f"reversed(range(len(steps))[-{_count}:])"),
    )
for _limit in (1, 5):
    for _name, _what in (("da_prev", "state"), ("dc_prev", "memory")):
        lstm_backward.slip(
            f"clips_the_{_what}_gradient_at_{_limit}",
            f"The gradient that travels along the {_what} is clipped at {_limit}. Hand it on as it is; "
            "clipping is a matter of the training step.",
            (
                f'gradients["{_name}"]',
                f'np.clip(gradients["{_name}"], -{_limit}, {_limit})',
            ),
        )
lstm_backward.slip(
    "shares_one_array_of_biases",
    "The gradients of the four biases are one array: all are added into it. `a = b = np.zeros(...)` and "
    "dict.fromkeys make one array with several names; each bias needs its own.",
    (
        "    return {",
        '    total |= dict.fromkeys(["dbf", "dbi", "dbc", "dbo"], sum(total["db" + g] for g in "fico"))\n'
        "    return {",
    ),
)
