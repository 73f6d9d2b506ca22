"""Sentences as padded rows of indices: cases, other right answers, known mistakes."""

import numpy as np

from autograder.exercises._emoji_sentiment.inputs import (
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
    words = some_words(rng, 6)
    return {
        "X": some_sentences(rng, words, [3, 1, 4]),
        "word_to_index": shuffled_index(rng, words),
        "max_len": 5,
    }


@sentences_to_indices.case("A sentence that is too long keeps its first words.")
def too_long(rng):
    words = some_words(rng, 7)
    return {
        "X": [" ".join(words), words[2], " ".join(words[::-1])],
        "word_to_index": shuffled_index(rng, words),
        "max_len": 4,
    }


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
    return rows


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


def _rows_like(X, word_to_index, max_len, tokens=None, shift=0, keep=None, fill=None):
    """Makes rows with one thing done differently; for the misconceptions below."""
    rows = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        words = (tokens or reference.tokenize)(sentence)
        known = [word_to_index[w] + shift for w in words if w in word_to_index]
        known = known[:max_len] if keep is None else keep(known)
        (fill or _fill_left)(rows[i], known)
    return rows


def _fill_left(row, known):
    row[: len(known)] = known


@sentences_to_indices.misconception(
    "Padding stands in front of the words. Write the words from the left; the zeros come at the end."
)
def pads_in_front(X, word_to_index, max_len):
    def fill(row, known):
        row[len(row) - len(known) :] = known

    return _rows_like(X, word_to_index, max_len, fill=fill)


@sentences_to_indices.misconception(
    "A sentence that is too long lost its first words. Keep the first max_len words and cut the rest."
)
def keeps_the_last_words(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, keep=lambda known: known[-max_len:])


@sentences_to_indices.misconception(
    "An unknown word left a 0 between the words. Skip it, and move to the next column only after "
    "a known word."
)
def leaves_gaps(X, word_to_index, max_len):
    rows = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        for j, word in enumerate(reference.tokenize(sentence)[:max_len]):
            rows[i, j] = word_to_index.get(word, 0)
    return rows


@sentences_to_indices.misconception(
    "The sentence was cut before the unknown words were skipped, and so is too short now. Skip first, "
    "then cut."
)
def cuts_before_skipping(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, tokens=lambda s: reference.tokenize(s)[:max_len])


@sentences_to_indices.misconception("The row ends at the first unknown word. Skip it and read on.")
def stops_at_an_unknown_word(X, word_to_index, max_len):
    def tokens(sentence):
        words = []
        for word in reference.tokenize(sentence):
            if word not in word_to_index:
                break
            words.append(word)
        return words

    return _rows_like(X, word_to_index, max_len, tokens=tokens)


@sentences_to_indices.misconception(
    "It stops at a word that is not in word_to_index: ask with `in` before you look one up."
)
def looks_everything_up(X, word_to_index, max_len):
    rows = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        found = [word_to_index[word] for word in reference.tokenize(sentence)][:max_len]
        rows[i, : len(found)] = found
    return rows


@sentences_to_indices.misconception(
    "It stops at a sentence that is longer than max_len: cut the list before you write it."
)
def does_not_cut(X, word_to_index, max_len):
    rows = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        j = 0
        for word in reference.tokenize(sentence):
            if word in word_to_index:
                rows[i, j] = word_to_index[word]
                j += 1
    return rows


@sentences_to_indices.misconception(
    "Words with capitals or with a comma behind them were not found: sentence.split() leaves both "
    "as they are. Use the given tokenize."
)
def splits_only(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, tokens=lambda s: s.split())


@sentences_to_indices.misconception(
    "Capitals are dealt with, but punctuation still sticks to the words. Use the given tokenize."
)
def lowers_and_splits(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, tokens=lambda s: s.lower().split())


@sentences_to_indices.misconception(
    'Words are cut out by a pattern of your own, and short forms come out wrong: "can\'t" is *can* '
    "and *not*. Use the given tokenize."
)
def cuts_out_words(X, word_to_index, max_len):
    import re

    return _rows_like(
        X, word_to_index, max_len, tokens=lambda s: re.findall(r"[a-z0-9]+", s.lower())
    )


@sentences_to_indices.misconception(
    "All indices are one too small: word_to_index counts from 1 already, and 0 is for padding."
)
def counts_from_zero(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, shift=-1)


@sentences_to_indices.misconception(
    "All indices are one too large: word_to_index counts from 1 already and leaves 0 to padding."
)
def shifts_once_more(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, shift=1)


@sentences_to_indices.misconception(
    "The indices are places in the list of words. Look them up in word_to_index, whose order may be "
    "any."
)
def counts_the_keys(X, word_to_index, max_len):
    places = {word: place for place, word in enumerate(word_to_index, start=1)}
    return _rows_like(X, places, max_len)


@sentences_to_indices.misconception(
    "Each word was written once, in the order of the alphabet or of a set: keep all words of the "
    "sentence in their order."
)
def sorts_the_words(X, word_to_index, max_len):
    return _rows_like(
        X, word_to_index, max_len, tokens=lambda s: sorted(set(reference.tokenize(s)))
    )


@sentences_to_indices.misconception(
    "The words of each sentence stand in reverse order. Write them as they are read."
)
def reverses_the_words(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, keep=lambda known: known[:max_len][::-1])


@sentences_to_indices.misconception(
    "The table is as wide as the longest sentence. It has max_len columns, whatever the sentences."
)
def fits_the_longest(X, word_to_index, max_len):
    known = [[word_to_index[w] for w in reference.tokenize(s) if w in word_to_index] for s in X]
    rows = np.zeros((len(X), max(map(len, known))), dtype=int)
    for row, found in zip(rows, known, strict=True):
        row[: len(found)] = found
    return rows


@sentences_to_indices.misconception(
    "The rows have different lengths: the padding with zeros up to max_len is missing."
)
def forgets_the_padding(X, word_to_index, max_len):
    return [
        [word_to_index[w] for w in reference.tokenize(s) if w in word_to_index][:max_len] for s in X
    ]


@sentences_to_indices.misconception(
    "Padding stands in front, and a sentence that is too long lost its first words. These are the "
    "defaults of pad_sequences: look at its arguments padding and truncating."
)
def pads_and_cuts_in_front(X, word_to_index, max_len):
    def fill(row, known):
        row[len(row) - len(known) :] = known

    return _rows_like(X, word_to_index, max_len, keep=lambda known: known[-max_len:], fill=fill)


@sentences_to_indices.misconception(
    "Only the first sentence stands at the left: the column is not set back to 0 when the next "
    "sentence begins."
)
def goes_on_in_the_next_column(X, word_to_index, max_len):
    rows, j = np.zeros((len(X), max_len), dtype=int), 0
    for i, sentence in enumerate(X):
        for word in reference.tokenize(sentence):
            if word in word_to_index and j < max_len:
                rows[i, j] = word_to_index[word]
                j += 1
    return rows


@sentences_to_indices.misconception(
    "The empty places hold -1. Padding is 0: that is why the words are counted from 1."
)
def pads_with_minus_one(X, word_to_index, max_len):
    rows = _rows_like(X, word_to_index, max_len)
    return np.where(rows == 0, -1, rows)


@sentences_to_indices.misconception(
    "A long sentence is cut one word too early: there is room for max_len words."
)
def leaves_the_last_column_empty(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len, keep=lambda known: known[: max_len - 1])


@sentences_to_indices.misconception(
    "A word that stands twice in a sentence was written once. Keep all words, in their order."
)
def writes_each_word_once(X, word_to_index, max_len):
    return _rows_like(
        X, word_to_index, max_len, tokens=lambda s: list(dict.fromkeys(reference.tokenize(s)))
    )


@sentences_to_indices.misconception(
    "Unknown words got an index of their own, one more than there are words. Skip them: no row of "
    "the table of vectors belongs to that index."
)
def gives_unknown_words_an_index(X, word_to_index, max_len):
    rows = np.zeros((len(X), max_len), dtype=int)
    for i, sentence in enumerate(X):
        words = reference.tokenize(sentence)[:max_len]
        rows[i, : len(words)] = [word_to_index.get(w, len(word_to_index) + 1) for w in words]
    return rows


@sentences_to_indices.misconception(
    "Sentences without a known word were dropped. Each has a row, of zeros: otherwise sentences and "
    "labels no longer stand side by side."
)
def drops_empty_sentences(X, word_to_index, max_len):
    rows = _rows_like(X, word_to_index, max_len)
    return rows[rows.any(axis=1)]


@sentences_to_indices.misconception(
    "The table is transposed, one column a sentence. It has one row a sentence: (m, max_len)."
)
def writes_columns(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len).T


@sentences_to_indices.misconception(
    "Large indices came out as other numbers: the array's number type is too small for them. int32 "
    "holds every index, as does int."
)
def stores_small_numbers(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len).astype(np.uint8)


@sentences_to_indices.misconception(
    "Large indices came out as other numbers: 16 bits hold whole numbers up to 32,767 or 65,535 only. "
    "Take int32 or int."
)
def stores_numbers_of_sixteen_bits(X, word_to_index, max_len):
    return _rows_like(X, word_to_index, max_len).astype(np.int16)


sentences_to_indices.equivalent(
    "indices = np.zeros((len(X), max_len), dtype=int) -> indices = np.zeros((len(X), max_len))",
    "Whole numbers written as floats are the same numbers; Keras makes indices of them.",
)
