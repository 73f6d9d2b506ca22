"""Do the inputs that declarations share keep what their docstrings promise?"""

import numpy as np
import pytest
from scipy.special import softmax as scipy_softmax

from autograder.declaration.inputs import away_from_zero, draw_until, numbers, seed_from, softmax


@pytest.mark.parametrize("seed", range(5))
def test_numbers_are_few_decimals_and_none_hides_a_mistake(seed):
    """Have all numbers two decimals, and are sizes within their bounds, with both signs?"""
    rng = np.random.default_rng(seed)
    drawn = numbers(rng, (3, 400), 0.5)
    np.testing.assert_allclose(drawn * 100, np.round(drawn * 100), atol=1e-9)
    assert 0.4 < drawn.std() < 0.6
    sizes = away_from_zero(rng, 1000, 0.2, 0.9, decimals=3)
    assert np.abs(sizes).min() >= 0.2
    assert np.abs(sizes).max() <= 0.9
    assert 400 < (sizes > 0).sum() < 600


def test_a_seed_is_drawn_from_the_case():
    """Do two cases have generators of their own, and the same case the same one?"""
    rng = np.random.default_rng(1)
    first, second = seed_from(rng), seed_from(rng)
    assert first != second
    assert first == seed_from(np.random.default_rng(1))


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_softmax_is_scipys(axis):
    """Does it agree with SciPy's, large numbers included?"""
    values = np.random.default_rng(2).normal(0, 300, (3, 4))
    np.testing.assert_allclose(softmax(values, axis), scipy_softmax(values, axis=axis), atol=1e-12)


def test_draws_end():
    """Is drawing ended with a word where nothing is accepted, and is what is accepted returned?"""
    rng = np.random.default_rng(3)
    assert draw_until(lambda: rng.integers(10), lambda n: n == 7) == 7
    with pytest.raises(RuntimeError, match="in 5 tries"):
        draw_until(lambda: 1, lambda n: n > 1, tries=5)
