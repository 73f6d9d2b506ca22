"""`corpus_bleu`: precisions of all lengths, and the penalty, over many sentences."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import corpus_bleu, reference
from .precision import WORDS, near, some_words


def near_ones(rng, m, changes, lengths=(6, 13), most=4):
    """Draws candidates near to their references, so that BLEU is not 0."""
    candidates, references = [], []
    for _ in range(m):
        base = some_words(rng, int(rng.integers(*lengths)))
        references.append([near(rng, base, changes) for _ in range(int(rng.integers(1, most)))])
        candidates.append(near(rng, base, changes))
    return {"candidates": candidates, "references": references}


def drawn(rng, m, max_n, changes=1, low=0.05, high=0.95, **options):
    """Draws a corpus whose BLEU is neither 0 nor 1, and tells of clear differences."""

    def make():
        return {**near_ones(rng, m, changes, **options), "max_n": max_n}

    def tells(arguments):
        found = reference.corpus_bleu(*arguments.values())
        each = [
            reference.corpus_bleu([words], [own], max_n)
            for words, own in zip(arguments["candidates"], arguments["references"], strict=True)
        ]
        return low < found < high and abs(np.mean(each) - found) > 1e-3

    return draw_until(make, tells)


@corpus_bleu.case("One candidate, words and pairs of words.")
def on_paper(rng):
    a, b, c, d, e = (str(word) for word in rng.permutation(WORDS)[:5])
    last = [[d, e], [e]][int(rng.integers(2))]
    return {"candidates": [[a, b, c, d]], "references": [[[a, b, c, e], [b, c, *last]]], "max_n": 2}


@corpus_bleu.case("Counts are summed over all sentences, then divided; n-grams up to four.")
def several(rng):
    return drawn(rng, 5, 4)


@corpus_bleu.case("Too short altogether: the penalty.")
def too_short(rng):
    def make():
        made = near_ones(rng, 4, 1, (7, 12))
        made["candidates"] = [words[: len(words) - 2] for words in made["candidates"]]
        return {**made, "max_n": 3}

    def tells(arguments):
        lengths = [len(words) for words in arguments["candidates"]]
        others = [[len(words) for words in own] for own in arguments["references"]]
        penalty = reference.brevity_penalty(lengths, others)
        return penalty < 0.95 and reference.corpus_bleu(*arguments.values()) > 0.1

    return draw_until(make, tells)


@corpus_bleu.case("Single words alone.")
def words_alone(rng):
    return drawn(rng, 3, 1, changes=3)


@corpus_bleu.case("A candidate too short for n-grams of four, in a corpus that has some.")
def one_is_short(rng):
    made = drawn(rng, 3, 4)
    words = some_words(rng, 2)
    made["candidates"].append(words)
    made["references"].append([[*words, *some_words(rng, 1)], some_words(rng, 4)])
    return made


@corpus_bleu.case("An empty candidate among others.")
def one_is_empty(rng):
    made = drawn(rng, 3, 2)
    made["candidates"].insert(1, [])
    made["references"].insert(1, [some_words(rng, 3)])
    return made


@corpus_bleu.case("All as in a reference: 1.")
def all_right(rng):
    base = [some_words(rng, int(n)) for n in rng.integers(4, 9, 3)]
    references = [[some_words(rng, 5), list(words)] for words in base]
    return {"candidates": base, "references": references, "max_n": 4}


@corpus_bleu.case("No pair of words in common: 0, though there are words.")
def no_pair(rng):
    words = [str(word) for word in rng.permutation(WORDS)[: int(rng.integers(5, 8))]]
    return {"candidates": [words], "references": [[words[::-1]]], "max_n": 2}


@corpus_bleu.case("The longest n-grams alone have nothing in common: 0.")
def nothing_long(rng):
    words = [str(word) for word in rng.permutation(WORDS)[:9]]
    other = [*words[3:6], words[8], *words[:3], words[7]]
    return {"candidates": [words], "references": [[other]], "max_n": 4}


@corpus_bleu.case("No candidate is long enough for n-grams of four: 0 of 0, and so 0.")
def none_long_enough(rng):
    base = [some_words(rng, int(n)) for n in rng.integers(1, 4, 3)]
    return {"candidates": base, "references": [[list(words)] for words in base], "max_n": 4}


@corpus_bleu.case("Nothing but empty candidates: 0.")
def nothing_said(rng):
    m = int(rng.integers(1, 4))
    return {
        "candidates": [[]] * m,
        "references": [[some_words(rng, 3)] for _ in range(m)],
        "max_n": int(rng.integers(1, 5)),
    }


@corpus_bleu.case("Forty sentences of ids.")
def many(rng):
    made = drawn(rng, 40, 4, most=5)
    ids = {word: i for i, word in enumerate(WORDS)}
    return {
        "candidates": [[ids[w] for w in words] for words in made["candidates"]],
        "references": [[[ids[w] for w in words] for words in own] for own in made["references"]],
        "max_n": 4,
    }


@corpus_bleu.case("Longer n-grams than four.")
def longer_ones(rng):
    return drawn(rng, 4, 6, changes=1, lengths=(11, 15))


def refused(made):
    return Trial(
        Call(made), [Raises("ValueError", [], "There is nothing to score, or not for all.")]
    )


@corpus_bleu.case("No candidate raises a ValueError.")
def no_candidate(rng):
    return refused({"candidates": [], "references": [], "max_n": int(rng.integers(1, 5))})


@corpus_bleu.case("More lists of references than candidates raise a ValueError.")
def more_references(rng):
    made = near_ones(rng, 3, 1)
    made["candidates"].pop()
    return refused({**made, "max_n": 2})


@corpus_bleu.case("Fewer, too.")
def fewer_references(rng):
    made = near_ones(rng, 3, 1)
    made["references"].pop()
    return refused({**made, "max_n": 2})


# ------------------------------------------------------------------------ other right answers


@corpus_bleu.alternative
def by_a_product(candidates, references, max_n):
    if len(candidates) == 0 or len(candidates) != len(references):
        raise ValueError("nothing to score")
    product = 1.0
    for n in range(1, max_n + 1):
        above = below = 0
        for words, own in zip(candidates, references, strict=True):
            a, b = reference.modified_precision(words, own, n)
            above, below = above + a, below + b
        if below == 0:
            return 0.0
        product *= above / below
    lengths = [len(words) for words in candidates]
    others = [[len(words) for words in own] for own in references]
    return reference.brevity_penalty(lengths, others) * product ** (1 / max_n)


@corpus_bleu.alternative
def with_arrays(candidates, references, max_n):
    if not candidates or len(candidates) - len(references):
        raise ValueError
    counts = np.array(
        [
            [reference.modified_precision(c, r, n) for n in range(1, max_n + 1)]
            for c, r in zip(candidates, references, strict=True)
        ],
        dtype=float,
    ).sum(axis=0)
    if (counts[:, 0] == 0).any():
        return 0
    logs = np.log(counts[:, 0]) - np.log(counts[:, 1])
    penalty = reference.brevity_penalty(
        list(map(len, candidates)), [list(map(len, own)) for own in references]
    )
    return np.float32(penalty * np.exp(logs.sum() / max_n))


@corpus_bleu.alternative
def all_by_itself(candidates, references, max_n):
    import math
    from collections import Counter

    if len(candidates) != len(references):
        raise ValueError("lengths")
    if len(candidates) < 1:
        raise ValueError("empty")
    clipped, total, c, r = [0] * max_n, [0] * max_n, 0, 0
    for words, own in zip(candidates, references, strict=True):
        c += len(words)
        r += min((abs(len(o) - len(words)), len(o)) for o in own)[1]
        for k in range(max_n):
            grams = [tuple(words[i : i + k + 1]) for i in range(len(words) - k)]
            most = Counter()
            for o in own:
                most |= Counter(tuple(o[i : i + k + 1]) for i in range(len(o) - k))
            clipped[k] += sum((Counter(grams) & most).values())
            total[k] += len(grams)
    if min(clipped) == 0:
        return 0.0
    mean = sum(math.log(a / b) for a, b in zip(clipped, total, strict=True)) / max_n
    return min(1.0, math.exp(1 - r / c)) * math.exp(mean)


# ------------------------------------------------------------------------------- known mistakes

MEAN = "np.exp(np.mean(logs))"

corpus_bleu.slip(
    "averages_precisions",
    "This is the mean of the precisions. Take the mean of their **logarithms**, then its power of e.",
    MEAN,
    "np.mean(np.exp(logs))",
)
corpus_bleu.slip(
    "forgets_the_penalty",
    "The penalty for short candidates is missing.",
    "brevity_penalty(lengths, others) * ",
    "",
)
corpus_bleu.slip(
    "adds_up_logarithms",
    "The logarithms were added. Take their mean: the precisions' geometric mean.",
    MEAN,
    "np.exp(np.sum(logs))",
)
corpus_bleu.slip(
    "divides_by_four",
    "The logarithms were divided by 4, whatever max_n says: take their mean.",
    MEAN,
    "np.exp(np.sum(logs) / 4)",
)
corpus_bleu.slip(
    "goes_up_to_four",
    "N-grams of up to 4 words were counted, whatever max_n says.",
    "range(1, max_n + 1)",
    "range(1, 5)",
)
corpus_bleu.slip(
    "takes_the_longest_alone",
    "Only the longest n-grams count. Use the precisions of all lengths from 1 on.",
    MEAN,
    "np.exp(logs[-1])",
)
corpus_bleu.slip(
    "stops_one_short",
    "The longest n-grams are missing: n goes from 1 up to max_n, itself included.",
    "range(1, max_n + 1)",
    "range(1, max(max_n, 2))",
)
corpus_bleu.slip(
    "leaves_out_words",
    "Single words are missing: n begins at 1.",
    "range(1, max_n + 1)",
    "range(min(2, max_n), max_n + 1)",
)
corpus_bleu.slip(
    "skips_zeros",
    "A precision of 0 was skipped. Its logarithm is minus infinity: then BLEU is 0.",
    ("return 0.0\n        logs", "continue\n        logs"),
    ("return float(", "return 0.0 if not logs else float("),
)
corpus_bleu.slip(
    "smooths",
    "1 was added to the counts, so that nothing is 0. That is smoothing, and another score: here a precision "
    "of 0 makes BLEU 0.",
    ("if clipped == 0:", "if False:"),
    ("np.log(clipped / total)", "np.log((clipped + 1) / (total + 1))"),
)
corpus_bleu.slip(
    "takes_a_percentage",
    "BLEU is often written times 100. Here it is a number from 0 to 1.",
    "return float(",
    "return 100 * float(",
)
corpus_bleu.slip(
    "adds_the_penalty",
    "The penalty was added. It is a factor.",
    "others) * np.exp",
    "others) - 1 + np.exp",
)
corpus_bleu.slip(
    "accepts_nothing",
    "Without a candidate there is nothing to score: raise a ValueError.",
    "if not candidates or len(candidates) != len(references):",
    "if not candidates:\n        return 0.0\n    if len(candidates) != len(references):",
)
corpus_bleu.slip(
    "accepts_unequal_lists",
    "There are not as many candidates as lists of references: raise a ValueError.",
    ("if not candidates or len(candidates) != len(references):", "if not candidates or not references:"),
    ("zip(candidates, references, strict=True)", "zip(candidates, references)"),
    (
        "[len(words) for words in candidates]",
        "[len(words) for words in candidates[: len(references)]]",
    ),
    ("[[len(words) for words in own] for own in references]",
     "[[len(words) for words in own] for own in references[: len(candidates)]]"),
)  # fmt: skip
corpus_bleu.slip(
    "penalises_by_the_first",
    "The penalty was reckoned with the first reference of each. It takes the closest: pass all lengths on.",
    "[[len(words) for words in own] for own in references]",
    "[[len(own[0])] for own in references]",
)


@corpus_bleu.misconception(
    "This is a mean of the sentences' own scores. Sum up counts over all sentences first."
)
def mean_of_sentences(candidates, references, max_n):
    if not candidates or len(candidates) != len(references):
        raise ValueError
    pairs = zip(candidates, references, strict=True)
    return float(np.mean([reference.corpus_bleu([c], [own], max_n) for c, own in pairs]))


@corpus_bleu.misconception(
    "These are means of the sentences' precisions. Sum up both counts over all sentences, then divide."
)
def mean_of_precisions(candidates, references, max_n):
    if not candidates or len(candidates) != len(references):
        raise ValueError
    logs = []
    for n in range(1, max_n + 1):
        shares = []
        for words, own in zip(candidates, references, strict=True):
            clipped, total = reference.modified_precision(words, own, n)
            shares.append(clipped / total if total else 0.0)
        if not sum(shares):
            return 0.0
        logs.append(np.log(np.mean(shares)))
    lengths = [len(words) for words in candidates]
    others = [[len(words) for words in own] for own in references]
    return float(reference.brevity_penalty(lengths, others) * np.exp(np.mean(logs)))


@corpus_bleu.misconception(
    "The penalty is a mean of the sentences' penalties. Give it the lengths of all sentences at once."
)
def mean_of_penalties(candidates, references, max_n):
    whole = reference.corpus_bleu(candidates, references, max_n)
    lengths = [len(words) for words in candidates]
    others = [[len(words) for words in own] for own in references]
    penalty = reference.brevity_penalty(lengths, others)
    if not penalty:
        return 0.0
    each = [reference.brevity_penalty([c], [own]) for c, own in zip(lengths, others, strict=True)]
    return float(whole / penalty * np.mean(each))


PAIRS = "for words, own in zip(candidates, references, strict=True)]"
COUNTS = "counts = [modified_precision(words, own, n) "
SUMS = "clipped, total = (sum(column) for column in "
for changed in ("", ", strict=False"):
    corpus_bleu.equivalent(
        f"{COUNTS}{PAIRS} -> {COUNTS}for words, own in zip(candidates, references{changed})]",
        "Their lengths were compared above.",
    )
    corpus_bleu.equivalent(
        f"{SUMS}zip(*counts, strict=True)) -> {SUMS}zip(*counts{changed}))",
        "Each count is a pair.",
    )
corpus_bleu.equivalent(
    "if not candidates or len(candidates) != len(references): -> "
    "if not candidates and len(candidates) != len(references):",
    "zip raises a ValueError for lists of different lengths, and so does taking two sums of nothing.",
)
