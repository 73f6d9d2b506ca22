"""Which words are company: contexts and targets of one sentence."""

import numpy as np

from .inputs import context_target_pairs, reference

WORDS = "i want a glass of orange juice to go along with my cereal".split()


def _sentence(rng, count):
    """Draws different words in random order."""
    return rng.permutation(WORDS)[:count].tolist()


@context_target_pairs.case("Nearby: each word with each other one within reach.")
def nearby_on_paper(rng):
    return {"words": _sentence(rng, 4), "context": "nearby", "size": 2}


@context_target_pairs.case("Last: up to so many words before the target.")
def last_words(rng):
    return {"words": _sentence(rng, 5), "context": "last", "size": 2}


@context_target_pairs.case("Around: up to so many words on either side, in their order.")
def words_around(rng):
    return {"words": _sentence(rng, 6), "context": "around", "size": 2}


@context_target_pairs.case("Reach of a single place.")
def next_neighbours(rng):
    return {"words": _sentence(rng, 5), "context": "nearby", "size": 1}


@context_target_pairs.case("One word before, and no more.")
def one_word_before(rng):
    return {"words": _sentence(rng, 4), "context": "last", "size": 1}


@context_target_pairs.case("A window that is larger than the sentence, nearby.")
def nearby_beyond_both_ends(rng):
    return {"words": _sentence(rng, 3), "context": "nearby", "size": 7}


@context_target_pairs.case("A window that is larger than the sentence, before.")
def last_beyond_the_start(rng):
    return {"words": _sentence(rng, 4), "context": "last", "size": 9}


@context_target_pairs.case("A window that is larger than the sentence, around.")
def around_beyond_both_ends(rng):
    return {"words": _sentence(rng, 4), "context": "around", "size": 8}


@context_target_pairs.case("The same word twice: it is the place that counts, not the word.")
def the_same_word_twice(rng):
    one, other, third = _sentence(rng, 3)
    return {"words": [one, other, one, one, third], "context": "nearby", "size": 2}


@context_target_pairs.case("The same word twice, around.")
def the_same_word_around(rng):
    one, other, third = _sentence(rng, 3)
    return {"words": [one, one, other, one, third], "context": "around", "size": 2}


@context_target_pairs.case("Ids in the place of words, 0 among them.")
def ids_for_words(rng):
    return {"words": rng.permutation(6).tolist(), "context": "nearby", "size": 3}


@context_target_pairs.case("Ids around a target, 0 among them.")
def ids_around(rng):
    return {"words": rng.permutation(5).tolist(), "context": "around", "size": 1}


@context_target_pairs.case("A single word has no company.")
def a_single_word(rng):
    return {"words": _sentence(rng, 1), "context": "around", "size": int(rng.integers(2, 5))}


@context_target_pairs.case("A single word has none nearby either.")
def a_single_word_nearby(rng):
    return {"words": _sentence(rng, 1), "context": "nearby", "size": int(rng.integers(2, 5))}


@context_target_pairs.case("No word, no pair.")
def no_word(rng):
    return {"words": [], "context": "last", "size": int(rng.integers(2, 5))}


# ------------------------------------------------------------------------ other right answers


def by_target_and_distance(words, context, size):
    pairs = []
    places = range(len(words))
    if context == "nearby":
        return [((words[c],), words[t]) for c in places for t in places if 0 < abs(t - c) <= size]
    for t in places:
        near = [
            words[c]
            for c in places
            if 0 < t - c <= size or (context == "around" and 0 < c - t <= size)
        ]
        if near:
            pairs.append((tuple(near), words[t]))
    return pairs


context_target_pairs.alternative(by_target_and_distance)


@context_target_pairs.alternative
def as_lists_of_lists(words, context, size):
    return [[list(c), t] for c, t in by_target_and_distance(words, context, size)]


@context_target_pairs.alternative
def with_steps_to_either_side(words, context, size):
    found = []
    n = len(words)
    if context == "nearby":
        steps = [*range(-size, 0), *range(1, size + 1)]
        for c in range(n):
            for step in steps:
                if 0 <= c + step < n:
                    found.append(((words[c],), words[c + step]))
    else:
        steps = [*range(-size, 0)]
        if context == "around":
            steps += range(1, size + 1)
        for t in range(n):
            near = tuple(words[t + step] for step in steps if 0 <= t + step < n)
            if near:
                found.append((near, words[t]))
    return found


