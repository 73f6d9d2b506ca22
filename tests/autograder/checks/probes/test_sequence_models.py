"""Probes for functions on tensors and models with several inputs: do they see what there is?"""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks import probes
from autograder.checks.expectations import DifferentRows, MatchesIfSeen
from autograder.checks.measures import MEASURES
from autograder.checks.probes import SequenceModel, TensorCall, observe

keras = pytest.importorskip("keras")
A = np.array([[1.0, 2.0], [3.0, 4.0]], dtype="float32")
B = np.array([[2.0, 1.0], [0.5, 1.0]], dtype="float32")


def see(function, probe):
    return observe(lambda: function, probes.from_description(probe.describe()))


def product(a, b):
    return keras.ops.multiply(a, b)


def test_slopes_of_a_tensor_function_are_those_of_calculus():
    """Is the gradient of mean (a b)^2 by a what it is by hand, 2 a b^2 / 4?"""
    seen = see(product, TensorCall({"a": A, "b": B}, in_model=True))
    np.testing.assert_allclose(seen["result"], A * B)
    np.testing.assert_allclose(seen["in_model"], A * B)
    np.testing.assert_allclose(seen["gradients"]["a"], 2 * A * B**2 / 4)
    np.testing.assert_allclose(seen["gradients"]["b"], 2 * B * A**2 / 4)


def test_no_way_back_is_seen():
    """Is a result computed outside TensorFlow seen to have no gradients?"""
    seen = see(lambda a, b: np.asarray(a) * np.asarray(b), TensorCall({"a": A, "b": B}))
    assert seen["gradients"] == {"a": None, "b": None}
    seen = see(lambda a, b: keras.ops.stop_gradient(a) * b, TensorCall({"a": A, "b": B}))
    assert seen["gradients"]["a"] is None
    assert seen["gradients"]["b"] is not None


def test_fresh_layers_give_two_results():
    """Do two calls differ where each makes a layer of its own?"""
    seen = see(lambda a, b: keras.layers.Dense(3)(a * b), TensorCall({"a": A, "b": B}))
    assert np.abs(seen["result"] - seen["again"]).max() > 1e-3


def test_what_fails_in_a_model_is_told():
    """Does a function that only knows values give an error in words, and a constant too?"""
    probe = TensorCall({"a": A, "b": B}, in_model=True)
    assert "error" in see(lambda a, b: np.asarray(a) * np.asarray(b), probe)
    error = see(lambda a, b: keras.ops.ones((2, 2)), probe)["error"]
    assert "expected a Keras tensor" in error["message"]


def model(units, fresh=False, pooled=False, outputs=2):
    x, s = keras.Input((2,)), keras.Input((3,))
    shared = keras.layers.Dense(units)
    found = []
    for _ in range(outputs):
        layer = keras.layers.Dense(units) if fresh else shared
        hidden = layer(x) * (1.0 if pooled else keras.layers.Activation("sigmoid")(s[:, :1]))
        found.append(hidden + keras.ops.sum(s, axis=-1, keepdims=True))
    return keras.Model([x, s], found)


S = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], dtype="float32")


def test_weights_are_set_by_shape_where_all_fit():
    """Do the outputs have the given weights, and is a model of other shapes left alone?"""
    given = {"right": [np.ones((2, 4), "float32"), np.zeros(4, "float32")]}
    probe = SequenceModel({"units": 4}, inputs={"x": [A, S]}, by_shape=given, given=[A, S])
    seen = see(model, probe)
    gates = 1 / (1 + np.exp(-S[:, :1]))
    expected = A.sum(axis=1, keepdims=True) * gates + S.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(seen["loaded"]["right"][0], np.repeat(expected, 4, 1), rtol=1e-5)
    other = SequenceModel({"units": 5}, inputs={"x": [A, S]}, by_shape=given, given=[A, S])
    assert see(model, other)["loaded"] == {}
    more = {"right": [*given["right"], np.ones((9, 9), "float32")]}
    unused = SequenceModel({"units": 4}, inputs={"x": [A, S]}, by_shape=more, given=[A, S])
    assert see(model, unused)["loaded"] == {}


def test_a_part_of_the_weights_is_set_and_the_rest_is_zero():
    """Is the model loaded by a part, where other weights have no array?"""
    part = {"bias": [np.full(4, 2.0, "float32")]}
    probe = SequenceModel(
        {"units": 4}, inputs={"x": [A, S]}, by_shape=part, partial=["bias"], given=[A, S]
    )
    expected = 2 / (1 + np.exp(-S[:, :1])) + S.sum(axis=1, keepdims=True)
    loaded = see(model, probe)["loaded"]["bias"][0]
    np.testing.assert_allclose(loaded, np.repeat(expected, 4, 1), rtol=1e-5)


