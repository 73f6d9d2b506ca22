"""The assignment "A framework of your own", its exercises, and what their cases share.

Inputs are float32, as the layers' weights are: TensorFlow's own operations refuse a mixture.
"""

import numpy as np

from autograder.checks.expectations import Between, Matches, Shape
from autograder.checks.probes import Steps
from autograder.checks.recipes import Made, Own
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import numbers

assignment = Assignment(
    "w4_sentiment_layers",
    title="A framework of your own",
    week=4,
    imports=("tensorflow", "keras"),
)
reference = assignment.solutions()

sub_class = assignment.exercise("SubClass", points=5)
# A slip in what records and walks back says little, and each takes long: above 10 seconds none is tried.
grad = assignment.exercise("grad", points=12, time_limit=15.0)
dense = assignment.exercise("Dense", points=13)
log_softmax = assignment.exercise("log_softmax", points=10, types={"result": "an array"})
embedding = assignment.exercise("Embedding", points=11)
mean = assignment.exercise("Mean", points=12)
serial = assignment.exercise("Serial", points=15)
train_step = assignment.exercise("train_step", points=12, depends_on=("grad",), time_limit=20.0)
keras_twin = assignment.exercise("keras_twin", points=10, time_limit=20.0)
sigmoid = assignment.exercise("Sigmoid", points=0)
count_weights = assignment.exercise("count_weights", points=0, types={"result": "a number"})
not_gate = assignment.exercise("not_gate", points=0, returns=("E", "W1", "b1", "W2", "b2"))

ROOM = 0.05  # relative, of a deviation: more than six times its own, of 9,000 numbers

# Runs a layer of the learner's under a tape; slopes by its weights, and by its input unless those are ids.
SLOPES = """
def look(layer, weights, x, out, mask):
    import tensorflow as tf
    weights = [tf.constant(weight) for weight in weights]
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        watched = [*weights, *[x] * x.dtype.is_floating]
        tape.watch(watched)
        if weights:
            layer.weights = list(weights)
        y = layer(x) if mask is None else layer(x, tf.constant(mask))
        total = tf.reduce_sum(tf.constant(out) * tf.cast(y, "float32"))
    slopes = tape.gradient(total, watched, unconnected_gradients="zero")
    return [tf.convert_to_tensor(slope) for slope in slopes]
"""


def floats(rng, shape, scale=1.0):
    """Draws float32 numbers of two decimals."""
    return numbers(rng, shape, scale).astype("float32")


def digits(rng, shape):
    """Draws float32 whole numbers of one digit, with both signs."""
    return rng.integers(-5, 6, shape).astype("float32")


def slopes_of(made_with, x, out, weights=(), mask=None):
    """Returns a probe that shows the slopes of a layer of the learner's, as its attribute `seen`."""
    given = {
        "layer": Own(made_with),
        "weights": list(weights),
        "x": x,
        "out": out,
        "mask": mask,
    }
    value = Made(SLOPES, given)
    return Steps(made_with, [["__setattr__", {"name": "seen", "value": value}]], ["seen"])


def setting(weights):
    """Returns a step that sets the weights."""
    return ["__setattr__", {"name": "weights", "value": weights}]


READING = ["__getattribute__", {"name": "weights"}]


def drawn_normally(path, number, shape, deviation, what):
    """Expects normal numbers, as the measure `first_weights` finds them.

    Args:
        path: Of the array in the observation.
        number: Of the array among the weights.
        shape: Of the array, a list.
        deviation: Of its numbers.
        what: What messages call it.
    """
    room = {"relative": ROOM, "absolute": 0.0, "of_scale": 0.0}
    where = f"measured.deviation_{number}"
    low = f"{what} is not drawn around 0."
    tails = f"{what} is not normal: its far numbers are too few or too many."
    text = f"{what} is not float32. Give it that type by `.astype`."
    return [
        Shape(path, shape, f"The shape of {what} is not as it should be."),
        Matches(float(deviation), where, f"the deviation of {what}", tolerance=room),
        Between(f"measured.mean_{number}", -0.07, 0.07, low),
        Between(f"measured.tails_{number}", 2.6, 3.4, tails),
        Between("measured.single", 1, 1, text),
    ]


def f32(values):
    """Makes a float32 array."""
    return np.array(values, dtype="float32")
