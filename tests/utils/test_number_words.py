"""Are numbers written as French and English write them? Truth is a table by hand, and num2words."""

from __future__ import annotations

import numpy as np
import pytest

from utils import number_words

BY_HAND = {
    0: "zéro", 1: "un", 16: "seize", 17: "dix sept", 20: "vingt", 21: "vingt et un", 22: "vingt deux",
    60: "soixante", 61: "soixante et un", 69: "soixante neuf", 70: "soixante dix",
    71: "soixante et onze", 72: "soixante douze", 77: "soixante dix sept", 79: "soixante dix neuf",
    80: "quatre vingts", 81: "quatre vingt un", 89: "quatre vingt neuf", 90: "quatre vingt dix",
    91: "quatre vingt onze", 96: "quatre vingt seize", 97: "quatre vingt dix sept", 100: "cent",
    101: "cent un", 180: "cent quatre vingts", 200: "deux cents", 201: "deux cent un",
    280: "deux cent quatre vingts", 1000: "mille", 1001: "mille un", 2000: "deux mille",
    1280: "mille deux cent quatre vingts", 80_000: "quatre vingt mille",
    200_000: "deux cent mille", 200_200: "deux cent mille deux cents",
    1_000_000: "un million", 2_000_000: "deux millions", 80_000_000: "quatre vingts millions",
    200_000_000: "deux cents millions", 1_001_001: "un million mille un",
}  # fmt: skip
SAMPLE = [*range(1200), *np.random.default_rng(0).integers(0, 10**9, 800).tolist()]


@pytest.mark.parametrize("number", BY_HAND)
def test_french_is_as_a_person_writes_it(number: int):
    """Are irregular tens, the s of cents and vingts, and mille as in the table?"""
    assert number_words.french(number) == BY_HAND[number]


def test_french_is_num2words_s():
    """Does another program write the same, hyphens aside?"""
    num2words = pytest.importorskip("num2words").num2words
    for number in SAMPLE:
        expected = num2words(number, lang="fr").replace("-", " ")
        assert number_words.french(number) == expected, number


def test_english_is_num2words_s():
    """Does another program write the same, with `and`; is plain the same without it?"""
    num2words = pytest.importorskip("num2words").num2words
    for number in SAMPLE:
        expected = num2words(number).replace("-", " ").replace(",", "")
        assert number_words.english(number) == expected, number
        without = " ".join(w for w in expected.split() if w != "and")
        assert number_words.english(number, "plain") == without


@pytest.mark.parametrize(
    ("number", "texts"),
    [
        (12, ["twelve"]),
        (100, ["one hundred"]),
        (120, ["one hundred and twenty", "one hundred twenty"]),
        (1000, ["one thousand"]),
        (1005, ["one thousand and five", "one thousand five"]),
        (1100, ["one thousand one hundred", "eleven hundred"]),
        (2000, ["two thousand"]),
        (
            1280,
            [
                "one thousand two hundred and eighty",
                "one thousand two hundred eighty",
                "twelve hundred and eighty",
                "twelve hundred eighty",
            ],
        ),
        (9999, None),
        (11_500, ["eleven thousand five hundred"]),
    ],
)
def test_all_right_translations(number: int, texts: list[str] | None):
    """Are there one to four references, and does each translator write one of them?"""
    found = number_words.references(number)
    assert texts is None or found == texts
    assert all(number_words.english(number, style) in found for style in number_words.STYLES)
    assert 1 <= len(found) <= 4


def test_no_two_numbers_are_written_alike():
    """Does a text belong to one number only, so that right is right?"""
    texts = [text for n in range(20_000) for text in number_words.references(n)]
    assert len(texts) == len(set(texts))
    assert len({number_words.french(n) for n in range(20_000)}) == 20_000


def test_ids_go_there_and_back():
    """Do ids stand for the words, behind three marks, and is an unknown word named?"""
    for number in SAMPLE:
        text = number_words.french(number)
        ids = number_words.french_ids(text)
        assert " ".join(number_words.FRENCH[i] for i in ids) == text
        text = number_words.english(number)
        assert number_words.english_text(number_words.english_ids(text)) == text
        assert min(ids) >= 3
    with pytest.raises(ValueError, match="'chat'"):
        number_words.french_ids("mille chat")
    with pytest.raises(ValueError, match="999,999,999"):
        number_words.french(10**9)


def test_arrays_have_marks_and_padding():
    """Does a target begin with start and end with end, padding behind?"""
    ids = number_words.targets([7, 1234], np.random.default_rng(0))
    assert ids[0].tolist()[:3] == [1, number_words.english_ids("seven")[0], 2]
    assert not ids[0, 3:].any()
    assert ids[1, -1] == number_words.END
    assert number_words.sources([1000, 21]).shape == (2, 3)


def test_a_split_has_no_number_twice():
    """Are the three lists apart, as large as asked, without 97, with few long and few short numbers?"""
    found = number_words.split(6, (3000, 200, 300))
    together = [*found.train, *found.validation, *found.test]
    assert tuple(map(len, found)) == (3000, 200, 300)
    assert len(set(together)) == 3500
    assert not any(map(number_words.has_97, together))
    digits = np.bincount([len(str(n)) for n in together])[4:]
    assert digits.min() > 0.2 * 3500
    assert all(map(number_words.has_97, number_words.with_97(6, 50)))


def test_the_longest_are_as_long_as_said():
    """Have six digits at most 13 French and 11 English words, and nine 20?"""
    six = [*range(90_000), *range(477_000, 500_000)]
    assert max(len(number_words.french(n).split()) for n in six) == 13
    assert len(number_words.english(777_777).split()) == 11
    assert len(number_words.french(498_498_498).split()) == 20


def test_a_number_is_read_back():
    """Do digits and French words, with hyphens or without an s, come to their number?"""
    for number in [0, 1, 80, 97, 1000, 1971, 2000, 80_000, 200_300, 999_999]:
        assert number_words.number_of(str(number)) == number
        assert number_words.number_of(number_words.french(number)) == number
    assert number_words.number_of("Quatre-vingt") == 80
    with pytest.raises(ValueError, match="chat"):
        number_words.number_of("mille chat")
