"""What the docstrings of "A framework of your own" promise, and which cases ask it."""

DRAWN = ("first_weights", "first_weights_of_steps", "drawn_again")
FIRST_TABLE = ("first_table", "drawn_again")

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "SubClass": {
        "Is a `MyClass` in all but `my_method`: it keeps y and counts its calls.": (
            "one_number",
            "counts_calls",
        ),
        "Returns x + y ** 2, for a number or an array x.": (
            "one_number",
            "the_method",
            "below_zero",
            "arrays",
        ),
    },
    "grad": {
        "Returns a function that computes the gradient of another one.": ("on_paper",),
        "f: Function `f(weights, *rest)` that returns a scalar, computed with `keras.ops` or "
        "TensorFlow.": ("of_the_first", "nested"),
        "A function of the same arguments.": ("of_the_first", "nested"),
        "It returns the gradient by `weights` alone, which are a number, an array or tensor, or lists of "
        "such, nested as they come; whole numbers count as floats.": (
            "on_paper",
            "whole_numbers",
            "of_the_first",
            "a_tensor",
            "nested",
        ),
        "The result is nested likewise, of float tensors or arrays; what `f` does not use has a gradient "
        "of zeros.": ("nested", "rows_of_a_table", "unused", "nothing_is_used"),
        "It raises a `ValueError` that names the shape where `f` returns no scalar.": (
            "no_scalar",
            "an_array_of_one",
        ),
    },
    "Dense": {
        "Multiplies the last axis by a matrix and adds a bias.": ("on_paper",),
        "Makes a layer of `units` outputs, which has no weights yet.": ("on_paper", "too_early"),
        "Sets `weights` to `[W, b]`, float32 arrays or tensors.": DRAWN,
        "W `(n, units)` is normal with mean 0 and variance `2 / (n + units)`, where n is the last number "
        "of `input_shape`; b `(units,)` is zeros.": ("first_weights", "first_weights_of_steps"),
        "The generator `rng` is the only source of randomness.": ("drawn_again", "called_twice"),
        "Returns None.": (),
        "Returns `(..., units)` for x `(..., n)`, with any number of axes.": (
            "on_paper",
            "more_axes",
            "gradients",
        ),
        "It uses the weights as they are now.": ("new_weights", "called_twice"),
        "Before there are any, it raises a `RuntimeError`.": ("too_early",),
        "Returns the input's shape, a tuple, with `units` as last number.": ("shapes",),
    },
    "log_softmax": {
        "Computes the logarithms of the softmax along the last axis.": ("on_paper", "rows"),
        "Never NaN, whatever the scores' size, and right to the digits that float32 has at 1000 and "
        "-1000.": (
            "large",
            "small",
            "far_apart",
        ),
        "A score of -inf has a log-probability of -inf and leaves the others as they are.": (
            "minus_infinity",
        ),
        "logits: Float array or tensor `(..., classes)`, any axes in front; at least one score of each "
        "row is finite, and none is +inf.": ("rows", "more_axes", "one_row", "gradients"),
        "A tensor or array of the same shape, through which gradients flow.": ("rows", "gradients"),
    },
    "Embedding": {
        "Looks up the rows of a table, and masks padding.": ("on_paper", "masks"),
        "Makes a layer for ids below `vocabulary_size`, with no table yet.": (
            "on_paper",
            "just_beyond",
        ),
        "Sets `weights` to `[E]`, a float32 array or tensor.": FIRST_TABLE,
        "E is `(vocabulary_size, d)`.": ("first_table",),
        "All its numbers, those of row 0 too, are normal with mean 0 and deviation 0.1.": FIRST_TABLE,
        "The generator `rng` is the only source of randomness.": ("drawn_again",),
        "Returns None.": (),
        "Returns the rows `(batch, T, d)` of ids `(batch, T)`, padding too.": (
            "on_paper",
            "several",
            "gradients",
        ),
        "An id outside the table, below 0 or too large, raises an `IndexError` that names it.": (
            "beyond",
            "just_beyond",
            "below",
            "far_below",
        ),
        "Returns the input's shape, a tuple, with `d` as one number more.": ("shapes",),
        "Returns booleans, shaped as x: False for padding, id 0 alone.": ("masks",),
    },
    "Mean": {
        "Averages over the steps that are not padding.": ("on_paper",),
        "Returns the means `(batch, d)` of x `(batch, T, d)`.": ("on_paper", "padding"),
        "Only steps with a True in the mask `(batch, T)` count, whatever numbers the others hold.": (
            "padding",
            "anywhere",
            "real_zeros",
        ),
        "Without a mask all steps do.": ("without_a_mask",),
        "A row of padding alone gives zeros, and its gradient is finite.": (
            "nothing_but_padding",
            "gradients",
        ),
        "Returns `(d,)` for `(T, d)`.": ("shapes",),
        "Returns None: there are no steps left to be masked.": ("no_mask",),
    },
    "Serial": {
        "Layers one behind the other: `Serial(Dense(4), ReLU())`.": ("on_paper", "more_layers"),
        "Takes layers one by one; without any, x comes out as it went in.": (
            "on_paper",
            "no_layer",
            "nested",
        ),
        "The list of the layers' `weights`, as they are now.": (
            "weights_of_layers",
            "nested",
            "no_layer",
        ),
        "Gives each layer its entry of a list.": ("weights_of_layers", "nested"),
        "Lets each layer draw first weights.": ("first_weights", "nested_first_weights"),
        "They draw in order, from one `rng`, each for the shape that it will get.": (
            "first_weights",
            "nested_first_weights",
        ),
        "Returns None.": (),
        "Returns the shape that comes out of the last layer.": (
            "shapes",
            "no_layer",
            "nested_first_weights",
        ),
        "Returns what comes out at last; each layer gets output and mask.": (
            "masks",
            "dropped",
            "from_outside",
            "gradients",
        ),
        "Returns the mask that comes out of the last layer.": ("mask_that_comes_out", "no_layer"),
    },
    "train_step": {
        "Moves all weights of a model one step downhill.": ("on_paper", "deep"),
        "model: Layer or other object with `weights`, lists nested as they come, to be read and set, and "
        "called with x.": ("deep", "a_table"),
        "Its weights change: each one becomes itself minus the rate times its gradient, at the weights "
        "from before the step.": ("on_paper", "deep", "three_steps", "a_table"),
        "x: What the model is called with.": ("on_paper", "a_table"),
        "y: Whole numbers `(batch,)`, the right classes.": ("on_paper", "deep"),
        "learning_rate: Float.": ("deep", "no_rate"),
        "Float, the `cross_entropy` before the step.": ("three_steps", "no_rate"),
    },
    "keras_twin": {
        "Builds the net of this notebook in Keras.": ("given_weights",),
        "It computes what `Serial(Embedding(vocabulary_size, d), Mean(), Dense(units), ReLU(), "
        "Dense(num_classes), LogSoftmax())` does, also where weights are large.": (
            "given_weights",
            "far_apart",
        ),
        "Padding, id 0, changes nothing, however much there is of it; no row is padding alone.": (
            "given_weights",
        ),
        "vocabulary_size: Int, number of ids.": ("given_weights",),
        "d: Int, length of a vector.": ("given_weights",),
        "units: Int, size of the hidden layer.": ("given_weights",),
        "num_classes: Int.": ("given_weights",),
        "A `keras.Model` from int ids `(batch, T)`, any T, to log-probabilities `(batch, num_classes)`.": (
            "given_weights",
        ),
    },
    "Sigmoid": {
        "Squeezes each number into 0 to 1.": ("a_few",),
        "Returns the sigmoid of each number of x, of any shape.": ("a_few", "any_shape"),
        "Also far out: at 1000 it is 1, at -1000 it is 0, and its gradient is 0 and not NaN.": (
            "far_out",
            "gradients",
        ),
    },
    "count_weights": {
        "Counts the numbers that a model learns.": ("one_layer", "three_layers"),
        "model: Object with `weights`: arrays, tensors or single numbers, in lists nested as they come, "
        "some of them empty.": ("one_layer", "deeper", "nothing"),
        "Int.": ("one_layer",),
    },
    "not_gate": {
        "Sets a net by hand that understands *not*.": ("every_sentence",),
        "It reads one of *happy*, *not happy*, *sad*, *not sad* among 0 to 40 other words.": (
            "every_sentence",
        ),
        "The score of positive is the larger one for *happy* and *not sad*, the score of negative for the "
        "others.": ("every_sentence",),
        "E: Float array `(5, d)`, a vector for each id.": ("every_sentence",),
        "W1: Float array `(d, u)`.": ("every_sentence",),
        "b1: Float array `(u,)`.": ("every_sentence",),
        "W2: Float array `(u, 2)`.": ("every_sentence",),
        "b2: Float array `(2,)`.": ("every_sentence",),
    },
}

# Whatever comes back, nobody looks at it, as long as it is plain.
NOTHING_PROMISED: tuple[str, ...] = ("Returns None.",)
