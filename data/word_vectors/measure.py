"""Measures what the vectors know, beside the vectors of the shuffled facts.

The directions and scores here are those of many questions at once, in matrix products.
"""

import math

import numpy as np

NORMAL_QUANTILE = 1.96  # For intervals of 95 %.


def interval(hits, count):
    """Returns Wilson's 95 % interval of a share.

    Args:
        hits: Int.
        count: Int, at least 1.

    Returns:
        Pair of floats.
    """
    z2 = NORMAL_QUANTILE**2
    centre = (hits + z2 / 2) / (count + z2)
    half = NORMAL_QUANTILE * math.sqrt(hits * (count - hits) / count + z2 / 4) / (count + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def unit_rows(matrix):
    """Divides each row by its length."""
    matrix = np.asarray(matrix, dtype=np.float64)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def solved(matrix, index, questions):
    """Tells which analogies are solved: is the answer nearest of all words but those asked about?

    Args:
        matrix: Float array `(V, dimension)`.
        index: Dictionary from word to row.
        questions: List as under `analogies` in `groups.json`.

    Returns:
        Bool array `(questions,)`.
    """
    rows = np.array([[index[word] for word in asked["question"]] for asked in questions])  # (q, 3)
    answers = np.array([index[asked["answer"]] for asked in questions])
    unit = unit_rows(matrix)
    agreement = np.einsum("qpd,p,vd->qv", unit[rows], [-1.0, 1.0, 1.0], unit, optimize=True)
    np.put_along_axis(agreement, rows, -np.inf, axis=1)
    return agreement.argmax(axis=1) == answers


def solved_by_kind(matrix, index, questions):
    """Counts the solved analogies of each kind.

    Returns:
        Dictionary from kind to (solved, asked).
    """
    hits = solved(matrix, index, questions)
    kinds = np.array([asked["kind"] for asked in questions])
    return {
        kind: (int(hits[kinds == kind].sum()), int((kinds == kind).sum()))
        for kind in dict.fromkeys(kinds.tolist())
    }


def gender_cosines(matrix, index, pairs, words):
    """Measures the cosine of words with the mean difference of (female, male) pairs.

    Args:
        matrix: Float array `(V, dimension)`.
        index: Dictionary from word to row.
        pairs: List of pairs of words.
        words: List of `n` words.

    Returns:
        Float array `(n,)`; positive is female.
    """
    women, men = np.array([[index[word] for word in pair] for pair in pairs]).T
    axis = np.subtract(matrix[women], matrix[men], dtype=np.float64).sum(axis=0)
    return unit_rows(matrix[[index[word] for word in words]]) @ (axis / np.linalg.norm(axis))


def pole_agreement(matrix, index, positive, negative):
    """Measures how often the nearest of the other words of feeling is of the same pole.

    Args:
        matrix: Float array `(V, dimension)`.
        index: Dictionary from word to row.
        positive: List of words.
        negative: List of words.

    Returns:
        Float, a share; and the number of words.
    """
    words = [word for word in (*positive, *negative) if word in index]
    pole = np.array([word in positive for word in words])
    unit = unit_rows(matrix[[index[word] for word in words]])
    agreement = unit @ unit.T
    np.fill_diagonal(agreement, -np.inf)
    return float((pole[agreement.argmax(axis=1)] == pole).mean()), len(words)
