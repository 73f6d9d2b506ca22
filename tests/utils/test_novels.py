"""Are novels fetched once, checked by their hash, and cut into sentences?"""

import pytest

from utils.novels import cache_folder, load_novels, novel_sentences

TEXT = (
    "Title and licence of the edition.\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n"
    "{0} was happy in the garden. It rained--she did not mind\nthe rain at all.\n\n"
    "CHAPTER 2\n\nThe garden was full of flowers.\n"
    "*** END OF THE PROJECT GUTENBERG EBOOK X ***\nMore words of a licence stand here."
)


@pytest.fixture
def shelf(tmp_path):
    """Three novels in a folder that stands for the internet."""
    for number, name in ((1, "Anna"), (2, "Berta"), (3, "Clara")):
        (tmp_path / f"{number}.txt").write_text(TEXT.format(name), encoding="utf-8")
    return {
        "cache": tmp_path / "cache",
        "address": (tmp_path / "{0}.txt").as_uri().replace("%7B", "{").replace("%7D", "}"),
        "training": {"One": 1},
        "validation": {"Two": 2},
        "test": {"Three": 3},
    }


def test_three_parts(shelf):
    """Do the parts hold their novels' sentences, each sentence once?"""
    lines = []
    found = load_novels(lines.append, **shelf)
    assert found.sentences("validation") == [
        "berta was happy in the garden".split(),
        "it rained , she did not mind the rain at all".split(),
        "the garden was full of flowers".split(),
    ]
    assert found.sentences("test") == ["clara was happy in the garden".split()]
    assert found.sentences("training") == ["anna was happy in the garden".split()]
    assert "Three" in found.card()
    assert len(lines) == 3


def test_a_file_is_fetched_once_and_held_to_its_hash(shelf, tmp_path):
    """Is the copy used afterwards, and a changed one refused?"""
    load_novels(None, **shelf)
    (tmp_path / "1.txt").unlink()
    load_novels(None, **shelf)
    (shelf["cache"] / "pg1.txt").write_text("Something else.", encoding="utf-8")
    with pytest.raises(ValueError, match="SHA-256"):
        load_novels(None, **shelf)


def test_without_internet(shelf, tmp_path):
    """Does a failed download say what to do, and leave nothing behind?"""
    (tmp_path / "3.txt").unlink()
    with pytest.raises(ConnectionError, match="documentation"):
        load_novels(None, **shelf)
    assert not list(shelf["cache"].glob("*.part"))


def test_the_folder_can_be_named(monkeypatch, tmp_path):
    """Does the environment variable name the cache?"""
    monkeypatch.setenv("NOVELS_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_what_is_seen_is_left_out():
    """Is a sentence that stands elsewhere left out?"""
    seen = {tuple("the garden was full of flowers".split())}
    assert len(novel_sentences(TEXT.format("Dora"), "Four", seen)) == 2
