"""The direction along which the words of pairs differ: as a mean, and as a principal axis."""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._debiasing.inputs import (
    bias_direction,
    bias_direction_svd,
    cosine,
    draw_until,
    reference,
    some_words,
    word_map,
)
from autograder.expectations import Between, Matches
from autograder.probes import Call


def in_pairs(words):
    """Returns the words two by two."""
    return list(zip(words[::2], words[1::2], strict=True))


# ------------------------------------------------------------------------------ bias_direction


@bias_direction.case("The mean of first minus second, over several pairs.")
def several_pairs(rng):
    words = some_words(rng, 9)
    return {"pairs": in_pairs(words[:6]), "word_to_vec_map": word_map(rng, words, 5)}


@bias_direction.case("A single pair gives the difference of its two words.")
def a_single_pair(rng):
    words = some_words(rng, 5)
    return {"pairs": [(words[3], words[1])], "word_to_vec_map": word_map(rng, words, 4)}


@bias_direction.case("Vectors in single precision, and a word that stands in two pairs.")
def a_word_twice(rng):
    words = some_words(rng, 7)
    pairs = [*in_pairs(words[:6]), (words[0], words[6])]
    return {"pairs": pairs, "word_to_vec_map": word_map(rng, words, 3, "float32")}


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
    return [float(sum(column)) / len(column) for column in zip(*rows, strict=True)]


@bias_direction.alternative
def mean_with_tensorflow(pairs, word_to_vec_map):
    import tensorflow as tf

    rows = tf.stack([[word_to_vec_map[w] for w in pair] for pair in pairs])
    return tf.reduce_mean(rows[:, 0] - rows[:, 1], axis=0)


@bias_direction.misconception(
    "The direction points the other way: it is the first word of a pair minus the second."
)
def second_minus_first(pairs, word_to_vec_map):
    return -reference.bias_direction(pairs, word_to_vec_map)


@bias_direction.misconception(
    "The differences are added up but not divided by the number of pairs."
)
def adds_without_dividing(pairs, word_to_vec_map):
    return len(pairs) * reference.bias_direction(pairs, word_to_vec_map)


@bias_direction.misconception(
    "Only one pair was looked at. Any one pair has peculiarities of its own; the mean over all of "
    "them lets those cancel."
)
def takes_the_first_pair(pairs, word_to_vec_map):
    return reference.bias_direction(pairs[:1], word_to_vec_map)


@bias_direction.misconception(
    "Only the last pair is left: each turn of the loop overwrites the one before, or the return "
    "stands where only one difference is known."
)
def takes_the_last_pair(pairs, word_to_vec_map):
    return reference.bias_direction(pairs[-1:], word_to_vec_map)


@bias_direction.misconception(
    "The words were made unit vectors first. Here the vectors are taken as they are."
)
def makes_words_unit_vectors(pairs, word_to_vec_map):
    units = {w: v / np.linalg.norm(v) for w, v in word_to_vec_map.items()}
    return reference.bias_direction(pairs, units)


