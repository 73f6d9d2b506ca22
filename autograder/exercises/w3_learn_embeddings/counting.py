"""`cooccurrence_counts`: who stands within reach of whom."""

import numpy as np

from .inputs import cooccurrence_counts as exercise
from .inputs import reference


def _sentences(rng, lengths, size):
    return [rng.integers(size, size=length).tolist() for length in lengths]


@exercise.case("Two short sentences, next neighbours.")
def on_paper(rng):
    a, b, c, d = rng.permutation(4).tolist()
    return {"sentences": [[a, b, c], [a, d]], "vocabulary_size": 4, "window": 1}


@exercise.case("A window of two: every occurrence counts 1, near or far.")
def a_wider_window(rng):
    sentences = [rng.permutation(7)[:5].tolist(), rng.permutation(7)[:6].tolist()]
    return {"sentences": sentences, "vocabulary_size": 7, "window": 2}


@exercise.case("Words that come again: counts add up, a word may be in its own company.")
def words_that_come_again(rng):
    return {"sentences": _sentences(rng, (6, 4, 7), 3), "vocabulary_size": 3, "window": 2}


@exercise.case("An unknown word takes up its place and is not counted.")
def unknown_words(rng):
    a, b, c, d = rng.permutation(5)[:4].tolist()
    sentences = [[a, -1, b, c], [-1, d, a], [c, -1, -1, d]]
    return {"sentences": sentences, "vocabulary_size": 5, "window": 2}


@exercise.case("Only unknown words between: who is too far away stays so.")
def too_far_away(rng):
    a, b, c = rng.permutation(6)[:3].tolist()
    return {"sentences": [[a, -1, b], [b, c, -1, -1, a]], "vocabulary_size": 6, "window": 1}


@exercise.case("Sentences without a word, or with one, have no company; the end is no bridge.")
def empty_sentences(rng):
    a, b, c = rng.permutation(4)[:3].tolist()
    return {"sentences": [[a], [], [b, c], [a]], "vocabulary_size": 4, "window": 3}


@exercise.case("A window that is larger than the sentences.")
def a_window_beyond_the_ends(rng):
    return {"sentences": _sentences(rng, (3, 5), 6), "vocabulary_size": 6, "window": 9}


@exercise.case("Words that never come have rows and columns of zeros.")
def words_that_never_come(rng):
    sentences = _sentences(rng, (5, 4), 4)
    return {"sentences": sentences, "vocabulary_size": 9, "window": 3}


@exercise.case("Two words that meet some hundred times.")
def large_counts(rng):
    a, b = rng.permutation(3)[:2].tolist()
    pairs = int(rng.integers(140, 160))
    return {"sentences": [[a, b] * pairs], "vocabulary_size": 3, "window": 1}


@exercise.alternative
def with_pairs_in_arrays(sentences, vocabulary_size, window):
    X = np.zeros((vocabulary_size, vocabulary_size), dtype=int)
    for sentence in sentences:
        words = np.array(sentence, dtype=int)
        for step in range(1, window + 1):
            one, other = words[:-step], words[step:]
            known = (one >= 0) & (other >= 0)
            np.add.at(X, (one[known], other[known]), 1)
            np.add.at(X, (other[known], one[known]), 1)
    return X


@exercise.alternative
def place_against_place(sentences, vocabulary_size, window):
    X = np.zeros((vocabulary_size, vocabulary_size))
    for words in sentences:
        for i in range(len(words)):
            for j in range(len(words)):
                if i != j and abs(i - j) <= window and min(words[i], words[j]) > -1:
                    X[words[i], words[j]] += 1
    return X


@exercise.alternative
def with_a_counter(sentences, vocabulary_size, window):
    from collections import Counter

    found = Counter()
    for words in sentences:
        for i, c in enumerate(words):
            found.update((c, t) for t in words[i + 1 : i + window + 1])
    half = np.zeros((vocabulary_size, vocabulary_size), dtype="float32")
    for (c, t), number in found.items():
        if c != -1 and t != -1:
            half[c][t] = number
    return half + half.T


KNOWN = "if c >= 0 and t >= 0:"

exercise.slip(
    "looks_back_only",
    "Only words before count: the table is that of one side. Company is on either side.",
    "words[start:place] + words[place + 1 : place + 1 + window]",
    "words[start:place]",
)
exercise.slip(
    "looks_ahead_only",
    "Only words behind count: the table is that of one side. Company is on either side.",
    "words[start:place] + words[place + 1 : place + 1 + window]",
    "words[place + 1 : place + 1 + window]",
)
exercise.slip(
    "reaches_one_less",
    "The last word within reach is missing on the right: a slice ends before its end.",
    "place + 1 + window",
    "place + window",
)
exercise.slip(
    "counts_a_word_with_itself",
    "Each word is counted as its own company, at its own place. Leave that place out.",
    "words[place + 1 : place + 1 + window]",
    "words[place : place + 1 + window]",
)
exercise.slip(
    "reads_unknown_as_the_last_word",
    "An unknown word, -1, is counted for the last word of the vocabulary, as Python reads -1.",
    KNOWN,
    "if True:",
)
exercise.slip(
    "notes_without_counting",
    "The table says whether two words meet, not how often.",
    "X[c, t] += 1",
    "X[c, t] = 1",
)
exercise.slip(
    "loses_the_start",
    "Words at the start of a sentence lose company: a slice from a negative place begins at the end.",
    "start = max(0, place - window)",
    "start = place - window",
)


@exercise.misconception(
    "Far words count less: 1 / distance, as GloVe's own program has it. Here every occurrence counts 1."
)
def one_over_distance(sentences, vocabulary_size, window):
    X = np.zeros((vocabulary_size, vocabulary_size))
    for words in sentences:
        for i, c in enumerate(words):
            for j, t in enumerate(words):
                if i != j and abs(i - j) <= window and c >= 0 and t >= 0:
                    X[c, t] += 1 / abs(i - j)
    return X


@exercise.misconception(
    "Unknown words are taken out first, so that those around them move together. They keep their place."
)
def drops_unknown_words(sentences, vocabulary_size, window):
    known = [[word for word in words if word >= 0] for words in sentences]
    return reference.cooccurrence_counts(known, vocabulary_size, window)


@exercise.misconception(
    "Sentences run into each other. The first word of one is no company of the last word before."
)
def across_sentences(sentences, vocabulary_size, window):
    whole = [word for words in sentences for word in words]
    return reference.cooccurrence_counts([whole], vocabulary_size, window)


@exercise.misconception(
    "Words that are equal are never counted. Two occurrences of a word may well be in each other's company."
)
def leaves_out_equal_words(sentences, vocabulary_size, window):
    X = np.array(reference.cooccurrence_counts(sentences, vocabulary_size, window))
    np.fill_diagonal(X, 0)
    return X


@exercise.misconception(
    "All pairs of a sentence count, however far apart. Only those within the window do."
)
def ignores_the_window(sentences, vocabulary_size, window):
    return reference.cooccurrence_counts(sentences, vocabulary_size, 1_000)


exercise.slip(
    "counts_in_bytes",
    "The table is made of bytes, which begin again at 0 behind 255. Take int64 or float64.",
    "np.zeros((vocabulary_size, vocabulary_size))",
    "np.zeros((vocabulary_size, vocabulary_size), dtype=np.uint8)",
)
