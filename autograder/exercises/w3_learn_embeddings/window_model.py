"""`neural_window_model`: the network of 2003, judged by what it does.

Which activation the hidden layer has is free, but that it is not linear shows: without it what one word adds
to the scores would not hang on the others.
"""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    MatchesIfSeen,
    Same,
    Shape,
    SumsToOne,
)
from autograder.checks.probes import ModelOutputs, SequenceModel
from autograder.checks.recipes import Function
from autograder.declaration.exercise import Trial

from .inputs import neural_window_model

V, WINDOW, D, UNITS = 11, 3, 5, 7
SPARE = 10  # weights that a model may have besides: the states of dropout
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
                exact + SPARE,
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


def _with_sizes(rng, **sizes):
    """Asks for the shape and the number of weights of a model of these sizes."""
    size, window, exact = sizes["vocabulary_size"], sizes["window"], weights_of(**sizes)
    probe = ModelOutputs(
        sizes,
        inputs={"base": rng.integers(size, size=(2, window)).astype("int32")},
        randomize_weights=int(rng.integers(2**31)),
    )
    text = (
        f"With sizes {', '.join(map(str, sizes.values()))} the model has to have {exact} weights: one table, "
        "hidden layer, output layer, biases."
    )
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, size], f"Ids (2, {window}) give (2, V), here (2, {size})."),
            Between("parameters", exact, exact + SPARE, text),
        ],
    )


@neural_window_model.case("A window of one word.")
def one_word_shown(rng):
    return _with_sizes(rng, vocabulary_size=9, window=1, d=4, units=6)


@neural_window_model.case("More numbers a word than words, and other sizes of all layers.")
def other_sizes(rng):
    return _with_sizes(rng, vocabulary_size=5, window=2, d=8, units=6)


# Of a row with two windows the first word of either is combined with the rest of either. Where the scores
# are a sum of what each word adds, the four combinations cancel out, but for a number that all words have
# in common.
MIXED = Function("""
def mixed(model):
    import keras

    class Mixed(keras.Model):
        def call(self, rows):
            half = rows.shape[1] // 2
            one, other = rows[:, :half], rows[:, half:]
            together = 0.0
            for first, rest, sign in ((one, one, 1), (other, other, 1), (one, other, -1), (other, one, -1)):
                ids = keras.ops.concatenate([first[:, :1], rest[:, 1:]], axis=1)
                together += sign * keras.ops.log(model(ids, training=False))
            together -= keras.ops.mean(together, axis=1, keepdims=True)
            return keras.ops.max(keras.ops.abs(together), axis=(0, 1), keepdims=True)

    rng = np.random.default_rng(4)
    model(np.zeros((1, 3), dtype="int32"))
    for variable in model.trainable_variables:
        variable.assign(0.7 * rng.standard_normal(tuple(variable.shape)))
    return Mixed()
""")


@neural_window_model.case(
    "What a word adds hangs on the words beside it: the hidden layer is not linear."
)
def not_linear(rng):
    rows = np.array([rng.permutation(V)[: 2 * WINDOW] for _ in range(8)]).astype("int32")
    probe = ModelOutputs(SIZES, inputs={"rows": rows}, around=MIXED)
    linear = (
        "Each word adds the same to the scores, whatever stands beside it: the hidden layer is linear, and "
        "might as well be missing. Give it an activation, tanh or ReLU, say."
    )
    return Trial(probe, [Between("outputs.rows", 0.02, None, linear)])


# With large weights a softmax comes near 0 and 1. A softmax of probabilities stays below e / (e + 10) = 0.21.
SUREST = Function("""
def surest(model):
    import keras

    class Surest(keras.Model):
        def call(self, ids):
            return keras.ops.max(model(ids, training=False), axis=(0, 1), keepdims=True)

    rng = np.random.default_rng(5)
    model(np.zeros((1, 3), dtype="int32"))
    for variable in model.trainable_variables:
        variable.assign(4.0 * rng.standard_normal(tuple(variable.shape)))
    return Surest()
""")
TWICE = (
    "However large its weights, no word ever gets a probability near 1: the softmax comes twice, or "
    "something limits the scores before it. Dense without any activation but the softmax, once."
)


@neural_window_model.case("It can be sure of a word: the softmax comes once.")
def how_sure_it_can_be(rng):
    rows = np.array([rng.permutation(V)[:WINDOW] for _ in range(8)]).astype("int32")
    probe = ModelOutputs(SIZES, inputs={"rows": rows}, around=SUREST)
    return Trial(probe, [Between("outputs.rows", 0.6, None, TWICE)])


@neural_window_model.case(
    "With given weights, the output layer's bias alone, the numbers are a softmax."
)
def given_weights(rng):
    bias = np.round(rng.normal(0, 1.5, V), 2)
    hidden = rng.normal(0, 1, (WINDOW * D, UNITS)), rng.normal(0, 1, UNITS)
    weights = [rng.normal(0, 1, (V, D)), *hidden, np.zeros((UNITS, V)), bias]
    base = np.array([rng.permutation(V)[:WINDOW] for _ in range(2)]).astype("int32")
    probe = SequenceModel(
        SIZES,
        inputs={"base": base},
        by_shape={"whole": [np.round(array, 2).astype("float32") for array in weights]},
        given=[base],
    )
    powers = np.exp(bias)
    expected = np.tile(powers / powers.sum(), (2, 1))
    hint = (
        "Where all weights of the output layer are 0, its bias alone decides, and the probabilities are "
        "the softmax of it. Yours are not: is there more than one softmax behind the dense layer?"
    )
    close = {"relative": 1e-4, "absolute": 1e-5}
    return Trial(
        probe,
        [
            Shape(
                "outputs.base", [2, V], "For ids (2, window) the result must have the shape (2, V)."
            ),
            MatchesIfSeen(expected, "loaded.whole", message=hint, tolerance=close),
        ],
    )


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


@neural_window_model.alternative
def with_dropout(vocabulary_size, window, d, units):
    import keras

    ids = keras.Input((window,), dtype="int32")
    x = keras.layers.Flatten()(keras.layers.Embedding(vocabulary_size, d)(ids))
    x = keras.layers.Dropout(0.2)(keras.layers.Dense(units, activation="gelu")(x))
    return keras.Model(ids, keras.layers.Dense(vocabulary_size, activation="softmax")(x))


@neural_window_model.alternative
def as_a_class(vocabulary_size, window, d, units):
    import keras

    class Window(keras.Model):
        def __init__(self):
            super().__init__()
            self.table = keras.layers.Embedding(vocabulary_size, d)
            self.output_layer = keras.layers.Dense(vocabulary_size)
            self.hidden = keras.layers.Dense(units)

        def call(self, ids):
            vectors = keras.ops.reshape(self.table(ids), (-1, window * d))
            return keras.ops.softmax(self.output_layer(keras.ops.sigmoid(self.hidden(vectors))))

    return Window()


# ------------------------------------------------------------------------------- known mistakes

neural_window_model.slip(
    "hidden_layer_is_linear",
    "The hidden layer has no activation. Two linear layers one behind the other are a linear layer: what a "
    "word adds would not hang on the others. Give it one, tanh or ReLU, say; it belongs behind the hidden "
    "layer.",
    ', activation="tanh"',
    "",
)
neural_window_model.slip(
    "ends_with_two_softmaxes",
    "The softmax comes twice. A softmax of probabilities is nearly even, so that no word can win clearly.",
    "return keras.Model(ids, output)",
    "return keras.Model(ids, keras.layers.Softmax()(output))",
)

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
