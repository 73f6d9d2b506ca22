"""The causal network: cases, other right answers, known mistakes.

Judged by what it does: how many outputs there are, which frames each of them hears, and that none
hears a later one. Weights are random, so that what is seen belongs to the model.
"""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._trigger_word.inputs import modelf
from autograder.expectations import Between, Different, Same, Shape
from autograder.probes import ModelOutputs

KERNEL, STRIDE = 16, 4

# ---------------------------------------------------------------------------------- cases


def _frames(rng, *shape):
    return np.round(rng.standard_normal(shape), 3).astype("float32")


CHANGES = ("first", "middle", "edge", "rest", "past")  # A row for each.


def _changed(rng, frames):
    """Changes some frames of a clip in five ways; returns them as a batch."""
    ranges = {
        "first": (KERNEL, None),
        "middle": (3 * STRIDE + KERNEL, None),
        "edge": (3 * STRIDE + KERNEL - 1, 3 * STRIDE + KERNEL),
        "rest": (7 * STRIDE + KERNEL, None),
        "past": (0, STRIDE),
    }
    clips = np.repeat(frames, len(CHANGES), axis=0)
    for clip, name in zip(clips, CHANGES, strict=True):
        part = clip[slice(*ranges[name])]
        part += np.round(rng.choice([-1.0, 1.0], part.shape) * rng.uniform(0.5, 2, part.shape), 3)
    return clips


def _window(name, start, stop):
    """Returns the steps from `start` to `stop` of one of the changed clips."""
    row = CHANGES.index(name)
    return [[row, row + 1], [start, stop]]


@modelf.case("Each output hears the frames up to the end of its window, and no later one.")
def what_it_hears(rng):
    Tx, features = 47, 3  # 8 outputs, and three frames that belong to none.
    frames = _frames(rng, 1, Tx, features)
    changed = _changed(rng, frames)
    probe = ModelOutputs(
        {"input_shape": (Tx, features)},
        inputs={
            "base": np.repeat(frames, len(CHANGES), axis=0),
            "changed": changed,
            "alone": changed[2:3],
        },
        shake=int(rng.integers(2**31)),
    )
    return Trial(probe, _HEARING)


_FUTURE = "A later frame changes an earlier output: the network hears the future."
_HEARING = [
    Shape(
        "outputs.base",
        [5, 8, 1],
        "For features (5, 47, 3) the result must have the shape (5, 8, 1): (47 - 16) // 4 + 1 "
        "outputs, one number each.",
    ),
    Between("outputs.base", 0.0, 1.0, "The outputs are no probabilities: end with a sigmoid."),
    Same("outputs.base", "outputs.changed", _FUTURE, window=_window("first", 0, 1)),
    Same("outputs.base", "outputs.changed", _FUTURE, window=_window("middle", 0, 4)),
    Same("outputs.base", "outputs.changed", _FUTURE, window=_window("edge", 0, 3)),
    Same(
        "outputs.base",
        "outputs.changed",
        "Frames behind the last whole window change the outputs.",
        window=_window("rest", 0, 8),
    ),
    Different(
        "outputs.base",
        "outputs.changed",
        "The last frame of its window does not change an output.",
        window=_window("edge", 3, 4),
    ),
    Different(
        "outputs.base",
        "outputs.changed",
        "What was heard before its window does not change an output: there is no memory.",
        window=_window("past", 2, 3),
    ),
    Same(
        "outputs.changed",
        "outputs.alone",
        "A clip gets other outputs in other company: clips of a batch must not mix.",
        window=[[2, 3]],
        other_window=[[0, 1]],
    ),
]


@modelf.case("Clips of any length, the shortest has one window; and it learns.")
def any_length(rng):
    features = 5
    lengths = {"one": 16, "two": 20, "many": 35}
    inputs = {name: _frames(rng, 2, Tx, features) for name, Tx in lengths.items()}
    probe = ModelOutputs(
        {"input_shape": (None, features)},
        inputs=inputs,
        train={
            "inputs": inputs["many"],
            "targets": np.tile(np.array([[[1]], [[0]]], "float32"), (1, 5, 1)),
            # Unlike a cross-entropy, it has a slope for outputs that are no probabilities, too.
            "loss": "mean_squared_error",
            "steps": 3,
        },
    )
    shapes: list = [
        Shape(
            f"outputs.{name}",
            [2, (Tx - KERNEL) // STRIDE + 1, 1],
            f"{Tx} frames give {(Tx - KERNEL) // STRIDE + 1} outputs, one number each.",
        )
        for name, Tx in lengths.items()
    ]
    text = "Training does not change the model."
    return Trial(probe, [*shapes, Different("outputs.many", "trained.many", text, least=1e-4)])


# ---------------------------------------------------------------------- other right answers


@modelf.alternative
def a_sequential_lstm(input_shape):
    import keras

    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv1D(6, 16, strides=4, activation="tanh"),
            keras.layers.LSTM(5, return_sequences=True),
            keras.layers.TimeDistributed(keras.layers.Dense(1, activation="sigmoid")),
        ]
    )