@bias_direction.misconception(
    "Each difference was scaled to length 1 before the mean. Average the differences as they are."
)
def makes_differences_unit_vectors(pairs, word_to_vec_map):
    rows = np.array([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).mean(axis=0)


@bias_direction.misconception(
    "The result was scaled to length 1. The mean of the differences is wanted as it is; what uses "
    "it later allows for its length."
)
def makes_the_result_a_unit_vector(pairs, word_to_vec_map):
    g = reference.bias_direction(pairs, word_to_vec_map)
    return g / np.linalg.norm(g)


@bias_direction.misconception(
    "This is the mean of all the words, the middle between the two sides. A direction is a "
    "difference: first minus second."
)
def takes_the_middle(pairs, word_to_vec_map):
    return np.mean([word_to_vec_map[word] for pair in pairs for word in pair], axis=0)


@bias_direction.misconception(
    "The differences lost their signs before the mean. Without signs it is no direction."
)
def takes_sizes(pairs, word_to_vec_map):
    rows = [np.abs(word_to_vec_map[a] - word_to_vec_map[b]) for a, b in pairs]
    return np.mean(rows, axis=0)


@bias_direction.misconception(
    "The mean was taken over everything. Average over the pairs: the result has one number for each "
    "of the d dimensions."
)
def averages_everything(pairs, word_to_vec_map):
    return np.mean([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs])


@bias_direction.misconception(
    "The mean runs along the numbers of each difference and gives one number a pair. It must run "
    "over the pairs: axis=0."
)
def averages_each_difference(pairs, word_to_vec_map):
    return np.mean([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs], axis=1)


@bias_direction.misconception(
    "The differences came back, one a pair. What they share is wanted: their mean, one vector."
)
def returns_the_differences(pairs, word_to_vec_map):
    return np.array([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs])


@bias_direction.misconception(
    "The sum of the differences was divided by the number of words. There are half as many "
    "differences: one a pair."
)
def divides_by_the_number_of_words(pairs, word_to_vec_map):
    return reference.bias_direction(pairs, word_to_vec_map) / 2


@bias_direction.misconception(
    "The two words of a pair were added up. What they share is not the direction: subtract the "
    "second from the first."
)
def adds_the_two_words(pairs, word_to_vec_map):
    return np.mean([word_to_vec_map[a] + word_to_vec_map[b] for a, b in pairs], axis=0)


@bias_direction.misconception(
    "The function returns after the first pair: the return stands inside the loop. Move it to the "
    "left, behind the loop."
)
def returns_inside_the_loop(pairs, word_to_vec_map):
    return reference.bias_direction(pairs[:1], word_to_vec_map) / len(pairs)


@bias_direction.misconception(
    "One pair was lost, the last one: range(n) ends before n by itself, range(n - 1) too early."
)
def stops_one_pair_early(pairs, word_to_vec_map):
    total = np.zeros(len(word_to_vec_map[pairs[0][0]]))
    for number in range(len(pairs) - 1):
        total = total + word_to_vec_map[pairs[number][0]] - word_to_vec_map[pairs[number][1]]
    return total / len(pairs)


@bias_direction.misconception(
    "A word that stands in two pairs counts once only: a dictionary keeps one pair for each first "
    "word. Keep the list."
)
def makes_a_dictionary(pairs, word_to_vec_map):
    return reference.bias_direction(list(dict(pairs).items()), word_to_vec_map)


@bias_direction.misconception(
    "This is the median. Average with the mean: what pairs have in common adds up, number by number."
)
def takes_the_median(pairs, word_to_vec_map):
    return np.median([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs], axis=0)


# -------------------------------------------------------------------------- bias_direction_svd

CLEAR = 2.5  # the first singular value is so many times the second, so that rounding moves nothing


def turned(axis, pairs, vectors):
    """Turns an axis so that the first pair's difference lies on its positive side."""
    difference = vectors[pairs[0][0]] - vectors[pairs[0][1]]
    return axis if np.dot(axis, difference) >= 0 else -axis


def centred(pairs, vectors):
    both = np.array([[vectors[word] for word in pair] for pair in pairs], dtype=float)
    return both - both.mean(axis=1, keepdims=True)


def has_one_clear_axis(arguments):
    pairs, vectors = arguments["pairs"], arguments["word_to_vec_map"]
    rows = centred(pairs, vectors)
    sizes = np.linalg.svd(rows.reshape(-1, rows.shape[2]))[1]
    axis = np.linalg.svd(rows.reshape(-1, rows.shape[2]))[2][0]
    first = vectors[pairs[0][0]] - vectors[pairs[0][1]]
    return sizes[0] > CLEAR * sizes[1] and abs(cosine(axis, first)) > 0.5


def paired_map(rng, words, pairs, dimension, dtype=float):
    """Draws pairs that differ along one axis, and far more from pair to pair along another."""
    vectors = word_map(rng, words, dimension, dtype)
    across, along = np.linalg.qr(rng.standard_normal((dimension, 2)))[0].T
    for number, (first, second) in enumerate(pairs):
        middle = 3.0 * (number - len(pairs) / 3) * across + 0.3 * rng.standard_normal(dimension)
        half = rng.uniform(0.6, 1.4) * along + 0.15 * rng.standard_normal(dimension)
        vectors[first] = np.round(middle + half, 2).astype(dtype)
        vectors[second] = np.round(middle - half, 2).astype(dtype)
    return vectors


def axis_case(rng, count, dimension, dtype=float, swapped=0):
    """Draws pairs with one clear axis, of which `swapped` are written the other way round."""

    def make():
        words = some_words(rng, 2 * count + 1)
        pairs = in_pairs(words[:-1])
        vectors = paired_map(rng, words, pairs, dimension, dtype)
        pairs = [pair[::-1] if i < swapped else pair for i, pair in enumerate(pairs)]
        return {"pairs": pairs, "word_to_vec_map": vectors}

    arguments = draw_until(make, has_one_clear_axis)
    axis = turned(reference.bias_direction_svd(*arguments.values()), *arguments.values())
    return Trial(
        Call(arguments),
        [
            Matches(axis, "measured.axis", "the axis (its sign is free)"),
            Between("measured.length", 0.9999, 1.0001, "The axis is not of length 1."),
        ],
        measure="axis_of_pairs",
    )


@bias_direction_svd.case("The axis along which the words of pairs differ most, of length 1.")
def an_axis(rng):
    return axis_case(rng, count=4, dimension=5)


@bias_direction_svd.case("A pair written the other way round changes nothing.")
def pairs_written_either_way(rng):
    return axis_case(rng, count=5, dimension=4, swapped=2)


@bias_direction_svd.case("More dimensions than words, in single precision.")
def few_pairs(rng):
    return axis_case(rng, count=2, dimension=7, dtype="float32")


@bias_direction_svd.case("A single pair gives its difference, scaled to length 1.")
def one_pair(rng):
    return axis_case(rng, count=1, dimension=3)


def rows_of(pairs, word_to_vec_map):
    """Returns the words of all pairs, each minus the mean of its own pair, in double precision."""
    rows = []
    for pair in pairs:
        both = np.array([word_to_vec_map[word] for word in pair], dtype=float)
        rows += list(both - both.mean(axis=0))
    return np.array(rows)


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


@bias_direction_svd.misconception(
    "All words were centred on one common mean. Then the axis shows how the pairs differ from each "
    "other (family from royalty, say). Subtract from each pair its own mean."
)
def centres_on_a_common_mean(pairs, word_to_vec_map):
    rows = np.array([word_to_vec_map[word] for pair in pairs for word in pair])
    return np.linalg.svd(rows - rows.mean(axis=0))[2][0]


@bias_direction_svd.misconception(
    "Nothing was subtracted, or the sum of each pair in place of its mean, which comes to the same. "
    "Then the axis points at where all the words lie. Subtract from each pair its own mean, so that "
    "only what tells its two words apart is left."
)
def does_not_centre(pairs, word_to_vec_map):
    rows = np.array([word_to_vec_map[word] for pair in pairs for word in pair])
    return np.linalg.svd(rows)[2][0]


@bias_direction_svd.misconception(
    "The mean was taken along the numbers of each vector. The mean of a pair is a vector again, "
    "halfway between its two words."
)
def centres_each_vector(pairs, word_to_vec_map):
    rows = np.array([word_to_vec_map[word] for pair in pairs for word in pair])
    return np.linalg.svd(rows - rows.mean(axis=1, keepdims=True))[2][0]


@bias_direction_svd.misconception(
    "The mean difference was subtracted from the differences, and with it what they have in "
    "common. Centre each pair on its own mean, and the differences not at all."
)
def centres_the_differences(pairs, word_to_vec_map):
    rows = np.array([word_to_vec_map[a] - word_to_vec_map[b] for a, b in pairs])
    return np.linalg.svd(rows - rows.mean(axis=0))[2][0]


def rows_as_they_come(pairs, word_to_vec_map):
    """Returns the same rows in the map's number type, as learners make them.

    Where the axis is not the first one, numbers that are left to rounding must be theirs.
    """
    both = [np.array([word_to_vec_map[word] for word in pair]) for pair in pairs]
    return np.concatenate([rows - rows.mean(axis=0) for rows in both])


@bias_direction_svd.misconception(
    "This is a left singular vector: it has one number for each word, not for each dimension. "
    "numpy.linalg.svd returns U, S and Vh, and the right singular vectors are the rows of Vh."
)
def takes_a_left_vector(pairs, word_to_vec_map):
    return np.linalg.svd(rows_of(pairs, word_to_vec_map))[0][:, 0]


@bias_direction_svd.misconception(
    "This is a column. numpy.linalg.svd returns the right singular vectors as the rows of its "
    "third result."
)
def takes_a_column(pairs, word_to_vec_map):
    return np.linalg.svd(rows_as_they_come(pairs, word_to_vec_map))[2][:, 0]


@bias_direction_svd.misconception(
    "This is the last singular vector, along which the pairs differ least. Singular values come in "
    "falling order (the eigenvalues of numpy.linalg.eigh in rising order)."
)
def takes_the_last(pairs, word_to_vec_map):
    return np.linalg.svd(rows_as_they_come(pairs, word_to_vec_map))[2][-1]


@bias_direction_svd.misconception(
    "The axis was multiplied by its singular value. A singular vector has length 1."
)
def scales_the_axis(pairs, word_to_vec_map):
    _, sizes, axes = np.linalg.svd(rows_of(pairs, word_to_vec_map))
    return sizes[0] * axes[0]


@bias_direction_svd.misconception(
    "All singular vectors came back. Only the first is wanted, an array (d,)."
)
def returns_all_axes(pairs, word_to_vec_map):
    return np.linalg.svd(rows_of(pairs, word_to_vec_map))[2]


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


@bias_direction_svd.misconception(
    "numpy.linalg.eigh gives eigenvalues in rising order, and the eigenvectors are columns: the "
    "first column is the axis along which the pairs differ least."
)
def takes_the_first_eigenvector(pairs, word_to_vec_map):
    rows = rows_as_they_come(pairs, word_to_vec_map)
    return np.linalg.eigh(rows.T @ rows)[1][:, 0]


@bias_direction_svd.misconception(
    "One number was subtracted from all numbers of a pair. The mean of a pair is a vector, halfway "
    "between its two words: give numpy.mean the axis."
)
def centres_on_a_number(pairs, word_to_vec_map):
    both = [np.array([word_to_vec_map[word] for word in pair]) for pair in pairs]
    return np.linalg.svd(np.concatenate([rows - rows.mean() for rows in both]))[2][0]


@bias_direction_svd.misconception(
    "Only the last pair is left: each turn of the loop makes the rows anew. Collect the rows of all "
    "pairs."
)
def keeps_the_last_pair(pairs, word_to_vec_map):
    return reference.bias_direction_svd(pairs[-1:], word_to_vec_map)


@bias_direction_svd.misconception(
    "The second word was centred with the first one's new vector: compute the mean of a pair once, "
    "before you subtract it from both."
)
def centres_one_after_the_other(pairs, word_to_vec_map):
    rows = []
    for first, second in pairs:
        one = word_to_vec_map[first] - (word_to_vec_map[first] + word_to_vec_map[second]) / 2
        rows += [one, word_to_vec_map[second] - (one + word_to_vec_map[second]) / 2]
    return np.linalg.svd(np.array(rows))[2][0]


@bias_direction_svd.misconception(
    "The words were scaled to length 1 first. Here their vectors are taken as they are."
)
def scales_the_words(pairs, word_to_vec_map):
    units = {word: vector / np.linalg.norm(vector) for word, vector in word_to_vec_map.items()}
    return np.linalg.svd(rows_of(pairs, units))[2][0]


@bias_direction_svd.misconception(
    "The differences were scaled to length 1 first, so that a pair which hardly differs has as much "
    "say as any other. Only the result has length 1."
)
def scales_the_differences(pairs, word_to_vec_map):
    rows = rows_of(pairs, word_to_vec_map)
    return np.linalg.svd(rows / np.linalg.norm(rows, axis=1, keepdims=True))[2][0]


@bias_direction_svd.misconception(
    "These are the singular values. The axis is in the third result of numpy.linalg.svd."
)
def returns_the_singular_values(pairs, word_to_vec_map):
    return np.linalg.svd(rows_of(pairs, word_to_vec_map))[1]
