"""Are the reference solutions of "Who, where, when" right? Truth comes from elsewhere."""

from __future__ import annotations

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

SEEDS = range(4)
TAGS = ["O", "B-per", "I-per", "B-geo", "I-geo"]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w4_named_entities").reference()


def batch(rng: np.random.Generator, dtype: str = "float32"):
    """Draws padded tags and log-probabilities."""
    y_true = rng.integers(0, 5, (4, 7)).astype("int32")
    for row, length in zip(y_true, rng.integers(1, 8, 4), strict=True):
        row[length:] = -1
    scores = rng.normal(0, 2, (4, 7, 5))
    logs = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return y_true, logs.astype(dtype)


# ------------------------------------------------------------------------------- loss, accuracy


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loss_is_keras_s_own_with_ignored_tags(reference: Reference, seed: int):
    """Is it `SparseCategoricalCrossentropy(ignore_class=-1)`, over words?"""
    y_true, y_pred = batch(np.random.default_rng(seed))
    loss = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, ignore_class=-1, reduction="none"
    )
    expected = float(np.sum(loss(y_true, y_pred)) / (y_true >= 0).sum())
    assert float(reference.masked_loss(y_true, y_pred)) == pytest.approx(expected, rel=1e-5)


def test_the_gradient_is_that_of_finite_differences(reference: Reference):
    """Does a GradientTape find the slopes that a small push finds?"""
    y_true, y_pred = batch(np.random.default_rng(5), "float64")
    tensor = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        loss = reference.masked_loss(y_true, tensor)
    slopes = tape.gradient(loss, tensor).numpy()
    for place in itertools.product(range(4), range(0, 7, 3), range(5)):
        pushed = y_pred.copy()
        pushed[place] += 1e-4
        found = (float(reference.masked_loss(y_true, pushed)) - float(loss)) / 1e-4
        assert slopes[place] == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_accuracy_is_keras_s_own_with_weights(reference: Reference, seed: int):
    """Is it `SparseCategoricalAccuracy` with weight 0 at padding?"""
    y_true, y_pred = batch(np.random.default_rng(seed))
    metric = keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(np.maximum(y_true, 0), y_pred, sample_weight=y_true >= 0)
    found = float(reference.masked_accuracy(y_true, y_pred))
    assert found == pytest.approx(float(metric.result()))


# ------------------------------------------------------------------------------- arrays, batches


def test_arrays_are_those_of_pad_sequences(reference: Reference):
    """Are the arrays what `keras.utils.pad_sequences` makes of the numbers?"""
    rng = np.random.default_rng(2)
    words = {f"w{i}": i + 2 for i in range(9)}
    sentences = [[f"W{i}" for i in rng.integers(0, 11, n)] for n in (3, 6, 1)]
    tags = [[TAGS[i] for i in rng.integers(0, 5, len(s))] for s in sentences]
    numbers = {tag: i for i, tag in enumerate(TAGS)}
    ids = [[words.get(w.lower(), 1) for w in s] for s in sentences]
    for length in (None, 2, 8):
        x, y = reference.sentences_to_arrays(sentences, tags, words, numbers, length)
        options = {"maxlen": length, "padding": "post", "truncating": "post"}
        np.testing.assert_array_equal(x, keras.utils.pad_sequences(ids, **options))
        expected = [[numbers[t] for t in row] for row in tags]
        np.testing.assert_array_equal(y, keras.utils.pad_sequences(expected, value=-1, **options))


def test_every_sentence_comes_as_often(reference: Reference):
    """Have all sentences come equally often when passes are over, with their own tags?"""
    x = [[i] * (1 + i % 3) for i in range(2, 9)]
    y = [[i - 2] * len(row) for i, row in enumerate(x, start=2)]
    batches = reference.data_generator(4, x, y, np.random.default_rng(1))
    counts = np.zeros(9, int)
    for _ in range(7):
        X, Y = next(batches)
        assert X.shape == Y.shape == (4, (X > 0).sum(axis=1).max())
        np.testing.assert_array_equal(np.where(X > 0, X - 2, -1), Y)
        counts += np.bincount(X[:, 0], minlength=9)
    assert counts[2:].tolist() == [4] * 7


# ------------------------------------------------------------------------------- spans, scores


