"""What the docstrings of "How long can it remember?" promise, and which cases ask it."""

LOOKED_AT = ("form_of_rows", "lags_up_to_the_length")
OF_ALL_SIZES = ("all_sizes_differ", "more_inputs", "a_single_step")

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "recall_examples": {
        "Draws examples of a game of memory.": LOOKED_AT,
        "Keys are 0 to 7, distractors 8 to 15, the question is 16.": (
            "form_of_rows",
            "keys_are_even",
            "distractors_are_even",
        ),
        "Each row has one key and one question, which comes last.": LOOKED_AT,
        "All other symbols are distractors.": ("form_of_rows",),
        "Keys, distractors and lags are drawn independently, all values equally likely.": (
            "lags_are_even",
            "keys_are_even",
            "distractors_are_even",
            "lags_of_two_rows",
            "keys_of_two_rows",
            "keys_and_lags_are_independent",
        ),
        "count: Number of examples, at least 1.": ("two_examples", "keys_are_even"),
        "length: Number of distractors in an example, at least 1.": (
            "two_examples",
            "distractors_are_even",
        ),
        "longest: Largest lag, at least 1.": (*LOOKED_AT, "distractors_are_even"),
        "rng: A `numpy.random.Generator`, the only source of randomness.": ("twice",),
        "X: Whole numbers `(count, length + 2)`, the symbols in their order.": (
            "two_examples",
            "form_of_rows",
        ),
        "y: Whole numbers `(count,)`, the key of each row.": ("two_examples", "form_of_rows"),
        "lags: Whole numbers `(count,)` from 1 to `longest`: how many distractors stand between the key "
        "and the question.": ("two_examples", *LOOKED_AT, "lags_are_even"),
        "ValueError: If `longest` is greater than `length`.": ("no_room",),
    },
    "jacobian_product_norm": {
        "Measures how much the last state feels each state.": (
            "small_tanh",
            "vanishing",
            "growing",
        ),
        "Waa: Float array `(n_a, n_a)`, recurrent weights.": ("vanishing", "growing", "relu"),
        "Not changed.": ("vanishing", "growing", "relu"),
        "a: Float array `(n_a, T)`, the states of one example after each step, T at least 1.": (
            "vanishing",
            "relu",
            "one_state",
        ),
        'activation: Text, `"tanh"` or `"relu"`.': ("vanishing", "relu"),
        "Float array `(T,)`.": ("small_tanh", "one_state"),
        "Entry k is the largest singular value of the derivative of the last state by state k.": (
            "small_tanh",
            "vanishing",
            "very_small",
            "growing",
            "relu",
            "dead_relu",
        ),
        "The last entry is 1.": ("small_tanh", "one_state"),
        "Where numbers grow too large for a float, `inf`, there and before; never NaN.": (
            "overflow",
            "overflow_of_one_unit",
        ),
        "ValueError: If there is another activation; the message names it.": (
            "unknown",
            "unknown_of_one_state",
        ),
    },
    "clip_by_global_norm": {
        "Shortens all gradients together to a largest norm.": ("on_paper", "four_arrays"),
        "gradients: Dictionary, under any names, of float arrays of any shapes.": (
            "four_arrays",
            "single_precision",
            "two_types",
        ),
        "Not changed.": ("on_paper", "four_arrays", "within", "an_infinite_entry"),
        "max_norm: Float above 0.": ("on_paper", "four_arrays", "a_small_limit"),
        "A norm of at most this stays as it is.": ("within", "all_zero"),
        "clipped: A new dictionary of new arrays, of the same names, shapes and dtypes.": (
            "new_arrays",
            "four_arrays",
            "single_precision",
            "two_types",
        ),
        "If the norm is infinite or NaN, all of it is zeros.": ("an_infinite_entry", "a_nan"),
        "norm: Float, the norm before clipping, added up in double precision whatever came; `inf` or NaN "
        "where it came so.": (
            "beyond_single_precision",
            "on_paper",
            "an_infinite_entry",
            "a_nan",
        ),
    },
    "truncated_gradients": {
        "Adds up loss and gradients over windows of time.": (
            "on_paper",
            "even_windows",
            "a_short_last_window",
        ),
        "States go on from window to window, gradients do not.": (
            "even_windows",
            "states_are_handed_on",
            "single_steps",
        ),
        "x: Float array `(n_x, m, T_x)`, inputs, T_x at least 1.": (
            "even_windows",
            "a_short_last_window",
        ),
        "Not changed.": ("on_paper", "even_windows", "a_short_last_window"),
        "y: Float array `(n_y, m, T_x)`, targets.": ("even_windows", "a_short_last_window"),
        "a0: Float array `(n_a, m)`, the state before step 1.": (
            "even_windows",
            "states_are_handed_on",
        ),
        "parameters: Dictionary of float arrays.": ("on_paper", "even_windows"),
        "window: Steps of a window.": ("on_paper", "even_windows", "single_steps"),
        "The last window may be shorter.": ("a_short_last_window", "states_are_handed_on"),
        "Where it is T_x or more, everything is one window.": (
            "the_whole_length",
            "longer_than_all",
        ),
        "loss_and_gradients: Function `(x, y, a_start, parameters)` that returns the summed loss of some "
        "steps, a dictionary of its gradients under any names, the same each time, and the last state "
        "`(n_a, m)`.": (
            "other_names",
            "on_paper",
            "even_windows",
        ),
        "Called once a window, in the order of time.": ("states_are_handed_on",),
        "loss: Float, the sum over all windows.": ("on_paper", "even_windows"),
        "gradients: Dictionary with the names that the function gives, the sums over all windows.": (
            "other_names",
            "on_paper",
            "even_windows",
        ),
        "a_last: Float array `(n_a, m)`, the state after the last step.": (
            "on_paper",
            "a_short_last_window",
        ),
        "ValueError: If the window is below 1.": ("no_steps", "negative_steps"),
    },
    "initial_weights": {
        "Draws first weights of a recurrent layer.": ("a_small_he", "deviations_of_he"),
        "All numbers that are drawn are normal, with mean 0.": (
            "deviations_of_he",
            "deviation_with_the_identity",
            "deviation_with_orthogonal",
        ),
        "kind: Text.": ("a_small_identity", "a_small_he", "a_small_orthogonal"),
        '`"identity"`: `Waa` is the identity, `Wax` has deviation 0.1.': (
            "a_small_identity",
            "deviation_with_the_identity",
        ),
        '`"he"`: deviations sqrt(2 / n_a) and sqrt(2 / n_x).': ("deviations_of_he",),
        '`"orthogonal"`: `Waa` is an orthogonal matrix, all of them equally likely; `Wax` is as for '
        '`"he"`.': ("orthogonal", "signs", "deviation_with_orthogonal"),
        "n_a: Number of units, at least 1.": ("a_small_he", "deviations_of_he"),
        "n_x: Number of inputs, at least 1.": ("a_small_he", "signs"),
        "rng: A `numpy.random.Generator`, the only source of randomness.": (
            "twice",
            "orthogonal_twice",
        ),
        "Wax: Float array `(n_a, n_x)`.": ("a_small_he", "a_small_identity"),
        "Waa: Float array `(n_a, n_a)`.": ("a_small_he", "a_small_identity"),
        "ba: Float array `(n_a, 1)` of zeros.": ("a_small_he", "a_small_orthogonal"),
        "ValueError: If the kind is another; the message names it.": (
            "unknown",
            "unknown_but_alike",
        ),
    },
    "residual_rnn_forward": {
        "Runs a recurrent net whose state goes past the activation.": OF_ALL_SIZES,
        "x: Float array `(n_x, m, T_x)`, inputs, T_x at least 1.": OF_ALL_SIZES,
        "Not changed.": OF_ALL_SIZES,
        "a0: Float array `(n_a, m)`, the state before step 1.": OF_ALL_SIZES,
        'parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)` and `"ba"` `(n_a, '
        "1)`.": OF_ALL_SIZES,
        "alpha: Float, the share of what is new at each step.": (
            "all_sizes_differ",
            "a_share_of_one",
            "a_share_of_zero",
        ),
        "Float array `(n_a, m, T_x)`, the states after each step.": OF_ALL_SIZES,
    },
    "half_life": {
        "Tells after how many steps half is left behind a keep gate.": ("a_number", "zero"),
        "Right for biases of any size, far out as well: `inf` where the number of steps is too large "
        "for a float.": ("rather_large", "large", "far_below", "far_above", "a_number_far_below"),
        "bias: Float, or float array of any shape, the gate's input.": ("a_number", "several"),
        "Not changed.": ("several", "far_above"),
        "Float, or float array of the same shape: steps, not rounded.": ("a_number", "several"),
        "Below 1 where more than half goes in one step.": ("negative", "far_below"),
    },
    "reservoir": {
        "Draws recurrent weights that are never trained.": ("three_units", "below_one"),
        "units: Number of units, at least 1.": ("three_units", "below_one"),
        "spectral_radius: Float above 0.": (
            "below_one",
            "above_one",
            "far_above_one",
            "ten_small_nets",
        ),
        "rng: A `numpy.random.Generator`, the only source of randomness.": ("twice",),
        "Float array `(units, units)`: independent normal numbers of mean 0, all scaled by one factor, "
        "so that the largest size of an eigenvalue is the spectral radius.": (
            "three_units",
            "below_one",
            "above_one",
        ),
    },
    "ridge_readout": {
        "Fits a linear readout by least squares with a penalty on its weights.": (
            "on_paper",
            "many_examples",
        ),
        "Neither states nor targets are centred, and there is no bias.": ("many_targets",),
        "states: Float array `(n_a, m)`, one example a column.": ("many_examples", "few_examples"),
        "Not changed.": ("many_examples", "few_examples"),
        "targets: Float array `(n_y, m)`.": ("many_examples", "many_targets"),
        "strength: Float above 0, the factor of the squared weights beside the squared errors, both "
        "summed.": ("many_examples", "few_examples", "strong"),
        "Float array `(n_y, n_a)`, the weights.": ("many_examples", "many_targets"),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
