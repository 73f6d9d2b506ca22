"""`modified_precision`: n-grams that a reference has, too, clipped."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import modified_precision, reference

WORDS = "a and cat dog has hill home in near of on river sees six the there tree two with".split()


def some_words(rng, count, words=WORDS):
    return [str(word) for word in rng.choice(words, count)]


def near(rng, words, changes):
    """Draws words near to others: some exchanged, some left out, some said twice."""
    found = list(words)
    for _ in range(changes):
        place = int(rng.integers(len(found) + 1))
        kind = rng.random()
        if kind < 0.4 and place < len(found):
            found[place] = str(rng.choice(WORDS))
        elif kind < 0.7 and place < len(found) and len(found) > 2:
            del found[place]
        else:
            found.insert(place, found[place - 1] if found else "a")
    return found


def drawn(rng, n, lengths=(9, 10), changes=3, few=6):
    """Draws a candidate near to its references, out of few words, so that some come twice."""
    words = [str(word) for word in rng.permutation(WORDS)[:few]]

    def make():
        base = some_words(rng, int(rng.integers(*lengths)), words)
        references = [near(rng, base, changes) for _ in range(int(rng.integers(2, 4)))]
        return {"candidate": near(rng, base, changes), "references": references, "n": n}

    def tells(arguments):
        clipped, total = reference.modified_precision(*arguments.values())
        each = [
            reference.modified_precision(arguments["candidate"], [own], n)[0]
            for own in arguments["references"]
        ]
        return 0 < clipped < total and clipped > max(each)

    return draw_until(make, tells)


@modified_precision.case("One word seven times, of which a reference has two.")
def on_paper(rng):
    a, b, c, d = (str(word) for word in rng.permutation(WORDS)[:4])
    count = int(rng.integers(5, 9))
    first = [str(word) for word in rng.permutation([a, b, a, c])]
    return {"candidate": [a] * count, "references": [first, [d, a, b]], "n": 1}


@modified_precision.case("Bigrams: the order of words counts.")
def bigrams(rng):
    return drawn(rng, 2)


@modified_precision.case("A word counts as often as in that one reference which has it most often.")
def clipped_by_one(rng):
    a, b, c = (str(word) for word in rng.permutation(WORDS)[:3])
    k = int(rng.integers(3, 6))
    references = [[a] * k + [b], [b, a] + [c] * 2, [a] * (k - 1) + [c]]
    order = [2, 0, 1] if rng.random() < 0.5 else [1, 0, 2]
    return {
        "candidate": [a] * (2 * k + 3) + [b, c, b, b],
        "references": [references[i] for i in order],
        "n": 1,
    }


@modified_precision.case("Each n-gram finds its own reference.")
def from_several(rng):
    return drawn(rng, 1, changes=5)


@modified_precision.case("Trigrams and more.")
def longer(rng):
    return drawn(rng, int(rng.integers(3, 5)), lengths=(12, 15), changes=2)


@modified_precision.case("An n-gram that is said again and again.")
def repeated(rng):
    a, b, c = (str(word) for word in rng.permutation(WORDS)[:3])
    k = int(rng.integers(3, 6))
    return {
        "candidate": [a, b] * k + [c],
        "references": [[a, b, c, a, b], [b, a, a, c]],
        "n": 2,
    }


@modified_precision.case("The candidate is a reference: all of it counts.")
def all_of_it(rng):
    words = some_words(rng, int(rng.integers(5, 9)))
    return {"candidate": words, "references": [some_words(rng, 6), list(words)], "n": 2}


@modified_precision.case("Nothing of it is in a reference.")
def nothing_of_it(rng):
    return {
        "candidate": some_words(rng, int(rng.integers(3, 9)), WORDS[:5]),
        "references": [some_words(rng, 5, WORDS[6:]), some_words(rng, 4, WORDS[6:])],
        "n": 1,
    }


@modified_precision.case("Fewer words than n: 0 of 0, not less.")
def too_short(rng):
    words = some_words(rng, int(rng.integers(1, 3)))
    return {"candidate": words, "references": [list(words), some_words(rng, 5)], "n": 4}


@modified_precision.case("As many words as n: one n-gram.")
def just_long_enough(rng):
    words = some_words(rng, 3)
    other = [*some_words(rng, 2), *words, *some_words(rng, 1)]
    return {"candidate": words, "references": [some_words(rng, 4), other], "n": 3}


@modified_precision.case("An empty candidate: 0 of 0.")
def empty(rng):
    return {"candidate": [], "references": [some_words(rng, 4)], "n": int(rng.integers(1, 3))}


@modified_precision.case("References that are empty, or shorter than n.")
def short_references(rng):
    a, b, c = (str(word) for word in rng.permutation(WORDS)[:3])
    k = int(rng.integers(2, 5))
    return {"candidate": [a, b, c] * k, "references": [[], [a], [b, c, a, b]], "n": 2}


@modified_precision.case("One reference alone, much longer than the candidate.")
def one_reference(rng):
    words = some_words(rng, 20, WORDS[:6])
    return {"candidate": near(rng, words[4:12], 2), "references": [words], "n": 2}


@modified_precision.case("Ids are words as well.")
def ids(rng):
    base = rng.integers(3, 8, 9).tolist()
    other = [*base[:4], *rng.integers(3, 8, 4).tolist()]
    return {"candidate": [*other, *other[:2]], "references": [base, base[::-1]], "n": 2}


@modified_precision.case("Ids of one digit and of two are different words.")
def ids_that_look_alike(rng):
    a = int(rng.integers(1, 5))
    return {
        "candidate": [a, 10 * a + 1, 2, a, 1, 2],
        "references": [[10 * a + a, 1, 2], [a, 1, 12, a]],
        "n": 2,
    }


# ------------------------------------------------------------------------ other right answers


@modified_precision.alternative
def by_loops(candidate, references, n):
    grams = []
    for i in range(len(candidate) - n + 1):
        grams.append(candidate[i : i + n])
    clipped = 0
    done = []
    for gram in grams:
        if gram in done:
            continue
        done.append(gram)
        most = 0
        for words in references:
            found = 0
            for i in range(len(words) - n + 1):
                if words[i : i + n] == gram:
                    found += 1
            most = max(most, found)
        clipped += min(grams.count(gram), most)
    return clipped, len(grams)


@modified_precision.alternative
def with_counters_joined(candidate, references, n):
    from collections import Counter

    def grams(words):
        return Counter(zip(*(words[i:] for i in range(n)), strict=False))

    allowed = Counter()
    for words in references:
        allowed |= grams(words)
    own = grams(candidate)
    return (own & allowed).total(), own.total()


@modified_precision.alternative
def by_using_up(candidate, references, n):
    allowed = {}
    for words in references:
        here = {}
        for i in range(len(words) - n + 1):
            key = tuple(words[i : i + n])
            here[key] = here.get(key, 0) + 1
        for key, count in here.items():
            allowed[key] = max(allowed.get(key, 0), count)
    clipped = total = np.int64(0)
    for i in range(max(0, len(candidate) - n + 1)):
        key = tuple(candidate[i : i + n])
        total += 1
        if allowed.get(key, 0) > 0:
            allowed[key] -= 1
            clipped += 1
    return [clipped, total]


# ------------------------------------------------------------------------------- known mistakes

MOST = "max(other[gram] for other in others)"

modified_precision.slip(
    "does_not_clip",
    "The counts are not clipped: an n-gram counts at most as often as it occurs in one reference.",
    f"min(count, {MOST})",
    f"(count if {MOST} else 0)",
)
modified_precision.slip(
    "clips_at_the_sum",
    "The references were added up. An n-gram counts at most as often as in **one** of them, which has it "
    "most often.",
    MOST,
    "sum(other[gram] for other in others)",
)
modified_precision.slip(
    "looks_at_the_first_reference",
    "Only the first reference was looked at. Each n-gram may find another one.",
    MOST,
    "others[0][gram]",
)
modified_precision.slip(
    "takes_the_fewest",
    "An n-gram has to occur in all references. One of them is enough: the one that has it most often.",
    MOST,
    "min(other[gram] for other in others)",
)
modified_precision.slip(
    "counts_kinds",
    "Each n-gram counts once, however often it is said: these are sets. Count them all.",
    (f"min(count, {MOST})", f"min(1, {MOST})"),
    ("max(len(candidate) - n + 1, 0)", "len(own)"),
)
modified_precision.slip(
    "clips_at_one",
    "Each n-gram counts at most once. It may count as often as in the reference that has it most often.",
    f"min(count, {MOST})",
    f"min(1, {MOST})",
)
modified_precision.slip(
    "has_a_negative_total",
    "A candidate with fewer words than n has 0 n-grams, not fewer than none.",
    "max(len(candidate) - n + 1, 0)",
    "len(candidate) - n + 1",
)
modified_precision.slip(
    "divides_by_words",
    "The total is the number of words. Of n-grams there are n - 1 fewer.",
    "max(len(candidate) - n + 1, 0)",
    "len(candidate)",
)
modified_precision.slip(
    "loses_the_last",
    "The last n-gram is missing. L words have L - n + 1 of them.",
    ("range(len(words) - n + 1)", "range(len(words) - n)"),
    ("max(len(candidate) - n + 1, 0)", "max(len(candidate) - n, 0)"),
)
modified_precision.slip(
    "ignores_the_order",
    "N-grams were compared without their order. The words of an n-gram stand in order.",
    "tuple(words[i : i + n])",
    "tuple(sorted(words[i : i + n]))",
)
modified_precision.slip(
    "counts_words_alone",
    "Single words were counted, whatever n says.",
    ("tuple(words[i : i + n]) for i in range(len(words) - n + 1)", "(word,) for word in words"),
)
modified_precision.slip(
    "gives_a_share",
    "The two numbers were divided already. Return both: sums over sentences come first.",
    "return clipped, max(len(candidate) - n + 1, 0)",
    "return clipped / max(len(candidate) - n + 1, 1)",
)
modified_precision.slip(
    "gives_the_total_first",
    "The two numbers have changed places: first what counts, then all.",
    "return clipped, max(len(candidate) - n + 1, 0)",
    "return max(len(candidate) - n + 1, 0), clipped",
)
modified_precision.slip(
    "counts_the_references",
    "This is recall: n-grams of a reference that the candidate has. Count those of the candidate.",
    "max(len(candidate) - n + 1, 0)",
    "max(max(len(words) - n + 1, 0) for words in references)",
)


@modified_precision.misconception(
    "The single best reference was taken for the whole sentence. Each n-gram may find another one."
)
def takes_one_reference(candidate, references, n):
    found = [reference.modified_precision(candidate, [words], n) for words in references]
    return max(found)


@modified_precision.misconception(
    "Words were joined to a text before they were counted, so that 1, 12 and 11, 2 are the same. Take tuples."
)
def joins_words(candidate, references, n):
    def grams(words):
        return ["".join(str(w) for w in words[i : i + n]) for i in range(len(words) - n + 1)]

    own = grams(candidate)
    return reference.modified_precision(own, [grams(words) for words in references], 1)
