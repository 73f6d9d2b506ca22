"""Numbers in French and in English words: a tiny language pair whose right translations are all known.

French counts from seventy on in scores: 97 is "quatre vingt dix sept", four twenties ten seven. English
has up to four right ways: with or without "and", and "twelve hundred" for "one thousand two hundred".
Hyphens are left out in both, so that a word is what stands between two spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

PADDING, START, END = 0, 1, 2
MARKS = ["<pad>", "<start>", "<end>"]
LARGEST = 999_999_999
NEVER_TRAINED = (
    97  # no group of three digits that holds it is trained on, nor in the ordinary tests
)

FRENCH_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
).split()
FRENCH_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
ENGLISH_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
ENGLISH_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
STYLES = ("and", "plain", "hundreds")  # those in which three translators write


# --------------------------------------------------------------------------------- the rules


def french(number: int) -> str:
    """Writes a number in French words, without hyphens.

    Args:
        number: 0 to 999,999,999.

    Example:
        >>> french(1280), french(71)
        ('mille deux cent quatre vingts', 'soixante et onze')
    """
    millions, rest = divmod(_checked(number), 1_000_000)
    thousands, ones = divmod(rest, 1000)
    words = []
    if millions:
        words += [*_french_group(millions, True), "million" if millions == 1 else "millions"]
    if thousands:  # "mille" is a numeral: nothing before it has an s, and 1 is not said.
        words += [*(_french_group(thousands, False) if thousands > 1 else []), "mille"]
    if ones or not words:
        words += _french_group(ones, True)
    return " ".join(words)


def _french_group(number: int, last: bool) -> list[str]:
    """Returns the words of 0 to 999; `last`: a round "cents" and "vingts" get their s."""
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        words = [FRENCH_SMALL[hundreds]] * (hundreds > 1)
        words.append("cents" if hundreds > 1 and not rest and last else "cent")
    return words + (_french_below_100(rest, last) if rest or not hundreds else [])


def _french_below_100(number: int, last: bool) -> list[str]:
    if number < 17:
        return [FRENCH_SMALL[number]]
    if number < 20:
        return ["dix", FRENCH_SMALL[number - 10]]
    if number >= 80:  # four twenties, and 0 to 19 beyond them
        rest = number - 80
        return [
            "quatre",
            *(_french_after("vingt", rest) if rest else ["vingts" if last else "vingt"]),
        ]
    tens = min(number // 10, 6)  # sixty goes on up to 79
    rest = number - 10 * tens
    if rest in (1, 11):
        return [FRENCH_TENS[tens], "et", *_french_below_100(rest, last)]
    return _french_after(FRENCH_TENS[tens], rest)


def _french_after(word: str, rest: int) -> list[str]:
    return [word, *(_french_below_100(rest, False) if rest else [])]


def english(number: int, style: str = "and") -> str:
    """Writes a number in English words, in one of three styles.

    Args:
        number: 0 to 999,999,999.
        style: "and" before the tens and ones behind hundreds or thousands; "plain", without it;
            "hundreds", plain and "twelve hundred" for 1,200 where that can be said.

    Example:
        >>> english(1280), english(1280, "hundreds")
        ('one thousand two hundred and eighty', 'twelve hundred eighty')
    """
    return _english(_checked(number), style == "and", style == "hundreds")


def references(number: int) -> list[str]:
    """Returns all right translations, one to four of them, the one with "and" first.

    Example:
        >>> references(12)
        ['twelve']
        >>> len(references(1280))
        4
    """
    ways = [(True, False), (False, False), (True, True), (False, True)]
    return list(dict.fromkeys(_english(_checked(number), *way) for way in ways))


def _english(number: int, with_and: bool, in_hundreds: bool) -> str:
    if in_hundreds and 1100 <= number <= 9999 and number // 100 % 10:
        words = [*_english_below_100(number // 100), "hundred"]
        return " ".join(words + _english_end(number % 100, with_and))
    words = []
    for size, name in ((1_000_000, "million"), (1000, "thousand")):
        group, number = divmod(number, size)
        if group:
            words += [*_english_group(group, with_and, False), name]
    return " ".join(words + _english_group(number, with_and, bool(words)))


def _english_group(number: int, with_and: bool, goes_on: bool) -> list[str]:
    """Returns the words of 0 to 999; of 0 none where it goes on with something before."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _english_end(rest, with_and) if goes_on else _english_below_100(rest)
    return [ENGLISH_SMALL[hundreds], "hundred", *_english_end(rest, with_and)]


def _english_end(rest: int, with_and: bool) -> list[str]:
    """Returns what follows hundreds or thousands: nothing for 0."""
    return [*(["and"] if with_and else []), *_english_below_100(rest)] if rest else []


def _english_below_100(number: int) -> list[str]:
    if number < 20:
        return [ENGLISH_SMALL[number]]
    tens, ones = divmod(number, 10)
    return [ENGLISH_TENS[tens], *([ENGLISH_SMALL[ones]] if ones else [])]


def _checked(number: int) -> int:
    if not 0 <= number <= LARGEST:
        raise ValueError(f"The number must be from 0 to {LARGEST:,}, and is {number:,}.")
    return int(number)


