"""The direction along which the words of pairs differ: as a mean, and as a principal axis."""

import numpy as np

from autograder.checks.expectations import Between, Matches
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import (
    at_right_angles,
    bias_direction,
    bias_direction_svd,
    cosine,
    reference,
    some_words,
    turned_at_random,
    whole_numbers,
    word_map,
)


def in_pairs(words):
    """Returns the words two by two."""
    return list(zip(words[::2], words[1::2], strict=True))


# ------------------------------------------------------------------------------ bias_direction


@bias_direction.case("The mean of first minus second, over the pairs.")
def several_pairs(rng):
    words = some_words(rng, 5)
    vectors = {word: whole_numbers(rng, 3) for word in words}
    return {"pairs": in_pairs(words[:4]), "word_to_vec_map": vectors}


@bias_direction.case("A single pair gives the difference of its two words.")
def a_single_pair(rng):
    words = some_words(rng, 5)
    return {"pairs": [(words[3], words[1])], "word_to_vec_map": word_map(rng, words, 4)}


@bias_direction.case("Vectors in single precision, and a word that stands in two pairs.")
def a_word_twice(rng):
    words = some_words(rng, 7)
    pairs = [*in_pairs(words[:6]), (words[0], words[6])]
    return {"pairs": pairs, "word_to_vec_map": word_map(rng, words, 3, "float32")}


@bias_direction.case("A pair that stands there twice counts twice.")
def a_pair_twice(rng):
    words = some_words(rng, 8)
    pairs = in_pairs(words)
    pairs.insert(int(rng.integers(0, 4)), pairs[int(rng.integers(0, 4))])
    return {"pairs": pairs, "word_to_vec_map": word_map(rng, words, 4)}


@bias_direction.alternative
def mean_with_a_loop(pairs, word_to_vec_map):
    total = 0.0
    for first, second in pairs:
        total = total + (word_to_vec_map[first] - word_to_vec_map[second]) / len(pairs)
    return total


@bias_direction.alternative
def difference_of_two_means(pairs, word_to_vec_map):
    firsts, seconds = zip(*pairs, strict=True)
    mean = [np.mean([word_to_vec_map[w] for w in side], axis=0) for side in (firsts, seconds)]
    return mean[0] - mean[1]


@bias_direction.alternative
def mean_in_single_precision(pairs, word_to_vec_map):
    rows = np.array([[word_to_vec_map[w] for w in pair] for pair in pairs], dtype="float32")
    return np.diff(rows[:, ::-1], axis=1).mean(axis=(0, 1))


@bias_direction.alternative
def mean_as_a_list(pairs, word_to_vec_map):
    rows = [word_to_vec_map[first] - word_to_vec_map[second] for first, second in pairs]
    return np.array([float(sum(column)) / len(column) for column in zip(*rows, strict=True)])


@bias_direction.alternative
def mean_with_tensorflow(pairs, word_to_vec_map):
    import tensorflow as tf

    rows = tf.stack([[word_to_vec_map[w] for w in pair] for pair in pairs])
    return tf.reduce_mean(rows[:, 0] - rows[:, 1], axis=0)


bias_direction.slip(
    "second_minus_first",
    "The direction points the other way: it is the first word of a pair minus the second.",
    "a, b in",
    "b, a in",
)

bias_direction.slip(
    "adds_without_dividing",
    "The differences are added up but not divided by the number of pairs.",
    "np.mean",
    "np.sum",
)

bias_direction.slip(
    "takes_the_first_pair",
    "Only one pair was looked at. Any one pair has peculiarities of its own; the mean over all of "
    "them lets those cancel.",
    "in pairs",
    "in pairs[:1]",
)

bias_direction.slip(
    "takes_the_last_pair",
    "Only the last pair is left: each turn of the loop overwrites the one before, or the return "
    "stands where only one difference is known.",
    "in pairs",
    "in pairs[-1:]",
)

