"""The frozen embedding layer: cases, other right answers, known mistakes.

What comes back is a layer, and it is judged inside a small model: what it looks up, what a layer
above it sees of the padding, and what training leaves of it.
"""

import numpy as np

from autograder.checks import recipes
from autograder.checks.expectations import Between, Matches
from autograder.checks.probes import ModelOutputs
from autograder.checks.recipes import Function, WordMap
from autograder.declaration.exercise import Trial

from .inputs import (
    pretrained_embedding_layer,
    shuffled_index,
    some_words,
    vectors,
    word_map,
)

LOOKED_UP = Function("""
def looked_up(layer):
    import keras

    indices = keras.Input((None,), dtype="int32")
    return keras.Model(indices, layer(indices))
""")

# This layer of Keras's own leaves out the steps that the mask tells it to.
AVERAGED = Function("""
def averaged(layer):
    import keras

    indices = keras.Input((None,), dtype="int32")
    return keras.Model(indices, keras.layers.GlobalAveragePooling1D()(layer(indices)))
""")


# The root mean square of each looked-up vector: a new layer's own rows are of size 0.05 and less.
SIZES = Function("""
def sizes(layer):
    import keras

    indices = keras.Input((None,), dtype="int32")
    squares = keras.ops.mean(keras.ops.square(layer(indices)), axis=-1)
    return keras.Model(indices, keras.ops.sqrt(squares))
""")
LEAST_SIZE = 0.15  # no entry of the vectors is smaller than 0.2


def make_arguments(rng, count, d, extra=0):
    """Draws words with vectors and indices; `extra` words have a vector and no index."""
    words = some_words(rng, count + extra)
    return {
        "word_to_vec_map": word_map(rng, rng.permutation(words).tolist(), d),
        "word_to_index": shuffled_index(rng, words[:count]),
    }


def table_of(arguments):
    """Returns the right table `(V + 1, d)`."""
    known = recipes.build(recipes.describe(arguments["word_to_vec_map"]))
    index = arguments["word_to_index"]
    table = np.zeros((len(index) + 1, len(next(iter(known.values())))), dtype=np.float32)
    for word, row in index.items():
        table[row] = known[word]
    return table


# ---------------------------------------------------------------------------------- cases


def _looks_up(arguments):
    table = table_of(arguments)
    every = np.arange(1, len(table), dtype="int32")
    every = np.stack([every, np.roll(every[::-1], 2)])
    probe = ModelOutputs(arguments, inputs={"words": every}, around=LOOKED_UP, by_numbers=True)
    numbers = "The layer holds another number of weights than the table's (V + 1) * d."
    return Trial(
        probe,
        [
            Matches(table[every], "outputs.words", "what the layer looks up"),
            Between("parameters", table.size, table.size, numbers),
        ],
    )


@pretrained_embedding_layer.case(
    "The layer holds vectors of the map's size, not a new layer's rows."
)
def rows_of_some_size(rng):
    arguments = make_arguments(rng, 3, 8)
    probe = ModelOutputs(
        arguments, inputs={"words": np.array([[1, 2, 3]])}, around=SIZES, by_numbers=True
    )
    unset = (
        "A word's row is near 0, as those of a new layer are: it was left out of the table, or the "
        "table was never put into the layer that came back (after building, by set_weights)."
    )
    return Trial(probe, [Between("outputs.words", LEAST_SIZE, None, unset)])


@pretrained_embedding_layer.case("Each index gives the vector of its word.")
def every_word(rng):
    return _looks_up(make_arguments(rng, 7, 4))


@pretrained_embedding_layer.case("Words without an index may be in the map, and have no row.")
def more_vectors_than_indices(rng):
    return _looks_up(make_arguments(rng, 4, 6, extra=3))


@pretrained_embedding_layer.case("Index 0 gives zeros.")
def padding_is_zeros(rng):
    arguments = make_arguments(rng, 5, 3)
    table = table_of(arguments)
    rows = np.array([[2, 0, 5, 0], [0, 1, 3, 0]], dtype="int32")
    probe = ModelOutputs(arguments, inputs={"words": rows}, around=LOOKED_UP, by_numbers=True)
    return Trial(probe, [Matches(table[rows], "outputs.words", "what the layer looks up")])


@pretrained_embedding_layer.case("A layer above skips the padding, wherever it stands.")
def padding_is_masked(rng):
    arguments = make_arguments(rng, 6, 2)
    table = table_of(arguments)
    rows = np.array([[1, 5, 0, 0, 0], [0, 4, 0, 2, 6], [3, 3, 1, 2, 4]], dtype="int32")
    expected = np.stack([table[row[row > 0]].mean(axis=0) for row in rows])
    probe = ModelOutputs(arguments, inputs={"rows": rows}, around=AVERAGED, by_numbers=True)
    where = "the mean that a layer above takes over the words"
    return Trial(probe, [Matches(expected, "outputs.rows", where)])


