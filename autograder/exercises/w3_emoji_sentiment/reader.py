"""The recurrent reader: cases, other right answers, known mistakes.

Judged by what it does. Padding changes nothing; order, the first and the last word do; two words
with one and the same vector are one word to it, before and after training.
"""

import numpy as np

from autograder.checks.expectations import Between, Different, Same, Shape, SumsToOne
from autograder.checks.probes import ModelOutputs
from autograder.checks.recipes import Function, WordMap
from autograder.declaration.exercise import Trial

from .inputs import (
    NUM_CLASSES,
    emojify_v2,
    reference,
    shuffled_index,
    some_words,
    vectors,
    word_map,
)

COMPILED = (
    "The model comes back compiled. Return it as it is built: who trains it says with which loss, and "
    "how fast."
)
RANDOM = (
    "Called as it is, `model(rows)`, the model gives other numbers than in use: dropout that is always "
    "on (training=True). Leave `training` to Keras, which drops out in `fit` alone."
)

# ---------------------------------------------------------------------------------- cases


def _padded(rows, places, width):
    """Writes rows of words into rows of padding, at the given places."""
    padded = np.zeros((len(rows), width), dtype="int32")
    padded[:, places] = rows
    return padded


def _window(row):
    return [[row, row + 1]]


@emojify_v2.case("Order matters from the first word to the last, and padding does not.")
def how_it_reads(rng):
    words = some_words(rng, 8)
    index = shuffled_index(rng, words)
    base = np.stack([rng.permutation(8)[:3] + 1 for _ in range(4)]).astype("int32")
    other = base.copy()
    free = [sorted(set(range(1, 9)) - set(row.tolist())) for row in base]
    other[0, 0] = rng.choice(free[0])
    other[1, 2] = rng.choice(free[1])
    other[2] = base[2, ::-1]
    other[3, 1] = rng.choice(free[3])
    probe = ModelOutputs(
        {
            "input_shape": (None,),
            "word_to_vec_map": word_map(rng, words, 4),
            "word_to_index": index,
        },
        inputs={
            "base": _padded(base, [0, 1, 2], 5),
            "front": _padded(base, [2, 3, 4], 5),
            "holes": _padded(base, [0, 2, 3], 5),
            "far": _padded(base, sorted([2, *rng.permutation(range(12, 34))[:2]]), 34),
            "bare": base[1:3],
            "other": _padded(other, [0, 1, 2], 5),
        },
        randomize_weights=int(rng.integers(2**31)),
        unsaid=True,
    )
    return Trial(probe, _READING)


_READING = [
    Shape(
        "outputs.base",
        [4, NUM_CLASSES],
        "For indices (4, 5) the result must have the shape (4, 6): one probability for every emoji.",
    ),
    Between("outputs.base", 0.0, 1.0, "The outputs are no probabilities: end with a softmax."),
    SumsToOne(
        "outputs.base", "The probabilities of a sentence do not sum to 1: end with a softmax."
    ),
    Same(
        "outputs.bare",
        "outputs.base",
        "The answer depends on how much padding stands behind a sentence: it is not masked, or only "
        "some places of the row are read.",
        window=[[0, 2]],
        other_window=[[1, 3]],
    ),
    Same(
        "outputs.base",
        "outputs.front",
        "The answer depends on where the padding stands: it is not masked, or only some places of the "
        "row are read.",
    ),
    Same(
        "outputs.base",
        "outputs.holes",
        "Padding between the words changes the answer: it is not masked, or only some places of the "
        "row are read.",
    ),
    Same(
        "outputs.base",
        "outputs.far",
        "Of a long row, some thirty places, not all words are read, or the padding between them is.",
    ),
    Different(
        "outputs.base",
        "outputs.other",
        "The first word changes nothing.",
        window=_window(0),
    ),
    Different(
        "outputs.base",
        "outputs.other",
        "The last word changes nothing.",
        window=_window(1),
    ),
    Different(
        "outputs.base",
        "outputs.other",
        "The words stand in another order and the answer is the same.",
        window=_window(2),
    ),
    Different(
        "outputs.base",
        "outputs.other",
        "A word in the middle changes nothing.",
        window=_window(3),
    ),
    Between("compiled", None, 0, COMPILED),
    Same("unsaid", "outputs.base", RANDOM),
]


