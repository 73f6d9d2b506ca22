"""`Embedding`: rows of a table, and a mask."""

import numpy as np

from autograder.checks.expectations import Different, Matches, Raises, Same
from autograder.checks.probes import Steps
from autograder.checks.recipes import Tensor
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import (
    READING,
    digits,
    drawn_normally,
    embedding,
    floats,
    reference,
    setting,
    slopes_of,
)


def some_ids(rng, vocabulary_size, shape):
    """Draws ids, 0 and the largest among them."""
    ids = rng.integers(1, vocabulary_size, shape)
    ids[0, 0], ids[-1, -1], ids[0, 1] = vocabulary_size - 1, 0, 1
    return ids


@embedding.case("Four rows, looked up.")
def on_paper(rng):
    calls = [["__call__", {"x": some_ids(rng, 4, (2, 3))}]]
    return Steps({"vocabulary_size": 4, "d": 2}, [setting([digits(rng, (4, 2))]), *calls])


@embedding.case("Ids come as an array or a tensor; the weights are used as they are now.")
def several(rng):
    first, second = some_ids(rng, 7, (3, 4)), Tensor(some_ids(rng, 7, (2, 5)))
    steps = [setting([floats(rng, (7, 3))]), ["__call__", {"x": first}]]
    steps += [setting([floats(rng, (7, 3))]), ["__call__", {"x": second}]]
    return Steps({"vocabulary_size": 7, "d": 3}, steps)


@embedding.case("The mask: id 0 is padding, and no other.")
def masks(rng):
    ids = some_ids(rng, 9, (3, 4))
    ids[1, int(rng.integers(4))] = 0
    steps = [setting([floats(rng, (9, 2))]), ["compute_mask", {"x": ids}]]
    return Steps({"vocabulary_size": 9, "d": 2}, steps)


@embedding.case("The shape that comes out has d as one number more.")
def shapes(rng):
    asked = [["output_shape", {"input_shape": shape}] for shape in ((5,), (None,))]
    return Steps({"vocabulary_size": 8, "d": int(rng.integers(10, 99))}, asked)


@embedding.case("The first table: normal, of deviation 0.1, row 0 like the others.")
def first_table(rng):
    V, d = 140, 80
    ids, given = some_ids(rng, 5, (2, 3)), floats(rng, (V, d))
    steps = [
        ["init_weights", {"input_shape": (None,), "rng": seed_from(rng)}],
        READING,
        ["__call__", {"x": np.array([[0, V - 1]])}],
        setting([given]),
        ["__call__", {"x": ids}],
    ]
    expected = [
        *drawn_normally("results.1.0", 0, [V, d], 0.1, "E"),
        Matches(given[ids], "results.4", "the result of the call"),
    ]
    return Trial(Steps({"vocabulary_size": V, "d": d}, steps), expected, measure="first_weights")


@embedding.case("Row 0 is drawn, too; the generator is the only source of randomness.")
def drawn_again(rng):
    first, second = seed_from(rng), seed_from(rng)
    ids, given = some_ids(rng, 5, (2, 3)), floats(rng, (5, 4))
    padding = np.array([[0]])
    steps = []
    for generator in (first, second, first):
        steps += [["init_weights", {"input_shape": (3,), "rng": generator}], READING]
        steps += [["__call__", {"x": padding}]]
    steps += [setting([given]), ["__call__", {"x": ids}]]
    expected = [
        Same("results.1.0", "results.7.0", "The same generator state gave another table."),
        Different("results.1.0", "results.4.0", "Another generator gave the same table."),
        Different("results.2", "results.5", "Row 0 is not drawn. It is a row like the others."),
        Matches(given[ids], "results.10", "the result of the call"),
    ]
    return Trial(Steps({"vocabulary_size": 5, "d": 4}, steps), expected)


def refused(rng, wrong, vocabulary_size=6):
    ids = some_ids(rng, vocabulary_size, (2, 3))
    ids[1, int(rng.integers(2))] = wrong
    steps = [setting([floats(rng, (vocabulary_size, 2))]), ["__call__", {"x": ids}]]
    because = f"There is no row {wrong}; the message names it."
    probe = Steps({"vocabulary_size": vocabulary_size, "d": 2}, steps)
    return Trial(probe, [Raises("IndexError", [str(wrong)], because)])


@embedding.case("An id beyond the table raises an IndexError that names it.")
def beyond(rng):
    return refused(rng, int(rng.integers(100, 999)))


@embedding.case("So does the first one beyond it.")
def just_beyond(rng):
    vocabulary_size = int(rng.integers(5, 90))
    return refused(rng, vocabulary_size, vocabulary_size)


@embedding.case("So does an id below 0.")
def below(rng):
    return refused(rng, -1)


@embedding.case("And one far below.")
def far_below(rng):
    return refused(rng, -int(rng.integers(100, 999)))


@embedding.case("Gradients flow to the rows; those of a row that stands twice are added.")
def gradients(rng):
    ids = rng.permutation(np.array([3, 1, 3, 0, 3, 2])).reshape(2, 3)
    made = {"vocabulary_size": 6, "d": 2}
    return slopes_of(made, ids, floats(rng, (2, 3, 2)), [floats(rng, (6, 2))])


# ------------------------------------------------------------------------ other right answers


