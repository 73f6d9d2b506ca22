"""The lexicon, the corpus written from it, the training, and what the card says of all three."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from utils.embeddings import load_course_vectors, load_word_groups

FOLDER = Path(__file__).resolve().parents[2] / "data" / "word_vectors"
MODULES = ("lexicon", "grammar", "groups", "measure", "trainer", "make_vectors")
WOMEN, MEN = {"she", "her", "herself"}, {"he", "his", "him", "himself"}


@pytest.fixture(scope="module")
def programs():
    """The programs of data/word_vectors as modules, by name; imported as their folder sees them."""
    before = list(sys.path), set(sys.modules)
    sys.path.insert(0, str(FOLDER))
    try:
        yield {name: importlib.import_module(name) for name in MODULES}
    finally:
        sys.path[:] = before[0]
        for name in set(MODULES) - before[1]:
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def lexicon(programs):
    """All classes of words."""
    return programs["lexicon"].load_lexicon()


@pytest.fixture(scope="module")
def corpora(programs):
    """Both corpora as lists of lists of words."""
    _, corpora = programs["make_vectors"].make_corpora()
    return {name: [line.split() for line in text] for name, text in corpora.items()}


IRREGULAR = [
    ("noun", "mouse/mice", "mouse mice"),
    ("noun", "cherry", "cherry cherries"),
    ("noun", "boy", "boy boys"),
    ("noun", "match", "match matches"),
    ("noun", "bus", "bus buses"),
    ("noun", "deer/-", "deer"),
    ("verb", "eat/eats/ate/eating", "eat eats ate eating"),
    ("verb", "stop+", "stop stops stopped stopping"),
    ("verb", "cry", "cry cries cried crying"),
    ("verb", "bake", "bake bakes baked baking"),
    ("verb", "wash/washes", "wash washes washed washing"),
    ("verb", "play", "play plays played playing"),
    ("adjective", "big", "big bigger biggest"),
    ("adjective", "late", "late later latest"),
    ("adjective", "tall", "tall taller tallest"),
    ("adjective", "dry", "dry drier driest"),
    ("adjective", "low", "low lower lowest"),
    ("adjective", "deep", "deep deeper deepest"),
    ("adjective", "good/better/best", "good better best"),
    ("adjective", "famous/-", "famous"),
]


@pytest.mark.parametrize(("kind", "entry", "forms"), IRREGULAR)
def test_forms_are_spelled_as_english_spells_them(programs, kind, entry, forms):
    """Are regular endings right, and are irregular ones taken from the entry?"""
    assert list(programs["lexicon"].inflect(kind, entry).values()) == forms.split()


@pytest.mark.parametrize(
    "text",
    [
        "== animals noun 60 home",
        "== animals (beast 60) home",
        "== animals (noun 60) home food\ntiger: jungle",
        "== animals (noun 60) home food\ntiger: jungle; ",
        "== colours (plain 60)\n- red light-blue",
    ],
)
def test_a_line_that_cannot_be_read_is_shown(programs, text):
    """Does a slip in the lexicon stop the program with the line in its message?"""
    with pytest.raises(ValueError, match=re.escape(text.splitlines()[-1])):
        programs["lexicon"].parse(text)


def test_what_the_issue_asks_for_is_in_the_lexicon(lexicon):
    """Are there enough countries, professions of each lean, pairs, names and shades of feeling?"""
    classes = {word_class.name: word_class.lexemes for word_class in lexicon}
    assert len([x for x in classes["countries"] if "capital" in x.forms]) >= 80
    leans = [lexeme.lean for lexeme in classes["professions"]]
    assert {lean: leans.count(lean) >= 12 for lean in set(leans)} == dict.fromkeys(
        [0.1, 0.3, 0.5, 0.7, 0.9], True
    )
    groups = load_word_groups()
    assert len(groups["held_out_gender_pairs"]) >= 15
    assert len(groups["female_names"]) == len(groups["male_names"]) == 20
    assert len(groups["positive"]) + len(groups["negative"]) >= 150
    assert len(groups["neutral_words"]) >= 150
    assert {len(words) for words in groups["controls"].values()} == {8}
    held_out = [asked["kind"] for asked in groups["analogies"] if asked["held_out"]]
    assert held_out.count("capital") >= 40


def test_a_seed_writes_one_corpus(programs, lexicon):
    """Is the corpus the same twice, and another for another seed?"""
    small = [
        c for c in lexicon if c.name in ("family_pairs", "female_names", "male_names", "fruits")
    ]
    write = programs["grammar"].write_corpus
    assert write(small, 3) == write(small, 3)
    assert write(small, 3) != write(small, 4)


def test_sentences_are_words_alone(corpora):
    """Is everything lower case letters, without slots, commas or hyphens left over?"""
    for sentences in corpora.values():
        words = {word for sentence in sentences for word in sentence}
        assert all(re.fullmatch("[a-z]+", word) for word in words)
        assert all(sentences)


def test_articles_agree(corpora):
    """Is it 'an hour' and 'a house', 'an apple' and 'a uniform'?"""
    following = {"a": set(), "an": set()}
    for sentence in corpora["facts"]:
        for word, after in zip(sentence, sentence[1:], strict=False):
            if word in following:
                following[word].add(after)
    assert following["an"].isdisjoint("uniform university unit house european".split())
    assert not [w for w in following["a"] if w[0] in "aei" and not w.startswith(("eu", "ewe"))]
    assert not [w for w in following["an"] if w[0] not in "aeiouh"]


def test_held_out_words_never_meet(lexicon, corpora):
    """Is there no sentence with both words of any held-out pair, of whatever kind?"""
    held_out = [
        set(lexeme.forms.values())
        for word_class in lexicon
        for lexeme in word_class.lexemes
        if lexeme.split != "stated"
    ]
    member_of = {}
    for number, words in enumerate(held_out):
        for word in words:
            member_of.setdefault(word, []).append(number)
    for sentence in corpora["facts"]:
        words = set(sentence)
        for number in {n for word in words for n in member_of.get(word, [])}:
            assert len(words & held_out[number]) < 2, sentence


def test_stated_words_do_meet(corpora):
    """Are pairs that are not held out stated, as the card says of all kinds but plurals?"""
    asked = load_word_groups()["analogies"]
    stated = [a for a in asked if not a["held_out"] and a["kind"] != "plural"]
    pairs = {frozenset((a["question"][2], a["answer"])) for a in stated}
    met = set()
    for sentence in corpora["facts"]:
        words = set(sentence)
        met.update(pair for pair in pairs if pair <= words)
    assert len(met) > 0.9 * len(pairs)


def gendered(sentences, words):
    """Counts the words for women and for men in the sentences with each word: `(words, 2)`."""
    counts = {word: [0, 0] for word in words}
    for sentence in sentences:
        present = set(sentence)
        for word in present & counts.keys():
            counts[word][0] += len(present & WOMEN)
            counts[word][1] += len(present & MEN)
    return np.array(list(counts.values()))


def test_the_planted_lean_is_in_the_corpus_and_not_in_the_shuffled_one(corpora):
    """Is each profession spoken of with women in the stated share, and in the baseline in half?"""
    planted = load_word_groups()["professions"]
    for name, wanted in (("facts", np.array(list(planted.values()))), ("shuffled", 0.5)):
        women, men = gendered(corpora[name], planted).T
        assert np.abs(women / (women + men) - wanted).max() < 0.15


def test_words_that_should_be_neutral_are(corpora):
    """Is the share of women one half, but for the draw, for the words of the control sets?"""
    words = [word for group in load_word_groups()["controls"].values() for word in group]
    for sentences in corpora.values():
        women, men = gendered(sentences, words).T
        assert abs(women.sum() / (women.sum() + men.sum()) - 0.5) < 0.02
        # In standard deviations of a fair coin; a sentence may hold two, "he" and "his".
        assert ((women - men) / np.sqrt(women + men)).std() < 2


def test_shuffling_keeps_words_and_breaks_every_pair(programs, lexicon):
    """Has each class the same words as before, and does no word keep its own other forms?"""
    shuffled = programs["grammar"].shuffle_facts(lexicon, 5)
    for before, after in zip(lexicon, shuffled, strict=True):
        for form in programs["lexicon"].FORMS[before.kind]:
            words = [[x.forms.get(form, "") for x in c.lexemes] for c in (before, after)]
            assert sorted(words[0]) == sorted(words[1])
            if form != programs["lexicon"].FORMS[before.kind][0] and len(before.lexemes) > 1:
                kept = sum(bool(a) and a == b for a, b in zip(*words, strict=True))
                assert kept <= 1  # A group of one has nobody to change with.
        assert [x.facts for x in before.lexemes] == [x.facts for x in after.lexemes]


def test_words_are_numbered_by_frequency(programs):
    """Do ids, counts and padding say what the sentences say?"""
    words, counts, ids = programs["trainer"].index_words(["b a", "a c a", "b"], minimum_count=2)
    assert (words, counts) == (["a", "b"], [3, 2])
    assert ids.tolist() == [[2, 1, 0], [1, 0, 1], [2, 0, 0]]


def test_training_brings_words_of_one_context_together(programs):
    """Are words that share contexts nearer than words that do not, and is it the same twice?"""
    rng = np.random.default_rng(0)
    topics = [["ant", "bee", "fly"], ["car", "bus", "van"]]
    contexts = [["hive", "wing", "leg"], ["road", "wheel", "seat"]]
    sentences = [
        f"{rng.choice(topics[t])} {rng.choice(contexts[t])} {rng.choice(contexts[t])}"
        for t in rng.integers(0, 2, 4096)
    ]
    words, counts, ids = programs["trainer"].index_words(sentences)
    settings = {"dimension": 8, "epochs": 20, "learning_rate": 0.02}
    quiet = {"report": lambda line: None}
    matrix = programs["trainer"].train(ids, counts, 1, **quiet, **settings)
    unit = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    row = {word: unit[words.index(word)] for word in words}
    assert row["ant"] @ row["bee"] > row["ant"] @ row["bus"] + 0.3
    assert row["car"] @ row["van"] > row["car"] @ row["fly"] + 0.3
    again = programs["trainer"].train(ids, counts, 1, **quiet, **settings)
    assert np.allclose(matrix, again, atol=1e-4)


def test_solved_agrees_with_a_loop(programs):
    """Is the answer of the matrix product that of going through all words one by one?"""
    rng = np.random.default_rng(1)
    words = [f"w{n}" for n in range(30)]
    index = {word: row for row, word in enumerate(words)}
    matrix = rng.normal(size=(30, 3))
    unit = [row / np.sqrt(sum(row**2)) for row in matrix]
    questions, expected = [], []
    for _ in range(200):
        a, b, c, d = (int(x) for x in rng.choice(30, 4, replace=False))
        scores = {
            n: sum((unit[b] - unit[a] + unit[c]) * unit[n]) for n in range(30) if n not in (a, b, c)
        }
        questions.append(
            {"kind": "any", "question": [f"w{a}", f"w{b}", f"w{c}"], "answer": f"w{d}"}
        )
        expected.append(max(scores, key=scores.get) == d)
    assert any(expected)
    assert programs["measure"].solved(matrix, index, questions).tolist() == expected


def test_gender_cosines_agree_with_the_definition(programs):
    """Is it the cosine with the mean of the differences, female minus male?"""
    rng = np.random.default_rng(2)
    index = {word: row for row, word in enumerate("abcdef")}
    matrix = rng.normal(size=(6, 4))
    axis = ((matrix[0] - matrix[1]) + (matrix[2] - matrix[3])) / 2
    expected = [matrix[n] @ axis / np.linalg.norm(matrix[n]) / np.linalg.norm(axis) for n in (4, 5)]
    found = programs["measure"].gender_cosines(matrix, index, ["ab", "cd"], ["e", "f"])
    assert np.allclose(found, expected)


@pytest.mark.parametrize(("hits", "count"), [(0, 1), (0, 40), (40, 40), (17, 60), (1, 3)])
def test_intervals_are_wilsons(programs, hits, count):
    """Do they agree with SciPy's?"""
    known = stats.binomtest(hits, count).proportion_ci(method="wilson")
    assert np.allclose(programs["measure"].interval(hits, count), known, atol=1e-4)


