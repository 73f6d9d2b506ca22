"""Are errors carried forward in every assignment, today's and tomorrow's?

What an exercise builds on is made to give nothing; it must get its points all the same, whatever
travels between the two: sound, layers, generators, lists that are changed.
"""

from __future__ import annotations

import pytest

from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.judge import Judge

COURSE = Course()
LEVELS = {"what builds on nothing": False, "what builds on something itself": True}


def helpers(assignment_id: str, is_built_on_others: bool) -> list[str]:
    """Returns the exercises that others build on: those that build on others, or on nothing."""
    exercises = COURSE.declaration(assignment_id).exercises
    called = {name for exercise in exercises.values() for name in exercise.depends_on}
    return [
        n for n in exercises if n in called and bool(exercises[n].depends_on) == is_built_on_others
    ]


PLACES = [
    pytest.param(assignment_id, names, id=f"{assignment_id}-{level}")
    for assignment_id in COURSE.assignment_ids()
    for level, is_built_on_others in LEVELS.items()
    if (names := helpers(assignment_id, is_built_on_others))
]


@pytest.mark.timeout(300)
@pytest.mark.proof("exercise")
@pytest.mark.parametrize(("assignment_id", "wrong"), PLACES)
def test_what_builds_on_something_wrong_keeps_its_points(assignment_id, wrong):
    """Is every right exercise right, though what it calls gives nothing back?"""
    with Judge(COURSE, assignment_id, seed=5) as judge:
        broken = {name: f"def {name}(*_, **__):\n    return None" for name in wrong}
        source = read_source(COURSE.source(assignment_id))
        cells = [
            RunnableCell(c.id, broken.get(c.id, c.source), "solution" if c.exercise else "release")
            for c in reference_cells(source)
        ]
        verdicts = {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}
    for name, exercise in judge.assignment.exercises.items():
        if name in wrong:
            assert not verdicts[name].is_right, name
        elif set(exercise.depends_on) & set(wrong):
            assert verdicts[name].is_right, verdicts[name].text()
            assert verdicts[name].points == exercise.points
