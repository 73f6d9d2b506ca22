"""`gru_language_model`: a Keras model, judged by what it does."""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
)
from autograder.checks.probes import ModelOutputs, ReturnedModels
from autograder.declaration.exercise import Trial

from .inputs import gru_language_model

V = 13  # ids of the small vocabulary: four specials and nine words
STEPS = 8
WINDOW = (
    "The first word does not reach the eighth output: the model sees a few words only, as an n-gram "
    "does. A recurrent layer carries on what it has read."
)


def ids(rng, rows, steps):
    """Draws ids of words: no specials."""
    return rng.integers(4, V, (rows, steps))


def moved(array, *places):
    """Returns a copy with other words at some places."""
    changed = array.copy()
    for place in places:
        changed[:, place] = 4 + (changed[:, place] - 3) % (V - 4)
    return changed


@gru_language_model.case("It predicts the next word from all words so far, and only from those.")
def behaviour(rng):
    base = ids(rng, 3, STEPS)
    base[:, 2] = 4 + (base[:, 1] - 3) % (V - 4)  # Another word than the one before it.
    inputs = {
        "base": base,
        "future": moved(base, 5, 6, 7),
        "first": moved(base, 0),
        "last_but_one": moved(base, 6),
        "swapped": base[:, [0, 2, 1, 3, 4, 5, 6, 7]],
        "padded": np.concatenate([base, np.zeros((3, 3), int)], axis=1),
        "longer": np.concatenate([base, ids(rng, 3, 4)], axis=1),
        "alone": base[1:2],
    }
    probe = ModelOutputs(
        {"vocabulary_size": V, "units": 7},
        inputs={name: array.astype("int32") for name, array in inputs.items()},
        train={
            "inputs": base.astype("int32"),
            "targets": ids(rng, 3, STEPS).astype("int32"),
            "loss": "sparse_categorical_crossentropy_from_logits",
            "steps": 3,
        },
        randomize_weights=int(rng.integers(2**31)),
        unsaid=True,
    )
    return Trial(probe, _BEHAVIOUR)


_BEHAVIOUR = [
    Shape(
        "outputs.base",
        [3, STEPS, V],
        "For ids (3, 8) the logits must have the shape (3, 8, vocabulary_size): a row at every step.",
    ),
    SumsToOne(
        "outputs.base",
        "The outputs are probabilities. Leave the softmax out: the loss takes logits.",
        negate=True,
    ),
    TakesBothSigns("outputs.base", "Logits may be negative: the last layer needs no activation."),
    Same(
        "outputs.base",
        "outputs.future",
        "What comes later changes the logits before it: the model sees the future.",
        window=[[None, None], [None, 5]],
    ),
    Different(
        "outputs.base",
        "outputs.future",
        "The logits at a step do not depend on the id at that step.",
        window=[[None, None], [5, 6]],
    ),
    Different(
        "outputs.base",
        "outputs.first",
        "The first logits do not depend on the first word: the order of the steps is turned round.",
        window=[[None, None], [0, 1]],
    ),
    Different(
        "outputs.base",
        "outputs.last_but_one",
        "The word before the last one changes nothing: each step knows its own word only.",
        window=[[None, None], [7, 8]],
    ),
    Different("outputs.base", "outputs.first", WINDOW, window=[[None, None], [7, 8]]),
    Different(
        "outputs.base",
        "outputs.swapped",
        "Two words in the past change places and nothing changes: the model has no sense of order.",
        window=[[None, None], [7, 8]],
    ),
    Same(
        "outputs.base",
        "outputs.padded",
        "Padding behind a sentence changes its logits.",
        window=[[None, None], [0, 8]],
        other_window=[[None, None], [0, 8]],
    ),
    Same(
        "outputs.base",
        "outputs.longer",
        "What follows, or the length of the input, changes the logits.",
        window=[[None, None], [0, 8]],
        other_window=[[None, None], [0, 8]],
    ),
    Same(
        "outputs.alone",
        "outputs.base",
        "A sentence's logits depend on the other sentences of the batch.",
        window=[[0, 1]],
        other_window=[[1, 2]],
    ),
    Different("outputs.base", "trained.base", "Training does not change the model.", least=1e-4),
    Between(
        "compiled",
        None,
        0,
        "The model comes back compiled. Return it as it is built: who trains it says how.",
    ),
    Same(
        "unsaid",
        "outputs.base",
        "Called as it is, the model gives other numbers than in use: dropout that is always on.",
    ),
]


