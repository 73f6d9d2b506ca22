"""Is every way that a declaration knows among the programs that no learner has copied?"""

import pytest

from autograder.declaration.course import Course
from autograder.desk.base_code import known_programs

COURSE = Course()


@pytest.mark.parametrize("assignment_id", COURSE.assignment_ids())
def test_every_declared_way_is_known(assignment_id):
    """Does each alternative and each mistake, written out or a slip, stand in some program once?"""
    programs = known_programs(COURSE, assignment_id)
    for name, exercise in COURSE.declaration(assignment_id).exercises.items():
        declared = len(exercise.alternatives) + len(exercise.misconceptions)
        known = [program[name] for program in programs if name in program]
        assert len(known) == declared + 1  # and the solution
        for text in known:
            assert f"def {name}(" in text or f"class {name}" in text or f"{name} = " in text
