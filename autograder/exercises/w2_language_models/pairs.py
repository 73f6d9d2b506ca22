"""`shifted_pairs`: a sentence as what is heard and what is said."""

import numpy as np

from .inputs import numbered, shifted_pairs, some_sentences, some_words


@shifted_pairs.case(
    "Two words: START in front of the one row, EOS behind the other, a zero behind."
)
def two_words(rng):
    words = some_words(rng, 3)
    return {"sentences": [words[1:]], "word_to_index": numbered(words), "max_len": 4}


@shifted_pairs.case("Sentences of different length; an empty one is START and EOS.")
def different_lengths(rng):
    words = some_words(rng, 9)
    sentences = some_sentences(rng, words, [3, 0, 6, 1, 4])
    return {"sentences": sentences, "word_to_index": numbered(words), "max_len": 9}


@shifted_pairs.case("Long sentences are cut; EOS is kept only if it still fits.")
def cut_sentences(rng):
    words = some_words(rng, 8)
    sentences = some_sentences(rng, words, [4, 5, 6, 9])
    return {"sentences": sentences, "word_to_index": numbered(words), "max_len": 5}


@shifted_pairs.case("Words out of the vocabulary become UNK, at their place.")
def unknown_words(rng):
    words = some_words(rng, 8)
    sentences = some_sentences(rng, words, [5, 2, 4])
    for sentence in sentences:
        sentence[int(rng.integers(len(sentence)))] = words[-1]
        sentence[0] = words[-2]
    return {"sentences": sentences, "word_to_index": numbered(words[:-2]), "max_len": 7}


@shifted_pairs.case("Cats sleep: numbers and full stops are words like others.")
def cats(rng):
    text = "cats average 15 hours of sleep a day ."
    words = [str(w) for w in rng.permutation(text.split())]
    return {
        "sentences": [text.split(), ["cats", "sleep"]],
        "word_to_index": numbered(words),
        "max_len": 11,
    }


@shifted_pairs.case("A single column: START, and the first word, or EOS where there is none.")
def one_column(rng):
    words = some_words(rng, 5)
    sentences = some_sentences(rng, words, [3, 0, 1])
    return {"sentences": sentences, "word_to_index": numbered(words), "max_len": 1}


@shifted_pairs.case("A word with a capital is another word.")
def capitals(rng):
    words = some_words(rng, 4)
    sentence = [words[0].capitalize(), words[1], words[2].upper(), words[0]]
    vocabulary = numbered([*words[:3], words[2].upper()])
    return {"sentences": [sentence], "word_to_index": vocabulary, "max_len": 6}


@shifted_pairs.case("Numbers of a large vocabulary come out as they are.")
def large_numbers(rng):
    words = some_words(rng, 6)
    numbers = 300 + rng.choice(60_000, 6, replace=False)
    vocabulary = numbered([]) | {w: int(n) for w, n in zip(words, numbers, strict=True)}
    sentences = some_sentences(rng, words, [2, 4])
    return {"sentences": sentences, "word_to_index": vocabulary, "max_len": 5}


@shifted_pairs.alternative
def pairs_by_one_long_row(sentences, word_to_index, max_len):
    X, Y = [], []
    for sentence in sentences:
        row = [1] + [word_to_index.get(w, word_to_index["<UNK>"]) for w in sentence] + [2]
        row += [0] * (max_len + 1)
        X.append([i if i != 2 or k == 0 else 0 for k, i in enumerate(row[:max_len])])
        Y.append(row[1 : max_len + 1])
    return np.array(X), np.array(Y)


@shifted_pairs.alternative
def pairs_place_by_place(sentences, word_to_index, max_len):
    X = np.zeros((len(sentences), max_len), dtype="int32")
    Y = np.zeros_like(X)
    for i in range(len(sentences)):
        words = ["<START>", *sentences[i], "<EOS>"]
        for t in range(min(max_len, len(words) - 1)):
            X[i, t] = word_to_index.get(words[t], word_to_index["<UNK>"])
            Y[i, t] = word_to_index.get(words[t + 1], word_to_index["<UNK>"])
    return X, Y


@shifted_pairs.alternative
def pairs_with_pad_sequences(sentences, word_to_index, max_len):
    import keras

    ids = [[word_to_index.get(w, 3) for w in s] for s in sentences]
    options = {"maxlen": max_len, "padding": "post", "truncating": "post"}
    X = keras.utils.pad_sequences([[1, *row] for row in ids], **options)
    return X, keras.utils.pad_sequences([[*row, 2] for row in ids], **options)


shifted_pairs.slip(
    "forgets_the_start",
    "X has no START: before anything is heard, the first word has to be said already.",
    "[1, *ids]",
    "ids",
)

shifted_pairs.slip(
    "forgets_the_end",
    "Y has no EOS: that a sentence ends is to be predicted as well.",
    "[*ids, 2]",
    "ids",
)

shifted_pairs.slip(
    "does_not_shift",
    "X and Y hold the same: Y is one place ahead, it holds the word that comes next.",
    "[*ids, 2]",
    "[1, *ids]",
)

