"""Trees of words: is every word at a leaf, and is the mean way as short as can be?"""

import heapq

import numpy as np
import pytest

from utils.word_trees import balanced_tree, huffman_tree

COUNTS = [[5, 1], [1, 1, 1], [50, 20, 10, 5, 5, 3], list(range(1, 40)), [1000, 1, 1, 1, 1]]


def codes_of(paths, codes):
    """Returns the turns to each word as a text."""
    lengths = (paths >= 0).sum(axis=1)
    return ["".join(map(str, row[:n])) for row, n in zip(codes, lengths, strict=True)]


@pytest.mark.parametrize("counts", COUNTS)
def test_it_is_a_tree_with_a_word_at_each_leaf(counts):
    """Is no code the beginning of another, do they fill the tree, and do nodes agree with turns?"""
    paths, codes = huffman_tree(counts)
    words = codes_of(paths, codes)
    assert sum(2.0 ** -len(code) for code in words) == 1.0
    assert not any(a != b and b.startswith(a) for a in words for b in words)
    node_of = {}
    for path, code in zip(paths, words, strict=True):
        for depth in range(len(code)):
            assert node_of.setdefault(code[:depth], path[depth]) == path[depth]
    assert sorted(node_of.values()) == list(range(len(counts) - 1))
    assert node_of[""] == 0


@pytest.mark.parametrize("counts", COUNTS)
def test_the_mean_way_is_the_shortest(counts):
    """Is the sum of all ways what merging the two smallest sums costs, by a heap alone?"""
    paths, _ = huffman_tree(counts)
    heap, cost = list(counts), 0
    heapq.heapify(heap)
    while len(heap) > 1:
        both = heapq.heappop(heap) + heapq.heappop(heap)
        cost += both
        heapq.heappush(heap, both)
    assert (paths >= 0).sum(axis=1) @ np.array(counts) == cost


@pytest.mark.parametrize("size", [2, 3, 8, 11])
def test_an_even_tree_is_even(size):
    """Are all ways as long as the logarithm of the size, rounded up or down?"""
    lengths = (balanced_tree(size)[0] >= 0).sum(axis=1)
    assert set(lengths) <= {int(np.floor(np.log2(size))), int(np.ceil(np.log2(size)))}


def test_a_single_word_is_no_tree():
    """Is it refused in words?"""
    with pytest.raises(ValueError, match="two words or more"):
        huffman_tree([3])
