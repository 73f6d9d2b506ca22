"""Attention weights of a text: cases, other right answers, known mistakes.

The judge's model is a small network with given weights. It reads nothing but its input, so that the
weights tell whether the text arrived as it should.
"""

import unicodedata

import numpy as np

from autograder.checks.expectations import Matches
from autograder.checks.probes import Call
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import softmax

from .inputs import (
    CLOSE,
    attention_map,
    draw_weights,
    reference,
    rounded,
    vocabulary,
)

LONG = 38  # TX of the notebook

# It reads texts of any length, and says by the kind of its error what was no batch of one-hot rows.
READER = """
def reader(kernel, waves, output):
    import keras
    from keras import ops

    size = kernel.shape[0]
    kernel, waves, output = (array.astype("float32") for array in (kernel, waves, output))

    class Reader(keras.Model):
        def call(self, X):
            if len(X.shape) != 3:
                kind = ValueError if X.shape[-1] == size else TypeError
                raise kind(f"The model takes one-hot texts (batch, TX, {size}), and got {X.shape}.")
            places = ops.cumsum(ops.sum(X, axis=-1, keepdims=True), axis=1)
            scores = ops.transpose(ops.matmul(X, kernel) + ops.sin(places * waves), (0, 2, 1))
            weights = ops.softmax(scores, axis=-1)
            return ops.softmax(ops.matmul(ops.matmul(weights, X), output), axis=-1), weights

    return Reader()
"""

# ---------------------------------------------------------------------------------- cases


def _trial(rng, text, needed, Tx, Ty, size=20):
    symbols = vocabulary(rng, size, needed)
    kernel = draw_weights(rng, len(symbols), Ty, scale=2.0)
    waves, output = draw_weights(rng, Ty), draw_weights(rng, len(symbols), 4)
    regular = unicodedata.normalize("NFC", text).lower()[:Tx]
    ids = [symbols.get(c, symbols["<unk>"]) for c in regular]
    ids += [symbols["<pad>"]] * (Tx - len(ids))
    scores = kernel[ids] + np.sin(np.arange(1, Tx + 1)[:, None] * waves)
    expected = softmax(scores, axis=0).T
    probe = Call(
        {"model": Made(READER, {"kernel": kernel, "waves": waves, "output": output}), "text": text},
        patches={"human_vocab": symbols, "TX": Tx},
    )
    return Trial(probe, [Matches(rounded(expected), where="the map", tolerance=CLOSE)])


@attention_map.case("A row for each symbol written, a column for each character read.")
def a_plain_date(rng):
    day, month = (int(number) for number in rng.choice(range(1, 10), 2, replace=False))
    text = f"{day}/{month}"
    return _trial(rng, text, "".join(sorted(set(text))), Tx=5, Ty=2, size=4)


@attention_map.case(
    "Capitals, accents and unknown characters are read as in exercise 1, with padding to any length."
)
def as_people_type(rng):
    text = unicodedata.normalize("NFD", f"{int(rng.integers(1, 29))} FÉVR. ?ø")
    return _trial(rng, text, "0123456789 févr.", Tx=LONG, Ty=3)


@attention_map.case("The map of a long text covers what was read of it, the first TX characters.")
def a_long_text(rng):
    return _trial(rng, f"{int(rng.integers(10, 29))} mai 1999", "0123456789 mai", Tx=7, Ty=9)


@attention_map.case("A text of exactly TX characters has a map without padding.")
def an_exact_fit(rng):
    text = (
        f"{int(rng.integers(10, 29))}.{int(rng.integers(10, 13))}.{int(rng.integers(1930, 2029))}"
    )
    return _trial(rng, text, "0123456789.", Tx=10, Ty=4, size=13)


@attention_map.case("A model that writes a single symbol has a map of one row.")
def a_single_symbol(rng):
    day, month = (int(number) for number in rng.choice(range(1, 10), 2, replace=False))
    return _trial(rng, f"{day}.{month}.", "0123456789.", Tx=6, Ty=1, size=12)


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
    return np.array(np.asarray(model(X)[1])[0].tolist())


# -------------------------------------------------------------------------- known mistakes


