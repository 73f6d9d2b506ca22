"""`length_normalized`: a sum divided by a power of length."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial

from .inputs import length_normalized, reference


def logs(rng, T):
    return np.round(-rng.uniform(0.1, 3.0, T), 2).tolist()


@length_normalized.case("Four symbols, alpha 1: the mean.")
def on_paper(rng):
    return {"log_probabilities": (-rng.permutation([1.0, 2.0, 3.0, 6.0])).tolist(), "alpha": 1.0}


@length_normalized.case("Alpha 0: the sum.")
def the_sum(rng):
    return {"log_probabilities": logs(rng, int(rng.integers(3, 7))), "alpha": 0.0}


@length_normalized.case("Alpha in between.")
def in_between(rng):
    alpha = float(np.round(rng.uniform(0.4, 0.8), 2))
    return {"log_probabilities": logs(rng, int(rng.integers(5, 12))), "alpha": alpha}


@length_normalized.case("Alpha above 1.")
def above_one(rng):
    alpha = float(np.round(rng.uniform(1.3, 2.4), 2))
    return {"log_probabilities": logs(rng, int(rng.integers(3, 8))), "alpha": alpha}


@length_normalized.case("One symbol: alpha changes nothing.")
def one_symbol(rng):
    return {"log_probabilities": logs(rng, 1), "alpha": 0.7}


@length_normalized.case("An array does as well.")
def an_array(rng):
    return {"log_probabilities": np.array(logs(rng, 9)), "alpha": 0.5}


@length_normalized.case("Two thousand symbols.")
def many(rng):
    return {"log_probabilities": np.array(logs(rng, 2000)), "alpha": 0.75}


@length_normalized.case("An impossible symbol: -inf.")
def impossible(rng):
    values = logs(rng, 5)
    values[int(rng.integers(5))] = -np.inf
    return {"log_probabilities": values, "alpha": float(rng.choice([0.0, 0.7, 1.0]))}


@length_normalized.case("A certain symbol, 0.0, is a symbol like the others.")
def certain(rng):
    return {"log_probabilities": [0.0, *logs(rng, 3), 0.0], "alpha": 1.0}


def refused(values, alpha):
    made = {"log_probabilities": values, "alpha": alpha}
    return Trial(Call(made), [Raises("ValueError", [], "A sentence has at least its end.")])


@length_normalized.case("No symbol raises a ValueError.")
def no_symbol(rng):
    return refused([], float(rng.choice([0.7, 1.0])))


@length_normalized.case("Also with alpha 0.")
def no_symbol_alpha_0(rng):
    return refused(np.zeros(0), 0.0)


# ------------------------------------------------------------------------ other right answers


@length_normalized.alternative
def with_a_loop(log_probabilities, alpha):
    if not len(log_probabilities):
        raise ValueError("nothing")
    total = 0
    for value in log_probabilities:
        total += value
    return total * len(log_probabilities) ** -alpha


@length_normalized.alternative
def from_the_mean(log_probabilities, alpha):
    values = np.asarray(log_probabilities, dtype="float32")
    if values.size == 0:
        raise ValueError("T = 0")
    return np.mean(values) * np.float32(values.size) ** (1 - alpha)


@length_normalized.alternative
def with_tensorflow(log_probabilities, alpha):
    import tensorflow as tf

    values = tf.convert_to_tensor(log_probabilities, dtype=tf.float64)
    if values.shape[0] == 0:
        raise ValueError("no symbol")
    return tf.reduce_sum(values) / np.power(float(values.shape[0]), alpha)


# ------------------------------------------------------------------------------- known mistakes

DIVIDED = "float(np.sum(log_probabilities)) / len(log_probabilities) ** alpha"

length_normalized.slip(
    "forgets_alpha",
    "This is the mean, whatever alpha says: the length has alpha as its exponent.",
    "** alpha",
    "",
)
length_normalized.slip(
    "forgets_the_length",
    "This is the sum. Divide it by a power of the number of symbols.",
    " / len(log_probabilities) ** alpha",
    "",
)
length_normalized.slip(
    "multiplies_by_the_length",
    "The sum is multiplied by the power of the length. Divide by it.",
    " / len(log_probabilities)",
    " * len(log_probabilities)",
)
length_normalized.slip(
    "multiplies_by_alpha",
    "The length is multiplied by alpha. It is taken to the **power** of alpha.",
    DIVIDED,
    "float(np.sum(log_probabilities)) / (len(log_probabilities) * alpha or 1)",
)
length_normalized.slip(
    "leaves_the_end_out",
    "One symbol too few was counted in the length: the end is among those that were written.",
    "/ len(log_probabilities) ** alpha",
    "/ max(len(log_probabilities) - 1, 1) ** alpha",
)
length_normalized.slip(
    "counts_the_end_twice",
    "One symbol too many was counted in the length: the end is among the log-probabilities already.",
    "/ len(log_probabilities) ** alpha",
    "/ (len(log_probabilities) + 1) ** alpha",
)
length_normalized.slip(
    "powers_everything",
    "The whole mean was taken to the power of alpha, without its sign. Only the length is.",
    DIVIDED,
    "-((float(-np.sum(log_probabilities)) / len(log_probabilities)) ** alpha)",
)
length_normalized.slip(
    "accepts_an_empty_sentence",
    "A sentence without a symbol got a score. Raise a ValueError: it has at least its end.",
    "if len(log_probabilities) == 0:",
    "if len(log_probabilities) == 0:\n        return 0.0\n    if False:",
)
length_normalized.slip(
    "adds_up_probabilities",
    "Probabilities were added. The numbers that came are logarithms: add them as they are.",
    "np.sum(log_probabilities)",
    "np.log(np.sum(np.exp(log_probabilities)))",
)
length_normalized.slip(
    "turns_the_sign",
    "The sign is turned. A score is better the higher it is, so it stays negative.",
    "return float(",
    "return -float(",
)


@length_normalized.misconception(
    "Symbols that are impossible were left out. What holds one has the score -inf."
)
def leaves_out_the_impossible(log_probabilities, alpha):
    values = np.asarray(log_probabilities, dtype=float)
    if not len(values):
        raise ValueError
    return reference.length_normalized(values[np.isfinite(values)], alpha)
