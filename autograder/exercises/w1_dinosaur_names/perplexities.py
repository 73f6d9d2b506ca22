"""`perplexity`: one figure for a list of names."""

import numpy as np

from autograder.checks.recipes import Made

from .inputs import (
    make_name,
    make_parameters,
    make_small_network,
    make_vocabulary,
    perplexity,
    reference,
)


@perplexity.case("A name of one letter and one of two: five predicted symbols.")
def two_short_names(rng):
    vocabulary, parameters = make_small_network(rng)  # Small enough for paper.
    names = rng.permutation(["b", "ab"]).tolist()
    return {"names": names, "parameters": parameters, "char_to_ix": vocabulary}


@perplexity.case(
    "Every predicted symbol counts the same, newlines included: long names weigh more."
)
def names_of_different_length(rng):
    vocabulary = make_vocabulary(rng, 7)
    names = [make_name(rng, vocabulary, n) for n in (2, 9, 0, 4)]
    names.append(names[1])  # A name that is there twice counts twice.
    return {"names": names, "parameters": make_parameters(rng, 5, 7), "char_to_ix": vocabulary}


@perplexity.case("Characters of every kind count, capitals, digits and blanks too.")
def all_kinds_of_characters(rng):
    vocabulary = make_vocabulary(rng, 9, rng.permutation(list("aAb7 -\u00e9Z")).tolist())
    names = ["".join(rng.permutation(list("aA7 -")).tolist()) for _ in range(2)]
    names.append(f" {names[0]}\u00e9 ")
    return {"names": names, "parameters": make_parameters(rng, 3, 9), "char_to_ix": vocabulary}


@perplexity.case("Many names: the product of their probabilities would be too small for a float.")
def many_names(rng):
    vocabulary = make_vocabulary(rng, 8)
    names = [make_name(rng, vocabulary, int(n)) for n in rng.integers(4, 16, 60)]
    return {"names": names, "parameters": make_parameters(rng, 4, 8), "char_to_ix": vocabulary}


MANY_NAMES = """
def many_names(names, times):
    return names * times
"""


@perplexity.case("More than a thousand names.", is_long=True)
def thousands_of_names(rng):
    vocabulary = make_vocabulary(rng, 5)
    names = [make_name(rng, vocabulary, n) for n in (0, 1, 0, 0, 0, 2, 0)]
    return {
        "names": Made(MANY_NAMES, {"names": names, "times": 170}),
        "parameters": make_parameters(rng, 2, 5),
        "char_to_ix": vocabulary,
    }


@perplexity.case("One name alone.")
def one_name(rng):
    vocabulary = make_vocabulary(rng, 6)
    names = [make_name(rng, vocabulary, 3)]
    return {"names": names, "parameters": make_parameters(rng, 4, 6), "char_to_ix": vocabulary}


@perplexity.case("A network that knows nothing has the perplexity of its vocabulary.")
def an_even_network(rng):
    size = int(rng.integers(4, 12))
    vocabulary = make_vocabulary(rng, size)
    names = [make_name(rng, vocabulary, n) for n in (1, 4, 0, 2)]
    zeros = {name: np.zeros_like(p) for name, p in make_parameters(rng, 3, size).items()}
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


@perplexity.misconception(
    "You average the perplexities of the names. Add all log-probabilities first and divide once by "
    "all symbols, so that every symbol counts the same."
)
def averages_perplexities(names, parameters, char_to_ix):
    alone = [reference.perplexity([name], parameters, char_to_ix) for name in names]
    return float(np.mean(alone))


perplexity.slip(
    "averages_rates",
    "You average the names' log-probabilities per symbol, so that short names weigh as much as long "
    "ones. Add first, then divide once.",
    ("parameters, char_to_ix)", "parameters, char_to_ix) / (len(name) + 1)"),
    ("/ number_of_symbols", "/ len(names)"),
)

perplexity.slip(
    "does_not_count_the_ends",
    "The newlines are not counted: a name of n letters makes n + 1 predictions.",
    "len(name) + 1",
    "len(name)",
)

perplexity.slip(
    "divides_by_names",
    "You divide by the number of names: divide by the number of predicted symbols.",
    "/ number_of_symbols",
    "/ len(names)",
)

perplexity.slip(
    "forgets_the_minus",
    "A minus sign is missing in the exponent: perplexity is never below 1.",
    "-total",
    "total",
)

perplexity.slip(
    "returns_the_cross_entropy",
    "This is the cross-entropy in nats: take its exponential.",
    "np.exp(-total / number_of_symbols)",
    "-total / number_of_symbols",
)

perplexity.slip(
    "raises_two",
    "The log-probabilities are natural ones, so the base is e, not 2: np.exp.",
    "np.exp",
    "np.exp2",
)

perplexity.slip(
    "multiplies_the_probabilities",
    "You multiply the probabilities of the names. With many names the product becomes 0: add the "
    "log-probabilities, and take one exponential at the end.",
    ("total = sum(", "total = np.prod([\n"),
    ("name_log_probability(name", "np.exp(name_log_probability(name"),
    ("char_to_ix) for name in names\n    )", "char_to_ix)) for name in names\n    ])"),
    ("np.exp(-total / number_of_symbols)", "np.divide(1, total) ** (1 / number_of_symbols)"),
)

perplexity.slip(
    "counts_letters_only",
    "Not all characters were counted (isalpha?). Each one is a prediction, a blank or a digit too.",
    "len(name)",
    "sum(map(str.isalpha, name))",
)

perplexity.slip(
    "counts_one_end",
    "One newline was counted for all names. Each name has an end of its own: k + 1 symbols.",
    "sum(len(name) + 1 for name in names)",
    "sum(len(name) for name in names) + 1",
)

perplexity.slip(
    "counts_two_ends",
    "Too many symbols were counted: a name of k letters makes k + 1 predictions, its start is none.",
    "len(name) + 1",
    "len(name) + 2",
)

perplexity.slip(
    "takes_each_name_once",
    "A name that stands in the list twice was taken once. Go through the list as it is, not through a "
    "set.",
    "in names",
    "in set(names)",
    count=2,
)

perplexity.slip(
    "leaves_out_empty_names",
    "Empty names were left out. A name without letters is a prediction too, of newline.",
    "in names",
    "in filter(None, names)",
    count=2,
)

perplexity.slip(
    "counts_the_vocabulary",
    "You divide by the size of the vocabulary: divide by the number of predicted symbols.",
    "/ number_of_symbols",
    "/ len(char_to_ix)",
)

perplexity.slip(
    "rounds",
    "The result is rounded. Return it as it is; who prints it may round.",
    "float(np.exp(-total / number_of_symbols))",
    "round(float(np.exp(-total / number_of_symbols)), 2)",
)

perplexity.slip(
    "joins_the_names",
    "The names were joined and scored as one. Every name starts anew, from a state of zeros and a "
    "column of zeros.",
    "in names\n    )",
    'in ["\\n".join(names)]\n    )',
)


@perplexity.misconception(
    "The notebook's own char_to_ix is used, not the one that is passed in: use the argument."
)
def uses_the_notebooks_dictionary(names, parameters, char_to_ix):
    char_to_ix = {symbol: i for i, symbol in enumerate("\nabcdefghijklmnopqrstuvwxyz")}
    return reference.perplexity(names, parameters, char_to_ix)
