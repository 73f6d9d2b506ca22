"""From the cells of a source to the instructor's notebook, and from that to the release."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from autograder.declaration.region import solution_lines
from autograder.declaration.source import Source, SourceCell, SourceError
from autograder.notebook.badges import badge
from autograder.notebook.pictures import PictureError, inline_picture
from autograder.notebook.release import fill_release

if TYPE_CHECKING:
    from autograder.declaration.exercise import Assignment

# nbgrader puts one stub in every solution's place; `nbgrader_config.py` names the same, so that
# `nbgrader generate_assignment` and `autograder build` make the same notebook.
CODE_STUB = 'raise NotImplementedError("Replace this line with your code.")'

NBGRADER_SCHEMA_VERSION = 3
NBFORMAT_MINOR = 5  # The first with cell ids.
MIN_TELLING_LENGTH = 16  # Shorter lines, such as `return loss`, tell nobody anything.


def instructor_notebook(source: Source, assignment: Assignment, release: str) -> NotebookNode:
    """Makes the notebook with solutions, nbgrader's "source".

    Args:
        source: Cells of the assignment.
        assignment: Its declaration, the only place where points stand.
        release: Release id, for the metadata and the setup cell.

    Returns:
        A notebook with nbgrader's metadata, pictures inlined, a badge for Colab below its title,
        without outputs.

    Raises:
        SourceError: If the source's exercises are not the declared ones in their order, or a
            picture is missing, too large or without alternative text.
    """
    declared = list(assignment.exercises)
    if source.exercises != declared:
        raise SourceError(
            f"{source.path}: the exercises are {', '.join(source.exercises) or 'none'}; "
            f"declared are, in this order, {', '.join(declared) or 'none'}."
        )
    notebook = nbformat.v4.new_notebook(
        metadata={
            "autograder": {"assignment": assignment.id, "release": release},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        nbformat_minor=NBFORMAT_MINOR,
    )
    notebook.cells = [_cell(cell, source, assignment, release) for cell in source]
    notebook.cells[0].source += f"\n\n{badge(assignment.id, release)}"
    return notebook


def _cell(cell: SourceCell, source: Source, assignment: Assignment, release: str) -> NotebookNode:
    """Returns the notebook's cell for one cell of the source."""
    text = cell.source
    if cell.picture is not None:
        try:
            text = inline_picture(text, source.path.parent / cell.picture)
        except PictureError as error:
            raise SourceError(f'{source.path}, cell "{cell.id}": {error}') from None
    if cell.id == "setup":
        text = fill_release(text, release, assignment.id)
    new_cell = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
    made = new_cell(source=text, id=cell.id)
    if cell.tags:
        made.metadata["tags"] = list(cell.tags)
    if cell.exercise is not None:
        made.metadata["nbgrader"] = _nbgrader(cell.id, solution=True)
    if cell.check is not None:
        points = assignment.exercises[cell.check].points
        made.metadata["nbgrader"] = _nbgrader(cell.id, grade=True, locked=True, points=points)
    return made


def _nbgrader(
    grade_id: str,
    *,
    solution: bool = False,
    grade: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> dict:
    metadata = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": NBGRADER_SCHEMA_VERSION,
        "solution": solution,
        "task": False,
    }
    return metadata if points is None else {**metadata, "points": points}


def learner_notebook(instructor: NotebookNode) -> NotebookNode:
    """Makes the release: what learners open.

    nbgrader's own preprocessors do it, in the order of its `generate_assignment`, without the
    four that do not apply: IncludeHeaderFooter and InstantiateTests (the source says it all),
    SaveCells (needs a gradebook) and with it the first of the two ComputeChecksums.

    Args:
        instructor: The notebook with solutions; it stays as it is.

    Returns:
        The notebook with stubs in the solutions' place.
    """
    from nbconvert.exporters.exporter import ResourcesDict
    from nbgrader import preprocessors as nbgrader  # Heavy, and only the build needs it.

    pipeline = [
        # Marks solution cells undeletable and check cells uneditable; needs flags only.
        nbgrader.LockCells(),
        # Before anything that reads sources: checksums are those of the stubs.
        nbgrader.ClearSolutions(code_stub={"python": CODE_STUB}),
        # A source has no outputs; an instructor's notebook that was run has.
        nbgrader.ClearOutput(),
        # Refuses duplicate grade ids before they become checksums.
        nbgrader.CheckCellMetadata(),
        # We write neither of these two regions; were one there, it must not get out.
        nbgrader.ClearHiddenTests(),
        nbgrader.ClearMarkScheme(),
        # Last of those that look at sources, so that checksums fit the final text.
        nbgrader.ComputeChecksums(),
        # What goes out is valid.
        nbgrader.CheckCellMetadata(),
    ]
    notebook, resources = copy.deepcopy(instructor), ResourcesDict()
    for preprocessor in pipeline:
        notebook, resources = preprocessor(notebook, resources)
    return notebook


def leaked_lines(source: Source, texts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Finds lines of the solutions where learners would read them.

    Args:
        source: Cells with the solutions.
        texts: Pairs of cell id and text that learners see.

    Returns:
        Pairs of cell id and line. Spaces do not count, nor do lines of a solution that are
        comments or shorter than `MIN_TELLING_LENGTH`.
    """
    solutions = [solution_lines(cell.source) for cell in source if cell.exercise is not None]
    secret = {_squeeze(line) for lines in solutions for line in lines}
    telling = {s for s in secret if len(s) >= MIN_TELLING_LENGTH and not s.startswith("#")}
    return [
        (cell_id, line.strip())
        for cell_id, text in texts
        for line in text.split("\n")
        if any(solution in _squeeze(line) for solution in telling)
    ]


def _squeeze(line: str) -> str:
    """Returns a line without its spaces, so that layout does not hide what it says."""
    return "".join(line.split())
