"""Prints of slips in the public bundle: do they tell results apart, on every processor, and tell no more?"""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks.exercise_check import judge_exercise
from autograder.checks.slip_prints import (
    Print,
    PrintedSlips,
    has_prints,
    print_of,
    read_prints,
    write_prints,
)
from autograder.checks.slips import KINDS
from autograder.declaration.course import Course
from autograder.declaration.printed_slips import nudged, slip_prints
from autograder.notebook.serialize import bundle_text
from tests.autograder.declaration.test_slips import RIGHT, check_of

ASSIGNMENTS = Course().assignment_ids()
numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def signature(values):
    return {"parts": [np.array(values), "passes"]}


@given(numbers, st.floats(-1, 1))
def test_rounding_changes_no_print(values, noise):
    """Are results the same that differ by what another order of summation makes of float32?"""
    shaken = [value * (1 + 1e-6 * noise) for value in values]
    assert print_of([signature(values)]).is_like(print_of([signature(shaken)]))


@given(numbers, st.data())
def test_another_number_is_another_print(values, data):
    """Are results different that differ in one number, by more than rounding?"""
    place = data.draw(st.integers(0, len(values) - 1))
    other = [*values]
    other[place] = other[place] * 1.1 + (0.1 if other[place] >= 0 else -0.1)
    assert not print_of([signature(values)]).is_like(print_of([signature(other)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1.0, 2.0], [2.0, 1.0]),
        ([1.0], ["passes"]),
        (np.ones((2, 3)), np.ones((3, 2))),
        ([np.nan], [np.inf]),
        ([True], [1.0]),
        ("a", "b"),
        ({"W": 1.0}, {"U": 1.0}),
    ],
)
def test_forms_and_order_count(one, other):
    """Do order, shape, kind of value, text and names belong to a print?"""
    prints = [print_of([{"parts": [value]}]) for value in (one, other)]
    assert not prints[0].is_like(prints[1])
    assert prints[0].is_like(print_of([{"parts": [one]}]))


def test_words_of_an_error_do_not_count():
    """Is an error another one by its kind alone, since NumPy words it otherwise in each release?"""
    first, same, other = (
        print_of([{"error": error}])
        for error in (["ValueError", "a"], ["ValueError", "b"], ["TypeError", "a"])
    )
    assert first.is_like(same)
    assert not first.is_like(other)


def test_prints_survive_the_file():
    """Is what a file gives back like what was written, by kinds?"""
    prints = {
        "axis": [Print("0a", (1.23456789, -0.5)), Print("0b", (1e-9, 17.123456))],
        "term": [Print("0a", (2.0, 3.0))],
    }
    read = read_prints(json.loads(json.dumps(write_prints(prints))))
    assert list(read) == ["axis", "term"]
    for kind, several in prints.items():
        assert all(a.is_like(b) for a, b in zip(several, read[kind], strict=True))


def test_a_notebook_names_what_a_grade_names():
    """Does each slip that has a print go by the kind that a grade gives it?"""
    check = check_of(RIGHT)
    printed = PrintedSlips(slip_prints(check), [case.name for case in check.cases])
    compared = 0
    for slip in check.slips.answers[0].made():
        mine = {case.name: check.slips.answers[0].signature(slip, case) for case in check.cases}
        if found := printed.kinds(mine):
            assert found == check.slips.kinds(mine)
            compared += 1
    assert compared > 20


def test_what_a_processor_decides_has_no_print():
    """Is a slip left out whose result is rounding noise made large?"""
    noise = "def f(x, y):\n    u = x[0] * (1 / 3) + y[0]\n    v = u - y[0] - x[0] / 3\n"
    noise += "    return (v + 1e-3) / np.linalg.norm(v + 1e-3)\n"
    check = check_of(noise)
    shown = [slip for slip in check.slips.answers[0].made() if slip.kind == "term"]
    assert shown
    prints = slip_prints(check)["term"]
    # Without the 1e-3 above and below, the direction of a rounding error is left.
    alone = [one for one in shown if _is_noise(check, one)]
    assert alone
    for slip in alone:
        seen = print_of([check.slips.answers[0].signature(slip, case) for case in check.cases])
        assert not any(map(seen.is_like, prints))


