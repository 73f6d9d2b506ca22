"""Are the reference solutions of "Words by the company they keep" right? Truth comes from elsewhere."""

from __future__ import annotations

import heapq
from itertools import product

import numpy as np
import pytest
from scipy.stats import chisquare

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference
from utils.word_corpus import Corpus, thinned
from utils.word_trees import balanced_tree, is_tree

SEEDS = range(4)
V, D, M, K = 7, 3, 6, 4


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w3_learn_embeddings").reference()


def tables(rng: np.random.Generator, rows: int = V) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=(V, D)), rng.normal(size=(rows, D))


def slopes(loss, arrays: list[np.ndarray], step: float = 1e-6) -> list[np.ndarray]:
    """Returns central differences of a loss for every number of every array."""
    found = []
    for array in arrays:
        slope = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            before = array[place]
            ends = []
            for sign in (1, -1):
                array[place] = before + sign * step
                ends.append(loss())
            array[place] = before
            slope[place] = (ends[0] - ends[1]) / (2 * step)
        found.append(slope)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_are_finite_differences(reference: Reference, seed: int):
    """Are the gradients of all four losses the slopes of the losses themselves?"""
    rng = np.random.default_rng(seed)
    contexts, targets = rng.integers(V, size=(2, M))
    words, labels = rng.integers(V, size=(M, K + 1)), rng.integers(2, size=(M, K + 1))
    paths, codes = reference.huffman_codes(rng.integers(1, 50, V))
    X = rng.poisson(2.0, (V, V)).astype(float)
    b, b_target = rng.normal(size=(2, V))
    E, theta = tables(rng)
    nodes = theta[:-1].copy()
    losses = [
        (lambda *p: reference.skip_gram_loss(contexts, targets, *p), [E, theta]),
        (lambda *p: reference.hierarchical_loss(contexts, targets, *p, paths, codes), [E, nodes]),
        (lambda *p: reference.negative_sampling_loss(contexts, words, labels, *p), [E, theta]),
        (lambda *p: reference.glove_loss(X, *p, 3.0, 0.75), [E, theta, b, b_target]),
    ]
    for loss, arrays in losses:
        _, *gradients = loss(*arrays)
        expected = slopes(lambda loss=loss, arrays=arrays: loss(*arrays)[0], arrays)
        for gradient, slope in zip(gradients, expected, strict=True):
            np.testing.assert_allclose(gradient, slope, atol=2e-6 * max(1, np.abs(slope).max()))


@pytest.mark.parametrize("seed", SEEDS)
def test_losses_are_tensorflows(reference: Reference, seed: int):
    """Are softmax and negative sampling TensorFlow's losses, gradients from its tape?"""
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    contexts, targets = rng.integers(V, size=(2, M))
    words, labels = rng.integers(V, size=(M, K + 1)), rng.integers(2, size=(M, K + 1))
    E, theta = map(tf.constant, tables(rng))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([E, theta])
        shown = tf.gather(E, contexts)
        softmax = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(
                targets, tf.matmul(shown, theta, transpose_b=True)
            )
        )
        scores = tf.einsum("mkd,md->mk", tf.gather(theta, words), shown)
        each = tf.nn.sigmoid_cross_entropy_with_logits(labels.astype(float), scores)
        negative = tf.reduce_mean(tf.reduce_sum(each, axis=1))
    for loss, got in (
        (softmax, reference.skip_gram_loss(contexts, targets, E.numpy(), theta.numpy())),
        (
            negative,
            reference.negative_sampling_loss(contexts, words, labels, E.numpy(), theta.numpy()),
        ),
    ):
        gradients = map(tf.convert_to_tensor, tape.gradient(loss, [E, theta]))
        for one, other in zip(got, [loss, *gradients], strict=True):
            np.testing.assert_allclose(one, other.numpy(), atol=1e-10)


