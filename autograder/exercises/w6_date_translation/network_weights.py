"""Weights for the whole network, and what it gives with them, computed in NumPy."""

import numpy as np

from autograder.declaration.inputs import softmax

from .inputs import context_of, draw_weights, keras_layer, rounded

# No two weights of one architecture have the same shape, but those of the two directions and, in a
# GRU, its recurrent kernel and its biases.
TX, TY, N_A, N_S, HUMAN, MACHINE, UNITS = 4, 3, 2, 5, 6, 21, 10
SIZES = {"Tx": TX, "Ty": TY, "n_a": N_A, "n_s": N_S, "human_vocab_size": HUMAN}
SIZES["machine_vocab_size"] = MACHINE

# ------------------------------------------------------------------------ what is expected


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _lstm_step(x, h, c, kernel, recurrent, bias=0.0):
    i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, axis=-1)
    c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
    return _sigmoid(o) * np.tanh(c), c


def _gru_step(x, h, c, kernel):
    z, _, g = np.split(x @ kernel, 3, axis=-1)
    z = _sigmoid(z)
    return z * h + (1 - z) * np.tanh(g), c


def _simple_step(x, h, c, kernel, recurrent):
    return np.tanh(x @ kernel + h @ recurrent), c


CELLS = {"lstm": (4, _lstm_step), "gru": (3, _gru_step), "rnn": (1, _simple_step)}  # gates, a step


def _encoded(X, cell, weights):
    """Runs one layer in both directions, with the same weights."""
    runs = []
    for order in (range(X.shape[1]), range(X.shape[1])[::-1]):
        h, c = np.zeros((2, len(X), N_A))
        states = [None] * X.shape[1]
        for t in order:
            h, c = CELLS[cell][1](X[:, t], h, c, *weights)
            states[t] = h
        runs.append(np.stack(states, axis=1))
    return np.concatenate(runs, axis=-1)


def expected_outputs(inputs, cell, encoder, shared, decoder, output, steps=TY):
    """Computes the network's outputs, a list of `(m, symbols)`."""
    X, s, c = inputs
    a, found = _encoded(X, cell, encoder), []
    for _ in range(steps):
        context = context_of(a, s, *shared)[:, 0]
        s, c = _lstm_step(context, s, c, *decoder)
        found.append(rounded(softmax(s @ output[0] + output[1], axis=-1)))
    return found


# ---------------------------------------------------------------------------------- weights


def _halves(rng, units, *rest, scale=1.0):
    """Draws a kernel that treats both directions of the encoder alike, whichever comes first."""
    half = draw_weights(rng, N_A, units, scale=scale)
    return np.concatenate([half, half, *(draw_weights(rng, n, units, scale=scale) for n in rest)])


def given_weights(rng):
    """Draws the weights of the attention, the LSTM and the dense layer."""
    # The scale equals the bias, for that of `AdditiveAttention` has its shape.
    bias = draw_weights(rng, UNITS)
    shared = [_halves(rng, UNITS, N_S, scale=2.0), bias, bias[:, None]]
    decoder = [
        _halves(rng, 4 * N_S, scale=2.0),
        draw_weights(rng, N_S, 4 * N_S),
        draw_weights(rng, 4 * N_S),
    ]
    output = [draw_weights(rng, N_S, MACHINE, scale=3.0), draw_weights(rng, MACHINE)]
    return shared, decoder, output


def encoders_with_memory(rng):
    """Draws weights for each kind of encoder.

    There is no bias, or one of zeros. A GRU's recurrent kernel has the shape of its biases and is 0 as
    well: it remembers by its update gate alone. So its two kinds (`reset_after`) agree, and both are
    right.
    """
    encoders = {
        cell: [
            draw_weights(rng, HUMAN, gates * N_A, scale=2.0),
            draw_weights(rng, N_A, gates * N_A),
        ]
        for cell, (gates, _) in CELLS.items()
    }
    return {**encoders, "gru": encoders["gru"][:1]}


def encoders_without_memory(rng):
    """Draws weights with which each kind of encoder gives the same states, from one character each.

    So a mistake behind the encoder shows the same numbers, whichever a learner chose.
    """
    values = draw_weights(rng, HUMAN, N_A)  # what goes into the only tanh
    full = np.full((HUMAN, N_A), 30.0)  # A gate is open, or with a minus, closed.
    kernels = {
        "lstm": [full, -full, np.round(np.arctanh(values), 7), full],
        "gru": [-full, full, values],
        "rnn": [values],
    }
    found = {cell: [np.concatenate(parts, axis=-1)] for cell, parts in kernels.items()}
    for cell in ("lstm", "rnn"):
        found[cell].append(np.zeros((N_A, CELLS[cell][0] * N_A)))
    return found


def new_layers(Tx):
    """Describes the notebook's shared layers before their first call, for other sizes."""
    return {
        "TX": Tx,
        "repeater": keras_layer("RepeatVector", n=Tx),
        "concatenator": keras_layer("Concatenate", axis=-1),
        "densor1": keras_layer("Dense", units=UNITS, activation="tanh"),
        "densor2": keras_layer("Dense", units=1, use_bias=False),
        "activator": keras_layer("Softmax", axis=1),
        "dotor": keras_layer("Dot", axes=1),
    }


def may_have(shared):
    """Returns weights that not every right network has: encoders' biases, the attention's."""
    biases = [np.zeros(shape) for shape in ((4 * N_A,), (2, 3 * N_A), (3 * N_A,), (N_A,))]
    return [*biases, *shared, shared[0][: 2 * N_A], shared[0][2 * N_A :]]
