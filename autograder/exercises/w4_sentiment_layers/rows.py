"""`Serial`: layers one behind the other, made of the judge's layers."""

from autograder.checks.probes import Steps
from autograder.checks.recipes import Made, Own
from autograder.declaration.inputs import numbers, seed_from

from .inputs import READING, floats, reference, serial, setting, slopes_of

# Every layer of the judge's is one of these: `kind` says what it does beside multiplying and adding.
LAYER = """
def make(kind, factor, offset):
    class Given:
        def __init__(self):
            self.weights = [] if kind == "bare" else [factor]

        def forward(self, x, mask=None):
            y = x * (self.weights[0] if self.weights else factor) + offset
            if kind in ("asks", "masks"):
                y = y + (1000 if mask is None else 10 * np.asarray(mask))
            return y

        def __call__(self, x, mask=None):
            return self.forward(x, mask)

        def init_weights(self, input_shape, rng):
            shape = [0 if size is None else size for size in input_shape]
            if kind != "bare":
                self.weights = [np.array(shape), int(rng.integers(100000))]

        def output_shape(self, input_shape):
            if kind == "drops":
                return tuple(input_shape[1:])
            if kind == "grows":
                return (*input_shape, int(factor))
            return tuple(input_shape)

        def compute_mask(self, x, mask=None):
            if kind == "masks":
                return np.asarray(x) > 0
            return None if kind == "drops" else mask

    return Given()
"""


def layer(rng, kind="plain"):
    """Describes a layer that multiplies and adds, and has a weight unless it is bare."""
    factor = float(rng.integers(2, 6)) * (-1 if kind == "masks" else 1)
    return Made(LAYER, {"kind": kind, "factor": factor, "offset": float(rng.integers(1, 9))})


def signed(rng, shape):
    """Draws whole numbers, some of them below 0, some above, none 0."""
    values = rng.integers(1, 9, shape) * rng.choice([-1, 1], shape)
    values.flat[0], values.flat[-1] = -3, 4
    return values.astype("float32")


def named(*made):
    """Names the layers, since a constructor's arguments are a dictionary."""
    return {f"layer_{number}": one for number, one in enumerate(made)}


@serial.case("Two layers, one after the other.")
def on_paper(rng):
    return Steps(named(layer(rng), layer(rng)), [["__call__", {"x": float(rng.integers(1, 9))}]])


@serial.case("Three layers, arrays; and one alone.")
def more_layers(rng):
    call = ["__call__", {"x": floats(rng, (2, 3))}]
    return Steps(named(layer(rng), layer(rng, "bare"), layer(rng)), [call])


@serial.case("A layer's mask is made of what went into it, and goes to the next.")
def masks(rng):
    made = named(layer(rng, "masks"), layer(rng, "asks"), layer(rng, "asks"))
    return Steps(made, [["__call__", {"x": -signed(rng, (2, 3))}]])


@serial.case("A mask that one layer drops is gone for the next.")
def dropped(rng):
    made = named(layer(rng, "masks"), layer(rng, "drops"), layer(rng, "asks"))
    return Steps(made, [["__call__", {"x": signed(rng, 4)}]])


@serial.case("A mask that comes from outside goes to the first layer.")
def from_outside(rng):
    mask = signed(rng, (2, 3)) > 0
    made = named(layer(rng, "asks"), layer(rng), layer(rng, "asks"))
    call = ["__call__", {"x": signed(rng, (2, 3)), "mask": mask}]
    return Steps(made, [call, ["__call__", {"x": signed(rng, (2, 3))}]])


@serial.case("The mask that comes out is that of the last layer.")
def mask_that_comes_out(rng):
    made = named(layer(rng), layer(rng, "masks"), layer(rng))
    x, mask = signed(rng, (2, 3)), signed(rng, (2, 3)) > 0
    x[0] -= 4
    asked = [["compute_mask", {"x": x}], ["compute_mask", {"x": x, "mask": mask}]]
    return Steps(made, [*asked, ["__call__", {"x": x}]])


@serial.case("Each layer makes its mask of what it gets, not of what the net got.")
def mask_of_what_comes_in(rng):
    made = named(layer(rng), layer(rng, "masks"))
    x = signed(rng, (2, 3))
    x[:, 1] = -0.1  # Above 0 behind the first layer, which adds 1 or more.
    return Steps(made, [["compute_mask", {"x": x}]])


@serial.case("Weights are the list of the layers' lists, and can be set.")
def weights_of_layers(rng):
    x = float(rng.integers(2, 9))
    new = [[float(numbers(rng, ()))], [], [float(numbers(rng, ()))]]
    steps = [READING, setting(new), ["__call__", {"x": x}], READING]
    return Steps(named(layer(rng), layer(rng, "bare"), layer(rng)), steps, ["weights"])


