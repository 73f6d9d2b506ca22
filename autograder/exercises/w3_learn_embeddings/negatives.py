"""`negative_sampling_loss`: k + 1 logistic regressions."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import ids, small_tables, tables
from .inputs import negative_sampling_loss as exercise


def _batch(rng, m, k, size, d):
    E, theta = tables(rng, size, size, d)
    words = rng.integers(size, size=(m, k + 1))
    labels = np.zeros((m, k + 1), dtype=int)
    labels[:, 0] = 1
    return {"contexts": ids(rng, size, m), "words": words, "labels": labels, "E": E, "theta": theta}


@exercise.case("Two pairs, a true and two made-up words each.")
def on_paper(rng):
    E, theta = small_tables(rng, 4, 4, 1)
    words = np.array([rng.permutation(4)[:3] for _ in range(2)])
    labels = np.array([[1, 0, 0], [1, 0, 0]])
    contexts = rng.permutation(4)[:2]
    return {"contexts": contexts, "words": words, "labels": labels, "E": E, "theta": theta}


@exercise.case("Several pairs; a word is shown twice, words are asked about more than once.")
def several_pairs(rng):
    return _batch(rng, m=4, k=2, size=5, d=3)


@exercise.case("The same made-up word twice in a row.")
def twice_in_a_row(rng):
    made = _batch(rng, m=3, k=3, size=5, d=2)
    made["words"][:, 2] = made["words"][:, 1]
    return made


@exercise.case("More pairs than words: gradients of all of them add up.")
def more_pairs_than_words(rng):
    return _batch(rng, m=9, k=1, size=4, d=3)


@exercise.case("A single pair; words that nobody asked about get no gradient.")
def one_pair(rng):
    made = _batch(rng, m=2, k=4, size=6, d=3)
    made["words"] %= 5
    return {name: value[:1] if len(value) == 2 else value for name, value in made.items()}


@exercise.case("True words in any column, more than one or none in a row.")
def true_words_anywhere(rng):
    made = _batch(rng, m=5, k=2, size=4, d=1)
    rows = [[0, 1, 0], [0, 0, 0], [1, 1, 0], [0, 0, 1], [1, 0, 0]]
    return made | {"labels": rng.permutation(rows)}


@exercise.case("Scores of 1000 either way: no exponential overflows, no log of 0.")
def large_scores(rng):
    def make():
        made = _batch(rng, m=4, k=3, size=5, d=2)
        return made | {"E": np.round(made["E"] * 30, 1), "theta": np.round(made["theta"] * 20, 1)}

    return draw_until(make, _is_high_and_low)


def _is_high_and_low(made):
    """Tells whether exponentials overflow either way, for true and for made-up words."""
    shown = made["E"][made["contexts"]]
    scores = np.sum(made["theta"][made["words"]] * shown[:, None, :], axis=2)
    kinds = [scores[made["labels"] == label] for label in (0, 1)]
    return all(some.min() < -800 and some.max() > 800 for some in kinds)


# ------------------------------------------------------------------------ other right answers


def word_by_word(contexts, words, labels, E, theta):
    loss, dE, dtheta = 0.0, np.zeros_like(E), np.zeros_like(theta)
    for c, row, truths in zip(contexts, words, labels, strict=True):
        for w, y in zip(row, truths, strict=True):
            x = float(theta[w] @ E[c])
            p = 1 / (1 + np.exp(-x)) if x > 0 else np.exp(x) / (1 + np.exp(x))
            loss += max(x, 0) - x * y + np.log1p(np.exp(-abs(x)))
            dE[c] += (p - y) * theta[w]
            dtheta[w] += (p - y) * E[c]
    m = len(contexts)
    return loss / m, dE / m, dtheta / m


exercise.alternative(word_by_word)


@exercise.alternative
def with_scipy(contexts, words, labels, E, theta):
    from scipy.special import expit, log_expit

    e, t = E[contexts], theta[words]
    x = np.matmul(t, e[:, :, None])[:, :, 0]
    signs = 2 * labels - 1
    g = -signs * expit(-signs * x) / len(contexts)
    dE, dtheta = np.zeros(E.shape), np.zeros(theta.shape)
    np.add.at(dE, contexts, (g[:, :, None] * t).sum(axis=1))
    np.add.at(dtheta, words, g[:, :, None] * e[:, None, :])
    return -log_expit(signs * x).sum(axis=1).mean(), dE, dtheta


@exercise.alternative
def with_tensorflow(contexts, words, labels, E, theta):
    import tensorflow as tf

    E, theta = tf.constant(E), tf.constant(theta)
    with tf.GradientTape() as tape:
        tape.watch([E, theta])
        x = tf.einsum("mkd,md->mk", tf.gather(theta, words), tf.gather(E, contexts))
        each = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(labels, x.dtype), logits=x)
        loss = tf.reduce_mean(tf.reduce_sum(each, axis=1))
    dE, dtheta = tape.gradient(loss, [E, theta])
    return loss, tf.convert_to_tensor(dE), tf.convert_to_tensor(dtheta)


# ------------------------------------------------------------------------------- known mistakes

SURPRISE = "np.sum(np.logaddexp(0, scores) - labels * scores)"
SLOPES = "np.exp(-np.logaddexp(0, -scores)) - labels"

exercise.slip(
    "averages_over_the_words",
    "Loss and gradients are means over all words. The words of a pair are summed up; only over the pairs "
    "it is a mean.",
    (SURPRISE + " / m", SURPRISE + " / words.size"),
    ("- labels) / m", "- labels) / words.size"),
)
exercise.slip(
    "loss_averages_over_the_words",
    "The loss is a mean over all words. The words of a pair are summed up, as your gradients have it.",
    SURPRISE + " / m",
    SURPRISE + " / words.size",
)
exercise.slip(
    "loss_of_the_sum",
    "The loss is a sum over the pairs. A mean is asked for, as your gradients have it.",
    SURPRISE + " / m",
    SURPRISE,
)
exercise.slip(
    "gradients_of_the_sum",
    "The loss is a mean over the pairs, but the gradients are those of a sum.",
    "- labels) / m",
    "- labels) / 1",
)
exercise.slip(
    "sums_over_the_pairs",
    "Loss and gradients are sums over the pairs. Means are asked for.",
    (SURPRISE + " / m", SURPRISE),
    ("- labels) / m", "- labels) / 1"),
)
exercise.slip(
    "forgets_the_minus_of_made_up_words",
    "Made-up words are treated as true ones: their surprise is -log sigma(-x), with a minus before the "
    "score.",
    (SURPRISE, "np.sum(np.logaddexp(0, -scores))"),
    (SLOPES, "np.exp(-np.logaddexp(0, -scores)) - 1"),
)
exercise.slip(
    "only_true_words_count",
    "Only the true words count in the loss. The made-up ones surprise as well, where the model believes "
    "them.",
    SURPRISE,
    "np.sum(labels * np.logaddexp(0, -scores))",
)
exercise.slip(
    "only_true_words_teach",
    "Only the true words have gradients. The made-up ones are to be pushed away.",
    f"({SLOPES})",
    f"({SLOPES}) * labels",
)
exercise.slip(
    "wrong_sign_of_the_slopes",
    "Both gradients have the wrong sign: probability minus label.",
    f"({SLOPES})",
    f"(labels - {SLOPES[: -len(' - labels')]})",
)
exercise.slip(
    "slopes_are_the_scores",
    "The slopes are score minus label. It is the probability, sigma of the score, that the label is taken "
    "from.",
    SLOPES,
    "scores - labels",
)
exercise.slip(
    "log_of_a_sigmoid",
    "Large scores give infinity or NaN: a sigmoid that has become 0 or 1 has no logarithm left. Look for "
    "-log(sigma(x)) in one piece.",
    SURPRISE,
    "np.sum(-labels * np.log(1 / (1 + np.exp(-scores)))\n"
    "        - (1 - labels) * np.log(1 - 1 / (1 + np.exp(-scores))))",
)
exercise.slip(
    "keeps_the_last_of_several",
    "A row of dE or dtheta holds one gradient where several belong to it. They add up.",
    "return loss, dE, sum_by_row(dtheta, words, len(theta))",
    "each, dE = np.einsum('mk,mkd->md', slopes, asked), np.zeros(E.shape)\n    dE[contexts] = each\n"
    "    whole = np.zeros(theta.shape)\n    whole[words] = dtheta\n    return loss, dE, whole",
)
exercise.slip(
    "keeps_the_last_of_the_words",
    "A row of dtheta holds one gradient where several belong to it: a word may be drawn for many pairs.",
    "return loss, dE, sum_by_row(dtheta, words, len(theta))",
    "whole = np.zeros(theta.shape)\n    whole[words] = dtheta\n    return loss, dE, whole",
)
exercise.slip(
    "takes_the_first_for_true",
    "The first column is taken for the true one, and the labels are not looked at.",
    "m = len(contexts)",
    "m, labels = len(contexts), (np.arange(words.shape[1]) == 0) * np.ones_like(labels)",
)


@exercise.misconception(
    "theta has been moved before the gradient of E was taken. Both gradients belong to the vectors as they "
    "came."
)
def theta_steps_first(contexts, words, labels, E, theta):
    loss, _, dtheta = word_by_word(contexts, words, labels, E, theta)
    _, dE, _ = word_by_word(contexts, words, labels, E, theta - dtheta)
    return loss, dE, dtheta


@exercise.misconception(
    "E and theta have changed places: E holds the words shown, theta the words asked about."
)
def exchanges_the_tables(contexts, words, labels, E, theta):
    loss, dtheta, dE = word_by_word(contexts, words, labels, theta, E)
    return loss, dE, dtheta


@exercise.misconception(
    "A softmax runs over the k + 1 words. Each of them is a question of its own, yes or no."
)
def softmax_over_the_words(contexts, words, labels, E, theta):
    m, e, t = len(contexts), E[contexts], theta[words]
    x = np.einsum("mkd,md->mk", t, e)
    x = x - x.max(axis=1, keepdims=True)
    logs = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
    g = (np.exp(logs) - labels) / m
    dE, dtheta = np.zeros(E.shape), np.zeros(theta.shape)
    np.add.at(dE, contexts, np.einsum("mk,mkd->md", g, t))
    np.add.at(dtheta, words, g[:, :, None] * e[:, None, :])
    return -(labels * logs).sum() / m, dE, dtheta