bias_direction.slip(
    "makes_words_unit_vectors",
    "The words were made unit vectors first. Here the vectors are taken as they are.",
    "steps = ",
    "units = {w: v / np.linalg.norm(v) for w, v in word_to_vec_map.items()}\n"
    "    word_to_vec_map = units\n    steps = ",
)

bias_direction.slip(
    "makes_differences_unit_vectors",
    "Each difference was scaled to length 1 before the mean. Average the differences as they are.",
    "np.mean(steps",
    "np.mean([step / np.linalg.norm(step) for step in steps]",
)

bias_direction.slip(
    "makes_the_result_a_unit_vector",
    "The result was scaled to length 1. The mean of the differences is wanted as it is; what uses "
    "it later allows for its length.",
    ("return", "g ="),
    ("axis=0)", "axis=0)\n    return g / np.linalg.norm(g)"),
)

bias_direction.slip(
    "takes_the_middle",
    "This is the mean of all the words, the middle between the two sides. A direction is a "
    "difference: first minus second.",
    "[a] - word_to_vec_map[b] for a, b in pairs",
    "[word] for pair in pairs for word in pair",
)

bias_direction.slip(
    "takes_sizes",
    "The differences lost their signs before the mean. Without signs it is no direction.",
    "np.mean(steps",
    "np.mean(np.abs(steps)",
)

bias_direction.slip(
    "averages_everything",
    "The mean was taken over everything. Average over the pairs: the result has one number for each "
    "of the d dimensions.",
    ", axis=0",
    "",
)

bias_direction.slip(
    "averages_each_difference",
    "The mean runs along the numbers of each difference and gives one number a pair. It must run "
    "over the pairs: axis=0.",
    "axis=0",
    "axis=1",
)

bias_direction.slip(
    "returns_the_differences",
    "The differences came back, one a pair. What they share is wanted: their mean, one vector.",
    "np.mean(steps, axis=0)",
    "np.array(steps)",
)

bias_direction.slip(
    "divides_by_the_number_of_words",
    "The sum of the differences was divided by the number of words. There are half as many "
    "differences: one a pair.",
    "np.mean(steps, axis=0)",
    "np.sum(steps, axis=0) / (2 * len(pairs))",
)

bias_direction.slip(
    "adds_the_two_words",
    "The two words of a pair were added up. What they share is not the direction: subtract the "
    "second from the first.",
    " - ",
    " + ",
)

bias_direction.slip(
    "returns_inside_the_loop",
    "The function returns after the first pair: the return stands inside the loop. Move it to the "
    "left, behind the loop.",
    "np.mean(steps, axis=0)",
    "steps[0] / len(pairs)",
)

bias_direction.slip(
    "stops_one_pair_early",
    "One pair was lost, the last one: range(n) ends before n by itself, range(n - 1) too early.",
    "np.mean(steps, axis=0)",
    "sum(steps[:-1], np.zeros(len(steps[0]))) / len(pairs)",
)

bias_direction.slip(
    "makes_a_dictionary",
    "A word that stands in two pairs counts once only: a dictionary keeps one pair for each first "
    "word. Keep the list.",
    "in pairs",
    "in dict(pairs).items()",
)

bias_direction.slip(
    "counts_words_once",
    "A word that stands in two pairs counts once only: the words were put into sets. Keep lists, or "
    "subtract within each pair.",
    "steps = [word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs]\n"
    "    return np.mean(steps, axis=0)",
    "sides = ({pair[i] for pair in pairs} for i in (0, 1))\n"
    "    one, other = (np.mean([word_to_vec_map[w] for w in side], axis=0) for side in sides)\n"
    "    return one - other",
)

bias_direction.slip(
    "counts_pairs_once",
    "A pair that stands there twice counts once only: the pairs were put into a set. Keep the list.",
    "in pairs",
    "in dict.fromkeys(map(tuple, pairs))",
)

bias_direction.slip(
    "takes_the_median",
    "This is the median. Average with the mean: what pairs have in common adds up, number by number.",
    "np.mean",
    "np.median",
)


