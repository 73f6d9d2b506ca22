"""Does the race do what its table says, and is the plain net's gradient right?"""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf

from utils import long_memory
from utils.long_memory import KEYS, NETS, SEEDS, SYMBOLS, UNITS

T = 7


def draw_examples(count, length, longest, rng):
    """Draws examples whose key comes first."""
    X = rng.integers(8, 16, (count, length + 2))
    X[:, 0], X[:, -1] = rng.integers(0, 8, count), 16
    return X, X[:, 0].copy(), np.full(count, length)


def draw_weights(kind, n_a, n_x, rng):
    """Draws first weights; the kind changes their size alone."""
    size = {"identity": 0.1, "he": 0.2, "orthogonal": 0.15}[kind]
    return rng.normal(0, size, (n_a, n_x)), rng.normal(0, size, (n_a, n_a)), np.zeros((n_a, 1))


def read_slowly(net, weights, seed, symbols):
    """Runs one net of one seed over one example in NumPy; returns its answer's logits."""
    W, U = weights["recurrent"][seed].astype(float), weights["input"][seed].astype(float)
    b = weights["bias"][seed, 0].astype(float)
    c, h = np.zeros(UNITS), np.zeros(UNITS)

    def gate(name):
        place = 1 + net.gates.index(name)
        part = slice(place * UNITS, (place + 1) * UNITS)
        return 1 / (1 + np.exp(-(h @ W[:, part] + U[symbol, part] + b[part])))

    for symbol in symbols:
        part = slice(0, UNITS)
        seen = h @ W[:, part]
        if net.resets:
            seen = gate("reset") * seen
        z = seen + U[symbol, part] + b[part]
        candidate = np.tanh(z) if net.activation == "tanh" else np.maximum(z, 0)
        keep = gate("keep") if net.keep == "gate" else net.keep
        write = 1 - keep if net.write == "rest" else net.write
        write = gate("write") if net.write == "gate" else write
        shown = gate("output") if net.outputs else None
        c = keep * c + write * candidate
        h = c if shown is None else shown * np.tanh(c)
    return h @ weights["answer"][seed, :-1] + weights["answer"][seed, -1]


@pytest.mark.parametrize("name", NETS)
def test_a_net_answers_what_its_line_of_the_table_says(name):
    """Does the compiled product give each seed the answers of a slow loop over single numbers?"""
    rng = np.random.default_rng(1)
    net = NETS[name]
    weights = long_memory.first_weights(net, draw_weights, rng)
    weights["bias"] += rng.normal(0, 0.3, weights["bias"].shape).astype("float32")
    X, _, _ = draw_examples(6, T - 2, T - 2, rng)
    found = long_memory.answers(net, weights, X, at_once=4)
    assert found.shape == (SEEDS, 6)
    for seed in (0, SEEDS - 1):
        slow = np.array([read_slowly(net, weights, seed, row) for row in X])
        best = np.sort(slow, axis=1)
        clear = best[:, -1] - best[:, -2] > 1e-3  # Rounding decides the others.
        assert (slow.argmax(axis=1) == found[seed])[clear].all()


@pytest.mark.parametrize(
    ("name", "layer"), [("GRU", keras.layers.GRU), ("LSTM", keras.layers.LSTM)]
)
def test_gated_nets_are_those_of_keras(name, layer):
    """Do GRU and LSTM answer as Keras's layers do with the same weights?"""
    rng = np.random.default_rng(2)
    net = NETS[name]
    weights = long_memory.first_weights(net, draw_weights, rng)
    blocks = ["candidate", *net.gates]
    order = {
        "GRU": ["keep", "reset", "candidate"],  # Keras's z keeps, as ours does.
        "LSTM": ["write", "keep", "candidate", "output"],
    }[name]

    def arranged(array):
        parts = dict(zip(blocks, np.split(array, len(blocks), axis=-1), strict=True))
        return np.concatenate([parts[block] for block in order], axis=-1)

    kernel, recurrent, bias = (
        arranged(weights[part][1]) for part in ("input", "recurrent", "bias")
    )
    theirs = layer(UNITS)
    theirs.build((None, T, SYMBOLS))
    # A GRU of Keras's has two biases; the recurrent one of the candidate would be reset, too.
    biases = np.concatenate([bias, np.zeros_like(bias)]) if name == "GRU" else bias[0]
    theirs.set_weights([kernel, recurrent, biases])
    X, _, _ = draw_examples(40, T - 2, T - 2, rng)
    h = theirs(tf.one_hot(X, SYMBOLS)).numpy()
    logits = h @ weights["answer"][1, :-1] + weights["answer"][1, -1]
    best = np.sort(logits, axis=1)
    clear = best[:, -1] - best[:, -2] > 1e-3
    found = long_memory.answers(net, weights, X)[1]
    assert clear.sum() > 20
    assert (logits.argmax(axis=1) == found)[clear].all()


