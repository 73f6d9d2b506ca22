"""The average of the word vectors of a sentence: cases, other right answers, known mistakes."""

import numpy as np

from autograder.exercises._emoji_sentiment.inputs import (
    UNKNOWN,
    dressed,
    reference,
    sentence_to_avg,
    some_words,
    word_map,
)

# ---------------------------------------------------------------------------------- cases


@sentence_to_avg.case("Capitals, punctuation, tabs and double spaces do not matter.")
def as_people_type(rng):
    words = some_words(rng, 7)
    return {
        "sentence": dressed(rng, words[:4]),
        "word_to_vec_map": word_map(rng, rng.permutation(words).tolist(), 5),
    }


@sentence_to_avg.case("Words without a vector are left out and do not count.")
def unknown_words(rng):
    words = some_words(rng, 5)
    sentence = [words[0], UNKNOWN[0], words[1], UNKNOWN[1], words[2]]
    return {"sentence": " ".join(sentence), "word_to_vec_map": word_map(rng, words, 3)}


@sentence_to_avg.case("A word that stands twice counts twice.")
def a_word_twice(rng):
    words = some_words(rng, 4)
    sentence = [words[0], words[1], words[0], words[2]]
    return {"sentence": " ".join(sentence), "word_to_vec_map": word_map(rng, words, 4)}


@sentence_to_avg.case("Short forms are split as tokenize does it.")
def short_forms(rng):
    words = some_words(rng, 2)
    known = ["not", *words, "can", "we"]
    return {
        "sentence": f"We can't {words[0]}",
        "word_to_vec_map": word_map(rng, known, 6),
    }


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
    return [float(sum(v[k] for v in found)) / (len(found) or 1) for k in range(dimension)]


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


def _average_like(
    sentence,
    word_to_vec_map,
    tokens=None,
    size=None,
    axis=0,
    divide=True,
    nothing=lambda zeros: zeros,
):
    """Averages with one thing done differently; for the misconceptions below."""
    tokens = reference.tokenize(sentence) if tokens is None else tokens
    found = [word_to_vec_map[word] for word in tokens if word in word_to_vec_map]
    if not found:
        return nothing(np.zeros(len(next(iter(word_to_vec_map.values())))))
    total = np.sum(found, axis=axis)
    if not divide:
        return total
    return total / (np.shape(found)[axis] if size is None else size)


@sentence_to_avg.misconception(
    "Words with capitals or with a comma behind them were not found: sentence.split() leaves both "
    "as they are. Use the given tokenize."
)
def splits_only(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, tokens=sentence.split())


@sentence_to_avg.misconception(
    "Capitals are dealt with, but punctuation still sticks to the words: 'soup,' is not in the map. "
    "Use the given tokenize."
)
def lowers_and_splits(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, tokens=sentence.lower().split())


@sentence_to_avg.misconception(
    'Words are cut out by a pattern of your own, and short forms come out wrong: "can\'t" is *can* '
    "and *not*. Use the given tokenize, so that all models read the same words."
)
def cuts_out_words(sentence, word_to_vec_map):
    import re

    return _average_like(
        sentence, word_to_vec_map, tokens=re.findall(r"[a-z0-9]+", sentence.lower())
    )


@sentence_to_avg.misconception(
    "You divide by the number of all words. Divide by the number of words that have a vector: the "
    "others are left out and must not dilute the average."
)
def divides_by_all_words(sentence, word_to_vec_map):
    size = max(len(reference.tokenize(sentence)), 1)
    return _average_like(sentence, word_to_vec_map, size=size)


@sentence_to_avg.misconception(
    "The result is the sum of the vectors: divide by the number of words that have one."
)
def sums_up(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, divide=False)


@sentence_to_avg.misconception(
    "A word that stands twice was counted once: keep the list of words, do not make a set of it."
)
def makes_a_set(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, tokens=set(reference.tokenize(sentence)))


@sentence_to_avg.misconception(
    "It stops at a word without a vector: ask `word in word_to_vec_map` before you look one up."
)
def looks_everything_up(sentence, word_to_vec_map):
    # NaN for an empty sentence: who looks at that first is recognised as well.
    found = [word_to_vec_map[word] for word in reference.tokenize(sentence)]
    return np.mean(found, axis=0)


@sentence_to_avg.misconception(
    "A sentence without a known word gives NaN, the mean of nothing. Return zeros `(d,)` there."
)
def forgets_the_empty_sentence(sentence, word_to_vec_map):
    found = [word_to_vec_map[w] for w in reference.tokenize(sentence) if w in word_to_vec_map]
    return np.mean(found, axis=0)


@sentence_to_avg.misconception(
    "A sentence without a known word divides 0 by 0, entry by entry. Return the zeros as they are "
    "when the number of words is 0."
)
def divides_by_zero(sentence, word_to_vec_map):
    total, count = 0 * next(iter(word_to_vec_map.values())), 0
    for word in reference.tokenize(sentence):
        if word in word_to_vec_map:
            total, count = total + word_to_vec_map[word], count + 1
    return total / np.float64(count)


@sentence_to_avg.misconception(
    "Without a known word nothing comes back. The result is zeros `(d,)` there, for every sentence "
    "must have a vector."
)
def returns_none_for_nothing(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, nothing=lambda zeros: None)


@sentence_to_avg.misconception(
    "Without a known word you return 50 zeros, whatever the length of the vectors. Look the length "
    "up in the map."
)
def assumes_fifty(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, nothing=lambda zeros: np.zeros(50))


