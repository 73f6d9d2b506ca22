"""Which values agree, and what a learner reads about those that do not."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.compare import Tolerance, compare, compare_dtypes, show
from autograder.checks.plain import to_plain

EXACT = Tolerance(0.0, 0.0, 0.0)
A = np.array([[1.0, 2.0, 4.0], [7.0, -3.0, 0.5]])
MODERATE = st.floats(-1e6, 1e6).filter(lambda x: x == 0 or abs(x) > 1e-3)
MATRICES = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), elements=MODERATE
)


def found(expected, received, **options):
    """Compares, and returns kind and message."""
    difference = compare(expected, to_plain(received), **options)
    return None if difference is None else (difference.kind, difference.message)


@given(MODERATE)
@settings(deadline=None)
def test_every_form_of_a_right_number_passes(x):
    """Does a right number pass as a NumPy scalar, float32, 0-d array or array of one element?"""
    for form in (x, np.float64(x), np.float32(x), np.array(x), np.array([x]), np.array([[x]])):
        assert found(x, form) is None


@given(MATRICES)
@settings(deadline=None)
def test_every_form_of_a_right_array_passes(x):
    """Does a right array pass as float32, Fortran-ordered, nested lists, or where a list is due?"""
    for form in (x, x.astype(np.float32), np.asfortranarray(x), x.tolist()):
        assert found(x, form) is None
        assert found(x.tolist(), form) is None
    assert found(x.tolist(), tuple(x)) is None
    assert found(tuple(x), x.tolist()) is None


def test_right_tensors_pass():
    """Do tensors and lists of tensors count as the numbers they hold?"""
    tf = pytest.importorskip("tensorflow")
    assert found(A, tf.constant(A, tf.float32)) is None
    assert found([1.0, 2.0], [tf.constant(1.0), tf.constant(2.0)]) is None
    assert found((2.0, A), [tf.constant(2.0), tf.Variable(A)]) is None


@pytest.mark.parametrize(
    ("expected", "received"),
    [
        (3, 3.0),
        ([1, 2], (1.0, np.int8(2))),
        ([0.5, 1.5], [np.array([0.5]), np.array([[1.5]])]),
        ({"a": [1.0]}, {"a": np.array([1.0])}),
        (True, np.bool_(True)),
        (True, 1),
        (False, np.array([0])),
        ("cat", np.str_("cat")),
        (["a", "b"], np.array(["a", "b"])),
        ([], ()),
        ([], np.zeros((0, 3))),
        (None, None),
        (np.nan, np.nan),
        (np.array([np.inf, -np.inf, np.nan]), [np.inf, -np.inf, np.nan]),
        ([[1, 2], [3]], ((1, 2), (3,))),
        ([A, A], np.stack([A, A])),
    ],
)
def test_same_values_pass(expected, received):
    """Is a right answer taken in whatever container and number type it comes?"""
    assert found(expected, received) is None


@pytest.mark.parametrize(
    ("expected", "received", "kind", "message"),
    [
        (
            1.0,
            None,
            "nothing",
            "The result is None: no `return` was reached, or what stands behind it is None.",
        ),
        (
            (1.0, A),
            (1.0, None),
            "nothing",
            "The second result is None: it was given no value.",
        ),
        (1.0, "1.0", "type", "The result is text, expected a number."),
        (A, {"a": 1}, "type", "The result is a dict, expected an array of shape (2, 3)."),
        ({"a": 1}, [1], "type", "The result is a list, expected a dict."),
        ("cat", 3, "type", "The result is a number, expected text."),
        (True, [], "type", "The result is a list, expected True or False."),
        ([1.0, 2.0], np.array(3.0), "type", "The result is a number, expected a list."),
        (1.0, A, "type", "The result is an array of shape (2, 3), expected a number."),
        (1.0, [1.0, 2.0], "type", "The result is a list, expected a number."),
        (1.0, [], "type", "The result is a list, expected a number."),
        (A, 1.0, "type", "The result is a number, expected an array of shape (2, 3)."),
        ([1.0], 3.0, "type", "The result is a number, expected a list."),
        (
            A,
            [[1.0, 2.0], [3.0]],
            "type",
            "The result is a list, expected an array of shape (2, 3).",
        ),
        (
            {"a": 1, "b": 2},
            {"a": 1, "c": 3},
            "structure",
            "The result lacks 'b' and has 'c' too many.",
        ),
        (
            (1.0, A),
            (1.0, A, A),
            "structure",
            "The result has 3 values, expected 2. The last value is too many; the rest is right.",
        ),
        (
            [1, 2, 3],
            [1, 2],
            "structure",
            "The result has 2 items, expected 3. The last place is missing; the rest is right.",
        ),
        (
            ["a"],
            ["a", "b"],
            "structure",
            "The result has 2 items, expected 1. The last item is too many; the rest is right.",
        ),
        ([], [1.0], "structure", "The result has 1 items, expected 0."),
        (
            A,
            A[:, :2],
            "shape",
            "The result has shape (2, 2), expected (2, 3). The last place along axis 1 is missing; the "
            "rest is right.",
        ),
        (
            A,
            A.ravel(),
            "only_shape",
            "The result has shape (6,), expected (2, 3). The numbers are right; only the shape differs.",
        ),
        (
            A,
            A.T,
            "transposed",
            "The result has shape (3, 2), expected (2, 3). The numbers are right but transposed.",
        ),
        (A[:, :2], A[:, :2].T, "transposed", "The result is transposed (2 of 4 numbers differ)."),
        (
            A,
            A * [1, np.nan, 1],
            "nan",
            "The result holds NaN (not a number) (2 of 6 numbers differ).",
        ),
        (
            A,
            A * [1, np.inf, 1],
            "infinite",
            "The result holds an infinity (2 of 6 numbers differ).",
        ),
        (A, -A, "sign", "The result has the opposite sign everywhere (6 of 6 numbers differ)."),
        (2.5, -2.5, "sign", "The result has the opposite sign."),
        (A, 2 * A, "scale", "The result is 2 times what was expected (6 of 6 numbers differ)."),
        (3.0, 1.5, "scale", "The result is 0.5 times what was expected."),
        (
            A,
            -0.5 * A,
            "scale",
            "The result is -0.5 times what was expected (6 of 6 numbers differ).",
        ),
        (A, A + 1.5, "offset", "The result is off by 1.5 everywhere (6 of 6 numbers differ)."),
        (7, 8, "offset", "The result is off by one (+1)."),
        (7, 6, "offset", "The result is off by one (-1)."),
        (
            [1, 2, 5, 7],
            [0, 1, 2, 5],
            "shifted",
            "The result is shifted one step late: off by one (4 of 4 numbers differ).",
        ),
        (
            [1, 2, 5, 7],
            [2, 5, 7, 0],
            "shifted",
            "The result is shifted one step early: off by one (4 of 4 numbers differ).",
        ),
        (
            [1, 2, 5, 7],
            [7, 5, 2, 1],
            "reversed",
            "The result is in reverse order (4 of 4 numbers differ).",
        ),
        (A, A + [[0, 0, 9], [0, 0, 0]], "value", "The result differs (1 of 6 numbers differ)."),
        (0.0, 0.3, "value", "The result differs."),
        ("cat", "dog", "value", "The result is not as expected."),
        (True, False, "value", "The result is not as expected."),
        (True, 2, "value", "The result is not as expected."),
    ],
)
def test_each_difference_has_its_words(expected, received, kind, message):
    """Is each kind of difference recognised, and what does a learner read about it?"""
    assert found(expected, received) == (kind, message)


def test_difference_shows_where_and_both_numbers():
    """Does the learner see the first wrong place with the number there and the one expected?"""
    difference = compare({"W": A}, {"W": A + [[0, 0, 9], [0, 0, 0]]}, where="gradients")
    assert difference.message == "gradients['W'] differs (1 of 6 numbers differ)."
    assert difference.expected == "gradients['W'][0, 2] = 4"
    assert difference.received == "gradients['W'][0, 2] = 13"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_not_a_number_never_agrees_with_a_number(bad):
    """Can NaN or an infinity pass where a number is due, or the other way round?"""
    generous = Tolerance(relative=1e9, absolute=1e9)
    assert compare(A, np.full_like(A, bad), generous) is not None
    assert compare(np.full_like(A, bad), A, generous) is not None
    assert compare(1.0, bad, generous) is not None
    assert compare([1.0, 1.0], [1.0, bad], generous) is not None
    assert compare(np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), generous) is not None


@given(MATRICES, st.data())
@settings(deadline=None)
def test_one_wrong_number_is_noticed(x, data):
    """Is a single number that is off by more than rounding found, wherever it stands?"""
    place = data.draw(st.integers(0, x.size - 1))
    wrong = x.copy()
    wrong.ravel()[place] += 0.01 * (1 + np.abs(x).max())
    difference = compare(x, wrong)
    assert difference is not None
    assert "differ" in difference.message or "off by" in difference.message or x.size == 1


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.data())
@settings(deadline=None)
def test_indices_are_exact(ids, data):
    """Is an index or a count that is off by one wrong, however large the numbers are?"""
    place = data.draw(st.integers(0, len(ids) - 1))
    wrong = list(ids)
    wrong[place] += 1
    assert compare(ids, wrong) is not None
    assert compare(np.array(ids), np.array(wrong, dtype=float)) is not None
    assert compare(ids, [float(i) for i in ids]) is None


def test_scale_is_never_named_one():
    """Can a message claim that a wrong result is 1 or 0 times the expected one?"""
    tight = Tolerance(relative=1e-9, absolute=0.0, of_scale=0.0)
    for factor in (1.00001, 1e-6):
        kind, message = found(A, A * factor, tolerance=tight)
        assert kind == "value"
        assert "times" not in message


def test_one_wrong_number_among_equal_ones_is_no_shift():
    """Is one wrong entry in an array of zeros called a shift, which it need not be?"""
    assert found(np.zeros(4), [5.0, 0, 0, 0])[0] == "value"


@given(MATRICES, st.floats(1.5, 100))
@settings(deadline=None)
def test_patterns_are_true(x, factor):
    """Whenever a result is called negated or scaled, was it?"""
    assume(np.abs(x).max() > 1)
    kind, message = found(x, x * factor)
    if kind == "scale":
        assert abs(float(message.split(" is ")[1].split(" times")[0]) - factor) < 1e-3 * factor
    negated = found(x, -x)
    assert negated[0] == "sign"


def test_tolerance_lets_rounding_pass_and_no_more():
    """Does float32 work pass beside large numbers, while an exact comparison refuses it?"""
    x = np.array([1e-6, 3.0, 1000.0])
    assert compare(x, x.astype(np.float32)) is None
    assert compare(x, x * (1 + 5e-5)) is None
    assert compare(x, x * 1.001) is not None
    assert compare(x, x.astype(np.float32), EXACT) is not None
    assert compare(x, x.copy(), EXACT) is None


def test_dtype_is_named_where_it_counts():
    """Is an array of another number type found inside dicts and tuples, and named?"""
    half = {"dW": np.zeros(2, dtype=np.float16)}
    whole = {"dW": np.zeros(2)}
    difference = compare_dtypes(whole, half)
    assert difference.kind == "dtype"
    assert difference.message == "The result['dW'] is float16, expected float64."
    assert compare_dtypes((1.0, half["dW"]), [1.0, whole["dW"]]).message == (
        "The second result is float64, expected float16."
    )
    assert compare_dtypes(whole, whole) is None
    assert "is a list, expected an array" in compare_dtypes(whole, {"dW": [0.0, 0.0]}).message


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats()
    | st.text(max_size=3)
    | MATRICES
    | hnp.arrays(np.int64, hnp.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=3)),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(ANYTHING, ANYTHING)
@settings(deadline=None, max_examples=300)
def test_any_answer_is_met_with_words(expected, received):
    """Can any answer, however wrong, break the comparison instead of being explained?"""
    difference = compare(expected, received)
    if difference is not None:
        assert difference.message[0].isupper() or not difference.message[0].isalpha()
        assert difference.message.endswith((".", "?"))
    assert compare(expected, expected) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array(1.5), "1.5"),
        (np.arange(8.0), "array (8,) float64: 0, 1, 2, 3, 4, 5, …"),
        (np.float64(1 / 3).item(), "0.333333"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …]"),
        ((1, "a"), "(1, 'a')"),
        ({"k": None}, "{'k': None}"),
        ({"__recipe__": "Generator", "with": {"seed": 5}}, "Generator(seed 5)"),
    ],
)
def test_show_is_short(value, text):
    """How does a value read in an explanation?"""
    assert show(value) == text


def test_show_is_cut():
    """Is a text without end cut, and the cut shown?"""
    assert len(show("x" * 10**6)) == 200
    assert show("x" * 10**6).endswith("…")
