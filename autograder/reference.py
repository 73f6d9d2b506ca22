"""The reference solutions, taken from the solution cells of an assignment's source."""

from __future__ import annotations

import contextlib
import io
import linecache
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from autograder.probes import MissingError, Probe, observe


class Reference:
    """Reference solutions of one assignment.

    The setup cell, the given definitions and the solution cells of the source are executed;
    checks and cells tagged train, plot or explore are not.
    """

    _loaded: ClassVar[dict[Path, Reference]] = {}

    def __init__(self, source: Path):
        self.path = source
        self._namespace: dict[str, Any] | None = None
        self._cells: dict[str, str] = {}

    @classmethod
    def of(cls, source: Path) -> Reference:
        """Returns the reference of a source file, loaded once a process."""
        source = source.resolve()
        return cls._loaded.setdefault(source, cls(source))

    @property
    def namespace(self) -> dict[str, Any]:
        """Returns the names that the executed cells define."""
        if self._namespace is None:
            self._namespace = self._load()
        return self._namespace

    @property
    def cells(self) -> dict[str, str]:
        """Returns exercise id to the source text of its solution cell."""
        self.namespace  # noqa: B018 - loads
        return self._cells

    def _load(self) -> dict[str, Any]:
        from autograder.notebook.source import read_source, reference_cells

        namespace: dict[str, Any] = {"__name__": f"reference_{self.path.stem}"}
        for cell in reference_cells(read_source(self.path)):
            with contextlib.redirect_stdout(io.StringIO()):
                run_cell(cell.source, f"<cell {cell.id}>", namespace)
            if cell.exercise:
                self._cells[cell.exercise] = cell.source
        return namespace

    def observe(self, exercise: str, probe: Probe, function: Any = None) -> dict[str, Any]:
        """Returns what a probe observes of the reference, or of a given implementation."""

        def find() -> Any:
            if function is not None:
                return function
            if exercise not in self.namespace:
                raise MissingError(f"{self.path.name} has no solution for {exercise}.")
            return self.namespace[exercise]

        return observe(find, probe, self.namespace)

    def __getattr__(self, name: str) -> Any:
        """Gives misconceptions and alternatives the names of the notebook: `reference.clip`."""
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self.namespace[name]
        except KeyError:
            raise AttributeError(f"{self.path.name} defines no {name!r}.") from None


class LazyReference:
    """Stands for the reference in a declaration, before any solution is loaded."""

    def __init__(self, get: Callable[[], Reference]):
        self._get = get

    def __getattr__(self, name: str) -> Any:
        """Looks a name up in the reference."""
        return getattr(self._get(), name)


def run_cell(source: str, filename: str, namespace: dict[str, Any]) -> None:
    """Executes one cell; its lines can be shown in messages under `filename`."""
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    exec(compile(source, filename, "exec"), namespace)  # noqa: S102 - running cells is the job
