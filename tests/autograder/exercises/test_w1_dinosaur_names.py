"""Are the reference solutions of "Name a new dinosaur" right? Truth comes from elsewhere."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from scipy.stats import chi2

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

N_A, SIZE = 5, 4
CHAR_TO_IX = {"\n": 2, "a": 0, "b": 3, "c": 1}


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w1_dinosaur_names").reference()


def parameters_from(rng: np.random.Generator) -> dict[str, np.ndarray]:
    shapes = {
        "Wax": (N_A, SIZE),
        "Waa": (N_A, N_A),
        "Wya": (SIZE, N_A),
        "b": (N_A, 1),
        "by": (SIZE, 1),
    }
    return {name: rng.standard_normal(shape) for name, shape in shapes.items()}


def keras_probabilities(parameters: dict, ids: list[int], temperature: float = 1.0) -> np.ndarray:
    """Returns `(len(ids) + 1, SIZE)`: after nothing, after the first symbol, and so on."""
    import keras

    layer = keras.layers.SimpleRNN(N_A, return_sequences=True, dtype="float64")
    one_hot = np.eye(SIZE)[ids].reshape(-1, SIZE)
    x = np.concatenate([np.zeros((1, SIZE)), one_hot])[None]
    layer.build(x.shape)
    p = parameters
    layer.set_weights([p["Wax"].T, p["Waa"].T, p["b"][:, 0]])
    states = keras.ops.convert_to_numpy(layer(x))[0]
    logits = (states @ p["Wya"].T + p["by"][:, 0]) / temperature
    return keras.ops.convert_to_numpy(keras.ops.softmax(logits))


def keras_log_probability(parameters: dict, name: str) -> float:
    ids = [CHAR_TO_IX[letter] for letter in name]
    rows = keras_probabilities(parameters, ids)
    return sum(float(np.log(row[i])) for row, i in zip(rows, [*ids, CHAR_TO_IX["\n"]], strict=True))


def test_clip_agrees_with_tensorflow(reference: Reference):
    """Does `clip` do what `tf.clip_by_value` does?"""
    import tensorflow as tf

    gradients = {"dWaa": 9 * np.random.default_rng(1).standard_normal((3, 3))}
    clipped = reference.clip(gradients, 2.5)
    np.testing.assert_allclose(clipped["dWaa"], tf.clip_by_value(gradients["dWaa"], -2.5, 2.5))


@pytest.mark.parametrize("name", ["", "a", "abcab", "ccccccc"])
def test_log_probability_agrees_with_a_keras_layer(reference: Reference, name: str):
    """Is a name's log-probability what Keras's SimpleRNN gives with the same weights?"""
    parameters = parameters_from(np.random.default_rng(len(name)))
    got = reference.name_log_probability(name, parameters, CHAR_TO_IX)
    assert got == pytest.approx(keras_log_probability(parameters, name), rel=1e-6)


def test_probabilities_of_all_names_sum_to_one(reference: Reference):
    """Do the probabilities of all short names and of all longer beginnings add up to one?"""
    parameters = parameters_from(np.random.default_rng(8))
    short = ["".join(name) for n in range(4) for name in itertools.product("abc", repeat=n)]
    ended = sum(np.exp(reference.name_log_probability(n, parameters, CHAR_TO_IX)) for n in short)
    longer = 0.0
    for letters in itertools.product("abc", repeat=4):
        ids = [CHAR_TO_IX[letter] for letter in letters]
        rows = keras_probabilities(parameters, ids)
        longer += float(np.prod([rows[t][i] for t, i in enumerate(ids)]))
    assert ended + longer == pytest.approx(1.0, abs=1e-6)


def test_perplexity_agrees_with_the_definition(reference: Reference):
    """Is perplexity exp(total surprise / predicted symbols), by Keras's probabilities?"""
    parameters = parameters_from(np.random.default_rng(3))
    names = ["ab", "c", "bacca"]
    total = sum(keras_log_probability(parameters, name) for name in names)
    expected = np.exp(-total / (3 + 2 + 6))
    assert reference.perplexity(names, parameters, CHAR_TO_IX) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("temperature", [None, 0.5, 2.0])
