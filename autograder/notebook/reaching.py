"""Finds code of a learner that reaches for the autograder's own: a person should look at it.

That decides nothing about points: what such code can change is the learner's own process, in which
there is no answer. But nobody needs it for an exercise, and a right answer can be pretended with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import autograder
from autograder.notebook.magics import parse

_NAMED = re.compile(r"(?<![\w.])autograder[./]\w")  # a module's name, or a file's path
# Ways to everything that a process has loaded; of these modules nothing else is meant.
_WAYS_ROUND = {("sys", "modules"), ("sys", "_getframe"), ("sys", "_current_frames"),
               ("gc", "get_objects"), ("gc", "get_referrers"),
               ("inspect", "currentframe"), ("inspect", "stack")}  # fmt: skip
_BY_NAME = ("__import__", "import_module")


def reaches_for(source: str) -> str:
    """Returns what of the autograder a cell reaches for, in its own words; nothing if it does not.

    What a notebook is given is left alone: `check("clip")`, `from autograder import check`; and so is
    the question `"google.colab" in sys.modules`.

    Args:
        source: A cell that is not the release's.
    """
    tree = parse(source)
    if tree is None:
        return ""
    try:
        return next(_reached(tree), "")
    except RecursionError:  # Who writes so deep has something to hide, or to show.
        return "an expression too deep to read"


def _reached(tree: ast.Module) -> Iterator[str]:
    text = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    asked = {id(each) for node in ast.walk(tree) for each in _only_asked(node)}
    names = {"autograder"} | _other_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("autograder."))
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from _imported(node)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in names and node.attr not in autograder.__all__:
                yield f"autograder.{node.attr}"
            elif (node.value.id, node.attr) in _WAYS_ROUND and id(node) not in asked:
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Call) and _is_import_by_name(node):
            yield ast.unparse(node)[:60]
        elif isinstance(node, ast.Constant) and id(node) not in text:
            if isinstance(node.value, str) and (found := _NAMED.search(node.value)):
                yield node.value[found.start() : found.start() + 60]


def _imported(node: ast.ImportFrom) -> Iterator[str]:
    module, names = node.module or "", [alias.name for alias in node.names]
    if module.partition(".")[0] == "autograder":
        is_given = module in ("autograder", "autograder.learner")
        odd = [name for name in names if not is_given or name not in autograder.__all__]
        yield from (f"{module}.{name}" for name in odd)
    yield from (f"{module}.{name}" for name in names if (module, name) in _WAYS_ROUND)


def _other_names(tree: ast.Module) -> set[str]:
    """Returns the names under which a cell imports the autograder whole."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    return {a.asname for node in imports for a in node.names if a.name == "autograder" and a.asname}


def _only_asked(node: ast.AST) -> list[ast.expr]:
    """Returns what stands behind an `in`: to ask whether something is there reaches for nothing."""
    if isinstance(node, ast.Compare) and all(isinstance(o, (ast.In, ast.NotIn)) for o in node.ops):
        return node.comparators
    return []


def _is_import_by_name(node: ast.Call) -> bool:
    """Tells whether a call imports a module by a name that is not written out, or is the autograder's."""
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name not in _BY_NAME or not node.args:
        return False
    module = node.args[0]
    if isinstance(module, ast.Constant) and isinstance(module.value, str):
        return module.value.partition(".")[0] == "autograder"
    return True
