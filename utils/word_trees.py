"""Binary trees with a word at each leaf, as the paths and turns that lead to it.

A tree of V words is two arrays `(V, L)`: `paths`, the inner nodes from the root down to each word's leaf,
-1 behind the end, and `codes`, the turn taken at each of them, 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def balanced_tree(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Builds a tree in which every way to a word is as long as the others, or one step shorter.

    Root and leaves are numbered row by row from 1 on, so that below n stand 2 n and 2 n + 1: a leaf's
    number in binary, behind its first digit, is the turns that lead to it.

    Args:
        size: Int V >= 2, how many words.

    Returns:
        paths: Int array `(V, L)`, the root being node 0; -1 behind the end.
        codes: Int array `(V, L)`, 0 behind the end.

    Raises:
        ValueError: If there are fewer than two words.

    Example:
        >>> balanced_tree(3)[1]
        array([[1, 0],
               [0, 0],
               [0, 1]])
    """
    if size < 2:
        raise ValueError(f"A tree has two words or more, not {size}.")
    longest = (2 * size - 1).bit_length() - 1
    paths = np.full((size, longest), -1)
    codes = np.zeros((size, longest), dtype=int)
    for word, leaf in enumerate(range(size, 2 * size)):
        depth = leaf.bit_length() - 1
        above = leaf >> np.arange(depth, -1, -1)  # From the root down to the leaf itself.
        paths[word, :depth], codes[word, :depth] = above[:-1] - 1, above[1:] % 2
    return paths, codes


def is_tree(paths: Any, codes: Any) -> bool:
    """Tells whether two arrays are a binary tree with a word at each leaf.

    Args:
        paths: Perhaps int array `(V, L)`.
        codes: Perhaps int array `(V, L)`.

    Returns:
        True if every row is a way: nodes 0 to V - 2 and then -1 alone, with turns 0 or 1; if who
        has taken the same turns stands at the same node, and nobody else; and if no way ends where
        another one goes on.
    """
    paths, codes = np.asarray(paths), np.asarray(codes)
    if (
        paths.ndim != 2
        or paths.shape != codes.shape
        or len(paths) < 2
        or paths.dtype.kind not in "iu"
    ):
        return False
    node_of: dict[tuple, int] = {}
    ends = set()
    for path, turns in zip(paths.tolist(), codes.tolist(), strict=True):
        depth = path.index(-1) if -1 in path else len(path)
        if any(node != -1 for node in path[depth:]) or not set(turns[:depth]) <= {0, 1}:
            return False
        for place in range(depth):
            if node_of.setdefault(tuple(turns[:place]), path[place]) != path[place]:
                return False
        ends.add(tuple(turns[:depth]))
    is_numbered = sorted(node_of.values()) == list(range(len(paths) - 1))
    return is_numbered and len(ends) == len(paths) and not ends & set(node_of)


def own_or_balanced(
    make: Callable[[Any], Any], counts: Sequence[int] | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Makes a tree with a function; where that is not written or gives none, takes the balanced one.

    Says which it is.

    Args:
        make: Function from counts to `paths, codes`.
        counts: Ints `(V,)`.

    Returns:
        paths: Int array `(V, L)`.
        codes: Int array `(V, L)`.
    """
    try:
        paths, codes = map(np.asarray, make(counts))
    except NotImplementedError:
        print("A balanced tree: the bonus has been left out.")
        return balanced_tree(len(counts))
    except Exception as error:  # noqa: BLE001 - a learner's function fails in its own ways
        print(f"A balanced tree, as yours cannot be used ({type(error).__name__}).")
        return balanced_tree(len(counts))
    if len(paths) != len(counts) or not is_tree(paths, codes):
        print("A balanced tree, as what came of yours is none.")
        return balanced_tree(len(counts))
    print("Your own tree.")
    return paths, codes
