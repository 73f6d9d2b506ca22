"""The corpus for learning word vectors: is it the card's world, and do questions keep their promise?"""

import numpy as np
import pytest

from utils import word_corpus


@pytest.fixture(scope="module")
def sentences():
    return word_corpus.write_sentences()


@pytest.fixture(scope="module")
def corpus(sentences):
    return word_corpus.read_sentences(sentences)


def test_the_same_sentences_each_time(sentences, corpus):
    """Does a seed give the same text again, of the size that the notebook's settings were made for?"""
    assert word_corpus.write_sentences() == sentences
    assert len(sentences) == 106_950
    assert corpus.counts.sum() == 820_084
    assert len(corpus.words) == 2_111


def test_numbers_and_words_are_one_text(sentences, corpus):
    """Do ids lead back to the sentences, and do counts count them, the most frequent first?"""
    assert [" ".join(corpus.words[i] for i in ids) for ids in corpus.sentences[:500]] == sentences[
        :500
    ]
    flat = [word for sentence in sentences for word in sentence.split()]
    assert corpus.counts[corpus.index["queen"]] == flat.count("queen")
    assert (np.diff(corpus.counts) <= 0).all()


def test_shuffled_facts_leave_the_words(sentences, corpus):
    """Is the control a world of the same words, in which no held-out country keeps its capital's facts?"""
    other = word_corpus.read_sentences(word_corpus.write_sentences(shuffled=True))
    assert len(set(corpus.words) ^ set(other.words)) < 0.02 * len(corpus.words)
    assert other.counts[other.index["the"]] > 10_000
    _, held_out = word_corpus.questions(corpus)
    words = {w for q in held_out for w in (*q["question"], q["answer"])}
    assert len(words - set(other.words)) == 0


def test_held_out_forms_never_meet(sentences, corpus):
    """Does no sentence hold both forms of a held-out question, and do some hold both of the others?"""
    to_choose_by, held_out = word_corpus.questions(corpus)
    assert len(held_out) == 136
    assert {q["kind"] for q in held_out} == set(word_corpus.KINDS)
    together = [set(sentence.split()) for sentence in sentences]
    pairs = {frozenset((q["question"][2], q["answer"])) for q in held_out}
    stated = {frozenset((q["question"][2], q["answer"])) for q in to_choose_by}
    known = {word for pair in pairs | stated for word in pair}
    met = {
        frozenset((one, other))
        for words in (words & known for words in together)
        for one in words
        for other in words
        if one < other
    }
    assert not pairs & met
    assert len(stated & met) > 0.5 * len(stated)


def test_thinning_keeps_rare_words_and_drops_frequent_ones(corpus):
    """Is every rare word kept, and a frequent one as often as its share says?"""
    text = word_corpus.thinned(corpus, 2.5e-4, np.random.default_rng(0))
    counts = np.bincount([w for s in text for w in s], minlength=len(corpus.words))
    share = corpus.counts / corpus.counts.sum()
    rare = share < 2.5e-4
    assert (counts[rare] == corpus.counts[rare]).all()
    expected = np.sqrt(2.5e-4 / share[0]) * corpus.counts[0]
    assert abs(counts[0] - expected) < 6 * np.sqrt(expected)
    assert len(text) == len(corpus.sentences)


def test_solved_and_nearest_on_vectors_made_by_hand(corpus):
    """Is an analogy solved where the steps are equal, and not where the answer lies elsewhere?"""
    _, held_out = word_corpus.questions(corpus)
    asked = held_out[:2]
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(len(corpus.words), 60))
    step = rng.normal(size=60)
    for question in asked:
        a, b, c = (corpus.index[word] for word in question["question"])
        vectors[b] = vectors[a] + step
        vectors[corpus.index[question["answer"]]] = vectors[c] + step
    assert word_corpus.solved(vectors, corpus, asked).all()
    vectors[corpus.index[asked[0]["answer"]]] *= -1
    assert word_corpus.solved(vectors, corpus, asked).tolist() == [False, True]
    queen, king = (corpus.index[word] for word in ("queen", "king"))
    vectors[king] = 3 * vectors[queen]
    near = word_corpus.nearest("queen", vectors, corpus, 3)
    assert near[0] == "king"
    assert len(near) == 3
    assert "queen" not in near


def test_batches_show_every_row_once_a_round():
    """Do rows stay together, does each come once a round, and in another order in the next?"""
    rows = np.arange(12)
    stream = word_corpus.batches([rows, -rows], 4, np.random.default_rng(0))
    rounds = [[next(stream) for _ in range(3)] for _ in range(2)]
    for batches in rounds:
        assert all((one == -other).all() for one, other in batches)
        assert sorted(np.concatenate([one for one, _ in batches])) == list(range(12))
    assert any((a[0] != b[0]).any() for a, b in zip(*rounds, strict=True))
    small = word_corpus.batches([rows[:3]], 8, np.random.default_rng(0))
    assert sorted(next(small)[0]) == [0, 1, 2]