attention_map.slip(
    "returns_the_probabilities",
    "These are the model's first result, the probabilities of the symbols. The attention weights are "
    "its second.",
    "_, weights",
    "weights, _",
)
attention_map.slip(
    "turns_the_map",
    "The map is on its side: rows are the symbols written, columns the characters read.",
    "np.asarray(weights)[0]",
    "np.asarray(weights)[0].T",
)
attention_map.slip(
    "keeps_the_batch",
    "The axis of the batch is still there: it holds one text. Return its map alone, `(Ty, TX)`.",
    "np.asarray(weights)[0]",
    "np.asarray(weights)",
)
attention_map.slip(
    "cuts_the_padding_off",
    "The map ends with the text. Padding is read as well, and its columns belong to the map; without "
    "them the rows do not sum to 1.",
    "np.asarray(weights)[0]",
    "np.asarray(weights)[0, :, : len(text)]",
)
attention_map.slip(
    "rescales_without_padding",
    "The padding is gone and the rest was scaled up again: the map shows what the model did, padding "
    "included.",
    "return np.asarray(weights)[0]",
    "cut = np.asarray(weights)[0, :, : len(text)]\n    return cut / cut.sum(axis=1, keepdims=True)",
)
attention_map.slip(
    "reads_the_text_as_it_is",
    "Capitals and accents were read as unknown: use preprocess, which makes the text regular first.",
    "preprocess(text, human_vocab, TX)",
    """[human_vocab.get(c, human_vocab["<unk>"]) for c in text[:TX]]
    indices += [human_vocab["<pad>"]] * (TX - len(indices))""",
)
attention_map.slip(
    "forgets_one_hot",
    "The indices went into the model as they are, without one-hot: it wants a row of zeros with a "
    "single 1 for each character.",
    "one_hot([indices], len(human_vocab))",
    'np.array([indices], dtype="float32")',
)
attention_map.slip(
    "forgets_the_batch",
    "The model was called without the axis of the batch: it wants a batch, even of a single text.",
    "[indices]",
    "indices",
)
attention_map.slip(
    "reads_without_padding",
    "The text was read without padding, as many characters as it has. The model reads TX characters, "
    "padding included.",
    "human_vocab, TX",
    "human_vocab, len(text)",
)
attention_map.slip(
    "widens_the_one_hot_rows",
    "The one-hot rows have one place too many: the vocabulary has its own symbols for unknown and "
    "padding already.",
    "[indices], len(human_vocab)",
    "[indices], len(human_vocab) + 1",
)
attention_map.slip(
    "scales_the_columns",
    "The columns were made to sum to 1. The rows do already, one for each symbol written: leave the "
    "weights as the model gives them.",
    "return np.asarray(weights)[0]",
    "found = np.asarray(weights)[0]\n    return found / found.sum(axis=0)",
)
attention_map.slip(
    "scales_by_the_largest",
    "Each row was divided by its largest weight, and no longer sums to 1. The map holds the weights as "
    "the model gives them.",
    "return np.asarray(weights)[0]",
    "found = np.asarray(weights)[0]\n    return found / found.max(axis=1, keepdims=True)",
)
attention_map.slip(
    "rounds",
    "The weights were rounded. The map holds them as the model gives them.",
    "np.asarray(weights)[0]",
    "np.asarray(weights)[0].round(2)",
)
attention_map.slip(
    "picks_the_largest",
    "The largest weight of each row became 1 and the others 0. The map holds the weights themselves.",
    "return np.asarray(weights)[0]",
    "best = np.asarray(weights)[0].argmax(axis=-1)\n    return np.eye(TX)[best]",
)
attention_map.slip(
    "softmax_once_more",
    "The weights went through a softmax once more, which flattens them. They sum to 1 as they are.",
    "np.asarray(weights)",
    "np.asarray(keras.ops.softmax(weights))",
)
attention_map.slip(
    "returns_both_results",
    "Both results of the model came back. Return the second alone, without the batch.",
    "_, weights = model(batch)\n    return np.asarray(weights)[0]",
    "return [np.asarray(result)[0] for result in model(batch)]",
)
attention_map.slip(
    "returns_nothing", "Nothing came back: the last line must return the map.", "return ", ""
)
