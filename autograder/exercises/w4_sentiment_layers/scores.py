"""`log_softmax`: log-probabilities that no score can break."""

import numpy as np

from autograder.checks.probes import BeforeAfter
from autograder.checks.recipes import Function, Made, Own

from .inputs import f32, floats, log_softmax


@log_softmax.case("One row of three scores.")
def on_paper(rng):
    return {"logits": rng.permutation(f32([0, 1, 3]))[None] + np.float32(rng.integers(-3, 4))}


@log_softmax.case("Several rows, each by itself.")
def rows(rng):
    return {"logits": floats(rng, (4, 3), 2)}


@log_softmax.case("More axes: the last one is summed over.")
def more_axes(rng):
    return {"logits": floats(rng, (2, 3, 5), 2)}


@log_softmax.case("A single row without any other axis.")
def one_row(rng):
    return {"logits": floats(rng, 6, 3)}


@log_softmax.case("Scores of 1000 and more.")
def large(rng):
    return {"logits": 1000 + floats(rng, (2, 4))}


@log_softmax.case("Scores of -1000 and less.")
def small(rng):
    return {"logits": -1000 + floats(rng, (3, 2))}


@log_softmax.case("Rows far apart, and scores far apart in one row.")
def far_apart(rng):
    rows = f32([[1000, 0, -1000], [-2000, -2001, -2003], [0.5, 1, 3]])
    return {"logits": rng.permuted(rows, axis=1) + floats(rng, (3, 1))}


@log_softmax.case("A score of -inf stays -inf, and the others are as without it.")
def minus_infinity(rng):
    logits = floats(rng, (3, 4))
    logits[[0, 2], rng.integers(0, 4, 2)] = -np.inf
    return {"logits": logits}


# Scores under a tape that watches nothing else: left open by an error, it records nothing further.
UNDER_TAPE = """
def start(values):
    import tensorflow as tf
    tape = tf.GradientTape(watch_accessed_variables=False)
    tape.__enter__()
    scores = tf.constant(values)
    tape.watch(scores)
    tf.watched_by_the_judge = tape, scores
    return scores
"""
WITH_SLOPES = """
def stop(values, result, out):
    import tensorflow as tf

    class Scores(np.ndarray):
        pass

    tape, scores = tf.watched_by_the_judge
    total = tf.reduce_sum(tf.cast(result, "float32") * tf.constant(out))
    tape.__exit__(None, None, None)
    made = np.array(values).view(Scores)
    made.slopes = tape.gradient(total, scores, unconnected_gradients="zero")
    return made
"""


@log_softmax.case("Gradients flow, from large scores, too.")
def gradients(rng):
    values, out = floats(rng, (3, 4), 2), floats(rng, (3, 4))
    values[1] += 1000
    result = Own({"logits": Made(UNDER_TAPE, {"values": values})})
    scores = Made(WITH_SLOPES, {"values": values, "result": result, "out": out})
    looks = {"slopes": Function("def look(logits):\n    return logits.slopes")}
    return BeforeAfter({"logits": scores}, looks)


# ------------------------------------------------------------------------ other right answers


@log_softmax.alternative
def with_keras(logits):
    from keras import ops

    return ops.log_softmax(logits, axis=-1)


@log_softmax.alternative
def with_tensorflow(logits):
    import tensorflow as tf

    return logits - tf.reduce_logsumexp(logits, axis=-1, keepdims=True)


@log_softmax.alternative
def as_a_loss(logits):
    import tensorflow as tf

    logits = tf.convert_to_tensor(logits)
    classes = logits.shape[-1]
    columns = [
        -tf.nn.sparse_softmax_cross_entropy_with_logits(
            tf.fill(tf.shape(logits)[:-1], k), tf.maximum(logits, -1e30)
        )
        for k in range(classes)
    ]
    return tf.where(tf.math.is_inf(logits), logits, tf.stack(columns, axis=-1))


@log_softmax.alternative
def shifted_last(logits):
    from keras import ops

    m = ops.expand_dims(ops.max(logits, axis=-1), -1)
    total = ops.log(ops.sum(ops.exp(ops.subtract(logits, m)), -1, keepdims=True))
    return ops.subtract(ops.subtract(logits, m), total)


# ------------------------------------------------------------------------------- known mistakes

SHIFTED = "logits - ops.max(logits, axis=-1, keepdims=True)"
RETURN = "return shifted - ops.log(powers)"

log_softmax.slip(
    "does_not_shift",
    "Right for small scores. Large ones overflow: shift each row first.",
    SHIFTED,
    "logits",
)
log_softmax.slip(
    "takes_the_logarithm_of_the_softmax",
    "The softmax was made first and the logarithm then. What has rounded to 0 has no logarithm: subtract "
    "two logarithms instead of dividing.",
    RETURN,
    "return ops.log(ops.exp(shifted) / powers)",
)
log_softmax.slip(
    "adds_a_small_number",
    "A small number stands in the logarithm so that it is never that of 0. Far apart, it is larger than "
    "what it is added to: subtract two logarithms instead.",
    RETURN,
    "return ops.log(ops.exp(shifted) / powers + 1e-7)",
)
log_softmax.slip(
    "one_shift_for_all",
    "All rows were shifted by the same number. Where rows are far apart, some of them vanish.",
    SHIFTED,
    "logits - ops.max(logits)",
)
log_softmax.slip(
    "returns_probabilities",
    "These are probabilities. Their logarithms are wanted.",
    RETURN,
    "return ops.exp(shifted) / powers",
)
log_softmax.slip(
    "turns_the_sign_round",
    "The sign is turned round: these are surprises. Log-probabilities are at most 0.",
    RETURN,
    "return ops.log(powers) - shifted",
)
log_softmax.slip(
    "forgets_the_sum",
    "The logarithm of the sum is missing: the scores were shifted, and nothing else.",
    RETURN,
    "return shifted",
)
log_softmax.slip(
    "cuts_scores_off",
    "Scores were cut off so that nothing overflows. Those far out are as good as others: shift them.",
    SHIFTED,
    "ops.clip(logits, -50, 50)",
)
log_softmax.slip(
    "sums_over_everything",
    "All rows were summed up in one. Each row has a sum of its own.",
    "ops.sum(ops.exp(shifted), axis=-1, keepdims=True)",
    "ops.sum(ops.exp(shifted))",
)


@log_softmax.misconception("The sum goes along the first axis. The classes are the last one.")
def along_the_first_axis(logits):
    from keras import ops

    shifted = logits - ops.max(logits, axis=0, keepdims=True)
    return shifted - ops.log(ops.sum(ops.exp(shifted), axis=0, keepdims=True))


@log_softmax.misconception(
    "No gradient comes back: NumPy leaves no record of what it computes. Use `keras.ops`."
)
def in_numpy(logits):
    from scipy.special import log_softmax as of_scipy

    return of_scipy(np.asarray(logits), axis=-1)
