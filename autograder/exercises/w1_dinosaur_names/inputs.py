"""The exercises of "Name a new dinosaur", and what their cases are made from."""

import itertools

import numpy as np

from autograder.declaration.exercise import Assignment
from autograder.declaration.inputs import numbers, softmax

assignment = Assignment(
    "w1_dinosaur_names", title="Name a new dinosaur", week=1, imports=("keras",)
)
reference = assignment.solutions()

clip = assignment.exercise("clip", points=10, same_dtype=True)
sample = assignment.exercise("sample", points=15, types={"result": "a list of numbers"})
optimize = assignment.exercise(
    "optimize",
    points=10,
    returns=("loss", "gradients", "a_last"),
    mutates=("parameters",),
    depends_on=("clip",),
    types={"result.0": "a number"},
)
model = assignment.exercise(
    "model",
    points=20,
    depends_on=("optimize",),
    time_limit=30.0,
    types={"result.1": "a list of numbers"},
)
name_log_probability = assignment.exercise(
    "name_log_probability", points=15, types={"result": "a number"}
)
perplexity = assignment.exercise(
    "perplexity",
    points=10,
    depends_on=("name_log_probability",),
    types={"result": "a number"},
)
sample_with_temperature = assignment.exercise(
    "sample_with_temperature",
    points=10,
    depends_on=("sample",),
    types={"result": "a list of numbers"},
)
build_language_model = assignment.exercise("build_language_model", points=10, time_limit=30.0)


# ---------------------------------------------------------------------------------- inputs


def make_vocabulary(rng, size, characters="abcdefghijklmnopqrstuvwxyz"):
    """Gives `size` symbols, newline among them, at indices in random order."""
    symbols = [*characters[: size - 1], "\n"]
    order = rng.permutation(size)
    while order[-1] == 0:  # The end is never index 0, which a learner might take for granted.
        order = rng.permutation(size)
    return {symbol: int(index) for symbol, index in zip(symbols, order, strict=True)}


def make_parameters(rng, n_a, size, scale=1.0):
    """Draws parameters large enough that state, input and biases all matter."""
    return {
        "Wax": numbers(rng, (n_a, size), scale),
        "Waa": numbers(rng, (n_a, n_a), scale),
        "Wya": numbers(rng, (size, n_a), scale),
        "b": numbers(rng, (n_a, 1), 0.5 * scale),
        "by": numbers(rng, (size, 1), 0.5 * scale),
    }


def make_gradient(rng, shape, limit):
    """Draws a gradient with entries above `limit`, below -`limit` and, of both signs, between."""
    bands = [(-2.0, -1.1), (-0.9, -0.1), (0.1, 0.9), (1.1, 2.0)]  # In limits.
    count = int(np.prod(shape))
    band = rng.permutation([*range(4), *rng.integers(4, size=count)][:count])
    low, high = np.array(bands).T[:, band]
    return np.round(limit * rng.uniform(low, high), 2).reshape(shape)


def make_gradients(rng, limit, n_a=4, n_x=6, n_y=5):
    """Draws gradients of the five parameters, all sizes different, for a limit."""
    shapes = {
        "dWax": (n_a, n_x),
        "dWaa": (n_a, n_a),
        "dWya": (n_y, n_a),
        "db": (n_a, 1),
        "dby": (n_y, 1),
    }
    return {name: make_gradient(rng, shape, limit) for name, shape in shapes.items()}


def make_chain(rng, vocabulary, path, noise=3):
    """Makes parameters that write `path`, a list of symbols, with certainty, and then repeat.

    One hidden unit remembers one symbol; `noise` more units change nothing. The last symbol of
    the path leads on to the path's first.
    """
    size = len(vocabulary)
    n_a = size + noise
    Wax = np.vstack([6 * np.eye(size), numbers(rng, (noise, size))])
    Wya = np.zeros((size, n_a))
    for here, there in itertools.pairwise([*path, path[0]]):
        Wya[vocabulary[there], vocabulary[here]] = 60.0
    by = np.zeros((size, 1))
    by[vocabulary[path[0]]] = 25.0
    waa = np.vstack([np.zeros((size, n_a)), numbers(rng, (noise, n_a))])
    return {"Wax": Wax, "Waa": waa, "Wya": Wya, "b": np.zeros((n_a, 1)), "by": by}


