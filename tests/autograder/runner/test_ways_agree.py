"""Forked from a fork server or started from nothing: the same submissions get the same verdicts."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest

from autograder.checks.cells import RunnableCell
from autograder.checks.verdict import Verdict
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.errors import CourseError
from autograder.judging.judge import Judge
from tests.plain_user import as_plain_user, is_possible

FIXTURE = Course(Path(__file__).resolve().parents[2] / "fixtures" / "course")
CLASSES = {
    "w0_every_kind": (FIXTURE, 2),
    "w1_recurrent_cells": (Course(), 6),
    "w1_dinosaur_names": (Course(), 1),
}
# What a model begins with, and what a mistake draws from a generator of its own.
BY_CHANCE = {"classifier", "build_language_model", "roll", "sample", "sample_with_temperature"}
pytestmark = pytest.mark.timeout(280)


def submissions(course: Course, assignment_id: str, count: int) -> list[list[RunnableCell]]:
    """Returns the cells of a right submission, of stubs, and of some with known mistakes."""
    exercises = course.declaration(assignment_id).exercises
    cells = reference_cells(read_source(course.source(assignment_id)))

    def written(choose):
        return [
            RunnableCell(
                cell.id,
                choose(cell) if cell.exercise else cell.source,
                "solution" if cell.exercise else "release",
            )
            for cell in cells
        ]

    def mistake(index):
        def choose(cell):
            known = exercises[cell.exercise].misconceptions
            return (
                known[index % len(known)].source_for_notebook(cell.source) if known else cell.source
            )

        return choose

    stub = "raise NotImplementedError('Replace this line.')"
    right = written(lambda cell: cell.source)
    empty = written(lambda cell: f"def {cell.exercise}(*arguments):\n    {stub}")
    return [right, empty, *(written(mistake(i)) for i in range(count))]


def verdicts_by(way: str, course: Course, assignment_id: str, count: int) -> list[list[dict]]:
    """Returns all verdicts, seconds left out."""
    with Judge(course, assignment_id, seed=4, start_method=way, jail=True) as judge:
        judge.prepare()
        assert judge.launcher.start_method == way
        graded = [judge.grade(cells) for cells in submissions(course, assignment_id, count)]
        assert judge.launcher.start_method == way  # and not the fallback
    return [[_comparable(verdict) for verdict in one.verdicts] for one in graded]


def _comparable(verdict: Verdict) -> dict:
    """Returns a verdict without its seconds, and without the numbers that chance made."""
    plain = {**dataclasses.asdict(verdict), "seconds": None}
    if verdict.exercise in BY_CHANCE:
        plain["explanation"] = [re.sub(r"-?[\d.]+", "#", line) for line in plain["explanation"]]
    return plain


@pytest.mark.parametrize("assignment_id", CLASSES)
def test_forked_and_spawned_processes_agree(assignment_id):
    """Does a process forked after the imports give what a fresh interpreter gives, word for word?"""
    course, count = CLASSES[assignment_id]
    try:
        forked = verdicts_by("fork", course, assignment_id, count)
    except CourseError as reason:
        pytest.skip(f"no jail on this machine: {reason}")
    assert all(verdict["points"] == verdict["max_points"] for verdict in forked[0])
    assert all(verdict["points"] == 0 for verdict in forked[1])
    assert forked == verdicts_by("spawn", course, assignment_id, count)


@pytest.mark.skipif(not is_possible(), reason="only root can become a plain user")
def test_plain_user_and_root_agree():
    """Does the jail that a plain user makes hold the same attacks, and give the same verdicts?"""
    repository = Path(__file__).resolve().parents[3]
    code = (
        "import sys, tempfile; from pathlib import Path\n"
        f"sys.path.insert(0, {str(repository)!r})\n"
        "from autograder.runner.public_root import make_public_root\n"
        "from autograder.runner.self_test import attack\n"
        "from tests.autograder.runner.test_ways_agree import CLASSES, verdicts_by\n"
        "root = make_public_root(Path(sys.path[0]), Path(tempfile.mkdtemp()))\n"
        "print([aim for aim, held in attack(root, [sys.path[0]], [sys.path[0]]) if not held])\n"
        "name = 'w1_recurrent_cells'\n"
        "print(verdicts_by('fork', CLASSES[name][0], name, 3))"
    )
    done = as_plain_user([sys.executable, "-c", code])
    if "--without-jail" in done.stderr or "JailRefused" in done.stderr:
        pytest.skip(f"a plain user gets no jail here: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    through, verdicts = done.stdout.splitlines()
    assert through == "[]"
    assert verdicts == repr(verdicts_by("fork", Course(), "w1_recurrent_cells", 3))
