"""What is known of the expression that failed: the facts from which a message can be worded.

All of it is looked up, nothing is called: names in the frame, attributes of modules, signatures,
the text of the cell. It happens where the learner's code runs, and so says what that likes.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Sequence
from types import ModuleType, TracebackType

import numpy as np

from autograder.checks.definitions import definition_of, parameter_names
from autograder.checks.kinds import kind_of
from autograder.checks.nearest import OF_GENERATORS, elsewhere, in_words, nearest
from autograder.checks.nothing import none_in, why_none
from autograder.checks.place import NOT_THERE, Place, text_of

MAX_CLUE = 300  # characters
MAX_OPERANDS = 4
MAX_KEYS = 12
MAX_TEXTS = 200
# How Python and Keras say that a call does not fit what is called.
DOES_NOT_FIT = re.compile(
    r"takes .*positional argument|missing \d+ required|unexpected keyword argument|"
    r"multiple values for|positional-only|nrecognized keyword|not recognized"
)
KEYWORD = re.compile(r"(?:keyword argument|nrecognized keyword|not recognized)\D*?'(\w+)'")
# Whose functions have no use for a generator where they take numbers.
OF_NUMBERS = ("numpy", "random", "builtins", "keras", "tensorflow", "math")


def clues(error: BaseException, lines: Sequence[TracebackType]) -> dict[str, str]:
    """Returns what is known of an error, by name of the fact; never raises one itself.

    Args:
        error: What was raised.
        lines: Its entries for the learner's own lines, the innermost last; at least one.
    """
    try:
        place = None
        for each in lines[-2:]:
            place = Place.of(each, place)
        found = {} if place is None else _about(error, place)
    except Exception:  # noqa: BLE001 - a message without its cause is a message still
        return {}
    return {name: text[:MAX_CLUE] for name, text in found.items() if text}


def _about(error: BaseException, place: Place) -> dict[str, str]:
    message = str(error)
    if isinstance(error, UnboundLocalError):
        return _unbound(error, place)
    if isinstance(error, NameError):
        return _unknown_name(error, place)
    if isinstance(error, ImportError):
        return _not_to_import(error, place)
    if isinstance(error, AttributeError):
        return _no_attribute(error, place)
    if isinstance(error, KeyError):
        return _no_key(error, place)
    if isinstance(error, TypeError) and "NoneType" in message:
        return none_in(message, place)
    for part in (place.node.left, place.node.right) if isinstance(place.node, ast.BinOp) else ():
        if place.value(part) is None:  # NumPy says of it that it has no dimensions.
            return why_none(part, place)
    call = place.node if isinstance(place.node, ast.Call) else None
    if call is not None and DOES_NOT_FIT.search(message):
        return _misfit(message, call, place)
    if call is not None and message.startswith("A KerasTensor"):
        return _symbolic(call, place)
    found = _generator(call, place) if isinstance(error, (TypeError, ValueError)) else {}
    return {**found, "operands": _operands(place)}


def _unbound(error: UnboundLocalError, place: Place) -> dict[str, str]:
    name = re.search(r"'(\w+)'", str(error))
    is_ours = name is not None and name[1] in {**vars(builtins), **place.notebook}
    return {"shadowed": name[1]} if is_ours and name is not None else {}


def _unknown_name(error: NameError, place: Place) -> dict[str, str]:
    name = error.name
    if not isinstance(name, str):
        return {}
    found = {"name": name, "elsewhere": in_words(elsewhere(name, place.notebook))}
    near = nearest(name, place.names()) or nearest(name, vars(builtins))
    return {**found, "near": "" if found["elsewhere"] else in_words(near)}


def _not_to_import(error: ImportError, place: Place) -> dict[str, str]:
    statement = place.statement
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {}
    names = [alias.name.rpartition(".")[2] for alias in statement.names]
    found = [path for name in names[:3] for path in elsewhere(name, place.notebook, count=1)]
    return {"elsewhere": in_words(found)}


def _no_attribute(error: AttributeError, place: Place) -> dict[str, str]:
    node = place.node.func if isinstance(place.node, ast.Call) else place.node
    if not isinstance(node, ast.Attribute) or f"'{node.attr}'" not in str(error):
        return {}
    owner, name = place.value(node.value), node.attr
    if owner is NOT_THERE and error.name == name:
        owner = error.obj
    found = {"owner": text_of(node.value), "attribute": name}
    if owner is NOT_THERE:
        return found
    if owner is None:
        return why_none(node.value, place)
    found["kind"] = kind_of(owner)
    if isinstance(owner, ModuleType):
        if owner is np and hasattr(builtins, name):
            return {**found, "elsewhere": in_words([name])}
        found["elsewhere"] = in_words(elsewhere(name, place.notebook))
        near = nearest(name, (each for each in vars(owner) if not each.startswith("_")))
        found["near"] = in_words(f"{found['owner']}.{each}" for each in near)
        if near and near[0].replace("_", "").lower() == name.replace("_", "").lower():
            found["elsewhere"] = ""
        return found
    if isinstance(owner, np.random.Generator) and name in OF_GENERATORS:
        near = [OF_GENERATORS[name]]
    else:
        near = nearest(name, (each for each in dir(type(owner)) if not each.startswith("_")))
    return {**found, "near": in_words(near)}


def _no_key(error: KeyError, place: Place) -> dict[str, str]:
    node = place.node
    if not isinstance(node, ast.Subscript) or not error.args:
        return {}
    owner, key = place.value(node.value), error.args[0]
    found = {"dictionary": text_of(node.value), "key": repr(key)[:60]}
    if type(owner) is not dict or key in owner:
        return found
    found["source"] = _argument_with(key, place) if isinstance(key, str) else ""
    keys = list(owner)
    words = [each for each in keys if isinstance(each, str)]
    near = nearest(key, words) if isinstance(key, str) else []
    found["near"] = ", ".join(map(repr, near))[:120]
    if len(keys) <= MAX_KEYS:
        found["keys"] = ", ".join(map(repr, keys))
    return found


def _argument_with(word: str, place: Place) -> str:
    """Returns the argument whose text holds a word that the function itself does not write."""
    if place.function is None:
        return ""
    written = [node.value for node in ast.walk(place.function) if isinstance(node, ast.Constant)]
    if not word or word in written:
        return ""
    for each in place.function.args.args:
        value = place.local.get(each.arg)
        texts = list(value) if isinstance(value, (list, tuple)) else [value]
        if any(isinstance(t, str) and word.lower() in t.lower() for t in texts[:MAX_TEXTS]):
            return each.arg
    return ""


def _symbolic(call: ast.Call, place: Place) -> dict[str, str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else text_of(call.func)
    names = [name, name.partition("_")[2]] if name.startswith("reduce_") else [name]
    ops = [path for each in names for path in elsewhere(each, place.notebook, 9) if ".ops." in path]
    return {"symbolic": text_of(call.func), "elsewhere": in_words(ops[:1])}


def _misfit(message: str, call: ast.Call, place: Place) -> dict[str, str]:
    called = place.value(call.func)
    name = getattr(called, "__name__", "")
    if not name or not (
        re.search(rf"\b{re.escape(name)}\b", message) or "not recognized" in message
    ):
        return {}
    found = {"called": definition_of(called)}
    keyword = KEYWORD.search(message)
    if keyword is not None:
        near = nearest(keyword[1], parameter_names(called))
        found |= {"keyword": keyword[1], "near": in_words(near)}
    return found


def _generator(call: ast.Call | None, place: Place) -> dict[str, str]:
    """Finds a random generator that stands where a number is needed: the seed of other courses."""
    if call is not None:
        called = place.value(call.func)
        maker = (
            getattr(called, "__module__", None) or type(getattr(called, "__self__", 0)).__module__
        )
        if called is NOT_THERE or str(maker).partition(".")[0].lstrip("_") not in OF_NUMBERS:
            return {}
        parts = [*call.args, *(each.value for each in call.keywords)]
    elif isinstance(place.node, (ast.BinOp, ast.Compare, ast.Subscript, ast.UnaryOp)):
        parts = [each for each in ast.iter_child_nodes(place.node) if isinstance(each, ast.expr)]
    else:
        return {}
    for each in parts:
        for node in ast.walk(each):
            if isinstance(node, ast.Name) and isinstance(place.value(node), np.random.Generator):
                return {"generator": node.id}
    return {}


def _operands(place: Place) -> str:
    """Says what the names in the failing expression stand for."""
    if not isinstance(place.node, (ast.expr, ast.AugAssign)):
        return ""
    called = {id(node.func) for node in ast.walk(place.node) if isinstance(node, ast.Call)}
    found: dict[str, str] = {}
    waiting: list[ast.AST] = [place.node]
    while waiting:
        node = waiting.pop(0)
        value = (
            place.value(node)
            if isinstance(node, (ast.Name, ast.Subscript, ast.Attribute))
            else NOT_THERE
        )
        skipped = isinstance(value, (ModuleType, type)) or (id(node) in called and callable(value))
        if value is not NOT_THERE and not skipped and node is not place.node:
            is_number = type(value) in (bool, int, float)
            found[text_of(node)] = repr(value)[:20] if is_number else kind_of(value)
        elif not (id(node) in called and isinstance(node, ast.Name)):
            waiting += ast.iter_child_nodes(node)
    shown = list(found.items())[:MAX_OPERANDS]
    return ", ".join(f"`{name}` is {kind}" for name, kind in shown)
