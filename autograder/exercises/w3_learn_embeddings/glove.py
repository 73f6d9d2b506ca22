"""`glove_loss` and `combine_glove`."""

import numpy as np

from autograder.declaration.inputs import away_from_zero

from .inputs import combine_glove, glove_loss, small_tables, tables


def _table(rng, size, high, zeros):
    """Draws counts, different from each other, of which some are 0; not symmetric."""
    X = rng.permutation(np.arange(1, high + 1))[: size * size].reshape(size, size).astype(float)
    X.ravel()[rng.permutation(size * size)[:zeros]] = 0
    return X


def _inputs(rng, size, d, high=40, zeros=0, x_max=10.0, alpha=0.75):
    E, theta = tables(rng, size, size, d)
    b, b_target = away_from_zero(rng, (2, size), 0.2, 1.5)
    return {
        "X": _table(rng, size, high, zeros),
        "E": E,
        "theta": theta,
        "b": b,
        "b_target": b_target,
        "x_max": x_max,
        "alpha": alpha,
    }


@glove_loss.case("Three words, one number each, counts from 0 to 4.")
def on_paper(rng):
    E, theta = small_tables(rng, 3, 3, 1)
    X = rng.permutation([0, 1, 1, 2, 4, 0, 1, 4, 9]).reshape(3, 3).astype(float)
    b, b_target = rng.choice([-1.0, 1.0], (2, 3))
    return {
        "X": X,
        "E": E,
        "theta": theta,
        "b": b,
        "b_target": b_target,
        "x_max": 4.0,
        "alpha": 0.5,
    }


@glove_loss.case("Counts below x_max and above it.")
def below_and_above(rng):
    return _inputs(rng, size=4, d=2)


@glove_loss.case("Many zeros: they cost nothing, and no log of 0 is taken.")
def many_zeros(rng):
    return _inputs(rng, size=5, d=1, zeros=17)


@glove_loss.case("All counts below x_max, another power.")
def all_below(rng):
    return _inputs(rng, size=3, d=1, high=20, zeros=2, x_max=100.0, alpha=0.4)


@glove_loss.case("All counts above x_max: all weights are 1.")
def all_above(rng):
    made = _inputs(rng, size=3, d=2, x_max=0.5)
    return made


@glove_loss.case("Nothing was counted: no loss, no gradients.")
def nothing_counted(rng):
    made = _inputs(rng, size=2, d=3)
    return made | {"X": np.zeros((2, 2))}


@glove_loss.case("Half a time is a count, too: its log is negative.")
def half_a_time(rng):
    made = _inputs(rng, size=3, d=1, zeros=4)
    return made | {"X": np.maximum(made["X"], 0.5)}


@glove_loss.case("Whole numbers as counts.")
def whole_numbers(rng):
    made = _inputs(rng, size=3, d=2, zeros=3)
    return made | {"X": made["X"].astype(int)}


# ------------------------------------------------------------------------ other right answers


@glove_loss.alternative
def cell_by_cell(X, E, theta, b, b_target, x_max, alpha):
    J = 0.0
    dE, dtheta = np.zeros_like(E), np.zeros_like(theta)
    db, db_target = np.zeros_like(b), np.zeros_like(b_target)
    for c in range(len(X)):
        for t in range(len(X)):
            if X[c, t] == 0:
                continue
            f = (X[c, t] / x_max) ** alpha if X[c, t] < x_max else 1.0
            gap = E[c] @ theta[t] + b[c] + b_target[t] - np.log(X[c, t])
            J += f * gap**2
            dE[c] += 2 * f * gap * theta[t]
            dtheta[t] += 2 * f * gap * E[c]
            db[c] += 2 * f * gap
            db_target[t] += 2 * f * gap
    return J, dE, dtheta, db, db_target


@glove_loss.alternative
def cells_that_are_not_0(X, E, theta, b, b_target, x_max, alpha):
    c, t = np.nonzero(X)
    counts = X[c, t].astype(float)
    f = np.clip(counts / x_max, 0, 1) ** alpha
    gap = (E[c] * theta[t]).sum(axis=1) + b[c] + b_target[t] - np.log(counts)
    slope = (2 * f * gap)[:, None]
    dE, dtheta = np.zeros(E.shape), np.zeros(theta.shape)
    np.add.at(dE, c, slope * theta[t])
    np.add.at(dtheta, t, slope * E[c])
    size = len(E)
    return (
        (f * gap * gap).sum(),
        dE,
        dtheta,
        np.bincount(c, slope[:, 0], size),
        np.bincount(t, slope[:, 0], size),
    )


