"""What formgrader lists assignments by: in a clone the instructor's notebooks, elsewhere the released.

nbgrader shows an assignment if its source directory has a folder of that name, and nothing else.
A course folder of one's own has no such folder, so it gets one with what learners get, too: the
released notebook and its public checks. No answer comes into the folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_solution

from autograder.checks.files import remove_leftovers, write_atomically
from autograder.declaration.course import Course
from autograder.declaration.region import BEGIN_SOLUTION
from autograder.errors import CourseError
from autograder.notebook.transform import CODE_STUB


def is_own_folder(root: Path) -> bool:
    """Tells whether a course folder is an instructor's own, without the sources of assignments."""
    return not (root / "autograder" / "exercises").is_dir()


def provide_source(course: Course, place: Path, assignment_id: str) -> list[Path]:
    """Lets formgrader list an assignment in a course folder of one's own.

    Args:
        course: Where the release lies.
        place: Folder of the assignment in nbgrader's source directory.
        assignment_id: The assignment.

    Returns:
        The files written; none where all is there, or the place is the clone's.

    Raises:
        CourseError: If nothing can be written there.
    """
    if not is_own_folder(course.folder):
        return []
    written = []
    for path in (course.release_notebook(assignment_id), course.bundle(assignment_id)):
        target = place / path.name
        if not path.is_file() or not _is_ours(target):
            continue
        text = path.read_text(encoding="utf-8")
        try:
            remove_leftovers(target)  # of a batch that was ended here
            if not target.is_file() or target.read_text(encoding="utf-8") != text:
                written.append(write_atomically(target, text))
        except OSError as error:
            raise CourseError(f"{target} cannot be written ({error.strerror}).") from error
    return written


def is_listed(place: Path, assignment_id: str) -> bool:
    """Tells whether formgrader finds the assignment's notebook in its source directory."""
    return (place / f"{assignment_id}.ipynb").is_file()


def _is_ours(path: Path) -> bool:
    """Tells whether a file may be replaced: not one with solutions, which a person put there."""
    try:
        return BEGIN_SOLUTION not in path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False


class ClearAnswers(ClearSolutions):
    """Takes answers out, and leaves alone a cell from which they have been taken.

    nbgrader replaces a whole cell that has no region of a solution: of a released notebook it would
    take the signatures and docstrings away.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        """Clears one cell."""
        is_cleared = CODE_STUB in cell.source and BEGIN_SOLUTION not in cell.source
        if is_solution(cell) and is_cleared:
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)
