"""The course that is attacked: small exercises that need no TensorFlow, with public cases."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from autograder.notebook.build import build_assignment
from autograder.notebook.release import release_id
from autograder.notebook.serialize import notebook_text
from autograder.notebook.transform import instructor_notebook, learner_notebook

ASSIGNMENT = "w0_hostile"
KINDS = "w0_every_kind"  # The fixture course's assignment, which uses TensorFlow.

DECLARATION = '''
"""Checks for the assignment that is attacked."""

from autograder.declaration.exercise import Assignment

assignment = Assignment("w0_hostile", title="An assignment under attack", week=0)

# Wide enough for an honest answer on a machine that is busy with the attacks.
double = assignment.exercise("double", points=10, time_limit=2.5)
total = assignment.exercise("total", points=20, time_limit=2.5)
average = assignment.exercise("average", points=30, depends_on=("total",), time_limit=2.5)
centred = assignment.exercise("centred", points=40, time_limit=2.5)
tally = assignment.exercise("tally", points=50, time_limit=2.5)


@double.case("it works for any whole number")
def whole_numbers(rng):
    return {"x": int(rng.integers(1_000, 1_000_000))}


@double.misconception("You squared the number: double means times two.")
def squares(x):
    return x * x


@total.case("it adds all numbers")
def several(rng):
    return {"xs": [float(x) for x in rng.normal(size=5)]}


@average.case("it is the mean")
def some(rng):
    return {"xs": [float(x) for x in rng.normal(size=4)]}


@centred.case("each column has its mean taken away")
def tables(rng):
    return {"table": rng.normal(size=(4, 3))}


@centred.misconception("You took away the mean of each row.")
def centres_rows(table):
    return table - table.mean(axis=1, keepdims=True)


@tally.case("each word has its count")
def letters(rng):
    return {"words": [str(word) for word in rng.choice(list("abcdefgh"), size=9)]}
'''

SOURCE = '''
# %% [markdown] id="title"
# # An assignment under attack
#
# It counts, adds and divides.

# %% id="setup"
import math

import numpy as np

from autograder import begin, check, scoreboard

begin("w0_hostile")

# %% id="given"
def scale(x, factor):
    """Multiplies."""
    return x * factor


# %% exercise="double"
def double(x):
    """Returns twice x."""
    ### BEGIN SOLUTION
    return scale(x, 2)
    ### END SOLUTION

# %% check="double"
check("double")

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
    """Returns the mean of xs, with the help of total."""
    ### BEGIN SOLUTION
    return total(xs) / len(xs)
    ### END SOLUTION

# %% check="average"
check("average")

# %% exercise="centred"
def centred(table):
    """Returns a new table, each column without its mean."""
    ### BEGIN SOLUTION
    return table - table.mean(axis=0)
    ### END SOLUTION

# %% check="centred"
check("centred")

# %% exercise="tally"
def tally(words):
    """Returns a dict from each word to how often it occurs."""
    ### BEGIN SOLUTION
    return {word: words.count(word) for word in words}
    ### END SOLUTION

# %% check="tally"
check("tally")

# %% id="scoreboard" tags=["explore"]
scoreboard()
'''

SOLUTIONS = {
    "double": "def double(x):\n    return scale(x, 2)",
    "total": "def total(xs):\n    return math.fsum(xs)",
    "average": "def average(xs):\n    return total(xs) / len(xs)",
    "centred": "def centred(table):\n    return table - table.mean(axis=0)",
    "tally": "def tally(words):\n    return {word: words.count(word) for word in words}",
}
EXERCISES = tuple(SOLUTIONS)

# What honest people hand in: sources in place of the right ones, and the statuses they earn.
NEIGHBOURS = [
    ({}, {}),
    ({"double": "def double(x):\n    return x * x"}, {"double": "failed"}),
    ({"total": "def total(xs):\n    return xs[0]"}, {"total": "failed", "average": "carried"}),
    ({"centred": "def centred(table):\n    raise ValueError('oh')"}, {"centred": "error"}),
    (None, dict.fromkeys(EXERCISES, "missing")),
]


def make_course(root: Path) -> Course:
    """Writes the course below a folder, with the public cases that a learner has."""
    declaration = root / "autograder" / "exercises" / ASSIGNMENT / "__init__.py"
    source = root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py"
    for path, text in ((declaration, DECLARATION), (source, SOURCE)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    _configure(root)
    course = Course(root)
    build_assignment(course, ASSIGNMENT)
    return course


def make_kinds_course(root: Path) -> Course:
    """Copies the fixture course with one exercise of every kind, and makes its notebooks.

    They are made by hand: one exercise of the fixture calls another, in a line that the build
    takes for a line of a solution.
    """
    fixture = REPOSITORY_ROOT / "tests" / "fixtures" / "course"
    for part in (f"solutions/{KINDS}", f"autograder/exercises/{KINDS}"):
        for path in (fixture / part).glob("*.py"):
            (root / part).mkdir(parents=True, exist_ok=True)
            (root / part / path.name).write_bytes(path.read_bytes())
    _configure(root)
    course = Course(root)
    source = read_source(course.source(KINDS))
    instructor = instructor_notebook(source, course.declaration(KINDS), release_id())
    for path, notebook in (
        (course.instructor_notebook(KINDS), instructor),
        (course.release_notebook(KINDS), learner_notebook(instructor)),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notebook_text(notebook), encoding="utf-8")
    return course


def _configure(root: Path) -> None:
    text = (REPOSITORY_ROOT / "nbgrader_config.py").read_bytes()
    (root / "nbgrader_config.py").write_bytes(text)


def blank(course: Course, assignment: str = ASSIGNMENT) -> nbformat.NotebookNode:
    """Returns the released notebook."""
    return copy.deepcopy(nbformat.read(course.release_notebook(assignment), as_version=4))


def cell_of(notebook: nbformat.NotebookNode, cell_id: str) -> nbformat.NotebookNode:
    """Returns the cell with an id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def solved(course: Course, **replaced: str) -> nbformat.NotebookNode:
    """Returns the notebook with right answers, some replaced."""
    notebook = blank(course)
    for name, source in {**SOLUTIONS, **replaced}.items():
        cell_of(notebook, name).source = source.strip()
    return notebook


def kinds_solved(course: Course) -> nbformat.NotebookNode:
    """Returns the fixture assignment with the reference's answers."""
    from autograder.commands.demo.kit import Kit

    return Kit(course, KINDS).solved()
