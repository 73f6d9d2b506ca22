"""Errors carried forward where what is called returns a Keras layer."""

from __future__ import annotations

import pytest

from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.declaration.source import read_source, reference_cells
from autograder.judging.judge import Judge

NAME = "w3_emoji_sentiment"
TRAINABLE = """
def pretrained_embedding_layer(word_to_vec_map, word_to_index):
    d = len(next(iter(word_to_vec_map.values())))
    return keras.layers.Embedding(len(word_to_index) + 1, d)
"""
STUB = """
def pretrained_embedding_layer(word_to_vec_map, word_to_index):
    raise NotImplementedError("Replace this line.")
"""


@pytest.fixture(scope="module")
def judge():
    with Judge(Course(), NAME, seed=5) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("layer", [TRAINABLE, STUB], ids=["trainable", "unwritten"])
def test_a_right_reader_on_a_wrong_layer_is_carried(judge: Judge, layer: str):
    """Does the reader keep its points, with a right layer in place of the learner's own?"""
    cells = [
        RunnableCell(
            c.id,
            layer if c.id == "pretrained_embedding_layer" else c.source,
            "solution" if c.exercise else "release",
        )
        for c in reference_cells(read_source(judge.course.source(NAME)))
    ]
    verdicts = {verdict.exercise: verdict for verdict in judge.grade(cells).verdicts}
    assert verdicts["pretrained_embedding_layer"].points == 0
    reader = verdicts["emojify_v2"]
    assert (reader.status, reader.points) == ("carried", 25), reader.text()
    assert "pretrained_embedding_layer" in reader.hint
    for name in ("sentence_to_avg", "model", "sentences_to_indices"):
        assert verdicts[name].status == "passed"
