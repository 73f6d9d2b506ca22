"""The backward exercises of the plain RNN: one step back, and all the way through time.

A learner's backward function gets the judge's cache, made by the forward steps below, so that a
wrong forward function costs nothing here.
"""

import numpy as np

from autograder.exercises._recurrent_cells.inputs import (
    numbers,
    reference,
    rnn_backward,
    rnn_cell_backward,
    rnn_parameters,
    states,
)

# ---------------------------------------------------------------------------------- inputs


def rnn_cache(xt, a_prev, parameters):
    """Takes one forward step and returns its cache."""
    z = parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]
    return np.tanh(z), a_prev, xt, parameters


def rnn_caches(x, a0, parameters):
    """Takes every forward step and returns the caches as `rnn_forward` does."""
    caches, a = [], a0
    for t in range(x.shape[2]):
        caches.append(rnn_cache(x[:, :, t], a, parameters))
        a = caches[-1][0]
    return caches, x


def make_rnn_cell(rng, n_x, n_a, m, n_y=2):
    """Makes a step to go back through, with a gradient for its state."""
    parameters = rnn_parameters(rng, n_a, n_x, n_y)
    cache = rnn_cache(numbers(rng, (n_x, m)), states(rng, (n_a, m)), parameters)
    return {"da_next": numbers(rng, (n_a, m)), "cache": cache}


def make_rnn(rng, n_x, n_a, m, length, n_y=2):
    """Makes a sequence to go back through, with a direct gradient for the state of every step."""
    parameters = rnn_parameters(rng, n_a, n_x, n_y)
    caches = rnn_caches(numbers(rng, (n_x, m, length)), states(rng, (n_a, m)), parameters)
    return {"da": numbers(rng, (n_a, m, length)), "caches": caches}


# ----------------------------------------------------------------------- rnn_cell_backward


@rnn_cell_backward.case("All five gradients are right, for a batch of examples.")
def a_step_of_several_examples(rng):
    return make_rnn_cell(rng, n_x=2, n_a=4, m=3, n_y=5)


@rnn_cell_backward.case("A batch of one example gives gradients of the same shapes.")
def a_step_of_one_example(rng):
    return make_rnn_cell(rng, n_x=3, n_a=2, m=1)


@rnn_cell_backward.case("A single hidden unit works too.")
def a_step_of_one_unit(rng):
    return make_rnn_cell(rng, n_x=2, n_a=1, m=3)


@rnn_cell_backward.case("A single input works too, and more examples than units.")
def a_step_of_one_input(rng):
    return make_rnn_cell(rng, n_x=1, n_a=2, m=5)


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


def _rnn_gradients(dz, cache):
    """Passes the gradient of the pre-activation on to all that it was made from."""
    _, a_prev, xt, parameters = cache
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }


@rnn_cell_backward.misconception(
    "The gradient skips the tanh. What arrives at a_next must first be multiplied by the slope of "
    "the tanh, before it goes on to weights and inputs."
)
def forgets_the_tanh(da_next, cache):
    return _rnn_gradients(da_next, cache)


@rnn_cell_backward.misconception(
    "You take the tanh once too often: a_next is the tanh already. In terms of its own value a, "
    "the slope of the tanh is 1 - a^2."
)
def takes_tanh_of_the_state(da_next, cache):
    return _rnn_gradients(da_next * (1 - np.tanh(cache[0]) ** 2), cache)


@rnn_cell_backward.misconception(
    "The slope of the tanh is 1 - a^2, with the square: yours is 1 - a."
)
def forgets_the_square(da_next, cache):
    return _rnn_gradients(da_next * (1 - cache[0]), cache)


@rnn_cell_backward.misconception("a * (1 - a) is the slope of the sigmoid. This cell has a tanh.")
def takes_the_slope_of_the_sigmoid(da_next, cache):
    return _rnn_gradients(da_next * cache[0] * (1 - cache[0]), cache)


