"""One step of attention: cases, other right answers, known mistakes.

The notebook's shared layers are lent, with the weights of the case. What is expected is computed in
NumPy, slopes by finite differences.
"""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._date_translation.inputs import (
    context_of,
    floats,
    one_step_attention,
    reference,
    shared_layers,
)
from autograder.expectations import Different, Matches, Same, Shape
from autograder.model_probes import TensorCall

CLOSE = {"relative": 1e-3, "absolute": 1e-5, "of_scale": 1e-4}
STEP = 1e-5  # of a finite difference

# ---------------------------------------------------------------------------------- cases


def _weights(rng, n, n_s, units, scale=1.0):
    """Draws the weights of both dense layers."""
    return floats(rng, n + n_s, units), floats(rng, units), floats(rng, units, 1, scale=scale)


def _slopes_of(a, s, weights):
    """Returns the slopes of the mean square of the context, by central differences."""
    arrays = [a.astype(float), s.astype(float)]
    found = []
    for array in arrays:
        slope = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            kept, sides = array[place], []
            for side in (1, -1):
                array[place] = kept + side * STEP
                sides.append(np.mean(context_of(*arrays, *weights) ** 2))
            array[place] = kept
            slope[place] = (sides[0] - sides[1]) / (2 * STEP)
        found.append(slope)
    return found


def _trial(a, s, weights, in_model=False, relends=None, slopes=False):
    m, Tx, n = a.shape
    expected = context_of(a, s, *weights).astype("float32")
    probe = TensorCall(
        {"a": a, "s_prev": s},
        in_model=in_model,
        lends=shared_layers(Tx, *weights),
        relends=relends or {},
    )
    shape = (
        f"For states ({m}, {Tx}, {n}) the context must have the shape ({m}, 1, {n}): one weighted "
        "sum for each example."
    )
    expectations = [
        Same(
            "result",
            "again",
            "Two calls with the same arguments gave two different contexts: the function makes new "
            "layers, with new weights, at every call. Use those of the notebook, made once.",
        ),
        Shape("result", [m, 1, n], shape),
        Matches(expected, where="the context", tolerance=CLOSE),
    ]
    if in_model:
        where = "the context in a Keras model"
        expectations.append(Matches(expected, "in_model", where, tolerance=CLOSE))
    if slopes:
        for name, slope in zip(("a", "s_prev"), _slopes_of(a, s, weights), strict=True):
            expectations.append(
                Matches(slope.astype("float32"), f"slopes.{name}", f"the gradient by {name}",
                        tolerance={**CLOSE, "of_scale": 1e-3})
            )  # fmt: skip
    if relends:
        text = (
            "With other weights in densor1 and densor2 the context stays the same: the function "
            "does not use the notebook's layers. Look them up by name when it is called."
        )
        expectations.insert(1, Different("result", "relent.result", text))
    return Trial(probe, expectations)


@one_step_attention.case("The context is the sum of the states, each times its attention weight.")
def all_sizes_different(rng):
    weights = _weights(rng, 4, 6, 7)
    other = shared_layers(5, *(0.5 - weight for weight in weights))
    return _trial(floats(rng, 3, 5, 4), floats(rng, 3, 6), weights, relends=other)


@one_step_attention.case(
    "Weights sum to 1, move along when time steps change places, and depend on the decoder's state."
)
def what_weights_do(rng):
    one = floats(rng, 1, 6, 4)
    rows = [np.repeat(one[:, :1], 6, axis=1), one, one[:, rng.permutation(6)], one, one]
    s = floats(rng, 5, 8, scale=2.0)
    s[:3] = s[0]
    return _trial(np.concatenate(rows), s, _weights(rng, 4, 8, 3, scale=3.0))


@one_step_attention.case("It works inside a Keras model, and gradients reach both arguments.")
def inside_a_model(rng):
    a, s = floats(rng, 2, 3, 4), floats(rng, 2, 7)
    return _trial(a, s, _weights(rng, 4, 7, 5), in_model=True, slopes=True)


# ---------------------------------------------------------------------- other right answers


@one_step_attention.alternative
def with_keras_ops(a, s_prev):
    from keras import ops

    repeated = ops.repeat(ops.expand_dims(s_prev, 1), a.shape[1], axis=1)
    energies = reference.densor2(reference.densor1(ops.concatenate([a, repeated], axis=2)))
    weights = ops.softmax(energies, axis=1)
    return ops.sum(ops.multiply(weights, a), axis=1, keepdims=True)


@one_step_attention.alternative
def with_a_matrix_product(a, s_prev):
    from keras import ops

    pairs = reference.concatenator([a, reference.repeater(s_prev)])
    energies = ops.squeeze(reference.densor2(reference.densor1(pairs)), -1)
    alphas = ops.softmax(energies)
    return ops.matmul(ops.expand_dims(alphas, 1), a)


