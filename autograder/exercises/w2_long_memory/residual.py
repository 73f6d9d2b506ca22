"""`residual_rnn_forward`: a recurrent net whose state goes past the activation."""

import numpy as np

from autograder.declaration.inputs import numbers

from .inputs import plain_parameters, residual_rnn_forward


def arguments(rng, sizes, alpha):
    """Draws inputs for n_x, n_a, m and T_x."""
    n_x, n_a, m, steps = sizes
    return {
        "x": numbers(rng, (n_x, m, steps)),
        "a0": numbers(rng, (n_a, m)),
        "parameters": plain_parameters(rng, n_a, n_x),
        "alpha": alpha,
    }


def some_alpha(rng):
    return float(np.round(rng.uniform(0.15, 0.85), 2))


@residual_rnn_forward.case("One unit, one example, two steps.")
def on_paper(rng):
    made = arguments(rng, (1, 1, 1, 2), 0.5)
    return {
        **made,
        "x": rng.integers(1, 4, (1, 1, 2)).astype(float),
        "a0": np.array([[float(rng.integers(1, 4))]]),
    }


@residual_rnn_forward.case("Several units, inputs, examples and steps.")
def all_sizes_differ(rng):
    return arguments(rng, (2, 3, 4, 5), some_alpha(rng))


@residual_rnn_forward.case("More inputs than units, another share.")
def more_inputs(rng):
    return arguments(rng, (5, 2, 3, 6), some_alpha(rng))


@residual_rnn_forward.case("A single step begins at a0.")
def a_single_step(rng):
    return arguments(rng, (3, 4, 2, 1), some_alpha(rng))


@residual_rnn_forward.case("With a share of 1 all of the activation is added.")
def a_share_of_one(rng):
    return arguments(rng, (2, 4, 3, 3), 1.0)


@residual_rnn_forward.case("With a share of 0 the state stays as it is.")
def a_share_of_zero(rng):
    return arguments(rng, (3, 2, 5, 4), 0.0)


# ------------------------------------------------------------------------ other right answers


@residual_rnn_forward.alternative
def into_an_array(x, a0, parameters, alpha):
    n_x, m, T_x = x.shape
    a = np.zeros((a0.shape[0], m, T_x))
    previous = a0.copy()
    for t in range(T_x):
        z = np.dot(parameters["Waa"], previous) + np.dot(parameters["Wax"], x[:, :, t])
        previous = previous + alpha * np.tanh(z + parameters["ba"])
        a[:, :, t] = previous
    return a


@residual_rnn_forward.alternative
def with_the_input_first(x, a0, parameters, alpha):
    drive = np.einsum("ij,jmt->tim", parameters["Wax"], x) + parameters["ba"]
    states = [a0]
    for row in drive:
        states.append(states[-1] + alpha * np.tanh(parameters["Waa"] @ states[-1] + row))
    return np.moveaxis(np.array(states[1:]), 0, 2)


@residual_rnn_forward.alternative
def with_stacked_weights(x, a0, parameters, alpha):
    W = np.hstack([parameters[name] for name in ("Waa", "Wax", "ba")])
    ones = np.ones((1, a0.shape[1]))
    a, states = np.array(a0), []
    for t in range(x.shape[-1]):
        a = a + alpha * np.tanh(W @ np.vstack([a, x[..., t], ones]))
        states.append(a)
    return np.dstack(states)


@residual_rnn_forward.alternative
def with_tensorflow(x, a0, parameters, alpha):
    import tensorflow as tf

    def step(a, xt):
        z = parameters["Waa"] @ a + parameters["Wax"] @ xt + parameters["ba"]
        return a + alpha * tf.tanh(z)

    return tf.transpose(
        tf.scan(step, tf.constant(np.moveaxis(x, 2, 0)), tf.constant(a0)), [1, 2, 0]
    )


# ------------------------------------------------------------------------------- known mistakes

STEP = "a = a + alpha * np.tanh(Waa @ a + Wax @ x[:, :, t] + ba)"

residual_rnn_forward.slip(
    "forgets_the_skip",
    "The old state does not go past the activation: this is a plain net, scaled. Add the old state.",
    "a + alpha * np.tanh",
    "alpha * np.tanh",
)

residual_rnn_forward.slip(
    "forgets_alpha",
    "alpha is missing: all of the activation was added.",
    "alpha * np.tanh",
    "np.tanh",
)

