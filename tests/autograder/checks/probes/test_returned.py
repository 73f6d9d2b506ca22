"""Probes for results that are called in their turn: functions, and models that feed each other."""

import itertools

import numpy as np
import pytest

from autograder.checks import probes
from autograder.checks.plain import from_json, to_json
from autograder.checks.probes import BeforeAfter, Returned, ReturnedModels, observe
from autograder.checks.recipes import Earlier, Function, Recorded

keras = pytest.importorskip("keras")
SQUARE = Function("def square(x):\n    return x * x")
A = np.array([[1.0, 2.0], [3.0, 4.0]], dtype="float32")


def see(function, probe):
    """Observes through a probe that was described and read back, as across bundle and pipe."""
    described = from_json(to_json(probe.describe()))
    return observe(lambda: function, probes.from_description(described))


def test_a_returned_function_is_called_several_times():
    """Is each call seen under its label, one after another, with the recipes built?"""

    def counting(f):
        calls = itertools.count(1)
        return lambda x, y=0: (f(x) + y, next(calls))

    probe = Returned(
        {"f": SQUARE}, [["one", [3.0]], ["two", [3.0, 1.0]], ["on", [Earlier("two.0")]]]
    )
    assert see(counting, probe)["results"] == {"one": [9.0, 1], "two": [10.0, 2], "on": [100.0, 3]}


def test_recorded_arguments_are_seen():
    """Are the calls of a callable seen that the returned function makes?"""
    seen = see(lambda f: lambda x: f(x) + f(1), Returned({"f": Recorded(SQUARE)}, [["a", [2]]]))
    assert seen["results"] == {"a": 5}
    assert seen["calls"]["f"]["arguments"] == [[2], [1]]


def model(inputs=2):
    return keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(1)])


ODD = {
    "None": None,
    "a number": 3.0,
    "text": "f",
    "a list of 1": [1],
    "an array of shape (2,)": np.zeros(2),
    "a dict": {},
}


@pytest.mark.parametrize("words", ODD)
def test_what_is_no_function_is_told(words):
    """Is what came in place of a function named in one sentence?"""
    error = see(lambda: ODD[words], Returned({}, [["a", [1]]]))["error"]
    assert error["message"] == f"The result is {words}, expected a function."


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (None, "The result is None, expected 2 results: reader, writer."),
        (len, "The result is a function, expected 2 results: reader, writer."),
        ((1, 2, 3), "The result is a tuple of 3, expected 2 results: reader, writer."),
        ((len, len), "The reader is a function, expected a Keras model."),
        (model, "The result is a function, expected 2 results: reader, writer."),
        (keras.Model, "The result is the class Model, expected 2 results: reader, writer."),
    ],
)
def test_what_is_no_pair_of_models_is_told(odd, words):
    """Is what came in place of an encoder and a decoder named in one sentence?"""
    probe = ReturnedModels({}, [["a", [A], "reader"]], ["reader", "writer"])
    assert see(lambda: odd, probe)["error"]["message"] == words


def test_a_model_in_place_of_a_pair_and_a_layer_in_place_of_a_model():
    """Are Keras's own things called by their names?"""
    probe = ReturnedModels({}, [["a", [A], "reader"]], ["reader", "writer"])
    assert "is a Keras model, expected 2 results" in see(model, probe)["error"]["message"]
    alone = ReturnedModels({}, [["a", [A]]])
    message = see(lambda: keras.layers.Dense(1), alone)["error"]["message"]
    assert message == "The result is a Keras layer, expected a Keras model."
    assert "outputs" not in see(model, alone)


def pair(units, forgets=False, idle=False):
    """Returns an encoder, and a decoder of two inputs and two outputs."""
    x, y, state = keras.Input((2,)), keras.Input((2,)), keras.Input((units,))
    read = keras.layers.Dense(units)
    encoder = keras.Model(x, read(x))
    if idle:
        encoder = keras.Model(x, [encoder.output, keras.layers.Dense(1)(x)])
    used = 0 * state if forgets else state
    after = keras.layers.Add()([used, keras.layers.Dense(units, use_bias=False)(y)])
    return encoder, keras.Model([y, state], [keras.layers.Dense(1)(after), after])