shifted_pairs.slip(
    "starts_both",
    "Y begins with START. Nobody has to predict the start: Y begins with the first word.",
    "[*ids, 2]",
    "[1, *ids, 2]",
)

shifted_pairs.slip(
    "ends_both",
    "X has an EOS. Behind the end nothing is predicted, so the end is never heard.",
    "[1, *ids]",
    "[1, *ids, 2]",
)

shifted_pairs.slip(
    "leaves_unknown_words_out",
    "Words that are not in the vocabulary were left out, and the others moved up. They become UNK, 3.",
    "[word_to_index.get(word, 3) for word in sentence]",
    "[word_to_index[word] for word in sentence if word in word_to_index]",
)

shifted_pairs.slip(
    "takes_unknown_words_for_padding",
    "Words that are not in the vocabulary became 0, which is padding. They become UNK, 3.",
    "word_to_index.get(word, 3)",
    "word_to_index.get(word, 0)",
)

shifted_pairs.slip(
    "pads_in_front",
    "The padding stands in front of the sentences. It belongs behind.",
    ("X[i, : len(heard)]", "X[i, max_len - len(heard) :]"),
    ("Y[i, : len(said)]", "Y[i, max_len - len(said) :]"),
)

shifted_pairs.slip(
    "keeps_the_end_when_cut",
    "A sentence that was cut has an EOS in its last column. It does not end there: cut after EOS was "
    "put behind it.",
    "[*ids, 2][:max_len]",
    "[*ids[: max_len - 1], 2]",
)

shifted_pairs.slip(
    "cuts_in_front",
    "A sentence that is too long lost its beginning. Keep the beginning, cut the end.",
    ("[1, *ids][:max_len]", "[1, *ids][-max_len:]"),
    ("[*ids, 2][:max_len]", "[*ids, 2][-max_len:]"),
)

shifted_pairs.slip(
    "pads_with_the_end",
    "Behind the sentences of Y stands EOS again and again. One EOS, then padding, 0.",
    "Y = np.zeros((len(sentences), max_len), dtype=int)",
    "Y = np.full((len(sentences), max_len), 2)",
)

shifted_pairs.slip(
    "returns_them_the_other_way",
    "X and Y are the wrong way round: X begins with START.",
    "return X, Y",
    "return Y, X",
)

shifted_pairs.slip(
    "takes_small_numbers",
    "Numbers of words were cut to a small number type, and larger ones wrapped round. A vocabulary has tens "
    "of thousands of words.",
    "    return X, Y",
    "    return X.astype(np.uint8), Y.astype(np.uint8)",
)

shifted_pairs.slip(
    "passes_over_empty_sentences",
    "The row of an empty sentence was left as it was, all zeros. It is START in X and EOS in Y.",
    "    for i, sentence in enumerate(sentences):",
    "    for i, sentence in enumerate(sentences):\n        if not sentence:\n            continue",
)

shifted_pairs.slip(
    "makes_targets_of_cut_inputs",
    "Where a sentence was cut, the last column of Y is 0. Its word was cut away in X, but Y has room for "
    "it: shift the whole sentence, then cut.",
    "[*ids, 2][:max_len]",
    "[*ids, 2][: max_len - (len(ids) >= max_len)]",
)

shifted_pairs.slip(
    "leaves_the_last_column_empty",
    "The last column of Y is 0, also where something was left to be said. X and Y are cut at the same "
    "length, each for itself.",
    "[*ids, 2][:max_len]",
    "[*ids, 2][: max_len - 1]",
)

shifted_pairs.slip(
    "loses_an_end_that_fits",
    "An EOS that falls into the last column is missing. It is lost only where it no longer fits.",
    "[*ids, 2][:max_len]",
    "([*ids, 2] if len(ids) < max_len - 1 else ids)[:max_len]",
)

shifted_pairs.slip(
    "makes_the_arrays_as_wide_as_needed",
    "The arrays are only as wide as the longest sentence. They have max_len columns, whatever the "
    "sentences are.",
    "    X = np.zeros(",
    "    max_len = min(max_len, 1 + max(map(len, sentences), default=0))\n    X = np.zeros(",
)

shifted_pairs.slip(
    "does_not_cut",
    "A sentence that is longer than max_len was written into its row as it is. Cut it first.",
    ("[1, *ids][:max_len]", "[1, *ids]"),
    ("[*ids, 2][:max_len]", "[*ids, 2]"),
)

shifted_pairs.slip(
    "has_no_number_for_unknown_words",
    "A word that is not in the vocabulary gives an error. It becomes UNK, 3.",
    "word_to_index.get(word, 3)",
    "word_to_index[word]",
)

shifted_pairs.slip(
    "shifts_twice",
    "Y begins with the second word: it is two places ahead of X. One place is right.",
    "[*ids, 2][:max_len]",
    "[*ids, 2][1:][:max_len]",
)

shifted_pairs.slip(
    "ignores_capitals",
    "Words were looked up in small letters. A word with a capital is in the vocabulary as it stands "
    "there, or not at all.",
    "word_to_index.get(word, 3)",
    "word_to_index.get(word.lower(), 3)",
)
