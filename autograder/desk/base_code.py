"""Code that is nobody's own work: what was released, and what the instructor has written."""

from __future__ import annotations

import nbformat

from autograder.declaration.course import Course
from autograder.declaration.region import BEGIN_SOLUTION, END_SOLUTION
from autograder.declaration.source import read_source


def released_code(course: Course, assignment_id: str) -> list[str]:
    """Returns the code cells of the release."""
    notebook = nbformat.read(course.release_notebook(assignment_id), as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def references(course: Course, assignment_id: str) -> dict[str, str]:
    """Returns the solution cells by exercise, read and not run."""
    return {
        cell.exercise: "\n".join(
            line
            for line in cell.source.splitlines()
            if line.strip() not in (BEGIN_SOLUTION, END_SOLUTION)
        )
        for cell in read_source(course.source(assignment_id))
        if cell.exercise
    }


def known_programs(course: Course, assignment_id: str) -> list[dict[str, str]]:
    """Returns programs made of the declaration: the solution, and each other right or wrong way once."""
    right = references(course, assignment_id)
    programs = [right]
    exercises = course.declaration(assignment_id).exercises
    for kind in ("alternatives", "misconceptions"):
        variants = {name: list(getattr(e, kind)) for name, e in exercises.items()}
        for i in range(max((len(v) for v in variants.values()), default=0)):
            program = {}
            for name, declared in variants.items():
                if i < len(declared):
                    try:
                        program[name] = declared[i].source_for_notebook(right.get(name, ""))
                    except (OSError, ValueError, TypeError):
                        continue  # One whose source is not to be had, such as a partial.
            programs.append(program)
    return programs