@glove_loss.alternative
def with_tensorflow(X, E, theta, b, b_target, x_max, alpha):
    import tensorflow as tf

    values = [tf.constant(array) for array in (E, theta, b, b_target)]
    X = tf.constant(X, tf.float64)
    f = tf.minimum(tf.ones_like(X), (X / x_max) ** alpha)
    with tf.GradientTape() as tape:
        tape.watch(values)
        e, t, bias, other = values
        fit = e @ tf.transpose(t) + bias[:, None] + other[None, :]
        J = tf.reduce_sum(f * (fit - tf.math.log(tf.where(X > 0, X, 1.0))) ** 2)
    return J, *tape.gradient(J, values)


@glove_loss.alternative
def with_masked_logarithm(X, E, theta, b, b_target, x_max, alpha):
    f = np.where(X < x_max, (X / x_max) ** alpha, 1.0)
    log = np.log(X, out=np.zeros(X.shape), where=X > 0)
    error = np.add.outer(b, b_target) + np.einsum("cd,td->ct", E, theta) - log
    g = 2 * f * error
    ones = np.ones(len(X))
    return float(np.vdot(f, error**2)), g.dot(theta), g.T.dot(E), g @ ones, ones @ g


# ------------------------------------------------------------------------------- known mistakes

GAPS = "E @ theta.T + b[:, None] + b_target - logs"

glove_loss.slip(
    "log_of_zero",
    "Where a count is 0, infinity or NaN comes of its logarithm: 0 times infinity is no number. Put "
    "something harmless there before the log is taken.",
    "np.log(np.where(X > 0, X, 1))",
    "np.log(X)",
)
glove_loss.slip(
    "log_of_one_more",
    "1 is added to each count before the log. Zeros are left out by their weight; the others are fitted "
    "as they are.",
    "np.log(np.where(X > 0, X, 1))",
    "np.log(X + 1)",
)
glove_loss.slip(
    "zeros_count",
    "Cells of 0 have a weight, as if they were seen once. Where nothing was counted, the weight is 0.",
    "(X / x_max)",
    "(np.maximum(X, 1) / x_max)",
)
glove_loss.slip(
    "weights_without_limit",
    "The weights of frequent pairs rise above 1. From x_max on they rise no more.",
    "np.minimum(1, (X / x_max) ** alpha)",
    "(X / x_max) ** alpha",
)
glove_loss.slip(
    "forgets_the_power",
    "The weights rise in a straight line. Look at the power alpha.",
    "(X / x_max) ** alpha",
    "X / x_max",
)
glove_loss.slip(
    "power_of_the_count_alone",
    "Only the count is raised to the power, not x_max: the fraction as a whole is.",
    "(X / x_max) ** alpha",
    "X**alpha / x_max",
)
glove_loss.slip(
    "all_weights_are_one",
    "All counts have the weight 1. Rare ones, which are full of chance, are to weigh less.",
    "np.minimum(1, (X / x_max) ** alpha)",
    "np.where(X > 0, 1.0, 0.0)",
)
glove_loss.slip(
    "weight_inside_the_square",
    "The weight stands inside the square, and so counts twice.",
    ("slopes = 2 * weights * gaps", "slopes = 2 * weights**2 * gaps"),
    ("np.sum(weights * gaps**2)", "np.sum((weights * gaps) ** 2)"),
)
glove_loss.slip(
    "halves_the_loss",
    "Loss and gradients are half of what is asked: there is no factor of one half here.",
    ("slopes = 2 * weights * gaps", "slopes = weights * gaps"),
    ("np.sum(weights * gaps**2)", "np.sum(weights * gaps**2) / 2"),
)
glove_loss.slip(
    "forgets_the_2",
    "The gradients are half of what they should be. The slope of a square is twice what was squared.",
    "slopes = 2 * weights * gaps",
    "slopes = weights * gaps",
)
glove_loss.slip(
    "averages_over_the_cells",
    "Loss and gradients are means over the cells. Sums are asked for.",
    ("slopes = 2 * weights * gaps", "slopes = 2 * weights * gaps / X.size"),
    ("np.sum(weights * gaps**2)", "np.mean(weights * gaps**2)"),
)
glove_loss.slip(
    "loses_a_bias",
    "The bias of the columns is missing.",
    "+ b_target - logs",
    "- logs",
)
glove_loss.slip(
    "loses_the_other_bias",
    "The bias of the rows is missing.",
    "+ b[:, None] ",
    "",
)
glove_loss.slip(
    "exchanges_the_biases",
    "The biases have changed places: b belongs to the rows of the table, b_target to its columns.",
    "b[:, None] + b_target",
    "b + b_target[:, None]",
)
glove_loss.slip(
    "fits_the_counts",
    "The counts themselves are fitted. Their logarithms are asked for.",
    "np.log(np.where(X > 0, X, 1))",
    "X",
)
glove_loss.slip(
    "wrong_sign_of_the_slopes",
    "All gradients have the wrong sign: the gap is the fit minus the log.",
    "slopes = 2 * weights * gaps",
    "slopes = -2 * weights * gaps",
)
glove_loss.slip(
    "forgets_the_square",
    "The gaps are not squared, so that those of either sign cancel out.",
    "weights * gaps**2",
    "weights * gaps",
)
glove_loss.slip(
    "exchanges_the_axes_of_the_biases",
    "db and db_target have changed places: db sums up the rows' cells, along the columns.",
    "slopes.sum(axis=1), slopes.sum(axis=0)",
    "slopes.sum(axis=0), slopes.sum(axis=1)",
)
glove_loss.slip(
    "reads_the_table_transposed",
    "Rows and columns of the table have changed places: E and b belong to its rows.",
    "weights = np.minimum",
    "X = X.T\n    weights = np.minimum",
)

