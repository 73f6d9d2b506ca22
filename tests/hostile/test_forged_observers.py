"""An added cell that observes for the judge, against our own assignments: does it earn anything?"""

from __future__ import annotations

import pytest

from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.judge import Judge
from tests.hostile.attacks.a49_forged_observers import FORGED, UNWRITTEN

MODELS = {
    "w1_dinosaur_names": ("build_language_model",),
    "w3_emoji_sentiment": ("pretrained_embedding_layer", "emojify_v2"),
    "w6_date_translation": ("modelf",),
    "w7_trigger_word": ("modelf",),
}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("assignment_id", MODELS)
@pytest.mark.proof("exercise")
def test_no_model_that_is_not_there_earns_points(assignment_id, jail):
    """Does a function of the inputs alone, in place of every model, earn nothing at all?"""
    course = Course()
    cells = [
        RunnableCell(c.id, UNWRITTEN.format(name=c.exercise) if c.exercise else c.source,
                     "solution" if c.exercise else "release")
        for c in reference_cells(read_source(course.source(assignment_id)))
    ]  # fmt: skip
    cells.append(RunnableCell("added", FORGED, "added"))
    with Judge(course, assignment_id) as judge:
        graded = judge.grade_alone(cells, MODELS[assignment_id])
    assert not graded.cell_errors  # The cell has done its work.
    earned = {v.exercise: v.points for v in graded.verdicts if v.points}
    assert not earned
