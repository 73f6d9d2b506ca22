"""Hundreds of damaged notebooks: each gets a grade or a stated reason, by every path the same."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.notebook.raw import MAX_CELLS, read_raw
from autograder.notebook.submission import (
    MAX_ADDED_CELLS,
    MAX_FLAG_CHARACTERS,
    MAX_FLAGS,
    Refused,
    read_submission,
)
from tests.hostile import course as hostile
from tests.hostile.classroom import Classroom
from tests.hostile.damage import KINDS, damaged_by, damages
from tests.hostile.damage_files import another_notebook
from tests.hostile.gallery import Handed

COUNT = 520
SEED = int(os.environ.get("DAMAGE_SEED", "20"))
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """Returns a course and its solved notebook as a plain value."""
    course = hostile.make_course(tmp_path_factory.mktemp("solved"))
    return course, json.loads(json.dumps(hostile.solved(course)))


@pytest.fixture(scope="module")
def graded(solved, tmp_path_factory):
    """Returns the same damaged class, graded by the batch and by nbgrader's command."""
    print(f"\ndamaged with DAMAGE_SEED={SEED}")
    rooms = {}
    for path in ("fork", "nbgrader"):
        made = rooms[path] = Classroom(tmp_path_factory.mktemp(path), path)
        for number, damaged in enumerate(damages(solved[1], COUNT, SEED)):
            student = f"d{number:03}_{damaged.kind}"
            made.hand_in(student, Handed(damaged.data, damaged.file_name))
            made.expected[student] = {}
        made.grade()
        print(f"{path}: {COUNT} in {made.seconds:.0f} s")
    yield rooms
    for made in rooms.values():
        made.canaries.close()


def unseen(path, made):
    """Returns the students whose file nbgrader's own search does not find."""
    folder = made.course.folder / "submitted"
    named = {p.parents[1].name for p in folder.rglob("*.ipynb")}
    return set(made.expected) - named if path == "nbgrader" else set()


@pytest.mark.parametrize("path", ["fork", "nbgrader"])
def test_each_gets_a_grade_or_a_reason(graded, path):
    """Is no batch aborted, no submission lost, no grade empty, none without its reason?"""
    made = graded[path]
    assert made.status == 0, made.output[-3000:]
    assert "Traceback" not in made.output
    assert len(made.expected) == COUNT
    assert set(made.expected) - set(made.outcomes) == unseen(path, made)
    for student, outcome in made.outcomes.items():
        assert set(outcome.statuses) == set(hostile.EXERCISES), student
        for name, exercise in made.exercises.items():
            earned = outcome.statuses[name] in ("passed", "carried")
            assert outcome.points[name] == (exercise.points if earned else 0), student
        assert "Grading stopped with" not in outcome.report, f"{student}: {outcome.report}"
        if "refused" in outcome.statuses.values():
            assert set(outcome.statuses.values()) == {"refused"}
            assert "ipynb" in outcome.report, student


def test_both_paths_agree(graded):
    """Do the batch and nbgrader's command give every damaged notebook the same verdicts?"""
    one, other = graded["fork"].outcomes, graded["nbgrader"].outcomes
    different = {
        student: (one[student].statuses, other[student].statuses)
        for student in other
        if one[student].statuses != other[student].statuses
    }
    assert different == {}


def test_the_damages_are_worth_the_name(graded):
    """Do the damaged notebooks end in every way: all points, some, none, refused?"""
    outcomes = graded["fork"].outcomes.values()
    totals = [sum(outcome.points.values()) for outcome in outcomes]
    refused = sum("refused" in outcome.statuses.values() for outcome in outcomes)
    assert refused > COUNT / 10
    assert sum(total == 150 for total in totals) > COUNT / 10
    assert sum(0 < total < 150 for total in totals) > COUNT / 20
    assert len({student.partition("_")[2] for student in graded["fork"].expected}) == len(KINDS)


def test_the_same_seed_damages_alike(solved):
    """Can a damage that was found be made again from its seed, and another from another?"""
    first = [one.data for one in damages(solved[1], 60, 7)]
    assert first == [one.data for one in damages(solved[1], 60, 7)]
    assert first != [one.data for one in damages(solved[1], 60, 8)]


