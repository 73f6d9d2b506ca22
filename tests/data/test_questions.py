"""Are the questions what their card promises, and closed?"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "data" / "questions"


def rows(name: str) -> list[list[str]]:
    """Returns the lines of a file, without that of the names."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def test_nothing_has_changed():
    """Are the files those of the card's checksums?"""
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in [*FOLDER.glob("*.tsv"), FOLDER / "held_out.txt"]:
        assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" in card


def test_pairs_are_balanced_and_different():
    """Are there 100 duplicates of 200 pairs, and no question twice?"""
    pairs = rows("pairs.tsv")
    assert Counter(label for *_, label in pairs) == {"0": 100, "1": 100}
    questions = [text.lower() for one, other, _ in pairs for text in (one, other)]
    assert len(set(questions)) == len(questions) == 400


def test_intents_have_five_wordings_and_one_slot_or_none():
    """Has each intent five wordings, with the same slot in all, of a kind that has fillers?"""
    kinds = Counter(kind for kind, _ in rows("slots.tsv"))
    assert set(kinds.values()) == {24}
    wordings: dict[str, list[str]] = {}
    for intent, wording in rows("intents.tsv"):
        wordings.setdefault(intent, []).append(wording)
    assert len(wordings) == 160
    with_slot = 0
    for intent, texts in wordings.items():
        assert len(set(texts)) == 5, intent
        slots = {tuple(re.findall(r"{(\w+)}", text)) for text in texts}
        assert len(slots) == 1, intent
        (slot,) = slots
        assert len(slot) <= 1
        assert set(slot) <= set(kinds)
        with_slot += len(slot)
    assert with_slot == 110


def test_held_out_intents_are_the_last_thirty():
    """Are the intents that are held out there, and together?"""
    held_out = (FOLDER / "held_out.txt").read_text(encoding="utf-8").split()
    intents = list(dict.fromkeys(intent for intent, _ in rows("intents.tsv")))
    assert held_out == intents[-30:]


def test_no_written_pair_stands_among_the_wordings():
    """Is no question of the test a wording that is learned from?"""
    learned = {wording.lower() for _, wording in rows("intents.tsv")}
    tested = {text.lower() for one, other, _ in rows("pairs.tsv") for text in (one, other)}
    assert not learned & tested


def test_the_second_reading_agrees_as_the_card_says():
    """Do the two readers agree on 60 of 60 pairs?"""
    pairs = rows("pairs.tsv")
    again = rows("second_reading.tsv")
    assert len(again) == 60
    assert all(pairs[int(number)][2] == label for number, label in again)
