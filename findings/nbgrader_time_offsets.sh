#!/usr/bin/env bash
# nbgrader 0.9.6 reads "+0200" behind a space as 200 seconds, and "+02:00" as no offset at all.
#
# `timestamp.txt` beside a submission says when it was handed in; nbgrader's late penalties are
# reckoned from it. `nbgrader.utils.parse_utc` splits the text at its spaces. A third part that
# `int()` takes is handed to dateutil as an offset in *seconds*; any other is looked up as the name
# of a zone, and where no zone is called so the time counts as UTC, without a word. So of one moment
# written in five usual ways, two are wrong by about two hours, and a zone's abbreviation of summer
# time as well. dateutil itself reads all of those with a number rightly.
#
# Seen (nbgrader 0.9.6, python-dateutil 4.0.0):
#   2026-06-10 23:59:00+0200          -> 21:59:00   right
#   2026-06-10T23:59:00+02:00         -> 21:59:00   right
#   2026-06-10 23:59:00 Europe/Berlin -> 21:59:00   right
#   2026-06-10 23:59:00 +0200         -> 23:55:40   +0200 taken for 200 seconds
#   2026-06-10 23:59:00 +02:00        -> 23:59:00   taken for UTC
#   2026-06-10 23:59:00 CEST          -> 23:59:00   taken for UTC
#
# Exit status 0: still so. 1: it has changed. 2: it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nbgrader==0.9.6 python-dateutil==4.0.0 || exit 2
"$folder/venv/bin/python" - <<'PY'
import sys

import dateutil.parser
from nbgrader.utils import parse_utc

SEEN = {
    "2026-06-10 23:59:00+0200": "21:59:00",
    "2026-06-10T23:59:00+02:00": "21:59:00",
    "2026-06-10 23:59:00 Europe/Berlin": "21:59:00",
    "2026-06-10 23:59:00 +0200": "23:55:40",
    "2026-06-10 23:59:00 +02:00": "23:59:00",
    "2026-06-10 23:59:00 CEST": "23:59:00",
}
changed = False
for text, seen in SEEN.items():
    now = f"{parse_utc(text):%H:%M:%S}"
    print(f"{text:35} nbgrader: {now}")
    changed |= now != seen
for text in ("2026-06-10 23:59:00 +0200", "2026-06-10 23:59:00 +02:00"):
    offset = dateutil.parser.parse(text).utcoffset()
    print(f"{text:35} dateutil: an offset of {offset}")
    changed |= offset.total_seconds() != 7200
sys.exit(changed)
PY
