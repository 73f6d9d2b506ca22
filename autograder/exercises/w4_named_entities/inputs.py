"""The assignment "Who, where, when", its exercises, and the inputs they share."""

import numpy as np

from autograder.checks.compare import Tolerance
from autograder.declaration.exercise import Assignment

assignment = Assignment("w4_named_entities", title="Who, where, when", week=4, imports=("keras",))
reference = assignment.solutions()

sentences_to_arrays = assignment.exercise(
    "sentences_to_arrays",
    points=9,
    returns=("x", "y"),
    same_dtype=True,
    types={"result.0": "an array of whole numbers", "result.1": "an array of whole numbers"},
)
data_generator = assignment.exercise("data_generator", points=13)
build_tagger = assignment.exercise("build_tagger", points=13, time_limit=60.0)
# Log-probabilities come in single precision: sums of a few dozen of them.
masked_loss = assignment.exercise(
    "masked_loss", points=10, tolerance=Tolerance(1e-5, 1e-6), types={"result": "a number"}
)
masked_accuracy = assignment.exercise(
    "masked_accuracy", points=9, tolerance=Tolerance(1e-5, 1e-6), types={"result": "a number"}
)
entity_spans = assignment.exercise("entity_spans", points=13, types={"result": "a list"})
entity_scores = assignment.exercise(
    "entity_scores",
    points=10,
    returns=("precision", "recall", "f1"),
    depends_on=("entity_spans",),
    types={f"result.{place}": "a number" for place in range(3)},
)
transition_scores = assignment.exercise(
    "transition_scores",
    points=8,
    returns=("transitions", "start"),
    types={f"result.{place}": "an array" for place in range(2)},
)
viterbi = assignment.exercise(
    "viterbi",
    points=15,
    returns=("path", "score"),
    types={"result.0": "a list", "result.1": "a number"},
)
learned_transitions = assignment.exercise(
    "learned_transitions",
    points=0,
    returns=("transitions", "start"),
    types={f"result.{place}": "an array" for place in range(2)},
)

WORDS = (
    "Anna", "bank", "Bergen", "closed", "flew", "from", "May", "met", "Nile", "on", "Oslo", "ship",
    "sold", "The", "to", "Turkey",
)  # fmt: skip
KINDS = ("per", "geo", "org", "gpe", "tim", "art")


def some_words(rng, count, words=WORDS):
    """Draws words, in random order; different ones while there are enough."""
    return [str(word) for word in rng.permutation(words)[:count]]


def some_tags(rng, length, kinds=("per", "geo", "tim")):
    """Draws tags in BIO, orphans of I- among them."""
    tags = ["O", *(f"{place}-{kind}" for kind in kinds for place in "BI")]
    return [str(tag) for tag in rng.choice(tags, length)]


def log_softmax(scores, decimals=3):
    """Returns log-probabilities along the last axis, in single precision."""
    logs = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return np.round(logs, decimals).astype("float32")
