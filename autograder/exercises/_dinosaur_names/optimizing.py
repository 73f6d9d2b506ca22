"""`optimize`: one step of training on one name."""

import numpy as np

from autograder.exercises._dinosaur_names.inputs import (
    make_name,
    make_parameters,
    make_vocabulary,
    optimize,
    reference,
)
from autograder.probes import CallTwice


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
    return make_step(rng, 5, 7, 4, 0.4, 0.05)


@optimize.case("Gradients beyond 5 are clipped before the step, in the result as well.")
def one_step_with_clipping(rng):
    arguments = make_step(rng, 4, 6, 30, 1.0, 0.1)
    # An output that the network takes for all but impossible, thirty times over: large gradients.
    repeated = arguments["Y"][0]
    arguments["X"], arguments["Y"] = [None, *[repeated] * 30], [repeated] * 31
    arguments["parameters"]["by"][repeated] = -9.0
    return arguments


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


def _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=5.0, sign=-1.0, only=None):
    """Takes a step with one thing done differently; for the misconceptions below."""
    loss, raw, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    gradients = {k: np.clip(g, -limit, limit) for k, g in raw.items()}
    for name in only or parameters:
        parameters[name] += sign * learning_rate * gradients["d" + name]
    return loss, gradients, a_last


@optimize.misconception(
    "The parameters move uphill: subtract learning_rate times the gradient, so that the loss falls."
)
def climbs(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, sign=1.0)


@optimize.misconception("The gradients are not clipped: call clip(gradients, 5) before the step.")
def does_not_clip(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=np.inf)


@optimize.misconception("The limit for clipping is 5.")
def clips_at_one(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=1.0)


@optimize.misconception(
    "The parameters that came in did not change. Update them in place: parameters[name] -= ..., not "
    "a copy and not a new local variable."
)
def updates_a_copy(X, Y, a_prev, parameters, learning_rate=0.01):
    copied = {name: p.copy() for name, p in parameters.items()}
    return _optimize_like(X, Y, a_prev, copied, learning_rate)


@optimize.misconception(
    "The step uses clipped gradients, but the ones you return are not clipped: return the same."
)
def returns_raw_gradients(X, Y, a_prev, parameters, learning_rate=0.01):
    raw = reference.loss_and_gradients(X, Y, a_prev, parameters)[1]
    loss, _, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return loss, raw, a_last


@optimize.misconception(
    "The gradients you return are clipped, but the step used the raw ones: clip before you update."
)
def steps_with_raw_gradients(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, raw, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=np.inf)
    return loss, {name: np.clip(g, -5, 5) for name, g in raw.items()}, a_last


@optimize.misconception(
    "The loss is the one after the step. Return the loss from before the update."
)
def returns_the_loss_after(X, Y, a_prev, parameters, learning_rate=0.01):
    _, gradients, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return reference.loss_and_gradients(X, Y, a_prev, parameters)[0], gradients, a_last


@optimize.misconception("The step size is fixed at 0.01 in your code: use learning_rate.")
def ignores_the_learning_rate(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, 0.01)


@optimize.misconception("The biases b and by stay as they were: update all five parameters.")
def leaves_the_biases(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, only=("Wax", "Waa", "Wya"))


@optimize.misconception(
    "The third result is the state that came in. Return a_last, the state after the last step."
)
def returns_the_first_state(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, _ = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return loss, gradients, a_prev


@optimize.misconception("The loss is the sum over the name, not the mean per character.")
def averages_the_loss(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return loss / len(Y), gradients, a_last