residual_rnn_forward.slip(
    "scales_the_sum",
    "alpha multiplies the old state, too. It stands before the activation only: the state passes "
    "unchanged.",
    "a + alpha * np.tanh(Waa @ a + Wax @ x[:, :, t] + ba)",
    "alpha * (a + np.tanh(Waa @ a + Wax @ x[:, :, t] + ba))",
)

residual_rnn_forward.slip(
    "scales_the_state",
    "alpha multiplies the old state in place of the activation.",
    "a + alpha * np.tanh(",
    "alpha * a + np.tanh(",
)

residual_rnn_forward.slip(
    "blends",
    "The old state was multiplied by 1 - alpha, as a gate would do. Here it passes unchanged.",
    "a + alpha * np.tanh(",
    "(1 - alpha) * a + alpha * np.tanh(",
)

residual_rnn_forward.slip(
    "activates_the_sum",
    "The activation is around the whole sum. The old state goes **past** it, so it stands outside.",
    STEP,
    "a = np.tanh(a + alpha * (Waa @ a + Wax @ x[:, :, t] + ba))",
)

residual_rnn_forward.slip(
    "scales_within",
    "alpha stands within the activation. It multiplies what comes out of it.",
    STEP,
    "a = a + np.tanh(alpha * (Waa @ a + Wax @ x[:, :, t] + ba))",
)

residual_rnn_forward.slip(
    "forgets_the_activation",
    "tanh is missing: without it the state grows without a bound on each step.",
    "np.tanh(Waa @ a + Wax @ x[:, :, t] + ba)",
    "(Waa @ a + Wax @ x[:, :, t] + ba)",
)

residual_rnn_forward.slip(
    "reads_the_input_before",
    "Each step reads the input of the step before. Step t reads x at t.",
    "x[:, :, t]",
    "x[:, :, max(t - 1, 0)]",
)

residual_rnn_forward.slip(
    "reads_the_first_input",
    "Every step reads the first input.",
    "x[:, :, t]",
    "x[:, :, 0]",
)

residual_rnn_forward.slip(
    "starts_at_zero",
    "The first state was zeros. Begin with a0.",
    "[], a0",
    "[], 0 * a0",
)

residual_rnn_forward.slip(
    "never_goes_on",
    "Every step begins at a0. Each one begins where the last ended.",
    "a = a + alpha * np.tanh(Waa @ a",
    "a = a0 + alpha * np.tanh(Waa @ a0",
)

residual_rnn_forward.slip(
    "skips_from_the_start",
    "What goes past the activation is a0 at every step. It is the state of the step before.",
    "a = a + alpha",
    "a = a0 + alpha",
)

residual_rnn_forward.slip(
    "skips_the_input",
    "What goes past the activation is what the weights made of the input, not the old state.",
    "a = a + alpha",
    "a = Wax @ x[:, :, t] + alpha",
)

residual_rnn_forward.slip(
    "forgets_the_bias",
    "The bias is missing.",
    " + ba)",
    ")",
)

residual_rnn_forward.slip(
    "returns_the_last_state",
    "Only the last state came back. Return the states after all steps, time last.",
    "np.stack(states, axis=2)",
    "a",
)

residual_rnn_forward.slip(
    "puts_time_first",
    "Time is the first axis of the result. It comes last: (n_a, m, T_x).",
    "axis=2",
    "axis=0",
)

residual_rnn_forward.slip(
    "returns_a0_too",
    "The first state came back as well. There is one state for each step, after it.",
    ("[], a0", "[a0], a0"),
)

residual_rnn_forward.slip(
    "returns_states_before",
    "Each state came back one step late: what is kept is the state before the step.",
    ("        a = a + alpha", "        states.append(a)\n        a = a + alpha"),
    ("        states.append(a)\n    return", "    return"),
)

residual_rnn_forward.slip(
    "changes_the_first_state",
    "Your function changes what came in: `+=` writes into a0, and all states are one array. Make a new "
    "array at each step.",
    "a = a + alpha * np.tanh(",
    "a += alpha * np.tanh(",
)

residual_rnn_forward.slip(
    "subtracts",
    "The activation was subtracted. It is added.",
    "a + alpha",
    "a - alpha",
)

residual_rnn_forward.slip(
    "adds_the_bias_outside",
    "The bias was added outside the activation. It belongs to the sum within.",
    " + ba)",
    ") + ba",
)

residual_rnn_forward.slip(
    "knows_one_alpha",
    "Another alpha changes nothing: 0.1 stands in the code. Use the argument.",
    "alpha * np.tanh",
    "0.1 * np.tanh",
)
