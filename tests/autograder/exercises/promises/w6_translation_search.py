"""What the docstrings of "Find the best sentence" promise, and which cases ask it."""

READ = ("what_is_read",)
WRITTEN = ("what_is_written", "step_by_step")
SEARCHED = ("on_paper", "with_a_state", "several_axes")
BEAMS = ("on_paper", "with_a_state", "several_axes", "narrower", "alpha_decides")
COUNTED = ("on_paper", "bigrams", "from_several", "longer")

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "encoder_decoder": {
        "Builds a net that reads a sentence, and one that writes another from it.": (
            *READ,
            *WRITTEN,
        ),
        "The encoder's state depends on all words and on their order.": READ,
        "Padding, 0, behind a sentence changes nothing.": READ,
        "The decoder's logits depend on the state it begins with and on the symbols up to their own "
        "place, in their order, and on none behind it.": ("what_is_written",),
        "T symbols in one call give what T calls of one symbol give, if each gets the states that the "
        "one before returned.": ("step_by_step",),
        "All weights can learn.": ("all_weights",),
        "source_size: Ids of the source are 0, padding, to this minus 1.": ("other_sizes",),
        "target_size: Ids of the target are 0 to this minus 1.": ("other_sizes",),
        "units: Length of a state.": ("other_sizes", *READ),
        "encoder: A `keras.Model` from ids `(m, Tx)` to states `(m, units)`, for any Tx.": READ,
        "decoder: A `keras.Model` from `[ids (m, T), states (m, units)]` to `[logits (m, T, "
        "target_size), states (m, units)]`, for any T.": WRITTEN,
    },
    "greedy_search": {
        "Writes a sentence: each time the likeliest symbol.": SEARCHED,
        "Of equally likely ones it is the symbol with the lowest id.": (
            "ties",
            "a_tie_with_the_end",
        ),
        "The sentence is over when `end` is written, or when there are `max_len` symbols.": (
            "no_end",
            "just_in_time",
            "empty_sentence",
        ),
        "step: Function of `(tokens, states)`: the last symbols `(k,)` of k hypotheses, `start` before "
        "the first one, and states `(k, ...)`.": SEARCHED,
        "It returns natural log-probabilities `(k, V)` of the next symbol, -inf among them, and the new "
        "states `(k, ...)`.": (*SEARCHED, "impossible"),
        "state: Float array `(1, ...)`, the state before the first symbol.": SEARCHED,
        "Not changed.": SEARCHED,
        "start: Id of the mark that stands before a sentence.": SEARCHED,
        "end: Id of the mark that ends it.": SEARCHED,
        "max_len: Most symbols, `end` among them; at least 1.": (
            "no_end",
            "just_in_time",
            "one_symbol",
        ),
        "tokens: List of ids without `start` and `end`.": (*SEARCHED, "empty_sentence"),
        "log_probability: Float, the sum over all symbols that were written, `end` among them.": (
            *SEARCHED,
            "forty_symbols",
        ),
    },
    "length_normalized": {
        "Divides a sentence's log-probability by its length to the power of alpha.": (
            "on_paper",
            "in_between",
            "many",
        ),
        "log_probabilities: List or array of T natural log-probabilities, one for each symbol that was "
        "written, the end among them; -inf is allowed.": ("an_array", "impossible", "certain"),
        "alpha: Float, 0 or more.": ("the_sum", "in_between", "above_one"),
        "Float.": ("on_paper",),
        "ValueError: If there is no symbol.": ("no_symbol", "no_symbol_alpha_0"),
    },
    "beam_search": {
        "Searches for likely sentences, with B hypotheses at a time.": BEAMS,
        "In each step every hypothesis goes on with every symbol.": ("with_a_state", "exhaustive"),
        "Of all these continuations the likeliest stay, by log-probability: as many as B less the number "
        "of sentences that have ended before.": ("narrower", "all_ended", "aside_for_good"),
        "Of equally likely ones the hypothesis that was likelier before comes first, then the lower id.": (
            "ties_between_hypotheses",
            "ties_of_one",
        ),
        "What has a log-probability of -inf never stays.": ("impossible", "a_dead_end", "nothing"),
        "What ends is put aside and does not go on.": ("narrower", "all_ended", "aside_for_good"),
        "Hypotheses of `max_len` symbols are put aside without an end.": (
            "no_end",
            "some_unfinished",
        ),
        "step: As for `greedy_search`; k may be any number from 1 on.": BEAMS,
        "state: Float array `(1, ...)`, the state before the first symbol.": BEAMS,
        "Not changed.": BEAMS,
        "start: Id of the mark that stands before a sentence.": BEAMS,
        "end: Id of the mark that ends it.": BEAMS,
        "max_len: Most symbols, `end` among them; at least 1.": (
            "no_end",
            "some_unfinished",
            "one_symbol",
        ),
        "B: Width of the beam, which may be more than V.": (
            "one_alone",
            "exhaustive",
            "wider_than_symbols",
        ),
        "alpha: Float, 0 or more.": ("on_paper", "alpha_decides", "no_end"),
        "List of `(tokens, log_probability, score)`, at most B, falling by score; empty if nothing is "
        "possible.": (*BEAMS, "nothing"),
        "Tokens are a list without `start` and `end`; the score is the log-probability by `n ** alpha`, n "
        "being the number of symbols that were written, `end` among them.": (
            "alpha_decides",
            "empty_sentence",
            "some_unfinished",
            "long_sentences",
        ),
        "ValueError: If B is below 1.": ("no_width", "negative_width"),
    },
    "error_analysis": {
        "Counts wrong translations by whether search or model is to blame.": (
            "on_paper",
            "many",
        ),
        "It is the search if the best reference scores higher than the output, and else the model, also "
        "where both score the same.": ("several_references", "ties", "many"),
        "reference_scores: List of m lists of numbers, one score for each right translation of a "
        "sentence, at least one; -inf is allowed.": ("several_references", "impossible"),
        "output_scores: m numbers, scores of what came out, by the same rule; -inf where nothing came "
        "out.": ("impossible", "arrays"),
        "right: m booleans, whether an output is right.": ("right_ones", "arrays"),
        "It is then no error, whatever the scores.": ("right_ones", "all_right"),
        'Dictionary `{"search": count, "model": count}`, both always there.': (
            "one_kind",
            "all_right",
            "no_sentence",
        ),
        "ValueError: If the three are not equally long.": ("unequal", "unequal_truths"),
    },
    "modified_precision": {
        "Counts n-grams of a candidate that occur in a reference, clipped.": COUNTED,
        "Each n-gram counts at most as often as it occurs in that one reference which has it most "
        "often.": ("on_paper", "clipped_by_one", "repeated", "from_several"),
        "candidate: List of words, texts or ids; may be empty.": (
            "empty",
            "ids",
            "ids_that_look_alike",
        ),
        "references: List of at least one list of words, of any lengths.": (
            "one_reference",
            "short_references",
        ),
        "n: Words of an n-gram, at least 1; may be more than there are words.": (
            "longer",
            "too_short",
            "just_long_enough",
        ),
        "clipped: Whole number, n-grams of the candidate that count.": COUNTED,
        "total: Whole number, all n-grams of the candidate, repeated ones too.": (
            *COUNTED,
            "repeated",
        ),
    },
    "brevity_penalty": {
        "Computes BLEU's penalty for candidates shorter than their references.": (
            "on_paper",
            "several",
        ),
        "Of each candidate's references that one counts whose length is closest; of two that are equally "
        "close, the shorter.": ("several", "many_references", "ties", "a_tie_decides"),
        "Lengths are summed over all sentences first.": (
            "several",
            "made_good",
            "partly_made_good",
        ),
        "candidate_lengths: List of m whole numbers, 0 or more; m is at least 1.": (
            "several",
            "one_empty",
        ),
        "reference_lengths: List of m lists of whole numbers, at least one each.": (
            "several",
            "many_references",
        ),
        "Float: 1.0 if the candidates together are not shorter; 0.0 if they have no word at all.": (
            "as_long",
            "longer",
            "no_word",
            "no_word_anywhere",
        ),
    },
    "corpus_bleu": {
        "Computes BLEU of all candidates together.": ("several", "many"),
        "candidates: List of m lists of words, some of them perhaps empty.": (
            "one_is_empty",
            "nothing_said",
        ),
        "references: List of m lists of references, each a list of words; at least one reference a "
        "candidate, not of all the same number.": ("several", "many"),
        "max_n: Words of the longest n-grams, at least 1; all lengths up to it count alike.": (
            "words_alone",
            "longer_ones",
        ),
        "Float from 0 to 1: 0.0 if some precision is 0 or 0 of 0.": (
            "all_right",
            "no_pair",
            "nothing_long",
            "none_long_enough",
            "nothing_said",
        ),
        "ValueError: If there is no candidate, or if there are not as many candidates as lists of "
        "references.": ("no_candidate", "more_references", "fewer_references"),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
