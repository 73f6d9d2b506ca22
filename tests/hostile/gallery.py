"""The gallery: how an attack is declared, and all of them, read from `attacks/`.

A module `attacks/a<number>_<topic>.py` holds the ways of one entry of the list of attacks. Each
way is a function from a `Shop` (a solved notebook and what else a learner has) to what is handed
in, under a decorator that says what its honest cells earn:

    @attack(double="failed", says=["the added cell"])
    def looks_into_frames(shop):
        return shop.solved(double="...")

Exercises that are not named are honest and pass. In the text that is handed in, `@NAME@` stands
for a value of the place where it is graded, such as the path of the course or a canary's port:
the attacker is assumed to know them.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from autograder.declaration.course import Course
from tests.hostile import course as hostile

FOLDER = Path(__file__).parent / "attacks"
NUMBERS = (*range(1, 51), 53)  # of the list of attacks, those that a submission can try alone
REFUSED = dict.fromkeys(hostile.EXERCISES, "refused")
NOT_TRIED = "NO JAIL: not tried"

# What could harm the machine asks first whether it runs in a process namespace of its own.
GUARD = f'''
def _guard():
    import os
    try:
        outside = os.readlink("/proc/self/ns/pid") == "@PID_NAMESPACE@"
    except OSError:
        outside = False
    if outside:
        raise SystemExit("{NOT_TRIED}")
_guard()
'''


@dataclass(frozen=True)
class Link:
    """A symbolic link in what is handed in."""

    target: str


FIFO = object()  # Stands for a pipe without a writer, where a notebook is expected.


@dataclass
class Handed:
    """What lies in a student's folder.

    Args:
        content: The notebook: a node, text, bytes, a link, `FIFO` or None for nothing.
        file_name: Its name; the assignment's by default.
        beside: Other files, by their path in the folder.
    """

    content: Any
    file_name: str | None = None
    beside: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shop:
    """What an attacker has at hand.

    Args:
        course: The course under attack; of it, a learner has the release.
        assignment: Id of the assignment.
    """

    course: Course
    assignment: str = hostile.ASSIGNMENT

    def blank(self) -> nbformat.NotebookNode:
        """Returns the released notebook."""
        return hostile.blank(self.course, self.assignment)

    def solved(self, **replaced: str) -> nbformat.NotebookNode:
        """Returns the notebook with right answers, some replaced by an attack."""
        return hostile.solved(self.course, **replaced)

    def with_added(
        self, *sources: str, before: str | None = None, **replaced: str
    ) -> nbformat.NotebookNode:
        """Returns a solved notebook with cells added, at the end or before a cell."""
        notebook = self.solved(**replaced)
        at = len(notebook.cells)
        if before is not None:
            at = notebook.cells.index(hostile.cell_of(notebook, before))
        new = [nbformat.v4.new_code_cell(source.strip()) for source in sources]
        notebook.cells[at:at] = new
        return notebook

    def public_cases(self) -> dict[str, Any]:
        """Returns the public bundle, which every learner has."""
        return json.loads(self.course.bundle(self.assignment).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Attack:
    """One way of one entry.

    Args:
        number: Of the entry.
        name: Of the way.
        hand_in: Makes what is handed in.
        earns: From exercise to the status, or the statuses, that its honest cells earn.
        says: Words that the report must hold.
        needs_jail: Whether it could harm the machine if nothing held it.
        assignment: Which assignment it attacks.
        student: Id under which it is handed in.
    """

    number: int
    name: str
    hand_in: Callable[[Shop], Any]
    earns: dict[str, Any]
    says: tuple[str, ...] = ()
    needs_jail: bool = False
    assignment: str = hostile.ASSIGNMENT
    student: str = ""

    def handed(self, shop: Shop) -> Handed:
        """Returns what is handed in."""
        made = self.hand_in(shop)
        return made if isinstance(made, Handed) else Handed(made)


_ATTACKS: list[Attack] = []


def attack(
    *,
    says: Iterable[str] = (),
    needs_jail: bool = False,
    assignment: str = hostile.ASSIGNMENT,
    student: str = "",
    **earns: Any,
) -> Callable:
    """Enters the decorated function into the gallery; see `Attack`."""

    def enter(hand_in: Callable[[Shop], Any]) -> Callable[[Shop], Any]:
        found = re.fullmatch(r"a(\d\d)_\w+", hand_in.__module__.rpartition(".")[2])
        if found is None:
            raise ValueError(f"{hand_in.__module__} is no module of an attack.")
        number, name = int(found[1]), hand_in.__name__
        identifier = f"a{number:02}_{name}{student}"
        _ATTACKS.append(
            Attack(number, name, hand_in, earns, tuple(says), needs_jail, assignment, identifier)
        )
        return hand_in

    return enter


@cache
def gallery() -> list[Attack]:
    """Returns all attacks, by number."""
    for path in sorted(FOLDER.glob("a[0-9][0-9]_*.py")):
        importlib.import_module(f"tests.hostile.attacks.{path.stem}")
    return sorted(_ATTACKS, key=lambda one: (one.number, one.student))


def of_assignment(assignment: str, with_jail: bool = True) -> list[Attack]:
    """Returns the attacks on an assignment, less those that need a jail where there is none."""
    return [
        one
        for one in gallery()
        if one.assignment == assignment and (with_jail or not one.needs_jail)
    ]