@gru_language_model.case("Every weight has an influence.")
def all_weights(rng):
    words = ids(rng, 4, 6).astype("int32")
    words[0, :3] = [1, 3, 2]
    probe = ReturnedModels(
        {"vocabulary_size": V, "units": 6},
        [["words", [words]]],
        randomize_weights=int(rng.integers(2**31)),
        reaches="words",
    )
    text = (
        "Some weights have no influence on the logits and can never learn: a layer is built and not "
        "used, say, or its result is thrown away."
    )
    return Trial(
        probe, [Shape("results.words", [4, 6, V]), Between("unreached.result", 0, 0, text)]
    )


@gru_language_model.case("`units` sets the width of the recurrent layer.")
def width(rng):
    probe = ModelOutputs(
        {"vocabulary_size": V, "units": 60},
        inputs={"base": ids(rng, 2, 5).astype("int32")},
        other_arguments={"vocabulary_size": V, "units": 23},
    )
    least = 60 * 60 + 60 * V  # A recurrent layer's own square matrix, and the way in or out.
    text = "A recurrent layer of 60 units has more weights than your model: pass units on to it."
    same = "Models of 23 and of 60 units have the same number of weights: pass units on."
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, 5, V]),
            Between("parameters", least, None, text),
            Different("parameters", "other_parameters", same),
        ],
    )


@gru_language_model.alternative
def embedding_and_dense(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 9)(ids)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


@gru_language_model.alternative
def sequential_lstm_with_mask(vocabulary_size, units):
    import keras

    return keras.Sequential(
        [
            keras.layers.Embedding(vocabulary_size, units, mask_zero=True),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dropout(0.3),
            keras.layers.TimeDistributed(keras.layers.Dense(vocabulary_size)),
        ]
    )


@gru_language_model.alternative
def two_layers_tied(vocabulary_size, units):
    import keras

    ids = keras.Input(shape=(None,), dtype="int32")
    table = keras.layers.ReversibleEmbedding(vocabulary_size, 10)
    x = keras.layers.GRU(units, return_sequences=True)(table(ids))
    x = keras.layers.RNN(keras.layers.GRUCell(units), return_sequences=True)(x)
    x = keras.layers.LayerNormalization()(keras.layers.Dense(10)(x))
    return keras.Model(ids, table(x, reverse=True))


@gru_language_model.alternative
def subclass_of_model(vocabulary_size, units):
    import keras

    class LanguageModel(keras.Model):
        def __init__(self):
            super().__init__()
            self.rows = keras.layers.Embedding(vocabulary_size, 8)
            self.layer = keras.layers.SimpleRNN(units, return_sequences=True)
            self.head = keras.layers.Dense(vocabulary_size)

        def call(self, ids):
            return self.head(self.layer(self.rows(ids)))

    return LanguageModel()


_TIED = "logits = embedding(states, reverse=True)"

gru_language_model.slip(
    "ends_with_softmax",
    "The model ends with a softmax. Return logits, and leave the softmax to the loss.",
    _TIED,
    "logits = keras.layers.Softmax()(embedding(states, reverse=True))",
)

gru_language_model.slip(
    "returns_the_last_step",
    "Only one row of logits a sentence comes back, but every step predicts its next word. The recurrent "
    "layer needs return_sequences=True.",
    ", return_sequences=True",
    "",
)

