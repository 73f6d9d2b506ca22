"""Dates as ten locales write them, split by date, and what turns them into a network's numbers.

Patterns and names come from Babel's copy of the Unicode CLDR and lie in `data/dates/formats.json`,
so that reading them needs no Babel. Nothing is drawn: which date belongs to which set, and in which
format it is written, follows from hashes, the same on every machine.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from utils.data import DATA_FOLDER

# All years that two digits can name: 30 to 99 are of the 20th century, 00 to 29 of the 21st.
FIRST_YEAR, LAST_YEAR = 1930, 2029
UNSEEN_YEAR = 1987
UNSEEN_FORMAT = ("it", "full")
AMBIGUOUS_FORMAT = ("en_US", "short")  # Month first: "03/04/05" would have two readings.
PADDING, UNKNOWN = "<pad>", "<unk>"
MACHINE_SYMBOLS = "-0123456789"
TARGET_LENGTH = 10  # Symbols of "2026-09-30".

_PART = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+")
_NUMBERS = {
    "d": lambda day: str(day.day),
    "dd": lambda day: f"{day.day:02}",
    "M": lambda day: str(day.month),
    "MM": lambda day: f"{day.month:02}",
    "yy": lambda day: f"{day.year % 100:02}",
    "y": lambda day: str(day.year),
}


@cache
def _parts(pattern: str) -> tuple[tuple[bool, str], ...]:
    """Splits a pattern into fields, marked True, and text."""
    found = _PART.finditer(pattern)
    return tuple((m[2] is not None, m[0] if m[1] is None else m[1]) for m in found)


@dataclass(frozen=True)
class DateFormat:
    """One way to write a date: a pattern of CLDR and the names that it needs.

    Attributes:
        locale: Such as `"en_GB"`.
        length: `"short"`, `"medium"`, `"long"`, `"full"`, or a name of one's own.
        pattern: Letters as in CLDR: `d dd M MM MMM MMMM yy y EEEE`; text in single quotes.
        months: Names of the twelve months, as they stand in a date.
        short_months: Their short forms.
        weekdays: Names of the seven days, Monday first.

    Source:
        Unicode Technical Standard 35, part 4, date field symbols,
        https://unicode.org/reports/tr35/tr35-dates.html.
    """

    locale: str
    length: str
    pattern: str
    months: tuple[str, ...] = field(default=(), repr=False)
    short_months: tuple[str, ...] = field(default=(), repr=False)
    weekdays: tuple[str, ...] = field(default=(), repr=False)

    @property
    def name(self) -> tuple[str, str]:
        """Returns locale and length."""
        return self.locale, self.length

    def write(self, day: date) -> str:
        """Writes a date.

        Raises:
            ValueError: If the pattern holds a field that is none of those above.

        Example:
            >>> DateFormat("xx", "own", "dd/MM/yy 'at last'").write(date(2026, 9, 3))
            '03/09/26 at last'
        """
        return "".join(
            self._field(text, day) if is_field else text for is_field, text in _parts(self.pattern)
        )

    def _field(self, letters: str, day: date) -> str:
        if letters in _NUMBERS:
            return _NUMBERS[letters](day)
        names, place = {
            "MMM": (self.short_months, day.month - 1),
            "MMMM": (self.months, day.month - 1),
            "EEEE": (self.weekdays, day.weekday()),
        }.get(letters, ((), 0))
        if not names:
            raise ValueError(f"{self.pattern!r} holds {letters!r}, which this format cannot write.")
        return names[place]


@dataclass(frozen=True)
class DateSet:
    """Texts with the dates that they stand for.

    Attributes:
        texts: List of m strings, as people write dates.
        days: List of m dates.
        formats: List of m pairs, locale and length.
    """

    texts: list[str]
    days: list[date]
    formats: list[tuple[str, str]]

    @property
    def targets(self) -> list[str]:
        """Returns the m dates in ISO 8601, such as `"2026-09-30"`."""
        return [day.isoformat() for day in self.days]

    def first(self, count: int) -> DateSet:
        """Returns the first `count` texts."""
        return DateSet(self.texts[:count], self.days[:count], self.formats[:count])

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class Dates:
    """All sets; no date of one stands in another, in whatever format.

    Attributes:
        train: To learn from.
        validation: To choose by.
        test: To score once: dates never seen, in known formats.
        unseen_year: Dates of a year that no other set has.
        unseen_format: Dates never seen, in a format never seen.
    """

    train: DateSet
    validation: DateSet
    test: DateSet
    unseen_year: DateSet
    unseen_format: DateSet

    def groups(self) -> dict[str, DateSet]:
        """Returns all sets by name."""
        return dict(vars(self))

    @staticmethod
    def scored(formats: Sequence[DateFormat]) -> list[DateFormat]:
        """Returns the formats whose texts have one reading."""
        return [form for form in formats if form.name != AMBIGUOUS_FORMAT]

    @staticmethod
    def longest(formats: Sequence[DateFormat], day: date) -> str:
        """Returns the longest way to write a date."""
        return max((form.write(day) for form in formats), key=len)


def load_date_formats(folder: str | Path | None = None) -> list[DateFormat]:
    """Loads the formats of ten locales, four lengths each.

    Args:
        folder: Folder with `formats.json`; `data/dates` of this repository if None.

    Returns:
        List of 40 formats, the ambiguous one among them.

    Raises:
        FileNotFoundError: If the file is missing; the message says where it was looked for.

    Example:
        >>> print(load_date_formats()[-1].write(date(2026, 9, 30)))
        środa, 30 września 2026
    """
    path = (DATA_FOLDER / "dates" if folder is None else Path(folder)) / "formats.json"
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {path}. The data lies in the repository's data folder, beside utils: "
            "work in a whole copy of the repository."
        )
    locales = json.loads(path.read_text(encoding="utf-8"))["locales"]
    return [
        DateFormat(
            locale,
            length,
            pattern,
            *(tuple(entry[names]) for names in ("months", "short_months", "weekdays")),
        )
        for locale, entry in locales.items()
        for length, pattern in entry["patterns"].items()
    ]


def all_days() -> Iterator[date]:
    """Yields every day from 1 January 1930 to 31 December 2029."""
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        yield day
        day += timedelta(days=1)


def load_dates(folder: str | Path | None = None) -> Dates:
    """Writes dates in many formats: 10,000 to learn from, and four sets of other dates.

    The days of 100 years, those of one year apart, are put in the order of their hashes: the first
    5,000 are for the test, the next 2,000 for validation, and 10,000 of the rest to learn from.
    Each is written once, in a format that its hash chooses. The day that a format never seen is
    tried on is one of the test's.

    Args:
        folder: As for `load_date_formats`.

    Returns:
        The five sets.
    """
    formats = load_date_formats(folder)
    known = [form for form in Dates.scored(formats) if form.name != UNSEEN_FORMAT]
    (unseen,) = [form for form in formats if form.name == UNSEEN_FORMAT]
    days = sorted(all_days(), key=_hash)
    year = [day for day in days if day.year == UNSEEN_YEAR]
    others = [day for day in days if day.year != UNSEEN_YEAR]
    return Dates(
        train=_written(others[7000:17000], known),
        validation=_written(others[5000:7000], known),
        test=_written(others[:5000], known),
        unseen_year=_written(year * 3, known),
        unseen_format=_written(others[:1000], [unseen]),
    )


def _hash(*key: object) -> int:
    text = "/".join(map(str, key))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _written(days: Sequence[date], formats: Sequence[DateFormat]) -> DateSet:
    chosen = [formats[_hash(day, i, "format") % len(formats)] for i, day in enumerate(days)]
    texts = [form.write(day) for form, day in zip(chosen, days, strict=True)]
    return DateSet(texts, list(days), [form.name for form in chosen])


def numeric_dates(pattern: str, count: int) -> DateSet:
    """Writes dates in a single pattern of numbers, from days of the training set.

    Args:
        pattern: Such as `"dd/MM/yy"`, British, or `"MM/dd/yy"`, American.
        count: Int, at most 10,000.

    Returns:
        The texts with their dates, whichever pattern the same days.
    """
    form = DateFormat("", "numeric", pattern)
    days = sorted((day for day in all_days() if day.year != UNSEEN_YEAR), key=_hash)
    return _written(days[7000 : 7000 + count], [form])


def human_vocabulary(texts: Sequence[str]) -> dict[str, int]:
    """Numbers the characters of texts, in lower case; unknown and padding come last.

    Args:
        texts: Strings, in Unicode's normal form C.

    Returns:
        Dictionary from character to index, from 0; the last two keys are `"<unk>"` and `"<pad>"`.

    Example:
        >>> human_vocabulary(["1 May"])
        {' ': 0, '1': 1, 'a': 2, 'm': 3, 'y': 4, '<unk>': 5, '<pad>': 6}
    """
    characters = sorted(set("".join(texts).lower()))
    return {symbol: index for index, symbol in enumerate([*characters, UNKNOWN, PADDING])}


def machine_ids(targets: Sequence[str]) -> np.ndarray:
    """Writes ISO dates as indices of `MACHINE_SYMBOLS`.

    Args:
        targets: m strings of ten symbols.

    Returns:
        Int array `(m, 10)`.

    Example:
        >>> machine_ids(["2026-09-30"]).tolist()
        [[3, 1, 3, 7, 0, 1, 10, 0, 4, 1]]
    """
    return np.array([[MACHINE_SYMBOLS.index(s) for s in text] for text in targets], dtype="int32")


def iso_texts(ids: np.ndarray) -> list[str]:
    """Spells indices of `MACHINE_SYMBOLS`.

    Args:
        ids: Int array `(m, timesteps)`.

    Returns:
        List of m strings.

    Example:
        >>> iso_texts(np.array([[3, 1, 3, 7, 0, 1, 10]]))
        ['2026-09']
    """
    return ["".join(MACHINE_SYMBOLS[i] for i in row) for row in np.asarray(ids)]


def one_hot(ids, size: int) -> np.ndarray:
    """Turns indices into rows with a single 1.

    Args:
        ids: Int array `(m, timesteps)`.
        size: Int, number of symbols.

    Returns:
        Float32 array `(m, timesteps, size)`.

    Example:
        >>> one_hot([[1, 0]], 2).tolist()
        [[[0.0, 1.0], [1.0, 0.0]]]
    """
    return np.eye(size, dtype="float32")[np.asarray(ids)]
