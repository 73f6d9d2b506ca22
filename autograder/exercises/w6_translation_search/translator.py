"""`encoder_decoder`: two models, judged by what their results depend on."""

import numpy as np

from autograder.checks.expectations import Between, ChangesOnly, Different, Same, Shape, SumsToOne
from autograder.checks.probes import ReturnedModels
from autograder.checks.recipes import Earlier
from autograder.declaration.exercise import Trial

from .inputs import encoder_decoder, reference

SOURCE, TARGET, UNITS, M, TX, T = 13, 9, 7, 3, 6, 5
SIZES = {"source_size": SOURCE, "target_size": TARGET, "units": UNITS}
NAMES = ["encoder", "decoder"]


def ids(rng, size, *shape):
    """Draws ids that are not padding."""
    return rng.integers(1, size, shape).astype("int32")


def moved(array, place, size):
    """Returns a copy with another id at a place of each row."""
    changed = array.copy()
    changed[:, place] = 1 + changed[:, place] % (size - 1)
    return changed


def exchanged(array, one, other):
    """Returns a copy in which two places have changed theirs."""
    changed = array.copy()
    changed[:, [one, other]] = array[:, [other, one]]
    return changed


def sentences(rng):
    """Draws source and target; neighbours differ, so that their order can be seen."""
    source, target = ids(rng, SOURCE, M, TX), ids(rng, TARGET, M, T)
    source[:, 1] = 1 + source[:, 0] % (SOURCE - 1)
    target[:, 1] = 1 + target[:, 0] % (TARGET - 1)
    return source, target


@encoder_decoder.case("The encoder reads all words in their order, and no padding.")
def what_is_read(rng):
    source, _ = sentences(rng)
    calls = [
        ["state", [source], "encoder"],
        ["padded", [np.pad(source, [(0, 0), (0, 3)])], "encoder"],
        ["first", [moved(source, 0, SOURCE)], "encoder"],
        ["middle", [moved(source, 3, SOURCE)], "encoder"],
        ["last", [moved(source, TX - 1, SOURCE)], "encoder"],
        ["swapped", [exchanged(source, 0, 1)], "encoder"],
        ["alone", [source[1:2]], "encoder"],
        ["word", [source[:, :1]], "encoder"],
        ["long", [ids(rng, SOURCE, 2, 3 * TX)], "encoder"],
    ]
    probe = ReturnedModels(SIZES, calls, NAMES, int(rng.integers(2**31)))
    return Trial(
        probe,
        [
            Shape(
                "results.state",
                [M, UNITS],
                f"For ids ({M}, {TX}) the encoder must return one state a sentence, ({M}, units).",
            ),
            Shape("results.word", [M, UNITS]),
            Shape("results.long", [2, UNITS]),
            Different("results.state", "results.first", "The first word does not reach the state."),
            Different(
                "results.state", "results.middle", "A word in the middle does not reach the state."
            ),
            Different("results.state", "results.last", "The last word does not reach the state."),
            Different(
                "results.state",
                "results.swapped",
                "Two words change places, and the state stays as it is: the encoder does not see the order.",
            ),
            Same(
                "results.state",
                "results.padded",
                "Padding behind a sentence changes its state: it is read, too. Let the embedding mask 0.",
            ),
            Same(
                "results.alone",
                "results.state",
                "A sentence's state depends on the other sentences of the batch.",
                window=[[0, 1]],
                other_window=[[1, 2]],
            ),
        ],
    )


