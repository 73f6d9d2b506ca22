"""`sample`: a name, drawn letter by letter."""

import itertools

import numpy as np

from autograder.checks.expectations import (
    Distributed,
)
from autograder.checks.probes import CallTwice, Draws
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import (
    LEAST_DISTANCE,
    MISTAKES,
    distance,
    make_chain,
    make_parameters,
    make_timed_chain,
    make_vocabulary,
    reference,
    sample,
    sequence_probabilities,
)


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


@sample.case("A network that is certain of its name writes it letter by letter, then newline.")
def a_certain_name(rng):
    vocabulary = make_vocabulary(rng, 3)  # Small enough for paper.
    path = [*rng.permutation(list("ab")).tolist(), "\n"]
    return {
        "parameters": make_chain(rng, vocabulary, path, noise=1),
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
    vocabulary = make_vocabulary(rng, int(rng.integers(4, 8)))
    return {
        "parameters": make_chain(rng, vocabulary, ["\n", "b", "a"]),
        "char_to_ix": vocabulary,
        "rng": seed_from(rng),
    }


@sample.case("Newline may be the 50th character: then nothing is appended.")
def newline_as_the_last_character(rng):
    vocabulary = make_vocabulary(rng, 5)
    path = rng.permutation(list("abcd")).tolist()
    return {
        "parameters": make_timed_chain(rng, vocabulary, path, 50),
        "char_to_ix": vocabulary,
        "rng": seed_from(rng),
    }


def with_large_logits(rng, parameters):
    """Adds one number to all logits, which changes no probability: their exponentials overflow."""
    return {**parameters, "by": parameters["by"] + float(rng.integers(750, 900))}


@sample.case("Large logits do no harm: their exponentials would not fit into a float.")
def large_logits(rng):
    vocabulary = make_vocabulary(rng, 5)
    path = [*rng.permutation(list("abcd"))[:3].tolist(), "\n"]
    return {
        "parameters": with_large_logits(rng, make_chain(rng, vocabulary, path)),
        "char_to_ix": vocabulary,
        "rng": seed_from(rng),
    }


@sample.case("The first characters are drawn with the probabilities of the network.")
def the_first_character(rng):
    vocabulary, parameters = make_random_sampling(
        rng, size=6, n_a=4, mistakes=("bias", "hidden", "start")
    )
    arguments = {"parameters": parameters, "char_to_ix": vocabulary, "rng": seed_from(rng)}
    expected = sequence_probabilities(parameters, vocabulary, 1)
    return Trial(Draws(arguments, 600, 1), [Distributed(expected)])


@sample.case("What is drawn is fed back, and the state goes on from step to step.")
def three_characters(rng):
    while True:
        vocabulary, parameters = make_random_sampling(rng, 3, 5, 1.6, keep=3, mistakes=MISTAKES)
        # A name that always starts alike must not by chance be the most likely one.
        fixed, likely = (
            sample.mistake(name).function(parameters, vocabulary, None)
            for name in ("seeds_again", "takes_the_most_likely")
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
    if index != char_to_ix["\n"]:
        indices.append(char_to_ix["\n"])
    return np.array(indices).tolist()


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


sample.slip(
    "takes_the_most_likely",
    "You take the most likely character every time, so every name is the same. Draw the index at "
    "random, with the probabilities in y.",
    "rng.choice(len(y), p=y.ravel())",
    "np.argmax(y)",
)

sample.slip(
    "draws_evenly",
    "All characters are drawn with the same probability: pass the probabilities y to the draw.",
    ", p=y.ravel()",
    "",
)

sample.slip(
    "forgets_the_state",
    "The state starts from zero at every step. Keep it: the a of this step is the a_prev of the next.",
    " + Waa @ a",
    "",
)

sample.slip(
    "does_not_feed_back",
    "The network never sees what it has written. Make x the one-hot column of the index you drew.",
    "x[index] = 1",
    "pass",
)

sample.slip(
    "feeds_back_probabilities",
    "You feed the probabilities y back. The next input is the one-hot column of the index you drew.",
    "x = np.zeros_like(x)\n        x[index] = 1",
    "x = y",
)

sample.slip(
    "keeps_old_ones_in_the_input",
    "x collects a 1 for every character so far. Start from a fresh column of zeros at each step.",
    "x = np.zeros_like(x)",
    "pass",
)

sample.slip(
    "expects_newline_at_zero",
    'The end is not always index 0: use char_to_ix["\\n"].',
    'char_to_ix["\\n"]',
    "0",
)

sample.slip(
    "cuts_without_newline",
    "A name cut after 50 characters lacks its newline: append it, so that the list always ends with it.",
    "indices + [newline]",
    "indices",
)

sample.slip(
    "leaves_the_newline_out",
    "The list lacks the newline that ended the name: append every index you draw, that one too.",
    ("return indices\n", "return indices[:-1]\n"),
    ("indices + [newline]", "indices"),
)

sample.slip(
    "stops_at_forty_nine",
    "The name may be 50 characters long, and the newline comes after them: yours stops at 49.",
    "50",
    "49",
)

sample.slip(
    "forgets_the_output_bias",
    "The output bias by is missing: y = softmax(Wya a + by).",
    " + by",
    "",
)

sample.slip(
    "forgets_the_hidden_bias",
    "The bias b of the state is missing: a = tanh(Wax x + Waa a_prev + b).",
    "Waa @ a + b",
    "Waa @ a",
)

sample.slip(
    "appends_newline_in_every_case",
    "Every name gets a newline at its end, also one that has drawn it already. Append it only if 50 "
    "characters came without one.",
    "return indices\n",
    "break\n",
)

sample.slip(
    "counts_instead_of_looking",
    "A newline that is drawn as the 50th character is followed by another. Whether one is missing is "
    "told by the last index, not by the number of characters.",
    ("return indices\n", "break\n"),
    ("[newline]", "[newline] * (len(indices) == 50)"),
)

sample.slip(
    "overflows",
    "The exponential of a large logit overflows, and the probabilities are NaN. softmax subtracts the "
    "largest logit first, which changes no probability.",
    "softmax(Wya @ a + by, axis=0)",
    "np.exp(Wya @ a + by) / np.exp(Wya @ a + by).sum()",
)

sample.slip(
    "starts_with_newline",
    "Your first input is the newline's one-hot column. The first input is a column of zeros.",
    "np.zeros((Wax.shape[1], 1))",
    "np.eye(Wax.shape[1])[:, [newline]]",
)

sample.slip(
    "uses_the_global_generator",
    "The draw does not come from rng alone: NumPy's global generator (np.random) or a new generator is "
    "used. Draw with the one that is passed in: rng.choice(...).",
    "rng.choice",
    "np.random.choice",
)

sample.slip(
    "seeds_again",
    "Every call gives the same name: a seed is set inside, or a new generator with a fixed seed "
    "replaces rng. Draw from rng itself.",
    "indices = []",
    "indices = []\n    rng = np.random.default_rng(0)",
)


@sample.misconception("The result holds characters. Return their indices, as numbers.")
def returns_characters(parameters, char_to_ix, rng):
    ix_to_char = {index: symbol for symbol, index in char_to_ix.items()}
    return [ix_to_char[index] for index in reference.sample(parameters, char_to_ix, rng)]


_SQUARE = "Waa is square: its two sizes are the same."
_ONE_COLUMN = "z is a single column, so that the sum over all numbers is the sum over axis 0."
_TWO_COLUMNS = "The second column repeats the first, of which one number is taken."

sample.equivalent("a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[1], 1))", _SQUARE)
sample.equivalent("a = np.zeros((Waa.shape[0], 1)) -> a = np.zeros((Waa.shape[-1], 1))", _SQUARE)
sample.equivalent("y = softmax(Wya @ a + by, axis=0) -> y = softmax(Wya @ a + by)", _ONE_COLUMN)
