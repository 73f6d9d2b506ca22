"""`Sigmoid` and `count_weights`: two small ones."""

import math

import numpy as np

from autograder.checks.probes import Steps
from autograder.checks.recipes import Made, Tensor
from autograder.declaration.inputs import numbers

from .inputs import count_weights, f32, floats, reference, sigmoid, slopes_of


@sigmoid.case("A few numbers.")
def a_few(rng):
    return Steps({}, [["__call__", {"x": floats(rng, 4, 2)}]])


@sigmoid.case("Any shape.")
def any_shape(rng):
    return Steps({}, [["__call__", {"x": floats(rng, (2, 3, 2), 2)}]])


@sigmoid.case("Far out, on both sides.")
def far_out(rng):
    x = rng.permutation(f32([-1000, 1000, -90, 90, 3, -2])) + floats(rng, 6, 0.5)
    return Steps({}, [["__call__", {"x": x}]])


@sigmoid.case("Its gradient, near and far out.")
def gradients(rng):
    x = rng.permutation(f32([-1000, 1000, -120, 120, 0.5, -1.5]))
    return slopes_of({}, x, floats(rng, 6))


# ------------------------------------------------------------------------ other right answers


@sigmoid.alternative
def with_keras():
    from keras import ops

    class Given(reference.Layer):
        def forward(self, x, mask=None):
            return ops.sigmoid(x)

    return Given()


@sigmoid.alternative
def with_two_forms():
    from keras import ops

    class Forms(reference.Layer):
        def forward(self, x, mask=None):
            small = ops.exp(-ops.abs(x))
            return ops.where(ops.greater(x, 0), 1 / (1 + small), small / (1 + small))

    return Forms()


@sigmoid.alternative
def by_its_logarithm():
    import tensorflow as tf

    class Softplus(reference.Layer):
        def forward(self, x, mask=None):
            return tf.exp(-tf.nn.softplus(-tf.convert_to_tensor(x)))

    return Softplus()


# ------------------------------------------------------------------------------- known mistakes

RIGHT = "0.5 + 0.5 * ops.tanh(0.5 * x)"

sigmoid.slip(
    "squeezes_into_both_signs",
    "This is tanh, from -1 to 1. The sigmoid goes from 0 to 1.",
    RIGHT,
    "ops.tanh(x)",
)
sigmoid.slip(
    "is_twice_as_steep", "Twice as steep as the sigmoid: its slope at 0 is 1/4.", "0.5 * x", "x"
)
sigmoid.slip(
    "turns_round",
    "Turned round: it has to rise, from 0 far below to 1 far above.",
    "0.5 * x",
    "-0.5 * x",
)
sigmoid.slip(
    "overflows_above",
    "Far out there is NaN: the power of a large x is infinite, and infinite by infinite is no number.",
    RIGHT,
    "ops.exp(x) / (1 + ops.exp(x))",
)
sigmoid.slip(
    "is_a_staircase", "This is piecewise straight: Keras calls it hard. The sigmoid is smooth.", RIGHT,
    "ops.hard_sigmoid(x)",
)  # fmt: skip
sigmoid.slip(
    "normalises", "Numbers were set against each other. Each is squeezed by itself.", RIGHT,
    "ops.softmax(x, axis=-1)",
)  # fmt: skip


@sigmoid.misconception(
    "No gradient comes back: NumPy leaves no record of what it computes. Use `keras.ops`."
)
def in_numpy():
    class Numpy(reference.Layer):
        def forward(self, x, mask=None):
            return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))

    return Numpy()


# ------------------------------------------------------------------------------ count_weights

MODEL = """
def make(weights):
    class Model:
        pass

    model = Model()
    model.weights = weights
    return model
"""


def model(weights):
    return {"model": Made(MODEL, {"weights": weights})}


def layer(rng, n, units):
    return [floats(rng, (n, units)), floats(rng, units)]


@count_weights.case("A dense layer of three units, and a layer without weights.")
def one_layer(rng):
    W, b = layer(rng, int(rng.integers(2, 9)), 3)
    return model([[W, np.zeros_like(b)], []])


@count_weights.case("Three layers of units, and activations in between.")
def three_layers(rng):
    n, units = int(rng.integers(2, 9)), int(rng.integers(3, 9))
    return model([layer(rng, n, units), [], layer(rng, units, 4), [], layer(rng, 4, 3), []])


@count_weights.case("However deep they are nested; a single number counts as one.")
def deeper(rng):
    count = int(rng.integers(2, 7))
    inner = [[floats(rng, (count, 2))], [[], [floats(rng, 5), float(numbers(rng, ()))]]]
    return model([inner, [floats(rng, (2, 3, 2))]])


@count_weights.case("Tensors are counted like arrays.")
def tensors(rng):
    W, b = layer(rng, int(rng.integers(2, 9)), 4)
    return model([[Tensor(W), b], [], [Tensor(b)]])


@count_weights.case("No weights at all.")
def nothing(rng):
    return model([[], [[], []]])


@count_weights.alternative
def by_recursion(model):
    def count(tree):
        if isinstance(tree, (list, tuple)):
            return sum(map(count, tree))
        return math.prod(np.shape(tree))

    return count(model.weights)


@count_weights.alternative
def with_shapes(model):
    import keras

    shapes = [np.asarray(weight).shape for weight in keras.tree.flatten(model.weights)]
    return np.sum([np.prod(shape) for shape in shapes], dtype=int)


@count_weights.alternative
def with_raveled_arrays(model):
    import keras

    parts = [np.ravel(w) for w in keras.tree.flatten(model.weights)]
    return len(np.concatenate(parts)) if parts else 0


count_weights.slip(
    "counts_arrays",
    "This is the number of arrays. Each holds as many weights as it has numbers.",
    "sum(np.size(leaf) for leaf in keras.tree.flatten(model.weights))",
    "len(keras.tree.flatten(model.weights))",
)
count_weights.slip(
    "counts_layers",
    "This is the number of layers. Count the numbers in their weights.",
    "sum(np.size(leaf) for leaf in keras.tree.flatten(model.weights))",
    "len(model.weights)",
)
count_weights.slip(
    "leaves_out_zeros",
    "Numbers that are 0 were left out. A bias of 0 is learned like any other.",
    "np.size(leaf)",
    "np.count_nonzero(leaf)",
)
count_weights.slip(
    "counts_rows",
    "Only the first axis of each array was counted.",
    "np.size(leaf)",
    "(np.shape(leaf) or (1,))[0]",
)
count_weights.slip(
    "adds_values",
    "The numbers themselves were added up. Count them.",
    "np.size(leaf)",
    "np.sum(leaf)",
)
count_weights.slip(
    "forgets_biases",
    "Biases were left out. They are learned, too, and so is a single number.",
    "in keras.tree.flatten(model.weights)",
    "in keras.tree.flatten(model.weights) if np.ndim(leaf) > 1",
)
count_weights.slip(
    "forgets_single_numbers",
    "A single number was left out, or every layer's last one. It is one weight.",
    "in keras.tree.flatten(model.weights)",
    "in keras.tree.flatten(model.weights) if np.ndim(leaf)",
)


@count_weights.misconception("Only two levels of lists were looked at. They may be nested deeper.")
def two_levels_deep(model):
    return sum(
        np.size(weight)
        for layer in model.weights
        for weight in layer
        if not isinstance(weight, list)
    )
