"""Finds out which submitted cell is which cell of the release.

Names in a submission are claims: they decide what a cell is taken for, never what it is worth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.declaration.source import runs_for_grade
from autograder.notebook.raw import RawCell

MIN_LIKENESS = 0.6  # Share of equal lines from which an edited cell is taken for the release's.


@dataclass(frozen=True)
class TemplateCell:
    """One cell of the released notebook.

    Args:
        id: Its id.
        kind: `"code"` or `"markdown"`.
        source: Its text.
        exercise: The exercise that is written in it, if one is.
        runs: Whether it is run for a grade as it stands in the release.
        node: The notebook's cell.
    """

    id: str
    kind: str
    source: str
    exercise: str | None
    runs: bool
    node: NotebookNode


def template_cells(notebook: NotebookNode, exercises: Iterable[str]) -> list[TemplateCell]:
    """Returns the cells of a released notebook with what they are for.

    Args:
        notebook: The release.
        exercises: Names of the exercises.
    """
    names = set(exercises)
    cells = []
    for node in notebook.cells:
        marks = node.metadata.get("nbgrader", {})
        grade_id = marks.get("grade_id") if marks.get("solution") else None
        exercise = grade_id if grade_id in names else None
        tags = node.metadata.get("tags", [])
        runs = runs_for_grade(node.cell_type, bool(marks.get("grade")), tags) and exercise is None
        cells.append(TemplateCell(node.id, node.cell_type, node.source, exercise, runs, node))
    return cells


@dataclass
class Matching:
    """Which cell is which.

    Args:
        known: From the position of a submitted cell to that of its cell in the release.
        copies: The same for further copies of a released cell that holds no exercise.
        repeated: From an exercise to the number of submitted cells that claim to be its cell.
        by_content: Released cells that were recognised by what they hold, their names being lost.
    """

    known: dict[int, int] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    by_content: list[str] = field(default_factory=list)


def match_cells(template: Sequence[TemplateCell], raw: Sequence[RawCell]) -> Matching:
    """Matches submitted cells with the release's.

    1. By the name in nbgrader's metadata, then by cell id.
    2. A solution cell also by what it defines, and rather so than by its name alone.
    3. Other cells by equal text, then code cells by like text.

    Args:
        template: Cells of the release.
        raw: Submitted cells.
    """
    matching = Matching()
    claims = _claims(template, raw)
    _match_exercises(template, raw, claims, matching)
    for index, target in claims.items():
        if template[target].exercise is None:
            taken = target in matching.known.values()
            (matching.copies if taken else matching.known)[index] = target
    _match_by_text(template, raw, matching, set(claims))
    return matching


def _claims(template: Sequence[TemplateCell], raw: Sequence[RawCell]) -> dict[int, int]:
    """Returns what each submitted cell says it is, where it says so."""
    ids = {cell.id: position for position, cell in enumerate(template)}
    claims = {}
    for index, cell in enumerate(raw):
        for name in (cell.grade_id, *cell.ids):
            if name in ids:
                claims[index] = ids[name]
                break
    return claims


def defines(source: str, name: str) -> bool:
    """Tells whether a line of a cell defines a name at the top level."""
    pattern = rf"^(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|^{name}[ \t]*(?::[^=\n]+)?=(?!=)"
    return re.search(pattern, source, re.MULTILINE) is not None


def _match_exercises(
    template: Sequence[TemplateCell],
    raw: Sequence[RawCell],
    claims: dict[int, int],
    matching: Matching,
) -> None:
    for position, target in enumerate(template):
        if target.exercise is None:
            continue
        best, best_rank = None, -1
        claimed = 0
        for index, cell in enumerate(raw):
            claim = claims.get(index)
            claimed += claim == position
            if index in matching.known or (claim is not None and claim != position):
                continue
            rank = _rank(cell, target.exercise, claim == position)
            if rank >= max(best_rank, 0):  # Of equals the last: it holds.
                best, best_rank = index, rank
        if claimed > 1:
            matching.repeated[target.exercise] = claimed
        if best is not None:
            matching.known[best] = position
            if claims.get(best) != position:
                matching.by_content.append(target.id)


def _rank(cell: RawCell, exercise: str, claims: bool) -> int:
    """Says how sure it is that a cell is the one of an exercise; -1 for not at all."""
    defined = defines(cell.source, exercise)
    if cell.kind == "code":
        return 3 + claims if defined else 1 if claims else -1
    return 2 if claims and defined else -1


def _match_by_text(
    template: Sequence[TemplateCell], raw: Sequence[RawCell], matching: Matching, claimed: set[int]
) -> None:
    free = [i for i in range(len(raw)) if i not in claimed and i not in matching.known]
    lines = {i: _lines(raw[i].source) for i in free}
    targets = [(p, t, _lines(t.source)) for p, t in enumerate(template) if t.exercise is None]
    for index in free:
        for position, _, wanted in targets:
            if lines[index] and lines[index] == wanted:
                if _take(index, position, template, matching):
                    break
    for index in free:
        if raw[index].kind != "code" or index in matching.known or index in matching.copies:
            continue
        likes = [
            (_likeness(lines[index], wanted), -position)
            for position, target, wanted in targets
            if target.kind == "code"
        ]
        for likeness, negative in sorted(likes, reverse=True):
            if likeness < MIN_LIKENESS or _take(index, -negative, template, matching):
                break


def _take(index: int, position: int, template: Sequence[TemplateCell], matching: Matching) -> bool:
    """Takes a submitted cell for a released one, or for a copy of one that does not run."""
    if position not in matching.known.values():
        matching.known[index] = position
        matching.by_content.append(template[position].id)
        return True
    if template[position].kind == "code" and not template[position].runs:
        matching.copies[index] = position
        return True
    return False


def _lines(source: str) -> Counter[str]:
    return Counter(line.strip() for line in source.split("\n") if line.strip())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    if 2 * min(one.total(), other.total()) < MIN_LIKENESS * total:  # Too unequal in length.
        return 0.0
    return 2 * (one & other).total() / total if total else 0.0
