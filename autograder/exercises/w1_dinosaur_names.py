"""Checks for "Name a new dinosaur": cases, known mistakes and other right answers."""

import itertools

import numpy as np

from autograder.exercise import Assignment, Trial
from autograder.expectations import (
    Between,
    Different,
    Distributed,
    Raises,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
)
from autograder.probes import Call, CallTwice, Draws, ModelOutputs
from autograder.recipes import Generator

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


# ------------------------------------------------------------------------------------ clip


@clip.case("Values beyond the limit are cut to it, above and below.")
def beyond_the_limit(rng):
    return {"gradients": make_gradients(rng, 10.0), "max_value": 5.0}


@clip.case("Values within the limit stay as they are, in every array.")
def within_the_limit(rng):
    gradients = make_gradients(rng, 1.0)
    gradients = {name: np.clip(g, -4.5, 4.5) for name, g in gradients.items()}
    gradients["dby"] = np.array([[0.25], [7.0], [-9.0]])
    return {"gradients": gradients, "max_value": 5.0}


@clip.case("The limit is the one that is passed in, and float32 stays float32.")
def another_limit(rng):
    gradients = {k: g.astype(np.float32) for k, g in make_gradients(rng, 3.0, 2, 5, 7).items()}
    gradients["dWya"][0, 0] = np.inf
    return {"gradients": gradients, "max_value": float(rng.choice([0.5, 1.5, 2.5]))}


@clip.case("Any names and any number of arrays, of any shapes.")
def other_names(rng):
    return {
        "gradients": {"dU": 4 * rng.standard_normal((2, 3, 4)), "dv": 4 * rng.standard_normal(5)},
        "max_value": 2.0,
    }


@clip.alternative
def clip_by_comprehension(gradients, max_value):
    return {name: np.clip(g, -max_value, max_value) for name, g in gradients.items()}


@clip.alternative
def clip_with_minimum_and_maximum(gradients, max_value):
    clipped = {}
    for name in gradients:
        clipped[name] = np.maximum(np.minimum(gradients[name], max_value), -max_value)
    return clipped


@clip.alternative
def clip_a_deep_copy(gradients, max_value):
    import copy

    clipped = copy.deepcopy(gradients)
    for g in clipped.values():
        g[g > max_value] = max_value
        g[g < -max_value] = -max_value
    return clipped


@clip.alternative
def clip_number_by_number(gradients, max_value):
    clipped = {}
    for name, g in gradients.items():
        flat = [min(max(float(v), -max_value), max_value) for v in g.ravel()]
        clipped[name] = np.array(flat, dtype=g.dtype).reshape(g.shape)
    return clipped


@clip.alternative
def clip_with_copy(gradients, max_value):
    result = dict(gradients)
    for key in result.keys():
        result[key] = result[key].copy().clip(min=-max_value, max=max_value)
    return result


@clip.misconception(
    "Your function changes what came in. `out=` and `g[...] =` write into the caller's arrays, and "
    "`gradients[name] = ...` into the caller's dictionary; `dict(gradients)` copies the dictionary, not "
    "the arrays. Start a new dictionary and fill it with new arrays."
)
def clips_in_place(gradients, max_value):
    for g in gradients.values():
        np.clip(g, -max_value, max_value, out=g)
    return gradients


@clip.misconception("Large negative values stay: clip at -max_value as well as at max_value.")
def clips_only_above(gradients, max_value):
    return {name: np.minimum(g, max_value) for name, g in gradients.items()}


@clip.misconception("Large positive values stay: clip at max_value as well as at -max_value.")
def clips_only_below(gradients, max_value):
    return {name: np.maximum(g, -max_value) for name, g in gradients.items()}


@clip.misconception(
    "Negative gradients became zero. The lower limit is -max_value, not 0: a gradient may point "
    "either way."
)
def clips_from_zero(gradients, max_value):
    return {name: np.clip(g, 0, max_value) for name, g in gradients.items()}


@clip.misconception(
    "You scaled the arrays by their norm. That is clipping by norm, another remedy; here each number is "
    "limited on its own."
)
def clips_by_norm(gradients, max_value):
    clipped = {}
    for name, g in gradients.items():
        norm = np.linalg.norm(g)
        clipped[name] = g * (max_value / norm) if norm > max_value else g.copy()
    return clipped


@clip.misconception(
    "Values beyond the limit became 0. Clipping moves them to the limit, so that the step keeps "
    "its direction."
)
def zeroes_large_values(gradients, max_value):
    return {name: np.where(np.abs(g) > max_value, 0, g) for name, g in gradients.items()}


@clip.misconception("Nothing came back: the last line must return the new dictionary.")
def clips_and_returns_nothing(gradients, max_value):
    clipped = {name: np.clip(g, -max_value, max_value) for name, g in gradients.items()}
    clipped.clear()


@clip.misconception("The limit is fixed at 5 in your code: use max_value.")
def clips_at_five(gradients, max_value):
    return {name: np.clip(g, -5.0, 5.0).astype(g.dtype) for name, g in gradients.items()}


@clip.misconception(
    "Your function knows five names only. The dictionary may hold any names: go through its items."
)
def knows_five_names(gradients, max_value):
    dWaa, dWax, dWya = gradients["dWaa"], gradients["dWax"], gradients["dWya"]
    db, dby = gradients["db"], gradients["dby"]
    dWaa, dWax, dWya, db, dby = (
        np.clip(g, -max_value, max_value) for g in (dWaa, dWax, dWya, db, dby)
    )
    return {"dWaa": dWaa, "dWax": dWax, "dWya": dWya, "db": db, "dby": dby}


@clip.misconception("The biases (db and dby) are not clipped: go through all five gradients.")
def forgets_the_biases(gradients, max_value):
    biases = ("db", "dby")
    return {
        name: g.copy() if name in biases else np.clip(g, -max_value, max_value)
        for name, g in gradients.items()
    }


# ---------------------------------------------------------------------------------- sample


def make_random_sampling(rng, size=4, n_a=6, scale=1.3, keep=1, mistakes=(), temperature=1.0):
    """Draws parameters until each mistake would show, and differ from the others, in `keep` symbols."""
    while True:
        vocabulary = make_vocabulary(rng, size)
        parameters = make_parameters(rng, n_a, size, scale)
        true = sequence_probabilities(parameters, vocabulary, keep, temperature)
        wrong = [
            sequence_probabilities(parameters, vocabulary, keep, temperature, mistake)
            for mistake in mistakes
        ]
        if temperature != 1.0:
            wrong += [
                sequence_probabilities(parameters, vocabulary, keep, other)
                for other in (1.0, 1.0 / temperature)
            ]
        ends = sum(p for indices, p in true if indices[-1] == vocabulary["\n"])
        # Names that seldom end only cost time, names that end at once show nothing.
        pairs = itertools.combinations([true, *wrong], 2)
        if 0.25 < ends < 0.75 and all(distance(*pair) > LEAST_DISTANCE for pair in pairs):
            return vocabulary, parameters


def seed_from(rng):
    return Generator(int(rng.integers(2**31)))


@sample.case("A network that is certain of its name writes it letter by letter, then newline.")
def a_certain_name(rng):
    vocabulary = make_vocabulary(rng, 6)
    path = [*rng.permutation(list("abcde")).tolist(), "\n"]
    return {
        "parameters": make_chain(rng, vocabulary, path),
        "char_to_ix": vocabulary,
        "rng": seed_from(rng),
    }


@sample.case("A name that never ends is cut after 50 characters, and newline is added.")
def a_name_without_end(rng):
    vocabulary = make_vocabulary(rng, 5)
    path = rng.permutation(list("abcd")).tolist()
    return {
        "parameters": make_chain(rng, vocabulary, path),
        "char_to_ix": vocabulary,
        "rng": seed_from(rng),
    }


@sample.case("A network that ends at once gives the newline alone.")
def an_empty_name(rng):
    vocabulary = make_vocabulary(rng, 4)
    return {
        "parameters": make_chain(rng, vocabulary, ["\n", "b", "a"]),
        "char_to_ix": vocabulary,
        "rng": seed_from(rng),
    }


@sample.case("The first characters are drawn with the probabilities of the network.")
def the_first_character(rng):
    vocabulary, parameters = make_random_sampling(rng, size=6, n_a=4, mistakes=("bias", "start"))
    arguments = {"parameters": parameters, "char_to_ix": vocabulary, "rng": seed_from(rng)}
    expected = sequence_probabilities(parameters, vocabulary, 1)
    return Trial(Draws(arguments, 600, 1), [Distributed(expected)])


