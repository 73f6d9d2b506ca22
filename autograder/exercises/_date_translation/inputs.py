"""The assignment "Read any date", its exercises, and the inputs that they share."""

import json

import numpy as np

from autograder.compare import Tolerance
from autograder.exercise import Assignment
from autograder.recipes import Layer

assignment = Assignment("w6_date_translation", title="Read any date", week=6, imports=("keras",))
reference = assignment.solutions()

preprocess = assignment.exercise("preprocess", points=15)
# Float32 layers against float64: a few units in the sixth digit.
one_step_attention = assignment.exercise(
    "one_step_attention",
    points=30,
    time_limit=30.0,
    tolerance=Tolerance(relative=1e-3, absolute=1e-6, of_scale=1e-4),
)
modelf = assignment.exercise(
    "modelf", points=30, depends_on=("one_step_attention",), time_limit=60.0
)
exact_match = assignment.exercise("exact_match", points=10, returns=("accuracy", "by_position"))
attention_map = assignment.exercise(
    "attention_map", points=15, depends_on=("preprocess",), time_limit=30.0
)

LETTERS = tuple("0123456789 ./-abdefgijlmnoprstuvyéłüç")


def vocabulary(rng, size, needed=""):
    """Numbers `size` characters, those needed among them, and the two extra symbols, at random."""
    others = [letter for letter in LETTERS if letter not in needed]
    drawn = rng.choice(others, size - len(set(needed)), replace=False)
    symbols = [*sorted(set(needed)), *map(str, drawn), "<unk>", "<pad>"]
    order = rng.permutation(len(symbols))
    return {symbol: int(index) for symbol, index in zip(symbols, order, strict=True)}


def keras_layer(name, shape=None, weights=(), **config):
    """Describes a layer of Keras without importing it."""
    text = json.dumps({"module": "keras.layers", "class_name": name, "config": config})
    return Layer(text, shape, list(weights))


def shared_layers(Tx, kernel, bias, scale):
    """Describes the notebook's shared layers, built for other sizes and with given weights.

    Args:
        Tx: Int, time steps of the encoder.
        kernel: `(2 n_a + n_s, units)` of `densor1`.
        bias: `(units,)` of `densor1`.
        scale: `(units, 1)` of `densor2`.
    """
    rows, units = kernel.shape
    return {
        "TX": Tx,
        "repeater": keras_layer("RepeatVector", n=Tx),
        "concatenator": keras_layer("Concatenate", axis=-1),
        "densor1": keras_layer(
            "Dense", [None, Tx, rows], [kernel, bias], units=units, activation="tanh"
        ),
        "densor2": keras_layer("Dense", [None, Tx, units], [scale], units=1, use_bias=False),
        "activator": keras_layer("Softmax", axis=1),
        "dotor": keras_layer("Dot", axes=1),
    }


def softmax(values, axis):
    """Returns the softmax along an axis."""
    powers = np.exp(values - values.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def context_of(a, s, kernel, bias, scale):
    """Computes attention in NumPy: context `(m, 1, 2 n_a)`."""
    repeated = np.repeat(s[:, None], a.shape[1], axis=1)
    hidden = np.tanh(np.concatenate([a, repeated], axis=-1) @ kernel + bias)
    weights = softmax(hidden @ scale, axis=1)
    return np.sum(weights * a, axis=1, keepdims=True)


def floats(rng, *shape, scale=1.0):
    """Draws float32 numbers of three decimals, none of them near 0."""
    values = rng.uniform(0.2, 1.0, shape) * rng.choice([-1.0, 1.0], shape) * scale
    return np.round(values, 3).astype("float32")
