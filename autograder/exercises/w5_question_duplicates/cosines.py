"""`cosine_scores`: all pairs at once."""

import numpy as np

from .inputs import NO_GRADIENT, cosine_scores, f32, floats, reference, slopes_of

EASY = [[1, 2, 2], [2, 3, 6], [0, 3, 4], [2, -1, 2]]  # of length 3, 7, 5, 3


@cosine_scores.case("Two and two vectors, of whole lengths.")
def on_paper(rng):
    rows = f32(rng.permuted(rng.permutation(EASY), axis=1)) * f32(rng.choice([-1, 1], (4, 1)))
    return {"v1": rows[:2], "v2": rows[2:]}


@cosine_scores.case("More vectors than numbers in each.")
def many_rows(rng):
    return {"v1": floats(rng, (5, 3)), "v2": floats(rng, (5, 3))}


@cosine_scores.case("More numbers than vectors.")
def long_rows(rng):
    return {"v1": floats(rng, (3, 7)), "v2": floats(rng, (3, 7))}


@cosine_scores.case("A single pair.")
def a_single_pair(rng):
    return {"v1": floats(rng, (1, 4)), "v2": floats(rng, (1, 4))}


@cosine_scores.case("Lengths from a thousandth to thousands do not count.")
def any_length(rng):
    sizes = f32([1e-3, 1e-2, 1, 1e3])
    v1, v2 = (
        rng.choice([-1, 1], (4, 3)) * rng.uniform(0.3, 1, (4, 3)) * rng.permutation(sizes)[:, None]
        for _ in range(2)
    )
    return {"v1": f32(v1), "v2": f32(v2)}


@cosine_scores.case("A vector of zeros has the cosine 0 with everything.")
def zeros(rng):
    v1, v2 = floats(rng, (4, 3)), floats(rng, (4, 3))
    v1[rng.integers(4)] = 0
    v2[rng.integers(4)] = 0
    return {"v1": v1, "v2": v2}


@cosine_scores.case("Gradients flow to both.")
def gradients(rng):
    return slopes_of({"v1": floats(rng, (3, 4)), "v2": floats(rng, (3, 4))}, floats(rng, (3, 3)))


@cosine_scores.case("Gradients are finite where a vector is zeros.")
def gradients_at_zeros(rng):
    v1, v2 = floats(rng, (3, 2)), floats(rng, (3, 2))
    v1[rng.integers(3)] = 0
    v2[rng.integers(3)] = 0
    return slopes_of({"v1": v1, "v2": v2}, floats(rng, (3, 3)))


# ------------------------------------------------------------------------ other right answers


@cosine_scores.alternative
def with_einsum(v1, v2):
    from keras import ops

    def unit(v):
        v = ops.convert_to_tensor(v)
        return v * ops.rsqrt(ops.maximum(ops.sum(v * v, -1, keepdims=True), 1e-14))

    return ops.einsum("id,jd->ij", unit(v2), unit(v1))


@cosine_scores.alternative
def with_tensorflow(v1, v2):
    import tensorflow as tf

    return tf.matmul(
        tf.math.l2_normalize(v2, axis=1), tf.math.l2_normalize(v1, 1), transpose_b=True
    )


@cosine_scores.alternative
def with_a_layer(v1, v2):
    import keras

    unit = keras.layers.UnitNormalization(axis=1)
    return keras.ops.dot(unit(v2), keras.ops.transpose(keras.ops.normalize(v1, axis=1)))


@cosine_scores.alternative
def divided_afterwards(v1, v2):
    from keras import ops

    v1, v2 = ops.convert_to_tensor(v1), ops.convert_to_tensor(v2)
    lengths = [ops.sqrt(ops.maximum(ops.sum(v * v, axis=1), 1e-12)) for v in (v1, v2)]
    return ops.matmul(v2, ops.transpose(v1)) / (lengths[1][:, None] * lengths[0][None])


@cosine_scores.alternative
def pair_by_pair(v1, v2):
    from keras import ops

    def cosine(a, b):
        squares = ops.sum(a * a) * ops.sum(b * b)
        return ops.sum(a * b) / ops.sqrt(ops.where(squares == 0, 1.0, squares))

    v1, v2 = ops.convert_to_tensor(v1), ops.convert_to_tensor(v2)
    b = v1.shape[0]
    return ops.stack([ops.stack([cosine(v2[i], v1[j]) for j in range(b)]) for i in range(b)])


# ------------------------------------------------------------------------------- known mistakes

DIVIDED = "v / ops.sqrt(ops.maximum(squares, 1e-12))"
PRODUCT = "ops.matmul(rows[1], ops.transpose(rows[0]))"

cosine_scores.slip(
    "transposed",
    "The matrix is transposed: rows are `v2`, columns are `v1`.",
    PRODUCT,
    "ops.matmul(rows[0], ops.transpose(rows[1]))",
)
cosine_scores.slip(
    "lengths_left_in",
    "These are products: the lengths are still in them. Divide each vector by its own.",
    DIVIDED,
    "v",
)
cosine_scores.slip(
    "divides_by_the_square",
    "Each vector was divided by the square of its length: the root is missing.",
    DIVIDED,
    "v / ops.maximum(squares, 1e-12)",
)
cosine_scores.slip(
    "divides_by_zero",
    "Right for all others, but a vector of zeros was divided by its length 0. Keep what you divide by "
    "above 0.",
    DIVIDED,
    "v / ops.sqrt(squares)",
)
cosine_scores.slip(
    "throws_not_a_number_away",
    "The numbers are right, and the gradient at a vector of zeros is not a number: 0/0 was computed and "
    "thrown away by `where`, but gradients go through it. Keep what you divide by above 0.",
    DIVIDED,
    "ops.where(squares > 0, v / ops.sqrt(squares), 0.0)",
)
cosine_scores.slip(
    "adds_to_the_length",
    "A number was added to all lengths so that none is 0. Short vectors come out too short: use a maximum.",
    DIVIDED,
    "v / ops.sqrt(squares + 1e-3)",
)
cosine_scores.slip(
    "divides_columns",
    "Columns were brought to length 1. A vector is a row: sum the squares over axis 1.",
    "axis=1, keepdims=True",
    "axis=0, keepdims=True",
)
cosine_scores.slip(
    "one_length_for_all",
    "All vectors were divided by one length. Each has its own: sum the squares over axis 1 alone.",
    "axis=1, keepdims=True",
    "keepdims=True",
)


@cosine_scores.misconception(
    "These are the cosines of row i with row i alone. Compare every row of `v2` with every row of `v1`."
)
def pairs_alone(v1, v2):
    from keras import ops

    return ops.diagonal(reference.cosine_scores(v1, v2))


@cosine_scores.misconception(NO_GRADIENT)
def in_numpy(v1, v2):
    return np.asarray(reference.cosine_scores(v1, v2))