@sample.case("What is drawn is fed back, and the state goes on from step to step.")
def three_characters(rng):
    while True:
        vocabulary, parameters = make_random_sampling(rng, 3, 5, 1.6, keep=3, mistakes=MISTAKES)
        # A name that always starts alike must not by chance be the most likely one.
        fixed, likely = (
            f(parameters, vocabulary, None) for f in (seeds_again, takes_the_most_likely)
        )
        if fixed[:3] != likely[:3]:
            break
    arguments = {"parameters": parameters, "char_to_ix": vocabulary, "rng": seed_from(rng)}
    expected = sequence_probabilities(parameters, vocabulary, 3)
    return Trial(Draws(arguments, 1000, 3), [Distributed(expected)])


@sample.case("The same generator gives the same name again: all randomness comes from rng.")
def the_same_generator(rng):
    vocabulary, parameters = make_vocabulary(rng, 9), make_parameters(rng, 7, 9, 0.3)
    parameters["by"][vocabulary["\n"]] -= 2.0  # Long names: two of them are hardly ever the same.
    return CallTwice({"parameters": parameters, "char_to_ix": vocabulary, "rng": seed_from(rng)})


@sample.alternative
def sample_by_inverse_cumulative(parameters, char_to_ix, rng):
    Wax, Waa, Wya, b, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "b", "by"))
    indices, a, x = [], np.zeros_like(b), np.zeros((Wax.shape[1], 1))
    while len(indices) < 50:
        a = np.tanh(np.dot(Wax, x) + np.dot(Waa, a) + b)
        z = np.dot(Wya, a) + by
        y = np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z)))
        index = min(int(np.searchsorted(np.cumsum(y.ravel()), rng.random())), len(y) - 1)
        indices.append(index)
        if index == char_to_ix["\n"]:
            return indices
        x = np.zeros_like(x)
        x[index] = 1
    return [*indices, char_to_ix["\n"]]


@sample.alternative
def sample_with_flat_vectors(parameters, char_to_ix, rng):
    newline = char_to_ix["\n"]
    a = np.zeros(parameters["b"].shape[0])
    column = None
    indices = []
    for _ in range(50):
        drive = parameters["Waa"] @ a + parameters["b"][:, 0]
        if column is not None:
            drive = drive + parameters["Wax"][:, column]
        a = np.tanh(drive)
        z = parameters["Wya"] @ a + parameters["by"][:, 0]
        p = np.exp(z - z.max())
        column = rng.choice(len(p), p=p / p.sum())
        indices.append(column)
        if column == newline:
            break
    if indices[-1] != newline:
        indices.append(newline)
    return indices


@sample.alternative
def sample_by_gumbel(parameters, char_to_ix, rng):
    x = np.zeros((len(char_to_ix), 1))
    a_prev = np.zeros((parameters["Waa"].shape[0], 1))
    index, counter, indices = -1, 0, []
    while index != char_to_ix["\n"] and counter != 50:
        a_prev = np.tanh(parameters["Wax"].dot(x) + parameters["Waa"].dot(a_prev) + parameters["b"])
        z = parameters["Wya"].dot(a_prev) + parameters["by"]
        index = int(np.argmax(z + rng.gumbel(size=z.shape)))
        indices.append(index)
        x = np.eye(len(char_to_ix))[:, index : index + 1]
        counter += 1
    if counter == 50:
        indices.append(char_to_ix["\n"])
    return np.array(indices)


@sample.alternative
def sample_in_float32_with_multinomial(parameters, char_to_ix, rng):
    p = {k: v.astype("float32") for k, v in parameters.items()}
    indices = []
    x = np.zeros((p["Wax"].shape[1], 1), "float32")
    a = np.zeros((p["Waa"].shape[0], 1), "float32")
    while True:
        a = np.tanh(p["Wax"] @ x + p["Waa"] @ a + p["b"])
        z = (p["Wya"] @ a + p["by"]).ravel().astype("float64")
        y = np.exp(z - z.max())
        index = int(rng.multinomial(1, y / y.sum()).argmax())
        indices.append(index)
        if index == char_to_ix["\n"] or len(indices) == 50:
            break
        x[:] = 0
        x[index] = 1
    return indices if indices[-1] == char_to_ix["\n"] else indices + [char_to_ix["\n"]]


def _sample_like(
    parameters,
    char_to_ix,
    rng,
    draw=None,
    keep_state=True,
    feed_back=True,
    clear_input=True,
    newline=None,
    append_end=True,
    use_by=True,
    start=None,
    logits=None,
    limit=50,
    soft=False,
):
    """Samples with one thing done differently; for the misconceptions below."""
    size = len(char_to_ix)
    end = char_to_ix["\n"] if newline is None else newline
    x = np.zeros((size, 1))
    if start is not None:
        x[start] = 1
    a = np.zeros((parameters["b"].shape[0], 1))
    indices = []
    while len(indices) < limit:
        a_next = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        z = parameters["Wya"] @ a_next + (parameters["by"] if use_by else 0.0)
        z = z if logits is None else logits(z)
        e = np.exp(z - z.max())
        p = (e / e.sum()).ravel()
        index = int(rng.choice(size, p=p)) if draw is None else draw(p)
        indices.append(index)
        if index == end:
            break
        if keep_state:
            a = a_next
        if feed_back:
            x = np.zeros((size, 1)) if clear_input else x
            x[index] = 1
            x = p[:, None] if soft else x
    if append_end and indices[-1] != end:
        indices.append(end)
    return indices


@sample.misconception(
    "You take the most likely character every time, so every name is the same. Draw the index at "
    "random, with the probabilities in y."
)
def takes_the_most_likely(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, draw=lambda p: int(p.argmax()))


@sample.misconception(
    "All characters are drawn with the same probability: pass the probabilities y to the draw."
)
def draws_evenly(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, draw=lambda p: int(rng.integers(len(p))))


@sample.misconception(
    "The state starts from zero at every step. Keep it: the a of this step is the a_prev of the next."
)
def forgets_the_state(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, keep_state=False)


@sample.misconception(
    "The network never sees what it has written. Make x the one-hot column of the index you drew."
)
def does_not_feed_back(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, feed_back=False)


@sample.misconception(
    "You feed the probabilities y back. The next input is the one-hot column of the index you drew."
)
def feeds_back_probabilities(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, soft=True)


@sample.misconception(
    "x collects a 1 for every character so far. Start from a fresh column of zeros at each step."
)
def keeps_old_ones_in_the_input(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, clear_input=False)


@sample.misconception('The end is not always index 0: use char_to_ix["\\n"].')
def expects_newline_at_zero(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, newline=0)


@sample.misconception(
    "A name cut after 50 characters lacks its newline: append it, so that the list always ends with it."
)
def cuts_without_newline(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, append_end=False)


@sample.misconception(
    "The list lacks the newline that ended the name: append every index you draw, that one too."
)
def leaves_the_newline_out(parameters, char_to_ix, rng):
    indices = _sample_like(parameters, char_to_ix, rng)
    return indices[:-1]


@sample.misconception(
    "The name may be 50 characters long, and the newline comes after them: yours stops at 49."
)
def stops_at_forty_nine(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, limit=49)


@sample.misconception("The output bias by is missing: y = softmax(Wya a + by).")
def forgets_the_output_bias(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, use_by=False)


@sample.misconception(
    "Your first input is the newline's one-hot column. The first input is a column of zeros."
)
def starts_with_newline(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, rng, start=char_to_ix["\n"])


@sample.misconception(
    "The draw does not come from rng alone: NumPy's global generator (np.random) or a new generator is "
    "used. Draw with the one that is passed in: rng.choice(...)."
)
def uses_the_global_generator(parameters, char_to_ix, rng):
    return _sample_like(
        parameters,
        char_to_ix,
        rng,
        draw=lambda p: int(np.random.choice(len(p), p=p)),  # noqa: NPY002
    )


@sample.misconception(
    "Every call gives the same name: a seed is set inside, or a new generator with a fixed seed "
    "replaces rng. Draw from rng itself."
)
def seeds_again(parameters, char_to_ix, rng):
    return _sample_like(parameters, char_to_ix, np.random.default_rng(0))


@sample.misconception("The result holds characters. Return their indices, as numbers.")
def returns_characters(parameters, char_to_ix, rng):
    ix_to_char = {index: symbol for symbol, index in char_to_ix.items()}
    return [ix_to_char[index] for index in _sample_like(parameters, char_to_ix, rng)]


_SQUARE = "Waa is square: its two sizes are the same."
_ONE_COLUMN = "z is a single column, so that the sum over all numbers is the sum over axis 0."
_TWO_COLUMNS = "The second column repeats the first, of which one number is taken."

