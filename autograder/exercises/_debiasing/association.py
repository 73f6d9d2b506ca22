"""The word embedding association test: effect size and exact permutation test."""

from itertools import combinations
from math import comb

import numpy as np

from autograder.exercises._debiasing.inputs import (
    draw_until,
    numbers,
    reference,
    some_words,
    weat_effect_size,
    word_map,
)

LEAST_GAP = 1e-3  # between two splits: rounding decides about no count


def scores_of(X, Y, A, B, vectors):
    """Returns the association of each word of X, then of Y."""

    def to(word, group):
        return np.mean([np.dot(unit(vectors[word]), unit(vectors[other])) for other in group])

    return np.array([to(word, A) - to(word, B) for word in [*X, *Y]])


def unit(vector):
    return vector / np.linalg.norm(vector)


def effect_of(scores, count, **options):
    return (scores[:count].mean() - scores[count:].mean()) / scores.std(**options)


def share_as_large(scores, count):
    sums = np.array(list(combinations(scores, count))).sum(axis=1)
    return np.mean(sums >= sums[0] - 1e-9)


def is_clear(arguments):
    """Tells whether no two splits into groups are nearly as good as each other."""
    X, *_ = groups = [arguments[name] for name in "XYAB"]
    scores = scores_of(*groups, arguments["word_to_vec_map"])
    sums = np.sort(np.array(list(combinations(scores, len(X)))).sum(axis=1))
    return np.diff(sums).min() > LEAST_GAP


def make_groups(rng, sizes, dimension, lean, accept=lambda made: True):
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
        return {**dict(zip("XYAB", groups, strict=True)), "word_to_vec_map": vectors}

    return draw_until(make, lambda made: is_clear(made) and accept(made))


def given_and_all(arguments):
    """Returns the scores, X first, and the sum over the first group of every split."""
    X, *_ = groups = [arguments[name] for name in "XYAB"]
    scores = scores_of(*groups, arguments["word_to_vec_map"])
    return scores, np.array(list(combinations(scores, len(X)))).sum(axis=1)


def misses_by_little(arguments):
    """Tells whether a split comes so near the given one that a coarse comparison counts it."""
    _, sums = given_and_all(arguments)
    below = sums[sums < sums[0] - LEAST_GAP]
    return len(below) > 0 and sums[0] - below.max() < 0.05


def rounding_decides(arguments):
    """Tells whether splits that tie with the given one are lost when no rounding is allowed for."""
    scores, sums = given_and_all(arguments)
    count = len(arguments["X"])
    ties = np.abs(sums - sums[0]) < 1e-9
    if np.any(ties != (np.abs(sums - sums[0]) < LEAST_GAP)):
        return False
    splits = [list(chosen) for chosen in combinations(range(len(scores)), count)]
    gaps = np.array([scores[s].mean() - np.delete(scores, s).mean() for s in splits])
    plain = np.array([sum(scores[s]) for s in splits])
    ways = (sums, gaps, plain)
    return all(np.count_nonzero(way[ties] < way[0]) for way in ways)


@weat_effect_size.case("Effect and p-value for groups of different sizes.")
def groups_of_different_sizes(rng):
    return make_groups(rng, (3, 5, 2, 4), 5, lean=0.5, accept=misses_by_little)


@weat_effect_size.case("A planted lean shows as an effect that few splits reach.")
def a_planted_lean(rng):
    return make_groups(rng, (4, 4, 3, 2), 6, lean=1.5)


@weat_effect_size.case("A lean the other way gives a negative effect and a p-value near 1.")
def a_lean_the_other_way(rng):
    return make_groups(rng, (4, 3, 2, 3), 4, lean=-1.5)


@weat_effect_size.case("One word against two: every p-value is a third, or two, or one.")
def one_against_two(rng):
    return make_groups(rng, (1, 2, 2, 1), 3, lean=0.3)


@weat_effect_size.case("Splits with the same effect count as well, however rounding falls.")
def splits_that_tie(rng):
    def make():
        words = some_words(rng, 12)
        vectors = word_map(rng, words, 4)
        X, Y = words[:3], words[3:7]
        # Words that differ in length only have the same cosines, up to rounding.
        for one, other, factor in zip(X[:2], Y[:2], (3, 1.7), strict=True):
            vectors[other] = np.round(factor * vectors[one], 3)
        return {"X": X, "Y": Y, "A": words[7:9], "B": words[9:12], "word_to_vec_map": vectors}

    return draw_until(make, rounding_decides)


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