CALLS = [
    ["state", [A], "reader"],
    ["first", [A, Earlier("state")], "writer"],
    ["second", [A, Earlier("first.1")], "writer"],
]
NAMES = ["reader", "writer"]


def test_models_are_fed_with_what_others_gave():
    """Is the decoder fed with the encoder's state, then with its own, under given weights?"""
    ones, halves = np.ones((2, 3), "float32"), np.full((3, 1), 0.5, "float32")
    weights = {
        "reader": [ones, np.zeros(3, "float32")],
        "writer": [2 * ones, halves, np.zeros(1, "float32")],
    }
    seen = see(pair, ReturnedModels({"units": 3}, CALLS, NAMES, 4, weights, "second.0"))
    sums = A.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(seen["loaded"]["state"], np.repeat(sums, 3, 1), rtol=1e-6)
    np.testing.assert_allclose(seen["loaded"]["second"][0], 1.5 * 5 * sums, rtol=1e-6)
    assert seen["unreached"] == {"reader": 0, "writer": 0}
    again = see(pair, ReturnedModels({"units": 3}, CALLS, NAMES, 4, weights, "second.0"))
    np.testing.assert_array_equal(seen["results"]["first"][0], again["results"]["first"][0])


def test_weights_that_do_not_fit_one_model_load_none():
    """Is a pair of other shapes judged by its properties alone?"""
    weights = {"reader": [np.ones((2, 3)), np.zeros(3)], "writer": [np.zeros((9, 9))]}
    assert see(pair, ReturnedModels({"units": 3}, CALLS, NAMES, 4, weights))["loaded"] == {}


def test_weights_in_another_order_load_by_shape():
    """Are weights of different shapes found in a model that made them in another order?"""

    def swapped():
        x = keras.Input((2,))
        late, early = keras.layers.Dense(3, use_bias=False), keras.layers.Dense(2, use_bias=False)
        late.build((None, 2))
        return keras.Model(x, late(early(x)))

    weights = {"result": [np.ones((2, 3), "float32"), 2 * np.eye(2, dtype="float32")]}
    seen = see(swapped, ReturnedModels({}, [["a", [A]]], randomize_weights=1, weights=weights))
    sums = A.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(seen["loaded"]["a"], np.repeat(2 * sums, 3, 1), rtol=1e-6)


def test_weights_that_nothing_leads_to_are_counted():
    """Is an encoder whose state is not used seen to learn nothing?"""
    probe = ReturnedModels({"units": 3, "forgets": True}, CALLS[:2], NAMES, 4, reaches="first.0")
    assert see(pair, probe)["unreached"] == {"reader": 2, "writer": 0}


def test_one_output_in_place_of_two_is_told():
    """Is a decoder that returns no state named, where the next call needs it?"""

    def half(units):
        encoder, decoder = pair(units)
        return encoder, keras.Model(decoder.inputs, decoder.outputs[0])

    error = see(half, ReturnedModels({"units": 3}, CALLS, NAMES, 4))["error"]
    assert error["message"] == (
        "The result 'first' is a tensor of shape (2, 1), expected at least 2 results: the next call "
        "needs them."
    )


@pytest.mark.parametrize("labels", [["a.b"], [""], ["a", "a"]])
def test_labels_name_one_part_each(labels):
    """Is a label that would lead an expectation astray refused where it is declared?"""
    with pytest.raises(ValueError, match="must be there once, and without a dot"):
        Returned({}, [[label, []] for label in labels])
    if len(labels) == 1:
        with pytest.raises(ValueError, match="without a dot"):
            BeforeAfter({}, {labels[0]: SQUARE})
