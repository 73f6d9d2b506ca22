"""Are the figures in the text of "Name a new dinosaur" those that its NumPy network finds?

The Keras model's are left out: they hang on the processor, and the text gives none of them.
"""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source

matplotlib.use("Agg")

COURSE = Course()
SOURCE = read_source(COURSE.source("w1_dinosaur_names"))


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    """Trains the NumPy network as the notebook does."""
    namespace = dict(COURSE.declaration("w1_dinosaur_names").reference().namespace)
    for cell_id in ("sample_picture", "train_numpy", "morph_picture"):
        exec(compile(SOURCE.cell(cell_id).source, cell_id, "exec"), namespace)
    return SimpleNamespace(**namespace)


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def test_clipping_by_norm():
    """Does (8, 3) become (4.7, 1.8)?"""
    shorter = np.array([8, 3]) * 5 / np.hypot(8, 3)
    assert f"({shorter[0]:.1f}, {shorter[1]:.1f})" in prose("clip_think")


@pytest.mark.slow
def test_babble_without_end(run):
    """Do about 15 % of the untrained network's names reach the limit?"""
    assert f"{100 * (26 / 27) ** 50:.0f} %" in prose("sample_think")
    assert 0.1 < np.mean([len(name) == 50 for name in run.babble]) < 0.2


@pytest.mark.slow
def test_surprise_at_a_name(run):
    """Does the first s of hypatiasaurus cost as much as told, and all the rest less than one nat?"""
    zeros, ids = np.zeros((run.UNITS, 1)), [run.char_to_ix[c] for c in "hypatiasaurus\n"]
    begun = [
        run.loss_and_gradients([None, *ids[: k - 1]], ids[:k], zeros, run.parameters)[0]
        for k in range(1, len(ids) + 1)
    ]
    surprises = np.diff([0.0, *begun])
    assert f"the s costs {surprises[7]:.1f} nats" in prose("name_log_probability_think")
    assert surprises[8:].sum() < 1


@pytest.mark.slow
def test_passing_the_n_grams(run):
    """Does the network start near 27 on unseen names, and pass the 1-, 2- and 3-gram in turn?"""
    unseen = [
        run.perplexity(run.validation, weights, run.char_to_ix)
        for weights in run.checkpoints.values()
    ]
    assert unseen[0] == pytest.approx(27, abs=0.6)
    passed = [
        next(i for i, value in enumerate(unseen) if value < run.grams[n].perplexity(run.validation))
        for n in (1, 2, 3)
    ]
    assert passed == sorted(passed)


@pytest.mark.slow
def test_a_temperature_as_natural_as_real_names(run):
    """Are names near 0.7 as natural as real ones, and do colder ones repeat themselves?"""
    judge = run.grams[6]

    def invent(warmth):
        rng = np.random.default_rng(10)
        return [
            run.to_name(run.sample_with_temperature(run.parameters, run.char_to_ix, warmth, rng))
            for _ in range(300)
        ]

    real = run.evaluation.novelty_report(run.dinosaurs.test, run.train, judge)
    warm, cold = (run.evaluation.novelty_report(invent(t), run.train, judge) for t in (0.7, 0.2))
    assert "near 0.7" in prose("temperature_think")
    assert abs(nats(warm) - nats(real)) < 0.3
    assert duplicates(cold) > 10 * max(duplicates(warm), 1)


def nats(report) -> float:
    return float(str(report).split(" nats")[0].split()[-1])


def duplicates(report) -> float:
    return float(str(report).split("% duplicates")[0].split()[-1])