sample.equivalent("a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[1], 1))", _SQUARE)
sample.equivalent("a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[-1], 1))", _SQUARE)
sample.equivalent("y = softmax(Wya @ a + by, axis=0) -> y = softmax(Wya @ a + by)", _ONE_COLUMN)


# -------------------------------------------------------------------------------- optimize


def make_step(rng, n_a, size, length, scale, learning_rate):
    vocabulary = make_vocabulary(rng, size)
    ids = [vocabulary[letter] for letter in make_name(rng, vocabulary, length)]
    return {
        "X": [None, *ids],
        "Y": [*ids, vocabulary["\n"]],
        "a_prev": 0.5 * rng.standard_normal((n_a, 1)),
        "parameters": make_parameters(rng, n_a, size, scale),
        "learning_rate": learning_rate,
    }


@optimize.case(
    "One step of gradient descent: loss before it, gradients, new parameters, last state."
)
def one_gentle_step(rng):
    return make_step(rng, 5, 7, 4, 0.4, 0.05)


@optimize.case("Gradients beyond 5 are clipped before the step, in the result as well.")
def one_step_with_clipping(rng):
    arguments = make_step(rng, 4, 6, 30, 1.0, 0.1)
    # An output that the network takes for all but impossible, thirty times over: large gradients.
    repeated = arguments["Y"][0]
    arguments["X"], arguments["Y"] = [None, *[repeated] * 30], [repeated] * 31
    arguments["parameters"]["by"][repeated] = -9.0
    return arguments


@optimize.case("A name of no letters still teaches where names end.")
def one_step_on_an_empty_name(rng):
    return make_step(rng, 3, 5, 0, 0.7, 0.3)


@optimize.case("Without a learning rate it is 0.01.")
def one_step_by_default(rng):
    arguments = make_step(rng, 4, 5, 3, 0.5, 0.01)
    del arguments["learning_rate"]
    return arguments


@optimize.case("Every call stands for itself: nothing is kept from the call before.")
def two_steps_alike(rng):
    return CallTwice(make_step(rng, 3, 4, 5, 0.5, 0.2))


