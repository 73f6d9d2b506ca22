"""The backward exercises of the plain RNN: one step back, and all the way through time.

A learner's backward function gets a cache that the reference's forward step has made, so that a
wrong forward function costs nothing here.
"""

import numpy as np

from autograder.declaration.inputs import away_from_zero as states
from autograder.declaration.inputs import draw_until, numbers

from .inputs import (
    LONG,
    loud,
    on_paper,
    reference,
    rnn_backward,
    rnn_cell_backward,
    rnn_parameters,
    with_packed_caches,
)

# ---------------------------------------------------------------------------------- inputs


def make_rnn_cell(rng, n_x, n_a, m, n_y=2, shorten=list):
    """Makes a step to go back through, with a gradient for its state."""
    drawn = [rnn_parameters(rng, n_a, n_x, n_y), numbers(rng, (n_x, m)), states(rng, (n_a, m))]
    parameters, xt, a_prev = shorten(drawn)
    *_, cache = reference.rnn_cell_forward(xt, a_prev, parameters)
    return {"da_next": shorten([numbers(rng, (n_a, m))])[0], "cache": cache}


def make_rnn(rng, n_x, n_a, m, length, n_y=2, shorten=list):
    """Makes a sequence to go back through, with a direct gradient for the state of every step."""
    steps, start = numbers(rng, (n_x, m, length)), states(rng, (n_a, m))
    parameters, x, a0 = shorten([rnn_parameters(rng, n_a, n_x, n_y), steps, start])
    *_, caches = reference.rnn_forward(x, a0, parameters)
    return {"da": shorten([numbers(rng, (n_a, m, length))])[0], "caches": caches}


# ----------------------------------------------------------------------- rnn_cell_backward


@rnn_cell_backward.case("All five gradients are right, for a batch of examples.")
def a_step_of_several_examples(rng):
    return make_rnn_cell(rng, n_x=1, n_a=2, m=3, n_y=4, shorten=on_paper)


@rnn_cell_backward.case("A batch of one example gives gradients of the same shapes.")
def a_step_of_one_example(rng):
    return make_rnn_cell(rng, n_x=3, n_a=2, m=1)


@rnn_cell_backward.case("A single hidden unit works too.")
def a_step_of_one_unit(rng):
    return make_rnn_cell(rng, n_x=2, n_a=1, m=3)


@rnn_cell_backward.case("A single input works too, and more examples than units.")
def a_step_of_one_input(rng):
    return make_rnn_cell(rng, n_x=1, n_a=2, m=5)


@rnn_cell_backward.case("Large gradients come out as large as they are.")
def a_step_of_large_gradients(rng):
    def make():
        made = make_rnn_cell(rng, n_x=1, n_a=2, m=2)
        return made | {"da_next": numbers(rng, (2, 2), 400.0)}

    return draw_until(make, lambda made: loud(reference.rnn_cell_backward(**made)))


