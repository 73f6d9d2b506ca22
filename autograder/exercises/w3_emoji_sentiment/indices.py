"""Sentences as padded rows of indices: cases, other right answers, known mistakes."""

import numpy as np

from .inputs import (
    UNKNOWN,
    dressed,
    reference,
    sentences_to_indices,
    shuffled_index,
    some_words,
)


def some_sentences(rng, words, lengths):
    """Draws sentences of the given numbers of words, dressed as people type."""
    return [dressed(rng, rng.choice(words, length).tolist()) for length in lengths]


# ---------------------------------------------------------------------------------- cases


@sentences_to_indices.case("Sentences of several lengths, padded with 0 at the end.")
def several_lengths(rng):
    words = some_words(rng, 5)  # Small enough for paper.
    return {
        "X": some_sentences(rng, words, [3, 1]),
        "word_to_index": shuffled_index(rng, words),
        "max_len": 4,
    }


@sentences_to_indices.case("A sentence that is too long keeps its first words.")
def too_long(rng):
    words = some_words(rng, 7)
    X = [
        " ".join([*words, *rng.choice(words, 6)]),
        words[2],
        " ".join([words[0], *rng.choice(words, 7), *words[:0:-1]]),
    ]
    return {"X": X, "word_to_index": shuffled_index(rng, words), "max_len": 12}


@sentences_to_indices.case("A sentence is cut to a few words, or not at all where it just fits.")
def just_too_long(rng):
    words = some_words(rng, 6)
    X = [
        " ".join(rng.permutation(words)[:length].tolist()) for length in rng.permutation([3, 4, 5])
    ]
    return {"X": X, "word_to_index": shuffled_index(rng, words), "max_len": 4}


@sentences_to_indices.case("Unknown words leave no gap and take up no room.")
def unknown_words(rng):
    words = some_words(rng, 5)
    X = [
        f"{words[0]} {UNKNOWN[0]} {words[1]}",
        f"{UNKNOWN[1]} {words[2]} {UNKNOWN[2]} {words[3]} {words[4]} {words[0]}",
    ]
    return {"X": X, "word_to_index": shuffled_index(rng, words), "max_len": 3}


@sentences_to_indices.case("An empty sentence, and one without a known word, are rows of zeros.")
def nothing_known(rng):
    words = some_words(rng, 4)
    X = ["", f"{words[1]}!", UNKNOWN[3], f"\t{words[0]} {words[1]}"]
    return {"X": X, "word_to_index": shuffled_index(rng, words), "max_len": 6}


@sentences_to_indices.case(
    "Short forms are split as tokenize does it, in an array of sentences too."
)
def short_forms(rng):
    words = ["not", "can", "we", *some_words(rng, 2)]
    X = np.array([f"We can't {words[3]}", f"{words[4]} isn't {words[3]}"])
    return {"X": X.tolist(), "word_to_index": shuffled_index(rng, words), "max_len": 7}


@sentences_to_indices.case(
    "Digits are words too, and words of other letters; a word may come twice."
)
def digits_and_other_letters(rng):
    words = ["7", "90s", "caf\u00e9", *some_words(rng, 2)]
    typed = ["7", "90S", "Caf\u00e9", f"{words[3]}-{words[4]}", words[4].upper()]
    X = ["\n".join(rng.permutation(typed).tolist()), " ".join([words[3], words[0], words[3]])]
    return {"X": X, "word_to_index": shuffled_index(rng, words), "max_len": 7}


@sentences_to_indices.case("A single column holds each sentence's first known word.")
def one_column(rng):
    words = some_words(rng, 5)
    return {
        "X": some_sentences(rng, words, [2, 3]),
        "word_to_index": shuffled_index(rng, words),
        "max_len": 1,
    }


@sentences_to_indices.case(
    "Indices may be large: real vocabularies have hundreds of thousands of words."
)
def large_indices(rng):
    words = some_words(rng, 4)
    places = rng.permutation(
        [int(rng.integers(low, 2 * low)) for low in (300, 40_000, 70_000, 200_000)]
    )
    return {
        "X": some_sentences(rng, words, [4, 2]),
        "word_to_index": {w: int(place) for w, place in zip(words, places, strict=True)},
        "max_len": 5,
    }


# ---------------------------------------------------------------------- other right answers


@sentences_to_indices.alternative
def word_by_word(X, word_to_index, max_len):
    X_indices = np.zeros((len(X), max_len))
    for i in range(len(X)):
        j = 0
        for word in reference.tokenize(X[i]):
            if word in word_to_index and j < max_len:
                X_indices[i, j] = word_to_index[word]
                j += 1
    return X_indices