@optimize.alternative
def optimize_by_hand(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    gradients = {name: np.clip(g, -5, 5) for name, g in gradients.items()}
    parameters["Wax"] -= learning_rate * gradients["dWax"]
    parameters["Waa"] -= learning_rate * gradients["dWaa"]
    parameters["Wya"] -= learning_rate * gradients["dWya"]
    parameters["b"] -= learning_rate * gradients["db"]
    parameters["by"] -= learning_rate * gradients["dby"]
    return loss, gradients, a_last


@optimize.alternative
def optimize_with_new_arrays(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    gradients = reference.clip(gradients, 5)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
    return [loss, gradients, a_last]


@optimize.alternative
def optimize_with_update(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, raw, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    clipped = {name: np.minimum(np.maximum(g, -5.0), 5.0) for name, g in raw.items()}
    step = {name[1:]: -learning_rate * g for name, g in clipped.items()}
    parameters.update({name: parameters[name] + step[name] for name in step})
    return np.float64(loss), clipped, a_last


def _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=5.0, sign=-1.0, only=None):
    """Takes a step with one thing done differently; for the misconceptions below."""
    loss, raw, a_last = reference.loss_and_gradients(X, Y, a_prev, parameters)
    gradients = {k: np.clip(g, -limit, limit) for k, g in raw.items()}
    for name in only or parameters:
        parameters[name] += sign * learning_rate * gradients["d" + name]
    return loss, gradients, a_last


@optimize.misconception(
    "The parameters move uphill: subtract learning_rate times the gradient, so that the loss falls."
)
def climbs(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, sign=1.0)


@optimize.misconception("The gradients are not clipped: call clip(gradients, 5) before the step.")
def does_not_clip(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=np.inf)


@optimize.misconception("The limit for clipping is 5.")
def clips_at_one(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=1.0)


@optimize.misconception(
    "The parameters that came in did not change. Update them in place: parameters[name] -= ..., not "
    "a copy and not a new local variable."
)
def updates_a_copy(X, Y, a_prev, parameters, learning_rate=0.01):
    copied = {name: p.copy() for name, p in parameters.items()}
    return _optimize_like(X, Y, a_prev, copied, learning_rate)


@optimize.misconception(
    "The step uses clipped gradients, but the ones you return are not clipped: return the same."
)
def returns_raw_gradients(X, Y, a_prev, parameters, learning_rate=0.01):
    raw = reference.loss_and_gradients(X, Y, a_prev, parameters)[1]
    loss, _, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return loss, raw, a_last


@optimize.misconception(
    "The gradients you return are clipped, but the step used the raw ones: clip before you update."
)
def steps_with_raw_gradients(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, raw, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate, limit=np.inf)
    return loss, {name: np.clip(g, -5, 5) for name, g in raw.items()}, a_last


@optimize.misconception(
    "The loss is the one after the step. Return the loss from before the update."
)
def returns_the_loss_after(X, Y, a_prev, parameters, learning_rate=0.01):
    _, gradients, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return reference.loss_and_gradients(X, Y, a_prev, parameters)[0], gradients, a_last


@optimize.misconception("The step size is fixed at 0.01 in your code: use learning_rate.")
def ignores_the_learning_rate(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, 0.01)


@optimize.misconception("The biases b and by stay as they were: update all five parameters.")
def leaves_the_biases(X, Y, a_prev, parameters, learning_rate=0.01):
    return _optimize_like(X, Y, a_prev, parameters, learning_rate, only=("Wax", "Waa", "Wya"))


@optimize.misconception(
    "The third result is the state that came in. Return a_last, the state after the last step."
)
def returns_the_first_state(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, _ = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return loss, gradients, a_prev


@optimize.misconception("The loss is the sum over the name, not the mean per character.")
def averages_the_loss(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, gradients, a_last = _optimize_like(X, Y, a_prev, parameters, learning_rate)
    return loss / len(Y), gradients, a_last


# ----------------------------------------------------------------------------------- model

# The letter after two others depends on both: whoever knows only the last one is at chance.
SECOND_ORDER_NAMES = ["aac", "abc", "bab", "bba"]  # four equally likely names: ln 4 = 1.39 nats
BIGRAM_NATS = 4.02  # per name, of the best bigram on these four
LEARNED_NATS = 2.7  # between: reached by 600 steps with room to spare, out of a bigram's reach
RESET_NAMES = ["ab", "ba"]  # in turn: whoever remembers the last name knows the next


def make_training(rng, data, num_iterations, n_a, learning_rate, letters="abc"):
    char_to_ix = make_vocabulary(rng, len(letters) + 1)
    return {
        "data": data,
        "ix_to_char": {index: symbol for symbol, index in char_to_ix.items()},
        "char_to_ix": char_to_ix,
        "num_iterations": num_iterations,
        "n_a": n_a,
        "rng": seed_from(rng),
        "learning_rate": learning_rate,
    }


@model.case("One raw loss a name, in the order of the data, again from the start after the last.")
def one_loss_a_name(rng):
    # With a learning rate of 0 the parameters stay, and so every loss can be worked out from them.
    data = [make_name(rng, {"a": 0, "b": 1, "c": 2}, n) for n in (3, 1, 7, 5)]
    arguments = make_training(rng, data, 8, 6, 0.0)
    return Trial(
        Call(arguments),
        [
            Between("measured.parts", 2, 2, "Two results must come back: parameters, losses."),
            Between(
                "measured.usable",
                1,
                1,
                "The first result must be the five parameters, with n_a hidden units and "
                "len(char_to_ix) symbols.",
            ),
            Between("measured.count", 8, 8, "losses must hold one number an iteration."),
            Same(
                "measured.sorted_losses",
                "measured.sorted_cycled",
                "losses must hold the raw loss of each name: in nats, summed, before the step, not "
                "smoothed. X = [None, i1, ..., ik], Y = [i1, ..., ik, newline], state zeros.",
                by_value=True,
            ),
            Same(
                "measured.losses",
                "measured.cycled",
                "losses[j] must belong to data[j % len(data)]: the names in their order, and again "
                "from the first after the last.",
            ),
        ],
        "surprise_of_names",
    )


@model.case("It learns a language in which one letter of memory is not enough.")
def a_second_order_language(rng):
    arguments = make_training(rng, SECOND_ORDER_NAMES, 600, 9, 0.1)
    return Trial(
        Call(arguments),
        [
            Between(
                "measured.mean_surprise",
                1.38,
                LEARNED_NATS,
                "The parameters that came back do not know the language they were trained on "
                f"(nats a name; the best bigram has {BIGRAM_NATS}).",
            ),
            Between(
                "measured.last_losses",
                1.2,
                LEARNED_NATS,
                "The last losses are not those of a network that has learned (nats a name).",
            ),
        ],
        "surprise_of_names",
    )


@model.case("The state starts at zero for every name: nothing leaks from one name to the next.")
def nothing_leaks(rng):
    arguments = make_training(rng, RESET_NAMES, 300, 7, 0.3, letters="ab")
    return Trial(
        Call(arguments),
        [
            Between(
                "measured.last_losses",
                0.6,
                1.5,
                "The losses fall below ln 2, which no network reaches that starts each name afresh, "
                "or stay far above it (nats a name).",
            )
        ],
        "surprise_of_names",
    )


@model.case("The same generator gives the same training.")
def the_same_training(rng):
    return CallTwice(make_training(rng, ["ab", "cab", "b"], 5, 4, 0.1))


@model.case("Another generator gives other first parameters.")
def another_training(rng):
    probe = CallTwice(make_training(rng, ["ab", "b"], 2, 4, 0.1), other_seed=True)
    text = (
        "Two generators gave the same first parameters: draw them from the rng that is passed in."
    )
    return Trial(probe, [Different("first.0.Wax", "second.0.Wax", text)])


@model.case("Each name moves the parameters once, by learning_rate times the gradient.")
def one_step(rng):
    # The same call with a learning rate of 0 shows where training began. The name is short, so that
    # no gradient reaches the limit of 5.
    probe = CallTwice(make_training(rng, ["ab"], 1, 4, 0.1), change={"learning_rate": 0.0})
    text = "One iteration must move every parameter by learning_rate times its gradient, once."
    same = Same("measured.step", "measured.gradient", text, by_value=False)
    return Trial(probe, [same], "first_step")


@model.case("No iterations: the first parameters and no losses.")
def no_iterations(rng):
    arguments = make_training(rng, ["ab", "b"], 0, 3, 0.1)
    text = "Without iterations, losses is an empty list."
    return Trial(Call(arguments), [Between("measured.count", 0, 0, text)], "surprise_of_names")


@model.alternative
def model_with_plain_loop(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    vocabulary_size = len(char_to_ix)
    parameters = reference.initialize_parameters(n_a, vocabulary_size, vocabulary_size, rng)
    losses = []
    for j in range(num_iterations):
        name = data[j % len(data)]
        X = [None] + [char_to_ix[ch] for ch in name]
        Y = X[1:] + [char_to_ix["\n"]]
        a_prev = np.zeros((n_a, 1))
        curr_loss, gradients, a_prev = reference.optimize(X, Y, a_prev, parameters, learning_rate)
        losses.append(curr_loss)
    return parameters, losses


@model.alternative
def model_with_its_own_start(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    size = len(char_to_ix)
    shapes = {"Wax": (n_a, size), "Waa": (n_a, n_a), "Wya": (size, n_a)}
    parameters = {name: 0.05 * rng.normal(size=shape) for name, shape in shapes.items()}
    parameters |= {"b": np.zeros((n_a, 1)), "by": np.zeros((size, 1))}
    losses = np.zeros(num_iterations)
    for j in range(num_iterations):
        ids = [char_to_ix[c] for c in data[j % len(data)]]
        X, Y = [None, *ids], [*ids, char_to_ix["\n"]]
        losses[j] = reference.optimize(X, Y, np.zeros((n_a, 1)), parameters, learning_rate)[0]
    return parameters, losses


@model.alternative
def model_with_prepared_pairs(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    import itertools as it

    end = char_to_ix["\n"]
    pairs = [
        ([None] + ids, ids + [end]) for ids in ([char_to_ix[c] for c in name] for name in data)
    ]
    parameters = reference.initialize_parameters(n_a, len(ix_to_char), len(ix_to_char), rng)
    zero = np.zeros((n_a, 1))
    steps = it.islice(it.cycle(pairs), num_iterations)
    return parameters, [
        reference.optimize(X, Y, zero, parameters, learning_rate)[0] for X, Y in steps
    ]


def _model_like(
    data,
    char_to_ix,
    num_iterations,
    n_a,
    rng,
    learning_rate,
    carry=False,
    pick=None,
    start=(None,),
    end=True,
    train=True,
    record=None,
):
    """Trains with one thing done differently; for the misconceptions below."""
    size = len(char_to_ix)
    parameters = reference.initialize_parameters(n_a, size, size, rng)
    losses = []
    state = np.zeros((n_a, 1))
    for j in range(num_iterations):
        name = data[j % len(data)] if pick is None else pick(j)
        ids = [char_to_ix[letter] for letter in name]
        X = [*start, *ids]
        Y = [*ids, char_to_ix["\n"]]
        if not end:
            X, Y = X[:-1], Y[:-1]
        if not start:
            Y = Y[1:]
        if train:
            loss, _, last = reference.optimize(X, Y, state, parameters, learning_rate)
        else:
            loss, _, last = reference.loss_and_gradients(X, Y, state, parameters)
        state = last if carry else state
        losses.append(loss if record is None else record(losses, loss, Y))
    return parameters, losses


@model.misconception(
    "The state of one name goes on into the next. Names do not continue each other: start every one "
    "with a column of zeros."
)
def carries_the_state(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, carry=True)


@model.misconception("Every iteration trains on the first name: take data[j % len(data)].")
def always_the_first_name(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(
        data, char_to_ix, num_iterations, n_a, rng, learning_rate, pick=lambda j: data[0]
    )


@model.misconception(
    "The names do not come in the order of the data: losses[j] belongs to data[j % len(data)], with j "
    "from 0. Do not shuffle, sort or reverse them."
)
def shuffles(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    mixed = data[::-1]
    return _model_like(mixed, char_to_ix, num_iterations, n_a, rng, learning_rate)


@model.misconception(
    "The losses are smoothed. Return the raw loss of each name; a plot may smooth them."
)
def smooths_the_losses(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    def smooth(losses, loss, Y):
        last = losses[-1] if losses else np.log(len(char_to_ix)) * 7
        return 0.999 * last + 0.001 * loss

    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, record=smooth)


@model.misconception(
    "Y lacks the newline, so the network never learns where a name ends: Y is the name's indices and "
    "then newline."
)
def leaves_out_the_end(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, end=False)


@model.misconception(
    "X lacks the None at its start, so the network never learns how a name begins: the first input is "
    "a column of zeros, its target the first letter."
)
def leaves_out_the_start(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, start=())


@model.misconception(
    "The parameters that come back have not learned. Call optimize in every iteration, with the same "
    "dictionary each time and not with a copy."
)
def never_trains(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate, train=False)


@model.misconception(
    "Only one pass over the data: go on from the start until num_iterations is reached."
)
def stops_after_one_pass(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    count = min(num_iterations, len(data))
    return _model_like(data, char_to_ix, count, n_a, rng, learning_rate)


@model.misconception(
    "The second result must be a list with one loss an iteration; yours is a single value."
)
def returns_the_last_loss(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    parameters, losses = _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate)
    return parameters, losses[-1]


@model.misconception("Only the parameters came back: return parameters, losses.")
def returns_only_parameters(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, learning_rate)[0]


@model.misconception(
    "The losses are divided by the length of the name: return the sum over the name."
)
def averages_over_the_name(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(
        data,
        char_to_ix,
        num_iterations,
        n_a,
        rng,
        learning_rate,
        record=lambda losses, loss, Y: loss / len(Y),
    )


@model.misconception("The step size is fixed in your code: pass learning_rate on to optimize.")
def does_not_pass_the_learning_rate(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    return _model_like(data, char_to_ix, num_iterations, n_a, rng, 0.01)


@model.misconception(
    "The parameters move twice for every name: optimize takes the step already, nothing is left to "
    "update after it."
)
def updates_twice(data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01):
    size = len(char_to_ix)
    parameters = reference.initialize_parameters(n_a, size, size, rng)
    losses = []
    for j in range(num_iterations):
        ids = [char_to_ix[letter] for letter in data[j % len(data)]]
        X, Y = [None, *ids], [*ids, char_to_ix["\n"]]
        zero = np.zeros((n_a, 1))
        loss, gradients, _ = reference.optimize(X, Y, zero, parameters, learning_rate)
        for name in parameters:
            parameters[name] -= learning_rate * gradients["d" + name]
        losses.append(loss)
    return parameters, losses


@model.misconception(
    "The first parameters come from a generator of your own with a fixed seed: pass rng to "
    "initialize_parameters."
)
def starts_from_its_own_generator(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    own = np.random.default_rng(0)
    return _model_like(data, char_to_ix, num_iterations, n_a, own, learning_rate)


@model.misconception(
    "The first parameters do not come from rng alone: NumPy's global generator or a new one is used. "
    "Pass rng to initialize_parameters."
)
def starts_from_the_global_generator(
    data, ix_to_char, char_to_ix, num_iterations, n_a, rng, learning_rate=0.01
):
    own = np.random.default_rng(int(np.random.randint(2**31)))  # noqa: NPY002
    return _model_like(data, char_to_ix, num_iterations, n_a, own, learning_rate)


# -------------------------------------------------------------------- name_log_probability


@name_log_probability.case("The whole name is scored, from the first letter to the newline.")
def a_whole_name(rng):
    vocabulary = make_vocabulary(rng, 8)
    return {
        "name": make_name(rng, vocabulary, 5),
        "parameters": make_parameters(rng, 6, 8),
        "char_to_ix": vocabulary,
    }


@name_log_probability.case("A name of no letters is just the newline.")
def the_empty_name(rng):
    vocabulary = make_vocabulary(rng, 5)
    return {"name": "", "parameters": make_parameters(rng, 3, 5), "char_to_ix": vocabulary}


@name_log_probability.case("The same letter again and again: the state makes each time different.")
def one_letter_repeated(rng):
    vocabulary = make_vocabulary(rng, 4)
    letter = make_name(rng, vocabulary, 1)
    return {"name": letter * 6, "parameters": make_parameters(rng, 7, 4), "char_to_ix": vocabulary}


@name_log_probability.case("A name that is all but impossible still has a finite logarithm.")
def a_most_improbable_name(rng):
    vocabulary = make_vocabulary(rng, 4)
    parameters = make_parameters(rng, 5, 4, 0.3)
    parameters["by"][vocabulary["a"]] = -30.0
    return {"name": "a" * 40, "parameters": parameters, "char_to_ix": vocabulary}


@name_log_probability.alternative
def log_probability_from_the_loss(name, parameters, char_to_ix):
    ids = [char_to_ix[letter] for letter in name]
    zero = np.zeros((parameters["b"].shape[0], 1))
    return -reference.loss_and_gradients([None, *ids], [*ids, char_to_ix["\n"]], zero, parameters)[
        0
    ]


@name_log_probability.alternative
def log_probability_with_log_softmax(name, parameters, char_to_ix):
    a = np.zeros_like(parameters["b"])
    drive = 0.0
    total = 0.0
    for letter in name + "\n":
        a = np.tanh(drive + parameters["Waa"] @ a + parameters["b"])
        z = parameters["Wya"] @ a + parameters["by"]
        i = char_to_ix[letter]
        total += (z[i] - z.max() - np.log(np.exp(z - z.max()).sum())).item()
        drive = parameters["Wax"][:, [i]]
    return total


@name_log_probability.alternative
def log_probability_in_float32(name, parameters, char_to_ix):
    p = {k: v.astype(np.float32) for k, v in parameters.items()}
    size, n_a = p["Wax"].shape[1], p["Wax"].shape[0]
    x, a = np.zeros((size, 1), np.float32), np.zeros((n_a, 1), np.float32)
    logs = []
    for i in [*(char_to_ix[c] for c in name), char_to_ix["\n"]]:
        a = np.tanh(np.dot(p["Wax"], x) + np.dot(p["Waa"], a) + p["b"])
        z = np.dot(p["Wya"], a) + p["by"]
        y = np.exp(z) / np.sum(np.exp(z), axis=0)
        logs.append(np.log(y[i, 0]))
        x = np.zeros((size, 1), np.float32)
        x[i] = 1
    return np.sum(logs)


def _scores(
    name, parameters, char_to_ix, keep_state=True, shift=False, use_by=True, end=None, start=None
):
    """Returns the probability of each symbol of the name and the end; for the misconceptions."""
    size = len(char_to_ix)
    ids = [char_to_ix[c] for c in name] + [char_to_ix["\n"] if end is None else end]
    x, a, probabilities = np.zeros((size, 1)), np.zeros((parameters["b"].shape[0], 1)), []
    if start is not None:
        x[start] = 1
    for i in ids:
        if shift:
            x = np.eye(size)[:, [i]]
        a_next = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        y = softmax(parameters["Wya"] @ a_next + (parameters["by"] if use_by else 0.0))
        probabilities.append(float(y[i, 0]))
        a = a_next if keep_state else a
        x = np.eye(size)[:, [i]]
    return probabilities


@name_log_probability.misconception(
    "The newline is not scored. Without it the probabilities of all names add up to more than one: "
    "a name is its letters and then its end."
)
def forgets_the_end(name, parameters, char_to_ix):
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix)[:-1])))


@name_log_probability.misconception("The result is in bits: use the natural logarithm, np.log.")
def counts_in_bits(name, parameters, char_to_ix):
    return float(np.sum(np.log2(_scores(name, parameters, char_to_ix))))


@name_log_probability.misconception(
    "The result is in powers of ten: use the natural logarithm, np.log."
)
def counts_in_tens(name, parameters, char_to_ix):
    return float(np.sum(np.log10(_scores(name, parameters, char_to_ix))))


@name_log_probability.misconception(
    "You multiply the probabilities and then take the logarithm. A long product becomes 0 and its "
    "logarithm -inf: add the logarithms instead."
)
def takes_the_logarithm_last(name, parameters, char_to_ix):
    with np.errstate(divide="ignore"):
        return float(np.log(np.prod(_scores(name, parameters, char_to_ix))))


@name_log_probability.misconception(
    "You average over the symbols. The logarithm of a product is the sum."
)
def averages(name, parameters, char_to_ix):
    # The empty name has one symbol, so that only the longer ones show the difference.
    return float(np.mean(np.log(_scores(name, parameters, char_to_ix))))


@name_log_probability.misconception(
    "The sign is turned round: a log-probability is at most 0. What you return is the surprise."
)
def returns_the_surprise(name, parameters, char_to_ix):
    return -float(np.sum(np.log(_scores(name, parameters, char_to_ix))))


@name_log_probability.misconception(
    "You return the probability itself: return its natural logarithm."
)
def returns_the_probability(name, parameters, char_to_ix):
    return float(np.prod(_scores(name, parameters, char_to_ix)))


@name_log_probability.misconception(
    "The state starts from zero at every letter. Keep it: the a of this step is the a_prev of the next."
)
def scores_without_state(name, parameters, char_to_ix):
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix, keep_state=False))))


@name_log_probability.misconception(
    "Each letter is predicted after it was already fed in. The input at step t is the letter before; "
    "at the first step it is a column of zeros."
)
def looks_before_guessing(name, parameters, char_to_ix):
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix, shift=True))))


@name_log_probability.misconception(
    "The first letter is not scored. It too is a prediction, made from a column of zeros."
)
def takes_the_first_letter_for_granted(name, parameters, char_to_ix):
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix)[1:])))


