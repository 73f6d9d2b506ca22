"""The check in a notebook, for every kind of exercise: from the public cases as JSON alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.checks.bundle import read_checks
from autograder.checks.cells import run_cell
from autograder.declaration.course import Course
from autograder.declaration.public_cases import make_bundle
from autograder.declaration.source import read_source, reference_cells
from autograder.learner.checking import check_in

COURSE = Course(Path(__file__).parents[2] / "fixtures" / "course")
NAME = "w0_every_kind"


@pytest.fixture(scope="module")
def checks():
    return read_checks(json.loads(json.dumps(make_bundle(COURSE, NAME))))


@pytest.fixture
def namespace():
    """The names of a notebook that is solved."""
    names: dict = {}
    for cell in reference_cells(read_source(COURSE.source(NAME))):
        run_cell(cell.source, f"<cell {cell.id}>", names)
    return names


def test_a_solved_notebook_passes_every_check(checks, namespace):
    """Does each kind of exercise pass in the learner's own notebook?"""
    for name, check in checks.items():
        verdict = check_in(check, namespace)
        assert verdict.status == "passed", f"{name}\n{verdict.text()}"


def test_a_generator_that_prepares_for_ever_is_stopped(checks, namespace):
    """Does the notebook come back, and say so, where a learner collects what has no end?"""

    def epochs(x, y, size, rng):
        while True:
            x = [*x[1:], x[0]]
        yield x

    verdict = check_in(replace(checks["epochs"], time_limit=0.5), {**namespace, "epochs": epochs})
    assert verdict.status == "timeout"
    assert "ran longer than 0.5 seconds" in verdict.hint


def test_a_wrong_network_is_shown_an_example(checks, namespace):
    """Does a learner read for which bits the network set by hand is wrong, and how often?"""
    W1, b1, W2, b2 = namespace["xor_by_hand"]()
    W1[7, 0] = 0.7
    verdict = check_in(
        checks["xor_by_hand"], {**namespace, "xor_by_hand": lambda: (W1, b1, W2, b2)}
    )
    assert "Expected: 0 for the bits 000000010000\n" in verdict.text()
    assert "Received: 1; wrong in all: 512 of 1,024 with neither bit" in verdict.text()
