"""Binary trees with a word at each leaf, as the paths and turns that lead to it."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Sequence

import numpy as np


def huffman_tree(counts: Sequence[int] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Builds the tree whose mean way to a word, weighted by how often it is read, is shortest.

    The two rarest trees become the branches of a new one, until a single tree is left.

    Args:
        counts: V >= 2 counts, one a word.

    Returns:
        paths: Int array `(V, L)`: the inner nodes from the root (which is node 0) down to the word's
            leaf; -1 behind the end. There are V - 1 inner nodes.
        codes: Int array `(V, L)`: the turn taken at each of them, 0 or 1; 0 behind the end.

    Raises:
        ValueError: If there are fewer than two words.

    Source:
        Huffman, 1952, https://doi.org/10.1109/JRPROC.1952.273898.
    """
    size = len(counts)
    if size < 2:
        raise ValueError(f"A tree has two words or more, not {size}.")
    order = itertools.count()
    waiting: list = [(int(count), next(order), word) for word, count in enumerate(counts)]
    heapq.heapify(waiting)
    branches = []
    while len(waiting) > 1:
        (one, _, first), (other, _, second) = heapq.heappop(waiting), heapq.heappop(waiting)
        branches.append((first, second))
        heapq.heappush(waiting, (one + other, next(order), size + len(branches) - 1))
    return _paths(branches[::-1], size)


def balanced_tree(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Builds a tree in which every way to a word is as long as the others, or one step shorter.

    Args:
        size: Int V >= 2, how many words.

    Returns:
        paths: As `huffman_tree` gives them.
        codes: Likewise.
    """
    return huffman_tree(np.ones(size, dtype=int))


def _paths(branches: list[tuple[int, int]], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Walks from the root down; a branch below `size` is a word, else `size` + when it was made."""
    last = len(branches) - 1
    nodes: dict[int, list[int]] = {0: []}
    turns: dict[int, list[int]] = {0: []}
    leaves: dict[int, tuple[list[int], list[int]]] = {}
    for node, pair in enumerate(branches):
        for turn, child in enumerate(pair):
            way, taken = [*nodes[node], node], [*turns[node], turn]
            if child < size:
                leaves[child] = way, taken
            else:
                below = last - (child - size)
                nodes[below], turns[below] = way, taken
    longest = max(len(way) for way, _ in leaves.values())
    paths = np.full((size, longest), -1)
    codes = np.zeros((size, longest), dtype=int)
    for word, (way, taken) in leaves.items():
        paths[word, : len(way)], codes[word, : len(way)] = way, taken
    return paths, codes
