"""The assignment "Have you asked that before?", its exercises, and the inputs that they share.

Vectors have two decimals and are drawn so that no number lies near a corner: a hinge at 0, or two
scores that are equal but for rounding.
"""

import numpy as np

from autograder.checks.probes import BeforeAfter
from autograder.checks.recipes import Function, Made, Own
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import numbers

assignment = Assignment(
    "w5_question_duplicates",
    title="Have you asked that before?",
    week=5,
    imports=("keras", "tensorflow_text"),
)
reference = assignment.solutions()

question_batches = assignment.exercise("question_batches", points=10)
build_encoder = assignment.exercise("build_encoder", points=13, time_limit=60.0)
cosine_scores = assignment.exercise("cosine_scores", points=9, types={"result": "an array"})
triplet_loss = assignment.exercise(
    "triplet_loss", points=10, depends_on=("cosine_scores",), types={"result": "an array"}
)
triplet_kind = assignment.exercise("triplet_kind", points=9)
mean_negative = assignment.exercise("mean_negative", points=8, types={"result": "an array"})
closest_negative = assignment.exercise("closest_negative", points=13, types={"result": "an array"})
hard_negative_loss = assignment.exercise(
    "hard_negative_loss",
    points=14,
    depends_on=("cosine_scores", "mean_negative", "closest_negative"),
    types={"result": "a number"},
)
choose_threshold = assignment.exercise("choose_threshold", points=14, types={"result": "a number"})
area_under_curve = assignment.exercise("area_under_curve", points=0, types={"result": "a number"})
one_shot = assignment.exercise("one_shot", points=0, types={"result": "a number"})

NO_GRADIENT = "No gradient comes back: NumPy leaves no record of what it computes. Use `keras.ops`."
LEAST = 1e-6  # of a length, where nothing else is said


def f32(values):
    """Makes a float32 array."""
    return np.asarray(values, dtype="float32")


def floats(rng, shape, scale=1.0):
    """Draws float32 numbers of two decimals."""
    return f32(numbers(rng, shape, scale))


def cosines(v1, v2):
    """Computes the cosines of all rows in NumPy, those of `v2` as rows."""
    one, other = (
        np.asarray(v, float) / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), LEAST)
        for v in (v1, v2)
    )
    return other @ one.T


# Tensors under a tape that watches nothing else: left open by an error, it records nothing further.
START = """
def start(values):
    import tensorflow as tf
    tape = tf.GradientTape(watch_accessed_variables=False)
    tape.__enter__()
    tensors = [tf.constant(value) for value in values]
    for tensor in tensors:
        tape.watch(tensor)
    tf.watched_by_the_judge = tape, tensors
    return tensors[0]
"""
NEXT = """
def following(number):
    import tensorflow as tf
    return tf.watched_by_the_judge[1][number]
"""
STOP = """
def stop(values, result, out):
    import tensorflow as tf

    class Seen(np.ndarray):
        pass

    tape, tensors = tf.watched_by_the_judge
    total = tf.reduce_sum(tf.cast(result, "float32") * tf.constant(out))
    tape.__exit__(None, None, None)
    found = tape.gradient(total, tensors, unconnected_gradients="zero")
    made = np.array(values[0]).view(Seen)
    made.slopes = [
        np.where(np.any(value != 0, axis=-1, keepdims=True), slope, np.where(np.isfinite(slope), 0, np.nan))
        for value, slope in zip(values, map(np.asarray, found))
    ]
    return made
"""


# Gradients do not travel between a learner's process and the judge: right versions stand in where
# errors are carried forward.
COSINES = Function("""
def cosine_scores(v1, v2):
    import keras
    import tensorflow as tf

    v1, v2 = tf.convert_to_tensor(v1), tf.convert_to_tensor(v2)
    return -keras.losses.cosine_similarity(v2[:, None], v1[None])
""")
MEANS = Function("""
def mean_negative(S):
    import tensorflow as tf

    b = S.shape[0]
    if b == 1:
        return tf.constant([-np.inf])
    return tf.reduce_sum(tf.linalg.set_diag(S, tf.zeros(b)), 1) / (b - 1)
""")
CLOSEST = Function("""
def closest_negative(S):
    import tensorflow as tf

    return tf.reduce_max(tf.where(S < tf.linalg.diag_part(S)[:, None], S, -np.inf), 1)
""")
STAND_INS = {"cosine_scores": COSINES, "mean_negative": MEANS, "closest_negative": CLOSEST}


def slopes_of(arrays, out, rest=None, builds_on=()):
    """Asks for the gradients of `sum(result * out)` by some arguments, the first of the function.

    Of a row of zeros, where a length has no slope, it is asked only whether they are finite.

    Args:
        arrays: Name to float32 array, what the gradients are by.
        out: Float32 array of the result's shape, or a number.
        rest: Name to the arguments behind them.
        builds_on: Names of the exercises that the function calls.
    """
    rest = rest or {}
    names, values = list(arrays), list(arrays.values())
    watched = {name: Made(NEXT, {"number": i}) for i, name in enumerate(names)}
    watched[names[0]] = Made(START, {"values": values})
    first = Made(STOP, {"values": values, "result": Own({**watched, **rest}), "out": out})
    looks = {"slopes": Function("def look(first, *rest):\n    return first.slopes")}
    stand_ins = {name: STAND_INS[name] for name in builds_on}
    return BeforeAfter({**arrays, names[0]: first, **rest}, looks, stand_ins=stand_ins)
