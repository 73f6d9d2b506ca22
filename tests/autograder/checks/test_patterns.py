"""Is it said in words how arrays differ, where a simple pattern holds for all their numbers?"""

import numpy as np
import pytest

from autograder.checks.compare import compare

RNG = np.random.default_rng(20)
WANT = RNG.normal(size=(3, 4, 5))
SMALL = RNG.uniform(0.1, 0.9, (2, 3))


def cut_in_time(array):
    return np.concatenate([np.zeros_like(array[:, :, :2]), array[:, :, 2:]], axis=2)


@pytest.mark.parametrize(
    ("got", "kind", "words"),
    [
        (np.zeros_like(WANT), "zeros", "is 0 everywhere"),
        (cut_in_time(WANT), "zeros", "holds 0 where other numbers belong"),
        (np.clip(WANT, -0.5, 0.5), "cut", "cut off at 0.5"),
        (np.maximum(WANT, 0.0), "cut", "cut off below 0"),
        (np.abs(WANT), "sign", "lost its signs"),
        (1 - WANT, "complement", "1 minus"),
        (np.round(WANT, 2), "rounded", "2 decimals"),
        (WANT**2, "transformed", "the square of"),
        (WANT / np.linalg.norm(WANT), "length", "its norm is 1"),
        (WANT - WANT.mean(axis=1, keepdims=True), "centred", "mean along axis 1"),
        (np.broadcast_to(WANT[:, :, -1:], WANT.shape), "repeated", "last place"),
        (np.cumsum(WANT, axis=0), "running", "running sum along axis 0"),
        (WANT[:, [2, 0, 3, 1]], "order", "another order"),
    ],
)
def test_what_holds_for_all_numbers_is_said(got, kind, words):
    """Does the message name what was done?"""
    found = compare(WANT, np.array(got))
    assert found is not None
    assert found.kind == kind
    assert words in found.message


def test_an_end_is_named():
    """Is it said that all but one end of an axis is right?"""
    got = WANT.copy()
    got[:, 0] += RNG.normal(size=(3, 5))
    assert "but for the first place along axis 1" in compare(WANT, got).message


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (np.moveaxis(WANT, 2, 0), "axes stand in another order"),
        (WANT[:, :, 1:], "first place along axis 2 is missing; the rest is right"),
        (np.concatenate([WANT[:, :1], WANT], axis=1), "first place along axis 1 is too many"),
        (WANT[:, :, -1], "last place along axis 2 alone"),
        (WANT.mean(axis=1), "mean along axis 1"),
        (WANT[:, :, 1] + 1, "Axis 2 is missing"),
        (WANT[:, :, 1:] + 1, "One place along axis 2 is missing."),
    ],
)
def test_shapes_that_differ_are_put_in_words(got, words):
    """Is it said which axis is at fault, and whether the rest is right?"""
    assert words in compare(WANT, got).message


@pytest.mark.parametrize(
    ("expected", "received", "words"),
    [
        (["ab", "c", "d"], ["ab", "c"], "The last item is missing; the rest is right."),
        (["ab", "c"], ["x", "ab", "c"], "The first item is too many; the rest is right."),
        ((np.arange(3.0), "b"), np.arange(3.0), "It is the first value alone."),
        ([1, 5, 9], [1, 5, 9, 9], "The last place is too many"),
        (["ab", "c", "d"], ["c", "x"], "has 2 items, expected 3."),
    ],
)
def test_items_that_are_missing_are_named(expected, received, words):
    """Is it said which end of a list lacks something, or has it too many?"""
    assert words in compare(expected, received).message


def test_noise_is_given_no_name():
    """Is nothing said of numbers that only differ?"""
    assert compare(WANT, WANT + RNG.normal(size=WANT.shape)).kind == "value"
    assert compare(SMALL, SMALL + 0.01 * RNG.normal(size=SMALL.shape)).kind == "value"
    assert compare(np.array([0.0, 1.0, 1.0]), np.array([1.0, 0.0, 2.0])).kind == "value"


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ([0.9, 0.75, 0.75, 0.6], [0.5, 0.5, 0.5, 0.5]),  # all cut off, or all another number
        ([3.0, 9.0], [3.0, 4.0]),  # one number is lower
        ([0.5, -0.25, 0.75], [0.5, 0.25, 0.75]),  # one sign
        ([0.0, 5.0], [0.0, 6.0]),  # any two numbers have some ratio
    ],
)
def test_what_one_number_shows_is_no_pattern(want, got):
    """Is no cause made of what fits many causes?"""
    assert compare(np.array(want), np.array(got)).kind == "value"
