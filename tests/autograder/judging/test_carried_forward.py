"""Errors carried forward: is an exercise judged for what it does itself, and nothing given away?"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.checks.cells import RunnableCell
from autograder.checks.verdict import Verdict
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.carried_forward import (
    MAX_ARRAY_BYTES,
    MAX_EXERCISE_BYTES,
    MAX_ITEMS,
    Answers,
    with_right_dependencies,
)
from autograder.judging.judge import Judge
from autograder.runner.remote_call import STATE_KEY
from autograder.runner.wire import WireError

NAME = "w0_every_kind"
SCALES_COLUMNS = "def scale_rows(table):\n    table /= table.sum(axis=0, keepdims=True)"
ROLLS_EVENLY = "def roll(weights, rng):\n    return int(rng.integers(len(weights)))"
STUB = "def scale_rows(table):\n    raise NotImplementedError('Replace this line.')"


@pytest.fixture(scope="module")
def judge():
    course = Course(Path(__file__).parents[2] / "fixtures" / "course")
    with Judge(course, NAME, seed=11) as made:
        yield made


@pytest.fixture(scope="module")
def right(judge):
    """A process that holds the reference."""
    with judge._session(judge._reference_cells) as session:
        yield session


def grade(judge: Judge, **sources: str) -> dict:
    """Grades the reference with some cells replaced; returns exercise to verdict."""
    cells = [
        RunnableCell(c.id, sources.get(c.id, c.source), "solution" if c.exercise else "release")
        for c in reference_cells(read_source(judge.course.source(NAME)))
    ]
    return {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}


def test_right_loop_on_a_wrong_cell_is_carried(judge: Judge):
    """Does a right exercise that calls two wrong ones keep its points, and hear which to fix?"""
    verdicts = grade(judge, scale_rows=SCALES_COLUMNS, roll=ROLLS_EVENLY)
    assert (verdicts["scale_rows"].points, verdicts["roll"].points) == (0, 0)
    assert verdicts["scale_rows"].misconception == "scales_columns"
    carried = verdicts["roll_row"]
    assert (carried.status, carried.points, carried.carried_forward) == ("carried", 5, True)
    assert "scale_rows" in carried.hint
    assert "roll," in carried.hint


def test_right_loop_on_an_unwritten_cell_is_carried(judge: Judge):
    """Does it keep its points when what it calls is still a stub?"""
    verdicts = grade(judge, scale_rows=STUB)
    assert verdicts["scale_rows"].status == "missing"
    assert verdicts["roll_row"].status == "carried"


def test_wrong_loop_on_a_wrong_cell_gets_its_own_hint(judge: Judge):
    """Is a mistake of its own recognised, undisturbed by the mistake below?"""
    wrong = "def roll_row(table, row, rng):\n    scale_rows(table)\n    return roll(table[0], rng)"
    verdict = grade(judge, scale_rows=SCALES_COLUMNS, roll_row=wrong)["roll_row"]
    assert (verdict.points, verdict.misconception) == (0, "rolls_first_row")
    assert "scale_rows" in verdict.hint


def test_wrong_loop_on_a_right_cell_leaves_the_cell_its_points(judge: Judge):
    """Does the cell keep its points when only the loop is wrong?"""
    wrong = "def roll_row(table, row, rng):\n    scale_rows(table)\n    return roll(table[0], rng)"
    verdicts = grade(judge, roll_row=wrong)
    assert verdicts["roll_row"].points == 0
    assert verdicts["scale_rows"].points == 5


def test_what_could_not_be_checked_is_not_called_wrong():
    """If the check of what it calls failed itself: is a learner told that, and not to fix it?"""
    first = Verdict("total", 0, 20, "failed")
    again = Verdict.passed("total", 20, [], 0.1)
    said = with_right_dependencies(first, again, ["double"], unjudged=["double"]).hint
    assert said == "Your total is right; double, which it calls, could not be checked."
    assert "Fix that" in with_right_dependencies(first, again, ["double"]).hint


def test_loop_that_ignores_the_wrong_cell_simply_passes(judge: Judge):
    """Is an exercise that needs nothing of the wrong one passed, not carried?"""
    own = (
        "def roll_row(table, row, rng):\n    table /= table.sum(axis=1)[:, None]\n"
        "    return int(rng.choice(table.shape[1], p=table[row]))"
    )
    verdict = grade(judge, scale_rows=SCALES_COLUMNS, roll_row=own)["roll_row"]
    assert (verdict.status, verdict.carried_forward) == ("passed", False)


def test_stand_in_earns_nothing_for_the_dependency(judge: Judge):
    """Can the answers given to the loop be kept and returned as the cell's own work?"""
    thief = (
        "def roll_row(table, row, rng):\n"
        "    globals()['scale_rows'] = scale_rows\n"
        "    scale_rows(table)\n    return roll(table[row], rng)"
    )
    verdicts = grade(judge, scale_rows=SCALES_COLUMNS, roll_row=thief)
    assert verdicts["scale_rows"].points == 0
    assert verdicts["roll_row"].status == "carried"