@serial.case("Weights may be taken away again: an empty list is set like any other.")
def weights_taken_away(rng):
    x = float(rng.integers(2, 9))
    new = [[float(numbers(rng, ()))], [float(numbers(rng, ()))]]
    steps = [setting(new), ["__call__", {"x": x}], setting([[], new[0]]), ["__call__", {"x": x}]]
    return Steps(named(layer(rng), layer(rng)), [*steps, READING], ["weights"])


@serial.case(
    "First weights: each layer gets the shape that comes out of the one before, and one generator."
)
def first_weights(rng):
    made = named(layer(rng, "grows"), layer(rng), layer(rng, "drops"), layer(rng))
    shape = tuple(int(n) for n in rng.integers(2, 99, 2))
    steps = [["init_weights", {"input_shape": shape, "rng": seed_from(rng)}], READING]
    return Steps(made, steps)


@serial.case("The shape that comes out is that of the last layer.")
def shapes(rng):
    made = named(layer(rng, "grows"), layer(rng, "drops"), layer(rng, "grows"))
    shape = tuple(int(n) for n in rng.integers(2, 99, 2))
    return Steps(made, [["output_shape", {"input_shape": shape}]])


@serial.case("A row of layers is a layer of another.")
def nested(rng):
    inner = Own(named(layer(rng, "masks"), layer(rng)))
    made = named(layer(rng), inner, layer(rng, "asks"))
    x = signed(rng, (2, 3))
    x[1] = -abs(x[1]) - 9
    new = [[2.0], [[float(rng.integers(3, 9))], [float(rng.integers(3, 9))]], [1.5]]
    steps = [["__call__", {"x": x}], READING, setting(new), ["__call__", {"x": x}]]
    return Steps(made, steps)


@serial.case("Nested, it hands shape and generator through, too.")
def nested_first_weights(rng):
    inner = Own(named(layer(rng, "grows"), layer(rng)))
    made = named(inner, layer(rng, "drops"), layer(rng))
    shape = tuple(int(n) for n in rng.integers(2, 99, 2))
    steps = [["init_weights", {"input_shape": shape, "rng": seed_from(rng)}], READING]
    return Steps(made, [*steps, ["output_shape", {"input_shape": shape}]])


@serial.case("Without a layer, everything comes out as it went in.")
def no_layer(rng):
    mask = signed(rng, 5) > 0
    shape = (int(rng.integers(2, 99)), 3)
    steps = [
        ["__call__", {"x": floats(rng, 5)}],
        ["compute_mask", {"x": floats(rng, 5), "mask": mask}],
        ["output_shape", {"input_shape": shape}],
    ]
    return Steps({}, steps, ["weights"])


@serial.case("Gradients flow through all layers.")
def gradients(rng):
    made = named(layer(rng, "bare"), layer(rng, "bare"))
    return slopes_of(made, floats(rng, (2, 3)), floats(rng, (2, 3)))


# ------------------------------------------------------------------------ other right answers


@serial.alternative
def with_a_helper(*layers):
    class Row(reference.Layer):
        def __init__(self):
            self.row = list(layers)

        def run(self, x, mask):
            for one in self.row:
                before = x
                x = one(before, mask)
                mask = one.compute_mask(before, mask)
            return x, mask

        def forward(self, x, mask=None):
            return self.run(x, mask)[0]

        def compute_mask(self, x, mask=None):
            return self.run(x, mask)[1]

        def shapes(self, shape):
            found = [shape]
            for one in self.row:
                found.append(one.output_shape(found[-1]))
            return found

        def init_weights(self, input_shape, rng):
            for one, shape in zip(self.row, self.shapes(input_shape), strict=False):
                one.init_weights(shape, rng)

        def output_shape(self, input_shape):
            return self.shapes(input_shape)[-1]

        @property
        def weights(self):
            return [one.weights for one in self.row]

        @weights.setter
        def weights(self, values):
            for number, one in enumerate(self.row):
                one.weights = values[number]

    return Row()


@serial.alternative
def by_recursion(*layers):
    class Chain(reference.Serial):
        def forward(self, x, mask=None):
            if not self.layers:
                return x
            first, rest = self.layers[0], reference.Serial(*self.layers[1:])
            return rest(first(x, mask), first.compute_mask(x, mask))

        def output_shape(self, input_shape):
            if not self.layers:
                return input_shape
            *before, last = self.layers
            return last.output_shape(reference.Serial(*before).output_shape(input_shape))

    return Chain(*layers)


@serial.alternative
def calling_forward(*layers):
    class Forward(reference.Serial):
        def forward(self, x, mask=None):
            for one in self.layers:
                new_mask = one.compute_mask(x, mask=mask)
                x = one.forward(x, mask=mask)
                mask = new_mask
            return x

        @property
        def weights(self):
            return tuple(one.weights for one in self.layers)

        @weights.setter
        def weights(self, values):
            values = list(values)
            for one in self.layers:
                one.weights = values.pop(0)

    return Forward(*layers)


# ------------------------------------------------------------------------------- known mistakes


