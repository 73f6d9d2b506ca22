"""The causal network: cases, other right answers, known mistakes.

Judged by what it does: how many outputs there are, which frames each of them hears, and that none
hears a later one. Weights are random, so that what is seen belongs to the model.
"""

import numpy as np

from autograder.checks.expectations import Between, Different, Same, Shape
from autograder.checks.probes import ModelOutputs
from autograder.checks.recipes import Function
from autograder.declaration.exercise import Trial

from .inputs import modelf

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
        randomize_weights=int(rng.integers(2**31)),
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


# A gradient tells what an output hears where a difference would be lost in rounding: over forty
# steps a recurrent layer may pass on a share of 1e-10, and a window that ends passes on nothing at all.
_LISTENS = """
def listens(model):
    import keras
    import tensorflow as tf

    def draw(rng, scale, added):
        for variable in model.weights:
            if "float" in str(variable.dtype):
                values = scale * rng.standard_normal(tuple(variable.shape))
                if "variance" in variable.name:
                    values = 0.5 + np.abs(values)
                elif added:
                    values = values + np.asarray(variable)
                variable.assign(values)

    class Listens:
        def get_weights(self):
            return model.get_weights()

        def __call__(self, frames, training=False):
            frames = tf.constant(frames)
            model(frames, training=False)  # Some models make their weights now.
            rng = np.random.default_rng(1)
            draw(rng, 0.05, True)  # No weight begins at zero.
            with tf.GradientTape() as tape:
                tape.watch(frames)
                last = model(frames, training=False)[:, -10:]
                large = tf.reduce_sum(last) * 1e15
            gradient = tape.gradient(large, frames)
            # What is the same for all that is heard has a gradient of rounding noise, or none.
            heard = gradient is not None and np.ptp(last) > 1e-5
            heard = heard and bool(np.any(np.asarray(gradient)[:, :16]))
            draw(rng, 1.5, False)
            outputs = np.asarray(model(frames, training=False))
            low, high = outputs.min(), outputs.max()
            learns = len(model.trainable_variables)
            model.trainable = False  # Keras hands on to the layers only what is a change.
            model.trainable = True
            frozen = len(model.trainable_variables) - learns
            numbers = {"heard": heard, "low": low, "high": high, "frozen": frozen}
            return {name: float(number) for name, number in numbers.items()}

    return Listens()
"""


@modelf.case("What came first is remembered to the end of a long clip, and all layers learn.")
def long_clip(rng):
    Tx, features = KERNEL + 49 * STRIDE, 3
    probe = ModelOutputs(
        {"input_shape": (Tx, features)},
        inputs={"long": np.round(_frames(rng, 2, Tx, features), 2)},
        around=Function(_LISTENS),
    )
    return Trial(
        probe,
        [
            Between(
                "outputs.long.heard",
                1,
                1,
                "The last outputs of a long clip do not depend on its first frames: the memory ends after a "
                "number of windows. It goes back to the first one, as a recurrent layer's does.",
            ),
            Between("outputs.long.low", 0.0, None, "An output is negative: end with a sigmoid."),
            Between("outputs.long.high", None, 1.0, "An output is above 1: end with a sigmoid."),
            Between(
                "outputs.long.frozen", 0, 0, "Some weights are frozen: all of it is to be trained."
            ),
        ],
    )


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
def causal_attention(input_shape):
    import keras

    frames = keras.Input(input_shape)
    x = keras.layers.Conv1D(8, 16, strides=4, activation="tanh")(frames)
    look_back = keras.layers.MultiHeadAttention(num_heads=2, key_dim=4)
    x = keras.layers.Add()([x, look_back(x, x, use_causal_mask=True)])
    return keras.Model(frames, keras.layers.Dense(1, activation="sigmoid")(x))


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

# Mistakes are made when a learner's failure is to be explained. A small network, of nothing but what
# must be there, shows them as well in less time.
_SMALL = (
    ("Conv1D(96", "Conv1D(6"),
    ("    steps = keras.layers.BatchNormalization(momentum=0.9)(steps)\n", ""),
    ('    steps = keras.layers.Activation("relu")(steps)\n', ""),
    ("    steps = keras.layers.Dropout(0.15)(steps)\n", ""),
    ("GRU(96", "GRU(5"),
)
_READER = "keras.layers.GRU(5, return_sequences=True)"
_RETURN = "return keras.Model(frames, outputs)"