@encoder_decoder.case(
    "The decoder writes from its state, sees the symbols before, and none that comes later."
)
def what_is_written(rng):
    source, target = sentences(rng)
    calls = [
        ["state", [source], "encoder"],
        ["other", [moved(source, 0, SOURCE)], "encoder"],
        ["all", [target, Earlier("state")], "decoder"],
        ["other_state", [target, Earlier("other")], "decoder"],
        ["changed", [moved(target, 2, TARGET), Earlier("state")], "decoder"],
        ["swapped", [exchanged(target, 0, 1), Earlier("state")], "decoder"],
    ]
    probe = ReturnedModels(SIZES, calls, NAMES, int(rng.integers(2**31)))
    return Trial(
        probe,
        [
            Shape(
                "results.all.0",
                [M, T, TARGET],
                f"For ids ({M}, {T}) the decoder's first result must be logits ({M}, {T}, target_size).",
            ),
            Shape(
                "results.all.1",
                [M, UNITS],
                "The decoder's second result must be its last states, (m, units).",
            ),
            SumsToOne(
                "results.all.0",
                "The decoder's first result is probabilities. Return logits: no softmax at the end.",
                negate=True,
            ),
            Different(
                "results.all.0",
                "results.other_state.0",
                "The first logits are the same whatever the decoder begins with: use the states it is given.",
                window=[[0, M], [0, 1]],
            ),
            Different(
                "results.all.0",
                "results.other_state.0",
                "The last logits are the same whatever the decoder begins with.",
                window=[[0, M], [T - 1, T]],
            ),
            ChangesOnly(
                "results.all.0",
                "results.changed.0",
                [[0, 0, 1, 1, 1]] * M,
                "A symbol changes, and logits before it move, or some from it on stay: the decoder must see "
                "what was written up to its place, and nothing that comes later.",
            ),
            Different(
                "results.all.0",
                "results.swapped.0",
                "Two symbols change places, and the last logits stay: the decoder does not see their order.",
                window=[[0, M], [T - 1, T]],
            ),
        ],
    )


@encoder_decoder.case("T symbols at once give what T calls give, with the states handed on.")
def step_by_step(rng):
    source, target = sentences(rng)
    steps = [
        [
            f"step_{t}",
            [target[:, t : t + 1], Earlier(f"step_{t - 1}.1" if t else "state")],
            "decoder",
        ]
        for t in range(T)
    ]
    calls = [
        ["state", [source], "encoder"],
        ["all", [target, Earlier("state")], "decoder"],
        ["begun", [target[:, :2], Earlier("state")], "decoder"],
        ["rest", [target[:, 2:], Earlier("begun.1")], "decoder"],
        *steps,
    ]
    probe = ReturnedModels(SIZES, calls, NAMES, int(rng.integers(2**31)))
    text = (
        "Symbol by symbol, with the states handed on, other logits come than at once: the states that the "
        "decoder returns are not those that it would go on with."
    )
    same = [
        Same("results.all.0", f"results.step_{t}.0", text, [[0, M], [t, t + 1]], [[0, M], [0, 1]])
        for t in range(T)
    ]
    return Trial(
        probe,
        [
            Shape("results.all.0", [M, T, TARGET]),
            Shape("results.all.1", [M, UNITS]),
            Same("results.all.0", "results.rest.0", text, [[0, M], [2, T]], [[0, M], [0, T - 2]]),
            *same,
            Same("results.all.1", f"results.step_{T - 1}.1", text),
            Different(
                "results.all.1",
                "results.step_0.1",
                "The states do not change from symbol to symbol.",
            ),
        ],
    )


@encoder_decoder.case("All weights can learn.")
def all_weights(rng):
    source, target = sentences(rng)
    calls = [
        ["state", [source], "encoder"],
        ["all", [target, Earlier("state")], "decoder"],
    ]
    probe = ReturnedModels(SIZES, calls, NAMES, int(rng.integers(2**31)), reaches="all.0")
    text = (
        "Some weights of the {} have no influence on the logits and can never learn: a layer is built "
        "and not used, say, or its result is thrown away."
    )
    return Trial(
        probe,
        [
            Shape("results.all.0", [M, T, TARGET]),
            *(Between(f"unreached.{name}", 0, 0, text.format(name)) for name in NAMES),
        ],
    )


