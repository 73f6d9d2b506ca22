"""Are the tagged sentences what their card promises, and closed?"""

from __future__ import annotations

import hashlib
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
