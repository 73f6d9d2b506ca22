"""Are scores, intervals and the help desk right, by what is known without them?"""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from utils import question_study
from utils.questions import SAME, Pairs

VECTORS = {"a": [1, 0], "b": [2, 0], "c": [0, 3], "d": [0, 0], "e": [1, 1]}


def encode(texts):
    return np.array([VECTORS[text] for text in texts], dtype=float)


def test_pair_scores_are_cosines():
    """Are lengths left out, and zeros 0?"""
    pairs = Pairs(["a", "a", "d", "e"], ["b", "c", "a", "a"], None, None, None)
    np.testing.assert_allclose(question_study.pair_scores(encode, pairs), [1, 0, 0, 0.5**0.5])


def test_interval_grows_when_an_intent_stands_or_falls_whole():
    """Is the interval over intents wider than that of as many independent pairs?"""
    right = np.repeat([1, 0] * 10, 10)
    whole = question_study.over_intents(right, np.repeat(np.arange(20), 10).astype(str))
    single = question_study.over_intents(right, np.arange(200).astype(str))
    assert whole.estimate == single.estimate == 0.5
    assert whole.high - whole.low > 2 * (single.high - single.low)


def test_area_is_that_of_scikit_learn():
    """Is the area scikit-learn's, within its interval?"""
    rng = np.random.default_rng(0)
    truth = np.tile([True, False], 40)
    scores = rng.normal(size=80) + truth
    pairs = Pairs([], [], truth, None, np.repeat(np.arange(20), 4).astype(str))
    area = question_study.auc_over_intents(scores, pairs, draws=50)
    assert area.estimate == roc_auc_score(truth, scores)
    assert area.low < area.estimate < area.high


def test_right_by_kind():
    """Is the share right counted kind by kind?"""
    kind = np.array([SAME, "other", "other"])
    pairs = Pairs(
        ["a", "a", "a"],
        ["b", "c", "e"],
        np.array([True, False, False]),
        kind,
        np.array(list("xyz")),
    )
    found = question_study.right_by_kind(encode, pairs, 0.5)
    assert found[SAME].estimate == 1
    assert found["other"].estimate == 0.5


def test_help_desk_finds_the_nearest_and_can_say_never():
    """Does the desk name the nearest question, and say "never" below the threshold?"""
    desk = question_study.HelpDesk(encode, ["b", "c"])
    assert desk.nearest("a")[0] == (1.0, "b")
    assert "Asked before" in desk.answer("a", 0.9)
    assert "Never asked" in desk.answer("e", 0.9)


def test_the_desks_mistakes_are_counted():
    """Are right answers, wrong ones and refusals told apart, at each threshold?"""
    places = {"a": (1.0, 0.0), "near a": (0.9, 0.1), "b": (0.0, 1.0), "between": (1.0, 1.1)}
    desk = question_study.HelpDesk(
        lambda texts: np.array([places[text] for text in texts]), ["a", "b"]
    )
    wanted = {"near a": "a", "b": "b", "between": "a"}
    assert desk.shares(wanted, -2.0) == pytest.approx((2 / 3, 1 / 3, 0.0))
    assert desk.shares(wanted, 0.8) == pytest.approx((2 / 3, 0.0, 1 / 3))
    assert desk.shares(wanted, 1.0) == pytest.approx((0.0, 0.0, 1.0))
    assert desk.shares({"a": "", "between": ""}, 0.8) == pytest.approx((0.0, 0.5, 0.5))


def test_mean_cosine_leaves_the_diagonal_out():
    """Is the mean that of the others alone?"""
    assert question_study.mean_cosine(np.eye(3), np.eye(3)) == 0


def test_training_takes_any_loss_and_watches_terms():
    """Does training lower a loss that loops over rows, and count the terms above 0?"""
    import keras
    from keras import ops

    keras.utils.set_random_seed(0)
    ids = keras.Input((None,), dtype="int32")
    vectors = keras.layers.GlobalAveragePooling1D()(keras.layers.Embedding(4, 3)(ids))
    encoder = keras.Model(ids, keras.layers.UnitNormalization()(vectors))

    def terms(v1, v2):
        """Looks at numbers, as only code can that is not compiled."""
        assert float(v1[0, 0]) <= 1.0
        return ops.stack([1.0 - ops.sum(v1[i] * v2[i]) for i in range(2)])

    def read(texts):
        return np.array([[1 + "abc".index(text)] for text in texts], dtype="int32")

    batches = iter([(["a", "b"], ["b", "c"])] * 30)
    kept = question_study.train_encoder(
        encoder, batches, lambda v1, v2: ops.sum(terms(v1, v2)), read, 30, 0.05, {"apart": terms}
    )
    assert len(kept["loss"]) == len(kept["cosine"]) == len(kept["apart"]) == 30
    assert kept["loss"][-1] < kept["loss"][0] / 2
    assert kept["apart"][0] > 0
    assert "loss" in question_study.ending(kept)