@rnn_cell_backward.alternative
def rnn_step_example_by_example(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    dxt, da_prev = np.zeros_like(xt), np.zeros_like(a_prev)
    dWax, dWaa, dba = np.zeros_like(Wax), np.zeros_like(Waa), np.zeros((Waa.shape[0], 1))
    for k in range(xt.shape[1]):
        dz = da_next[:, k] * (1 - a_next[:, k] ** 2)
        dxt[:, k] = Wax.T @ dz
        da_prev[:, k] = Waa.T @ dz
        dWax += np.outer(dz, xt[:, k])
        dWaa += np.outer(dz, a_prev[:, k])
        dba[:, 0] += dz
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@rnn_cell_backward.alternative
def rnn_step_with_einsum(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = np.einsum("am,am->am", da_next, 1 - np.square(a_next))
    return {
        "dba": np.einsum("am->a", dz)[:, np.newaxis],
        "dWaa": np.einsum("am,bm->ab", dz, a_prev),
        "dWax": np.einsum("am,xm->ax", dz, xt),
        "da_prev": np.einsum("ab,am->bm", parameters["Waa"], dz),
        "dxt": np.einsum("ax,am->xm", parameters["Wax"], dz),
    }


@rnn_cell_backward.alternative
def rnn_step_with_stacked_weights(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_a, n_x, m = a_prev.shape[0], xt.shape[0], xt.shape[1]
    stacked = np.hstack([parameters["Waa"], parameters["Wax"], parameters["ba"]])
    inputs = np.vstack([a_prev, xt, np.ones((1, m))])
    dz = da_next - da_next * a_next * a_next
    weights, below = dz @ inputs.T, stacked.T @ dz
    dWaa, dWax, dba = np.split(weights, [n_a, n_a + n_x], axis=1)
    da_prev, dxt, _ = np.split(below, [n_a, n_a + n_x], axis=0)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


@rnn_cell_backward.alternative
def rnn_step_from_the_pre_activation(da_next, cache):
    _, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    z = np.dot(Wax, xt) + np.dot(Waa, a_prev) + parameters["ba"]
    dz = da_next / np.cosh(z) ** 2
    gradients = {}
    gradients["dxt"], gradients["dWax"] = np.dot(dz.T, Wax).T, np.dot(xt, dz.T).T
    gradients["da_prev"], gradients["dWaa"] = np.dot(dz.T, Waa).T, np.dot(a_prev, dz.T).T
    gradients["dba"] = dz.sum(axis=1).reshape(-1, 1)
    return gradients


rnn_cell_backward.slip(
    "forgets_the_tanh",
    "The gradient skips the tanh. What arrives at a_next must first be multiplied by the slope of "
    "the tanh, before it goes on to weights and inputs.",
    ("(1 - a_next**2) * da_next", "da_next"),
)
rnn_cell_backward.slip(
    "takes_tanh_of_the_state",
    "You take the tanh once too often: a_next is the tanh already. In terms of its own value a, "
    "the slope of the tanh is 1 - a^2.",
    ("a_next**2", "np.tanh(a_next) ** 2"),
)
rnn_cell_backward.slip(
    "forgets_the_square",
    "The slope of the tanh is 1 - a^2, with the square: yours is 1 - a.",
    ("a_next**2", "a_next"),
)
rnn_cell_backward.slip(
    "squares_the_difference",
    "The slope of the tanh is 1 - a^2: the square belongs to a alone, not to 1 - a.",
    ("(1 - a_next**2)", "(1 - a_next) ** 2"),
)
rnn_cell_backward.slip(
    "takes_the_slope_of_the_sigmoid",
    "a * (1 - a) is the slope of the sigmoid. This cell has a tanh.",
    ("(1 - a_next**2)", "a_next * (1 - a_next)"),
)
rnn_cell_backward.slip(
    "takes_the_slope_at_the_old_state",
    "The slope of the tanh is taken at the old state, a_prev. It belongs to the state that this "
    "step made: a_next.",
    ("a_next**2", "a_prev**2"),
)
rnn_cell_backward.slip(
    "keeps_the_bias_of_each_example",
    "dba has one column an example. One bias serves all examples: add their gradients up, and keep "
    "the shape (n_a, 1).",
    ("dz.sum(axis=1, keepdims=True)", "dz"),
)
rnn_cell_backward.slip(
    "averages_the_bias",
    "dba is a mean over the examples, while the gradients of the weights are sums. Sum here too: "
    "any averaging has been done by the loss.",
    ("dz.sum", "dz.mean"),
)
rnn_cell_backward.slip(
    "averages_over_the_examples",
    "The parameters' gradients are divided by the number of examples. Sum over the examples: any "
    "averaging has been done by the loss, and da_next knows of it.",
    ("dz @ xt.T", "dz @ xt.T / dz.shape[1]"),
    ("dz @ a_prev.T", "dz @ a_prev.T / dz.shape[1]"),
    ("dz.sum", "dz.mean"),
)
rnn_cell_backward.slip(
    "sums_the_bias_over_the_units",
    "dba is summed over the hidden units. Each unit has a bias of its own: sum over the examples, "
    "which are the columns.",
    ("axis=1", "axis=0"),
)
rnn_cell_backward.slip(
    "flattens_the_bias",
    "dba has lost an axis: its shape must be (n_a, 1), as ba has it. `keepdims` keeps it.",
    (", keepdims=True", ""),
)
rnn_cell_backward.slip(
    "goes_back_without_transposing",
    "da_prev is multiplied by Waa as on the way forward. On the way back the weights are "
    "transposed: what flowed from column j to row i flows from row i to column j.",
    ('parameters["Waa"].T', 'parameters["Waa"]'),
)
rnn_cell_backward.slip(
    "takes_the_new_state_for_the_weights",
    "dWaa is made with a_next. Waa was multiplied by the old state: its gradient needs a_prev.",
    ("dz @ a_prev.T", "dz @ a_next.T"),
)
rnn_cell_backward.slip(
    "transposes_the_recurrent_gradient",
    "dWaa is transposed. Its rows belong to the units that receive, its columns to those that "
    "send: the gradient of the pre-activation stands on the left.",
    ("dz @ a_prev.T", "a_prev @ dz.T"),
)
rnn_cell_backward.slip(
    "passes_the_state_around_the_tanh",
    "da_prev skips the tanh: it must start from the gradient of the pre-activation, as the "
    "weights' gradients do, not from da_next.",
    ('["Waa"].T @ dz', '["Waa"].T @ da_next'),
)
rnn_cell_backward.slip(
    "passes_the_bias_around_the_tanh",
    "dba skips the tanh: it is the sum of the gradient of the pre-activation over the examples, not "
    "of da_next.",
    ("dz.sum", "da_next.sum"),
)
rnn_cell_backward.slip(
    "passes_the_weights_around_the_tanh",
    "The weights' gradients skip the tanh: they start from the gradient of the pre-activation, as "
    "dxt and da_prev do, not from da_next.",
    ("dz @ xt.T", "da_next @ xt.T"),
    ("dz @ a_prev.T", "da_next @ a_prev.T"),
)
rnn_cell_backward.slip(
    "adds_what_arrived_to_what_goes_on",
    "da_next was added to da_prev. What arrives at the new state reaches the old one through the tanh "
    "and Waa only.",
    ('["Waa"].T @ dz', '["Waa"].T @ dz + da_next'),
)
rnn_cell_backward.slip(
    "passes_the_input_around_the_tanh",
    "dxt skips the tanh: it must start from the gradient of the pre-activation, as the weights' "
    "gradients do, not from da_next.",
    ('["Wax"].T @ dz', '["Wax"].T @ da_next'),
)
rnn_cell_backward.slip(
    "clips_the_gradients_of_the_weights",
    "The weights' gradients are clipped: none is larger than 5. Return them as they are; clipping is "
    "a matter of the training step.",
    ("dz @ xt.T", "np.clip(dz @ xt.T, -5, 5)"),
    ("dz @ a_prev.T", "np.clip(dz @ a_prev.T, -5, 5)"),
)
rnn_cell_backward.slip(
    "clips_the_gradients_of_the_parameters",
    "The parameters' gradients are clipped: none is larger than 5. Return them as they are; clipping "
    "is a matter of the training step.",
    ("dz @ xt.T", "np.clip(dz @ xt.T, -5, 5)"),
    ("dz @ a_prev.T", "np.clip(dz @ a_prev.T, -5, 5)"),
    ("dz.sum(axis=1, keepdims=True)", "np.clip(dz.sum(axis=1, keepdims=True), -5, 5)"),
)
rnn_cell_backward.slip(
    "clips_all_gradients",
    "All gradients are clipped: none is larger than 5. Return them as they are; clipping is a matter of "
    "the training step.",
    ("return {", "return {k: np.clip(v, -5, 5) for k, v in {"),
    ("    }", "    }.items()}"),
)
rnn_cell_backward.slip(
    "unpacks_the_states_the_wrong_way_round",
    "The two states of the cache have changed places: the new state comes first, then the old one.",
    ("a_next, a_prev, xt", "a_prev, a_next, xt"),
)
rnn_cell_backward.slip(
    "multiplies_in_place",
    "The numbers are right, but da_next has changed: `*=` writes into the caller's array. Multiply "
    "into a new one.",
    ("dz = (1 - a_next**2) * da_next", "dz = da_next\n    dz *= 1 - a_next**2"),
)
rnn_cell_backward.slip(
    "returns_a_tuple",
    "The gradients came back one after the other. Return them in a dictionary, each under its name.",
    ("return {", "return tuple({"),
    ("}", "}.values())"),
)


# ---------------------------------------------------------------------------- rnn_backward


@rnn_backward.case("The gradients of a whole sequence are right, summed over its steps.")
def a_sequence_of_four_steps(rng):
    return make_rnn(rng, n_x=1, n_a=2, m=3, length=4, n_y=5, shorten=on_paper)


@rnn_backward.case("A gradient that arrives at the last step alone reaches the first.")
def a_gradient_at_the_end(rng):
    case = make_rnn(rng, n_x=1, n_a=2, m=3, length=4)
    case["da"][:, :, :-1] = 0.0
    return case


@rnn_backward.case("A sequence of one step works too.")
def a_sequence_of_one_step(rng):
    return make_rnn(rng, n_x=3, n_a=2, m=4, length=1)


@rnn_backward.case("One example, one hidden unit and one input work too.")
def a_sequence_of_single_numbers(rng):
    return make_rnn(rng, n_x=1, n_a=1, m=1, length=3)


@rnn_backward.case("A gradient travels all the way back through a long sequence.")
def a_long_sequence(rng):
    return with_packed_caches(make_rnn(rng, n_x=1, n_a=2, m=1, length=LONG))


@rnn_backward.case("Large gradients come out as large as they are.")
def a_sequence_of_large_gradients(rng):
    def make():
        made = make_rnn(rng, n_x=1, n_a=2, m=1, length=2)
        return made | {"da": numbers(rng, (2, 1, 2), 400.0)}

    return draw_until(make, lambda made: loud(reference.rnn_backward(**made)))


@rnn_backward.case("Where the last steps have no gradient of their own, earlier ones still have.")
def a_gradient_at_an_early_step(rng):
    case = make_rnn(rng, n_x=1, n_a=2, m=1, length=4)
    case["da"][:, :, 2:] = 0.0
    return case


@rnn_backward.alternative
def rnn_with_the_cell(da, caches):
    steps, x = caches
    n_a, m, length = da.shape
    dx = np.empty(x.shape)
    totals = {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    da_prev = np.zeros((n_a, m))
    for t in range(length - 1, -1, -1):
        gradients = reference.rnn_cell_backward(da_prev + da[:, :, t], steps[t])
        dx[:, :, t], da_prev = gradients["dxt"], gradients["da_prev"]
        totals = {name: totals[name] + gradients[name] for name in totals}
    return {"dx": dx, "da0": da_prev, **totals}


@rnn_backward.alternative
def rnn_all_weights_at_the_end(da, caches):
    steps, x = caches
    parameters = steps[0][3]
    a = np.stack([step[0] for step in steps], axis=2)
    before = np.stack([step[1] for step in steps], axis=2)
    dz = np.zeros_like(a)
    arriving = np.zeros_like(a[:, :, 0])
    for t in reversed(range(a.shape[2])):
        dz[:, :, t] = (da[:, :, t] + arriving) * (1 - a[:, :, t] ** 2)
        arriving = parameters["Waa"].T @ dz[:, :, t]
    return {
        "dx": np.einsum("ax,amt->xmt", parameters["Wax"], dz),
        "da0": arriving,
        "dWax": np.tensordot(dz, x, axes=([1, 2], [1, 2])),
        "dWaa": np.tensordot(dz, before, axes=([1, 2], [1, 2])),
        "dba": dz.sum(axis=(1, 2))[:, None],
    }


@rnn_backward.alternative
def rnn_by_recursion(da, caches):
    steps, _ = caches

    def back_from(t, later):
        gradients = reference.rnn_cell_backward(da[:, :, t] + later, steps[t])
        if t == 0:
            return [gradients]
        return [*back_from(t - 1, gradients["da_prev"]), gradients]

    every = back_from(len(steps) - 1, 0.0)
    return {
        "dx": np.stack([g["dxt"] for g in every], axis=-1),
        "da0": every[0]["da_prev"],
        **{name: np.sum([g[name] for g in every], axis=0) for name in ("dWax", "dWaa", "dba")},
    }


@rnn_backward.alternative
def rnn_every_path_by_itself(da, caches):
    steps, x = caches
    result = {"dx": np.zeros(x.shape), "da0": np.zeros(da.shape[:2])}
    for source in range(da.shape[2]):
        flowing = da[:, :, source]
        for t in range(source, -1, -1):
            gradients = reference.rnn_cell_backward(flowing, steps[t])
            result["dx"][:, :, t] += gradients["dxt"]
            for name in ("dWax", "dWaa", "dba"):
                result[name] = result.get(name, 0) + gradients[name]
            flowing = gradients["da_prev"]
        result["da0"] += flowing
    return result


# Sums that start as arrays stay arrays when no step is added to them.
TOTAL_OF_ARRAYS = (
    'total = {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}',
    'total = {"d" + name: 0 * steps[0][3][name] for name in ("Wax", "Waa", "ba")}',
)

rnn_backward.slip(
    "drops_the_hidden_gradient",
    "The hidden gradient is dropped between the steps. A state acts on its own output and on the "
    "next state: add what comes back from the later step to da at this one.",
    ("da[:, :, t] + da_prev", "da[:, :, t]"),
)
rnn_backward.slip(
    "starts_from_the_last_step_only",
    "Only the gradient at the last step goes back. Every state has a direct part of its own, "
    "da[:, :, t]: add it at each step.",
    ("np.zeros(da.shape[:2])", "da[:, :, -1]"),
    ("da[:, :, t] + da_prev", "da_prev"),
)
rnn_backward.slip(
    "never_adds_da",
    "All gradients are zero: da is never used. Every state has a direct part of its own, da[:, :, t]: "
    "add it at each step.",
    ("da[:, :, t] + da_prev", "da_prev"),
)
rnn_backward.slip(
    "overwrites_the_gradients",
    "The parameters' gradients are those of one step: each turn of the loop overwrites the turn "
    "before. All steps share the weights, so their gradients are added.",
    ("total[name] + gradients[name]", "gradients[name]"),
)
rnn_backward.slip(
    "loops_forward_in_time",
    "Your loop runs forward in time. The gradient of a state needs that of the step after it: "
    "begin at the last step and go back.",
    ("reversed(range(len(steps)))", "range(len(steps))"),
)
rnn_backward.slip(
    "leaves_dx_reversed",
    "dx is in reverse order. The loop meets the last step first; its gradient still belongs at "
    "the last place of dx.",
    ('"dx": dx', '"dx": dx[:, :, ::-1]'),
)
rnn_backward.slip(
    "stores_dx_one_step_late",
    "dx is stored one step too late: the gradient of x[:, :, t] belongs at dx[:, :, t].",
    ('"dx": dx', '"dx": np.roll(dx, 1, axis=2)'),
)
rnn_backward.slip(
    "takes_da0_from_the_last_step",
    "da0 comes from the last step. The initial state entered at the first one: da0 is what is "
    "left when the loop has gone all the way back.",
    ('"da0": da_prev', '"da0": rnn_cell_backward(da[:, :, -1], steps[-1])["da_prev"]'),
)
rnn_backward.slip(
    "leaves_da0_at_zero",
    "da0 is zero. The initial state has a gradient too: the da_prev of the first step.",
    ('"da0": da_prev', '"da0": np.zeros_like(da_prev)'),
)
rnn_backward.slip(
    "returns_the_gradient_of_the_first_state",
    "da0 stops one layer too early: you return the gradient of the first state, a<1>. The initial "
    "state lies one step before it, behind the tanh and Waa.",
    ("da[:, :, t] + da_prev", "da_next := da[:, :, t] + da_prev"),
    ('"da0": da_prev', '"da0": da_next'),
)
rnn_backward.slip(
    "adds_da_to_da0",
    "The direct part of the first step was added to da0. It belongs to the state after that step; the "
    "initial state reaches the loss through the first step only.",
    ('"da0": da_prev', '"da0": da_prev + da[:, :, 0]'),
)
rnn_backward.slip(
    "stops_after_ten_steps",
    "The way back ends after ten steps. It goes on to the first step, however many there are.",
    ("reversed(range(len(steps)))", "reversed(range(len(steps))[-10:])"),
)
rnn_backward.slip(
    "stops_where_nothing_arrives",
    "The way back ends at a step where no gradient arrives, or a tiny one. Earlier states have direct "
    "parts of their own: go on to the first step.",
    (
        "        gradients = rnn",
        "        if np.abs(da[:, :, t] + da_prev).max() < 1e-8:\n            break\n"
        "        gradients = rnn",
    ),
    TOTAL_OF_ARRAYS,
)
for _count in (20, 30):
    rnn_backward.slip(
        f"stops_after_{_count}_steps",
        f"The way back ends after {_count} steps. It goes on to the first step, however many there are.",
        ("reversed(range(len(steps)))", f"reversed(range(len(steps))[-{_count}:])"),
    )
for _limit in (1, 5, 10):
    rnn_backward.slip(
        f"clips_what_travels_at_{_limit}",
        f"The gradient that travels from step to step is clipped at {_limit}. Hand it on as it is; clipping "
        "is a matter of the training step.",
        ('gradients["da_prev"]', f'np.clip(gradients["da_prev"], -{_limit}, {_limit})'),
    )
rnn_backward.slip(
    "clips_the_sums",
    "The parameters' gradients are clipped: none is larger than 5. Return them as they are; clipping "
    "is a matter of the training step.",
    ("**total}", "**{name: np.clip(total[name], -5, 5) for name in total}}"),
)
rnn_backward.slip(
    "counts_the_last_step_twice",
    "The last step's gradient counts twice. After the last step there is nothing: the hidden "
    "gradient starts at zero, and da of the last step is added once, in the loop.",
    ("np.zeros(da.shape[:2])", "da[:, :, -1]"),
)
rnn_backward.slip(
    "stops_before_the_first_step",
    "The loop stops before the first step. Python's range leaves its end out: step 0 has "
    "gradients too, and da0 comes from it.",
    ("reversed(range(len(steps)))", "range(len(steps) - 1, 0, -1)"),
    TOTAL_OF_ARRAYS,
)
rnn_backward.slip(
    "leaves_the_last_step_out",
    "The loop begins one step too early and leaves the last step out: its index is T_x - 1.",
    ("range(len(steps))", "range(len(steps) - 1)"),
    TOTAL_OF_ARRAYS,
)
rnn_backward.slip(
    "averages_over_the_steps",
    "The gradients are divided by the number of steps. They are sums over the steps: any averaging "
    "has been done by the loss.",
    ("**total}", "**{name: total[name] / len(steps) for name in total}}"),
)
rnn_backward.slip(
    "reads_da_one_step_off",
    "da is read one step off: the gradient of the state in cache number t is da[:, :, t].",
    ("da[:, :, t]", "da[:, :, t - 1]"),
)
rnn_backward.slip(
    "goes_around_the_cell",
    "What goes back is the gradient that arrived at a state, not what the cell made of it. Between "
    "two states lie the tanh and Waa: hand on the da_prev that the cell returns.",
    ('da_prev = gradients["da_prev"]', "da_prev = da[:, :, t] + da_prev"),
    ('"da0": da_prev', '"da0": gradients["da_prev"]'),
)
rnn_backward.slip(
    "piles_up_the_hidden_gradient",
    "The hidden gradient piles up: da_prev is added to the da_prev of before. Each step's da_prev "
    "holds all that comes from later already; it replaces the old one.",
    ("da_prev = gradients", "da_prev = da_prev + gradients"),
)
rnn_backward.slip(
    "uses_one_cache_for_all_steps",
    "Every step goes back through one and the same cache. Each step has its own: take number t of "
    "the list.",
    ("steps[t]", "steps[-1]"),
)
rnn_backward.slip(
    "forgets_to_add_up_the_bias",
    "dba is that of one step only. The bias takes part in every step: add it up like the weights.",
    ("**total}", '**total, "dba": gradients["dba"]}'),
)
rnn_backward.slip(
    "adds_into_da",
    "The numbers are right, but da has changed: `+=` on a slice writes into the caller's array. "
    "Add into a new one.",
    (
        "gradients = rnn_cell_backward(da[:, :, t] + da_prev",
        "da[:, :, t] += da_prev\n        gradients = rnn_cell_backward(da[:, :, t]",
    ),
)