@modelf.alternative
def two_layers_with_normalisation_and_dropout(input_shape):
    import keras

    x = inputs = keras.Input(shape=input_shape)
    x = keras.layers.Conv1D(8, kernel_size=16, strides=4, padding="valid")(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Activation("relu")(x)
    x = keras.layers.Dropout(0.8)(x)
    for _ in range(2):
        x = keras.layers.GRU(units=6, return_sequences=True)(x)
        x = keras.layers.Dropout(0.5)(x)
        x = keras.layers.BatchNormalization()(x)
    x = keras.layers.TimeDistributed(keras.layers.Dense(1, activation="sigmoid"))(x)
    return keras.Model(inputs=inputs, outputs=x)


@modelf.alternative
def causal_convolutions_alone(input_shape):
    import keras

    frames = keras.Input(input_shape)
    x = keras.layers.Conv1D(7, 16, strides=4)(frames)
    for rate in (1, 2, 4):
        y = keras.layers.Conv1D(7, 3, padding="causal", dilation_rate=rate, activation="tanh")(x)
        x = keras.layers.Add()([x, y])
    return keras.Model(frames, keras.layers.Conv1D(1, 1, activation="sigmoid")(x))


@modelf.alternative
def a_small_window_and_a_pool(input_shape):
    import keras

    frames = keras.Input(input_shape)
    x = keras.layers.Conv1D(6, 13)(frames)
    x = keras.layers.AveragePooling1D(4, strides=4)(x)
    x = keras.layers.LayerNormalization()(x)
    x = keras.layers.SimpleRNN(6, return_sequences=True)(x)
    logits = keras.layers.Dense(1, kernel_initializer="zeros")(x)
    return keras.Model(frames, keras.ops.sigmoid(logits))


@modelf.alternative
def a_subclass_that_remembers_frames(input_shape):
    import keras

    class Hears(keras.Model):
        def __init__(self):
            super().__init__()
            self.remember = keras.layers.GRU(8, return_sequences=True)
            self.judge = keras.layers.Dense(1, activation="sigmoid")

        def call(self, frames):
            states = self.remember(frames)
            return self.judge(states[:, 15::4])

    return Hears()


@modelf.alternative
def padded_by_hand_and_cut(input_shape):
    import keras

    frames = keras.Input(input_shape)
    x = keras.layers.ZeroPadding1D((8, 0))(frames)
    x = keras.layers.Conv1D(5, 16, strides=4)(x)
    x = keras.layers.GRU(6, return_sequences=True, reset_after=False)(x)
    x = keras.layers.Cropping1D((2, 0))(x)
    return keras.Model(frames, keras.layers.Dense(1, activation="sigmoid")(x))


# -------------------------------------------------------------------------- known mistakes


def _model_like(input_shape, window=None, body=None, head=None, before=None):
    """Builds a small network with one thing done differently; for the misconceptions below."""
    import keras

    frames = keras.Input(input_shape)
    x = before(keras, frames) if before else frames
    window = window or (lambda keras: keras.layers.Conv1D(6, 16, strides=4))
    x = window(keras)(x)
    body = body or (lambda keras, x: keras.layers.GRU(5, return_sequences=True)(x))
    x = body(keras, x)
    head = head or (lambda keras, x: keras.layers.Dense(1, activation="sigmoid")(x))
    return keras.Model(frames, head(keras, x))


@modelf.misconception(
    "The network hears the future: a later frame changes an earlier output. A bidirectional layer does "
    "that, padding behind the recurrent layer, attention without a mask, and a softmax or an average "
    "over all steps. Look back only."
)
def reads_both_ways(input_shape):
    def body(keras, x):
        return keras.layers.Bidirectional(keras.layers.GRU(4, return_sequences=True))(x)

    return _model_like(input_shape, body=body)


@modelf.misconception(
    "The network hears the future and forgets the past: the recurrent layer reads backwards "
    "(go_backwards). Read from the first step on."
)
def reads_backwards(input_shape):
    def body(keras, x):
        backwards = keras.layers.GRU(5, return_sequences=True, go_backwards=True)(x)
        return keras.ops.flip(backwards, axis=1)

    return _model_like(input_shape, body=body)


@modelf.misconception(
    "There are too many outputs, not (Tx - KERNEL) // STRIDE + 1: the convolution is padded (by "
    '"same" or "causal"), or is missing. It takes whole windows only.'
)
def pads(input_shape):
    return _model_like(
        input_shape, window=lambda keras: keras.layers.Conv1D(6, 16, strides=4, padding="same")
    )


@modelf.misconception("There is an output for every frame: the convolution needs strides=STRIDE.")
def without_a_stride(input_shape):
    return _model_like(input_shape, window=lambda keras: keras.layers.Conv1D(6, 16))


@modelf.misconception(
    "The window is one frame too short: an output does not hear the last frame of its window. "
    "It has KERNEL frames."
)
def window_of_fifteen(input_shape):
    return _model_like(input_shape, window=lambda keras: keras.layers.Conv1D(6, 15, strides=4))


@modelf.misconception(
    "Kernel and stride are not those of this notebook (KERNEL and STRIDE): there are far too few "
    "outputs."
)
def window_of_fifteen_stride_of_eight(input_shape):
    return _model_like(input_shape, window=lambda keras: keras.layers.Conv1D(6, 15, strides=8))


@modelf.misconception(
    "One single output comes back for the whole clip: the recurrent layer must return an output for "
    "every step (return_sequences)."
)
def answers_once(input_shape):
    return _model_like(input_shape, body=lambda keras, x: keras.layers.GRU(5)(x))


@modelf.misconception(
    "Nothing remembers: each output knows its own window only, and a word is longer. Put a recurrent "
    "layer behind the convolution."
)
def has_no_memory(input_shape):
    return _model_like(input_shape, body=lambda keras, x: keras.layers.Dense(5)(x))


@modelf.misconception(
    "Some outputs are negative: they are logits, or come out of a tanh. End with a sigmoid: the result "
    "is probabilities."
)
def ends_with_logits(input_shape):
    return _model_like(input_shape, head=lambda keras, x: keras.layers.Dense(1)(x) * 5.0 - 1.0)


@modelf.misconception(
    "Every output is the same, whatever is heard: a softmax over one single unit always is 1, and a "
    "relu may be stuck at 0. End with a sigmoid."
)
def softmax_of_one(input_shape):
    return _model_like(
        input_shape, head=lambda keras, x: keras.layers.Dense(1, activation="softmax")(x)
    )


@modelf.misconception(
    "Two numbers come back for each step, one a class. One probability is enough: Dense(1) with a "
    "sigmoid."
)
def two_classes(input_shape):
    return _model_like(
        input_shape, head=lambda keras, x: keras.layers.Dense(2, activation="softmax")(x)
    )


@modelf.misconception(
    "The last axis is missing: the outputs have the shape (batch, Ty). Keep it, (batch, Ty, 1), as "
    "Dense(1) gives it."
)
def without_the_last_axis(input_shape):
    def head(keras, x):
        return keras.layers.Dense(1, activation="sigmoid")(x)[:, :, 0]

    return _model_like(input_shape, head=head)


@modelf.misconception(
    "The features are normalised over the whole clip: mean and spread of the time axis know the "
    "future. Normalise over the features, or by batch normalisation."
)
def normalises_over_time(input_shape):
    def before(keras, x):
        mean = keras.ops.mean(x, axis=1, keepdims=True)
        return (x - mean) / (keras.ops.std(x, axis=1, keepdims=True) + 1e-3)

    return _model_like(input_shape, before=before)


@modelf.misconception("The model is frozen and cannot learn: all of it is to be trained.")
def freezes_everything(input_shape):
    model = _model_like(input_shape)
    model.trainable = False
    return model


@modelf.misconception(
    "The number of frames is fixed in your code: build the input from input_shape."
)
def knows_one_length(input_shape):
    return _model_like((1000, input_shape[1]))


@modelf.misconception(
    "The batch was put into the shape again: input_shape leaves it out, as keras.Input wants it."
)
def shape_with_batch(input_shape):
    return _model_like((None, *input_shape))


@modelf.misconception(
    "The last tensor came back. Wrap input and output: keras.Model(frames, outputs)."
)
def returns_the_outputs(input_shape):
    return _model_like(input_shape).output


@modelf.misconception("Nothing came back: the last line must return the model.")
def returns_nothing(input_shape):
    _model_like(input_shape)


_WINDOWS = "steps = keras.layers.Conv1D(96, KERNEL, strides=STRIDE)(frames)"
_NORMAL = "steps = keras.layers.BatchNormalization(momentum=0.9)(steps)"
_MEMORY = "steps = keras.layers.GRU(96, return_sequences=True)(steps)"
_ACTIVE = "steps = keras.layers.Activation('relu')(steps)"
_DROPPED = "steps = keras.layers.Dropout(0.15)(steps)"
for _mutant, _reason in {
    f"{_WINDOWS} -> {_WINDOWS.replace('96', '97')}": "The number of filters is free.",
    f"{_WINDOWS} -> {_WINDOWS.replace('96', '95')}": "The number of filters is free.",
    f"{_MEMORY} -> {_MEMORY.replace('96', '97')}": "The number of units is free.",
    f"{_MEMORY} -> {_MEMORY.replace('96', '95')}": "The number of units is free.",
    f"{_NORMAL} -> pass": "Normalisation helps to learn in few steps; nothing promises it.",
    f"{_NORMAL} -> {_NORMAL.replace('momentum=0.9', '')}": "How fast averages are taken is free.",
    f"{_NORMAL} -> {_NORMAL.replace('0.9', '2.8')}": "How fast averages are taken is free.",
    f"{_ACTIVE} -> pass": "The recurrent layer has activations of its own.",
    f"{_DROPPED} -> pass": "Dropout is of no consequence outside training.",
}.items():
    modelf.equivalent(_mutant, _reason)
