"""What a case expects that states nothing: the reference's results, whatever the probe."""

from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest

from autograder.checks.exercise_check import judge_exercise
from autograder.checks.expectations import Between
from autograder.checks.probes import (
    BeforeAfter,
    Call,
    ManyInputs,
    Returned,
    ReturnedModels,
    Steps,
    Take,
)
from autograder.declaration.exercise import Exercise, Trial
from autograder.declaration.shown import as_shown


def paths(probe, seen, **options):
    return [one.paths() for one in as_shown(Exercise("f", 1, **options), probe, seen)]


def test_each_probe_has_its_places():
    """Is every part that is shown compared, and arguments that must stay?"""
    x = np.zeros(2)
    assert paths(Call({"x": x}), {"result": 1, "arguments": {"x": x}}) == [["result"], []]
    assert paths(Take({"x": [1]}), {"items": [1]}) == [["items"], []]
    assert paths(Steps({}, [["add", {}]], ["n"]), {"results": [1], "attributes": {"n": 1}}) == [
        ["results.0"],
        ["attributes"],
    ]
    assert paths(Returned({}, [["a", []]]), {"results": {"a": 1}}) == [["results.a"]]


def test_a_function_that_returns_nothing_is_judged_by_what_it_changed():
    """Is a returned value free where the reference returns none, and else compared call by call?"""
    probe = BeforeAfter({"x": 1}, {}, times=2)
    assert paths(probe, {"results": [None, None], "after": {"w": 1}}) == [["after.w"]]
    assert paths(probe, {"results": [1.0, 2.0], "after": {"w": 1}}) == [
        ["results.0"],
        ["results.1"],
        ["after.w"],
    ]


@pytest.mark.parametrize("probe", [ManyInputs({}), ReturnedModels({})])
def test_what_has_no_single_right_value_must_be_stated(probe):
    """Is a case that would compare random weights refused when it is made?"""
    with pytest.raises(TypeError, match=f"{type(probe).__name__} must state its expectations"):
        paths(probe, {"results": {}, "answers": []})


class Twice:
    """Stands for the reference."""

    cells: ClassVar[dict[str, str]] = {}

    def observe(self, _exercise, probe, function=None):
        return probe.run(function or (lambda x: 2 * x))


def test_a_trial_may_want_what_the_reference_shows_and_more():
    """Do expectations under `also` come on top of the reference's result?"""
    exercise = Exercise("twice", 3)

    @exercise.case("It is doubled.")
    def one(rng):
        return Trial(Call({"x": 4}), also=[Between("result", None, 5, "It is too large.")])

    check = replace(exercise.check(Twice(), 1), slips=None)  # It has no cell to make slips of.
    verdicts = [
        judge_exercise(check, lambda _, probe, seconds, f=f: probe.run(f))
        for f in (lambda x: 3 * x, lambda x: 2 * x)
    ]
    assert [verdict.status for verdict in verdicts] == ["failed", "failed"]
    assert verdicts[1].hint == "It is too large."
