"""Small wrong versions of a reference, made from its syntax tree.

A mutant changes one operator, comparison, constant, keyword or statement. Messages, docstrings
and what stands in a `raise` are left alone: they promise nothing that a check could ask for.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.checks.syntax import parse

ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True)
class Mutant:
    """One wrong version: what was changed, and the whole source."""

    change: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Returns every mutant of a solution cell, in the order of its code."""
    tree = parse(source)
    found: dict[str, Mutant] = {}
    for path in paths_of(tree):
        for changed in _changes(_at(tree, path)):
            copied = copy.deepcopy(tree)
            before = ast.unparse(statement_of(tree, path))
            _replace(copied, path, changed)
            ast.fix_missing_locations(copied)
            after = ast.unparse(statement_of(copied, path))
            change = _difference(before, after)
            text = ast.unparse(copied)
            if text not in found and before != after:
                found[text] = Mutant(change, text)
    return list(found.values())


def _difference(before: str, after: str) -> str:
    first = before.splitlines()[0] if before.splitlines()[0] != after.splitlines()[0] else before
    other = after.splitlines()[0] if before.splitlines()[0] != after.splitlines()[0] else after
    return f"{first} -> {other}"


def paths_of(tree: ast.AST, path: tuple = ()) -> Iterator[tuple]:
    """Yields the way to every node that may be changed."""
    node = _at(tree, path)
    if isinstance(node, ast.Raise):
        return
    if path:
        yield path
    for name, value in ast.iter_fields(node):
        if name in ("decorator_list", "returns", "annotation", "args") and isinstance(
            node, (ast.FunctionDef, ast.ClassDef, ast.arg)
        ):
            continue
        if isinstance(value, ast.AST):
            yield from paths_of(tree, (*path, (name, None)))
        elif isinstance(value, list):
            for i, item in enumerate(value):
                docstring = name == "body" and i == 0 and _is_text(item)
                if isinstance(item, ast.AST) and not docstring:
                    yield from paths_of(tree, (*path, (name, i)))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _at(tree: ast.AST, path: tuple) -> ast.AST:
    node = tree
    for name, index in path:
        node = getattr(node, name) if index is None else getattr(node, name)[index]
    return node


def statement_of(tree: ast.AST, path: tuple) -> ast.AST:
    """Returns the innermost statement on the way to a node."""
    node, innermost = tree, tree
    for name, index in path:
        node = getattr(node, name) if index is None else getattr(node, name)[index]
        if isinstance(node, ast.stmt) and not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            innermost = node
    return innermost


def _replace(tree: ast.AST, path: tuple, changed: ast.AST) -> None:
    *way, (name, index) = path
    parent = _at(tree, tuple(way))
    if index is None:
        setattr(parent, name, changed)
    else:
        getattr(parent, name)[index] = changed


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yields what a node may be changed into."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in ARITHMETIC:
        yield _with(node, op=ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield _with(node, ops=[COMPARISONS[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not)):
        yield copy.deepcopy(node.operand)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call) and node.keywords:
        for i in range(len(node.keywords)):
            yield _with(node, keywords=[k for j, k in enumerate(node.keywords) if j != i])
    if isinstance(node, (ast.If, ast.IfExp, ast.While)) and not only_raises(node):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, (ast.Assign, ast.AugAssign)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(None)


def only_raises(node: ast.AST) -> bool:
    """Tells whether a statement's body raises and does nothing else."""
    body = getattr(node, "body", None)
    return isinstance(body, list) and all(isinstance(item, ast.Raise) for item in body)


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node.value, float):
        yield ast.Constant(node.value * 2 + 1)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, copy.deepcopy(value))
    return changed
