"""`build_encoder`: judged by what it does. Padding changes nothing, every word does, lengths are 1."""

import numpy as np

from autograder.checks.expectations import Between, Different, Same, Shape, SumsToOne
from autograder.checks.probes import ModelOutputs
from autograder.checks.recipes import Function, Made
from autograder.declaration.exercise import Trial

from .inputs import build_encoder, floats, reference

EMBEDDING = """
def embedding(table):
    import keras

    layer = keras.layers.Embedding(*table.shape, mask_zero=True, trainable=False)
    layer.build(())
    layer.set_weights([table])
    return layer
"""

SQUARES = Function("""
def squares(model):
    import keras

    # Called with numbers alone: Keras does not take every model of layers of one's own on symbolic inputs.
    class Squares(keras.Model):
        def call(self, ids):
            return keras.ops.square(model(ids, training=False))

    return Squares()
""")

NOT_UNIT = "The vectors are not of length 1: divide each by its own length."
MASKED = (
    "Padding changes the vector: the reader does not heed the mask, or more is read than is there."
)
OTHERS = (
    "A question's vector hangs on the other questions of the batch: each has a length of its own."
)
COMPILED = "The model comes back compiled. Return it as it is built: training is another's work."


def _table(rng, words, n):
    """Draws word vectors; row 0 is padding."""
    table = floats(rng, (words + 1, n))
    table[0] = 0
    return table


def _arguments(rng, words, n, units):
    return {"embedding": Made(EMBEDDING, {"table": _table(rng, words, n)}), "units": units}


def _padded(rows, places, width):
    padded = np.zeros((len(rows), width), dtype="int32")
    padded[:, places] = rows
    return padded


@build_encoder.case("The vectors have `units` numbers and length 1.")
def lengths(rng):
    units = int(rng.integers(3, 6))
    rows = np.stack([rng.permutation(6)[:3] + 1 for _ in range(4)]).astype("int32")
    probe = ModelOutputs(_arguments(rng, 6, 2, units), inputs={"rows": rows}, around=SQUARES)
    shape = f"For ids (4, 3) and {units} units the result must have the shape (4, {units})."
    return Trial(
        probe,
        [Shape("outputs.rows", [4, units], shape), SumsToOne("outputs.rows", NOT_UNIT)],
    )


@build_encoder.case("Every word counts, and padding does not.")
def how_it_reads(rng):
    base = np.stack([rng.permutation(8)[:3] + 1 for _ in range(3)]).astype("int32")
    other = base.copy()
    for row, place in enumerate((0, 2, 1)):
        free = sorted(set(range(1, 9)) - set(base[row].tolist()))
        other[row, place] = rng.choice(free)
    probe = ModelOutputs(
        _arguments(rng, 8, 4, 5),
        inputs={
            "base": _padded(base, [0, 1, 2], 6),
            "bare": base,
            "front": _padded(base, [3, 4, 5], 6),
            "holes": _padded(base, [0, 2, 5], 6),
            "far": _padded(base, [1, 20, 29], 30),
            "other": _padded(other, [0, 1, 2], 6),
            "alone": _padded(base[:1], [0, 1, 2], 6),
        },
        randomize_weights=int(rng.integers(2**31)),
        unsaid=True,
    )
    return Trial(
        probe,
        [
            Shape("outputs.base", [3, 5], "For ids (3, 6) and 5 units the result is (3, 5)."),
            *(
                Same("outputs.base", f"outputs.{n}", MASKED)
                for n in ("bare", "front", "holes", "far")
            ),
            *(
                Different(
                    "outputs.base",
                    "outputs.other",
                    f"The {name} word changes nothing.",
                    [[row, row + 1]],
                )
                for row, name in enumerate(("first", "last", "middle"))
            ),
            Same("outputs.base", "outputs.alone", OTHERS, [[0, 1]], [[0, 1]]),
            Between("compiled", None, 0, COMPILED),
            Same("unsaid", "outputs.base", "Dropout is always on: leave `training` to Keras."),
        ],
    )


@build_encoder.case("A row of padding alone gives finite numbers.")
def nothing_but_padding(rng):
    rows = np.stack([rng.permutation(5)[:4] + 1, np.zeros(4, dtype=int)]).astype("int32")
    probe = ModelOutputs(
        _arguments(rng, 5, 3, 4),
        inputs={"rows": rows, "empty": np.zeros((1, 6), dtype="int32")},
    )
    no_numbers = (
        "A row of padding alone gives NaN: 0 was divided by 0. Keep what you divide by above 0."
    )
    return Trial(
        probe,
        [
            Between("outputs.rows", -1.001, 1.001, no_numbers),
            Between("outputs.empty", -1.001, 1.001, no_numbers),
        ],
    )


