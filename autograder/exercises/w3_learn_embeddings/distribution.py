"""`negative_sampling_distribution`: how often each word is drawn as a wrong one."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial

from .inputs import negative_sampling_distribution as exercise


def _counts(rng, size, low=1, high=60):
    return rng.choice(np.arange(low, high), size, replace=False)


@exercise.case("The square roots of three counts.")
def on_paper(rng):
    return {"counts": rng.permutation([1, 4, 9]), "power": 0.5}


@exercise.case("The power 3/4, and a word that was never read.")
def three_quarters(rng):
    counts = _counts(rng, 6)
    counts[rng.integers(6)] = 0
    return {"counts": counts, "power": 0.75}


@exercise.case("The power 1: as often as read.")
def as_read(rng):
    return {"counts": _counts(rng, 4), "power": 1.0}


@exercise.case("The power 0: all words that were read alike, the others still never.")
def all_alike(rng):
    counts = _counts(rng, 7)
    counts[rng.permutation(7)[:3]] = 0
    return {"counts": counts, "power": 0.0}


@exercise.case("Counts in a list.")
def a_list(rng):
    return {"counts": _counts(rng, 5).tolist(), "power": 0.6}


@exercise.case("Counts that are floats already, and stay as they are.")
def floats(rng):
    counts = _counts(rng, 6, 2).astype(float)
    counts[rng.integers(6)] = 0
    return {"counts": counts, "power": 0.75}


@exercise.case("A single word.")
def one_word(rng):
    return {"counts": _counts(rng, 1), "power": 0.75}


@exercise.case("Only one of several words was read.")
def one_word_read(rng):
    counts = np.zeros(4, dtype=int)
    counts[rng.integers(4)] = int(rng.integers(2, 50))
    return {"counts": counts, "power": 0.3}


@exercise.case("Counts of billions beside small ones.")
def large_counts(rng):
    return {"counts": np.array([int(rng.integers(3, 9)) * 10**9, 7, 40_000]), "power": 0.75}


@exercise.case("Nothing was read: there is nothing to draw.")
def nothing_read(rng):
    probe = Call({"counts": np.zeros(int(rng.integers(2, 6)), dtype=int), "power": 0.75})
    return Trial(probe, [Raises("ValueError", [], "All counts are 0.")])


@exercise.case("Nothing was read, and the power is 0.")
def nothing_read_power_0(rng):
    probe = Call({"counts": np.zeros(int(rng.integers(2, 6)), dtype=int), "power": 0.0})
    return Trial(probe, [Raises("ValueError", [], "All counts are 0.")])


@exercise.alternative
def word_by_word(counts, power):
    weights = [float(count) ** power if count else 0.0 for count in counts]
    if sum(weights) == 0:
        raise ValueError("nothing to draw")
    return np.array([weight / sum(weights) for weight in weights])


@exercise.alternative
def by_logarithms(counts, power):
    counts = np.array(counts, dtype=float)
    read = counts > 0
    if not read.any():
        raise ValueError("nothing to draw")
    result = np.zeros(len(counts))
    logs = power * np.log(counts[read])
    result[read] = np.exp(logs - logs.max())
    return result / result.sum()


@exercise.alternative
def shares_first(counts, power):
    counts = np.asarray(counts) / max(np.sum(counts), 1)
    powers = np.power(counts, power) * (counts != 0)
    if powers.sum() == 0:
        raise ValueError("nothing to draw")
    return powers / np.sum(powers)


exercise.slip(
    "ignores_the_power",
    "These are the shares as read. Raise the counts to the power first.",
    "counts**power",
    "counts",
)
exercise.slip(
    "multiplies_by_the_power",
    "The counts are multiplied by the power, which cancels out. Raise them to it.",
    "counts**power",
    "counts * power",
)
exercise.slip(
    "power_after_dividing",
    "The sum of the result is not 1: the power comes first, then the division.",
    "return weights / weights.sum()",
    "shares = counts / counts.sum()\n    return np.where(counts > 0, shares**power, 0.0)",
)
exercise.slip(
    "does_not_divide",
    "These are the powers. Divide by their sum, so that they are probabilities.",
    "return weights / weights.sum()",
    "return weights",
)
exercise.slip(
    "draws_words_never_read",
    "A word that was never read has a chance, where the power is 0: in Python 0 to the power 0 is 1.",
    "np.where(counts > 0, counts**power, 0.0)",
    "counts**power",
)
exercise.slip(
    "divides_by_the_counts",
    "The powers are divided by the sum of the counts. Divide by the sum of the powers.",
    "weights / weights.sum()",
    "weights / counts.sum()",
)
exercise.slip(
    "divides_zero_by_zero",
    "Where all counts are 0, NaN comes back. Raise a ValueError instead.",
    "if not weights.any():",
    "if False:",
)
exercise.slip(
    "power_upside_down",
    "The power is turned upside down: 3/4 brings words nearer together, 4/3 takes them apart.",
    "counts**power",
    "counts ** (1 / max(power, 1e-9))",
)
exercise.slip(
    "adds_one",
    "1 is added to each count. A word that was never read is not to be drawn.",
    "counts = np.asarray(counts, dtype=float)",
    "counts = np.asarray(counts, dtype=float) + 1",
)


@exercise.misconception(
    "This is a softmax of the counts. The powers are counts to the power given, not e to the counts."
)
def softmax_of_counts(counts, power):
    counts = np.asarray(counts, dtype=float) * power
    powers = np.exp(counts - counts.max())
    return powers / powers.sum()


exercise.equivalent(
    "counts = np.asarray(counts, dtype=float) -> counts = np.asarray(counts)",
    "A power that is a float makes floats of whole numbers.",
)
