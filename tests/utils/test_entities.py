"""Are sentences, shapes, scores and baselines of entities what they say?"""

from __future__ import annotations

import numpy as np
import pytest

from utils import entities
from utils.entities import Sentences


def spans(tags):
    """Returns single words that begin a name: enough for these tests."""
    return [(i, i + 1, tag[2:]) for i, tag in enumerate(tags) if tag.startswith("B-")]


def f1(true, predicted):
    """Counts by hand."""
    pairs = [(set(spans(a)), set(spans(b))) for a, b in zip(true, predicted, strict=True)]
    hits, total = sum(len(a & b) for a, b in pairs), sum(len(a) + len(b) for a, b in pairs)
    return 2 * hits / total if total else 0.0


def test_sentences_are_the_same_for_a_seed():
    """Does a seed give the same sentences, and another one others?"""
    first = entities.generated(30, 1)
    assert entities.generated(30, 1) == first
    assert entities.generated(30, 2) != first


@pytest.mark.parametrize("name", ["choose", "independent"])
def test_written_sentences_have_a_tag_a_word(name: str):
    """Are as many tags as words read, all of them known?"""
    words, tags = entities.written(name)
    assert [len(row) for row in words] == [len(row) for row in tags]
    assert {tag for row in tags for tag in row} <= set(entities.TAGS)


def test_an_unknown_word_becomes_its_shape():
    """Is a word without a number replaced by its shape, where shapes have numbers?"""
    sentences = [["Go", "to", "Zanzibar", "at", "9.30"]]
    plain, shaped = (entities.number_words([["go", "to", "at"]], s) for s in (False, True))
    assert entities.unknown_replaced(sentences, plain) == sentences
    expected = [["Go", "to", "<name>", "at", "<number>"]]
    assert entities.unknown_replaced(sentences, shaped) == expected
    assert len(shaped) == len(plain) + 5


def test_worn_copies_lose_so_many_words():
    """Are so many copies made, each with about so many words unknown, tags as they were?"""
    sentences = entities.generated(200, 1)
    worn = entities.worn(sentences, 3, 0.2, np.random.default_rng(0))
    assert worn.tags == sentences.tags * 3
    unknown = [word == "<UNK>" for row in worn.words for word in row]
    assert np.mean(unknown) == pytest.approx(0.2, abs=0.02)
    assert worn.words[:200] != worn.words[200:400]


def test_padding_is_taken_off():
    """Do lists come back without the padding, an empty sentence too?"""
    x, y = entities.id_lists([[4, 1, 0], [0, 0, 0]], [[0, 3, -1], [-1, -1, -1]])
    assert (x, y) == ([[4, 1], []], [[0, 3], []])


def test_an_interval_holds_its_estimate_and_a_difference_its_sign():
    """Is the estimate F1 over all sentences, and is a tagger no better than itself?"""
    true = [["B-per", "O"], ["O", "B-geo"], ["O", "O"]] * 10
    said = [["B-per", "O"], ["O", "O"], ["B-geo", "O"]] * 10
    interval = entities.f1_interval(true, said, spans)
    assert interval.estimate == pytest.approx(f1(true, said))
    assert interval.low <= interval.estimate <= interval.high
    assert entities.f1_difference(true, said, said, spans) == (0, 0, 0)
    assert entities.f1_difference(true, true, said, spans).low > 0


def test_words_get_their_commonest_tag():
    """Does a word get its commonest tag, whatever its capitals, and an unknown one O?"""
    train = Sentences([["May", "met", "may"], ["may"]], [["B-per", "O", "O"], ["O"]])
    assert entities.commonest_tags(train, [["May", "Rome"]]) == [["O", "O"]]


def test_a_window_learns_what_endings_say():
    """Does the regression find names by their neighbours in a tiny language?"""
    rng = np.random.default_rng(0)
    names = ["".join(rng.choice(list("abcdef"), 5)) for _ in range(60)]
    rows = Sentences([["in", name, "."] for name in names], [["O", "B-geo", "O"]] * 60)
    tag = entities.window_regression(rows, rows, f1, capitals=False, strengths=(1.0,))
    assert tag([["in", "xyz", "."]]) == [["O", "B-geo", "O"]]


def test_a_table_has_vectors_where_there_are_some():
    """Do known words get their direction, and the others small numbers?"""

    class Vectors(dict):
        words = ("cat",)

    vectors = Vectors(cat=np.array([3.0, 4.0]))
    table, has_one = entities.rows_of_vectors({"<PAD>": 0, "cat": 1, "dog": 2}, vectors)
    assert has_one.tolist() == [False, True, False]
    np.testing.assert_allclose(table[1], [1.8, 2.4], rtol=1e-6)
    assert np.abs(table[[0, 2]]).max() <= 0.05


def test_training_leaves_fixed_rows_alone():
    """Do fixed rows of the table stay, while the others and the net learn?"""
    import keras

    keras.utils.set_random_seed(1)
    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(4, 3, mask_zero=True)(ids)
    model = keras.Model(ids, keras.ops.log_softmax(keras.layers.Dense(2)(x)))
    table, fixed = np.ones((4, 3), "float32"), np.array([True, True, True, False])

    def batches():
        while True:
            yield np.array([[1, 2, 3]]), np.array([[0, 1, 1]])

    def loss(y_true, y_pred):
        return -keras.ops.mean(keras.ops.take_along_axis(y_pred, y_true[..., None], axis=-1))

    learned = entities.train(model, batches(), loss, 20, table=table, fixed=fixed)
    after = model.layers[1].get_weights()[0]
    np.testing.assert_array_equal(after[:3], table[:3])
    assert np.abs(after[3] - 1).max() > 0.01
    assert learned.losses[-1] < learned.losses[0]
    scores = entities.log_probabilities(model, [[1], [2, 3]])
    assert [a.shape for a in scores] == [(1, 2), (2, 2)]
    assert entities.names_of([a.argmax(axis=1) for a in scores])[0][0] in entities.TAGS


def test_the_share_of_right_tags():
    """Is it counted over all words?"""
    assert (
        entities.token_accuracy([["O", "O", "O"], ["B-per"]], [["O", "O", "B-geo"], ["O"]]) == 0.5
    )
