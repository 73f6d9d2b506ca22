"""`negative_sampling_examples`: k wrong words beside each target.

Where only two words have a chance, the answer is certain: whoever is asked for one gets the other. Such
cases compare numbers; the others test how draws are distributed.
"""

import itertools

import numpy as np

from autograder.checks.expectations import Distributed, Raises
from autograder.checks.probes import Call, CallTwice, Draws
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import negative_sampling_examples as exercise
from .inputs import reference

NOTHING = "A pair's own target is the only word with a chance: there is nothing to draw."


def _only_two(rng, size, share):
    """Draws two words and a distribution that knows no others."""
    one, other = rng.permutation(size)[:2]
    distribution = np.zeros(size)
    distribution[one], distribution[other] = share, 1 - share
    return int(one), int(other), distribution


@exercise.case("Two words have a chance: who is asked for one gets the other as a wrong word.")
def on_paper(rng):
    one, other, distribution = _only_two(rng, 4, 0.5)
    third = next(word for word in range(4) if word not in (one, other))
    return {
        "contexts": np.array([third, third]),
        "targets": np.array([one, other]),
        "k": 3,
        "distribution": distribution,
        "rng": seed_from(rng),
    }


@exercise.case("A target that is drawn nearly always is drawn again until something else comes.")
def a_likely_target(rng):
    one, other, distribution = _only_two(rng, 6, 0.9)
    return {
        "contexts": rng.integers(6, size=5),
        "targets": np.array([one, other, one, one, other]),
        "k": 7,
        "distribution": distribution,
        "rng": seed_from(rng),
    }


@exercise.case("A target without any chance is asked for all the same.")
def a_target_without_chance(rng):
    words = rng.permutation(5)
    distribution = np.zeros(5)
    distribution[words[0]] = 1.0
    return {
        "contexts": words[[3, 0, 4]],
        "targets": words[[1, 2, 1]],
        "k": 2,
        "distribution": distribution,
        "rng": seed_from(rng),
    }


@exercise.case("The word shown, and the targets of other pairs, may be wrong words.")
def neighbours_may_be_drawn(rng):
    one, other, distribution = _only_two(rng, 5, 0.3)
    return {
        "contexts": np.array([other, one, other]),
        "targets": np.array([one, other, one]),
        "k": 1,
        "distribution": distribution,
        "rng": seed_from(rng),
    }


@exercise.case("One pair, one wrong word.")
def one_pair(rng):
    one, _, distribution = _only_two(rng, 3, 0.5)
    return {
        "contexts": np.array([(one + 1) % 3]),
        "targets": np.array([one]),
        "k": 1,
        "distribution": distribution,
        "rng": seed_from(rng),
    }


def _arguments(rng, targets, k, distribution, contexts=None):
    contexts = targets[::-1].copy() if contexts is None else contexts
    return {
        "contexts": contexts,
        "targets": targets,
        "k": k,
        "distribution": distribution,
        "rng": seed_from(rng),
    }


def _chances(target, distribution):
    """Returns what is left of a distribution without a word, as pairs of word and chance."""
    rest = distribution.copy()
    rest[target] = 0
    rest = rest / rest.sum()
    return [(word, float(chance)) for word, chance in enumerate(rest) if chance > 0]


def _joint(targets, k, distribution):
    """Lists all outcomes of `words` with their probability."""
    rows = []
    for target in targets:
        chances = _chances(target, distribution)
        rows.append(
            [
                ([int(target), *(word for word, _ in draw)], float(np.prod([p for _, p in draw])))
                for draw in itertools.product(chances, repeat=k)
            ]
        )
    return [
        [[row for row, _ in outcome], float(np.prod([p for _, p in outcome]))]
        for outcome in itertools.product(*rows)
    ]


@exercise.case("Wrong words come as often as the distribution says.")
def as_often_as_said(rng):
    distribution = rng.permutation([0.1, 0.05, 0.25, 0.6])
    targets = np.flatnonzero(distribution == 0.6)
    context = np.flatnonzero(distribution == 0.25)
    probe = Draws(_arguments(rng, targets, 1, distribution, context), 600, item=0)
    return Trial(probe, [Distributed(_joint(targets, 1, distribution))])


@exercise.case("The words of a pair are drawn with replacement, independently.")
def with_replacement(rng):
    distribution = rng.permutation([0.2, 0.3, 0.5])
    targets = np.flatnonzero(distribution == 0.3)
    probe = Draws(_arguments(rng, targets, 2, distribution), 600, item=0)
    return Trial(probe, [Distributed(_joint(targets, 2, distribution))])


