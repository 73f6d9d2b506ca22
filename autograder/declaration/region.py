"""The solution region: the part of an exercise cell that learners write themselves.

An exercise cell holds one `def` or `class`. Its signature, docstring and step comments are
given; what stands between the two markers becomes a stub in the release.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.checks.syntax import parse

BEGIN_SOLUTION = "### BEGIN SOLUTION"
END_SOLUTION = "### END SOLUTION"

# nbgrader cuts at these words wherever they stand, in prose too.
CUT_WORDS = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")

Definition = ast.FunctionDef | ast.ClassDef


class RegionError(ValueError):
    """Says in one line what is wrong with an exercise cell."""


def solution_lines(source: str) -> list[str]:
    """Returns the lines between the markers of an exercise cell's source."""
    return [line for line, inside in _with_place(source) if inside]


def solution_parts(source: str) -> list[str]:
    """Returns the text of each region; a class may have several."""
    parts: list[list[str]] = []
    for line, inside in _with_place(source):
        if line.strip() == BEGIN_SOLUTION:
            parts.append([])
        elif inside:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def with_solution_parts(source: str, parts: list[str]) -> str:
    """Returns an exercise cell's source with other texts in its regions, as many."""
    lines: list[str] = []
    left = iter(parts)
    for line, inside in _with_place(source):
        if not inside:
            lines.append(line)
        if line.strip() == BEGIN_SOLUTION:
            lines.append(next(left))
    return "\n".join(lines)


def without_solution(source: str, instead: str | None = None) -> str:
    """Returns an exercise cell's source without what stands between the markers.

    Args:
        source: Of the cell; its markers are in order.
        instead: A line that takes the place of each region, markers included; None leaves the
            markers.
    """
    lines: list[str] = []
    for line, inside in _with_place(source):
        text = line.strip()
        if inside or (instead is not None and text == END_SOLUTION):
            continue
        lines.append(_indent(line) + instead if instead and text == BEGIN_SOLUTION else line)
    return "\n".join(lines)


def _with_place(source: str) -> Iterator[tuple[str, bool]]:
    """Yields each line and whether it lies between two markers."""
    inside = False
    for line in source.split("\n"):
        if line.strip() == END_SOLUTION:
            inside = False
        yield line, inside
        if line.strip() == BEGIN_SOLUTION:
            inside = True


def definition_of(source: str, name: str) -> Definition:
    """Returns the syntax tree of the only thing that an exercise cell defines.

    Raises:
        RegionError: If the cell defines something else, or more than that.
    """
    body = parse(source).body
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
        RegionError: If markers are missing, written otherwise, or unbalanced; if a function has
            more than one region; if a region is empty or not inside the definition; if a
            statement of a function stands outside it; if what is left does not parse.
    """
    definition = definition_of(source, name)
    lines = source.split("\n")
    regions = _regions(lines)
    if len(regions) > 1 and not isinstance(definition, ast.ClassDef):
        raise RegionError("has more than one solution region; a function has one.")
    for begin, end in regions:
        if begin <= definition.lineno or not all(_indent(lines[n - 1]) for n in (begin, end)):
            raise RegionError(f"the solution region must stand inside {name}, indented.")
        if not any(line.strip() for line in lines[begin : end - 1]):
            raise RegionError("has nothing between its solution markers.")
    for node in _statements_to_write(definition):
        begin, end = regions[0]
        if not begin < node.lineno <= (node.end_lineno or node.lineno) < end:
            line = lines[node.lineno - 1].strip()
            raise RegionError(f'"{line}" stands outside the solution region.')
    try:
        parse(without_solution(source, instead="pass"))
    except SyntaxError as error:
        raise RegionError(f"does not parse without its solution ({error.msg}).") from None


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _regions(lines: list[str]) -> list[tuple[int, int]]:
    """Returns the line numbers, from 1, of the two markers of every region."""
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
    if order != [BEGIN_SOLUTION, END_SOLUTION] * (len(order) // 2):
        raise RegionError("has solution markers that do not pair: one BEGIN, then one END.")
    numbers = [number for number, _ in markers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _statements_to_write(definition: Definition) -> list[ast.stmt]:
    """Returns the statements that must lie in the region: a function's, docstring excepted.

    A class may give whole methods; its region stands where the learner writes.
    """
    if isinstance(definition, ast.ClassDef):
        return []
    has_docstring = ast.get_docstring(definition) is not None
    return definition.body[1:] if has_docstring else definition.body
