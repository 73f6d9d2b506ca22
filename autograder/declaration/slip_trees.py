"""Every slip of a right answer, as a syntax tree that can be compiled."""

from __future__ import annotations

import ast
import contextlib
import copy
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from autograder.checks.syntax import parse
from autograder.declaration.mutants import paths_of, statement_of
from autograder.declaration.region import Definition
from autograder.declaration.slip_changes import STEP, Change, changes, is_of_itself, is_step
from autograder.declaration.slip_scope import Scope, is_text

NEAR = 3  # expressions around a change in which it may come to stand beside itself


def slips_of(source: str, kinds: dict[str, Any]) -> Iterator[tuple[str, ast.Module]]:
    """Yields the kind and the tree of every slip of a solution cell.

    The tree is one and the same, changed for as long as it is looked at. Every round of its loops counts.

    Args:
        source: Of the cell.
        kinds: Name of a variable to the kind of its value.
    """
    tree = counted(source)
    scope = Scope.of(tree, kinds)
    known: set[tuple] = set()
    for path in list(paths_of(tree)):
        parents = _way(tree, path)
        parent, (name, index) = parents[-1], path[-1]
        node = getattr(parent, name) if index is None else getattr(parent, name)[index]
        if any(map(is_step, [*parents, node])):
            continue
        statement = statement_of(tree, path)
        before = ast.unparse(statement)
        found = [*changes(node, parents, scope), *_exchanged_names(node, scope)]
        for kind, changed in [*found, *_in_one_round(node, found, parents)]:
            ast.fix_missing_locations(changed)
            with _replaced(parent, name, index, changed):
                if any(map(is_of_itself, parents[-NEAR:])):
                    continue
                text = ast.unparse(changed if node is statement else statement)
                if text != before and (id(statement), text) not in known:
                    known.add((id(statement), text))
                    yield kind, tree
    for one, other in combinations(scope.keys, 2):
        yield "swapped", _renamed(tree, {one: other, other: one})


def counted(source: str) -> ast.Module:
    """Returns the tree of a cell whose loops count their rounds, without its docstring."""
    tree = parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.While)):
            node.body.insert(0, ast.Expr(ast.Call(ast.Name(STEP, ast.Load()), [], [])))
        elif isinstance(node, Definition) and ast.get_docstring(node) and len(node.body) > 1:
            node.body.pop(0)
    return ast.fix_missing_locations(tree)


def _way(tree: ast.AST, path: tuple) -> list[ast.AST]:
    """Returns all nodes above the one at `path`, the outermost first."""
    above = [tree]
    for name, index in path[:-1]:
        value = getattr(above[-1], name)
        above.append(value if index is None else value[index])
    return above


@contextlib.contextmanager
def _replaced(parent: ast.AST, name: str, index: int | None, changed: ast.AST) -> Iterator[None]:
    before = getattr(parent, name)
    after: Any = changed
    if index is not None:
        after = [*before[:index], changed, *before[index + 1 :]]
    setattr(parent, name, after)
    try:
        yield
    finally:
        setattr(parent, name, before)


def _in_one_round(
    node: ast.AST, found: Sequence[Change], parents: Sequence[ast.AST]
) -> Iterator[Change]:
    """Yields changes made in one round alone of a loop over a few written items.

    Where the reference goes over `("f", "i", "o")`, a learner writes three lines, and slips in one.
    """
    if not isinstance(node, ast.expr) or isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for above in reversed(parents):
        loop: Any = above.generators[0] if hasattr(above, "generators") else above
        items = getattr(loop, "iter", None)
        written = _written_items(items)
        if not written or not isinstance(loop.target, ast.Name):
            continue
        if loop in parents[parents.index(above) + 1 :] or items in parents:
            return  # It is a part of the loop's head.
        for item in written:
            if isinstance(item, ast.Constant):
                variable = ast.Name(loop.target.id, ast.Load())
                test = ast.Compare(variable, [ast.Eq()], [item])
                for kind, changed in found:
                    if isinstance(changed, ast.expr):
                        yield kind, ast.IfExp(test, changed, node)
        return


def _written_items(items: ast.AST | None) -> list[ast.expr]:
    """Returns what a loop goes over, if it is written there: a tuple, a list, or the letters of a text."""
    if isinstance(items, (ast.Tuple, ast.List)):
        return items.elts
    if items is not None and is_text(items):
        return [ast.Constant(letter) for letter in items.value]  # type: ignore[attr-defined]
    return []


def _exchanged_names(node: ast.AST, scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Yields a statement with two of the names that it reads in each other's place."""
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)) and node.value:
        read = {n.id: None for n in ast.walk(node.value) if isinstance(n, ast.Name)}
        for one, other in combinations(read, 2):
            if other not in scope.others(one):
                continue
            changed = copy.copy(node)
            changed.value = _renamed(node.value, {one: other, other: one})
            yield "swapped", changed


def _renamed(tree: Any, names: Mapping[str, str]) -> Any:
    copied = copy.deepcopy(tree)
    for node in ast.walk(copied):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.Subscript) and is_text(node.slice):
            key = node.slice.value  # type: ignore[attr-defined]
            node.slice = ast.copy_location(ast.Constant(names.get(key, key)), node.slice)
    return copied