# ------------------------------------------------------------------------------------ the bonus


@combine_glove.case("The mean of both vectors of each word.")
def two_small_tables(rng):
    E, theta = small_tables(rng, 3, 3, 2)
    return {"E": E, "theta": theta}


@combine_glove.case("Any numbers.")
def two_tables(rng):
    E, theta = tables(rng, 4, 4, 5)
    return {"E": E, "theta": theta}


@combine_glove.alternative
def with_mean(E, theta):
    return np.mean([E, theta], axis=0)


@combine_glove.alternative
def half_and_half(E, theta):
    return 0.5 * E + 0.5 * theta


@combine_glove.alternative
def row_by_row(E, theta):
    return np.array([[(a + b) / 2 for a, b in zip(*rows)] for rows in zip(E, theta)])  # noqa: B905


combine_glove.slip(
    "adds_them_up",
    "This is the sum. The mean is half of it.",
    "(E + theta) / 2",
    "E + theta",
)
combine_glove.slip(
    "takes_the_difference",
    "This is half the difference. Both count with a plus.",
    "E + theta",
    "E - theta",
)
combine_glove.slip(
    "keeps_one_table",
    "Only the vectors of the rows are kept. Those of the columns count as much.",
    "(E + theta) / 2",
    "E.copy()",
)


@combine_glove.misconception(
    "The vectors are laid side by side, twice as long. Number by number, take the mean."
)
def side_by_side(E, theta):
    return np.concatenate([E, theta], axis=1)


@combine_glove.misconception("The mean runs over the words. Each word keeps a vector of its own.")
def mean_over_words(E, theta):
    return np.mean(E + theta, axis=0) / 2


combine_glove.slip(
    "multiplies_them",
    "The vectors are multiplied, number by number. Add them up, and halve the sum.",
    "(E + theta) / 2",
    "E * theta",
)
combine_glove.slip(
    "takes_the_larger",
    "Of each two numbers the larger one is kept. Take the mean.",
    "(E + theta) / 2",
    "np.maximum(E, theta)",
)

glove_loss.equivalent(
    "logs = np.log(np.where(X > 0, X, 1)) -> logs = np.log(np.where(X > 0, X, 2))",
    "Where the count is 0, so is the weight: any number with a logarithm will do.",
)
