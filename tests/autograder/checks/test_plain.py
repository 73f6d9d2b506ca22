"""What may pass between a learner's process and the judge: nothing lost, nothing smuggled."""

import enum
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.plain import MAX_ITEMS, NotPlainError, from_json, to_json, to_plain

NUMBERS = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="=")
    | hnp.unsigned_integer_dtypes(endianness="=")
    | hnp.floating_dtypes(endianness="=", sizes=(16, 32, 64))
)
ARRAYS = NUMBERS.flatmap(
    lambda dtype: hnp.arrays(
        dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
    )
)
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = (
    st.text(max_size=8)
    | st.integers(-9, 9)
    | st.sampled_from(["__array__", "__map__", "__float__"])
)
PLAIN = st.recursive(
    ATOMS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


def same(one, other):
    """Tells whether two plain values are the same in type, shape, order and every bit of value."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (one != one and other != other)


@given(PLAIN)
@settings(deadline=None)
def test_json_round_trip(value):
    """Does every plain value come back from the bundle's text as it went in, NaN and order too?"""
    assert same(from_json(json.loads(json.dumps(to_json(value), allow_nan=False))), value)


@given(PLAIN)
@settings(deadline=None)
def test_plain_values_stay(value):
    """Is a value that is plain already copied without a change?"""
    assert same(to_plain(value), value)


def test_copy_is_independent():
    """Can a learner's code change an observation after it was made?"""
    array, inner = np.zeros(3), [1.0]
    seen = to_plain({"a": array, "b": inner})
    array[:] = 9
    inner.append(2.0)
    assert seen["a"].tolist() == [0, 0, 0]
    assert seen["b"] == [1.0]


class Liar(np.ndarray):
    """An array that agrees with everything."""

    def __array_ufunc__(self, *_, **__):
        return np.True_

    def __eq__(self, other):
        return np.True_

    __hash__ = None


def test_array_subclass_loses_its_powers():
    """Does an array whose comparisons lie become a plain array with its true numbers?"""
    seen = to_plain(np.array([1.0, 2.0]).view(Liar))
    assert type(seen) is np.ndarray
    assert seen.tolist() == [1.0, 2.0]


class Three(int):
    """A number that claims to equal every other."""

    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


def test_number_subclass_loses_its_powers():
    """Does a number whose comparison lies become a plain number?"""
    assert type(to_plain(Three(3))) is int
    assert to_plain(Three(3)) == 3
    assert to_plain(Three(3)) != 4


class Colour(enum.IntEnum):
    """An enumeration, an int by inheritance."""

    RED = 1


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.longdouble(0.25), 0.25),
        (np.array(["a", "b"]), ["a", "b"]),
        (range(3), [0, 1, 2]),
        ({3, 1, 2}, [1, 2, 3]),
        ({"a": 1}.values(), [1]),
        ({"b": 1}.keys(), ["b"]),
        (Colour.RED, 1),
        ([np.float64(1.5), (np.int8(2),)], [1.5, (2,)]),
        ({np.int64(4): np.float16(0.5)}, {4: 0.5}),
    ],
)
def test_forms_of_one_value(value, plain):
    """Are NumPy scalars, ranges, sets, views and enumerations read as the values they hold?"""
    assert same(to_plain(value), plain)


def test_tensors_become_arrays():
    """Is a TensorFlow tensor or variable read as an array of its numbers?"""
    tf = pytest.importorskip("tensorflow")
    numbers = np.array([[1.0, 2.0]], dtype=np.float32)
    assert same(to_plain(tf.constant(numbers)), numbers)
    assert same(to_plain(tf.Variable(numbers)), numbers)
    assert to_plain([tf.constant(2.5)]) == [2.5]


def test_byte_order_is_set_right():
    """Do numbers in foreign byte order keep their values once their type is told by name only?"""
    seen = to_plain(np.array([1.0, 258.0]).astype(">f8"))
    assert seen.tolist() == [1.0, 258.0]
    assert seen.dtype.isnative


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


def endless():
    loop = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (object(), "of type object"),
        (lambda: 0, "of type function"),
        (3j, "of type complex"),
        (np.array([3j]), "array of complex128"),
        (np.array([None]), "array of object"),
        ({"a": [0, print]}, r"the result\['a'\]\[1\]"),
        (2**63, "too large"),
        (nested(20), "nested more than"),
        (endless(), "nested more than"),
        ([0] * (MAX_ITEMS + 1), "200,001 items"),
        (iter([1]), "of type list_iterator"),
    ],
)
def test_refusals_are_in_words(value, words):
    """Does what cannot be compared say what it is and where, whatever it is?"""
    with pytest.raises(NotPlainError, match=words):
        to_plain(value)


def test_symbolic_tensor_is_named():
    """Does a Keras symbolic tensor get its own words, and not a stack trace of Keras?"""
    keras = pytest.importorskip("keras")
    with pytest.raises(NotPlainError, match="symbolic tensor"):
        to_plain([keras.Input((2,))])


def test_json_refuses_the_rest():
    """Does the bundle refuse an object instead of writing its text?"""
    with pytest.raises(NotPlainError, match="object"):
        to_json([object()])