# -------------------------------------------------------------------------- bias_direction_svd

CLEAR = 2.5  # the first singular value is so many times the second, so that rounding moves nothing


def turned(axis, pairs, vectors):
    """Turns an axis so that the first pair's difference lies on its positive side."""
    difference = vectors[pairs[0][0]] - vectors[pairs[0][1]]
    return axis if np.dot(axis, difference) >= 0 else -axis


def rows_of(pairs, word_to_vec_map):
    """Returns the words of all pairs, each minus the mean of its own pair, in double precision."""
    rows = []
    for pair in pairs:
        both = np.array([word_to_vec_map[word] for word in pair], dtype=float)
        rows += list(both - both.mean(axis=0))
    return np.array(rows)


def has_one_clear_axis(arguments):
    pairs, vectors = arguments["pairs"], arguments["word_to_vec_map"]
    _, sizes, axes = np.linalg.svd(rows_of(pairs, vectors))
    first = vectors[pairs[0][0]] - vectors[pairs[0][1]]
    return sizes[0] > CLEAR * sizes[1] and abs(cosine(axes[0], first)) > 0.5


def paired_map(rng, words, pairs, dimension, dtype=float):
    """Draws pairs that differ along one axis, and far more from pair to pair along another."""
    vectors = word_map(rng, words, dimension, dtype)
    across, along = at_right_angles(rng, 2, dimension)
    for number, (first, second) in enumerate(pairs):
        middle = 3.0 * (number - len(pairs) / 3) * across + 0.3 * rng.standard_normal(dimension)
        half = rng.uniform(0.6, 1.4) * along + 0.15 * rng.standard_normal(dimension)
        vectors[first] = np.round(middle + half, 2).astype(dtype)
        vectors[second] = np.round(middle - half, 2).astype(dtype)
    return vectors


def has_both_signs(axis):
    """Tells whether an axis has clear numbers of either sign, so that a loss of signs is seen."""
    return axis.max() > 0.2 and axis.min() < -0.2


def axis_case(rng, count, dimension, dtype=float, swapped=0):
    """Draws pairs with one clear axis, of which `swapped` are written the other way round."""

    def make():
        words = some_words(rng, 2 * count + 1)
        pairs = in_pairs(words[:-1])
        vectors = paired_map(rng, words, pairs, dimension, dtype)
        pairs = [pair[::-1] if i < swapped else pair for i, pair in enumerate(pairs)]
        return {"pairs": pairs, "word_to_vec_map": vectors}

    def accept(arguments):
        is_clear = has_one_clear_axis(arguments)
        return is_clear and has_both_signs(np.linalg.svd(rows_of(*arguments.values()))[2][0])

    return axis_trial(draw_until(make, accept))


def axis_trial(arguments):
    """Asks for the axis of the arguments' pairs, whatever its sign."""
    axis = turned(reference.bias_direction_svd(*arguments.values()), *arguments.values())
    return Trial(
        Call(arguments),
        [
            Matches(
                axis, "measured.axis", "the axis (its sign is free)", known_by="measured.sizes"
            ),
            Between("measured.length", 0.9999, 1.0001, "The axis is not of length 1."),
        ],
        measure="axis_of_pairs",
    )


# Where pairs leave but one dimension free, the last axes are determined too, up to their signs.


@bias_direction_svd.case("The axis along which the words of pairs differ most, of length 1.")
def an_axis(rng):
    def make():
        words = some_words(rng, 5)
        pairs = in_pairs(words[:4])
        vectors = {word: whole_numbers(rng, 3) for word in words}
        # Steps of lengths 15 and 5 at a right angle: it can be done on paper. The longer one is
        # that of the first pair, by which the sign of the axis is told.
        x, y = turned_at_random(rng, [3, 4])
        steps = np.array([[3 * x, 3 * y, 0], [-y, x, 0]])
        for (first, second), step in zip(pairs, steps, strict=True):
            vectors[first] = vectors[second] + step
        return {"pairs": pairs, "word_to_vec_map": vectors}

    def accept(arguments):
        return has_both_signs(np.linalg.svd(rows_of(*arguments.values()))[2][0])

    return axis_trial(draw_until(make, accept))


