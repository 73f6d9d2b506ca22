"""How alike two vectors are: the cosine of the angle between them."""

import numpy as np

from autograder.checks.expectations import Between, Shape
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until, numbers

from .inputs import (
    at_right_angles,
    cosine,
    cosine_similarity,
    turned_at_random,
)


@cosine_similarity.case("Two vectors give one number.")
def two_vectors(rng):
    def make():
        # Of lengths 3 and 7, so that it can be done on paper.
        return {"u": turned_at_random(rng, [1, 2, 2]), "v": turned_at_random(rng, [2, 3, 6])}

    return draw_until(make, lambda made: 0.2 < abs(cosine(*made.values())) < 0.8)


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
    return _short(rng, ())


@cosine_similarity.case("The same for rows of matrices.")
def short_rows(rng):
    return _short(rng, (int(rng.integers(2, 5)),))


def _short(rng, rows):
    """Makes vectors of length 2e-4 at one angle, and says in words what must not reach them.

    What a small number or a limit makes of them hangs on its size, so that one hint serves all.
    """
    cosine = round(rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 0.9), 2)
    pairs = np.array([at_right_angles(rng, 2, 5) for _ in range(np.prod(rows, dtype=int))])
    first, second = pairs.swapaxes(0, 1).reshape(2, *rows, 5)
    second = cosine * first + np.sqrt(1 - cosine**2) * second
    text = (
        "Two short vectors get another similarity than long ones that point the same ways. What "
        "keeps 0 / 0 away must not reach them: only a length of exactly zero is none."
    )
    room = 1e-4  # The product of both lengths is 4e-8: what is small beside that makes no more.
    return Trial(
        Call({"u": 2e-4 * first, "v": 2e-4 * second}),
        [
            Shape("result", list(rows), "Vectors give a number, matrices one number a row."),
            Between("result", cosine - room, cosine + room, text),
        ],
    )


@cosine_similarity.case("Rows of any length, from very short to very long, in one matrix.")
def rows_of_any_length(rng):
    lengths = 10.0 ** rng.permutation([-3.0, -1.0, 0.0, 4.0, 6.0])[:, None]
    u, v = lengths * numbers(rng, (2, 5, 3)) + lengths * 0.005
    return {"u": u, "v": v[rng.permutation(5)]}


@cosine_similarity.case("Opposite vectors give -1 and equal ones 1, however long.")
def opposite_vectors(rng):
    u = numbers(rng, (4, 3)) + 0.005  # Never all zero.
    factors = rng.permutation([-1.0, 1.0, -float(rng.integers(2, 9)), 0.5])
    return {"u": u, "v": factors[:, None] * u}


@cosine_similarity.case("Vectors at a right angle give 0.")
def a_right_angle(rng):
    u, v = at_right_angles(rng, 2, 4)
    return {"u": float(rng.integers(2, 6)) * u, "v": v}


@cosine_similarity.case("A zero vector is like nothing: 0, not NaN.")
def a_zero_vector(rng):
    return {"u": np.zeros(4), "v": numbers(rng, 4) + 0.005}


@cosine_similarity.case("It makes no difference which of the two is zero.")
def the_other_is_zero(rng):
    return {"u": numbers(rng, 3) + 0.005, "v": np.zeros(3)}


@cosine_similarity.case("Two zero vectors are no more alike: 0, not 1.")
def two_zero_vectors(rng):
    count = int(rng.integers(2, 7))
    text = "Two zero vectors are like nothing, not like each other: the similarity is 0."
    a_number = Shape("result", [], "Two vectors give one number.")
    probe = Call({"u": np.zeros(count), "v": np.zeros(count)})
    return Trial(probe, [a_number, Between("result", 0.0, 0.0, text)])


@cosine_similarity.case("A zero row gives 0 and leaves the other rows alone.")
def a_zero_row(rng):
    u, v = numbers(rng, (6, 3)) + 0.005, numbers(rng, (6, 3)) + 0.005
    places = rng.permutation(6)
    u[places[:2]] = 0
    v[places[1:3]] = 0  # In one of these rows both are zero.
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

LENGTHS = "np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)"
SAFE = "safe = np.where(lengths > 0, lengths, 1)"

cosine_similarity.slip(
    "forgets_the_lengths",
    "This is the dot product: it grows with the lengths of the vectors. Divide by both lengths, so "
    "that only the angle is left.",
    " / safe",
    "",
)

cosine_similarity.slip(
    "divides_by_one_length",
    "The product is divided by one length only. Both vectors have one: the result must not change "
    "when either of them is doubled.",
    " * np.linalg.norm(v, axis=-1)",
    "",
)

cosine_similarity.slip(
    "divides_by_squared_lengths",
    "The product is divided by squared lengths. A length is the square root of the sum of squares.",
    "lengths, 1",
    "lengths**2, 1",
)

cosine_similarity.slip(
    "adds_absolute_values",
    "The lengths here are sums of sizes, |u1| + |u2| + ... The length of an arrow is the root of "
    "the sum of squares (what numpy.linalg.norm gives without more ado).",
    LENGTHS,
    "np.abs(u).sum(axis=-1) * np.abs(v).sum(axis=-1)",
)

