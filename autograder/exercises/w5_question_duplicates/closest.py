"""`closest_negative`: the largest of each row that is below its diagonal."""

import numpy as np

from .inputs import NO_GRADIENT, closest_negative, f32, floats, reference, slopes_of


def _ranked(rng, b, ranks, low=-1.0, high=1.0):
    """Draws rows of different numbers whose diagonal has a given place, 0 the lowest of its row."""
    steps = np.round(np.linspace(low, high, 41), 2)
    S = np.empty((b, b))
    for i, rank in enumerate(ranks):
        row = np.sort(rng.choice(steps, b, replace=False))
        others = rng.permutation(np.delete(row, rank))
        S[i] = np.insert(others, i, row[rank])
    return f32(S)


@closest_negative.case("Three rows of three scores; in the middle one, one is above the diagonal.")
def on_paper(rng):
    return {"S": _ranked(rng, 3, [2, 1, 2], 0.1, 0.9)}


@closest_negative.case("Numbers above the diagonal are passed over.")
def some_above(rng):
    return {"S": _ranked(rng, 5, rng.permutation([1, 2, 3, 4, 2]))}


@closest_negative.case("All numbers are below 0.")
def below_zero(rng):
    return {"S": _ranked(rng, 4, rng.permutation([1, 2, 3, 3]), -1.0, -0.1)}


@closest_negative.case("A row where nothing is below the diagonal gives -inf.")
def nothing_below(rng):
    return {"S": _ranked(rng, 4, rng.permutation([0, 1, 2, 3]))}


@closest_negative.case("A number equal to the diagonal is not below it.")
def equal_to_the_diagonal(rng):
    S = _ranked(rng, 5, rng.permutation([2, 3, 4, 3, 2]))
    for i in range(5):
        above = [j for j in range(5) if j != i and S[i, j] > S[i, i]]
        others = above or [int(rng.choice([j for j in range(5) if j != i]))]
        S[i, others[0]] = S[i, i]
    return {"S": S}


@closest_negative.case("A number below the diagonal by a hair is below it.")
def a_hair_below(rng):
    S = _ranked(rng, 4, [3, 3, 3, 3])
    for i in rng.permutation(4)[:3]:
        j = int(rng.choice([j for j in range(4) if j != i]))
        S[i, j] = np.nextafter(S[i, i], np.float32(-2))
    return {"S": S}


@closest_negative.case("The closest may stand twice.")
def twice(rng):
    S = _ranked(rng, 4, [3, 3, 3, 3])
    i = int(rng.integers(4))
    one, other = rng.choice([j for j in range(4) if j != i], 2, replace=False)
    S[i, one] = S[i, other] = max(S[i, one], S[i, other])
    return {"S": S}


@closest_negative.case("A single row has none: -inf.")
def one_row(rng):
    return {"S": _ranked(rng, 1, [0])}


@closest_negative.case("Gradients go to the closest negatives.")
def gradients(rng):
    return slopes_of({"S": _ranked(rng, 4, rng.permutation([1, 2, 3, 2]))}, floats(rng, 4))


# ------------------------------------------------------------------------ other right answers


