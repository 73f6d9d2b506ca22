"""Does anything that learners import give an answer away?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course

SHARED = [
    path
    for folder in ("utils", "data")
    for path in sorted((REPOSITORY_ROOT / folder).rglob("*.py"))
]
COURSE = Course()


def functions(text: str) -> list[ast.FunctionDef]:
    """Returns all functions of a module or cell, methods too."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]


def body_of(function: ast.FunctionDef) -> str:
    """Returns a function's body without docstring, whatever its variables are called."""
    names: dict[str, str] = {}
    body = function.body[1:] if ast.get_docstring(function) else function.body
    tree = ast.Module(body, [])
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.setdefault(node.id, f"name{len(names)}")
    return ast.dump(tree)


def signature_of(function: ast.FunctionDef) -> tuple:
    return (function.name, tuple(argument.arg for argument in function.args.args))


@pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())
def test_no_signature_and_no_body_of_a_reference(assignment_id: str):
    """Has any function of utils or data the signature or the body of a graded one?"""
    cells = COURSE.declaration(assignment_id).reference().cells
    answers = [function for source in cells.values() for function in functions(source)]
    signatures = {signature_of(answer): answer.name for answer in answers}
    bodies = {body_of(answer): answer.name for answer in answers}
    assert answers
    for path in SHARED:
        for function in functions(Path(path).read_text(encoding="utf-8")):
            place = f"{path.name}: {function.name}"
            # Many classes are made with the same arguments; what they do with them must differ.
            if function.name != "__init__":
                assert signature_of(function) not in signatures, place
            assert body_of(function) not in bodies, f"{place} = {bodies.get(body_of(function))}"
