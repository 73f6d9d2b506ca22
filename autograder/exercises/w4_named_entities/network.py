"""`build_tagger`: judged by what each tag depends on."""

import numpy as np

from autograder.checks.expectations import (
    Between,
    Different,
    Same,
    Shape,
    SumsToOne,
)
from autograder.checks.probes import ModelOutputs, ReturnedModels
from autograder.checks.recipes import Function
from autograder.declaration.exercise import Trial

from .inputs import build_tagger

V, K, STEPS = 17, 5, 9
SIZES = {"vocabulary_size": V, "tag_count": K, "d": 6, "units": 7}

# Log-probabilities become probabilities, which sum to 1.
POWERS = Function("""
def powers(model):
    import keras

    ids = keras.Input((None,), dtype="int32")
    return keras.Model(ids, keras.ops.exp(model(ids)))
""")


# Weights a hundred times as large, scores hundreds apart: the smallest log-probability of a sentence.
FAR_APART = Function("""
def smallest(model):
    import keras

    for weight in model.weights:
        if "float" in str(weight.dtype):
            weight.assign(100 * weight)
    ids = keras.Input((None,), dtype="int32")
    return keras.Model(ids, keras.ops.min(model(ids), axis=[1, 2]))
""")

# A model whose output is how many weights have a side of `units`: one of each direction at least.
SIDES = """
def sides(model):
    import keras

    count = sum({units} in weight.shape for weight in model.weights)
    ids = keras.Input((None,), dtype="int32")
    return keras.Model(ids, keras.ops.zeros_like(ids, "float32") + float(count))
"""


def words(rng, rows, steps):
    """Draws ids of words: neither padding nor unknown."""
    return rng.integers(2, V, (rows, steps)).astype("int32")


def moved(array, *places):
    """Returns a copy with other words at some places."""
    changed = array.copy()
    for place in places:
        changed[:, place] = 2 + (changed[:, place] - 1) % (V - 2)
    return changed


ALL = [None, None]
FIRST, LAST = [ALL, [0, 1]], [ALL, [STEPS - 1, STEPS]]
MIDDLE = [ALL, [4, 5]]


@build_tagger.case(
    "Each tag hangs on its word, on those before and on those after, and on no padding."
)
def behaviour(rng):
    base = words(rng, 3, STEPS)
    base[:, 2] = 2 + (base[:, 1] - 1) % (V - 2)  # Another word than the one before it.
    padded = np.concatenate([base, np.zeros((3, 4), "int32")], axis=1)
    inputs = {
        "base": base,
        "padded": padded,
        "own": moved(base, 4),
        "next": moved(base, 5),
        "before": moved(base, 3),
        "first": moved(base, 0),
        "last": moved(base, STEPS - 1),
        "swapped": base[:, [0, 2, 1, *range(3, STEPS)]],
        "alone": base[1:2],
    }
    probe = ModelOutputs(
        SIZES,
        inputs=inputs,
        train={
            "inputs": base,
            "targets": rng.integers(0, K, (3, STEPS)).astype("int32"),
            "loss": "sparse_categorical_crossentropy_from_logits",
            "steps": 2,
        },
        randomize_weights=int(rng.integers(2**31)),
        unsaid=True,
    )
    return Trial(probe, _BEHAVIOUR)