@emojify_v2.case("It uses the given vectors, learns, and leaves them as they are.")
def how_it_learns(rng):
    words = some_words(rng, 6)
    rows = vectors(rng, 6, 5)
    rows[1] = rows[0]  # Two words with one and the same vector.
    index = shuffled_index(rng, words)
    one, twin, *others = (index[word] for word in words)
    base = np.array([[one, others[0], one, one], [others[1], one, others[2], 0]], dtype="int32")
    probe = ModelOutputs(
        {"input_shape": (4,), "word_to_vec_map": WordMap(words, rows), "word_to_index": index},
        inputs={"base": base, "twin": np.where(base == one, twin, base).astype("int32")},
        train={
            "inputs": base,
            "targets": rng.permutation(NUM_CLASSES)[:2].astype("int32"),
            "loss": "sparse_categorical_crossentropy",
            "steps": 3,
        },
    )
    exact = {"relative": 1e-5, "absolute": 1e-6}
    return Trial(
        probe,
        [
            Shape("outputs.base", [2, NUM_CLASSES], "The result must have the shape (2, 6)."),
            Same(
                "outputs.base",
                "outputs.twin",
                "Two words with the same vector are read differently: the model does not read the "
                "given vectors.",
                tolerance=exact,
            ),
            Different(
                "outputs.base", "trained.base", "Training does not change the model.", least=1e-4
            ),
            Same(
                "trained.base",
                "trained.twin",
                "Two words with the same vector are read differently after training: the word "
                "vectors were trained along.",
                tolerance=exact,
            ),
        ],
    )


# With large weights a softmax comes near 0 and 1, whatever is below it. A softmax of probabilities
# stays below e / (e + 5) = 0.36, so that training never gets far.
SUREST = Function("""
def surest(model):
    import keras

    class Surest(keras.Model):
        def call(self, indices):
            return keras.ops.max(model(indices, training=False), axis=(0, 1), keepdims=True)

    rng = np.random.default_rng(5)
    model(np.array([[1, 2, 3]], dtype="int32"))
    model.trainable = True  # A frozen one is looked at in another case.
    for variable in model.trainable_variables:
        variable.assign(5.0 * rng.standard_normal(tuple(variable.shape)))
    return Surest()
""")


@emojify_v2.case("It can be sure of an emoji: the softmax comes once.")
def how_sure_it_can_be(rng):
    words = some_words(rng, 7)
    probe = ModelOutputs(
        {
            "input_shape": (None,),
            "word_to_vec_map": word_map(rng, words, 3),
            "word_to_index": shuffled_index(rng, words),
        },
        inputs={"words": np.array([[1, 2, 3], [4, 5, 6], [7, 6, 5], [3, 1, 7]], dtype="int32")},
        around=SUREST,
    )
    twice = (
        "However large its weights, no emoji ever gets a probability above 0.36: a softmax of "
        "probabilities, or of sigmoids. Use one softmax, at the end: in the last Dense layer or "
        "behind it, not both."
    )
    return Trial(probe, [Between("outputs.words", 0.45, None, twice)])


@emojify_v2.case("A sentence without a known word, a row of padding, has probabilities too.")
def nothing_but_padding(rng):
    words = some_words(rng, 5)
    rows = np.stack([rng.permutation(5)[:4] + 1, np.zeros(4, dtype=int)]).astype("int32")
    probe = ModelOutputs(
        {
            "input_shape": (None,),
            "word_to_vec_map": word_map(rng, words, 3),
            "word_to_index": shuffled_index(rng, words),
        },
        inputs={"rows": rows, "empty": np.zeros((1, 6), dtype="int32")},
        randomize_weights=int(rng.integers(2**31)),
    )
    no_numbers = (
        "A row of padding alone, a sentence without a known word, gets NaN in place of probabilities: a "
        "mean of nothing is 0/0. A recurrent layer's last state is there also when nothing was read."
    )
    same = "The answer to padding alone depends on how much of it there is."
    return Trial(
        probe,
        [
            Between("outputs.rows", 0.0, 1.0, no_numbers),
            Between("outputs.empty", 0.0, 1.0, no_numbers),
            Same("outputs.rows", "outputs.empty", same, window=[[1, 2]], other_window=[[0, 1]]),
        ],
    )


# ---------------------------------------------------------------------- other right answers


@emojify_v2.alternative
def a_single_gru(input_shape, word_to_vec_map, word_to_index):
    import keras

    indices = keras.Input(input_shape, dtype="int32")
    x = reference.pretrained_embedding_layer(word_to_vec_map, word_to_index)(indices)
    x = keras.layers.GRU(5)(x)
    x = keras.layers.Dense(reference.NUM_CLASSES)(x)
    return keras.Model(inputs=indices, outputs=keras.layers.Activation("softmax")(x))


@emojify_v2.alternative
def a_sequential_bidirectional_model(input_shape, word_to_vec_map, word_to_index):
    import keras

    return keras.Sequential(
        [
            keras.Input(input_shape),
            reference.pretrained_embedding_layer(word_to_vec_map, word_to_index),
            keras.layers.Bidirectional(keras.layers.SimpleRNN(4)),
            keras.layers.Dense(6, activation=keras.activations.softmax),
        ]
    )


