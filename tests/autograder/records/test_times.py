"""Are times read as they were meant, wherever an offset or a zone stands?"""

from zoneinfo import ZoneInfo

import pytest

from autograder.records.times import parse_time


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-06-10 23:59", "2026-06-10 21:59"),
        ("2026-06-10 9:05", "2026-06-10 07:05"),
        ("2026-06-10T23:59:30", "2026-06-10 21:59"),
        ("2026-06-10 23:59 UTC", "2026-06-10 23:59"),
        ("2026-06-10 23:59 America/New_York", "2026-06-11 03:59"),
        ("2026-06-10 23:59 +02:00", "2026-06-10 21:59"),
        ("2026-06-10 23:59 +0200", "2026-06-10 21:59"),
        ("2026-06-10T23:59:00-05", "2026-06-11 04:59"),
        ("2026-06-10 9:05:07.25 Z", "2026-06-10 09:05"),
        ("2026-06-10 23:59 7200", None),
        ("2026-06-10 23:59 Mars", None),
        ("10.6.2026 23:59", None),
        ("2026-06-10", None),
        ("2026-06-31 12:00", None),
        ("2026-06-10 25:00", None),
        ("9999-12-31 23:59 America/New_York", None),
        ("", None),
    ],
)
def test_times(text, utc):
    """Is a time in Berlin, and any other, understood or refused, and never guessed?"""
    time = parse_time(text, ZoneInfo("Europe/Berlin"))
    assert (time and f"{time:%Y-%m-%d %H:%M}") == utc