modelf.slip(
    "reads_both_ways",
    "The network hears the future: a later frame changes an earlier output. A bidirectional layer does "
    "that, padding behind the recurrent layer, attention without a mask, and a softmax or an average "
    "over all steps. Look back only.",
    *_SMALL,
    (_READER, f"keras.layers.Bidirectional({_READER})"),
)
modelf.slip(
    "reads_backwards",
    "The network hears the future and forgets the past: the recurrent layer reads backwards "
    "(go_backwards). Read from the first step on.",
    *_SMALL,
    ("True)(steps)", "True, go_backwards=True)(steps)\n    steps = keras.ops.flip(steps, axis=1)"),
)
modelf.slip(
    "pads",
    "There are too many outputs, not (Tx - KERNEL) // STRIDE + 1: the convolution is padded (by "
    '"same" or "causal"), or is missing. It takes whole windows only.',
    *_SMALL,
    ("strides=STRIDE", 'strides=STRIDE, padding="same"'),
)
modelf.slip(
    "without_a_stride",
    "There is an output for every frame: the convolution needs strides=STRIDE.",
    *_SMALL,
    (", strides=STRIDE", ""),
)
modelf.slip(
    "window_of_fifteen",
    "The window is one frame too short: an output does not hear the last frame of its window. "
    "It has KERNEL frames.",
    *_SMALL,
    ("KERNEL", "KERNEL - 1"),
)
modelf.slip(
    "window_of_fifteen_stride_of_eight",
    "Kernel and stride are not those of this notebook (KERNEL and STRIDE): there are far too few "
    "outputs.",
    *_SMALL,
    ("KERNEL, strides=STRIDE", "15, strides=8"),
)
modelf.slip(
    "answers_once",
    "One single output comes back for the whole clip: the recurrent layer must return an output for "
    "every step (return_sequences).",
    *_SMALL,
    (", return_sequences=True", ""),
)
modelf.slip(
    "has_no_memory",
    "Nothing remembers: each output knows its own window only, and a word is longer. Put a recurrent "
    "layer behind the convolution.",
    *_SMALL,
    (f"    steps = {_READER}(steps)\n", ""),
)
modelf.slip(
    "remembers_some_windows_only",
    "The memory has an end: convolutions, however many, hear a fixed number of windows. Output t depends on "
    "all frames before it: put a recurrent layer behind the convolution.",
    *_SMALL,
    (_READER, 'keras.layers.Conv1D(5, 9, padding="causal", activation="tanh")'),
)
modelf.slip(
    "freezes_the_convolution",
    "A layer is frozen (trainable=False): all of the network is to be trained.",
    *_SMALL,
    (
        _RETURN,
        "model = keras.Model(frames, outputs)\n    model.layers[1].trainable = False\n    return model",
    ),
)
modelf.slip(
    "ends_with_logits",
    "Some outputs are negative: they are logits, or come out of a tanh. End with a sigmoid: the result "
    "is probabilities.",
    *_SMALL,
    # Scaled, so that some of the few outputs lie beyond 0 and 1 for certain.
    (', activation="sigmoid")(steps)', ")(steps) * 5.0 - 1.0"),
)
modelf.slip(
    "softmax_of_one",
    "Every output is the same, whatever is heard: a softmax over one single unit always is 1, and a "
    "relu may be stuck at 0. End with a sigmoid.",
    *_SMALL,
    ("sigmoid", "softmax"),
)
modelf.slip(
    "two_classes",
    "Two numbers come back for each step, one a class. One probability is enough: Dense(1) with a "
    "sigmoid.",
    *_SMALL,
    ('1, activation="sigmoid"', '2, activation="softmax"'),
)
modelf.slip(
    "without_the_last_axis",
    "The last axis is missing: the outputs have the shape (batch, Ty). Keep it, (batch, Ty, 1), as "
    "Dense(1) gives it.",
    *_SMALL,
    ("(frames, outputs)", "(frames, outputs[:, :, 0])"),
)
modelf.slip(
    "normalises_over_time",
    "The features are normalised over the whole clip: mean and spread of the time axis know the "
    "future. Normalise over the features, or by batch normalisation.",
    *_SMALL,
    (
        "    steps = keras.layers.Conv1D",
        """    mean = keras.ops.mean(frames, axis=1, keepdims=True)
    spread = keras.ops.std(frames, axis=1, keepdims=True)
    steps = keras.layers.Conv1D""",
    ),
    ("(frames)\n", "((frames - mean) / (spread + 1e-3))\n"),
)
modelf.slip(
    "freezes_everything",
    "The model is frozen and cannot learn: all of it is to be trained.",
    *_SMALL,
    (
        _RETURN,
        "model = keras.Model(frames, outputs)\n    model.trainable = False\n    return model",
    ),
)
modelf.slip(
    "knows_one_length",
    "The number of frames is fixed in your code: build the input from input_shape.",
    *_SMALL,
    ("shape=input_shape", "shape=(1000, input_shape[1])"),
)
modelf.slip(
    "shape_with_batch",
    "The batch was put into the shape again: input_shape leaves it out, as keras.Input wants it.",
    *_SMALL,
    ("shape=input_shape", "shape=(None, *input_shape)"),
)
modelf.slip(
    "returns_the_outputs",
    "The last tensor came back. Wrap input and output: keras.Model(frames, outputs).",
    *_SMALL,
    (_RETURN, "return outputs"),
)
modelf.slip(
    "returns_nothing",
    "Nothing came back: the last line must return the model.",
    *_SMALL,
    (_RETURN, "keras.Model(frames, outputs)"),
)


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
