"""How alike two vectors are: the cosine of the angle between them."""

import numpy as np

from autograder.exercises._debiasing.inputs import cosine_similarity, numbers, reference
from autograder.probes import Call


@cosine_similarity.case("Two vectors give one number.")
def two_vectors(rng):
    return {"u": numbers(rng, 5), "v": numbers(rng, 5, 2.0)}


@cosine_similarity.case("Two matrices give one number a row, also in single precision.")
def two_matrices(rng):
    return {
        "u": numbers(rng, (4, 3)).astype("float32"),
        "v": numbers(rng, (4, 3), 2.0).astype("float32"),
    }


@cosine_similarity.case("A matrix with a single row gives an array with one number.")
def one_row(rng):
    return {"u": numbers(rng, (1, 4)), "v": numbers(rng, (1, 4))}


@cosine_similarity.case("Square matrices are compared row by row, too.")
def square_matrices(rng):
    return {"u": numbers(rng, (3, 3)), "v": numbers(rng, (3, 3))}


@cosine_similarity.case("Very short vectors are as good as long ones: only the angle counts.")
def short_vectors(rng):
    return {"u": numbers(rng, 6) * 1e-4, "v": numbers(rng, 6) * 1e-4}


@cosine_similarity.case("Opposite vectors give -1, however long.")
def opposite_vectors(rng):
    u = numbers(rng, 4) + 0.005  # Never all zero.
    return {"u": u, "v": -rng.integers(2, 9) * u}


@cosine_similarity.case("A zero vector is like nothing: 0, not NaN.")
def a_zero_vector(rng):
    return Call({"u": np.zeros(4), "v": numbers(rng, 4) + 0.005})


@cosine_similarity.case("A zero row gives 0 and leaves the other rows alone.")
def a_zero_row(rng):
    u, v = numbers(rng, (5, 3)), numbers(rng, (5, 3))
    u[1], v[3] = 0, 0
    return {"u": u, "v": v}


# ------------------------------------------------------------------------ other right answers


@cosine_similarity.alternative
def with_loops(u, v):
    def of_two(one, other):
        product, first, second = 0.0, 0.0, 0.0
        for a, b in zip(one, other, strict=True):
            product += float(a) * float(b)
            first += float(a) ** 2
            second += float(b) ** 2
        return product / (first * second) ** 0.5 if first and second else 0.0

    return of_two(u, v) if np.ndim(u) == 1 else [of_two(*rows) for rows in zip(u, v, strict=True)]


@cosine_similarity.alternative
def with_unit_vectors_first(u, v):
    def unit(x):
        length = np.sqrt((x**2).sum(axis=-1, keepdims=True))
        return x / np.where(length == 0, 1, length)

    return np.einsum("...d,...d->...", unit(u), unit(v))


@cosine_similarity.alternative
def with_nan_to_num(u, v):
    with np.errstate(all="ignore"):
        ratio = (u * v).sum(-1) / (np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1))
    return np.nan_to_num(ratio)


@cosine_similarity.alternative
def in_single_precision(u, v):
    u, v = np.asarray(u, "float32"), np.asarray(v, "float32")
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    return (u * v).sum(axis=-1) / np.where(lengths > 0, lengths, np.float32(1))


@cosine_similarity.alternative
def with_tensorflow(u, v):
    import tensorflow as tf

    u, v = tf.constant(u), tf.constant(v)
    product = tf.reduce_sum(u * v, axis=-1)
    return tf.math.divide_no_nan(product, tf.norm(u, axis=-1) * tf.norm(v, axis=-1))


@cosine_similarity.alternative
def with_keras_normalize(u, v):
    import keras

    return keras.ops.sum(
        keras.ops.normalize(u, axis=-1, epsilon=1e-30)
        * keras.ops.normalize(v, axis=-1, epsilon=1e-30),
        axis=-1,
    )


@cosine_similarity.alternative
def with_scikit_learn(u, v):
    from sklearn.metrics.pairwise import cosine_similarity as table

    diagonal = np.diag(table(np.atleast_2d(u), np.atleast_2d(v)))
    return diagonal if np.ndim(u) == 2 else diagonal[0]


@cosine_similarity.alternative
def with_a_tiny_number_that_does_no_harm(u, v):
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    return np.sum(np.multiply(u, v), axis=-1) / (lengths + 1e-15)


# ------------------------------------------------------------------------------- known mistakes


@cosine_similarity.misconception(
    "This is the dot product: it grows with the lengths of the vectors. Divide by both lengths, so "
    "that only the angle is left."
)
def forgets_the_lengths(u, v):
    return (u * v).sum(axis=-1)


@cosine_similarity.misconception(
    "The product is divided by one length only. Both vectors have one: the result must not change "
    "when either of them is doubled."
)
def divides_by_one_length(u, v):
    length = np.linalg.norm(u, axis=-1)
    return (u * v).sum(axis=-1) / np.where(length > 0, length, 1)


@cosine_similarity.misconception(
    "The product is divided by squared lengths. A length is the square root of the sum of squares."
)
def divides_by_squared_lengths(u, v):
    squares = (u**2).sum(axis=-1) * (v**2).sum(axis=-1)
    return (u * v).sum(axis=-1) / np.where(squares > 0, squares, 1)