@encoder_decoder.case("All three sizes are used: other ones, and the largest ids.")
def other_sizes(rng):
    source_size, target_size, units = (int(n) for n in rng.permutation([11, 17, 24]))
    source = rng.integers(1, source_size, (2, 4)).astype("int32")
    target = rng.integers(1, target_size, (2, 3)).astype("int32")
    source[:, -1], target[:, -1] = source_size - 1, target_size - 1
    calls = [
        ["state", [source], "encoder"],
        ["before", [moved(source, 3, source_size)], "encoder"],
        ["all", [target, Earlier("state")], "decoder"],
        [
            "last",
            [np.maximum(target - [[0, 0, 1]], 0).astype("int32"), Earlier("state")],
            "decoder",
        ],
    ]
    sizes = {"source_size": source_size, "target_size": target_size, "units": units}
    probe = ReturnedModels(sizes, calls, NAMES, int(rng.integers(2**31)))
    return Trial(
        probe,
        [
            Shape("results.state", [2, units], "A state must have `units` numbers."),
            Shape(
                "results.all.0", [2, 3, target_size], "There must be `target_size` logits a symbol."
            ),
            Shape("results.all.1", [2, units], "A state must have `units` numbers."),
            Different(
                "results.state",
                "results.before",
                "The largest id of the source is not told from others.",
            ),
            Different(
                "results.all.0",
                "results.last.0",
                "The largest id of the target is not told from others.",
            ),
        ],
    )


# ------------------------------------------------------------------------ other right answers


@encoder_decoder.alternative
def simple_layers(source_size, target_size, units):
    import keras
    from keras import layers

    encoder = keras.Sequential(
        [layers.Embedding(source_size, 10, mask_zero=True), layers.SimpleRNN(units)]
    )
    words, state = keras.Input((None,), dtype="int32"), keras.Input((units,))
    rnn = layers.SimpleRNN(units, return_sequences=True, return_state=True)
    outputs, last = rnn(layers.Embedding(target_size, 11)(words), initial_state=[state])
    logits = layers.TimeDistributed(layers.Dense(target_size))(outputs)
    return [encoder, keras.Model((words, state), (logits, last))]


@encoder_decoder.alternative
def two_layers_that_read(source_size, target_size, units):
    import keras
    from keras import layers

    ids = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(source_size, units, mask_zero=True)(ids)
    x = layers.Bidirectional(layers.LSTM(units, return_sequences=True))(x)
    x = layers.Dropout(0.2)(layers.LSTM(units)(x))
    encoder = keras.Model(ids, layers.Dense(units, activation="tanh")(x))
    symbols, state = keras.Input((None,), dtype="int32"), keras.Input((units,))
    x = layers.Embedding(target_size, units, mask_zero=True)(symbols)
    x, last = layers.GRU(units, return_sequences=True, return_state=True)(x, initial_state=state)
    x = layers.Dense(3 * units, activation="relu")(layers.Concatenate()([x, x]))
    return encoder, keras.Model([symbols, state], [layers.Dense(target_size)(x), last])


@encoder_decoder.alternative
def states_and_mask_by_hand(source_size, target_size, units):
    import keras
    from keras import layers, ops

    ids = keras.Input((None,))
    mask = ops.not_equal(ids, 0)
    x = layers.Embedding(source_size, 5)(ids)
    notes = layers.GRU(units, return_sequences=True)(x, mask=mask)
    weights = ops.cast(mask, "float32")[..., None]
    mean = ops.sum(notes * weights, axis=1) / ops.maximum(ops.sum(weights, axis=1), 1.0)
    encoder = keras.Model(ids, mean)
    words, state = keras.Input((None,)), keras.Input((units,))
    cell = layers.RNN(layers.GRUCell(units), return_sequences=True, return_state=True)
    outputs, last = cell(layers.Embedding(target_size, 5)(words), initial_state=state)
    return encoder, keras.Model(
        inputs=[words, state], outputs=[layers.Dense(target_size)(outputs), last]
    )


# ------------------------------------------------------------------------------- known mistakes