@pytest.mark.parametrize("path", ["fork", "nbgrader"])
def test_executed_notebooks_are_notebooks(graded, path):
    """Is what formgrader opens a valid notebook with a verdict at every check?"""
    for place in (graded[path].course.folder / "autograded").rglob("*.ipynb"):
        notebook = nbformat.read(place, as_version=4)
        nbformat.validate(notebook)
        checks = [cell for cell in notebook.cells if cell.id.startswith("check_")]
        assert len(checks) == len(hostile.EXERCISES)
        assert all(cell.outputs for cell in checks)


# ------------------------------------------------------------------------------- the reader alone

texts = st.text(max_size=40) | st.sampled_from(
    ["def double(x):\n    return 2", "%%bash\nls", "!ls", "("]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
ids = st.sampled_from(["double", "total", "setup", "check_double", "given", "new"]) | values
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | values,
        "source": texts | st.lists(texts, max_size=3) | values,
        "id": ids,
        "metadata": st.fixed_dictionaries({}, optional={
            "nbgrader": st.fixed_dictionaries({}, optional={"grade_id": ids, "points": values}) | values,
            "tags": values, "id": ids,
        }) | values,
        "outputs": values,
    },
)  # fmt: skip
notebooks = st.fixed_dictionaries(
    {},
    optional={
        "nbformat": st.just(4) | values,
        "cells": st.lists(cells | values, max_size=12) | values,
        "metadata": st.fixed_dictionaries({}, optional={"autograder": values}) | values,
    },
)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def read_both(course, folder: Path, data: bytes):
    """Reads a file as grading does; returns None where it is refused with a reason."""
    path = folder / f"{hostile.ASSIGNMENT}.ipynb"
    path.write_bytes(data)
    assignment = course.declaration(hostile.ASSIGNMENT)
    refusal = ""
    try:
        raw = read_raw(path)
    except Refused as reason:
        refusal = str(reason)
    if refusal:
        assert path.name in refusal
        with pytest.raises(Refused):
            read_submission(path, course.release_notebook(hostile.ASSIGNMENT), assignment)
        return None
    assert len(raw.cells) <= MAX_CELLS
    return read_submission(path, course.release_notebook(hostile.ASSIGNMENT), assignment)


def require_sound(course, submission) -> None:
    """Makes sure that what was read can be graded, kept and shown."""
    assert len([c for c in submission.cells if c.origin == "added"]) <= MAX_ADDED_CELLS
    assert len(submission.flags) <= MAX_FLAGS + 1
    assert all(len(flag) <= MAX_FLAG_CHARACTERS and flag.isprintable() for flag in submission.flags)
    json.dumps([c.source for c in submission.cells]).encode("ascii")
    "".join(c.source for c in submission.cells).encode("utf-8")
    nbformat.validate(submission.notebook)
    nbformat.writes(submission.notebook).encode("utf-8")
    template = hostile.blank(course)
    released = {c.id: c.source for c in template.cells if c.id in ("setup", "given")}
    ran = {c.id: c.source for c in submission.cells if c.origin == "release"}
    assert ran.items() >= released.items()
    marks = [c.metadata["nbgrader"] for c in submission.notebook.cells if "nbgrader" in c.metadata]
    wanted = [c.metadata["nbgrader"] for c in template.cells if "nbgrader" in c.metadata]
    assert sorted(map(str, marks)) == sorted(map(str, wanted))


@relaxed
@given(content=notebooks)
def test_any_tree_is_read_or_refused(solved, tmp_path_factory, content):
    """Is every tree of values refused in words, or read with the release's cells all in place?"""
    course, _ = solved
    folder = tmp_path_factory.getbasetemp()
    submission = read_both(course, folder, json.dumps(content).encode())
    if submission is not None:
        require_sound(course, submission)


@relaxed
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8")))
def test_any_bytes_are_read_or_refused(solved, tmp_path_factory, data):
    """Are bytes that are no notebook refused with the name of the file?"""
    course, _ = solved
    submission = read_both(course, tmp_path_factory.getbasetemp(), data)
    assert submission is None or isinstance(submission.cells, list)


@relaxed
@example(seed=352, damage=another_notebook)  # its release is a mark of byte order
@given(seed=st.integers(0, 2**32), damage=st.sampled_from(KINDS))
def test_any_damage_is_read_or_refused(solved, tmp_path_factory, seed, damage):
    """Does what the damages make, whatever the seed, keep the reader's promises?"""
    course, notebook = solved
    data = damaged_by(damage, random.Random(seed), notebook)
    submission = read_both(course, tmp_path_factory.getbasetemp(), data)
    if submission is not None:
        require_sound(course, submission)
