"""`train_step`: one step downhill, on models of the judge's."""

import numpy as np

from autograder.checks.probes import BeforeAfter
from autograder.checks.recipes import Function, Made
from autograder.declaration.inputs import numbers

from .inputs import digits, f32, floats, reference, train_step

# Nested as learners' models are; an odd entry has an empty list, a single number, a tensor.
MODEL = """
def make(weights, kind):
    from keras import ops

    class Model:
        def __init__(self):
            self.weights = weights

        def __call__(self, x, mask=None):
            if kind == "linear":
                ((W, b),) = self.weights
                scores = ops.matmul(x, W) + b
            elif kind == "deep":
                (W1, b1), _, (W2, b2), scale = self.weights
                scores = ops.matmul(ops.tanh(ops.matmul(x, W1) + b1), W2) * scale + b2
            elif kind == "table":
                (E,), (W,), _ = self.weights
                scores = ops.matmul(ops.mean(ops.take(E, x, axis=0), axis=1), W)
            return ops.log_softmax(scores, axis=-1)

    return Model()
"""
WEIGHTS = "def look(model, x, y, learning_rate):\n    return model.weights"
OUTPUTS = "def look(model, x, y, learning_rate):\n    return model(x)"
# Stands in for a learner's `grad`, which returns a function and so cannot travel.
GRAD = """
def grad(f):
    import keras
    import tensorflow as tf

    def gradient(weights, *rest):
        leaves = keras.tree.map_structure(
            lambda w: tf.cast(tf.convert_to_tensor(w), tf.float32), weights
        )
        with tf.GradientTape() as tape:
            tape.watch(leaves)
            value = tf.convert_to_tensor(f(leaves, *rest))
        if value.shape != ():
            raise ValueError(f"no scalar, but of shape {value.shape}")
        slopes = tape.gradient(value, leaves, unconnected_gradients="zero")
        return keras.tree.map_structure(tf.convert_to_tensor, slopes)

    return gradient
"""


def step(kind, weights, x, y, learning_rate, times=1):
    """Returns a probe that takes steps, and looks at weights and outputs."""
    given = {
        "model": Made(MODEL, {"weights": weights, "kind": kind}),
        "x": x,
        "y": y,
        "learning_rate": learning_rate,
    }
    looks = {"weights": Function(WEIGHTS), "outputs": Function(OUTPUTS)}
    return BeforeAfter(given, looks, times, stand_ins={"grad": Function(GRAD)})


def rate(rng):
    return round(float(rng.uniform(0.2, 0.9)), 2)


def labels(rng, count, classes):
    """Draws labels, each class once at least."""
    return rng.permutation(np.arange(count) % classes)


@train_step.case("One linear layer, three classes.")
def on_paper(rng):
    weights = [[digits(rng, (2, 3)) / 4, f32([0, 0, 0])]]
    return step("linear", weights, digits(rng, (4, 2)), labels(rng, 4, 3), 0.5)


@train_step.case("Two layers: all slopes come from the same weights; the rate counts.")
def deep(rng):
    weights = [
        [floats(rng, (3, 4)), floats(rng, 4)],
        [],
        [floats(rng, (4, 2)), floats(rng, 2)],
        float(1 + abs(numbers(rng, ()))),
    ]
    return step("deep", weights, floats(rng, (5, 3)), labels(rng, 5, 2), rate(rng))


@train_step.case("Three steps, one after the other: the loss is that before each.")
def three_steps(rng):
    weights = [[floats(rng, (3, 4)), floats(rng, 4)]]
    return step("linear", weights, floats(rng, (6, 3)), labels(rng, 6, 4), rate(rng), times=3)


@train_step.case("A table of vectors: rows that were read move, weights that are not used stay.")
def a_table(rng):
    weights = [[floats(rng, (7, 3))], [floats(rng, (3, 2))], [floats(rng, 4)]]
    ids = rng.permuted(np.array([[1, 2, 2], [4, 0, 1], [6, 6, 6]]), axis=1)
    return step("table", weights, ids, labels(rng, 3, 2), rate(rng), times=2)


@train_step.case("A rate of 0 changes nothing, and the loss comes back all the same.")
def no_rate(rng):
    weights = [[floats(rng, (2, 3)), floats(rng, 3)]]
    return step("linear", weights, floats(rng, (3, 2)), labels(rng, 3, 3), 0.0)


# ------------------------------------------------------------------------ other right answers