@pytest.mark.parametrize("is_even", [False, True])
def test_all_leaves_of_a_tree_sum_to_one(reference: Reference, is_even: bool):
    """Do the probabilities of all words sum to 1 for each word shown, and are they walks down the tree?"""
    counts = [9, 5, 4, 2, 1, 1, 1]
    paths, codes = balanced_tree(V) if is_even else reference.huffman_codes(counts)
    E, theta = tables(np.random.default_rng(1), V - 1)
    for c in range(V):
        chances = [
            np.exp(
                -reference.hierarchical_loss(np.array([c]), np.array([t]), E, theta, paths, codes)[
                    0
                ]
            )
            for t in range(V)
        ]
        assert sum(chances) == pytest.approx(1.0, abs=1e-12)
        for t in range(V):
            walk = 1.0
            for node, code in zip(paths[t], codes[t], strict=True):
                if node >= 0:
                    left = 1 / (1 + np.exp(-theta[node] @ E[c]))
                    walk *= 1 - left if code else left
            assert chances[t] == pytest.approx(walk, rel=1e-9)


COUNTS = [[5, 1], [1, 1, 1], [50, 20, 10, 5, 5, 3], list(range(1, 40)), [1000, 1, 1, 1, 1]]


@pytest.mark.parametrize("counts", COUNTS)
def test_the_mean_way_is_the_shortest(reference: Reference, counts: list[int]):
    """Is it a tree, and is the sum of all ways what merging the two smallest sums costs, by a heap alone?"""
    paths, codes = reference.huffman_codes(counts)
    assert is_tree(paths, codes)
    heap, cost = list(counts), 0
    heapq.heapify(heap)
    while len(heap) > 1:
        both = heapq.heappop(heap) + heapq.heappop(heap)
        cost += both
        heapq.heappush(heap, both)
    assert (paths >= 0).sum(axis=1) @ np.array(counts) == cost


def test_no_tree_of_five_words_is_shorter(reference: Reference):
    """Is no set of lengths that a tree can have (Kraft) shorter, tried all?"""
    counts = np.array([7, 1, 3, 2, 2])
    trees = (
        np.array(lengths) @ counts
        for lengths in product(range(1, 5), repeat=5)
        if sum(2.0**-n for n in lengths) <= 1
    )
    assert (reference.huffman_codes(counts)[0] >= 0).sum(axis=1) @ counts == min(trees)


def test_ways_are_as_long_as_gensims(reference: Reference):
    """Are they, where gensim is installed, on counts without ties?"""
    word2vec = pytest.importorskip("gensim.models.word2vec")
    counts = {"a": 40, "b": 21, "c": 9, "d": 5, "e": 3, "f": 1}
    model = word2vec.Word2Vec(hs=1, negative=0, min_count=1, vector_size=2)
    model.build_vocab_from_freq(counts)
    theirs = [len(model.wv.get_vecattr(word, "code")) for word in counts]
    assert (reference.huffman_codes([*counts.values()])[0] >= 0).sum(axis=1).tolist() == theirs


