"""Who asks the promises of "An RNN, one step at a time"? See `tests.autograder.exercises.promises`."""

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "rnn_cell_forward": {
        "Advances a recurrent cell by one time step.": ("a_batch", "a_batch_of_one"),
        "The columns are m examples, independent of each other.": ("a_batch", "columns_far_apart"),
        "All is finite for inputs of any size.": ("large_sums", "columns_far_apart"),
        "Nothing that comes in is changed.": (
            "a_batch",
            "a_batch_of_one",
            "a_single_unit",
            "large_sums",
            "columns_far_apart",
        ),
        "xt: Float array `(n_x, m)`, the input at this step.": ("a_batch", "a_batch_of_one"),
        "a_prev: Float array `(n_a, m)`, the state after the step before.": (
            "a_batch",
            "a_single_unit",
        ),
        'parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)`, `"Wya"` '
        '`(n_y, n_a)`, `"ba"` `(n_a, 1)`, `"by"` `(n_y, 1)`.': ("a_batch", "a_batch_of_one"),
        "a_next: `(n_a, m)`, the new state, entries between -1 and 1.": ("a_batch", "large_sums"),
        "yt_pred: `(n_y, m)`, probabilities; each column sums to 1.": (
            "a_batch",
            "columns_far_apart",
        ),
        "cache: The tuple `(a_next, a_prev, xt, parameters)`.": ("a_batch", "a_batch_of_one"),
    },
    "rnn_forward": {
        "Runs the recurrent cell over whole sequences, from left to right.": (
            "sequences",
            "one_long_sequence",
        ),
        "Step t, counted from 0, takes the input `x[:, :, t]` and the state of the step "
        "before; the first step takes `a0`.": (
            "sequences",
            "one_long_sequence",
            "a_single_step",
            "a_single_unit_in_silence",
        ),
        "The weights are the same at every step.": ("sequences", "one_long_sequence"),
        "Nothing that comes in is changed.": (
            "sequences",
            "one_long_sequence",
            "a_single_step",
            "a_single_unit_in_silence",
        ),
        "x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.": (
            "sequences",
            "one_long_sequence",
            "a_single_step",
        ),
        "a0: Float array `(n_a, m)`, the state before the first step.": (
            "sequences",
            "a_single_step",
            "a_single_unit_in_silence",
        ),
        "parameters: Dictionary as in `rnn_cell_forward`.": ("sequences",),
        "a: `(n_a, m, T_x)`, the state after every step.": ("sequences", "one_long_sequence"),
        "y_pred: `(n_y, m, T_x)`, the prediction at every step.": (
            "sequences",
            "one_long_sequence",
        ),
        "caches: The tuple `(list, x)`, where the list holds the T_x caches of "
        "`rnn_cell_forward` in the order of time.": ("sequences", "a_single_step"),
    },
    "sequence_cross_entropy": {
        "Measures how surprised the predictions are by the truth, in nats.": (
            "the_mean_over_time",
            "the_sum_over_time",
            "a_single_prediction",
        ),
        "A truth of probability exactly 0 makes the loss `inf`, without a warning; one that "
        "is nearly 0, such as 1e-60, costs much, but not infinitely much.": (
            "thought_impossible",
            "thought_nearly_impossible",
        ),
        "A wrong symbol of probability 0 costs nothing.": ("certain_and_right",),
        "y_pred: Float array `(n_y, m, T_x)`, probabilities over axis 0.": (
            "the_mean_over_time",
            "the_sum_over_time",
        ),
        "Not changed.": ("the_mean_over_time", "the_sum_over_time", "certain_and_right"),
        "y: Array `(n_y, m, T_x)` of zeros and ones, one-hot over axis 0.": (
            "the_mean_over_time",
            "a_long_improbable_sequence",
        ),
        'reduction: `"mean"` or `"sum"`, what is done over time.': (
            "the_mean_over_time",
            "the_sum_over_time",
        ),
        "The loss, a float of 0 or more.": (
            "the_mean_over_time",
            "a_single_prediction",
            "certain_and_right",
        ),
        'ValueError: If `reduction` is neither `"mean"` nor `"sum"`; the message shows what '
        "came instead.": (
            "an_unknown_reduction",
            "a_part_of_a_word",
            "a_longer_word",
            "other_capitals",
        ),
    },
    "rnn_cell_backward": {
        "Takes the gradient of the loss back through one step of the cell.": (
            "a_step_of_several_examples",
        ),
        "Gradients of parameters are sums over the m examples, not means.": (
            "a_step_of_several_examples",
            "a_step_of_one_input",
        ),
        "However large a gradient is, it is not clipped.": ("a_step_of_large_gradients",),
        "The prediction `yt_pred` has no part in it.": ("a_step_of_several_examples",),
        "Nothing that comes in is changed.": (
            "a_step_of_several_examples",
            "a_step_of_one_example",
            "a_step_of_one_unit",
            "a_step_of_one_input",
            "a_step_of_large_gradients",
        ),
        "da_next: Float array `(n_a, m)`, derivative of the loss by `a_next`.": (
            "a_step_of_several_examples",
            "a_step_of_one_example",
        ),
        "cache: The tuple `(a_next, a_prev, xt, parameters)` that `rnn_cell_forward` returned.": (
            "a_step_of_several_examples",
            "a_step_of_one_example",
        ),
        'Dictionary with `"dxt"` `(n_x, m)`, `"da_prev"` `(n_a, m)`, `"dWax"` `(n_a, n_x)`, '
        '`"dWaa"` `(n_a, n_a)`, `"dba"` `(n_a, 1)`.': (
            "a_step_of_several_examples",
            "a_step_of_one_example",
            "a_step_of_one_unit",
        ),
    },
    "rnn_backward": {
        "Takes the gradient back through time, from the last step to the first.": (
            "a_sequence_of_four_steps",
            "a_gradient_at_the_end",
        ),
        "The gradient goes back through all steps, however many there are, and is not clipped.": (
            "a_sequence_of_four_steps",
            "a_gradient_at_an_early_step",
            "a_gradient_at_the_end",
            "a_long_sequence",
            "a_sequence_of_large_gradients",
        ),
        "da: Float array `(n_a, m, T_x)`, the direct part at every step.": (
            "a_sequence_of_four_steps",
            "a_gradient_at_the_end",
        ),
        "Not changed.": (
            "a_sequence_of_four_steps",
            "a_gradient_at_the_end",
            "a_sequence_of_one_step",
            "a_sequence_of_single_numbers",
            "a_long_sequence",
            "a_sequence_of_large_gradients",
        ),
        "caches: The tuple `(list, x)` that `rnn_forward` returned.": (
            "a_sequence_of_four_steps",
            "a_long_sequence",
        ),
        'Dictionary with `"dx"` `(n_x, m, T_x)`, the gradient of the input at every step; '
        '`"da0"` `(n_a, m)`, that of the first state; and `"dWax"` `(n_a, n_x)`, `"dWaa"` '
        '`(n_a, n_a)`, `"dba"` `(n_a, 1)`, summed over all examples and all steps.': (
            "a_sequence_of_four_steps",
            "a_sequence_of_one_step",
            "a_sequence_of_single_numbers",
        ),
    },
    "gru_cell_forward": {
        "Advances a gated recurrent unit by one time step.": ("a_gru_batch",),
        "All is finite for inputs of any size.": (
            "large_sums_in_the_gru",
            "columns_far_apart_in_the_gru",
        ),
        "Nothing that comes in is changed.": (
            "a_gru_batch",
            "a_gru_batch_of_one",
            "a_single_gru_unit",
            "gates_shut_and_open",
            "large_sums_in_the_gru",
            "columns_far_apart_in_the_gru",
        ),
        "xt: Float array `(n_x, m)`, the input at this step.": (
            "a_gru_batch",
            "a_gru_batch_of_one",
        ),
        "c_prev: Float array `(n_c, m)`, the memory after the step before.": (
            "a_gru_batch",
            "a_single_gru_unit",
        ),
        'parameters: Dictionary with `"Wu"`, `"Wr"`, `"Wc"`, each `(n_c, n_c + n_x)`, '
        '`"bu"`, `"br"`, `"bc"`, each `(n_c, 1)`, `"Wy"` `(n_y, n_c)`, `"by"` `(n_y, 1)`.': (
            "a_gru_batch",
            "a_gru_batch_of_one",
        ),
        "c_next: `(n_c, m)`, the new memory.": ("a_gru_batch", "a_single_gru_unit"),
        "yt_pred: `(n_y, m)`, probabilities; each column sums to 1.": (
            "a_gru_batch",
            "columns_far_apart_in_the_gru",
        ),
        "cache: The tuple `(c_next, c_prev, xt, gamma_u, gamma_r, c_tilde, parameters)`.": (
            "a_gru_batch",
            "a_gru_batch_of_one",
        ),
        "Chung et al., 2014, section 3.2, https://arxiv.org/abs/1412.3555.": (),
    },
    "gru_forward": {
        "Runs the gated unit over sequences of different lengths.": (
            "different_lengths",
            "full_lengths",
            "long_gru_sequences",
        ),
        "What stands in x after the first `lengths[j]` steps of example j is padding, and "
        "may hold any finite numbers.": (
            "different_lengths",
            "full_lengths",
            "one_gru_sequence",
            "long_gru_sequences",
            "loud_padding",
        ),
        "Nothing that comes in is changed.": (
            "different_lengths",
            "full_lengths",
            "one_gru_sequence",
            "long_gru_sequences",
            "a_single_gru_step",
            "loud_padding",
        ),
        "x: Float array `(n_x, m, T_x)`, m sequences, padded to T_x steps.": (
            "different_lengths",
            "full_lengths",
            "a_single_gru_step",
        ),
        "c0: Float array `(n_c, m)`, the memory before the first step.": (
            "different_lengths",
            "a_single_gru_step",
        ),
        "parameters: Dictionary as in `gru_cell_forward`.": ("different_lengths",),
        "lengths: Array `(m,)` of whole numbers from 1 to T_x.": (
            "different_lengths",
            "full_lengths",
            "a_single_gru_step",
        ),
        "c: `(n_c, m, T_x)`, the memory after every step.": (
            "different_lengths",
            "long_gru_sequences",
        ),
        "y: `(n_y, m, T_x)`, the prediction at every step.": (
            "different_lengths",
            "long_gru_sequences",
        ),
        "caches: The tuple `(list, x)`, where the list holds, in the order of time, the T_x "
        "caches as `gru_cell_forward` returned them for all m examples.": (
            "different_lengths",
            "full_lengths",
            "a_single_gru_step",
        ),
    },
    "lstm_cell_forward": {
        "Advances a long short-term memory cell by one time step.": ("an_lstm_batch",),
        "All is finite for inputs of any size.": (
            "large_sums_in_the_lstm",
            "columns_far_apart_in_the_lstm",
        ),
        "Nothing that comes in is changed.": (
            "an_lstm_batch",
            "an_lstm_batch_of_one",
            "a_single_lstm_unit",
            "large_sums_in_the_lstm",
            "columns_far_apart_in_the_lstm",
        ),
        "xt: Float array `(n_x, m)`, the input at this step.": (
            "an_lstm_batch",
            "an_lstm_batch_of_one",
        ),
        "a_prev: Float array `(n_a, m)`, the state after the step before.": ("an_lstm_batch",),
        "c_prev: Float array `(n_a, m)`, the memory after the step before.": (
            "an_lstm_batch",
            "a_single_lstm_unit",
        ),
        'parameters: Dictionary with `"Wf"`, `"Wi"`, `"Wc"`, `"Wo"`, each `(n_a, n_a + '
        'n_x)`, `"bf"`, `"bi"`, `"bc"`, `"bo"`, each `(n_a, 1)`, `"Wy"` `(n_y, n_a)`, `"by"` '
        "`(n_y, 1)`.": ("an_lstm_batch", "an_lstm_batch_of_one"),
        "a_next: `(n_a, m)`, the new state.": ("an_lstm_batch", "a_single_lstm_unit"),
        "c_next: `(n_a, m)`, the new memory.": ("an_lstm_batch", "a_single_lstm_unit"),
        "yt_pred: `(n_y, m)`, probabilities; each column sums to 1.": (
            "an_lstm_batch",
            "columns_far_apart_in_the_lstm",
        ),
        "cache: The tuple `(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)`.": (
            "an_lstm_batch",
            "an_lstm_batch_of_one",
        ),
        "Gers, Schmidhuber and Cummins, 2000, https://doi.org/10.1162/089976600300015015.": (),
    },
    "lstm_forward": {
        "Runs the LSTM cell over whole sequences, from left to right.": (
            "lstm_sequences",
            "one_long_lstm_sequence",
        ),
        "The memory starts at zeros.": ("lstm_sequences", "a_single_lstm_step"),
        "Nothing that comes in is changed.": (
            "lstm_sequences",
            "one_long_lstm_sequence",
            "a_single_lstm_step",
            "a_single_lstm_unit_over_time",
        ),
        "x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.": (
            "lstm_sequences",
            "one_long_lstm_sequence",
            "a_single_lstm_step",
        ),
        "a0: Float array `(n_a, m)`, the state before the first step.": (
            "lstm_sequences",
            "a_single_lstm_step",
        ),
        "parameters: Dictionary as in `lstm_cell_forward`.": ("lstm_sequences",),
        "a: `(n_a, m, T_x)`, the state after every step.": (
            "lstm_sequences",
            "one_long_lstm_sequence",
        ),
        "y: `(n_y, m, T_x)`, the prediction at every step.": (
            "lstm_sequences",
            "one_long_lstm_sequence",
        ),
        "c: `(n_a, m, T_x)`, the memory after every step.": (
            "lstm_sequences",
            "one_long_lstm_sequence",
        ),
        "caches: The tuple `(list, x)`, where the list holds the T_x caches of "
        "`lstm_cell_forward` in the order of time.": ("lstm_sequences", "a_single_lstm_step"),
    },
    "simplified_gru_cell_forward": {
        "Advances a gated unit without relevance gate by one time step.": ("a_simplified_step",),
        "All is finite for inputs of any size.": ("a_simplified_step_with_saturated_gates",),
        "Nothing that comes in is changed.": (
            "a_simplified_step",
            "a_simplified_step_of_single_numbers",
            "a_simplified_step_with_saturated_gates",
        ),
        "xt: Float array `(n_x, m)`, the input at this step.": (
            "a_simplified_step",
            "a_simplified_step_of_single_numbers",
        ),
        "c_prev: Float array `(n_c, m)`, the memory after the step before.": (
            "a_simplified_step",
            "a_simplified_step_of_single_numbers",
        ),
        'parameters: Dictionary with `"Wu"`, `"Wc"`, each `(n_c, n_c + n_x)`, and `"bu"`, '
        '`"bc"`, each `(n_c, 1)`.': ("a_simplified_step",),
        "c_next: `(n_c, m)`, the new memory.": (
            "a_simplified_step",
            "a_simplified_step_of_single_numbers",
        ),
    },
    "peephole_lstm_cell_forward": {
        "Advances an LSTM cell whose gates see the old memory by one time step.": (
            "a_peephole_step",
        ),
        "All is finite for inputs of any size.": ("a_peephole_step_with_saturated_gates",),
        "Nothing that comes in is changed.": (
            "a_peephole_step",
            "a_peephole_step_of_one_example",
            "a_peephole_step_of_one_unit",
            "a_peephole_step_with_saturated_gates",
        ),
        "xt: Float array `(n_x, m)`, the input at this step.": (
            "a_peephole_step",
            "a_peephole_step_of_one_example",
        ),
        "a_prev: Float array `(n_a, m)`, the state after the step before.": (
            "a_peephole_step",
            "a_peephole_step_of_one_unit",
        ),
        "c_prev: Float array `(n_a, m)`, the memory after the step before.": (
            "a_peephole_step",
            "a_peephole_step_of_one_unit",
        ),
        'parameters: Dictionary with `"Wf"`, `"Wi"`, `"Wc"`, `"Wo"`, each `(n_a, n_a + '
        'n_x)`, `"bf"`, `"bi"`, `"bc"`, `"bo"`, each `(n_a, 1)`, and `"Pf"`, `"Pi"`, `"Po"`, '
        "each `(n_a, 1)`.": ("a_peephole_step",),
        "a_next: `(n_a, m)`, the new state.": ("a_peephole_step", "a_peephole_step_of_one_example"),
        "c_next: `(n_a, m)`, the new memory.": (
            "a_peephole_step",
            "a_peephole_step_of_one_example",
        ),
    },
    "count_parameters": {
        "Counts the weights and biases of a recurrent cell.": (
            "size_of_an_rnn",
            "size_of_an_lstm",
            "size_of_a_gru",
        ),
        'The cell alone, without the layer that predicts: for `"rnn"` the arrays `Wax`, '
        '`Waa`, `ba`; for `"gru"` those of two gates and a candidate; for `"lstm"` those of '
        "three gates and a candidate.": ("size_of_an_rnn", "size_of_an_lstm", "size_of_a_gru"),
        'kind: `"rnn"`, `"gru"` or `"lstm"`.': (
            "size_of_an_rnn",
            "size_of_an_lstm",
            "size_of_a_gru",
        ),
        "n_x: Number of inputs, 1 or more.": (
            "size_of_the_smallest",
            "size_of_a_large_gru",
            "size_of_a_huge_lstm",
        ),
        "n_a: Number of units, 1 or more.": (
            "size_of_the_smallest",
            "size_of_a_large_gru",
            "size_of_a_huge_lstm",
        ),
        "How many numbers the cell learns, an int.": ("an_int", "size_of_a_huge_lstm"),
    },
    "remember_number": {
        "Sets the weights of a one-unit GRU by hand: it remembers the subject.": (
            "reads_the_noun",
            "keeps_the_number",
        ),
        "The unit is that of `gru_cell_forward` without a prediction: n_c = 1, n_x = 3.": (
            "reads_the_noun",
            "keeps_the_number",
        ),
        "It reads one word a step, as a one-hot column: the first entry is 1 for a singular "
        "subject, the second for a plural subject, the third for any other word.": (
            "reads_the_noun",
        ),
        "A sentence has one subject, and before and after it any number of other words, up "
        "to 200 each.": ("reads_the_noun", "keeps_the_number"),
        "The memory starts at 0.": ("reads_the_noun",),
        "From the subject to the end of the sentence the memory is above 0.5 if the subject "
        "was singular, and below -0.5 if it was plural.": ("reads_the_noun", "keeps_the_number"),
        'Dictionary with `"Wu"`, `"Wr"`, `"Wc"`, each a float array `(1, 4)`, and `"bu"`, '
        '`"br"`, `"bc"`, each `(1, 1)`.': ("reads_the_noun",),
        "The columns of the weights belong to: the memory, singular subject, plural subject, "
        "other word.": ("reads_the_noun",),
    },
    "bidirectional_forward": {
        "Predicts at every step from what came before and what comes after.": (
            "both_directions",
            "one_sequence_both_ways",
        ),
        "Both directions start from a state of zeros.": ("both_directions", "one_step_both_ways"),
        "All is finite for inputs of any size.": (
            "large_sums_both_ways",
            "columns_far_apart_both_ways",
        ),
        "Nothing that comes in is changed.": (
            "both_directions",
            "one_sequence_both_ways",
            "one_unit_each_way",
            "one_step_both_ways",
            "large_sums_both_ways",
            "columns_far_apart_both_ways",
        ),
        "x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.": (
            "both_directions",
            "one_sequence_both_ways",
            "one_step_both_ways",
        ),
        'forward_parameters: Dictionary with `"Wax"` `(n_a, n_x)`, `"Waa"` `(n_a, n_a)`, '
        '`"ba"` `(n_a, 1)`.': ("both_directions", "one_unit_each_way"),
        "backward_parameters: Dictionary with the same names and shapes.": (
            "both_directions",
            "one_unit_each_way",
        ),
        'output_parameters: Dictionary with `"Wy"` `(n_y, 2 n_a)`, `"by"` `(n_y, 1)`.': (
            "both_directions",
        ),
        "y: `(n_y, m, T_x)`, the prediction at every step, in the order of time.": (
            "both_directions",
            "one_sequence_both_ways",
        ),
        "Schuster and Paliwal, 1997, https://doi.org/10.1109/78.650093.": (),
    },
    "deep_rnn_forward": {
        "Runs several recurrent layers on top of each other.": (
            "three_layers",
            "two_layers_of_equal_width",
        ),
        "Every layer starts from a state of zeros.": (
            "three_layers",
            "a_single_layer",
            "one_step_one_unit",
        ),
        "Layers may differ in size.": ("three_layers", "two_layers_of_equal_width"),
        "All is finite for inputs of any size.": (
            "large_sums_in_layers",
            "columns_far_apart_in_layers",
        ),
        "Nothing that comes in is changed.": (
            "three_layers",
            "two_layers_of_equal_width",
            "a_single_layer",
            "one_step_one_unit",
            "a_long_sequence_in_layers",
            "large_sums_in_layers",
            "columns_far_apart_in_layers",
        ),
        "x: Float array `(n_x, m, T_x)`, m sequences of T_x steps, T_x >= 1.": (
            "three_layers",
            "a_long_sequence_in_layers",
            "one_step_one_unit",
        ),
        "layers: List of one or more dictionaries, the lowest layer first.": (
            "three_layers",
            "a_single_layer",
            "one_step_one_unit",
        ),
        'Each has `"Wax"` `(n_l, size below)`, `"Waa"` `(n_l, n_l)`, `"ba"` `(n_l, 1)`; the '
        'last has also `"Wya"` `(n_y, n_l)`, `"by"` `(n_y, 1)`.': (
            "three_layers",
            "a_single_layer",
        ),
        "a_top: `(n_l, m, T_x)`, the states of the last layer.": (
            "three_layers",
            "a_single_layer",
            "a_long_sequence_in_layers",
        ),
        "y: `(n_y, m, T_x)`, the prediction at every step.": (
            "three_layers",
            "a_single_layer",
            "a_long_sequence_in_layers",
        ),
    },
    "lstm_cell_backward": {
        "Takes the gradient of the loss back through one step of the LSTM cell.": (
            "an_lstm_step_with_both_gradients",
        ),
        "Gradients of parameters are sums over the m examples, not means.": (
            "an_lstm_step_with_both_gradients",
        ),
        "However large a gradient is, it is not clipped.": ("an_lstm_step_of_large_gradients",),
        "The prediction `yt_pred` has no part in it.": ("an_lstm_step_with_both_gradients",),
        "Nothing that comes in is changed.": (
            "an_lstm_step_with_both_gradients",
            "an_lstm_step_through_the_state",
            "an_lstm_step_through_the_memory",
            "an_lstm_step_of_large_gradients",
        ),
        "da_next: Float array `(n_a, m)`, derivative of the loss by `a_next`.": (
            "an_lstm_step_with_both_gradients",
            "an_lstm_step_through_the_state",
        ),
        "dc_next: Float array `(n_a, m)`, derivative of the loss by `c_next` without the "
        "part through `a_next`.": (
            "an_lstm_step_with_both_gradients",
            "an_lstm_step_through_the_memory",
        ),
        "cache: The tuple `(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, "
        "parameters)` that `lstm_cell_forward` returned.": ("an_lstm_step_with_both_gradients",),
        'Dictionary with `"dxt"` `(n_x, m)`, `"da_prev"` and `"dc_prev"` `(n_a, m)`, '
        '`"dWf"`, `"dWi"`, `"dWc"`, `"dWo"`, each `(n_a, n_a + n_x)`, and `"dbf"`, `"dbi"`, '
        '`"dbc"`, `"dbo"`, each `(n_a, 1)`.': (
            "an_lstm_step_with_both_gradients",
            "an_lstm_step_through_the_state",
            "an_lstm_step_through_the_memory",
        ),
    },
    "lstm_backward": {
        "Takes the gradient back through time, along the states and the memories.": (
            "an_lstm_sequence_of_four_steps",
            "an_lstm_gradient_at_the_end",
        ),
        "Both gradients go back through all steps, however many there are, and are not clipped.": (
            "an_lstm_sequence_of_four_steps",
            "an_lstm_gradient_at_an_early_step",
            "an_lstm_gradient_along_the_memory",
            "an_lstm_gradient_at_the_end",
            "a_long_lstm_sequence",
            "an_lstm_sequence_of_large_gradients",
        ),
        "da: Float array `(n_a, m, T_x)`, the direct part at every step.": (
            "an_lstm_sequence_of_four_steps",
            "an_lstm_gradient_at_the_end",
        ),
        "Not changed.": (
            "an_lstm_sequence_of_four_steps",
            "an_lstm_gradient_at_the_end",
            "an_lstm_sequence_of_one_step",
            "an_lstm_sequence_of_single_numbers",
            "a_long_lstm_sequence",
            "an_lstm_sequence_of_large_gradients",
        ),
        "caches: The tuple `(list, x)` that `lstm_forward` returned.": (
            "an_lstm_sequence_of_four_steps",
            "a_long_lstm_sequence",
        ),
        'Dictionary with `"dx"` `(n_x, m, T_x)`, `"da0"` `(n_a, m)`, and, summed over all '
        'examples and all steps, `"dWf"`, `"dWi"`, `"dWc"`, `"dWo"`, each `(n_a, n_a + '
        'n_x)`, and `"dbf"`, `"dbi"`, `"dbc"`, `"dbo"`, each `(n_a, 1)`.': (
            "an_lstm_sequence_of_four_steps",
            "an_lstm_sequence_of_one_step",
            "an_lstm_sequence_of_single_numbers",
        ),
    },
}
NOTHING_PROMISED = {
    "Chung et al., 2014, section 3.2, https://arxiv.org/abs/1412.3555.",
    "Gers, Schmidhuber and Cummins, 2000, https://doi.org/10.1162/089976600300015015.",
    "Schuster and Paliwal, 1997, https://doi.org/10.1109/78.650093.",
}
