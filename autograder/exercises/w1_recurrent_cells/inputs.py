"""The assignment "An RNN, one step at a time", its exercises, and the inputs that they share.

Numbers of two decimals keep the public bundle small: every cache in it repeats the weights. The first
case of each exercise is small enough for paper: few numbers, of one decimal.
"""

import numpy as np

from autograder.checks.expectations import Matches
from autograder.checks.probes import Call
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Assignment, Trial
from autograder.declaration.inputs import numbers

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
sequence_cross_entropy = assignment.exercise(
    "sequence_cross_entropy", points=6, types={"result": "a number"}
)
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
simplified_gru_cell_forward = assignment.exercise("simplified_gru_cell_forward", points=0)
peephole_lstm_cell_forward = assignment.exercise(
    "peephole_lstm_cell_forward", points=0, returns=("a_next", "c_next")
)
count_parameters = assignment.exercise("count_parameters", points=0)
remember_number = assignment.exercise("remember_number", points=0)
bidirectional_forward = assignment.exercise("bidirectional_forward", points=4)
deep_rnn_forward = assignment.exercise("deep_rnn_forward", points=4, returns=("a_top", "y"))
lstm_cell_backward = assignment.exercise("lstm_cell_backward", points=8)
lstm_backward = assignment.exercise("lstm_backward", points=6, depends_on=("lstm_cell_backward",))

# Edits that are the same mistake in several cells.
SIGMOID_THAT_OVERFLOWS = (
    "concat = np",
    "sigmoid = lambda z: np.exp(z) / (1 + np.exp(z))\n    concat = np",
)
SOFTMAX_THAT_OVERFLOWS = (
    ("yt_pred = softmax(", "e = np.exp("),
    (", axis=0)", ")\n    yt_pred = e / e.sum(axis=0)"),
)
TAKES_AWAY_THE_LARGEST_OF_ALL = (
    ("yt_pred = softmax(", "z = ("),
    (", axis=0)", ")\n    e = np.exp(z - z.max())\n    yt_pred = e / e.sum(axis=0)"),
)

LONG = 42  # steps: as many as the notebook's longest sequence has, and one more
LARGE = 720.0  # exp(720) is infinite in float64, while float32 still counts steps of 6e-5 there.


def large_of_both_signs(rng, arguments, **units):
    """Lets units hear a very large sum in one of two examples, and minus that in the other.

    What overflows does so for one sign or for the other.

    Args:
        rng: Generator.
        arguments: Of a gated cell, with two examples.
        **units: Letter of a gate or of the candidate to the unit that hears it.
    """
    arguments["xt"][0] = rng.permutation([1.0, -1.0])
    for gate, unit in units.items():
        arguments["parameters"]["W" + gate][unit, -len(arguments["xt"])] = LARGE


def loud(gradients):
    """Tells whether every gradient has a number beyond 20, so that none could be clipped unseen."""
    return all(np.abs(gradient).max() > 20 for gradient in gradients.values())


def on_paper(arguments):
    """Leaves every number one decimal, and none of them near 0, so that it can be followed by hand.

    Args:
        arguments: Of a forward call, or parts of it; arrays, and dictionaries and lists of them.
    """
    if isinstance(arguments, dict):
        return {name: on_paper(value) for name, value in arguments.items()}
    if isinstance(arguments, list):
        return [on_paper(value) for value in arguments]
    short = np.sign(arguments) * np.maximum(np.round(np.abs(arguments), 1), 0.1)
    return np.where(arguments == 0, 0.1, short)


UNPACK = """
def unpack(stacked, x, parameters):
    steps = range(x.shape[2])
    take = lambda t: tuple(array[:, :, t].copy() for array in (*stacked, x))
    return [(*take(t), parameters) for t in steps], x
"""


def with_packed_caches(arguments):
    """Packs the caches of a long sequence, so that the weights stand there once and not at each step.

    Args:
        arguments: Of a way back through time.
    """
    steps, x = arguments["caches"]
    *columns, parameters = zip(*steps, strict=True)
    stacked = [np.stack(column, axis=2) for column in columns[:-1]]  # The last is xt.
    packed = {"stacked": stacked, "x": x, "parameters": parameters[0]}
    return arguments | {"caches": Made(UNPACK, packed)}


def parts_alone(probe_arguments, result, names):
    """Expects the first results and leaves the caches out, which are long for a long sequence.

    Args:
        probe_arguments: Of the call.
        result: Of the reference.
        names: Of the results that are compared.
    """
    expected = [Matches(result[i], f"result.{i}", name) for i, name in enumerate(names)]
    return Trial(Call(probe_arguments), expected)


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
