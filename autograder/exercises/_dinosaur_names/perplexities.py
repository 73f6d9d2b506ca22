"""`perplexity`: one figure for a list of names."""

import numpy as np

from autograder.exercises._dinosaur_names.inputs import (
    make_name,
    make_parameters,
    make_vocabulary,
    perplexity,
    reference,
)


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
