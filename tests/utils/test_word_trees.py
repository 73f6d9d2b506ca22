"""Trees of words: is every word at a leaf, are ways even, and is what is no tree told apart?"""

import numpy as np
import pytest

from utils.word_trees import balanced_tree, is_tree, own_or_balanced

SIZES = [2, 3, 8, 11]


def codes_of(paths, codes):
    """Returns the turns to each word as a text."""
    lengths = (paths >= 0).sum(axis=1)
    return ["".join(map(str, row[:n])) for row, n in zip(codes, lengths, strict=True)]


@pytest.mark.parametrize("size", SIZES)
def test_it_is_a_tree_with_a_word_at_each_leaf(size):
    """Is no code the beginning of another, do they fill the tree, and do nodes agree with turns?"""
    paths, codes = balanced_tree(size)
    words = codes_of(paths, codes)
    assert sum(2.0 ** -len(code) for code in words) == 1.0
    assert not any(a != b and b.startswith(a) for a in words for b in words)
    node_of = {}
    for path, code in zip(paths, words, strict=True):
        for depth in range(len(code)):
            assert node_of.setdefault(code[:depth], path[depth]) == path[depth]
    assert sorted(node_of.values()) == list(range(size - 1))
    assert node_of[""] == 0
    assert is_tree(paths, codes)


@pytest.mark.parametrize("size", SIZES)
def test_an_even_tree_is_even(size):
    """Are all ways as long as the logarithm of the size, rounded up or down?"""
    lengths = (balanced_tree(size)[0] >= 0).sum(axis=1)
    assert set(lengths) <= {int(np.floor(np.log2(size))), int(np.ceil(np.log2(size)))}


def test_a_single_word_is_no_tree():
    """Is it refused in words?"""
    with pytest.raises(ValueError, match="two words or more"):
        balanced_tree(1)


def broken(change):
    """Returns a tree of six words with one thing changed."""
    paths, codes = balanced_tree(6)
    change(paths, codes)
    return paths, codes


def swap_nodes(paths, codes):
    paths[0, :2] = paths[0, 1::-1]


def one_turn(paths, codes):
    codes[:] = 0


def a_node_too_many(paths, codes):
    paths[paths == 4] = 5


def a_gap(paths, codes):
    paths[0] = [0, -1, 2]


def a_third_turn(paths, codes):
    codes[0, 0] = 2


@pytest.mark.parametrize("change", [swap_nodes, one_turn, a_node_too_many, a_gap, a_third_turn])
def test_what_is_no_tree(change):
    """Is each kind of damage seen?"""
    assert not is_tree(*broken(change))


def test_other_numbers_and_turns_are_a_tree_as_well():
    """Are numbers of nodes and sides of branches free, and turns behind the end?"""
    paths, codes = balanced_tree(7)
    order = np.append(np.random.default_rng(0).permutation(6), -1)
    codes = np.where(paths >= 0, 1 - codes, 9)
    assert is_tree(order[paths], codes)
    assert not is_tree(paths.astype(float), codes)
    assert not is_tree(paths[0], codes[0])


def nothing(counts):
    raise NotImplementedError


def fails(counts):
    raise KeyError


def no_tree(counts):
    return np.zeros((len(counts), 2), dtype=int), np.zeros((len(counts), 2), dtype=int)


def too_small(counts):
    return balanced_tree(len(counts) - 1)


def own(counts):
    paths, codes = balanced_tree(len(counts))
    return paths.tolist(), (1 - codes).tolist()


@pytest.mark.parametrize(
    ("make", "says"),
    [(nothing, "left out"), (fails, "KeyError"), (no_tree, "is none"), (too_small, "is none")],
)
def test_the_balanced_tree_takes_the_place_of_what_is_missing(make, says, capsys):
    """Does the notebook go on where the bonus is left out, fails or gives no tree?"""
    paths, codes = own_or_balanced(make, [3, 1, 1, 5])
    assert says in capsys.readouterr().out
    np.testing.assert_array_equal(paths, balanced_tree(4)[0])
    np.testing.assert_array_equal(codes, balanced_tree(4)[1])


def test_an_own_tree_is_taken(capsys):
    """Is a learner's tree handed on as arrays?"""
    _, codes = own_or_balanced(own, np.array([3, 1, 1, 5]))
    assert "Your own" in capsys.readouterr().out
    np.testing.assert_array_equal(codes, 1 - balanced_tree(4)[1])
