"""One step of attention: cases, other right answers, known mistakes.

The notebook's shared layers are patched in, with the weights of the case. What is expected is computed in
NumPy, gradients by finite differences.
"""

import numpy as np

from autograder.checks.expectations import Different, Matches, Same, Shape
from autograder.checks.probes import TensorCall
from autograder.declaration.exercise import Trial

from .inputs import (
    context_of,
    draw_weights,
    floats,
    one_step_attention,
    reference,
    rounded,
    shared_layers,
)

CLOSE = {"relative": 1e-3, "absolute": 1e-5, "of_scale": 1e-4}
STEP = 1e-5  # of a finite difference
LONG = 38  # TX of the notebook

# ---------------------------------------------------------------------------------- cases


def _weights(rng, n, n_s, units, scale=1.0):
    """Draws the weights of both dense layers."""
    kernel, bias = draw_weights(rng, n + n_s, units), draw_weights(rng, units)
    return kernel, bias, draw_weights(rng, units, 1, scale=scale)


def _slopes_of(a, s, given):
    """Returns the gradients of the mean square of the context, by central differences."""
    arrays = [a.astype(float), s.astype(float)]
    found = []
    for array in arrays:
        gradient = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            kept, sides = array[place], []
            for side in (1, -1):
                array[place] = kept + side * STEP
                sides.append(np.mean(context_of(*arrays, *given) ** 2))
            array[place] = kept
            gradient[place] = (sides[0] - sides[1]) / (2 * STEP)
        found.append(gradient)
    return found


