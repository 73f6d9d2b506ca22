"""What the docstrings of "Words by the company they keep" promise, and which cases ask it."""

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "context_target_pairs": {
        "Lists what is shown and what is asked, in one sentence.": (
            "nearby_on_paper",
            "last_words",
            "words_around",
            "next_neighbours",
        ),
        "A context is cut off at the ends of the sentence.": (
            "nearby_beyond_both_ends",
            "last_beyond_the_start",
            "around_beyond_both_ends",
            "last_words",
        ),
        "Where nothing is left of it, there is no pair.": (
            "a_single_word",
            "a_single_word_nearby",
            "one_word_before",
        ),
        "No target stands in its own context.": (
            "words_around",
            "the_same_word_around",
            "nearby_on_paper",
        ),
        "words: List of words or ids, perhaps with the same one twice, perhaps empty.": (
            "the_same_word_twice",
            "the_same_word_around",
            "ids_for_words",
            "ids_around",
            "no_word",
        ),
        'context: `"last"` for up to `size` words before the target, `"around"` for up to '
        '`size` words on either side, `"nearby"` for one word at a time, up to `size` places '
        "away on either side.": (
            "last_words",
            "one_word_before",
            "words_around",
            "ids_around",
            "nearby_on_paper",
            "next_neighbours",
        ),
        "size: Whole number, 1 or more, perhaps more than there are words.": (
            "next_neighbours",
            "one_word_before",
            "nearby_beyond_both_ends",
            "last_beyond_the_start",
        ),
        "List of pairs `(context, target)`; the context is a tuple of words in the order of "
        "the sentence.": (
            "words_around",
            "last_words",
            "nearby_on_paper",
        ),
        'Ordered by the place of the target; with `"nearby"` by the place of the context\'s '
        "word, then of the target.": (
            "nearby_on_paper",
            "words_around",
            "the_same_word_twice",
        ),
    },
    "keep_probability": {
        "Computes the chance that an occurrence of each word is kept in the text.": (
            "on_paper",
            "above_and_below",
            "large_counts",
        ),
        "counts: List or array of V counts, 0 or more, not all 0.": ("a_list", "never_read"),
        "Not changed.": ("on_paper", "a_list"),
        "threshold: Float above 0, the share of the text up to which a word is always kept.": (
            "on_paper",
            "above_and_below",
            "all_below",
        ),
        "Float array `(V,)`, at most 1.": ("all_below", "above_and_below", "never_read"),
        "A word that was never read has 1.": ("never_read",),
    },
    "neural_window_model": {
        "Builds a network that predicts a word from the words before it.": ("behaviour",),
        "All places share one table of vectors.": ("behaviour", "other_sizes"),
        "The vectors are concatenated: which word stood where makes a difference.": ("behaviour",),
        "One hidden layer with bias follows, and an output layer with bias.": (
            "behaviour",
            "other_sizes",
        ),
        "The hidden layer is not linear: which activation it has, tanh or ReLU, say, is your "
        "choice.": ("not_linear",),
        "vocabulary_size: Whole number V, how many different words there are.": (
            "behaviour",
            "other_sizes",
        ),
        "window: Whole number, words shown.": ("behaviour", "one_word_shown", "other_sizes"),
        "d: Whole number, size of a word's vector.": ("behaviour", "other_sizes"),
        "units: Whole number, size of the hidden layer.": ("behaviour", "other_sizes"),
        "An uncompiled Keras model from ids `(batch, window)`, whole numbers, to "
        "probabilities `(batch, V)`.": ("behaviour", "how_sure_it_can_be", "given_weights"),
    },
    "skip_gram_loss": {
        "Computes how surprised a softmax is by the targets, and the gradients.": (
            "on_paper",
            "several_pairs",
        ),
        "The loss is a mean over the pairs.": (
            "on_paper",
            "several_pairs",
            "one_pair",
            "more_pairs_than_words",
        ),
        "Scores of 1000 either way do no harm.": (
            "large_scores",
            "very_low_scores",
            "high_and_low_scores",
        ),
        "contexts: Int array `(m,)`, ids of the words shown; one may come twice.": (
            "several_pairs",
            "the_same_pair",
            "more_pairs_than_words",
        ),
        "targets: Int array `(m,)`, ids of the words asked for.": (
            "several_pairs",
            "the_same_pair",
        ),
        "E: Float array `(V, d)`, vectors of words shown.": ("on_paper", "several_pairs"),
        "Not changed.": ("on_paper", "several_pairs"),
        "theta: Float array `(V, d)`, vectors of words asked for.": ("on_paper", "several_pairs"),
        "loss: Float, in nats.": ("on_paper", "several_pairs"),
        "dE: Float array `(V, d)`, zeros for words that were not shown.": (
            "several_pairs",
            "one_pair",
        ),
        "dtheta: Float array `(V, d)`.": ("several_pairs", "more_pairs_than_words"),
    },
    "hierarchical_loss": {
        "Computes how surprised a tree of decisions is, and the gradients.": (
            "on_paper",
            "several_pairs",
            "an_even_tree",
        ),
        "The loss is a mean over the pairs, each of which sums up its decisions.": (
            "on_paper",
            "several_pairs",
            "one_pair",
            "more_pairs_than_words",
        ),
        "Scores of 1000 either way do no harm.": ("large_scores",),
        "contexts: Int array `(m,)`, ids of the words shown; one may come twice.": (
            "several_pairs",
            "more_pairs_than_words",
        ),
        "targets: Int array `(m,)`, ids of the words asked for.": (
            "several_pairs",
            "more_pairs_than_words",
        ),
        "E: Float array `(V, d)`, vectors of words shown.": ("on_paper", "several_pairs"),
        "Not changed.": ("on_paper", "several_pairs"),
        "theta: Float array `(V - 1, d)`, vectors of inner nodes.": (
            "on_paper",
            "several_pairs",
            "two_words",
        ),
        "paths: Int array `(V, L)`, nodes from the root to a word's leaf; -1 behind the end "
        "of a shorter path.": (
            "on_paper",
            "several_pairs",
            "an_even_tree",
        ),
        "codes: Int array `(V, L)`, the right turn at each of these nodes, 0 or 1; any number "
        "behind the end.": (
            "turns_behind_the_end",
            "two_words",
            "an_even_tree",
        ),
        "loss: Float, in nats.": ("on_paper", "several_pairs"),
        "dE: Float array `(V, d)`, zeros for words that were not shown.": (
            "several_pairs",
            "one_pair",
        ),
        "dtheta: Float array `(V - 1, d)`, zeros for nodes on no path.": ("one_pair", "two_words"),
    },
    "huffman_codes": {
        "Builds the binary tree of words whose mean way, by counts, is shortest.": (
            "on_paper",
            "different_counts",
            "more_words",
            "a_long_way",
        ),
        "Each word stands at a leaf of its own.": ("on_paper", "some_equal_counts", "two_words"),
        "Which of two branches is turn 0, how inner nodes are numbered, and what is joined first "
        "among groups that are equally frequent, is your choice.": (
            "on_paper",
            "some_equal_counts",
        ),
        "counts: List or array of V counts, whole numbers, 1 or more.": (
            "different_counts",
            "on_paper",
        ),
        "Not changed.": ("counts_stay",),
        "paths: Int array `(V, L)`, the inner nodes, 0 to V - 2, from the root to each word's leaf; "
        "-1 behind the end of a shorter path.": ("on_paper", "different_counts", "two_words"),
        "codes: Int array `(V, L)`, the turn taken at each of these nodes, 0 or 1; any number behind "
        "the end.": ("on_paper", "different_counts", "two_words"),
        "ValueError: If there are fewer than two words.": ("one_word", "no_word"),
    },
    "negative_sampling_distribution": {
        "Computes how likely each word is to be drawn as a wrong one.": (
            "on_paper",
            "three_quarters",
            "as_read",
        ),
        "counts: List or array of V counts, 0 or more.": (
            "a_list",
            "on_paper",
            "one_word",
            "large_counts",
        ),
        "Not changed.": ("on_paper", "a_list"),
        "power: Float, 0 to 1.": ("as_read", "all_alike", "three_quarters"),
        "Float array `(V,)` that sums to 1.": (
            "on_paper",
            "one_word",
            "one_word_read",
            "large_counts",
        ),
        "A word that was never read has probability 0, whatever the power.": (
            "three_quarters",
            "all_alike",
            "one_word_read",
        ),
        "ValueError: If all counts are 0.": ("nothing_read", "nothing_read_power_0"),
    },
    "negative_sampling_examples": {
        "Puts k wrong words beside the target of each pair.": ("on_paper", "one_pair"),
        "Words are drawn from the distribution with replacement, for each pair anew.": (
            "as_often_as_said",
            "with_replacement",
            "each_pair_anew",
        ),
        "A word that is the pair's own target is drawn again.": (
            "a_likely_target",
            "two_targets",
            "on_paper",
        ),
        "Other words of the batch, neighbours too, may well be drawn.": (
            "neighbours_may_be_drawn",
            "as_often_as_said",
        ),
        "contexts: Int array `(m,)`, ids of the words shown.": ("on_paper",),
        "Not changed.": ("on_paper", "a_likely_target"),
        "targets: Int array `(m,)`, ids of the words asked for.": (
            "on_paper",
            "a_target_without_chance",
        ),
        "k: Whole number, 1 or more, wrong words for each pair.": (
            "on_paper",
            "one_pair",
            "a_likely_target",
        ),
        "distribution: Float array `(V,)`, chance of each word.": (
            "as_often_as_said",
            "a_target_without_chance",
        ),
        "rng: numpy Generator, the only source of randomness.": ("the_same_generator",),
        "words: Int array `(m, k + 1)`, the target in the first column.": (
            "on_paper",
            "one_pair",
            "a_likely_target",
        ),
        "labels: Int array `(m, k + 1)`, 1 in the first column, else 0.": (
            "on_paper",
            "one_pair",
            "a_likely_target",
        ),
        "ValueError: If a pair's own target is the only word with a chance.": (
            "nothing_to_draw",
            "nothing_to_draw_for_one",
        ),
    },
    "negative_sampling_loss": {
        "Computes how surprised k + 1 logistic regressions are, and the gradients.": (
            "on_paper",
            "several_pairs",
        ),
        "Surprises are summed over the words of a pair, then averaged over the pairs.": (
            "on_paper",
            "several_pairs",
            "one_pair",
            "more_pairs_than_words",
        ),
        "Scores of 1000 either way do no harm.": ("large_scores",),
        "Labels of 1 may stand in any column.": ("true_words_anywhere",),
        "contexts: Int array `(m,)`, ids of the words shown; one may come twice.": (
            "several_pairs",
            "more_pairs_than_words",
        ),
        "words: Int array `(m, k + 1)`, ids of the words asked about; one may come twice, in "
        "a row too.": (
            "several_pairs",
            "twice_in_a_row",
        ),
        "labels: Int array `(m, k + 1)`, 1 for true pairs, 0 for made-up ones.": (
            "on_paper",
            "several_pairs",
            "true_words_anywhere",
        ),
        "E: Float array `(V, d)`, vectors of words shown.": ("on_paper", "several_pairs"),
        "Not changed.": ("on_paper", "several_pairs"),
        "theta: Float array `(V, d)`, vectors of words asked about.": ("on_paper", "several_pairs"),
        "loss: Float, in nats.": ("on_paper", "several_pairs"),
        "dE: Float array `(V, d)`, zeros for words that were not shown.": (
            "several_pairs",
            "one_pair",
        ),
        "dtheta: Float array `(V, d)`, zeros for words nobody asked about.": (
            "one_pair",
            "several_pairs",
        ),
    },
    "cooccurrence_counts": {
        "Counts how often words stand within reach of each other.": ("on_paper", "a_wider_window"),
        "Every occurrence counts 1, however far away within the window.": (
            "a_wider_window",
            "a_window_beyond_the_ends",
            "words_that_come_again",
        ),
        "Words of two sentences are never within reach.": ("empty_sentences", "on_paper"),
        "An unknown word takes up its place, and is not counted.": (
            "unknown_words",
            "too_far_away",
        ),
        "sentences: List of lists of ids, 0 to V - 1, or -1 for an unknown word; some may be empty.": (
            "unknown_words",
            "empty_sentences",
        ),
        "Not changed.": ("on_paper", "unknown_words"),
        "vocabulary_size: Whole number V.": ("words_that_never_come", "on_paper"),
        "window: Whole number, 1 or more, places to either side.": (
            "on_paper",
            "a_wider_window",
            "a_window_beyond_the_ends",
        ),
        "Float or int array `(V, V)`: at row c and column t, how often t stands within reach of c.": (
            "on_paper",
            "a_wider_window",
            "words_that_never_come",
        ),
        "A word is in its own company where it comes twice.": ("words_that_come_again",),
    },
    "glove_loss": {
        "Computes the loss of GloVe and its gradients.": ("on_paper", "below_and_above"),
        "A sum over all cells, neither averaged nor halved.": (
            "on_paper",
            "below_and_above",
            "many_zeros",
        ),
        "Cells of 0 have weight 0.": ("many_zeros", "nothing_counted", "on_paper"),
        "X: Float or int array `(V, V)`, counts, 0 or more.": (
            "whole_numbers",
            "below_and_above",
            "many_zeros",
        ),
        "Need be neither whole numbers nor symmetric.": ("half_a_time", "below_and_above"),
        "Not changed.": ("on_paper", "below_and_above"),
        "E: Float array `(V, d)`, vectors of the rows.": ("on_paper", "below_and_above"),
        "theta: Float array `(V, d)`, vectors of the columns.": ("on_paper", "below_and_above"),
        "b: Float array `(V,)`, biases of the rows.": ("on_paper", "below_and_above"),
        "b_target: Float array `(V,)`, biases of the columns.": ("on_paper", "below_and_above"),
        "x_max: Float, the count from which on the weight is 1.": (
            "below_and_above",
            "all_below",
            "all_above",
        ),
        "alpha: Float, the power with which the weight rises.": ("all_below", "on_paper"),
        "J: Float.": ("on_paper", "below_and_above"),
        "dE: Float array `(V, d)`.": ("on_paper", "below_and_above"),
        "dtheta: Float array `(V, d)`.": ("on_paper", "below_and_above"),
        "db: Float array `(V,)`.": ("on_paper", "below_and_above"),
        "db_target: Float array `(V,)`.": ("on_paper", "below_and_above"),
    },
    "combine_glove": {
        "Makes one vector a word out of the two that it has.": ("two_small_tables", "two_tables"),
        "E: Float array `(V, d)`.": ("two_small_tables", "two_tables"),
        "Not changed.": ("two_small_tables", "two_tables"),
        "theta: Float array `(V, d)`.": ("two_small_tables", "two_tables"),
        "Float array `(V, d)`, the mean of both.": ("two_small_tables", "two_tables"),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
