"""`perplexity`: one number for all sentences."""

import math

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial

from .inputs import perplexity


def scores(rng, counts):
    """Draws log-probabilities that differ in their mean a symbol."""
    rates = np.round(rng.uniform(0.5, 4.0, len(counts)), 1)
    return [-round(float(rate * count), 2) for rate, count in zip(rates, counts, strict=True)]


@perplexity.case("Two sentences, four symbols.")
def two_sentences(rng):
    return {"log_probabilities": [-float(rng.integers(1, 3)), -6.0], "symbol_counts": [1, 3]}


@perplexity.case("Each symbol counts the same: long sentences weigh more.")
def different_lengths(rng):
    counts = [2, 31, 7, 1, 12]
    return {"log_probabilities": scores(rng, counts), "symbol_counts": counts}


@perplexity.case("Arrays do as well as lists.")
def arrays(rng):
    counts = [4, 9, 2, 17]
    return {
        "log_probabilities": np.array(scores(rng, counts)),
        "symbol_counts": np.array(counts),
    }


@perplexity.case("Thousands of symbols: the product of all probabilities would be 0.")
def many_symbols(rng):
    counts = rng.integers(1, 60, 80).tolist()
    return {"log_probabilities": scores(rng, counts), "symbol_counts": counts}


@perplexity.case("One impossible sentence makes it inf.")
def an_impossible_sentence(rng):
    counts = [3, 5, 4]
    logs = scores(rng, counts)
    logs[int(rng.integers(3))] = -math.inf
    return {"log_probabilities": logs, "symbol_counts": counts}


@perplexity.case("One sentence alone.")
def one_sentence(rng):
    return {"log_probabilities": scores(rng, [6]), "symbol_counts": [6]}


def refused(logs, counts, because):
    probe = Call({"log_probabilities": logs, "symbol_counts": counts})
    return Trial(probe, [Raises("ValueError", because=because)])


@perplexity.case("No sentences are refused.")
def nothing(rng):
    return refused([], [], "Of no sentences there is no perplexity.")


@perplexity.case("More log-probabilities than counts are refused.")
def a_count_is_missing(rng):
    return refused(scores(rng, [3, 2, 4]), [3, 2], "The two differ in length.")


@perplexity.case("More counts than log-probabilities are refused.")
def a_score_is_missing(rng):
    return refused(scores(rng, [3, 2]), [3, 2, 4], "The two differ in length.")


@perplexity.case("What is refused is refused beside an impossible sentence, too.")
def an_impossible_sentence_and_no_count(rng):
    logs, counts = [*scores(rng, [3, 2]), -math.inf], [3, 2, 0]
    places = rng.permutation(3)
    logs, counts = ([row[i] for i in places] for row in (logs, counts))
    return refused(logs, counts, "A sentence has its end at least.")


@perplexity.case("A count of 0 is refused: each sentence has its end at least.")
def a_count_of_zero(rng):
    return refused(scores(rng, [3, 2, 4]), [3, 0, 4], "A count is below 1.")


@perplexity.case("So is a negative one.")
def a_negative_count(rng):
    return refused(scores(rng, [3, 2]), [9, -1], "A count is below 1.")


@perplexity.alternative
def perplexity_with_numpy(log_probabilities, symbol_counts):
    logs, counts = np.asarray(log_probabilities, float), np.asarray(symbol_counts)
    if logs.size == 0 or logs.shape != counts.shape or (counts < 1).any():
        raise ValueError("no")
    return np.exp(-logs.sum() / counts.sum())


@perplexity.alternative
def perplexity_by_weights(log_probabilities, symbol_counts):
    if not len(log_probabilities) or len(log_probabilities) != len(symbol_counts):
        raise ValueError
    if any(count <= 0 for count in symbol_counts):
        raise ValueError
    if -math.inf in list(log_probabilities):
        return math.inf
    rates = np.divide(log_probabilities, symbol_counts)
    return math.exp(-np.average(rates, weights=symbol_counts))


@perplexity.alternative
def perplexity_as_a_power(log_probabilities, symbol_counts):
    pairs = list(zip(log_probabilities, symbol_counts, strict=True))  # Refuses unequal lengths.
    if not pairs or min(count for _, count in pairs) < 1:
        raise ValueError("empty")
    bits = math.fsum(log for log, _ in pairs) / math.log(2) / sum(c for _, c in pairs)
    return 2 ** (-bits)


