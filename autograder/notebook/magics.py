"""Takes IPython's magics and shell lines out of a cell, so that plain Python is left."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field

from autograder.checks import syntax

MAX_DROPPED_LINES = 30
MAX_PARSED_CHARACTERS = 500_000  # Over all attempts at one cell: parsing is what takes time.
TRANSPARENT_CELL_MAGICS = frozenset({"time", "capture"})  # Their body runs like any other cell.

_CELL_MAGIC = re.compile(r"\s*%%(\w*)")
_LINE_MAGIC = re.compile(
    r"""\s*(?:
        %{1,2}[A-Za-z_] | !{1,2} | \?{1,2}\s*[\w.]        # %magic   !shell   ?help
      | [\w.,\ \[\]'"]+=\s*(?:%[A-Za-z_]|!)                # files = !ls
      | [\w.]+\s*\?{1,2}\s*$                              # help?
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class PlainPython:
    """A cell without magics.

    Args:
        source: What is left; not necessarily valid Python.
        dropped: The lines that were taken out.
        is_empty: Whether a cell magic took the whole cell out.
    """

    source: str
    dropped: list[str] = field(default_factory=list)
    is_empty: bool = False


def plain_python(source: str) -> PlainPython:
    """Returns a cell without magics and shell lines.

    A cell that parses holds none. In any other, the line at which Python's parser stops is
    replaced by `pass` if it looks like a magic, until the cell parses or stops elsewhere: text
    in strings, and a `%` that continues an expression, are so left alone.

    Args:
        source: Text of a code cell.
    """
    first = _CELL_MAGIC.match(source)
    dropped: list[str] = []
    if first:
        head, _, body = source.lstrip().partition("\n")
        dropped.append(head.strip())
        if first.group(1) not in TRANSPARENT_CELL_MAGICS:
            return PlainPython("", dropped, is_empty=True)
        source = body
    lines = source.split("\n")
    for _ in range(min(MAX_DROPPED_LINES, 1 + MAX_PARSED_CHARACTERS // (len(source) + 1))):
        stop = error_line("\n".join(lines))
        if stop is None or not 0 < stop <= len(lines) or not _LINE_MAGIC.match(lines[stop - 1]):
            break
        dropped.append(_replace_by_pass(lines, stop - 1))
    return PlainPython("\n".join(lines), dropped)


def _replace_by_pass(lines: list[str], start: int) -> str:
    """Replaces a line, and those it goes on in after a backslash; returns the line."""
    line = lines[start]
    end = start
    while lines[end].rstrip().endswith("\\") and end + 1 < len(lines):
        end += 1
        lines[end] = ""
    lines[start] = line[: len(line) - len(line.lstrip())] + "pass"
    return line.strip()


def parse(source: str) -> ast.Module | None:
    """Returns the syntax tree of a stranger's source, None if there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return syntax.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def error_line(source: str) -> int | None:
    """Returns the line at which the parser stops; None if it does not, or cannot say where."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            syntax.parse(source)
    except SyntaxError as error:
        return error.lineno
    except (ValueError, MemoryError, RecursionError):
        return None
    return None
