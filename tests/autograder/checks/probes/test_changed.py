"""The probe for objects that are changed in place: are they seen before and after?"""

import numpy as np
import pytest

from autograder.checks import probes
from autograder.checks.plain import from_json, to_json
from autograder.checks.probes import BeforeAfter, observe
from autograder.checks.recipes import Function, Made

MODEL = """
def make(kernel):
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    model.set_weights([kernel])
    return model
"""
BOX = "def make():\n    class Box:\n        weights = [1.0]\n    return Box()\n"
LOOK = {"weights": Function("def look(box):\n    return box.weights")}


def see(function, probe):
    described = from_json(to_json(probe.describe()))
    return observe(lambda: function, probes.from_description(described))


def test_an_object_is_seen_before_and_after_all_calls():
    """Is the same object handed in each time, and looked at around all of it?"""

    def grow(box):
        box.weights.append(2.0)
        return box.weights

    for _ in range(2):  # Nothing of the first run is left in the second.
        seen = see(grow, BeforeAfter({"box": Made(BOX)}, LOOK, times=2))
        assert seen["before"] == {"weights": [1.0]}
        assert seen["after"] == {"weights": [1.0, 2.0, 2.0]}
        assert seen["results"] == [[1.0, 2.0], [1.0, 2.0, 2.0]]
        assert seen["result"] == seen["results"][-1]


def test_a_keras_model_is_trained_in_place():
    """Are weights and outputs of a model with given weights seen to move?"""
    pytest.importorskip("keras")
    looks = {
        "weights": Function("def look(model, x):\n    return model.get_weights()"),
        "outputs": Function("def look(model, x):\n    return model(x)"),
    }
    x = np.array([[1.0, 2.0]], "float32")
    model = Made(MODEL, {"kernel": np.array([[1.0], [1.0]], "float32")})

    def halve(model, x):
        model.set_weights([weight / 2 for weight in model.get_weights()])

    seen = see(halve, BeforeAfter({"model": model, "x": x}, looks))
    assert seen["before"]["outputs"].tolist() == [[3.0]]
    assert seen["after"]["outputs"].tolist() == [[1.5]]
    assert seen["after"]["weights"][0].tolist() == [[0.5], [0.5]]
    assert seen["result"] is None


@pytest.mark.parametrize("odd", [None, 3, "text", [None]])
def test_odd_answers_are_plain_values(odd):
    """Is whatever is returned handed on, for the comparison to name?"""
    assert see(lambda box: odd, BeforeAfter({"box": Made(BOX)}, LOOK))["result"] == odd


def test_the_object_itself_as_the_result_is_told():
    """Is a model that is returned in place of a loss named in a sentence?"""
    error = see(lambda box: box, BeforeAfter({"box": Made(BOX)}, LOOK))["error"]
    assert error["message"].startswith("the result is of type Box, expected numbers")


def test_an_object_that_was_spoiled_is_told():
    """Is an object that no longer has what is looked at an error in words, and no crash?"""

    def spoil(box):
        box.weights = object()

    assert (
        "what 'weights' shows"
        in see(spoil, BeforeAfter({"box": Made(BOX)}, LOOK))["error"]["message"]
    )