def test_weights_are_set_by_position_where_all_fit():
    """Do two layers of one size get weights of their own, in the order of `get_weights`?"""
    first, second = np.diag([2.0, 3.0]).astype("float32"), np.ones((2, 2), "float32")
    zeros = np.zeros(2, "float32")

    def two(layers):
        return keras.Sequential(
            [keras.Input((2,)), *[keras.layers.Dense(2) for _ in range(layers)]]
        )

    arrays = {"right": [first, zeros, second, zeros]}
    for layers, loaded in ((2, {"right": (A @ first @ second).tolist()}), (3, {})):
        probe = SequenceModel({"layers": layers}, inputs={"x": A}, by_position=arrays, given=[A])
        seen = see(two, probe)
        assert {name: value.tolist() for name, value in seen["loaded"].items()} == loaded


def test_several_outputs_are_a_list_whatever_the_model_returns():
    """Is a tuple of outputs a list of outputs?"""

    def made(units):
        x = keras.Input((2,))
        return keras.Model(x, (keras.layers.Dense(units)(x), x))

    seen = see(made, SequenceModel({"units": 4}, inputs={"x": A}))
    assert isinstance(seen["outputs"]["x"], list)


def test_weights_are_counted_for_other_arguments():
    """Is it seen that layers are made anew for each output?"""
    for fresh in (False, True):
        probe = SequenceModel(
            {"units": 4, "fresh": fresh, "pooled": False, "outputs": 1},
            inputs={"x": [A, S]},
            other_arguments={"units": 4, "fresh": fresh, "pooled": False, "outputs": 3},
        )
        seen = see(model, probe)
        assert (seen["other_parameters"] > seen["parameters"]) is fresh


def test_slopes_are_those_of_the_model():
    """Are the gradients of the outputs by the first input the gated weights of the layer?"""
    plan = {"inputs": [A, S], "of": 0, "by": 0, "numbers": 3}
    kernel = np.arange(8, dtype="float32").reshape(2, 4)

    def made(units):
        found = model(units)
        found.set_weights([kernel, np.zeros(4)])
        return found

    seen = see(made, SequenceModel({"units": 4}, inputs={"x": [A, S]}, gradients=plan))
    gates = 1 / (1 + np.exp(-S[:, :1]))
    for number in range(3):
        np.testing.assert_allclose(seen["gradients"][number], gates * kernel[:, number], rtol=1e-5)


def test_no_such_output_has_no_gradients():
    """Is a model with a single output seen to have no list of them?"""
    plan = {"inputs": [A, S], "of": 3, "by": 0, "numbers": 1}
    seen = see(model, SequenceModel({"units": 4}, inputs={}, gradients=plan))
    assert seen["gradients"] is None


def directions(rank, n_a=2):
    rng = np.random.default_rng(0)
    gradients = np.stack(
        [rng.normal(size=(6, rank)) @ rng.normal(size=(rank, 20)) for _ in "abc"], 1
    )
    return MEASURES["directions_of_gradients"](
        {"gradients": gradients.astype("float32")}, {"n_a": n_a}
    )


def test_directions_tell_four_from_five():
    """Is a rank of 2 n_a told from one more, in float32, example by example?"""
    assert directions(4)["beyond"] < 1e-6
    assert directions(5)["beyond"] > 1e-2


def test_no_slopes_have_no_reach():
    """Are missing, infinite and zero gradients told apart from real ones?"""
    measure = MEASURES["directions_of_gradients"]
    for gradients in (None, [1.0], np.full((2, 2, 2), np.nan)):
        assert measure({"gradients": gradients}, {"n_a": 1}) == {"reach": None, "beyond": None}
    assert measure({"gradients": np.zeros((3, 4, 5))}, {"n_a": 1})["reach"] == 0.0


def test_rows_differ_or_not():
    """Does the expectation see two different rows, two equal ones, and that there are none?"""
    seen = {"x": np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 3.0]])}
    assert DifferentRows("x", 0, 2, "alike").judge(seen) is None
    assert DifferentRows("x", 0, 1, "alike").judge(seen).message == "alike"
    assert DifferentRows("x", 0, 9, "alike").judge(seen).kind == "property"
    assert DifferentRows("y", 0, 1, "alike").judge(seen).kind == "property"


def test_what_is_not_seen_need_not_match():
    """Does the expectation compare where there is something, and pass where there is nothing?"""
    expectation = MatchesIfSeen(np.ones(2), "x")
    assert expectation.judge({}) is None
    assert expectation.judge({"x": np.ones(2)}) is None
    assert expectation.judge({"x": np.zeros(2)}) is not None


def test_a_mistake_is_recognised_by_what_both_show():
    """Is one that shows nothing like any, and are two that show something compared?"""
    expectation = MatchesIfSeen(np.ones(2), "x")
    wrong, other, right = ({"x": np.full(2, v)} for v in (3.0, 4.0, 1.0))
    signature = expectation.signature
    assert expectation.alike(signature({}), signature(wrong))
    assert expectation.alike(signature(wrong), signature(wrong))
    assert not expectation.alike(signature(wrong), signature(other))
    assert not expectation.alike(signature(wrong), signature(right))
    assert expectation.alike(signature({}), signature(right))