@sentences_to_indices.alternative
def with_lists(X, word_to_index, max_len):
    rows = []
    for sentence in X:
        known = [word_to_index[w] for w in reference.tokenize(sentence) if w in word_to_index]
        rows.append((known + [0] * max_len)[:max_len])
    return np.array(rows)


@sentences_to_indices.alternative
def with_get_and_pad(X, word_to_index, max_len):
    def row(sentence):
        found = [word_to_index.get(word, 0) for word in reference.tokenize(sentence)]
        kept = np.array([index for index in found if index > 0], dtype=np.int32)[:max_len]
        return np.pad(kept, (0, max_len - len(kept)))

    return np.stack([row(sentence) for sentence in X])


@sentences_to_indices.alternative
def with_keras(X, word_to_index, max_len):
    import keras

    rows = [
        [word_to_index[w] for w in reference.tokenize(sentence) if w in word_to_index]
        for sentence in X
    ]
    return keras.utils.pad_sequences(rows, maxlen=max_len, padding="post", truncating="post")


@sentences_to_indices.alternative
def as_a_tensor(X, word_to_index, max_len):
    import itertools

    import keras

    rows = np.zeros((len(X), max_len), dtype="int32")
    for i, sentence in enumerate(X):
        known = (word_to_index[w] for w in reference.tokenize(sentence) if w in word_to_index)
        for j, index in enumerate(itertools.islice(known, max_len)):
            rows[i][j] = index
    return keras.ops.convert_to_tensor(rows)


# -------------------------------------------------------------------------- known mistakes


sentences_to_indices.slip(
    "pads_in_front",
    "Padding stands in front of the words. Write the words from the left; the zeros come at the end.",
    "enumerate(words[:max_len])",
    "enumerate(words[:max_len], -len(words[:max_len]))",
)
sentences_to_indices.slip(
    "keeps_the_last_words",
    "A sentence that is too long lost its first words. Keep the first max_len words and cut the rest.",
    "words[:max_len]",
    "words[-max_len:]",
)
sentences_to_indices.slip(
    "leaves_gaps",
    "An unknown word left a 0 between the words. Skip it, and move to the next column only after "
    "a known word.",
    (" if word in word_to_index", ""),
    ("word_to_index[word]", "word_to_index.get(word, 0)"),
)
sentences_to_indices.slip(
    "cuts_before_skipping",
    "The sentence was cut before the unknown words were skipped, and so is too short now. Skip first, "
    "then cut.",
    "tokenize(sentence)",
    "tokenize(sentence)[:max_len]",
)
sentences_to_indices.slip(
    "stops_at_an_unknown_word",
    "The row ends at the first unknown word. Skip it and read on.",
    (" if word in word_to_index", ""),
    (
        "[:max_len]):\n",
        "[:max_len]):\n            if word not in word_to_index:\n                break\n",
    ),
)
sentences_to_indices.slip(
    "looks_everything_up",
    "It stops at a word that is not in word_to_index: ask with `in` before you look one up.",
    " if word in word_to_index",
    "",
)
sentences_to_indices.slip(
    "does_not_cut",
    "It stops at a sentence that is longer than max_len: cut the list before you write it.",
    "words[:max_len]",
    "words",
)
sentences_to_indices.slip(
    "neither_skips_nor_cuts",
    "It stops at a word that is not in word_to_index, and at a sentence that is longer than max_len. "
    "Keep the known words first, then cut the list.",
    (" if word in word_to_index", ""),
    ("words[:max_len]", "words"),
)
sentences_to_indices.slip(
    "keeps_letters_only",
    "Not all words were taken: a word may hold digits (isalpha does not allow them). The words are "
    "those that tokenize gives.",
    "if word in word_to_index",
    "if word.isalpha() and word in word_to_index",
)
sentences_to_indices.slip(
    "splits_only",
    "Words with capitals or with a comma behind them were not found: sentence.split() leaves both "
    "as they are. Use the given tokenize.",
    "tokenize(sentence)",
    "sentence.split()",
)
sentences_to_indices.slip(
    "lowers_and_splits",
    "Capitals are dealt with, but punctuation still sticks to the words. Use the given tokenize.",
    "tokenize(sentence)",
    "sentence.lower().split()",
)
sentences_to_indices.slip(
    "cuts_out_words",
    'Words are cut out by a pattern of your own, and short forms come out wrong: "can\'t" is *can* '
    "and *not*. Use the given tokenize.",
    ("indices = np", "import re\n\n    indices = np"),
    ("tokenize(sentence)", 're.findall("[a-z0-9]+", sentence.lower())'),
)
sentences_to_indices.slip(
    "counts_from_zero",
    "All indices are one too small: word_to_index counts from 1 already, and 0 is for padding.",
    "word_to_index[word]",
    "word_to_index[word] - 1",
)
sentences_to_indices.slip(
    "shifts_once_more",
    "All indices are one too large: word_to_index counts from 1 already and leaves 0 to padding.",
    "word_to_index[word]",
    "word_to_index[word] + 1",
)
sentences_to_indices.slip(
    "counts_the_keys",
    "The indices are places in the list of words. Look them up in word_to_index, whose order may be "
    "any.",
    "word_to_index[word]",
    "list(word_to_index).index(word) + 1",
)
sentences_to_indices.slip(
    "sorts_the_words",
    "Each word was written once, in the order of the alphabet or of a set: keep all words of the "
    "sentence in their order.",
    "tokenize(sentence)",
    "sorted(set(tokenize(sentence)))",
)
sentences_to_indices.slip(
    "reverses_the_words",
    "The words of each sentence stand in reverse order. Write them as they are read.",
    "words[:max_len]",
    "words[:max_len][::-1]",
)
sentences_to_indices.slip(
    "fits_the_longest",
    "The table is as wide as the longest sentence. It has max_len columns, whatever the sentences.",
    "indices = np",
    "max_len = max(sum(w in word_to_index for w in tokenize(s)) for s in X)\n    indices = np",
)