perplexity.slip(
    "averages_perplexities",
    "This is the mean of the sentences' own perplexities. Add all log-probabilities first, and divide "
    "once by all symbols.",
    (
        "mean = sum(log_probabilities) / sum(symbol_counts)",
        "pairs = zip(log_probabilities, symbol_counts)",
    ),
    ("float(np.exp(-mean))", "float(np.mean([np.exp(-a / b) for a, b in pairs]))"),
)

perplexity.slip(
    "averages_rates",
    "The sentences' means a symbol were averaged, so that short sentences weigh as much as long ones. "
    "Add first, divide once.",
    "mean = sum(log_probabilities) / sum(symbol_counts)",
    "mean = np.mean(np.divide(log_probabilities, symbol_counts))",
)

perplexity.slip(
    "divides_by_sentences",
    "You divide by the number of sentences: divide by the number of all symbols.",
    "/ sum(symbol_counts)",
    "/ len(symbol_counts)",
)

perplexity.slip(
    "counts_the_ends_twice",
    "An end was added to each count. The counts have the ends already.",
    "/ sum(symbol_counts)",
    "/ (sum(symbol_counts) + len(symbol_counts))",
)

perplexity.slip(
    "forgets_the_minus",
    "A minus is missing in the exponent: perplexity is never below 1.",
    "np.exp(-mean)",
    "np.exp(mean)",
)

perplexity.slip(
    "raises_two",
    "The log-probabilities are natural ones, so the base is e, not 2.",
    "np.exp(-mean)",
    "np.exp2(-mean)",
)

perplexity.slip(
    "returns_the_cross_entropy",
    "This is the mean surprise in nats: take its exponential.",
    "float(np.exp(-mean))",
    "float(-mean)",
)

perplexity.slip(
    "leaves_the_impossible_out",
    "An impossible sentence was left out. It makes the perplexity inf.",
    "sum(log_probabilities)",
    "sum(x for x in log_probabilities if x > -np.inf)",
)

perplexity.slip(
    "takes_counts_of_zero",
    "A count below 1 has to raise a ValueError.",
    " or any(n < 1 for n in symbol_counts)",
    "",
)

perplexity.slip(
    "takes_unequal_lengths",
    "Where the two differ in length, a ValueError has to be raised.",
    "if len(log_probabilities) != len(symbol_counts):",
    "if False:",
)


@perplexity.misconception(
    "You multiply the probabilities. With thousands of symbols the product is 0: stay with logarithms."
)
def multiplies(log_probabilities, symbol_counts):
    if len(log_probabilities) == 0 or len(log_probabilities) != len(symbol_counts):
        raise ValueError
    if min(symbol_counts) < 1:
        raise ValueError
    product = np.prod(np.exp(log_probabilities))
    return float(np.divide(1.0, product) ** (1 / sum(symbol_counts)))


perplexity.slip(
    "leaves_the_impossible_and_its_symbols_out",
    "An impossible sentence was left out, with its symbols. It makes the perplexity inf.",
    (
        "    mean = sum(log_probabilities) / sum(symbol_counts)",
        "    pairs = zip(log_probabilities, symbol_counts)\n"
        "    pairs = [(a, b) for a, b in pairs if a > -np.inf]\n"
        "    mean = sum(a for a, _ in pairs) / sum(b for _, b in pairs)",
    ),
)

perplexity.slip(
    "takes_the_ends_off",
    "1 was taken off each count. The end of a sentence is predicted, too, and belongs to its symbols.",
    "/ sum(symbol_counts)",
    "/ (sum(symbol_counts) - len(symbol_counts))",
)

perplexity.slip(
    "answers_before_it_looks",
    "An impossible sentence was answered with inf before the counts were looked at. Refuse first.",
    "    if len(log_probabilities) != len(symbol_counts):",
    "    if len(log_probabilities) and min(log_probabilities) == -np.inf:\n"
    "        return float('inf')\n"
    "    if len(log_probabilities) != len(symbol_counts):",
)
