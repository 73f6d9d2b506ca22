"""Are known mistakes named that are in a function together with something else, and no others?"""

from dataclasses import replace

import numpy as np
import pytest

from autograder.checks.exercise_check import CheckCase, ExerciseCheck, judge_exercise, signature_of
from autograder.checks.expectations import Distributed, Matches
from autograder.checks.probes import Call, Draws, observe
from autograder.checks.recipes import Generator


class NoSlips:
    """Knows of none."""

    def kinds(self, mine):
        return set()

    def two_at_once(self, mine):
        return []


def right(x):
    return {"mean": x.mean(), "spread": x.std(), "largest": x.max()}


def changed(**parts):
    return lambda x: {**right(x), **{name: value(x) for name, value in parts.items()}}


MISTAKES = {
    "sum": changed(mean=np.sum),
    "variance": changed(spread=np.var),
    "index": changed(largest=lambda x: float(np.argmax(x)) + 0.125),
    "absolute": changed(largest=lambda x: np.abs(x).max()),
    "both_wrong": changed(mean=lambda x: np.median(x) + 0.37, spread=lambda x: 1.234567),
}
HINTS = {name: f"Hint of {name}." for name in MISTAKES}


def checked(function, mistakes=MISTAKES):
    """Judges a function by two cases; in the second the largest number is the largest in size."""
    cases = []
    for number, x in enumerate(([0.5, -3.25, 2.125, 0.75], [1.5, -0.5, 4.375])):
        probe = Call({"x": np.array(x)})
        case = CheckCase(f"case_{number}", "it works", probe, [Matches(right(np.array(x)))])
        seen = {n: signature_of(case, observe(lambda f=f: f, probe)) for n, f in mistakes.items()}
        cases.append(CheckCase(*[getattr(case, f) for f in ("name", "verifies", "probe")],
                               case.expectations, signatures=seen))  # fmt: skip
    check = ExerciseCheck("f", 1, cases, {n: HINTS[n] for n in mistakes}, slips=NoSlips())
    return judge_exercise(check, lambda _, probe, __: observe(lambda: function, probe))


def test_one_mistake_is_named_as_ever():
    """Is a single known mistake named without a word about a second?"""
    verdict = checked(MISTAKES["variance"])
    assert verdict.misconception == "variance"
    assert verdict.hint == "Hint of variance."


def test_two_known_ones_are_both_named():
    """Do mistakes in different outputs not hide each other?"""
    verdict = checked(changed(mean=np.sum, spread=np.var))
    assert verdict.misconception == "sum"
    assert "two things" in verdict.hint
    assert verdict.hint.endswith("First: Hint of sum. Second: Hint of variance.")


def test_a_known_one_beside_an_unknown_one():
    """Is what is known said, and that it is not all?"""
    verdict = checked(changed(mean=np.sum, spread=lambda x: x.std() + 7))
    assert verdict.misconception == "sum"
    assert verdict.hint == "There is more than one thing to mend. One of them: Hint of sum."


def test_one_that_shows_in_one_case_only():
    """Is what one number of one case shows not believed, beside another mistake that is sure?"""
    verdict = checked(changed(mean=np.sum, largest=lambda x: np.abs(x).max()))
    assert verdict.hint == "There is more than one thing to mend. One of them: Hint of sum."


def made_of_it(mean, spread):
    """What has two outputs, the second of which is made from the first."""
    return lambda x: {"mean": mean(x), "spread": spread(mean(x), x)}


def test_what_is_made_from_a_wrong_output_hides_nothing():
    """Is a mistake named by the output that it alone is in, where another works in what is made of it?"""

    def spread(mean, x):
        return np.sqrt(np.mean((x - mean) ** 2))

    def absolute(mean, x):
        return np.mean(np.abs(x - mean)) + 0.25

    mistakes = {"sum": made_of_it(np.sum, spread), "absolute": made_of_it(np.mean, absolute)}
    right_one = made_of_it(np.mean, spread)
    cases = []
    for number, x in enumerate(([0.5, -3.25, 2.125, 0.75], [1.5, -0.5, 4.375])):
        probe = Call({"x": np.array(x)})
        base = CheckCase(f"case_{number}", "it works", probe, [Matches(right_one(np.array(x)))])
        seen = {n: signature_of(base, observe(lambda f=f: f, probe)) for n, f in mistakes.items()}
        cases.append(replace(base, signatures=seen))
    check = ExerciseCheck("f", 1, cases, {n: f"Hint of {n}." for n in mistakes}, slips=NoSlips())
    both = made_of_it(np.sum, absolute)
    verdict = judge_exercise(check, lambda _, probe, __: observe(lambda: both, probe))
    assert verdict.hint == "There is more than one thing to mend. One of them: Hint of sum."


@pytest.mark.parametrize(
    "function",
    [
        changed(mean=lambda x: x.sum() + 1, spread=lambda x: x.std() + 7),  # nothing known
        changed(mean=lambda x: np.median(x) + 0.37),  # half of one that always shows whole
        changed(largest=lambda x: 4.375),  # right on one case, by chance like none
    ],
)
def test_what_is_not_there_is_not_named(function):
    """Is no hint given to who did not make the mistake?"""
    verdict = checked(function)
    assert verdict.misconception is None
    assert "Hint of" not in verdict.hint


def test_of_three_none_is_named():
    """Is less said where everything is wrong?"""
    verdict = checked(
        changed(mean=np.sum, spread=np.var, largest=lambda x: float(np.argmax(x)) + 0.125)
    )
    assert verdict.misconception is None


def test_an_error_elsewhere_hides_nothing():
    """Is a mistake seen on the cases that run, where another one stops the others?"""

    def stops(x):
        if len(x) == 4:
            raise KeyError("x")
        return MISTAKES["variance"](x)

    alone = checked(stops, {"variance": MISTAKES["variance"]})
    assert alone.misconception is None  # It would show in the case that stops, too.


def test_what_is_drawn_is_compared_whole():
    """Does a mistake that shows in the odds, a list of outcomes, end in a verdict like any other?"""
    probe = Draws({"rng": Generator(3)}, count=200)
    outcomes = [[value, 1 / 4] for value in range(4)]
    expected = [Distributed(outcomes)]
    base = CheckCase("drawn", "each is as likely", probe, expected)
    lopsided = observe(lambda: lambda rng: int(rng.integers(3)), probe)
    case = replace(base, signatures={"lopsided": signature_of(base, lopsided)})
    check = ExerciseCheck("f", 1, [case], {"lopsided": "Hint."}, slips=NoSlips())
    for function in (lambda rng: 0, lambda rng: int(rng.integers(3))):
        verdict = judge_exercise(check, lambda _, p, __, f=function: observe(lambda: f, p))
        assert verdict.status == "failed"
