"""A cell that is run for a grade, and how: alike for a learner's process and the reference."""

from __future__ import annotations

import linecache
from dataclasses import dataclass
from types import CodeType
from typing import Any


@dataclass(frozen=True)
class RunnableCell:
    """A cell that is run for a grade.

    Args:
        id: Its id in the restored notebook.
        source: Plain Python, or what a learner took for it.
        origin: `"release"`, `"solution"` or `"added"`.
        exercise: Name of the exercise, for solution cells.
    """

    id: str
    source: str
    origin: str = "release"
    exercise: str | None = None

    def sent(self) -> list[str]:
        """Returns what a judge in another process must know, as plain values."""
        return [self.id, self.source, self.origin]


def run_cell(source: str | CodeType, filename: str, namespace: dict[str, Any]) -> None:
    """Executes one cell; lines of a text can be shown in messages under `filename`."""
    if isinstance(source, str):
        lines = source.splitlines(keepends=True)
        linecache.cache[filename] = (len(source), None, lines, filename)
        source = compile(source, filename, "exec")
    exec(source, namespace)  # noqa: S102 - running cells is the job