@rnn_cell_backward.misconception(
    "The slope of the tanh is taken at the old state, a_prev. It belongs to the state that this "
    "step made: a_next."
)
def takes_the_slope_at_the_old_state(da_next, cache):
    return _rnn_gradients(da_next * (1 - cache[1] ** 2), cache)


@rnn_cell_backward.misconception(
    "dba has one column an example. One bias serves all examples: add their gradients up, and keep "
    "the shape (n_a, 1)."
)
def keeps_the_bias_of_each_example(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dba": dz}


@rnn_cell_backward.misconception(
    "dba is a mean over the examples, while the gradients of the weights are sums. Sum here too: "
    "any averaging has been done by the loss."
)
def averages_the_bias(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dba": dz.mean(axis=1, keepdims=True)}


@rnn_cell_backward.misconception(
    "The parameters' gradients are divided by the number of examples. Sum over the examples: any "
    "averaging has been done by the loss, and da_next knows of it."
)
def averages_over_the_examples(da_next, cache):
    gradients = _rnn_gradients(da_next * (1 - cache[0] ** 2), cache)
    m = da_next.shape[1]
    return {k: g / m if k.startswith(("dW", "db")) else g for k, g in gradients.items()}


@rnn_cell_backward.misconception(
    "dba is summed over the hidden units. Each unit has a bias of its own: sum over the examples, "
    "which are the columns."
)
def sums_the_bias_over_the_units(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dba": dz.sum(axis=0, keepdims=True)}


@rnn_cell_backward.misconception(
    "dba has lost an axis: its shape must be (n_a, 1), as ba has it. `keepdims` keeps it."
)
def flattens_the_bias(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dba": dz.sum(axis=1)}


@rnn_cell_backward.misconception(
    "da_prev is multiplied by Waa as on the way forward. On the way back the weights are "
    "transposed: what flowed from column j to row i flows from row i to column j."
)
def goes_back_without_transposing(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "da_prev": cache[3]["Waa"] @ dz}


@rnn_cell_backward.misconception(
    "dWaa is made with a_next. Waa was multiplied by the old state: its gradient needs a_prev."
)
def takes_the_new_state_for_the_weights(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dWaa": dz @ cache[0].T}


@rnn_cell_backward.misconception(
    "dWaa is transposed. Its rows belong to the units that receive, its columns to those that "
    "send: the gradient of the pre-activation stands on the left."
)
def transposes_the_recurrent_gradient(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dWaa": cache[1] @ dz.T}


@rnn_cell_backward.misconception(
    "da_prev skips the tanh: it must start from the gradient of the pre-activation, as the "
    "weights' gradients do, not from da_next."
)
def passes_the_state_around_the_tanh(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "da_prev": cache[3]["Waa"].T @ da_next}


@rnn_cell_backward.misconception(
    "dxt skips the tanh: it must start from the gradient of the pre-activation, as the weights' "
    "gradients do, not from da_next."
)
def passes_the_input_around_the_tanh(da_next, cache):
    dz = da_next * (1 - cache[0] ** 2)
    return {**_rnn_gradients(dz, cache), "dxt": cache[3]["Wax"].T @ da_next}


@rnn_cell_backward.misconception(
    "The numbers are right, but da_next has changed: `*=` writes into the caller's array. Multiply "
    "into a new one."
)
def multiplies_in_place(da_next, cache):
    da_next *= 1 - cache[0] ** 2
    return _rnn_gradients(da_next, cache)


@rnn_cell_backward.misconception(
    "The gradients came back one after the other. Return them in a dictionary, each under its name."
)
def returns_a_tuple(da_next, cache):
    return tuple(_rnn_gradients(da_next * (1 - cache[0] ** 2), cache).values())


# ---------------------------------------------------------------------------- rnn_backward


@rnn_backward.case("The gradients of a whole sequence are right, summed over its steps.")
def a_sequence_of_four_steps(rng):
    return make_rnn(rng, n_x=2, n_a=3, m=5, length=4, n_y=6)


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


def _rnn_steps(da, caches, arriving=None):
    """Goes back through time; returns the gradients of every step, the first step's first.

    `arriving` says what is handed to the cell, from the direct gradient and the later step's.
    """
    length = da.shape[2]
    steps = [None] * length
    da_prev = np.zeros(da.shape[:2])
    for t in reversed(range(length)):
        da_next = da[:, :, t] + da_prev if arriving is None else arriving(da, da_prev, t)
        steps[t] = reference.rnn_cell_backward(da_next, caches[0][t])
        da_prev = steps[t]["da_prev"]
    return steps


def _rnn_total(steps):
    """Puts the gradients of the steps together."""
    return {
        "dx": np.stack([step["dxt"] for step in steps], axis=2),
        "da0": steps[0]["da_prev"],
        **{name: sum(step[name] for step in steps) for name in ("dWax", "dWaa", "dba")},
    }


@rnn_backward.misconception(
    "The hidden gradient is dropped between the steps. A state acts on its own output and on the "
    "next state: add what comes back from the later step to da at this one."
)
def drops_the_hidden_gradient(da, caches):
    return _rnn_total(_rnn_steps(da, caches, lambda da, da_prev, t: da[:, :, t]))


@rnn_backward.misconception(
    "Only the gradient at the last step goes back. Every state has a direct part of its own, "
    "da[:, :, t]: add it at each step."
)
def starts_from_the_last_step_only(da, caches):
    last = da.shape[2] - 1
    return _rnn_total(
        _rnn_steps(da, caches, lambda da, da_prev, t: da[:, :, t] if t == last else da_prev)
    )


@rnn_backward.misconception(
    "The parameters' gradients are those of one step: each turn of the loop overwrites the turn "
    "before. All steps share the weights, so their gradients are added."
)
def overwrites_the_gradients(da, caches):
    steps = _rnn_steps(da, caches)
    return {**_rnn_total(steps), **{name: steps[0][name] for name in ("dWax", "dWaa", "dba")}}


@rnn_backward.misconception(
    "Your loop runs forward in time. The gradient of a state needs that of the step after it: "
    "begin at the last step and go back."
)
def loops_forward_in_time(da, caches):
    steps, da_prev = [], np.zeros(da.shape[:2])
    for t in range(da.shape[2]):
        steps.append(reference.rnn_cell_backward(da[:, :, t] + da_prev, caches[0][t]))
        da_prev = steps[-1]["da_prev"]
    return {**_rnn_total(steps), "da0": da_prev}


@rnn_backward.misconception(
    "dx is in reverse order. The loop meets the last step first; its gradient still belongs at "
    "the last place of dx."
)
def leaves_dx_reversed(da, caches):
    total = _rnn_total(_rnn_steps(da, caches))
    return {**total, "dx": total["dx"][:, :, ::-1]}


@rnn_backward.misconception(
    "dx is stored one step too late: the gradient of x[:, :, t] belongs at dx[:, :, t]."
)
def stores_dx_one_step_late(da, caches):
    total = _rnn_total(_rnn_steps(da, caches))
    return {**total, "dx": np.roll(total["dx"], 1, axis=2)}


@rnn_backward.misconception(
    "da0 comes from the last step. The initial state entered at the first one: da0 is what is "
    "left when the loop has gone all the way back."
)
def takes_da0_from_the_last_step(da, caches):
    steps = _rnn_steps(da, caches)
    return {**_rnn_total(steps), "da0": steps[-1]["da_prev"]}


@rnn_backward.misconception(
    "da0 is zero. The initial state has a gradient too: the da_prev of the first step."
)
def leaves_da0_at_zero(da, caches):
    total = _rnn_total(_rnn_steps(da, caches))
    return {**total, "da0": np.zeros_like(total["da0"])}


@rnn_backward.misconception(
    "da0 stops one layer too early: you return the gradient of the first state, a<1>. The initial "
    "state lies one step before it, behind the tanh and Waa."
)
def returns_the_gradient_of_the_first_state(da, caches):
    steps = _rnn_steps(da, caches)
    later = steps[1]["da_prev"] if len(steps) > 1 else 0.0
    return {**_rnn_total(steps), "da0": da[:, :, 0] + later}


@rnn_backward.misconception(
    "The last step's gradient counts twice. After the last step there is nothing: the hidden "
    "gradient starts at zero, and da of the last step is added once, in the loop."
)
def counts_the_last_step_twice(da, caches):
    last = da.shape[2] - 1
    return _rnn_total(
        _rnn_steps(
            da, caches, lambda da, da_prev, t: da[:, :, t] + (da[:, :, t] if t == last else da_prev)
        )
    )


@rnn_backward.misconception(
    "The loop stops before the first step. Python's range leaves its end out: step 0 has "
    "gradients too, and da0 comes from it."
)
def stops_before_the_first_step(da, caches):
    steps = _rnn_steps(da, caches)
    nothing = {name: np.zeros_like(value) for name, value in steps[0].items()}
    later = steps[1]["da_prev"] if len(steps) > 1 else nothing["da_prev"]
    return {**_rnn_total([nothing, *steps[1:]]), "da0": later}


@rnn_backward.misconception(
    "The loop begins one step too early and leaves the last step out: its index is T_x - 1."
)
def leaves_the_last_step_out(da, caches):
    last = da.shape[2] - 1
    steps = _rnn_steps(
        da, caches, lambda da, da_prev, t: 0 * da_prev if t == last else da[:, :, t] + da_prev
    )
    return _rnn_total(steps)


@rnn_backward.misconception(
    "The gradients are divided by the number of steps. They are sums over the steps: any averaging "
    "has been done by the loss."
)
def averages_over_the_steps(da, caches):
    total, length = _rnn_total(_rnn_steps(da, caches)), da.shape[2]
    return {k: g / length if k.startswith(("dW", "db")) else g for k, g in total.items()}


@rnn_backward.misconception(
    "da is read one step off: the gradient of the state in cache number t is da[:, :, t]."
)
def reads_da_one_step_off(da, caches):
    return _rnn_total(_rnn_steps(da, caches, lambda da, da_prev, t: da[:, :, t - 1] + da_prev))


@rnn_backward.misconception(
    "What goes back is the gradient that arrived at a state, not what the cell made of it. Between "
    "two states lie the tanh and Waa: hand on the da_prev that the cell returns."
)
def goes_around_the_cell(da, caches):
    return _rnn_total(_rnn_steps(da, caches, lambda da, da_prev, t: da[:, :, t:].sum(axis=2)))


@rnn_backward.misconception(
    "The hidden gradient piles up: da_prev is added to the da_prev of before. Each step's da_prev "
    "holds all that comes from later already; it replaces the old one."
)
def piles_up_the_hidden_gradient(da, caches):
    pile = np.zeros(da.shape[:2])
    steps = [None] * da.shape[2]
    for t in reversed(range(da.shape[2])):
        steps[t] = reference.rnn_cell_backward(da[:, :, t] + pile, caches[0][t])
        pile = pile + steps[t]["da_prev"]
    return {**_rnn_total(steps), "da0": pile}


@rnn_backward.misconception(
    "Every step goes back through one and the same cache. Each step has its own: take number t of "
    "the list."
)
def uses_one_cache_for_all_steps(da, caches):
    return _rnn_total(_rnn_steps(da, ([caches[0][-1]] * da.shape[2], caches[1])))


@rnn_backward.misconception(
    "dba is that of one step only. The bias takes part in every step: add it up like the weights."
)
def forgets_to_add_up_the_bias(da, caches):
    steps = _rnn_steps(da, caches)
    return {**_rnn_total(steps), "dba": steps[0]["dba"]}


@rnn_backward.misconception(
    "The numbers are right, but da has changed: `+=` on a slice writes into the caller's array. "
    "Add into a new one."
)
def adds_into_da(da, caches):
    steps = [None] * da.shape[2]
    for t in reversed(range(da.shape[2])):
        steps[t] = reference.rnn_cell_backward(da[:, :, t], caches[0][t])
        if t:
            da[:, :, t - 1] += steps[t]["da_prev"]
    return _rnn_total(steps)