@build_encoder.case("It uses the layer that is handed in, learns, and leaves the layer as it is.")
def how_it_learns(rng):
    table = _table(rng, 6, 5)
    table[2] = table[1]  # Two words with one and the same vector.
    base = np.array([[1, 3, 1, 1], [4, 1, 5, 0]], dtype="int32")
    twin = np.where(base == 1, 2, base).astype("int32")
    probe = ModelOutputs(
        {"embedding": Made(EMBEDDING, {"table": table}), "units": 3},
        inputs={"base": base, "twin": twin},
        train={"inputs": base, "targets": floats(rng, (2, 3)), "loss": "mse", "steps": 3},
    )
    exact = {"relative": 1e-5, "absolute": 1e-6}
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, 3], "The result must have the shape (2, 3)."),
            Same(
                "outputs.base",
                "outputs.twin",
                "Two words with the same vector are read differently: the layer that was handed in is not "
                "used.",
                tolerance=exact,
            ),
            Different("outputs.base", "trained.base", "Training does not change it.", least=1e-5),
            Same(
                "trained.base",
                "trained.twin",
                "After training, two words with the same vector are read differently: word vectors were "
                "trained along. Use the frozen layer itself, not a copy.",
                tolerance=exact,
            ),
        ],
    )


# ------------------------------------------------------------------------ other right answers


@build_encoder.alternative
def with_unit_normalization(embedding, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.GRU(units)(embedding(ids))
    return keras.Model(ids, keras.layers.UnitNormalization(axis=1)(x))


@build_encoder.alternative
def with_a_layer_of_ones_own(embedding, units):
    import keras
    from keras import ops

    class ToLengthOne(keras.layers.Layer):
        def call(self, h):
            squares = ops.sum(h * h, axis=-1, keepdims=True)
            return h * ops.rsqrt(ops.where(ops.equal(squares, 0), 1.0, squares))

    ids = keras.Input((None,), dtype="int32")
    both_ways = keras.layers.Bidirectional(keras.layers.GRU(units), merge_mode="sum")
    return keras.Model(ids, ToLengthOne()(both_ways(embedding(ids))))


@build_encoder.alternative
def as_a_sequence_of_layers(embedding, units):
    import keras

    layers = [
        keras.layers.Bidirectional(keras.layers.LSTM(7)),
        keras.layers.Dense(units),
        keras.layers.UnitNormalization(),
    ]
    return keras.Sequential([keras.Input((None,)), embedding, *layers])


@build_encoder.alternative
def a_masked_mean(embedding, units):
    import keras
    from keras import ops

    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    x = keras.layers.Dense(8, activation="tanh")(embedding(ids))
    x = ops.sum(x * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1)
    x = keras.layers.Dense(units)(x)
    return keras.Model(ids, x / ops.sqrt(ops.sum(x * x, axis=-1, keepdims=True) + 1e-12))


# ------------------------------------------------------------------------------- known mistakes

UNIT = "states / ops.sqrt(ops.maximum(squares, 1e-12))"

build_encoder.slip(
    "not_of_length_one",
    "The vectors are not of length 1: divide the state by its length.",
    UNIT,
    "states",
)
build_encoder.slip(
    "divides_by_the_square",
    "The vectors are not of length 1: they were divided by the square of the length. The root is missing.",
    UNIT,
    "states / ops.maximum(squares, 1e-12)",
)
build_encoder.slip(
    "divides_by_zero",
    "A row of padding alone leaves a state of zeros, and 0/0 is not a number. Keep what you "
    "divide by above 0.",
    UNIT,
    "states / ops.sqrt(squares)",
)
build_encoder.slip(
    "loses_the_mask",
    "Padding is read along: the mask does not reach the reader. Hand it the layer's result as it is.",
    "embedding(ids)",
    "ops.multiply(embedding(ids), 1.0)",
)
build_encoder.slip(
    "divides_columns",
    "The vectors are not of length 1: the squares were summed over the batch. Sum over axis 1.",
    "ops.square(states), axis=1",
    "ops.square(states), axis=0",
)


@build_encoder.misconception(
    "Word vectors are trained along: a new embedding stands in the place of the one that was handed in, or "
    "that one was set to be trainable."
)
def copies_the_embedding(embedding, units):
    import keras
    from keras import ops

    table = embedding.get_weights()[0]
    copy = keras.layers.Embedding(*table.shape, mask_zero=True)
    copy.build(())
    copy.set_weights([table])
    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.LSTM(units)(copy(ids))
    squares = ops.sum(ops.square(x), axis=1, keepdims=True)
    return keras.Model(ids, x / ops.sqrt(ops.maximum(squares, 1e-12)))


@build_encoder.misconception(COMPILED)
def compiles_it(embedding, units):
    model = reference.build_encoder(embedding, units)
    model.compile("adam", "mse")
    return model


@build_encoder.misconception(
    "A maximum over time sees padding as well: what takes it does not heed the mask. Let the reader return "
    "its last state."
)
def maximum_over_padding(embedding, units):
    import keras

    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.LSTM(units, return_sequences=True)(embedding(ids))
    x = keras.layers.GlobalMaxPooling1D()(x)
    return keras.Model(ids, keras.layers.UnitNormalization()(x))


build_encoder.equivalent(
    "ids = keras.Input((None,), dtype='int32') -> ids = keras.Input((None,))",
    "The embedding makes whole numbers of its ids itself.",
)