@cosine_similarity.misconception(
    "The lengths here are sums of sizes, |u1| + |u2| + ... The length of an arrow is the root of "
    "the sum of squares (what numpy.linalg.norm gives without more ado)."
)
def adds_absolute_values(u, v):
    lengths = np.abs(u).sum(axis=-1) * np.abs(v).sum(axis=-1)
    return (u * v).sum(axis=-1) / np.where(lengths > 0, lengths, 1)


@cosine_similarity.misconception(
    "This is the cosine distance, one minus the similarity. Vectors that point the same way have "
    "similarity 1."
)
def returns_the_distance(u, v):
    return 1 - reference.cosine_similarity(u, v)


@cosine_similarity.misconception(
    "The sign is lost. Vectors that point in opposite ways have similarity -1, not 1."
)
def loses_the_sign(u, v):
    return np.abs(reference.cosine_similarity(u, v))


@cosine_similarity.misconception(
    "A zero vector gives NaN, from 0 / 0. It has no direction, so let it be like nothing: the "
    "result is to be 0 there. Look at the lengths before you divide."
)
def divides_zero_by_zero(u, v):
    with np.errstate(all="ignore"):
        return (u * v).sum(-1) / (np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1))


@cosine_similarity.misconception(
    "A zero vector stops the whole function, or all rows: only the rows without a direction are 0, "
    "the others keep their similarity."
)
def gives_up_at_one_zero_row(u, v):
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    if not np.all(lengths):
        return np.zeros_like(lengths)
    return (u * v).sum(axis=-1) / lengths


@cosine_similarity.misconception(
    "A small number in the denominator keeps 0 / 0 away, but it is not small beside short vectors: "
    "their similarity shrinks. Treat a length of exactly zero apart."
)
def adds_a_number_to_the_lengths(u, v):
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    return (u * v).sum(axis=-1) / (lengths + 1e-8)


@cosine_similarity.misconception(
    "It works for two vectors only. For matrices (n, d) the product and the lengths are wanted for "
    "each row: sums over the last axis."
)
def knows_vectors_only(u, v):
    lengths = np.linalg.norm(u) * np.linalg.norm(v)
    return np.dot(u, v) / lengths if lengths else 0.0


@cosine_similarity.misconception(
    "The length of the whole matrix was taken. Each row is a vector with a length of its own: give "
    "numpy.linalg.norm the axis."
)
def takes_the_length_of_the_matrix(u, v):
    lengths = np.linalg.norm(u) * np.linalg.norm(v)
    return (u * v).sum(axis=-1) / lengths if lengths else 0.0


@cosine_similarity.misconception(
    "It works for matrices only. Two plain vectors (d,) have no second axis: count the axis from "
    "the end, with -1."
)
def knows_matrices_only(u, v):
    lengths = np.linalg.norm(u, axis=1) * np.linalg.norm(v, axis=1)
    return (u * v).sum(axis=1) / np.where(lengths > 0, lengths, 1)


@cosine_similarity.misconception(
    "All rows were added up to one number. Every row has a similarity of its own: sum along the "
    "last axis only."
)
def adds_up_the_whole_matrix(u, v):
    lengths = np.linalg.norm(u) * np.linalg.norm(v)
    return np.sum(u * v) / lengths if lengths else 0.0


@cosine_similarity.misconception(
    "Matrices are compared column by column. A row is a vector: sum over the last axis."
)
def compares_columns(u, v):
    return reference.cosine_similarity(u.T, v.T)


@cosine_similarity.misconception(
    "Every row was compared with every other. Row i of u belongs to row i of v only: n rows give "
    "n numbers, not n times n."
)
def compares_all_pairs(u, v):
    def unit(x):
        length = np.linalg.norm(x, axis=-1, keepdims=True)
        return x / np.where(length > 0, length, 1)

    return unit(u) @ unit(v).T


@cosine_similarity.misconception(
    "The similarities of the rows were averaged. Give them all back, one a row."
)
def averages_the_rows(u, v):
    return np.mean(reference.cosine_similarity(u, v))


@cosine_similarity.misconception(
    "The mean of the numbers was subtracted first. That is the correlation; the cosine takes the "
    "vectors as they are."
)
def centres_the_vectors(u, v):
    u, v = (x - x.mean(axis=-1, keepdims=True) for x in (u, v))
    return reference.cosine_similarity(u, v)


@cosine_similarity.misconception(
    "`if` wants one answer, yes or no, and for matrices there is a length for every row. Let "
    "numpy.where choose between two values, row by row."
)
def asks_all_lengths_at_once(u, v):
    lengths = np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    if lengths == 0:
        return 0.0
    return (u * v).sum(axis=-1) / lengths


@cosine_similarity.misconception(
    "Only u is looked at before the division. A zero vector v leads to NaN just as well, from 0 / 0."
)
def looks_at_u_only(u, v):
    first, second = np.linalg.norm(u, axis=-1), np.linalg.norm(v, axis=-1)
    with np.errstate(all="ignore"):
        return np.where(
            first == 0, 0.0, (u * v).sum(-1) / (np.where(first == 0, 1, first) * second)
        )


@cosine_similarity.misconception(
    "Only v is looked at before the division. A zero vector u leads to NaN just as well, from 0 / 0."
)
def looks_at_v_only(u, v):
    return looks_at_u_only(v, u)


cosine_similarity.equivalent(
    "safe = np.where(lengths > 0, lengths, 1) -> safe = np.where(lengths > 0, lengths, 2)",
    "Where a length is 0 the product is 0 too, and 0 divided by 2 is 0 as well.",
)
