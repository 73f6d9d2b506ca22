"""`log_perplexity`: the mean surprise over all symbols that are not padding."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.checks.recipes import Tensor
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers, softmax

from .inputs import log_perplexity


def targets(rng, lengths, steps, size):
    """Draws ids for rows of given lengths, padded with 0."""
    found = np.zeros((len(lengths), steps), int)
    for row, length in zip(found, lengths, strict=True):
        row[:length] = rng.integers(1, size, length)
    return found


@log_perplexity.case("Three words, two of them real: one sentence with its padding.")
def one_sentence(rng):
    preds = rng.integers(-2, 3, (1, 3, 4)).astype(float)
    preds[0, 2] = [3.0, 0.0, 0.0, 0.0]
    return {"preds": preds, "target": targets(rng, [2], 3, 4)}


@log_perplexity.case("Each symbol counts the same, in long and in short sentences.")
def different_lengths(rng):
    preds = numbers(rng, (4, 7, 5), 1.5)
    preds[0] *= 3  # The shortest sentence is the most surprising one.
    return {"preds": preds, "target": targets(rng, [1, 7, 4, 2], 7, 5)}


@log_perplexity.case("No padding at all.")
def no_padding(rng):
    return {"preds": numbers(rng, (2, 3, 6), 2.0), "target": targets(rng, [3, 3], 3, 6)}


@log_perplexity.case("A sentence that is nothing but padding changes nothing.")
def an_empty_row(rng):
    return {"preds": numbers(rng, (3, 4, 5), 2.0), "target": targets(rng, [3, 0, 2], 4, 5)}


@log_perplexity.case("Logits of 1000 and -1000 do no harm.")
def large_logits(rng):
    preds = 1000.0 * rng.choice([-1.0, 0.0, 1.0], (2, 3, 4)) + numbers(rng, (2, 3, 4))
    target = targets(rng, [3, 2], 3, 4)
    np.put_along_axis(preds, target[..., None], numbers(rng, (2, 3, 1)), axis=-1)
    preds[0, 0, (target[0, 0] + 1) % 4] = 1000.0
    preds[0, 1] = -1000.0 + numbers(rng, 4)
    return {"preds": preds, "target": target}


@log_perplexity.case("What the logits are where there is padding does not matter.")
def wild_padding(rng):
    preds, target = numbers(rng, (3, 5, 4)), targets(rng, [2, 4, 3], 5, 4)
    preds[target == 0] = 900.0 * rng.choice([-1.0, 1.0], (6, 4))
    return {"preds": preds, "target": target}


@log_perplexity.case("The likeliest id may be 0: it is the target that says what is padding.")
def likely_padding(rng):
    preds = numbers(rng, (3, 5, 4))
    preds[:, ::2, 0] += 5.0
    return {"preds": preds, "target": targets(rng, [5, 2, 3], 5, 4)}


@log_perplexity.case("Log-probabilities pass as logits.")
def log_probabilities(rng):
    preds = np.log(softmax(numbers(rng, (2, 4, 6), 1.5), axis=-1))
    return {"preds": preds, "target": targets(rng, [4, 1], 4, 6)}


@log_perplexity.case("Tensors of single precision, as a model gives them.")
def tensors(rng):
    preds = numbers(rng, (3, 4, 5), 2.0).astype("float32")
    target = targets(rng, [1, 4, 2], 4, 5)
    return {"preds": Tensor(preds), "target": Tensor(target.astype("int32"))}


@log_perplexity.case("Nothing but padding is refused.")
def nothing(rng):
    probe = Call({"preds": numbers(rng, (2, 3, 4)), "target": np.zeros((2, 3), int)})
    because = "There is nothing to predict: nothing but padding."
    return Trial(probe, [Raises("ValueError", because=because)])


@log_perplexity.alternative
def with_keras(preds, target):
    import keras

    target = np.asarray(target)
    if not np.count_nonzero(target):
        raise ValueError("only padding")
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0)
    return float(loss(target, np.asarray(preds, dtype="float32")))


@log_perplexity.alternative
def with_one_hot_and_mask(preds, target):
    preds, target = np.array(preds, dtype=float), np.array(target)
    mask = (target > 0).astype(float)
    if mask.sum() == 0:
        raise ValueError
    shifted = preds - preds.max(axis=-1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    picked = (logs * np.eye(preds.shape[-1])[target]).sum(axis=-1)
    return -np.sum(picked * mask) / np.sum(mask)


@log_perplexity.alternative
def with_two_loops(preds, target):
    total, count = 0.0, 0
    for row, ids in zip(np.asarray(preds), np.asarray(target), strict=True):
        for z, i in zip(row, ids, strict=True):
            if i != 0:
                total += float(np.logaddexp.reduce(z) - z[i])
                count += 1
    if count == 0:
        raise ValueError("0 symbols")
    return total / count


log_perplexity.slip(
    "averages_row_means",
    "Each row was averaged first, then the rows: so short sentences weigh more. Add up all symbols of the "
    "batch and divide once by their number.",
    (
        "logs = log_softmax(np.asarray(preds)[real], axis=-1)",
        "logs = log_softmax(np.asarray(preds), axis=-1)",
    ),
    (
        "chosen = np.take_along_axis(logs, target[real][:, None], axis=-1)",
        "picked = np.take_along_axis(logs, target[..., None], -1)[..., 0] * real",
    ),
    ("-chosen.mean()", "-np.mean((picked.sum(1) / np.maximum(1, real.sum(1)))[real.any(1)])"),
)

log_perplexity.slip(
    "averages_all_rows",
    "Each row was averaged first, then the rows, those without a word among them. Add up all symbols of "
    "the batch and divide once by their number.",
    (
        "logs = log_softmax(np.asarray(preds)[real], axis=-1)",
        "logs = log_softmax(np.asarray(preds), axis=-1)",
    ),
    (
        "chosen = np.take_along_axis(logs, target[real][:, None], axis=-1)",
        "picked = np.take_along_axis(logs, target[..., None], -1)[..., 0] * real",
    ),
    ("-chosen.mean()", "-np.mean(picked.sum(1) / np.maximum(1, real.sum(1)))"),
)

log_perplexity.slip(
    "counts_padding_below",
    "The sum is right and was divided by all places, padding too. Divide by the number of real symbols.",
    "-chosen.mean()",
    "-chosen.sum() / target.size",
)

log_perplexity.slip(
    "does_not_mask",
    "Padding is scored as if it were a word. Only places with a target above 0 count.",
    "real = target > 0\n    if not real.any()",
    "real = target >= 0\n    if not target.any()",
)

log_perplexity.slip(
    "masks_by_the_prediction",
    "Places were left out because the model predicts 0 there. What is padding is said by the target.",
    "real = target > 0\n    if not real.any()",
    "real = np.asarray(preds).argmax(-1) > 0\n    if not target.any()",
)

log_perplexity.slip(
    "lets_the_exponential_overflow",
    "The softmax was taken first, and its logarithm after: large logits give inf or NaN. Take both in "
    "one, with log_softmax.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "np.log((e := np.exp(np.asarray(preds)[real])) / e.sum(-1, keepdims=True))",
)

log_perplexity.slip(
    "takes_the_logarithm_of_a_rounded_zero",
    "A probability that rounds to 0 gives inf. Take the logarithm of the softmax in one, with "
    "log_softmax.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "np.log(np.exp(log_softmax(np.asarray(preds)[real], axis=-1)))",
)

log_perplexity.slip(
    "adds_a_small_number",
    "A small number was added inside the logarithm: no surprise can then be larger than its logarithm. "
    "log_softmax needs none.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "np.log(np.exp(log_softmax(np.asarray(preds)[real], axis=-1)) + 1e-10)",
)

log_perplexity.slip(
    "shifts_once_more",
    "The targets were shifted once more. They stand beside their logits already: target[i, t] belongs to "
    "preds[i, t].",
    ("real = target > 0", "real = target[:, 1:] > 0"),
    ("np.asarray(preds)[real]", "np.asarray(preds)[:, :-1][real]"),
    ("target[real]", "target[:, 1:][real]"),
)

log_perplexity.slip(
    "takes_logits_for_logarithms",
    "The logits were taken as they are. They become log-probabilities by log_softmax.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "np.asarray(preds)[real]",
)

log_perplexity.slip(
    "returns_the_perplexity",
    "This is the perplexity. Its logarithm is asked for: the mean surprise itself.",
    "float(-chosen.mean())",
    "float(np.exp(-chosen.mean()))",
)

log_perplexity.slip(
    "sums",
    "This is the sum over all symbols: divide by their number.",
    "-chosen.mean()",
    "-chosen.sum()",
)

log_perplexity.slip(
    "forgets_the_minus",
    "The sign is turned round: a surprise is never below 0.",
    "-chosen.mean()",
    "chosen.mean()",
)

log_perplexity.slip(
    "counts_in_bits",
    "The result is in bits: use the natural logarithm.",
    "-chosen.mean()",
    "-chosen.mean() / np.log(2)",
)

log_perplexity.slip(
    "refuses_nothing",
    "Where there is nothing but padding, a ValueError has to be raised.",
    "if not real.any():",
    "if False:",
)

log_perplexity.slip(
    "normalizes_over_the_batch",
    "The softmax was taken over the wrong axis, over places and not over words.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "log_softmax(np.asarray(preds)[real], axis=0)",
)

_TWO_AXES = "Of the real symbols alone there are two axes: the last one is axis 1."
_LOGS = "logs = log_softmax(np.asarray(preds)[real], axis=-1)"
_CHOSEN = "chosen = np.take_along_axis(logs, target[real][:, None], axis=-1)"
log_perplexity.equivalent(f"{_LOGS} -> {_LOGS.replace('-1', '1')}", _TWO_AXES)
log_perplexity.equivalent(f"{_CHOSEN} -> {_CHOSEN.replace('-1', '1')}", _TWO_AXES)
log_perplexity.equivalent(
    f"{_CHOSEN} -> {_CHOSEN.replace(', axis=-1', '')}", "The last axis is NumPy's default here."
)
