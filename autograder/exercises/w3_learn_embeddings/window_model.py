"""`neural_window_model`: the network of 2003, judged by what it does."""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    Same,
    Shape,
    SumsToOne,
)
from autograder.checks.probes import ModelOutputs
from autograder.declaration.exercise import Trial

from .inputs import neural_window_model

V, WINDOW, D, UNITS = 11, 3, 5, 7
SIZES = {"vocabulary_size": V, "window": WINDOW, "d": D, "units": UNITS}


def weights_of(vocabulary_size, window, d, units):
    """Returns how many weights the network has."""
    hidden = window * d * units + units
    return vocabulary_size * d + hidden + units * vocabulary_size + vocabulary_size


@neural_window_model.case(
    "Words in, probabilities out: which word stands where makes a difference, and it learns."
)
def behaviour(rng):
    base = np.array([rng.permutation(V)[:WINDOW] for _ in range(4)])
    swapped = base[:, [1, 0, 2]]
    inputs = {"base": base, "swapped": swapped, "alone": base[1:2]}
    for place in range(WINDOW):
        other = base.copy()
        other[:, place] = (other[:, place] + 1 + rng.integers(V - 1)) % V
        inputs[f"other{place}"] = other
    probe = ModelOutputs(
        SIZES,
        inputs={name: array.astype("int32") for name, array in inputs.items()},
        train={
            "inputs": base.astype("int32"),
            "targets": rng.integers(V, size=4).astype("int32"),
            "loss": "sparse_categorical_crossentropy",
            "steps": 3,
        },
        randomize_weights=int(rng.integers(2**31)),
        unsaid=True,
    )
    exact = weights_of(**SIZES)
    return Trial(
        probe,
        [
            Shape(
                "outputs.base",
                [4, V],
                "For ids (4, window) the result must have the shape (4, V): one probability a word, for "
                "the one word that follows.",
            ),
            SumsToOne(
                "outputs.base",
                "The outputs are no probabilities: the last layer needs a softmax over the words.",
            ),
            Between("outputs.base", 0.0, 1.0, "Probabilities lie between 0 and 1."),
            *[
                Different(
                    "outputs.base",
                    f"outputs.other{place}",
                    f"Another word at place {place} changes nothing: all words shown must reach the output.",
                )
                for place in range(WINDOW)
            ],
            Different(
                "outputs.base",
                "outputs.swapped",
                "Two words change places and nothing changes: lay the vectors side by side, do not add or "
                "average them.",
            ),
            Same(
                "outputs.alone",
                "outputs.base",
                "The probabilities of one row depend on the other rows of the batch.",
                window=[[0, 1]],
                other_window=[[1, 2]],
            ),
            Between(
                "parameters",
                exact,
                None,
                f"There are fewer weights than one table ({V} x {D}), a hidden layer ({WINDOW * D} x "
                f"{UNITS}) and an output layer ({UNITS} x {V}) have, with biases: {exact}.",
            ),
            Between(
                "parameters",
                None,
                exact,
                f"There are more weights than one table ({V} x {D}), a hidden layer ({WINDOW * D} x "
                f"{UNITS}) and an output layer ({UNITS} x {V}) have, with biases: {exact}. All places "
                "share one table.",
            ),
            Different(
                "outputs.base", "trained.base", "Training does not change the model.", least=1e-4
            ),
            Between(
                "compiled", None, 0, "The model comes back compiled: leave that to who trains it."
            ),
            Same(
                "unsaid",
                "outputs.base",
                "Called as it is, the model gives other numbers than in use: something random is always on.",
            ),
        ],
    )


@neural_window_model.case("All four sizes count.")
def other_sizes(rng):
    sizes = {"vocabulary_size": 9, "window": 1, "d": 4, "units": 6}
    other = {"vocabulary_size": 5, "window": 2, "d": 8, "units": 6}
    probe = ModelOutputs(
        sizes,
        inputs={"base": rng.integers(9, size=(2, 1)).astype("int32")},
        other_arguments=other,
        randomize_weights=int(rng.integers(2**31)),
    )
    text = "With sizes {} the model has to have {} weights: one table, hidden layer, output layer, biases."
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, 9], "With a window of one word, (2, 1) ids give (2, V)."),
            *[
                Between(path, weights_of(**each), weights_of(**each), text.format(
                    ", ".join(map(str, each.values())), weights_of(**each)))
                for path, each in (("parameters", sizes), ("other_parameters", other))
            ],
        ],
    )  # fmt: skip


