"""Finds what a learner added to a released cell: imports and definitions."""

from __future__ import annotations

import ast

from autograder.notebook.magics import parse

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_KEPT = (ast.Import, ast.ImportFrom, *_DEFINITIONS)


def added_definitions(source: str, released: str) -> str:
    """Returns the top-level imports and definitions that a released cell does not have.

    What binds only names that the release binds in this cell is an edit of the release and is
    left out.

    Args:
        source: The submitted cell.
        released: The cell as it was released.
    """
    tree = parse(source)
    if tree is None:
        return ""
    theirs = _bound(parse(released))
    lines = source.split("\n")
    kept = [
        _text(node, lines)
        for node in tree.body
        if isinstance(node, _KEPT) and not set(_names(node)) <= theirs
    ]
    return "\n".join(kept)


def _bound(tree: ast.Module | None) -> set[str]:
    return {name for node in tree.body for name in _names(node)} if tree else set()


def _names(node: ast.stmt) -> list[str]:
    """Returns the names that an import or a definition binds."""
    if isinstance(node, _DEFINITIONS):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    return []


def _text(node: ast.stmt, lines: list[str]) -> str:
    if not isinstance(node, _DEFINITIONS):
        return ast.unparse(node)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return "\n".join(lines[first - 1 : node.end_lineno])
