"""What the docstrings of "Who, where, when" promise, and which cases ask it."""

OF_ALL_LENGTHS = ("on_paper", "to_the_longest", "cut", "padded")
IN_ORDER = ("on_paper", "own_widths", "even_passes")
MASKED = ("on_paper", "different_lengths", "much_padding", "one_word")
OF_TAGS = ("on_paper", "two_types", "all_types")
OF_PATHS = ("on_paper", "four_words", "many_tags", "forty_words")

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "sentences_to_arrays": {
        "Writes sentences and their tags as two padded arrays.": OF_ALL_LENGTHS,
        "sentences: List of at least one list of words, with their capitals.": (
            "on_paper",
            "capitals",
            "an_empty_sentence",
            "one_word",
        ),
        "tags: List of as many lists of tags.": OF_ALL_LENGTHS,
        "word_to_index: Dictionary from a word in lower case to its number.": (
            "on_paper",
            "capitals",
        ),
        "A word that is not in it is 1.": ("unknown_words",),
        "tag_to_index: Dictionary from a tag to its number.": OF_ALL_LENGTHS,
        "max_len: Width of the arrays: what is longer loses its end.": ("cut", "padded"),
        "None: the longest sentence is as wide.": ("on_paper", "to_the_longest"),
        "x: Int32 array `(m, T)`, words, 0 behind the last one.": OF_ALL_LENGTHS,
        "y: Int32 array `(m, T)`, tags, -1 behind the last one.": OF_ALL_LENGTHS,
        "ValueError: If a sentence and its tags are not equally long; the message names the row, "
        "counted from 0.": ("unequal", "a_tag_too_many"),
    },
    "data_generator": {
        "Yields padded batches without end.": IN_ORDER,
        "Every sentence comes once a pass.": ("new_orders", "widths_in_new_orders"),
        "What is left at the end of a pass opens the next batch, so that all batches are equally "
        "large.": ("on_paper", "own_widths", "new_orders"),
        "batch_size: Sentences of a batch; may be more than there are.": (
            "larger_than_all",
            "single",
        ),
        "x: List of lists of words' numbers.": IN_ORDER,
        "Not changed.": (*IN_ORDER, "new_orders"),
        "y: List of lists of tags' numbers, as long.": IN_ORDER,
        "rng: A `numpy.random.Generator`, which draws a new order for each pass;": (
            "new_orders",
            "widths_in_new_orders",
        ),
        "None: all passes go in order.": IN_ORDER,
        "A generator of pairs, made one by one, each of new arrays.": (*IN_ORDER, "own_arrays"),
        "X: Whole numbers `(batch_size, T)`, padded with 0; T is the length of the longest sentence "
        "of the batch.": (*IN_ORDER, "single", "widths_in_new_orders"),
        "Y: Whole numbers `(batch_size, T)`, padded with -1.": IN_ORDER,
        "ValueError: If there is no sentence.": ("nothing", "nothing_to_shuffle"),
    },
    "build_tagger": {
        "Builds a recurrent tagger that reads both ways.": ("behaviour",),
        "A tag depends on its word and on all words before and after it, from the first to the last, "
        "in their order.": ("behaviour",),
        "Padding behind a sentence changes nothing in it.": ("behaviour",),
        "vocabulary_size: Numbers of words are 0, padding, to this minus 1; 1 is a word that nobody "
        "knows, and read like any other.": ("behaviour", "vector_length", "unknown_word"),
        "tag_count: Number of tags.": ("behaviour",),
        "d: Length of a word's vector.": ("vector_length",),
        "units: Units of the recurrent layer in each direction.": ("width",),
        "A `keras.Model`, not compiled, from whole numbers `(batch, T)` to log-probabilities `(batch, "
        "T, tag_count)`, for any T, also where scores lie hundreds apart.": (
            "behaviour",
            "log_probabilities",
            "all_weights",
            "far_apart",
        ),
    },
    "masked_loss": {
        "Computes the mean negative log-probability of the true tags.": MASKED,
        "Works on tensors as well as arrays, so that gradients flow to `y_pred`.": (
            "tensors",
            "gradients",
        ),
        "y_true: Whole numbers `(batch, T)`, true tags; -1 at padding.": (*MASKED, "no_padding"),
        "y_pred: Floats `(batch, T, K)`, log-probabilities. -inf at padding or at tags that are not "
        "the true ones does no harm.": ("impossible_elsewhere",),
        "A number: one mean over all words of the batch, those tagged 0 as well. 0 if there is "
        "nothing but padding, inf if a true tag is impossible.": (
            "different_lengths",
            "mostly_o",
            "only_padding",
            "impossible_truth",
        ),
    },
    "masked_accuracy": {
        "Computes the share of words whose likeliest tag is the true one.": MASKED,
        "y_true: Whole numbers `(batch, T)`, true tags; -1 at padding.": (
            *MASKED,
            "no_padding",
            "tensors",
        ),
        "y_pred: Floats `(batch, T, K)`, log-probabilities, -inf among them.": ("impossible_tags",),
        "A number from 0 to 1: a share of all words of the batch, those tagged 0 as well. 0 if there "
        "is nothing but padding.": ("different_lengths", "mostly_o", "only_padding"),
    },
    "entity_spans": {
        "Reads the names off the tags of one sentence, as conlleval does.": ("on_paper", "many"),
        "`B-` begins a name always.": ("neighbours",),
        "`I-` goes on with a name of its own type right before it, and else begins one.": (
            "orphans",
            "type_changes",
        ),
        'tags: List of texts: `"O"`, `"B-..."` or `"I-..."`, with a type behind the hyphen, '
        "any word of letters.": ("many", "alike", "beginning_like_marks", "other_names"),
        "May be empty.": ("empty",),
        "List of `(start, end, type)` in the order of the sentence; the end is excluded, as in a "
        "slice.": ("on_paper", "up_to_the_end", "one_word"),
    },
    "entity_scores": {
        "Computes precision, recall and F1 of exact names.": ("on_paper", "many"),
        "A name is right if one with the same start, end and type is there in the same sentence.": (
            "nearly_right",
            "same_place_elsewhere",
        ),
        "Names of all types and sentences are counted together.": (
            "different_sentences",
            "many",
            "many_wrong",
        ),
        "A share of nothing, 0 / 0, is 0.0.": (
            "nothing_said",
            "nothing_there",
            "nothing_at_all",
            "nothing_right",
        ),
        "true: List of lists of tags, one a sentence.": ("on_paper", "many"),
        "predicted: As many lists of as many tags, what a tagger said.": ("on_paper", "many"),
        "precision: Float, the share of the predicted names that are right.": (
            "on_paper",
            "many_wrong",
        ),
        "recall: Float, the share of the true names that were found.": ("on_paper", "many_wrong"),
        "f1: Float, their harmonic mean.": ("on_paper", "all_right", "many_wrong"),
    },
    "transition_scores": {
        "Scores which tag may follow which: 0 if it may, -inf if not.": OF_TAGS,
        "`I-` may follow `B-` and `I-` of its own type alone, and may not be first.": (
            *OF_TAGS,
            "alike",
        ),
        "All else is allowed.": OF_TAGS,
        'tags: List of K different tags, in any order: `"O"`, or `"B-..."` and `"I-..."` of some '
        "types, words of letters.": ("any_order", "alike", "alike_at_the_end", "letters_of_marks"),
        '`"O"` may be missing.': ("without_o",),
        "transitions: Float array `(K, K)`; the row says from which tag, the column to which.": OF_TAGS,
        "start: Float array `(K,)`, for the first word.": OF_TAGS,
    },
    "viterbi": {
        "Finds the best of all paths through the tags of a sentence.": OF_PATHS,
        "A path's score is the sum of the start score of its first tag, the log-probability of each "
        "of its tags, and the score of each step.": (*OF_PATHS, "start_decides", "one_word"),
        "log_probabilities: Float array `(T, K)`, one row a word, -inf among them.": (
            "impossible_tags",
        ),
        "T may be 0.": ("no_word",),
        "transitions: Float array `(K, K)` from the row's tag to the column's; -inf forbids.": (
            "four_words",
            "many_tags",
            "tags_of_names",
        ),
        "start: Float array `(K,)` for the first tag; -inf forbids.": ("one_word", "tags_of_names"),
        "path: List of T whole numbers, the tags of the best path; no two paths are equally good.": (
            *OF_PATHS,
            "nothing_forbidden",
        ),
        "Empty if T is 0.": ("no_word",),
        "score: Float, its score, 0.0 if T is 0.": (*OF_PATHS, "no_word"),
        "ValueError: If no path is allowed.": ("no_step", "no_start", "a_dead_end"),
    },
    "learned_transitions": {
        "Counts how often a tag follows another, as log-probabilities.": ("on_paper", "many"),
        "To each count `smoothing` is added, so that nothing is impossible.": (
            "little_smoothing",
            "much_smoothing",
        ),
        "tag_ids: List of sentences, each a list of whole numbers from 0 to K - 1; some may be empty.": (
            "many",
            "short_ones",
            "no_sentence",
        ),
        "K: Int, how many tags there are; some may never come.": ("a_tag_never_seen", "one_tag"),
        "smoothing: Float above 0.": ("little_smoothing", "much_smoothing"),
        "transitions: Float array `(K, K)`; the row says from which tag, the column to which.": (
            "on_paper",
            "many",
        ),
        "The shares of each row add up to 1.": ("many", "a_tag_never_seen"),
        "start: Float array `(K,)`, for the first word of a sentence.": ("on_paper", "short_ones"),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
