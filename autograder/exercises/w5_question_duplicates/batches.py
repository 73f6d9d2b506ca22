"""`question_batches`: what is drawn, and how often."""

from itertools import permutations, product

import numpy as np

from autograder.checks.expectations import Distributed, Raises, Shape
from autograder.checks.probes import Steps, Take
from autograder.checks.recipes import Generator, Made, Own
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import question_batches

WORDS = "bread garden harbour music river soup storm tea walk winter bridge candle forest".split()
ENDLESS = (
    "The batches end, or one has another size: yield them without end, each of `batch_size` rows."
)


SEEDLESS = (
    "The same seed gives other batches: draw with `rng` alone, with no other generator beside it."
)


def _groups(rng, sizes):
    """Makes groups of questions, each of a word of its own."""
    words = rng.permutation(WORDS)[: len(sizes)]
    return [[f"{word} {i}?" for i in range(size)] for word, size in zip(words, sizes, strict=True)]


def _outcomes(groups, batch_size):
    """Returns all batches there can be, each with its probability."""
    chance = 1 / len(list(permutations(groups, batch_size)))
    outcomes = []
    for chosen in permutations(groups, batch_size):
        pairs = [list(permutations(group, 2)) for group in chosen]
        of_each = chance / np.prod([len(group) for group in pairs])
        for drawn in product(*pairs):
            first, second = zip(*drawn, strict=True)
            outcomes.append(([list(first), list(second)], float(of_each)))
    return outcomes


def _evenly(rng, sizes, batch_size, count):
    """Asks for all batches there can be, each as often as it should come."""
    groups = _groups(rng, sizes)
    outcomes = _outcomes(groups, batch_size)
    arguments = {"groups": groups, "batch_size": batch_size, "rng": seed_from(rng)}
    return Trial(
        Take(arguments, count),
        [
            Shape(f"items.{count - 1}.0", [batch_size], ENDLESS),
            Distributed(outcomes, path="items"),
        ],
    )


@question_batches.case("One row from two groups, of two and of three questions.")
def one_row(rng):
    return _evenly(rng, (2, 3), 1, 400)


@question_batches.case("Groups are drawn evenly, however large they are.")
def large_groups(rng):
    return _evenly(rng, (2, 4, 2), 1, 600)


@question_batches.case("Two rows: different groups, in every order, not always the same.")
def two_rows(rng):
    return _evenly(rng, (2, 2, 2), 2, 700)


@question_batches.case("All groups in each batch, in every order.")
def all_groups(rng):
    return _evenly(rng, (2, 3), 2, 600)


@question_batches.case("Fewer groups than rows are refused.")
def too_few(rng):
    groups = _groups(rng, (2, 3, 2))
    arguments = {"groups": groups, "batch_size": int(rng.integers(4, 7)), "rng": seed_from(rng)}
    return Trial(
        Take(arguments, 2),
        [Raises("ValueError", because="There are not enough different groups for a batch.")],
    )


# The number of rows to ask for: one less where the same seed has given other batches.
SEEDED = """
def seeded(batch_size, one, other):
    from itertools import islice

    first, second = (
        [[list(side) for side in item] for item in islice(batches, 6)] for batches in (one, other)
    )
    return batch_size if first == second else batch_size - 1
"""


@question_batches.case("All is drawn with `rng`: the same seed gives the same batches.")
def same_seed(rng):
    groups, seed = _groups(rng, (3, 2, 3)), int(rng.integers(2**31))
    twice = {
        name: Own({"groups": groups, "batch_size": 2, "rng": Generator(seed)})
        for name in ("one", "other")
    }
    arguments = {
        "groups": groups,
        "batch_size": Made(SEEDED, {"batch_size": 2, **twice}),
        "rng": Generator(seed),
    }
    return Trial(Steps(arguments, [["__next__", {}]]), [Shape("results.0.0", [2], SEEDLESS)])


# ------------------------------------------------------------------------ other right answers


@question_batches.alternative
def with_permutations(groups, batch_size, rng):
    if batch_size > len(groups):
        raise ValueError("too few groups")
    while True:
        chosen = [rng.permutation(groups[k])[:2] for k in rng.permutation(len(groups))[:batch_size]]
        yield [str(pair[0]) for pair in chosen], [str(pair[1]) for pair in chosen]


@question_batches.alternative
def as_an_inner_generator(groups, batch_size, rng):
    if len(groups) < batch_size:
        raise ValueError(f"{len(groups)} groups for {batch_size} rows")

    def batches():
        while True:
            order = np.arange(len(groups))
            rng.shuffle(order)
            pairs = []
            for k in order[:batch_size]:
                i = int(rng.integers(len(groups[k])))
                j = int(rng.integers(len(groups[k]) - 1))
                pairs.append((groups[k][i], groups[k][j + (j >= i)]))
            yield tuple(list(side) for side in zip(*pairs, strict=True))

    return batches()


