"""`name_log_probability`: how likely a network finds a name."""

import numpy as np

from autograder.checks.recipes import Made

from .inputs import (
    make_name,
    make_parameters,
    make_small_network,
    make_vocabulary,
    name_log_probability,
    reference,
)
from .sampling import _ONE_COLUMN, _SQUARE, _TWO_COLUMNS, with_large_logits


@name_log_probability.case("Two letters and newline: three logarithms, added.")
def a_short_name(rng):
    vocabulary, parameters = make_small_network(rng)  # Small enough for paper.
    name = "".join(rng.permutation(["a", "b"]))
    return {"name": name, "parameters": parameters, "char_to_ix": vocabulary}


@name_log_probability.case("The whole name is scored, from the first letter to the newline.")
def a_whole_name(rng):
    vocabulary = make_vocabulary(rng, 8)
    return {
        "name": make_name(rng, vocabulary, 13),
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


@name_log_probability.case("Any characters of the dictionary count: capitals, digits, blanks.")
def all_kinds_of_characters(rng):
    characters = rng.permutation(list("aAbB7 -\u00e9\t")).tolist()
    vocabulary = make_vocabulary(rng, 10, characters)
    others = "".join(rng.permutation(list("aAB7-\u00e9")))
    name = f" {others} "  # All of them, and blanks at both ends.
    return {"name": name, "parameters": make_parameters(rng, 4, 10), "char_to_ix": vocabulary}


@name_log_probability.case("A name that is all but impossible still has a finite logarithm.")
def a_most_improbable_name(rng):
    vocabulary = make_vocabulary(rng, 4)
    parameters = make_parameters(rng, 5, 4, 0.3)
    parameters["by"][vocabulary["a"]] = -30.0
    return {"name": "a" * 60, "parameters": parameters, "char_to_ix": vocabulary}


@name_log_probability.case("A letter whose probability rounds to 0 still has its logarithm.")
def an_impossible_letter(rng):
    vocabulary = make_vocabulary(rng, 5)
    first, *rest = rng.permutation(list("abcd")).tolist()
    parameters = make_parameters(rng, 3, 5)
    parameters["by"][vocabulary[first]] = -float(rng.integers(760, 900))
    name = "".join([*rest[:2], first, rest[2]])
    return {"name": name, "parameters": parameters, "char_to_ix": vocabulary}


@name_log_probability.case(
    "Large logits do no harm: their exponentials would not fit into a float."
)
def large_logits(rng):
    vocabulary = make_vocabulary(rng, 6)
    parameters = with_large_logits(rng, make_parameters(rng, 4, 6))
    return {
        "name": make_name(rng, vocabulary, 7),
        "parameters": parameters,
        "char_to_ix": vocabulary,
    }


MANY_LETTERS = """
def many_letters(piece, times):
    return piece * times
"""


@name_log_probability.case("A name may have more than a thousand letters.", is_long=True)
def thousands_of_letters(rng):
    vocabulary = make_vocabulary(rng, 4)
    piece = make_name(rng, vocabulary, 7)
    return {
        "name": Made(MANY_LETTERS, {"piece": piece, "times": 170}),
        "parameters": make_parameters(rng, 2, 4),
        "char_to_ix": vocabulary,
    }


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
        z -= np.max(z)
        logs.append(z[i, 0] - np.log(np.sum(np.exp(z))))
        x = np.zeros((size, 1), np.float32)
        x[i] = 1
    return np.sum(logs)


name_log_probability.slip(
    "forgets_the_end",
    "The newline is not scored. Without it the probabilities of all names add up to more than one: "
    "a name is its letters and then its end.",
    'name + "\\n"',
    "name",
)

name_log_probability.slip(
    "counts_in_bits",
    "The result is in bits: use the natural logarithm, np.log.",
    "float(total)",
    "float(total / np.log(2))",
)

name_log_probability.slip(
    "counts_in_tens",
    "The result is in powers of ten: use the natural logarithm, np.log.",
    "float(total)",
    "float(total / np.log(10))",
)

name_log_probability.slip(
    "takes_the_logarithm_last",
    "You multiply the probabilities and then take the logarithm. A long product becomes 0 and its "
    "logarithm -inf: add the logarithms instead.",
    ("total = 0.0", "total = 1.0"),
    ("+= log_softmax", "*= softmax"),
    ("float(total)", "float(np.log(total))"),
)

name_log_probability.slip(
    "averages",
    "You average over the symbols. The logarithm of a product is the sum.",
    "float(total)",
    "float(total / (len(name) + 1))",
)

name_log_probability.slip(
    "returns_the_surprise",
    "The sign is turned round: a log-probability is at most 0. What you return is the surprise.",
    "float(total)",
    "float(-total)",
)

name_log_probability.slip(
    "returns_the_probability",
    "You return the probability itself: return its natural logarithm.",
    "float(total)",
    "float(np.exp(total))",
)

name_log_probability.slip(
    "scores_without_state",
    "The state starts from zero at every letter. Keep it: the a of this step is the a_prev of the next.",
    " + Waa @ a",
    "",
)

name_log_probability.slip(
    "looks_before_guessing",
    "Each letter is predicted after it was already fed in. The input at step t is the letter before; "
    "at the first step it is a column of zeros.",
    "Wax @ x",
    "Wax[:, [index]]",
)

name_log_probability.slip(
    "takes_the_first_letter_for_granted",
    "The first letter is not scored. It too is a prediction, made from a column of zeros.",
    "total +=",
    "if x.any():\n            total +=",
)

name_log_probability.slip(
    "scores_index_zero_as_the_end",
    'The end is not always index 0: use char_to_ix["\\n"].',
    "char_to_ix[character]",
    '0 if character == "\\n" else char_to_ix[character]',
)

name_log_probability.slip(
    "scores_without_output_bias",
    "The output bias by is missing: y = softmax(Wya a + by).",
    " + by",
    "",
)

name_log_probability.slip(
    "scores_without_hidden_bias",
    "The bias b of the state is missing: a = tanh(Wax x + Waa a_prev + b).",
    "Waa @ a + b)",
    "Waa @ a)",
)

name_log_probability.slip(
    "takes_the_logarithm_of_zero",
    "Where a single probability rounds to 0, its logarithm is -inf. log_softmax gives the logarithm "
    "without making the probability first.",
    "log_softmax(Wya @ a + by, axis=0)",
    "np.log(softmax(Wya @ a + by, axis=0))",
)

name_log_probability.slip(
    "lets_the_sum_overflow",
    "The exponential of a large logit overflows inside the logarithm, and the result is -inf. Subtract "
    "the largest logit from all of them first, or use log_softmax.",
    "log_softmax(Wya @ a + by, axis=0)",
    "(Wya @ a + by - np.log(np.exp(Wya @ a + by).sum()))",
)

name_log_probability.slip(
    "lets_the_softmax_overflow",
    "The softmax is made of bare exponentials: a large logit gives inf / inf, a very low one a "
    "probability of 0. log_softmax stands both.",
    "log_softmax(Wya @ a + by, axis=0)",
    "np.log(np.exp(Wya @ a + by) / np.exp(Wya @ a + by).sum())",
)

for _size, _number in {
    "ten_digits": "1e-10",
    "eight_digits": "1e-8",
    "twelve_digits": "1e-12",
}.items():
    name_log_probability.slip(
        f"adds_a_number_of_{_size}",
        f"{_number} was added inside the logarithm: no probability can then be smaller than that. Leave "
        "it out: log_softmax is finite without.",
        "log_softmax(Wya @ a + by, axis=0)",
        f"np.log(softmax(Wya @ a + by, axis=0) + {_number})",
    )

name_log_probability.slip(
    "scores_the_end_too_early",
    "The newline was scored with the state from before the last letter. That letter is an input too: "
    "advance the state once more.",
    "a = np.tanh",
    'if character != "\\n" or not name:\n            a = np.tanh',
)

name_log_probability.slip(
    "changes_the_letters",
    "The name was changed before it was scored (lower, strip). Take its characters as they are: "
    "char_to_ix may hold capitals and blanks.",
    "in name +",
    "in name.strip() +",
)

name_log_probability.slip(
    "makes_small_letters",
    "Capitals were scored as small letters. Take the characters as they are: char_to_ix may hold "
    "both.",
    "in name +",
    "in name.lower() +",
)

name_log_probability.slip(
    "scores_from_newline",
    "Your first input is the newline's one-hot column. The first input is a column of zeros.",
    "np.zeros((Wax.shape[1], 1))",
    'np.eye(Wax.shape[1])[:, [char_to_ix["\\n"]]]',
)


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
