"""Can an exercise be earned without being solved, by whoever only knows the answers to other inputs?

A learner's process may be made to say anything, and reference and public cases are open to all. So no
exercise may be passed by a function of the number of the question, of which case it is, of the
arguments' kinds and shapes, by a table of the public cases, by one answer always or by a hash of the
arguments (`tests/forgeries.py`). What right answers hang on has to be drawn from the seed.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.checks.probes import Call, ManyInputs, Probe
from autograder.declaration.exercise import Case, Exercise
from autograder.declaration.public_cases import PUBLIC_SEED
from tests.autograder.exercises.test_exercises import PLACES, Place, check_of
from tests.forgeries import SECRET_SEEDS, Forger, book_of, forgers, passed_by

KINDS = ("number", "case", "shapes", "table", "constant", "hash")


def takes_nothing(probe: Probe) -> bool:
    """Tells whether what the learner wrote is called without anything that could change."""
    is_bare = isinstance(probe, (Call, ManyInputs)) and not probe.patches
    return is_bare and not probe.arguments


@cache
def forgers_of(place: Place) -> dict[str, list[Forger]]:
    """Returns those who know the reference's answers to the public inputs."""
    return forgers(book_of(check_of(place, PUBLIC_SEED), place.reference))


@pytest.mark.proof("exercise")
@pytest.mark.parametrize("place", PLACES, ids=lambda p: f"{p.assignment_id}-{p.name}")
def test_nobody_passes_without_solving(place: Place):
    """Is no forger right about every case, whatever the seed?"""
    if all(takes_nothing(case.probe) for case in check_of(place, PUBLIC_SEED).cases):
        pytest.skip("It takes nothing, so one answer is right always: who copies it has it.")
    seeds = [
        f"{kind}, seed {seed}"
        for seed in SECRET_SEEDS
        for kind, some in forgers_of(place).items()
        if passed_by(some, check_of(place, seed)).whole
    ]
    assert not seeds, f"{place.name} is passed by a function of: {'; '.join(seeds)}"


# -------------------------------------------------------------------- the forgers themselves


def exercise_of(answer: Any, *cases: Any) -> tuple[Exercise, Any]:
    """Returns an exercise of one argument with its reference.

    Args:
        answer: The right function.
        *cases: Functions from generator to arguments.
    """
    exercise = Exercise("answer", 10)
    for number, make in enumerate(cases):
        exercise.cases.append(Case(f"case_{number}", "it is right", make))
    reference = SimpleNamespace(
        observe=lambda name, probe, function=None: probe.run(function or answer),
        namespace={},
        cells={},
    )
    return exercise, reference


def kinds_that_pass(exercise: Exercise, reference: Any) -> set[str]:
    """Returns which kinds of forgers pass under every secret seed."""
    kinds = forgers(book_of(exercise.check(reference, PUBLIC_SEED), reference))
    checks = [exercise.check(reference, seed) for seed in SECRET_SEEDS]
    return {
        kind
        for kind, some in kinds.items()
        if all(passed_by(some, check).whole for check in checks)
    }


def word(rng: Any, length: int) -> str:
    return "".join(rng.choice(list("abcdefgh"), length))


def flipped(rng: Any) -> dict[str, str]:
    """Two words of three letters, as likely as not the same."""
    first = word(rng, 3)
    return {"one": first, "other": first if rng.random() < 0.5 else first[:2] + "z"}


def equal(one: str, other: str) -> bool:
    return one == other


@pytest.mark.parametrize(
    ("answer", "cases", "kinds"),
    [
        pytest.param(
            equal,
            [lambda rng: dict.fromkeys(("one", "other"), word(rng, 3)),
             lambda rng: {"one": word(rng, 3), "other": "xyz"}],
            {"number", "case", "shapes", "hash"},
            id="the order of answers never changes",
        ),
        pytest.param(
            equal,
            [lambda rng: {"one": "ab", "other": "ab"}, lambda rng: {"one": "ab", "other": "cd"}],
            {"number", "case", "shapes", "table", "hash"},
            id="the questions never change",
        ),
        pytest.param(
            len, [lambda rng: {"text": word(rng, 3)}] * 3, set(KINDS), id="one answer to everything"
        ),
        pytest.param(
            lambda xs: len(xs) * 2,
            [lambda rng, n=n: {"xs": [1.0] * n} for n in (3, 5)],
            {"number", "case", "shapes", "table", "hash"},
            id="the answer hangs on the size",
        ),
        pytest.param(equal, [flipped] * 12, set(), id="drawn which answer is right"),
        pytest.param(
            sum, [lambda rng: {"xs": rng.normal(size=3).tolist()}] * 2, set(), id="drawn numbers"
        ),
    ],
)  # fmt: skip
def test_forgers_pass_what_they_should(answer, cases, kinds):
    """Do forgers earn what is badly asked, each kind what it is about, and nothing asked well?"""
    assert kinds_that_pass(*exercise_of(answer, *cases)) == kinds
