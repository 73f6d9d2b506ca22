"""Are the tagged sentences what their card promises, and closed?"""

from __future__ import annotations

import hashlib
import importlib.util
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "entities"
TYPES = ("per", "geo", "org", "gpe", "tim", "art")
SETS = ("independent.tsv", "choose.tsv")


def rows(name: str) -> list[list[list[str]]]:
    """Returns words and tags of each sentence."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    return [[part.split(" ") for part in line.split("\t")] for line in lines]


def spans(tags: list[str]) -> list[str]:
    """Returns the types of a sentence's entities."""
    return [tag[2:] for tag in tags if tag.startswith("B-")]


def test_nothing_has_changed():
    """Are the files those of the card's checksums, in all its lines?"""
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.tsv"):
        assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" in card


@pytest.mark.parametrize("name", SETS)
def test_tags_are_bio(name: str):
    """Is there a tag for each word, a known one, and an I- only behind its own kind?"""
    known = {"O"} | {f"{place}-{kind}" for place in "BI" for kind in TYPES}
    for words, tags in rows(name):
        assert len(words) == len(tags)
        assert all(words)
        assert set(tags) <= known
        for before, tag in zip(["O", *tags], tags, strict=False):
            assert not tag.startswith("I-") or before[2:] == tag[2:]


@pytest.mark.parametrize("name", SETS)
def test_the_card_counts_right(name: str):
    """Are sentences, words and entities as many as the card says?"""
    sentences = rows(name)
    found = Counter(kind for _, tags in sentences for kind in spans(tags))
    counts = [
        len(sentences),
        sum(not spans(tags) for _, tags in sentences),
        f"{sum(len(words) for words, _ in sentences):,}",
        *(found[kind] for kind in TYPES),
    ]
    line = f"| `{name}` | {' | '.join(map(str, counts))} |"
    assert line in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_two_sets_share_no_sentence():
    """Is no sentence of one set in the other, nor twice in one?"""
    texts = [" ".join(words).lower() for name in SETS for words, _ in rows(name)]
    assert len(set(texts)) == len(texts) == 200


def test_the_second_reading_agrees_as_the_card_says():
    """Do the two readers agree on 943 tags of 60 sentences?"""
    lines = (FOLDER / "second_reading.tsv").read_text(encoding="utf-8").splitlines()[1:]
    first = rows("independent.tsv")
    pairs = [
        (first[int(n)][1], tags.split(" ")) for n, tags in (line.split("\t") for line in lines)
    ]
    agreeing = sum(a == b for one, other in pairs for a, b in zip(one, other, strict=True))
    assert (len(pairs), agreeing) == (60, 943)


# ------------------------------------------------------------------------------- the grammar


@pytest.fixture(scope="module")
def program():
    """data/entities/make.py as a module."""
    spec = importlib.util.spec_from_file_location("make_entities", FOLDER / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_tags_are_bio(program):
    """Is there a tag for each generated word, and an I- only behind its own kind?"""
    for words, tags in zip(*program.Grammar().sentences(1000, 3), strict=True):
        assert len(words) == len(tags)
        assert not [word for word in words if word[0] in "$@" or (word.isupper() and "_" in word)]
        for before, tag in zip(["O", *tags], tags, strict=False):
            assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_new_names_are_new(program):
    """Does no name that is kept as new stand in a sentence to learn from, and none twice?"""
    names = program.read_names()
    for kind, listed in names.items():
        assert len(set(listed)) == len(listed), kind
    people = {n.lower() for k in ("first", "last") for n in names[k] if program.is_new(n)}
    companies = {n.lower() for n in names["company"] if program.is_new(n)}
    words, tags = program.Grammar().sentences(3000, 1)
    for row, own in zip(words, tags, strict=True):
        for word, tag in zip(row, own, strict=True):
            assert not (tag[2:] == "per" and word.lower() in people), row
            assert not (tag[2:] == "org" and word.lower() in companies), row


def test_new_templates_are_new(program):
    """Are there 60 templates or more to learn from, and is none of the new ones among them?"""
    rules = program.read_grammar()
    assert len(set(rules["learn"])) == len(rules["learn"]) >= 60
    assert not set(rules["learn"]) & set(rules["new"])


def test_no_generated_sentence_was_written(program):
    """Is none of 3,000 generated sentences in the sets written by hand?"""
    written = {" ".join(words).lower() for name in SETS for words, _ in rows(name)}
    made, _ = program.Grammar().sentences(3000, 1)
    assert not written & {" ".join(words).lower() for words in made}


def test_the_card_tells_of_the_grammar(program):
    """Are the numbers of templates and names those of the card?"""
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    rules, names = program.read_grammar(), program.read_names()
    different = {name for listed in names.values() for name in listed}
    assert f"{len(rules['learn'])} templates to learn from and {len(rules['new'])} new ones" in card
    new = sum(map(program.is_new, different))
    assert f"{len(different)} different names, of which {new} are kept as new" in card
    for name in ("grammar.txt", "names.txt"):
        assert f"{hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()}  {name}" in card
