"""Attention weights of a text: cases, other right answers, known mistakes.

The judge's model is a small network with given weights. It reads nothing but its input, so that the
weights tell whether the text arrived as it should.
"""

import unicodedata

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._date_translation.inputs import (
    attention_map,
    floats,
    reference,
    softmax,
    vocabulary,
)
from autograder.expectations import Matches
from autograder.probes import Call
from autograder.recipes import Made

READER = """
def reader(kernel, places, output):
    import keras
    from keras import ops

    size, steps = kernel.shape
    X = keras.Input((places.shape[0], size))
    scores = ops.transpose(ops.matmul(X, kernel) + places, (0, 2, 1))
    weights = ops.softmax(scores, axis=-1)
    probabilities = ops.softmax(ops.matmul(ops.matmul(weights, X), output), axis=-1)
    return keras.Model(X, [probabilities, weights])
"""

# ---------------------------------------------------------------------------------- cases


def _trial(rng, text, needed, Tx, Ty, size=20):
    symbols = vocabulary(rng, size, needed)
    kernel = floats(rng, len(symbols), Ty, scale=2.0)
    places = floats(rng, Tx, Ty)
    output = floats(rng, len(symbols), 4)
    regular = unicodedata.normalize("NFC", text).lower()[:Tx]
    ids = [symbols.get(c, symbols["<unk>"]) for c in regular]
    ids += [symbols["<pad>"]] * (Tx - len(ids))
    expected = softmax(kernel[ids] + places, axis=0).T.astype("float32")
    probe = Call(
        {"model": Made(READER, {"kernel": kernel, "places": places, "output": output}),
         "text": text},
        lends={"human_vocab": symbols, "TX": Tx},
    )  # fmt: skip
    close = {"relative": 1e-3, "absolute": 1e-5}
    return Trial(probe, [Matches(expected, where="the map", tolerance=close)])


@attention_map.case("A row for each symbol written, a column for each character read.")
def a_plain_date(rng):
    text = f"{int(rng.integers(1, 29))}/{int(rng.integers(1, 13))}/{int(rng.integers(1930, 2029))}"
    return _trial(rng, text, "0123456789/", Tx=13, Ty=5)


@attention_map.case("Capitals, accents and unknown characters are read as in exercise 1.")
def as_people_type(rng):
    text = unicodedata.normalize("NFD", f"{int(rng.integers(1, 29))} FÉVR. ?ø")
    return _trial(rng, text, "0123456789 févr.", Tx=16, Ty=3)


@attention_map.case("The map of a long text covers what was read of it, the first TX characters.")
def a_long_text(rng):
    return _trial(rng, f"{int(rng.integers(10, 29))} mai 1999", "0123456789 mai", Tx=7, Ty=9)


# ---------------------------------------------------------------------- other right answers


@attention_map.alternative
def with_an_identity_matrix(model, text):
    rows = np.eye(len(reference.human_vocab))
    X = rows[np.array(reference.preprocess(text, reference.human_vocab, reference.TX))]
    results = model(X[np.newaxis].astype("float32"), training=False)
    return results[1].numpy().squeeze(axis=0)


@attention_map.alternative
def with_predict(model, text):
    ids = reference.preprocess(text, reference.human_vocab, reference.TX)
    X = np.zeros((1, reference.TX, len(reference.human_vocab)))
    X[0, range(reference.TX), ids] = 1
    probabilities, weights = model.predict(X, verbose=0)
    return weights[0]


@attention_map.alternative
def with_keras_one_hot(model, text):
    import keras

    ids = keras.ops.array([reference.preprocess(text, reference.human_vocab, reference.TX)])
    X = keras.ops.one_hot(ids, len(reference.human_vocab))
    return model(X)[-1][0, :, :]


@attention_map.alternative
def as_lists(model, text):
    import keras

    ids = reference.preprocess(text, reference.human_vocab, reference.TX)
    X = keras.utils.to_categorical([ids], num_classes=len(reference.human_vocab))
    return np.asarray(model(X)[1])[0].tolist()


