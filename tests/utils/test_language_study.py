"""Do the questions to a language model measure what they say?"""

import math

import numpy as np
import pytest

from utils.documentation import CODE
from utils.evaluation import Interval
from utils.language_study import (
    CharacterNGram,
    bits_per_character,
    commoner_spelling,
    court_cases,
    court_table,
    judge_cases,
    pad,
    reach,
    share_interval,
    spelled,
    spelling_cost,
    table,
)
from utils.word_ngrams import KneserNey, WittenBell

KNOWN = {"then": 4, "than": 5, "more": 6, "their": 7, "end": 8}
SENTENCES = [["more", "than", "then"], ["then", "end"], ["their", "end"]]


def likes_more_than(sentences):
    """Scores sentences: "than" behind "more" is good, and elsewhere bad."""
    return np.array(
        [
            sum((w == "than") == (i > 0 and s[i - 1] == "more") for i, w in enumerate(s))
            for s in sentences
        ],
        dtype=float,
    )


def test_court():
    """Are cases those with two known spellings, and judged by whole sentences?"""
    cases = court_cases(SENTENCES, KNOWN, np.random.default_rng(0))
    assert [(case.printed, case.place) for case in cases] == [("than", 1), ("then", 2), ("then", 0)]
    assert judge_cases(cases, likes_more_than).tolist() == [True, True, True]
    assert judge_cases(cases, lambda s: -likes_more_than(s)).tolist() == [False, False, False]
    assert commoner_spelling(cases, KNOWN).tolist() == [False, True, True]
    few = court_cases(SENTENCES * 9, KNOWN, np.random.default_rng(0), most=4)
    assert [case.printed for case in few].count("then") == 4


def test_court_table_has_all_and_the_large_sets():
    """Is each model's share told, for all cases and for sets of thirty?"""
    cases = court_cases(SENTENCES * 20, KNOWN, np.random.default_rng(0))
    verdict = np.array([case.printed == "then" for case in cases])
    found = court_table(cases, {"model": verdict}, np.random.default_rng(1))["model"]
    assert set(found) == {"all (60)", "than / then (60)"}
    assert found["all (60)"].estimate == pytest.approx(2 / 3)


def test_share_interval_goes_by_sentences():
    """Is the interval wider where cases of a sentence stand and fall together?"""
    right = np.repeat([True, False] * 20, 5)
    alone = share_interval(right, range(200), np.random.default_rng(0))
    together = share_interval(right, np.repeat(range(40), 5), np.random.default_rng(0))
    assert alone.estimate == together.estimate == 0.5
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_reach_of_a_model_with_a_window():
    """Does what looks two words back move for two words and no further?"""

    def predict(ids):
        found = np.zeros((len(ids), 50))
        found[np.arange(len(ids)), ids[:, -1]] += 0.75
        found[np.arange(len(ids)), ids[:, -2]] += 0.25
        return found

    contexts = np.array([np.random.default_rng(i).permutation(50)[:6] for i in range(80)])
    moved = reach(contexts, [1, 2, 3, 5], predict, np.random.default_rng(2))
    assert moved[0] == pytest.approx(0.75, abs=0.05)
    assert moved[1] == pytest.approx(0.25, abs=0.05)
    assert moved[2:] == [0, 0]


@pytest.mark.parametrize("kind", [WittenBell, KneserNey])
def test_characters(kind):
    """Do letters and end have a probability each, and do all texts of one letter sum up?"""
    texts = ["abab", "ab", "ba", "b"]
    model = CharacterNGram(kind, 3, texts)
    step = model.model.next_probabilities
    by_hand = math.log(step([])[4]) + math.log(step([4])[5]) + math.log(step([4, 5])[2])
    found = model.log_probabilities(["ab", "zz"])
    assert found[0] == pytest.approx(by_hand)
    assert np.isfinite(found[1])


def test_bits_and_spelling():
    """Is a bit a halving, and does only what is unknown pay for its letters?"""
    assert bits_per_character(-3 * math.log(2), 6) == pytest.approx(0.5)
    speller = CharacterNGram(WittenBell, 2, ["zoo", "zebra"])
    cost = spelling_cost([["more"], ["zoo", "more", "zebra"], []], KNOWN, speller)
    assert cost[0] == cost[2] == 0
    assert cost[1] == pytest.approx(speller.log_probabilities(["zoo", "zebra"]).sum())
    assert spelled(["a", CODE, "b"]) == "a \u00a4 b"
    assert pad([[1, 2], [3]]).tolist() == [[1, 2], [3, 0]]


def test_the_table_has_all_rows():
    """Does the table show what is known of each model, and a dash for the rest?"""
    text = table({"one": Interval(12.5, 11.0, 14.0)}, {"one": 1.5, "two": 2.0}, {"two": (3.0, 4.0)})
    head, one, two = text.splitlines()
    assert "bits a character" in head
    assert "12.5 [11.0, 14.0]" in one
    assert one.split()[-2:] == ["-", "-"]
    assert two.split() == ["two", "-", "2.00", "3.0", "4.0"]
