"""What a notebook is when it is not the one that was asked for: another one, or two at once."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from autograder.checks.verdict import clean
from autograder.notebook.raw import RawNotebook, Refused, conflict_line, read_raw_bytes

MIN_OWN_CELLS = 2  # named cells that another release has, before a notebook counts as its


def look_at(data: bytes, template_path: Path) -> str:
    """Says why a person should look at a notebook before it is graded; empty if there is no reason.

    Args:
        data: The file.
        template_path: The released notebook of the assignment.
    """
    line = conflict_line(data)
    try:
        raw = read_raw_bytes(data, "the notebook")
    except Refused as refused:
        return str(refused) if line else ""
    other = other_assignment(raw, template_path)
    if other:
        return f"it is the notebook of {other}"
    return next((flag for flag in raw.flags if "git conflict" in flag), "")


def other_assignment(raw: RawNotebook, template_path: Path) -> str | None:
    """Returns the id of the assignment whose notebook was handed in; None if it is the right one.

    The notebook's own word decides; where an editor has dropped that, the names of its cells, of
    which none is the right one's.

    Args:
        raw: The notebook.
        template_path: The released notebook of the right assignment.
    """
    own = template_path.stem
    if raw.assignment is not None:
        is_known = (template_path.parent.parent / raw.assignment).is_dir()
        return raw.assignment if raw.assignment != own and is_known else None
    names = {name for cell in raw.cells for name in (cell.grade_id, *cell.ids) if name}
    if not names or names & _exercises(template_path, _stamp(template_path)):
        return None
    counts = {}
    for path in sorted(template_path.parent.parent.glob("*/*.ipynb")):
        if path.stem == path.parent.name and path.stem != own:
            counts[path.stem] = len(names & _exercises(path, _stamp(path)))
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] >= MIN_OWN_CELLS else None


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=64)
def _exercises(path: Path, stamp: int) -> frozenset[str]:
    """Returns the names of a release's graded cells, read once as long as the file is the same."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        marks = [cell.get("metadata", {}).get("nbgrader") for cell in cells]
        return frozenset(re.sub("^check_", "", clean(mark["grade_id"])) for mark in marks if mark)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
