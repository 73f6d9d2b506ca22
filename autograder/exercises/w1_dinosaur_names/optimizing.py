"""`optimize`: one step of training on one name."""

import numpy as np

from autograder.checks.probes import CallTwice
from autograder.declaration.inputs import draw_until

from .inputs import (
    make_name,
    make_parameters,
    make_vocabulary,
    optimize,
    reference,
)


def make_step(rng, n_a, size, length, scale, learning_rate):
    vocabulary = make_vocabulary(rng, size)
    ids = [vocabulary[letter] for letter in make_name(rng, vocabulary, length)]
    return {
        "X": [None, *ids],
        "Y": [*ids, vocabulary["\n"]],
        "a_prev": 0.5 * rng.standard_normal((n_a, 1)),
        "parameters": make_parameters(rng, n_a, size, scale),
        "learning_rate": learning_rate,
    }


@optimize.case(
    "One step of gradient descent: loss before it, gradients, new parameters, last state."
)
def one_gentle_step(rng):
    step = make_step(rng, 2, 3, 1, 0.6, 0.1)  # Small enough for paper.
    step["a_prev"] = np.round(step["a_prev"], 1)
    step["parameters"] = {name: np.round(p, 1) for name, p in step["parameters"].items()}
    return step


@optimize.case("Gradients beyond 5 are clipped before the step, in the result as well.")
def one_step_with_clipping(rng):
    return draw_until(lambda: make_steep_step(rng), _is_steep)


def make_steep_step(rng):
    arguments = make_step(rng, 4, 6, 30, 1.0, 0.1)
    # An output that the network takes for all but impossible, thirty times over: large gradients.
    repeated = arguments["Y"][0]
    arguments["X"], arguments["Y"] = [None, *[repeated] * 30], [repeated] * 31
    arguments["parameters"]["by"][repeated] = -9.0
    return arguments


def _is_steep(arguments):
    """Tells whether every gradient has entries beyond both limits: none may be left unclipped."""
    X, Y, a_prev, parameters, _ = arguments.values()
    gradients = reference.loss_and_gradients(X, Y, a_prev, parameters)[1].values()
    return all(g.max() > 5.5 and g.min() < -5.5 for g in gradients)


@optimize.case("A name of no letters still teaches where names end.")
def one_step_on_an_empty_name(rng):
    return make_step(rng, 3, 5, 0, 0.7, 0.3)


@optimize.case("Without a learning rate it is 0.01.")
def one_step_by_default(rng):
    arguments = make_step(rng, 4, 5, 3, 0.5, 0.01)
    del arguments["learning_rate"]
    return arguments


@optimize.case("Every call stands for itself: nothing is kept from the call before.")
def two_steps_alike(rng):
    return CallTwice(make_step(rng, 3, 4, 5, 0.5, 0.2))


@optimize.alternative
def optimize_by_hand(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    gradients = {name: np.clip(g, -5, 5) for name, g in gradients.items()}
    parameters["Wax"] -= learning_rate * gradients["dWax"]
    parameters["Waa"] -= learning_rate * gradients["dWaa"]
    parameters["Wya"] -= learning_rate * gradients["dWya"]
    parameters["b"] -= learning_rate * gradients["db"]
    parameters["by"] -= learning_rate * gradients["dby"]
    return loss, gradients, a_last


@optimize.alternative
def optimize_with_new_arrays(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    gradients = reference.clip(gradients, 5)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
    return [loss, gradients, a_last]


@optimize.alternative
def optimize_with_update(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, raw, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    clipped = {name: np.minimum(np.maximum(g, -5.0), 5.0) for name, g in raw.items()}
    step = {name[1:]: -learning_rate * g for name, g in clipped.items()}
    parameters.update({name: parameters[name] + step[name] for name in step})
    return np.float64(loss), clipped, a_last


optimize.slip(
    "climbs",
    "The parameters move uphill: subtract learning_rate times the gradient, so that the loss falls.",
    "-=",
    "+=",
)

optimize.slip(
    "does_not_clip",
    "The gradients are not clipped: call clip(gradients, 5) before the step.",
    "clip(gradients, 5)",
    "gradients",
)

optimize.slip("clips_at_one", "The limit for clipping is 5, not 1.", "5", "1")

optimize.slip("clips_at_ten", "The limit for clipping is 5, not 10.", "5", "10")

optimize.slip(
    "steps_twice",
    "The parameters move twice in one call: subtract learning_rate times the gradient once.",
    "-= learning_rate",
    "-= 2 * learning_rate",
)

optimize.slip(
    "returns_the_state_after",
    "a_last was computed again with the new parameters. Return the state that came with the loss and "
    "the gradients, before the update.",
    "return loss, gradients, a_last",
    "return loss, gradients, loss_and_gradients(X, Y, a_prev, parameters)[2]",
)


@optimize.misconception("Without a learning rate the step is 0.1 here. The default is 0.01.")
def steps_by_a_tenth(X, Y, a_prev, parameters, learning_rate=0.1):
    return reference.optimize(X, Y, a_prev, parameters, learning_rate)


@optimize.misconception("Without a learning rate the step is 0.001 here. The default is 0.01.")
def steps_by_a_thousandth(X, Y, a_prev, parameters, learning_rate=0.001):
    return reference.optimize(X, Y, a_prev, parameters, learning_rate)


optimize.slip(
    "updates_a_copy",
    "The parameters that came in did not change. Update them in place: parameters[name] -= ..., not "
    "a copy and not a new local variable.",
    "parameters[name] -=",
    "parameter = parameters[name] -",
)

optimize.slip(
    "returns_raw_gradients",
    "The step uses clipped gradients, but the ones you return are not clipped: return the same.",
    ("gradients = clip", "clipped = clip"),
    ('gradients["d" + name]', 'clipped["d" + name]'),
)

optimize.slip(
    "steps_with_raw_gradients",
    "The gradients you return are clipped, but the step used the raw ones: clip before you update.",
    ("gradients = clip", "clipped = clip"),
    ("return loss, gradients", "return loss, clipped"),
)

optimize.slip(
    "returns_the_loss_after",
    "The loss is the one after the step. Return the loss from before the update.",
    "return loss",
    "return loss_and_gradients(X, Y, a_prev, parameters)[0]",
)

optimize.slip(
    "ignores_the_learning_rate",
    "The step size is fixed at 0.01 in your code: use learning_rate.",
    "learning_rate",
    "0.01",
)

optimize.slip(
    "leaves_the_biases",
    "The biases b and by stay as they were: update all five parameters.",
    "in parameters:",
    'in ("Wax", "Waa", "Wya"):',
)

optimize.slip(
    "returns_the_first_state",
    "The third result is the state that came in. Return a_last, the state after the last step.",
    "return loss, gradients, a_last",
    "return loss, gradients, a_prev",
)

optimize.slip(
    "averages_the_loss",
    "The loss is the sum over the name, not the mean per character.",
    "return loss",
    "return loss / len(Y)",
)