_BEHAVIOUR = [
    Shape(
        "outputs.base",
        [3, STEPS, K],
        f"For ids (3, {STEPS}) the result must be (3, {STEPS}, tag_count): a row for every word.",
    ),
    SumsToOne(
        "outputs.base",
        "The outputs are probabilities. Return their logarithms: log-softmax, in one function.",
        negate=True,
    ),
    Between(
        "outputs.base",
        None,
        1e-5,
        "Some outputs are above 0, which no logarithm of a probability is: end with a log-softmax.",
    ),
    Different(
        "outputs.base", "outputs.own", "A tag does not depend on its own word.", window=MIDDLE
    ),
    Different(
        "outputs.base",
        "outputs.before",
        "A tag does not depend on the word before it.",
        window=MIDDLE,
    ),
    Different(
        "outputs.base",
        "outputs.next",
        "A tag does not depend on the word after it: the model reads from left to right only. Teddy is a "
        "president or a bear by what follows.",
        window=MIDDLE,
    ),
    Different(
        "outputs.base",
        "outputs.first",
        "The last tag does not depend on the first word: the model sees a few neighbours only, or nothing "
        "of what was before.",
        window=LAST,
    ),
    Different(
        "outputs.base",
        "outputs.last",
        "The first tag does not depend on the last word: what comes after does not reach it.",
        window=FIRST,
    ),
    Different(
        "outputs.base",
        "outputs.swapped",
        "Two words change places, and tags far behind stay as they are: the model has no sense of order.",
        window=LAST,
    ),
    Same(
        "outputs.base",
        "outputs.padded",
        "Padding behind a sentence changes its tags: the half that reads backwards begins in it. Let the "
        "embedding mask 0.",
        window=[ALL, [0, STEPS]],
        other_window=[ALL, [0, STEPS]],
    ),
    Same(
        "outputs.alone",
        "outputs.base",
        "A sentence's tags depend on the other sentences of the batch.",
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


@build_tagger.case("The outputs are logarithms of probabilities, also of words that nobody knows.")
def log_probabilities(rng):
    ids = words(rng, 4, 6)
    ids[0, :2], ids[3, 3:] = 1, 0
    ids[3, 4:] = 0
    probe = ModelOutputs(
        SIZES,
        inputs={"base": ids[:3], "short": ids[3:, :3]},
        randomize_weights=int(rng.integers(2**31)),
        around=POWERS,
    )
    text = "The outputs are no log-probabilities: their powers of e do not sum to 1 for each word."
    return Trial(probe, [SumsToOne("outputs.base", text), SumsToOne("outputs.short", text)])


@build_tagger.case("Where scores lie hundreds apart, the log-probabilities do so, too.")
def far_apart(rng):
    probe = ModelOutputs(SIZES, inputs={"base": words(rng, 1, 60)}, around=FAR_APART)
    twice = (
        "With large weights, scores lie hundreds apart, and log-probabilities must do so, too: none of yours "
        "is below -5. Is there a softmax already, in the dense layer say?"
    )
    added = (
        "With large weights, scores lie hundreds apart, and log-probabilities must do so, too: yours end "
        "early. Is something added to a probability, or cut off? One log-softmax of the scores."
    )
    lost = (
        "With large weights a log-probability is -inf or NaN: a probability has become 0, and the logarithm "
        "came after. Take log-softmax, in one function."
    )
    return Trial(
        probe,
        [
            Shape("outputs.base", [1]),
            Between("outputs.base", -1e30, None, lost),
            Between("outputs.base", None, -5, twice),
            Between("outputs.base", None, -40, added),
        ],
    )


@build_tagger.case("Every weight has an influence.")
def all_weights(rng):
    probe = ReturnedModels(
        SIZES,
        [["words", [words(rng, 4, 6)]]],
        randomize_weights=int(rng.integers(2**31)),
        reaches="words",
    )
    text = (
        "Some weights have no influence on the result and can never learn: a layer is built and not used, "
        "say, or its result is thrown away."
    )
    return Trial(
        probe, [Shape("results.words", [4, 6, K]), Between("unreached.result", 0, 0, text)]
    )


def wider(rng, name, value, least, text):
    probe = ModelOutputs(
        {**SIZES, name: value},
        inputs={"base": words(rng, 2, 4)},
        other_arguments={**SIZES, name: value // 2},
    )
    same = (
        f"Models with {name}={value // 2} and with {name}={value} have as many weights: pass it on."
    )
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, 4, K]),
            Between("parameters", least, None, text),
            Different("parameters", "other_parameters", same),
        ],
    )


@build_tagger.case("`units` sets the width of the recurrent layer.")
def width(rng):
    value = int(rng.integers(20, 25)) * 2
    text = f"Two directions of {value} units each have more weights than your model: pass units on."
    return wider(rng, "units", value, 2 * value * value, text)


@build_tagger.case("Each direction has `units` units of its own.")
def width_of_each_direction(rng):
    units = int(rng.choice([23, 29, 31]))
    text = (
        f"With units={units}, each direction keeps a state of {units} numbers. No two weights are made for "
        "that: the units are shared out, or there is one direction."
    )
    probe = ModelOutputs(
        {**SIZES, "units": units},
        inputs={"base": words(rng, 1, 2)},
        around=Function(SIDES.format(units=units)),
    )
    return Trial(probe, [Between("outputs.base", 2, None, text)])


