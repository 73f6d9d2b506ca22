"""The assignment "Read any date", its exercises, and the inputs that they share."""

import json

import numpy as np

from autograder.checks.compare import Tolerance
from autograder.checks.recipes import Layer
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import away_from_zero, softmax

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
exact_match = assignment.exercise(
    "exact_match", points=10, returns=("accuracy", "by_position"), types={"result.0": "a number"}
)
attention_map = assignment.exercise(
    "attention_map",
    points=15,
    depends_on=("preprocess",),
    time_limit=30.0,
    types={"result": "an array"},
)

CLOSE = {"relative": 1e-3, "absolute": 1e-5}  # float32 layers against float64
LETTERS = tuple("0123456789 ./-abdefgijlmnoprstuvyéłüç")


def vocabulary(rng, size, needed=""):
    """Numbers `size` characters, those needed among them, and the two extra symbols, at random."""
    others = [letter for letter in LETTERS if letter not in needed]
    size = max(size, len(set(needed)))
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


def context_of(a, s, kernel, bias, scale):
    """Computes attention in NumPy: context `(m, 1, 2 n_a)`."""
    repeated = np.repeat(s[:, None], a.shape[1], axis=1)
    hidden = np.tanh(np.concatenate([a, repeated], axis=-1) @ kernel + bias)
    weights = softmax(hidden @ scale, axis=1)
    return np.sum(weights * a, axis=1, keepdims=True)


def floats(rng, *shape, scale=1.0):
    """Draws float32 numbers, none of them near 0: 64ths, which are short as text, too."""
    return np.round(draw_weights(rng, *shape, scale=scale) * 64).astype("float32") / 64


def draw_weights(rng, *shape, scale=1.0):
    """Draws numbers of three decimals, in double precision: float32 would be longer as text."""
    return away_from_zero(rng, shape, 0.2 * scale, scale, 3)


def rounded(array):
    """Rounds what is expected of float32 layers, in double precision, for the same reason."""
    return np.round(array.astype(float), 7)
