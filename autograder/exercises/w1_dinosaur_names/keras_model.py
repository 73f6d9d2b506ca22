"""`build_language_model`: the same in Keras, judged by what it does."""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    Same,
    Shape,
    SumsToOne,
    TakesBothSigns,
)
from autograder.checks.probes import ModelOutputs
from autograder.declaration.exercise import Trial

from .inputs import build_language_model

COMPILED = (
    "The model comes back compiled. Return it as it is built: who trains it says with which loss, and "
    "how fast."
)
RANDOM = (
    "Called as it is, `model(ids)`, the model gives other numbers than in use: dropout that is always "
    "on (training=True). Leave `training` to Keras, which drops out in `fit` alone."
)
V = 11  # symbols of the small vocabulary: padding, start, end and eight letters


@build_language_model.case(
    "It predicts the next symbol from all symbols so far, and only from those."
)
def behaviour(rng):
    base = rng.integers(3, V, (3, 6))
    base[:, 2] = 3 + (base[:, 1] - 2) % (V - 3)  # Another symbol than the one before it.
    future, past = base.copy(), base.copy()
    future[:, 4:] = 3 + (future[:, 4:] - 2) % (V - 3)
    past[:, 1] = 3 + (past[:, 1] - 2) % (V - 3)
    padded = np.concatenate([np.zeros((3, 2), int), base], axis=1)
    longer = np.concatenate([base, base[:, :3]], axis=1)
    swapped = base[:, [0, 2, 1, 3, 4, 5]]
    targets = rng.integers(3, V, (3, 6))
    inputs = {
        "base": base,
        "future": future,
        "past": past,
        "swapped": swapped,
        "padded": padded,
        "longer": longer,
        "holes": np.concatenate([base[:, :3], np.zeros((3, 2), int), base[:, 3:]], axis=1),
        "alone": base[1:2],
    }
    probe = ModelOutputs(
        {"vocabulary_size": V, "units": 7},
        inputs={name: ids.astype("int32") for name, ids in inputs.items()},
        train={
            "inputs": base.astype("int32"),
            "targets": targets.astype("int32"),
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
        [3, 6, V],
        "For ids (3, 6) the logits must have the shape (3, 6, vocabulary_size): one row of logits at "
        "every step.",
    ),
    SumsToOne(
        "outputs.base",
        "The outputs are probabilities. Leave the softmax out: the loss applies it, with "
        "from_logits=True, in a numerically safer way.",
        negate=True,
    ),
    TakesBothSigns("outputs.base", "Logits may be negative: the last layer needs no activation."),
    Same(
        "outputs.base",
        "outputs.future",
        "What comes later changes the logits before it: the model sees the future.",
        window=[[None, None], [None, 4]],
    ),
    Different(
        "outputs.base",
        "outputs.past",
        "An id three steps back changes nothing: the model knows the last id only.",
        window=[[None, None], [4, 5]],
    ),
    Different(
        "outputs.base",
        "outputs.future",
        "The logits at a step do not depend on the id at that step.",
        window=[[None, None], [4, 5]],
    ),
    Different(
        "outputs.base",
        "outputs.swapped",
        "Two ids in the past change places and nothing changes: the model has no sense of order.",
        window=[[None, None], [4, 5]],
    ),
    Same(
        "outputs.base",
        "outputs.padded",
        "Padding (id 0) in front of a name changes its logits: mask it.",
        window=[[None, None], [0, 6]],
        other_window=[[None, None], [2, 8]],
    ),
    Same(
        "outputs.base",
        "outputs.holes",
        "Padding (id 0) between the symbols changes the logits after it: mask it.",
        window=[[None, None], [3, 6]],
        other_window=[[None, None], [5, 8]],
    ),
    Same(
        "outputs.alone",
        "outputs.base",
        "A name's logits depend on the other names of the batch.",
        window=[[0, 1]],
        other_window=[[1, 2]],
    ),
    Same(
        "outputs.base",
        "outputs.longer",
        "The model depends on the length of its input.",
        window=[[None, None], [0, 6]],
    ),
    Different("outputs.base", "trained.base", "Training does not change the model.", least=1e-4),
    Between("compiled", None, 0, COMPILED),
    Same("unsaid", "outputs.base", RANDOM),
]


