"""Are the figures in the text of "Words by the company they keep" those that its cells find?

    make test ARGS="tests/notebooks/test_w3_learn_embeddings_figures.py --all-proofs"

trains all racers as the notebook does, on a clock. How far each comes depends on the processor, so that
only what the text says of them is compared, by a margin.
"""

from __future__ import annotations

import contextlib
import io
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import classification

matplotlib.use("Agg")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.proof("notebook", "w3_learn_embeddings"),
]
COURSE = Course()
SOURCE = read_source(COURSE.source("w3_learn_embeddings"))
RUN = {"explore", "plot", "train"}


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    """Runs the notebook's cells with the reference solutions; keeps names, and what each printed."""
    namespace = dict(COURSE.declaration("w3_learn_embeddings").reference().namespace)
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


def share(run, name: str) -> float:
    return float(run.right[name].mean())


def test_the_hidden_word_can_be_guessed(run):
    """Is the blanked word the one that the printed sentences name by its capital?"""
    assert run.hidden == "iceland"
    assert "reykjavik" in run.printed["first_look"]
    assert "iceland" not in run.printed["first_look"]


def test_the_named_pair_is_held_out(run):
    """Are hungary and budapest held out, and is the queen's table a slice as well as a product?"""
    pairs = {(q["question"][2], q["answer"]) for q in run.held_out}
    assert ("hungary", "budapest") in pairs
    assert "the same: True" in run.printed["one_hot"]
    assert "as above: True" in run.printed["counted"]


def test_the_tree_is_as_short_as_told(run):
    """Is the entropy 8.1 bits, and is the mean way within a tenth of it?"""
    entropy = float(-(run.share @ np.log2(run.share)))
    mean = float(run.share @ (run.paths >= 0).sum(axis=1))
    assert f"{entropy:.1f} bits" in prose("huffman_codes_think")
    assert 0 <= mean - entropy < 0.1


def test_who_arrives_when(run):
    """Is the tree the first to get far, and does the softmax come last of the first three?"""
    ends = {name: np.mean(run.curve(moments)[-1][1]) for name, moments in run.racers.items()}
    at_one_second = {
        name: np.mean(run.curve(moments)[2][1]) for name, moments in run.racers.items()
    }
    assert at_one_second["tree"] > at_one_second["negative sampling"]
    assert ends["softmax"] < min(ends["tree"], ends["negative sampling"])
    assert ends["GloVe"] < 0.85 < ends["GloVe, repaired"]


def test_zeros_are_nearly_all(run):
    """Are nearly all cells 0, and is the weight of half a time about a tenth?"""
    assert 0.96 < (run.X == 0).mean() < 0.98
    assert (0.5 / 10) ** 0.75 == pytest.approx(0.1, abs=0.01)


def test_the_held_out_analogies(run):
    """Does negative sampling reach the target, and do baselines and controls stand as told?"""
    assert len(run.held_out) == 136
    assert max(moments[-1].seconds for moments in run.racers.values()) < 20
    best = share(run, "negative sampling")
    assert best >= 0.95
    assert share(run, "GloVe") < 0.85 < share(run, "GloVe, repaired")
    assert share(run, "shuffled facts") < 0.05


def test_the_baseline_is_tuned_and_beaten(run):
    """Are questions to choose by too easy, and does the best of all that tie lose by McNemar's test?"""
    assert len(run.chosen) > 1
    assert max(run.trials.values()) > 0.97
    tuned = max((f"PPMI, d {d}" for d in run.chosen), key=lambda name: share(run, name))
    assert share(run, "PPMI, d 50") + 0.1 < share(run, tuned) < share(run, "negative sampling")
    truth = np.ones(136, dtype=int)
    duel = classification.mcnemar(
        run.right["negative sampling"].astype(int), run.right[tuned].astype(int), truth
    )
    assert duel.p_value < 0.01


def test_a_neighbour_is_hard_to_guess(run):
    """Does the softmax's loss stay high, though below that of knowing nothing?"""
    assert 0.5 * np.log(run.V) < run.racers["softmax"][-1].loss < np.log(run.V)


def test_words_are_kept_as_often_as_their_chance_says(run):
    """Are as many occurrences of the four words left as the bonus expects?"""
    chances = run.keep_probability(run.corpus.counts, 2.5e-4)
    for word in ("the", "of", "king", "budapest"):
        number = run.corpus.index[word]
        expected = chances[number] * run.corpus.counts[number]
        assert abs(run.left[number] - expected) <= 6 * np.sqrt(expected)


def test_lines_are_parallel_at_the_end(run):
    """Do the steps from country to capital agree more after learning than before?"""

    def agreement(points):
        steps = np.diff(np.reshape(points, (-1, 2, 2)), axis=1)[:, 0]
        units = steps / np.linalg.norm(steps, axis=1, keepdims=True)
        return np.linalg.norm(units.mean(axis=0))

    before, after = (agreement(points) for points in run.maps.values())
    assert after > 0.9
    assert before < 0.8
