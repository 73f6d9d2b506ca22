"""The word embedding association test: effect size and exact permutation test."""

from itertools import combinations
from math import comb

import numpy as np

from autograder.declaration.inputs import draw_until, numbers

from .inputs import (
    across,
    moved_a_hair,
    reference,
    some_words,
    unit,
    weat_effect_size,
    word_map,
)

LEAST_GAP = (
    1e-4  # between two splits: rounding, of 1e-6 in single precision, decides about no count
)
NEAR = 6e-4  # from the given split to the next one below: no allowance for rounding reaches so far


def scores_of(X, Y, A, B, vectors):
    """Returns the association of each word of X, then of Y."""

    def to(word, group):
        return np.mean([np.dot(unit(vectors[word]), unit(vectors[other])) for other in group])

    return np.array([to(word, A) - to(word, B) for word in [*X, *Y]])


def effect_of(scores, count, **options):
    return (scores[:count].mean() - scores[count:].mean()) / scores.std(**options)


def sums_of(scores, count):
    """Returns the sum over the first group for every split; the given one comes first."""
    return np.array(list(combinations(scores, count))).sum(axis=1)


def share_as_large(scores, count):
    sums = sums_of(scores, count)
    return np.mean(sums >= sums[0] - 1e-9)


def sums_of_splits(arguments):
    """Returns what `sums_of` does, for the arguments of the exercise."""
    return sums_of(scores_of(*arguments.values()), len(arguments["X"]))


def is_clear(arguments):
    """Tells whether no two splits into groups are nearly as good as each other."""
    return np.diff(np.sort(sums_of_splits(arguments))).min() > LEAST_GAP


def make_groups(
    rng, sizes, dimension, lean, accept=lambda made: True, change=lambda rng, made: made
):
    """Draws four groups of words; X leans to A and Y to B by `lean`, in standard deviations."""

    def make():
        words = some_words(rng, sum(sizes) + 1)
        vectors = word_map(rng, words, dimension)
        ends = np.cumsum(sizes)
        groups = [words[end - size : end] for size, end in zip(sizes, ends, strict=True)]
        axis = rng.standard_normal(dimension)
        for group, side in zip(groups, (lean, -lean, 1.5, -1.5), strict=True):
            for word in group:
                vector = numbers(rng, dimension) + np.round(side * axis, 2)
                vectors[word] = np.round(vector * rng.uniform(0.5, 2.0), 2)
        made = {**dict(zip("XYAB", groups, strict=True)), "word_to_vec_map": vectors}
        return change(rng, made)

    return draw_until(make, lambda made: is_clear(made) and accept(made))


def brought_near(rng, arguments):
    """Moves a word of Y so that, in the place of one of X, it makes a split just below the given one.

    Who allows for much more than rounding counts this split as well.
    """
    X, Y, A, B, vectors = arguments.values()
    toward_a = from_b_to_a(A, B, vectors)
    word, other = X[int(rng.integers(len(X)))], Y[int(rng.integers(len(Y)))]
    wanted = np.dot(unit(vectors[word]), toward_a) - NEAR
    along = unit(toward_a)
    part = wanted / np.linalg.norm(toward_a)
    aside = unit(across(along, vectors[other]))
    moved = part * along + np.sqrt(1 - part**2) * aside
    return {
        **arguments,
        "word_to_vec_map": {**vectors, other: np.round(rng.uniform(0.5, 3) * moved, 6)},
    }


def misses_by_little(arguments):
    """Tells whether a split comes so near the given one that a coarse comparison counts it."""
    sums = sums_of_splits(arguments)
    below = sums[sums < sums[0] - LEAST_GAP]
    return len(below) > 0 and sums[0] - below.max() < 1.1 * NEAR