def test_samples_follow_keras_probabilities(reference: Reference, temperature: float | None):
    """Do the first two symbols of sampled names follow the joint distribution by Keras?"""
    rng = np.random.default_rng(17)
    parameters = parameters_from(np.random.default_rng(4))
    end = CHAR_TO_IX["\n"]
    first = keras_probabilities(parameters, [], temperature or 1.0)[0]
    expected = {(end,): first[end]}
    for i in set(range(SIZE)) - {end}:
        second = keras_probabilities(parameters, [i], temperature or 1.0)[1]
        expected |= {(i, j): first[i] * second[j] for j in range(SIZE)}
    count = 3000
    counts = Counter()
    for _ in range(count):
        if temperature is None:
            name = reference.sample(parameters, CHAR_TO_IX, rng)
        else:
            name = reference.sample_with_temperature(parameters, CHAR_TO_IX, temperature, rng)
        counts[tuple(name[:2])] += 1
    assert set(counts) <= set(expected)
    statistic = sum((counts[k] - count * p) ** 2 / (count * p) for k, p in expected.items())
    assert chi2.sf(statistic, len(expected) - 1) > 1e-6


def test_optimize_follows_a_numerical_gradient(reference: Reference):
    """Does the step move every parameter against the numerically estimated gradient, clipped?"""
    rng = np.random.default_rng(5)
    parameters = parameters_from(rng)
    before = {name: value.copy() for name, value in parameters.items()}
    name = "cabbac"
    ids = [CHAR_TO_IX[letter] for letter in name]
    X, Y = [None, *ids], [*ids, CHAR_TO_IX["\n"]]
    loss, _, _ = reference.optimize(X, Y, np.zeros((N_A, 1)), parameters, 0.1)
    assert loss == pytest.approx(-keras_log_probability(before, name), rel=1e-6)
    h = 1e-4
    for key, place in [
        ("Wax", (2, 1)),
        ("Waa", (0, 3)),
        ("Wya", (3, 2)),
        ("b", (4, 0)),
        ("by", (1, 0)),
    ]:
        sides = []
        for sign in (1, -1):
            moved = {k: v.copy() for k, v in before.items()}
            moved[key][place] += sign * h
            sides.append(-keras_log_probability(moved, name))
        slope = float(np.clip((sides[0] - sides[1]) / (2 * h), -5, 5))
        assert parameters[key][place] == pytest.approx(before[key][place] - 0.1 * slope, abs=1e-5)


def test_model_reaches_the_entropy_of_its_language(reference: Reference):
    """Does training come near the lowest loss there is, ln 4 for four equally likely names?"""
    names = ["aac", "abc", "bab", "bba"]
    char_to_ix = {"a": 0, "b": 1, "c": 2, "\n": 3}
    parameters, losses = reference.model(
        names,
        {i: c for c, i in char_to_ix.items()},
        char_to_ix,
        3000,
        12,
        np.random.default_rng(0),
        0.05,
    )
    surprise = -np.mean([reference.name_log_probability(n, parameters, char_to_ix) for n in names])
    assert np.log(4) - 1e-6 < surprise < np.log(4) + 0.35
    assert len(losses) == 3000


def test_second_order_names_leave_a_bigram_at_chance():
    """Is the stated surprise of the best bigram right, and far above what a network reaches?"""
    from autograder.exercises.w1_dinosaur_names import training as declared

    pairs = Counter()
    for name in declared.SECOND_ORDER_NAMES:
        pairs.update(itertools.pairwise(["^", *name, "\n"]))
    starts = Counter()
    for (first, _), count in pairs.items():
        starts[first] += count
    nats = -sum(n * np.log(n / starts[first]) for (first, _), n in pairs.items())
    assert nats / len(declared.SECOND_ORDER_NAMES) == pytest.approx(declared.BIGRAM_NATS, abs=0.01)
    assert declared.LEARNED_NATS < declared.BIGRAM_NATS - 1


def test_language_model_learns_what_it_is_shown(reference: Reference):
    """Does the Keras model, trained on one sequence, predict it from its past alone?"""
    import keras

    keras.utils.set_random_seed(3)
    model = reference.build_language_model(7, 16)
    ids = np.array([[1, 3, 4, 3, 5, 3, 6, 2]] * 8)
    model.compile(
        keras.optimizers.Adam(0.05), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    model.fit(ids[:, :-1], ids[:, 1:], epochs=60, verbose=0)
    predicted = keras.ops.convert_to_numpy(model(ids[:1, :-1])).argmax(axis=-1)
    np.testing.assert_array_equal(predicted[0], ids[0, 1:])
