"""Reads an `.ipynb` from a stranger: checks its size and form, keeps only what grading needs."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.checks.files import NotRegularError, open_regular
from autograder.checks.verdict import clean

MAX_BYTES = 32 << 20  # A notebook with many plots has 5 MB, one with sound 20.
MAX_DEPTH = 64
MAX_CONTAINERS = 1_000_000  # Brackets in the text: a bound on the memory that parsing takes.
MAX_CELLS = 1500
MAX_CELL_CHARACTERS = 100_000
MAX_CODE_CHARACTERS = 1_000_000  # Of all code cells; a long notebook has 60,000.
_OWN_WORDS = ("release", "assignment")
# What git writes around the two sides, each at the beginning of a line and in this order.
_CONFLICT = [re.compile(form, re.MULTILINE) for form in (rb"^<{7} ", rb"^={7}\r?$", rb"^>{7} ")]
SAVE_AGAIN = "Open it in Jupyter or Colab, save it there, and hand that file in."


class Refused(Exception):  # noqa: N818 - an outcome, not an error of ours
    """A file that cannot be graded; the text says which, what is wrong and what to do.

    `sha256` is that of the file where its bytes could be read.
    """

    sha256: str | None = None


@dataclass(frozen=True)
class RawCell:
    """One submitted cell, reduced to what can tell what it is.

    Args:
        kind: `"code"`, `"markdown"` or `"raw"`.
        source: Its text.
        grade_id: The name that nbgrader's metadata give it, if any.
        ids: The ids that the notebook format and Colab give it.
    """

    kind: str
    source: str
    grade_id: str | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawNotebook:
    """A submitted notebook without outputs and metadata.

    Args:
        cells: Its cells in order.
        sha256: Of the file's bytes.
        release: The release it says it was made from.
        flags: What a person should know about its form.
        assignment: The assignment whose notebook it says it is.
    """

    cells: list[RawCell]
    sha256: str
    release: str | None = None
    flags: list[str] = field(default_factory=list)
    assignment: str | None = None


def read_raw(path: Path) -> RawNotebook:
    """Reads a submitted file.

    Args:
        path: The file; links are not followed.

    Raises:
        Refused: If it is no notebook that can be graded.
    """
    path = Path(path)
    name = clean(path.name)[:120]
    return read_raw_bytes(_read_bytes(path, name), name)


def read_raw_bytes(data: bytes, name: str) -> RawNotebook:
    """Reads the bytes of a submitted file.

    Args:
        data: The bytes.
        name: What the file is called in messages.

    Raises:
        Refused: If it is no notebook that can be graded.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        content = _parse(data, name)
    except Refused as refused:
        refused.sha256 = sha256
        raise
    cells, flags = _cells(content)
    metadata = content.get("metadata")
    own = metadata.get("autograder") if isinstance(metadata, dict) else None
    release, assignment = (
        clean(_text(word))[:100] if isinstance(word, str) else None
        for word in (own.get(key) if isinstance(own, dict) else None for key in _OWN_WORDS)
    )
    flags += _conflicts(cells)
    return RawNotebook(cells, sha256, release, flags, assignment)


def conflict_line(data: bytes) -> int | None:
    """Returns the line in which the first mark of a git conflict stands; None if there is none."""
    at, starts = 0, []
    for mark in _CONFLICT:
        match = mark.search(data, at)
        if match is None:
            return None
        starts.append(match.start())
        at = match.end()
    return data.count(b"\n", 0, starts[0]) + 1


def _conflicts(cells: list[RawCell]) -> list[str]:
    """Names the cells that hold both sides of a git conflict."""
    return [
        f"Cell {number} of the file holds the marks of a git conflict (<<<<<<<, >>>>>>>)."
        for number, cell in enumerate(cells, start=1)
        if "<<<<<<<" in cell.source and conflict_line(cell.source.encode()) is not None
    ]


