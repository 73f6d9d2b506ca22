"""`keras_twin`: the same net in Keras, with weights of the judge's."""

import numpy as np
from scipy.special import log_softmax

from autograder.checks.expectations import Between, Different, MatchesIfSeen, Same, Shape
from autograder.checks.probes import SequenceModel
from autograder.declaration.exercise import Trial

from .inputs import floats, keras_twin

SIZES = {"vocabulary_size": 11, "d": 4, "units": 5, "num_classes": 3}
COUNT = 11 * 4 + 4 * 5 + 5 + 5 * 3 + 3


def log_probabilities(weights, ids):
    """Computes the net in NumPy."""
    E, W1, b1, W2, b2 = weights
    real = (ids != 0)[..., None]
    mean = (E[ids] * real).sum(axis=1) / real.sum(axis=1)
    return log_softmax(np.maximum(mean @ W1 + b1, 0) @ W2 + b2, axis=-1)


def drawn_ids(rng, batch, steps):
    """Draws rows of ids, each padded by another number of zeros, and no row of nothing else."""
    ids = rng.integers(1, 11, (batch, steps))
    lengths = rng.permutation(np.arange(batch) % (steps - 1)) + 2
    return np.where(np.arange(steps) < lengths[:, None], ids, 0).astype("int32")


@keras_twin.case("With given weights it gives the log-probabilities of the notebook's net.")
def given_weights(rng):
    ids = drawn_ids(rng, 6, 5)
    weights = [
        floats(rng, (11, 4)), floats(rng, (4, 5)), floats(rng, 5), floats(rng, (5, 3)), floats(rng, 3)
    ]  # fmt: skip
    turned = ids.copy()
    turned[:, :2] = turned[:, 1::-1]
    inputs = {
        "ids": ids,
        "padded": np.pad(ids, [(0, 0), (0, 3)]),
        "in front": np.pad(ids, [(0, 0), (2, 0)]),
        "turned": turned,
        "other": np.where(ids > 0, ids % 10 + 1, 0).astype("int32"),
        "alone": ids[2:3],
    }
    probe = SequenceModel(
        SIZES,
        inputs=inputs,
        randomize_weights=int(rng.integers(2**31)),
        by_position={"twin": weights},
        given=[ids],
    )
    message = "With given weights the log-probabilities are not those of the notebook's net."
    numbers = MatchesIfSeen(log_probabilities(weights, ids), "loaded.twin", message=message)
    return Trial(probe, [*FORM, numbers])


@keras_twin.case("With large weights, log-probabilities lie far apart, and are exact.")
def far_apart(rng):
    ids = drawn_ids(rng, 6, 5)
    shapes = ((11, 4), (4, 5), 5, (5, 3), 3)
    weights = [floats(rng, shape, 12) for shape in shapes]
    probe = SequenceModel(
        SIZES,
        inputs={"ids": ids},
        randomize_weights=int(rng.integers(2**31)),
        by_position={"twin": weights},
        given=[ids],
    )
    message = (
        "With large weights the log-probabilities are not those of the notebook's net: is the logarithm "
        "taken of a softmax, in which small ones have become 0? Log-softmax does both in one."
    )
    numbers = MatchesIfSeen(log_probabilities(weights, ids), "loaded.twin", message=message)
    return Trial(probe, [Shape("outputs.ids", [6, 3]), numbers])


FORM = [
    Shape("outputs.ids", [6, 3], "For ids (6, 5) the outputs have the shape (6, num_classes)."),
    MatchesIfSeen(
        COUNT,
        "parameters",
        message="The number of weights is not that of a table, a hidden layer and an output layer, each of "
        "these two with its bias.",
    ),
    Between(
        "outputs.ids",
        None,
        1e-6,
        "The outputs are not log-probabilities: these are at most 0.",
    ),
    Same("outputs.ids", "outputs.padded", "Padding behind a review changes its outputs: mask it."),
    Same("outputs.ids", "outputs.in front", "Padding in front changes the outputs: mask it."),
    Same("outputs.ids", "outputs.turned", "The order of the words changes the outputs of a mean."),
    Same(
        "outputs.ids",
        "outputs.alone",
        "A review's outputs hang on the others in its batch.",
        window=[[2, 3], [None, None]],
        other_window=[[0, 1], [None, None]],
    ),
    Different("outputs.ids", "outputs.other", "The outputs do not hang on the words."),
]


