"""Word maps in which an analogy has one clear answer, and other readings of it have others.

Several readings of "b - a + c" are in use: with raw vectors or unit vectors, as a product of cosines,
or by the direction from the third word to the answer. The exercise says which it means, the sum of
unit vectors. Inputs are drawn so that this one is clear by a margin, and the others lead elsewhere.
"""

import numpy as np

from .inputs import across, unit, word_map

MARGIN = 0.03  # in cosines; the rounding of single precision is a hundred thousand times smaller


def cosines(rows, target):
    """Returns the cosine of each row with a vector; 0 for a row of zeros."""
    lengths = np.linalg.norm(rows, axis=1)
    return rows @ unit(target) / np.where(lengths > 0, lengths, 1)


def opened(arguments):
    """Returns the three words in small letters, the other words, and the map, all in doubles."""
    *inputs, vectors = arguments.values()
    vectors = {word: np.asarray(vector, dtype=float) for word, vector in vectors.items()}
    given = [word.lower() for word in inputs]
    return given, [word for word in vectors if word not in given], vectors


def scores_of(arguments):
    """Returns the cosine with the target of every word that may be the answer."""
    given, others, vectors = opened(arguments)
    a, b, c = (unit(vectors[word]) for word in given)
    return cosines(np.array([vectors[word] for word in others]), b - a + c)


def answer_of(arguments):
    """Returns the answer, or None where another word comes close."""
    scores = scores_of(arguments)
    if len(scores) > 1 and np.diff(np.sort(scores)[-2:])[0] < MARGIN:
        return None
    return opened(arguments)[1][int(np.argmax(scores))]


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
    # By hand: in a library's decomposition signs are free, and cases must be the same everywhere.
    first, second = (unit(across(target, vector)) for vector in rng.standard_normal((2, len(a))))
    second = unit(across(first, second))
    size = np.linalg.norm(target)
    far, near = 4 * (target + size * first), target + 0.7 * size * second
    return [a, b, c, 2.5 * target + 0.3 * rng.standard_normal(len(a)), far, near]


def with_two_words_alike(rng, a, b, c, d):
    """Makes the third word like the second, so that both are where the step leads."""
    b = b / np.linalg.norm(b)
    a, c = a / np.linalg.norm(a), b + 0.25 * rng.standard_normal(len(b))
    return [a, b, c, b - a + c + 0.5 * rng.standard_normal(len(b))]
