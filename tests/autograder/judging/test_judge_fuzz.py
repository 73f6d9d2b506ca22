"""Replies that no honest process sends: the judge survives them all, and pays for none."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.exercise_check import CheckCase, ExerciseCheck, signature_of
from autograder.declaration.course import Course
from autograder.judging.judge import _well_formed, judge_safely
from autograder.runner.wire import WireError, decode, encode

COURSES = {
    "w0_every_kind": Course(Path(__file__).parents[2] / "fixtures" / "course"),
    "w1_recurrent_cells": Course(),
    "w1_dinosaur_names": Course(),
}
PLACES = [
    (assignment_id, name)
    for assignment_id, course in COURSES.items()
    for name in course.declaration(assignment_id).exercises
]
WORDS = st.sampled_from(
    "result arguments error missing crashed timeout seconds first second draws items lazy results "
    "attributes outputs trained losses parameters type message line bases code function".split()
)
NUMBERS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=5)
    | hnp.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)
RECIPES = st.sampled_from(["Repeated", "Generator"])
PLAIN = st.recursive(
    NUMBERS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(WORDS | st.integers(), inner, max_size=4)
        | st.builds(lambda kind, rest: {"__recipe__": kind, "with": rest}, RECIPES | inner, inner)
    ),
    max_leaves=12,
)


@cache
def sheet_and_truth(assignment_id: str, name: str) -> tuple[ExerciseCheck, dict[str, dict]]:
    """Returns a check without known mistakes (they cost time) and what the reference shows."""
    assignment = COURSES[assignment_id].declaration(assignment_id)
    reference = assignment.reference()
    check = assignment.exercises[name].check(reference, 5)
    seen = {case.name: reference.observe(name, case.probe) for case in check.cases}
    return ExerciseCheck(check.exercise, check.points, check.cases, {}), seen


class _SameTrait(dict):
    """A known mistake that gives the very reply."""

    def __init__(self, case: CheckCase, reply: Any):
        super().__init__(same=None)
        self.case, self.reply = case, reply

    def __getitem__(self, name: str) -> Any:
        return signature_of(self.case, _well_formed(self.reply))


def judge(check: ExerciseCheck, replies: dict[str, Any]) -> Any:
    """Judges replies that went through the wire."""
    try:
        waiting = [decode(encode(replies[case.name])) for case in check.cases]
    except WireError:
        assume(False)

    # That a mistake is recognised by what came compares odd values with odd ones, too.
    same = [
        replace(c, signatures=_SameTrait(c, r)) for c, r in zip(check.cases, waiting, strict=True)
    ]
    check = replace(check, cases=same, hints={"same": "The mistake is the same."})

    def ask(*_: Any) -> Any:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    faults: list[str] = []
    verdict = judge_safely(check, ask, faults)
    # Only a fault of ours leaves an answer unjudged: an odd one is wrong, and nothing else.
    assert (verdict.status, faults) != ("unjudged", faults)
    return verdict


@pytest.mark.parametrize("reason", ["missing", "crashed"])
def test_a_reason_without_words_gets_some(reason):
    """Is something said where a process says that something is wrong, and not what?"""
    check, _ = sheet_and_truth(*PLACES[0])
    verdict = judge(check, {case.name: {reason: ""} for case in check.cases})
    assert (verdict.status, verdict.points) == (reason, 0)
    assert len(verdict.hint) > 10


@pytest.mark.parametrize(("assignment_id", "name"), PLACES, ids=lambda value: value)
@given(data=st.data())
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_made_up_replies_earn_nothing(assignment_id, name, data):
    """Whatever plain values come back: is there a verdict in words, and no point?"""
    check, _ = sheet_and_truth(assignment_id, name)
    reply = data.draw(st.dictionaries(WORDS, PLAIN, max_size=6) | PLAIN)
    verdict = judge(check, {case.name: reply for case in check.cases})
    assert verdict.points == 0
    assert not verdict.is_right
    assert verdict.hint
    json.dumps(verdict.record())


def replaced(value: Any, path: list[int], new: Any) -> Any:
    """Returns a value with one part exchanged; a path leads into dicts and lists by position."""
    if not path or not isinstance(value, (dict, list, tuple)) or not value:
        return new
    at = path[0] % len(value)
    if isinstance(value, dict):
        key = list(value)[at]
        return {**value, key: replaced(value[key], path[1:], new)}
    items = list(value)
    items[at] = replaced(items[at], path[1:], new)
    return type(value)(items)


@pytest.mark.parametrize(("assignment_id", "name"), PLACES, ids=lambda value: value)
@given(data=st.data())
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_right_replies_with_a_strange_part_are_judged(assignment_id, name, data):
    """Does a right reply with any one part exchanged get a verdict, and never an exception?"""
    check, seen = sheet_and_truth(assignment_id, name)
    case = data.draw(st.sampled_from([case.name for case in check.cases]))
    path = data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=4))
    broken = replaced(seen[case], path, data.draw(PLAIN))
    verdict = judge(check, {**seen, case: broken})
    assert verdict.points in (0, check.points)
    json.dumps(verdict.record())


@pytest.mark.parametrize(("assignment_id", "name"), PLACES, ids=lambda value: value)
def test_the_references_replies_pass(assignment_id, name):
    """Do the untouched replies pass the same way, so that the two tests above test something?"""
    check, seen = sheet_and_truth(assignment_id, name)
    assert judge(check, seen).is_right