@embedding.alternative
def with_gather(vocabulary_size, d):
    import tensorflow as tf

    class Gathered(reference.Layer):
        def init_weights(self, input_shape, rng):
            E = 0.1 * rng.standard_normal((vocabulary_size, d))
            self.weights = [tf.constant(E, tf.float32)]

        def forward(self, x, mask=None):
            x = tf.convert_to_tensor(x)
            for number in np.unique(x.numpy()):
                if not 0 <= number < vocabulary_size:
                    raise IndexError(f"id {number} of {vocabulary_size}")
            return tf.gather(self.weights[0], x)

        def output_shape(self, input_shape):
            return tuple(input_shape) + (d,)

        def compute_mask(self, x, mask=None):
            return np.asarray(x) != 0

    return Gathered()


@embedding.alternative
def with_one_hot(vocabulary_size, d):
    from keras import ops

    class OneHot(reference.Embedding):
        def forward(self, x, mask=None):
            x = np.array(x)
            if x.min() < 0 or x.max() >= vocabulary_size:
                wrong = [int(i) for i in x.ravel() if i < 0 or i >= vocabulary_size]
                raise IndexError(f"{wrong} are no rows")
            return ops.matmul(ops.one_hot(x, vocabulary_size), self.weights[0])

        def compute_mask(self, x, mask=None):
            return ops.cast(ops.abs(ops.convert_to_tensor(x)), "bool")

    return OneHot(vocabulary_size, d)


@embedding.alternative
def with_a_loop(vocabulary_size, d):
    from keras import ops

    class Looped(reference.Embedding):
        def forward(self, x, mask=None):
            E = ops.convert_to_tensor(self.weights[0])
            rows = []
            for line in np.asarray(x).tolist():
                for number in line:
                    if number < 0 or number >= vocabulary_size:
                        raise IndexError(str(number))
                rows.append(ops.stack([E[number] for number in line]))
            return ops.stack(rows)

    return Looped(vocabulary_size, d)


# ------------------------------------------------------------------------------- known mistakes

embedding.slip(
    "masks_unknown_words",
    "Id 1 was masked. It stands for a word, though nobody knows which; padding is 0.",
    "ops.not_equal(x, 0)",
    "ops.greater(x, 1)",
)
embedding.slip(
    "masks_the_other_way_round",
    "The mask says True for padding. It says True for what is real.",
    "ops.not_equal(x, 0)",
    "ops.equal(x, 0)",
)
embedding.slip(
    "has_no_mask",
    "There is no mask: `compute_mask` has to tell padding from words.",
    "return ops.not_equal(x, 0)",
    "return mask",
)
embedding.slip(
    "refuses_the_last_id",
    "The last row was refused. Ids go from 0 to vocabulary_size - 1.",
    "ids >= self.vocabulary_size",
    "ids >= self.vocabulary_size - 1",
)
embedding.slip(
    "accepts_one_too_many",
    "The id vocabulary_size was accepted. Ids are counted from 0, so the last one is smaller by 1.",
    "ids >= self.vocabulary_size",
    "ids > self.vocabulary_size",
)
embedding.slip(
    "accepts_ids_below_zero",
    "An id below 0 was accepted: Python takes it for a row counted from the end.",
    "(ids < 0) | (ids >= self.vocabulary_size)",
    "ids >= self.vocabulary_size",
)
embedding.slip(
    "accepts_any_id",
    "Ids that have no row were accepted. Raise an IndexError that names one.",
    "if outside.size:",
    "if False:",
)
embedding.slip(
    "draws_standard_numbers",
    "E has deviation 1. It is 0.1.",
    "rng.normal(0, 0.1,",
    "rng.normal(0, 1,",
)
embedding.slip(
    "takes_the_deviation_for_the_variance",
    "E has the deviation of a variance of 0.1. It is the deviation that is 0.1.",
    "rng.normal(0, 0.1,",
    "rng.normal(0, 0.1**0.5,",
)
embedding.slip(
    "empties_row_0",
    "Row 0 was set to zeros. It is drawn like the others: nobody reads padding, since the mask says so.",
    "self.weights = [",
    "E[0] = 0\n        self.weights = [",
)
embedding.slip(
    "returns_zeros_for_padding",
    "Rows of padding came out as zeros. The layer looks them up like others; who averages asks the mask.",
    "return ops.take(self.weights[0], ids, axis=0)",
    'return ops.take(self.weights[0], ids, axis=0) * ops.cast(ids != 0, "float32")[..., None]',
)
embedding.slip(
    "adds_a_row",
    "The table has a row too many: padding is one of the vocabulary_size ids.",
    "(self.vocabulary_size, self.d)",
    "(self.vocabulary_size + 1, self.d)",
)
embedding.slip(
    "has_a_seed_of_its_own",
    "The table is the same whatever the generator: draw from `rng`.",
    "rng.normal(0, 0.1,",
    "np.random.default_rng(0).normal(0, 0.1,",
)
embedding.slip(
    "says_only_d",
    "The shape that comes out lost the number of steps: d comes behind it.",
    "(*input_shape, self.d)",
    "(self.d,)",
)


@embedding.misconception(
    "No gradient reaches the table: NumPy's indexing leaves no record. Use `ops.take`."
)
def in_numpy(vocabulary_size, d):
    class Numpy(reference.Embedding):
        def forward(self, x, mask=None):
            super().forward(x, mask)
            return np.asarray(self.weights[0])[np.asarray(x)]

    return Numpy(vocabulary_size, d)


embedding.equivalent(
    "super().__init__() -> pass",
    "Before it has a table, nobody asks the layer for its weights: `init_weights` sets them, or who comes "
    "from outside.",
)
embedding.equivalent(
    "return ops.take(self.weights[0], ids, axis=0) -> return ops.take(self.weights[-1], ids, axis=0)",
    "The table is the only weight.",
)