def test_names_that_are_not_answered_for_end_the_case(judge: Judge):
    """Does a process that asks for another exercise's reference get nothing for it?"""
    curious = (
        "import gc\nfrom autograder.runner.wire import Pipe\n"
        "def roll_row(table, row, rng):\n"
        "    pipe = next(o for o in gc.get_objects() if isinstance(o, Pipe))\n"
        "    import sys\n    frame = sys._getframe()\n"
        "    while 'request' not in frame.f_locals:\n        frame = frame.f_back\n"
        "    nonce = frame.f_locals['request']['nonce']\n"
        "    pipe.send({'to': nonce, 'asks': 'cosine', 'arguments': [table[0], table[1]], 'named': {}})\n"
        "    return pipe.receive()['result']"
    )
    verdict = grade(judge, scale_rows=SCALES_COLUMNS, roll_row=curious)["roll_row"]
    assert (verdict.status, verdict.points) == ("crashed", 0)


def test_answer_returns_changed_arguments_and_generator_state(judge: Judge, right):
    """Does an answered call move the generator and change the array as the real call would?"""
    reference = judge.assignment.reference()
    rng = np.random.default_rng(5)
    state = {STATE_KEY: json.dumps(rng.bit_generator.state)}
    table = np.array([[1.0, 3.0], [2.0, 2.0]])
    seen = Answers(right)("roll_row", [table, 0, state], {})
    expected = reference.roll_row(table.copy(), 0, rng)
    assert seen["result"] == expected
    np.testing.assert_allclose(seen["arguments"][0], [[0.25, 0.75], [0.5, 0.5]])
    assert json.loads(seen["arguments"][2][STATE_KEY]) == json.loads(
        json.dumps(rng.bit_generator.state)
    )


@pytest.mark.parametrize(
    "arguments",
    [["x"], [], [None, 0, 0], [{STATE_KEY: "{}"}, 0, 0], [{STATE_KEY: "no json"}], [[[[]]]]],
)
def test_answer_to_nonsense_is_an_error_in_words(right, arguments):
    """Is a call with nonsense answered by an error, whatever it is?"""
    seen = Answers(right)("roll_row", arguments, {})
    assert set(seen) == {"error"}


@pytest.mark.parametrize(
    "arguments",
    [[np.zeros(MAX_ARRAY_BYTES // 8 + 1), 1], [["x"] * (MAX_ITEMS + 1)], [["x" * 999] * 9999],
     [dict.fromkeys(range(MAX_ITEMS + 1))], [[[0] * 999] * 999], "not a list"],
)  # fmt: skip
def test_answer_refuses_what_no_honest_call_sends(arguments):
    """Is what is large, or grows when it is decoded, refused before it goes anywhere?"""
    with pytest.raises(WireError):
        Answers(Nobody())("cosine", arguments, {})


def test_sound_goes_through_and_not_without_end():
    """Do ten seconds of sound and as much for a clip pass, and are all calls counted together?"""
    answers = Answers(Nobody())
    sound = [np.zeros(160_000), np.zeros(160_000), [(3, 4)] * 50]
    count = MAX_EXERCISE_BYTES // (2 * 160_000 * 8)
    for _ in range(count - 1):
        assert answers("cosine", sound, {}) == {"result": None}
    half = [np.zeros(160_000)]
    with pytest.raises(WireError, match="together"):
        all(answers("cosine", half, {}) for _ in range(4))


class Nobody:
    """Stands for the process with the reference, and has nothing to say."""

    def call(self, *_):
        return {"result": None}
