"""How bundles are written and compared."""

import json
import re

import pytest

from autograder.notebook.serialize import bundle_difference, bundle_text


def test_a_bundle_reads_back_and_keeps_its_order():
    """Is the text valid JSON of the same values, keys in order, numbers and arrays on one line?"""
    array = {"__array__": "float64", "shape": [40], "values": [0.125] * 40}
    texts = {"text": 'a [1,\n 2] "b"' * 9, "empty": []}
    bundle = {"z": [1, 0.1, -2.5e-9], "a": texts, "é": [[1], [2]], "array": array}
    text = bundle_text(bundle)
    assert json.loads(text) == bundle
    assert list(json.loads(text)) == ["z", "a", "é", "array"]
    assert len(text.splitlines()) == 9
    assert f' "array": {json.dumps(array)}\n' in text
    assert ' "z": [1, 0.1, -2.5e-09],\n' in text
    assert text.endswith("}\n")


def test_no_word_for_nan():
    """Is NaN refused, since other readers of JSON would choke on it?"""
    with pytest.raises(ValueError, match="JSON"):
        bundle_text({"x": float("nan")})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"x": 1.0}, {"x": 1.00001}),
        ({"x": 1e-9}, {"x": -1e-9}),
        ({"x": 0}, {"x": 0.0}),
        ([1.5, "a", None, True], [1.5, "a", None, True]),
    ],
)
def test_same_within_tolerance(old, new):
    """Do values count as the same that differ only as two libraries would?"""
    assert bundle_difference(old, new) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({"x": 1.0}, {"x": 1.01}, "checks.json.x is 1.0, should be 1.01"),
        ({"x": [1, 2]}, {"x": [1, 3]}, r"x\[1\] is 2, should be 3"),
        ({"x": [1, 2]}, {"x": [1]}, "has 2 items, should have 1"),
        ({"x": 1}, {"y": 1}, "has the keys"),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}, "has the keys"),
        ({"x": True}, {"x": 1}, "is true, should be 1"),
        ({"x": "a"}, {"x": "b"}, 'is "a", should be "b"'),
        ({"x": None}, {"x": []}, "is null"),
    ],
)
def test_a_difference_is_said_in_words(old, new, words):
    """Is the first difference named with its place and both values?"""
    assert re.search(words, bundle_difference(old, new) or "no difference")
