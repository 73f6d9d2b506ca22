"""`Dense`: a matrix and a bias."""

import numpy as np

from autograder.checks.expectations import Different, Matches, Raises, Same, Shape
from autograder.checks.probes import Steps
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import READING, dense, digits, drawn_normally, floats, reference, setting, slopes_of


@dense.case("Two rows times a matrix, plus a bias, on paper.")
def on_paper(rng):
    weights = [digits(rng, (3, 2)), digits(rng, 2)]
    return Steps({"units": 2}, [setting(weights), ["__call__", {"x": digits(rng, (4, 3))}]])


@dense.case("Any number of axes in front.")
def more_axes(rng):
    weights = [floats(rng, (4, 5)), floats(rng, 5)]
    calls = [
        ["__call__", {"x": floats(rng, (2, 3, 4))}],
        ["__call__", {"x": floats(rng, (3, 1, 2, 4))}],
        ["__call__", {"x": floats(rng, 4)}],
    ]
    return Steps({"units": 5}, [setting(weights), *calls])


@dense.case("The weights are used as they are now.")
def new_weights(rng):
    x = floats(rng, (2, 3))
    steps = []
    for _ in range(2):
        steps += [setting([floats(rng, (3, 4)), floats(rng, 4)]), ["__call__", {"x": x}]]
    return Steps({"units": 4}, steps)


@dense.case("The shape that comes out: the units take the place of the last number.")
def shapes(rng):
    units, n = int(rng.integers(5, 99)), int(rng.integers(2, 9))
    asked = [["output_shape", {"input_shape": shape}] for shape in ((n,), (None, n), (n, 3, 4))]
    return Steps({"units": units}, asked)


@dense.case("First weights: normal, of a variance that fits what goes in and what comes out.")
def first_weights(rng):
    n, units = 160, 70
    x = floats(rng, (2, 3))
    given = [floats(rng, (3, 4)), floats(rng, 4)]
    steps = [
        ["init_weights", {"input_shape": (n,), "rng": seed_from(rng)}],
        READING,
        setting(given),
        ["__call__", {"x": x}],
    ]
    return Trial(
        Steps({"units": units}, steps),
        [
            *drawn_normally("results.1.0", 0, [n, units], np.sqrt(2 / (n + units)), "W"),
            Matches(np.zeros(units), "results.1.1", "b"),
            Matches(x @ given[0] + given[1], "results.3", "the result of the call"),
        ],
        measure="first_weights",
    )


@dense.case("Of a shape with more numbers, the last one counts.")
def first_weights_of_steps(rng):
    n, units, x = int(rng.integers(5, 9)), 3, floats(rng, (2, 4))
    given = [floats(rng, (4, 3)), floats(rng, 3)]
    steps = [
        ["init_weights", {"input_shape": (11, n), "rng": seed_from(rng)}],
        READING,
        setting(given),
        ["__call__", {"x": x}],
    ]
    expected = [
        Shape(
            "results.1.0", [n, units], "W has a row for each input: the last number of the shape."
        ),
        Matches(np.zeros(units), "results.1.1", "b"),
        Matches(x @ given[0] + given[1], "results.3", "the result of the call"),
    ]
    return Trial(Steps({"units": units}, steps), expected)


@dense.case("The generator is the only source of randomness.")
def drawn_again(rng):
    first, second = seed_from(rng), seed_from(rng)
    x, given = floats(rng, (2, 3)), [floats(rng, (3, 4)), floats(rng, 4)]
    steps = []
    for generator in (first, second, first):
        steps += [["init_weights", {"input_shape": (4,), "rng": generator}], READING]
    steps += [setting(given), ["__call__", {"x": x}]]
    expected = [
        Same("results.1.0", "results.5.0", "The same generator state gave other weights."),
        Different("results.1.0", "results.3.0", "Another generator gave the same weights."),
        Matches(x @ given[0] + given[1], "results.7", "the result of the call"),
    ]
    return Trial(Steps({"units": 3}, steps), expected)


@dense.case("Weights are drawn once, and not at each call.")
def called_twice(rng):
    x, given = floats(rng, (2, 4)), [floats(rng, (4, 3)), floats(rng, 3)]
    calls = [["__call__", {"x": x}], READING] * 2
    steps = [["init_weights", {"input_shape": (4,), "rng": seed_from(rng)}], *calls]
    steps += [setting(given), ["__call__", {"x": x}]]
    text = "Two calls gave different results: weights are drawn in `init_weights` alone."
    expected = [
        Same("results.1", "results.3", text),
        Different("results.1", "results.6", "The weights that were set are not used."),
        Matches(x @ given[0] + given[1], "results.6", "the result of the call"),
    ]
    return Trial(Steps({"units": 3}, steps), expected)


@dense.case("Used before it has weights, it raises a RuntimeError.")
def too_early(rng):
    probe = Steps({"units": int(rng.integers(2, 9))}, [["__call__", {"x": floats(rng, (2, 3))}]])
    because = "Before `init_weights` there is nothing to compute with."
    return Trial(probe, [Raises("RuntimeError", [], because)])


@dense.case("Gradients flow to W, b and x.")
def gradients(rng):
    weights = [floats(rng, (3, 2)), floats(rng, 2)]
    return slopes_of({"units": 2}, floats(rng, (4, 3)), floats(rng, (4, 2)), weights)


# ------------------------------------------------------------------------ other right answers


