"""`masked_loss`: the mean over true tags, padding left out."""

import numpy as np

from autograder.checks.expectations import Matches
from autograder.checks.probes import BeforeAfter
from autograder.checks.recipes import Made, Own, Tensor
from autograder.declaration.exercise import Trial

from .inputs import log_softmax, masked_loss, reference


def drawn(rng, lengths, width, tag_count, zeros=0.3):
    """Draws tags, padded with -1 behind, and log-probabilities; O, which is 0, is common.

    The powers of these sum to 1 nearly exactly, so that who normalises them again is right, too.
    """
    y_true = rng.integers(1, tag_count, (len(lengths), width))
    y_true = np.where(rng.random(y_true.shape) < zeros, 0, y_true)
    for row, length in zip(y_true, lengths, strict=True):
        row[length:] = -1
    y_pred = log_softmax(rng.normal(0, 1.5, (len(lengths), width, tag_count)), 6)
    return y_true.astype("int32"), y_pred


def given(pair):
    return dict(zip(("y_true", "y_pred"), pair, strict=True))


@masked_loss.case("Two words, one place of padding.")
def on_paper(rng):
    first, second = rng.permutation([0, 1, 2])[:2]
    rows = [np.log(rng.permutation([0.5, 0.3, 0.2])).round(7) for _ in range(3)]
    return {"y_true": [[int(first), int(second), -1]], "y_pred": np.array([rows])}


@masked_loss.case("The mean is over words: long sentences weigh more.")
def different_lengths(rng):
    return given(drawn(rng, [7, 1, 3, 2], 7, 5))


@masked_loss.case("O is a tag like the others, though its number is 0.")
def mostly_o(rng):
    return given(drawn(rng, [5, 6, 2], 6, 4, zeros=0.8))


@masked_loss.case("Without padding it is the mean over all places.")
def no_padding(rng):
    return given(drawn(rng, [4, 4], 4, 6))


@masked_loss.case("Padding adds nothing, however much of it there is.")
def much_padding(rng):
    return given(drawn(rng, [2, 0, 1], 11, 3))


@masked_loss.case("One word alone, among much padding.")
def one_word(rng):
    return given(drawn(rng, [1, 0], 3, 6))


@masked_loss.case("Nothing but padding: 0.")
def only_padding(rng):
    return given(drawn(rng, [0, 0], 3, 4))


@masked_loss.case("-inf at padding, or at a tag that is not the true one, does no harm.")
def impossible_elsewhere(rng):
    y_true, y_pred = drawn(rng, [4, 2, 3], 5, 4)
    for row, line in enumerate(y_true):
        for t, tag in enumerate(line):
            if tag == -1:
                y_pred[row, t] = -np.inf
            elif t % 2:
                y_pred[row, t, (tag + 1) % 4] = -np.inf
                y_pred[row, t] -= np.log(np.exp(y_pred[row, t]).sum())
    return {"y_true": y_true, "y_pred": y_pred}


@masked_loss.case("-inf at a true tag: inf.")
def impossible_truth(rng):
    y_true, y_pred = drawn(rng, [3, 2], 4, 5)
    row = int(rng.integers(2))
    y_pred[row, 1, y_true[row, 1]] = -np.inf
    y_pred[row, 1] -= np.log(np.exp(y_pred[row, 1]).sum())
    return {"y_true": y_true, "y_pred": y_pred}


@masked_loss.case("Tensors do as well, as in training.")
def tensors(rng):
    y_true, y_pred = drawn(rng, [5, 3, 4], 6, 7)
    return {"y_true": Tensor(y_true), "y_pred": Tensor(y_pred)}


# A tape runs while the learner's function does; its slopes are what is handed in next, to be looked at. They
# are taken back through the softmax, so that who normalises log-probabilities again has the same.
WATCHED = """
def watched(values):
    import tensorflow as tf
    tensor, tape = tf.constant(values), tf.GradientTape()
    tape.__enter__()
    tape.watch(tensor)
    tf.GradientTape.of_this_case = (tape, tensor)
    return tensor
"""
SLOPES = """
def slopes(loss):
    import tensorflow as tf
    tape, tensor = tf.GradientTape.of_this_case
    tape.__exit__(None, None, None)
    found = tape.gradient(loss, tensor) if tf.is_tensor(loss) else None
    if found is None:
        return np.zeros(tensor.shape, "float32")
    found = tf.convert_to_tensor(found).numpy()
    return found - np.exp(tensor.numpy()) * found.sum(axis=-1, keepdims=True)
"""


@masked_loss.case("Gradients flow: to true tags alone, each the same share.")
def gradients(rng):
    y_true, y_pred = drawn(rng, [3, 1], 4, 3)
    own = Own({"y_true": Tensor(y_true), "y_pred": Made(WATCHED, {"values": y_pred})})
    probe = BeforeAfter(
        {"y_true": y_true, "y_pred": Made(SLOPES, {"loss": own})}, {"slopes": Made(LOOKS, {})}
    )
    expected = np.zeros(y_pred.shape, "float32")
    for place in np.argwhere(y_true >= 0):
        row = np.exp(y_pred[tuple(place)])
        row[y_true[tuple(place)]] -= 1
        expected[tuple(place)] = row / (y_true >= 0).sum()
    where = "the gradient of the loss by the scores behind y_pred, as a GradientTape finds it"
    return Trial(probe, [Matches(expected, "before.slopes", where)])


LOOKS = "def make():\n    def look(y_true, y_pred):\n        return y_pred\n    return look"


# ------------------------------------------------------------------------ other right answers