def tells_sizes_apart(arguments):
    """Tells whether splits into other sizes, halves say, give other shares."""
    scores, count = scores_of(*arguments.values()), len(arguments["X"])
    given = scores[:count].sum()
    shares = [
        np.mean(sums_of(scores, size) >= given - 1e-9)
        for size in (count, len(scores) // 2, len(scores) - count)
    ]
    return len(set(shares)) == len({count, len(scores) // 2, len(scores) - count})


def ties_are_clear(arguments):
    """Tells whether every other split either ties with the given one or is far from it."""
    sums = sums_of_splits(arguments)
    gaps = np.abs(sums - sums[0])
    return np.array_equal(gaps < 1e-9, gaps < LEAST_GAP)


def from_b_to_a(A, B, vectors):
    """Returns the direction with which a unit vector's product is its word's association."""
    toward_a, toward_b = (np.mean([unit(vectors[w]) for w in group], axis=0) for group in (A, B))
    return toward_a - toward_b


@weat_effect_size.case("On paper: ten splits of five words in the plane.")
def ten_splits(rng):
    # Vectors of which each, at length 1, has one decimal, or none.
    plane = [[3.0, 4.0], [4.0, 3.0], [4.0, -3.0], [-3.0, 4.0], [-4.0, 3.0], [0.0, 2.0], [2.0, 0.0]]

    def make():
        words = some_words(rng, 8)
        rows = [*rng.permutation(plane)[:5], [5.0, 0.0], [0.0, 3.0], [-3.0, 4.0]]
        vectors = {word: np.array(row) for word, row in zip(words, rows, strict=True)}
        groups = words[:2], words[2:5], words[5:6], words[6:]
        return {**dict(zip("XYAB", groups, strict=True)), "word_to_vec_map": vectors}

    return draw_until(make, lambda made: is_clear(made) and tells_sizes_apart(made))


@weat_effect_size.case("Effect and p-value for groups of different sizes.")
def groups_of_different_sizes(rng):
    return make_groups(
        rng,
        (3, 5, 2, 4),
        5,
        lean=0.5,
        accept=lambda made: misses_by_little(made) and tells_sizes_apart(made),
        change=brought_near,
    )


@weat_effect_size.case("A planted lean shows as an effect that few splits reach.")
def a_planted_lean(rng):
    return make_groups(rng, (4, 4, 3, 2), 6, lean=1.5)


@weat_effect_size.case("A lean the other way gives a negative effect and a p-value near 1.")
def a_lean_the_other_way(rng):
    return make_groups(rng, (4, 3, 2, 3), 4, lean=-1.5, accept=tells_sizes_apart)


@weat_effect_size.case("One word against two, or two against one: p is a third, or two, or one.")
def one_against_two(rng):
    sizes = (1, 2) if rng.random() < 0.5 else (2, 1)
    return make_groups(rng, (*sizes, 2, 1), 3, lean=0.3)


@weat_effect_size.case("Splits with the same effect count as well, however rounding falls.")
def splits_that_tie(rng):
    def make():
        words = some_words(rng, 12)
        vectors = word_map(rng, words, 4)
        X, Y, A, B = words[:3], words[3:7], words[7:9], words[9:12]
        # Words that differ in length only have the same cosines, up to rounding. Which way that
        # falls hangs on the processor, so those of Y are moved to the smaller side by a hair.
        aside = -from_b_to_a(A, B, vectors)
        for one, other, factor in zip(X[:2], Y[:2], (3, 1.7), strict=True):
            vectors[other] = moved_a_hair(np.round(factor * vectors[one], 3), aside)
        return {"X": X, "Y": Y, "A": A, "B": B, "word_to_vec_map": vectors}

    def accept(made):
        X, _, A, B, vectors = made.values()
        rests = [across(vectors[word], from_b_to_a(A, B, vectors)) for word in X[:2]]
        return min(np.linalg.norm(rest) for rest in rests) > 0.3 and ties_are_clear(made)

    return draw_until(make, accept)


@weat_effect_size.alternative
def with_differences_of_means(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    places = range(len(scores))
    splits = [list(chosen) for chosen in combinations(places, len(X))]
    gaps = np.array([scores[s].mean() - np.delete(scores, s).mean() for s in splits])
    return gaps[0] / np.std(scores), np.count_nonzero(gaps >= gaps[0] - 1e-12) / len(splits)


@weat_effect_size.alternative
def with_effects_of_every_split(X, Y, A, B, word_to_vec_map):
    scores = dict(zip([*X, *Y], scores_of(X, Y, A, B, word_to_vec_map), strict=True))
    deviation = np.std(list(scores.values()))

    def effect(chosen):
        rest = [scores[word] for word in scores if word not in chosen]
        return (np.mean([scores[word] for word in chosen]) - np.mean(rest)) / deviation

    observed = effect(X)
    reached = [effect(chosen) > observed - 1e-8 for chosen in combinations(scores, len(X))]
    return [observed, sum(reached) / comb(len(scores), len(X))]


@weat_effect_size.alternative
def with_matrices_in_single_precision(X, Y, A, B, word_to_vec_map):
    def rows(words):
        table = np.array([word_to_vec_map[word] for word in words], dtype="float32")
        return table / np.linalg.norm(table, axis=1, keepdims=True)

    targets = rows([*X, *Y])
    scores = (targets @ rows(A).T).mean(axis=1) - (targets @ rows(B).T).mean(axis=1)
    sums = np.array([sum(chosen) for chosen in combinations(scores, len(X))])
    return np.float32(effect_of(scores, len(X))), (sums >= sums[0] - 1e-5).mean()


@weat_effect_size.alternative
def with_mean_vectors(X, Y, A, B, word_to_vec_map):
    # A mean of cosines is a dot product with the mean of unit vectors.
    toward = sum(unit(word_to_vec_map[a]) for a in A) / len(A)
    toward = toward - sum(unit(word_to_vec_map[b]) for b in B) / len(B)
    scores = np.array([unit(word_to_vec_map[word]) @ toward for word in [*X, *Y]])
    return effect_of(scores, len(X)), share_as_large(scores, len(X))


weat_effect_size.slip(
    "divides_by_one_less",
    "The deviation was computed with n - 1 (as pandas and statistics.stdev do). Here it is that of "
    "the words at hand, divided by their number.",
    "np.std(scores)",
    "np.std(scores, ddof=1)",
)

weat_effect_size.slip(
    "averages_two_deviations",
    "The deviations of X and of Y were taken apart and averaged. One deviation over all words of "
    "both groups together is wanted.",
    "np.std(scores)",
    "((np.std(scores[: len(X)]) + np.std(scores[len(X) :])) / 2)",
)

weat_effect_size.slip(
    "pools_two_deviations",
    "The deviations of X and of Y were pooled, as for Cohen's d. One deviation over all words of "
    "both groups together is wanted, the distance between the groups included.",
    "np.std(scores)",
    "np.sqrt((len(X) * np.var(scores[: len(X)]) + len(Y) * np.var(scores[len(X) :])) "
    "/ len(scores))",
)

weat_effect_size.slip(
    "takes_the_deviation_of_x",
    "The deviation was taken over X alone. It is that of the words of both groups together.",
    "np.std(scores)",
    "np.std(scores[: len(X)])",
)

weat_effect_size.slip(
    "takes_the_deviation_of_y",
    "The deviation was taken over Y alone. It is that of the words of both groups together.",
    "np.std(scores)",
    "np.std(scores[len(X) :])",
)

weat_effect_size.slip(
    "counts_near_misses",
    "Splits were counted whose effect is a little smaller than the given one. What you allow for is "
    "rounding, which makes a difference of 1e-9 at most, and not of a hundredth.",
    "1e-9",
    "0.01",
)

weat_effect_size.slip(
    "does_not_divide",
    "The difference of the means was not divided by the deviation. As it is, its size depends on "
    "how far the vectors spread.",
    "gap / np.std(scores)",
    "gap",
)

weat_effect_size.slip(
    "divides_by_the_variance",
    "The difference was divided by the variance. Divide by its square root, the deviation.",
    "np.std",
    "np.var",
)

weat_effect_size.slip(
    "sums_where_means_are_wanted",
    "The groups were added up where their mean is wanted: X and Y, or A and B, may be of different "
    "sizes.",
    "return np.mean",
    "return np.sum",
)

weat_effect_size.slip(
    "swaps_the_attributes",
    "A and B have changed places: a word's association is its likeness to A minus that to B.",
    "likeness(word, A) - likeness(word, B)",
    "likeness(word, B) - likeness(word, A)",
)

weat_effect_size.slip(
    "takes_dot_products",
    "Dot products were taken where cosines are wanted: frequent words have long vectors and count "
    "for more.",
    "cosine_similarity",
    "np.dot",
)

weat_effect_size.slip(
    "counts_larger_splits_only",
    "The p-value leaves out the split that you started from: larger than, where at least as large "
    "is meant. The split into X and Y is one of the ways and counts, so p is never 0. (Rounding "
    "can make a sum a hair smaller than itself: compare with a tiny allowance.)",
    ">= sums[0] - 1e-9",
    "> sums[0] + 1e-9",
)

weat_effect_size.slip(
    "counts_both_directions",
    "The p-value counts both directions. It is one-sided: splits whose effect is at least as large "
    "as this one, its sign included.",
    "p_value =",
    "sums = np.abs(sums - sums.mean())\n    p_value =",
)

weat_effect_size.slip(
    "counts_smaller_splits",
    "The p-value is upside down: it is the share of splits whose effect is at least as large, "
    "small when the effect is a rare one.",
    ">= sums[0] - 1e-9",
    "<= sums[0] + 1e-9",
)

weat_effect_size.slip(
    "counts_without_dividing",
    "The splits were counted, not their share: divide by the number of all splits.",
    "np.mean(sums",
    "np.sum(sums",
)


@weat_effect_size.misconception(
    "This p-value is read off the normal distribution. Nothing says that so few words follow it: "
    "count the splits."
)
def trusts_the_normal_distribution(X, Y, A, B, word_to_vec_map):
    from scipy.stats import norm

    effect, _ = reference.weat_effect_size(X, Y, A, B, word_to_vec_map)
    return effect, norm.sf(effect)


weat_effect_size.slip(
    "returns_the_effect_only",
    "The effect came back alone. The p-value is wanted with it: effect_size, p_value.",
    ", p_value",
    "",
)


@weat_effect_size.misconception(
    "Splits whose effect equals the given one were lost to rounding, perhaps the given one itself. "
    "Equal sums may differ by 1e-16: compare with a tiny allowance, such as 1e-9."
)
def allows_for_no_rounding(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = sums_of(scores, len(X))
    return effect_of(scores, len(X)), np.mean(sums >= sums[0])


weat_effect_size.slip(
    "counts_equal_splits_once",
    "Splits with the same effect were counted once: a set of sums was made. Every split counts, "
    "equal ones too.",
    "np.mean(sums",
    "np.mean(np.unique(np.round(sums, 9))",
)

weat_effect_size.slip(
    "splits_into_halves",
    "The words were split into halves. The two new groups have the sizes of X and of Y, which need "
    "not be equal: choose len(X) words.",
    ("(scores, len(X))", "(scores, len(scores) // 2)"),
    ("sums[0]", "sum(scores[: len(X)])"),
)

weat_effect_size.slip(
    "chooses_as_many_as_y",
    "The first new group has as many words as Y. It stands for X: choose len(X) words.",
    ("(scores, len(X))", "(scores, len(Y))"),
    ("sums[0]", "sum(scores[: len(X)])"),
)

weat_effect_size.slip(
    "averages_two_variances",
    "The variances of X and of Y were averaged, as for Cohen's d. One deviation over all words of "
    "both groups is wanted.",
    "np.std(scores)",
    "np.sqrt((np.var(scores[: len(X)]) + np.var(scores[len(X) :])) / 2)",
)

weat_effect_size.slip(
    "compares_sums",
    "The effect compares sums over X and Y. The groups may be of different sizes: take their means.",
    "np.mean(scores[",
    "np.sum(scores[",
    count=2,
)

weat_effect_size.slip(
    "compares_with_mean_vectors",
    "Each word was compared with the mean vector of A and of B. Take the cosine with every word "
    "first and the mean of the cosines then: otherwise long vectors have more say.",
    ("return np.mean(", "return cosine_similarity(e, np.mean("),
    (
        "[cosine_similarity(e, word_to_vec_map[o]) for o in group]\n",
        "[word_to_vec_map[o] for o in group], axis=0)\n",
    ),
)

weat_effect_size.slip(
    "forgets_the_second_group",
    "B plays no part. A word's association is its mean cosine with A minus that with B.",
    " - likeness(word, B)",
    "",
)

weat_effect_size.slip(
    "returns_the_p_value_first",
    "The two results have changed places: the effect size comes first, then the p-value.",
    "gap / np.std(scores), p_value",
    "p_value, gap / np.std(scores)",
)

weat_effect_size.slip(
    "counts_one_more",
    "The p-value is (count + 1) / (splits + 1), as for splits drawn by chance. Here all splits are "
    "counted, the given one among them: count / splits.",
    "np.mean(sums >= sums[0] - 1e-9)",
    "(np.sum(sums >= sums[0] - 1e-9) + 1) / (len(sums) + 1)",
)


@weat_effect_size.misconception(
    "The words of A and B were dealt out again. The question is whether X and Y differ by more than "
    "luck: deal out their words, and leave A and B as they are."
)
def deals_out_the_attributes(X, Y, A, B, word_to_vec_map):
    effects = []
    for chosen in combinations([*A, *B], len(A)):
        rest = [word for word in [*A, *B] if word not in chosen]
        effects.append(effect_of(scores_of(X, Y, chosen, rest, word_to_vec_map), len(X)))
    return effects[0], np.mean(np.array(effects) >= effects[0] - 1e-9)


weat_effect_size.equivalent(
    "p_value = np.mean(sums >= sums[0] - 1e-09) -> p_value = np.mean(sums > sums[0] - 1e-09)",
    "No sum lies exactly at the allowance for rounding.",
)
