"""PPMI and its decomposition: do products of the vectors give the information back?"""

import numpy as np
import pytest

from utils.word_counts import ppmi_vectors


def ppmi(counts, shift):
    """The definition, cell by cell."""
    total = counts.sum()
    table = np.zeros(counts.shape)
    for c, t in np.argwhere(counts):
        chance = counts[c].sum() * counts[:, t].sum() / total
        table[c, t] = max(0.0, np.log(counts[c, t] / chance) - np.log(shift))
    return table


@pytest.mark.parametrize("shift", [1.0, 2.0])
def test_vectors_hold_the_information(shift):
    """Are the lengths and angles of the vectors those of the singular vectors of the definition?"""
    rng = np.random.default_rng(0)
    counts = np.triu(rng.poisson(1.0, (12, 12)))
    counts = counts + counts.T
    vectors = ppmi_vectors(counts, 4, shift)
    U, sizes, _ = np.linalg.svd(ppmi(counts, shift))
    expected = (U[:, :4] * sizes[:4]) @ U[:, :4].T
    np.testing.assert_allclose(vectors @ vectors.T, expected, atol=1e-8)
    assert vectors.shape == (12, 4)


def test_words_that_never_come_have_no_vector():
    """Does a row of zeros do without a warning, and lie at zero?"""
    counts = np.array([[0, 3, 1, 0], [3, 0, 2, 0], [1, 2, 0, 0], [0, 0, 0, 0]])
    vectors = ppmi_vectors(counts, 2)
    np.testing.assert_allclose(vectors[3], 0, atol=1e-9)
