"""Are the reference solutions of "Read any date" right? Truth comes from elsewhere.

And are notebooks that nobody declared judged right: solutions in unusual styles, honest mistakes?
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import pytest

from autograder.checks.cells import run_cell
from autograder.checks.exercise_check import judge_exercise
from autograder.checks.probes import observe
from autograder.declaration.course import Course
from autograder.declaration.reference import Reference
from tests.autograder.exercises.w6_notebooks import RIGHT, WRONG

RNG = np.random.default_rng(6)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w6_date_translation").reference()


def test_indices_agree_with_keras_string_lookup(reference: Reference):
    """Are the indices those of Keras's own layer, characters split and padded by it?"""
    import keras

    letters = list("0123456789 .,/éfvrmai")
    lookup = keras.layers.TextVectorization(
        standardize="lower", split="character", vocabulary=letters, output_sequence_length=14
    )
    texts = ["3 févr. 1999", "12/12/2012", "MAI 1, 1950, 12:30", "øl", "", unicodedata.normalize(
        "NFC", "fe\u0301v")]  # fmt: skip
    # Keras numbers padding 0, unknown 1, and counts on from there.
    vocabulary = {"<pad>": 0, "<unk>": 1} | {c: i for i, c in enumerate(letters, start=2)}
    rows = [reference.preprocess(text, vocabulary, 14) for text in texts]
    np.testing.assert_array_equal(rows, np.asarray(lookup(np.array(texts))))


def test_context_agrees_with_keras_additive_attention(reference: Reference):
    """Is the context that of keras.layers.AdditiveAttention with the same numbers?"""
    import keras

    a = RNG.normal(size=(3, reference.TX, 4)).astype("float32")
    s = RNG.normal(size=(3, 5)).astype("float32")
    space = dict(reference.namespace)
    run_cell(reference.cells["one_step_attention"], "<cell>", space)
    space["densor1"] = keras.layers.Dense(6, activation="tanh", bias_initializer="ones")
    space["densor2"] = keras.layers.Dense(1, use_bias=False)
    got = space["one_step_attention"](a, s)
    kernel, bias = space["densor1"].get_weights()
    peer = keras.layers.AdditiveAttention()
    keys, query = a @ kernel[:4] + bias, (s @ kernel[4:])[:, None]
    peer.build([query.shape, a.shape, keys.shape])
    peer.scale.assign(space["densor2"].get_weights()[0][:, 0])
    np.testing.assert_allclose(got, peer([query, a, keys]), atol=1e-5)


def test_score_agrees_with_scikit_learn(reference: Reference):
    """Are both results scikit-learn's accuracies, of wholes and of symbols?"""
    from sklearn.metrics import accuracy_score

    true = [f"{n:06}" for n in RNG.integers(0, 10**6, 40)]
    predicted = [t if n % 3 else t[:2] + "00" + t[4:] for n, t in enumerate(true)]
    accuracy, positions = reference.exact_match(predicted, true)
    assert accuracy == pytest.approx(accuracy_score(true, predicted))
    for j, share in enumerate(positions):
        assert share == pytest.approx(
            accuracy_score([t[j] for t in true], [p[j] for p in predicted])
        )


@pytest.mark.slow
def test_network_learns_to_look(reference: Reference):
    """Does the whole network learn to copy what only attention finds quickly, and the map show it?"""
    import keras

    keras.utils.set_random_seed(3)
    space = dict(reference.namespace)
    for cell in ("shared_layers",):
        source = {c.id: c.source for c in _cells()}[cell]
        run_cell(source.replace("RepeatVector(TX)", "RepeatVector(6)"), "<cell>", space)
    for name in ("one_step_attention", "modelf"):
        run_cell(reference.cells[name], f"<cell {name}>", space)
    ids = RNG.integers(0, 5, (600, 6))
    X, Y = np.eye(5, dtype="float32")[ids], ids[:, [4, 1]]
    model = space["modelf"](6, 2, 8, 12, 5, 5)
    model.compile(keras.optimizers.Adam(0.02), ["sparse_categorical_crossentropy"] * 2)
    zeros = np.zeros((600, 12))
    model.fit([X, zeros, zeros], list(Y.T), epochs=12, batch_size=50, verbose=0)
    found = np.stack(model.predict([X, zeros, zeros], verbose=0), axis=1).argmax(axis=-1)
    assert (found == Y).mean() > 0.9


def _cells():
    from autograder.declaration.source import read_source

    return read_source(Course().source("w6_date_translation"))


@cache
def check_of(name: str):
    """Returns inputs and what the reference gives for them; with models that takes seconds."""
    assignment = Course().declaration("w6_date_translation")
    return assignment.exercises[name].check(assignment.reference(), 11)


def judged(reference: Reference, name: str, source: str):
    """Judges a notebook in which a cell was written so."""
    space = dict(reference.namespace)
    for other, cell in reference.cells.items():  # Defined here, they see what is patched here.
        run_cell(source if other == name else cell, f"<cell {other}>", space)
    return judge_exercise(
        check_of(name), lambda _, probe, seconds: observe(lambda: space[name], probe, space)
    )


@pytest.mark.parametrize(("name", "source"), RIGHT)
def test_unusual_right_notebooks_pass(reference: Reference, name: str, source: str):
    """Does a right solution in a style that nobody declared get its points?"""
    verdict = judged(reference, name, source)
    assert verdict.status == "passed", verdict.text()


@pytest.mark.parametrize(("name", "source", "said"), WRONG)
def test_honest_mistakes_fail_with_words(reference: Reference, name: str, source: str, said: str):
    """Does a mistake that nobody declared fail, with words that point at it?"""
    verdict = judged(reference, name, source)
    assert verdict.points == 0, "It passes."
    assert said in verdict.text(), verdict.text()