# -------------------------------------------------------------------------- known mistakes


def _map_like(model, text, read=None, result=1, finish=None):
    """Reads the text with one thing done differently; for the mistakes below."""
    symbols, Tx = reference.human_vocab, reference.TX
    ids = read(symbols, Tx) if read else reference.preprocess(text, symbols, Tx)
    batch = np.eye(len(symbols), dtype="float32")[np.asarray([ids])]
    weights = np.asarray(model(batch)[result])
    return finish(weights) if finish else weights[0]


@attention_map.misconception(
    "These are the model's first result, the probabilities of the symbols. The attention weights are "
    "its second."
)
def returns_the_probabilities(model, text):
    return _map_like(model, text, result=0)


@attention_map.misconception(
    "The map is on its side: rows are the symbols written, columns the characters read."
)
def turns_the_map(model, text):
    return _map_like(model, text, finish=lambda weights: weights[0].T)


@attention_map.misconception(
    "The axis of the batch is still there: it holds one text. Return its map alone, `(Ty, TX)`."
)
def keeps_the_batch(model, text):
    return _map_like(model, text, finish=lambda weights: weights)


@attention_map.misconception(
    "The map ends with the text. Padding is read as well, and its columns belong to the map; without "
    "them the rows do not sum to 1."
)
def cuts_the_padding_off(model, text):
    return _map_like(model, text, finish=lambda weights: weights[0][:, : len(text)])


@attention_map.misconception(
    "The padding is gone and the rest was scaled up again: the map shows what the model did, padding "
    "included."
)
def rescales_without_padding(model, text):
    def finish(weights):
        cut = weights[0][:, : len(text)]
        return cut / cut.sum(axis=1, keepdims=True)

    return _map_like(model, text, finish=finish)


@attention_map.misconception(
    "Capitals and accents were read as unknown: use preprocess, which makes the text regular first."
)
def reads_the_text_as_it_is(model, text):
    def read(symbols, Tx):
        ids = [symbols.get(c, symbols["<unk>"]) for c in text[:Tx]]
        return ids + [symbols["<pad>"]] * (Tx - len(ids))

    return _map_like(model, text, read=read)


@attention_map.misconception(
    "The indices went into the model as they are, without one-hot: it wants a row of zeros with a "
    "single 1 for each character."
)
def forgets_one_hot(model, text):
    ids = reference.preprocess(text, reference.human_vocab, reference.TX)
    return np.asarray(model(np.array([ids], dtype="float32"))[1])[0]


@attention_map.misconception(
    "The model was called without the axis of the batch: it wants a batch, even of a single text."
)
def forgets_the_batch(model, text):
    ids = reference.preprocess(text, reference.human_vocab, reference.TX)
    X = np.eye(len(reference.human_vocab), dtype="float32")[ids]
    return np.asarray(model(X)[1])[0]


@attention_map.misconception(
    "The largest weight of each row became 1 and the others 0. The map holds the weights themselves."
)
def picks_the_largest(model, text):
    def finish(weights):
        return np.eye(weights.shape[-1])[weights[0].argmax(axis=-1)]

    return _map_like(model, text, finish=finish)


@attention_map.misconception(
    "The weights went through a softmax once more, which flattens them. They sum to 1 as they are."
)
def softmax_once_more(model, text):
    def finish(weights):
        powers = np.exp(weights[0])
        return powers / powers.sum(axis=-1, keepdims=True)

    return _map_like(model, text, finish=finish)


@attention_map.misconception(
    "Both results of the model came back. Return the second alone, without the batch."
)
def returns_both_results(model, text):
    ids = reference.preprocess(text, reference.human_vocab, reference.TX)
    X = np.eye(len(reference.human_vocab), dtype="float32")[np.asarray([ids])]
    return [np.asarray(result)[0] for result in model(X)]


@attention_map.misconception("Nothing came back: the last line must return the map.")
def returns_nothing(model, text):
    _map_like(model, text)