def test_a_net_learns_a_short_game():
    """Does every seed learn what is easy, and is each step on record?"""
    net = replace(NETS["GRU"], steps=120, rate=0.01)
    rng = np.random.default_rng(3)
    nets = {"one": net}
    ((name, learned),) = long_memory.race(draw_examples, draw_weights, rng, longest=3, nets=nets)
    assert name == "one"
    assert learned.recall.shape == (120, SEEDS)
    assert learned.seconds.shape == (120,)
    assert (np.diff(learned.seconds) > 0).all()
    X, y, lags = draw_examples(100, 3, 3, rng)
    said = long_memory.answers(net, learned.weights, X)
    assert long_memory.recall_by_lag(said, y, lags, [0, 3]).min() > 0.9


def test_recall_is_counted_by_lag():
    """Are answers counted in the bin of their lag, ends included above and not below?"""
    answered = np.array([[1, 2, 3, 4], [1, 0, 0, 4]])
    found = long_memory.recall_by_lag(answered, [1, 2, 3, 0], [1, 2, 3, 4], [0, 2, 4])
    assert found.tolist() == [[1.0, 0.5], [0.5, 0.0]]


def test_a_line_becomes_an_example():
    """Do letters become distractors and the digit the key, and is a line without one refused?"""
    assert long_memory.symbols_of("A, b 7! h i").tolist() == [[8, 9, 7, 15, 8, 16]]
    for line in ("no digit", "1 and 2", "nine is 9"):
        with pytest.raises(ValueError, match="digits"):
            long_memory.symbols_of(line)


def test_plain_parts_are_columns():
    """Does a plain net in columns, as week 1 writes it, give the race's states?"""
    rng = np.random.default_rng(4)
    weights = long_memory.first_weights(NETS["tanh, random"], draw_weights, rng)
    weights["bias"] += 0.1
    Wax, Waa = long_memory.plain_parts(weights, seed=2)
    h = np.tanh(Waa @ np.tanh(Wax[:, 9]) + Wax[:, 16])
    logits = h @ weights["answer"][2, :-1] + weights["answer"][2, -1]
    found = long_memory.answers(NETS["tanh, random"], weights, np.array([[9, 16]]))
    assert logits.argmax() == found[2, 0]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_gradients_of_the_plain_net_are_those_of_finite_differences(activation):
    """Do small changes of single weights change the loss as the gradient says?"""
    rng = np.random.default_rng(5)
    parameters = long_memory.plain_weights(rng)
    X, y, _ = draw_examples(3, 4, 4, rng)
    x, targets = long_memory.one_hot(X, y)
    assert targets.sum(axis=(0, 1)).tolist() == [0, 0, 0, 0, 0, 3]
    start = rng.normal(size=(UNITS, 3))

    def loss_at(changed):
        return long_memory.loss_and_gradients(x, targets, start, changed, activation)[0]

    loss, slopes, last = long_memory.loss_and_gradients(x, targets, start, parameters, activation)
    assert last.shape == (UNITS, 3)
    assert loss > 0
    for name, place in (
        ("Wax", (2, 16)),
        ("Waa", (3, 1)),
        ("ba", (4, 0)),
        ("Wya", (5, 6)),
        ("by", (1, 0)),
    ):
        moved = []
        for step in (1e-6, -1e-6):
            changed = {key: value.copy() for key, value in parameters.items()}
            changed[name][place] += step
            moved.append(loss_at(changed))
        assert slopes[f"d{name}"][place] == pytest.approx((moved[0] - moved[1]) / 2e-6, abs=1e-5)


def test_descent_stops_at_what_is_not_finite():
    """Does a training end with its first loss that is not a number, and go on where it is clipped?"""
    wild = long_memory.descend(lambda g, _: (g, None), draw_examples, rate=1e6, steps=8)
    assert not np.isfinite(wild[-1]) or len(wild) == 8
    assert np.isfinite(wild[:-1]).all()
    calm = long_memory.descend(
        lambda g, _: ({k: 0 * v for k, v in g.items()}, None), draw_examples, steps=3
    )
    assert len(calm) == 3
    assert KEYS == 8
