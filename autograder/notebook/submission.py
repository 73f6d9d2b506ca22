"""Turns a submitted notebook into the cells that are run for its grade.

A submission is text from a stranger. It is walked in its own order, as Restart-and-Run-All
would: cells of the release are put back as released, except the text of solution cells; cells
of the learner's own stay where they are. Metadata, tags, outputs and checksums decide nothing.
"""

from __future__ import annotations

import copy
import html
import os
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from autograder.checks.cells import RunnableCell
from autograder.checks.verdict import clean
from autograder.notebook.extras import added_definitions
from autograder.notebook.magics import plain_python
from autograder.notebook.matching import (
    Matching,
    TemplateCell,
    defines,
    match_cells,
    template_cells,
)
from autograder.notebook.origin import other_assignment
from autograder.notebook.raw import RawCell, RawNotebook, Refused, read_raw
from autograder.notebook.reaching import reaches_for

if TYPE_CHECKING:
    from autograder.declaration.exercise import Assignment

__all__ = ["Refused", "Submission", "read_submission", "restored_template"]

MAX_ADDED_CELLS = 100
MAX_FLAGS = 40
MAX_FLAG_CHARACTERS = 240


@dataclass(frozen=True)
class Submission:
    """A submission that can be graded.

    Args:
        cells: What is run, in order.
        flags: What a person should know, in words.
        sha256: Of the file.
        release: The release it says it was made from.
        notebook: The notebook restored: the release's cells and metadata, the learner's answers.
    """

    cells: list[RunnableCell]
    flags: list[str]
    sha256: str
    release: str | None
    notebook: NotebookNode


@dataclass
class _Placed:
    """A cell in its place: what is shown of it, what is run, which released cell it is."""

    shown: list[NotebookNode]
    run: list[RunnableCell]
    position: int | None = None


def read_submission(
    path: Path, template: Path | NotebookNode, assignment: Assignment
) -> Submission:
    """Reads a submission against the release it was made from.

    Args:
        path: The submitted notebook.
        template: The released notebook, or its path.
        assignment: Its declaration.

    Raises:
        Refused: If the file cannot be graded; the text says which, why and what to do.
    """
    raw = read_raw(Path(path))
    released = _read_template(template) if isinstance(template, Path) else template
    walk = _Walk(raw, released, list(assignment.exercises))
    other = other_assignment(raw, template) if isinstance(template, Path) else None
    if other is not None:
        walk.flags.append(f"This is the notebook of {other}, not of {assignment.id}.")
    return walk.submission()


def restored_template(template_path: Path, note: str) -> NotebookNode:
    """Returns the released notebook under a note, in place of a submission that was refused."""
    notebook = copy.deepcopy(_read_template(template_path))
    notebook.cells.insert(0, _text_cell("note", inert_markdown(note)))
    return notebook


