"""`sentences_to_arrays`: two paddings, because 0 is a tag."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial

from .inputs import KINDS, reference, sentences_to_arrays, some_words


def made(rng, lengths, max_len, unknown=0):
    """Draws sentences with tags; some words have no number, some numbers nobody uses."""
    words = some_words(rng, 12)
    known = words[unknown:]
    numbers = rng.permutation(np.arange(2, 30))[: len(known)].tolist()
    tags = ["O", *(f"B-{kind}" for kind in KINDS[:3]), *(f"I-{kind}" for kind in KINDS[:3])]
    tag_numbers = [0, *rng.permutation(np.arange(1, 9))[: len(tags) - 1].tolist()]
    return {
        "sentences": [[str(w) for w in rng.choice(words, n)] for n in lengths],
        "tags": [["O", *(str(t) for t in rng.choice(tags, n))][:n] for n in lengths],
        "word_to_index": {w.lower(): int(n) for w, n in zip(known, numbers, strict=True)},
        "tag_to_index": {t: int(n) for t, n in zip(tags, tag_numbers, strict=True)},
        "max_len": max_len,
    }


@sentences_to_arrays.case("Two sentences, of three words and of one.")
def on_paper(rng):
    first, second, third = some_words(rng, 3, ("Anna", "Bergen", "Oslo", "Turkey"))
    numbers = rng.permutation([2, 3, 4, 5])[:3].tolist()
    words = [first.lower(), second.lower(), third.lower()]
    return {
        "sentences": [[first, third, second], [third]],
        "tags": [["B-per", "O", "B-geo"], ["O"]],
        "word_to_index": dict(zip(words, numbers, strict=True)),
        "tag_to_index": {"O": 0, "B-per": 1, "B-geo": 2},
        "max_len": None,
    }


@sentences_to_arrays.case("Without a length, the longest sentence says how wide the arrays are.")
def to_the_longest(rng):
    return made(rng, [4, 7, 2, 5], None)


@sentences_to_arrays.case("Longer sentences are cut, words and tags alike.")
def cut(rng):
    return made(rng, [6, 3, 8, 5], 4)


@sentences_to_arrays.case("Shorter ones are padded up to a greater length, with 0 and with -1.")
def padded(rng):
    return made(rng, [2, 5, 3], 9)


@sentences_to_arrays.case("A word without a number becomes 1.")
def unknown_words(rng):
    arguments = made(rng, [5, 4, 6], None, unknown=4)
    arguments["sentences"][1][2] = "Zanzibar"
    return arguments


@sentences_to_arrays.case("Words are looked up in lower case.")
def capitals(rng):
    arguments = made(rng, [4, 5], None)
    arguments["sentences"] = [[w.upper() for w in row] for row in arguments["sentences"]]
    return arguments


@sentences_to_arrays.case("A letter that lower case leaves as it is stays as it is.")
def sharp_s(rng):
    numbers = [int(n) for n in rng.permutation(np.arange(2, 9))[:3]]
    words = ["straße", "an", "der"]
    return {
        "sentences": [["Straße", "An", "der", "straße"]],
        "tags": [["B-geo", "O", "O", "O"]],
        "word_to_index": dict(zip(words, numbers, strict=True)),
        "tag_to_index": {"O": 0, "B-geo": int(rng.integers(1, 5))},
        "max_len": None,
    }


@sentences_to_arrays.case("A sentence without a word is all padding.")
def an_empty_sentence(rng):
    return made(rng, [3, 0, 2], None)


@sentences_to_arrays.case("A longest sentence of 1 word, and one sentence alone.")
def one_word(rng):
    return made(rng, [1], None)


@sentences_to_arrays.case("Where words and tags are not as many, the row is named.")
def unequal(rng):
    row = int(rng.integers(2, 5))
    arguments = made(rng, [3, 4, 2, 5, 3, 4], None)
    arguments["tags"][row] = arguments["tags"][row][:-1]
    because = "This row has fewer tags than words."
    return Trial(Call(arguments), [Raises("ValueError", [str(row)], because)])


@sentences_to_arrays.case("Of two equal sentences, the one with the wrong number of tags is named.")
def unequal_the_second_time(rng):
    row = int(rng.integers(3, 6))
    arguments = made(rng, [3, 4, 2, 5, 3, 4], None)
    arguments["sentences"][row] = list(arguments["sentences"][0])
    arguments["tags"][row] = arguments["tags"][0][:-1]
    because = "This row has fewer tags than words; an equal sentence before it has as many."
    return Trial(Call(arguments), [Raises("ValueError", [str(row)], because)])


@sentences_to_arrays.case("Tags that are as many in all, but not in each row: still an error.")
def unequal_rows_of_equal_sum(rng):
    arguments = made(rng, [3, 4, 2, 5], None)
    arguments["tags"][1].append(arguments["tags"][3].pop())
    because = (
        "Two rows have not as many tags as words; that there are as many in all does not help."
    )
    return Trial(Call(arguments), [Raises("ValueError", [], because)])


@sentences_to_arrays.case("Also where it has a tag too many, and the surplus would be cut.")
def a_tag_too_many(rng):
    row = int(rng.integers(3, 6))
    arguments = made(rng, [3, 4, 3, 5, 3, 4], 2)
    arguments["tags"][row].append("O")
    because = "This row has more tags than words."
    return Trial(Call(arguments), [Raises("ValueError", [str(row)], because)])


# ------------------------------------------------------------------------ other right answers


@sentences_to_arrays.alternative
def with_lists(sentences, tags, word_to_index, tag_to_index, max_len):
    if max_len is None:
        max_len = max(len(words) for words in sentences)
    x, y = [], []
    for i in range(len(sentences)):
        if len(sentences[i]) != len(tags[i]):
            raise ValueError("Sentence " + str(i) + " and its tags differ in length.")
        ids, numbers = [], []
        for t in range(max_len):
            if t < len(sentences[i]):
                word = sentences[i][t].lower()
                ids.append(word_to_index[word] if word in word_to_index else 1)
                numbers.append(tag_to_index[tags[i][t]])
            else:
                ids.append(0)
                numbers.append(-1)
        x.append(ids)
        y.append(numbers)
    return np.array(x, dtype=np.int32), np.array(y, dtype=np.int32)


@sentences_to_arrays.alternative
def with_keras(sentences, tags, word_to_index, tag_to_index, max_len):
    import keras

    for row, pair in enumerate(zip(sentences, tags, strict=True)):
        if len(pair[0]) - len(pair[1]):
            raise ValueError(f"row {row}")
    ids = [[word_to_index.get(w.lower(), 1) for w in words] for words in sentences]
    numbers = [[tag_to_index[t] for t in row] for row in tags]
    options = {"maxlen": max_len, "padding": "post", "truncating": "post", "dtype": "int32"}
    pad = keras.utils.pad_sequences
    return pad(ids, value=0, **options), pad(numbers, value=-1, **options)


@sentences_to_arrays.alternative
def with_tensors(sentences, tags, word_to_index, tag_to_index, max_len):
    import tensorflow as tf

    for row, (words, labels) in enumerate(zip(sentences, tags, strict=True)):
        if len(words) != len(labels):
            raise ValueError(f"{len(words)} words, {len(labels)} tags in row {row}")
    longest = max(map(len, sentences)) if max_len is None else max_len
    ids = [[word_to_index.get(w.lower(), 1) for w in s][:longest] for s in sentences]
    numbers = [[tag_to_index[t] for t in s][:longest] for s in tags]

    def dense(rows, padding):
        filled = [row + [padding] * (longest - len(row)) for row in rows]
        return tf.constant(filled, dtype=tf.int32)

    return dense(ids, 0), dense(numbers, -1)


# ------------------------------------------------------------------------------- known mistakes

sentences_to_arrays.slip(
    "pads_tags_with_zero",
    "Tags are padded with 0, and 0 is a tag: O. Fill them up with -1.",
    "(len(sentences), width), -1",
    "(len(sentences), width), 0",
)
sentences_to_arrays.slip(
    "pads_words_with_minus_one",
    "Words are padded with -1, which is no word's number. Fill them up with 0.",
    "(len(sentences), width), 0",
    "(len(sentences), width), -1",
)
sentences_to_arrays.slip(
    "keeps_capitals",
    "Words are looked up as they stand. The dictionary holds lower-cased words: look up those.",
    "word.lower()",
    "word",
)
sentences_to_arrays.slip(
    "takes_unknown_for_padding",
    "A word without a number became 0, which is padding. An unknown word is 1.",
    "word.lower(), 1",
    "word.lower(), 0",
)


@sentences_to_arrays.misconception(
    "Padding stands in front. The words come first, the padding behind them."
)
def pads_in_front(sentences, tags, word_to_index, tag_to_index, max_len):
    x, y = reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, max_len)
    for ids, numbers in zip(x, y, strict=True):
        padding = int((numbers == -1).sum())
        ids[:], numbers[:] = np.roll(ids, padding), np.roll(numbers, padding)
    return x, y


@sentences_to_arrays.misconception(
    "What is too long lost its beginning. Keep the first words, and cut what lies behind."
)
def cuts_the_beginning(sentences, tags, word_to_index, tag_to_index, max_len):
    for row, (words, own) in enumerate(zip(sentences, tags, strict=True)):
        if len(words) != len(own):
            raise ValueError(f"row {row}")
    if max_len is not None:
        sentences, tags = [s[-max_len:] for s in sentences], [t[-max_len:] for t in tags]
    return reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, max_len)


@sentences_to_arrays.misconception(
    "The unknown words were left out, so that words and tags are out of step. An unknown word is 1."
)
def leaves_unknown_words_out(sentences, tags, word_to_index, tag_to_index, max_len):
    x, y = reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, max_len)
    for ids in x:
        kept = [number for number in ids if number != 1]
        ids[:] = kept + [0] * (len(ids) - len(kept))
    return x, y


@sentences_to_arrays.misconception(
    "`max_len` was not looked at: the arrays are as wide as the longest sentence all the same."
)
def ignores_max_len(sentences, tags, word_to_index, tag_to_index, max_len):
    return reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, None)


@sentences_to_arrays.misconception(
    "The arrays are never narrower or wider than they need be for the longest sentence: a greater "
    "`max_len` is to be filled up with padding, too."
)
def only_cuts(sentences, tags, word_to_index, tag_to_index, max_len):
    longest = max(map(len, sentences))
    width = longest if max_len is None else min(max_len, longest)
    return reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, width)


@sentences_to_arrays.misconception(
    "A row whose words and tags are not as many was accepted. Raise a ValueError that names the row."
)
def compares_no_lengths(sentences, tags, word_to_index, tag_to_index, max_len):
    tags = [(row + ["O"] * len(s))[: len(s)] for s, row in zip(sentences, tags, strict=True)]
    return reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, max_len)


@sentences_to_arrays.misconception("The ValueError does not say which row it is, counted from 0.")
def counts_rows_from_one(sentences, tags, word_to_index, tag_to_index, max_len):
    for row, (words, own) in enumerate(zip(sentences, tags, strict=True), start=1):
        if len(words) != len(own):
            raise ValueError(f"row {row}")
    return reference.sentences_to_arrays(sentences, tags, word_to_index, tag_to_index, max_len)


sentences_to_arrays.slip(
    "gives_other_types",
    "The numbers are right, their type is not: int32 is asked for.",
    "dtype=np.int32",
    "dtype=np.int64",
    count=2,
)

ZIP = "for row, (words, own) in enumerate(zip(sentences, tags, strict=True)):"
for changed in ("zip(sentences, tags)", "zip(sentences, tags, strict=False)"):
    sentences_to_arrays.equivalent(
        f"{ZIP} -> for row, (words, own) in enumerate({changed}):",
        "Both lists are equally long, says the docstring.",
    )
