"""The average of the word vectors of a sentence: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks.probes import BeforeAfter
from autograder.checks.recipes import Function

from .inputs import (
    UNKNOWN,
    dressed,
    reference,
    sentence_to_avg,
    small_word_map,
    some_words,
    word_map,
)

# ---------------------------------------------------------------------------------- cases


@sentence_to_avg.case("Words without a vector are left out and do not count.")
def unknown_words(rng):
    words = some_words(rng, 4)  # Small enough for paper.
    sentence = [words[0], rng.choice(UNKNOWN), *words[1:3]]
    return {
        "sentence": " ".join(sentence),
        "word_to_vec_map": small_word_map(rng, rng.permutation(words).tolist(), 2),
    }


@sentence_to_avg.case("Capitals, punctuation, tabs and double spaces do not matter.")
def as_people_type(rng):
    words = some_words(rng, 7)
    return {
        "sentence": dressed(rng, words[:4]),
        "word_to_vec_map": word_map(rng, rng.permutation(words).tolist(), 5),
    }


@sentence_to_avg.case("A word that stands twice counts twice, in a long sentence as well.")
def a_word_twice(rng):
    words = some_words(rng, 5)
    sentence = [*words[:3], words[0], *rng.choice(words, 15)]
    return {"sentence": " ".join(sentence), "word_to_vec_map": word_map(rng, words, 4)}


@sentence_to_avg.case("Short forms are split as tokenize does it.")
def short_forms(rng):
    words = some_words(rng, 2)
    known = ["not", *words, "can", "we"]
    return {
        "sentence": f"We can't {words[0]}",
        "word_to_vec_map": word_map(rng, known, 6),
    }


@sentence_to_avg.case("Digits are words too, and so are words of other letters than a to z.")
def digits_and_other_letters(rng):
    words = some_words(rng, 3)
    typed = ["7", "90S", "Caf\u00e9", f"{words[0]}-{words[1]}", words[1].upper()]
    known = ["7", "90s", "caf\u00e9", *words]
    return {
        "sentence": "\n".join(rng.permutation(typed).tolist()),
        "word_to_vec_map": word_map(rng, rng.permutation(known).tolist(), 4),
    }


@sentence_to_avg.case("The map is after the call what it was before.")
def the_map_stays(rng):
    words = some_words(rng, 4)
    arguments = {"sentence": " ".join(words[:3]), "word_to_vec_map": word_map(rng, words, 3)}
    return BeforeAfter(arguments, looks={"word_to_vec_map": LOOK}, times=2)


LOOK = Function("""
def look(sentence, word_to_vec_map):
    return word_to_vec_map