@name_log_probability.misconception('The end is not always index 0: use char_to_ix["\\n"].')
def scores_index_zero_as_the_end(name, parameters, char_to_ix):
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix, end=0))))


@name_log_probability.misconception("The output bias by is missing: y = softmax(Wya a + by).")
def scores_without_output_bias(name, parameters, char_to_ix):
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix, use_by=False))))


@name_log_probability.misconception(
    "Your first input is the newline's one-hot column. The first input is a column of zeros."
)
def scores_from_newline(name, parameters, char_to_ix):
    start = char_to_ix["\n"]
    return float(np.sum(np.log(_scores(name, parameters, char_to_ix, start=start))))


for _mutant, _reason in {
    "x = np.zeros((Wax.shape[1], 1)) -> x = np.zeros((Wax.shape[1], 2))": _TWO_COLUMNS,
    "a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[1], 1))": _SQUARE,
    "a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[-1], 1))": _SQUARE,
    "a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[0], 2))": _TWO_COLUMNS,
    "total += log_softmax(Wya @ a + by, axis=0)[index, 0] -> "
    "total += log_softmax(Wya @ a + by)[index, 0]": _ONE_COLUMN,
    "total += log_softmax(Wya @ a + by, axis=0)[index, 0] -> "
    "total += log_softmax(Wya @ a + by, axis=0)[index, -1]": _TWO_COLUMNS,
}.items():
    name_log_probability.equivalent(_mutant, _reason)


# ------------------------------------------------------------------------------ perplexity


