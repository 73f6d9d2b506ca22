"""Are the figures in the text of "Hey, listen" those that its cells find?

    make test ARGS="tests/notebooks/test_w7_trigger_word_figures.py --all-proofs"

trains the network as the notebook does. Its scores depend a little on the processor, so that they are
compared within what such a difference makes.
"""

from __future__ import annotations

import contextlib
import io
import re
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source

matplotlib.use("Agg")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.proof("notebook", "w7_trigger_word"),
]
COURSE = Course()
SOURCE = read_source(COURSE.source("w7_trigger_word"))
RUN = {"explore", "plot", "train"}
NEAR = 0.04  # of an F1: what another processor may find


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    """Runs the notebook's cells with the reference solutions; keeps names, and what each printed."""
    namespace = dict(COURSE.declaration("w7_trigger_word").reference().namespace)
    printed = {}
    for cell in SOURCE:
        if RUN & set(cell.tags) and cell.id != "scoreboard":
            with contextlib.redirect_stdout(io.StringIO()) as said:
                exec(compile(cell.source, cell.id, "exec"), namespace)
            printed[cell.id] = said.getvalue()
    return SimpleNamespace(printed=printed, **namespace)


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def numbers(pattern: str, text: str) -> list[float]:
    """Returns the numbers of the first place in a text where a pattern fits."""
    found = re.search(pattern, text)
    assert found, f"{pattern} is not in {text!r}"
    return [float(number) for number in found.groups()]


def test_riddle(run):
    """Is the word in the middle the trap, and is it the one that the answer names?"""
    assert list(run.kinds) == ["trigger", "confusable", "trigger"]
    trap = run.riddle[1]
    said = [r.word for r in run.bank[2].recordings["confusable"] if np.array_equal(r.sound, trap)]
    assert said == ["hey winston"]
    assert f'The second says "{said[0]}"' in prose("words_note")


def test_clips(run):
    """Are there as many clips, voices and backgrounds as told, and is one label in thirteen a 1?"""
    text = prose("examples_note")
    assert f"{len(run.examples.features)} clips" in text
    bank, made = (run.trigger.bank_speakers("train"), run.formant)
    assert f"{len(bank)} voices of the bank and {len(made)} made by formula" in text
    assert round(1 / run.examples.labels.mean()) == 13
    assert "one label in thirteen" in prose("examples_think")
    single = run.trigger_study.narrowed(run.examples.labels)
    assert 0 < single.mean() < 0.01  # "fewer than one label in a hundred"


def test_labels(run):
    """Is a clip with one trigger right in 96 % when nothing is said, and many clips in nine of ten?"""
    labels = run.insert_ones(np.zeros((1, run.Ty)), run.segment[1])
    assert labels.sum() == 10
    right = np.mean(labels == 0)
    assert (
        f"It is right {np.sum(labels == 0)} times in {labels.size}, which is {right:.0%}".replace(
            "%", " %"
        )
        in prose("insert_ones_think")
    )
    assert np.mean(run.clips.labels == 0) > 0.9
    assert run.accuracy > np.mean(run.clips.labels == 0)


def test_scores(run):
    """Are the scores of test and validation as told, and are both aims missed?"""
    text = prose("results_think")
    told = numbers(r"F1 was (0\.\d+) .*?, (0\.\d+) where .*? and (0\.\d+) for", text)
    found = [scores["f1"].estimate for scores in run.results.values()]
    assert found == pytest.approx(told, abs=NEAR)
    assert "**missed both** aims" in text
    assert all(run.results[kind]["f1"].estimate < aim for kind, aim in run.TARGETS.items())
    before = numbers(r"In validation .*? had (0\.\d+), (0\.\d+) and (0\.\d+)", text)
    lines = run.printed["threshold"].splitlines()
    assert [float(line.split("F1 ")[1][:4]) for line in lines] == pytest.approx(before, abs=NEAR)
    assert [len(scenes) for scenes in run.test.values()] == [12, 12, 12]
    assert len(run.validation["espeak"]) == 8


def test_it_hears_most_calls_and_is_fooled(run):
    """Is what the opening promises so, and are the false alarms about as many as told?"""
    assert all(scores["recall"].estimate > 0.6 for scores in run.results.values())
    told = numbers(r"there were (\d+), (\d+) and (\d+)\.", prose("results_think"))
    lines = run.printed["hour"].splitlines()
    found = [int(line.split(": ")[1].split()[0]) for line in lines]
    assert found == pytest.approx(told, rel=0.35)
    assert all("in 20 minutes" in line for line in lines)


def test_widening(run):
    """Does a single 1 stay behind both remedies, by about as much as told?"""
    text = prose("widening_think")
    told = numbers(r"F1 from (0\.\d+) to (0\.\d+), and ten ones to (0\.\d+)", text)
    lines = [line for line in run.printed["widening"].splitlines() if " F1 " in line]
    found = [float(line.split(" F1 ")[1]) for line in lines]
    assert found == pytest.approx(told, abs=0.12)
    assert found[0] < min(found[1:])


def test_stream(run):
    """Does the listener keep up with a minute in which somebody calls?"""
    assert run.out.real_time_factor < 1
    assert len(run.minute.events) > 5
