"""Are the figures in the text of "Who, where, when" right? What its nets score, its cells print."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.declaration.course import Course
from autograder.declaration.source import read_source
from utils import entities
from utils.embeddings import load_course_vectors

SOURCE = read_source(Course().source("w4_named_entities"))


def prose(cell_id: str) -> str:
    """Returns the text of a Markdown cell in one line."""
    return " ".join(SOURCE.cell(cell_id).source.split())


def test_sizes():
    """Are there 13 tags, 70 templates, 80 and 120 written sentences?"""
    assert len(entities.TAGS) == 13
    assert "a grammar with 70 templates" in prose("templates_note")
    assert len(entities._grammar().rules["learn"]) == 70
    assert len(entities.written("choose").words) == 80
    assert len(entities.written("independent").words) == 120
    assert "and 80 sentences that were **written**" in prose("scores_note")
    assert prose("test_note").startswith("## 14. The test 120 sentences")


def test_the_loss_of_knowing_nothing():
    """Is ln 13 as the text says?"""
    assert r"$\ln 13 = 2.56$" in prose("masked_loss_think")
    assert math.log(13) == pytest.approx(2.56, abs=0.005)


def test_the_number_of_paths():
    """Are 13 to the power of 12 the 23 million million of the text?"""
    assert "$13^{12}$ of them, 23 million million" in prose("viterbi_task")
    assert 13**12 / 1e12 == pytest.approx(23, abs=0.5)


def test_single_precision_ends_before_200():
    """Is a softmax of scores 200 apart 0 in single precision, and its log-softmax -200?"""
    assert "as far apart as 200 is 0 in single precision" in prose("build_tagger_task")
    assert np.exp(np.float32(-200)) == 0


def test_six_of_ten_words_are_no_name():
    """Is the share of O in training sentences about six of ten?"""
    assert "in our sentences about six of ten" in prose("masked_accuracy_think")
    tags = [tag for row in entities.generated(3000, 1).tags for tag in row]
    assert np.mean([tag == "O" for tag in tags]) == pytest.approx(0.6, abs=0.03)


def test_what_has_no_vector():
    """Do full stop and comma, durian and most surnames lack a vector, and has mango one?"""
    assert "know no full stop, no comma and few surnames" in prose("frozen_think")
    vectors = load_course_vectors()
    assert not {".", ",", "durian"} & set(vectors.words)
    assert "mango" in vectors
    surnames = entities._grammar().names["last"]
    assert np.mean([name.lower() in vectors for name in surnames]) < 0.5
