"""Does a learner get the input of a failed case, in a form that can be tried?"""

import copy
import json

import keras
import numpy as np
import pytest

from autograder.checks.bundle import read_checks
from autograder.declaration.course import Course
from autograder.declaration.public_cases import make_bundle
from autograder.learner import checking as learner
from autograder.learner.failing import find_case, how_to_use, make_case
from tests.autograder import small_course as small
from tests.autograder.exercises.test_exercises import COURSES, PLACES, public_checks

ID = small.ASSIGNMENT
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return x + 2\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs lines of a notebook beside the small assignment; returns what they print."""
    course = small.make_course(tmp_path / "course")
    (tmp_path / "checks.json").write_text(json.dumps(make_bundle(course, ID)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learner, "_opened", None)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    names = {}

    def run(source):
        capsys.readouterr()
        exec(source, names)
        return capsys.readouterr().out

    run.names = names
    run("from autograder import begin, check, failing")
    return run


def test_the_case_that_the_check_showed(run):
    """Is it the very case, so that the call gives what the check received?"""
    run(f'begin("{ID}")')
    said = run(WRONG + 'check("double")')
    assert 'Try: case = failing("double"); double(**case)' in said
    said = run('case = failing("double")\nresult = double(**case)')
    assert "The case that failed of double" in said
    check = read_checks(json.loads(open("checks.json").read()))["double"]
    assert run.names["case"] in [dict(case.probe.arguments) for case in check.cases]
    assert run.names["result"] == run.names["case"]["x"] + 2 != 2 * run.names["case"]["x"]


def test_the_first_case_where_nothing_failed(run):
    """Is there something to try before the first check, and after one that passes?"""
    run(f'begin("{ID}")')
    assert "The first case of double" in run('case = failing("double")')
    assert "Try: " not in run(RIGHT + 'check("double")')
    assert "The first case of double" in run("case = failing(double)")


@pytest.mark.parametrize("call", ['failing("dubble")', "failing(3)"])
def test_what_there_is_no_case_of(run, call):
    """Is a wrong name answered in one line that says which there are?"""
    with pytest.raises(learner.NoCase, match="the setup cell"):
        run(call)
    run(f'begin("{ID}")')
    with pytest.raises(learner.NoCase, match='There are: "double", "total", "average"') as caught:
        run(call)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_a_notebook_without_it_is_not_sent_looking(run):
    """Does an older notebook, whose setup cell imports no `failing`, hear nothing of it?"""
    run(f'begin("{ID}")\ndel failing')
    assert "Try: " not in run(WRONG + 'check("double")')


@pytest.mark.parametrize("place", PLACES, ids=lambda p: f"{p.assignment_id}-{p.name}")
def test_every_case_of_every_exercise_can_be_handed_over(place):
    """Is it known by what it verifies, complete, and each time anew, for every kind of exercise?"""
    check = public_checks(place.course, place.assignment_id)[place.name]
    for case in check.cases:
        assert find_case(check, case.verifies) is case
        own = place.reference.namespace[place.name]
        words = how_to_use(place.name, case, own)
        assert place.name in words
        assert words.count("`") % 2 == 0
        made = make_case(case.probe, own)
        assert list(made) == list(case.probe.arguments)
        for name, value in made.items():
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                before = copy.deepcopy(value)
                value += 1
                np.testing.assert_array_equal(make_case(case.probe, own)[name], before)


def test_a_model_gets_its_inputs():
    """Can a model be built and fed as the check does it?"""
    course = next(course for course in COURSES if "w0_every_kind" in course.assignment_ids())
    reference = course.declaration("w0_every_kind").reference()
    case = make_case(public_checks(course, "w0_every_kind")["classifier"].cases[0].probe)
    model = reference.classifier(**case)
    assert isinstance(model, keras.Model)
    assert model(case.inputs["a"]).shape == (4, 2)


def test_cases_use_the_names_of_the_stub():
    """Does the call that is named fit the function that a learner is given, in every assignment?"""
    import inspect

    wrong = []
    for place in PLACES:
        if place.course is not COURSES[0]:
            continue
        own = place.reference.namespace[place.name]
        signature = inspect.signature(own)
        for case in public_checks(Course(), place.assignment_id)[place.name].cases:
            given = case.probe.arguments
            by_name = "(*case.values())" not in how_to_use(place.name, case, own)
            try:
                signature.bind_partial(**given) if by_name else signature.bind(*given.values())
            except TypeError:
                wrong.append((place.assignment_id, place.name, sorted(given)))
    assert not wrong