@bias_direction_svd.case("A pair written the other way round changes nothing.")
def pairs_written_either_way(rng):
    return axis_case(rng, count=5, dimension=4, swapped=2)


@bias_direction_svd.case("More dimensions than words, in single precision.")
def few_pairs(rng):
    return axis_case(rng, count=2, dimension=7, dtype="float32")


@bias_direction_svd.case("A single pair gives its difference, scaled to length 1.")
def one_pair(rng):
    return axis_case(rng, count=1, dimension=2)


@bias_direction_svd.alternative
def with_eigenvectors(pairs, word_to_vec_map):
    rows = rows_of(pairs, word_to_vec_map)
    return np.linalg.eigh(rows.T @ rows)[1][:, -1]


@bias_direction_svd.alternative
def with_halves_of_differences(pairs, word_to_vec_map):
    halves = [(word_to_vec_map[b] - word_to_vec_map[a]) / 2 for a, b in pairs]
    return np.linalg.svd(np.array(halves), full_matrices=False)[2][0]


@bias_direction_svd.alternative
def with_the_other_sign(pairs, word_to_vec_map):
    return -np.linalg.svd(rows_of(pairs, word_to_vec_map))[2][0]


@bias_direction_svd.alternative
def with_the_transposed_matrix(pairs, word_to_vec_map):
    columns = rows_of(pairs, word_to_vec_map).T.astype("float32")
    return np.linalg.svd(columns)[0][:, 0]


@bias_direction_svd.alternative
def with_scikit_learn(pairs, word_to_vec_map):
    from sklearn.decomposition import PCA

    return PCA(n_components=1).fit(rows_of(pairs, word_to_vec_map)).components_[0]


@bias_direction_svd.alternative
def with_repeated_multiplication(pairs, word_to_vec_map):
    rows = rows_of(pairs, word_to_vec_map)
    axis = rows[0]
    for _ in range(60):
        axis = rows.T @ (rows @ axis)
        axis = axis / np.linalg.norm(axis)
    return axis


@bias_direction_svd.alternative
def with_tensorflow(pairs, word_to_vec_map):
    import tensorflow as tf

    return tf.linalg.svd(tf.constant(rows_of(pairs, word_to_vec_map)))[2][:, 0]


bias_direction_svd.slip(
    "centres_on_a_common_mean",
    "All words were centred on one common mean. Then the axis shows how the pairs differ from each "
    "other (family from royalty, say). Subtract from each pair its own mean.",
    (" - both.mean(axis=0)", ""),
    ("svd(rows)", "svd(rows - np.mean(rows, axis=0))"),
)

bias_direction_svd.slip(
    "does_not_centre",
    "Nothing was subtracted, or the sum of each pair in place of its mean, which comes to the same. "
    "Then the axis points at where all the words lie. Subtract from each pair its own mean, so that "
    "only what tells its two words apart is left.",
    " - both.mean(axis=0)",
    "",
)

bias_direction_svd.slip(
    "centres_each_vector",
    "The mean was taken along the numbers of each vector. The mean of a pair is a vector again, "
    "halfway between its two words.",
    "axis=0",
    "axis=1, keepdims=True",
)

bias_direction_svd.slip(
    "centres_the_differences",
    "The mean difference was subtracted from the differences, and with it what they have in "
    "common. Centre each pair on its own mean, and the differences not at all.",
    ("rows.extend(both - both.mean(axis=0))", "rows.append(both[0] - both[1])"),
    ("svd(rows)", "svd(rows - np.mean(rows, axis=0))"),
    arbitrary_in=("one_pair",),  # Nothing is left of its difference.
)

