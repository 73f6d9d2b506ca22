"""Are dates written as Babel writes them, and do the sets keep apart what they promise to?"""

from __future__ import annotations

import unicodedata
from datetime import date

import numpy as np
import pytest

from utils import dates
from utils.dates import DateFormat, load_date_formats, load_dates

babel_dates = pytest.importorskip("babel.dates")
FORMATS = load_date_formats()
DAYS = [
    date(2026, 9, 30),
    date(1930, 1, 1),
    date(2004, 2, 29),
    date(1999, 12, 5),
    date(2029, 6, 14),
]


@pytest.fixture(scope="module")
def sets():
    return load_dates()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: "-".join(form.name))
def test_babel_writes_the_same(form: DateFormat):
    """Does Babel, with the same pattern, write each date as we do?"""
    for day in DAYS:
        assert form.write(day) == babel_dates.format_date(day, form.pattern, locale=form.locale)


@pytest.mark.parametrize("month", range(1, 13))
def test_babel_knows_the_same_months(month: int):
    """Are all names of months, long and short, those of Babel, and not only September's?"""
    for form in FORMATS:
        day = date(2011, month, 2 * month)
        assert form.write(day) == babel_dates.format_date(day, form.pattern, locale=form.locale)


def test_numeric_texts_are_parsed_back_by_babel(sets):
    """Does Babel's own parser read the numeric texts as the dates that we say they are?"""
    patterns = {form.name: form.pattern for form in FORMATS}
    numeric = [
        (text, day, name[0])
        for text, day, name in zip(sets.test.texts, sets.test.days, sets.test.formats, strict=True)
        if name[1] == "short" and "yy" not in patterns[name]
    ]
    assert len(numeric) > 300
    for text, day, locale in numeric[:300]:
        assert babel_dates.parse_date(text, locale=locale) == day


def test_no_day_stands_in_two_sets(sets):
    """Is no date learned, in any format, that is scored; and is the unseen year unseen?"""
    learned = set(sets.train.days)
    chosen = set(sets.validation.days)
    for group in (sets.test, sets.unseen_year, sets.unseen_format):
        assert not learned & set(group.days)
        assert not chosen & set(group.days)
    assert not learned & chosen
    assert {day.year for day in sets.unseen_year.days} == {dates.UNSEEN_YEAR}
    others = [*sets.train.days, *sets.validation.days, *sets.test.days]
    assert dates.UNSEEN_YEAR not in {day.year for day in others}


def test_formats_are_kept_apart(sets):
    """Is the unseen format seen nowhere else, and the ambiguous one nowhere at all?"""
    known = {name for g in (sets.train, sets.validation, sets.test, sets.unseen_year)
             for name in g.formats}  # fmt: skip
    assert set(sets.unseen_format.formats) == {dates.UNSEEN_FORMAT}
    assert dates.UNSEEN_FORMAT not in known
    assert dates.AMBIGUOUS_FORMAT not in known
    assert len({locale for locale, _ in known}) >= 8
    assert len(known) == 38


def test_there_are_as_many_as_promised(sets):
    """Are there 10,000 to learn from, 5,000 and two sets more to be tested on?"""
    assert [len(group) for group in sets.groups().values()] == [10_000, 2_000, 5_000, 1_095, 1_000]
    assert len(set(sets.test.days)) == 5_000


def test_a_text_has_one_date(sets):
    """Does no text of any set stand for two dates, capitals and normal form apart?"""
    seen: dict[str, date] = {}
    for group in sets.groups().values():
        for text, day in zip(group.texts, group.days, strict=True):
            key = unicodedata.normalize("NFC", text).lower()
            assert seen.setdefault(key, day) == day, text


def test_the_ambiguous_format_would_collide():
    """Is there a reason to leave the American numeric format out?"""
    by_name = {form.name: form for form in FORMATS}
    american, spanish = by_name[dates.AMBIGUOUS_FORMAT], by_name["es", "short"]
    assert american.write(date(2005, 3, 4)) == spanish.write(date(2005, 4, 3))


def test_two_digits_name_one_year():
    """Do the years cover each pair of digits once?"""
    years = range(dates.FIRST_YEAR, dates.LAST_YEAR + 1)
    assert sorted(year % 100 for year in years) == list(range(100))


def test_symbols_go_there_and_back(sets):
    """Do indices spell the same ISO dates that went in, and one-hot rows the same indices?"""
    targets = sets.test.targets[:50]
    ids = dates.machine_ids(targets)
    assert dates.iso_texts(ids) == targets
    rows = dates.one_hot(ids, len(dates.MACHINE_SYMBOLS))
    np.testing.assert_array_equal(rows.argmax(axis=-1), ids)
    np.testing.assert_array_equal(rows.sum(axis=-1), 1)


def test_numeric_readers_learn_from_the_same_days():
    """Do British and American texts stand for the same days, none of them tested on?"""
    british, american = (dates.numeric_dates(p, 200) for p in ("dd/MM/yy", "MM/dd/yy"))
    assert british.days == american.days
    assert not set(british.days) & set(load_dates().test.days)
    swapped = [f"{text[3:5]}/{text[:2]}/{text[6:]}" for text in british.texts]
    assert swapped == american.texts


def test_an_unknown_field_is_told_by_name():
    """Is a pattern that cannot be written refused with the field's name?"""
    with pytest.raises(ValueError, match="QQ"):
        DateFormat("xx", "own", "QQ yy").write(DAYS[0])


def test_a_missing_file_is_told_with_its_place(tmp_path):
    """Does the error name the file that was looked for?"""
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        load_date_formats(tmp_path)
