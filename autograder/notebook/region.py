"""The solution region: the part of an exercise cell that learners write themselves.

An exercise cell holds one `def` or `class`. Its signature, docstring and step comments are
given; what stands between the two markers becomes a stub in the release.
"""

from __future__ import annotations

import ast
import re

BEGIN_SOLUTION = "### BEGIN SOLUTION"
END_SOLUTION = "### END SOLUTION"

# nbgrader cuts at these words wherever they stand, in prose too.
CUT_WORDS = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")

Definition = ast.FunctionDef | ast.ClassDef


class RegionError(ValueError):
    """Says in one line what is wrong with an exercise cell."""


def solution_lines(source: str) -> list[str]:
    """Returns the lines between the two markers of an exercise cell's source."""
    lines = source.split("\n")
    stripped = [line.strip() for line in lines]
    return lines[stripped.index(BEGIN_SOLUTION) + 1 : stripped.index(END_SOLUTION)]


def without_solution(source: str) -> str:
    """Returns an exercise cell's source without what stands between the markers."""
    lines = source.split("\n")
    stripped = [line.strip() for line in lines]
    return "\n".join(
        lines[: stripped.index(BEGIN_SOLUTION)] + lines[stripped.index(END_SOLUTION) :]
    )


def definition_of(source: str, name: str) -> Definition:
    """Returns the syntax tree of the only thing that an exercise cell defines.

    Raises:
        RegionError: If the cell defines something else, or more than that.
    """
    body = ast.parse(source).body
    found = [node.name for node in body if isinstance(node, Definition)]
    if name not in found:
        raise RegionError(
            f"must define {name}, the exercise's name; it defines {', '.join(found) or 'nothing'}."
        )
    if len(body) > 1 or not isinstance(body[0], Definition):
        raise RegionError(
            f"holds more than the definition of {name}; put the rest into a cell of its own."
        )
    return body[0]


def require_region(source: str, name: str) -> None:
    """Makes sure that an exercise cell is one definition with its solution in one region.

    Args:
        source: Source of the cell; it parses.
        name: Name of the exercise.

    Raises:
        RegionError: If markers are missing, written otherwise, unbalanced or more than two; if
            the region is empty or not inside the definition; if a statement of a function stands
            outside it; if what is left does not parse.
    """
    definition = definition_of(source, name)
    lines = source.split("\n")
    begin, end = _marker_lines(lines)
    indents = [_indent(lines[number - 1]) for number in (begin, end)]
    if begin <= definition.lineno or not all(indents):
        raise RegionError(f"the solution region must stand inside {name}, indented.")
    if not any(line.strip() for line in solution_lines(source)):
        raise RegionError("has nothing between its solution markers.")
    for node in _statements_to_write(definition):
        if not begin < node.lineno <= (node.end_lineno or node.lineno) < end:
            line = lines[node.lineno - 1].strip()
            raise RegionError(f'"{line}" stands outside the solution region.')
    try:
        ast.parse("\n".join([*lines[: begin - 1], f"{indents[0]}pass", *lines[end:]]))
    except SyntaxError as error:
        raise RegionError(f"does not parse without its solution ({error.msg}).") from None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _marker_lines(lines: list[str]) -> tuple[int, int]:
    """Returns the line numbers, from 1, of the two markers of the only region."""
    markers = [
        (number, line.strip())
        for number, line in enumerate(lines, start=1)
        if CUT_WORDS.search(line)
    ]
    for number, text in markers:
        if text not in (BEGIN_SOLUTION, END_SOLUTION):
            raise RegionError(
                f'line {number} of the cell says "{text}"; the markers are '
                f'"{BEGIN_SOLUTION}" and "{END_SOLUTION}", each on a line of its own.'
            )
    order = [text for _, text in markers]
    for marker in (BEGIN_SOLUTION, END_SOLUTION):
        if marker not in order:
            raise RegionError(f'has no "{marker}".')
    if order == [BEGIN_SOLUTION, END_SOLUTION] * (len(order) // 2) and len(order) > 2:
        raise RegionError("has more than one solution region; one is allowed.")
    if order != [BEGIN_SOLUTION, END_SOLUTION]:
        raise RegionError("has solution markers that do not pair: one BEGIN, then one END.")
    return markers[0][0], markers[1][0]


def _statements_to_write(definition: Definition) -> list[ast.stmt]:
    """Returns the statements that must lie in the region: a function's, docstring excepted.

    A class may give whole methods; its region stands where the learner writes.
    """
    if isinstance(definition, ast.ClassDef):
        return []
    has_docstring = ast.get_docstring(definition) is not None
    return definition.body[1:] if has_docstring else definition.body
