"""Word vectors without learning: counts of who stands near whom, and a decomposition."""

from __future__ import annotations

import numpy as np

POWERS = 8  # Rounds in which a random beginning turns towards the largest singular values.


def ppmi_vectors(counts: np.ndarray, dimension: int, shift: float = 1.0) -> np.ndarray:
    """Computes word vectors from a table of counts.

    1. Pointwise mutual information: the logarithm of how much more often two words meet than by
       chance, less the logarithm of a shift.
    2. What is below zero becomes zero.
    3. The largest singular values; a word's vector is its row of U times their square roots.

    Args:
        counts: Array `(V, V)`, how often the word of a column stands near that of a row.
        dimension: Int d, below V.
        shift: Float, 1 or more; as many as negatives a pair, in the terms of negative sampling.

    Returns:
        Float array `(V, d)`. Signs of its columns are free.

    Source:
        Levy, Goldberg and Dagan, 2015, sections 2 and 3, https://doi.org/10.1162/tacl_a_00134.
    """
    from scipy.sparse import csr_matrix
    from sklearn.utils.extmath import randomized_svd

    table = csr_matrix(counts, dtype=float).tocoo()
    rows, columns = (np.asarray(counts).sum(axis=axis, dtype=float) for axis in (1, 0))
    information = np.log(table.data * rows.sum() / (rows[table.row] * columns[table.col] * shift))
    positive = np.maximum(information, 0)
    matrix = csr_matrix((positive, (table.row, table.col)), shape=table.shape)
    # Some times as fast as an exact decomposition, and by these powers as good.
    U, sizes, _ = randomized_svd(matrix, dimension, n_iter=POWERS, random_state=0)
    return U * np.sqrt(sizes)
