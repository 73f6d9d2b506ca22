"""Where a learner's code failed: the expression, the names that it sees, what they stand for."""

from __future__ import annotations

import ast
import builtins
import linecache
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import ModuleType, TracebackType
from typing import Any

import numpy as np

from autograder.checks.syntax import parse

NOT_THERE = object()  # what an expression stands for of which that cannot be seen


def is_learners(filename: str) -> bool:
    """Tells whether code stands in a cell of a notebook."""
    return filename.startswith(("<cell", "<ipython-input")) or "/ipykernel_" in filename


@dataclass(frozen=True)
class Place:
    """Where it failed: the expression, the statement around it, the names that it sees."""

    node: ast.expr | ast.stmt | None
    statement: ast.stmt | None
    function: ast.FunctionDef | None
    local: dict[str, Any]
    notebook: dict[str, Any]
    caller: Place | None

    @classmethod
    def of(cls, where: TracebackType, caller: Place | None) -> Place:
        """Finds the expression at which a learner's line stopped.

        Args:
            where: The line's entry in the traceback.
            caller: The place from which its function was called, if that is a learner's.
        """
        code, frame = where.tb_frame.f_code, where.tb_frame
        at = next(islice(code.co_positions(), where.tb_lasti // 2, None), (None,) * 4)
        source = "".join(linecache.getlines(code.co_filename))
        node, statement, function = _nodes(source, at)
        local = dict(frame.f_locals)
        if caller is not None and function is not None and caller.function is function:
            local = {
                **caller.local,
                **local,
            }  # A comprehension has a frame of its own in Python 3.11.
        return cls(node, statement, function, local, frame.f_globals, caller)

    def names(self) -> dict[str, Any]:
        """Returns what the names of the notebook and of the function stand for here."""
        return {**self.notebook, **self.local}

    def value(self, node: ast.AST | None) -> Any:
        """Returns what an expression stands for, where a look-up tells."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            for names in (self.local, self.notebook, vars(builtins)):
                if node.id in names:
                    return names[node.id]
        if isinstance(node, ast.Attribute):
            owner = self.value(node.value)
            if isinstance(owner, ModuleType):
                return getattr(owner, node.attr, NOT_THERE)
            if type(owner) in (np.ndarray, np.random.Generator, dict, list, str):
                return getattr(owner, node.attr, NOT_THERE)
        if isinstance(node, ast.Subscript):
            owner, key = self.value(node.value), self.value(node.slice)
            if type(owner) is dict and type(key) is str:
                return owner.get(key, NOT_THERE)
            if (
                type(owner) in (list, tuple)
                and type(key) is int
                and -len(owner) <= key < len(owner)
            ):
                return owner[key]
        return NOT_THERE


@lru_cache(maxsize=8)
def tree_of(source: str) -> ast.Module:
    """Returns the syntax tree of a cell that has run."""
    return parse(source)


def _nodes(source: str, at: tuple) -> tuple[Any, Any, Any]:
    """Returns the expression at a place of a cell, its statement and the function around it."""
    first, last, start, end = at
    if None in at:
        return None, None, None
    exact, statement, function = None, None, None
    for node in ast.walk(tree_of(source)):
        if not isinstance(node, (ast.expr, ast.stmt)):
            continue
        begins = (node.lineno, node.col_offset)
        ends = (node.end_lineno or 0, node.end_col_offset or 0)
        if begins > (first, start) or ends < (last, end):
            continue
        if isinstance(node, ast.stmt):  # ast.walk goes inwards: the last one is the innermost.
            statement = node
        if isinstance(node, ast.FunctionDef):
            function = node
        if begins == (first, start) and ends == (last, end):
            exact = node
    return exact, statement, function


def text_of(node: ast.AST) -> str:
    """Returns an expression as text, cut where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= 60 else f"{text[:57]}..."