@serial.misconception(
    "The mask got lost on the way: each layer is called with output **and** mask."
)
def loses_the_mask(*layers):
    class Lost(reference.Serial):
        def forward(self, x, mask=None):
            for one in self.layers:
                x = one(x)
            return x

    return Lost(*layers)


@serial.misconception(
    "Every layer got the mask from outside. Ask each one for the mask that goes to the next."
)
def hands_the_first_mask_on(*layers):
    class First(reference.Serial):
        def forward(self, x, mask=None):
            for one in self.layers:
                x = one(x, mask)
            return x

    return First(*layers)


@serial.misconception(
    "A mask was made of what came **out** of a layer. It is made of what went in."
)
def masks_too_late(*layers):
    class Late(reference.Serial):
        def forward(self, x, mask=None):
            for one in self.layers:
                x = one(x, mask)
                mask = one.compute_mask(x, mask)
            return x

    return Late(*layers)


@serial.misconception(
    "A layer got the mask that it hands on itself. It gets the one from the layer before."
)
def masks_too_early(*layers):
    class Early(reference.Serial):
        def forward(self, x, mask=None):
            for one in self.layers:
                mask = one.compute_mask(x, mask)
                x = one(x, mask)
            return x

    return Early(*layers)


serial.slip(
    "goes_backwards",
    "The layers came in the wrong order. The first one is the first to be called.",
    "self.layers = layers",
    "self.layers = layers[::-1]",
)
serial.slip(
    "gives_all_the_first_shape",
    "Each layer drew weights for the shape of the input. It has to be the shape that comes out of the layer "
    "before.",
    "            layer.init_weights(input_shape, rng)\n"
    "            input_shape = layer.output_shape(input_shape)",
    "            layer.init_weights(input_shape, rng)",
)
serial.slip(
    "gives_the_shape_that_comes_out",
    "Each layer drew weights for the shape that comes out of it. It has to be the one that goes in.",
    "            layer.init_weights(input_shape, rng)\n"
    "            input_shape = layer.output_shape(input_shape)",
    "            input_shape = layer.output_shape(input_shape)\n"
    "            layer.init_weights(input_shape, rng)",
)
serial.slip(
    "seeds_each_layer_anew",
    "Every layer got a generator of its own. All draw from the one that comes, in order.",
    "layer.init_weights(input_shape, rng)",
    "layer.init_weights(input_shape, np.random.default_rng(0))",
)
serial.slip(
    "lists_weights_flat",
    "The weights are in one flat list. Each layer has an entry of its own, its list.",
    "[layer.weights for layer in self.layers]",
    "[weight for layer in self.layers for weight in layer.weights]",
)
serial.slip(
    "leaves_out_layers_without_weights",
    "Layers without weights were left out. Their entry is an empty list.",
    "[layer.weights for layer in self.layers]",
    "[layer.weights for layer in self.layers if layer.weights]",
)
serial.slip(
    "says_the_shape_that_went_in",
    "The shape that went in came out. Ask the layers, one after the other.",
    "return reduce(after, self.layers, input_shape)",
    "return input_shape",
)


@serial.misconception(
    "A layer whose entry is an empty list keeps its old weights. Set every layer's entry, an empty one, too."
)
def skips_empty_entries(*layers):
    class Row(reference.Serial):
        @property
        def weights(self):
            return [one.weights for one in self.layers]

        @weights.setter
        def weights(self, values):
            for one, value in zip(self.layers, values, strict=False):
                if value:
                    one.weights = value

    return Row(*layers)


@serial.misconception(
    "`compute_mask` shows the net's own input to every layer. A layer makes its mask of what it gets: let x "
    "go through the layers, too."
)
def masks_of_the_first_input(*layers):
    class Row(reference.Serial):
        def compute_mask(self, x, mask=None):
            for one in self.layers:
                mask = one.compute_mask(x, mask)
            return mask

    return Row(*layers)


@serial.misconception(
    "`compute_mask` is that of the base, and gives back the mask from outside. It gives the one that comes "
    "out of the last layer, so that a row can stand in another."
)
def inherits_the_mask(*layers):
    class Inherited(reference.Serial):
        def compute_mask(self, x, mask=None):
            return mask

    return Inherited(*layers)


@serial.misconception(
    "`weights` is a copy from the start: setting it has to reach the layers, and reading it asks them."
)
def keeps_a_copy(*layers):
    class Copy(reference.Serial):
        def __init__(self, *layers):
            self.layers = layers
            self.kept = [one.weights for one in layers]

        @property
        def weights(self):
            return self.kept

        @weights.setter
        def weights(self, values):
            self.kept = values

    return Copy(*layers)


@serial.misconception("Layers come one by one, and not in a list: `Serial(Dense(4), ReLU())`.")
def takes_a_list(layers):
    return reference.Serial(*layers)


for strict in (")", ", strict=False)"):
    serial.equivalent(
        "for layer, value in zip(self.layers, values, strict=True): -> "
        f"for layer, value in zip(self.layers, values{strict}:",
        "A list of another length is not promised to be refused.",
    )