@pretrained_embedding_layer.case("A word whose vector is zeros is a word, and is not skipped.")
def a_vector_of_zeros(rng):
    words = some_words(rng, 5)
    rows = vectors(rng, 5, 3)
    rows[2] = 0.0
    index = shuffled_index(rng, words)
    arguments = {"word_to_vec_map": WordMap(words, rows), "word_to_index": index}
    one, other, nothing = (index[words[i]] for i in (0, 4, 2))
    read = np.array([[one, nothing, 0, other], [nothing, other, 0, 0]], dtype="int32")
    expected = np.stack([table_of(arguments)[row[row > 0]].mean(axis=0) for row in read])
    probe = ModelOutputs(arguments, inputs={"rows": read}, around=AVERAGED, by_numbers=True)
    where = "the mean that a layer above takes over the words"
    return Trial(probe, [Matches(expected, "outputs.rows", where)])


@pretrained_embedding_layer.case("Training leaves the vectors as they are.")
def training_changes_nothing(rng):
    arguments = make_arguments(rng, 5, 4)
    table = table_of(arguments)
    rows = np.array([[1, 2, 3], [5, 4, 2]], dtype="int32")
    probe = ModelOutputs(
        arguments,
        inputs={"words": rows},
        around=LOOKED_UP,
        by_numbers=True,
        train={"inputs": rows, "targets": np.zeros((2, 3, 4)), "loss": "mse", "steps": 3},
    )
    return Trial(probe, [Matches(table[rows], "trained.words", "a word's vector after training")])


# ---------------------------------------------------------------------- other right answers


@pretrained_embedding_layer.alternative
def with_a_constant_initializer(word_to_vec_map, word_to_index):
    import keras

    d = next(iter(word_to_vec_map.values())).shape[0]
    table = np.vstack(
        [np.zeros(d)] + [word_to_vec_map[w] for w in sorted(word_to_index, key=word_to_index.get)]
    )
    return keras.layers.Embedding(
        input_dim=table.shape[0],
        output_dim=d,
        embeddings_initializer=keras.initializers.Constant(table),
        trainable=False,
        mask_zero=True,
    )


@pretrained_embedding_layer.alternative
def with_the_weights_argument(word_to_vec_map, word_to_index):
    import keras

    table = np.zeros((len(word_to_index) + 1, len(list(word_to_vec_map.values())[0])))
    for word in word_to_vec_map:
        if word in word_to_index:
            table[word_to_index[word], :] = word_to_vec_map[word]
    layer = keras.layers.Embedding(len(table), table.shape[1], mask_zero=True, trainable=False)
    layer.build((None,))
    layer.embeddings.assign(table)
    return layer


@pretrained_embedding_layer.alternative
def with_a_layer_of_ones_own(word_to_vec_map, word_to_index):
    import keras

    class Lookup(keras.layers.Layer):
        def __init__(self, table):
            super().__init__(trainable=False)
            self.table = self.add_weight(shape=table.shape, initializer="zeros", trainable=False)
            self.table.assign(table)

        def call(self, indices):
            return keras.ops.take(self.table, keras.ops.cast(indices, "int32"), axis=0)

        def compute_mask(self, indices, mask=None):
            return keras.ops.not_equal(indices, 0)

    d = len(next(iter(word_to_vec_map.values())))
    table = np.zeros((max(word_to_index.values()) + 1, d), dtype="float32")
    for word, index in word_to_index.items():
        table[index] = word_to_vec_map[word]
    return Lookup(table)


@pretrained_embedding_layer.alternative
def called_once_to_be_built(word_to_vec_map, word_to_index):
    import keras

    inverse = {index: word for word, index in word_to_index.items()}
    d = np.size(word_to_vec_map[inverse[1]])
    rows = [np.zeros(d, "float32")]
    rows += [np.float32(word_to_vec_map[inverse[i]]) for i in range(1, len(inverse) + 1)]
    layer = keras.layers.Embedding(len(rows), d, mask_zero=True)
    layer(np.zeros((1, 1), dtype="int32"))
    layer.set_weights([np.array(rows)])
    layer.trainable = False
    return layer


# -------------------------------------------------------------------------- known mistakes


