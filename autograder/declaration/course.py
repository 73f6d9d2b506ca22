"""Where everything of a course lies: sources, releases, declarations, submissions."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.declaration.exercise import Assignment

_loaded = itertools.count(1)


class Course:
    """Finds the files of a course.

    Args:
        root: Folder that holds `solutions/`, `assignments/` and `autograder/exercises/`;
            by default the repository that this package belongs to.
        folder: Course folder of an instructor, which holds `submitted/` and the gradebook;
            by default `root`.
    """

    def __init__(self, root: Path | str | None = None, folder: Path | str | None = None):
        self.root = Path(root).resolve() if root is not None else REPOSITORY_ROOT
        self.folder = Path(folder).absolute() if folder is not None else self.root
        self._declarations: dict[str, Assignment] = {}

    def __repr__(self) -> str:
        return f"Course({str(self.root)!r}, folder={str(self.folder)!r})"

    def assignment_ids(self) -> list[str]:
        """Returns the ids of all assignments that have a declaration, sorted."""
        folder = self.root / "autograder" / "exercises"
        return sorted(path.parent.name for path in folder.glob("[a-z]*/__init__.py"))

    def source(self, assignment_id: str) -> Path:
        """Returns the path of the source, a notebook as text with the solutions."""
        return self.root / "solutions" / assignment_id / f"{assignment_id}.py"

    def instructor_notebook(self, assignment_id: str) -> Path:
        """Returns the path of the notebook with solutions (generated, not committed)."""
        return self.source(assignment_id).with_suffix(".ipynb")

    def release_notebook(self, assignment_id: str) -> Path:
        """Returns the path of the notebook that learners open (generated, committed)."""
        return self.root / "assignments" / assignment_id / f"{assignment_id}.ipynb"

    def bundle(self, assignment_id: str) -> Path:
        """Returns the path of the public cases (generated, committed)."""
        return self.root / "assignments" / assignment_id / "checks.json"

    def declaration(self, assignment_id: str) -> Assignment:
        """Returns the assignment that the package `autograder/exercises/<id>` declares.

        Raises:
            CourseError: If there is no such declaration.
        """
        if assignment_id not in self._declarations:
            module = self._declaration_module(assignment_id)
            self._declarations[assignment_id] = module.assignment.bind(self.source(assignment_id))
        return self._declarations[assignment_id]

    def _declaration_module(self, assignment_id: str) -> ModuleType:
        path = self.root / "autograder" / "exercises" / assignment_id / "__init__.py"
        known = self.assignment_ids()
        if assignment_id not in known:
            raise CourseError(
                f"There is no assignment {assignment_id!r} in {path.parent.parent}; "
                f"there {'is' if len(known) == 1 else 'are'}: {', '.join(known) or 'none'}."
            )
        # Loaded by path, each time under a name of its own: several courses can stand side by side
        # in one process, and none sees what another has changed. Its parts import each other
        # relatively, and so come along.
        name = f"{assignment_id}_declared_{next(_loaded)}"
        spec = importlib.util.spec_from_file_location(
            name, path, submodule_search_locations=[str(path.parent)]
        )
        if spec is None or spec.loader is None:
            raise CourseError(f"{path} cannot be read as a Python module.")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # Where `inspect` looks for the source of its functions.
        spec.loader.exec_module(module)
        return module