@masked_loss.alternative
def by_keras(y_true, y_pred):
    import keras
    import tensorflow as tf

    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    real = y_true != -1
    if not bool(tf.reduce_any(real)):
        return 0.0
    tags, logs = tf.boolean_mask(y_true, real), tf.boolean_mask(y_pred, real)
    return -keras.ops.mean(tf.gather(logs, tags, batch_dims=1))


@masked_loss.alternative
def with_one_hot(y_true, y_pred):
    import tensorflow as tf

    y_pred = tf.convert_to_tensor(y_pred)
    hot = tf.one_hot(tf.cast(y_true, tf.int32), y_pred.shape[-1], on_value=True, off_value=False)
    terms = tf.where(hot, y_pred, tf.zeros_like(y_pred))
    count = tf.reduce_sum(tf.cast(hot, y_pred.dtype))
    return tf.math.divide_no_nan(-tf.reduce_sum(terms), count)


@masked_loss.alternative
def place_by_place(y_true, y_pred):
    import tensorflow as tf

    total, count = 0.0, 0
    for i in range(np.shape(y_true)[0]):
        for t in range(np.shape(y_true)[1]):
            tag = int(y_true[i][t])
            if tag >= 0:
                total = total - tf.convert_to_tensor(y_pred)[i, t, tag]
                count += 1
    return total / count if count else 0.0


@masked_loss.alternative
def normalised_again(y_true, y_pred):
    import tensorflow as tf

    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    mask = y_true >= 0
    tags, logs = tf.where(mask, y_true, 0), tf.where(mask[..., None], y_pred, 0.0)
    terms = tf.nn.sparse_softmax_cross_entropy_with_logits(tags, logs)
    count = tf.reduce_sum(tf.cast(mask, terms.dtype))
    return tf.math.divide_no_nan(tf.reduce_sum(tf.where(mask, terms, 0.0)), count)


# ------------------------------------------------------------------------------- known mistakes

COUNT = "ops.maximum(ops.sum(ops.cast(is_tag, y_pred.dtype)), 1.0)"

masked_loss.slip(
    "divides_by_all_places",
    "The sum is divided by all places, padding too, so that short sentences look easy. Divide by the number "
    "of true tags.",
    COUNT,
    "ops.cast(ops.size(is_tag), y_pred.dtype)",
)
masked_loss.slip(
    "forgets_the_mask",
    "There is no mask: padding is counted like words. Leave out the places where the tag is -1.",
    "is_tag = y_true >= 0",
    "is_tag = y_true >= -1",
)
masked_loss.slip(
    "loses_o",
    "Tag 0 is left out with the padding: words that are no name, `O`, teach nothing. Padding is -1.",
    "is_tag = y_true >= 0",
    "is_tag = y_true > 0",
)
masked_loss.slip(
    "multiplies_by_the_mask",
    "What does not count was multiplied by 0, padding or the other tags. Where a log-probability there is "
    "-inf, 0 times -inf is NaN: choose by `where`.",
    "ops.where(is_tag, -picked, 0.0)",
    "-picked * ops.cast(is_tag, y_pred.dtype)",
)
masked_loss.slip(
    "has_the_wrong_sign",
    "The sign: log-probabilities are below 0, the loss is their **negative** mean.",
    "-picked",
    "picked",
)
masked_loss.slip(
    "cuts_off_far_below",
    "Log-probabilities were cut off from below. A true tag that is impossible costs infinitely much.",
    "-picked",
    "-ops.maximum(picked, -16.118095)",
)
masked_loss.slip(
    "divides_nothing_by_nothing",
    "Nothing but padding gives 0 / 0. Divide by at least 1.",
    COUNT,
    "ops.sum(ops.cast(is_tag, y_pred.dtype))",
)
masked_loss.slip(
    "takes_logarithms_again",
    "The logarithm is taken once more: `y_pred` holds log-probabilities already.",
    "-picked",
    "-ops.log(ops.abs(picked))",
)
masked_loss.slip(
    "adds_up",
    "This is the sum, not the mean: longer batches have larger losses. Divide by the number of true tags.",
    COUNT,
    "1.0",
)
masked_loss.slip(
    "stops_the_gradient",
    "The number is right, but no gradient flows from it: a net cannot learn. Use operations of keras.ops or "
    "TensorFlow all the way, not NumPy.",
    "ops.take_along_axis(y_pred,",
    "ops.take_along_axis(ops.stop_gradient(y_pred),",
)


@masked_loss.misconception(
    "This is a mean of the sentences' means: short sentences weigh too much. Take one mean over all words."
)
def mean_of_means(y_true, y_pred):
    import tensorflow as tf

    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    kept = [i for i in range(y_true.shape[0]) if int(tf.reduce_max(y_true[i])) >= 0]
    each = [reference.masked_loss(y_true[i : i + 1], y_pred[i : i + 1]) for i in kept]
    return tf.add_n(each) / len(each) if each else 0.0


@masked_loss.misconception("`y_pred` was taken for probabilities. It holds their logarithms.")
def takes_probabilities(y_true, y_pred):
    from keras import ops

    return reference.masked_loss(y_true, ops.log(ops.maximum(ops.convert_to_tensor(y_pred), 1e-7)))


for tag in (1, -1):
    masked_loss.equivalent(
        f"tags = ops.where(is_tag, y_true, 0) -> tags = ops.where(is_tag, y_true, {tag})",
        "What is picked at padding is replaced.",
    )
PICKED = "picked = ops.take_along_axis(y_pred, tags[..., None], axis=-1)"
masked_loss.equivalent(f"{PICKED}[..., 0] -> {PICKED}[..., -1]", "There is one entry only.")
