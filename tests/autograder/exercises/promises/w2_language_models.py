"""What the docstrings of "Which word comes next?" promise, and which cases ask it."""

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "build_vocabulary": {
        "Gives a number to each of the commonest words.": ("three_words", "a_cut_through_a_tie"),
        "First come `<PAD>` 0, `<START>` 1, `<EOS>` 2 and `<UNK>` 3.": ("three_words", "no_room"),
        "Then come the words by falling count.": (
            "brackets",
            "a_cut_through_a_tie",
            "room_for_more",
            "a_word_many_times_in_one_sentence",
        ),
        "Words of equal count stand in alphabetical order.": (
            "three_words",
            "a_cut_through_a_tie",
            "room_for_more",
        ),
        "A special that is itself a word of the text has its number already.": (
            "specials_in_the_text",
        ),
        "sentences: List of sentences, lists of strings; perhaps there are none.": (
            "an_empty_text",
            "three_words",
        ),
        "max_words: Int, 0 or more: how many words may follow the specials.": (
            "no_room",
            "three_words",
            "specials_in_the_text",
        ),
        "If the text has fewer, all of them do.": ("room_for_more",),
        "A dictionary from word to number, without gaps.": (
            "a_cut_through_a_tie",
            "specials_in_the_text",
        ),
    },
    "shifted_pairs": {
        "Writes sentences as inputs and targets, one place apart.": ("two_words", "cats"),
        "A sentence of no words is `<START>` and `<EOS>`.": ("different_lengths",),
        "A word that is not in the vocabulary becomes `<UNK>`.": ("unknown_words", "capitals"),
        "What is longer than `max_len` is cut: such a sentence has no `<EOS>`, unless the cut falls "
        "right behind it.": ("cut_sentences", "one_column"),
        "sentences: List of m sentences, lists of strings.": ("different_lengths", "cats"),
        "word_to_index: Dictionary from word to number, with `<PAD>` 0, `<START>` 1, `<EOS>` 2, "
        "`<UNK>` 3.": ("two_words", "unknown_words", "large_numbers"),
        "max_len: Int, at least 1, the columns of the arrays.": ("one_column", "different_lengths"),
        "X: Int array `(m, max_len)`: `<START>`, words, then zeros.": (
            "two_words",
            "different_lengths",
        ),
        "Y: Int array `(m, max_len)`: words, `<EOS>`, then zeros.": (
            "two_words",
            "different_lengths",
        ),
    },
    "count_ngrams": {
        "Counts which words follow each context of n - 1 words.": (
            "three_words",
            "trigrams",
            "unknown_words",
        ),
        "Before a sentence stand n - 1 `<START>`, which are never counted as words themselves, and "
        "behind it one `<EOS>`, which is.": ("trigrams", "unigrams", "short_sentences"),
        "No context reaches from one sentence into the next.": ("trigrams", "equal_sentences"),
        "sentences: List of sentences, lists of strings; some may be empty.": (
            "short_sentences",
            "equal_sentences",
        ),
        "n: Int, 1 or more; for 1 the only context is `()`.": ("unigrams", "short_sentences"),
        "A dictionary from context, a tuple of n - 1 strings, to a dictionary from word to how often "
        "it followed.": ("three_words", "trigrams", "equal_sentences"),
        "ValueError: If n is below 1.": ("zero", "negative", "zero_of_nothing"),
    },
    "ngram_probability": {
        "Returns the probability of a word after a context, by add-k.": (
            "a_small_row",
            "a_trigram",
        ),
        "All V words are equally likely after a context that was never seen; with k = 0 nothing is "
        "known about it, and each has 0.0.": (
            "a_new_context",
            "hardly_anything_added",
            "a_new_context_and_nothing_added",
        ),
        "word: String; what is not in the row has a count of 0.": (
            "a_new_word",
            "nothing_added_and_new",
        ),
        "context: Tuple of strings, oldest first; `()` for a unigram.": ("a_trigram", "a_unigram"),
        "counts: Dictionary from context to a dictionary from word to count, as `count_ngrams` makes "
        "it.": ("a_small_row", "a_trigram"),
        "Not changed.": ("a_new_context", "a_new_word"),
        "vocabulary_size: Int V, the number of words that can be predicted.": (
            "a_small_row",
            "a_trigram",
        ),
        "k: Float, 0 or more.": ("nothing_added", "a_trigram", "a_unigram"),
        "A float from 0 to 1.": ("a_small_row", "nothing_added"),
    },
    "sentence_log_probability": {
        "Returns the natural log-probability of a sentence and its end.": (
            "two_words",
            "by_trigrams",
        ),
        "Each word, and `<EOS>` behind the last, is asked for with the n - 1 symbols before it; what "
        "lies before the sentence is `<START>`.": (
            "an_unknown_word",
            "by_trigrams",
            "by_unigrams",
            "a_short_sentence",
        ),
        "An impossible sentence gives -inf and no error.": (
            "an_impossible_word",
            "an_impossible_end",
        ),
        "Long sentences stay finite: 400 words of small probability, say.": (
            "many_words",
            "very_unlikely_words",
            "a_very_unlikely_word",
        ),
        "sentence: List of strings, perhaps empty.": ("no_words", "two_words"),
        "next_probability: Function of a word and a context, a tuple of n - 1 strings, to the "
        "probability of the word, from 0 to 1.": ("by_trigrams", "by_unigrams"),
        "n: Int, 1 or more.": ("by_unigrams", "a_short_sentence"),
        "A float in nats, at most 0.": ("two_words", "many_words"),
    },
    "perplexity": {
        "Returns the perplexity over all symbols of all sentences.": (
            "two_sentences",
            "many_symbols",
        ),
        "A single impossible sentence, -inf, makes it inf.": ("an_impossible_sentence",),
        "Long sentences weigh more than short ones: each symbol counts the same.": (
            "different_lengths",
        ),
        "log_probabilities: List of floats in nats, or an array `(m,)`.": (
            "two_sentences",
            "arrays",
        ),
        "symbol_counts: List of m ints, or an array: symbols predicted in each sentence, its end "
        "among them.": ("two_sentences", "arrays"),
        "A float.": ("two_sentences", "one_sentence"),
        "ValueError: If there are no sentences, if the two differ in length, or if a count is below "
        "1.": (
            "nothing",
            "a_count_is_missing",
            "a_score_is_missing",
            "a_count_of_zero",
            "a_negative_count",
            "an_impossible_sentence_and_no_count",
        ),
    },
    "scan": {
        "Runs a function over elements and hands on what it carries.": ("three_numbers", "a_cell"),
        "`fn` is called once an element, in their order.": ("watched", "words_and_a_list"),
        "Without elements it is not called at all, and the first carry is the last.": (
            "no_elements",
        ),
        "fn: Function of an element and a carry, in this order, that returns an output and the next "
        "carry, in this order.": ("three_numbers", "words_and_a_list"),
        "elems: List, array or other iterable, which is gone through once.": (
            "a_cell",
            "a_generator",
        ),
        "initializer: The carry of the first call; anything, `None` too.": (
            "nothing_in_between",
            "nothing_to_carry",
            "zero_to_carry",
            "words_and_a_list",
        ),
        "ys: List of the outputs.": ("three_numbers", "zero_to_carry"),
        "last: The carry that the last call returned.": ("three_numbers", "nothing_to_carry"),
    },
    "gru_language_model": {
        "Builds a Keras model that predicts the next word at every step.": ("behaviour",),
        "The logits at step t depend on the ids up to and including t, on their order and on all of "
        "them: the first word reaches the eighth output.": ("behaviour",),
        "They do not depend on ids after t, padding among them, nor on other rows.": ("behaviour",),
        "Every trainable weight has an influence.": ("all_weights",),
        "vocabulary_size: Number of ids V.": ("behaviour", "all_weights"),
        "units: Size of the recurrent layer's state.": ("width",),
        "A `keras.Model`, not compiled, from int ids `(batch, timesteps)`, with any batch size and "
        "number of steps, to float logits (not probabilities) `(batch, timesteps, "
        "vocabulary_size)`.": ("behaviour", "width"),
    },
    "log_perplexity": {
        "Returns the mean surprise over all symbols of a batch, in nats.": (
            "one_sentence",
            "no_padding",
        ),
        "Each symbol counts the same, however long its sentence is.": (
            "different_lengths",
            "certain_symbols",
        ),
        "Places whose target is 0 are padding, wherever they stand, and count for nothing, whatever finite "
        "logits are there.": (
            "padding_in_front",
            "an_empty_row",
            "wild_padding",
            "likely_padding",
        ),
        "Log-probabilities pass as logits.": ("log_probabilities",),
        "Logits of 1000 or -1000 do no harm.": ("large_logits",),
        "preds: Float array or tensor `(batch, T, V)` of logits.": (
            "different_lengths",
            "negative_logits",
            "tensors",
        ),
        "target: Int array or tensor `(batch, T)`: what should be predicted.": (
            "different_lengths",
            "tensors",
        ),
        "A float, 0 or more: its exponential is the perplexity.": ("one_sentence", "no_padding"),
        "ValueError: If there is nothing but padding.": ("nothing",),
    },
    "next_words": {
        "Lists the k likeliest words, the likeliest first.": ("two_of_three", "close_together"),
        "Of equally likely words the one with the lower id comes first.": ("ties",),
        "`<PAD>` (0) and `<START>` (1) are never listed, however likely.": (
            "likely_specials",
            "too_many",
        ),
        "probabilities: Float array `(V,)`.": ("two_of_three", "ties"),
        "index_to_word: Dictionary from id to word.": ("two_of_three", "ties"),
        "k: Int, 0 or more; if it is larger than V - 2, all words are listed.": (
            "none",
            "too_many",
            "improbable",
        ),
        "A list of strings.": ("two_of_three",),
    },
    "generate": {
        "Continues a prompt with words drawn from a model.": ("a_certain_model", "drawn_anew"),
        "`<UNK>` is never drawn: the other words share its probability in proportion to their own.": (
            "a_likely_unknown",
            "shares",
        ),
        "Drawing stops at `<EOS>`, which is not returned, or after `max_words` new words.": (
            "an_early_end",
            "a_certain_model",
            "cut",
        ),
        "next_probabilities: Function from the list of all words so far to a dictionary from word to "
        "probability.": ("the_whole_past",),
        "prompt: List of strings, perhaps empty.": ("no_prompt", "the_whole_past"),
        "Not changed.": ("a_certain_model", "cut"),
        "max_words: Int, 0 or more.": ("no_words", "cut"),
        "rng: A `numpy.random.Generator`, the only source of randomness.": ("the_same_generator",),
        "A list of strings: the prompt, then the new words.": (
            "cut",
            "no_prompt",
            "an_unknown_prompt",
        ),
    },
}

NOTHING_PROMISED: frozenset[str] = frozenset()
