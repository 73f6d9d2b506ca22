"""How functions and classes are called: their signatures, from source text or from the object."""

from __future__ import annotations

import ast
import inspect
import itertools
from typing import Any

from autograder.checks.syntax import parse

MAX_SIGNATURE = 160  # characters that are shown of one

_OPEN = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def definitions_in(source: str, name: str) -> dict[str, str]:
    """Returns how what a cell defines is called, by its qualified name.

    A function `f` has the one entry `f`; a class `C` has `C.__init__`, written as the call of the
    class, and one entry for each further method, written without `self`.

    Args:
        source: The cell of an exercise.
        name: Of its function or class.
    """
    try:
        tree = parse(source)
    except (SyntaxError, ValueError):
        return {}
    for node in tree.body:
        if isinstance(node, Function) and node.name == name:
            return {name: f"{name}({_arguments(node)})"}
        if isinstance(node, ast.ClassDef) and node.name == name:
            methods = [each for each in node.body if isinstance(each, Function)]
            return {f"{name}.{each.name}": _method(name, each) for each in methods}
    return {}


def _method(owner: str, node: Function) -> str:
    called = owner if node.name == "__init__" else f"{owner}.{node.name}"
    is_static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list)
    given = _arguments(node)
    return f"{called}({given if is_static else given.partition(', ')[2]})"


def _arguments(node: Function) -> str:
    for each in ast.walk(node.args):
        if isinstance(each, ast.arg):
            each.annotation = None
    return ast.unparse(node.args)


def parameters_in(definition: str) -> list[str]:
    """Returns the names of the parameters that can be given by position.

    Nothing is parsed: one of the definitions that are compared is a stranger's text.

    Args:
        definition: Such as `definitions_in` returns, perhaps cut short.
    """
    names, part, depth, quote = [], "", 0, ""
    for sign in definition.partition("(")[2]:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif depth == 0 and sign in ",)":
            names.append(part.partition("=")[0].strip())
            part = ""
            continue
        elif sign in ")]}":
            depth -= 1
        part += sign
    by_position = itertools.takewhile(lambda name: not name.startswith("*"), names)
    return [name for name in by_position if name.isidentifier()]


def definition_of(value: Any) -> str:
    """Returns how a function or class is called; nothing where that cannot be told.

    Args:
        value: Anything that can be called.
    """
    try:
        name, signature = value.__name__, inspect.signature(value)
        parameters = list(signature.parameters.values())
        shown = [str(each.replace(annotation=each.empty)) for each in parameters]
    except Exception:  # noqa: BLE001 - of a learner's object, any of this may do as it likes
        return ""
    if not isinstance(name, str) or not name.isidentifier():
        return ""
    if parameters and all(each.kind in _OPEN for each in parameters):
        return ""  # It takes whatever comes, and says nothing of what that is.
    is_long = False
    while shown and len(name) + len(", ".join(shown)) > MAX_SIGNATURE - 7:
        shown, is_long = shown[:-1], True
    return f"{name}({', '.join([*shown, '...'] if is_long else shown)})"


def parameter_names(value: Any) -> list[str]:
    """Returns all names by which arguments can be given, those of the bases of a class too."""
    found: dict[str, None] = {}
    for each in value.__mro__ if isinstance(value, type) else [value]:
        maker = vars(each).get("__init__") if isinstance(each, type) else each
        try:
            given = inspect.signature(maker).parameters  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue
        found.update((name, None) for name, each in given.items() if each.kind not in _OPEN)
    return [name for name in found if name != "self"]