# ------------------------------------------------------------------------ other right answers


@keras_twin.alternative
def sequential(vocabulary_size, d, units, num_classes):
    import keras

    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(vocabulary_size, d, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(units),
            keras.layers.ReLU(),
            keras.layers.Dense(num_classes),
            keras.layers.Activation("log_softmax"),
        ]
    )


@keras_twin.alternative
def with_a_sum_of_powers(vocabulary_size, d, units, num_classes):
    import keras

    ids = keras.Input((None,), dtype="int32")
    E = keras.layers.Embedding(vocabulary_size, d, mask_zero=True)(ids)
    mean = keras.layers.GlobalAveragePooling1D()(E)
    hidden = keras.layers.Dense(units, activation="relu")(mean)
    scores = keras.layers.Dense(num_classes)(hidden)
    total = keras.ops.logsumexp(scores, axis=-1, keepdims=True)
    return keras.Model(ids, keras.ops.subtract(scores, total))


@keras_twin.alternative
def with_a_mean_by_hand(vocabulary_size, d, units, num_classes):
    import keras
    from keras import ops

    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    rows = keras.layers.Embedding(vocabulary_size, d)(ids)
    mean = ops.sum(rows * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1)
    hidden = ops.relu(keras.layers.Dense(units)(mean))
    return keras.Model(ids, ops.log_softmax(keras.layers.Dense(num_classes)(hidden), axis=-1))


# ------------------------------------------------------------------------------- known mistakes

keras_twin.slip(
    "forgets_the_mask",
    "Padding is averaged along with the words: the embedding was not told to mask id 0.",
    ", mask_zero=True",
    "",
)
keras_twin.slip(
    "returns_probabilities",
    "These are probabilities. The net ends in their logarithms.",
    '"log_softmax"',
    '"softmax"',
)
keras_twin.slip(
    "takes_the_logarithm_of_a_softmax",
    "The logarithm of a softmax: with large weights a probability becomes 0, and its logarithm -inf. The "
    "notebook's LogSoftmax, and Keras's, do both in one.",
    "return keras.Model(ids, output)",
    "return keras.Model(ids, keras.ops.log(keras.ops.exp(output)))",
)
keras_twin.slip(
    "returns_scores",
    "These are scores. The net ends in a log-softmax.",
    ', activation="log_softmax"',
    "",
)
keras_twin.slip(
    "forgets_the_relu",
    "The hidden layer has no activation: two linear layers are one.",
    ', activation="relu"',
    "",
)
keras_twin.slip(
    "takes_the_tanh",
    "The hidden layer ends in another activation. Here it is ReLU.",
    'activation="relu"',
    'activation="tanh"',
)
keras_twin.slip(
    "takes_the_largest",
    "The largest number of each feature was taken. Here it is the mean over the words.",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
)
keras_twin.slip(
    "forgets_a_bias",
    "The hidden layer has no bias.",
    'activation="relu")',
    'activation="relu", use_bias=False)',
)
keras_twin.slip(
    "has_a_row_too_many",
    "The table has a row too many: padding is one of the vocabulary_size ids.",
    "keras.layers.Embedding(vocabulary_size, d",
    "keras.layers.Embedding(vocabulary_size + 1, d",
)
keras_twin.slip(
    "skips_the_hidden_layer",
    "There is no hidden layer.",
    "(hidden)",
    "(mean)",
)

keras_twin.equivalent(
    "ids = keras.Input((None,), dtype='int32') -> ids = keras.Input((None,))",
    "Keras's embedding makes whole numbers of its ids.",
)
