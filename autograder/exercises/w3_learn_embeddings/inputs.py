"""The assignment "Words by the company they keep", its exercises, and the inputs they share."""

import numpy as np

from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import away_from_zero

assignment = Assignment(
    "w3_learn_embeddings", title="Words by the company they keep", week=3, imports=("keras",)
)
reference = assignment.solutions()

GRADIENTS = {
    "result.0": "a number",
    "result.1": "an array",
    "result.2": "an array",
}

context_target_pairs = assignment.exercise(
    "context_target_pairs", points=10, types={"result": "a list"}
)
keep_probability = assignment.exercise("keep_probability", points=0, types={"result": "an array"})
neural_window_model = assignment.exercise("neural_window_model", points=7, time_limit=30.0)
skip_gram_loss = assignment.exercise(
    "skip_gram_loss", points=13, returns=("loss", "dE", "dtheta"), types=GRADIENTS
)
hierarchical_loss = assignment.exercise(
    "hierarchical_loss", points=15, returns=("loss", "dE", "dtheta"), types=GRADIENTS
)
huffman_codes = assignment.exercise("huffman_codes", points=0)
negative_sampling_distribution = assignment.exercise(
    "negative_sampling_distribution", points=7, types={"result": "an array"}
)
negative_sampling_examples = assignment.exercise(
    "negative_sampling_examples",
    points=13,
    returns=("words", "labels"),
    types={
        "result.0": "an array of whole numbers",
        "result.1": "an array of whole numbers",
    },
)
negative_sampling_loss = assignment.exercise(
    "negative_sampling_loss", points=14, returns=("loss", "dE", "dtheta"), types=GRADIENTS
)
cooccurrence_counts = assignment.exercise(
    "cooccurrence_counts", points=8, types={"result": "an array"}
)
glove_loss = assignment.exercise(
    "glove_loss",
    points=13,
    returns=("J", "dE", "dtheta", "db", "db_target"),
    types={**GRADIENTS, "result.3": "an array", "result.4": "an array"},
)
combine_glove = assignment.exercise("combine_glove", points=0, types={"result": "an array"})


def tables(rng, rows, columns, d):
    """Draws two tables of vectors without a small number, so that none hides a mistake."""
    return away_from_zero(rng, (rows, d), 0.2, 1.5), away_from_zero(rng, (columns, d), 0.2, 1.5)


def small_tables(rng, rows, columns, d):
    """Draws two tables for paper: whole numbers of either sign, 1 or 2."""

    def draw(size):
        return rng.integers(1, 3, (size, d)) * rng.choice([-1.0, 1.0], (size, d))

    return draw(rows), draw(columns)


def ids(rng, size, count, repeated=True):
    """Draws ids of words; `repeated`: at least one comes twice, and at least one does not come."""
    if not repeated:
        return rng.permutation(size)[:count]
    chosen = rng.permutation(size)[: min(size - 1, count - 1)]
    drawn = rng.choice(chosen, count)
    drawn[:2] = chosen[0]
    return drawn


def random_tree(rng, size):
    """Draws an uneven binary tree with a word at each leaf.

    Args:
        rng: Generator.
        size: V, words.

    Returns:
        Paths and codes `(V, L)`, root first; behind the end -1, and any turn.
    """
    ways = {0: ([], [])}  # Of what is still to be divided: inner node to nodes and turns so far.
    groups = {0: rng.permutation(size).tolist()}
    number, done = 1, {}
    while groups:
        node = min(groups)
        words, (path, turns) = groups.pop(node), ways.pop(node)
        cut = int(rng.integers(1, min(len(words), 3)))  # One or two to one side: never even.
        parts = [words[:cut], words[cut:]]
        for turn, part in zip(rng.permutation(2).tolist(), parts, strict=True):
            way = [*path, node], [*turns, turn]
            if len(part) == 1:
                done[part[0]] = way
            else:
                groups[number], ways[number] = part, way
                number += 1
    longest = max(len(path) for path, _ in done.values())
    paths = np.full((size, longest), -1)
    codes = rng.integers(0, 2, (size, longest))
    for word, (path, turns) in done.items():
        paths[word, : len(path)], codes[word, : len(path)] = path, turns
    return paths, codes
