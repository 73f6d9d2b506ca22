"""Every assignment of the course: in form, freshly built, nothing given away."""

import ast
import json

import nbformat
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from autograder.notebook.build import stale_reasons
from autograder.notebook.lint import lint_source
from autograder.notebook.transform import leaked_lines

COURSE = Course()

pytestmark = pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())


def released_cells(assignment_id):
    """Returns the cells that learners open."""
    path = COURSE.release_notebook(assignment_id)
    return nbformat.read(path, as_version=nbformat.NO_CONVERT).cells


def test_the_source_is_in_form(assignment_id):
    """Does the notebook's source follow the style, rule by rule?"""
    source = read_source(COURSE.source(assignment_id))
    problems = lint_source(source, COURSE.declaration(assignment_id))
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.timeout(900)  # A build tries every slip of every exercise: minutes on a busy machine.
def test_the_release_is_fresh(assignment_id):
    """Are the committed notebook and bundle what a build would write now?"""
    reasons = stale_reasons(COURSE, assignment_id)
    assert not reasons, "\n".join(reasons)


def test_every_stub_parses_and_raises(assignment_id):
    """Does each exercise of the release define its name and raise NotImplementedError?"""
    names = []
    for cell in released_cells(assignment_id):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            [definition] = ast.parse(cell.source).body
            names.append(definition.name)
            raised = [node for node in ast.walk(definition) if isinstance(node, ast.Raise)]
            assert "NotImplementedError" in ast.unparse(raised[-1])
    assert names == list(COURSE.declaration(assignment_id).exercises)


def test_nothing_is_given_away(assignment_id):
    """Is no line of a solution, no output and no hidden test in what learners open?"""
    source = read_source(COURSE.source(assignment_id))
    cells = released_cells(assignment_id)
    assert leaked_lines(source, [(cell.id, cell.source) for cell in cells]) == []
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
    text = json.dumps(cells)
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
        assert word not in text
