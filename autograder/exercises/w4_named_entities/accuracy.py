"""`masked_accuracy`: the share of right tags, padding left out."""

import numpy as np

from autograder.checks.recipes import Tensor

from .inputs import masked_accuracy, reference
from .loss import drawn, given


def right_to(rng, lengths, width, tag_count, right):
    """Draws a batch in which so many places are right, whatever stands at the padding."""
    y_true, y_pred = drawn(rng, lengths, width, tag_count)
    places = rng.permutation(np.argwhere(y_true >= 0))
    for number, (i, t) in enumerate(places):
        best = y_true[i, t] if number < right else (y_true[i, t] + 1) % tag_count
        top = int(y_pred[i, t].argmax())
        y_pred[i, t, [best, top]] = y_pred[i, t, [top, best]]
    return given((y_true, y_pred))


@masked_accuracy.case("Three words, two places of padding.")
def on_paper(rng):
    true = rng.permutation([0, 1, 2]).tolist()
    rows = [[-3.0, -2.0, -2.5] for _ in range(5)]
    for t in range(3):
        rows[t][true[t] if t < 2 else (true[t] + 1) % 3] = -0.5
    return {"y_true": [[*true, -1, -1]], "y_pred": np.array([rows])}


@masked_accuracy.case("The share is of all words, not a mean over sentences.")
def different_lengths(rng):
    return right_to(rng, [9, 1, 4, 3], 9, 5, int(rng.integers(3, 14)))


@masked_accuracy.case("O is a tag like the others.")
def mostly_o(rng):
    y_true, y_pred = drawn(rng, [5, 6, 2], 6, 4, zeros=0.8)
    y_pred[:, :2, 0] = 0.0
    return {"y_true": y_true, "y_pred": y_pred}


@masked_accuracy.case("Padding counts neither as right nor as wrong, however much of it there is.")
def much_padding(rng):
    return right_to(rng, [3, 0, 4], 12, 3, 5)


@masked_accuracy.case("No padding at all.")
def no_padding(rng):
    return right_to(rng, [5, 5, 5], 5, 6, int(rng.integers(3, 12)))


@masked_accuracy.case("One word alone, rightly tagged, among much padding.")
def one_word(rng):
    return right_to(rng, [1, 0], 3, 6, 1)


@masked_accuracy.case("Nothing but padding: 0.")
def only_padding(rng):
    return given(drawn(rng, [0, 0], 3, 4))


@masked_accuracy.case("-inf does no harm: the largest is looked for.")
def impossible_tags(rng):
    made = right_to(rng, [3, 4], 5, 4, 4)
    low = made["y_pred"].argmin(axis=-1)
    np.put_along_axis(made["y_pred"], low[..., None], -np.inf, axis=-1)
    made["y_pred"][made["y_true"] < 0] = -np.inf
    return made


@masked_accuracy.case("Tensors do as well.")
def tensors(rng):
    made = right_to(rng, [6, 3, 4], 6, 7, int(rng.integers(2, 11)))
    return {name: Tensor(values) for name, values in made.items()}


# ------------------------------------------------------------------------ other right answers


@masked_accuracy.alternative
def with_numpy(y_true, y_pred):
    y_true = np.asarray(y_true)
    right = np.argmax(np.asarray(y_pred), axis=-1)[y_true >= 0] == y_true[y_true >= 0]
    return float(right.mean()) if right.size else 0.0


@masked_accuracy.alternative
def place_by_place(y_true, y_pred):
    right = count = 0
    for tags, rows in zip(np.array(y_true).tolist(), np.array(y_pred).tolist(), strict=True):
        for tag, row in zip(tags, rows, strict=True):
            if tag != -1:
                count += 1
                right += row.index(max(row)) == tag
    return right / max(count, 1)


