"""The reference solutions, taken from the solution cells of an assignment's source."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, ClassVar

from autograder.checks.cells import run_cell
from autograder.checks.probes import MissingError, Probe, observe

if TYPE_CHECKING:
    from autograder.declaration.source import SourceCell


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
        """Returns exercise id to the source text of its solution cell; nothing is executed."""
        if not self._cells:
            cells = self._graded_cells()
            self._cells = {cell.exercise: cell.source for cell in cells if cell.exercise}
        return self._cells

    def _graded_cells(self) -> list[SourceCell]:
        from autograder.declaration.source import read_source, reference_cells

        return reference_cells(read_source(self.path))

    def _load(self) -> dict[str, Any]:
        namespace: dict[str, Any] = {"__name__": f"reference_{self.path.stem}"}
        for cell in self._graded_cells():
            with contextlib.redirect_stdout(io.StringIO()):
                run_cell(cell.source, f"<cell {cell.id}>", namespace)
        return namespace

    def define(self, exercise: str, source: str | CodeType) -> Any:
        """Returns what another source of an exercise's cell defines.

        It sees the names of the notebook, as the reference's own cell does; under its own name the
        notebook keeps the reference.

        Args:
            exercise: Its name.
            source: The cell's text, or what it was compiled to.
        """
        right = self.namespace[exercise]
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                run_cell(source, f"<cell {exercise}>", self.namespace)
            return self.namespace[exercise]
        finally:
            self.namespace[exercise] = right

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