@perplexity.case(
    "Every predicted symbol counts the same, newlines included: long names weigh more."
)
def names_of_different_length(rng):
    vocabulary = make_vocabulary(rng, 7)
    names = [make_name(rng, vocabulary, n) for n in (2, 9, 0, 4)]
    names.append(names[1])  # A name that is there twice counts twice.
    return {"names": names, "parameters": make_parameters(rng, 5, 7), "char_to_ix": vocabulary}


@perplexity.case("One name alone.")
def one_name(rng):
    vocabulary = make_vocabulary(rng, 6)
    names = [make_name(rng, vocabulary, 3)]
    return {"names": names, "parameters": make_parameters(rng, 4, 6), "char_to_ix": vocabulary}


@perplexity.case("A network that knows nothing has the perplexity of its vocabulary.")
def an_even_network(rng):
    vocabulary = make_vocabulary(rng, 5)
    names = [make_name(rng, vocabulary, n) for n in (1, 4, 0, 2)]
    zeros = {name: np.zeros_like(p) for name, p in make_parameters(rng, 3, 5).items()}
    return {"names": names, "parameters": zeros, "char_to_ix": vocabulary}


@perplexity.alternative
def perplexity_with_a_loop(names, parameters, char_to_ix):
    total, symbols = 0.0, 0
    for name in names:
        total -= reference.name_log_probability(name, parameters, char_to_ix)
        symbols += len(name) + 1
    return float(np.exp(total / symbols))


@perplexity.alternative
def perplexity_from_the_loss(names, parameters, char_to_ix):
    zero = np.zeros((parameters["b"].shape[0], 1))
    losses, lengths = [], []
    for name in names:
        ids = [char_to_ix[c] for c in name]
        Y = ids + [char_to_ix["\n"]]
        losses.append(reference.loss_and_gradients([None] + ids, Y, zero, parameters)[0])
        lengths.append(len(Y))
    return np.exp(np.average(np.divide(losses, lengths), weights=lengths))


@perplexity.alternative
def perplexity_as_a_power(names, parameters, char_to_ix):
    import math

    bits = sum(reference.name_log_probability(n, parameters, char_to_ix) for n in names) / math.log(
        2
    )
    return 2 ** (-bits / len("\n".join(names) + "\n"))


def _log_probabilities(names, parameters, char_to_ix):
    return np.array([reference.name_log_probability(n, parameters, char_to_ix) for n in names])


@perplexity.misconception(
    "You average the perplexities of the names. Add all log-probabilities first and divide once by "
    "all symbols, so that every symbol counts the same."
)
def averages_perplexities(names, parameters, char_to_ix):
    counts = np.array([len(name) + 1 for name in names])
    return float(np.mean(np.exp(-_log_probabilities(names, parameters, char_to_ix) / counts)))


@perplexity.misconception(
    "You average the names' log-probabilities per symbol, so that short names weigh as much as long "
    "ones. Add first, then divide once."
)
def averages_rates(names, parameters, char_to_ix):
    counts = np.array([len(name) + 1 for name in names])
    return float(np.exp(-np.mean(_log_probabilities(names, parameters, char_to_ix) / counts)))


@perplexity.misconception(
    "The newlines are not counted: a name of n letters makes n + 1 predictions."
)
def does_not_count_the_ends(names, parameters, char_to_ix):
    count = max(sum(len(name) for name in names), 1)
    return float(np.exp(-_log_probabilities(names, parameters, char_to_ix).sum() / count))


@perplexity.misconception(
    "You divide by the number of names: divide by the number of predicted symbols."
)
def divides_by_names(names, parameters, char_to_ix):
    return float(np.exp(-_log_probabilities(names, parameters, char_to_ix).sum() / len(names)))


@perplexity.misconception("A minus sign is missing in the exponent: perplexity is never below 1.")
def forgets_the_minus(names, parameters, char_to_ix):
    count = sum(len(name) + 1 for name in names)
    return float(np.exp(_log_probabilities(names, parameters, char_to_ix).sum() / count))


@perplexity.misconception("This is the cross-entropy in nats: take its exponential.")
def returns_the_cross_entropy(names, parameters, char_to_ix):
    count = sum(len(name) + 1 for name in names)
    return float(-_log_probabilities(names, parameters, char_to_ix).sum() / count)


@perplexity.misconception(
    "The log-probabilities are natural ones, so the base is e, not 2: np.exp."
)
def raises_two(names, parameters, char_to_ix):
    count = sum(len(name) + 1 for name in names)
    return float(2 ** (-_log_probabilities(names, parameters, char_to_ix).sum() / count))


# ----------------------------------------------------------------- sample_with_temperature


def make_temperature_draws(rng, temperature, keep=2):
    mistakes = ("state", "input", "part" if temperature != 1.0 else "bias")
    vocabulary, parameters = make_random_sampling(rng, 4, 5, 1.2, keep, mistakes, temperature)
    arguments = {
        "parameters": parameters,
        "char_to_ix": vocabulary,
        "temperature": temperature,
        "rng": seed_from(rng),
    }
    expected = sequence_probabilities(parameters, vocabulary, keep, temperature)
    return Trial(Draws(arguments, 600, keep), [Distributed(expected)])


@sample_with_temperature.case("At temperature 1 the probabilities are the network's own.")
def temperature_one(rng):
    return make_temperature_draws(rng, 1.0)


@sample_with_temperature.case("A high temperature makes the draws more even.")
def temperature_high(rng):
    return make_temperature_draws(rng, 2.5)


@sample_with_temperature.case("A low temperature makes the likely characters likelier.")
def temperature_low(rng):
    return make_temperature_draws(rng, 0.4)


@sample_with_temperature.case("A low temperature is exact where logits are close together.")
def temperature_of_close_logits(rng):
    while True:
        vocabulary, parameters = make_vocabulary(rng, 4), make_parameters(rng, 3, 4, 0.03)
        expected = sequence_probabilities(parameters, vocabulary, 1, 0.02)
        if max(p for _, p in expected) < 0.7:
            break
    arguments = {
        "parameters": parameters,
        "char_to_ix": vocabulary,
        "temperature": 0.02,
        "rng": seed_from(rng),
    }
    return Trial(Draws(arguments, 400, 1), [Distributed(expected)])


@sample_with_temperature.case("A very low temperature takes the best character, without overflow.")
def temperature_very_low(rng):
    vocabulary = make_vocabulary(rng, 6)
    path = [*rng.permutation(list("abcde")).tolist(), "\n"]
    parameters = make_chain(rng, vocabulary, path)
    return {
        "parameters": {**parameters, "by": parameters["by"] + 3.0},
        "char_to_ix": vocabulary,
        "temperature": 0.01,
        "rng": seed_from(rng),
    }


@sample_with_temperature.case(
    "A name that never ends is cut after 50 characters, and newline is added."
)
def temperature_without_end(rng):
    vocabulary = make_vocabulary(rng, 4)
    path = rng.permutation(list("abc")).tolist()
    return {
        "parameters": make_chain(rng, vocabulary, path),
        "char_to_ix": vocabulary,
        "temperature": 0.5,
        "rng": seed_from(rng),
    }


@sample_with_temperature.case("The same generator gives the same name again.")
def temperature_same_generator(rng):
    vocabulary, parameters = make_vocabulary(rng, 9), make_parameters(rng, 7, 9, 0.3)
    parameters["by"][vocabulary["\n"]] -= 2.0  # Long names: two of them are hardly ever the same.
    return CallTwice(
        {
            "parameters": parameters,
            "char_to_ix": vocabulary,
            "temperature": 1.2,
            "rng": seed_from(rng),
        }
    )


def make_refusal(rng, temperature):
    vocabulary, parameters = make_random_sampling(rng)
    arguments = {
        "parameters": parameters,
        "char_to_ix": vocabulary,
        "temperature": temperature,
        "rng": seed_from(rng),
    }
    return Trial(Call(arguments), [Raises("ValueError", because="A temperature must be above 0.")])


@sample_with_temperature.case("A temperature of 0 is refused with a ValueError.")
def temperature_zero(rng):
    return make_refusal(rng, 0.0)


@sample_with_temperature.case("A negative temperature is refused with a ValueError.")
def temperature_negative(rng):
    return make_refusal(rng, -0.5)


def _require_positive(temperature):
    if temperature <= 0:
        raise ValueError(f"The temperature must be above 0, not {temperature}.")