@context_target_pairs.alternative
def with_padding(words, context, size):
    nothing = object()
    padded = [nothing] * size + list(words) + [nothing] * size
    found = []
    for t, word in enumerate(words):
        before = padded[t : t + size]
        after = padded[t + size + 1 : t + 2 * size + 1]
        if context == "nearby":
            found += [((word,), other) for other in before + after if other is not nothing]
            continue
        window = before if context == "last" else before + after
        window = tuple(other for other in window if other is not nothing)
        if window:
            found.append((window, word))
    return found


# ------------------------------------------------------------------------------- known mistakes

context_target_pairs.slip(
    "wraps_round",
    "A window that begins before the sentence is read from its end: in Python -1 is the last place. "
    "Cut the window at 0.",
    ("range(max(0, c - size), ", "range(c - size, "),
    ("words[max(0, t - size) : t]", "[words[i] for i in range(t - size, t)]"),
)
context_target_pairs.slip(
    "loses_the_start",
    "Near the start of a sentence words are missing. A slice from a negative place begins at the end, "
    "and is empty.",
    "words[max(0, t - size) : t]",
    "words[t - size : t]",
)
context_target_pairs.slip(
    "reaches_one_less",
    "Nearby reaches one place less to the right than to the left: the end of a range is not part of it.",
    "c + size + 1))",
    "c + size))",
)
context_target_pairs.slip(
    "pairs_a_word_with_itself",
    "Nearby, a word is its own target. The place of the context is left out.",
    "if t != c:",
    "if True:",
)
context_target_pairs.slip(
    "leaves_out_equal_words",
    "A word that stands twice is never paired with itself. Compare places, not words.",
    "if t != c:",
    "if words[t] != words[c]:",
)
context_target_pairs.slip(
    "exchanges_context_and_target",
    "Nearby, context and target have changed places: the pairs are ordered by the word that is shown.",
    "((words[c],), words[t])",
    "((words[t],), words[c])",
)
context_target_pairs.slip(
    "target_in_its_context",
    "Around, the target stands in its own context: then there is nothing to learn. Begin one place "
    "behind it.",
    "words[t + 1 : t + 1 + size]",
    "words[t : t + 1 + size]",
)
context_target_pairs.slip(
    "around_reaches_one_less",
    "Around, the last word within reach is missing on the right: a slice ends before its end.",
    "words[t + 1 : t + 1 + size]",
    "words[t + 1 : t + size]",
)
context_target_pairs.slip(
    "around_only_before",
    "Around shows the words before the target alone. Those behind it belong there, too.",
    'context == "around"',
    'context == "everywhere"',
)
context_target_pairs.slip(
    "keeps_empty_contexts",
    "A target without any context makes a pair. Where nothing is shown, there is nothing to learn.",
    "if shown:",
    "if True:",
)


@context_target_pairs.misconception(
    "Contexts that are cut off at an end of the sentence are missing. A shorter context is a context, "
    "as long as one word is left."
)
def full_windows_only(words, context, size):
    found = reference.context_target_pairs(words, context, size)
    if context == "nearby":
        return found
    full = size if context == "last" else 2 * size
    return [pair for pair in found if len(pair[0]) == full]


@context_target_pairs.misconception(
    "Nearby looks one way only: to the words behind. Company is on either side."
)
def nearby_to_the_right_only(words, context, size):
    if context != "nearby":
        return reference.context_target_pairs(words, context, size)
    return [
        ((words[c],), words[t])
        for c in range(len(words))
        for t in range(c + 1, min(len(words), c + size + 1))
    ]


@context_target_pairs.misconception(
    "Nearby gives one context of several words. With skip-gram a single word is shown at a time: each "
    "word within reach makes a pair of its own."
)
def nearby_in_one_context(words, context, size):
    context = "around" if context == "nearby" else context
    return reference.context_target_pairs(words, context, size)


@context_target_pairs.misconception(
    "The words of a context are in the wrong order: they stand as in the sentence, the farthest before "
    "the target first."
)
def nearest_first(words, context, size):
    found = reference.context_target_pairs(words, context, size)
    return [(tuple(shown[::-1]), asked) for shown, asked in found]


@context_target_pairs.misconception(
    "A single target is drawn for each word that is shown. Take every word within reach."
)
def one_target_a_word(words, context, size):
    found = reference.context_target_pairs(words, context, size)
    if context != "nearby":
        return found
    rng = np.random.default_rng(0)
    kept = []
    for shown in dict.fromkeys(pair[0] for pair in found):
        own = [pair for pair in found if pair[0] == shown]
        kept.append(own[int(rng.integers(len(own)))])
    return kept