def _trial(a, s, given, in_model=False, second_patches=None, gradients=False):
    m, Tx, n = a.shape
    expected = rounded(context_of(a, s, *given))
    probe = TensorCall(
        {"a": a, "s_prev": s},
        in_model=in_model,
        patches=shared_layers(Tx, *given),
        second_patches=second_patches or {},
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
    if gradients:
        for name, gradient in zip(("a", "s_prev"), _slopes_of(a, s, given), strict=True):
            expectations.append(
                Matches(rounded(gradient), f"gradients.{name}", f"the gradient by {name}",
                        tolerance={**CLOSE, "of_scale": 1e-3})
            )  # fmt: skip
    if second_patches:
        text = (
            "With other weights in densor1 and densor2 the context stays the same: the function "
            "does not use the notebook's layers. Look them up by name when it is called."
        )
        expectations.insert(1, Different("result", "second_run.result", text))
    return Trial(probe, expectations)


@one_step_attention.case("The context is the sum of the states, each times its attention weight.")
def all_sizes_different(rng):
    # As small as sizes can be that are all different, and numbers of one decimal: for paper.
    given = [np.round(weight, 1) for weight in _weights(rng, 2, 1, 5)]
    other = shared_layers(4, *(np.round(0.5 - weight, 1) for weight in given))
    a, s = (np.round(floats(rng, *shape), 1) for shape in ((3, 4, 2), (3, 1)))
    return _trial(a, s, given, second_patches=other)


@one_step_attention.case(
    "Weights sum to 1, move along when time steps change places, and depend on the decoder's state."
)
def what_weights_do(rng):
    one = floats(rng, 1, 6, 4)
    rows = [np.repeat(one[:, :1], 6, axis=1), one, one[:, rng.permutation(6)], one, one]
    s = floats(rng, 5, 8, scale=2.0)
    s[:3] = s[0]
    return _trial(np.concatenate(rows), s, _weights(rng, 4, 8, 3, scale=3.0))


@one_step_attention.case("It looks through texts as long as the notebook's.")
def a_long_text(rng):
    given = _weights(rng, 4, 5, 3, scale=2.0)
    return _trial(floats(rng, 2, LONG, 4), floats(rng, 2, 5, scale=2.0), given)


@one_step_attention.case("It works inside a Keras model, and gradients reach both arguments.")
def inside_a_model(rng):
    a, s = floats(rng, 2, 3, 4), floats(rng, 2, 5)
    return _trial(a, s, _weights(rng, 4, 5, 6), in_model=True, gradients=True)


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


one_step_attention.slip(
    "softmax_over_the_last_axis",
    "The softmax runs over the last axis, which has length 1: every weight is 1, and the context is "
    "the plain sum. It has to run over the time steps, axis 1.",
    "activator(energies)",
    "keras.ops.softmax(energies, axis=-1)",
)
one_step_attention.slip(
    "softmax_over_the_batch",
    "The softmax runs over the examples of the batch: the weights of one date hang on the others. It "
    "has to run over the time steps, axis 1.",
    "activator(energies)",
    "keras.ops.softmax(energies, axis=0)",
)
one_step_attention.slip(
    "forgets_the_softmax",
    "The softmax is missing: the energies were used as weights. They need not be positive, and do not "
    "sum to 1.",
    "activator(energies)",
    "energies",
)
one_step_attention.slip(
    "sigmoids",
    "Each weight is squeezed by itself (a sigmoid), and together they do not sum to 1. A softmax over "
    "the time steps makes them compete.",
    "activator(energies)",
    "keras.ops.sigmoid(energies)",
)
one_step_attention.slip(
    "takes_the_mean",
    "All time steps have the same weight: that is the mean of the states, whatever the decoder asks "
    "for. Weight each by its attention.",
    "dotor([weights, a])",
    "keras.ops.mean(a, axis=1, keepdims=True)",
)
one_step_attention.slip(
    "takes_the_last_state",
    "Only the last state of the encoder came back. Attention is about all of them.",
    "dotor([weights, a])",
    "a[:, -1:, :]",
)
one_step_attention.slip(
    "takes_the_best_state",
    "Only the state with the largest energy came back. It is the sum of all, each times its weight; a "
    "choice of one has no gradient to learn from.",
    "activator(energies)",
    "keras.ops.one_hot(keras.ops.argmax(energies, axis=1), a.shape[1], axis=1)",
)
one_step_attention.slip(
    "averages_the_weighted_states",
    "The weighted states were averaged: the context is their sum, for the weights sum to 1 already.",
    "dotor([weights, a])",
    "keras.ops.mean(weights * a, axis=1, keepdims=True)",
)
one_step_attention.slip(
    "forgets_the_sum",
    "The weighted states came back one by one, `(m, Tx, 2 n_a)`. Sum them over the time steps.",
    "dotor([weights, a])",
    "weights * a",
)
one_step_attention.slip(
    "drops_the_time_axis",
    "The context has lost its axis of length 1: it is `(m, 1, 2 n_a)`, one step for the decoder.",
    "dotor([weights, a])",
    "dotor([weights, a])[:, 0]",
)
one_step_attention.slip(
    "turns_the_context",
    "The context is turned, `(m, 2 n_a, 1)`: its axis of length 1 is the second. Look at the order of "
    "the two in the dot product.",
    "[weights, a]",
    "[a, weights]",
)
one_step_attention.slip(
    "returns_the_weights",
    "The attention weights came back. Multiply them with the states and sum over the time steps.",
    "dotor([weights, a])",
    "weights",
)
one_step_attention.slip(
    "puts_the_state_in_front",
    "The decoder's state stands in front of the encoder's. It belongs behind: [a, s].",
    "[a, states]",
    "[states, a]",
)
one_step_attention.slip(
    "does_not_repeat_the_state",
    "The decoder's state stands at one time step only, and zeros at the others. Repeat it, so that "
    "each state of the encoder is asked the same.",
    "repeater(s_prev)",
    "keras.ops.pad(s_prev[:, None], ((0, 0), (0, TX - 1), (0, 0)))",
)
one_step_attention.slip(
    "joins_without_repeating",
    "The decoder's state does not stand at as many time steps as the encoder's: repeat it Tx times. The "
    "notebook's repeater does that, with the Tx of these states; a layer of your own has its own.",
    "repeater(s_prev)",
    "s_prev",
)
one_step_attention.slip(
    "ignores_the_state",
    "The decoder's state plays no part: zeros stand in its place, and the attention is the same at "
    "every step.",
    "repeater(s_prev)",
    "keras.ops.zeros_like(repeater(s_prev))",
)
one_step_attention.slip(
    "relu_on_the_energies",
    "The energies went through a ReLU. Whatever is negative becomes 0, and nothing can be learned "
    "from it any more: leave the energies as densor2 gives them.",
    "densor2(densor1(pairs))",
    "keras.ops.relu(densor2(densor1(pairs)))",
)
one_step_attention.slip(
    "tanh_on_the_energies",
    "The energies went through a tanh of their own. That is a choice that works too, but here they "
    "are as densor2 gives them.",
    "densor2(densor1(pairs))",
    "keras.ops.tanh(densor2(densor1(pairs)))",
)
one_step_attention.slip(
    "stops_the_gradient_at_the_weights",
    "The context is right, but no gradient flows back through the attention weights: where to look cannot "
    "be learned. Leave out stop_gradient, and compute the weights with layers or keras.ops.",
    "activator(energies)",
    "keras.ops.stop_gradient(activator(energies))",
)
one_step_attention.slip(
    "softmax_twice",
    "The weights went through a softmax twice, which makes them nearly equal. Once is enough.",
    "activator(energies)",
    "activator(activator(energies))",
)
one_step_attention.slip(
    "leaves_densor2_out",
    "The energies are the mean of what densor1 gives; densor2 was left out. It says how much each of "
    "these numbers counts.",
    "densor2(densor1(pairs))",
    "keras.ops.mean(densor1(pairs), axis=-1, keepdims=True)",
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


one_step_attention.slip(
    "returns_context_and_weights",
    "Context and weights both came back. The context alone is wanted; the weights have served.",
    "dotor([weights, a])",
    "dotor([weights, a]), weights",
)
one_step_attention.slip(
    "returns_nothing", "Nothing came back: the last line must return the context.", "return ", ""
)


one_step_attention.slip(
    "divides_by_the_root",
    "The energies are divided by the root of a size, as transformers do it. Leave them as densor2 gives "
    "them.",
    "energies = densor2(densor1(pairs))",
    "hidden = densor1(pairs)\n    energies = densor2(hidden) / hidden.shape[-1] ** 0.5",
)
one_step_attention.slip(
    "shares_the_weights_in_the_batch",
    "All weights of the batch together sum to 1. Each example has weights of its own: a softmax over the "
    "time steps, axis 1.",
    "activator(energies)",
    "keras.ops.exp(energies) / keras.ops.sum(keras.ops.exp(energies))",
)
one_step_attention.slip(
    "stretches_the_state",
    "The state is repeated number by number, and its numbers stand in the wrong places. Each time step gets "
    "the whole state: repeat it along a new axis.",
    "repeater(s_prev)",
    "keras.ops.reshape(keras.ops.repeat(s_prev, a.shape[1], axis=-1), (-1, a.shape[1], s_prev.shape[-1]))",
)
one_step_attention.slip(
    "weighs_the_decoder_states",
    "The weights were multiplied with the repeated states of the decoder. The context is made of the "
    "encoder's, a.",
    "dotor([weights, a])",
    "dotor([weights, states])",
)
