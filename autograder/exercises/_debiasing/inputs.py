"""The assignment "What vectors know, and should not", its exercises, and the inputs they share.

Word maps are plain dictionaries of a few made-up words, so that a function that changes one is
seen. Numbers have two decimals, which keeps the public bundle small.
"""

import numpy as np

from autograder.compare import Tolerance
from autograder.exercise import Assignment

assignment = Assignment("w3_debiasing", title="What vectors know, and should not", week=3)
reference = assignment.solutions()

# Word vectors are single precision. What cancels to zero in theory leaves some 1e-7 of the numbers
# it was made of, and those are of the size of one here.
SINGLE_PRECISION = Tolerance(absolute=1e-5)

cosine_similarity = assignment.exercise("cosine_similarity", points=12, tolerance=SINGLE_PRECISION)
complete_analogy = assignment.exercise("complete_analogy", points=15)
bias_direction = assignment.exercise("bias_direction", points=10, tolerance=SINGLE_PRECISION)
bias_direction_svd = assignment.exercise("bias_direction_svd", points=12)
neutralize = assignment.exercise("neutralize", points=15, tolerance=SINGLE_PRECISION)
equalize = assignment.exercise(
    "equalize", points=21, returns=("first", "second"), tolerance=SINGLE_PRECISION
)
weat_effect_size = assignment.exercise(
    "weat_effect_size",
    points=15,
    returns=("effect_size", "p_value"),
    depends_on=("cosine_similarity",),
    tolerance=SINGLE_PRECISION,
)
is_definitional = assignment.exercise("is_definitional", points=0)

WORDS = (
    "blick", "cheem", "dax", "fep", "gazzer", "koba", "lorp", "mip", "nerf", "pilk", "riff",
    "snig", "tulver", "vib", "wug", "yosp", "zib",
)  # fmt: skip


def numbers(rng, shape, scale=1.0):
    """Draws normal numbers of two decimals."""
    return np.round(scale * rng.standard_normal(shape), 2)


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


def cosine(u, v):
    """Returns the cosine of two vectors, for drawing inputs."""
    return float(np.dot(u, v) / np.linalg.norm(u) / np.linalg.norm(v))


def draw_until(make, accept, tries=20_000):
    """Draws inputs until they tell right from wrong by a margin.

    Args:
        make: Returns inputs; called again and again.
        accept: Tells whether inputs will do.
        tries: How often at most.
    """
    for _ in range(tries):
        made = make()
        if accept(made):
            return made
    raise RuntimeError(f"No inputs as wanted in {tries} tries.")