""")


@sentence_to_avg.case("A sentence of one word is that word's vector.")
def one_word(rng):
    words = some_words(rng, 3)
    return {"sentence": words[1], "word_to_vec_map": word_map(rng, words, 2)}


@sentence_to_avg.case("Without any known word the result is zeros.")
def no_known_word(rng):
    return {
        "sentence": f"{UNKNOWN[2]} {UNKNOWN[3]}",
        "word_to_vec_map": word_map(rng, some_words(rng, 3), 4),
    }


@sentence_to_avg.case("An empty sentence is zeros too.")
def empty(rng):
    sentence = str(rng.choice(["", " \t", "?!"]))
    return {"sentence": sentence, "word_to_vec_map": word_map(rng, some_words(rng, 2), 7)}


# ---------------------------------------------------------------------- other right answers


@sentence_to_avg.alternative
def with_a_running_sum(sentence, word_to_vec_map):
    first = next(iter(word_to_vec_map.values()))
    total, count = np.zeros(len(first)), 0
    for word in reference.tokenize(sentence):
        if word in word_to_vec_map:
            total += word_to_vec_map[word]
            count += 1
    return total / max(count, 1)


@sentence_to_avg.alternative
def with_counts_and_a_product(sentence, word_to_vec_map):
    words = list(word_to_vec_map)
    tokens = reference.tokenize(sentence)
    counts = np.array([tokens.count(word) for word in words], dtype=float)
    table = np.stack([word_to_vec_map[word] for word in words])
    return (counts / max(counts.sum(), 1)) @ table


@sentence_to_avg.alternative
def in_float32(sentence, word_to_vec_map):
    dimension = next(iter(word_to_vec_map.values())).shape[0]
    rows = np.empty((0, dimension), dtype=np.float32)
    for token in reference.tokenize(sentence):
        vector = word_to_vec_map.get(token)
        if vector is not None:
            rows = np.vstack([rows, vector.astype(np.float32)])
    return rows.mean(axis=0) if rows.size else np.zeros(dimension, dtype=np.float32)


@sentence_to_avg.alternative
def with_plain_lists(sentence, word_to_vec_map):
    found = [word_to_vec_map[w] for w in reference.tokenize(sentence) if w in word_to_vec_map]
    dimension = len(word_to_vec_map[next(iter(word_to_vec_map))])
    entries = [float(sum(v[k] for v in found)) / (len(found) or 1) for k in range(dimension)]
    return np.array(entries)


@sentence_to_avg.alternative
def with_a_tensor(sentence, word_to_vec_map):
    import keras

    found = [word_to_vec_map[w] for w in reference.tokenize(sentence) if w in word_to_vec_map]
    if not found:
        return keras.ops.zeros(np.shape(list(word_to_vec_map.values())[0]))
    return keras.ops.mean(keras.ops.stack(found), axis=0)


@sentence_to_avg.alternative
def with_a_running_mean(sentence, word_to_vec_map):
    mean, count = 0.0 * next(iter(word_to_vec_map.values())), 0
    for word in reference.tokenize(sentence):
        try:
            vector = word_to_vec_map[word]
        except KeyError:
            continue
        count += 1
        mean = mean + (vector - mean) / count
    return mean


# -------------------------------------------------------------------------- known mistakes

_ZEROS = "np.zeros_like(next(iter(word_to_vec_map.values())))"
_NOTHING_KNOWN = f"    if not words:\n        return {_ZEROS}\n"
_MEAN = "return np.mean([word_to_vec_map[word] for word in words], axis=0)"


sentence_to_avg.slip(
    "splits_only",
    "Words with capitals or with a comma behind them were not found: sentence.split() leaves both "
    "as they are. Use the given tokenize.",
    "tokenize(sentence)",
    "sentence.split()",
)
sentence_to_avg.slip(
    "lowers_and_splits",
    "Capitals are dealt with, but punctuation still sticks to the words: 'soup,' is not in the map. "
    "Use the given tokenize.",
    "tokenize(sentence)",
    "sentence.lower().split()",
)
sentence_to_avg.slip(
    "cuts_out_words",
    'Words are cut out by a pattern of your own, and short forms come out wrong: "can\'t" is *can* '
    "and *not*. Use the given tokenize, so that all models read the same words.",
    ("words = [", "import re\n\n    words = ["),
    ("tokenize(sentence)", 're.findall("[a-z0-9]+", sentence.lower())'),
)
sentence_to_avg.slip(
    "divides_by_all_words",
    "You divide by the number of all words. Divide by the number of words that have a vector: the "
    "others are left out and must not dilute the average.",
    ("np.mean(", "np.sum("),
    ("axis=0)", "axis=0) / len(tokenize(sentence))"),
)
sentence_to_avg.slip(
    "sums_up",
    "The result is the sum of the vectors: divide by the number of words that have one.",
    "np.mean",
    "np.sum",
)
sentence_to_avg.slip(
    "makes_a_set",
    "A word that stands twice was counted once: keep the list of words, do not make a set of it.",
    "tokenize(sentence)",
    "set(tokenize(sentence))",
)
sentence_to_avg.slip(
    "looks_everything_up",
    "It stops at a word without a vector: ask `word in word_to_vec_map` before you look one up.",
    # NaN for an empty sentence: who looks at that first is recognised as well.
    (" if word in word_to_vec_map", ""),
    (_NOTHING_KNOWN, ""),
)
sentence_to_avg.slip(
    "forgets_the_empty_sentence",
    "A sentence without a known word gives NaN, the mean of nothing. Return zeros `(d,)` there.",
    _NOTHING_KNOWN,
    "",
)
sentence_to_avg.slip(
    "divides_by_zero",
    "A sentence without a known word divides 0 by 0, entry by entry. Return the zeros as they are "
    "when the number of words is 0.",
    _ZEROS,
    f"{_ZEROS} / len(words)",
)
sentence_to_avg.slip(
    "returns_none_for_nothing",
    "Without a known word nothing comes back. The result is zeros `(d,)` there, for every sentence "
    "must have a vector.",
    _ZEROS,
    "None",
)
sentence_to_avg.slip(
    "assumes_fifty",
    "Without a known word you return 50 zeros, whatever the length of the vectors. Look the length "
    "up in the map.",
    _ZEROS,
    "np.zeros(50)",
)
sentence_to_avg.slip(
    "returns_zero_for_nothing",
    "Without a known word you return the number 0. The result is zeros `(d,)` there too.",
    _ZEROS,
    "0.0",
)
sentence_to_avg.slip(
    "averages_each_vector",
    "The average runs along each vector and gives one number a word. It must run over the words: "
    "axis=0.",
    "axis=0",
    "axis=1",
)
sentence_to_avg.slip(
    "averages_everything",
    "One number came out: the mean of all entries of all vectors. Average over the words only, with "
    "axis=0.",
    ", axis=0",
    "",
)
sentence_to_avg.slip(
    "adds_into_the_map",
    "The sum was begun with the first word's own array, and += wrote into the map: that word's "
    "vector is spoilt for its next use. Begin with zeros.",
    _MEAN,
    """total = word_to_vec_map[words[0]]
    for word in words[1:]:
        total += word_to_vec_map[word]
    return total / len(words)""",
)
sentence_to_avg.slip(
    "makes_a_unit_vector",
    "The average was scaled to length 1. Leave its length alone: it tells how far the words agree.",
    ("return np.mean", "avg = np.mean"),
    ("axis=0)", "axis=0)\n    return avg / np.linalg.norm(avg)"),
)
sentence_to_avg.slip(
    "strips_punctuation",
    'Short forms come out wrong: with its punctuation taken away, "can\'t" becomes cant, which no '
    "map has. Use the given tokenize, which makes can and not of it.",
    "tokenize(sentence)",
    '"".join(c for c in sentence.lower() if c.isalnum() or c.isspace()).split()',
)
sentence_to_avg.slip(
    "goes_letter_by_letter",
    "The loop went through the letters of the sentence, not its words: call tokenize first.",
    "tokenize(sentence)",
    "sentence.lower()",
)
sentence_to_avg.slip(
    "divides_by_the_dimension",
    "The sum was divided by the length of a vector, d. Divide by the number of words that have one.",
    ("np.mean(", "np.sum("),
    ("axis=0)", "axis=0) / len(word_to_vec_map[words[0]])"),
)
sentence_to_avg.slip(
    "counts_from_one",
    "The sum was divided by one more than the number of words. Begin to count at 0, and treat the "
    "sentence without words apart.",
    ("np.mean(", "np.sum("),
    ("axis=0)", "axis=0) / (len(words) + 1)"),
)
sentence_to_avg.slip(
    "returns_inside_the_loop",
    "The function returns after the first known word: the return stands inside the loop. Move it to "
    "the left, behind the loop.",
    "for word in words]",
    "for word in words[:1]]",
)
sentence_to_avg.slip(
    "averages_unit_vectors",
    "The vectors were scaled to length 1 before the mean. Average them as they are.",
    "word_to_vec_map[word]",
    "word_to_vec_map[word] / np.linalg.norm(word_to_vec_map[word])",
)
sentence_to_avg.slip(
    "takes_the_maximum",
    "This is the largest entry at each place. The average is wanted: the sum of the vectors, divided "
    "by their number.",
    "np.mean",
    "np.max",
)
sentence_to_avg.slip(
    "divides_by_no_words",
    "You divide by the number of all words, known or not: unknown ones dilute the average, and an "
    "empty sentence divides by 0. Divide by the number of words that have a vector, if there is one.",
    ("np.mean(", "np.sum("),
    ("axis=0)", "axis=0) / len(tokenize(sentence))"),
    (
        f"return {_ZEROS}",
        f"return {_ZEROS} / np.float64(len(tokenize(sentence)))",
    ),
)
sentence_to_avg.slip(
    "stops_at_an_unknown_word",
    "The words behind the first unknown one were not read. Leave that one out and read on.",
    " if word in word_to_vec_map]",
    "]\n    known = [word in word_to_vec_map for word in words] + [False]\n"
    "    words = words[: known.index(False)]",
)
sentence_to_avg.slip(
    "keeps_letters_only",
    "Not all words were taken: a word may hold digits (isalpha does not allow them). The words are "
    "those that tokenize gives.",
    "if word in word_to_vec_map",
    "if word.isalpha() and word in word_to_vec_map",
)
sentence_to_avg.slip(
    "halves_at_every_word",
    "The average of what came so far and the next word was taken, word by word. The last words count "
    "most in that: add all vectors, then divide once.",
    _MEAN,
    """avg = word_to_vec_map[words[0]]
    for word in words[1:]:
        avg = (avg + word_to_vec_map[word]) / 2
    return avg""",
)
sentence_to_avg.slip(
    "averages_the_map_for_nothing",
    "Without a known word you return the average of all words of the map. The result is zeros `(d,)` "
    "there: the sentence says nothing.",
    _ZEROS,
    "np.mean(list(word_to_vec_map.values()), axis=0)",
)
sentence_to_avg.slip(
    "begins_with_fifty_zeros",
    "The sum begins with 50 zeros, but vectors may have any length. Look it up in the map: it is that "
    "of any of its vectors.",
    (_ZEROS, "np.zeros(50)"),
    ("np.mean(", "sum("),
    ("axis=0)", "np.zeros(50)) / len(words)"),
)
sentence_to_avg.slip(
    "asks_the_map_for_its_dimension",
    "The notebook's vectors know their dimension, but any mapping may be given, a plain dictionary "
    "too. The length of a vector is that of the map's first value.",
    _ZEROS,
    "np.zeros(word_to_vec_map.dimension)",
)


sentence_to_avg.slip(
    "returns_a_list",
    "The numbers are right, but they come as a list, and an array is promised.",
    ("next(iter(word_to_vec_map.values())))", "next(iter(word_to_vec_map.values()))).tolist()"),
    ("for word in words], axis=0)", "for word in words], axis=0).tolist()"),
)