@one_step_attention.alternative
def with_the_softmax_written_out(a, s_prev):
    from keras import ops

    states = reference.repeater(s_prev)
    energies = reference.densor2(reference.densor1(reference.concatenator([a, states])))
    powers = ops.exp(energies - ops.max(energies, axis=1, keepdims=True))
    alphas = powers / ops.sum(powers, axis=1, keepdims=True)
    return ops.einsum("mti,mtd->mid", alphas, a)


@one_step_attention.alternative
def with_other_layers_of_keras(a, s_prev):
    import keras

    states = keras.layers.RepeatVector(a.shape[1])(s_prev)
    pairs = keras.layers.concatenate([a, states])
    energies = reference.densor2(reference.densor1(pairs))
    row = keras.layers.Permute((2, 1))(energies)
    weights = keras.layers.Activation("softmax")(row)
    return keras.layers.Dot(axes=(2, 1))([weights, a])


@one_step_attention.alternative
def dots_the_other_way_round(a, s_prev):
    from keras import ops

    energies = reference.densor2(
        reference.densor1(reference.concatenator([a, reference.repeater(s_prev)]))
    )
    weights = reference.activator(energies)
    return ops.transpose(reference.dotor([a, weights]), (0, 2, 1))


# -------------------------------------------------------------------------- known mistakes


def _attention_like(
    a, s_prev, pairs=None, energies=None, axis=1, weights=None, context=None, states=None
):
    """Computes the context with one thing done differently; for the mistakes below."""
    from keras import ops

    repeated = states(ops, s_prev) if states else reference.repeater(s_prev)
    both = pairs(ops, a, repeated) if pairs else reference.concatenator([a, repeated])
    found = energies(ops, both) if energies else reference.densor2(reference.densor1(both))
    alphas = weights(ops, found) if weights else ops.softmax(found, axis=axis)
    return context(ops, alphas, a) if context else reference.dotor([alphas, a])


@one_step_attention.misconception(
    "The softmax runs over the last axis, which has length 1: every weight is 1, and the context is "
    "the plain sum. It has to run over the time steps, axis 1."
)
def softmax_over_the_last_axis(a, s_prev):
    return _attention_like(a, s_prev, axis=-1)


@one_step_attention.misconception(
    "The softmax runs over the examples of the batch: the weights of one date hang on the others. It "
    "has to run over the time steps, axis 1."
)
def softmax_over_the_batch(a, s_prev):
    return _attention_like(a, s_prev, axis=0)


@one_step_attention.misconception(
    "The softmax is missing: the energies were used as weights. They need not be positive, and do not "
    "sum to 1."
)
def forgets_the_softmax(a, s_prev):
    return _attention_like(a, s_prev, weights=lambda ops, energies: energies)


@one_step_attention.misconception(
    "Each weight is squeezed by itself (a sigmoid), and together they do not sum to 1. A softmax over "
    "the time steps makes them compete."
)
def sigmoids(a, s_prev):
    return _attention_like(a, s_prev, weights=lambda ops, energies: ops.sigmoid(energies))


@one_step_attention.misconception(
    "All time steps have the same weight: that is the mean of the states, whatever the decoder asks "
    "for. Weight each by its attention."
)
def takes_the_mean(a, s_prev):
    return _attention_like(
        a, s_prev, context=lambda ops, alphas, a: ops.mean(a, axis=1, keepdims=True)
    )


@one_step_attention.misconception(
    "Only the last state of the encoder came back. Attention is about all of them."
)
def takes_the_last_state(a, s_prev):
    return _attention_like(a, s_prev, context=lambda ops, alphas, a: a[:, -1:, :])


@one_step_attention.misconception(
    "Only the state with the largest energy came back. It is the sum of all, each times its weight; a "
    "choice of one has no gradient to learn from."
)
def takes_the_best_state(a, s_prev):
    def context(ops, alphas, a):
        best = ops.one_hot(ops.argmax(alphas[:, :, 0], axis=1), a.shape[1])
        return ops.matmul(ops.expand_dims(best, 1), a)

    return _attention_like(a, s_prev, context=context)


@one_step_attention.misconception(
    "The weighted states were averaged: the context is their sum, for the weights sum to 1 already."
)
def averages_the_weighted_states(a, s_prev):
    return _attention_like(
        a, s_prev, context=lambda ops, alphas, a: ops.mean(alphas * a, axis=1, keepdims=True)
    )


@one_step_attention.misconception(
    "The weighted states came back one by one, `(m, Tx, 2 n_a)`. Sum them over the time steps."
)
def forgets_the_sum(a, s_prev):
    return _attention_like(a, s_prev, context=lambda ops, alphas, a: alphas * a)


