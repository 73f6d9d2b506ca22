"""How an exercise is declared, and what becomes of what was declared."""

from typing import Any, TypedDict

import pytest

from autograder.declaration import exercise as module
from autograder.declaration.exercise import Assignment, Exercise, ExerciseOptions
from tests.autograder import small_course as small


def test_what_may_be_said_of_an_exercise_has_types():
    """Are the options of a declaration fields of an exercise, of the same types, and no Any?"""
    assert issubclass(ExerciseOptions, dict)
    assert isinstance(ExerciseOptions, type(TypedDict("Empty", {})))
    for name, kind in ExerciseOptions.__annotations__.items():
        assert Exercise.__annotations__[name] == kind.__forward_arg__
    assert "Any" not in Assignment.exercise.__annotations__["options"]
    assert module.Make is not Any


def test_an_option_that_does_not_exist_is_refused():
    """Does a typo in a declaration stop at its line?"""
    with pytest.raises(TypeError, match="tolerence"):
        Assignment("w0_x", "X", 0).exercise("f", 1, tolerence=3)


def test_every_case_is_in_the_sheet(tmp_path):
    """Does a check hold all cases with all that was said of them, and the signatures besides?"""
    assignment = small.make_course(tmp_path).declaration(small.ASSIGNMENT)
    double = assignment.exercises["double"]
    check = double.check(assignment.reference(), 3)
    assert [case.name for case in check.cases] == [case.name for case in double.cases]
    assert check.cases[0].calls == double.depends_on
    assert list(check.cases[0].signatures) == ["squares"]
