"""What the docstrings of w6_date_translation promise, sentence by sentence, and the cases that ask it."""

_TEXTS = ("a_plain_date", "small_letters_of_their_own", "accents_that_come_apart")
_SHARES = ("wrong_digits", "the_same_date_again", "all_or_nothing", "a_single_text")
_MAPS = (
    "a_plain_date",
    "as_people_type",
    "a_long_text",
    "an_exact_fit",
    "a_single_symbol",
)

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "preprocess": {
        "Turns the text of a date into indices of a fixed length.": _TEXTS,
        "Beside normal form C and lower case nothing is changed: spaces, commas and dots stay.": (
            *_TEXTS,
            "what_stays",
            "unknown_characters",
        ),
        "date: String; may be empty.": ("nothing_typed",),
        "vocabulary: Dictionary from character to index, in lower case and normal form C, and from "
        '`"<unk>"` and `"<pad>"`.': ("accents_that_come_apart", "unknown_characters"),
        "The indices are whole numbers in any order.": ("a_plain_date", "unknown_characters"),
        "Tx: Int, the length of the result, at least 1.": ("a_single_character", "too_long"),
        "`Tx` whole numbers, as a list or an array `(Tx,)`.": (*_TEXTS, "an_exact_fit"),
    },
    "one_step_attention": {
        "Computes the context of one step of the decoder.": (
            "all_sizes_different",
            "what_weights_do",
            "a_long_text",
        ),
        "The dense layers are those of the notebook, by their names at the time of the call, and no "
        "others: called twice, the function gives the same.": ("all_sizes_different",),
        "A repetition, a softmax or a sum may also be written with `keras.ops`.": (),
        "a: Tensor `(m, Tx, 2 n_a)`, states of the encoder; values, or a symbol while a Keras model is "
        "being built.": ("all_sizes_different", "inside_a_model"),
        "s_prev: Tensor `(m, n_s)`, the decoder's state before this step.": (
            "what_weights_do",
            "inside_a_model",
        ),
        "Tensor `(m, 1, 2 n_a)`, through which gradients flow to both.": ("inside_a_model",),
    },
    "modelf": {
        "Builds a network that reads a text and writes `Ty` symbols.": (
            "what_it_does",
            "both_directions",
        ),
        "The encoder is one bidirectional recurrent layer (simple, GRU or LSTM), with the states of both "
        "directions side by side.": ("both_directions", "what_it_does"),
        "The context is the LSTM's only input, and each symbol is written from its new state.": (
            "what_it_does",
            "both_directions",
        ),
        "LSTM and dense layer have Keras's defaults.": ("what_it_does",),
        "Encoder, attention, LSTM and dense layer are the same at every step, so that the number of "
        "weights does not depend on `Ty`, and there are no other weights.": ("what_it_does",),
        "Gradients flow back to the text.": ("what_it_does",),
        "Tx: Int, characters of the text.": ("both_directions", "what_it_does"),
        "Ty: Int, symbols to write.": ("what_it_does", "both_directions"),
        "n_a: Int, units of the encoder, each way.": ("what_it_does",),
        "n_s: Int, units of the decoder.": ("what_it_does",),
        "human_vocab_size: Int, different symbols in the text.": ("what_it_does",),
        "machine_vocab_size: Int, different symbols to write.": ("what_it_does",),
        "A `keras.Model`, called with a list `[X, s0, c0]`.": ("what_it_does",),
        "It returns a list of `Ty` arrays `(m, machine_vocab_size)`: the probabilities of each symbol in "
        "turn.": ("what_it_does", "both_directions"),
    },
    "exact_match": {
        "Scores predicted texts, as wholes and position by position.": (*_SHARES, "in_their_order"),
        "A text too short to have a symbol at a position is wrong there; what stands beyond L makes the "
        "whole text wrong and no position.": ("too_short", "too_long"),
        "predicted: List of m strings, of any length.": ("too_short", "too_long"),
        "true: List of m strings, all of the same length L.": _SHARES,
        "Spaces and capitals count like any other symbol.": ("capitals_and_spaces", "too_short"),
        "accuracy: Float in [0, 1], the share of texts that are right.": _SHARES,
        "by_position: L floats in [0, 1], as a list or an array.": _SHARES,
        "ValueError: If there are no texts, or not as many of one as of the other.": (
            "no_texts",
            "too_few",
            "too_many",
            "nothing_to_compare_with",
        ),
    },
    "attention_map": {
        "Reads one text with a model and returns its attention weights.": _MAPS,
        "The text goes through `preprocess`, with the notebook's `human_vocab` and `TX`.": (
            "as_people_type",
            "a_long_text",
            "an_exact_fit",
        ),
        "model: A Keras model from one-hot texts `(batch, TX, len(human_vocab))` to two results: "
        "probabilities `(batch, Ty, symbols)`, and attention weights `(batch, Ty, TX)`.": _MAPS,
        "text: String, a date as people write it.": ("as_people_type",),
        "Float array `(Ty, TX)`, a row for each symbol written and a column for each character read, "
        "padding included.": _MAPS,
        "Each row sums to 1.": _MAPS,
    },
}

NOTHING_PROMISED: tuple[str, ...] = (
    "A repetition, a softmax or a sum may also be written with `keras.ops`.",  # leave, not a demand
)
