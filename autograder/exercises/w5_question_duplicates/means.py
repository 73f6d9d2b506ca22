"""`mean_negative`: the mean of each row, its diagonal left out."""

import numpy as np

from .inputs import NO_GRADIENT, f32, floats, mean_negative, reference, slopes_of


def _scores(rng, b, low=-0.9, high=0.9):
    """Draws a matrix of scores, the diagonal above most of it."""
    S = f32(np.round(rng.uniform(low, high, (b, b)), 2))
    S[np.diag_indices(b)] = f32(np.round(rng.uniform(0.5, 0.99, b), 2))
    return S


@mean_negative.case("Three rows of three scores.")
def on_paper(rng):
    S = f32(rng.permutation(np.arange(1, 10)).reshape(3, 3)) / np.float32(10)
    return {"S": S}


@mean_negative.case("Numbers above and below 0.")
def both_signs(rng):
    return {"S": _scores(rng, 5)}


@mean_negative.case("Nothing below 0.")
def above_zero(rng):
    return {"S": _scores(rng, 4, 0.1)}


@mean_negative.case("All others below 0.")
def below_zero(rng):
    return {"S": _scores(rng, 4, -0.9, -0.1)}


@mean_negative.case("Diagonals that are not the largest of their rows.")
def low_diagonals(rng):
    S = _scores(rng, 6)
    S[np.diag_indices(6)] = f32(np.round(rng.uniform(-0.8, 0.2, 6), 2))
    return {"S": S}


@mean_negative.case("Others that are 0, or equal to the diagonal, count as all do.")
def zero_or_equal(rng):
    S = _scores(rng, 5)
    for i in range(5):
        equal, zero = rng.choice([j for j in range(5) if j != i], 2, replace=False)
        S[i, equal], S[i, zero] = S[i, i], 0
    return {"S": S}


@mean_negative.case("Two rows: one other each.")
def two_rows(rng):
    return {"S": _scores(rng, 2)}


@mean_negative.case("A single row has no others: -inf.")
def one_row(rng):
    return {"S": _scores(rng, 1)}


@mean_negative.case("Gradients flow to all but the diagonal.")
def gradients(rng):
    return slopes_of({"S": _scores(rng, 4)}, floats(rng, 4))


# ------------------------------------------------------------------------ other right answers


@mean_negative.alternative
def with_a_mask(S):
    from keras import ops

    b = len(S)
    if b < 2:
        return ops.convert_to_tensor(f32([-np.inf]))
    return ops.sum(ops.multiply(S, 1 - ops.eye(b)), axis=-1) / (b - 1.0)


@mean_negative.alternative
def with_tensorflow(S):
    import tensorflow as tf

    S = tf.convert_to_tensor(S)
    b = S.shape[0]
    if b == 1:
        return tf.constant([-np.inf])
    return tf.reduce_mean(tf.reshape(S[~np.eye(b, dtype=bool)], (b, b - 1)), axis=1)


@mean_negative.alternative
def row_by_row(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    b = S.shape[0]
    rows = [[S[i, j] for j in range(b) if j != i] for i in range(b)]
    return ops.stack([sum(row) / len(row) if row else ops.cast(-np.inf, "float32") for row in rows])


# ------------------------------------------------------------------------------- known mistakes

OTHERS = "others = ops.sum(S, axis=1) - ops.diagonal(S)"
RETURN = "return others / (b - 1)"

mean_negative.slip(
    "no_diagonal_mask",
    "The diagonal was averaged along: the duplicates are no wrong answers. Leave them out, of the sum as "
    "of the count.",
    (OTHERS, "others = ops.sum(S, axis=1)"),
    (RETURN, "return others / b"),
)
mean_negative.slip(
    "diagonal_in_the_sum",
    "The diagonal is in the sum, though it is not counted. Take it out.",
    OTHERS,
    "others = ops.sum(S, axis=1)",
)
mean_negative.slip(
    "divides_by_b",
    "The sum was divided by b. Of b numbers of a row, one is left out.",
    RETURN,
    "return others / b",
)
mean_negative.slip(
    "does_not_divide",
    "This is the sum. Divide by the number of others.",
    RETURN,
    "return others",
)
mean_negative.slip(
    "columns",
    "Columns were averaged. A question of `v2` has its row.",
    "axis=1",
    "axis=0",
)
mean_negative.slip(
    "one_mean_for_all",
    "All rows were averaged together. Each row has a mean of its own.",
    RETURN,
    "return 0 * others + ops.mean(others) / (b - 1)",
)
mean_negative.slip(
    "zero_for_a_single_row",
    "A single row gave 0. Where there are no others, the mean is -inf, which no hinge lets through.",
    "-np.inf",
    "0.0",
)
mean_negative.slip(
    "divides_by_zero",
    "A batch of one divides 0 by 0. Treat it apart.",
    "if b == 1:",
    "if b == 0:",
)


@mean_negative.misconception(
    "Only numbers below 0 were averaged. A negative is a wrong answer; its score may have any sign."
)
def negative_numbers(S):
    from keras import ops

    below = ops.cast(ops.less(S, 0), "float32") * (1 - ops.eye(len(S)))
    return ops.sum(ops.multiply(S, below), axis=1) / ops.maximum(ops.sum(below, axis=1), 1)


@mean_negative.misconception(
    "Only numbers below the diagonal were averaged. The mean is over all others of the row."
)
def below_the_diagonal(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    if S.shape[0] == 1:
        return ops.full((1,), -np.inf)
    below = ops.cast(ops.less(S, ops.diagonal(S)[:, None]), "float32")
    return ops.sum(S * below, axis=1) / ops.maximum(ops.sum(below, axis=1), 1)


@mean_negative.misconception(
    "A wrong answer with the score of the diagonal was left out, too. The place decides, not the number."
)
def leaves_out_equal_numbers(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    b = S.shape[0]
    if b == 1:
        return ops.full((1,), -np.inf)
    own = ops.expand_dims(ops.diagonal(S), 1)
    return ops.sum(ops.where(ops.equal(S, own), 0.0, S), axis=1) / (b - 1)


@mean_negative.misconception(
    "Only numbers that are not 0 were counted, and a wrong answer may have the score 0. Divide by b - 1."
)
def counts_what_is_not_zero(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    b = S.shape[0]
    if b == 1:
        return ops.full((1,), -np.inf)
    others = S * (1 - ops.eye(b))
    return ops.sum(others, axis=1) / ops.sum(ops.cast(ops.not_equal(others, 0), "float32"), axis=1)


@mean_negative.misconception(NO_GRADIENT)
def in_numpy(S):
    return np.asarray(reference.mean_negative(S))


for _axis in (1, -1):
    mean_negative.equivalent(f"b = S.shape[0] -> b = S.shape[{_axis}]", "S is square.")


@mean_negative.misconception(
    "Numbers as large as the diagonal were left out with it. The diagonal is a place, not a value."
)
def leaves_out_what_is_equal(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    if S.shape[0] == 1:
        return ops.full((1,), -np.inf)
    others = ops.cast(ops.not_equal(S, ops.diagonal(S)[:, None]), "float32")
    return ops.sum(S * others, axis=1) / ops.maximum(ops.sum(others, axis=1), 1)


@mean_negative.misconception(
    "The largest number of each row was left out. Leave out the diagonal, which need not be the largest."
)
def leaves_out_the_largest(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    b = S.shape[0]
    if b == 1:
        return ops.full((1,), -np.inf)
    return (ops.sum(S, axis=1) - ops.max(S, axis=1)) / (b - 1)