@build_language_model.case("`units` sets the width of the recurrent layer.")
def width(rng):
    ids = rng.integers(3, V, (2, 4)).astype("int32")
    probe = ModelOutputs(
        {"vocabulary_size": V, "units": 60},
        inputs={"base": ids},
        other_arguments={"vocabulary_size": V, "units": 23},
    )
    least = 60 * 60 + 60 * V  # A recurrent layer's own square matrix and the way out.
    text = "A recurrent layer of 60 units has more weights than your model: pass units on to it."
    same = "Models of 23 and of 60 units have the same number of weights: pass units on."
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, 4, V]),
            Between("parameters", least, None, text),
            Different("parameters", "other_parameters", same),
        ],
    )


@build_language_model.alternative
def functional_gru(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 5, mask_zero=True)(ids)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


@build_language_model.alternative
def sequential_lstm(vocabulary_size, units):
    import keras

    return keras.Sequential(
        [
            keras.layers.Embedding(vocabulary_size, units, mask_zero=True),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.TimeDistributed(keras.layers.Dense(vocabulary_size, activation="linear")),
        ]
    )


@build_language_model.alternative
def subclass_of_model(vocabulary_size, units):
    import keras

    class LanguageModel(keras.Model):
        def __init__(self):
            super().__init__()
            self.embedding = keras.layers.Embedding(vocabulary_size, 8, mask_zero=True)
            self.cell = keras.layers.RNN(keras.layers.GRUCell(units), return_sequences=True)
            self.head = keras.layers.Dense(vocabulary_size)

        def call(self, ids):
            mask = self.embedding.compute_mask(ids)
            return self.head(self.cell(self.embedding(ids), mask=mask))

    return LanguageModel()


@build_language_model.alternative
def one_hot_with_masking(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.ops.one_hot(ids, vocabulary_size)
    x = x * keras.ops.cast(keras.ops.expand_dims(ids != 0, -1), "float32")
    x = keras.layers.Masking()(x)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(x))


@build_language_model.alternative
def starts_at_zero(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 9, mask_zero=True)(ids)
    x = keras.layers.LayerNormalization()(x)
    x = keras.layers.LSTM(units, return_sequences=True, recurrent_dropout=0.1)(x)
    logits = keras.layers.Dense(
        vocabulary_size, kernel_initializer="zeros", bias_initializer=keras.initializers.Constant(1)
    )(x)
    return keras.Model(ids, logits)


@build_language_model.alternative
def simple_recurrence(vocabulary_size, units):
    import keras

    model = keras.Sequential()
    model.add(keras.Input(shape=(None,)))
    model.add(keras.layers.Embedding(vocabulary_size, 6, mask_zero=True))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Dense(vocabulary_size))
    return model


build_language_model.slip(
    "ends_with_softmax",
    "The model ends with a softmax. Return logits: leave the activation of the last layer out.",
    "Dense(vocabulary_size)",
    'Dense(vocabulary_size, activation="softmax")',
)

build_language_model.slip(
    "returns_the_last_step",
    "Only one row of logits a name comes back, but every step predicts its next symbol. The recurrent "
    "layer needs return_sequences=True, and no pooling may follow.",
    ", return_sequences=True",
    "",
)

build_language_model.slip(
    "reads_both_ways",
    "What comes later reaches the logits, and with it the letter to predict: by a layer that reads "
    "from both ends, say, or by a mean over all steps. A language model reads from left to right only.",
    "keras.layers.GRU(units, return_sequences=True)",
    "keras.layers.Bidirectional(keras.layers.GRU(units, return_sequences=True))",
)