def test_a_tie_that_a_processor_breaks_has_no_print():
    """Is a slip left out that makes two rows equal, so that `argmax` may take either?"""
    tie = "def f(x, y):\n    table = np.array([x[1], x[1]])\n    table[1] = table[1] + x[0]\n"
    tie += "    return np.argmax(table @ x.T, axis=0) + np.array([71, 113, 257, 311])\n"
    check = check_of(tie)
    prints, answer = slip_prints(check), check.slips.answers[0]
    shown = [
        answer.signatures_on(check.cases, slip)
        for slip in answer.made()
        if slip.kind == "statement"
    ]
    # Two statements can be left out without an error: what parts the rows, and the return.
    tie, _ = (print_of(signatures) for signatures in shown if "parts" in signatures[0])
    assert prints
    assert not any(map(tie.is_like, prints.get("statement", [])))


def _is_noise(check, slip):
    """Tells whether a slip's result changes when its inputs change in their last digits."""
    answer = check.slips.answers[0]
    arguments = [nudged(case.probe.arguments) for case in check.cases]
    first = [slip_result(answer, slip, case.probe.arguments) for case in check.cases]
    again = [slip_result(answer, slip, a) for a in arguments]
    both = zip(first, again, strict=True)
    return any(a is not None and not np.allclose(a, b, rtol=1e-6, atol=1e-6) for a, b in both)


def slip_result(answer, slip, arguments):
    with np.errstate(all="ignore"):
        try:
            return slip.function(**arguments)
        except (ValueError, TypeError):
            return None


def test_nudged_keeps_what_is_whole():
    """Are labels, zeros, infinities and integers as they were, and fractions larger by a rounding error?"""
    given_values = {"y": np.array([0.0, 1.0, 0.3, np.inf]), "n": 7, "p": [0.5, 2.0, "x"]}
    got = nudged(given_values)
    assert got["y"].tolist()[:2] == [0.0, 1.0]
    assert got["n"] == 7
    assert got["p"][1:] == [2.0, "x"]
    assert 0.3 < got["y"][2] < 0.3 + 1e-9
    assert 0.5 < got["p"][0] < 0.5 + 1e-9


@pytest.mark.parametrize("assignment_id", ASSIGNMENTS)
def test_prints_are_few_and_say_nothing_else(assignment_id):
    """Are a bundle's prints numbers and digests alone, and at most 15 in 100 of the rest or 150 kB?"""
    text = Course().bundle(assignment_id).read_text(encoding="utf-8")
    bundle = json.loads(text)
    for exercise in bundle["exercises"]:
        slips = exercise["slips"]
        assert set(slips) <= set(KINDS)
        for forms in slips.values():
            assert all(re.fullmatch("[0-9a-f]{8}", form) for form in forms)
            assert all(type(mean) in (float, int) for means in forms.values() for mean in means)
    without = {**bundle, "exercises": [{**e, "slips": {}} for e in bundle["exercises"]]}
    rest = len(bundle_text(without))
    assert len(text) - rest <= max(0.15 * rest, 150_000)
    assert any(exercise["slips"] for exercise in bundle["exercises"])


def test_draws_have_no_prints():
    """Is an exercise left out whose results hang on the stream of a generator?"""
    fixtures = Course("tests/fixtures/course").declaration("w0_every_kind")
    checks = {n: e.check(fixtures.reference(), 3) for n, e in list(fixtures.exercises.items())[:3]}
    assert not has_prints(checks["roll"].cases)
    assert slip_prints(checks["roll"]) == {}
    assert slip_prints(checks["scale_rows"])
    verdict = judge_exercise(
        checks["scale_rows"],
        lambda e, p, _: fixtures.reference().observe(e, p, lambda table: None),
    )
    assert verdict.status == "failed"
