"""`skip_gram_loss`: all words are asked, and both gradients."""

import numpy as np

from .inputs import ids, skip_gram_loss, small_tables, tables


def _pairs(rng, m, size, d, draw=tables):
    E, theta = draw(rng, size, size, d)
    return {
        "contexts": ids(rng, size, m),
        "targets": rng.integers(size, size=m),
        "E": E,
        "theta": theta,
    }


@skip_gram_loss.case("Two pairs of three words.")
def on_paper(rng):
    E, theta = small_tables(rng, 3, 3, 1)
    contexts, targets = rng.permutation(3)[:2], rng.permutation(3)[:2]
    return {"contexts": contexts, "targets": targets, "E": E, "theta": theta}


@skip_gram_loss.case("Several pairs; a word is shown twice, and some are not shown.")
def several_pairs(rng):
    return _pairs(rng, m=4, size=5, d=3)


@skip_gram_loss.case("More pairs than words: each word is asked for again and again.")
def more_pairs_than_words(rng):
    return _pairs(rng, m=7, size=3, d=2)


@skip_gram_loss.case("A single pair.")
def one_pair(rng):
    E, theta = tables(rng, 4, 4, 3)
    return {
        "contexts": rng.integers(4, size=1),
        "targets": rng.integers(4, size=1),
        "E": E,
        "theta": theta,
    }


@skip_gram_loss.case("The same pair several times.")
def the_same_pair(rng):
    made = _pairs(rng, m=3, size=4, d=2)
    for name in ("contexts", "targets"):
        made[name] = np.full(3, rng.integers(4))
    return made


@skip_gram_loss.case("Scores up to 1000: their exponentials would not fit into a float.")
def large_scores(rng):
    made = _pairs(rng, m=3, size=4, d=2)
    made["E"] = np.round(made["E"] * 40, 1)
    made["theta"] = np.round(made["theta"] * 20, 1)
    made["targets"] = rng.permutation(4)[:3]
    return made


@skip_gram_loss.case("High scores of one pair beside low scores of another.")
def high_and_low_scores(rng):
    theta = rng.integers(8, 11, (4, 1)) + np.round(rng.uniform(0, 0.9, (4, 1)), 2)
    E = np.array([100.0, -90.0, 0.5, -0.3])[:, None]
    contexts, order = rng.permutation([0, 2, 3]), rng.permutation(4)
    return {
        "contexts": order[contexts],
        "targets": rng.permutation(4)[:3],
        "E": E[np.argsort(order)],
        "theta": theta,
    }


@skip_gram_loss.case("Scores down to -1000, all of them.")
def very_low_scores(rng):
    E = rng.integers(8, 11, (4, 1)) * 10.0
    theta = -rng.integers(8, 11, (4, 1)) - np.round(rng.uniform(0, 0.05, (4, 1)), 3)
    return {"contexts": ids(rng, 4, 3), "targets": rng.permutation(4)[:3], "E": E, "theta": theta}


# ------------------------------------------------------------------------ other right answers


def pair_by_pair(contexts, targets, E, theta):
    loss, dE, dtheta = 0.0, np.zeros_like(E), np.zeros_like(theta)
    for c, t in zip(contexts, targets, strict=True):
        scores = theta @ E[c]
        p = np.exp(scores - scores.max())
        p = p / p.sum()
        high = scores.max()
        loss += high + np.log(np.exp(scores - high).sum()) - scores[t]
        p[t] -= 1
        dE[c] += p @ theta
        dtheta += np.outer(p, E[c])
    m = len(contexts)
    return loss / m, dE / m, dtheta / m


skip_gram_loss.alternative(pair_by_pair)


@skip_gram_loss.alternative
def with_one_hot_vectors(contexts, targets, E, theta):
    from scipy.special import log_softmax

    shown, asked = np.eye(len(E))[contexts], np.eye(len(theta))[targets]
    logs = log_softmax(shown @ E @ theta.T, axis=1)
    delta = (np.exp(logs) - asked) / len(contexts)
    return -(asked * logs).sum() / len(contexts), shown.T @ delta @ theta, delta.T @ (shown @ E)


@skip_gram_loss.alternative
def with_tensorflow(contexts, targets, E, theta):
    import tensorflow as tf

    E, theta = tf.constant(E), tf.constant(theta)
    with tf.GradientTape() as tape:
        tape.watch([E, theta])
        scores = tf.gather(E, contexts) @ tf.transpose(theta)
        loss = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=scores)
        )
    dE, dtheta = tape.gradient(loss, [E, theta])
    return loss, tf.convert_to_tensor(dE), dtheta


@skip_gram_loss.alternative
def with_add_at(contexts, targets, E, theta):
    e = E[contexts]
    z = np.einsum("md,vd->mv", e, theta)
    top = np.max(z, axis=-1)[:, np.newaxis]
    log_p = z - top - np.log(np.sum(np.exp(z - top), axis=-1, keepdims=True))
    rows = range(len(targets))
    g = np.exp(log_p)
    g[rows, targets] -= 1.0
    dE = np.zeros(E.shape)
    np.add.at(dE, contexts, g.dot(theta) / len(targets))
    return -log_p[rows, targets].mean(), dE, np.einsum("mv,md->vd", g, e) / len(targets)