# ------------------------------------------------------------------------ other right answers


@neural_window_model.alternative
def sequential(vocabulary_size, window, d, units):
    import keras

    return keras.Sequential(
        [
            keras.Input((window,), dtype="int32"),
            keras.layers.Embedding(vocabulary_size, d),
            keras.layers.Reshape((window * d,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(vocabulary_size),
            keras.layers.Softmax(),
        ]
    )


@neural_window_model.alternative
def place_by_place(vocabulary_size, window, d, units):
    import keras

    ids = keras.Input((window,), dtype="int32")
    table = keras.layers.Embedding(vocabulary_size, d)
    vectors = [table(ids[:, place]) for place in range(window)]
    side_by_side = keras.layers.Concatenate()(vectors) if window > 1 else vectors[0]
    hidden = keras.ops.tanh(keras.layers.Dense(units)(side_by_side))
    return keras.Model(ids, keras.layers.Dense(vocabulary_size, activation="softmax")(hidden))


@neural_window_model.alternative
def by_convolution(vocabulary_size, window, d, units):
    import keras

    ids = keras.Input((window,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, d)(ids)
    x = keras.layers.Conv1D(units, window, activation="sigmoid")(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size, activation="softmax")(x))


# ------------------------------------------------------------------------------- known mistakes

neural_window_model.slip(
    "returns_logits",
    "The outputs are scores. Probabilities are asked for: let the last layer end with a softmax.",
    ', activation="softmax"',
    "",
)
neural_window_model.slip(
    "averages_the_vectors",
    "The vectors are averaged, so that their order is lost. Lay them side by side.",
    "keras.layers.Flatten()",
    "keras.layers.GlobalAveragePooling1D()",
)
neural_window_model.slip(
    "predicts_at_each_place",
    "There is an output for each place. One word follows: the vectors of all places become one long "
    "vector first.",
    "keras.layers.Flatten()(vectors)",
    "vectors",
)
neural_window_model.slip(
    "has_no_hidden_layer",
    "The hidden layer is missing: the vectors go straight to the output.",
    "(hidden)",
    "(side_by_side)",
)
neural_window_model.slip(
    "hides_place_by_place",
    "The hidden layer sees one word at a time. Lay the vectors side by side before it, not behind it.",
    ("keras.layers.Flatten()(vectors)", "vectors"),
    ("(hidden)", "(keras.layers.Flatten()(hidden))"),
)
neural_window_model.slip(
    "compiles",
    "The model comes back compiled. Return it as it is built.",
    "return keras.Model(ids, output)",
    'model = keras.Model(ids, output)\n    model.compile(loss="sparse_categorical_crossentropy")\n'
    "    return model",
)


@neural_window_model.misconception(
    "Each place has a table of its own. A word means the same wherever it stands: one table for all."
)
def a_table_for_each_place(vocabulary_size, window, d, units):
    import keras

    ids = keras.Input((window,), dtype="int32")
    vectors = [keras.layers.Embedding(vocabulary_size, d)(ids[:, i]) for i in range(window)]
    x = keras.layers.Concatenate()(vectors) if window > 1 else vectors[0]
    x = keras.layers.Dense(units, activation="tanh")(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size, activation="softmax")(x))


@neural_window_model.misconception(
    "A recurrent layer reads the words. This model is older: its vectors lie side by side, and a dense "
    "layer sees them all at once."
)
def with_a_recurrent_layer(vocabulary_size, window, d, units):
    import keras

    ids = keras.Input((window,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, d)(ids)
    x = keras.layers.SimpleRNN(units)(x)
    return keras.Model(ids, keras.layers.Dense(vocabulary_size, activation="softmax")(x))


neural_window_model.equivalent(
    "ids = keras.Input((window,), dtype='int32') -> ids = keras.Input((window,))",
    "An embedding makes whole numbers of what comes.",
)
neural_window_model.equivalent(
    "hidden = keras.layers.Dense(units, activation='tanh')(side_by_side) -> "
    "hidden = keras.layers.Dense(units)(side_by_side)",
    "The docstring leaves the activation to the learner.",
)