@weat_effect_size.misconception(
    "The deviation was computed with n - 1 (as pandas and statistics.stdev do). Here it is that of "
    "the words at hand, divided by their number."
)
def divides_by_one_less(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    return effect_of(scores, len(X), ddof=1), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The deviations of X and of Y were taken apart and averaged. One deviation over all words of "
    "both groups together is wanted."
)
def averages_two_deviations(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    first, second = scores[: len(X)], scores[len(X) :]
    deviation = (first.std() + second.std()) / 2
    return (first.mean() - second.mean()) / deviation, share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The deviations of X and of Y were pooled, as for Cohen's d. One deviation over all words of "
    "both groups together is wanted, the distance between the groups included."
)
def pools_two_deviations(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    first, second = scores[: len(X)], scores[len(X) :]
    square = (len(first) * first.var() + len(second) * second.var()) / len(scores)
    return (first.mean() - second.mean()) / np.sqrt(square), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The difference of the means was not divided by the deviation. As it is, its size depends on "
    "how far the vectors spread."
)
def does_not_divide(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    return scores[: len(X)].mean() - scores[len(X) :].mean(), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The difference was divided by the variance. Divide by its square root, the deviation."
)
def divides_by_the_variance(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    return effect_of(scores, len(X)) / scores.std(), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The groups were added up where their mean is wanted: X and Y, or A and B, may be of different "
    "sizes."
)
def sums_where_means_are_wanted(X, Y, A, B, word_to_vec_map):
    def to(word, group):
        return sum(np.dot(unit(word_to_vec_map[word]), unit(word_to_vec_map[o])) for o in group)

    scores = np.array([to(word, A) - to(word, B) for word in [*X, *Y]])
    return effect_of(scores, len(X)), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "A and B have changed places: a word's association is its likeness to A minus that to B."
)
def swaps_the_attributes(X, Y, A, B, word_to_vec_map):
    return reference.weat_effect_size(X, Y, B, A, word_to_vec_map)


