"""The classes that are graded: what each student hands in."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.commands.demo.kit import Kit

NOT_GRADED = {"train", "plot", "explore"}  # tags of cells that this engine never runs
_CHECK = re.compile(r"""\s*check\(["'](\w+)["']\)\s*""")


@dataclass(frozen=True)
class Handed:
    """What lies in a student's folder.

    Args:
        content: A notebook, text or bytes.
        file_name: Its name; the assignment's by default.
        beside: Other files, by name.
    """

    content: Any
    file_name: str | None = None
    beside: dict[str, Any] = field(default_factory=dict)


Class = dict[str, Handed]


def timed_class(kit: Kit, count: int) -> Class:
    """Returns the class that all graders grade for time: right ones and known mistakes, in turn."""
    handed = {}
    for i in range(count):
        if i % 2 == 0:
            notebook = kit.solved()
        else:
            notebook = kit.solved(**_one_mistake(kit, i // 2))
        handed[f"student{i:04}"] = Handed(notebook)
    return handed


def mixed_class(kit: Kit, count: int) -> Class:
    """Returns a large class of every sort: right, other ways, wrong, empty, damaged."""
    makers = [
        lambda i: kit.solved(),
        lambda i: kit.solved(**_sources(kit, "alternatives", i)),
        lambda i: kit.solved(**_one_mistake(kit, i)),
        lambda i: kit.solved(**_sources(kit, "misconceptions", i)),
        lambda i: kit.filled(dict(list(kit.references.items())[: i % len(kit.references)])),
        lambda i: kit.solved(),
        lambda i: kit.blank(),
        lambda i: kit.solved(**{kit.one(i): "def broken(:\n    pass"}),
        lambda i: kit.solved(),
        lambda i: _cut_off(kit.solved()),
    ]
    return {
        f"student{i:04}": Handed(makers[i % len(makers)](i // len(makers))) for i in range(count)
    }


def _one_mistake(kit: Kit, index: int) -> dict[str, str]:
    """Returns a known mistake in an exercise that no other one calls."""
    sources = _sources(kit, "misconceptions", index)
    names = [name for name in kit.independent() if name in sources]
    return {name: sources[name] for name in names[index % len(names) :][:1]}


def _sources(kit: Kit, kind: str, index: int) -> dict[str, str]:
    return {name: source for name, (_, source) in kit.variants(kind, index).items()}


def _cut_off(notebook: NotebookNode) -> str:
    text = json.dumps(notebook)
    return text[: len(text) * 2 // 3]


def wrong_class(kit: Kit) -> tuple[Class, dict[str, list[str]]]:
    """Returns every known mistake of an assignment, one an exercise in each notebook.

    Returns:
        The class, and for each student the exercises that are wrong.
    """
    exercises = kit.assignment.exercises
    handed, wrong = {}, {}
    for i in range(max(len(exercise.misconceptions) for exercise in exercises.values())):
        sources = {
            name: exercise.misconceptions[i].source_for_notebook(kit.references[name])
            for name, exercise in exercises.items()
            if i < len(exercise.misconceptions)
        }
        handed[f"wrong{i:03}"] = Handed(kit.solved(**sources))
        wrong[f"wrong{i:03}"] = list(sources)
    return handed, wrong


def only_graded(handed: Handed) -> Handed:
    """Returns a submission without the cells that train, plot or explore."""
    if not isinstance(handed.content, NotebookNode):
        return handed
    return Handed(without_ungraded(handed.content), handed.file_name, handed.beside)


def without_ungraded(notebook: NotebookNode) -> NotebookNode:
    """Returns a copy of a notebook without the cells that train, plot or explore."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [
        cell for cell in notebook.cells if NOT_GRADED.isdisjoint(cell.metadata.get("tags", ()))
    ]
    return notebook


def for_otter(handed: Handed) -> Handed:
    """Returns a submission as otter has it: its own call in place of each check."""
    if not isinstance(handed.content, NotebookNode):
        return handed
    notebook = copy.deepcopy(handed.content)
    for cell in notebook.cells:
        found = _CHECK.fullmatch(cell.source) if isinstance(cell.get("source"), str) else None
        if cell.get("cell_type") == "code" and found:
            cell.source = f'grader.check("{found[1]}")'
    begin = new_code_cell("import otter\n\ngrader = otter.Notebook()", id="otter_begins")
    notebook.cells.insert(0, begin)
    return Handed(notebook, handed.file_name, handed.beside)


def hand_in(folder: Path, name: str, handed: Handed) -> Path:
    """Writes a submission into a folder, as it is; returns the notebook's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (handed.file_name or name)
    for target, content in {path: handed.content, **_beside(folder, handed)}.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, indent=1)
            target.write_text(text, encoding="utf-8")
    return path


def _beside(folder: Path, handed: Handed) -> dict[Path, Any]:
    return {folder / name: content for name, content in handed.beside.items()}