@question_batches.alternative
def by_sorting_random_numbers(groups, batch_size, rng):
    if len(groups) < batch_size:
        raise ValueError("too few")
    while True:
        chosen = np.argsort(rng.random(len(groups)))[:batch_size]
        pairs = [np.argsort(rng.random(len(groups[k])))[:2] for k in chosen]
        yield [
            [groups[k][pair[side]] for k, pair in zip(chosen, pairs, strict=True)]
            for side in (0, 1)
        ]


@question_batches.alternative
def in_rounds(groups, batch_size, rng):
    if len(groups) < batch_size:
        raise ValueError("too few groups")
    while True:
        order = rng.permutation(len(groups))
        for start in range(0, len(groups) - batch_size + 1, batch_size):
            pairs = [
                rng.permutation(groups[k])[:2].tolist() for k in order[start : start + batch_size]
            ]
            yield [one for one, _ in pairs], [other for _, other in pairs]


# ------------------------------------------------------------------------------- known mistakes

GROUPS = "rng.choice(len(groups), batch_size, replace=False)"
PAIR = "rng.choice(len(groups[k]), 2, replace=False)"

question_batches.slip(
    "a_question_with_itself",
    "A question was paired with itself: the two of a group are drawn without replacement.",
    PAIR,
    "rng.choice(len(groups[k]), 2)",
)
question_batches.slip(
    "the_first_two",
    "Always the same two questions of a group come: draw two of all.",
    PAIR,
    "(0, 1)",
)
question_batches.slip(
    "neighbours_of_a_group",
    "The second question is always the one that follows the first in its group. Any two may be drawn.",
    PAIR,
    "(lambda i, n: (i, (i + 1) % n))(int(rng.integers(len(groups[k]))), len(groups[k]))",
)
question_batches.slip(
    "one_side_sorted",
    "Of two questions, the one that stands earlier in its group always comes first. Both orders are "
    "equally likely.",
    PAIR,
    f"sorted({PAIR})",
)
question_batches.slip(
    "a_group_twice",
    "A group came twice in a batch, so that a wrong answer was right: draw groups without replacement. "
    "And too few of them are an error.",
    GROUPS,
    "rng.choice(len(groups), batch_size)",
)
question_batches.slip(
    "the_first_groups",
    "Always the same groups come, in the same order: draw them.",
    GROUPS,
    "range(batch_size)",
)
question_batches.slip(
    "groups_in_their_order",
    "The groups of a batch are drawn, but stand in the order of the list. Every order is equally likely.",
    GROUPS,
    f"sorted({GROUPS})",
)


question_batches.slip(
    "another_generator",
    "The same seed gives other batches: something is drawn with another generator than `rng`.",
    GROUPS,
    "np.random.permutation(len(groups))[:batch_size + 0 * len(rng.choice(len(groups), batch_size, "
    "replace=False))]",
)


@question_batches.misconception(
    "The groups are drawn once, before the loop: every batch has the same. Draw anew for each."
)
def groups_drawn_once(groups, batch_size, rng):
    chosen = rng.choice(len(groups), batch_size, replace=False)
    while True:
        pairs = [rng.permutation(groups[k])[:2].tolist() for k in chosen]
        yield [one for one, _ in pairs], [other for _, other in pairs]


@question_batches.misconception(
    "Large groups come oftener: a group was drawn by drawing one of all questions. Draw among groups."
)
def large_groups_oftener(groups, batch_size, rng):
    if len(groups) < batch_size:
        raise ValueError("too few groups")
    owner = [k for k, group in enumerate(groups) for _ in group]
    while True:
        chosen = []
        for k in rng.permutation(owner):
            if k not in chosen and len(chosen) < batch_size:
                chosen.append(k)
        pairs = [rng.permutation(groups[k])[:2].tolist() for k in chosen]
        yield [one for one, _ in pairs], [other for _, other in pairs]


@question_batches.misconception("Only one batch came: `yield` it in an endless loop.")
def a_single_batch(groups, batch_size, rng):
    chosen = rng.choice(len(groups), batch_size, replace=False)
    pairs = [rng.permutation(groups[k])[:2].tolist() for k in chosen]
    yield [one for one, _ in pairs], [other for _, other in pairs]


@question_batches.misconception(
    "Too few groups gave smaller batches in silence. That must be a `ValueError`."
)
def smaller_batches(groups, batch_size, rng):
    while True:
        pairs = [
            rng.permutation(groups[k])[:2].tolist()
            for k in rng.permutation(len(groups))[:batch_size]
        ]
        yield [one for one, _ in pairs], [other for _, other in pairs]