@emojify_v2.alternative
def a_subclass_that_passes_the_mask_on(input_shape, word_to_vec_map, word_to_index):
    import keras

    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.look_up = reference.pretrained_embedding_layer(word_to_vec_map, word_to_index)
            self.read = keras.layers.SimpleRNN(7)
            self.judge = keras.layers.Dense(6, activation="softmax")

        def call(self, indices):
            vectors = 2.0 * self.look_up(indices) - 0.1
            return self.judge(self.read(vectors, mask=keras.ops.not_equal(indices, 0)))

    return Reader()


@emojify_v2.alternative
def pools_the_states_of_a_reader(input_shape, word_to_vec_map, word_to_index):
    import keras

    indices = keras.Input(shape=input_shape, dtype="int32")
    x = reference.pretrained_embedding_layer(word_to_vec_map, word_to_index)(indices)
    x = keras.layers.LSTM(6, return_sequences=True)(x)
    known = keras.ops.cast(keras.ops.expand_dims(indices != 0, -1), "float32")
    count = keras.ops.maximum(keras.ops.sum(known, axis=1), 1.0)
    x = keras.ops.sum(x * known, axis=1) / count
    return keras.Model(indices, keras.layers.Dense(6, activation="softmax")(x))


@emojify_v2.alternative
def begins_at_zero_with_its_own_table(input_shape, word_to_vec_map, word_to_index):
    import keras

    table = np.zeros((len(word_to_index) + 1, len(next(iter(word_to_vec_map.values())))))
    for word, index in word_to_index.items():
        table[index] = word_to_vec_map[word]
    indices = keras.Input(input_shape, dtype="int32")
    constant = keras.initializers.Constant(table)
    x = keras.layers.Embedding(
        *table.shape, mask_zero=True, embeddings_initializer=constant, trainable=False
    )(indices)
    x = keras.layers.SimpleRNN(5, go_backwards=True)(x)
    return keras.Model(
        indices, keras.layers.Dense(6, activation="softmax", kernel_initializer="zeros")(x)
    )


# -------------------------------------------------------------------------- known mistakes

# Mistakes are made when a learner's failure is to be explained. A small network shows them as well,
# in a fifth of the time.
_STATE = "keras.layers.SimpleRNN(6)(states)"
_SMALL = (
    ("    states = keras.layers.LSTM(64, return_sequences=True)(states)\n", ""),
    ("keras.layers.LSTM(64)(states)", _STATE),
)
_MAPS = "(word_to_vec_map, word_to_index)"
_RETURN = "return keras.Model(indices, outputs)"


