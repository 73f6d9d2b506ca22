"""What the demonstration's students work with: the released notebook and ways to fill it in."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import nbformat

from autograder.checks.verdict import RIGHT
from autograder.declaration.course import Course
from autograder.declaration.region import BEGIN_SOLUTION, END_SOLUTION
from autograder.declaration.source import read_source
from autograder.errors import CourseError

NOT_EARNED = ("failed", "missing", "error", "timeout", "crashed", "refused")


@dataclass(frozen=True)
class Outcome:
    """What one exercise of one submission must come to.

    Args:
        statuses: The verdict's status is one of these.
        misconception: Name of the misconception that must be recognised, if one must.
    """

    statuses: tuple[str, ...] = ("passed",)
    misconception: str | None = None

    def complaint(self, record: Mapping) -> str | None:
        """Returns what is wrong with a record of `grades.json`, or None.

        Points are judged with the status: all of them when earned, none otherwise.
        """
        where = f"{record['student']}, {record['exercise']}: "
        if record["status"] not in self.statuses:
            return f"{where}{record['status']!r} where {' or '.join(self.statuses)} was expected."
        points = record["max_points"] if record["status"] in RIGHT else 0
        if record["points"] != points:
            return f"{where}{record['points']} points where {points} were expected."
        if self.misconception and record["misconception"] != self.misconception:
            found = record["misconception"] or "none"
            return f"{where}misconception {self.misconception!r} not recognised (found: {found})."
        return None


@dataclass
class Handed:
    """What a student hands in, and what must come of it.

    Args:
        content: Text of the submitted file.
        expected: Outcome for each exercise.
        flagged: Whether a person must be told to look at the submission; None leaves it open.
        file_name: Name of the file, the notebook's unless given.
    """

    content: str
    expected: dict[str, Outcome]
    flagged: bool | None = None
    file_name: str | None = None


@dataclass
class Kit:
    """The released notebook of an assignment, its declaration and its solutions.

    Args:
        course: Where the files lie.
        assignment_id: Id of the assignment.
    """

    course: Course
    assignment_id: str
    template: nbformat.NotebookNode = field(init=False)
    references: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        path = self.course.release_notebook(self.assignment_id)
        if not path.is_file():
            raise CourseError(
                f"There is no notebook {path}; make it with: autograder build {self.assignment_id}"
            )
        self.assignment = self.course.declaration(self.assignment_id)
        self.template = nbformat.read(path, as_version=4)
        self.references = {
            cell.exercise: without_markers(cell.source)
            for cell in read_source(self.course.source(self.assignment_id))
            if cell.exercise
        }

    @property
    def exercises(self) -> list[str]:
        """Names of all exercises, in the order of the notebook."""
        return list(self.assignment.exercises)

    def independent(self) -> list[str]:
        """Returns the exercises that no other exercise calls: one can break without the rest."""
        called = {
            name for exercise in self.assignment.exercises.values() for name in exercise.depends_on
        }
        return [name for name in self.exercises if name not in called]

    def one(self, number: int) -> str:
        """Returns one of the independent exercises, so that not everybody misses the same."""
        names = self.independent()
        return names[number % len(names)]

    def quick(self) -> str:
        """Returns the last of those independent exercises whose cases have the least time."""
        exercises = self.assignment.exercises
        return min(reversed(self.independent()), key=lambda name: exercises[name].time_limit)

    def variants(self, kind: str, index: int) -> dict[str, tuple[str, str]]:
        """Chooses one declared variant of each exercise that has any.

        Args:
            kind: `"alternatives"` or `"misconceptions"`.
            index: Which one; counted round where an exercise has fewer.

        Returns:
            From the exercise's name to the variant's name and its source for a solution cell.
        """
        chosen = {}
        for name, exercise in self.assignment.exercises.items():
            declared = list(getattr(exercise, kind))
            if declared:
                variant = declared[index % len(declared)]
                source = variant.source_for_notebook(self.references[name])
                chosen[name] = (variant.name, source)
        return chosen

    def blank(self) -> nbformat.NotebookNode:
        """Returns a copy of the released notebook."""
        return copy.deepcopy(self.template)

    def solved(self, **replaced: str) -> nbformat.NotebookNode:
        """Returns the notebook with every exercise solved, some of them in another way.

        Args:
            replaced: From an exercise to the source of its solution cell.
        """
        return self.filled({**self.references, **replaced})

    def filled(self, sources: Mapping[str, str]) -> nbformat.NotebookNode:
        """Returns the notebook with the given solution cells and stubs elsewhere."""
        notebook = self.blank()
        for name, source in sources.items():
            solution_cell(notebook, name).source = source
        return notebook

    def expect(
        self, missed: Iterable[str] | Mapping[str, Outcome] = (), statuses=NOT_EARNED
    ) -> dict[str, Outcome]:
        """Returns the outcomes of a class member who earns all exercises but the missed ones.

        An exercise that calls a missed one is left open: whether it is carried or must wait
        until that one is fixed is not the demonstration's business.

        Args:
            missed: Exercises that earn nothing, or their outcomes.
            statuses: What may stand for the missed ones that have no outcome of their own.
        """
        if not isinstance(missed, Mapping):
            missed = {name: Outcome(tuple(statuses)) for name in missed}
        expected, wrong = {}, set(missed)
        for name, exercise in self.assignment.exercises.items():
            if wrong.intersection(exercise.depends_on):
                wrong.add(name)
            expected[name] = Outcome((*RIGHT, *NOT_EARNED) if name in wrong else RIGHT)
        return expected | dict(missed)


def without_markers(source: str) -> str:
    """Removes the lines that bound the solution: a learner's cell has none."""
    lines = source.splitlines()
    return "\n".join(line for line in lines if line.strip() not in (BEGIN_SOLUTION, END_SOLUTION))


def solution_cell(notebook: nbformat.NotebookNode, exercise: str) -> nbformat.NotebookNode:
    """Returns the notebook's solution cell of an exercise."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == exercise:
            return cell
    raise CourseError(f"The released notebook has no solution cell for {exercise!r}: build it.")


def as_text(notebook: nbformat.NotebookNode) -> str:
    """Returns the notebook as the text of an `.ipynb`, without asking whether it is valid."""
    return json.dumps(notebook, indent=1, ensure_ascii=False)
