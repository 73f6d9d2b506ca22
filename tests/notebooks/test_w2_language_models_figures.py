"""Are the statements in the text of "Which word comes next?" those that its cells find?

    make test ARGS="tests/notebooks/test_w2_language_models_figures.py"

repeats them all, the training included. The text depends on the installed versions, so that most are
asked for their order; the slips that the text counts are looked up where the version is the same.
"""

from __future__ import annotations

import contextlib
import io
import re
from importlib import metadata
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils.documentation import package_folder

matplotlib.use("Agg")

COURSE = Course()
SOURCE = read_source(COURSE.source("w2_language_models"))
RUN = {"explore", "plot", "train"}
READ_IN = "1.9.1"  # scikit-learn, of which the text counts slips

# Slips that a person has read in the source, among the twenty likeliest of our run.
CONFIRMED = (
    ("datasets/_openml.py", "returns a NumPy array were the categories"),
    ("decomposition/_nmf.py", "values less then this"),
    ("linear_model/_ridge.py", "The actual number of iteration performed by the solver"),
    ("linear_model/_ridge.py", "the actual number of iteration performed by the solver"),
    ("linear_model/_logistic.py", "number of iteration for each C"),
    ("cluster/_optics.py", "can't have more then"),
    ("utils/metaestimators.py", "will be use to slice"),
    ("cluster/_kmeans.py", "T is the number of iteration."),
    ("mixture/_bayesian_mixture.py", "Number of step used"),
    ("mixture/_bayesian_mixture.py", "Number of iteration done"),
    ("mixture/_gaussian_mixture.py", "Number of step used"),
)


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    """Runs the notebook's cells with the reference solutions; keeps names and printed text."""
    namespace = dict(COURSE.declaration("w2_language_models").reference().namespace)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for cell in SOURCE:
            if RUN & set(cell.tags) and cell.id != "scoreboard":
                exec(compile(cell.source, cell.id, "exec"), namespace)
    return SimpleNamespace(text=printed.getvalue(), **namespace)


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


pytestmark = pytest.mark.timeout(900)


@pytest.mark.slow
def test_order_of_the_models(run):
    """Is add-1 worse than no context, Kneser-Ney the best that counts, and the network ahead?"""
    found = {label: interval.estimate for label, interval in run.intervals.items()}
    assert found["trigram, add 1"] > found["no context"] > found["bigram, add k"]
    assert found["bigram, add k"] > found["Witten-Bell"] > found["Kneser-Ney"]
    assert found["Kneser-Ney"] > found["your GRU"] > found["GRU and Kneser-Ney"]
    assert run.ratio.high < 1
    assert min(run.by_k[3]) > min(run.by_k[2])  # "Still the trigram is not".


@pytest.mark.slow
def test_sizes_and_bits(run):
    """Are the tables larger than the network, and do characters cost more bits than words?"""
    assert run.kneser_ney.megabytes > run.training.weights_megabytes(run.network)
    assert run.bits["characters"] > run.bits["Kneser-Ney"] > run.bits["your GRU"]
    assert 25 <= len(run.letters.ids) <= 39  # "some thirty signs"
    words = sum(len(sentence) for sentence in run.test)
    assert 5 <= run.characters / words <= 7  # "Five or six characters for each word", and a space.


@pytest.mark.slow
def test_coverage(run):
    """Do a thousand words cover most, and a hundred leave a third or more?"""
    covered = dict(zip(run.SIZES, run.coverage(run.validation, run.every_word), strict=True))
    assert covered[1000] > 75
    assert covered[100] < 67
    assert covered[30_000] < 99.5  # "Some words of a new library stand in no list at all."


@pytest.mark.slow
def test_n_grams_grow_and_are_seldom_found(run):
    """Do the two panels rise and fall as told?"""
    assert run.different == sorted(run.different)
    assert run.seen_before == sorted(run.seen_before, reverse=True)


@pytest.mark.slow
def test_orderings(run):
    """Is the sentence that people write the likeliest ordering?"""
    nats = [
        run.sentence_log_probability(ordering.split(), run.by_trigrams, 3)
        for ordering in run.ORDERINGS
    ]
    assert int(np.argmax(nats)) == 0


@pytest.mark.slow
def test_reach(run):
    """Does the trigram see two words, and the network far ones a little?"""
    network, trigram = run.moved["GRU"][1], run.moved["trigram"][1]
    assert max(trigram[2:]) < 1e-12
    assert network[0] > network[2] > network[4] > 0
    assert network[-1] < 0.2 * network[0]


@pytest.mark.slow
def test_court(run):
    """Are both models far ahead of the commoner spelling, and the network not behind?"""
    shares = {model: verdict.mean() for model, verdict in run.verdicts.items()}
    assert shares["Kneser-Ney"] > shares["commoner spelling"] + 0.1
    assert shares["GRU"] > shares["commoner spelling"] + 0.1
    assert shares["GRU"] > shares["Kneser-Ney"] - 0.01


@pytest.mark.slow
def test_suspects_find_slips(run):
    """Are slips that a person has confirmed among the suspects?"""
    if metadata.version("scikit-learn") != READ_IN:
        pytest.skip(f"The text counts the slips of scikit-learn {READ_IN}.")
    places = [suspect.sentence.place.partition(":")[0] for suspect in run.suspects[:40]]
    found = sum(f"sklearn/{path}" in places for path, _ in CONFIRMED)
    assert found >= len(CONFIRMED) / 2


def test_the_slips_are_counted_and_stand_there():
    """Does the text count the confirmed slips, and does each stand in the installed library?"""
    text = prose("suspects_answer")
    count = re.search(r"(\d+) of the twenty likeliest", text)
    assert count
    assert int(count[1]) == len(CONFIRMED)
    assert READ_IN in text
    if metadata.version("scikit-learn") != READ_IN:
        pytest.skip(f"The text counts the slips of scikit-learn {READ_IN}.")
    folder = package_folder("sklearn")
    for path, words in CONFIRMED:
        source = " ".join((folder / path).read_text(encoding="utf-8").split())
        assert words in source, path


def test_quiz_has_one_answer():
    """Do the recorded endings and their writers fit each other?"""
    namespace: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(SOURCE.cell("quiz").source, "quiz", "exec"), namespace)
    assert sorted(namespace["WRITERS"].values()) == sorted(namespace["ENDINGS"])
    assert set(namespace["guess"]) == set(namespace["WRITERS"])
