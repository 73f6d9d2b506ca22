"""`sample`: a name, drawn letter by letter."""

import itertools

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._dinosaur_names.inputs import (
    LEAST_DISTANCE,
    MISTAKES,
    distance,
    make_chain,
    make_parameters,
    make_vocabulary,
    sample,
    sequence_probabilities,
)
from autograder.expectations import (
    Distributed,
)
from autograder.probes import CallTwice, Draws
from autograder.recipes import Generator


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
