"""What the docstrings of "Put the right emoji" promise, and the cases that ask it."""

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "sentence_to_avg": {
        "Averages the vectors of the words of a sentence.": (
            "unknown_words",
            "as_people_type",
            "a_word_twice",
        ),
        "The words are those that `tokenize` gives.": ("short_forms", "digits_and_other_letters"),
        "A word that stands twice counts twice; words that are not in the map are left out.": (
            "a_word_twice",
            "unknown_words",
        ),
        "If no word is left, the result is zeros.": ("no_known_word", "empty"),
        "sentence: String, with any case, punctuation and white space.": (
            "as_people_type",
            "digits_and_other_letters",
            "empty",
        ),
        "word_to_vec_map: Mapping from word, in lower case, to float array `(d,)`, with at least one "
        "word.": ("as_people_type", "one_word"),
        "Not changed.": ("the_map_stays",),
        "Float array `(d,)`.": ("as_people_type", "empty"),
    },
    "model": {
        "Trains a softmax on the averages of sentences by stochastic descent.": (
            "one_step",
            "three_passes",
            "one_pass",
        ),
        "`W` and `b` start at zero.": ("tiny_steps",),
        "Each sentence is a step of its own, in the order of `X`.": (
            "three_passes",
            "one_pass",
            "a_sentence_without_words",
        ),
        "Logits whose exponential is too large for a float do no harm.": (
            "large_logits",
            "two_huge_logits",
        ),
        "X: Sequence of m sentences (strings).": ("three_passes", "a_single_sentence"),
        "Y: Int array `(m,)`, the label of each, from 0.": ("three_passes", "a_single_sentence"),
        "`n_y` is the largest label plus one.": ("a_missing_label", "a_single_sentence"),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": ("three_passes",),
        "learning_rate: Float, the size of a step; it is not divided by m.": (
            "tiny_steps",
            "three_passes",
        ),
        "num_iterations: Int, how often to go through all sentences.": (
            "one_pass",
            "three_passes",
        ),
        "predictions: Int array `(m,)`, the likeliest label of every sentence of `X`, by the final "
        "weights.": ("three_passes", "a_missing_label"),
        "W: Float array `(n_y, d)`.": ("three_passes", "a_missing_label"),
        "b: Float array `(n_y,)`.": ("three_passes", "a_missing_label"),
    },
    "sentences_to_indices": {
        "Turns sentences into rows of word indices of one length.": ("several_lengths",),
        "The words are those that `tokenize` gives.": ("short_forms", "digits_and_other_letters"),
        "Words that are not in `word_to_index` are skipped first, and leave no gap.": (
            "unknown_words",
        ),
        "X: Sequence of m sentences (strings), with any case and punctuation.": (
            "several_lengths",
            "short_forms",
        ),
        "word_to_index: Dictionary from word to index, a whole number from 1, large where there are "
        "many words.": ("several_lengths", "large_indices"),
        "max_len: Int, number of columns, at least 1; more words are cut off.": (
            "one_column",
            "too_long",
            "just_too_long",
            "unknown_words",
        ),
        "Array of whole numbers `(m, max_len)`, of any number type that holds them; a sentence without "
        "a known word is a row of zeros.": (
            "several_lengths",
            "nothing_known",
        ),
    },
    "pretrained_embedding_layer": {
        "Makes a frozen Keras layer that looks word vectors up.": (
            "every_word",
            "training_changes_nothing",
        ),
        "It is not trainable, and it masks index 0, so that layers above skip padding.": (
            "training_changes_nothing",
            "padding_is_masked",
            "a_vector_of_zeros",
        ),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": ("every_word",),
        "It has every word of `word_to_index`, and perhaps more.": ("more_vectors_than_indices",),
        "word_to_index: Dictionary from word to index; the V indices are 1 to V, in any order.": (
            "every_word",
        ),
        "A Keras layer from int indices `(batch, timesteps)` to vectors `(batch, timesteps, d)`.": (
            "every_word",
            "padding_is_zeros",
            "rows_of_some_size",
        ),
        "Its only weights are the `(V + 1) * d` numbers of the table.": (
            "every_word",
            "more_vectors_than_indices",
        ),
    },
    "emojify_v2": {
        "Builds a network from word indices to probabilities of the emoji.": ("how_it_reads",),
        "To this reader the order of the words matters, and every word counts, the first as well as "
        "the last.": ("how_it_reads",),
        "Padding (index 0) changes nothing, wherever it stands and however much there is of it; a "
        "row of nothing else has an answer too.": ("how_it_reads", "nothing_but_padding"),
        "input_shape: Tuple `(max_len,)`, the shape of one row of indices.": ("how_it_learns",),
        "`(None,)` means rows of any length.": ("how_it_reads",),
        "word_to_vec_map: Mapping from word to float array `(d,)`.": ("how_it_learns",),
        "word_to_index: Dictionary from word to index, 1 to V.": ("how_it_reads", "how_it_learns"),
        "A `keras.Model`, not compiled, from int indices `(batch, max_len)` to probabilities "
        "`(batch, NUM_CLASSES)`, by one softmax.": ("how_it_reads", "how_sure_it_can_be"),
        "The word vectors stay as they are when it is trained.": ("how_it_learns",),
    },
}

NOTHING_PROMISED: frozenset[str] = frozenset()
