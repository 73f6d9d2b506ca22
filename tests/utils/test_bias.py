"""Are words sorted, neighbours found and leans guessed as the docstrings say?"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import pearsonr
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from utils import bias
from utils.embeddings import load_word_groups

GROUPS = {
    "gender_pairs": [["she", "he"], ["mother", "father"]],
    "held_out_gender_pairs": [["queen", "king"]],
    "female_names": ["anna"],
    "male_names": ["otto"],
    "professions": {"nurse": 0.9, "pilot": 0.1, "baker": 0.5},
    "controls": {"fruits": ["pear", "plum"], "tools": ["saw"]},
    "analogies": [
        {"kind": "gender", "question": ["he", "she", "king"], "answer": "queen", "held_out": True},
        {
            "kind": "plural",
            "question": ["pear", "pears", "saw"],
            "answer": "saws",
            "held_out": True,
        },
    ],
}


def random_map(count: int, dimension: int, seed: int = 0) -> dict[str, np.ndarray]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension))
    return {f"w{i}": row for i, row in enumerate(rows)}


def test_words_in_finds_every_word_once():
    """Are words found in pairs, lists, keys of leans and analogies, but not the names of groups?"""
    words = bias.words_in(GROUPS)
    assert len(words) == len(set(words))
    assert set(words) == {
        *"she he mother father queen king anna otto nurse pilot baker pear plum saw".split(),
        *"pears saws".split(),
    }


def test_known_groups_leaves_out_what_hangs_on_a_missing_word():
    """Does a missing word take its pair and its analogy along, and nothing else?"""
    vectors = dict.fromkeys(bias.words_in(GROUPS), np.zeros(2))
    for word in ("father", "pilot", "saw", "otto"):
        del vectors[word]
    groups, missing = bias.known_groups(GROUPS, vectors)
    assert set(missing) == {"father", "pilot", "saw", "otto"}
    assert groups["gender_pairs"] == [("she", "he")]
    assert groups["professions"] == {"nurse": 0.9, "baker": 0.5}
    assert groups["controls"] == {"fruits": ["pear", "plum"], "tools": []}
    assert groups["male_names"] == []
    assert [asked["kind"] for asked in groups["analogies"]] == ["gender"]
    assert GROUPS["gender_pairs"][1] == ["mother", "father"]  # What came in is as it was.


def test_known_groups_keeps_all_that_is_known():
    """Do the course's own groups pass unchanged, where every word has a vector?"""
    groups = load_word_groups()
    kept, missing = bias.known_groups(groups, dict.fromkeys(bias.words_in(groups)))
    assert not missing
    assert {key: len(value) for key, value in kept.items()} == {
        key: len(value) for key, value in groups.items()
    }


def test_gendered_words_are_pairs_names_and_reflexives():
    """Does a word keep its gender by definition or as a name, and a profession not?"""
    words = bias.gendered_words(GROUPS)
    assert {"she", "queen", "anna", "himself"} <= words
    assert words.isdisjoint({"nurse", "pear"})


def test_solved_analogies_counts_by_kind():
    """Is each kind's share that of the right answers, within its interval?"""
    answers = {"king": "queen", "saw": "hammer"}
    scores = bias.solved_analogies(lambda a, b, c, _: answers[c], GROUPS["analogies"], {})
    assert {kind: score.estimate for kind, score in scores.items()} == {"gender": 1, "plural": 0}
    assert all(s.low <= s.estimate <= s.high for s in scores.values())


def test_solved_analogies_asks_no_more_than_told():
    """Are at most so many questions of each kind asked, and those the first?"""
    asked = []
    questions = [
        {"kind": k, "question": [k, k, str(i)], "answer": ""} for i in range(5) for k in "ab"
    ]
    bias.solved_analogies(lambda a, b, c, _: asked.append(a + c), questions, {}, most=2)
    assert asked == ["a0", "b0", "a1", "b1"]


def test_neighbours_agree_with_scikit_learn():
    """Are the neighbours scikit-learn's by cosine distance, in its order?"""
    vectors = random_map(12, 4)
    words = list(vectors)
    search = NearestNeighbors(n_neighbors=4, metric="cosine").fit(list(vectors.values()))
    found = search.kneighbors(return_distance=False)
    expected = {word: [words[i] for i in row] for word, row in zip(words, found, strict=True)}
    assert bias.neighbours(words, vectors, 4) == expected


def test_votes_follow_the_mean_lean():
    """Does the side of the neighbours' mean win, and the nearest decided one where it is a half?"""
    leans = {"a": 0.9, "b": 0.1, "c": 0.5, "d": 0.3, "e": 0.7}
    near = {
        "a": ["b", "d"],  # Men, wrongly.
        "b": ["c", "a"],  # Women, wrongly.
        "c": ["a", "b"],  # Leans to neither side: not asked.
        "d": ["b", "a"],  # A half: the nearest decides.
        "e": ["c", "c"],  # Nobody leans: men.
    }
    guesses, truth, words = bias.votes(near, leans)
    assert words == ["a", "b", "d", "e"]
    assert guesses.tolist() == [0, 1, 0, 0]
    assert truth.tolist() == [1, 0, 0, 1]
    assert bias.company(near, leans)["a"] == pytest.approx(0.2)


def test_learned_side_sees_a_planted_side_and_no_other():
    """Is a side in the vectors found without having seen the word, and one that is not, not?"""
    vectors = random_map(60, 5)
    words = list(vectors)
    labels = [int(vectors[word][2] > 0) for word in words]
    assert np.mean(bias.learned_side(words, labels, vectors) == labels) > 0.8
    coin = np.random.default_rng(5).permutation(labels)
    assert np.mean(bias.learned_side(words, coin, vectors) == coin) < 0.7


def test_correlation_interval_agrees_with_scipy():
    """Is the correlation SciPy's, and the interval near the one by Fisher's transformation?"""
    rng = np.random.default_rng(3)
    one = rng.standard_normal(80)
    other = one + rng.standard_normal(80)
    named = ({str(i): float(x) for i, x in enumerate(values)} for values in (one, other))
    interval = bias.correlation_interval(*named, rng)
    outside = pearsonr(one, other)
    ends = outside.confidence_interval(0.95)
    assert interval.estimate == pytest.approx(outside.statistic)
    assert interval.low == pytest.approx(ends.low, abs=0.06)
    assert interval.high == pytest.approx(ends.high, abs=0.06)


def test_spread_of_pairs_agrees_with_principal_components():
    """Are the shares those of scikit-learn's components, for pairs each centred on its middle?"""
    vectors = random_map(10, 7)
    pairs = [(f"w{i}", f"w{i + 1}") for i in range(0, 10, 2)]
    halves = np.array([(vectors[a] - vectors[b]) / 2 for a, b in pairs])
    outside = PCA(5).fit(np.concatenate([halves, -halves])).explained_variance_ratio_
    np.testing.assert_allclose(bias.spread_of_pairs(pairs, vectors), outside, atol=1e-9)


def test_mean_angle_by_hand():
    """Is the angle 0 for equal steps, 180 for opposite ones, and 60 for three in between?"""
    assert bias.mean_angle([[0, 0], [1, 2], [5, 5], [7, 9]]) == pytest.approx(0, abs=1e-5)
    assert bias.mean_angle([[0, 0], [1, 2], [7, 9], [5, 5]]) == pytest.approx(180)
    right = [[0, 0], [1, 0], [0, 0], [0, 1], [0, 0], [-1, 0]]
    assert bias.mean_angle(right) == pytest.approx((90 + 180 + 90) / 3)
