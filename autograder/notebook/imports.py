"""Says which modules a released notebook imports, so that a process can import them ahead."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import nbformat

from autograder.checks.syntax import parse
from autograder.notebook.matching import template_cells


def imports_of_release(path: Path) -> list[str]:
    """Returns what the cells that run for a grade import, in order, each name once.

    Args:
        path: The released notebook; where there is none, nothing is imported.
    """
    if not path.is_file():
        return []
    notebook = nbformat.read(path, as_version=4)
    cells = template_cells(notebook, [])
    return imported_names(cell.source for cell in cells if cell.kind == "code" and cell.runs)


def imported_names(sources: Iterable[str]) -> list[str]:
    """Returns the modules, and the names from modules, that top-level statements import.

    Example:
        >>> imported_names(["import numpy as np", "from utils import data"])
        ['numpy', 'utils', 'utils.data']
    """
    names: list[str] = []
    for source in sources:
        try:
            statements = parse(source).body
        except SyntaxError:
            continue
        for statement in statements:
            if isinstance(statement, ast.Import):
                names += [alias.name for alias in statement.names]
            elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
                module = statement.module
                names += [module, *(f"{module}.{alias.name}" for alias in statement.names)]
    return list(dict.fromkeys(name for name in names if not name.endswith("*")))