@closest_negative.alternative
def by_sorting(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    below = S < ops.diagonal(S)[:, None]
    return ops.sort(ops.where(below, S, -float("inf")), axis=-1)[:, -1]


@closest_negative.alternative
def row_by_row(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    values = np.asarray(S)
    rows = []
    for i, row in enumerate(values):
        below = [j for j in range(len(row)) if row[j] < row[i]]
        rows.append(S[i, max(below, key=row.__getitem__)] if below else ops.cast(-np.inf, S.dtype))
    return ops.stack(rows)


@closest_negative.alternative
def with_tensorflow(S):
    import tensorflow as tf

    S = tf.convert_to_tensor(S)
    is_other = ~tf.eye(tf.shape(S)[0], dtype=tf.bool)
    is_below = tf.transpose(tf.transpose(S) < tf.linalg.diag_part(S))
    return tf.reduce_max(tf.where(is_other & is_below, S, -np.inf), axis=1)


# ------------------------------------------------------------------------------- known mistakes

COLUMN = "ops.expand_dims(ops.diagonal(S), axis=1)"
WHERE = "ops.where(S < diagonal, S, -np.inf)"

closest_negative.slip(
    "no_diagonal_mask",
    "The diagonal itself came: nothing keeps it out. Only what is below it may win.",
    "S < diagonal",
    "S <= diagonal",
)
closest_negative.slip(
    "zero_for_what_may_not_win",
    "0 was put where a number may not win, and won over numbers below 0. Put -inf there.",
    "-np.inf",
    "0.0",
)
closest_negative.slip(
    "a_large_number_for_infinity",
    "Where there is no closest negative, a large negative number came. -inf is wanted.",
    "-np.inf",
    "-1e9",
)
closest_negative.slip(
    "diagonal_of_the_column",
    "Each number was compared with the diagonal of its column. Give the diagonal the shape (b, 1).",
    COLUMN,
    "ops.expand_dims(ops.diagonal(S), axis=0)",
)
closest_negative.slip(
    "columns",
    "The closest of each column came. A question of `v2` has its row.",
    (COLUMN, "ops.expand_dims(ops.diagonal(S), axis=0)"),
    ("ops.max(below, axis=1)", "ops.max(below, axis=0)"),
)
closest_negative.slip(
    "the_smallest",
    "The smallest came, the farthest of all. The closest is the largest below the diagonal.",
    (WHERE, "ops.where(S < diagonal, S, np.inf)"),
    ("ops.max(below, axis=1)", "ops.min(below, axis=1)"),
)
closest_negative.slip(
    "the_smallest_above",
    "The smallest number above the diagonal came. Look below it.",
    (WHERE, "ops.where(S > diagonal, S, np.inf)"),
    ("ops.max(below, axis=1)", "ops.min(below, axis=1)"),
)
closest_negative.slip(
    "one_for_all",
    "One number came for all rows together. Each row has its own.",
    "ops.max(below, axis=1)",
    "ops.max(below) + 0 * ops.diagonal(S)",
)


@closest_negative.misconception(
    "The highest of all others came, above the diagonal, too. The closest is the highest *below* it; with "
    "the other, all questions may end in one point."
)
def the_highest(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    is_own = ops.cast(ops.eye(S.shape[0]), "bool")
    return ops.max(ops.where(is_own, -np.inf, S), axis=1)


@closest_negative.misconception(
    "The largest number of each row came, the diagonal among them. Leave out what is not below it."
)
def the_largest_of_the_row(S):
    from keras import ops

    return ops.max(ops.convert_to_tensor(S), axis=1)


@closest_negative.misconception(
    "A wrong answer as high as the diagonal came. It is not below it: look at the equal sign."
)
def equal_is_below(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    is_other = ops.logical_not(ops.cast(ops.eye(S.shape[0]), "bool"))
    is_below = ops.less_equal(S, ops.diagonal(S)[:, None])
    return ops.max(ops.where(ops.logical_and(is_other, is_below), S, -np.inf), axis=1)


@closest_negative.misconception(NO_GRADIENT)
def in_numpy(S):
    return np.asarray(reference.closest_negative(S))


BELOW = "below = ops.where(S < diagonal, S, -np.inf)"

closest_negative.slip(
    "puts_minus_one",
    "-1 was put where a number may not win. Where nothing is below the diagonal, -inf is to come.",
    BELOW,
    "below = ops.where(S < diagonal, S, -1.0)",
)
closest_negative.slip(
    "puts_minus_two",
    "-2 was put where a number may not win, and stayed. Where nothing is below the diagonal, -inf is to "
    "come.",
    BELOW,
    "below = ops.where(S < diagonal, S, -2.0)",
)
closest_negative.slip(
    "first_where_none",
    "Where nothing is below the diagonal, a number of the row came. It must be -inf there.",
    "return ops.max(below, axis=1)",
    "return ops.take_along_axis(ops.convert_to_tensor(S), ops.argmax(below, axis=1)[:, None], axis=1)[:, 0]",
)


@closest_negative.misconception(
    "The second largest of each row came, as if the diagonal were always the largest."
)
def takes_the_second_largest(S):
    from keras import ops

    S = ops.convert_to_tensor(S)
    return ops.sort(S, axis=1)[:, -2] if S.shape[0] > 1 else ops.full((1,), -np.inf)
