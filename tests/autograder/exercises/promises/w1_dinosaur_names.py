"""What the docstrings of "Name a new dinosaur" promise, and the cases that ask it."""

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "clip": {
        "Limits every entry of every gradient to [-max_value, max_value].": (
            "beyond_the_limit",
            "within_the_limit",
        ),
        'gradients: Dictionary, under any names, of float arrays of any shapes, such as `"dWaa"` '
        '`(n_a, n_a)` and `"db"` `(n_a, 1)`.': ("other_names",),
        "The dictionary and its arrays stay as they are.": ("beyond_the_limit", "other_names"),
        "max_value: Float, positive, the largest size an entry may keep.": (
            "another_limit",
            "other_names",
        ),
        "A new dictionary with the same keys.": ("beyond_the_limit", "other_names"),
        "Each array is new and has the shape and dtype of the array it came from.": (
            "new_arrays",
            "another_limit",
            "other_names",
        ),
    },
    "sample": {
        "Draws one name from the network, one character at a time.": (
            "the_first_character",
            "three_characters",
        ),
        "Drawing stops when newline is drawn or after 50 characters without one; in the second case "
        "newline is appended.": (
            "a_certain_name",
            "a_name_without_end",
            "newline_as_the_last_character",
        ),
        "So the list ends with newline, and holds it once.": (
            "a_name_without_end",
            "newline_as_the_last_character",
        ),
        "Probabilities stay finite where the exponential of a logit is too large for a float.": (
            "large_logits",
        ),
        'parameters: Dictionary with `"Wax"`, `"Waa"`, `"Wya"`, `"b"`, `"by"`, of any `n_a` and any '
        "size of the vocabulary `n_x = n_y`.": ("a_certain_name", "three_characters"),
        "char_to_ix: Dictionary from character to index; the end of a name is "
        '`char_to_ix["\\n"]`, whichever number that is.': ("a_certain_name", "an_empty_name"),
        "rng: A `numpy.random.Generator`, the only source of randomness.": (
            "the_same_generator",
            "three_characters",
        ),
        "A list of 1 to 51 indices (whole numbers), newline last.": (
            "an_empty_name",
            "a_name_without_end",
        ),
    },
    "optimize": {
        "Takes one step of gradient descent on one name.": ("one_gentle_step", "two_steps_alike"),
        "X: List of T input indices; `None` stands for a column of zeros.": (
            "one_gentle_step",
            "one_step_on_an_empty_name",
        ),
        "Y: List of T target indices, `X` moved by one, newline last.": (
            "one_gentle_step",
            "one_step_on_an_empty_name",
        ),
        "a_prev: Float array `(n_a, 1)`, the state before the first step.": ("one_gentle_step",),
        "parameters: Dictionary of the five arrays, as in `sample`. **Changed in place**: "
        "afterwards it holds the new values.": ("one_gentle_step", "one_step_with_clipping"),
        "learning_rate: Float, the size of the step.": ("one_gentle_step", "one_step_by_default"),
        "loss: Float, the summed cross-entropy in nats, before the update.": ("one_gentle_step",),
        'gradients: Dictionary `"dWax"`, `"dWaa"`, `"dWya"`, `"db"`, `"dby"`, clipped to [-5, 5].': (
            "one_step_with_clipping",
        ),
        "a_last: Float array `(n_a, 1)`, the state after the last step, as `loss_and_gradients` "
        "gave it.": ("one_gentle_step",),
    },
    "model": {
        "Trains the network on a list of names, one name per iteration.": (
            "two_names",
            "one_loss_a_name",
            "a_second_order_language",
            "nothing_leaks",
            "one_step",
        ),
        "The first parameters are `initialize_parameters(n_a, n_x, n_y, rng)`, where `n_x = n_y` is "
        "the size of the vocabulary.": ("no_iterations", "another_training", "the_same_training"),
        "data: List of names, lower case, without newline.": ("one_loss_a_name",),
        "ix_to_char: Dictionary from index to character, in case you want to print names while "
        "training.": (),
        'char_to_ix: Dictionary from character to index, `"\\n"` among them.': ("one_loss_a_name",),
        "num_iterations: Number of names to train on, 0 or more.": (
            "no_iterations",
            "one_loss_a_name",
        ),
        "n_a: Number of hidden units.": ("one_loss_a_name", "no_iterations"),
        "rng: A `numpy.random.Generator` for the first parameters.": (
            "the_same_training",
            "another_training",
        ),
        "learning_rate: Float, the size of a step.": (
            "one_step",
            "a_later_step",
            "the_default_rate",
        ),
        "parameters: Dictionary of the trained parameters.": (
            "a_second_order_language",
            "one_step",
        ),
        "losses: List of `num_iterations` floats, the loss of each iteration's name in nats, before "
        "its update, neither averaged nor smoothed.": ("one_loss_a_name", "one_step"),
    },
    "name_log_probability": {
        "Returns ln P(name): that the network writes this name, then newline.": (
            "a_short_name",
            "a_whole_name",
            "one_letter_repeated",
        ),
        "name: String without newline, of any characters of `char_to_ix`, perhaps thousands, which "
        "are taken as they are.": ("all_kinds_of_characters", "thousands_of_letters"),
        '`""` is allowed: only newline is scored.': ("the_empty_name",),
        "parameters: Dictionary of the five arrays, as in `sample`.": ("a_whole_name",),
        'char_to_ix: Dictionary from character to index, `"\\n"` among them.': (
            "a_whole_name",
            "all_kinds_of_characters",
        ),
        "A float, natural logarithm, at most 0.": ("a_whole_name",),
        "Finite also for long names, and for single characters, whose probability is too small for "
        "a float, and for logits whose exponential is too large for one.": (
            "a_most_improbable_name",
            "an_impossible_letter",
            "large_logits",
        ),
    },
    "perplexity": {
        "Returns the perplexity of the network on a list of names.": (
            "two_short_names",
            "names_of_different_length",
        ),
        "names: List of at least one string, without newlines; perhaps many thousands of them, some "
        "of them equal, or empty.": (
            "one_name",
            "many_names",
            "thousands_of_names",
            "names_of_different_length",
        ),
        "parameters: Dictionary as in `name_log_probability`.": ("names_of_different_length",),
        'char_to_ix: Dictionary from character to index, `"\\n"` among them.': (
            "names_of_different_length",
            "all_kinds_of_characters",
        ),
        "A float, at least 1: how many equally likely symbols the network hesitates between, on "
        "average.": ("an_even_network", "many_names"),
    },
    "sample_with_temperature": {
        "Draws one name with sharper or flatter probabilities.": (
            "temperature_low",
            "temperature_high",
        ),
        "All else is as in `sample`.": (
            "temperature_of_a_certain_name",
            "temperature_one",
            "temperature_without_end",
            "temperature_newline_last",
        ),
        "The result stays exact and finite for temperatures as small as 0.01.": (
            "temperature_of_close_logits",
            "temperature_very_low",
        ),
        "parameters: Dictionary as in `sample`.": ("temperature_one",),
        "Not changed.": ("temperature_very_low", "temperature_without_end"),
        'char_to_ix: Dictionary from character to index, `"\\n"` among them.': (
            "temperature_very_low",
        ),
        "temperature: Float above 0.": ("temperature_low", "temperature_high"),
        "rng: A `numpy.random.Generator`, the only source of randomness.": (
            "temperature_same_generator",
        ),
        "A list of 1 to 51 indices (whole numbers), newline last.": (
            "temperature_without_end",
            "temperature_newline_last",
        ),
        "ValueError: If the temperature is 0 or negative.": (
            "temperature_zero",
            "temperature_negative",
        ),
    },
    "build_language_model": {
        "Builds a Keras model that predicts the next symbol at every step.": ("behaviour",),
        "The logits at step t depend on the ids up to and including t, on all of them, and on none "
        "after t.": ("behaviour",),
        "Padding (id 0), wherever it stands, does not change the logits of the real symbols.": (
            "behaviour",
        ),
        "vocabulary_size: Number of ids: 0 is padding, 1 start, 2 end, then the letters.": (
            "behaviour",
        ),
        "units: Size of the recurrent layer's state.": ("width",),
        "A `keras.Model`, not compiled, from int ids `(batch, timesteps)`, with any batch size and "
        "any number of time steps, to float logits (not probabilities) "
        "`(batch, timesteps, vocabulary_size)`.": ("behaviour",),
    },
}

# Leave that is given, and no demand.
NOTHING_PROMISED = frozenset(
    {
        "ix_to_char: Dictionary from index to character, in case you want to print names while "
        "training.",
    }
)
