"""`choose_threshold`: of the midpoints, the one with most pairs right. Scores are exact sixteenths."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import choose_threshold, reference

STEP = 1 / 16


def _best(scores, is_duplicate):
    """Returns all candidates and how many pairs each gets right."""
    levels = np.unique(scores)
    candidates = [levels[0] - 1, *(levels[:-1] + levels[1:]) / 2, levels[-1] + 1]
    return candidates, [int(np.sum((scores > t) == is_duplicate)) for t in candidates]


def _drawn(rng, count, accept, levels=17):
    """Draws scores and labels, duplicates mostly the higher ones, until they will do."""

    def make():
        scores = rng.integers(0, levels, count)
        is_duplicate = scores + rng.integers(-5, 6, count) > rng.integers(4, levels - 4)
        return scores * STEP, is_duplicate

    return draw_until(make, lambda made: accept(*_best(*made)))


def _single_best_inside(candidates, right):
    """Wants one best candidate, between the ends, and others worse by two pairs at least."""
    first, second = sorted(right)[-1], sorted(right)[-2]
    return first > second and right.index(first) not in (0, len(right) - 1) and len(right) > 4


@choose_threshold.case("Four pairs.")
def on_paper(rng):
    scores = rng.choice(np.arange(1, 10), 4, replace=False) / 10
    border = np.sort(scores)[int(rng.integers(1, 3))]
    return {"scores": scores, "is_duplicate": scores > border}


@choose_threshold.case("Many pairs, some of which no threshold gets right.")
def many(rng):
    scores, is_duplicate = _drawn(rng, 40, _single_best_inside)
    return {"scores": scores, "is_duplicate": is_duplicate}


@choose_threshold.case("Lists of scores and of 0 and 1, scores below 0 among them.")
def lists(rng):
    scores, is_duplicate = _drawn(rng, 15, _single_best_inside)
    return {
        "scores": (scores - 0.5).tolist(),
        "is_duplicate": [int(label) for label in is_duplicate],
    }


@choose_threshold.case("Few different scores, each of many pairs.")
def few_levels(rng):
    def accept(candidates, right):
        return len(right) == 5 and sorted(right)[-1] > sorted(right)[-2]

    def make():
        scores = rng.integers(0, 4, 30)
        return scores * 3 * STEP, scores + rng.integers(-1, 2, 30) > rng.integers(1, 3)

    scores, is_duplicate = draw_until(
        make, lambda made: accept(*_best(*made)) and np.argmax(_best(*made)[1]) in (1, 2, 3)
    )
    return {"scores": scores.astype("float32"), "is_duplicate": is_duplicate}


@choose_threshold.case("Of equally good ones the lowest.")
def equally_good(rng):
    def accept(candidates, right):
        best = [i for i, n in enumerate(right) if n == max(right)]
        return len(best) > 1 and best[0] > 0 and best[-1] < len(right) - 1

    scores, is_duplicate = _drawn(rng, 14, accept)
    return {"scores": scores, "is_duplicate": is_duplicate}


@choose_threshold.case("Few duplicates among many pairs: each pair counts alike.")
def few_duplicates(rng):
    def make():
        scores = rng.integers(0, 17, 30)
        return scores * STEP, (scores + rng.integers(-4, 5, 30)) > 12

    def accept(candidates, right):
        return _single_best_inside(candidates, right)

    def found(made):
        truth = made[1]
        others = {float(f(*made)) for f in (by_f1, by_both_shares)}
        return 3 < truth.sum() < 9 and reference.choose_threshold(*made) not in others

    scores, is_duplicate = draw_until(make, lambda made: accept(*_best(*made)) and found(made))
    return {"scores": scores, "is_duplicate": is_duplicate}


@choose_threshold.case("Nothing but duplicates: 1 below the lowest.")
def all_duplicates(rng):
    return {"scores": rng.integers(-4, 9, 6) * STEP, "is_duplicate": np.ones(6, dtype=bool)}


@choose_threshold.case("No duplicate: 1 above the highest.")
def no_duplicate(rng):
    return {"scores": rng.integers(-4, 9, 7) * STEP, "is_duplicate": np.zeros(7, dtype=bool)}


@choose_threshold.case("A single pair.")
def one_pair(rng):
    return {"scores": [float(rng.integers(-8, 9) * STEP)], "is_duplicate": [bool(rng.integers(2))]}


@choose_threshold.case("Duplicates with the lower scores: the best of a bad lot.")
def the_wrong_way_round(rng):
    scores = rng.permutation(17)[:9] * STEP
    order = np.argsort(scores)
    is_duplicate = np.zeros(9, dtype=bool)
    is_duplicate[order[: int(rng.choice([3, 5]))]] = True
    return {"scores": scores, "is_duplicate": is_duplicate}


@choose_threshold.case("No pair is an error.")
def no_pair(rng):
    return Trial(
        Call({"scores": [], "is_duplicate": []}),
        [Raises("ValueError", because="There is nothing to choose by.")],
    )


# ------------------------------------------------------------------------ other right answers


@choose_threshold.alternative
def with_loops(scores, is_duplicate):
    if not len(scores):
        raise ValueError("no pairs")
    levels = sorted({float(score) for score in scores})
    candidates = [levels[0] - 1]
    candidates += [(a + b) / 2 for a, b in zip(levels, levels[1:], strict=False)]
    candidates.append(levels[-1] + 1)
    best, most = None, -1
    for t in candidates:
        right = sum((s > t) == bool(d) for s, d in zip(scores, is_duplicate, strict=True))
        if right > most:
            best, most = t, right
    return best


@choose_threshold.alternative
def by_counting_once(scores, is_duplicate):
    scores, truth = np.array(scores, dtype=float), np.array(is_duplicate).astype(int)
    if scores.size == 0:
        raise ValueError("no pair at all")
    levels, group = np.unique(scores, return_inverse=True)
    gained = np.bincount(group, 1 - 2 * truth, minlength=len(levels))
    right = truth.sum() + np.concatenate([[0], np.cumsum(gained)])
    ends = np.concatenate([[levels[0] - 2], levels, [levels[-1] + 2]])
    return ((ends[:-1] + ends[1:]) / 2)[np.argmax(right)]


@choose_threshold.alternative
def with_a_matrix(scores, is_duplicate):
    scores = np.asarray(scores, float).ravel()
    if len(scores) < 1:
        raise ValueError("empty")
    levels = np.sort(np.array(list(set(scores.tolist()))))
    padded = np.r_[levels[0] - 2, levels, levels[-1] + 2]
    t = padded[:-1] + np.diff(padded) / 2
    right = ((scores[None] > t[:, None]) == np.asarray(is_duplicate, bool)[None]).mean(axis=1)
    return np.float64(t[right.argmax()])


# ------------------------------------------------------------------------------- known mistakes

COUNT = "np.sum((scores > t) == is_duplicate)"

choose_threshold.slip(
    "the_highest_of_equals",
    "Of equally good thresholds the highest came. The lowest is wanted.",
    "candidates[np.argmax(right)]",
    "candidates[len(right) - 1 - np.argmax(right[::-1])]",
)
choose_threshold.slip(
    "no_end_below",
    "There is no candidate below the lowest score: where all are duplicates, all should count as such.",
    "[levels[0] - 1], ",
    "[], ",
)
choose_threshold.slip(
    "no_end_above",
    "There is no candidate above the highest score: where there is no duplicate, nothing "
    "should count as one.",
    ", [levels[-1] + 1]",
    "",
)
choose_threshold.slip(
    "scores_for_midpoints",
    "A score came in place of a midpoint between two.",
    "(levels[:-1] + levels[1:]) / 2",
    "levels[:-1]",
)
choose_threshold.slip(
    "repeats_left_in",
    "Equal scores were left in, and the point between two equal ones is the score itself. Take "
    "different ones.",
    "np.unique(scores)",
    "np.sort(scores)",
)
choose_threshold.slip(
    "not_sorted",
    "The scores were not sorted: neighbours are those next in size.",
    "np.unique(scores)",
    "scores",
)
choose_threshold.slip(
    "finds_duplicates_alone",
    "Only the duplicates that are found were counted, so that the lowest threshold always "
    "wins. Pairs that are "
    "rightly turned down count as well.",
    COUNT,
    "np.sum((scores > t) & is_duplicate)",
)
choose_threshold.slip(
    "counts_what_is_wrong",
    "The threshold with most pairs wrong came, or pairs below it counted as duplicates: it is those above.",
    COUNT,
    "np.sum((scores > t) != is_duplicate)",
)
choose_threshold.slip(
    "returns_how_many_are_right",
    "How many pairs are right came. The threshold is wanted.",
    "candidates[np.argmax(right)]",
    "np.max(right)",
)
choose_threshold.slip(
    "does_not_refuse",
    "Without a pair some number or another error came. Raise a `ValueError`.",
    'if len(scores) == 0:\n        raise ValueError("A threshold needs at least one pair.")',
    "if len(scores) == 0:\n        return 0.0",
)


@choose_threshold.misconception(
    "It is always 0.5. The threshold is chosen by the pairs: cosines are no probabilities."
)
def always_one_half(scores, is_duplicate):
    if not len(scores):
        raise ValueError("no pair")
    return 0.5


@choose_threshold.misconception(
    "It lies between the means of both kinds of pairs. Count for each candidate what is right."
)
def between_the_means(scores, is_duplicate):
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    if not len(scores):
        raise ValueError("no pair")
    if truth.all() or not truth.any():
        return reference.choose_threshold(scores, truth)
    return float((scores[truth].mean() + scores[~truth].mean()) / 2)


def _candidates(scores):
    levels = np.unique(np.asarray(scores, float))
    between = (levels[:-1] + levels[1:]) / 2
    return np.concatenate(([levels[0] - 1], between, [levels[-1] + 1]))


def _by(measure, scores, is_duplicate):
    """Returns the lowest candidate with the highest measure of `(called, truth)`."""
    if not len(scores):
        raise ValueError("no pair")
    truth = np.asarray(is_duplicate, bool)
    candidates = _candidates(scores)
    return float(
        candidates[np.argmax([measure(np.asarray(scores) > t, truth) for t in candidates])]
    )


@choose_threshold.misconception(
    "The best F1 was looked for, which leaves out pairs that are rightly turned down. Count all that is "
    "right."
)
def by_f1(scores, is_duplicate):
    def f1(called, truth):
        return 2 * np.sum(called & truth) / max(np.sum(called) + np.sum(truth), 1)

    return _by(f1, scores, is_duplicate)


@choose_threshold.misconception(
    "The shares of both kinds were averaged, so that a pair of the rarer kind weighs more. Each pair "
    "counts alike."
)
def by_both_shares(scores, is_duplicate):
    def shares(called, truth):
        found = np.sum(called & truth) / max(np.sum(truth), 1)
        return found + np.sum(~called & ~truth) / max(np.sum(~truth), 1)

    return _by(shares, scores, is_duplicate)


@choose_threshold.misconception(
    "Thresholds of a grid were tried. What lies between two scores may fall through: the candidates are "
    "midpoints."
)
def on_a_grid(scores, is_duplicate):
    if not len(scores):
        raise ValueError("no pair")
    grid = np.linspace(-1, 1, 201)
    truth = np.asarray(is_duplicate, bool)
    return float(grid[np.argmax([np.sum((np.asarray(scores) > t) == truth) for t in grid])])


@choose_threshold.misconception(
    "The candidates are the scores and the two ends. Between two scores lies a midpoint: take that."
)
def the_scores_and_both_ends(scores, is_duplicate):
    if not len(scores):
        raise ValueError("no pair")
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    levels = np.unique(scores)
    candidates = [levels[0] - 1, *levels, levels[-1] + 1]
    return float(candidates[np.argmax([np.sum((scores > t) == truth) for t in candidates])])


@choose_threshold.misconception(
    "Evenly spaced numbers between the lowest and the highest score were tried. The candidates are the "
    "midpoints, and one beyond each end."
)
def evenly_spaced(scores, is_duplicate):
    if not len(scores):
        raise ValueError("no pair")
    scores, truth = np.asarray(scores, float), np.asarray(is_duplicate, bool)
    grid = np.linspace(scores.min(), scores.max(), 101)
    return float(grid[np.argmax([np.sum((scores > t) == truth) for t in grid])])


RIGHT = "right = [np.sum((scores {} t) == is_duplicate) for t in candidates]"
choose_threshold.equivalent(
    f"{RIGHT.format('>')} -> {RIGHT.format('>=')}",
    "No candidate is a score: it lies between two, or beyond both ends.",
)
choose_threshold.equivalent(
    "scores = np.asarray(scores, dtype=float) -> scores = np.asarray(scores)",
    "Floats are floats without it.",
)
choose_threshold.equivalent(
    "scores = np.asarray(scores, dtype=float) -> pass",
    "NumPy compares a list with a number of its own as it compares an array, and counts and sorts lists.",
)
LABELS = "is_duplicate = np.asarray(is_duplicate, dtype=bool)"
for _other in ("is_duplicate = np.asarray(is_duplicate)", "pass"):
    choose_threshold.equivalent(
        f"{LABELS} -> {_other}",
        "NumPy compares booleans with 0 and 1, and with a list, all the same.",
    )
