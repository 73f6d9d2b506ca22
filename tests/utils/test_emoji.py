"""Are the sentences read as they stand in the files, and shown with what a model chose?"""

from __future__ import annotations

import numpy as np
import pytest

from utils.emoji import EMOJI, LABELS, Chips, Sentences, load_emoji_sentences


@pytest.fixture
def folder(tmp_path):
    """A folder with one or two sentences of each set."""
    (tmp_path / "train.tsv").write_text("love\tA kiss\nfood\tSome soup\n")
    (tmp_path / "validation.tsv").write_text("joy\tHooray\n")
    (tmp_path / "independent.tsv").write_text("travel\tTo Rome!\n")
    (tmp_path / "unseen_words.tsv").write_text("sport\tGolf and judo\tgolf judo\n")
    (tmp_path / "same_bag.tsv").write_text("joy\tgood not bad\tsadness\tbad not good\n")
    return tmp_path


def test_each_set_is_read(folder):
    """Do sentences, labels, pairs and deciding words arrive where they belong?"""
    loaded = load_emoji_sentences(folder)
    assert loaded.train.texts == ["A kiss", "Some soup"]
    assert [LABELS[i] for i in loaded.train.labels] == ["love", "food"]
    assert [LABELS[i] for i in loaded.independent.labels] == ["travel"]
    assert loaded.decisive == [["golf", "judo"]]
    assert loaded.same_bag.texts == ["good not bad", "bad not good"]
    assert [LABELS[i] for i in loaded.same_bag.labels] == ["joy", "sadness"]
    assert len(loaded.validation) == 1


@pytest.mark.parametrize(
    ("name", "line"),
    [("train", "anger\tGrr"), ("train", "love"), ("same_bag", "joy\ta\tanger\tb")],
)
def test_a_wrong_line_is_named(folder, name, line):
    """Does a label that is none, or a missing field, say in which file and line?"""
    with (folder / f"{name}.tsv").open("a") as file:
        file.write(line + "\n")
    number = len((folder / f"{name}.tsv").read_text().splitlines())
    with pytest.raises(ValueError, match=f"{name}.tsv, line {number}"):
        load_emoji_sentences(folder)


def test_a_missing_file_is_named(folder):
    """Does a missing file say which, and what to do?"""
    (folder / "same_bag.tsv").unlink()
    with pytest.raises(FileNotFoundError, match=r"same_bag\.tsv.*whole copy"):
        load_emoji_sentences(folder)


def test_first_takes_the_classes_in_turn():
    """Is a small sample as balanced as its classes allow, in the order of the file?"""
    labels = np.array([0] * 5 + [1] * 5 + [4] * 2)
    group = Sentences([f"s{i}" for i in range(12)], labels)
    assert group.first(6).labels.tolist() == [0, 0, 1, 1, 4, 4]
    assert group.first(8).labels.tolist() == [0, 0, 0, 1, 1, 1, 4, 4]
    assert group.first(12).texts == group.texts


def test_chips_show_words_choices_and_what_is_unknown():
    """Does text tell the words, which of them are unknown, the emoji, and whether it is right?"""
    shown = repr(Chips(["Good SOUP, blorp", ""], {"a": [4, 3]}, {"good", "soup"}, truth=[4, 2]))
    first, second = shown.splitlines()
    assert first == f"good soup (blorp?)  a: {EMOJI[4]} food ✓"
    assert second == f"(no words)  a: {EMOJI[3]} sadness ✗"


def test_chips_escape_what_is_typed():
    """Can a typed sentence, or a name, put a tag into the page?"""
    page = Chips(["<b>&amp;</b> été"], {"<i>": [0]}, set())._repr_html_()
    assert "<b>" not in page
    assert "<i>" not in page
    assert "été" in page
    assert page.count("<td") == page.count("</td>")
    assert "dashed" in page
    assert EMOJI[0] in page