pretrained_embedding_layer.slip(
    "stays_trainable",
    "The layer is trainable, and training moved the vectors: freeze it with trainable=False.",
    "    layer.trainable = False\n",
    "",
)
pretrained_embedding_layer.slip(
    "makes_no_mask",
    "Layers above do not skip the padding: the layer makes no mask. Look at mask_zero.",
    ", mask_zero=True",
    "",
)
pretrained_embedding_layer.slip(
    "masks_vectors_of_zeros",
    "A word whose vector is zeros is skipped like padding: what is masked is told by the vectors. It is the "
    "index 0 that is padding, which the embedding layer itself can mask.",
    (", mask_zero=True", ""),
    (
        "return layer",
        "return keras.Sequential([layer, keras.layers.Masking(0.0)])",
    ),
)
pretrained_embedding_layer.slip(
    "takes_the_defaults",
    "The layer is trainable and makes no mask: look at the arguments trainable and mask_zero.",
    (", mask_zero=True", ""),
    ("    layer.trainable = False\n", ""),
)
pretrained_embedding_layer.slip(
    "never_sets_the_weights",
    "All rows are random or 0: the table was never put into the layer, or into another one. After "
    "building, call set_weights on the layer that you return.",
    # At zeros, and not at random: so the same mistake always looks the same.
    "set_weights([table])",
    "set_weights([np.zeros_like(table)])",
)
pretrained_embedding_layer.slip(
    "starts_in_row_zero",
    "Every word stands one row too high: row 0 is padding, and the indices count from 1. Use the "
    "index as it is.",
    "table[index]",
    "table[index - 1]",
)
pretrained_embedding_layer.slip(
    "follows_the_order_of_the_words",
    "The rows are in the order of the words, not of their indices: word w belongs in row "
    "word_to_index[w].",
    "for word, index in word_to_index.items()",
    "for index, word in enumerate(word_to_index, 1)",
)
pretrained_embedding_layer.slip(
    "fills_row_zero_with_the_mean",
    "Row 0 holds the mean of all vectors. Row 0 is padding: leave it at zeros.",
    "layer = keras",
    "table[0] = table[1:].mean(axis=0)\n    layer = keras",
)
pretrained_embedding_layer.slip(
    "makes_unit_vectors",
    "The vectors were scaled to length 1. The layer looks them up as they are.",
    "word_to_vec_map[word]",
    "word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word])",
)
pretrained_embedding_layer.slip(
    "leaves_out_the_last_word",
    "The word with the largest index has a row of zeros. The indices are 1 to V, V included: "
    "range(1, V) ends before it.",
    "table[index] =",
    "if index < len(word_to_index):\n            table[index] =",
)
pretrained_embedding_layer.slip(
    "has_v_rows",
    "The table has V rows, and the word with the largest index has none. It needs V + 1 rows, one "
    "for padding.",
    "len(word_to_index) + 1",
    "len(word_to_index)",
)
pretrained_embedding_layer.slip(
    "has_v_and_two_rows",
    "The table has a row too many: V words and padding are V + 1 rows.",
    "len(word_to_index) + 1",
    "len(word_to_index) + 2",
)
pretrained_embedding_layer.slip(
    "returns_the_table",
    "The table itself came back. Put it into a Keras layer, and return the layer.",
    "return layer",
    "return table",
)
pretrained_embedding_layer.slip(
    "returns_nothing",
    "Nothing came back: the last line must return the layer.",
    "return layer",
    "layer",
)
pretrained_embedding_layer.slip(
    "has_too_few_rows",
    "The layer has no row for the largest index. It needs V + 1 rows of d numbers: row 0 is padding, "
    "so no index moves down by one, and the lectures' table (d, V + 1) is the transpose of this one.",
    "layer = keras",
    "table = table[1:]\n    layer = keras",
)
pretrained_embedding_layer.slip(
    "goes_through_the_map",
    "It stops at a word that has a vector and no index: go through word_to_index, not through the map.",
    ("for word, index in word_to_index.items()", "for word in word_to_vec_map"),
    ("table[index]", "table[word_to_index[word]]"),
)
pretrained_embedding_layer.slip(
    "follows_the_order_of_the_map",
    "The rows are in the order of the map's vectors, not of the indices: word w belongs in row "
    "word_to_index[w].",
    "for word, index in word_to_index.items()",
    "for index, word in enumerate(list(word_to_vec_map)[: len(word_to_index)], 1)",
)
pretrained_embedding_layer.slip(
    "has_a_row_for_every_vector",
    "The table has a row for every vector of the map. Words without an index need none: V is "
    "len(word_to_index).",
    "len(word_to_index) + 1",
    "len(word_to_vec_map) + 1",
)
pretrained_embedding_layer.slip(
    "assumes_fifty_numbers",
    "The table was made for a fixed length of the vectors, such as 50 or 300, but they may have any. "
    "Look it up: it is that of any vector of the map.",
    "len(next(iter(word_to_vec_map.values())))",
    "50",
)
pretrained_embedding_layer.slip(
    "sets_the_weights_too_early",
    "set_weights came before layer.build(...), when the layer has no weights yet, or it got the table "
    "itself and not a list with the table in it.",
    "    layer.build(())\n",
    "",
)


pretrained_embedding_layer.equivalent(
    "table = np.zeros((len(word_to_index) + 1, dimension), dtype='float32') -> "
    "table = np.zeros((len(word_to_index) + 1, dimension))",
    "The layer turns its weights into float32 itself.",
)