bias_direction_svd.slip(
    "takes_a_left_vector",
    "This is a left singular vector: it has one number for each word, not for each dimension. "
    "numpy.linalg.svd returns U, S and Vh, and the right singular vectors are the rows of Vh.",
    "[2][0]",
    "[0][:, 0]",
)

bias_direction_svd.slip(
    "takes_a_column",
    "This is a column. numpy.linalg.svd returns the right singular vectors as the rows of its "
    "third result.",
    "[2][0]",
    "[2][:, 0]",
    arbitrary_in=("few_pairs",),
)

bias_direction_svd.slip(
    "takes_the_last",
    "This is the last singular vector, along which the pairs differ least. Singular values come in "
    "falling order; numpy.linalg.eigh has its eigenvalues in rising order, and the eigenvectors are "
    "columns.",
    "[2][0]",
    "[2][-1]",
    arbitrary_in=("few_pairs",),
)

bias_direction_svd.slip(
    "scales_the_axis",
    "The axis was multiplied by its singular value. A singular vector has length 1.",
    "return np.linalg.svd(rows)[2][0]",
    "_, sizes, axes = np.linalg.svd(rows)\n    return sizes[0] * axes[0]",
)

bias_direction_svd.slip(
    "returns_all_axes",
    "All singular vectors came back. Only the first is wanted, an array (d,).",
    "[2][0]",
    "[2]",
    arbitrary_in=("few_pairs",),
)


@bias_direction_svd.misconception(
    "This is the mean of the differences again. The singular vector does not care which word of a "
    "pair comes first, and it is of length 1."
)
def takes_the_mean(pairs, word_to_vec_map):
    return reference.bias_direction(pairs, word_to_vec_map)


@bias_direction_svd.misconception(
    "This is the mean of the differences, scaled to length 1. A pair that is written the other way "
    "round works against it; the first singular vector does not care."
)
def takes_the_mean_at_length_one(pairs, word_to_vec_map):
    mean = reference.bias_direction(pairs, word_to_vec_map)
    return mean / np.linalg.norm(mean)


bias_direction_svd.slip(
    "centres_on_a_number",
    "One number was subtracted from all numbers of a pair. The mean of a pair is a vector, halfway "
    "between its two words: give numpy.mean the axis.",
    "axis=0",
    "",
)

bias_direction_svd.slip(
    "keeps_the_last_pair",
    "Only the last pair is left: each turn of the loop makes the rows anew. Collect the rows of all "
    "pairs.",
    "rows.extend",
    "rows = ",
)

bias_direction_svd.slip(
    "centres_one_after_the_other",
    "The second word was centred with the first one's new vector: compute the mean of a pair once, "
    "before you subtract it from both.",
    "rows.extend(both - both.mean(axis=0))",
    "for row in both:\n            row -= both.mean(axis=0)\n        rows.extend(both)",
)

bias_direction_svd.slip(
    "scales_the_words",
    "The words were scaled to length 1 first. Here their vectors are taken as they are.",
    "word_to_vec_map[word]",
    "word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word])",
)

bias_direction_svd.slip(
    "scales_the_differences",
    "The differences were scaled to length 1 first, so that a pair which hardly differs has as much "
    "say as any other. Only the result has length 1.",
    "svd(rows)",
    "svd(rows / np.linalg.norm(rows, axis=1, keepdims=True))",
)

bias_direction_svd.slip(
    "returns_the_singular_values",
    "These are the singular values. The axis is in the third result of numpy.linalg.svd.",
    "[2][0]",
    "[1]",
)

bias_direction_svd.slip(
    "takes_sizes",
    "The single numbers lost their signs. Only the sign of the whole axis is free: some of its numbers "
    "are positive and others negative.",
    "np.linalg.svd(rows)[2][0]",
    "np.abs(np.linalg.svd(rows)[2][0])",
)

bias_direction_svd.slip(
    "takes_the_first_pair",
    "Only the first pair was looked at. Collect the rows of all pairs, and leave the loop after that.",
    "in pairs",
    "in pairs[:1]",
)