@exercise.case("Each pair has draws of its own.")
def each_pair_anew(rng):
    distribution = rng.permutation([0.2, 0.25, 0.55, 0.0])
    targets = np.full(2, np.flatnonzero(distribution == 0.0)[0])
    probe = Draws(_arguments(rng, targets, 1, distribution), 800, item=0)
    return Trial(probe, [Distributed(_joint(targets, 1, distribution))])


@exercise.case("Where a pair draws its own target, the others' words stay as they are distributed.")
def two_targets(rng):
    distribution = rng.permutation([0.2, 0.3, 0.5])
    targets = np.flatnonzero(distribution != 0.2)
    probe = Draws(_arguments(rng, targets, 1, distribution), 800, item=0)
    return Trial(probe, [Distributed(_joint(targets, 1, distribution))])


@exercise.case("Where only the target has a chance, there is nothing to draw.")
def nothing_to_draw(rng):
    size, k = int(rng.integers(3, 6)), int(rng.integers(1, 4))
    target = int(rng.integers(size))
    arguments = _arguments(rng, np.array([target]), k, np.eye(size)[target])
    return Trial(Call(arguments), [Raises("ValueError", [], NOTHING)])


@exercise.case("The same for one pair among several.")
def nothing_to_draw_for_one(rng):
    size, k = int(rng.integers(4, 7)), int(rng.integers(1, 4))
    words = rng.permutation(size)
    arguments = _arguments(rng, words[:3], k, np.eye(size)[words[int(rng.integers(3))]])
    return Trial(Call(arguments), [Raises("ValueError", [], NOTHING)])


@exercise.case("The same generator gives the same words again: all randomness comes from rng.")
def the_same_generator(rng):
    distribution = rng.permutation([0.05, 0.1, 0.15, 0.2, 0.22, 0.28])
    return CallTwice(_arguments(rng, rng.integers(6, size=9), 8, distribution))


# ------------------------------------------------------------------------ other right answers


@exercise.alternative
def pair_by_pair(contexts, targets, k, distribution, rng):
    words = []
    for target in targets:
        rest = np.array(distribution, dtype=float)
        rest[target] = 0
        if rest.sum() == 0:
            raise ValueError("nothing to draw")
        words.append([target, *rng.choice(len(rest), k, p=rest / rest.sum())])
    words = np.array(words, dtype=int)
    return words, np.repeat([[1] + k * [0]], len(words), axis=0)


@exercise.alternative
def one_word_at_a_time(contexts, targets, k, distribution, rng):
    words = np.empty((len(targets), k + 1), dtype="int32")
    for row, target in enumerate(targets):
        if not any(p > 0 for word, p in enumerate(distribution) if word != target):
            raise ValueError("nothing to draw")
        words[row, 0] = target
        for column in range(1, k + 1):
            word = target
            while word == target:
                word = rng.choice(len(distribution), p=distribution)
            words[row, column] = word
    labels = np.zeros_like(words)
    labels[:, :1] = 1
    return words, labels


@exercise.alternative
def by_cumulative_sums(contexts, targets, k, distribution, rng):
    m = len(targets)
    rest = np.tile(distribution, (m, 1))
    rest[np.arange(m), targets] = 0
    totals = rest.sum(axis=1)
    if not (totals > 0).all():
        raise ValueError("nothing to draw")
    steps = np.cumsum(rest, axis=1) / totals[:, None]
    drawn = (rng.random((m, k))[:, :, None] >= steps[:, None, :]).sum(axis=2)
    words = np.concatenate([targets[:, None], drawn], axis=1)
    return words, (np.arange(k + 1) == 0).astype(int) * np.ones((m, 1), dtype=int)


# ------------------------------------------------------------------------------- known mistakes

REDRAWS = "while own.any():"

