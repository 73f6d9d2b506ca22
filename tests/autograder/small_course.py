"""A course with one small assignment that needs no TensorFlow, made in a temporary folder."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import nbformat

from autograder.declaration.course import Course
from autograder.notebook.build import build_assignment

ASSIGNMENT = "w0_small"

DECLARATION = '''
"""Checks for the small assignment."""

from autograder.declaration.exercise import Assignment

assignment = Assignment("w0_small", title="A small assignment", week=0)
reference = assignment.solutions()

double = assignment.exercise("double", points=10)
total = assignment.exercise("total", points=20)
average = assignment.exercise("average", points=30)


@double.case("it works for any whole number")
def whole_numbers(rng):
    return {"x": int(rng.integers(5, 1000))}


@double.misconception("You squared the number: double means times two.")
def squares(x):
    return x * x


@total.case("it adds all numbers")
def several(rng):
    return {"xs": [float(x) for x in rng.normal(size=5)]}


@average.case("it is the mean")
def some(rng):
    return {"xs": [float(x) for x in rng.normal(size=4)]}
'''

SOURCE = '''
# %% [markdown] id="title"
# # A small assignment
#
# It adds and divides.

# %% id="setup"
import math

# %% id="given"
def scale(x, factor):
    """Multiplies."""
    return x * factor


# %% [markdown] id="about_double"
# Write `double`.

# %% exercise="double"
def double(x):
    """Returns twice x."""
    # 1. Multiply.
    ### BEGIN SOLUTION
    return scale(x, 2)
    ### END SOLUTION

# %% check="double"
check("double")

# %% id="plot" tags=["plot"]
numbers = list(range(20))
values = [double(n) for n in numbers]
print("plot", values)
print("drawn", len(values))

# %% exercise="total"
def total(xs):
    """Returns the sum of xs."""
    ### BEGIN SOLUTION
    return math.fsum(xs)
    ### END SOLUTION

# %% check="total"
check("total")

# %% exercise="average"
def average(xs):
    """Returns the mean of xs."""
    ### BEGIN SOLUTION
    return math.fsum(xs) / len(xs)
    ### END SOLUTION

# %% check="average"
check("average")

# %% id="scoreboard" tags=["explore"]
scoreboard()
'''

SOLUTIONS = {
    "double": "def double(x):\n    return scale(x, 2)",
    "total": "def total(xs):\n    return math.fsum(xs)",
    "average": "def average(xs):\n    return math.fsum(xs) / len(xs)",
}


def make_course(root: Path, *, name: str = ASSIGNMENT) -> Course:
    """Writes declaration, source and release of the small assignment below a folder."""
    declaration = root / "autograder" / "exercises" / name / "__init__.py"
    source = root / "solutions" / name / f"{name}.py"
    for path, text in ((declaration, DECLARATION), (source, SOURCE)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip().replace(ASSIGNMENT, name), encoding="utf-8")
    course = Course(root)
    build_assignment(course, name, bundle=False)
    return course


def blank(course: Course) -> nbformat.NotebookNode:
    """Returns the released notebook."""
    return nbformat.read(course.release_notebook(ASSIGNMENT), as_version=4)


def solved(course: Course, **replaced: str) -> nbformat.NotebookNode:
    """Returns the notebook with right answers, some replaced."""
    notebook = copy.deepcopy(blank(course))
    for name, source in {**SOLUTIONS, **replaced}.items():
        cell_of(notebook, name).source = source
    return notebook


def cell_of(notebook: nbformat.NotebookNode, cell_id: str) -> nbformat.NotebookNode:
    """Returns the cell with an id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def hand_in(course: Course, student: str, content: object, file_name: str | None = None) -> Path:
    """Writes a submission: a notebook, any JSON, text or bytes."""
    path = course.folder / "submitted" / student / ASSIGNMENT / (file_name or f"{ASSIGNMENT}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
    return path
