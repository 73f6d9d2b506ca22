"""`hierarchical_loss`: decisions on the way down a tree."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import hierarchical_loss, ids, random_tree, small_tables, tables


def _pairs(rng, m, size, d):
    E, theta = tables(rng, size, size - 1, d)
    paths, codes = random_tree(rng, size)
    targets = ids(rng, size, m)[::-1].copy()
    return {
        "contexts": ids(rng, size, m),
        "targets": targets,
        "E": E,
        "theta": theta,
        "paths": paths,
        "codes": codes,
    }


@hierarchical_loss.case("Two pairs in a tree of four words, whose ways are not equally long.")
def on_paper(rng):
    E, theta = small_tables(rng, 4, 3, 1)
    order = rng.permutation(4)
    paths, codes = np.full((4, 3), -1), np.zeros((4, 3), dtype=int)
    paths[order] = [[0, -1, -1], [0, 1, -1], [0, 1, 2], [0, 1, 2]]
    codes[order] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]]
    contexts = rng.permutation(4)[:2]
    return {
        "contexts": contexts,
        "targets": order[[0, 2]],
        "E": E,
        "theta": theta,
        "paths": paths,
        "codes": codes,
    }


@hierarchical_loss.case("Several pairs; words are shown twice, and asked for twice.")
def several_pairs(rng):
    return _pairs(rng, m=5, size=7, d=2)


@hierarchical_loss.case("More pairs than words.")
def more_pairs_than_words(rng):
    return _pairs(rng, m=9, size=5, d=2)


@hierarchical_loss.case("A single pair: nodes that are not on the way get no gradient.")
def one_pair(rng):
    made = _pairs(rng, m=2, size=6, d=3)
    short = np.flatnonzero((made["paths"] >= 0).sum(axis=1) < made["paths"].shape[1])
    return made | {"contexts": made["contexts"][:1], "targets": rng.choice(short, 1)}


@hierarchical_loss.case("Two words: one decision.")
def two_words(rng):
    E, theta = tables(rng, 2, 1, 3)
    return {
        "contexts": np.array([0, 1, 1, 0]),
        "targets": np.array([0, 1, 0, 0]),
        "E": E,
        "theta": theta,
        "paths": np.zeros((2, 1), dtype=int),
        "codes": rng.permutation(2)[:, None],
    }


@hierarchical_loss.case("Turns that stand behind the end of a path count for nothing.")
def turns_behind_the_end(rng):
    made = _pairs(rng, m=4, size=6, d=2)
    behind = made["paths"] < 0
    made["codes"][behind] = rng.integers(-1, 4, behind.sum())
    return made


@hierarchical_loss.case("An even tree: every way is as long.")
def an_even_tree(rng):
    E, theta = tables(rng, 4, 3, 2)
    order = rng.permutation(4)
    paths, codes = np.zeros((4, 2), dtype=int), np.zeros((4, 2), dtype=int)
    paths[order] = [[0, 1], [0, 1], [0, 2], [0, 2]]
    codes[order] = [[0, 0], [0, 1], [1, 0], [1, 1]]
    return {
        "contexts": rng.integers(4, size=6),
        "targets": np.array([*rng.permutation(4), 0, 1]),
        "E": E,
        "theta": theta,
        "paths": paths,
        "codes": codes,
    }


@hierarchical_loss.case("Scores of 1000 either way: no exponential overflows, no log of 0.")
def large_scores(rng):
    def make():
        made = _pairs(rng, m=4, size=5, d=2)
        return made | {"E": np.round(made["E"] * 30, 1), "theta": np.round(made["theta"] * 20, 1)}

    return draw_until(make, lambda made: _is_high_and_low(_scores(made)))


def _scores(made):
    """Returns the scores of all decisions on the way, with the sign of the right turn."""
    shown, nodes = made["E"][made["contexts"]], made["paths"][made["targets"]]
    scores = np.sum(made["theta"][nodes] * shown[:, None, :], axis=2)
    return (scores * (1 - 2 * made["codes"][made["targets"]]))[nodes >= 0]


def _is_high_and_low(scores):
    """Tells whether exponentials overflow either way, by a margin."""
    return scores.min() < -800 and scores.max() > 800


# ------------------------------------------------------------------------ other right answers


def walk_by_walk(contexts, targets, E, theta, paths, codes):
    loss, dE, dtheta = 0.0, np.zeros_like(E), np.zeros_like(theta)
    for c, t in zip(contexts, targets, strict=True):
        for node, code in zip(paths[t], codes[t], strict=True):
            if node == -1:
                break
            x = float((1 - 2 * code) * (theta[node] @ E[c]))
            loss += np.log1p(np.exp(-x)) if x > 0 else np.log1p(np.exp(x)) - x
            miss = 1 / (1 + np.exp(x)) if x < 0 else np.exp(-x) / (1 + np.exp(-x))
            slope = -(1 - 2 * code) * miss
            dE[c] += slope * theta[node]
            dtheta[node] += slope * E[c]
    m = len(contexts)
    return loss / m, dE / m, dtheta / m


hierarchical_loss.alternative(walk_by_walk)


@hierarchical_loss.alternative
def with_scipy(contexts, targets, E, theta, paths, codes):
    from scipy.special import expit, log_expit

    pair, place = np.nonzero(paths[targets] >= 0)
    nodes, turns = paths[targets][pair, place], codes[targets][pair, place]
    c = contexts[pair]
    z = (theta[nodes] * E[c]).sum(axis=1)
    right = np.where(turns == 0, z, -z)
    # The slope of a logistic regression whose label is 1 - code.
    g = np.where(turns == 0, -expit(-z), expit(z))[:, None] / len(targets)
    dE, dtheta = np.zeros(E.shape), np.zeros(theta.shape)
    np.add.at(dE, c, g * theta[nodes])
    np.add.at(dtheta, nodes, g * E[c])
    return -log_expit(right).sum() / len(targets), dE, dtheta


@hierarchical_loss.alternative
def with_tensorflow(contexts, targets, E, theta, paths, codes):
    import tensorflow as tf

    E, theta = tf.constant(E), tf.constant(theta)
    nodes = paths[targets]
    with tf.GradientTape() as tape:
        tape.watch([E, theta])
        on_the_way = tf.gather(theta, np.maximum(nodes, 0))
        z = tf.reduce_sum(on_the_way * tf.gather(E, contexts)[:, None, :], axis=-1)
        each = tf.nn.sigmoid_cross_entropy_with_logits(labels=(1.0 - codes[targets]), logits=z)
        loss = tf.reduce_sum(tf.where(nodes >= 0, each, tf.zeros_like(each))) / len(targets)
    dE, dtheta = tape.gradient(loss, [E, theta])
    return loss, tf.convert_to_tensor(dE), tf.convert_to_tensor(dtheta)


# ------------------------------------------------------------------------------- known mistakes

hierarchical_loss.slip(
    "turns_the_other_way",
    "The turns are read the wrong way round: code 0 stands for a positive score, code 1 for a negative "
    "one.",
    "1 - 2 * codes[targets]",
    "2 * codes[targets] - 1",
)
hierarchical_loss.slip(
    "takes_codes_for_signs",
    "Codes are 0 and 1, signs are 1 and -1: with the code itself as a factor, a decision with code 0 "
    "costs always the same. Look at 1 - 2 code.",
    "1 - 2 * codes[targets]",
    "codes[targets]",
)
hierarchical_loss.slip(
    "reads_the_filling_as_the_last_node",
    "The -1 behind the end of a path is read as the last node, as Python does with -1. It is no node: "
    "it must neither cost anything nor get a gradient.",
    "there = nodes >= 0",
    "there, nodes = nodes >= -1, nodes % len(theta)",
)
hierarchical_loss.slip(
    "filling_costs_log_2",
    "What is behind the end of a path still costs something: a score of 0 has the surprise log 2. Leave "
    "those places out of the sum.",
    "np.sum(np.logaddexp(0, -scores)[there])",
    "np.sum(np.logaddexp(0, -scores))",
)
hierarchical_loss.slip(
    "averages_over_the_decisions",
    "The loss is a mean over the decisions, not over the pairs. A pair sums up all decisions on its way.",
    "np.sum(np.logaddexp(0, -scores)[there]) / m",
    "np.mean(np.logaddexp(0, -scores)[there])",
)
hierarchical_loss.slip(
    "loss_of_the_sum",
    "The loss is a sum over the pairs. A mean is asked for, as your gradients have it.",
    "[there]) / m",
    "[there])",
)
hierarchical_loss.slip(
    "gradients_of_the_sum",
    "The loss is a mean, but the gradients are those of a sum: the mean has a slope, too.",
    "np.exp(-np.logaddexp(0, scores)) / m",
    "np.exp(-np.logaddexp(0, scores))",
)
hierarchical_loss.slip(
    "forgets_the_sign_of_the_slope",
    "The slopes lack the sign of the turn: the score is the product times that sign, so the way back "
    "goes through it, too.",
    "slopes = -signs *",
    "slopes = -there *",
)
hierarchical_loss.slip(
    "wrong_sign_of_the_slopes",
    "Both gradients have the wrong sign. The loss is minus a log.",
    "slopes = -signs *",
    "slopes = signs *",
)
hierarchical_loss.slip(
    "slope_is_the_wrong_sigmoid",
    "The slope of log sigma(x) is 1 - sigma(x): it is small where the decision was right. Yours is "
    "sigma(x).",
    "np.exp(-np.logaddexp(0, scores))",
    "np.exp(-np.logaddexp(0, -scores))",
)
hierarchical_loss.slip(
    "keeps_the_last_of_several",
    "A row of dE or dtheta holds one gradient where several belong to it. They add up: the root, say, "
    "is on every way.",
    "return loss, sum_by_row(dE, contexts, len(E)), dtheta",
    "whole, nodal = np.zeros(E.shape), np.zeros(theta.shape)\n    whole[contexts] = dE\n"
    "    each = slopes[:, :, None] * shown[:, None, :]\n    nodal[nodes[there]] = each[there]\n"
    "    return loss, whole, nodal",
)
hierarchical_loss.slip(
    "sigmoid_then_log",
    "Large scores give infinity or NaN: a sigmoid that has become 0 has no logarithm. Look for "
    "-log(sigma(x)) in one piece.",
    "np.sum(np.logaddexp(0, -scores)[there])",
    "np.sum(-np.log(1 / (1 + np.exp(-scores)))[there])",
)
hierarchical_loss.slip(
    "stops_one_early",
    "The last decision on each way is missing. A path leads right up to the leaf.",
    "there = nodes >= 0",
    "there = (nodes >= 0) & (np.column_stack([nodes[:, 1:], np.full(m, -1)]) >= 0)",
)
hierarchical_loss.slip(
    "forgets_the_root",
    "The first decision on each way is missing: the root is a node like any other.",
    "there = nodes >= 0",
    "there = nodes > 0",
)


@hierarchical_loss.misconception(
    "The way of the word that is shown was taken. It is the target that is looked for in the tree."
)
def takes_the_way_of_the_context(contexts, targets, E, theta, paths, codes):
    return walk_by_walk(targets, contexts, E, theta, paths, codes)


@hierarchical_loss.misconception(
    "The logarithm of a sum was taken. The probabilities of the decisions are multiplied, so their "
    "logarithms add up."
)
def log_of_a_sum(contexts, targets, E, theta, paths, codes):
    _, dE, dtheta = walk_by_walk(contexts, targets, E, theta, paths, codes)
    loss = 0.0
    for c, t in zip(contexts, targets, strict=True):
        there = paths[t] >= 0
        x = (1 - 2 * codes[t][there]) * (theta[paths[t][there]] @ E[c])
        loss -= np.log(np.mean(np.exp(-np.logaddexp(0, -x))) + 1e-300)
    return loss / len(contexts), dE, dtheta