emojify_v2.slip(
    "answers_at_every_word",
    "One row of probabilities for every word comes back, but the sentence gets a single emoji. The "
    "last recurrent layer must return its last state only.",
    *_SMALL,
    ("SimpleRNN(6)", "SimpleRNN(6, return_sequences=True)"),
)
emojify_v2.slip(
    "ends_with_logits",
    "The outputs are logits, some of them negative. End with a softmax: the result is probabilities.",
    *_SMALL,
    (', activation="softmax"', ""),
)
emojify_v2.slip(
    "ends_with_sigmoids",
    "Each emoji has a probability of its own, and they do not sum to 1: use a softmax, not sigmoids.",
    *_SMALL,
    ("softmax", "sigmoid"),
)
emojify_v2.slip(
    "has_five_classes",
    "The number of outputs is not the number of emoji: the last layer needs NUM_CLASSES of them.",
    *_SMALL,
    ("NUM_CLASSES", "5"),
)
emojify_v2.slip(
    "averages_the_words",
    "The model averages the words, or takes the largest entry over them, and has no sense of their "
    "order. Put a recurrent layer between embedding and output.",
    *_SMALL,
    (_STATE, "keras.layers.GlobalAveragePooling1D()(states)"),
)
emojify_v2.slip(
    "averages_the_states_of_nothing",
    "A mean is taken over the states, and that of a row of padding alone is 0/0, NaN. Use the last "
    "state, which is there also when nothing was read, or see to this case.",
    *_SMALL,
    (
        _STATE,
        "keras.layers.GlobalAveragePooling1D()(\n"
        "        keras.layers.SimpleRNN(6, return_sequences=True)(states)\n    )",
    ),
)
emojify_v2.slip(
    "does_not_mask",
    "Padding changes the answer. Either the embedding makes no mask (mask_zero), or the mask is lost "
    "on the way: arithmetic and layers of your own drop it.",
    *_SMALL,
    (_MAPS, f"{_MAPS}\n    embedding.mask_zero = False"),
)
emojify_v2.slip(
    "reads_the_last_word",
    "Only the last word is read: the layer in front has no memory. Put a recurrent layer there.",
    *_SMALL,
    (_STATE, "states[:, -1]"),
)
emojify_v2.slip(
    "reads_some_places_only",
    "Words in later places change nothing: the row is cut after the first ten or so. A row may be of any "
    "length, and all of it is read.",
    *_SMALL,
    ("embedding(indices)", "embedding(indices[:, :10])"),
)
emojify_v2.slip(
    "trains_the_vectors",
    "The word vectors are trained along: freeze the embedding layer (trainable=False).",
    *_SMALL,
    (_MAPS, f"{_MAPS}\n    embedding.trainable = True"),
)
emojify_v2.slip(
    "starts_with_random_vectors",
    "The embedding starts with random rows and knows nothing of the given vectors: use the layer of "
    "exercise 4.",
    *_SMALL,
    (
        f"pretrained_embedding_layer{_MAPS}",
        "keras.layers.Embedding(len(word_to_index) + 1, 5, mask_zero=True)",
    ),
)
emojify_v2.slip(
    "freezes_everything",
    "The whole model is frozen and cannot learn: only the embedding layer is to stay as it is.",
    *_SMALL,
    (
        _RETURN,
        "model = keras.Model(indices, outputs)\n    model.trainable = False\n    return model",
    ),
)
emojify_v2.slip(
    "compiles_the_model",
    COMPILED,
    *_SMALL,
    (
        _RETURN,
        'model = keras.Model(indices, outputs)\n    model.compile("adam", "mse")\n    return model',
    ),
)
emojify_v2.slip(
    "drops_out_in_use_too",
    "The same row gets other probabilities at every call: dropout is always on (training=True). Leave "
    "`training` to Keras, which drops out in `fit` alone.",
    *_SMALL,
    ("keras.layers.Dropout(0.5)(state)", "keras.layers.Dropout(0.5)(state, training=True)"),
)
emojify_v2.slip(
    "returns_the_outputs",
    "The last tensor came back. Wrap input and output: keras.Model(indices, outputs).",
    *_SMALL,
    (_RETURN, "return outputs"),
)
emojify_v2.slip(
    "returns_nothing",
    "Nothing came back: the last line must return the model.",
    *_SMALL,
    (_RETURN, "keras.Model(indices, outputs)"),
)
emojify_v2.slip(
    "flattens",
    "The vectors were laid side by side (Flatten): that needs a fixed length, and takes padding for "
    "words. Use a recurrent layer.",
    *_SMALL,
    (_STATE, "keras.layers.Flatten()(states)"),
)
emojify_v2.slip(
    "ends_with_two_softmaxes",
    "The softmax comes twice, in the Dense layer and behind it. A softmax of probabilities is nearly "
    "even, so that no emoji can win clearly: once is enough.",
    *_SMALL,
    ("(indices, outputs)", "(indices, keras.layers.Softmax()(outputs))"),
)
emojify_v2.slip(
    "takes_the_softmax_over_the_batch",
    "The softmax runs over the sentences of a batch. It runs over the emoji, the last axis: each "
    "sentence has a sum of 1 of its own, whatever stands beside it.",
    *_SMALL,
    (', activation="softmax"', ""),
    ("(indices, outputs)", "(indices, keras.layers.Softmax(axis=0)(outputs))"),
)
emojify_v2.slip(
    "stops_after_the_first_word",
    "Only the state after the first place is used, when nearly nothing has been read. Let the last "
    "recurrent layer return its last state (no return_sequences, no slice).",
    *_SMALL,
    (_STATE, "keras.layers.SimpleRNN(6, return_sequences=True)(states)[:, 0]"),
)
emojify_v2.slip(
    "hands_on_the_last_state_only",
    "The second LSTM got one state where it wants one for every word: of two recurrent layers the "
    "first needs return_sequences=True.",
    ", return_sequences=True",
    "",
)


_FIRST = "states = keras.layers.LSTM(64, return_sequences=True)(states)"
_SECOND = "state = keras.layers.LSTM(64)(states)"
for _mutant, _reason in {
    "indices = keras.Input(shape=input_shape, dtype='int32') -> "
    "indices = keras.Input(shape=input_shape)": "The embedding turns its input into whole numbers.",
    f"{_FIRST} -> pass": "One recurrent layer reads in order too.",
    f"{_FIRST} -> {_FIRST.replace('64', '65')}": "The number of units is free.",
    f"{_FIRST} -> {_FIRST.replace('64', '63')}": "The number of units is free.",
    f"{_SECOND} -> {_SECOND.replace('64', '65')}": "The number of units is free.",
    f"{_SECOND} -> {_SECOND.replace('64', '63')}": "The number of units is free.",
    "states = keras.layers.Dropout(0.5)(states) -> pass": "Dropout is a free choice.",
    "state = keras.layers.Dropout(0.5)(state) -> pass": "Dropout is a free choice.",
}.items():
    emojify_v2.equivalent(_mutant, _reason)
