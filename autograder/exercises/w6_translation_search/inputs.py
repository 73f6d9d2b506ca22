"""The assignment "Find the best sentence", its exercises, and the models that searches get."""

import numpy as np

from autograder.checks.compare import Tolerance
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import numbers

assignment = Assignment(
    "w6_translation_search", title="Find the best sentence", week=6, imports=("keras",)
)
reference = assignment.solutions()

encoder_decoder = assignment.exercise(
    "encoder_decoder", points=18, returns=("encoder", "decoder"), time_limit=60.0
)
greedy_search = assignment.exercise(
    "greedy_search",
    points=10,
    returns=("tokens", "log_probability"),
    types={"result.0": "a list", "result.1": "a number"},
)
length_normalized = assignment.exercise("length_normalized", points=5, types={"result": "a number"})
beam_search = assignment.exercise("beam_search", points=25, types={"result": "a list"})
error_analysis = assignment.exercise("error_analysis", points=10)
modified_precision = assignment.exercise(
    "modified_precision",
    points=12,
    returns=("clipped", "total"),
    types={"result.0": "a number", "result.1": "a number"},
)
# No more than rounding of a few sums, in single precision too.
brevity_penalty = assignment.exercise(
    "brevity_penalty", points=8, tolerance=Tolerance(1e-5, 1e-7), types={"result": "a number"}
)
corpus_bleu = assignment.exercise(
    "corpus_bleu",
    points=12,
    depends_on=("modified_precision", "brevity_penalty"),
    tolerance=Tolerance(1e-5, 1e-7),
    types={"result": "a number"},
)

# What follows hangs on the last symbol and on the state; both go on.
STEP = """
def make(table, out, mix, embed):
    def step(tokens, states):
        tokens, states = np.asarray(tokens, dtype=int), np.asarray(states, dtype=float)
        if tokens.ndim != 1 or tokens.shape != states.shape[:1]:
            raise ValueError(f"step got tokens {tokens.shape} and states {states.shape}.")
        flat = states.reshape(len(states), embed.shape[1])
        scores = table[tokens] + flat @ out
        powers = np.exp(scores)
        new = np.tanh(flat @ mix + embed[tokens])
        return scores - np.log(powers.sum(axis=1, keepdims=True)), new.reshape(states.shape)

    return step
"""

# What follows hangs on the last symbol alone; the state counts.
TABLE = """
def make(table):
    def step(tokens, states):
        tokens, states = np.asarray(tokens, dtype=int), np.asarray(states, dtype=float)
        if tokens.ndim != 1 or tokens.shape != states.shape[:1]:
            raise ValueError(f"step got tokens {tokens.shape} and states {states.shape}.")
        return table[tokens], states + 1

    return step
"""


def marks(rng, V):
    """Draws start and end, and returns them with all other ids in random order."""
    start, end, *others = (int(i) for i in rng.permutation(V))
    return start, end, others


def model(rng, V, shape, start, end, push=0.0, forbidden=0.0, scale=1.5):
    """Draws a step whose results hang on symbol and state, and a first state.

    Args:
        rng: Generator.
        V: Symbols, marks among them.
        shape: Of one state.
        start: Never comes again.
        end: Id of the end.
        push: What is added to the score of the end.
        forbidden: Share of pairs of symbols that cannot follow one another.
        scale: How different the scores are.
    """
    size = int(np.prod(shape))
    table = numbers(rng, (V, V), scale)
    table[:, end] += push
    away = rng.random((V, V)) < forbidden
    away[:, end] = False
    table[away] = -np.inf
    table[:, start] = -np.inf
    weights = {
        "table": table,
        "out": numbers(rng, (size, V), scale),
        "mix": numbers(rng, (size, size)),
        "embed": numbers(rng, (V, size)),
    }
    return Made(STEP, weights), numbers(rng, (1, *shape))


def table_step(rows, V, start):
    """Makes a step of a table: rows from id to `{id: log-probability}`, all else -inf."""
    table = np.full((V, V), -np.inf)
    for before, row in rows.items():
        for after, value in row.items():
            table[before, after] = value
    table[:, start] = -np.inf
    return Made(TABLE, {"table": table})