@sample_with_temperature.alternative
def temperature_as_a_power(parameters, char_to_ix, temperature, rng):
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}, expected a positive number")
    indices, n = [], len(char_to_ix)
    x, a = np.zeros((n, 1)), np.zeros((parameters["Waa"].shape[0], 1))
    while len(indices) < 50 and (not indices or indices[-1] != char_to_ix["\n"]):
        a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        z = (parameters["Wya"] @ a + parameters["by"]).ravel()
        log_p = z - z.max() - np.log(np.exp(z - z.max()).sum())
        p = np.exp(log_p / temperature)
        indices.append(int(rng.choice(n, p=p / p.sum())))
        x = np.eye(n)[:, [indices[-1]]]
    if indices[-1] != char_to_ix["\n"]:
        indices.append(char_to_ix["\n"])
    return indices


@sample_with_temperature.alternative
def temperature_on_the_weights(parameters, char_to_ix, temperature, rng):
    if temperature <= 0:
        raise ValueError(temperature)
    sharper = dict(parameters)
    sharper["Wya"] = parameters["Wya"] / temperature
    sharper["by"] = parameters["by"] / temperature
    return reference.sample(sharper, char_to_ix, rng)


@sample_with_temperature.alternative
def temperature_by_gumbel(parameters, char_to_ix, temperature, rng):
    if temperature <= 0:
        raise ValueError("The temperature must be positive.")
    column, a, out = None, np.zeros(parameters["b"].shape[0]), []
    for _ in range(50):
        seen = 0 if column is None else parameters["Wax"][:, column]
        a = np.tanh(seen + parameters["Waa"] @ a + parameters["b"].ravel())
        z = parameters["Wya"] @ a + parameters["by"].ravel()
        column = int(np.argmax(z + temperature * rng.gumbel(size=z.size)))
        out.append(column)
        if column == char_to_ix["\n"]:
            return out
    out.append(char_to_ix["\n"])
    return out


@sample_with_temperature.misconception(
    "You multiply the logits by the temperature: divide, so that a high temperature evens them out."
)
def multiplies_by_the_temperature(parameters, char_to_ix, temperature, rng):
    _require_positive(temperature)
    return _sample_like(parameters, char_to_ix, rng, logits=lambda z: z * temperature)


@sample_with_temperature.misconception(
    "The temperature changes nothing. Divide the logits by it, before the softmax: probabilities "
    "that are divided and made to sum to one again are what they were."
)
def temperature_without_effect(parameters, char_to_ix, temperature, rng):
    _require_positive(temperature)
    return _sample_like(parameters, char_to_ix, rng)


@sample_with_temperature.misconception(
    "Only part of the logits is divided: (Wya a + by) / temperature, the bias included."
)
def leaves_the_bias_undivided(parameters, char_to_ix, temperature, rng):
    _require_positive(temperature)
    by = parameters["by"]
    return _sample_like(parameters, char_to_ix, rng, logits=lambda z: (z - by) / temperature + by)


@sample_with_temperature.misconception(
    "The softmax is applied twice: divide the logits by the temperature, not the probabilities, and "
    "take one softmax."
)
def divides_probabilities(parameters, char_to_ix, temperature, rng):
    _require_positive(temperature)
    return _sample_like(parameters, char_to_ix, rng, logits=lambda z: softmax(z) / temperature)


@sample_with_temperature.misconception(
    "The exponential overflows at a low temperature. Subtract the largest logit first: it changes no "
    "probability and keeps every exponential at most 1."
)
def overflows(parameters, char_to_ix, temperature, rng):
    _require_positive(temperature)

    def draw(z):
        with np.errstate(all="ignore"):
            p = np.exp(z / temperature) / np.exp(z / temperature).sum()
        return int(rng.choice(len(p), p=p))

    indices, x = [], np.zeros((len(char_to_ix), 1))
    a = np.zeros((parameters["b"].shape[0], 1))
    while len(indices) < 50 and char_to_ix["\n"] not in indices:
        a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        indices.append(draw((parameters["Wya"] @ a + parameters["by"]).ravel()))
        x = np.eye(len(char_to_ix))[:, [indices[-1]]]
    return indices if indices[-1] == char_to_ix["\n"] else [*indices, char_to_ix["\n"]]


@sample_with_temperature.misconception(
    "A temperature of 0 or below must be refused: raise ValueError before anything is drawn."
)
def accepts_every_temperature(parameters, char_to_ix, temperature, rng):
    if temperature <= 0:
        return _sample_like(parameters, char_to_ix, rng, draw=lambda p: int(p.argmax()))
    return _sample_like(parameters, char_to_ix, rng, logits=lambda z: z / temperature)


@sample_with_temperature.misconception(
    "A negative temperature is not refused: raise ValueError for 0 and for every number below it, "
    "before anything is drawn."
)
def refuses_only_zero(parameters, char_to_ix, temperature, rng):
    if temperature == 0:
        raise ValueError("The temperature must not be 0.")
    return _sample_like(parameters, char_to_ix, rng, logits=lambda z: z / temperature)


@sample_with_temperature.misconception(
    "A temperature of 0 is not refused: raise ValueError for 0 and for every number below it."
)
def refuses_only_negative(parameters, char_to_ix, temperature, rng):
    if temperature < 0:
        raise ValueError("The temperature must not be negative.")
    if temperature == 0:
        return _sample_like(parameters, char_to_ix, rng, draw=lambda p: int(p.argmax()))
    return _sample_like(parameters, char_to_ix, rng, logits=lambda z: z / temperature)


@sample_with_temperature.misconception(
    "You take the most likely character every time: divide the logits, then draw as before."
)
def cold_at_every_temperature(parameters, char_to_ix, temperature, rng):
    _require_positive(temperature)
    return _sample_like(parameters, char_to_ix, rng, draw=lambda p: int(p.argmax()))


sample_with_temperature.equivalent(
    "if temperature <= 0: -> if temperature < 0:",
    "At 0 the probabilities are NaN, and rng.choice itself raises the promised ValueError.",
)


# -------------------------------------------------------------------- build_language_model

V = 11  # symbols of the small vocabulary: padding, start, end and eight letters


@build_language_model.case(
    "It predicts the next symbol from all symbols so far, and only from those."
)
def behaviour(rng):
    base = rng.integers(3, V, (3, 6))
    base[:, 2] = 3 + (base[:, 1] - 2) % (V - 3)  # Another symbol than the one before it.
    future, past = base.copy(), base.copy()
    future[:, 4:] = 3 + (future[:, 4:] - 2) % (V - 3)
    past[:, 1] = 3 + (past[:, 1] - 2) % (V - 3)
    padded = np.concatenate([np.zeros((3, 2), int), base], axis=1)
    longer = np.concatenate([base, base[:, :3]], axis=1)
    swapped = base[:, [0, 2, 1, 3, 4, 5]]
    targets = rng.integers(3, V, (3, 6))
    inputs = {
        "base": base,
        "future": future,
        "past": past,
        "swapped": swapped,
        "padded": padded,
        "longer": longer,
        "holes": np.concatenate([base[:, :3], np.zeros((3, 2), int), base[:, 3:]], axis=1),
        "alone": base[1:2],
    }
    probe = ModelOutputs(
        {"vocabulary_size": V, "units": 7},
        inputs={name: ids.astype("int32") for name, ids in inputs.items()},
        train={
            "inputs": base.astype("int32"),
            "targets": targets.astype("int32"),
            "loss": "sparse_categorical_crossentropy_from_logits",
            "steps": 3,
        },
        shake=int(rng.integers(2**31)),
    )
    return Trial(probe, _BEHAVIOUR)


_BEHAVIOUR = [
    Shape(
        "outputs.base",
        [3, 6, V],
        "For ids (3, 6) the logits must have the shape (3, 6, vocabulary_size): one row of logits at "
        "every step.",
    ),
    SumsToOne(
        "outputs.base",
        "The outputs are probabilities. Leave the softmax out: the loss applies it, with "
        "from_logits=True, in a numerically safer way.",
        negate=True,
    ),
    TakesBothSigns("outputs.base", "Logits may be negative: the last layer needs no activation."),
    Same(
        "outputs.base",
        "outputs.future",
        "What comes later changes the logits before it: the model sees the future.",
        window=[[None, None], [None, 4]],
    ),
    Different(
        "outputs.base",
        "outputs.past",
        "An id three steps back changes nothing: the model knows the last id only.",
        window=[[None, None], [4, 5]],
    ),
    Different(
        "outputs.base",
        "outputs.future",
        "The logits at a step do not depend on the id at that step.",
        window=[[None, None], [4, 5]],
    ),
    Different(
        "outputs.base",
        "outputs.swapped",
        "Two ids in the past change places and nothing changes: the model has no sense of order.",
        window=[[None, None], [4, 5]],
    ),
    Same(
        "outputs.base",
        "outputs.padded",
        "Padding (id 0) in front of a name changes its logits: mask it.",
        window=[[None, None], [0, 6]],
        other_window=[[None, None], [2, 8]],
    ),
    Same(
        "outputs.base",
        "outputs.holes",
        "Padding (id 0) between the symbols changes the logits after it: mask it.",
        window=[[None, None], [3, 6]],
        other_window=[[None, None], [5, 8]],
    ),
    Same(
        "outputs.alone",
        "outputs.base",
        "A name's logits depend on the other names of the batch.",
        window=[[0, 1]],
        other_window=[[1, 2]],
    ),
    Same(
        "outputs.base",
        "outputs.longer",
        "The model depends on the length of its input.",
        window=[[None, None], [0, 6]],
    ),
    Different("outputs.base", "trained.base", "Training does not change the model.", least=1e-4),
]


