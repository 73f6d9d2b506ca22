"""`brevity_penalty`: for candidates that are shorter than their references."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import brevity_penalty, reference


def drawn(rng, m, short, wide=4):
    """Draws lengths of m candidates, mostly shorter than their references."""

    def make():
        candidates = rng.integers(3, 14, m).tolist()
        others = [
            (
                np.maximum(
                    c + rng.integers(short - wide, short + wide + 1, int(rng.integers(1, 5))), 1
                )
            ).tolist()
            for c in candidates
        ]
        return {"candidate_lengths": candidates, "reference_lengths": others}

    def tells(arguments):
        found = reference.brevity_penalty(*arguments.values())
        others = [
            change(reference.brevity_penalty, *arguments.values())
            for change in (with_longest, with_shortest, with_first, with_mean)
        ]
        return 0.1 < found < 0.95 and all(abs(found - other) > 1e-3 for other in others)

    return draw_until(make, tells)


def with_longest(penalty, candidates, others):
    return penalty(candidates, [[max(own)] for own in others])


def with_shortest(penalty, candidates, others):
    return penalty(candidates, [[min(own)] for own in others])


def with_first(penalty, candidates, others):
    return penalty(candidates, [own[:1] for own in others])


def with_mean(penalty, candidates, others):
    return penalty(candidates, [[sum(own) / len(own)] for own in others])


@brevity_penalty.case("One candidate, too short.")
def on_paper(rng):
    c = int(rng.integers(3, 6))
    r = c + int(rng.integers(1, 3))
    return {"candidate_lengths": [c], "reference_lengths": [[r + 4, r]]}


@brevity_penalty.case("Lengths are summed over all sentences first.")
def several(rng):
    return drawn(rng, 5, 2)


@brevity_penalty.case("Each candidate has its own closest reference, longer or shorter.")
def many_references(rng):
    return drawn(rng, 8, 1, wide=3)


@brevity_penalty.case("Of two that are equally close the shorter counts, wherever it stands.")
def ties(rng):
    c, d, e = (int(n) for n in rng.integers(5, 9, 3))
    pairs = [[c + 2, c - 2], [d - 1, d + 1], [e + 3, e - 3]]
    # Long enough in two more sentences, so that the tie decides how much is missing.
    extra = int(rng.integers(4, 8))
    return {
        "candidate_lengths": [c, d, e, extra],
        "reference_lengths": [*pairs, [extra + 12]],
    }


@brevity_penalty.case("A tie decides whether they are shorter at all.")
def a_tie_decides(rng):
    c = int(rng.integers(4, 9))
    return {"candidate_lengths": [c, 6], "reference_lengths": [[c + 2, c + 5, c - 2], [7]]}


@brevity_penalty.case("As long as the references: 1.")
def as_long(rng):
    lengths = rng.integers(2, 12, 3).tolist()
    return {"candidate_lengths": lengths, "reference_lengths": [[n + 5, n] for n in lengths]}


@brevity_penalty.case("Longer than all references: 1, and not more.")
def longer(rng):
    lengths = rng.integers(6, 12, 3).tolist()
    return {"candidate_lengths": lengths, "reference_lengths": [[n - 4, n - 2] for n in lengths]}


@brevity_penalty.case("One too short and one too long make it good between them.")
def made_good(rng):
    a, b = (int(n) for n in rng.integers(4, 9, 2))
    gap = int(rng.integers(1, 4))
    return {"candidate_lengths": [a, b + gap], "reference_lengths": [[a + gap], [b]]}


@brevity_penalty.case("One is too long, and all together are too short.")
def partly_made_good(rng):
    a, b, c = (int(n) for n in rng.integers(4, 9, 3))
    return {
        "candidate_lengths": [a, b + 2, c],
        "reference_lengths": [[a + 3], [b], [c + 2, c + 9]],
    }


@brevity_penalty.case("An empty candidate among others.")
def one_empty(rng):
    r = rng.integers(3, 7, 3).tolist()
    return {"candidate_lengths": [0, r[1], r[2]], "reference_lengths": [[r[0], 9], [r[1]], [r[2]]]}


@brevity_penalty.case("No word at all: 0.")
def no_word(rng):
    r = rng.integers(1, 7, 4).tolist()
    return {"candidate_lengths": [0, 0], "reference_lengths": [r[:2], r[2:]]}


@brevity_penalty.case("No word at all, and no word in the references: 0 as well.")
def no_word_anywhere(rng):
    return {"candidate_lengths": [0] * int(rng.integers(1, 4)), "reference_lengths": [[0]]} | (
        {"candidate_lengths": [0, 0], "reference_lengths": [[0, 3], [0]]} if rng.random() < 0.5 else
        {"candidate_lengths": [0], "reference_lengths": [[0]]}
    )  # fmt: skip


@brevity_penalty.case("Much too short: nearly 0.")
def much_too_short(rng):
    return {
        "candidate_lengths": [1, 1],
        "reference_lengths": [[int(rng.integers(3, 6))], [int(rng.integers(4, 6)), 9]],
    }


# ------------------------------------------------------------------------ other right answers


@brevity_penalty.alternative
def by_loops(candidate_lengths, reference_lengths):
    import math

    c = r = 0
    for i in range(len(candidate_lengths)):
        best = None
        for length in reference_lengths[i]:
            distance = abs(length - candidate_lengths[i])
            if best is None or distance < best[0] or (distance == best[0] and length < best[1]):
                best = (distance, length)
        c += candidate_lengths[i]
        r += best[1]
    if c == 0:
        return 0
    return 1 if c >= r else math.exp(1 - r / c)


@brevity_penalty.alternative
def with_sorted_lengths(candidate_lengths, reference_lengths):
    r = sum(
        min(sorted(own), key=lambda x: abs(x - c))
        for c, own in zip(candidate_lengths, reference_lengths, strict=True)
    )
    c = np.sum(candidate_lengths)
    return np.float32(np.minimum(1.0, np.exp(1 - r / c))) if c else 0.0


@brevity_penalty.alternative
def with_numpy(candidate_lengths, reference_lengths):
    closest = []
    for c, own in zip(candidate_lengths, reference_lengths, strict=True):
        own = np.unique(own)
        closest.append(own[np.argmin(np.abs(own - c))])
    c, r = sum(candidate_lengths), sum(closest)
    if not c:
        return 0.0
    return np.exp(min(0.0, 1 - r / c))


# ------------------------------------------------------------------------------- known mistakes

CLOSEST = "min(own, key=lambda other: (abs(other - length), other))"

brevity_penalty.slip(
    "takes_the_longest",
    "The longest reference was taken. The closest in length counts.",
    CLOSEST,
    "max(own)",
)
brevity_penalty.slip(
    "takes_the_shortest",
    "The shortest reference was taken. The closest in length counts.",
    CLOSEST,
    "min(own)",
)
brevity_penalty.slip(
    "takes_the_first",
    "The first reference was taken. The closest in length counts.",
    CLOSEST,
    "own[0]",
)
brevity_penalty.slip(
    "takes_the_mean",
    "The mean length of the references was taken. The closest one counts.",
    CLOSEST,
    "sum(own) / len(own)",
)
brevity_penalty.slip(
    "takes_the_longer_of_two",
    "Of two references that are equally close the longer one was taken. Take the shorter.",
    "(abs(other - length), other)",
    "(abs(other - length), -other)",
)
brevity_penalty.slip(
    "takes_the_first_of_two",
    "Of two references that are equally close the one that stands first was taken. Take the shorter.",
    "(abs(other - length), other)",
    "abs(other - length)",
)
brevity_penalty.slip(
    "turns_the_ratio",
    "The ratio is upside down: r by c, what it should be by what came out.",
    "1 - r / c",
    "1 - c / r",
)
brevity_penalty.slip(
    "rewards_long_ones",
    "There is a reward for being too long: the penalty is at most 1.",
    "if c < r else 1.0",
    "if True else 1.0",
)
brevity_penalty.slip(
    "gives_the_ratio",
    "This is c by r. The penalty is a power of e: exp(1 - r / c).",
    "float(np.exp(1 - r / c))",
    "float(c / r)",
)
brevity_penalty.slip(
    "forgets_the_one",
    "The exponent is 1 - r / c: where both are equally long it is 0.",
    "np.exp(1 - r / c)",
    "np.exp(-r / c)",
)
brevity_penalty.slip(
    "divides_by_zero",
    "Without a word it divides by 0. The penalty is 0.0 then.",
    "if c == 0:",
    "if False:",
)
brevity_penalty.slip(
    "takes_the_total_closest",
    "The closest was looked for with the length of all candidates together. Compare each with its own.",
    "abs(other - length)",
    "abs(other - c)",
)


@brevity_penalty.misconception(
    "This is a mean of the sentences' own penalties. Add up lengths over all sentences first."
)
def mean_of_sentences(candidate_lengths, reference_lengths):
    pairs = zip(candidate_lengths, reference_lengths, strict=True)
    return float(np.mean([reference.brevity_penalty([c], [own]) for c, own in pairs]))


@brevity_penalty.misconception(
    "Sentences that are long enough were left out. One sum over all, so that some make good for others."
)
def sums_short_ones(candidate_lengths, reference_lengths):
    pairs = [
        (c, min(own, key=lambda other: (abs(other - c), other)))
        for c, own in zip(candidate_lengths, reference_lengths, strict=True)
    ]
    short = [(c, r) for c, r in pairs if c < r]
    c, r = (sum(column) for column in zip(*short, strict=True)) if short else (1, 1)
    if not sum(candidate_lengths):
        return 0.0
    return float(np.exp(1 - r / c)) if c else 0.0


@brevity_penalty.misconception(
    "Without a word in the candidates the penalty is 1. It is 0.0, also where the references have none."
)
def no_word_is_no_penalty(candidate_lengths, reference_lengths):
    if sum(candidate_lengths) == 0:
        return 1.0
    return reference.brevity_penalty(candidate_lengths, reference_lengths)


ZIP = "for length, own in zip(candidate_lengths, reference_lengths, strict=True):"
for changed in ("", ", strict=False"):
    brevity_penalty.equivalent(
        f"{ZIP} -> for length, own in zip(candidate_lengths, reference_lengths{changed}):",
        "Both lists are equally long, says the docstring.",
    )
brevity_penalty.equivalent(
    "return float(np.exp(1 - r / c)) if c < r else 1.0 -> "
    "return float(np.exp(1 - r / c)) if c <= r else 1.0",
    "Where both are equal the power is 1.",
)