# ------------------------------------------------------------------------------- known mistakes

LAST = "return loss, dE, slopes.T @ shown"

skip_gram_loss.slip(
    "keeps_the_last_of_several",
    "dE of a word that is shown several times holds one of its gradients only. They add up: look for "
    "sum_by_row, or numpy.add.at.",
    LAST,
    "dE = np.zeros(E.shape)\n    dE[contexts] = slopes @ theta\n    " + LAST,
)
skip_gram_loss.slip(
    "sums_over_the_pairs",
    "The loss is a sum over the pairs, and so are the gradients. Means are asked for.",
    ("loss = np.mean", "loss = np.sum"),
    ("slopes = slopes / m", "slopes = slopes * 1"),
)
skip_gram_loss.slip(
    "gradients_of_the_sum",
    "The loss is a mean, but the gradients are those of a sum: the mean has a slope, too.",
    "slopes = slopes / m",
    "slopes = slopes * 1",
)
skip_gram_loss.slip(
    "loss_of_the_sum",
    "The loss is a sum over the pairs. A mean is asked for, as your gradients have it.",
    "loss = np.mean",
    "loss = np.sum",
)
skip_gram_loss.slip(
    "exponentials_overflow",
    "Large scores give NaN or infinity, from exponentials that do not fit into a float. Take the "
    "largest score of each pair away before.",
    "scores = scores - scores.max(axis=1, keepdims=True)",
    "scores = scores * 1",
)
skip_gram_loss.slip(
    "takes_one_maximum_for_all",
    "What is taken away is the largest score of the whole batch. For a pair with low scores all "
    "exponentials vanish: take each row's own.",
    "scores.max(axis=1, keepdims=True)",
    "scores.max()",
)
skip_gram_loss.slip(
    "forgets_the_truth",
    "The slopes are the probabilities. Minus truth: 1 less at the target.",
    "slopes[pair, targets] -= 1",
    "pass",
)
skip_gram_loss.slip(
    "wrong_sign_of_the_slopes",
    "Both gradients have the wrong sign: probability minus truth, not truth minus probability.",
    "slopes = slopes / m",
    "slopes = -slopes / m",
)
skip_gram_loss.slip(
    "wrong_sign_of_the_loss",
    "The loss is negative: it is minus the mean of log p.",
    "np.log(totals) - scores[pair, targets]",
    "scores[pair, targets] - np.log(totals)",
)
skip_gram_loss.slip(
    "moves_the_target_only",
    "Only the rows of targets in dtheta are not zero. Every word had a score, so every row of theta "
    "gets a gradient.",
    LAST,
    "only = np.zeros_like(slopes)\n    only[pair, targets] = slopes[pair, targets]\n"
    "    return loss, dE, only.T @ shown",
)
skip_gram_loss.slip(
    "returns_the_probability",
    "In the place of the loss stands the mean probability of the targets. Take the logarithm, and minus.",
    "np.log(totals) - scores[pair, targets]",
    "powers[pair, targets] / totals",
)
skip_gram_loss.slip(
    "takes_log_of_2",
    "The loss is in bits. The natural logarithm is asked for.",
    "loss = np.mean(np.log(totals) - scores[pair, targets])",
    "loss = np.mean(np.log(totals) - scores[pair, targets]) / np.log(2)",
)


@skip_gram_loss.misconception(
    "The softmax runs over the pairs of the batch. It runs over the words: of one pair, the "
    "probabilities of all words sum to 1."
)
def softmax_over_the_pairs(contexts, targets, E, theta):
    m, shown = len(contexts), E[contexts]
    scores = shown @ theta.T
    scores = scores - scores.max(axis=0)
    p = np.exp(scores) / np.exp(scores).sum(axis=0)
    rows = np.arange(m)
    with np.errstate(all="ignore"):
        loss = -np.mean(np.log(p[rows, targets]))
    p[rows, targets] -= 1
    p = p / m
    dE = np.zeros(E.shape)
    np.add.at(dE, contexts, p @ theta)
    return loss, dE, p.T @ shown


@skip_gram_loss.misconception(
    "E and theta have changed places: E holds the words shown, theta the words asked for."
)
def exchanges_the_tables(contexts, targets, E, theta):
    loss, dtheta, dE = pair_by_pair(contexts, targets, theta, E)
    return loss, dE, dtheta


@skip_gram_loss.misconception(
    "Contexts and targets have changed places: the word shown is looked up in E, the one asked for is "
    "the truth of the softmax."
)
def exchanges_the_words(contexts, targets, E, theta):
    return pair_by_pair(targets, contexts, E, theta)


@skip_gram_loss.misconception(
    "The gradients come back one row a pair. Each belongs to a row of the whole table: (V, d)."
)
def gradients_a_pair(contexts, targets, E, theta):
    m = len(contexts)
    each = [pair_by_pair([c], [t], E, theta) for c, t in zip(contexts, targets, strict=True)]
    dE = np.array([one[1][c] for one, c in zip(each, contexts, strict=True)]) / m
    return sum(one[0] for one in each) / m, dE, sum(one[2] for one in each) / m
