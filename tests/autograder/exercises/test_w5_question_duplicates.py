"""Are the reference solutions of "Have you asked that before?" right? Truth comes from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.metrics.pairwise import cosine_similarity

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

SEEDS = range(3)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w5_question_duplicates").reference()


def vectors(seed: int, b: int = 6, d: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Draws pairs of vectors that are somewhat alike."""
    rng = np.random.default_rng(seed)
    v1 = rng.normal(size=(b, d)).astype("float32")
    return v1, (v1 + rng.normal(size=(b, d))).astype("float32")


def loss_in_double(v1: np.ndarray, v2: np.ndarray, margin: float) -> float:
    """Computes the loss of a batch with loops, in float64."""
    S = cosine_similarity(v2, v1)
    total = 0.0
    for i, row in enumerate(S):
        others = [score for j, score in enumerate(row) if j != i]
        below = [score for score in others if score < row[i]]
        total += max(sum(others) / len(others) - row[i] + margin, 0)
        total += max(max(below) - row[i] + margin, 0) if below else 0
    return total


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_those_of_scikit_learn(reference, seed):
    """Does `cosine_scores` agree with scikit-learn, rows v2, and with zeros?"""
    v1, v2 = vectors(seed)
    v1[0] = 0
    np.testing.assert_allclose(
        reference.cosine_scores(v1, v2), cosine_similarity(v2, v1), atol=1e-6
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_loss_and_gradient_are_those_of_loops_and_differences(reference, seed):
    """Is the loss that of loops in float64, and its gradient by GradientTape that of differences?"""
    v1, v2 = vectors(seed)
    tensors = [tf.constant(v1), tf.constant(v2)]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        loss = reference.hard_negative_loss(*tensors, 0.25)
    assert float(loss) == pytest.approx(loss_in_double(v1, v2, 0.25), rel=1e-5)
    arrays, step = [v1.astype(float), v2.astype(float)], 1e-6
    for array, slope in zip(arrays, tape.gradient(loss, tensors), strict=True):
        for place in np.ndindex(array.shape):
            old = array[place]
            array[place] = old + step
            above = loss_in_double(*arrays, 0.25)
            array[place] = old - step
            difference = (above - loss_in_double(*arrays, 0.25)) / (2 * step)
            array[place] = old
            assert slope[place].numpy() == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_negatives_are_those_of_brute_force(reference, seed):
    """Are mean and closest negatives those that loops find?"""
    S = np.random.default_rng(seed).normal(size=(5, 5)).astype("float32")
    means = [np.delete(row, i).mean() for i, row in enumerate(S)]
    closest = [max(row[row < row[i]], default=-np.inf) for i, row in enumerate(S)]
    np.testing.assert_allclose(reference.mean_negative(S), means, atol=1e-6)
    np.testing.assert_array_equal(reference.closest_negative(S), np.float32(closest))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_threshold_is_better(reference, seed):
    """Does no number of a fine grid get more pairs right than the threshold?"""
    rng = np.random.default_rng(seed)
    truth = rng.random(80) < 0.4
    scores = rng.normal(size=80) + truth
    tau = reference.choose_threshold(scores, truth)
    best = max(accuracy_score(truth, scores > t) for t in np.linspace(-5, 6, 20_001))
    assert accuracy_score(truth, scores > tau) >= best


@pytest.mark.parametrize("seed", SEEDS)
def test_the_area_is_that_of_scikit_learn(reference, seed):
    """Does `area_under_curve` agree with scikit-learn, ties included?"""
    rng = np.random.default_rng(seed)
    scores, truth = rng.integers(0, 9, 60) / 8, rng.random(60) < 0.3
    assert reference.area_under_curve(scores, truth) == pytest.approx(roc_auc_score(truth, scores))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_example_does_what_nearest_neighbours_do(reference, seed):
    """Does `one_shot` choose as scikit-learn's nearest neighbour by cosine does?"""
    from sklearn.neighbors import KNeighborsClassifier

    rng = np.random.default_rng(seed)
    support, queries = rng.normal(size=(6, 4)), rng.normal(size=(20, 4))
    peer = KNeighborsClassifier(1, metric="cosine").fit(support, range(6))
    chosen = [reference.one_shot(lambda x: x, support, query) for query in queries]
    assert chosen == peer.predict(queries).tolist()


def test_batches_hold_no_duplicates(reference):
    """Are pairs duplicates, and the rows of a side of different groups?"""
    groups = [[f"{k} {i}" for i in range(2 + k % 3)] for k in range(9)]
    batches = reference.question_batches(groups, 5, np.random.default_rng(1))
    for _ in range(50):
        first, second = next(batches)
        assert len({text.split()[0] for text in first}) == len(first) == 5
        for one, other in zip(first, second, strict=True):
            assert one != other
            assert one.split()[0] == other.split()[0]


def test_highest_negatives_may_draw_all_into_one_point(reference):
    """Does a point where all vectors are equal cost no more than the margin by the highest negative?"""
    v = np.ones((4, 3), dtype="float32") / 3**0.5
    loss = reference.question_study.highest_loss(v, v, 0.25)
    assert float(loss) == pytest.approx(1.0)
