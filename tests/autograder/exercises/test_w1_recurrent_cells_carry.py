"""Loops and cells of "An RNN, one step at a time": is each judged for what it does itself?"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.judge import Judge

NAME = "w1_recurrent_cells"
PAIRS = [
    ("rnn_cell_forward", "rnn_forward"),
    ("gru_cell_forward", "gru_forward"),
    ("lstm_cell_forward", "lstm_forward"),
    ("rnn_cell_backward", "rnn_backward"),
    ("lstm_cell_backward", "lstm_backward"),
]


@dataclass
class Cell:
    id: str
    source: str
    origin: str


@pytest.fixture(scope="module")
def judge():
    with Judge(Course(), NAME, seed=7) as made:
        yield made


def grade(judge: Judge, sources: dict[str, str]) -> dict:
    cells = [
        Cell(c.id, sources.get(c.id, c.source), "solution" if c.exercise else "release")
        for c in reference_cells(read_source(judge.course.source(NAME)))
    ]
    return {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}


def first_misconceptions(judge: Judge, names: list[str]) -> dict[str, str]:
    exercises, right = judge.assignment.exercises, judge.assignment.reference().cells
    return {n: exercises[n].misconceptions[0].source_for_notebook(right[n]) for n in names}


def test_right_loops_on_wrong_cells_keep_their_points(judge: Judge):
    """Does every loop that calls a wrong cell get its points, and is it told so?"""
    verdicts = grade(judge, first_misconceptions(judge, [cell for cell, _ in PAIRS]))
    for cell, loop in PAIRS:
        assert verdicts[cell].points == 0, verdicts[cell].text()
        assert verdicts[loop].status == "carried", verdicts[loop].text()
        assert verdicts[loop].points == judge.assignment.exercises[loop].points
        assert cell in verdicts[loop].hint


def test_wrong_loops_on_right_cells_cost_the_loop_alone(judge: Judge):
    """Does every cell keep its points when only the loop around it is wrong?"""
    wrong = first_misconceptions(judge, [loop for _, loop in PAIRS])
    verdicts = grade(judge, wrong)
    for cell, loop in PAIRS:
        assert verdicts[cell].status == "passed", verdicts[cell].text()
        assert verdicts[loop].points == 0, verdicts[loop].text()
        assert verdicts[loop].misconception is not None


def test_wrong_loops_on_wrong_cells_hear_what_is_wrong_with_the_loop(judge: Judge):
    """Is a loop's own mistake recognised when the cell is wrong as well?"""
    everything = [name for pair in PAIRS for name in pair]
    verdicts = grade(judge, first_misconceptions(judge, everything))
    exercises = judge.assignment.exercises
    for cell, loop in PAIRS:
        assert verdicts[cell].points == verdicts[loop].points == 0
        expected = exercises[loop].misconceptions[0]
        assert verdicts[loop].misconception == expected.name, verdicts[loop].text()
        assert cell in verdicts[loop].hint
