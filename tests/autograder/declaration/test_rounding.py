"""Tests of `autograder.declaration.rounding`: a program rounds as another processor might."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from autograder.declaration.rounding import ROUND, Rounding, rounding


def run(source: str, sign: int) -> dict:
    """Returns the names that a program leaves behind when its products and sums round otherwise."""
    names = {"np": np, ROUND: Rounding(sign)}
    exec(compile(rounding(ast.parse(source)), "<test>", "exec"), names)
    return names


PRODUCTS = ["A @ x", "np.dot(A, x)", "A.dot(x)", "np.sum(A * x, axis=1)", "np.einsum('ij,j', A, x)"]


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_tie_is_broken_one_way_and_the_other(product: str):
    """Do two rows that are equal give another largest one, as they may under two kernels?"""
    source = f"A = np.array([[0.3, 0.7], [0.3, 0.7]])\nx = np.array([0.2, 0.4])\nbest = np.argmax({product})"
    assert {int(run(source, sign)["best"]) for sign in (1, -1)} == {0, 1}


def test_what_is_no_tie_stays():
    """Does a result that hangs on no last digit stay what it is?"""
    source = (
        "A = np.arange(6.0).reshape(2, 3) / 7\ny = np.tanh(A @ A.T)\nbest = np.argmax(y, axis=1)"
    )
    plain: dict = {"np": np}
    exec(source, plain)
    for sign in (1, -1):
        names = run(source, sign)
        np.testing.assert_allclose(names["y"], plain["y"], rtol=1e-14)
        np.testing.assert_array_equal(names["best"], plain["best"])


@pytest.mark.parametrize(
    "value", [3, "text", None, np.arange(3), 2.0, np.zeros((0, 2)), np.array([1.0, np.inf])]
)
def test_whole_numbers_and_all_else_stay(value):
    """Is nothing moved that every processor computes alike?"""
    moved = Rounding()(value)
    assert type(moved) is type(value)
    np.testing.assert_array_equal(moved, value)


def test_types_stay():
    """Does a float32 stay one, and a pair of arrays a pair?"""
    one, other = Rounding()((np.float32(0.1), np.array([0.1, 0.2], dtype=np.float32)))
    assert type(one) is np.float32
    assert other.dtype == np.float32


def test_the_program_itself_is_not_changed():
    """Can the tree that was handed in still be used as it is?"""
    tree = ast.parse("y = a @ b")
    before = ast.dump(tree)
    rounding(tree)
    assert ast.dump(tree) == before