@pytest.mark.parametrize("seed", SEEDS)
def test_spans_and_scores_are_seqeval_s(reference: Reference, seed: int):
    """Are names and scores those of seqeval, whose ends are included?"""
    sequence_labeling = pytest.importorskip("seqeval.metrics.sequence_labeling")
    rng = np.random.default_rng(seed)
    rows = [[str(t) for t in rng.choice(TAGS, n)] for n in rng.integers(1, 12, 20)]
    said = [[str(t) if rng.random() < 0.3 else s for t, s in zip(rng.choice(TAGS, len(r)), r,
             strict=True)] for r in rows]  # fmt: skip
    for row in rows:
        expected = [(a, b + 1, kind) for kind, a, b in sequence_labeling.get_entities(row)]
        assert reference.entity_spans(row) == expected
    scores = (
        sequence_labeling.precision_score(rows, said),
        sequence_labeling.recall_score(rows, said),
        sequence_labeling.f1_score(rows, said),
    )
    assert reference.entity_scores(rows, said) == pytest.approx(scores)


def test_nothing_at_all_scores_zero(reference: Reference):
    """Is F1 zero where neither side has a name?"""
    assert reference.entity_scores([["O"]], [["O"]]) == (0.0, 0.0, 0.0)


# ------------------------------------------------------------------------------- paths


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_path_is_the_best_of_all(reference: Reference, seed: int):
    """Does trying all paths find the same?"""
    rng = np.random.default_rng(seed)
    transitions, start = reference.transition_scores(TAGS)
    transitions = transitions + rng.normal(size=transitions.shape)
    logs = rng.normal(size=(5, 5))

    def score(path):
        steps = sum(transitions[a, b] for a, b in itertools.pairwise(path))
        return start[path[0]] + logs[range(5), path].sum() + steps

    best = max(itertools.product(range(5), repeat=5), key=score)
    path, found = reference.viterbi(logs, transitions, start)
    assert tuple(path) == best
    assert found == pytest.approx(score(best))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_path_is_tensorflow_text_s(reference: Reference, seed: int):
    """Does `tf_text.viterbi_constrained_sequence` find the same path?"""
    tf_text = pytest.importorskip("tensorflow_text")
    rng = np.random.default_rng(seed)
    transitions, start = reference.transition_scores(TAGS)
    logs = np.round(rng.normal(size=(9, 5)), 4).astype("float32")
    allowed = np.ones((6, 6), bool)
    allowed[:5, :5], allowed[5, :5] = np.isfinite(transitions), np.isfinite(start)
    found = tf_text.viterbi_constrained_sequence(
        logs[None], [9], allowed_transitions=allowed, use_log_space=True,
        use_start_and_end_states=True,
    )  # fmt: skip
    path, _ = reference.viterbi(logs, transitions, start)
    assert found.to_list()[0] == path


def test_allowed_steps_are_those_that_make_no_orphan(reference: Reference):
    """Is a pair of tags forbidden just where the second begins a name though it is an I-?"""
    transitions, start = reference.transition_scores(TAGS)
    for i, j in itertools.product(range(5), repeat=2):
        spans = reference.entity_spans([TAGS[i], TAGS[j]])
        orphan = TAGS[j][0] == "I" and any(a == 1 for a, _, _ in spans)
        assert np.isinf(transitions[i, j]) == orphan
    assert [tag for tag, s in zip(TAGS, start, strict=True) if s] == ["I-per", "I-geo"]


# ------------------------------------------------------------------------------- the net


@pytest.mark.parametrize("seed", SEEDS)
def test_counted_steps_are_those_of_naive_bayes(reference: Reference, seed: int):
    """Are they scikit-learn's smoothed log-probabilities of the next tag, given the one before?"""
    from sklearn.naive_bayes import MultinomialNB

    rng = np.random.default_rng(seed)
    rows = [rng.integers(0, 4, length).tolist() for length in (30, 25, 1, 40)]
    before = [tag for row in rows for tag in row[:-1]]
    after = [tag for row in rows for tag in row[1:]]
    assert set(before) == set(range(4))
    transitions, start = reference.learned_transitions(rows, 4, 0.3)
    steps = MultinomialNB(alpha=0.3).fit(np.eye(4)[after], before)
    np.testing.assert_allclose(transitions, steps.feature_log_prob_, rtol=1e-12)
    first = MultinomialNB(alpha=0.3).fit(np.eye(4)[[row[0] for row in rows]], [0] * 4)
    np.testing.assert_allclose(start, first.feature_log_prob_[0], rtol=1e-12)


def test_the_tagger_learns_what_the_next_word_decides(reference: Reference):
    """Does it learn a tiny language in which a tag hangs on the next word alone?"""
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    x = rng.integers(2, 6, (200, 6)).astype("int32")
    y = np.concatenate([x[:, 1:] % 2, np.zeros((200, 1), int)], axis=1).astype("int32")
    model = reference.build_tagger(6, 2, 8, 8)
    model.compile(keras.optimizers.Adam(0.02), reference.masked_loss)
    model.fit(x, y, batch_size=100, epochs=50, verbose=0)
    assert float(reference.masked_accuracy(y, model(x))) > 0.97