@one_step_attention.misconception(
    "The context has lost its axis of length 1: it is `(m, 1, 2 n_a)`, one step for the decoder."
)
def drops_the_time_axis(a, s_prev):
    return _attention_like(a, s_prev, context=lambda ops, alphas, a: ops.sum(alphas * a, axis=1))


@one_step_attention.misconception(
    "The context is turned, `(m, 2 n_a, 1)`: its axis of length 1 is the second. Look at the order of "
    "the two in the dot product."
)
def turns_the_context(a, s_prev):
    return _attention_like(
        a, s_prev, context=lambda ops, alphas, a: ops.transpose(ops.matmul(
            ops.transpose(alphas, (0, 2, 1)), a), (0, 2, 1))
    )  # fmt: skip


@one_step_attention.misconception(
    "The attention weights came back. Multiply them with the states and sum over the time steps."
)
def returns_the_weights(a, s_prev):
    return _attention_like(a, s_prev, context=lambda ops, alphas, a: alphas)


@one_step_attention.misconception(
    "The decoder's state stands in front of the encoder's. It belongs behind: [a, s]."
)
def puts_the_state_in_front(a, s_prev):
    return _attention_like(
        a, s_prev, pairs=lambda ops, a, states: ops.concatenate([states, a], axis=-1)
    )


@one_step_attention.misconception(
    "The decoder's state stands at one time step only, and zeros at the others. Repeat it, so that "
    "each state of the encoder is asked the same."
)
def does_not_repeat_the_state(a, s_prev):
    def states(ops, s_prev):
        steps = reference.TX
        return ops.pad(ops.expand_dims(s_prev, 1), ((0, 0), (0, steps - 1), (0, 0)))

    return _attention_like(a, s_prev, states=states)


@one_step_attention.misconception(
    "The decoder's state does not fit beside those of the encoder: it has to stand at all their time "
    "steps, Tx times. Look at repeater."
)
def joins_without_repeating(a, s_prev):
    return _attention_like(a, s_prev, states=lambda ops, s_prev: s_prev)


@one_step_attention.misconception(
    "The decoder's state plays no part: zeros stand in its place, and the attention is the same at "
    "every step."
)
def ignores_the_state(a, s_prev):
    return _attention_like(
        a, s_prev, states=lambda ops, s_prev: ops.zeros_like(reference.repeater(s_prev))
    )


@one_step_attention.misconception(
    "The energies went through a ReLU. Whatever is negative becomes 0, and nothing can be learned "
    "from it any more: leave the energies as densor2 gives them."
)
def relu_on_the_energies(a, s_prev):
    return _attention_like(
        a, s_prev, energies=lambda ops, both: ops.relu(reference.densor2(reference.densor1(both)))
    )


@one_step_attention.misconception(
    "The energies went through a tanh of their own. That is a choice that works too, but here they "
    "are as densor2 gives them."
)
def tanh_on_the_energies(a, s_prev):
    return _attention_like(
        a, s_prev, energies=lambda ops, both: ops.tanh(reference.densor2(reference.densor1(both)))
    )


@one_step_attention.misconception(
    "The energies are the mean of what densor1 gives; densor2 was left out. It says how much each of "
    "these numbers counts."
)
def leaves_densor2_out(a, s_prev):
    return _attention_like(
        a,
        s_prev,
        energies=lambda ops, both: ops.mean(reference.densor1(both), axis=-1, keepdims=True),
    )


@one_step_attention.misconception(
    "It was computed outside TensorFlow, in NumPy: no gradient comes back, and a model cannot be "
    "built of it. Use the layers, or keras.ops."
)
def computes_in_numpy(a, s_prev):
    import keras

    if keras.backend.is_keras_tensor(a):
        raise ValueError("A KerasTensor is symbolic: it's a placeholder for a shape and a dtype.")
    a, s_prev = np.asarray(a), np.asarray(s_prev)
    repeated = np.repeat(s_prev[:, None], a.shape[1], axis=1)
    both = np.concatenate([a, repeated], axis=-1)
    energies = np.asarray(reference.densor2(reference.densor1(both)))
    powers = np.exp(energies)
    return np.sum(powers / powers.sum(axis=1, keepdims=True) * a, axis=1, keepdims=True)


@one_step_attention.misconception(
    "Context and weights both came back. The context alone is wanted; the weights have served."
)
def returns_context_and_weights(a, s_prev):
    return _attention_like(
        a, s_prev, context=lambda ops, alphas, a: (reference.dotor([alphas, a]), alphas)
    )


@one_step_attention.misconception("Nothing came back: the last line must return the context.")
def returns_nothing(a, s_prev):
    _attention_like(a, s_prev)