cosine_similarity.slip(
    "returns_the_distance",
    "This is the cosine distance, one minus the similarity. Vectors that point the same way have "
    "similarity 1.",
    "products / safe",
    "1 - products / safe",
)

cosine_similarity.slip(
    "loses_the_sign",
    "The sign is lost. Vectors that point in opposite ways have similarity -1, not 1.",
    "products / safe",
    "np.abs(products / safe)",
)

cosine_similarity.slip(
    "divides_zero_by_zero",
    "A zero vector gives NaN, from 0 / 0. It has no direction, so let it be like nothing: the "
    "result is to be 0 there. Look at the lengths before you divide.",
    "/ safe",
    "/ lengths",
)

cosine_similarity.slip(
    "gives_up_at_one_zero_row",
    "A zero vector stops the whole function, or all rows: only the rows without a direction are 0, "
    "the others keep their similarity.",
    SAFE,
    "if not np.all(lengths):\n        return np.zeros_like(lengths)\n    safe = lengths",
)

cosine_similarity.slip(
    "is_wrong_for_short_vectors",
    "Short vectors get another similarity than long ones. A small number added to the lengths, a "
    "lower limit for them, or a comparison with one (numpy.isclose is such) is not small beside "
    "short vectors. Treat a length of exactly zero apart.",
    SAFE,
    "safe = lengths + 1e-8",
)

cosine_similarity.slip(
    "knows_vectors_only",
    "It works for two vectors only. For matrices (n, d) the product and the lengths are wanted for "
    "each row: sums over the last axis.",
    ("np.sum(u * v, axis=-1)", "np.dot(u, v)"),
    (LENGTHS, "np.linalg.norm(u) * np.linalg.norm(v)"),
)

cosine_similarity.slip(
    "takes_the_length_of_the_matrix",
    "The length of the whole matrix was taken. Each row is a vector with a length of its own: give "
    "numpy.linalg.norm the axis.",
    LENGTHS,
    "np.linalg.norm(u) * np.linalg.norm(v)",
)

cosine_similarity.slip(
    "knows_matrices_only",
    "It works for matrices only. Two plain vectors (d,) have no second axis: count the axis from "
    "the end, with -1.",
    "axis=-1",
    "axis=1",
    count=3,
)

cosine_similarity.slip(
    "adds_up_the_whole_matrix",
    "All rows were added up to one number. Every row has a similarity of its own: sum along the "
    "last axis only.",
    ", axis=-1",
    "",
    count=3,
)

cosine_similarity.slip(
    "compares_columns",
    "Matrices are compared column by column. A row is a vector: sum over the last axis.",
    "axis=-1",
    "axis=0",
    count=3,
)


@cosine_similarity.misconception(
    "Every row was compared with every other. Row i of u belongs to row i of v only: n rows give "
    "n numbers, not n times n."
)
def compares_all_pairs(u, v):
    def unit(x):
        length = np.linalg.norm(x, axis=-1, keepdims=True)
        return x / np.where(length > 0, length, 1)

    return unit(u) @ unit(v).T


cosine_similarity.slip(
    "averages_the_rows",
    "The similarities of the rows were averaged. Give them all back, one a row.",
    "products / safe",
    "np.mean(products / safe)",
)

cosine_similarity.slip(
    "centres_the_vectors",
    "The mean of the numbers was subtracted first. That is the correlation; the cosine takes the "
    "vectors as they are.",
    "products = ",
    "u, v = (x - x.mean(axis=-1, keepdims=True) for x in (u, v))\n    products = ",
)

cosine_similarity.slip(
    "asks_all_lengths_at_once",
    "`if` wants one answer, yes or no, and for matrices there is a length for every row. Let "
    "numpy.where choose between two values, row by row.",
    SAFE,
    "if lengths == 0:\n        return 0.0\n    safe = lengths",
)

cosine_similarity.slip(
    "asks_first_whether_they_are_equal",
    "Two zero vectors got 1, because equal vectors are asked for first. Zero vectors have no direction "
    "that could be the same: 0.",
    "products / safe",
    "np.where(np.all(u == v, axis=-1), 1.0, products / safe)",
)

cosine_similarity.slip(
    "rounds_the_result",
    "The result was rounded. Return it with all its digits: what is printed can be rounded there.",
    "products / safe",
    "np.round(products / safe, 3)",
)

cosine_similarity.slip(
    "looks_at_u_only",
    "Only u is looked at before the division. A zero vector v leads to NaN just as well, from 0 / 0.",
    "products / safe",
    "np.where(u.any(axis=-1), products / lengths, 0)",
)

cosine_similarity.slip(
    "looks_at_v_only",
    "Only v is looked at before the division. A zero vector u leads to NaN just as well, from 0 / 0.",
    "products / safe",
    "np.where(v.any(axis=-1), products / lengths, 0)",
)


cosine_similarity.equivalent(
    "safe = np.where(lengths > 0, lengths, 1) -> safe = np.where(lengths > 0, lengths, 2)",
    "Where a length is 0 the product is 0 too, and 0 divided by 2 is 0 as well.",
)