@masked_accuracy.alternative
def with_tensorflow(y_true, y_pred):
    import tensorflow as tf

    y_true = tf.cast(y_true, tf.int64)
    mask = tf.cast(tf.not_equal(y_true, -1), tf.float32)
    right = tf.cast(tf.equal(tf.argmax(y_pred, axis=2), y_true), tf.float32)
    return tf.math.divide_no_nan(tf.reduce_sum(right * mask), tf.reduce_sum(mask))


# ------------------------------------------------------------------------------- known mistakes

MASK = "is_tag = y_true >= 0"
COUNT = 'ops.maximum(ops.sum(ops.cast(is_tag, "float32")), 1.0)'

masked_accuracy.slip(
    "asks_for_more_than_one_half",
    "A tag counted as right where its probability is above one half. The likeliest of many may have less.",
    "is_right = ops.logical_and(is_tag, said == y_true)",
    "is_right = ops.logical_and(is_tag, ops.logical_and(said == y_true, "
    "ops.max(y_pred, axis=-1) > -0.6931472))",
)
masked_accuracy.slip(
    "a_row_of_padding_counts_as_a_word",
    "Each sentence was counted as one word at least. Of a row of nothing but padding no word counts.",
    'count = ops.maximum(ops.sum(ops.cast(is_tag, "float32")), 1.0)',
    'count = ops.sum(ops.maximum(ops.sum(ops.cast(is_tag, "float32"), axis=1), 1.0))',
)
masked_accuracy.slip(
    "counts_padding_as_wrong",
    "The number of right tags is divided by all places, padding too. Divide by the number of true tags.",
    COUNT,
    'ops.cast(ops.size(is_tag), "float32")',
)
masked_accuracy.slip(
    "counts_padding_as_right",
    "Padding is counted as right. Leave it out above as well as below.",
    (MASK, MASK + "\n    free = y_true < 0"),
    (
        "is_right = ops.logical_and(is_tag, said == y_true)",
        "is_right = ops.logical_or(free, said == y_true)",
    ),
    (COUNT, 'ops.cast(ops.size(is_tag), "float32")'),
)
masked_accuracy.slip(
    "loses_o",
    "Tag 0 is left out with the padding. `O` is a tag; padding is -1.",
    MASK,
    "is_tag = y_true > 0",
)
masked_accuracy.slip(
    "takes_the_largest_along_time",
    "The largest was looked for along the sentence. Of each word, look for the largest along its tags, the "
    "last axis.",
    "ops.argmax(y_pred, axis=-1)",
    "ops.argmax(y_pred, axis=1)[:, :1] + 0 * y_true",
)
masked_accuracy.slip(
    "takes_the_smallest",
    "The smallest was looked for. The tag that is said has the **largest** log-probability.",
    "ops.argmax(y_pred",
    "ops.argmin(y_pred",
)
masked_accuracy.slip(
    "divides_nothing_by_nothing",
    "Nothing but padding gives 0 / 0. Divide by at least 1.",
    COUNT,
    'ops.sum(ops.cast(is_tag, "float32"))',
)
masked_accuracy.slip(
    "counts",
    "This is the number of right tags, not their share.",
    COUNT,
    "1.0",
)
masked_accuracy.slip(
    "gives_the_errors",
    "This is the share of wrong tags.",
    "said == y_true",
    "said != y_true",
)


@masked_accuracy.misconception(
    "This is a mean of the sentences' shares: short sentences weigh too much. Count over all words."
)
def mean_of_means(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    kept = [i for i, row in enumerate(y_true) if row.max() >= 0]
    each = [float(reference.masked_accuracy(y_true[[i]], y_pred[[i]])) for i in kept]
    return float(np.mean(each)) if each else 0.0


@masked_accuracy.misconception(
    "Only the words with a name are counted in the numerator: `O`, said rightly, is right, too."
)
def counts_names_alone(y_true, y_pred):
    y_true, said = np.asarray(y_true), np.argmax(np.asarray(y_pred), axis=-1)
    return float(((said == y_true) & (y_true > 0)).sum() / max(1, (y_true >= 0).sum()))
