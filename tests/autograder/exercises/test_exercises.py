"""Every exercise of every assignment, and of the fixture course: is its check right both ways?

The reference and each other right answer pass, each known mistake fails with its own hint, the
untouched stub scores nothing, and small changes to the reference are noticed.
"""

from __future__ import annotations

import ast
import contextlib
import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.checks.bundle import read_checks
from autograder.checks.cells import run_cell
from autograder.checks.exercise_check import ExerciseCheck, judge_exercise
from autograder.checks.expectations import Distributed
from autograder.declaration.course import Course
from autograder.declaration.exercise import Exercise
from autograder.declaration.public_cases import make_bundle
from autograder.declaration.reference import Reference
from autograder.declaration.region import without_solution
from autograder.declaration.variant import Slip
from tests.mutants import mutants, passes

SEEDS = [1, 2, 3, 4, 5]
COURSES = [Course(), Course(Path(__file__).parents[2] / "fixtures" / "course")]
MUTANT_SECONDS = 10
QUICK_SECONDS = 10  # the time limit of an exercise that trains nothing


@dataclass(frozen=True)
class Place:
    """One exercise of one course."""

    course: Course
    assignment_id: str
    name: str

    @property
    def exercise(self) -> Exercise:
        return self.course.declaration(self.assignment_id).exercises[self.name]

    @property
    def reference(self) -> Reference:
        return self.course.declaration(self.assignment_id).reference()

    def ask(self, function: Any = None):
        return lambda name, probe, seconds: self.reference.observe(name, probe, function)


@cache
def check_of(place: Place, seed: int) -> ExerciseCheck:
    return place.exercise.check(place.reference, seed)


PLACES = [
    Place(course, assignment_id, name)
    for course in COURSES
    for assignment_id in course.assignment_ids()
    for name in course.declaration(assignment_id).exercises
]
# The public cases are asked in every run, other inputs and mutants where something has changed.
secret = pytest.mark.proof("exercise")
every_exercise = pytest.mark.parametrize(
    "place", PLACES, ids=lambda p: f"{p.assignment_id}-{p.name}"
)


@pytest.fixture
def seeds(request, place: Place) -> list[int]:
    """All seeds; but for --long only the first two of what trains models or draws a thousand times."""
    is_quick = place.exercise.time_limit <= QUICK_SECONDS and not draws(place)
    return SEEDS if is_quick or request.config.getoption("--long") else SEEDS[:2]


def draws(place: Place) -> bool:
    """Tells whether the exercise is asked for distributions."""
    kinds = {type(e) for case in check_of(place, SEEDS[0]).cases for e in case.expectations}
    return Distributed in kinds


def variants(kind: str) -> list:
    return [
        pytest.param(place, variant, id=f"{place.assignment_id}-{place.name}-{variant.name}")
        for place in PLACES
        for variant in getattr(place.exercise, kind)
    ]


@secret
@every_exercise
def test_reference_passes(place: Place, seeds):
    """Does the reference get full marks, whatever the inputs?"""
    for seed in seeds:
        verdict = judge_exercise(check_of(place, seed), place.ask())
        assert verdict.status == "passed", f"seed {seed}\n{verdict.text()}"
        assert verdict.points == place.exercise.points


@secret
@pytest.mark.parametrize(("place", "variant"), variants("alternatives"))
def test_alternatives_pass(place: Place, variant, seeds):
    """Does another right answer get full marks, whatever the inputs?"""
    for seed in seeds:
        verdict = judge_exercise(check_of(place, seed), place.ask(variant.function))
        assert verdict.status == "passed", f"seed {seed}\n{verdict.text()}"