@sentences_to_indices.misconception(
    "The rows have different lengths: the padding with zeros up to max_len is missing."
)
def forgets_the_padding(X, word_to_index, max_len):
    return [
        [word_to_index[w] for w in reference.tokenize(s) if w in word_to_index][:max_len] for s in X
    ]


sentences_to_indices.slip(
    "pads_and_cuts_in_front",
    "Padding stands in front, and a sentence that is too long lost its first words. These are the "
    "defaults of pad_sequences: look at its arguments padding and truncating.",
    "enumerate(words[:max_len])",
    "enumerate(words[-max_len:], -len(words[-max_len:]))",
)
sentences_to_indices.slip(
    "goes_on_in_the_next_column",
    "Only the first sentence stands at the left: the column is not set back to 0 when the next "
    "sentence begins.",
    ("indices = np", "column = 0\n    indices = np"),
    ("for column, word in enumerate(words[:max_len])", "for word in words[: max_len - column]"),
    ("= word_to_index[word]", "= word_to_index[word]\n            column += 1"),
)
sentences_to_indices.slip(
    "pads_with_minus_one",
    "The empty places hold -1. Padding is 0: that is why the words are counted from 1.",
    "np.zeros((len(X), max_len), dtype=int)",
    "np.full((len(X), max_len), -1)",
)
sentences_to_indices.slip(
    "leaves_the_last_column_empty",
    "A long sentence is cut one word too early: there is room for max_len words.",
    "words[:max_len]",
    "words[: max_len - 1]",
)
sentences_to_indices.slip(
    "writes_each_word_once",
    "A word that stands twice in a sentence was written once. Keep all words, in their order.",
    "tokenize(sentence)",
    "dict.fromkeys(tokenize(sentence))",
)
sentences_to_indices.slip(
    "gives_unknown_words_an_index",
    "Unknown words got an index of their own, one more than there are words. Skip them: no row of "
    "the table of vectors belongs to that index.",
    (" if word in word_to_index", ""),
    ("word_to_index[word]", "word_to_index.get(word, len(word_to_index) + 1)"),
)
sentences_to_indices.slip(
    "drops_empty_sentences",
    "Sentences without a known word were dropped. Each has a row, of zeros: otherwise sentences and "
    "labels no longer stand side by side.",
    "return indices",
    "return indices[indices.any(axis=1)]",
)
sentences_to_indices.slip(
    "writes_columns",
    "The table is transposed, one column a sentence. It has one row a sentence: (m, max_len).",
    "return indices",
    "return indices.T",
)
sentences_to_indices.slip(
    "stores_small_numbers",
    "Large indices came out as other numbers: the array's number type is too small for them. int32 "
    "holds every index, as does int.",
    "return indices",
    "return indices.astype(np.uint8)",
)
sentences_to_indices.slip(
    "stores_numbers_of_sixteen_bits",
    "Large indices came out as other numbers: 16 bits hold whole numbers up to 32,767 or 65,535 only. "
    "Take int32 or int.",
    "return indices",
    "return indices.astype(np.int16)",
)


sentences_to_indices.equivalent(
    "indices = np.zeros((len(X), max_len), dtype=int) -> indices = np.zeros((len(X), max_len))",
    "Whole numbers written as floats are the same numbers; Keras makes indices of them.",
)


sentences_to_indices.slip(
    "returns_lists",
    "The indices are right, but they come as lists, which Keras takes for several inputs: make one array, by "
    "numpy.array(...).",
    "return indices",
    "return indices.tolist()",
)
