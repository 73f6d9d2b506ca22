"""The assignment "How long can it remember?", its exercises, and the inputs they share.

Arrays stand as in the cells of week 1, examples as columns and time last; those of the game as rows.
"""

from autograder.checks.compare import Tolerance
from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import numbers

assignment = Assignment("w2_long_memory", title="How long can it remember?", week=2)
reference = assignment.solutions()

recall_examples = assignment.exercise(
    "recall_examples",
    points=10,
    returns=("X", "y", "lags"),
    types={f"result.{place}": "an array of whole numbers" for place in range(3)},
)
# Norms of one result may differ by hundreds of orders of magnitude, so none is measured by the largest.
jacobian_product_norm = assignment.exercise(
    "jacobian_product_norm",
    points=22,
    tolerance=Tolerance(relative=1e-4, absolute=1e-30, of_scale=0.0),
    types={"result": "an array"},
)
clip_by_global_norm = assignment.exercise(
    "clip_by_global_norm",
    points=15,
    returns=("clipped", "norm"),
    tolerance=Tolerance(relative=1e-4, absolute=1e-12),  # Limits may be small.
    same_dtype=True,
    types={"result.1": "a number"},
)
truncated_gradients = assignment.exercise(
    "truncated_gradients",
    points=20,
    returns=("loss", "gradients", "a_last"),
    types={"result.0": "a number", "result.2": "an array"},
)
initial_weights = assignment.exercise("initial_weights", points=12, returns=("Wax", "Waa", "ba"))
residual_rnn_forward = assignment.exercise(
    "residual_rnn_forward", points=13, types={"result": "an array"}
)
# Half-lives go from 0.001 to 1e17 in one array: each is measured by itself.
half_life = assignment.exercise(
    "half_life",
    points=8,
    tolerance=Tolerance(relative=1e-5, absolute=1e-12, of_scale=0.0),
    types={"result": "a number"},
)
reservoir = assignment.exercise("reservoir", points=0)
ridge_readout = assignment.exercise("ridge_readout", points=0, types={"result": "an array"})


def plain_parameters(rng, n_a, n_x, scale=0.7):
    """Draws weights of a plain layer, biases too."""
    return {
        "Wax": numbers(rng, (n_a, n_x), scale),
        "Waa": numbers(rng, (n_a, n_a), scale),
        "ba": numbers(rng, (n_a, 1), scale),
    }
