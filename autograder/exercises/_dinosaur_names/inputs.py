"""The exercises of "Name a new dinosaur", and what their cases are made from."""

import itertools

import numpy as np

from autograder.exercise import Assignment

assignment = Assignment(
    "w1_dinosaur_names", title="Name a new dinosaur", week=1, imports=("keras",)
)
reference = assignment.solutions()

clip = assignment.exercise("clip", points=10, same_dtype=True)
sample = assignment.exercise("sample", points=15)
optimize = assignment.exercise(
    "optimize",
    points=10,
    returns=("loss", "gradients", "a_last"),
    mutates=("parameters",),
    depends_on=("clip",),
)
model = assignment.exercise("model", points=20, depends_on=("optimize",), time_limit=30.0)
name_log_probability = assignment.exercise("name_log_probability", points=15)
perplexity = assignment.exercise("perplexity", points=10, depends_on=("name_log_probability",))
sample_with_temperature = assignment.exercise(
    "sample_with_temperature", points=10, depends_on=("sample",)
)
build_language_model = assignment.exercise("build_language_model", points=10, time_limit=30.0)


# ---------------------------------------------------------------------------------- inputs


def make_vocabulary(rng, size):
    """Gives `size` symbols, newline among them, at indices in random order."""
    symbols = [*"abcdefghijklmnopqrstuvwxyz"[: size - 1], "\n"]
    order = rng.permutation(size)
    while order[-1] == 0:  # The end is never index 0, which a learner might take for granted.
        order = rng.permutation(size)
    return {symbol: int(index) for symbol, index in zip(symbols, order, strict=True)}


def make_parameters(rng, n_a, size, scale=1.0):
    """Draws parameters large enough that state, input and biases all matter."""
    return {
        "Wax": scale * rng.standard_normal((n_a, size)),
        "Waa": scale * rng.standard_normal((n_a, n_a)),
        "Wya": scale * rng.standard_normal((size, n_a)),
        "b": 0.5 * scale * rng.standard_normal((n_a, 1)),
        "by": 0.5 * scale * rng.standard_normal((size, 1)),
    }


def make_gradients(rng, scale, n_a=4, n_x=6, n_y=3):
    """Draws gradients of the five parameters, all sizes different."""
    shapes = {
        "dWax": (n_a, n_x),
        "dWaa": (n_a, n_a),
        "dWya": (n_y, n_a),
        "db": (n_a, 1),
        "dby": (n_y, 1),
    }
    return {name: scale * rng.standard_normal(shape) for name, shape in shapes.items()}


def make_chain(rng, vocabulary, path):
    """Makes parameters that write `path`, a list of symbols, with certainty, and then repeat.

    One hidden unit remembers one symbol; three more units of noise change nothing. The last
    symbol of the path leads on to the path's first.
    """
    size, noise = len(vocabulary), 3
    n_a = size + noise
    Wax = np.vstack([6 * np.eye(size), rng.standard_normal((noise, size))])
    Wya = np.zeros((size, n_a))
    for here, there in itertools.pairwise([*path, path[0]]):
        Wya[vocabulary[there], vocabulary[here]] = 60.0
    by = np.zeros((size, 1))
    by[vocabulary[path[0]]] = 25.0
    waa = np.vstack([np.zeros((size, n_a)), rng.standard_normal((noise, n_a))])
    return {"Wax": Wax, "Waa": waa, "Wya": Wya, "b": np.zeros((n_a, 1)), "by": by}


def softmax(z):
    """Returns probabilities along axis 0."""
    e = np.exp(z - z.max())
    return e / e.sum()


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
    by = parameters["by"] * (mistake != "bias")
    grown = [([], 1.0, np.zeros_like(parameters["b"]), first)]
    done = []
    for _ in range(length):
        longer = []
        for indices, probability, a_prev, x in grown:
            a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a_prev + parameters["b"])
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


MISTAKES = ("state", "input", "pile", "bias", "start", "soft")  # what a sampling loop may leave out
LEAST_DISTANCE = 0.15  # total variation; hundreds of draws tell such distributions apart


def distance(one, other):
    """Returns the total variation distance of two lists of outcome and probability."""
    p, q = ({tuple(outcome): weight for outcome, weight in pairs} for pairs in (one, other))
    return 0.5 * sum(abs(p.get(key, 0.0) - q.get(key, 0.0)) for key in {*p, *q})


def make_name(rng, vocabulary, length):
    """Draws letters of the vocabulary."""
    letters = sorted(symbol for symbol in vocabulary if symbol != "\n")
    return "".join(rng.choice(letters, length))