@build_tagger.case(
    "The word that nobody knows, 1, is a word: it is read, and has a tag of its own."
)
def unknown_word(rng):
    base = words(rng, 3, STEPS)
    base[:, 4] = 1
    without = np.append(np.delete(base, 4, axis=1), np.zeros((3, 1), "int32"), axis=1)
    probe = ModelOutputs(
        SIZES,
        inputs={"base": base, "without": without},
        randomize_weights=int(rng.integers(2**31)),
    )
    text = (
        "Whether an unknown word stands there or not changes nothing before it: it is passed over like "
        "padding. Only 0 is padding; 1 is a word."
    )
    return Trial(
        probe,
        [
            Shape("outputs.base", [3, STEPS, K]),
            Different("outputs.base", "outputs.without", text, window=[ALL, [0, 4]]),
        ],
    )


@build_tagger.case("`d` sets the length of a word's vector.")
def vector_length(rng):
    value = int(rng.integers(20, 25)) * 2
    text = f"{V} vectors of {value} numbers alone are more weights than your model has: pass d on."
    return wider(rng, "d", value, V * value, text)


# ------------------------------------------------------------------------ other right answers


@build_tagger.alternative
def two_layers_of_gru(vocabulary_size, tag_count, d, units):
    import keras
    from keras import layers

    return keras.Sequential(
        [
            layers.Embedding(vocabulary_size, d, mask_zero=True),
            layers.Bidirectional(layers.GRU(units, return_sequences=True)),
            layers.Dropout(0.3),
            layers.Bidirectional(layers.GRU(units, return_sequences=True), merge_mode="sum"),
            layers.Dense(tag_count, activation="log_softmax"),
        ]
    )


@build_tagger.alternative
def both_directions_by_hand(vocabulary_size, tag_count, d, units):
    import keras
    from keras import layers, ops

    ids = keras.Input((None,), dtype="int32")
    vectors = layers.Embedding(vocabulary_size, d)(ids)
    mask = ops.not_equal(ids, 0)
    there = layers.LSTM(units, return_sequences=True)(vectors, mask=mask)
    back = layers.LSTM(units, return_sequences=True, go_backwards=True)(vectors, mask=mask)
    both = layers.Concatenate()([there, ops.flip(back, axis=1)])
    scores = layers.Dense(tag_count)(layers.Dense(units, activation="relu")(both))
    return keras.Model(ids, scores - ops.logsumexp(scores, axis=-1, keepdims=True))


@build_tagger.alternative
def simple_layers_and_time_distributed(vocabulary_size, tag_count, d, units):
    import keras
    from keras import layers

    ids = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(vocabulary_size, d, mask_zero=True)(ids)
    x = layers.Bidirectional(layers.RNN(layers.SimpleRNNCell(units), return_sequences=True))(x)
    x = layers.Dense(tag_count)(x)
    largest = keras.ops.max(x, axis=-1, keepdims=True)
    powers = keras.ops.exp(x - largest)
    return keras.Model(
        ids, x - largest - keras.ops.log(keras.ops.sum(powers, axis=-1, keepdims=True))
    )


# ------------------------------------------------------------------------------- known mistakes

BOTH = "keras.layers.Bidirectional(lstm)(vectors)"

