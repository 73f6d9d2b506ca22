"""Reads times as people and programs write them: one rule for timestamps, due dates and extensions.

nbgrader's own reader is no help where an offset stands behind a space: of `+0200` it makes 200 seconds,
of `+02:00` none (`findings/nbgrader_time_offsets.sh`), and a zone that it does not know counts as UTC.
"""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?([\w/+:-]*)")


def parse_time(text: str, zone: datetime.tzinfo | None = None) -> datetime.datetime | None:
    """Returns a time in UTC, without its zone, as nbgrader keeps times; None if it is not understood.

    Args:
        text: Date and hour, such as `2026-06-10 23:59`; an offset or the name of a zone may follow.
        zone: Where none follows; this machine's by default.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    day, hour, name = match.groups()
    hour = hour if hour[1].isdigit() else f"0{hour}"
    try:
        if re.fullmatch(r"[+-]\d\d(:?\d\d)?", name):
            time = datetime.datetime.fromisoformat(f"{day} {hour}{name}")
        else:
            own = ZoneInfo("UTC" if name == "Z" else name) if name else zone
            time = datetime.datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=own)
        return time.astimezone(datetime.UTC).replace(tzinfo=None)
    except (ValueError, OSError, KeyError, OverflowError):
        return None
