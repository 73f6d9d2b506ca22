"""`name_log_probability`: how likely a network finds a name."""

import numpy as np

from autograder.exercises._dinosaur_names.inputs import (
    make_name,
    make_parameters,
    make_vocabulary,
    name_log_probability,
    reference,
    softmax,
)
from autograder.exercises._dinosaur_names.sampling import _ONE_COLUMN, _SQUARE, _TWO_COLUMNS


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
