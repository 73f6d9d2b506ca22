"""Are groups and pairs of questions what they are called?"""

from __future__ import annotations

import numpy as np
import pytest

from utils.questions import (
    BOTH,
    OTHER_INTENT,
    OTHER_SLOT,
    SAME,
    Reader,
    load_questions,
    load_written_pairs,
    make_pairs,
)


@pytest.fixture(scope="module")
def questions():
    return load_questions()


def test_splits_share_no_filler(questions):
    """Has each split fillers of its own, so that a new filler is new?"""
    for intent in questions.known:
        if questions.slot(intent):
            fillers = [
                set(questions.fillers_of(intent, s)) for s in ("train", "validation", "test")
            ]
            assert [len(some) for some in fillers] == [8, 2, 2]
            assert len(set.union(*fillers)) == 12


def test_groups_hold_no_held_out_intent(questions):
    """Is no wording of a held-out intent among what is learned from?"""
    groups = questions.groups("train")
    texts = {text for group in groups for text in group}
    assert all(len(set(group)) == 5 for group in groups)
    for intent in questions.held_out:
        for filler in questions.fillers_of(intent, "train"):
            assert not texts & set(questions.filled(intent, filler))
    assert not any("{" in text for text in texts)


def test_pairs_are_what_their_kind_says(questions):
    """Are half of the pairs duplicates, and is each other one of its kind?"""
    intents = [name for name in questions.known if questions.slot(name)]
    pairs = make_pairs(questions, intents, "test", np.random.default_rng(0))
    owner = {
        text: (intent, filler)
        for intent in intents
        for filler in questions.fillers_of(intent, "test")
        for text in questions.filled(intent, filler)
    }
    assert pairs.is_duplicate.mean() == 0.5
    assert set(pairs.kind) == {SAME, OTHER_SLOT, OTHER_INTENT, BOTH}
    for one, other, kind, intent in zip(
        pairs.first, pairs.second, pairs.kind, pairs.intent, strict=True
    ):
        (a, filler), (b, its_filler) = owner[one], owner[other]
        assert a == intent
        assert one != other
        assert (
            kind
            == {
                (True, True): SAME,
                (True, False): OTHER_SLOT,
                (False, True): OTHER_INTENT,
                (False, False): BOTH,
            }[a == b, filler == its_filler]
        )


def test_written_pairs_stand_each_for_itself():
    """Are there 200 written pairs, half duplicates, each with a name of its own?"""
    pairs = load_written_pairs()
    assert pairs.is_duplicate.sum() == 100
    assert len(set(pairs.intent)) == 200


def test_reader_skips_unknown_words_and_cuts():
    """Are unknown words skipped, and long questions cut?"""
    read = Reader({"how": 1, "old": 2}, 3)
    assert read(["How blorp old?", "old old old old", "Zzz"]).tolist() == [
        [1, 2, 0],
        [2, 2, 2],
        [0, 0, 0],
    ]
