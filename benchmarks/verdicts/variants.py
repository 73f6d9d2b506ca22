"""The variants that are graded: solutions, right and wrong, of people who have not seen the checks.

`variants/<assignment>.json` is a list of records

    {"exercise": "clip", "source": "def clip(...): ...", "is_right": false,
     "mistake": "large negative values stay", "by": "reader 1, from the notebook alone"}

They are there to measure with. Whoever mends a check does not look at them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "variants"


class VariantError(ValueError):
    """Says which record of which file cannot be used, and why."""


@dataclass(frozen=True)
class Variant:
    """What stood in the cell of one exercise, all others being right.

    Args:
        assignment: Its id.
        exercise: Name of the exercise.
        source: The text of the cell.
        is_right: Whether it does all that the notebook promises, to whoever wrote it.
        mistake: What is wrong with it, in words; empty for a right one.
        by: Who wrote it, and from what.
    """

    assignment: str
    exercise: str
    source: str
    is_right: bool
    mistake: str
    by: str

    @property
    def id(self) -> str:
        """Returns its name: the same wherever it stands in the file."""
        digest = hashlib.sha256(self.source.encode()).hexdigest()[:10]
        return f"{self.assignment}/{self.exercise}/{digest}"


def read_variants(
    path: Path, exercises: Collection[str], assignment: str | None = None
) -> list[Variant]:
    """Returns the variants of a file.

    Args:
        path: The file.
        exercises: Those that the assignment has.
        assignment: Its id; None for the file's name.

    Raises:
        VariantError: If a record is not as above, or stands there twice.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise VariantError(f"{path.name} is no JSON: {error}") from None
    if not isinstance(records, list):
        raise VariantError(f"{path.name} must be a list of records.")
    found: dict[str, Variant] = {}
    for number, record in enumerate(records):
        where = f"{path.name}, record {number}"
        variant = _variant(record, assignment or path.stem, where)
        if variant.exercise not in exercises:
            raise VariantError(f"{where}: there is no exercise {variant.exercise!r}.")
        if variant.id in found:
            raise VariantError(f"{where}: this source stands there twice.")
        found[variant.id] = variant
    return list(found.values())


def _variant(record: Any, assignment: str, where: str) -> Variant:
    names = {field.name for field in fields(Variant)} - {"assignment"}
    if not isinstance(record, dict) or set(record) != names:
        raise VariantError(f"{where}: expected the keys {', '.join(sorted(names))}.")
    texts = names - {"is_right"}
    if not isinstance(record["is_right"], bool) or any(
        not isinstance(record[name], str) for name in texts
    ):
        raise VariantError(f"{where}: is_right must be true or false, all else text.")
    if not record["is_right"] and not record["mistake"].strip():
        raise VariantError(f"{where}: what is wrong with it must be said.")
    return Variant(assignment=assignment, **record)