@sentence_to_avg.misconception(
    "Without a known word you return the number 0. The result is zeros `(d,)` there too."
)
def returns_zero_for_nothing(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, nothing=lambda zeros: 0.0)


@sentence_to_avg.misconception(
    "The average runs along each vector and gives one number a word. It must run over the words: "
    "axis=0."
)
def averages_each_vector(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, axis=1)


@sentence_to_avg.misconception(
    "One number came out: the mean of all entries of all vectors. Average over the words only, with "
    "axis=0."
)
def averages_everything(sentence, word_to_vec_map):
    found = [word_to_vec_map[w] for w in reference.tokenize(sentence) if w in word_to_vec_map]
    return np.mean(found) if found else np.zeros(len(next(iter(word_to_vec_map.values()))))


@sentence_to_avg.misconception(
    "The sum was begun with the first word's own array, and += wrote into the map: that word's "
    "vector is spoilt for its next use. Begin with zeros."
)
def adds_into_the_map(sentence, word_to_vec_map):
    found = [w for w in reference.tokenize(sentence) if w in word_to_vec_map]
    if not found:
        return np.zeros(len(next(iter(word_to_vec_map.values()))))
    total = word_to_vec_map[found[0]]
    for word in found[1:]:
        total += word_to_vec_map[word]
    return total / len(found)


@sentence_to_avg.misconception(
    "The average was scaled to length 1. Leave its length alone: it tells how far the words agree."
)
def makes_a_unit_vector(sentence, word_to_vec_map):
    avg = _average_like(sentence, word_to_vec_map)
    return avg / (np.linalg.norm(avg) or 1.0)


@sentence_to_avg.misconception(
    'Short forms come out wrong: with its punctuation taken away, "can\'t" becomes cant, which no '
    "map has. Use the given tokenize, which makes can and not of it."
)
def strips_punctuation(sentence, word_to_vec_map):
    import string

    bare = sentence.lower().translate(str.maketrans("", "", string.punctuation))
    return _average_like(sentence, word_to_vec_map, tokens=bare.split())


@sentence_to_avg.misconception(
    "The loop went through the letters of the sentence, not its words: call tokenize first."
)
def goes_letter_by_letter(sentence, word_to_vec_map):
    return _average_like(sentence, word_to_vec_map, tokens=list(sentence.lower()))


@sentence_to_avg.misconception(
    "The sum was divided by the length of a vector, d. Divide by the number of words that have one."
)
def divides_by_the_dimension(sentence, word_to_vec_map):
    size = len(next(iter(word_to_vec_map.values())))
    return _average_like(sentence, word_to_vec_map, size=size)


@sentence_to_avg.misconception(
    "The sum was divided by one more than the number of words. Begin to count at 0, and treat the "
    "sentence without words apart."
)
def counts_from_one(sentence, word_to_vec_map):
    known = [word for word in reference.tokenize(sentence) if word in word_to_vec_map]
    return _average_like(sentence, word_to_vec_map, size=len(known) + 1)


@sentence_to_avg.misconception(
    "The function returns after the first known word: the return stands inside the loop. Move it to "
    "the left, behind the loop."
)
def returns_inside_the_loop(sentence, word_to_vec_map):
    known = [word for word in reference.tokenize(sentence) if word in word_to_vec_map]
    return _average_like(sentence, word_to_vec_map, tokens=known[:1])


@sentence_to_avg.misconception(
    "The vectors were scaled to length 1 before the mean. Average them as they are."
)
def averages_unit_vectors(sentence, word_to_vec_map):
    units = {word: vector / np.linalg.norm(vector) for word, vector in word_to_vec_map.items()}
    return _average_like(sentence, units)


@sentence_to_avg.misconception(
    "This is the largest entry at each place. The average is wanted: the sum of the vectors, divided "
    "by their number."
)
def takes_the_maximum(sentence, word_to_vec_map):
    found = [word_to_vec_map[w] for w in reference.tokenize(sentence) if w in word_to_vec_map]
    return np.max(found, axis=0) if found else np.zeros(len(next(iter(word_to_vec_map.values()))))


@sentence_to_avg.misconception(
    "Without a known word you return the average of all words of the map. The result is zeros `(d,)` "
    "there: the sentence says nothing."
)
def averages_the_map_for_nothing(sentence, word_to_vec_map):
    every = np.mean(list(word_to_vec_map.values()), axis=0)
    return _average_like(sentence, word_to_vec_map, nothing=lambda zeros: every)


@sentence_to_avg.misconception(
    "The sum begins with 50 zeros, but vectors may have any length. Look it up in the map: it is that "
    "of any of its vectors."
)
def begins_with_fifty_zeros(sentence, word_to_vec_map):
    total, count = np.zeros(50), 0
    for word in reference.tokenize(sentence):
        if word in word_to_vec_map:
            total, count = total + word_to_vec_map[word], count + 1
    return total / max(count, 1)


@sentence_to_avg.misconception(
    "The notebook's vectors know their dimension, but any mapping may be given, a plain dictionary "
    "too. The length of a vector is that of the map's first value."
)
def asks_the_map_for_its_dimension(sentence, word_to_vec_map):
    return _average_like(
        sentence, word_to_vec_map, nothing=lambda zeros: np.zeros(dict(word_to_vec_map).dimension)
    )
