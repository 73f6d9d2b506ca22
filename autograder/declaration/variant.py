"""Other implementations of an exercise: known mistakes, and other right answers."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from autograder.checks.syntax import parse
from autograder.declaration.region import (
    BEGIN_SOLUTION,
    END_SOLUTION,
    solution_parts,
    with_solution_parts,
)

if TYPE_CHECKING:
    from autograder.declaration.reference import Reference


@dataclass(frozen=True)
class Variant:
    """Another implementation of an exercise: a misconception (with its hint) or an alternative.

    Args:
        exercise: Name of the exercise.
        name: Of the variant.
        hint: For who wrote a misconception; empty for an alternative.
        arbitrary_in: Names of the cases in which what a misconception returns is arbitrary.
    """

    exercise: str
    name: str
    hint: str
    arbitrary_in: tuple[str, ...]

    @property
    def function(self) -> Any:
        """Returns the function or class that stands in the exercise's place."""
        raise NotImplementedError

    def source_for_notebook(self, right: str = "") -> str:
        """Returns the source as a learner would have written it, under the exercise's name.

        Args:
            right: Source of the reference's solution cell.

        Raises:
            ValueError: If the variant is made of the reference and there is no source.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Written(Variant):
    """A variant that is written out: a function or class of the declaration."""

    written: Any

    @property
    def function(self) -> Any:
        """Returns what the declaration defines."""
        return self.written

    def source_for_notebook(self, right: str = "") -> str:
        """Returns the function's source under the exercise's name.

        Functions of the declaration that it uses come first, as helpers; so does the reference's
        own function, under another name, where the variant is a change of its result.
        """
        tree = _parsed(self.written)
        tree.body[0].decorator_list = []  # type: ignore[attr-defined]
        parts = [*(_parsed(helper) for helper in _helpers(self.written)), tree]
        renamer = _ForNotebook(self.name, self.exercise)
        parts = [ast.fix_missing_locations(renamer.visit(part)) for part in parts]
        if renamer.uses_right:
            if not right:
                raise ValueError(f"{self.name} calls the reference's {self.exercise}: pass it.")
            to_right = _ForNotebook(self.exercise, renamer.right)
            parts.insert(0, ast.fix_missing_locations(to_right.visit(parse(right))))
        return "\n\n\n".join(map(ast.unparse, parts)) + "\n"


@dataclass(frozen=True)
class Slip(Variant):
    """A known mistake that is a small edit of the reference's solution.

    Args:
        edits: Pairs of a text that stands in the solution, and what stands there in its place.
        count: How often each of these texts stands there.
        reference: Returns the reference.
    """

    edits: tuple[tuple[str, str], ...]
    count: int
    reference: Callable[[], Reference]

    @cached_property
    def function(self) -> Any:
        """Returns what the edited cell defines."""
        reference = self.reference()
        return reference.define(self.exercise, self.source_in(reference.cells[self.exercise]))

    def source_in(self, right: str) -> str:
        """Returns the solution cell with the edits made, in the order of the declaration.

        Raises:
            SlipError: If a text does not stand there as often as was said.
        """
        parts = solution_parts(right)
        for old, new in self.edits:
            found = sum(part.count(old) for part in parts)
            if found != self.count:
                raise SlipError(
                    f"{self.exercise}.slip({self.name!r}): {old!r} stands {found} times in the "
                    f"solution, not {'once' if self.count == 1 else f'{self.count} times'}."
                )
            parts = [part.replace(old, new) for part in parts]
        return with_solution_parts(right, parts)

    def source_for_notebook(self, right: str = "") -> str:
        """Returns the edited cell without the marks of the solution; it knows its reference."""
        marks = (BEGIN_SOLUTION, END_SOLUTION)
        lines = self.source_in(self.reference().cells[self.exercise]).split("\n")
        return "\n".join(line for line in lines if line.strip() not in marks).strip("\n") + "\n"


class SlipError(ValueError):
    """Says which text of a slip does not stand in the reference's solution."""


def _parsed(function: Any) -> ast.Module:
    return parse(textwrap.dedent(inspect.getsource(function)))


def _helpers(function: Any) -> list[Any]:
    """Returns the functions of the same declaration that a function uses, deepest first.

    They are in its module, or in others of its package: a long declaration has several.
    """
    package = function.__module__.rpartition(".")[0] or function.__module__
    found: list[Any] = []

    def visit(node: Any) -> None:
        space = getattr(node, "__globals__", None) or vars(sys.modules[node.__module__])
        names = [n for n in ast.walk(_parsed(node)) if isinstance(n, ast.Name)]
        local = {n.id for n in names if isinstance(n.ctx, ast.Store)}
        for name in [n.id for n in names]:
            other = space.get(name)
            own = inspect.isfunction(other) and (
                other.__module__ == function.__module__
                or (name not in local and other.__module__.startswith(f"{package}."))
            )
            if own and other not in found and other is not function and other is not node:
                visit(other)
                found.append(other)

    visit(function)
    return found


class _ForNotebook(ast.NodeTransformer):
    """Renames the variant and turns `reference.clip` into the notebook's own `clip`."""

    def __init__(self, old: str, new: str):
        self.old, self.new = old, new
        self.right, self.uses_right = f"right_{new}", False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self.new if node.name == self.old else node.name
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self.new if node.name == self.old else node.name
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.new if node.id == self.old else node.id
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.value, ast.Name) or node.value.id != "reference":
            return node
        is_own = node.attr == self.new  # by that name the variant itself will be called
        self.uses_right = self.uses_right or is_own
        return ast.copy_location(ast.Name(self.right if is_own else node.attr, node.ctx), node)
