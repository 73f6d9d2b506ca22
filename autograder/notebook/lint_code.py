"""Form of a code cell: short lines, few of them, and a stub that says all one needs to know."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from autograder.checks.syntax import parse
from autograder.declaration.region import BEGIN_SOLUTION, Definition, definition_of
from autograder.declaration.source import SourceCell
from autograder.notebook.problem import Problem

MAX_COLUMNS = 80
MAX_CODE_LINES = 25

_DOCUMENTED = (ast.AsyncFunctionDef, ast.FunctionDef, ast.ClassDef, ast.Module)
_STEP = re.compile(r"\s*# (\d+)\. \S")
_SECTION = re.compile(r"^(Args|Returns|Yields|Raises|Example|Examples|Source|Note):$", re.MULTILINE)
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


def lint_code(cell: SourceCell) -> Iterator[Problem]:
    """Yields what is wrong with one code cell."""
    for number, line in enumerate(cell.source.split("\n"), start=1):
        if len(line) > MAX_COLUMNS:
            message = f"line {number} has {len(line)} columns, at most {MAX_COLUMNS}"
            yield Problem(cell.id, "line-length", message)
        if line != line.rstrip():
            yield Problem(cell.id, "trailing-space", f"line {number} ends in spaces")
    count = count_code_lines(cell.source)
    if count > MAX_CODE_LINES:
        message = f"has {count} lines of code, at most {MAX_CODE_LINES}"
        yield Problem(cell.id, "cell-length", message)
    for node in ast.walk(parse(cell.source)):
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names):
            yield Problem(cell.id, "star-import", f"imports everything from {node.module}")
    if cell.exercise is not None:
        yield from _lint_docstrings(cell, definition_of(cell.source, cell.exercise))
        yield from _lint_steps(cell)


def count_code_lines(source: str) -> int:
    """Counts the lines that do something: no blank ones, comments or docstrings."""
    tree = parse(source)
    words: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            words.update(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - words)


def _lint_docstrings(cell: SourceCell, definition: Definition) -> Iterator[Problem]:
    """Yields what the docstrings of an exercise leave out."""
    functions = [definition]
    if isinstance(definition, ast.ClassDef):
        functions += [node for node in definition.body if isinstance(node, ast.FunctionDef)]
    for node in functions:
        text = ast.get_docstring(node) or ""
        if not text:
            yield Problem(cell.id, "docstring", f"{node.name} has no docstring")
        elif not text.split("\n")[0].endswith("."):
            yield Problem(
                cell.id, "docstring", f"first line of {node.name} ends without a full stop"
            )
    if isinstance(definition, ast.FunctionDef) and ast.get_docstring(definition):
        yield from _lint_sections(cell, definition)


def _lint_sections(cell: SourceCell, function: ast.FunctionDef) -> Iterator[Problem]:
    """Yields a problem unless Args names every argument in order and Returns says something."""
    sections = _google_sections(ast.get_docstring(function) or "")
    described = re.findall(r"^ {4}\*{0,2}(\w+)[^:\n]*:", sections.get("Args", ""), re.MULTILINE)
    arguments = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    arguments += [a.arg for a in function.args.kwonlyargs]
    if [name for name in described if name in arguments] != arguments:
        message = f"Args of {function.name} should describe, in order: {', '.join(arguments)}"
        yield Problem(cell.id, "docstring-args", message)
    if not sections.get("Returns", "").strip():
        yield Problem(cell.id, "docstring-returns", f"{function.name} says nothing under Returns")


def _google_sections(text: str) -> dict[str, str]:
    parts = _SECTION.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _lint_steps(cell: SourceCell) -> Iterator[Problem]:
    """Yields a problem unless comments 1., 2., ... stand directly above the solution."""
    before = cell.source.split("\n")
    before = before[: [line.strip() for line in before].index(BEGIN_SOLUTION)]
    steps = [int(match[1]) for line in before if (match := _STEP.match(line))]
    if steps != list(range(1, len(steps) + 1)) or not steps:
        found = ", ".join(str(step) for step in steps) or "none"
        message = f"step comments above the solution go # 1., # 2., ...; found {found}"
        yield Problem(cell.id, "steps", message)
