"""Is "Hey, listen" judged fairly? What the measure sees, and what is carried forward."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from autograder.checks.measures.clips import CLIP_MS, LABEL_STEPS, SAMPLES_PER_MS, clip_made
from autograder.checks.recipes import Repeated
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.exercises.w7_trigger_word import inputs
from autograder.judging.judge import Judge

NAME = "w7_trigger_word"
ARGUMENTS = {
    "background": Repeated([0.01, -0.02], [60_000, 100_000]),
    "activates": [Repeated([0.3], [800])],
    "negatives": [Repeated([-0.4], [1600])],
    "Ty": 100,
}


def test_the_measure_has_the_notebooks_sizes():
    """Do measure, declaration and notebook agree on the sizes that they all write down?"""
    reference = Course().declaration(NAME).reference()
    assert reference.CLIP_MS == CLIP_MS == inputs.CLIP_MS
    assert reference.SAMPLES_PER_MS == SAMPLES_PER_MS == inputs.SAMPLES_PER_MS
    assert reference.LABEL_STEPS == LABEL_STEPS


def made(start=None, other=None, labels=()):
    x, y = ARGUMENTS["background"].build(), np.zeros((1, 100))
    if start is not None:
        x[start : start + 800] += 0.3
    if other is not None:
        x[other : other + 1600] -= 0.4
    y[0, list(labels)] = 1
    return {"result": (x, y)}


def test_the_measure_finds_clips_and_labels():
    """Are clips found where they are, and labels worked out from them?"""
    seen = clip_made(made(16 * 3000, 16 * 7000, range(31, 41)), ARGUMENTS)
    assert (seen["activates"], seen["negatives"], seen["ones_of_negatives"]) == (1, 1, 0)
    assert seen["rest"] < 1e-9
    np.testing.assert_array_equal(seen["y"], seen["labels"])
    seen = clip_made(made(None, 16 * 7000, range(72, 75)), ARGUMENTS)
    assert (seen["activates"], seen["negatives"], seen["ones_of_negatives"]) == (0, 1, 3)
    assert not seen["labels"].any()


def test_the_measure_is_not_fooled():
    """Are clips on top of each other, off the millisecond, cut or scaled told from whole ones?"""
    overlapping = clip_made(made(16 * 3000, 16 * 2990), ARGUMENTS)
    assert overlapping["rest"] > 0.1
    assert clip_made(made(16 * 3000 + 5), ARGUMENTS)["activates"] == 0
    scaled = made(16 * 3000)
    scaled["result"] = (0.5 * scaled["result"][0], scaled["result"][1])
    assert clip_made(scaled, ARGUMENTS)["rest"] > 0.01


@pytest.mark.parametrize(
    "result",
    [None, 3, "x", [], (1,), (None, None), ({}, []), (np.zeros(3), np.zeros(3)), np.zeros((2, 5))]
    + [(np.full(160_000, np.nan), np.full((1, 100), np.nan)), (np.array(["a"]), np.array(["b"]))],
)
def test_the_measure_survives_anything(result):
    """Does a result of the wrong form give a measure that no expectation takes for right?"""
    seen = clip_made({"result": result}, ARGUMENTS)
    rest = seen["rest"]
    assert seen["x_shape"] != [160_000] or not (rest is not None and rest < 1e-4)


@dataclass
class Cell:
    id: str
    source: str
    origin: str


@pytest.fixture(scope="module")
def judge():
    with Judge(Course(), NAME, seed=5) as made_judge:
        yield made_judge


def grade(judge: Judge, sources: dict[str, str]) -> dict:
    cells = [
        Cell(c.id, sources.get(c.id, c.source), "solution" if c.exercise else "release")
        for c in reference_cells(read_source(judge.course.source(NAME)))
    ]
    return {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}


@pytest.mark.slow
def test_a_right_clip_out_of_wrong_parts_is_carried(judge: Judge):
    """Does create_training_example keep its points when only what it calls is wrong?"""
    exercises, right = judge.assignment.exercises, judge.assignment.reference().cells
    sources = {
        name: exercises[name].misconceptions[0].source_for_notebook(right[name])
        for name in ("insert_ones", "is_overlapping")
    }
    verdicts = grade(judge, sources)
    for name in sources:
        assert verdicts[name].points == 0
    for name in ("insert_audio_clip", "create_training_example"):
        verdict = verdicts[name]
        assert verdict.points == exercises[name].points, verdict.text()
        assert verdict.status in ("carried", "passed")
    assert verdicts["create_training_example"].status == "carried"
    for name in ("get_random_time_segment", "modelf", "detect_triggerword", "event_scores"):
        assert verdicts[name].status == "passed", verdicts[name].text()


@pytest.mark.slow
def test_a_loop_without_end_costs_its_own_points(judge: Judge):
    """Is a `while True` that waits for room stopped, and the rest judged?"""
    endless = (
        "def insert_audio_clip(background, audio_clip, previous_segments, rng):\n"
        "    n, m = len(audio_clip) // 16, len(background) // 16\n"
        "    segment = get_random_time_segment(n, rng, m)\n"
        "    while is_overlapping(segment, previous_segments):\n"
        "        segment = get_random_time_segment(n, rng, m)\n"
        "    previous_segments.append(segment)\n"
        "    new = background.copy()\n"
        "    new[segment[0] * 16 : segment[0] * 16 + len(audio_clip)] += audio_clip\n"
        "    return new, segment\n"
    )
    verdicts = grade(judge, {"insert_audio_clip": endless})
    assert verdicts["insert_audio_clip"].status == "timeout"
    assert verdicts["insert_ones"].status == "passed"
