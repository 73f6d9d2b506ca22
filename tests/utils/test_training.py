"""Do the tools around a Keras language model encode, score and invent names as they say?"""

import contextlib
import io

import numpy as np
import pytest

from utils import training

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def table_model(logits):
    """Returns a Keras model whose logits for the next id depend on the last id alone: a table."""
    import keras

    ids = keras.Input(shape=(None,), dtype="int32")
    rows = keras.layers.Embedding(*logits.shape, name="table")(ids)
    keras_model = keras.Model(ids, rows)
    keras_model.get_layer("table").set_weights([logits])
    return keras_model


def test_ids_can_be_read_back():
    """Does each row hold start, the letters in order, end and then padding only?"""
    names = ["stegosaurus", "", "mei", LETTERS]
    ids = training.names_to_ids(names)
    for name, row in zip(names, ids, strict=True):
        body = [LETTERS[symbol - training.FIRST_LETTER] for symbol in row[1 : len(name) + 1]]
        assert "".join(body) == name
        assert row[0] == training.START
        assert row[len(name) + 1] == training.END
        assert not row[len(name) + 2 :].any()
    assert ids.max() == training.VOCABULARY_SIZE - 1


@pytest.mark.parametrize("names", [[], "mei", ["Mei"], ["gigantspinosaurus\n"], ["é"]])
def test_names_that_cannot_be_encoded_are_refused(names):
    """Does a wrong name or an empty list give one error instead of wrong ids?"""
    with pytest.raises(ValueError, match="at least one name|holds something else"):
        training.names_to_ids(names)


def test_scores_are_sums_over_the_letters_and_the_end():
    """Is a name's score what a table of log-probabilities gives by hand, padding left out?"""
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(training.VOCABULARY_SIZE,) * 2)
    log_probabilities = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    names = ["mei", "tyrannosaurus", "", "yi"]
    expected = []
    for name in names:
        letters = [training.FIRST_LETTER + LETTERS.index(letter) for letter in name]
        path = [training.START, *letters, training.END]
        expected.append(sum(log_probabilities[a, b] for a, b in zip(path, path[1:], strict=False)))
    scores = training.score_names(table_model(logits), names)
    np.testing.assert_allclose(scores, expected, rtol=1e-5)


def test_invented_names_follow_the_model():
    """Where each symbol allows one successor, is that chain what comes out, without the end?"""
    logits = np.full((training.VOCABULARY_SIZE,) * 2, -1e4)
    a, b = training.FIRST_LETTER, training.FIRST_LETTER + 1
    for symbol, successor in ((training.START, b), (b, a), (a, training.END)):
        logits[symbol, successor] = 0
    names = training.invent_names(table_model(logits), 4, np.random.default_rng(0))
    assert names == ["ba"] * 4


def test_invented_letters_have_the_models_frequencies():
    """Is a letter of probability 0.8 drawn in 80 % of cases, at another place of the name too?"""
    logits = np.full((training.VOCABULARY_SIZE,) * 2, -1e4)
    a, b = training.FIRST_LETTER, training.FIRST_LETTER + 1
    logits[training.START, [a, b]] = np.log([0.8, 0.2])
    logits[[a, b], a], logits[[a, b], training.END] = np.log(0.5), np.log(0.5)
    names = training.invent_names(table_model(logits), 4000, np.random.default_rng(1))
    first = np.mean([name[0] == "a" for name in names])
    one_letter = np.mean([len(name) == 1 for name in names])
    # Six standard deviations of a share of 4,000 draws.
    assert first == pytest.approx(0.8, abs=6 * 0.4 / np.sqrt(4000))
    assert one_letter == pytest.approx(0.5, abs=6 * 0.5 / np.sqrt(4000))


def test_a_model_that_never_ends_is_stopped():
    """Does inventing stop at the given length, and are padding and start never drawn?"""
    logits = np.zeros((training.VOCABULARY_SIZE,) * 2)
    logits[:, [training.PADDING, training.START]] = 1e4
    logits[:, training.END] = -1e4
    names = training.invent_names(table_model(logits), 3, np.random.default_rng(0), longest=7)
    assert [len(name) for name in names] == [7, 7, 7]
    assert set("".join(names)) <= set(LETTERS)


def test_progress_names_the_best_epoch():
    """Do the lines show every few epochs, and the best of all epochs at the end?"""
    callback = training.progress_lines(every=2)
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        callback.on_train_begin()
        for epoch, loss in enumerate([3.0, 2.0, 1.25, 1.5]):
            callback.on_epoch_end(epoch, {"loss": loss - 0.5, "val_loss": loss})
        callback.on_train_end()
    lines = output.getvalue().splitlines()
    assert len(lines) == 3
    assert "0.750" in lines[1]
    assert "1.250" in lines[1]
    assert "epoch 3 with 1.250" in lines[2]
