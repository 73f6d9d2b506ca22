"""Are reviews loaded, numbered and mixed as they should be?"""

from __future__ import annotations

import re

import numpy as np
import pytest

from utils import reviews
from utils.reviews import STRAIGHT, load_reviews
from utils.text import tokenize


def test_words_are_those_of_the_course():
    """Does the quick splitter find the words that `tokenize` finds, but for an *is* cut short?"""
    sets = load_reviews()
    texts = [*sets.train.texts[:60], "I can't; it won't, I'm sure. We're here, they\u2019ve gone!"]
    for text in texts:
        if not re.search(r"['\u2019][sd]\b|let['\u2019]s|shan['\u2019]t", text, re.IGNORECASE):
            assert reviews.words_of(text) == tokenize(text), text
    assert reviews.words_of("It's Anna's") == ["it", "anna"]


def test_ids_begin_behind_padding_and_unknown():
    """Are ids 2 and up, one a word, in order?"""
    assert reviews.number_words(["b a", "A c"]) == {"a": 2, "b": 3, "c": 4}


def test_a_table_is_centred():
    """Has the table zeros for padding, unknown words and words without a vector, and mean 0 else?"""
    vectors = {"a": np.array([1.0, 3]), "b": np.array([3.0, 5])}
    table = reviews.centred_table(vectors, {"a": 2, "b": 3, "c": 4})
    np.testing.assert_array_equal(table, [[0, 0], [0, 0], [-1, -1], [1, 1], [0, 0]])
    assert table.dtype == np.float32


@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_words_are_turned_round(count):
    """Are no more words turned round than asked for, and all else as it was?"""
    world = load_reviews().generated
    fewer = reviews.turn_only(world, count, np.random.default_rng(3))
    turned = [w for w, by in zip(fewer.words, fewer.turned_by, strict=True) if by != STRAIGHT]
    assert len(set(turned)) == 2 * count
    if count == 0:
        assert set(fewer.turned_by) == {STRAIGHT}
        return
    assert len(fewer) == len(world)
    assert fewer.labels.tolist() == world.labels.tolist()
    for text, word in zip(fewer.texts, fewer.words, strict=True):
        assert word == STRAIGHT or word in text.split()
    signs = {
        label: {
            w
            for w, by, y in zip(fewer.words, fewer.turned_by, fewer.labels, strict=True)
            if by != STRAIGHT and y == label
        }
        for label in (0, 2)
    }
    assert not signs[0] & signs[2]


def test_all_words_are_all_words():
    """Is nothing changed where all words may be turned round?"""
    world = load_reviews().generated
    assert reviews.turn_only(world, 20, np.random.default_rng(3)).texts == world.texts


def test_runs_are_found():
    """Is a shared run found wherever it stands, and a shorter one not?"""
    texts = ["One two three four!", "zero one two three", "a b", "five one two three four six"]
    found = reviews.shares_run(texts, ["so one two three four it is"])
    assert found.tolist() == [True, False, False, True]


def test_a_missing_file_and_a_wrong_line_are_told(tmp_path):
    """Do errors name the file, and what is wrong with a line?"""
    with pytest.raises(FileNotFoundError, match=r"train\.tsv"):
        load_reviews(tmp_path)
    (tmp_path / "train.tsv").write_text("label\ttext\nlovely\tYes\n", "utf-8")
    with pytest.raises(ValueError, match=r"train\.tsv, line 2"):
        load_reviews(tmp_path)


def test_some_are_chosen():
    """Do texts, labels and words stay together?"""
    world = load_reviews().generated
    keep = world.labels == 0
    some = world.chosen(keep)
    assert set(some.labels) == {0}
    assert some.texts[3] == [t for t, k in zip(world.texts, keep, strict=True) if k][3]
    assert len(some.words) == len(some) == keep.sum()