def test_words_are_kept_with_their_chance(reference: Reference):
    """Does thinning a text, which draws in another way, keep as many as the chances say?"""
    counts = np.array([60_000, 9_000, 900, 90, 10])
    words = [[word] * count for word, count in enumerate(counts)]
    corpus = Corpus([*"abcde"], counts, words, {})
    text = thinned(corpus, 0.01, np.random.default_rng(0))
    kept = np.array([len(sentence) for sentence in text])
    chances = reference.keep_probability(counts, 0.01)
    assert (abs(kept - chances * counts) <= 6 * np.sqrt(chances * (1 - chances) * counts)).all()
    assert (chances[:2] < 1).all()
    assert (chances[3:] == 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_two_words_make_tree_and_sampling_one(reference: Reference, seed: int):
    """Is a tree of one node a logistic regression, and a softmax over two words as well?"""
    rng = np.random.default_rng(seed)
    E, theta = rng.normal(size=(2, D)), rng.normal(size=(1, D))
    contexts, targets = rng.integers(2, size=(2, M))
    paths, codes = np.zeros((2, 1), dtype=int), np.array([[0], [1]])
    tree = reference.hierarchical_loss(contexts, targets, E, theta, paths, codes)
    labels = 1 - targets[:, None]
    sampling = reference.negative_sampling_loss(
        contexts, np.zeros((M, 1), dtype=int), labels, E, theta
    )
    both = np.vstack([theta, np.zeros((1, D))])
    softmax = reference.skip_gram_loss(contexts, targets, E, both)
    for one, other in zip(tree, sampling, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)
    assert tree[0] == pytest.approx(softmax[0], abs=1e-12)
    np.testing.assert_allclose(tree[2], softmax[2][:1], atol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_counts_are_pairs(reference: Reference, seed: int):
    """Does the table of counts count the pairs of the first exercise, and is it symmetric?"""
    rng = np.random.default_rng(seed)
    sentences = [rng.integers(V, size=n).tolist() for n in (9, 0, 1, 5)]
    for window in (1, 3, 10):
        X = np.zeros((V, V))
        for words in sentences:
            for (c,), t in reference.context_target_pairs(words, "nearby", window):
                X[c, t] += 1
        got = reference.cooccurrence_counts(sentences, V, window)
        np.testing.assert_array_equal(got, X)
        np.testing.assert_array_equal(got, got.T)


def test_pairs_by_brute_force(reference: Reference):
    """Are contexts what a search over all places finds, for any length and size?"""
    for count, size in product(range(6), (1, 2, 7)):
        words = [f"w{i}" for i in range(count)]
        for context in ("last", "around"):
            expected = []
            for t in range(count):
                reach = range(t - size, t if context == "last" else t + size + 1)
                shown = tuple(words[i] for i in reach if 0 <= i < count and i != t)
                expected += [(shown, words[t])] if shown else []
            assert reference.context_target_pairs(words, context, size) == expected


def test_wrong_words_follow_the_distribution(reference: Reference):
    """Do 60,000 wrong words follow what is left of the distribution without the target?"""
    distribution = np.array([0.4, 0.3, 0.2, 0.07, 0.03])
    targets = np.repeat(np.arange(5), 3_000)
    words, labels = reference.negative_sampling_examples(
        targets, targets, 4, distribution, np.random.default_rng(0)
    )
    assert labels.tolist() == [[1, 0, 0, 0, 0]] * len(targets)
    for target in range(5):
        drawn = np.bincount(words[targets == target][:, 1:].ravel(), minlength=5)
        assert drawn[target] == 0
        rest = np.delete(distribution, target)
        expected = rest / rest.sum() * drawn.sum()
        assert chisquare(np.delete(drawn, target), expected).pvalue > 1e-6


def test_glove_leaves_zeros_out_to_the_last_digit(reference: Reference):
    """Does nothing that stands in a cell of 0 reach the loss or any gradient?"""
    rng = np.random.default_rng(0)
    E, theta = tables(rng)
    b, b_target = rng.normal(size=(2, V))
    X = np.zeros((V, V))
    X[2, 5] = 3.0
    J, dE, dtheta, db, db_target = reference.glove_loss(X, E, theta, b, b_target, 10, 0.75)
    gap = E[2] @ theta[5] + b[2] + b_target[5] - np.log(3.0)
    weight = 0.3**0.75
    assert pytest.approx(weight * gap**2) == J
    assert set(np.flatnonzero(dE.any(axis=1))) == {2}
    assert set(np.flatnonzero(dtheta.any(axis=1))) == {5}
    assert (np.flatnonzero(db).tolist(), np.flatnonzero(db_target).tolist()) == ([2], [5])


def test_window_model_is_the_equation(reference: Reference):
    """Is the network's output the equation's, computed in NumPy from its weights?"""
    model = reference.neural_window_model(9, 3, 4, 5)
    rng = np.random.default_rng(0)
    table, W1, b1, W2, b2 = weights = [rng.normal(size=w.shape) for w in model.get_weights()]
    model.set_weights(weights)
    ids = rng.integers(9, size=(6, 3))
    h = np.tanh(table[ids].reshape(6, 12) @ W1 + b1)
    scores = h @ W2 + b2
    expected = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict(ids, verbose=0), expected, atol=1e-5)