encoder_decoder.slip(
    "forgets_the_mask",
    "Padding behind a sentence is read like words, and changes the state. Let the embedding mask 0 "
    "(mask_zero=True).",
    ", mask_zero=True",
    "",
)
encoder_decoder.slip(
    "forgets_the_state",
    "The decoder begins with zeros and not with the states that it is given: initial_state in the call.",
    "initial_state=state",
    "initial_state=0 * state",
)
encoder_decoder.slip(
    "returns_the_first_state",
    "The decoder hands back the states that it was given. Return those after the last symbol.",
    "[logits, last]",
    "[logits, 1.0 * state]",
)
encoder_decoder.slip(
    "sees_the_future",
    "The decoder reads in both directions and sees the symbol that it is to say. It may read from left to "
    "right only.",
    (
        "vectors = keras.layers.Embedding(target_size, 32)(symbols)",
        "vectors = keras.layers.Embedding(target_size, 32)(symbols)\n"
        "    back = keras.layers.GRU(32, return_sequences=True, go_backwards=True)(vectors)\n"
        "    vectors = vectors + keras.ops.flip(back, axis=1)",
    ),
)
encoder_decoder.slip(
    "adds_words_up",
    "The encoder adds up its words and does not see their order. Put a recurrent layer behind the embedding.",
    "both(vectors)",
    "keras.layers.Dense(units)("
    "keras.ops.sum(vectors * keras.ops.cast(ids > 0, 'float32')[..., None], axis=1))",
)
encoder_decoder.slip(
    "ends_with_softmax",
    "The decoder's first result is probabilities. Return logits: no softmax at the end.",
    "keras.layers.Dense(target_size)",
    'keras.layers.Dense(target_size, activation="softmax")',
)
encoder_decoder.slip(
    "scores_the_source",
    "There are as many logits as the source has words. The decoder writes symbols of the target.",
    "keras.layers.Dense(target_size)",
    "keras.layers.Dense(source_size)",
)
encoder_decoder.slip(
    "puts_the_state_first",
    "The decoder's two results have changed places: logits first, then states.",
    "[logits, last]",
    "[last, logits]",
)
encoder_decoder.slip(
    "joins_both_directions",
    "The state has 2 * units numbers: both directions side by side. It must have `units`, for the decoder to "
    "begin with it.",
    'merge_mode="sum"',
    'merge_mode="concat"',
)
encoder_decoder.slip(
    "ignores_units",
    "The state has a length of its own, whatever `units` says: pass it on.",
    ("keras.layers.GRU(units)", "keras.layers.GRU(64)"),
    ("shape=(units,)", "shape=(64,)"),
    ("keras.layers.GRU(units, ", "keras.layers.GRU(64, "),
)
encoder_decoder.slip(
    "writes_the_last_symbol_only",
    "Only one row of logits a sentence came back, but each symbol has its own: the decoder's recurrent layer "
    "needs return_sequences=True.",
    "return_sequences=True, return_state=True",
    "return_state=True",
)
encoder_decoder.slip(
    "encodes_every_word",
    "The encoder returns a state for each word. Return the last one alone.",
    "keras.layers.GRU(units), merge_mode",
    "keras.layers.GRU(units, return_sequences=True), merge_mode",
)
encoder_decoder.slip(
    "exchanges_the_vocabularies",
    "Source and target have changed their sizes: the encoder's embedding has source_size rows, the "
    "decoder's target_size.",
    ("Embedding(source_size, 32", "Embedding(placeholder, 32"),
    ("Embedding(target_size, 32", "Embedding(source_size, 32"),
    ("Embedding(placeholder, 32", "Embedding(target_size, 32"),
)


@encoder_decoder.misconception(
    "Two models are asked for, encoder and decoder: this is one of them."
)
def encoder_alone(source_size, target_size, units):
    return reference.encoder_decoder(source_size, target_size, units)[0]


@encoder_decoder.misconception("The decoder returns its states, too: [logits, states].")
def decoder_without_states(source_size, target_size, units):
    import keras

    encoder, decoder = reference.encoder_decoder(source_size, target_size, units)
    return encoder, keras.Model(decoder.inputs, decoder.outputs[0])


@encoder_decoder.misconception(
    "The state is added to the symbols' vectors, and the recurrent layer begins with zeros, so that nothing "
    "goes on from call to call. Let the layer begin with the states that come."
)
def adds_the_state(source_size, target_size, units):
    import keras
    from keras import layers, ops

    encoder, _ = reference.encoder_decoder(source_size, target_size, units)
    words, state = keras.Input((None,), dtype="int32"), keras.Input((units,))
    vectors = layers.Embedding(target_size, units)(words)
    outputs, last = layers.GRU(units, return_sequences=True, return_state=True)(
        vectors + ops.expand_dims(state, 1)
    )
    return encoder, keras.Model([words, state], [layers.Dense(target_size)(outputs), last])