exercise.slip(
    "keeps_its_own_target",
    "A pair has its own target among the wrong words: then it is right and wrong at once. Draw again there.",
    REDRAWS,
    "while False:",
)
exercise.slip(
    "draws_again_once",
    "A second draw may be the target, too. Go on until there is none left.",
    REDRAWS,
    "for _ in range(1):",
)
exercise.slip(
    "draws_all_alike",
    "All words come equally often. Hand the distribution to the generator.",
    "rng.choice(size, (len(targets), k), p=distribution)",
    "rng.choice(np.flatnonzero(distribution), (len(targets), k))",
)
exercise.slip(
    "draws_again_all_alike",
    "Where a word is drawn again, all words come equally often: there, too, the distribution counts.",
    "rng.choice(size, own.sum(), p=distribution)",
    "rng.choice(np.flatnonzero(distribution), own.sum())",
)
exercise.slip(
    "one_set_for_all",
    "All pairs have the same wrong words. Each draws its own.",
    "rng.choice(size, (len(targets), k), p=distribution)",
    "np.repeat(rng.choice(size, (1, k), p=distribution), len(targets), axis=0)",
)
exercise.slip(
    "labels_are_minus_one",
    "Wrong words have the label -1. The loss of a logistic regression takes 0 and 1.",
    "labels = np.zeros(words.shape, dtype=int)",
    "labels = -np.ones(words.shape, dtype=int)",
)
exercise.slip(
    "labels_are_turned_round",
    "The labels are turned round: the true word has 1, the wrong ones 0.",
    ("labels = np.zeros(words.shape, dtype=int)", "labels = np.ones(words.shape, dtype=int)"),
    ("labels[:, 0] = 1", "labels[:, 0] = 0"),
)
exercise.slip(
    "target_comes_last",
    "The target stands in the last column. It comes first, where its label is.",
    ("np.column_stack([targets, wrong])", "np.column_stack([wrong, targets])"),
    ("labels[:, 0] = 1", "labels[:, -1] = 1"),
)
exercise.slip(
    "target_behind_its_label",
    "The target stands in the last column, and its label in the first. Both belong in the first.",
    "np.column_stack([targets, wrong])",
    "np.column_stack([wrong, targets])",
)
exercise.slip(
    "leaves_the_target_out",
    "The true word is missing: k + 1 columns, the target first.",
    "np.column_stack([targets, wrong])",
    "wrong",
)
exercise.slip(
    "shows_the_context",
    "In the first column stands the word that is shown. It is the target that the pair asks about.",
    "np.column_stack([targets, wrong])",
    "np.column_stack([contexts, wrong])",
)
exercise.slip(
    "gives_the_words_flat",
    "The results are flat. They have a row a pair, and k + 1 columns.",
    "return words, labels",
    "return words.ravel(), labels.ravel()",
)


@exercise.misconception(
    "No error where only the target has a chance. Then there is nothing to draw: raise a ValueError."
)
def gives_the_target_for_want_of_others(contexts, targets, k, distribution, rng):
    try:
        return reference.negative_sampling_examples(contexts, targets, k, distribution, rng)
    except ValueError:
        words = np.repeat(np.asarray(targets)[:, None], k + 1, axis=1)
        return words, (np.arange(k + 1) == 0) * np.ones_like(words)


@exercise.misconception(
    "No word comes twice in a row. Draw with replacement: what was drawn may come again."
)
def without_replacement(contexts, targets, k, distribution, rng):
    rows = []
    for target in targets:
        rest = np.array(distribution, dtype=float)
        rest[target] = 0
        if rest.sum() == 0:
            raise ValueError("nothing to draw")
        drawn = []
        while len(drawn) < k:
            if rest.sum() == 0:  # All that there are have come: begin anew.
                rest = np.array(distribution, dtype=float)
                rest[target] = 0
            word = int(rng.choice(len(rest), p=rest / rest.sum()))
            rest[word] = 0
            drawn.append(word)
        rows.append([target, *drawn])
    words = np.array(rows, dtype=int)
    return words, (np.arange(k + 1) == 0) * np.ones_like(words)


@exercise.misconception(
    "The word that is shown is never drawn as a wrong one. Only the pair's own target is refused; "
    "neighbours may come."
)
def refuses_the_context(contexts, targets, k, distribution, rng):
    rows = []
    for context, target in zip(contexts, targets, strict=True):
        rest = np.array(distribution, dtype=float)
        rest[target] = 0
        if rest.sum() == 0:
            raise ValueError("nothing to draw")
        if rest.sum() > rest[context]:
            rest[context] = 0
        rows.append([target, *rng.choice(len(rest), k, p=rest / rest.sum())])
    words = np.array(rows, dtype=int)
    return words, (np.arange(k + 1) == 0) * np.ones_like(words)


@exercise.misconception(
    "The generator is made anew, so that every batch has the same wrong words. Draw from rng."
)
def generator_of_its_own(contexts, targets, k, distribution, rng):
    return reference.negative_sampling_examples(
        contexts, targets, k, distribution, np.random.default_rng(0)
    )


@exercise.misconception(
    "The targets of the other pairs are never drawn. Only a pair's own one is refused."
)
def refuses_all_targets(contexts, targets, k, distribution, rng):
    rows = []
    for target in targets:
        rest = np.array(distribution, dtype=float)
        rest[target] = 0
        if rest.sum() == 0:
            raise ValueError("nothing to draw")
        without = rest.copy()
        without[targets] = 0
        rest = without if without.sum() > 0 else rest
        rows.append([target, *rng.choice(len(rest), k, p=rest / rest.sum())])
    words = np.array(rows, dtype=int)
    return words, (np.arange(k + 1) == 0) * np.ones_like(words)
