"""The first bonus, `next_words`: the likeliest words."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import SPECIALS, next_words, some_words


def listed(rng, words, shares, k):
    """Makes a call: shares of the specials first, then of the words."""
    shares = np.array(shares, dtype=float)
    names = [*SPECIALS, *some_words(rng, words)]
    return {
        "probabilities": shares / shares.sum(),
        "index_to_word": dict(enumerate(names)),
        "k": k,
    }


@next_words.case("The two likeliest of three words.")
def two_of_three(rng):
    shares = [0, 0, *rng.permutation([1, 2]), *rng.permutation([3, 5, 6])]
    return listed(rng, 3, shares, 2)


@next_words.case("Of equally likely words the one with the lower id comes first.")
def ties(rng):
    def make():
        return listed(rng, 7, [0, 0, 1, 2, *rng.permutation([4, 4, 4, 4, 7, 7, 3])], 5)

    def is_clear(made):
        shares, names = made["probabilities"], made["index_to_word"]
        likely = sorted(names, key=lambda i: (-shares[i], i))[:5]
        return likely != sorted(names, key=lambda i: (-shares[i], names[i]))[:5]

    return draw_until(make, is_clear)


@next_words.case("So it is in a long list.")
def ties_in_a_long_list(rng):
    names = [*SPECIALS, *(f"w{number}" for number in rng.permutation(100))]
    shares = np.array([0.0, 0.0, *rng.integers(1, 4, 102)])
    return {
        "probabilities": shares / shares.sum(),
        "index_to_word": dict(enumerate(names)),
        "k": 60,
    }


@next_words.case("Padding and start are never listed, however likely; end and unknown are.")
def likely_specials(rng):
    shares = [*rng.permutation([30, 20]), *rng.permutation([9, 11]), *rng.permutation([5, 3, 8, 1])]
    return listed(rng, 4, shares, 4)


@next_words.case("More words are asked for than there are.")
def too_many(rng):
    shares = [2, 3, 1, 4, *rng.permutation([5, 6, 7])]
    return listed(rng, 3, shares, 20)


@next_words.case("Words of probability 0 are words, too: they come last.")
def improbable(rng):
    shares = [0, 0, 1, 0, *rng.permutation([0, 0, 4, 5, 2])]
    return listed(rng, 5, shares, 8)


@next_words.case("Probabilities that hardly differ are told apart.")
def close_together(rng):
    shares = [0, 0, 500, 498, *(501 + rng.permutation(6) / 100)]
    return listed(rng, 6, shares, 6)


@next_words.case("None are asked for.")
def none(rng):
    return listed(rng, 3, [0, 0, 1, 2, 3, 4, 5], 0)


@next_words.alternative
def words_by_a_stable_argsort(probabilities, index_to_word, k):
    order = np.argsort(-np.asarray(probabilities), kind="stable")
    return [index_to_word[int(i)] for i in order if i > 1][:k]


@next_words.alternative
def words_one_by_one(probabilities, index_to_word, k):
    left, found = np.array(probabilities, dtype=float), []
    left[:2] = -1
    for _ in range(min(k, len(left) - 2)):
        best = int(left.argmax())
        found.append(index_to_word[best])
        left[best] = -1
    return found


@next_words.alternative
def words_by_pairs(probabilities, index_to_word, k):
    pairs = sorted((-p, i) for i, p in enumerate(probabilities) if i not in (0, 1))
    return list(map(index_to_word.get, [i for _, i in pairs[:k]]))


next_words.slip(
    "lists_padding",
    "<PAD> or <START> is listed. Begin with id 2.",
    "range(2, len(probabilities))",
    "range(len(probabilities))",
)

next_words.slip(
    "leaves_all_specials_out",
    "<EOS> and <UNK> are words that can come next: only ids 0 and 1 are left out.",
    "range(2, len(probabilities))",
    "range(4, len(probabilities))",
)

next_words.slip(
    "lists_the_rarest",
    "The least likely words come first.",
    "-probabilities[i]",
    "probabilities[i]",
)

next_words.slip(
    "prefers_higher_ids",
    "Of equally likely words the one with the higher id came first (a sorted list turned round does "
    "that). The lower id comes first.",
    "sorted(ids, key=lambda i: -probabilities[i])",
    "sorted(ids, key=lambda i: probabilities[i])[::-1]",
)

next_words.slip(
    "returns_ids",
    "These are ids. Look up their words.",
    "index_to_word[i] for",
    "i for",
)

next_words.slip(
    "lists_all",
    "All words are listed: the first k are wanted.",
    "ordered[:k]",
    "ordered",
)

next_words.slip(
    "lists_one_more",
    "One word too many is listed.",
    "ordered[:k]",
    "ordered[: k + 1]",
)

next_words.slip(
    "leaves_out_the_improbable",
    "Words of probability 0 are missing. If as many are asked for, they come, too: last.",
    "range(2, len(probabilities))",
    "[i for i in range(2, len(probabilities)) if probabilities[i] > 0]",
)

next_words.slip(
    "rounds",
    "Probabilities were rounded before they were compared, so that unequal ones count as equal.",
    "-probabilities[i]",
    "-round(float(probabilities[i]), 3)",
)

next_words.slip(
    "sorts_by_the_alphabet",
    "The words are in alphabetical order. Sort by falling probability.",
    "key=lambda i: -probabilities[i]",
    "key=lambda i: index_to_word[i]",
)

next_words.slip(
    "makes_padding_improbable",
    "<PAD> and <START> got the probability 0, but that only makes them words that come last. Leave their "
    "ids out.",
    ("range(2, len(probabilities))", "range(len(probabilities))"),
    ("-probabilities[i]", "-(probabilities[i] if i > 1 else 0.0)"),
)

next_words.slip(
    "puts_padding_last",
    "<PAD> and <START> stand at the end of the list where many words are asked for. They are never listed: "
    "leave their ids out.",
    ("range(2, len(probabilities))", "range(len(probabilities))"),
    ("-probabilities[i]", "-(probabilities[i] if i > 1 else -1.0)"),
)

next_words.slip(
    "takes_none_for_all",
    "With k = 0 all words were listed: a slice from -0 on is the whole list.",
    "ordered[:k]",
    "ordered[::-1][-k:][::-1]",
)

next_words.slip(
    "counts_ids_from_the_third",
    "The words stand two ids off: what was sorted begins with id 2, so its place 0 is id 2.",
    ("range(2, len(probabilities))", "range(len(probabilities) - 2)"),
    ("-probabilities[i]", "-probabilities[i + 2]"),
)

next_words.slip(
    "cuts_before_padding_is_left_out",
    "<PAD> and <START> used up places: the list was cut first, and they were left out only then.",
    ("range(2, len(probabilities))", "range(len(probabilities))"),
    ("for i in ordered[:k]", "for i in ordered[:k] if i > 1"),
)

next_words.slip(
    "begins_with_the_least_of_the_best",
    "These are the right words, but turned round: the likeliest comes first.",
    "ordered[:k]",
    "ordered[:k][::-1]",
)

next_words.slip(
    "keeps_one_of_equals",
    "Of equally likely words only one is listed (a dictionary from probability to id keeps one). They all "
    "are.",
    "range(2, len(probabilities))",
    "{probabilities[i]: i for i in reversed(range(2, len(probabilities)))}.values()",
)

next_words.slip(
    "keeps_the_last_of_equals",
    "Of equally likely words only the last is listed (a dictionary from probability to id keeps one). They "
    "all are.",
    "range(2, len(probabilities))",
    "{probabilities[i]: i for i in range(2, len(probabilities))}.values()",
)

next_words.slip(
    "sorts_equals_by_the_alphabet",
    "Equally likely words stand in alphabetical order. Among them the lower id comes first.",
    "-probabilities[i]",
    "(-probabilities[i], index_to_word[i])",
)

next_words.slip(
    "leaves_the_best_in_their_order",
    "These are the likeliest words, but they stand in the order of their ids. The likeliest comes first.",
    "ordered[:k]",
    "sorted(ordered[:k])",
)

next_words.slip(
    "leaves_the_best_unsorted",
    "These are the likeliest words, but they were not sorted (a partition only finds them). The likeliest "
    "comes first.",
    "ordered[:k]",
    "(sorted(ordered[:k]) if k < len(ordered) else ordered)",
    arbitrary_in=("ties", "ties_in_a_long_list"),
)
