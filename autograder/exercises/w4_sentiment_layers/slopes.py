"""`grad`: a function that returns the gradient of another one."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Returned
from autograder.checks.recipes import Function, Tensor
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers

from .inputs import floats, grad

PARABOLA = "def f(x):\n    return {a} * x**2 + {b} * x\n"
NESTED = """
def f(weights, x, scale):
    from keras import ops
    (W, b), _, (c, deeper) = weights
    y = ops.tanh(ops.matmul(x, W) + b) * scale
    return ops.sum(y * c) + ops.sum(deeper[0] ** 2)
"""
SECOND = """
def f(w, x, y):
    from keras import ops
    return ops.sum(w * x * x) + ops.sum(x * y) * w[0]
"""
ROWS = """
def f(table, ids):
    from keras import ops
    return ops.sum(ops.take(table[0], ids, axis=0) ** 2)
"""
UNUSED = """
def f(weights):
    from keras import ops
    return ops.sum(weights[1] ** 3)
"""
CONSTANT = "def f(weights):\n    return {c}\n"
VECTOR = """
def f(w):
    from keras import ops
    return {a} * ops.convert_to_tensor(w)
"""


@grad.case("A parabola's gradient, on paper.")
def on_paper(rng):
    a, b = (int(n) for n in rng.integers(2, 9, 2))
    f = Function(PARABOLA.format(a=a, b=b))
    return Returned({"f": f}, [["at 2", [2.0]], ["at -1", [-1.0]]])


@grad.case("A whole number counts as a float.")
def whole_numbers(rng):
    a, b = (int(n) for n in rng.integers(2, 9, 2))
    return Returned({"f": Function(PARABOLA.format(a=a, b=b))}, [["at 3", [3]]])


@grad.case("The gradient by an array has its shape; other arguments are held fixed.")
def of_the_first(rng):
    call = [floats(rng, 3), floats(rng, 3), floats(rng, 3)]
    return Returned({"f": Function(SECOND)}, [["slopes", call]])


@grad.case("Weights nested as they come give a gradient nested likewise.")
def nested(rng):
    weights = [
        [floats(rng, (3, 2)), floats(rng, 2)],
        [],
        [float(numbers(rng, ())), [floats(rng, 4)]],
    ]
    call = [weights, floats(rng, (5, 3)), float(numbers(rng, ()))]
    return Returned({"f": Function(NESTED)}, [["slopes", call]])


@grad.case("A tensor does as well as an array.")
def a_tensor(rng):
    call = [Tensor(floats(rng, 3)), floats(rng, 3), floats(rng, 3)]
    return Returned({"f": Function(SECOND)}, [["slopes", call]])


@grad.case("Rows of a table: a row that is looked up twice gets both slopes, others zeros.")
def rows_of_a_table(rng):
    ids = np.array([1, 4, 1, 0])
    call = [[floats(rng, (6, 2))], rng.permutation(ids)]
    return Returned({"f": Function(ROWS)}, [["slopes", call]])


@grad.case("What is not used has a gradient of zeros.")
def unused(rng):
    weights = [floats(rng, (2, 3)), floats(rng, 4), 2.0]
    return Returned({"f": Function(UNUSED)}, [["slopes", [weights]]])


@grad.case("If nothing is used, all is zero.")
def nothing_is_used(rng):
    f = Function(CONSTANT.format(c=float(numbers(rng, ()))))
    shape = (int(rng.integers(2, 6)), int(rng.integers(2, 6)))
    return Returned({"f": f}, [["slopes", [[floats(rng, shape), 1.0]]]])


@grad.case("What is no scalar raises a ValueError that names the shape.")
def no_scalar(rng):
    size = int(rng.integers(11, 99))
    f = Function(VECTOR.format(a=3))
    because = "A gradient needs a single number to come from; the message names the shape."
    probe = Returned({"f": f}, [["slopes", [floats(rng, size)]]])
    return Trial(probe, [Raises("ValueError", [str(size)], because)])


@grad.case("One number in an array is no scalar either.")
def an_array_of_one(rng):
    f = Function(VECTOR.format(a=int(rng.integers(2, 9))))
    because = "An array of shape (1,) is no scalar; the message names the shape."
    probe = Returned({"f": f}, [["slopes", [floats(rng, 1)]]])
    return Trial(probe, [Raises("ValueError", ["1"], because)])


# ------------------------------------------------------------------------ other right answers


@grad.alternative
def with_variables(f):
    import keras
    import tensorflow as tf

    def slopes(weights, *rest):
        made = keras.tree.map_structure(
            lambda w: tf.Variable(tf.cast(tf.convert_to_tensor(w), tf.float32)), weights
        )
        with tf.GradientTape() as tape:
            tensors = keras.tree.map_structure(tf.convert_to_tensor, made)
            value = tf.convert_to_tensor(f(tensors, *rest))
        if len(value.shape):
            raise ValueError(f"expected a scalar, not {tuple(value.shape)}")
        flat = keras.tree.flatten(made)
        found = tape.gradient(value, flat)
        found = [
            tf.zeros_like(v) if g is None else tf.convert_to_tensor(g)
            for g, v in zip(found, flat, strict=True)
        ]
        return keras.tree.pack_sequence_as(made, found)

    return slopes


@grad.alternative
def by_recursion(f):
    import tensorflow as tf

    def tensors_of(tree):
        if isinstance(tree, (list, tuple)):
            return [tensors_of(part) for part in tree]
        return tf.cast(tf.convert_to_tensor(tree), tf.float32)

    def slopes_of(tape, value, tree):
        if isinstance(tree, list):
            return [slopes_of(tape, value, part) for part in tree]
        slope = tape.gradient(value, tree)
        return np.zeros(tree.shape, "float32") if slope is None else tf.convert_to_tensor(slope)

    def gradient(weights, *rest):
        tree = tensors_of(weights)
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(tree)
            value = f(tree, *rest)
        if np.shape(value) != ():
            raise ValueError(f"The shape is {np.shape(value)}.")
        return slopes_of(tape, tf.convert_to_tensor(value), tree)

    return gradient


@grad.alternative
def in_numpy_afterwards(f):
    import keras
    import tensorflow as tf

    def gradient(w, *rest):
        w = keras.tree.map_structure(lambda v: tf.constant(np.asarray(v, "float32")), w)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(w)
            out = tf.convert_to_tensor(f(w, *rest))
        if out.shape.rank != 0:
            raise ValueError("no scalar: " + str(out.shape))
        dw = tape.gradient(out, w, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return keras.tree.map_structure(lambda g: tf.convert_to_tensor(g).numpy(), dw)

    return gradient


# ------------------------------------------------------------------------------- known mistakes

ASKED = 'tape.gradient(value, leaves, unconnected_gradients="zero")'
DENSE = "keras.tree.map_structure(tf.convert_to_tensor, slopes)"

grad.slip(
    "returns_the_value",
    "This is the value of f. Its gradient is wanted: ask the tape.",
    f"return {DENSE}",
    "return value",
)

grad.slip(
    "returns_value_and_gradient",
    "The value came along with the gradient. Only the gradient is wanted.",
    f"return {DENSE}",
    f"return value, {DENSE}",
)

grad.slip(
    "flattens",
    "The slopes are right, but in one flat list. They are to be nested as the weights are.",
    f"return {DENSE}",
    "return [tf.convert_to_tensor(slope) for slope in keras.tree.flatten(slopes)]",
)

grad.slip(
    "adds_up_what_is_no_scalar",
    "What is no scalar was added up in silence. Raise a ValueError that names the shape.",
    'raise ValueError(f"f gave shape {value.shape}, expected a scalar.")',
    "pass",
)

grad.slip(
    "does_not_watch",
    "All slopes are zero: the tape was not told to watch the tensors. It watches variables by itself, "
    "tensors only when it is asked to.",
    "tape.watch(leaves)",
    "pass",
)

grad.slip(
    "gives_untouched_weights",
    "All slopes are zero: f was called with the weights as they came, and not with the tensors that "
    "the tape watches.",
    "f(leaves, *rest)",
    "f(weights, *rest)",
)

grad.slip(
    "takes_the_slope_uphill_for_down",
    "The sign is turned round. The gradient points uphill; who goes down subtracts it.",
    f"return {DENSE}",
    "return keras.tree.map_structure(lambda s: -tf.convert_to_tensor(s), slopes)",
)


@grad.misconception(
    "The gradients by the other arguments came along. Only the first argument is wanted."
)
def by_all_arguments(f):
    import keras
    import tensorflow as tf

    def gradient(*arguments):
        tensors = keras.tree.map_structure(
            lambda a: tf.cast(tf.convert_to_tensor(a), tf.float32), list(arguments)
        )
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            value = tf.convert_to_tensor(f(*tensors))
        if value.shape != ():
            raise ValueError(str(value.shape))
        found = tape.gradient(value, tensors, unconnected_gradients="zero")
        return keras.tree.map_structure(tf.convert_to_tensor, found)

    return gradient


@grad.misconception(
    "Where nothing leads back, there was no gradient. Of what f does not use it is zeros, of the same shape."
)
def leaves_none(f):
    import keras
    import tensorflow as tf

    def gradient(weights, *rest):
        flat = [tf.cast(tf.convert_to_tensor(w), tf.float32) for w in keras.tree.flatten(weights)]
        with tf.GradientTape() as tape:
            tape.watch(flat)
            value = tf.convert_to_tensor(f(keras.tree.pack_sequence_as(weights, flat), *rest))
        if value.shape != ():
            raise ValueError(str(value.shape))
        found = [g if g is None else tf.convert_to_tensor(g) for g in tape.gradient(value, flat)]
        return keras.tree.pack_sequence_as(weights, found)

    return gradient