@build_language_model.case("`units` sets the width of the recurrent layer.")
def width(rng):
    ids = rng.integers(3, V, (2, 4)).astype("int32")
    probe = ModelOutputs(
        {"vocabulary_size": V, "units": 60},
        inputs={"base": ids},
        other_arguments={"vocabulary_size": V, "units": 23},
    )
    least = 60 * 60 + 60 * V  # A recurrent layer's own square matrix and the way out.
    text = "A recurrent layer of 60 units has more weights than your model: pass units on to it."
    same = "Models of 23 and of 60 units have the same number of weights: pass units on."
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, 4, V]),
            Between("parameters", least, None, text),
            Different("parameters", "other_parameters", same),
        ],
    )


@build_language_model.alternative
def functional_gru(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 5, mask_zero=True)(ids)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


@build_language_model.alternative
def sequential_lstm(vocabulary_size, units):
    import keras

    return keras.Sequential(
        [
            keras.layers.Embedding(vocabulary_size, units, mask_zero=True),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.TimeDistributed(keras.layers.Dense(vocabulary_size, activation="linear")),
        ]
    )


@build_language_model.alternative
def subclass_of_model(vocabulary_size, units):
    import keras

    class LanguageModel(keras.Model):
        def __init__(self):
            super().__init__()
            self.embedding = keras.layers.Embedding(vocabulary_size, 8, mask_zero=True)
            self.cell = keras.layers.RNN(keras.layers.GRUCell(units), return_sequences=True)
            self.head = keras.layers.Dense(vocabulary_size)

        def call(self, ids):
            mask = self.embedding.compute_mask(ids)
            return self.head(self.cell(self.embedding(ids), mask=mask))

    return LanguageModel()


@build_language_model.alternative
def one_hot_with_masking(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.ops.one_hot(ids, vocabulary_size)
    x = x * keras.ops.cast(keras.ops.expand_dims(ids != 0, -1), "float32")
    x = keras.layers.Masking()(x)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


@build_language_model.alternative
def starts_at_zero(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 9, mask_zero=True)(ids)
    x = keras.layers.LayerNormalization()(x)
    x = keras.layers.LSTM(units, return_sequences=True, recurrent_dropout=0.1)(x)
    logits = keras.layers.Dense(
        vocabulary_size, kernel_initializer="zeros", bias_initializer=keras.initializers.Constant(1)
    )(x)
    return keras.Model(ids, logits)


@build_language_model.alternative
def simple_recurrence(vocabulary_size, units):
    import keras

    model = keras.Sequential()
    model.add(keras.Input(shape=(None,)))
    model.add(keras.layers.Embedding(vocabulary_size, 6, mask_zero=True))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Dense(vocabulary_size))
    return model


def _language_model(
    vocabulary_size, units, mask=True, recurrent=None, activation=None, outputs=None, steps=True
):
    """Builds a model with one thing done differently; for the misconceptions below."""
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 6, mask_zero=mask)(ids)
    layer = (
        keras.layers.GRU(units, return_sequences=steps) if recurrent is None else recurrent(keras)
    )
    x = layer(x)
    logits = keras.layers.Dense(outputs or vocabulary_size, activation=activation)(x)
    return keras.Model(ids, logits)


@build_language_model.misconception(
    "The model ends with a softmax. Return logits: leave the activation of the last layer out."
)
def ends_with_softmax(vocabulary_size, units):
    return _language_model(vocabulary_size, units, activation="softmax")


@build_language_model.misconception(
    "Only one row of logits a name comes back, but every step predicts its next symbol. The recurrent "
    "layer needs return_sequences=True, and no pooling may follow."
)
def returns_the_last_step(vocabulary_size, units):
    return _language_model(vocabulary_size, units, steps=False)


@build_language_model.misconception(
    "The recurrent layer reads the name from both ends and so sees the letter it should predict. A "
    "language model reads from left to right only."
)
def reads_both_ways(vocabulary_size, units):
    return _language_model(
        vocabulary_size,
        units,
        recurrent=lambda keras: keras.layers.Bidirectional(
            keras.layers.GRU(units, return_sequences=True)
        ),
    )


@build_language_model.misconception(
    'The model sees the future. Look for go_backwards, padding="same", attention without a causal '
    "mask, or a mean over all steps."
)
def reads_backwards(vocabulary_size, units):
    return _language_model(
        vocabulary_size,
        units,
        recurrent=lambda keras: keras.layers.GRU(units, return_sequences=True, go_backwards=True),
    )


@build_language_model.misconception(
    "Padding changes the logits. Either the embedding lacks mask_zero=True, or the mask is lost on the "
    "way: arithmetic and layers of your own drop it. Pass it on: GRU(...)(x, mask=ids != 0)."
)
def does_not_mask(vocabulary_size, units):
    return _language_model(vocabulary_size, units, mask=False)


@build_language_model.misconception(
    "There is no recurrence: each step knows its own id only. Put a recurrent layer (GRU, LSTM) between "
    "embedding and output."
)
def has_no_memory(vocabulary_size, units):
    return _language_model(
        vocabulary_size,
        units,
        recurrent=lambda keras: keras.layers.Dense(8 * units, activation="tanh"),
    )


@build_language_model.misconception(
    "The last layer has the wrong number of outputs: it needs one logit for every symbol, "
    "vocabulary_size of them."
)
def ends_with_units(vocabulary_size, units):
    return _language_model(vocabulary_size, units, outputs=units)


@build_language_model.misconception(
    "All logits have the same sign: the last layer has an activation (ReLU, sigmoid or the like). "
    "Leave it out."
)
def ends_with_relu(vocabulary_size, units):
    return _language_model(vocabulary_size, units, activation="relu")


@build_language_model.misconception(
    "The recurrent layer has a width of its own, whatever units says: pass units on to it."
)
def fixes_the_width(vocabulary_size, units):
    return _language_model(vocabulary_size, 128)


@build_language_model.misconception(
    "The model averages the symbols so far and so has no sense of order. Put a recurrent layer (GRU, "
    "LSTM) between embedding and output."
)
def averages_the_past(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 4 * units)(ids)
    known = keras.ops.cast(keras.ops.expand_dims(ids != 0, -1), "float32")
    total = keras.ops.cumsum(x * known, axis=1)
    count = keras.ops.maximum(keras.ops.cumsum(known, axis=1), 1.0)
    hidden = keras.layers.Dense(4 * units, activation="tanh")(total / count)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(hidden))


@build_language_model.misconception(
    "The logits at a step do not know the id at that step: they must predict the next symbol from all "
    "ids up to and including this one. Do not shift the input."
)
def shifts_the_input(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    before = keras.ops.pad(ids, ((0, 0), (1, 0)))[:, :-1]
    x = keras.layers.Embedding(vocabulary_size, 6, mask_zero=True)(before)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


@build_language_model.misconception("`units` is not used: it is the width of the recurrent layer.")
def ignores_units(vocabulary_size, units):
    return _language_model(vocabulary_size, 7)


@build_language_model.misconception("Nothing came back: the last line must return the model.")
def builds_and_returns_nothing(vocabulary_size, units):
    _language_model(vocabulary_size, units)


_EMBEDDING = "vectors = keras.layers.Embedding(vocabulary_size, 32, mask_zero=True)(ids)"
for _mutant, _reason in {
    "ids = keras.Input(shape=(None,), dtype='int32') -> ids = keras.Input(shape=(None,))": (
        "The embedding turns its input into whole numbers itself."
    ),
    f"{_EMBEDDING} -> {_EMBEDDING.replace('32', '33')}": "The size of the embedding is free.",
    f"{_EMBEDDING} -> {_EMBEDDING.replace('32', '31')}": "The size of the embedding is free.",
    "states = keras.layers.Dropout(0.5)(states) -> pass": "Dropout is a free choice.",
}.items():
    build_language_model.equivalent(_mutant, _reason)
