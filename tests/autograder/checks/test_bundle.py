"""The public bundle: does the check in a notebook judge as a grade does?"""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import bundle as bundles
from autograder.checks.bundle import BundleError, read_checks
from autograder.checks.exercise_check import ARBITRARY, CheckCase, ExerciseCheck, judge_exercise
from autograder.checks.expectations import Matches
from autograder.checks.probes import Call
from autograder.declaration.course import Course
from autograder.declaration.public_cases import PUBLIC_SEED, make_bundle

FIXTURES = Course(Path(__file__).parents[2] / "fixtures" / "course")
EVERY_KIND = "w0_every_kind"


@pytest.fixture(scope="module")
def bundle():
    """The bundle of the course with one exercise of every kind, as it lies in a file."""
    return json.loads(json.dumps(make_bundle(FIXTURES, EVERY_KIND)))


@pytest.fixture(scope="module")
def assignment():
    """The declaration that the bundle was made from."""
    return FIXTURES.declaration(EVERY_KIND)


def test_bundle_is_text_and_comes_out_the_same_again(bundle):
    """Do two builds give the same text, in standard JSON without NaN?"""
    again = make_bundle(FIXTURES, EVERY_KIND)
    again["exercises"] = [e for e in again["exercises"] if e["name"] != "classifier"]
    first = copy.deepcopy(bundle)
    # Weights of a Keras model start at random.
    first["exercises"] = [e for e in first["exercises"] if e["name"] != "classifier"]
    assert json.dumps(again, allow_nan=False) == json.dumps(first)


def test_sheets_survive_the_file(bundle, assignment):
    """Are inputs, expectations, hints, points and order after reading what was declared?"""
    read = read_checks(bundle)
    assert list(read) == list(assignment.exercises)
    for name, exercise in assignment.exercises.items():
        made, check = exercise.check(assignment.reference(), PUBLIC_SEED), read[name]
        assert (check.points, check.time_limit) == (made.points, made.time_limit)
        assert check.depends_on == list(made.depends_on)
        assert list(check.hints.items()) == list(made.hints.items())
        for one, other in zip(made.cases, check.cases, strict=True):
            assert (one.name, one.verifies, one.measure) == (
                other.name,
                other.verifies,
                other.measure,
            )
            assert str(one.probe.describe()) == str(other.probe.describe())
            assert list(one.probe.describe()["arguments"]) == list(
                other.probe.describe()["arguments"]
            )
            assert str([e.describe() for e in one.expectations]) == (
                str([e.describe() for e in other.expectations])
            )


def test_how_mistakes_are_known_survives_the_file():
    """Does a learner's check know what a mistake is recognised by, and where it is arbitrary?"""
    expected = Matches(2.0, known_by="measured.sizes")
    case = CheckCase("c", "it works", Call({"x": 1.0}), [expected], signatures={"m": ARBITRARY})
    written = json.dumps(bundles.write_check(ExerciseCheck("f", 1, [case], {"m": "A hint."})))
    [read] = bundles._read_check(json.loads(written)).cases
    assert read.signatures == {"m": ARBITRARY}
    assert read.expectations == [expected]


def test_public_cases_tell_right_from_wrong(bundle, assignment):
    """From the file alone: does the reference pass, and each known mistake get its own hint?"""
    reference = assignment.reference()
    for name, check in read_checks(bundle).items():

        def ask(exercise, probe, seconds, function=None):
            return reference.observe(exercise, probe, function)

        assert judge_exercise(check, ask).status == "passed", name
        for variant in assignment.exercises[name].misconceptions:
            wrong = judge_exercise(check, lambda e, p, s, v=variant: ask(e, p, s, v.function))
            assert wrong.misconception == variant.name
            assert wrong.hint == variant.hint


def test_bundle_holds_no_source(bundle, assignment):
    """Does the public file hold the text of a solution, an alternative or a known mistake?"""
    text = json.dumps(bundle)
    for exercise in assignment.exercises.values():
        for variant in [*exercise.misconceptions, *exercise.alternatives]:
            assert (
                variant.source_for_notebook(assignment.reference().cells[exercise.name]) not in text
            )
        assert json.dumps(assignment.reference().cells[exercise.name])[1:-1] not in text


@pytest.mark.parametrize("version", [None, 0, 2, "1", [1]])
def test_other_formats_are_refused(bundle, version):
    """Does a file of another release say so, and what to do?"""
    with pytest.raises(BundleError, match="format .* from one release"):
        read_checks({**bundle, "format": version})


def paths(value, prefix=()):
    """Yields the path of every part of a JSON value, down to the first levels of numbers."""
    yield prefix
    if len(prefix) > 7:
        return
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value[:4])
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from paths(item, (*prefix, key))


def damaged(value, path, replacement):
    """Returns a copy with one part replaced, or removed when the replacement is Ellipsis."""
    result = copy.deepcopy(value)
    place = result
    for key in path[:-1]:
        place = place[key]
    if replacement is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = replacement
    return result


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_damaged_files_are_told_in_words(small, data):
    """Can a file with a part missing or replaced raise anything but `BundleError`?"""
    path = data.draw(st.sampled_from(small[1]))
    replacement = data.draw(
        st.sampled_from([..., None, 3, "x", [], {}, [[]], {"__array__": "object"}])
    )
    try:
        read_checks(damaged(small[0], path, replacement))
    except BundleError as error:
        assert str(error).endswith("from one release.")  # noqa: PT017 - no error is fine too


@pytest.fixture(scope="module")
def small(bundle):
    """A bundle of its shortest exercise with the paths of all its parts."""
    shortest = min(bundle["exercises"], key=lambda entry: len(json.dumps(entry)))
    cut = {**bundle, "exercises": [shortest]}
    return cut, [path for path in paths(cut) if path]
