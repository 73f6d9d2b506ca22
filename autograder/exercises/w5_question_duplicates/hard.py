"""`hard_negative_loss`: both kinds of negatives, with a hinge each."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import NO_GRADIENT, cosines, floats, hard_negative_loss, reference, slopes_of

GAP = 0.02  # from the corners: the hinges, and scores that equal the diagonal


def _parts(v1, v2, margin):
    """Returns scores below the diagonal, and both terms of each row before the cut."""
    S = cosines(v1, v2)
    b = len(S)
    diagonal = np.diag(S)
    mean = (S.sum(axis=1) - diagonal) / max(b - 1, 1)
    closest = np.where(S < diagonal[:, None] - 1e-9, S, -np.inf).max(axis=1)
    gaps = np.abs(S - diagonal[:, None])[~np.eye(b, dtype=bool)]
    return mean - diagonal + margin, closest - diagonal + margin, gaps


def _pairs(rng, b, d, margin, wanted, noise=1.0):
    """Draws pairs whose terms are far from all corners, as `wanted(by_mean, by_closest)` wishes."""

    def make():
        v1 = floats(rng, (b, d))
        return {"v1": v1, "v2": v1 + floats(rng, (b, d), noise), "margin": margin}

    def accept(made):
        by_mean, by_closest, gaps = _parts(**made)
        finite = by_closest[np.isfinite(by_closest)]
        clear = min(np.abs(np.concatenate([by_mean, finite, gaps])), default=1) > GAP
        return clear and wanted(by_mean, by_closest)

    return draw_until(make, accept)


def _mixed(by_mean, by_closest):
    """Wants terms on either side of both hinges."""
    return (
        all((x > 0).any() and (x < 0).any() for x in (by_mean, by_closest))
        and np.isfinite(by_closest).all()
    )


def _one_without(by_mean, by_closest):
    """Wants a row where no other is below the diagonal."""
    missing = ~np.isfinite(by_closest)
    return missing.sum() == 1 and (by_mean < 0).any() and (by_closest[~missing] > 0).any()


def _slopes(made):
    """Asks for the gradients by both arrays."""
    arrays = {name: made[name] for name in ("v1", "v2")}
    builds_on = ("cosine_scores", "mean_negative", "closest_negative")
    return slopes_of(arrays, 1.0, {"margin": made["margin"]}, builds_on)


@hard_negative_loss.case("Three pairs of two numbers.")
def on_paper(rng):
    return _pairs(rng, 3, 2, 0.25, _mixed)


@hard_negative_loss.case("More pairs than numbers: terms on either side of both hinges.")
def many_pairs(rng):
    return _pairs(rng, 5, 3, 0.3, _mixed)


@hard_negative_loss.case("A row without a closest negative has the first term alone.")
def one_without(rng):
    return _pairs(rng, 4, 3, 0.25, _one_without, 2.0)


@hard_negative_loss.case("Two pairs: one negative each, which serves twice.")
def two_pairs(rng):
    return _pairs(
        rng, 2, 3, 0.3, lambda _, by_closest: np.isfinite(by_closest).all() and by_closest.max() > 0
    )


def _with_zeros(rng):
    """Draws pairs of which two have a vector of zeros, on one side each."""

    def make():
        v1 = floats(rng, (4, 3))
        v2 = v1 + floats(rng, (4, 3))
        rows = rng.permutation(4)
        v1[rows[0]] = 0
        v2[rows[1]] = 0
        return {"v1": v1, "v2": v2, "margin": 0.25}, rows[1]

    def accept(made):
        arguments, row = made
        by_mean, by_closest, _ = _parts(**arguments)
        S = cosines(arguments["v1"], arguments["v2"])
        gaps = np.abs(S - np.diag(S)[:, None])[~np.eye(4, dtype=bool)].reshape(4, 3)
        finite = by_closest[np.isfinite(by_closest)]
        clear = np.abs(np.concatenate([by_mean, finite])).min() > GAP
        return clear and np.delete(gaps, row, axis=0).min() > GAP and (by_mean < 0).any()

    return draw_until(make, accept)[0]


@hard_negative_loss.case("Vectors of zeros, which have the cosine 0 with all.")
def zeros(rng):
    return _with_zeros(rng)


@hard_negative_loss.case("Gradients are finite where a vector is zeros.")
def gradients_at_zeros(rng):
    return _slopes(_with_zeros(rng))


@hard_negative_loss.case("A margin of 0: closest negatives cost nothing, means may.")
def no_margin(rng):
    return _pairs(
        rng, 4, 2, 0.0, lambda by_mean, _: (by_mean > 0).any() and (by_mean < 0).any(), 2.0
    )


@hard_negative_loss.case("A large margin: all terms count.")
def large_margin(rng):
    return _pairs(rng, 3, 5, 2.0, lambda by_mean, by_closest: np.isfinite(by_closest).all())


@hard_negative_loss.case("A batch of one costs nothing.")
def one_pair(rng):
    return {"v1": floats(rng, (1, 4)), "v2": floats(rng, (1, 4)), "margin": 0.25}


@hard_negative_loss.case("Gradients flow to both sides.")
def gradients(rng):
    made = _pairs(rng, 4, 3, 0.3, _mixed)
    return _slopes(made)


@hard_negative_loss.case("Gradients are finite where a row has no closest negative.")
def gradients_of_one_without(rng):
    return _slopes(_pairs(rng, 4, 3, 0.25, _one_without, 2.0))


@hard_negative_loss.case("The gradient of a batch of one is 0.")
def gradients_of_one_pair(rng):
    return _slopes({"v1": floats(rng, (1, 3)), "v2": floats(rng, (1, 3)), "margin": 0.25})


# ------------------------------------------------------------------------ other right answers


@hard_negative_loss.alternative
def row_by_row(v1, v2, margin):
    from keras import ops

    S = reference.cosine_scores(v1, v2)
    b = S.shape[0]
    total = 0.0 * ops.sum(S)
    for i in range(b):
        others = [S[i, j] for j in range(b) if j != i]
        below = [s for s in others if float(s) < float(S[i, i])]
        if others:
            total = total + ops.relu(sum(others) / (b - 1) - S[i, i] + margin)
        if below:
            total = total + ops.relu(ops.max(ops.stack(below)) - S[i, i] + margin)
    return total


@hard_negative_loss.alternative
def with_tensorflow(v1, v2, margin):
    import tensorflow as tf

    S = tf.matmul(tf.math.l2_normalize(v2, 1), tf.math.l2_normalize(v1, 1), transpose_b=True)
    b = S.shape[0]
    own = tf.linalg.diag_part(S)
    mean = (tf.reduce_sum(S, 1) - own) / max(b - 1, 1) - (2.0 * margin + 4.0) * float(b == 1)
    closest = tf.reduce_max(tf.where(S < own[:, None], S, -9.0 - margin), axis=1)
    terms = tf.stack([mean, closest]) - own + margin
    return tf.reduce_sum(tf.nn.relu(terms))


@hard_negative_loss.alternative
def with_masks(v1, v2, margin):
    from keras import ops

    S = reference.cosine_scores(v1, v2)
    own = ops.expand_dims(ops.diagonal(S), 1)
    both = [reference.mean_negative(S)[:, None], reference.closest_negative(S)[:, None]]
    terms = [ops.where(ops.isfinite(x), x, own - margin) - own + margin for x in both]
    return ops.sum(ops.maximum(ops.concatenate(terms, axis=1), 0.0))


# ------------------------------------------------------------------------------- known mistakes

BY_MEAN = "ops.maximum(mean_negative(S) - positive + margin, 0)"
BY_CLOSEST = "ops.maximum(closest_negative(S) - positive + margin, 0)"
RETURN = "ops.sum(by_mean) + ops.sum(by_closest)"

hard_negative_loss.slip(
    "means_over_the_batch",
    "The mean over the batch came. J is a sum.",
    RETURN,
    "ops.mean(by_mean) + ops.mean(by_closest)",
)
hard_negative_loss.slip(
    "no_hinge",
    "There is no hinge: terms below 0 pull the loss down, and rows that are right pay for "
    "those that are not. "
    "Cut each term off at 0.",
    (BY_MEAN, "mean_negative(S) - positive + margin"),
    (BY_CLOSEST, "closest_negative(S) - positive + margin"),
)
hard_negative_loss.slip(
    "no_hinge_over_means",
    "The term of the mean has no hinge: cut it off at 0, too.",
    BY_MEAN,
    "mean_negative(S) - positive + margin",
)
hard_negative_loss.slip(
    "no_hinge_over_closest",
    "The term of the closest has no hinge: cut it off at 0, too.",
    BY_CLOSEST,
    "closest_negative(S) - positive + margin",
)
hard_negative_loss.slip(
    "one_hinge_over_both",
    "Both terms went through one hinge together. Each has its own: one of them may be 0 while "
    "the other counts.",
    RETURN,
    "ops.sum(ops.maximum(mean_negative(S) + closest_negative(S) - 2 * positive + 2 * margin, 0))",
)
hard_negative_loss.slip(
    "one_hinge_over_sums",
    "The hinge came after the sum over the rows. It cuts off each row by itself.",
    RETURN,
    "ops.maximum(ops.sum(mean_negative(S) - positive + margin), 0) + ops.maximum("
    "ops.sum(closest_negative(S) - positive + margin), 0)",
)
hard_negative_loss.slip(
    "mean_alone",
    "The term of the closest negative is missing, or has no margin: below the diagonal, it is nothing "
    "without.",
    RETURN,
    "ops.sum(by_mean)",
)
hard_negative_loss.slip(
    "closest_alone",
    "The term of the mean is missing.",
    RETURN,
    "ops.sum(by_closest)",
)
hard_negative_loss.slip(
    "margin_for_the_closest_alone",
    "The term of the mean has no margin. Each of the two has it.",
    BY_MEAN,
    "ops.maximum(mean_negative(S) - positive, 0)",
)
hard_negative_loss.slip(
    "turns_the_sign_round",
    "The signs are turned round: a high score on the diagonal makes the loss small.",
    (BY_MEAN, "ops.maximum(positive - mean_negative(S) + margin, 0)"),
    (BY_CLOSEST, "ops.maximum(positive - closest_negative(S) + margin, 0)"),
)
hard_negative_loss.slip(
    "rows_of_v1",
    "The negatives of `v1` came. Rows of S are `v2`: mind the order of the arguments.",
    "cosine_scores(v1, v2)",
    "cosine_scores(v2, v1)",
)


@hard_negative_loss.misconception(
    "The diagonal was averaged along with the wrong answers: it is masked in `mean_negative`."
)
def no_diagonal_mask(v1, v2, margin):
    from keras import ops

    S = reference.cosine_scores(v1, v2)
    own = ops.diagonal(S)
    closest = ops.maximum(reference.closest_negative(S) - own + margin, 0)
    return ops.sum(ops.maximum(ops.mean(S, axis=1) - own + margin, 0)) + ops.sum(closest)


@hard_negative_loss.misconception(
    "The highest wrong answer came, above the diagonal, too. The closest is below it."
)
def the_highest(v1, v2, margin):
    from keras import ops

    S = reference.cosine_scores(v1, v2)
    own = ops.diagonal(S)
    highest = ops.max(S - 9 * ops.eye(S.shape[0]), axis=1)
    means = ops.maximum(reference.mean_negative(S) - own + margin, 0)
    return ops.sum(means) + ops.sum(ops.maximum(highest - own + margin, 0))


@hard_negative_loss.misconception(
    "Where there is no closest negative, 0 was taken as its score, so that the term counts all the same. "
    "-inf may stay as it is: the hinge makes 0 of it."
)
def nothing_becomes_a_score_of_zero(v1, v2, margin):
    from keras import ops

    S = reference.cosine_scores(v1, v2)
    own = ops.diagonal(S)
    terms = []
    for x in (reference.mean_negative(S), reference.closest_negative(S)):
        x = ops.where(ops.isfinite(x), x, 0.0)
        terms.append(ops.sum(ops.maximum(x - own + margin, 0)))
    return terms[0] + terms[1]


@hard_negative_loss.misconception(
    "-inf was multiplied by 0, which is not a number. Let the hinge do it: the maximum of -inf and 0 is 0."
)
def multiplies_infinity_away(v1, v2, margin):
    from keras import ops

    S = reference.cosine_scores(v1, v2)
    own = ops.diagonal(S)
    total = 0.0
    for x in (reference.mean_negative(S), reference.closest_negative(S)):
        found = ops.cast(ops.isfinite(x), "float32")
        total = total + ops.sum(ops.maximum((x - own + margin) * found, 0))
    return total


@hard_negative_loss.misconception(NO_GRADIENT)
def in_numpy(v1, v2, margin):
    return float(reference.hard_negative_loss(v1, v2, margin))
