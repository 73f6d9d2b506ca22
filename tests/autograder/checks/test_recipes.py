"""Arguments that are described on one side and built on the other."""

import copy

import numpy as np
import pytest

from autograder.checks import recipes
from autograder.checks.plain import from_json, to_json
from autograder.checks.recipes import Function, Generator, Repeated, Tensor, WordMap
from autograder.runner.wire import decode, encode

NESTED = {
    "rng": Generator(7),
    "words": WordMap(["cat", "dog"], np.array([[1.0, 2.0], [3.0, 4.0]])),
    "step": Function("def helper(x):\n    return x + 1\n\ndef step(x):\n    return 2 * helper(x)"),
    "list": [1, (Generator(3), np.arange(3))],
    "plain": {"a": np.zeros(2)},
}


@pytest.mark.parametrize("travel", [lambda v: decode(encode(v)), lambda v: from_json(to_json(v))])
def test_recipes_travel(travel):
    """Does a description survive the pipe and the bundle, at any depth, and build the same?"""
    built = recipes.build(travel(recipes.describe(NESTED)))
    assert built["rng"].integers(1000, size=5).tolist() == (
        np.random.default_rng(7).integers(1000, size=5).tolist()
    )
    assert built["words"]["dog"].tolist() == [3.0, 4.0]
    assert built["step"](3) == 8
    one, (generator, numbers) = built["list"]
    assert one == 1
    assert isinstance(generator, np.random.Generator)
    assert numbers.tolist() == [0, 1, 2]


def test_describing_twice_changes_nothing():
    """May a description be described again? Probes that were read back do so."""
    once = recipes.describe({"rng": Generator(7), "x": (1, 2)})
    assert recipes.describe(once) == once


def test_every_build_is_private():
    """Can one call spoil the arguments of the next, through arrays, dicts or the generator?"""
    described = recipes.describe(NESTED)
    first = recipes.build(described)
    drawn = first["rng"].random()
    first["plain"]["a"][:] = 9
    first["words"]["cat"][:] = 9
    first["plain"]["new"] = 1
    second = recipes.build(described)
    assert second["rng"].random() == drawn
    assert second["plain"].keys() == {"a"}
    assert second["plain"]["a"].tolist() == [0, 0]
    assert second["words"]["cat"].tolist() == [1.0, 2.0]


def test_is_plain_looks_everywhere():
    """Is a recipe found wherever it hides?"""
    described = recipes.describe(NESTED)
    assert [key for key in described if recipes.is_plain(described[key])] == ["plain"]


def test_reseeding_moves_generators_only():
    """Does a retry get other random numbers, and otherwise the very same arguments?"""
    described = recipes.describe(NESTED)
    before = copy.deepcopy(described)
    moved = recipes.reseed(described, 100)
    assert moved["rng"]["with"]["seed"] == 107
    assert moved["list"][1][0]["with"]["seed"] == 103
    moved["rng"], moved["list"] = described["rng"], described["list"]
    assert str(moved) == str(described) == str(before)


def test_word_map_needs_one_row_a_word():
    """Does a word map with a row too few say so, and not drop a word?"""
    with pytest.raises(ValueError, match="shorter"):
        WordMap(["a", "b"], np.zeros((1, 2))).build()


def test_tensor_recipe():
    """Is a tensor built with the values and the type of its array?"""
    tf = pytest.importorskip("tensorflow")
    built = recipes.build(recipes.describe([Tensor(np.array([1, 2], dtype=np.int32))]))[0]
    assert isinstance(built, tf.Tensor)
    assert built.dtype == tf.int32
    assert built.numpy().tolist() == [1, 2]


@pytest.mark.parametrize("travel", [lambda v: decode(encode(v)), lambda v: from_json(to_json(v))])
def test_a_layer_travels(travel):
    """Does a Keras layer come out as it went in: weights, mask, and whether it is trained?"""
    keras = pytest.importorskip("keras")
    layer = keras.layers.Embedding(4, 3, mask_zero=True, trainable=False)
    layer.build(())
    layer.set_weights([np.arange(12.0).reshape(4, 3)])
    built = recipes.build(travel(recipes.describe(recipes.Layer.of(layer))))
    ids = np.array([[2, 0]])
    assert np.asarray(built(ids)).tolist() == [[[6.0, 7.0, 8.0], [0.0, 1.0, 2.0]]]
    assert np.asarray(built.compute_mask(ids)).tolist() == [[True, False]]
    assert not built.trainable_weights


@pytest.mark.parametrize("travel", [lambda v: decode(encode(v)), lambda v: from_json(to_json(v))])
def test_arrays_of_runs_are_plain_arrays_in_short(travel):
    """Does an array of runs travel as some bytes, count as plain, and become a fresh array?"""
    described = recipes.describe({"x": [Repeated([0.5, -1.0, 0.0], [2, 1, 100_000])]})
    assert recipes.is_plain(described)
    assert len(encode(described)) < 300
    first, second = (recipes.build(travel(described))["x"][0] for _ in range(2))
    assert first.shape == (100_003,)
    assert first[:4].tolist() == [0.5, 0.5, -1.0, 0.0]
    first[0] = 9
    assert second[0] == 0.5


def test_a_call_that_writes_into_an_array_of_runs_is_noticed():
    """Is an argument that came as runs compared with what it was, as any array is?"""
    from autograder.checks.expectations import Untouched
    from autograder.checks.probes import Call

    def spoils(x):
        x[3] = 7.0

    probe = Call({"x": Repeated([1.0], [10])})
    for function, kind in ((spoils, "mutated"), (lambda x: None, None)):
        seen = {**probe.run(function), "given": recipes.describe(probe.arguments)}
        difference = Untouched("x").judge(seen)
        assert (difference.kind if difference else None) == kind


def test_arrays_of_runs_are_shown_in_words():
    """Does a learner read what is in the array, and not how it is written down?"""
    from autograder.checks.compare import show

    text = show(recipes.describe(Repeated([0.0, 0.25], [3, 2])))
    assert text == "array (5,): 3 times 0, 2 times 0.25"


@pytest.mark.parametrize("travel", [lambda v: decode(encode(v)), lambda v: from_json(to_json(v))])
def test_a_recorded_function_travels(travel):
    """Does a function with its memory arrive as it went, its calls forgotten with each build?"""
    made = recipes.Made("def make(n):\n    return lambda x: x * n", {"n": np.array([2.0, 3.0])})
    described = travel(recipes.describe({"f": recipes.Recorded(made)}))
    for _ in range(2):
        function = recipes.build(described)["f"]
        assert function(2).tolist() == [4.0, 6.0]
        assert function.seen()["count"] == 1


@pytest.mark.parametrize("travel", [lambda v: decode(encode(v)), lambda v: from_json(to_json(v))])
def test_what_only_a_probe_knows_is_found_through_it(travel):
    """Are the learner's own object and an earlier result built by a probe, and refused elsewhere?"""
    described = travel(recipes.describe([recipes.Own({"x": 3}), recipes.Earlier("a.1")]))
    built = recipes.build(described, lambda x: x + 1, lambda path: path.split("."))
    assert built == [4, ["a", "1"]]
    for item in described:
        with pytest.raises(ValueError, match="only"):
            recipes.build(item)
