"""`Mean`: the average of what is not padding."""

import numpy as np

from autograder.checks.probes import Steps

from .inputs import digits, floats, mean, reference, slopes_of


def some_mask(rng, batch, steps):
    """Draws a mask: padding at the end of each row, of other length in each, none in one."""
    lengths = rng.permutation(np.arange(batch) % steps + 1)
    lengths[0] = steps
    return np.arange(steps) < rng.permutation(lengths)[:, None]


@mean.case("Two reviews of three steps, one of them padded, on paper.")
def on_paper(rng):
    x = digits(rng, (2, 3, 2))
    mask = np.array([[True, True, True], [True, True, False]])
    return Steps({}, [["__call__", {"x": x, "mask": mask}]])


@mean.case("Padding changes nothing, whatever numbers stand there.")
def padding(rng):
    x, mask = floats(rng, (5, 4, 3)), some_mask(rng, 5, 4)
    x[~mask] = 50 * x[~mask]
    return Steps({}, [["__call__", {"x": x, "mask": mask}]])


@mean.case("Padding may stand anywhere.")
def anywhere(rng):
    mask = rng.permuted(some_mask(rng, 5, 4), axis=1)
    return Steps({}, [["__call__", {"x": floats(rng, (5, 4, 2)), "mask": mask}]])


@mean.case("Without a mask all steps count.")
def without_a_mask(rng):
    return Steps({}, [["__call__", {"x": floats(rng, (2, 5, 3))}]])


@mean.case("Without a mask, steps of zeros count, too.")
def zeros_without_a_mask(rng):
    x = floats(rng, (3, 4, 2))
    x[1, 2:] = 0
    x[2, 0] = 0
    return Steps({}, [["__call__", {"x": x}]])


@mean.case("A real step of zeros counts as a step.")
def real_zeros(rng):
    x, mask = floats(rng, (3, 4, 2)), np.ones((3, 4), dtype=bool)
    x[:, int(rng.integers(3))] = 0
    mask[1, 3] = False
    return Steps({}, [["__call__", {"x": x, "mask": mask}]])


@mean.case("A row of padding alone gives zeros.")
def nothing_but_padding(rng):
    mask = some_mask(rng, 3, 4)
    mask[int(rng.integers(3))] = False
    return Steps({}, [["__call__", {"x": floats(rng, (3, 4, 2)), "mask": mask}]])


@mean.case("The shape that comes out has no steps any more.")
def shapes(rng):
    d = int(rng.integers(10, 99))
    return Steps({}, [["output_shape", {"input_shape": s}] for s in ((7, d), (None, d))])


@mean.case("No mask is handed on.")
def no_mask(rng):
    x, mask = floats(rng, (2, 3, 4)), some_mask(rng, 2, 3)
    asked = {"x": x, "mask": mask}
    return Steps({}, [["compute_mask", asked], ["__call__", asked]])


@mean.case("The gradient goes to real steps alone, and is finite for a row of padding.")
def gradients(rng):
    mask = some_mask(rng, 3, 4)
    mask[2] = False
    return slopes_of({}, floats(rng, (3, 4, 2)), floats(rng, (3, 2)), mask=mask)


# ------------------------------------------------------------------------ other right answers


@mean.alternative
def with_where():
    from keras import ops

    class Where(reference.Mean):
        def forward(self, x, mask=None):
            if mask is None:
                mask = np.ones(np.shape(x)[:2], bool)
            keep = ops.expand_dims(mask, axis=2)
            total = ops.sum(ops.where(keep, x, ops.zeros_like(x)), axis=-2)
            count = ops.count_nonzero(mask, axis=1)
            return total / ops.cast(ops.where(count == 0, 1, count), "float32")[:, None]

    return Where()


@mean.alternative
def with_einsum():
    import tensorflow as tf

    class Einsum(reference.Mean):
        def forward(self, x, mask=None):
            x = tf.convert_to_tensor(x)
            weights = tf.ones(x.shape[:2]) if mask is None else tf.cast(mask, x.dtype)
            return tf.math.divide_no_nan(
                tf.einsum("bt,btd->bd", weights, x), tf.reduce_sum(weights, 1, keepdims=True)
            )

    return Einsum()


@mean.alternative
def review_by_review():
    from keras import ops

    class Loop(reference.Layer):
        def forward(self, x, mask=None):
            if mask is None:
                return ops.mean(x, -2)
            rows = []
            for number, keep in enumerate(np.asarray(mask)):
                places = np.flatnonzero(keep)
                row = ops.convert_to_tensor(x)[number]
                real = ops.take(row, places, axis=0)
                rows.append(ops.mean(real, axis=0) if len(places) else 0 * row[0])
            return ops.stack(rows)

        def output_shape(self, input_shape):
            _, d = input_shape
            return (d,)

        def compute_mask(self, x, mask=None):
            return None

    return Loop()


# ------------------------------------------------------------------------------- known mistakes

COUNT = "ops.maximum(ops.sum(real, axis=1), 1)"

mean.slip(
    "divides_by_all_steps",
    "The sum was divided by the number of all steps. Padding does not count: divide by the number of real "
    "ones.",
    COUNT,
    "x.shape[1]",
)
mean.slip(
    "divides_by_zero",
    "Right where there is a word. A row of padding alone is divided by 0: let the count be 1 at least.",
    COUNT,
    "ops.sum(real, axis=1)",
)
mean.slip(
    "divides_by_one_more",
    "1 was added to every count so that none is 0. That makes all means too small.",
    COUNT,
    "(ops.sum(real, axis=1) + 1)",
)
mean.slip(
    "does_not_divide",
    "This is the sum. Divide by the number of real steps.",
    f" / {COUNT}",
    "",
)
mean.slip(
    "forgets_the_mask",
    "Padding was averaged along with the words: the mask was not looked at.",
    "if mask is None:",
    "if True:",
)
mean.slip(
    "averages_features",
    "The mean went along the features. It goes along the steps, axis 1.",
    ("ops.mean(x, axis=1)", "ops.mean(x, axis=2)"),
    ("ops.sum(x * real, axis=1)", "ops.sum(x * real, axis=2)"),
)
mean.slip(
    "hands_the_mask_on",
    "The mask was handed on. There are no steps any more that it could speak of.",
    "return None",
    "return mask",
)
mean.slip(
    "keeps_the_steps_in_the_shape",
    "The shape that comes out has the steps still. They have been averaged.",
    "tuple(input_shape[1:])",
    "tuple(input_shape)",
)
mean.slip(
    "says_the_steps",
    "The shape that comes out is the number of steps. It is the number of features.",
    "tuple(input_shape[1:])",
    "tuple(input_shape[:1])",
)
mean.slip(
    "turns_the_mask_round",
    "The padding was averaged, and the words left out. True says that a step is real.",
    'ops.cast(mask, "float32")',
    '1 - ops.cast(mask, "float32")',
)


@mean.misconception(
    "Steps of zeros were taken for padding. Only the mask says what padding is: a real vector may be zeros."
)
def drops_zeros():
    from keras import ops

    class Zeros(reference.Mean):
        def forward(self, x, mask=None):
            if mask is None:
                return super().forward(x)
            real = ops.any(ops.not_equal(x, 0), axis=-1)
            return super().forward(x, ops.logical_and(mask, real))

    return Zeros()


@mean.misconception(
    "No gradient comes back: NumPy leaves no record of what it computes. Use `keras.ops`."
)
def in_numpy():
    class Numpy(reference.Mean):
        def forward(self, x, mask=None):
            return np.asarray(super().forward(x, mask))

    return Numpy()


mean.equivalent("return None -> return", "Both return None.")
