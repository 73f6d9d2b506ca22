"""Are the figures in the text of "Put the right emoji" those of the average and of the counts?

The reader's are told as those of one run: they hang on the processor.
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
SOURCE = read_source(COURSE.source("w3_emoji_sentiment"))


@pytest.fixture(scope="module")
def run() -> SimpleNamespace:
    """Trains the average as the notebook does; no network is needed for it."""
    namespace = dict(COURSE.declaration("w3_emoji_sentiment").reference().namespace)
    for cell_id in ("vectors", "train_average"):
        exec(compile(SOURCE.cell(cell_id).source, cell_id, "exec"), namespace)
    return SimpleNamespace(**namespace)


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


@pytest.mark.slow
def test_opposites(run):
    """Is *good* nearer to *bad* than to *excellent*?"""
    units = [
        run.vectors[word] / np.linalg.norm(run.vectors[word])
        for word in ("good", "bad", "excellent")
    ]
    assert units[0] @ units[1] > units[0] @ units[2]


@pytest.mark.slow
def test_known_words(run):
    """Have 99 % of the words in the training sentences a vector?"""
    read = [word for text in run.train.texts for word in run.tokenize(text)]
    share = np.mean([word in run.vectors for word in read])
    assert f"{100 * share:.0f} % of the training words" in prose("sentences_to_indices_think")


@pytest.mark.slow
def test_joy_and_sadness(run):
    """Are joy and sadness taken for each other more often than any other two?"""
    counts = np.zeros((6, 6), dtype=int)
    labels = run.validation.labels, run.by_average(run.validation.texts)
    np.add.at(counts, labels, 1)
    both = np.triu(counts + counts.T, 1)
    assert np.unravel_index(both.argmax(), both.shape) == (2, 3)


@pytest.mark.slow
def test_scores(run):
    """Have the average and the counts the shares that are told?"""
    text, sentences = prose("duel_think"), run.sentences
    counted = run.classification.tuned_word_counts(run.train, run.validation).predict

    def percent(put, group):
        return f"{100 * np.mean(np.asarray(put(group.texts)) == group.labels):.0f} %"

    independent = sentences.independent
    average, counts = percent(run.by_average, independent), percent(counted, independent)
    assert f"the average {average}, word counts {counts}" in text
    assert f"word counts {percent(counted, sentences.unseen_words)}" in text
    assert f"it has {percent(run.by_average, sentences.same_bag)} and not 50 %" in text