# --------------------------------------------------------------------------------- ids

_DIGITS = sorted({*range(100), *range(100, 1000, 100), 201, 1000, 80_000_000, 1_000_001, 1280})
FRENCH = [*MARKS, *sorted({w for n in _DIGITS for w in french(n).split()})]
ENGLISH = [*MARKS, *sorted({w for n in _DIGITS for w in english(n).split()})]
_FRENCH_IDS = {word: i for i, word in enumerate(FRENCH)}
_ENGLISH_IDS = {word: i for i, word in enumerate(ENGLISH)}


def french_ids(text: str) -> list[int]:
    """Writes French number words as ids; hyphens and capitals do no harm.

    Raises:
        ValueError: If a word is no French number word; the message names it.

    Example:
        >>> [FRENCH[i] for i in french_ids("Quatre-vingts")]
        ['quatre', 'vingts']
    """
    words = re.split(r"[\s-]+", text.strip().lower())
    unknown = [word for word in words if word not in _FRENCH_IDS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no French number word that is known here.")
    return [_FRENCH_IDS[word] for word in words]


def number_of(text: str) -> int:
    """Reads digits, or French number words, up to 999,999.

    Raises:
        ValueError: If it is no such number.

    Example:
        >>> number_of("mille deux cent"), number_of("97")
        (1200, 97)
    """
    if text.strip().isdigit():
        return _checked(int(text))
    wanted = [word.rstrip("s") for word in re.split(r"[\s-]+", text.strip().lower())]
    thousands = wanted.index("mille") if "mille" in wanted else None
    before, rest = (
        (wanted[:thousands], wanted[thousands + 1 :]) if thousands is not None else ([], wanted)
    )
    found = _group_of(rest) if rest else 0
    return found + (1000 * (_group_of(before) if before else 1) if thousands is not None else 0)


def _group_of(words: list[str]) -> int:
    """Finds the number below 1,000 that is written so, an s more or less."""
    for number in range(1000):
        if [word.rstrip("s") for word in french(number).split()] == words:
            return number
    raise ValueError(f"{' '.join(words)!r} is no French number below 1,000.")


def english_ids(text: str) -> list[int]:
    """Writes English number words as ids, without start and end."""
    return [_ENGLISH_IDS[word] for word in text.split()]


def english_text(ids: Iterable[int]) -> str:
    """Writes ids as English words; marks stand out.

    Example:
        >>> english_text(english_ids("two hundred"))
        'two hundred'
    """
    return " ".join(ENGLISH[int(i)] for i in ids)


def padded(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Writes lists of ids as an int32 array `(m, longest)`, 0 behind their ends."""
    ids = np.full((len(rows), max(map(len, rows))), PADDING, dtype="int32")
    for row, own in zip(ids, rows, strict=True):
        row[: len(own)] = own
    return ids


def sources(numbers: Iterable[int]) -> np.ndarray:
    """Writes numbers as padded ids of their French words, `(m, Tx)`."""
    return padded([french_ids(french(n)) for n in numbers])


def targets(numbers: Iterable[int], rng: np.random.Generator) -> np.ndarray:
    """Has one of three translators write each number: start, words, end, padding, `(m, T)`."""
    styles = rng.integers(len(STYLES), size=len(numbers := list(numbers)))  # type: ignore[arg-type]
    texts = [english(n, STYLES[style]) for n, style in zip(numbers, styles, strict=True)]
    return padded([[START, *english_ids(text), END] for text in texts])


# --------------------------------------------------------------------------------- numbers


class Split(NamedTuple):
    """Lists of numbers, none of them twice: to learn from, to choose by, to score once."""

    train: list[int]
    validation: list[int]
    test: list[int]


def split(
    digits: int, sizes: tuple[int, int, int] = (12_000, 1_000, 2_000), seed: int = 1
) -> Split:
    """Draws numbers whose count of digits is uniform as far as there are enough of them.

    Numbers with 97 in a group of three digits are left out: see `with_97`.

    Args:
        digits: Most digits of a number, 5 to 9.
        sizes: How many to learn from, to choose by, to score.
        seed: Of the draws.
    """
    rng = np.random.default_rng(seed)
    found: dict[int, None] = {}
    while len(found) < sum(sizes):
        number = int(rng.integers(10 ** int(rng.integers(1, digits + 1))))
        if not has_97(number):
            found[number] = None
    numbers = [int(n) for n in rng.permutation(list(found))]
    first, second = sizes[0], sizes[0] + sizes[1]
    return Split(numbers[:first], numbers[first:second], numbers[second:])


def has_97(number: int) -> bool:
    """Tells whether a group of three digits ends in 97."""
    return any(number // size % 100 == NEVER_TRAINED for size in (1, 1000, 1_000_000))


def with_97(digits: int, count: int, seed: int = 2) -> list[int]:
    """Draws different numbers that have 97 in a group of three digits."""
    rng = np.random.default_rng(seed)
    found: dict[int, None] = {}
    while len(found) < count:
        number = int(rng.integers(10 ** int(rng.integers(2, digits + 1))))
        if has_97(number):
            found[number] = None
    return list(found)
