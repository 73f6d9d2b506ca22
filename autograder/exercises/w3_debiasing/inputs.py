"""The assignment "What vectors know, and should not", its exercises, and the inputs they share.

Word maps are plain dictionaries of a few made-up words, so that a function that changes one is
seen. Numbers have two decimals, which keeps the public bundle small.
"""

import numpy as np

from autograder.checks.compare import Tolerance
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import numbers

assignment = Assignment("w3_debiasing", title="What vectors know, and should not", week=3)
reference = assignment.solutions()

# Word vectors are single precision. What cancels to zero in theory leaves some 1e-7 of the numbers
# it was made of, and those are of the size of one here.
SINGLE_PRECISION = Tolerance(absolute=1e-5)

# Right answers in single precision differ by less than 1e-6: twenty times that, and not so much that
# a result with four decimals passes.
cosine_similarity = assignment.exercise(
    "cosine_similarity",
    points=12,
    tolerance=Tolerance(relative=1e-5, absolute=1e-5, of_scale=0.0),
    types={"result": "a number"},
)
complete_analogy = assignment.exercise("complete_analogy", points=15)
bias_direction = assignment.exercise(
    "bias_direction", points=10, tolerance=SINGLE_PRECISION, types={"result": "an array"}
)
bias_direction_svd = assignment.exercise(
    "bias_direction_svd", points=12, types={"result": "an array"}
)
neutralize = assignment.exercise(
    "neutralize", points=15, tolerance=SINGLE_PRECISION, types={"result": "an array"}
)
equalize = assignment.exercise(
    "equalize",
    points=21,
    returns=("first", "second"),
    tolerance=SINGLE_PRECISION,
    types={"result.0": "an array", "result.1": "an array"},
)
is_definitional = assignment.exercise("is_definitional", points=0)
weat_effect_size = assignment.exercise(
    "weat_effect_size",
    points=15,
    returns=("effect_size", "p_value"),
    depends_on=("cosine_similarity",),
    tolerance=SINGLE_PRECISION,
    types={"result.0": "a number", "result.1": "a number"},
)

WORDS = (
    "blick", "cheem", "dax", "fep", "gazzer", "koba", "lorp", "mip", "nerf", "pilk", "riff",
    "snig", "tulver", "vib", "wug", "yosp", "zib",
)  # fmt: skip


def word_map(rng, words, dimension, dtype=float):
    """Draws a vector for each word; the vectors differ much in length.

    Args:
        rng: Generator.
        words: List of words.
        dimension: Size d of a vector.
        dtype: Number type of the vectors.

    Returns:
        A dictionary from word to array `(d,)`.
    """
    lengths = rng.uniform(0.5, 3.0, len(words))
    return {
        word: numbers(rng, dimension, length).astype(dtype)
        for word, length in zip(words, lengths, strict=True)
    }


def some_words(rng, count):
    """Draws different made-up words, in random order."""
    return [str(word) for word in rng.permutation(WORDS)[:count]]


def whole_numbers(rng, dimension, most=4):
    """Draws whole numbers from 1 to `most` of either sign, which one can reckon with on paper."""
    return rng.integers(1, most + 1, dimension) * rng.choice([-1.0, 1.0], dimension)


def turned_at_random(rng, numbers):
    """Returns numbers in random order, each with a random sign: the length stays."""
    return rng.permutation(np.array(numbers, dtype=float)) * rng.choice([-1.0, 1.0], len(numbers))


def unit(vector):
    return vector / np.linalg.norm(vector)


def cosine(u, v):
    """Returns the cosine of two vectors, for drawing inputs."""
    return float(np.dot(u, v) / np.linalg.norm(u) / np.linalg.norm(v))


def at_right_angles(rng, count, dimension):
    """Draws vectors of length 1 at right angles to each other, in all directions alike.

    By hand: in a library's decomposition signs are free, and cases must be the same everywhere.

    Args:
        rng: Generator.
        count: How many, at most `dimension`.
        dimension: Size d of a vector.

    Returns:
        Array `(count, d)`.
    """
    rows = []
    for vector in rng.standard_normal((count, dimension)):
        for _ in range(2):  # Once more takes out what rounding has left.
            for row in rows:
                vector = vector - np.sum(vector * row) * row
        rows.append(vector / np.sqrt(np.sum(vector**2)))
    return np.array(rows)


# So far apart are put numbers that count as equal but are not: a hundred times what rounding does,
# in any order of summation, and a fiftieth of the least that anyone takes for a difference.
HAIR = 2e-14


def across(vector, direction):
    """Returns what of a direction lies at a right angle to a vector."""
    return direction - np.sum(direction * vector) / np.sum(vector**2) * vector


def moved_a_hair(vector, direction):
    """Moves a vector so that, at length 1, its product with a direction is larger by a hair."""
    step = across(vector, direction)
    return vector + HAIR * np.sqrt(np.sum(vector**2)) / np.sum(step**2) * step
