"""Does a watched search leave the tree of what it looked at?"""

from __future__ import annotations

import numpy as np

from utils.search_trees import Watched

WORDS = ["<pad>", "<start>", "<end>", "a", "b"]


def step(tokens, states):
    """Prefers b behind a, and the end behind b; the state counts."""
    rows = {1: [-9, -9, -3, -1, -2], 3: [-9, -9, -2, -5, -1], 4: [-9, -9, -0.5, -4, -6]}
    return np.array([rows[int(t)] for t in tokens], dtype=float), np.asarray(states) + 1


def watched_by(beams):
    """Takes the steps of a search that keeps the named beginnings, row by row."""
    watched = Watched(step, np.zeros((1, 2)))
    logs, states = watched.step(np.array([1]), watched.state)
    assert logs.shape == (1, 5)
    for rows, tokens in beams:
        _, states = watched.step(np.array(tokens), states[rows])
    return watched


def test_the_tree_has_what_was_kept_and_what_was_dropped():
    """Are beginnings told apart, with their log-probabilities, however states are reordered?"""
    watched = watched_by([([0, 0], [4, 3]), ([1], [4])])
    found = [([3, 4], -2.5, -2.5), ([4], -2.5, -2.5)]
    nodes = {node.path: node for node in watched.tree(found, ([3, 4], -2.5), WORDS)}
    assert nodes[(3,)].kind == nodes[(4,)].kind == nodes[(3, 4)].kind == "kept"
    assert nodes[(3, 4, 2)].kind == nodes[(4, 2)].kind == "end"
    assert nodes[(3, 2)].kind == "dropped"
    assert nodes[(3, 4)].log_probability == -2.0
    assert nodes[(3, 4, 2)].log_probability == -2.5
    assert nodes[(3, 4)].greedy
    assert nodes[(3, 4, 2)].greedy
    assert not nodes[(4,)].greedy
    assert nodes[(3,)].label == "a"
    assert nodes[(4, 2)].label == ""


def test_a_step_changes_no_states():
    """Does a search get its own states back as it gave them?"""
    watched = Watched(step, np.zeros((1, 2)))
    before = watched.state.copy()
    watched.step(np.array([1]), watched.state)
    np.testing.assert_array_equal(watched.state, before)


def test_hypotheses_may_come_one_by_one():
    """Is it the same tree if each hypothesis takes its step alone?"""
    watched = Watched(step, np.zeros((1, 2)))
    _, states = watched.step([1], watched.state)
    watched.step([3], states)
    watched.step([4], states)
    kinds = {n.path: n.kind for n in watched.tree([([4], -2.5, 0)], ([3], -3.0), WORDS)}
    assert kinds[(3,)] == kinds[(4,)] == "kept"
    assert kinds[(4, 2)] == "end"
