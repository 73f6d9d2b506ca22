"""Spreading the words of a pair evenly around a direction."""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._debiasing.inputs import (
    cosine,
    draw_until,
    equalize,
    numbers,
    reference,
    some_words,
    word_map,
)
from autograder.expectations import Raises
from autograder.probes import Call


def unit(vector):
    return vector / np.linalg.norm(vector)


def parts_along(pair, axis, vectors):
    """Returns how far the two words, as unit vectors, lie along the axis."""
    return [cosine(vectors[word], axis) for word in pair]


def equalize_case(rng, dimension, accept, dtype=float):
    """Draws a pair, an axis of any length and a map, such that `accept(first, second)` holds."""

    def make():
        words = some_words(rng, 4)
        axis = numbers(rng, dimension, rng.choice([0.4, 2.5])).astype(dtype)
        vectors = word_map(rng, words, dimension, dtype)
        return {"pair": tuple(words[1:3]), "bias_axis": axis, "word_to_vec_map": vectors}

    return draw_until(make, lambda made: accept(*parts_along(*made.values())))


@equalize.case("Words on opposite sides of the axis end at opposite places, with length 1.")
def on_opposite_sides(rng):
    return equalize_case(rng, 5, lambda one, other: one > 0.15 and other < -0.3)


@equalize.case("Words on the same side are set apart: the one further along stays ahead.")
def on_the_same_side(rng):
    return equalize_case(rng, 4, lambda one, other: 0.2 < one < other - 0.2, "float32")


@equalize.case("The first word may lie on the negative side.")
def first_on_the_negative_side(rng):
    return equalize_case(rng, 6, lambda one, other: one < -0.2 and 0.1 < other < -one - 0.05)


@equalize.case("Opposite words end on the axis itself.")
def opposite_words(rng):
    words = some_words(rng, 3)
    vectors = word_map(rng, words, 3)
    axis = numbers(rng, 3) + 0.005
    vectors[words[0]] = numbers(rng, 3) + np.sign(axis) * 2
    vectors[words[2]] = -2 * vectors[words[0]]
    return {"pair": (words[0], words[2]), "bias_axis": axis, "word_to_vec_map": vectors}


@equalize.case("A small difference along the axis is a difference: no error, and the same lengths.")
def hardly_told_apart(rng):
    return equalize_case(rng, 4, lambda one, other: 0.01 < one - other < 0.03)


@equalize.case("Unit vectors are compared: parts that are equal before the scaling are no error.")
def equal_before_the_scaling(rng):
    words = some_words(rng, 3)
    vectors = word_map(rng, words, 4)
    axis = np.array([0.0, float(rng.integers(2, 5)), 0.0, 0.0])
    part, (near, far) = float(rng.integers(2, 5)) / 2, rng.permutation([1.0, 3.0])
    vectors[words[0]] = np.array([near, part, 0.5 * near, 0.0])
    vectors[words[1]] = np.array([far, part, 0.0, -0.5 * far])
    return {"pair": (words[0], words[1]), "bias_axis": axis, "word_to_vec_map": vectors}


@equalize.case("A pair that the axis does not tell apart raises a ValueError.")
def not_told_apart(rng):
    words = some_words(rng, 3)
    vectors = word_map(rng, words, 3)
    x, y, z = rng.integers(1, 6, 3) / 2
    # Mirror images: of exactly the same length, and with exactly the same part along the axis.
    vectors[words[0]], vectors[words[1]] = np.array([x, y, z]), np.array([x, -y, z])
    axis = np.array([float(rng.integers(1, 4)), 0.0, 0.0])
    arguments = {"pair": (words[0], words[1]), "bias_axis": axis, "word_to_vec_map": vectors}
    because = "Both words lie equally far along the axis, so neither can go to one side."
    return Trial(Call(arguments), [Raises("ValueError", [], because)])


