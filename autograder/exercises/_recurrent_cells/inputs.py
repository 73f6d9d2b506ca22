"""The assignment "An RNN, one step at a time", its exercises, and the inputs that they share.

Numbers of two decimals keep the public bundle small: every cache in it repeats the weights.
"""

import numpy as np

from autograder.exercise import Assignment

assignment = Assignment("w1_recurrent_cells", title="An RNN, one step at a time", week=1)
reference = assignment.solutions()

rnn_cell_forward = assignment.exercise(
    "rnn_cell_forward", points=8, returns=("a_next", "yt_pred", "cache")
)
rnn_forward = assignment.exercise(
    "rnn_forward",
    points=8,
    returns=("a", "y_pred", "caches"),
    depends_on=("rnn_cell_forward",),
)
sequence_cross_entropy = assignment.exercise("sequence_cross_entropy", points=6)
rnn_cell_backward = assignment.exercise("rnn_cell_backward", points=10)
rnn_backward = assignment.exercise("rnn_backward", points=10, depends_on=("rnn_cell_backward",))
gru_cell_forward = assignment.exercise(
    "gru_cell_forward", points=10, returns=("c_next", "yt_pred", "cache")
)
gru_forward = assignment.exercise(
    "gru_forward", points=8, returns=("c", "y", "caches"), depends_on=("gru_cell_forward",)
)
lstm_cell_forward = assignment.exercise(
    "lstm_cell_forward", points=10, returns=("a_next", "c_next", "yt_pred", "cache")
)
lstm_forward = assignment.exercise(
    "lstm_forward",
    points=8,
    returns=("a", "y", "c", "caches"),
    depends_on=("lstm_cell_forward",),
)
lstm_cell_backward = assignment.exercise("lstm_cell_backward", points=8)
lstm_backward = assignment.exercise("lstm_backward", points=6, depends_on=("lstm_cell_backward",))
bidirectional_forward = assignment.exercise("bidirectional_forward", points=4)
deep_rnn_forward = assignment.exercise("deep_rnn_forward", points=4, returns=("a_top", "y"))
simplified_gru_cell_forward = assignment.exercise("simplified_gru_cell_forward", points=0)
peephole_lstm_cell_forward = assignment.exercise(
    "peephole_lstm_cell_forward", points=0, returns=("a_next", "c_next")
)
count_parameters = assignment.exercise("count_parameters", points=0)
remember_number = assignment.exercise("remember_number", points=0)

LARGE = 720.0  # exp(720) is infinite in float64, while float32 still counts steps of 6e-5 there.


def numbers(rng, shape, scale=1.0):
    """Draws normal numbers of two decimals."""
    return np.round(scale * rng.standard_normal(shape), 2)


def states(rng, shape):
    """Draws what a hidden state may hold: numbers of two decimals in (-1, 1), none near zero."""
    return np.round(rng.uniform(0.1, 0.95, shape) * rng.choice([-1.0, 1.0], shape), 2)


def rnn_parameters(rng, n_a, n_x, n_y=None):
    """Draws `Wax Waa ba`, and `Wya by` when there is an output.

    Args:
        rng: Generator.
        n_a: Units.
        n_x: Features.
        n_y: Classes, or None.
    """
    parameters = {
        "Wax": numbers(rng, (n_a, n_x), 0.8),
        "Waa": numbers(rng, (n_a, n_a), 0.8),
        "ba": numbers(rng, (n_a, 1), 0.5),
    }
    if n_y is not None:
        parameters |= {"Wya": numbers(rng, (n_y, n_a), 1.5), "by": numbers(rng, (n_y, 1))}
    return parameters


def gated_parameters(rng, gates, n_a, n_x, n_y=None):
    """Draws `W` and `b` of each gate, and `Wy by` when there is an output.

    Args:
        rng: Generator.
        gates: Letters: "urc" for the GRU, "fico" for the LSTM.
        n_a: Units.
        n_x: Features.
        n_y: Classes, or None.
    """
    parameters = {}
    for gate in gates:
        parameters["W" + gate] = numbers(rng, (n_a, n_a + n_x), 0.9)
        parameters["b" + gate] = numbers(rng, (n_a, 1), 0.6)
    if n_y is not None:
        parameters |= {"Wy": numbers(rng, (n_y, n_a), 1.5), "by": numbers(rng, (n_y, 1))}
    return parameters


def gru_parameters(rng, n_c, n_x, n_y=None):
    """Draws `Wu bu Wr br Wc bc`, and `Wy by` when there is an output."""
    return gated_parameters(rng, "urc", n_c, n_x, n_y)


def lstm_parameters(rng, n_a, n_x, n_y=None):
    """Draws `Wf bf Wi bi Wc bc Wo bo`, and `Wy by` when there is an output."""
    return gated_parameters(rng, "fico", n_a, n_x, n_y)
