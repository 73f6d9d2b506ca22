"""`log_perplexity`: the mean surprise over all symbols that are not padding."""

import numpy as np

from autograder.checks.expectations import Between, Raises
from autograder.checks.probes import Call
from autograder.checks.recipes import Tensor
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import numbers, softmax

from .inputs import log_perplexity


def targets(rng, lengths, steps, size):
    """Draws ids for rows of given lengths, padded with 0; the first one is no special."""
    found = np.zeros((len(lengths), steps), int)
    for row, length in zip(found, lengths, strict=True):
        row[:length] = rng.integers(1, size, length)
    found[0, 0] = rng.integers(4, size)
    return found


@log_perplexity.case("Three words, two of them real: one sentence with its padding.")
def one_sentence(rng):
    preds = rng.integers(-2, 3, (1, 3, 5)).astype(float)
    preds[0, 2] = [3.0, 0.0, 0.0, 0.0, 0.0]
    return {"preds": preds, "target": targets(rng, [2], 3, 5)}


@log_perplexity.case("Each symbol counts the same, in long and in short sentences.")
def different_lengths(rng):
    preds = numbers(rng, (4, 7, 5), 1.5)
    preds[0] *= 3  # The shortest sentence is the most surprising one.
    target = targets(rng, [1, 7, 4, 2], 7, 5)
    target[1, 2:5] = rng.permutation([1, 2, 3])  # Specials count, too, but padding.
    return {"preds": preds, "target": target}


@log_perplexity.case("No padding at all.")
def no_padding(rng):
    return {"preds": numbers(rng, (2, 3, 6), 2.0), "target": targets(rng, [3, 3], 3, 6)}


@log_perplexity.case("A sentence that is nothing but padding changes nothing.")
def an_empty_row(rng):
    return {"preds": numbers(rng, (3, 4, 5), 2.0), "target": targets(rng, [3, 0, 2], 4, 5)}


@log_perplexity.case("Logits of 1000 and -1000 do no harm.")
def large_logits(rng):
    preds = 1000.0 * rng.choice([-1.0, 0.0, 1.0], (2, 3, 6)) + numbers(rng, (2, 3, 6))
    target = targets(rng, [3, 2], 3, 6)
    np.put_along_axis(preds, target[..., None], numbers(rng, (2, 3, 1)), axis=-1)
    preds[0, 0, (target[0, 0] + 1) % 6] = 1000.0
    preds[0, 1] = -1000.0 + numbers(rng, 6)
    return {"preds": preds, "target": target}


def far_off(rng, size):
    """Makes logits by which every symbol is a surprise of about this size."""
    target = targets(rng, [3, 1, 2], 3, 6)
    preds = numbers(rng, (3, 3, 6))
    np.put_along_axis(preds, target[..., None], -size / 2, axis=-1)
    np.put_along_axis(preds, (target[..., None] + 2) % 6, size / 2, axis=-1)
    return Call({"preds": preds, "target": target})


@log_perplexity.case("A surprise of 60 nats comes out as large as it is.")
def a_surprise_of_sixty(rng):
    message = "Each symbol is a surprise of 60 nats: their mean is 60, too."
    return Trial(far_off(rng, 60.0), [Between("result", 56.0, 64.0, message)])


@log_perplexity.case("So does one of 1000 nats.")
def a_surprise_of_a_thousand(rng):
    message = "Each symbol is a surprise of 1000 nats: their mean is 1000, too."
    return Trial(far_off(rng, 1000.0), [Between("result", 950.0, 1050.0, message)])


@log_perplexity.case("What the logits are where there is padding does not matter.")
def wild_padding(rng):
    preds, target = numbers(rng, (3, 5, 6)), targets(rng, [2, 4, 3], 5, 6)
    preds[target == 0] = 900.0 * rng.choice([-1.0, 1.0], (6, 6))
    return {"preds": preds, "target": target}


@log_perplexity.case("The likeliest id may be 0: it is the target that says what is padding.")
def likely_padding(rng):
    preds = numbers(rng, (3, 5, 6))
    preds[:, ::2, 0] += 5.0
    return {"preds": preds, "target": targets(rng, [5, 2, 3], 5, 6)}


@log_perplexity.case("Logits that are all below 0 are logits still.")
def negative_logits(rng):
    preds = -np.abs(numbers(rng, (2, 4, 5), 2.0)) - 0.3
    return {"preds": preds, "target": targets(rng, [4, 2], 4, 5)}


@log_perplexity.case("A symbol that was certain counts: its surprise is 0.")
def certain_symbols(rng):
    preds, target = numbers(rng, (2, 4, 5)), targets(rng, [4, 3], 4, 5)
    preds[:, ::2] = 0.0
    preds[0, [0, 2], target[0, [0, 2]]] = 900.0
    preds[1, [0, 2], target[1, [0, 2]]] = 900.0
    return {"preds": preds, "target": target}


@log_perplexity.case("Padding may stand anywhere, in front as well.")
def padding_in_front(rng):
    target = targets(rng, [2, 5, 3], 5, 6)
    target[0], target[2, [1, 4]] = target[0, ::-1].copy(), target[2, [4, 1]]
    return {"preds": numbers(rng, (3, 5, 6), 2.0), "target": target}


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
    "No surprise comes out larger than some tens of nats: a small number inside the logarithm does that, or "
    "a limit of the logits. log_softmax needs neither.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "np.log(np.exp(log_softmax(np.asarray(preds)[real], axis=-1)) + 1e-10)",
    arbitrary_in=("large_logits",),
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
    "chosen.mean()",
    "chosen.sum()",
)