def _read_template(path: Path) -> NotebookNode:
    """Returns the released notebook, read once as long as the file stays the same."""
    status = os.stat(path)
    return _cached_template(str(path), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _cached_template(path: str, changed: int, size: int) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def inert_markdown(text: str) -> str:
    """Makes Markdown of a learner harmless where it is rendered, without changing its look.

    A word joiner (no width) behind `<` keeps a tag from being one, also in mathematics and code.
    Links lead to http and https only: whatever else looks like a scheme gets one before its colon.
    That is decided on what the renderer will see, so entities become their characters first.
    """
    text = _without_entities(text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "<\u2060", text)
    if _LINK.search(text):
        return _SCHEME.sub(_unlinked, text)
    return re.sub(r"(?i)((?:java|vb)script\s*):", "\\1\u2060:", text)


_LINK = re.compile(r"\][(:]")  # what follows may be an address, in a link or a reference
# Of a scheme, browsers pass over control characters, and Markdown over a backslash before the colon.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]{0,40})([\\\s\x00-\x20\x7f\u00ad\u200b]{0,20}):")
_ENTITY = re.compile(r"&(?=#|[A-Za-z])")
MAX_UNESCAPES = 8  # `&amp;amp;` is two deep; what is deeper is no prose


def _without_entities(text: str) -> str:
    """Returns text in which no entity is left that could become a sign of Markdown or HTML."""
    for _ in range(MAX_UNESCAPES):
        if not _ENTITY.search(text) or (plain := html.unescape(text)) == text:
            return text
        text = plain
    return _ENTITY.sub("&\u2060", text)


def _unlinked(match: re.Match[str]) -> str:
    scheme, between = match.groups()
    if scheme.lower() in ("http", "https") and not between:
        return match.group()
    return f"{scheme}{between}\u2060:"


@dataclass
class _Walk:
    """One pass over a submission."""

    raw: RawNotebook
    template: NotebookNode
    exercises: list[str]
    flags: list[str] = field(default_factory=list)
    added: int = 0
    added_code: int = 0
    changed_checks: list[str] = field(default_factory=list)

    def submission(self) -> Submission:
        self.known = template_cells(self.template, self.exercises)
        self.matching = match_cells(self.known, self.raw.cells)
        self.flags += self.raw.flags
        self._flag_release()
        placed = [self._place(i, cell) for i, cell in enumerate(self.raw.cells)]
        self._insert_missing(placed)
        self._flag_order(placed)
        self._flag_names(self.matching)
        notebook = NotebookNode(copy.deepcopy({**self.template, "cells": []}))
        notebook.cells = [node for place in placed for node in place.shown]
        if self.raw.release is not None:
            notebook.metadata.setdefault("autograder", {})["release"] = self.raw.release
        run = [cell for place in placed for cell in place.run]
        return Submission(run, _tidy(self.flags), self.raw.sha256, self.raw.release, notebook)

    def _place(self, index: int, cell: RawCell) -> _Placed:
        position = self.matching.known.get(index)
        if position is None:
            position = self.matching.copies.get(index)
            if position is None:
                return self._place_added(cell)
            return self._place_copy(cell, self.known[position])
        target = self.known[position]
        if target.exercise is not None:
            return self._place_solution(cell, target, position)
        if target.kind == "markdown":
            return self._place_prose(cell, target, position)
        return self._place_release(cell, target, position)

    def _place_solution(self, cell: RawCell, target: TemplateCell, position: int) -> _Placed:
        name = str(target.exercise)
        if cell.kind != "code":
            self.flags.append(f"The cell of {name} was a {cell.kind} cell; it was run as code.")
        if not defines(cell.source, name):
            self.flags.append(f"The cell of {name} does not define {name}.")
        shown = copy.deepcopy(target.node)
        shown.source = cell.source
        run = self._runnable(target.id, cell.source, "solution", f"the cell of {name}", name)
        return _Placed([shown], run, position)

    def _place_prose(self, cell: RawCell, target: TemplateCell, position: int) -> _Placed:
        shown = copy.deepcopy(target.node)
        if cell.kind == "markdown" and cell.source.strip() != target.source.strip():
            shown.source = inert_markdown(cell.source)
        return _Placed([shown], [], position)

    def _place_release(self, cell: RawCell, target: TemplateCell, position: int) -> _Placed:
        place = self._place_copy(cell, target)
        place.position = position
        place.shown.insert(0, copy.deepcopy(target.node))
        if target.runs:
            place.run.insert(0, RunnableCell(target.id, target.source, "release"))
        if cell.kind == "code" and cell.source.strip() != target.source.strip():
            if target.runs:
                self.flags.append(f"The given cell {target.id} was changed; the release's was run.")
            elif "nbgrader" in target.node.metadata:
                self.changed_checks.append(target.id)
        if cell.kind != "code":
            self.flags.append(f"The given cell {target.id} was a {cell.kind} cell.")
        return place

    def _place_copy(self, cell: RawCell, target: TemplateCell) -> _Placed:
        """Keeps what a learner defined in a cell of the release, and nothing else of it."""
        if cell.kind != "code" or cell.source.strip() == target.source.strip():
            return _Placed([], [])
        kept = added_definitions(plain_python(cell.source).source, target.source)
        if not kept:
            return _Placed([], [])
        self.flags.append(f"Imports or definitions added to the given cell {target.id} were kept.")
        return self._place_added(RawCell("code", kept))

    def _place_added(self, cell: RawCell) -> _Placed:
        if not cell.source.strip():
            return _Placed([], [])
        self.added += 1
        identifier = f"added_{self.added}"
        if cell.kind != "code":
            return _Placed([_text_cell(identifier, inert_markdown(cell.source))], [])
        shown = nbformat.v4.new_code_cell(cell.source, id=identifier)
        self.added_code += 1
        if self.added_code > MAX_ADDED_CELLS:
            self.flags.append(f"Added cells beyond the first {MAX_ADDED_CELLS} were not run.")
            return _Placed([shown], [])
        run = self._runnable(identifier, cell.source, "added", f"the added cell {identifier}")
        return _Placed([shown], run)

    def _runnable(
        self, identifier: str, source: str, origin: str, where: str, exercise: str | None = None
    ) -> list[RunnableCell]:
        plain = plain_python(source)
        if plain.dropped:
            first = plain.dropped[0][:60]
            more = f" and {len(plain.dropped) - 1} more" if len(plain.dropped) > 1 else ""
            what = "The whole cell was left out" if plain.is_empty else "Left out"
            self.flags.append(f"{what} in {where}: {first}{more}.")
        if plain.is_empty:
            return []
        reached = reaches_for(plain.source)
        if reached:
            self.flags.append(
                f"{where[0].upper()}{where[1:]} reaches into the autograder ({reached}): look at it."
            )
        return [RunnableCell(identifier, plain.source, origin, exercise)]

    def _insert_missing(self, placed: list[_Placed]) -> None:
        """Puts released code cells that are missing behind the one that they followed."""
        sources = "\n".join(cell.source for place in placed for cell in place.run)
        before: _Placed | None = None
        for position, target in enumerate(self.known):
            present = next((p for p in placed if p.position == position), None)
            if present is None and target.kind == "code":
                present = self._missing(target, position, sources)
                at = next((i for i, p in enumerate(placed) if p is before), -1)
                placed.insert(at + 1, present)
            before = present or before

    def _missing(self, target: TemplateCell, position: int, sources: str) -> _Placed:
        run = [RunnableCell(target.id, target.source, "release")] if target.runs else []
        if target.exercise is not None:
            found = defines(sources, target.exercise)
            where = "; another cell defines it" if found else ""
            self.flags.append(f"The cell of {target.exercise} is missing{where}.")
        elif target.runs or "nbgrader" in target.node.metadata:
            self.flags.append(f"The given cell {target.id} is missing; it was put back.")
        return _Placed([copy.deepcopy(target.node)], run, position)

    def _flag_release(self) -> None:
        ours = self.template.metadata.get("autograder", {}).get("release")
        if self.raw.release is not None and self.raw.release != ours:
            self.flags.append(f"Made from release {self.raw.release}, graded as release {ours}.")

    def _flag_order(self, placed: list[_Placed]) -> None:
        order = [p.position for p in placed if p.position is not None]
        order = [position for position in order if self.known[position].kind == "code"]
        moved = [b for a, b in zip(order, order[1:], strict=False) if b < a]
        if moved:
            self.flags.append(
                f"Cells stand in another order than released, first {self.known[moved[0]].id}."
            )

    def _flag_names(self, matching: Matching) -> None:
        for exercise, count in matching.repeated.items():
            self.flags.append(
                f"The cell of {exercise} is there {count} times; all were run, the last one holds."
            )
        if self.changed_checks:
            changed = _some(self.changed_checks)
            self.flags.append(f"Check cells were changed (they play no part): {changed}.")
        lost = [cell.id for cell in self.known if cell.exercise and cell.id in matching.by_content]
        if lost:
            self.flags.append(f"Cells that had lost their names were recognised: {_some(lost)}.")


def _text_cell(identifier: str, text: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(text, id=identifier)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _tidy(flags: Iterable[Any]) -> list[str]:
    """Returns each flag once, on one line, without what cannot be printed, not too many of them."""
    lines = [textwrap.shorten(clean(str(flag)), MAX_FLAG_CHARACTERS) for flag in flags]
    # Marks of byte order and signs that nobody has defined pass for text, and show as nothing.
    seen = ["".join(sign if sign.isprintable() else "\ufffd" for sign in line) for line in lines]
    unique = list(dict.fromkeys(seen))
    if len(unique) > MAX_FLAGS:
        return [*unique[:MAX_FLAGS], f"... and {len(unique) - MAX_FLAGS} more."]
    return unique