build_tagger.slip(
    "reads_one_way",
    "The model reads from left to right: a tag does not know what comes after its word. Read both ways: "
    "Teddy is a president or a bear by what follows.",
    BOTH,
    "lstm(vectors)",
)
build_tagger.slip(
    "reads_backwards_only",
    "The model reads from right to left only: a tag does not know what was before. Read both ways.",
    BOTH,
    "keras.ops.flip(keras.layers.LSTM(units, return_sequences=True, go_backwards=True)(vectors), axis=1)",
)
build_tagger.slip(
    "forgets_the_mask",
    "Padding behind a sentence changes its tags: the half that reads backwards begins in it. Let the "
    "embedding mask 0 (mask_zero=True), and see that the mask reaches the recurrent layer.",
    ", mask_zero=True",
    "",
)
build_tagger.slip(
    "returns_the_last_state",
    "Only one row of scores a sentence came back, but every word has a tag: the recurrent layer needs "
    "return_sequences=True.",
    ", return_sequences=True",
    "",
)
build_tagger.slip(
    "ends_with_softmax",
    "The outputs are probabilities. Return their logarithms: log-softmax, in one function, which is exact "
    "far out as well.",
    "keras.ops.log_softmax(scores)",
    "keras.ops.softmax(scores)",
)
build_tagger.slip(
    "takes_the_logarithm_of_a_softmax",
    "The logarithm of a softmax: a probability far out becomes 0, and its logarithm -inf. Log-softmax does "
    "both in one and loses nothing.",
    "keras.ops.log_softmax(scores)",
    "keras.ops.log(keras.ops.softmax(scores))",
)
build_tagger.slip(
    "normalises_twice",
    "There are two softmaxes, one in the dense layer and one behind it: the sure tags are flattened. One "
    "will do.",
    "keras.layers.Dense(tag_count)",
    'keras.layers.Dense(tag_count, activation="softmax")',
)
build_tagger.slip(
    "adds_a_small_number",
    "Something was added to the probabilities so that their logarithm stays finite. Log-softmax needs no "
    "such help, and is exact.",
    "keras.ops.log_softmax(scores)",
    "keras.ops.log(keras.ops.softmax(scores) + 1e-7)",
)
build_tagger.slip(
    "ends_with_logits",
    "The outputs are scores as they come from the dense layer. Put a log-softmax behind it.",
    "keras.ops.log_softmax(scores)",
    "scores",
)
build_tagger.slip(
    "normalises_over_time",
    "The log-softmax runs along the sentence. It belongs to each word's tags, the last axis.",
    "keras.ops.log_softmax(scores)",
    "keras.ops.log_softmax(scores, axis=1)",
)
build_tagger.slip(
    "sees_a_window",
    "The model sees a few neighbours on each side. A recurrent layer carries on what it has read, from end "
    "to end.",
    BOTH,
    'keras.layers.Conv1D(units, 3, padding="same")(vectors * keras.ops.cast(ids > 0, "float32")[..., None])',
)
build_tagger.slip(
    "sees_single_words",
    "There is no recurrence: each tag knows its own word only. Put a recurrent layer between embedding and "
    "scores.",
    BOTH,
    'keras.layers.Dense(units, activation="tanh")(vectors)',
)
build_tagger.slip(
    "scores_words",
    "The last layer has the wrong number of outputs: one for each tag, tag_count of them.",
    "keras.layers.Dense(tag_count)",
    "keras.layers.Dense(vocabulary_size)",
)
build_tagger.slip(
    "shares_out_the_units",
    "The units are shared out between the two directions. Each has `units` of its own; Bidirectional "
    "takes the layer for one of them.",
    "LSTM(units",
    "LSTM(units // 2",
)
build_tagger.slip(
    "passes_over_unknown_words",
    "An unknown word is passed over like padding: nothing before it hears of it, nothing behind. Mask 0 "
    "alone.",
    BOTH,
    "keras.layers.Bidirectional(lstm)(vectors, mask=keras.ops.greater(ids, 1))",
)
build_tagger.slip(
    "ignores_units",
    "The recurrent layer has a width of its own, whatever units says: pass units on.",
    "LSTM(units",
    "LSTM(7",
)
build_tagger.slip(
    "ignores_d",
    "The vectors have a length of their own, whatever d says: pass d on.",
    "(vocabulary_size, d,",
    "(vocabulary_size, 6,",
)
build_tagger.slip(
    "compiles_the_model",
    "The model comes back compiled. Return it as it is built: who trains it says with which loss.",
    "return keras.Model(ids, keras.ops.log_softmax(scores))",
    "model = keras.Model(ids, keras.ops.log_softmax(scores))\n"
    '    model.compile("adam", "mse")\n    return model',
)
build_tagger.slip(
    "drops_out_in_use_too",
    "The same words get other scores at every call: dropout is always on. Leave `training` to Keras.",
    "keras.layers.Dense(tag_count)(states)",
    "keras.layers.Dense(tag_count)(keras.layers.Dropout(0.5)(states, training=True))",
)
build_tagger.slip(
    "returns_nothing",
    "Nothing came back: the last line must return the model.",
    "return keras.Model",
    "model = keras.Model",
)

build_tagger.equivalent(
    "ids = keras.Input(shape=(None,), dtype='int32') -> ids = keras.Input(shape=(None,))",
    "The embedding turns its input into whole numbers itself.",
)
