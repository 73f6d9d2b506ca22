"""Are the figures in the text of "Have you asked that before?" right? What nets score, cells print."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference
from autograder.declaration.source import read_source
from utils.questions import load_questions, load_written_pairs

SOURCE = read_source(Course().source("w5_question_duplicates"))


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Course().declaration("w5_question_duplicates").reference()


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def test_sizes():
    """Are there 130 intents to learn from and 30 held out, with five wordings, and 200 written pairs?"""
    questions = load_questions()
    assert "in five wordings" in prose("questions_note")
    assert all(len(wordings) == 5 for wordings in questions.wordings.values())
    assert "Thirty intents" in prose("questions_note")
    assert "the thirty intents that were held out" in prose("pairs_note")
    assert len(questions.held_out) == 30
    assert "130 intents hold few such facts" in prose("choose_threshold_think")
    assert len(questions.known) == 130
    assert "Two hundred pairs" in prose("written_note")
    assert len(load_written_pairs().first) == 200


def test_most_intents_have_a_slot():
    """Have most intents a slot?"""
    questions = load_questions()
    assert "Most have a slot" in prose("questions_note")
    assert sum(questions.slot(name) is not None for name in questions.wordings) > 80


def test_a_loss_for_paper(reference):
    """Is the loss of two cosines of 0.5 with a margin of 0.2 what the answer says?"""
    assert "Both cosines are 0.5, the margin is 0.2" in prose("triplet_loss_think")
    assert "0.2. Without the margin it is 0" in prose("triplet_loss_think")
    anchor, other = np.float32([[1, 0]]), np.float32([[1, 3**0.5]])
    assert np.asarray(reference.triplet_loss(anchor, other, other, 0.2)) == pytest.approx([0.2])
    assert np.asarray(reference.triplet_loss(anchor, other, other, 0.0)) == pytest.approx([0.0])


def test_number_of_candidates():
    """Have n scores n + 1 candidates, of which n - 1 are midpoints?"""
    assert "n different scores have n + 1 candidates: n - 1 midpoints" in prose(
        "choose_threshold_task"
    )
    levels = np.unique([0.3, 0.1, 0.3, 0.7])
    assert len((levels[:-1] + levels[1:]) / 2) + 2 == len(levels) + 1


def test_written_pairs_share_words_the_wrong_way_round():
    """Do written duplicates share fewer words than the other pairs, as the text says?"""
    pairs = load_written_pairs()
    assert "duplicates share few words, the others nearly all" in prose("written_note")
    shares = []
    for texts in zip(pairs.first, pairs.second, strict=True):
        one, other = (set(text.lower().strip("?").split()) for text in texts)
        shares.append(len(one & other) / len(one | other))
    shares = np.array(shares)
    assert shares[pairs.is_duplicate].mean() < 0.3 < 0.6 < shares[~pairs.is_duplicate].mean()