@dense.alternative
def without_a_base(units):
    class Plain:
        def __init__(self):
            self.weights = []

        def init_weights(self, input_shape, rng):
            *_, n = input_shape
            W = rng.standard_normal((n, units)) * (2 / (n + units)) ** 0.5
            self.weights = [np.float32(W), np.zeros((units,), np.float32)]

        def __call__(self, x, mask=None):
            if len(self.weights) == 0:
                raise RuntimeError("no weights yet")
            import tensorflow as tf

            return (
                tf.einsum("...n,nu->...u", tf.convert_to_tensor(x), self.weights[0])
                + self.weights[1]
            )

        def output_shape(self, input_shape):
            return (*input_shape[:-1], units)

    return Plain()


@dense.alternative
def with_tensors(units):
    import tensorflow as tf
    from keras import ops

    class Tensors(reference.Layer):
        def init_weights(self, input_shape, rng):
            n = input_shape[-1]
            W = rng.normal(scale=np.sqrt(2.0 / (n + units)), size=(n, units))
            self.weights = [tf.constant(W, tf.float32), tf.zeros(units)]

        def forward(self, x, mask=None):
            if self.weights == []:
                raise RuntimeError("Call init_weights.")
            return ops.add(ops.dot(x, self.weights[0]), self.weights[1])

        def output_shape(self, input_shape):
            return tuple(input_shape)[:-1] + (units,)

    return Tensors()


@dense.alternative
def by_tensordot(units):
    from keras import ops

    class Dotted(reference.Dense):
        def forward(self, x, mask=None):
            if not self.weights:
                raise RuntimeError
            return ops.tensordot(x, self.weights[0], axes=1) + self.weights[1]

    return Dotted(units)


# ------------------------------------------------------------------------------- known mistakes

DEVIATION = "np.sqrt(2 / (n + self.units))"

dense.slip(
    "forgets_the_bias",
    "The bias is missing: it is added behind the product.",
    "ops.matmul(x, W) + b",
    "ops.matmul(x, W)",
)
dense.slip(
    "takes_the_variance",
    "The variance was taken for the deviation. The generator wants the deviation, its square root.",
    DEVIATION,
    "2 / (n + self.units)",
)
dense.slip(
    "draws_for_relu",
    "The deviation counts the inputs alone. Here inputs and units count: 2 / (n + units).",
    DEVIATION,
    "np.sqrt(2 / n)",
)
dense.slip(
    "draws_standard_numbers",
    "W has deviation 1. It is smaller, the more inputs and units there are.",
    DEVIATION,
    "1.0",
)
dense.slip(
    "draws_evenly",
    "W is drawn evenly between two limits. It is to be normal.",
    "rng.normal(0, deviation, (n, self.units))",
    "rng.uniform(-(3**0.5) * deviation, 3**0.5 * deviation, (n, self.units))",
)
dense.slip(
    "draws_the_bias",
    "The bias was drawn. It begins at 0.",
    'np.zeros(self.units, dtype="float32")',
    'rng.normal(0, deviation, self.units).astype("float32")',
)
dense.slip(
    "turns_the_matrix",
    "W is `(units, n)` here. It is `(n, units)`, and x is multiplied from the left.",
    ("(n, self.units)).astype", "(self.units, n)).astype"),
    ("ops.matmul(x, W)", "ops.matmul(x, ops.transpose(W))"),
)
dense.slip(
    "has_a_seed_of_its_own",
    "Weights are the same whatever the generator: draw from `rng`.",
    "rng.normal(0, deviation",
    "np.random.default_rng(0).normal(0, deviation",
)
dense.slip(
    "draws_elsewhere",
    "Weights differ from run to run, though the generator is the same: draw from `rng`, and not from "
    "NumPy's global generator.",
    "rng.normal(0, deviation",
    "np.random.normal(0, deviation",
)
dense.slip(
    "stays_in_double",
    "The weights are float64. Give them the type float32.",
    '.astype("float32")',
    "",
)
dense.slip(
    "takes_the_first_number",
    "The first number of the shape was taken for the number of inputs. It is the last.",
    "n = input_shape[-1]",
    "n = input_shape[0]",
)
dense.slip(
    "says_only_the_units",
    "The shape that comes out lost its other numbers: all but the last stay.",
    "(*input_shape[:-1], self.units)",
    "(self.units,)",
)
dense.slip(
    "adds_a_number_to_the_shape",
    "The units were added to the shape. They take the place of its last number.",
    "(*input_shape[:-1], self.units)",
    "(*input_shape, self.units)",
)


@dense.misconception(
    "Weights are drawn anew at each call. Draw them in `init_weights`, and keep them."
)
def draws_at_each_call(units):
    class Forgetful(reference.Dense):
        def init_weights(self, input_shape, rng):
            super().init_weights(input_shape, rng)
            self.rng = rng

        def forward(self, x, mask=None):
            if getattr(self, "rng", None) is not None:
                super().init_weights(np.shape(x), self.rng)
            return super().forward(x, mask)

    return Forgetful(units)


@dense.misconception(
    "Weights were drawn at the first call, where none had been set. Without weights, raise a RuntimeError."
)
def draws_when_it_must(units):
    class Lazy(reference.Dense):
        def forward(self, x, mask=None):
            if not self.weights:
                self.init_weights(np.shape(x), np.random.default_rng(0))
            return super().forward(x, mask)

    return Lazy(units)


@dense.misconception(
    "No gradient comes back: NumPy leaves no record of what it computes. Use `keras.ops`."
)
def in_numpy(units):
    class Numpy(reference.Dense):
        def forward(self, x, mask=None):
            if not self.weights:
                raise RuntimeError
            W, b = (np.asarray(w) for w in self.weights)
            return np.asarray(x) @ W + b

    return Numpy(units)
