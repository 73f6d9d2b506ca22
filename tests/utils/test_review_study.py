"""Do the rivals learn what they should, and is the compiled loop plain descent?"""

from __future__ import annotations

import numpy as np
import pytest

from utils import review_study
from utils.reviews import LABELS, Reviews


def some_data():
    rng = np.random.default_rng(0)
    ids = rng.integers(1, 9, (60, 4))
    ids[:, 3] = np.where(rng.random(60) < 0.5, 0, ids[:, 3])
    return ids, (ids == 3).any(axis=1).astype(int) + (ids == 5).any(axis=1), rng.normal(size=(9, 6))


def test_the_loop_is_descent_in_numpy():
    """Are the weights after some steps those of NumPy's own descent with the same draws?"""
    ids, labels, table = some_data()
    net = review_study.train_mean_net(
        ids, labels, table, hidden=0, learn_table=False, steps=20, batch_size=7, seed=3
    )
    rng = np.random.default_rng(3)
    W = rng.normal(0, np.sqrt(2 / (6 + 3)), (6, 3))
    b, drawn = np.zeros(3), rng.integers(0, 60, (20, 7))
    means = net.means(ids)
    for step, rows in enumerate(drawn):
        scores = np.exp(means[rows] @ W + b)
        errors = scores / scores.sum(axis=1, keepdims=True) - np.eye(3)[labels[rows]]
        rate = (1 - step / 20) / 7
        W, b = W - rate * means[rows].T @ errors, b - rate * errors.sum(axis=0)
    np.testing.assert_allclose(net.layers[0][0], W, atol=1e-5)
    np.testing.assert_allclose(net.layers[0][1], b, atol=1e-5)
    np.testing.assert_array_equal(net.table, table.astype("float32"))


@pytest.mark.parametrize("learn_table", [False, True])
def test_a_hidden_layer_learns(learn_table):
    """Does a net with a hidden layer learn a rule by heart, with its table or without?"""
    ids, labels, table = some_data()
    net = review_study.train_mean_net(
        ids, labels, table, hidden=24, learn_table=learn_table, steps=600
    )
    assert (net.answers(ids) == labels).mean() > 0.9
    assert np.array_equal(net.table, table.astype("float32")) != learn_table
    np.testing.assert_allclose(net.probabilities(ids).sum(axis=1), 1)


def test_padding_changes_no_mean():
    """Is the mean over words alone, and zeros where there is none?"""
    net = review_study.MeanNet(np.arange(8.0).reshape(4, 2), [])
    np.testing.assert_array_equal(net.means([[1, 3, 0], [0, 0, 0]]), [[4, 5], [0, 0]])


def test_counters_count():
    """Do both models learn which word says what, and know their classes in order?"""
    texts = ["good", "plain", "bad"] * 5
    made = Reviews(texts, np.tile([0, 1, 2], 5), [], [])
    for model in review_study.word_counters(made).values():
        assert model.predict(["so good", "bad"]).tolist() == [0, 2]
        assert model.classes_.tolist() == [0, 1, 2]


def test_the_slider_says_what_each_net_says(capsys):
    """Has each count its lines, and is the picture shown without a notebook, too?"""
    nets = {}
    for count, bias in ((0, [1.0, 0, 0]), (4, [0.0, 0, 1])):
        nets[count] = review_study.MeanNet(np.zeros((3, 2)), [(np.zeros((2, 3)), np.array(bias))])
    slider = review_study.TurnedSlider({0: 0.2, 4: 0.7}, nets, ["not dull"], np.array([[1, 2]]))
    assert slider.lines(0)[0].split()[-1] == LABELS[0]
    assert slider.lines(4)[0].split()[-1] == LABELS[2]
    slider.show(4)
    assert "not dull" in capsys.readouterr().out
    assert repr(slider) == "TurnedSlider at 4"