@equalize.case("The ValueError also comes where rounding makes equal parts differ by a hair.")
def told_apart_by_rounding_only(rng):
    words = some_words(rng, 3)

    def make():
        vectors = word_map(rng, words, 3)
        axis = np.full(3, round(rng.uniform(0.3, 2.0), 2))
        row = numbers(rng, 3)
        # The same numbers in another place lie equally far along this axis, at any length.
        vectors[words[0]], vectors[words[1]] = row, 3 * np.roll(row, 1)
        return {"pair": (words[0], words[1]), "bias_axis": axis, "word_to_vec_map": vectors}

    def differs(made):
        b = unit(made["bias_axis"])
        one, other = (unit(made["word_to_vec_map"][word]) for word in made["pair"])
        gaps = [one @ b - other @ b, np.sum(one * b) - np.sum(other * b)]
        return min(np.abs(gaps)) > 0 and abs(one @ b) > 0.2

    because = "Both words lie equally far along the axis, up to rounding."
    return Trial(Call(draw_until(make, differs)), [Raises("ValueError", [], because)])


def parts(pair, bias_axis, word_to_vec_map, scaled=True):
    """Returns a pair's vectors, their parts along the axis, and both parts of their mean."""
    b = np.asarray(bias_axis, dtype=float) / np.linalg.norm(bias_axis)
    e = [np.asarray(word_to_vec_map[word], dtype=float) for word in pair]
    e = [unit(vector) for vector in e] if scaled else e
    along = [np.dot(vector, b) * b for vector in e]
    mean = (e[0] + e[1]) / 2
    mean_along = np.dot(mean, b) * b
    return e, along, mean_along, mean - mean_along


def require_two_sides(along):
    """Raises an error where both parts along the axis are the same."""
    if np.allclose(along[0], along[1]):
        raise ValueError("The axis does not tell the two words apart.")


@equalize.alternative
def as_in_the_paper(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    require_two_sides(along)
    size = np.sqrt(1 - np.linalg.norm(across) ** 2)
    return tuple(
        across + size * (part - mean_along) / np.linalg.norm(part - mean_along) for part in along
    )


@equalize.alternative
def by_the_difference_along_the_axis(pair, bias_axis, word_to_vec_map):
    first, second = (unit(word_to_vec_map[word]) for word in pair)
    b = unit(bias_axis)
    across = (first + second - b * np.dot(first + second, b)) / 2
    gap = np.dot(first, b) - np.dot(second, b)
    if abs(gap) < 1e-9:
        raise ValueError(f"{pair} lies equally far along the axis.")
    step = np.sign(gap) * np.sqrt(1 - across @ across) * b
    return np.stack([across + step, across - step])


@equalize.alternative
def equalizes_in_single_precision(pair, bias_axis, word_to_vec_map):
    b = np.float32(bias_axis) / np.linalg.norm(np.float32(bias_axis))
    e = [np.float32(word_to_vec_map[word]) for word in pair]
    e = np.stack([vector / np.linalg.norm(vector) for vector in e])
    along = e @ b
    if np.isclose(along[0], along[1]):
        raise ValueError("equal")
    across = (e - np.outer(along, b)).mean(axis=0)
    sides = np.sign(along - along.mean()) * np.sqrt(1 - (across**2).sum())
    return list(across + np.outer(sides, b))


@equalize.alternative
def by_scaling_the_rest(pair, bias_axis, word_to_vec_map):
    # Solves |across + t * b| = 1 for t by Pythagoras, word by word.
    _, along, _, across = parts(pair, bias_axis, word_to_vec_map)
    require_two_sides(along)
    b = unit(np.asarray(bias_axis, dtype=float))
    height = float(1 - across @ across) ** 0.5
    ahead = np.dot(along[0], b) > np.dot(along[1], b)
    first, second = across + height * b, across - height * b
    return (first, second) if ahead else (second, first)


@equalize.alternative
def equalizes_with_tensorflow(pair, bias_axis, word_to_vec_map):
    import tensorflow as tf

    b = tf.math.l2_normalize(tf.constant(bias_axis, tf.float64))
    e = tf.stack([tf.constant(word_to_vec_map[word], tf.float64) for word in pair])
    e = tf.math.l2_normalize(e, axis=1)
    along = tf.linalg.matvec(e, b)
    if np.isclose(*along.numpy()):
        raise ValueError("The pair cannot be told apart.")
    across = tf.reduce_mean(e - along[:, None] * b, axis=0)
    sides = tf.sign(along - tf.reduce_mean(along)) * tf.sqrt(1 - tf.reduce_sum(across**2))
    return across + sides[:, None] * b


# None of these raises an error where the axis tells nothing: who forgets that as well is recognised
# by the other cases, and so is who remembers it.


@equalize.misconception(
    "The parts along the axis are divided by the wrong length, that of e - mu across the axis and "
    "along it together, as a widely copied formula has it. Divide by the length of e_B - mu_B "
    "alone: then both results have length 1."
)
def copies_the_formula(pair, bias_axis, word_to_vec_map):
    e, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    size = np.sqrt(np.abs(1 - across @ across))
    return tuple(
        across + size * (part - mean_along) / np.linalg.norm(vector - across - mean_along)
        for vector, part in zip(e, along, strict=True)
    )


@equalize.misconception(
    "This is a widely copied formula with two faults: the words are not made unit vectors first, "
    "and the parts along the axis are divided by the length of a vector that has other parts too. "
    "Both results must have length 1."
)
def copies_the_formula_and_keeps_the_lengths(pair, bias_axis, word_to_vec_map):
    e, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map, scaled=False)
    size = np.sqrt(np.abs(1 - across @ across))
    return tuple(
        across + size * (part - mean_along) / np.linalg.norm(vector - across - mean_along)
        for vector, part in zip(e, along, strict=True)
    )