build_language_model.slip(
    "reads_backwards",
    'The model sees the future. Look for go_backwards, padding="same", attention without a causal '
    "mask, or a mean over all steps.",
    "return_sequences=True",
    "return_sequences=True, go_backwards=True",
)

build_language_model.slip(
    "does_not_mask",
    "Padding changes the logits. Either the embedding lacks mask_zero=True, or the mask is lost on the "
    "way: arithmetic and layers of your own drop it. Pass it on: GRU(...)(x, mask=ids != 0).",
    ", mask_zero=True",
    "",
)

build_language_model.slip(
    "has_no_memory",
    "There is no recurrence: each step knows its own id only. Put a recurrent layer (GRU, LSTM) between "
    "embedding and output.",
    "GRU(units, return_sequences=True)",
    'Dense(8 * units, activation="tanh")',
)

build_language_model.slip(
    "ends_with_units",
    "The last layer has the wrong number of outputs: it needs one logit for every symbol, "
    "vocabulary_size of them.",
    "Dense(vocabulary_size)",
    "Dense(units)",
)

build_language_model.slip(
    "ends_with_relu",
    "All logits have the same sign: the last layer has an activation (ReLU, sigmoid or the like). "
    "Leave it out.",
    "Dense(vocabulary_size)",
    'Dense(vocabulary_size, activation="relu")',
)

build_language_model.slip(
    "fixes_the_width",
    "The recurrent layer has a width of its own, whatever units says: pass units on to it.",
    "GRU(units",
    "GRU(128",
)


@build_language_model.misconception(
    "The model averages the symbols so far and so has no sense of order. Put a recurrent layer (GRU, "
    "LSTM) between embedding and output."
)
def averages_the_past(vocabulary_size, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, 4 * units)(ids)
    known = keras.ops.cast(keras.ops.expand_dims(ids != 0, -1), "float32")
    total = keras.ops.cumsum(x * known, axis=1)
    count = keras.ops.maximum(keras.ops.cumsum(known, axis=1), 1.0)
    hidden = keras.layers.Dense(4 * units, activation="tanh")(total / count)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size)(hidden))


build_language_model.slip(
    "shifts_the_input",
    "The logits at a step do not know the id at that step: they must predict the next symbol from all "
    "ids up to and including this one. Do not shift the input.",
    ")(ids)",
    ")(keras.ops.pad(ids, ((0, 0), (1, 0)))[:, :-1])",
)

build_language_model.slip(
    "compiles_the_model",
    COMPILED,
    "return keras.Model(ids, logits)",
    'model = keras.Model(ids, logits)\n    model.compile("adam", "mse")\n    return model',
)

build_language_model.slip(
    "drops_out_in_use_too",
    "The same ids get other logits at every call: dropout is always on (training=True). Leave "
    "`training` to Keras, which drops out in `fit` alone.",
    "keras.layers.Dropout(0.5)(states)",
    "keras.layers.Dropout(0.5)(states, training=True)",
)

build_language_model.slip(
    "ignores_units",
    "`units` is not used: it is the width of the recurrent layer.",
    "GRU(units",
    "GRU(7",
)

build_language_model.slip(
    "builds_and_returns_nothing",
    "Nothing came back: the last line must return the model.",
    "return keras.Model",
    "model = keras.Model",
)


_EMBEDDING = "vectors = keras.layers.Embedding(vocabulary_size, 32, mask_zero=True)(ids)"
for _mutant, _reason in {
    "ids = keras.Input(shape=(None,), dtype='int32') -> ids = keras.Input(shape=(None,))": (
        "The embedding turns its input into whole numbers itself."
    ),
    f"{_EMBEDDING} -> {_EMBEDDING.replace('32', '33')}": "The size of the embedding is free.",
    f"{_EMBEDDING} -> {_EMBEDDING.replace('32', '31')}": "The size of the embedding is free.",
    "states = keras.layers.Dropout(0.5)(states) -> pass": "Dropout is a free choice.",
}.items():
    build_language_model.equivalent(_mutant, _reason)
