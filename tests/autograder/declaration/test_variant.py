"""Other implementations: is a slip the edit it says, and is a wrong declaration told in words?"""

import ast

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.exercise import Assignment
from autograder.declaration.variant import Slip, SlipError

SOURCE = """\
# %% [markdown] id="title"
# # Title

# %% id="setup"
scale = 2.0

# %% exercise="f"
def f(x):
    \"\"\"Returns x * scale + x, with no x + 1.\"\"\"
    # 1. x * scale
    ### BEGIN SOLUTION
    doubled = x * scale
    return doubled + x
    ### END SOLUTION

# %% check="f"
check("f")
"""
DECLARATION = """
from autograder.declaration.exercise import Assignment

assignment = Assignment("w1_f", title="T", week=1)
f = assignment.exercise("f", points=1)
f.slip("adds_one", "Add x.", "+ x", "+ 1")
f.slip("halves", "Twice, not half.", ("x * scale", "x / scale"), ("+ x", "- x"))
f.slip("not_there", "A hint.", "y + 1", "y")
f.slip("twice_there", "A hint.", "doubled", "x")
f.slip("both", "A hint.", "doubled", "tripled", count=2)
"""


@pytest.fixture
def slips(tmp_path):
    for place, text in (
        (tmp_path / "autograder/exercises/w1_f/__init__.py", DECLARATION),
        (tmp_path / "solutions/w1_f/w1_f.py", SOURCE),
    ):
        place.parent.mkdir(parents=True)
        place.write_text(text)
    exercise = Course(tmp_path).declaration("w1_f").exercises["f"]
    return {variant.name: variant for variant in exercise.misconceptions}


def test_a_slip_is_the_reference_with_its_edits(slips):
    """Does it compute what the edited solution says, and leave the reference as it is?"""
    assert slips["adds_one"].function(3.0) == 3.0 * 2 + 1
    assert slips["halves"].function(3.0) == 3.0 / 2 - 3
    assert slips["both"].function(3.0) == 9.0
    assert slips["both"].reference().f(3.0) == 9.0


def test_a_slip_sees_names_that_are_patched(slips):
    """Does it use the notebook's names of the moment, such as layers put there for a case?"""
    namespace = slips["adds_one"].reference().namespace
    assert slips["adds_one"].function(3.0) == 7.0
    namespace["scale"] = 10.0
    assert slips["adds_one"].function(3.0) == 31.0


def test_docstring_and_comments_are_no_part_of_the_solution(slips):
    """Is a text that stands above the solution, too, found once, and edited only there?"""
    source = slips["adds_one"].source_in(SOURCE_CELL)
    assert "with no x + 1" in source
    assert source.count("+ 1") == 2


SOURCE_CELL = SOURCE.partition('exercise="f"\n')[2].partition("# %% check")[0]


@pytest.mark.parametrize(("name", "says"), [("not_there", "0 times"), ("twice_there", "2 times")])
def test_a_text_that_is_not_there_once_is_an_error_that_names_both(slips, name, says):
    """Does a slip that no longer fits its reference say which one, which text and how often?"""
    with pytest.raises(SlipError, match=rf"f.slip\('{name}'\).*{says}"):
        slips[name].function  # noqa: B018


TWO_REGIONS = """\
class f:
    def __init__(self, x):
        ### BEGIN SOLUTION
        self.x = x + 1
        ### END SOLUTION

    def twice(self):
        # 2. x + 1
        ### BEGIN SOLUTION
        doubled = 2 * self.x
        return doubled
        ### END SOLUTION
"""


def test_a_slip_finds_its_text_in_any_region_of_a_class():
    """Is a class with a region in each method edited where the text stands, and only there?"""
    slip = Slip("f", "wrong", "A hint.", (), (("x + 1", "x"), ("2 *", "3 *")), 1, lambda: None)
    namespace = {}
    exec(slip.source_in(TWO_REGIONS), namespace)
    assert namespace["f"](5).twice() == 15
    assert "# 2. x + 1" in slip.source_in(TWO_REGIONS)
    for text, times in (("self.y", "0 times"), ("self.x", "2 times")):
        wrong = Slip("f", "wrong", "A hint.", (), ((text, "y"),), 1, lambda: None)
        with pytest.raises(SlipError, match=times):
            wrong.source_in(TWO_REGIONS)


def test_a_slip_can_be_handed_in(slips):
    """Is the edited cell, without the marks, a function that does the same?"""
    namespace = {"scale": 2.0}
    text = slips["halves"].source_for_notebook()
    assert "SOLUTION" not in text
    exec(text, namespace)
    assert namespace["f"](np.float64(4)) == slips["halves"].function(4)


@pytest.mark.parametrize("edits", [(), ("one",), ("a", "b", "c"), (("a", "b"), "c")])
def test_half_an_edit_is_refused_where_it_stands(edits):
    """Is a slip without a text and its replacement refused when it is declared?"""
    exercise = Assignment("w1_g", title="T", week=1).exercise("g", points=1)
    with pytest.raises(TypeError, match=r"g.slip\('odd'\)"):
        exercise.slip("odd", "A hint.", *edits)


def test_every_slip_of_the_course_fits_its_reference():
    """Do the texts of all slips stand in the solutions, as often as they say?"""
    course = Course()
    for assignment_id in course.assignment_ids():
        assignment = course.declaration(assignment_id)
        cells = assignment.reference().cells
        for exercise in assignment.exercises.values():
            for variant in exercise.misconceptions:
                if isinstance(variant, Slip):
                    assert variant.source_in(cells[exercise.name]) != cells[exercise.name]


@pytest.mark.parametrize("assignment_id", Course().assignment_ids())
def test_no_source_for_a_notebook_holds_a_declaration(assignment_id):
    """Is what stands in a learner's cell free of decorators, which would fail there?

    A function of a declaration comes along as a helper where a variant uses its name: a case of the same
    name as one of the variant's own variables would come along, too.
    """
    declared = Course().declaration(assignment_id)
    cells = declared.reference().cells
    for name, exercise in declared.exercises.items():
        for variant in (*exercise.alternatives, *exercise.misconceptions):
            source = variant.source_for_notebook(cells[name])
            tops = [part for part in ast.parse(source).body if hasattr(part, "decorator_list")]
            found = [f"{name}, {variant.name}: {part.name}" for part in tops if part.decorator_list]
            assert found == []
