"""Makes an assignment's public cases: what `checks.json` holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder.checks.bundle import FORMAT, write_check
from autograder.checks.slip_prints import write_prints
from autograder.declaration.printed_slips import slip_prints

if TYPE_CHECKING:
    from autograder.declaration.course import Course

PUBLIC_SEED = 20  # any number: the public inputs are no secret


def make_bundle(course: Course, assignment_id: str) -> dict[str, Any]:
    """Returns the content of `checks.json`: the declared cases with public inputs."""
    assignment = course.declaration(assignment_id)
    reference = assignment.reference()
    checks = [e.check(reference, PUBLIC_SEED) for e in assignment.exercises.values()]
    exercises = [write_check(check) for check in checks]
    # After all else: slips may draw from global generators, as known mistakes do.
    for entry, check in zip(exercises, checks, strict=True):
        entry["slips"] = write_prints(slip_prints(check))
    return {
        "format": FORMAT,
        "assignment": assignment.id,
        "title": assignment.title,
        "exercises": exercises,
    }
