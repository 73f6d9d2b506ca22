"""Checks for an assignment whose graded code builds a model, and fits one."""

import numpy as np

from autograder.checks.compare import Tolerance
from autograder.checks.expectations import Different, Same, Shape, SumsToOne
from autograder.checks.probes import ModelOutputs
from autograder.declaration.exercise import Assignment, Trial

assignment = Assignment("w0_with_fit", title="Two small models", week=0, imports=("keras",))
reference = assignment.solutions()

build_tagger = assignment.exercise("build_tagger", points=40)
fit_plane = assignment.exercise(
    "fit_plane",
    points=60,
    returns=("weights", "bias"),
    tolerance=Tolerance(relative=1e-3, absolute=1e-5),
)


@build_tagger.case("Every word has probabilities of tags, which follow from the words before it.")
def some_sentences(rng):
    ids = rng.integers(1, 20, (4, 7))
    other_end, other_start = ids.copy(), ids.copy()
    other_end[:, -1] = ids[:, -1] % 19 + 1
    other_start[:, 0] = ids[:, 0] % 19 + 1
    inputs = {"ids": ids, "other_end": other_end, "other_start": other_start}
    expectations = [
        Shape("outputs.ids", [4, 7, 3], "One row of probabilities a word."),
        SumsToOne("outputs.ids", "The outputs must be probabilities."),
        Same(
            "outputs.ids", "outputs.other_end", "A word's tag depends on a later word.",
            window=[[0, 4], [0, 6]],
        ),
        Different("outputs.ids", "outputs.other_start", "The words before do not matter."),
    ]  # fmt: skip
    arguments = {"vocabulary_size": 20, "units": 6, "tags": 3}
    return Trial(ModelOutputs(arguments, inputs=inputs), expectations)


@build_tagger.alternative
def tagger_with_lstm(vocabulary_size, units, tags):
    import keras

    layers = [
        keras.layers.Embedding(vocabulary_size, units),
        keras.layers.LSTM(units, return_sequences=True),
        keras.layers.Dense(tags),
        keras.layers.Softmax(),
    ]
    return keras.Sequential([keras.Input((None,), dtype="int32"), *layers])


@build_tagger.misconception("The outputs are no probabilities yet: a softmax is missing.")
def without_softmax(vocabulary_size, units, tags):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, units)(ids)
    x = keras.layers.GRU(units, return_sequences=True)(x)
    return keras.Model(ids, keras.layers.Dense(tags)(x))


@build_tagger.misconception(
    "A tag for each word is asked for: the layer must return all its states."
)
def only_last_state(vocabulary_size, units, tags):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, units)(ids)
    return keras.Model(
        ids, keras.layers.Dense(tags, activation="softmax")(keras.layers.GRU(units)(x))
    )


@fit_plane.case("A few steps from zero end where gradient descent ends.")
def noisy_plane(rng):
    x = rng.normal(size=(40, 3))
    y = x @ rng.normal(size=3) + rng.normal() + 0.1 * rng.normal(size=40)
    return {"x": x, "y": y, "epochs": 20, "learning_rate": 0.1}


@fit_plane.alternative
def plane_without_keras(x, y, epochs, learning_rate):
    weights, bias = np.zeros(x.shape[1]), 0.0
    for _ in range(epochs):
        error = x @ weights + bias - y
        weights = weights - learning_rate * 2 * x.T @ error / len(x)
        bias = bias - learning_rate * 2 * error.mean()
    return weights, bias


@fit_plane.misconception("Each step must see all points: give fit the batch size.")
def small_batches(x, y, epochs, learning_rate):
    import keras

    layer = keras.layers.Dense(1, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((x.shape[1],)), layer])
    model.compile(keras.optimizers.SGD(learning_rate), "mse")
    model.fit(x, y, batch_size=8, epochs=epochs, shuffle=False, verbose=0)
    weights, bias = layer.get_weights()
    return weights[:, 0], float(bias[0])


@fit_plane.misconception("The plane goes through the origin: keep the bias of the unit.")
def without_bias(x, y, epochs, learning_rate):
    import keras

    layer = keras.layers.Dense(1, kernel_initializer="zeros", use_bias=False)
    model = keras.Sequential([keras.Input((x.shape[1],)), layer])
    model.compile(keras.optimizers.SGD(learning_rate), "mse")
    model.fit(x, y, batch_size=len(x), epochs=epochs, verbose=0)
    return layer.get_weights()[0][:, 0], 0.0