TICK = 1e-4  # a counter's step: after 50 of them tanh is still a straight line, to 1e-6


def make_timed_chain(rng, vocabulary, path, length):
    """Makes parameters that write `path`, which is without newline, round and round, then newline.

    A hidden unit counts the steps: newline, all but impossible before, is character number
    `length`, and certain.
    """
    parameters = make_chain(rng, vocabulary, path)
    counter, end = rng.integers(len(vocabulary), len(parameters["b"])), vocabulary["\n"]
    parameters["Wax"][counter] = 0.0
    parameters["Waa"][counter] = np.eye(len(parameters["b"]))[counter]
    parameters["b"][counter] = TICK
    steepness = 240.0 / TICK  # The logit of newline rises from -120 to 120 in the last step.
    parameters["Wya"][end, counter] = steepness
    parameters["by"][end] = -steepness * (length - 0.5) * TICK
    return parameters


def sequence_probabilities(parameters, vocabulary, length, temperature=1.0, mistake=None):
    """Lists every way a name can begin with `length` symbols, with its exact probability.

    Args:
        parameters: The five arrays.
        vocabulary: Symbol to index.
        length: Symbols looked at; names that end earlier are listed as they are.
        temperature: Divides the logits.
        mistake: None, or one of `MISTAKES`: what the probabilities would be if it were made.

    Returns:
        Pairs of indices and probability; the probabilities sum to one.
    """
    end, size = vocabulary["\n"], len(vocabulary)
    first = np.zeros((size, 1))
    if mistake == "start":
        first[end] = 1
    b, by = parameters["b"] * (mistake != "hidden"), parameters["by"] * (mistake != "bias")
    grown = [([], 1.0, np.zeros_like(parameters["b"]), first)]
    done = []
    for _ in range(length):
        longer = []
        for indices, probability, a_prev, x in grown:
            a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a_prev + b)
            z = parameters["Wya"] @ a
            y = softmax(z / temperature + by if mistake == "part" else (z + by) / temperature)
            a_next = a_prev if mistake == "state" else a
            for i in range(size):
                item = ([*indices, i], probability * float(y[i, 0]))
                if i == end:
                    done.append(item)
                    continue
                one_hot = np.eye(size)[:, [i]]
                wrong = {"input": x, "pile": np.maximum(x, one_hot), "soft": y}
                x_next = wrong.get(mistake, one_hot)
                longer.append((*item, a_next, x_next))
        grown = longer
    return [list(item) for item in [*done, *[(indices, p) for indices, p, _, _ in grown]]]


MISTAKES = (
    "state",
    "input",
    "pile",
    "bias",
    "hidden",
    "start",
    "soft",
)  # what a sampling loop may leave out
LEAST_DISTANCE = 0.15  # total variation; hundreds of draws tell such distributions apart


def distance(one, other):
    """Returns the total variation distance of two lists of outcome and probability."""
    p, q = ({tuple(outcome): weight for outcome, weight in pairs} for pairs in (one, other))
    return 0.5 * sum(abs(p.get(key, 0.0) - q.get(key, 0.0)) for key in {*p, *q})


def make_small_network(rng):
    """Draws a network small enough for paper: two letters and newline, two units, one decimal."""
    parameters = make_parameters(rng, 2, 3)
    small = {name: np.round(values, 1) for name, values in parameters.items()}
    return make_vocabulary(rng, 3), small


def make_name(rng, vocabulary, length):
    """Draws letters of the vocabulary."""
    letters = sorted(symbol for symbol in vocabulary if symbol != "\n")
    return "".join(rng.choice(letters, length))