@train_step.alternative
def with_a_tape(model, x, y, learning_rate):
    import keras
    import tensorflow as tf
    from keras import ops

    flat = [ops.convert_to_tensor(w, "float32") for w in keras.tree.flatten(model.weights)]
    nested = keras.tree.pack_sequence_as(model.weights, flat)
    with tf.GradientTape() as tape:
        tape.watch(flat)
        model.weights = nested
        chosen = ops.take_along_axis(model(x), np.asarray(y)[:, None], axis=-1)
        loss = -ops.mean(chosen)
    slopes = tape.gradient(loss, flat, unconnected_gradients="zero")
    moved = [w - learning_rate * tf.convert_to_tensor(g) for w, g in zip(flat, slopes, strict=True)]
    model.weights = keras.tree.pack_sequence_as(nested, moved)
    return loss


@train_step.alternative
def with_numpy_weights(model, x, y, learning_rate):
    import keras

    kept = keras.tree.map_structure(lambda w: np.array(w, "float32"), model.weights)

    def loss_of(weights, x, y):
        model.weights = weights
        return reference.cross_entropy(model(x), y)

    slopes = reference.grad(loss_of)(kept, x, y)
    model.weights = kept
    loss = reference.cross_entropy(model(x), y)
    model.weights = keras.tree.map_structure(
        lambda w, g: w - np.float32(learning_rate) * np.asarray(g), kept, slopes
    )
    return np.float32(loss)


@train_step.alternative
def keeping_the_loss(model, x, y, learning_rate):
    from keras import tree

    seen, weights = [], model.weights

    def loss_of(weights):
        model.weights = weights
        seen.append(reference.cross_entropy(model(x), y))
        return seen[-1]

    down = tree.map_structure(lambda g: -learning_rate * g, reference.grad(loss_of)(weights))
    model.weights = tree.map_structure(lambda w, d: w + d, weights, down)
    return float(seen[0])


# ------------------------------------------------------------------------------- known mistakes

train_step.slip(
    "goes_uphill",
    "The step goes uphill. Subtract the slopes.",
    "weight - learning_rate * slope",
    "weight + learning_rate * slope",
)
train_step.slip(
    "forgets_the_rate",
    "The rate has no say in the step.",
    "weight - learning_rate * slope",
    "weight - slope",
)
train_step.slip(
    "returns_the_loss_after",
    "This is the loss after the step. The one before is wanted.",
    "return loss",
    "return float(loss_of(model.weights))",
)
train_step.slip(
    "leaves_the_model",
    "The model did not move: the new weights have to be set.",
    "model.weights = keras.tree.map_structure(",
    "moved = keras.tree.map_structure(",
)
train_step.slip(
    "returns_a_slope",
    "The slopes came back. The loss is wanted.",
    "return loss",
    "return slopes",
)
train_step.slip(
    "sums_the_losses",
    "The losses of the batch were added up. `cross_entropy` is their mean, and so is what is walked down.",
    "return cross_entropy(model(x), y)",
    "return len(y) * cross_entropy(model(x), y)",
)
train_step.slip(
    "sets_the_slopes",
    "The slopes were set in the place of the weights. Subtract them, times the rate.",
    "weight - learning_rate * slope",
    "slope",
)
train_step.slip(
    "steps_with_the_loss",
    "The step was multiplied by the loss. It is the rate times the slope.",
    "learning_rate * slope",
    "loss * learning_rate * slope",
)


@train_step.misconception(
    "Weights moved one after the other: the slopes of the second were taken where the first had moved "
    "already. All slopes come first."
)
def one_after_the_other(model, x, y, learning_rate):
    import keras

    nested = model.weights
    flat = [np.array(w, "float32") for w in keras.tree.flatten(nested)]

    def loss_of(flat):
        model.weights = keras.tree.pack_sequence_as(nested, flat)
        return reference.cross_entropy(model(x), y)

    loss = float(loss_of(flat))
    for number in range(len(flat)):
        slopes = reference.grad(loss_of)(flat)
        flat[number] = np.asarray(flat[number] - learning_rate * slopes[number])
    model.weights = keras.tree.pack_sequence_as(nested, flat)
    return loss


@train_step.misconception(
    "Only the first entry of the weights moved. All weights of all layers do."
)
def moves_the_first_layer(model, x, y, learning_rate):
    import keras

    before = model.weights
    loss = reference.train_step(model, x, y, learning_rate)
    moved = model.weights
    first = keras.tree.flatten(moved)[:1]
    model.weights = keras.tree.pack_sequence_as(before, [*first, *keras.tree.flatten(before)[1:]])
    return loss


@train_step.misconception(
    "The gradient is that of the model's output. It is the **loss** that has to fall."
)
def walks_down_the_output(model, x, y, learning_rate):
    import keras
    from keras import ops

    def output_of(weights):
        model.weights = weights
        return ops.sum(model(x))

    before = model.weights
    loss = float(reference.cross_entropy(model(x), y))
    slopes = reference.grad(output_of)(before)
    model.weights = keras.tree.map_structure(lambda w, g: w - learning_rate * g, before, slopes)
    return loss
