"""Word maps in which every right reading of an analogy gives the same answer.

Several readings of "b - a + c" are in use: with raw vectors or unit vectors, as a sum of three
cosines or a product, or by the direction from the third word to the answer. Inputs are drawn so
that all of them give one answer by a margin, and the known mistakes others.
"""

import numpy as np

from autograder.exercises._debiasing.inputs import word_map

MARGIN = 0.03  # in cosines; the rounding of single precision is a hundred thousand times smaller


def unit(vector):
    return vector / np.linalg.norm(vector)


def cosines(rows, target):
    """Returns the cosine of each row with a vector; 0 for a row of zeros."""
    lengths = np.linalg.norm(rows, axis=1)
    return rows @ unit(target) / np.where(lengths > 0, lengths, 1)


def sums(a, b, c, rows):
    """Returns the scores of two readings, the sum of raw vectors and that of unit vectors."""
    return [cosines(rows, b - a + c), cosines(rows, unit(b) - unit(a) + unit(c))]


def directions(a, b, c, rows):
    """Returns the scores of two readings by the direction from the third word, raw and unit."""
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return [cosines(rows - c, b - a), cosines(units - unit(c), unit(b) - unit(a))]


def products(a, b, c, rows):
    """Returns the scores of the reading with a product of cosines."""
    to_a, to_b, to_c = ((1 + cosines(rows, x)) / 2 for x in (a, b, c))
    return [to_b * to_c / (to_a + 0.001)]


def opened(arguments):
    """Returns the three words in small letters, their vectors, and the map, all in doubles."""
    *inputs, vectors = arguments.values()
    vectors = {word: np.asarray(vector, dtype=float) for word, vector in vectors.items()}
    given = [word.lower() for word in inputs]
    return given, [vectors[word] for word in given], vectors


def answers(arguments):
    """Returns the common answer of all readings, or None where they differ or it is close."""
    given, abc, vectors = opened(arguments)
    words = [word for word in vectors if word not in given]
    rows = np.array([vectors[word] for word in words])
    readings = [*sums(*abc, rows), *directions(*abc, rows), *products(*abc, rows)]
    best = {int(np.argmax(scores)) for scores in readings}
    if len(best) > 1:
        return None
    for scores in readings:
        if len(words) > 1 and np.diff(np.sort(scores)[-2:])[0] < MARGIN:
            return None
    return words[best.pop()]


def mistakes_agree(arguments):
    """Tells whether two common mistakes lead to one word in every reading, to be recognised by."""
    given, (a, b, c), vectors = opened(arguments)
    rows = np.array([vector for word, vector in vectors.items() if word not in given])
    swapped = [*sums(b, a, c, rows), *directions(b, a, c, rows)]
    everyone = sums(a, b, c, np.array(list(vectors.values())))
    return all(len({int(np.argmax(s)) for s in scores}) == 1 for scores in (swapped, everyone))


def analogy_map(rng, words, dimension, dtype=float, planted=None):
    """Draws a map in which the fourth word is to the third as the second is to the first.

    Vectors differ in length, as those of rare and frequent words do. Some of the other words are
    near one of the first four.

    Args:
        rng: Generator.
        words: List of four words or more.
        dimension: Size d of a vector.
        dtype: Number type of the vectors.
        planted: Function from the generator and the first four vectors to a list of vectors: the
            first four anew, then those of further words.

    Returns:
        A dictionary from word to array `(d,)`, in random order.
    """
    a, step, c = rng.standard_normal((3, dimension))
    rows = [a, a + step, c, c + step]
    near = [rows[rng.integers(1, 4)] + 0.6 * rng.standard_normal(dimension) for _ in range(3)]
    rows = [row + 0.1 * rng.standard_normal(dimension) for row in [*rows, *near]]
    rows = [rng.uniform(0.6, 2.5) * row for row in rows]
    if planted is not None:
        rows = planted(rng, *rows[:4])
    vectors = word_map(rng, words, dimension, dtype)
    vectors |= {w: np.round(row, 2).astype(dtype) for w, row in zip(words, rows, strict=False)}
    return {words[i]: vectors[words[i]] for i in rng.permutation(len(words))}


def with_long_and_near_words(rng, a, b, c, d):
    """Makes the answer short or long; others lie nearer, or further out but more to one side."""
    target = b - a + c
    aside = np.linalg.qr(np.stack([target, *rng.standard_normal((2, len(a)))], axis=1))[0][:, 1:]
    size = np.linalg.norm(target)
    far, near = 4 * (target + size * aside[:, 0]), target + 0.7 * size * aside[:, 1]
    return [a, b, c, 2.5 * target + 0.3 * rng.standard_normal(len(a)), far, near]


def with_two_words_alike(rng, a, b, c, d):
    """Makes the third word like the second, so that both are where the step leads."""
    b = b / np.linalg.norm(b)
    a, c = a / np.linalg.norm(a), b + 0.25 * rng.standard_normal(len(b))
    return [a, b, c, b - a + c + 0.5 * rng.standard_normal(len(b))]
