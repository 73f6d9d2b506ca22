"""Are the short reviews what their card promises? And does the program notice when not?"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from utils.reviews import STRAIGHT, load_reviews

FOLDER = Path(__file__).resolve().parents[2] / "data" / "short_reviews"


def module(name: str):
    """Loads a program of the folder as a module."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def program():
    """data/short_reviews/make.py as a module; it imports its neighbour."""
    before = sys.modules.get("grammar")
    sys.modules["grammar"] = module("grammar")
    made = module("make")
    sys.modules.pop("grammar")
    if before is not None:
        sys.modules["grammar"] = before
    return made


@pytest.fixture
def copy(tmp_path):
    """A copy of the folder, to be spoilt."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reviews"))


def test_files_and_card_are_true(program):
    """Does the program write just these files, with figures and checksums of the card?"""
    assert program.main(["--check"]) == 0


def test_the_closed_set_has_its_checksum(program):
    """Does the writer's own file of the checksum name the same one?"""
    line = (FOLDER / "independent.sha256").read_text("utf-8").split()
    assert line == [program.INDEPENDENT_SHA256, "independent.tsv"]


def test_there_are_as_many_as_promised():
    """Are there 750, 150 and 150 written reviews, a third of each label, and the generated ones?"""
    sets = load_reviews()
    for group, count in ((sets.train, 750), (sets.validation, 150), (sets.independent, 150)):
        assert np.bincount(group.labels).tolist() == [count // 3] * 3
    assert (len(sets.generated), len(sets.negation), len(sets.quartets)) == (2000, 400, 160)
    assert len(sets.same_bag) == 120
    assert len(sets.second_labels) == 100


def test_held_out_words_are_never_turned_round_in_training():
    """Is no word of the tests turned round where it can be learned, and does each stand there straight?"""
    sets = load_reviews()
    pairs = zip(sets.generated.words, sets.generated.turned_by, strict=True)
    turned, straight = set(), set()
    for word, by in pairs:
        (straight if by == STRAIGHT else turned).add(word)
    for group in (sets.negation, sets.quartets):
        assert not turned & set(group.words)
        assert set(group.words) <= straight
    assert STRAIGHT not in sets.negation.turned_by


def test_no_generated_test_stands_in_training():
    """Is no sentence of the tests one to learn from, and all words have a vector?"""
    from utils.embeddings import load_course_vectors

    sets, vectors = load_reviews(), load_course_vectors()
    learned = set(sets.generated.texts)
    for group in (sets.negation, sets.quartets):
        assert not learned & set(group.texts)
    words = {
        w
        for g in (sets.generated, sets.negation, sets.quartets)
        for t in g.texts
        for w in t.split()
    }
    assert words <= set(vectors.words)


def test_quartets_are_quartets():
    """Are they good, good turned round, bad, bad turned round, of two words?"""
    quartets = load_reviews().quartets
    assert quartets.labels.reshape(-1, 4).tolist() == [[0, 2, 2, 0]] * 40
    for k in range(0, 160, 4):
        one, same, other, again = quartets.words[k : k + 4]
        assert one == same != other == again


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("train", "positive\tBest Sunday we have had in ages!", "stands twice"),
        ("same_bag", "positive\tgood, not bad\tnegative\tbad, never good", "are no pair"),
        ("validation", "angry\tGrr", "right labels"),
        ("independent", "positive\tQuite new and quite unheard of", "was changed"),
        ("blind_labels", "Nobody wrote this\tpositive", "is no independent review"),
    ],
)
def test_what_is_wrong_is_told(program, copy, capsys, name, line, complaint):
    """Does the program say what is wrong, and write nothing?"""
    path = copy / f"{name}.tsv"
    path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")
    assert program.main([], copy) == 1
    assert complaint in capsys.readouterr().err


def test_a_stale_file_is_told(program, copy, capsys):
    """Does --check notice a generated file that was changed, and does the program mend it?"""
    path = copy / "quartets.tsv"
    path.write_text(path.read_text("utf-8").replace("was", "is"), "utf-8")
    assert program.main(["--check"], copy) == 1
    assert "quartets.tsv" in capsys.readouterr().err
    assert program.main([], copy) == 0
    assert path.read_bytes() == (FOLDER / "quartets.tsv").read_bytes()


def test_agreement_is_cohens(program):
    """Is kappa that of scikit-learn?"""
    from sklearn.metrics import cohen_kappa_score

    first = ["positive", "neutral", "negative", "negative", "positive", "neutral"]
    second = ["positive", "negative", "negative", "neutral", "positive", "neutral"]
    rows = {
        "independent": [[label, str(i)] for i, label in enumerate(first)],
        "blind_labels": [[str(i), label] for i, label in enumerate(second)],
    }
    equal, count, kappa = program.agreement(rows)
    assert (equal, count) == (4, 6)
    assert kappa == pytest.approx(cohen_kappa_score(first, second))
