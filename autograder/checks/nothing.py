"""Finds what is None in an expression that can do nothing with it, and how that came about.

Nothing is called None but what is seen to be: a wrong guess sends a learner looking in vain.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType

from autograder.checks.place import NOT_THERE, Place, is_learners, text_of, tree_of

OF_NONE_ITSELF = re.compile(r"^'NoneType' object is not|^object of type 'NoneType'|not 'NoneType'$")


def none_in(message: str, place: Place) -> dict[str, str]:
    """Returns clues to what is None in an expression that can do nothing with it.

    Args:
        message: Of the TypeError.
        place: Where it came up.
    """
    node = place.node
    if isinstance(node, (ast.Tuple, ast.List)):  # `a, b = x` fails at its left side.
        if not isinstance(place.statement, ast.Assign) or node not in place.statement.targets:
            return {}
        given = place.statement.value
        if isinstance(given, ast.Constant) and given.value is None:
            return {"none": text_of(node).strip("()[]"), "left": "yes"}
        return why_none(given, place)
    looped = _looped_over(node, place.statement)
    if looped is not None:
        return why_none(looped, place)
    if isinstance(node, ast.expr) and place.value(node) is None:
        return why_none(node, place)
    parts: list[ast.AST] = list(ast.iter_child_nodes(node)) if node is not None else []
    if isinstance(node, ast.Call) and place.value(node.func) is not None:
        # What is called is something; one of the arguments is not.
        parts = [*node.args, *(each.value for each in node.keywords)]
    values = [each for each in parts if isinstance(each, ast.expr)]
    nothing = [each for each in values if place.value(each) is None]
    if nothing:
        return why_none(nothing[0], place)
    # The other ones are something; but within what a call is given, None may lie deeper.
    unknown = [each for each in values if place.value(each) is NOT_THERE]
    is_plain = not isinstance(node, ast.Call) or OF_NONE_ITSELF.search(message) is not None
    if is_plain and len(unknown) == 1 and isinstance(unknown[0], ast.Call):
        called = place.value(unknown[0].func)
        if isinstance(called, FunctionType) and is_learners(called.__code__.co_filename):
            return why_none(unknown[0], place)
    return {}


def _looped_over(node: ast.AST | None, statement: ast.stmt | None) -> ast.expr | None:
    """Returns what a loop goes over, if it failed at that; Python 3.11 places it at the whole loop."""
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return node.generators[0].iter
    if isinstance(statement, ast.For) and node in (statement, statement.iter):
        return statement.iter
    return None


def why_none(node: ast.expr, place: Place) -> dict[str, str]:
    """Returns clues to how something came to be None.

    Args:
        node: That which is.
        place: Where it is used.
    """
    if isinstance(node, ast.Constant):
        return {}
    found = {"none": text_of(node)}
    if isinstance(node, ast.Call):
        return {**found, "from_call": text_of(node.func), **_how_it_returns(node, place)}
    if not isinstance(node, ast.Name):
        return found
    given = list(_assignments(node.id, place))
    if any(isinstance(each, ast.Constant) and each.value is None for each in given):
        return {**found, "left": "yes"}
    if given and isinstance(given[-1], ast.Call):
        call = given[-1]
        return {**found, "from_call": text_of(call.func), **_how_it_returns(call, place)}
    if given or place.function is None:
        return found
    return {**found, **_given_for(node.id, place.function, place.caller)}


def _given_for(name: str, function: ast.FunctionDef, caller: Place | None) -> dict[str, str]:
    """Says what a caller gave for an argument, where it was a line of the learner's that called."""
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    if name not in names:
        return {}
    found = {"argument": "yes"}
    call = caller.node if caller is not None else None
    if caller is None or not isinstance(call, ast.Call) or text_of(call.func) != function.name:
        return found
    by_name = {each.arg: each.value for each in call.keywords}
    by_place = dict(zip(names, call.args, strict=False))
    given = by_name.get(name) or by_place.get(name)
    if given is None or isinstance(given, ast.Starred):
        return found
    outside = getattr(caller.function, "name", "")
    return {**found, "given": text_of(given), "caller": outside}


def _assignments(name: str, place: Place) -> Iterator[ast.expr]:
    """Yields what a name of the function is given, part by part where several are at once."""
    for node in ast.walk(place.function) if place.function is not None else ():
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                for part, value in zip(target.elts, node.value.elts, strict=False):
                    if isinstance(part, ast.Name) and part.id == name:
                        yield value


def _how_it_returns(call: ast.Call, place: Place) -> dict[str, str]:
    """Says whether what was called, if it is the notebook's own, has a `return` with a value."""
    called = place.value(call.func)
    if not isinstance(called, FunctionType):
        is_method = isinstance(call.func, ast.Attribute) and not isinstance(
            place.value(call.func.value), ModuleType
        )
        return {"in_place": "yes" if is_method else ""}
    if not is_learners(called.__code__.co_filename):
        return {}
    source = "".join(linecache.getlines(called.__code__.co_filename))
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.FunctionDef) and node.name == called.__name__:
            returns = [each for each in ast.walk(node) if isinstance(each, ast.Return)]
            with_value = any(each.value is not None for each in returns)
            return {"returns": "with a value" if with_value else "nothing"}
    return {}