@weat_effect_size.misconception(
    "Dot products were taken where cosines are wanted: frequent words have long vectors and count "
    "for more."
)
def takes_dot_products(X, Y, A, B, word_to_vec_map):
    def to(word, group):
        return np.mean([np.dot(word_to_vec_map[word], word_to_vec_map[o]) for o in group])

    scores = np.array([to(word, A) - to(word, B) for word in [*X, *Y]])
    return effect_of(scores, len(X)), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The p-value leaves out the split that you started from: larger than, where at least as large "
    "is meant. The split into X and Y is one of the ways and counts, so p is never 0. (Rounding "
    "can make a sum a hair smaller than itself: compare with a tiny allowance.)"
)
def counts_larger_splits_only(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = np.array(list(combinations(scores, len(X)))).sum(axis=1)
    return effect_of(scores, len(X)), np.mean(sums > sums[0] + 1e-9)


@weat_effect_size.misconception(
    "The p-value counts both directions. It is one-sided: splits whose effect is at least as large "
    "as this one, its sign included."
)
def counts_both_directions(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    splits = [list(chosen) for chosen in combinations(range(len(scores)), len(X))]
    gaps = np.array([abs(scores[s].mean() - np.delete(scores, s).mean()) for s in splits])
    return effect_of(scores, len(X)), np.mean(gaps >= gaps[0] - 1e-9)


@weat_effect_size.misconception(
    "The p-value is upside down: it is the share of splits whose effect is at least as large, "
    "small when the effect is a rare one."
)
def counts_smaller_splits(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = np.array(list(combinations(scores, len(X)))).sum(axis=1)
    return effect_of(scores, len(X)), np.mean(sums <= sums[0] + 1e-9)


@weat_effect_size.misconception(
    "The splits were counted, not their share: divide by the number of all splits."
)
def counts_without_dividing(X, Y, A, B, word_to_vec_map):
    effect, share = reference.weat_effect_size(X, Y, A, B, word_to_vec_map)
    return effect, share * comb(len(X) + len(Y), len(X))


@weat_effect_size.misconception(
    "This p-value is read off the normal distribution. Nothing says that so few words follow it: "
    "count the splits."
)
def trusts_the_normal_distribution(X, Y, A, B, word_to_vec_map):
    from scipy.stats import norm

    effect, _ = reference.weat_effect_size(X, Y, A, B, word_to_vec_map)
    return effect, norm.sf(effect)


@weat_effect_size.misconception(
    "The effect came back alone. The p-value is wanted with it: effect_size, p_value."
)
def returns_the_effect_only(X, Y, A, B, word_to_vec_map):
    return reference.weat_effect_size(X, Y, A, B, word_to_vec_map)[0]


@weat_effect_size.misconception(
    "Splits whose effect equals the given one were lost to rounding, perhaps the given one itself. "
    "Equal sums may differ by 1e-16: compare with a tiny allowance, such as 1e-9."
)
def allows_for_no_rounding(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = np.array(list(combinations(scores, len(X)))).sum(axis=1)
    return effect_of(scores, len(X)), np.mean(sums >= sums[0])


@weat_effect_size.misconception(
    "Splits with the same effect were counted once: a set of sums was made. Every split counts, "
    "equal ones too."
)
def counts_equal_splits_once(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = np.array(list(combinations(scores, len(X)))).sum(axis=1)
    different = np.unique(np.round(sums, 9))
    return effect_of(scores, len(X)), np.mean(different >= round(sums[0], 9))


@weat_effect_size.misconception(
    "The words were split into halves. The two new groups have the sizes of X and of Y, which need "
    "not be equal: choose len(X) words."
)
def splits_into_halves(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = np.array(list(combinations(scores, len(scores) // 2))).sum(axis=1)
    return effect_of(scores, len(X)), np.mean(sums >= scores[: len(X)].sum() - 1e-9)


@weat_effect_size.misconception(
    "The first new group has as many words as Y. It stands for X: choose len(X) words."
)
def chooses_as_many_as_y(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    sums = np.array(list(combinations(scores, len(Y)))).sum(axis=1)
    return effect_of(scores, len(X)), np.mean(sums >= scores[: len(X)].sum() - 1e-9)


@weat_effect_size.misconception(
    "The variances of X and of Y were averaged, as for Cohen's d. One deviation over all words of "
    "both groups is wanted."
)
def averages_two_variances(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    first, second = scores[: len(X)], scores[len(X) :]
    deviation = np.sqrt((first.var() + second.var()) / 2)
    return (first.mean() - second.mean()) / deviation, share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The effect compares sums over X and Y. The groups may be of different sizes: take their means."
)
def compares_sums(X, Y, A, B, word_to_vec_map):
    scores = scores_of(X, Y, A, B, word_to_vec_map)
    gap = scores[: len(X)].sum() - scores[len(X) :].sum()
    return gap / scores.std(), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "Each word was compared with the mean vector of A and of B. Take the cosine with every word "
    "first and the mean of the cosines then: otherwise long vectors have more say."
)
def compares_with_mean_vectors(X, Y, A, B, word_to_vec_map):
    toward = [np.mean([word_to_vec_map[word] for word in group], axis=0) for group in (A, B)]
    units = [unit(word_to_vec_map[word]) for word in [*X, *Y]]
    scores = np.array([u @ unit(toward[0]) - u @ unit(toward[1]) for u in units])
    return effect_of(scores, len(X)), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "B plays no part. A word's association is its mean cosine with A minus that with B."
)
def forgets_the_second_group(X, Y, A, B, word_to_vec_map):
    scores = np.array(
        [
            np.mean([unit(word_to_vec_map[word]) @ unit(word_to_vec_map[a]) for a in A])
            for word in [*X, *Y]
        ]
    )
    return effect_of(scores, len(X)), share_as_large(scores, len(X))


@weat_effect_size.misconception(
    "The two results have changed places: the effect size comes first, then the p-value."
)
def returns_the_p_value_first(X, Y, A, B, word_to_vec_map):
    return reference.weat_effect_size(X, Y, A, B, word_to_vec_map)[::-1]


@weat_effect_size.misconception(
    "The p-value is (count + 1) / (splits + 1), as for splits drawn by chance. Here all splits are "
    "counted, the given one among them: count / splits."
)
def counts_one_more(X, Y, A, B, word_to_vec_map):
    effect, share = reference.weat_effect_size(X, Y, A, B, word_to_vec_map)
    splits = comb(len(X) + len(Y), len(X))
    return effect, (share * splits + 1) / (splits + 1)


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
