"""Builds an assignment: from its source to what instructors and learners open.

    solutions/<id>/<id>.py         the source: the only file that is edited
    solutions/<id>/<id>.ipynb      for instructors, with solutions; nbgrader's "source"
    assignments/<id>/<id>.ipynb    for learners, with stubs
    assignments/<id>/checks.json   what `check()` and `restore()` read: public cases, stubs
    solutions/<id>/checks.json     a copy, which `nbgrader generate_assignment` hands out

Everything is made before anything is replaced, and each file is replaced in one step: an error
leaves the assignment as it was. Two builds write the same bytes.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from nbformat import NotebookNode

from autograder.checks.files import write_together
from autograder.declaration.source import SourceError, read_source
from autograder.notebook.release import release_id
from autograder.notebook.serialize import bundle_difference, bundle_text, notebook_text
from autograder.notebook.transform import instructor_notebook, leaked_lines, learner_notebook

if TYPE_CHECKING:
    from autograder.declaration.course import Course


def build_assignment(course: Course, assignment_id: str, *, bundle: bool = True) -> list[Path]:
    """Writes the generated files of an assignment.

    Args:
        course: Where everything lies.
        assignment_id: Name of the assignment.
        bundle: Whether to make `checks.json` too, which runs the reference solutions.

    Returns:
        The paths written, also those whose content stayed the same.

    Raises:
        SourceError: If the source is wrong, or a line of a solution would get out.
    """
    instructor, learner = build_notebooks(course, assignment_id)
    texts = {
        course.instructor_notebook(assignment_id): notebook_text(instructor),
        course.release_notebook(assignment_id): notebook_text(learner),
    }
    if bundle:
        path = course.bundle(assignment_id)
        text = _bundle_to_write(path, _make_bundle(course, assignment_id, learner))
        texts[path] = text
        texts[course.source(assignment_id).parent / path.name] = text
    write_together(texts)
    return list(texts)


def build_notebooks(course: Course, assignment_id: str) -> tuple[NotebookNode, NotebookNode]:
    """Makes the instructor's and the learner's notebook without writing them.

    Args:
        course: Where everything lies.
        assignment_id: Name of the assignment.

    Returns:
        The notebook with solutions and the one with stubs.

    Raises:
        SourceError: If the source is wrong, or a line of a solution would get out.
    """
    assignment = course.declaration(assignment_id)
    source = read_source(course.source(assignment_id))
    instructor = instructor_notebook(source, assignment, release_id())
    learner = learner_notebook(instructor)
    leaks = leaked_lines(source, ((cell.id, cell.source) for cell in learner.cells))
    if leaks:
        cell_id, line = leaks[0]
        raise SourceError(
            f'{source.path}, cell "{cell_id}": "{line}" gives away a line of a solution.'
        )
    return instructor, learner


def stale_reasons(course: Course, assignment_id: str, *, bundle: bool = True) -> list[str]:
    """Says what in `assignments/<id>/` is not what a build would write.

    Args:
        course: Where everything lies.
        assignment_id: Name of the assignment.
        bundle: Whether to look at `checks.json` too.

    Returns:
        One line for each file that is missing or differs: notebooks by bytes, bundles within
        tolerance. Empty if all is fresh.
    """
    path = course.release_notebook(assignment_id)
    _, learner = build_notebooks(course, assignment_id)
    reasons = []
    if not path.is_file():
        reasons.append(f"{path} is missing; run: autograder build {assignment_id}")
    elif path.read_bytes() != notebook_text(learner).encode():
        reasons.append(f"{path} differs from its source; run: autograder build {assignment_id}")
    if bundle:
        path = course.bundle(assignment_id)
        difference = _difference_from_file(path, _make_bundle(course, assignment_id, learner))
        if difference is not None:
            reasons.append(f"{path}: {difference}; run: autograder build {assignment_id}")
    return reasons


def _make_bundle(course: Course, assignment_id: str, learner: NotebookNode) -> dict:
    """Returns what `checks.json` holds: the public cases, and the stubs for `restore`."""
    from autograder.declaration.public_cases import (
        make_bundle,  # Runs the references, so it needs TensorFlow.
    )

    # Known mistakes are run too, and one of them is to draw from a global generator. Keras takes
    # its default seeds from Python's.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    bundle = make_bundle(course, assignment_id)
    marks = [(cell, cell.metadata.get("nbgrader", {})) for cell in learner.cells]
    return {**bundle, "stubs": {m["grade_id"]: c.source for c, m in marks if m.get("solution")}}


def _difference_from_file(path: Path, bundle: dict) -> str | None:
    """Returns how a file differs from the bundle that it should hold, or None."""
    if not path.is_file():
        return "is missing"
    try:
        old = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return f"cannot be read ({error})"
    return bundle_difference(old, json.loads(bundle_text(bundle)))


def _bundle_to_write(path: Path, bundle: dict) -> str:
    """Returns the text of the file as it is if only the last digits would change."""
    if _difference_from_file(path, bundle) is None:
        return path.read_text(encoding="utf-8")
    return bundle_text(bundle)