gru_language_model.slip(
    "reads_both_ways",
    "What comes later reaches the logits, and with it the word to predict: by a layer that reads both "
    "ways, say. A language model reads from left to right only.",
    (
        "keras.layers.GRU(units, return_sequences=True)(rows)",
        "keras.layers.Bidirectional(keras.layers.GRU(units, return_sequences=True), merge_mode='sum')(rows)",
    ),
)

gru_language_model.slip(
    "reads_backwards",
    "The model sees the future: look for go_backwards, or for a reversed axis.",
    "return_sequences=True",
    "return_sequences=True, go_backwards=True",
)

gru_language_model.slip(
    "has_no_memory",
    "There is no recurrence: each step knows its own word only. Put a recurrent layer between embedding "
    "and output.",
    "GRU(units, return_sequences=True)",
    'Dense(units, activation="tanh")',
)

gru_language_model.slip(
    "sees_a_window",
    "The model sees a window of a few words, as an n-gram does; the first word does not reach the "
    "eighth output. A recurrent layer carries on what it has read.",
    "GRU(units, return_sequences=True)",
    'Conv1D(units, 3, padding="causal", activation="tanh")',
)


@gru_language_model.misconception(
    "The model averages the words so far and has no sense of order. Put a recurrent layer between "
    "embedding and output."
)
def averages_the_past(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 4 * units)(ids)
    count = keras.ops.cumsum(keras.ops.ones_like(x), axis=1)
    x = keras.layers.Dense(4 * units, activation="tanh")(keras.ops.cumsum(x, axis=1) / count)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


gru_language_model.slip(
    "ends_with_units",
    "The last layer has the wrong number of outputs: one logit for each id, vocabulary_size of them.",
    _TIED,
    "logits = keras.layers.Dense(units)(states)",
)

gru_language_model.slip(
    "ends_with_relu",
    "All logits have the same sign: the last layer has an activation. Leave it out.",
    _TIED,
    'logits = keras.layers.Dense(vocabulary_size, activation="relu")(states)',
)

gru_language_model.slip(
    "shifts_the_input",
    "The logits at a step do not know the id at that step. They predict the next word from all ids up to "
    "this one: the shift is in the targets already.",
    "embedding(ids)",
    "embedding(keras.ops.pad(ids, ((0, 0), (1, 0)))[:, :-1])",
)

gru_language_model.slip(
    "compiles_the_model",
    "The model comes back compiled. Return it as it is built: who trains it says with which loss.",
    "return keras.Model(ids, logits)",
    'model = keras.Model(ids, logits)\n    model.compile("adam", "mse")\n    return model',
)

gru_language_model.slip(
    "drops_out_in_use_too",
    "The same ids get other logits at every call: dropout is always on. Leave `training` to Keras.",
    "keras.layers.Dropout(0.1)(states)",
    "keras.layers.Dropout(0.5)(states, training=True)",
)

gru_language_model.slip(
    "leaves_weights_unused",
    "Some weights have no influence on the logits: a layer was built whose result is thrown away, or "
    "multiplied by nothing.",
    "logits = embedding(states, reverse=True)",
    "logits = embedding(states, reverse=True) + 0.0 * keras.layers.Dense(vocabulary_size)(states)",
)

gru_language_model.slip(
    "ignores_units",
    "The recurrent layer has a width of its own, whatever units says: pass units on.",
    ("ReversibleEmbedding(vocabulary_size, units)", "ReversibleEmbedding(vocabulary_size, 7)"),
    ("GRU(units", "GRU(7"),
)

gru_language_model.slip(
    "builds_and_returns_nothing",
    "Nothing came back: the last line must return the model.",
    "return keras.Model",
    "model = keras.Model",
)

_FREE = "How much is dropped out is a free choice."
gru_language_model.equivalent(
    "ids = keras.Input(shape=(None,), dtype='int32') -> ids = keras.Input(shape=(None,))",
    "The embedding turns its input into whole numbers itself.",
)
gru_language_model.equivalent("states = keras.layers.Dropout(0.1)(states) -> pass", _FREE)