log_perplexity.slip(
    "divides_by_the_sentences",
    "The sum was divided by the number of sentences. Divide by the number of real symbols.",
    "chosen.mean()",
    "chosen.sum() / len(target)",
)

log_perplexity.slip(
    "forgets_the_minus",
    "The sign is turned round: a surprise is never below 0.",
    "float(-",
    "float(",
)

log_perplexity.slip(
    "counts_in_bits",
    "The result is in bits: use the natural logarithm.",
    "chosen.mean()",
    "chosen.mean() / np.log(2)",
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

log_perplexity.slip(
    "adds_a_ten_millionth",
    "1e-7 was added inside the logarithm, which changes every surprise, and the large ones most. "
    "log_softmax needs no such number.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "np.log(np.exp(log_softmax(np.asarray(preds)[real], axis=-1)) + 1e-7)",
)

log_perplexity.slip(
    "limits_the_logits",
    "Very large surprises come out too small, as if logits or probabilities were kept within limits. "
    "log_softmax takes the logits as they are.",
    "np.asarray(preds)[real]",
    "np.clip(np.asarray(preds)[real], -100, 100)",
    arbitrary_in=("large_logits",),
)

log_perplexity.slip(
    "takes_one_maximum_off",
    "One maximum was taken off all logits, so that places of smaller logits round to 0. Each place has a "
    "maximum of its own; log_softmax does it for you.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "(z := np.asarray(preds)[real] - np.asarray(preds)[real].max()) "
    "- np.log(np.exp(z).sum(-1, keepdims=True))",
)

log_perplexity.slip(
    "takes_the_maximum_of_the_batch_off",
    "One maximum of the whole batch, padding too, was taken off all logits, so that places of smaller "
    "logits round to 0. Each place has a maximum of its own; log_softmax does it for you.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "(z := np.asarray(preds)[real] - np.asarray(preds).max()) "
    "- np.log(np.exp(z).sum(-1, keepdims=True))",
)

log_perplexity.slip(
    "normalizes_over_the_steps",
    "The softmax was taken over the steps of a sentence. It goes over the words, the last axis.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "log_softmax(np.asarray(preds), axis=1)[real]",
)

log_perplexity.slip(
    "normalizes_over_the_sentences",
    "The softmax was taken over the sentences of the batch. It goes over the words, the last axis.",
    "log_softmax(np.asarray(preds)[real], axis=-1)",
    "log_softmax(np.asarray(preds), axis=0)[real]",
)

log_perplexity.slip(
    "leaves_all_specials_out",
    "Targets below 4 were left out like padding. Only 0 is padding: <EOS> and <UNK> are to be predicted.",
    "real = target > 0",
    "real = target > 3",
)

log_perplexity.slip(
    "leaves_unknown_words_out",
    "Places whose target is <UNK> were left out like padding. They count as any other.",
    "real = target > 0",
    "real = (target > 0) & (target != 3)",
)

log_perplexity.slip(
    "leaves_padding_out_of_the_softmax",
    "The softmax goes over all words but <PAD>. Its logit is one of the V: a model may waste probability "
    "on it, and pays for that.",
    ("np.asarray(preds)[real]", "np.asarray(preds)[real][:, 1:]"),
    ("target[real][:, None]", "target[real][:, None] - 1"),
)

_TWO_AXES = "Of the real symbols alone there are two axes: the last one is axis 1."
_LOGS = "logs = log_softmax(np.asarray(preds)[real], axis=-1)"
_CHOSEN = "chosen = np.take_along_axis(logs, target[real][:, None], axis=-1)"
log_perplexity.equivalent(f"{_LOGS} -> {_LOGS.replace('-1', '1')}", _TWO_AXES)
log_perplexity.equivalent(f"{_CHOSEN} -> {_CHOSEN.replace('-1', '1')}", _TWO_AXES)
log_perplexity.equivalent(
    f"{_CHOSEN} -> {_CHOSEN.replace(', axis=-1', '')}", "The last axis is NumPy's default here."
)

log_perplexity.slip(
    "takes_negative_logits_for_logarithms",
    "Logits below 0 were taken for log-probabilities and not normalised. Normalise always: it leaves "
    "log-probabilities as they are.",
    "logs = log_softmax(np.asarray(preds)[real], axis=-1)",
    "logs = np.asarray(preds)[real]\n"
    "    logs = logs if logs.max() <= 0 else log_softmax(logs, axis=-1)",
)

log_perplexity.slip(
    "forgets_certain_symbols",
    "Symbols of surprise 0 were left out of the mean, as if they were padding. The target says what is "
    "padding.",
    "float(-chosen.mean())",
    "float(-chosen.sum() / max(np.count_nonzero(chosen), 1))",
)


@log_perplexity.misconception(
    "As many places as a row has symbols were taken from its left. Padding may stand anywhere: keep the "
    "places whose target is not 0."
)
def counts_from_the_left(preds, target):
    from scipy.special import log_softmax

    preds, target = np.asarray(preds), np.asarray(target)
    lengths = np.count_nonzero(target, axis=1)
    if not lengths.any():
        raise ValueError("nothing but padding")
    total = 0.0
    for row, ids, length in zip(preds, target, lengths, strict=True):
        logs = log_softmax(row[:length], axis=-1)
        total -= logs[np.arange(length), ids[:length]].sum()
    return float(total / lengths.sum())