def _read_bytes(path: Path, name: str) -> bytes:
    too_large = Refused(
        f"{name} is larger than {MAX_BYTES >> 20} MB. Clear its outputs and hand it in again."
    )
    if path.is_symlink():
        raise Refused(f"{name} is a link, which is not followed. Hand in the file itself.")
    try:
        with open_regular(path) as file:
            data = file.read(MAX_BYTES + 1)
    except NotRegularError:
        raise Refused(f"{name} is not a regular file. Hand in the notebook itself.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "bad name"
        raise Refused(f"{name} cannot be opened ({reason}). Hand it in again.") from None
    if len(data) > MAX_BYTES:
        raise too_large
    return data


def _parse(data: bytes, name: str) -> dict[str, Any]:
    if not data.strip():
        raise Refused(f"{name} is empty. {SAVE_AGAIN}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is no text in UTF-8 (byte {error.start} is not), so it is no notebook "
            f"or was damaged on the way. {SAVE_AGAIN}"
        ) from None
    if text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise Refused(f"{name} has more parts than a notebook has. Clear its outputs. {SAVE_AGAIN}")
    try:
        content = json.loads(text)
    except RecursionError:
        raise Refused(f"{name} is nested too deeply. {SAVE_AGAIN}") from None
    except (ValueError, MemoryError) as error:
        line = conflict_line(data)
        if line is not None:
            raise Refused(
                f"{name} holds the marks of a git conflict (<<<<<<<, =======, >>>>>>> from line "
                f"{line} on): two versions were not merged. Keep one, remove the marks. {SAVE_AGAIN}"
            ) from None
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(
            f"{name} is not valid JSON{where}, so it is no notebook, or its end is missing. "
            f"{SAVE_AGAIN}"
        ) from None
    _require_notebook(content, name)
    return content


def _require_notebook(content: Any, name: str) -> None:
    if not isinstance(content, dict) or not ({"cells", "nbformat", "worksheets"} & set(content)):
        raise Refused(f"{name} is JSON but no notebook. {SAVE_AGAIN}")
    version = content.get("nbformat")
    if type(version) is not int or version != 4:
        said = clean(_text(repr(version)))[:20] if version is not None else "none"
        raise Refused(f"{name} has notebook format {said}; expected is format 4. {SAVE_AGAIN}")
    if not isinstance(content.get("cells"), list):
        raise Refused(f"{name} has no list of cells. {SAVE_AGAIN}")
    if len(content["cells"]) > MAX_CELLS:
        raise Refused(
            f"{name} has {len(content['cells'])} cells; at most {MAX_CELLS} are read. Remove some."
        )
    if _is_too_deep(content):
        raise Refused(f"{name} is nested more than {MAX_DEPTH} levels deep. {SAVE_AGAIN}")


def _is_too_deep(content: Any) -> bool:
    level = [content]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for parent in level
            for item in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(item, (dict, list))
        ]
        if not level:
            return False
    return True


def _cells(content: dict[str, Any]) -> tuple[list[RawCell], list[str]]:
    cells, flags = [], []
    room = MAX_CODE_CHARACTERS
    for number, entry in enumerate(content["cells"], start=1):
        if not isinstance(entry, dict):
            flags.append(f"Cell {number} of the file is no cell; it was left out.")
            continue
        cell = _cell(entry)
        length = len(cell.source)
        if cell.kind == "code":
            room -= length
        if length > MAX_CELL_CHARACTERS or room < 0:
            flags.append(f"Cell {number} of the file is too long ({length} characters) to be read.")
            cell = replace(cell, source="")
        cells.append(cell)
    return cells, flags


def _cell(cell: dict[str, Any]) -> RawCell:
    kind = cell.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        kind = "code" if "outputs" in cell or "execution_count" in cell else "raw"
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    marks = metadata.get("nbgrader")
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    ids = [i for i in (cell.get("id"), metadata.get("id")) if isinstance(i, str)]
    grade_id = grade_id if isinstance(grade_id, str) else None
    return RawCell(kind, _source(cell.get("source")), grade_id, tuple(ids))


def _source(source: Any) -> str:
    """Returns the text of a cell: a string, or a list of lines; anything else counts as empty."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _text(source) if isinstance(source, str) else ""


def _text(text: str) -> str:
    """Returns text that can be written: whole characters, one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
