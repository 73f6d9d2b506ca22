"""Odd answers to every newer kind of exercise, in the jailed process: one sentence, no points."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.judge import Judge

NAME = "w0_every_kind"
KINDS = (
    "slope", "follow", "Pipeline", "nudge", "stacked", "reader_and_writer", "epochs",
    "running_vectors", "xor_by_hand",
)  # fmt: skip
MODEL = "__import__('keras').Sequential([__import__('keras').layers.Dense(2)])"
ODD = {
    "None": "None",
    "a number": "1.5",
    "text": "'text'",
    "a function": "len",
    "a class": "dict",
    "a model": MODEL,
    "a pair of functions": "(len, len)",
    "a pair of models": f"({MODEL}, {MODEL})",
    "ragged lists": "[[1], [2, [3]]]",
    "itself": "globals()[{name!r}]",
}
LIES = """
class {name}:
    def __init__(self, *arguments): pass
    def __call__(self, *arguments, **named): return self
    def __getattr__(self, name): return self
    def __iter__(self): return iter([self] * 3)
    def __len__(self): return 3
"""


@pytest.fixture(scope="module")
def judge():
    course = Course(Path(__file__).parents[2] / "fixtures" / "course")
    with Judge(course, NAME, seed=12) as made:
        yield made


def grade(judge: Judge, **sources: str) -> dict:
    """Grades the reference with some cells replaced; returns exercise to verdict."""
    cells = [
        SimpleNamespace(
            id=cell.id,
            source=sources.get(cell.id, cell.source),
            origin="solution" if cell.exercise else "release",
        )
        for cell in reference_cells(read_source(judge.course.source(NAME)))
    ]
    return {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}


@pytest.mark.parametrize("odd", [*ODD, "an object that is everything"])
def test_odd_answers_cost_their_exercise_and_say_why(judge: Judge, odd: str):
    """Is each answer of a wrong kind told in words, without points and without a fault of ours?"""
    if odd in ODD:
        sources = {
            name: f"def {name}(*arguments):\n    return {ODD[odd].format(name=name)}"
            for name in KINDS
        }
    else:
        sources = {name: LIES.format(name=name) for name in KINDS}
    verdicts = grade(judge, **sources)
    for name in KINDS:
        verdict = verdicts[name]
        assert (verdict.points, verdict.is_right) == (0, False), verdict.text()
        assert verdict.status in ("failed", "error"), verdict.text()
        assert 10 < len(verdict.hint) < 900, verdict.text()
        assert "could not be judged" not in verdict.hint, verdict.text()
        assert "Traceback" not in verdict.text()


def test_a_generator_that_prepares_for_ever_is_stopped_in_words(judge: Judge):
    """Does an endless list cost its own exercise, while an endless generator is what is asked for?"""
    forever = "def epochs(x, y, size, rng):\n    while True:\n        pass\n    yield 1"
    verdicts = grade(judge, epochs=forever)
    assert verdicts["epochs"].status == "timeout"
    assert "ran longer than" in verdicts["epochs"].hint
    assert verdicts["running_vectors"].status == "passed"
    assert verdicts["xor_by_hand"].status == "passed"


@pytest.mark.parametrize(
    "slope",
    ["return f(1.0)", "raise NotImplementedError('Replace this line.')", "return lambda x: 1.0"],
)
def test_what_builds_on_a_returned_function_is_carried(judge: Judge, slope: str):
    """Is a right user of a wrong maker of functions judged with a right one, which cannot travel?"""
    verdicts = grade(judge, slope=f"def slope(f):\n    {slope}")
    assert verdicts["slope"].points == 0
    root = verdicts["root"]
    assert (root.status, root.points) == ("carried", 5), root.text()
    assert "slope" in root.hint


def test_a_wrong_user_of_a_wrong_maker_keeps_its_own_hint(judge: Judge):
    """Is a mistake of its own recognised, with a right function put in place of the learner's?"""
    wrong = (
        "def root(f, x):\n    derivative = slope(f)\n    for _ in range(5):\n"
        "        x = x + f(x) / derivative(x)\n    return x"
    )
    verdict = grade(judge, slope="def slope(f):\n    return 0.0", root=wrong)["root"]
    assert (verdict.points, verdict.misconception) == (0, "goes_up")
