"""`triplet_loss`: three vectors, and a margin."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import NO_GRADIENT, cosines, f32, floats, reference, slopes_of, triplet_loss

GAP = 0.03  # from the hinge's corner


def _differences(arguments):
    anchor, positive, negative = (arguments[n] for n in ("anchor", "positive", "negative"))
    return np.diag(cosines(anchor, negative)) - np.diag(cosines(anchor, positive))


def _both_sides(arguments):
    """Tells whether some triplets cost something and others nothing, some within the margin."""
    difference = _differences(arguments)
    losses = difference + arguments["margin"]
    clear = np.abs(losses).min() > GAP and np.abs(difference).min() > GAP
    return (
        clear and (losses < 0).any() and (difference > 0).any() and (losses * difference < 0).any()
    )


def _triplets(rng, m, d, margin):
    def make():
        arrays = {n: floats(rng, (m, d)) for n in ("anchor", "positive", "negative")}
        return {**arrays, "margin": margin}

    return draw_until(make, _both_sides)


@triplet_loss.case("Both cosines are equal: the margin is left.")
def equal_cosines(rng):
    rows = f32(rng.permutation([[3, 4, 0], [4, 3, 0], [0, 3, 4], [4, 0, 3]]))
    anchor, other = rows[:2], rows[2:]
    margin = float(rng.choice([0.1, 0.2, 0.3, 0.4]))
    return {"anchor": anchor, "positive": other, "negative": other.copy(), "margin": margin}


@triplet_loss.case("Triplets that are easy, semi-hard and hard.")
def all_kinds(rng):
    return _triplets(rng, 6, 3, 0.3)


@triplet_loss.case("Fewer triplets than numbers in a vector.")
def long_vectors(rng):
    return _triplets(rng, 4, 7, 0.25)


@triplet_loss.case("A margin of 0.")
def no_margin(rng):
    def make():
        arrays = {n: floats(rng, (4, 2)) for n in ("anchor", "positive", "negative")}
        return {**arrays, "margin": 0.0}

    def accept(arguments):
        difference = _differences(arguments)
        is_clear = np.abs(difference).min() > GAP
        return is_clear and (difference < 0).any() and (difference > 0).any()

    return draw_until(make, accept)


@triplet_loss.case("A single triplet.")
def one_triplet(rng):
    def make():
        arrays = {n: floats(rng, (1, 5)) for n in ("anchor", "positive", "negative")}
        return {**arrays, "margin": 0.3}

    return draw_until(make, lambda a: 0 < _differences(a)[0] + 0.3 < 0.9)


@triplet_loss.case("A margin larger than all differences: everything costs something.")
def large_margin(rng):
    arrays = {n: floats(rng, (4, 2)) for n in ("anchor", "positive", "negative")}
    return {**arrays, "margin": float(rng.choice([2.5, 3.0, 4.0]))}


@triplet_loss.case("Lengths do not count.")
def lengths(rng):
    arguments = _triplets(rng, 4, 3, 0.3)
    for name in ("anchor", "positive", "negative"):
        arguments[name] *= rng.permutation(f32([0.01, 0.5, 20, 300]))[:, None]
    return arguments


@triplet_loss.case("A vector of zeros has the cosine 0 with all.")
def zeros(rng):
    def make():
        arrays = {n: floats(rng, (4, 3)) for n in ("anchor", "positive", "negative")}
        for row, array in zip(rng.permutation(4), arrays.values(), strict=False):
            array[row] = 0
        return {**arrays, "margin": 0.4}

    return draw_until(
        make, lambda a: np.abs(_differences(a) + 0.4).min() > GAP and (_differences(a) > -0.4).all()
    )


@triplet_loss.case("Gradients go to the triplets that cost something, and to those alone.")
def gradients(rng):
    arguments = _triplets(rng, 5, 3, 0.3)
    margin = arguments.pop("margin")
    weights = f32(rng.choice([0.5, 1, 2], 5))
    return slopes_of(arguments, weights, {"margin": margin}, ("cosine_scores",))


# ------------------------------------------------------------------------ other right answers


@triplet_loss.alternative
def row_by_row(anchor, positive, negative, margin):
    import tensorflow as tf

    a, p, n = (tf.math.l2_normalize(v, axis=1) for v in (anchor, positive, negative))
    return tf.nn.relu(margin + tf.reduce_sum(a * n, 1) - tf.reduce_sum(a * p, 1))


@triplet_loss.alternative
def with_where(anchor, positive, negative, margin):
    from keras import ops

    difference = ops.diagonal(reference.cosine_scores(negative, anchor)) - ops.diagonal(
        reference.cosine_scores(positive, anchor)
    )
    return ops.where(difference + margin > 0, difference + margin, 0.0)


@triplet_loss.alternative
def with_keras(anchor, positive, negative, margin):
    import keras
    from keras import ops

    anchor, positive, negative = map(ops.convert_to_tensor, (anchor, positive, negative))
    ap = -keras.losses.cosine_similarity(anchor, positive)
    return ops.maximum(margin - ap - keras.losses.cosine_similarity(anchor, negative), 0.0)


# ------------------------------------------------------------------------------- known mistakes

RETURN = "ops.maximum(cos_an - cos_ap + margin, 0)"

triplet_loss.slip(
    "no_hinge",
    "Losses below 0 came: once the order and the margin are right, a triplet costs nothing. Cut off at 0.",
    RETURN,
    "cos_an - cos_ap + margin",
)
triplet_loss.slip(
    "loses_the_margin",
    "The margin is missing. Without it all vectors in one point cost nothing.",
    RETURN,
    "ops.maximum(cos_an - cos_ap, 0)",
)
triplet_loss.slip(
    "margin_for_hard_ones_alone",
    "The margin was added only where the order is wrong. It belongs inside, before the cut at 0.",
    RETURN,
    "ops.where(cos_an > cos_ap, cos_an - cos_ap + margin, 0)",
)
triplet_loss.slip(
    "margin_behind_the_hinge",
    "The margin was added behind the cut at 0, so that nothing ever costs nothing.",
    RETURN,
    "ops.maximum(cos_an - cos_ap, 0) + margin",
)
triplet_loss.slip(
    "turns_the_sign_round",
    "The sign is turned round: the negative should be less like the anchor than the positive.",
    RETURN,
    "ops.maximum(cos_ap - cos_an + margin, 0)",
)
triplet_loss.slip(
    "subtracts_the_margin",
    "The margin was subtracted: it makes a triplet cost more, not less.",
    RETURN,
    "ops.maximum(cos_an - cos_ap - margin, 0)",
)
triplet_loss.slip(
    "sums_up",
    "The losses were summed up. One for each triplet is wanted.",
    RETURN,
    f"ops.sum({RETURN})",
)
triplet_loss.slip(
    "compares_positive_and_negative",
    "The negative was compared with the positive. Both are compared with the anchor.",
    "cosine_scores(anchor, negative)",
    "cosine_scores(positive, negative)",
)


@triplet_loss.misconception(
    "These are distances. A cosine is large where a distance is small, so that the signs differ, too."
)
def distances(anchor, positive, negative, margin):
    from keras import ops

    anchor, positive, negative = map(ops.convert_to_tensor, (anchor, positive, negative))
    ap, an = (ops.sum((anchor - v) ** 2, axis=1) for v in (positive, negative))
    return ops.maximum(ap - an + margin, 0)


@triplet_loss.misconception("The lengths of the vectors are still in: take cosines, not products.")
def products(anchor, positive, negative, margin):
    from keras import ops

    anchor, positive, negative = map(ops.convert_to_tensor, (anchor, positive, negative))
    return ops.maximum(ops.sum(anchor * (negative - positive), axis=1) + margin, 0)


@triplet_loss.misconception(NO_GRADIENT)
def in_numpy(anchor, positive, negative, margin):
    return np.asarray(reference.triplet_loss(anchor, positive, negative, margin))


triplet_loss.slip(
    "cuts_off_at_one",
    "Losses above 1 were cut off. They may come to 2 and the margin: only what is below 0 is cut.",
    "ops.maximum(cos_an - cos_ap + margin, 0)",
    "ops.clip(cos_an - cos_ap + margin, 0, 1)",
)
triplet_loss.slip(
    "nearest_negative_of_all",
    "For each anchor the nearest negative of all rows was taken. Row i has its own negative.",
    "cos_an = ops.diagonal(cosine_scores(anchor, negative))",
    "cos_an = ops.max(cosine_scores(anchor, negative), axis=0)",
)
triplet_loss.slip(
    "cosines_below_zero_cut",
    "A cosine below 0 was taken for 0. What points away from the anchor is farther than what stands aside.",
    "return ops.maximum(cos_an - cos_ap + margin, 0)",
    "return ops.maximum(ops.maximum(cos_an, 0) - ops.maximum(cos_ap, 0) + margin, 0)",
)
triplet_loss.slip(
    "negative_below_zero_cut",
    "A cosine below 0 of anchor and negative was taken for 0. What points away is farther than what stands "
    "aside.",
    "return ops.maximum(cos_an - cos_ap + margin, 0)",
    "return ops.maximum(ops.maximum(cos_an, 0) - cos_ap + margin, 0)",
)
