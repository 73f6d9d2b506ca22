"""The assignment "Put the right emoji", its exercises, and the inputs that they share.

Word maps are small and made anew for each grade: about ten words, and vectors of two decimals.
"""

import numpy as np

from autograder.checks.recipes import WordMap
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import away_from_zero

assignment = Assignment(
    "w3_emoji_sentiment",
    title="Put the right emoji",
    week=3,
    imports=("keras", "tensorflow_text"),
)
reference = assignment.solutions()

sentence_to_avg = assignment.exercise("sentence_to_avg", points=15, types={"result": "an array"})
model = assignment.exercise(
    "model",
    points=25,
    returns=("predictions", "W", "b"),
    depends_on=("sentence_to_avg",),
    types={f"result.{i}": "an array" for i in range(3)},
)
sentences_to_indices = assignment.exercise(
    "sentences_to_indices", points=20, types={"result": "an array"}
)
pretrained_embedding_layer = assignment.exercise(
    "pretrained_embedding_layer", points=15, time_limit=30.0
)
emojify_v2 = assignment.exercise(
    "emojify_v2", points=25, depends_on=("pretrained_embedding_layer",), time_limit=60.0
)

WORDS = tuple(
    "bread butter dance garden harbour laugh morning music river soup storm summer tea walk winter"
    " yellow bridge candle forest window".split()
)
UNKNOWN = ("blorp", "quib", "snerk", "zaff")
NUM_CLASSES = 6


def some_words(rng, count):
    """Draws `count` different words."""
    return [str(word) for word in rng.choice(WORDS, count, replace=False)]


def vectors(rng, count, d):
    """Draws `count` vectors of two decimals, none of whose entries is near 0."""
    return away_from_zero(rng, (count, d), 0.2, 2.0)


def word_map(rng, words, d):
    """Makes a map with a vector `(d,)` for every word."""
    return WordMap(list(words), vectors(rng, len(words), d))


def small_word_map(rng, words, d):
    """Makes a map with vectors of one decimal, as one reckons with on paper."""
    drawn = word_map(rng, words, d)
    return WordMap(drawn.words, np.round(drawn.vectors, 1))


def dressed(rng, words):
    """Writes words as a careless person types them: capitals, punctuation, tabs, spaces."""
    gaps = [", ", "\t", "  ", " \t", "! ", "; "]
    styles = [str.upper, str.title, str.lower]
    typed = [styles[(i + int(rng.integers(3))) % 3](word) for i, word in enumerate(words)]
    typed[-1] = typed[-1].upper()
    order = rng.permutation(len(gaps))
    middle = "".join(word + gaps[order[i % len(gaps)]] for i, word in enumerate(typed[:-1]))
    return f"{rng.choice(['', ' ', chr(9)])}{middle}{typed[-1]}{rng.choice(['!', '...', ' ?'])}"


def shuffled_index(rng, words):
    """Gives the words the indices 1 to V in random order, other than their own order."""
    while True:
        order = rng.permutation(len(words)) + 1
        if (order != np.arange(len(words)) + 1).all():
            return {word: int(index) for word, index in zip(words, order, strict=True)}