@secret
@pytest.mark.parametrize(("place", "variant"), variants("misconceptions"))
def test_misconceptions_fail_with_their_own_hint(place: Place, variant, seeds):
    """Does a known mistake score nothing and get the hint that is meant for it?"""
    for seed in seeds:
        verdict = judge_exercise(check_of(place, seed), place.ask(variant.function))
        assert verdict.points == 0, f"seed {seed}: {variant.name} passes"
        assert verdict.misconception == variant.name, f"seed {seed}\n{verdict.text()}"
        assert verdict.hint == variant.hint


@every_exercise
def test_public_cases_judge_alike(place: Place):
    """Do the public cases, read back from JSON, tell right from wrong with the same hints?"""
    check = public_checks(place.course, place.assignment_id)[place.name]
    assert judge_exercise(check, place.ask()).status == "passed"
    for variant in place.exercise.alternatives:
        verdict = judge_exercise(check, place.ask(variant.function))
        assert verdict.status == "passed", f"{variant.name}\n{verdict.text()}"
    for variant in place.exercise.misconceptions:
        verdict = judge_exercise(check, place.ask(variant.function))
        assert verdict.misconception == variant.name, f"{variant.name}\n{verdict.text()}"


@cache
def public_checks(course: Course, assignment_id: str) -> dict[str, ExerciseCheck]:
    """Returns the public cases as learners have them; that they are up to date is a test of its own."""
    path = course.bundle(assignment_id)
    if path.is_file():
        return read_checks(json.loads(path.read_text(encoding="utf-8")))
    return read_checks(json.loads(json.dumps(make_bundle(course, assignment_id))))


@every_exercise
def test_untouched_stub_scores_nothing(place: Place):
    """Is a stub reported as not written yet, with no points and no crash?"""
    stub = stub_source(place)
    namespace = dict(place.reference.namespace)
    run_cell(stub, "<cell stub>", namespace)
    check = public_checks(place.course, place.assignment_id)[place.name]
    verdict = judge_exercise(check, place.ask(namespace[place.name]))
    assert (verdict.status, verdict.points) == ("missing", 0)


def stub_source(place: Place) -> str:
    """Returns the solution cell with its solutions replaced, as learners get it."""
    source = place.reference.cells[place.name]
    return without_solution(source, instead='raise NotImplementedError("Replace this line.")')


@secret
@every_exercise
def test_mutants_of_the_reference_fail(place: Place):
    """Is every small change to the reference noticed, or argued to change nothing promised?"""
    exercise, source = place.exercise, place.reference.cells[place.name]
    survivors = []
    used = set()
    slips = [v.source_in(source) for v in exercise.misconceptions if isinstance(v, Slip)]
    declared = {ast.unparse(ast.parse(text)) for text in slips}  # each fails by a test of its own
    for mutant in mutants(source):
        if mutant.change in exercise.equivalent_mutants:
            used.add(mutant.change)
        elif mutant.source in declared:
            continue
        elif all(survives(place, mutant.source, seed) for seed in SEEDS[:2]):
            survivors.append(mutant.change)
    assert not survivors, "These changes are not noticed:\n" + "\n".join(survivors)
    unused = set(exercise.equivalent_mutants) - used
    assert not unused, f"Argued equivalent, but no such mutant: {unused}"


def survives(place: Place, source: str, seed: int) -> bool:
    namespace = dict(place.reference.namespace)
    try:
        with time_limit(MUTANT_SECONDS):
            run_cell(source, "<cell mutant>", namespace)
            return passes(check_of(place, seed), place.ask(namespace[place.name]))
    except (KeyboardInterrupt, SyntaxError):
        return False


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "place",
    [p for p in PLACES if p.course is COURSES[0]],
    ids=lambda p: f"{p.assignment_id}-{p.name}",
)
def test_declaration_meets_the_bar(place: Place):
    """Are there enough misconceptions and alternatives, each with a hint of its own?"""
    exercise = place.exercise
    hints = [variant.hint for variant in exercise.misconceptions]
    assert len(exercise.alternatives) >= 3
    assert len(hints) >= 6
    assert len(set(hints)) == len(hints)