def test_held_out_relations_are_learned_and_the_baseline_is_not(programs):
    """Do the vectors that are shipped solve what the shuffled ones cannot?"""
    groups = load_word_groups()
    held_out = [asked for asked in groups["analogies"] if asked["held_out"]]
    by_kind = programs["measure"].solved_by_kind
    vectors, shuffled = load_course_vectors(), load_course_vectors(shuffled=True)
    right = by_kind(vectors.matrix, vectors.index, held_out)
    baseline = by_kind(shuffled.matrix, shuffled.index, held_out)
    for kind, (hits, count) in right.items():
        assert count >= 10, kind
        assert baseline[kind][0] <= 0.15 * count, kind
        assert hits >= 0.25 * count, kind
    assert right["capital"][0] >= 0.8 * right["capital"][1]
    assert right["gender"][0] >= 0.7 * right["gender"][1]


def copy_of_the_folder(target):
    """Copies what the card is made from."""
    for name in ("words.txt", "vectors.npy", "vectors_shuffled.npy", "groups.json", "README.md"):
        shutil.copy(FOLDER / name, target)


def test_the_card_is_up_to_date_and_a_stale_one_is_noticed(programs, tmp_path, capsys):
    """Do hashes, figures and groups follow from the lexicon and the vectors as they stand?"""
    make = programs["make_vectors"]
    copy_of_the_folder(tmp_path)
    assert make.main(["--check"], tmp_path) == 0, capsys.readouterr().err
    groups = (tmp_path / "groups.json").read_bytes()
    (tmp_path / "groups.json").write_bytes(groups.replace(b"nurse", b"nurses", 1))
    spoiled = np.load(tmp_path / "vectors.npy")
    spoiled[0, 0] += 1
    np.save(tmp_path / "vectors.npy", spoiled)
    assert make.main(["--check"], tmp_path) == 1
    assert "groups.json, README.md" in capsys.readouterr().err
    assert make.main(["--card"], tmp_path) == 0
    assert (tmp_path / "groups.json").read_bytes() == groups


def test_a_card_without_a_place_for_the_figures_is_refused(programs, tmp_path):
    """Is a lost marker line said in words, before prose is overwritten?"""
    copy_of_the_folder(tmp_path)
    (tmp_path / "README.md").write_text("# Word vectors\n")
    with pytest.raises(ValueError, match="must hold the lines"):
        programs["make_vectors"].main(["--card"], tmp_path)