@equalize.misconception(
    "The words were taken with the lengths they have. Make both unit vectors first: otherwise the "
    "longer one has more say in the mean, and 1 - |across|² may be negative."
)
def keeps_the_lengths(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map, scaled=False)
    size = np.sqrt(np.abs(1 - across @ across))
    with np.errstate(all="ignore"):
        return tuple(
            across + size * (part - mean_along) / np.linalg.norm(part - mean_along)
            for part in along
        )


@equalize.misconception(
    "Both words were neutralised and are now the same. They keep their difference along the axis, "
    "one on each side."
)
def neutralises_both(pair, bias_axis, word_to_vec_map):
    _, _, _, across = parts(pair, bias_axis, word_to_vec_map)
    return across, across


@equalize.misconception(
    "The parts along the axis are opposite, but not scaled: the results are shorter than 1. What "
    "the mean across the axis leaves of length 1 is sqrt(1 - |across|²)."
)
def does_not_scale(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    return tuple(across + part - mean_along for part in along)


@equalize.misconception(
    "The square root is missing: across the axis and along it, the squares add up to 1."
)
def forgets_the_root(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    square = 1 - across @ across
    with np.errstate(all="ignore"):
        return tuple(
            across + square * (part - mean_along) / np.linalg.norm(part - mean_along)
            for part in along
        )


def sides(along, across):
    """Returns the right parts along the axis; NaN where it tells nothing."""
    gap = along[0] - along[1]
    with np.errstate(all="ignore"):
        step = np.sqrt(1 - across @ across) * gap / np.linalg.norm(gap)
    return step, -step


@equalize.misconception(
    "The part along the axis was added to the pair's mean, which has a part along the axis itself. "
    "Take that out of the mean first."
)
def adds_to_the_whole_mean(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    return tuple(across + mean_along + side for side in sides(along, across))


@equalize.misconception(
    "Each word kept its own part across the axis. Equalised words differ along the axis only: what "
    "lies across it is the mean of the two."
)
def keeps_its_own_rest(pair, bias_axis, word_to_vec_map):
    e, along, _, across = parts(pair, bias_axis, word_to_vec_map)
    return tuple(
        vector - part + side
        for vector, part, side in zip(e, along, sides(along, across), strict=True)
    )


@equalize.misconception(
    "The first word always went to the positive side. Each word stays on its own side of the "
    "other: look which of the two lies further along the axis."
)
def sends_the_first_ahead(pair, bias_axis, word_to_vec_map):
    _, _, _, across = parts(pair, bias_axis, word_to_vec_map)
    step = np.sqrt(1 - across @ across) * unit(np.asarray(bias_axis, dtype=float))
    return across + step, across - step


@equalize.misconception("The two results have changed places. They come in the order of the pair.")
def swaps_the_results(pair, bias_axis, word_to_vec_map):
    _, along, _, across = parts(pair, bias_axis, word_to_vec_map)
    return tuple(across - side for side in sides(along, across))


@equalize.misconception(
    "The side of each word was taken from the sign of its own part along the axis. Both may lean "
    "the same way: then compare them with their mean, not with zero."
)
def takes_the_side_from_zero(pair, bias_axis, word_to_vec_map):
    _, along, _, across = parts(pair, bias_axis, word_to_vec_map)
    size = np.sqrt(1 - across @ across)
    return tuple(across + size * part / np.linalg.norm(part) for part in along)


@equalize.misconception(
    "The axis was used as if it had length 1. Divide by its length first; it may have any."
)
def takes_the_axis_for_a_unit_vector(pair, bias_axis, word_to_vec_map):
    b = np.asarray(bias_axis, dtype=float)
    e = [unit(np.asarray(word_to_vec_map[word], dtype=float)) for word in pair]
    along = [np.dot(vector, b) * b for vector in e]
    mean = (e[0] + e[1]) / 2
    mean_along = np.dot(mean, b) * b
    across = mean - mean_along
    size = np.sqrt(np.abs(1 - across @ across))
    with np.errstate(all="ignore"):
        return tuple(
            across + size * (part - mean_along) / np.linalg.norm(part - mean_along)
            for part in along
        )


@equalize.misconception(
    "The mean across the axis was itself scaled to length 1, which leaves nothing for the part "
    "along the axis. It keeps its length, and the part along the axis makes up for the rest."
)
def scales_the_mean(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    length = np.linalg.norm(across)
    across = across / length if length > 1e-9 else across
    return tuple(across + part - mean_along for part in along)


@equalize.misconception(
    "Where both words have the same part along the axis, it divides 0 by 0, sets them apart by "
    "chance or makes them one. Nothing says which of them goes where: raise a ValueError."
)
def goes_on_without_a_side(pair, bias_axis, word_to_vec_map):
    try:
        return reference.equalize(pair, bias_axis, word_to_vec_map)
    except ValueError:
        return np.full(len(bias_axis), np.nan), np.full(len(bias_axis), np.nan)


@equalize.misconception(
    "The word map has changed: the new vectors were written into it. Return them, and leave the "
    "map to whoever called you."
)
def writes_into_the_map(pair, bias_axis, word_to_vec_map):
    results = reference.equalize(pair, bias_axis, word_to_vec_map)
    for word, vector in zip(pair, results, strict=True):
        word_to_vec_map[word] = vector
    return results


def stepped(pair, bias_axis, word_to_vec_map, step, centre=None, b=None):
    """Goes a step along the axis from the middle of a pair, with one thing done differently.

    Args:
        pair: As in the exercise, like the next two.
        bias_axis: Axis.
        word_to_vec_map: Mapping.
        step: Function from the middle to the size of the step.
        centre: Function from both unit vectors and b to the middle; None for the right one.
        b: Direction of the step, None for the unit vector along the axis.
    """
    unit_b = unit(np.asarray(bias_axis, dtype=float))
    one, other = (unit(np.asarray(word_to_vec_map[word], dtype=float)) for word in pair)
    mean = (one + other) / 2
    middle = mean - (mean @ unit_b) * unit_b if centre is None else centre(one, other, unit_b)
    with np.errstate(all="ignore"):
        side = step(middle) * np.sign((one - other) @ unit_b) * (unit_b if b is None else b)
    return middle + side, middle - side


def height(middle):
    return np.sqrt(np.abs(1 - middle @ middle))


@equalize.misconception(
    "The axis was used with the length it has, in the projection of the mean and in the step. Divide "
    "it by its length first, and use only that from then on."
)
def steps_by_the_axis_as_it_is(pair, bias_axis, word_to_vec_map):
    axis = np.asarray(bias_axis, dtype=float)

    def centre(one, other, b):
        mean = (one + other) / 2
        return mean - (mean @ axis) * axis

    return stepped(pair, bias_axis, word_to_vec_map, height, centre, axis)


@equalize.misconception(
    "The part along the axis was added to the pair's whole mean, and its size computed from that. "
    "Take the part along the axis out of the mean before both."
)
def keeps_the_axis_in_the_mean(pair, bias_axis, word_to_vec_map):
    return stepped(
        pair, bias_axis, word_to_vec_map, height, lambda one, other, b: (one + other) / 2
    )


@equalize.misconception(
    "The size of the step is sqrt(1 - |across|). Pythagoras speaks of squares: 1 - |across|² is what "
    "is left."
)
def does_not_square_the_length(pair, bias_axis, word_to_vec_map):
    return stepped(
        pair, bias_axis, word_to_vec_map, lambda middle: np.sqrt(1 - np.linalg.norm(middle))
    )


@equalize.misconception(
    "The part along the axis has length 1, so that the results are longer than 1. Pythagoras says "
    "how much is left for it beside the part across."
)
def goes_a_whole_step(pair, bias_axis, word_to_vec_map):
    return stepped(pair, bias_axis, word_to_vec_map, lambda middle: 1.0)


@equalize.misconception(
    "The two vectors were added up, not averaged: what lies across the axis is half of their sum."
)
def takes_the_sum_for_the_mean(pair, bias_axis, word_to_vec_map):
    def centre(one, other, b):
        return one + other - ((one + other) @ b) * b

    return stepped(pair, bias_axis, word_to_vec_map, height, centre)


@equalize.misconception(
    "The results were divided by their length at the end. That shrinks or stretches the part across "
    "the axis as well, which is to be the pair's mean; only the part along it makes up for the rest."
)
def scales_the_results(pair, bias_axis, word_to_vec_map):
    _, along, mean_along, across = parts(pair, bias_axis, word_to_vec_map)
    with np.errstate(all="ignore"):
        return tuple(unit(across + part - mean_along) for part in along)


@equalize.misconception(
    "The mean was taken of the words with the lengths they have, though their sides were found with "
    "unit vectors. Scale first, and average the scaled vectors."
)
def averages_before_scaling(pair, bias_axis, word_to_vec_map):
    raw = [np.asarray(word_to_vec_map[word], dtype=float) for word in pair]

    def centre(one, other, b):
        mean = (raw[0] + raw[1]) / 2
        return mean - (mean @ b) * b

    return stepped(pair, bias_axis, word_to_vec_map, height, centre)


@equalize.misconception(
    "Both words went to the same side and are one now. The part along the axis is added for the one "
    "and subtracted for the other."
)
def sends_both_to_one_side(pair, bias_axis, word_to_vec_map):
    first, _ = stepped(pair, bias_axis, word_to_vec_map, height)
    return first, first


@equalize.misconception(
    "Each word kept its own part across the axis and got a step of its own. Equalised words share "
    "what lies across the axis, the mean of the two."
)
def steps_from_its_own_rest(pair, bias_axis, word_to_vec_map):
    e, along, _, _ = parts(pair, bias_axis, word_to_vec_map)
    rests = [vector - part for vector, part in zip(e, along, strict=True)]
    side = np.sign((along[0] - along[1]) @ bias_axis) * unit(np.asarray(bias_axis, dtype=float))
    return rests[0] + height(rests[0]) * side, rests[1] - height(rests[1]) * side


@equalize.misconception(
    "Rounding makes equal parts differ by a hair, and then the side of each word is chance. Compare "
    "with numpy.isclose rather than with ==."
)
def compares_to_the_last_digit(pair, bias_axis, word_to_vec_map):
    b = unit(np.asarray(bias_axis, dtype=float))
    one, other = (unit(np.asarray(word_to_vec_map[word], dtype=float)) @ b for word in pair)
    if one == other:
        raise ValueError("The axis does not tell the two words apart.")
    return stepped(pair, bias_axis, word_to_vec_map, height)


equalize.equivalent(
    "if np.isclose(gap, 0, atol=1e-06): -> if np.isclose(gap, 0):",
    "Equal up to rounding is left to the learner; the cases are in double precision there. The "
    "notebook's vectors are not, and need the wider allowance (a test of the reference asks).",
)
