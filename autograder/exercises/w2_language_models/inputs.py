"""The exercises of "Which word comes next?", and what their cases are made from."""

import numpy as np

from autograder.declaration.exercise import Assignment

assignment = Assignment(
    "w2_language_models", title="Which word comes next?", week=2, imports=("keras",)
)
reference = assignment.solutions()

build_vocabulary = assignment.exercise("build_vocabulary", points=8)
shifted_pairs = assignment.exercise(
    "shifted_pairs",
    points=10,
    returns=("X", "Y"),
    types={"result.0": "an array of whole numbers", "result.1": "an array of whole numbers"},
)
count_ngrams = assignment.exercise("count_ngrams", points=12)
ngram_probability = assignment.exercise(
    "ngram_probability", points=12, types={"result": "a number"}
)
sentence_log_probability = assignment.exercise(
    "sentence_log_probability", points=10, types={"result": "a number"}
)
perplexity = assignment.exercise("perplexity", points=8, types={"result": "a number"})
scan = assignment.exercise("scan", points=10, returns=("ys", "last"), types={"result.0": "a list"})
gru_language_model = assignment.exercise("gru_language_model", points=15, time_limit=30.0)
log_perplexity = assignment.exercise("log_perplexity", points=15, types={"result": "a number"})
next_words = assignment.exercise("next_words", points=0, types={"result": "a list"})
generate = assignment.exercise("generate", points=0, types={"result": "a list"})

SPECIALS = ("<PAD>", "<START>", "<EOS>", "<UNK>")
WORDS = (
    "array", "axis", "batch", "count", "float", "graph", "input", "label", "model", "number",
    "order", "path", "query", "row", "score", "table", "unit", "value", "width", "yield",
)  # fmt: skip


def some_words(rng, count, words=WORDS):
    """Draws different words, in random order."""
    return [str(word) for word in rng.permutation(words)[:count]]


def some_sentences(rng, words, lengths):
    """Draws sentences of given lengths; words come with very different frequency."""
    weights = 1.0 / np.arange(1, len(words) + 1)
    return [
        [str(w) for w in rng.choice(words, length, p=weights / weights.sum())] for length in lengths
    ]


def numbered(words):
    """Returns a vocabulary: the four specials, then the words."""
    return {word: number for number, word in enumerate([*SPECIALS, *words])}
