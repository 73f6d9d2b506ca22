"""Are the emoji sentences what their card promises? And does the program notice when not?"""

from __future__ import annotations

import importlib.util
import shutil
from collections import Counter
from pathlib import Path

import pytest

from utils.emoji import LABELS, load_emoji_sentences
from utils.text import tokenize

FOLDER = Path(__file__).resolve().parents[2] / "data" / "emoji_sentences"


@pytest.fixture(scope="module")
def program():
    """data/emoji_sentences/make.py as a module."""
    spec = importlib.util.spec_from_file_location("make_emoji_sentences", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    """A copy of the folder, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "sentences"))


def test_the_card_is_true(program):
    """Do figures and checksums of the card belong to these files?"""
    assert program.main(["--check"]) == 0


def test_there_are_as_many_as_promised():
    """Are there 300 sentences to learn from, 100, 150 and 100 pairs to be tested on, all six emoji?"""
    sets = load_emoji_sentences()
    assert len(sets.train) >= 300
    assert len(sets.unseen_words) == 100
    assert len(sets.independent) == 150
    assert len(sets.same_bag) == 200
    for group in (sets.train, sets.validation, sets.independent, sets.unseen_words):
        assert set(group.labels) == set(range(len(LABELS)))


def test_pairs_are_pairs_to_the_models_too():
    """Do the two sentences of each pair have the same words as tokenize splits them?"""
    same_bag = load_emoji_sentences().same_bag
    for k in range(0, len(same_bag), 2):
        one, other = same_bag.texts[k : k + 2]
        assert Counter(tokenize(one)) == Counter(tokenize(other))
        assert tokenize(one) != tokenize(other)
        assert same_bag.labels[k] != same_bag.labels[k + 1]


def test_deciding_words_are_unseen_and_have_vectors():
    """Are they in no sentence to learn from, as tokenize splits them, and in the vectors?"""
    from utils.embeddings import load_course_vectors

    sets, vectors = load_emoji_sentences(), load_course_vectors()
    learned = {
        w for group in (sets.train, sets.validation) for t in group.texts for w in tokenize(t)
    }
    for text, decisive in zip(sets.unseen_words.texts, sets.decisive, strict=True):
        assert set(decisive) <= set(tokenize(text)) - learned
        assert any(word in vectors for word in decisive), text


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("train", "joy\tI love you with ALL my heart!", "stands twice"),
        ("train", "food\tAn omelette", "'omelette' stands in a sentence to learn from"),
        ("same_bag", "joy\tgood, not bad\tsadness\tbad, never good", "are no pair"),
        ("unseen_words", "joy\tA nice hat\tsombrero", "does not stand in"),
        ("validation", "anger\tGrr", "right labels"),
        ("independent", "joy\tQuite new", "was changed"),
    ],
)
def test_what_is_wrong_is_told(program, copy, capsys, name, line, complaint):
    """Does each kind of mistake stop the program, with a sentence that says what it is?"""
    with (copy / f"{name}.tsv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert program.main(["--check"], copy) == 1
    assert complaint in capsys.readouterr().err


def test_the_card_is_written_anew(program, copy):
    """Is a changed set's row put into the card, and nothing else touched?"""
    path = copy / "train.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "joy\tHip hip\n", encoding="utf-8")
    assert program.main(["--check"], copy) == 1
    assert program.main([], copy) == 0
    assert program.main(["--check"], copy) == 0
    before, after = (folder / "README.md" for folder in (FOLDER, copy))
    pairs = zip(
        before.read_text("utf-8").splitlines(),
        after.read_text("utf-8").splitlines(),
        strict=True,
    )
    changed = [new for old, new in pairs if old != new]
    assert len(changed) <= 6
    assert any("`train.tsv`" in line for line in changed)
