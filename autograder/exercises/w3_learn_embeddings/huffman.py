"""`huffman_codes`: the tree whose mean way is shortest.

Which branch is turn 0, how inner nodes are numbered, and what is joined first among equal counts is free. So
a tree is asked questions that have one answer each: how far is this word from the root, is this row a way,
do these words stand at the same node? Where counts are equal, the sum of all ways is asked for.
"""

import heapq

import numpy as np

from autograder.checks.expectations import Raises, RightOnAll, Shape, Untouched
from autograder.checks.probes import Call, ManyInputs
from autograder.checks.recipes import Function, Made
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import huffman_codes as exercise
from .inputs import reference

ASKED = """
def make(size, kinds):
    numbers = ["way", "node", "code", "inner", "steps", "hundreds", "rest"]
    single = ("inner", "hundreds", "rest")
    return np.array([
        [numbers.index(kind), word]
        for kind in kinds for word in ([0] if kind in single else range(size))
    ])
"""
CASES = """
def make(size, kinds, answers):
    texts = {
        "way": ("rows that are ways", "row {0}, is it a way: inner nodes 0 to {1}, each with turn 0 or 1, "
                "then -1 alone (1: yes)"),
        "node": ("words whose nodes fit", "word {0}, does everybody who has taken the same turns stand at "
                 "the same node, and nobody else (1: yes)"),
        "code": ("words that stand at a leaf of their own", "word {0}, is there a leaf of its own at the end "
                 "of its way, where no other way goes on (1: yes)"),
        "inner": ("numbers of inner nodes", "the number of inner nodes on all ways"),
        "steps": ("lengths of ways", "the steps from the root to word {0}"),
        "hundreds": ("sums of ways, hundreds", "the hundreds of all steps, each times its count"),
        "rest": ("sums of ways, the rest", "the rest to full hundreds of all steps, each times its count"),
    }
    single = ("inner", "hundreds", "rest")
    rows = [(kind, word) for kind in kinds for word in ([0] if kind in single else range(size))]
    return {
        "labels": np.array(answers),
        "groups": np.array([texts[kind][0] for kind, _ in rows]),
        "words": lambda i: texts[rows[i][0]][1].format(rows[i][1], size - 2),
    }
"""
ANSWER = """
def answer(tree, rows):
    try:
        paths, codes = (np.asarray(part) for part in tree)
    except (TypeError, ValueError):
        paths = codes = np.zeros(0)
    if paths.ndim != 2 or paths.shape != codes.shape or len(paths) != len(COUNTS):
        raise ValueError("expected paths and codes, two arrays with a row for each word, equally wide")
    if paths.dtype.kind not in "biu" or codes.dtype.kind not in "biu":
        raise ValueError("nodes and turns are whole numbers: expected int arrays")
    ways, good, node_of = [], [], {}
    for path, turns in zip(paths.tolist(), codes.tolist()):
        depth = path.index(-1) if -1 in path else len(path)
        inside = all(0 <= node < len(COUNTS) - 1 for node in path[:depth])
        good.append(depth > 0 and inside and set(path[depth:]) <= {-1} and set(turns[:depth]) <= {0, 1})
        ways.append((path[:depth], turns[:depth]))
        for place in range(depth):
            node_of.setdefault(tuple(turns[:place]), set()).add(path[place])
    turns_to = {}
    for turns, nodes in node_of.items():
        for node in nodes:
            turns_to.setdefault(node, set()).add(turns)
    ends = [tuple(turns) for _, turns in ways]
    total = int(sum(count * len(end) for count, end in zip(COUNTS, ends)))
    def one(kind, word):
        path, turns = ways[word]
        if kind == 0:
            return good[word]
        if kind == 1:
            return all(
                len(node_of[tuple(turns[:i])]) == 1 and len(turns_to[node]) == 1
                for i, node in enumerate(path)
            )
        if kind == 2:
            return ends.count(ends[word]) == 1 and ends[word] not in node_of
        numbers = (len({node for nodes in node_of.values() for node in nodes}), len(turns),
                   total // 100, total % 100)
        return numbers[kind - 3]
    chosen = [min(int(one(kind, word)), 254) for kind, word in rows.tolist()]
    return np.eye(255)[chosen]
"""
TOO_FEW = "Fewer than two words make no tree."
HINT = "This is not a tree with the shortest mean way."
IS_A_TREE = ("way", "node", "code", "inner")
BY_WORD = (*IS_A_TREE, "steps")  # Where nothing is equal on the way, so that lengths are certain.
BY_SUM = (*IS_A_TREE, "hundreds", "rest")


def _least(counts):
    """Returns the least sum of all ways, by a heap of sums alone."""
    heap, least = [int(count) for count in counts], 0
    heapq.heapify(heap)
    while len(heap) > 1:
        both = heapq.heappop(heap) + heapq.heappop(heap)
        least += both
        heapq.heappush(heap, both)
    return least


def _trial(counts, kinds, as_array=False):
    """Asks a tree of these counts; every word by itself, but for the sums."""
    counts = [int(count) for count in counts]
    size, least = len(counts), _least(counts)
    lengths = (reference.huffman_codes(counts)[0] >= 0).sum(axis=1).tolist()
    answers = {
        "inner": [size - 1],
        "steps": lengths,
        "hundreds": [least // 100],
        "rest": [least % 100],
    }
    labels = [int(a) for kind in kinds for a in answers.get(kind, [1] * size)]
    source = f"COUNTS = {counts}\n{ANSWER}"
    probe = ManyInputs(
        {"counts": np.array(counts) if as_array else counts},
        Made(ASKED, {"size": size, "kinds": list(kinds)}),
        Function(source),
    )
    cases = Made(CASES, {"size": size, "kinds": list(kinds), "answers": labels})
    return Trial(probe, [RightOnAll(cases, HINT)])


def _has_ties(counts):
    """Tells whether two of the groups that wait to be joined are ever equally frequent."""
    waiting = sorted(int(count) for count in counts)
    while len(waiting) > 1:
        if len(set(waiting)) < len(waiting):
            return True
        waiting = sorted([waiting[0] + waiting[1], *waiting[2:]])
    return False


def _without_ties(rng, size, high):
    def draw():
        return rng.choice(np.arange(1, high), size, replace=False)

    return draw_until(draw, lambda counts: not _has_ties(counts))


@exercise.case("Four words, each much more frequent than the one before.")
def on_paper(rng):
    return _trial(rng.permutation([1, 2, 4, 9]), BY_WORD)


@exercise.case("Counts in an array: rare words are far from the root, frequent ones near.")
def different_counts(rng):
    return _trial(_without_ties(rng, 7, 50), BY_WORD, as_array=True)


@exercise.case("More words, whose tree is not found from the top.")
def more_words(rng):
    def is_longer_from_the_top(counts):
        ways = (from_the_top(counts)[0] >= 0).sum(axis=1)
        return ways @ counts > _least(counts)

    counts = draw_until(lambda: _without_ties(rng, 13, 400), is_longer_from_the_top)
    return _trial(counts, BY_WORD)


@exercise.case("Counts that double: one word at each depth.")
def a_long_way(rng):
    return _trial(rng.permutation(3 ** np.arange(6) + 1), BY_WORD)


@exercise.case("Two words: a single inner node.")
def two_words(rng):
    return _trial(rng.choice(np.arange(2, 60), 2, replace=False), BY_SUM)


@exercise.case("Equal and different counts; what is joined first is free.")
def some_equal_counts(rng):
    low, high = np.sort(rng.choice(np.arange(2, 30), 2, replace=False))
    return _trial(rng.permutation([low, low, low, high, high, low + high, 2 * low + high]), BY_SUM)


@exercise.case("Two arrays with a row for each word, and the counts stay as they are.")
def counts_stay(rng):
    size = int(rng.integers(4, 9))
    rows = f"{{}} are an array with a row for each word, here {size}: (V, L)."
    return Trial(
        Call({"counts": rng.integers(1, 90, size)}),
        [
            Shape("result.0", [size, None], rows.format("The paths")),
            Shape("result.1", [size, None], rows.format("The codes")),
            Untouched("counts"),
        ],
    )


@exercise.case("A single word needs no tree.")
def one_word(rng):
    return Trial(Call({"counts": [int(rng.integers(1, 60))]}), [Raises("ValueError", [], TOO_FEW)])


@exercise.case("No word, no tree.")
def no_word(rng):
    return Trial(Call({"counts": []}), [Raises("ValueError", [], TOO_FEW)])


# ------------------------------------------------------------------------ other right answers


@exercise.alternative
def with_nested_pairs(counts):
    if len(counts) < 2:
        raise ValueError("too few")
    groups = [(count, word) for word, count in enumerate(counts)]
    while len(groups) > 1:
        groups = sorted(groups, key=lambda group: group[0])
        first, second, *rest = groups
        groups = [*rest, (first[0] + second[0], (second[1], first[1]))]
    ways = {}
    numbers = iter(range(len(counts)))

    def walk(group, path, turns):
        if not isinstance(group, tuple):
            ways[group] = path, turns
            return
        node = next(numbers)
        for turn in (0, 1):
            walk(group[turn], [*path, node], [*turns, turn])

    walk(groups[0][1], [], [])
    longest = max(len(path) for path, _ in ways.values())
    filled = [
        [part + [filling] * (longest - len(part)) for part, filling in zip(ways[w], (-1, 0))]  # noqa: B905
        for w in range(len(counts))
    ]
    return [path for path, _ in filled], [turns for _, turns in filled]


@exercise.alternative
def with_parents(counts):
    size = len(counts)
    if size < 2:
        raise ValueError("too few")
    total = np.zeros(2 * size - 1)
    total[:size] = counts
    parent, turn = np.zeros(2 * size - 1, dtype=int), np.zeros(2 * size - 1, dtype=int)
    alive = list(range(size))
    for new in range(size, 2 * size - 1):
        for which in (1, 0):
            rarest = min(alive, key=lambda group: (total[group], -group))
            alive.remove(rarest)
            parent[rarest], turn[rarest] = new, which
            total[new] += total[rarest]
        alive.append(new)
    paths = np.full((size, size), -1, dtype="int32")
    codes = np.full((size, size), 1, dtype="int32")
    for word in range(size):
        way, at = [], word
        while at != 2 * size - 2:
            way.insert(0, (parent[at] - size, turn[at]))
            at = parent[at]
        for place, step in enumerate(way):
            paths[word, place], codes[word, place] = step
    return paths, codes


@exercise.alternative
def with_two_queues(counts):
    from collections import deque

    size = len(counts)
    if size < 2:
        raise ValueError("too few")
    leaves = deque(sorted((int(count), [word]) for word, count in enumerate(counts)))
    joined = deque()
    steps = {word: [] for word in range(size)}

    def rarest():
        if not joined or (leaves and leaves[0][0] <= joined[0][0]):
            return leaves.popleft()
        return joined.popleft()

    for node in range(size - 1):
        (a, left), (b, right) = rarest(), rarest()
        for word in left:
            steps[word] = [(node, 1), *steps[word]]
        for word in right:
            steps[word] = [(node, 0), *steps[word]]
        joined.append((a + b, left + right))
    longest = max(len(way) for way in steps.values())
    table = np.array([[*way, *[(-1, -1)] * (longest - len(way))] for way in steps.values()])
    return table[:, :, 0], table[:, :, 1]


# ------------------------------------------------------------------------------- known mistakes

exercise.slip(
    "empties_the_counts",
    "The counts that were handed in are changed. Make groups of them, and leave them as they are.",
    "heapq.heapify(groups)",
    "heapq.heapify(groups)\n    counts[:] = sorted(counts)",
)
exercise.slip(
    "joins_the_most_frequent",
    "The two most frequent groups are joined first, so that frequent words are far from the root. Join "
    "the two rarest.",
    "heapq.heapify(groups)",
    "groups = [(-count, number, words) for count, number, words in groups]\n    heapq.heapify(groups)",
)
exercise.slip(
    "forgets_to_add_up",
    "All words hang on one long branch. A group that was joined counts as much as both its halves together, "
    "and its place among the others is found anew.",
    "one + other",
    "other",
)
exercise.slip(
    "ways_from_the_leaf",
    "The ways lead from the leaf up to the root. They begin at the root: turn them round.",
    "enumerate(reversed(way))",
    "enumerate(way)",
)
exercise.slip(
    "numbers_words_along",
    "Inner nodes have numbers from V on. Words and inner nodes are counted apart: nodes are 0 to V - 2.",
    "enumerate(reversed(way)):",
    "enumerate([(size + node, turn) for node, turn in reversed(way)]):",
)
exercise.slip(
    "fills_with_zeros",
    "Behind the end of a way stand zeros, and 0 is a node. Fill the rows with -1.",
    "np.full((size, longest), -1)",
    "np.zeros((size, longest), dtype=int)",
)
exercise.slip(
    "forgets_the_root",
    "The last two groups are never joined: the root is missing, and there are V - 1 inner nodes with it.",
    "for node in range(size - 2, -1, -1):",
    "for node in range(size - 2, 0, -1):",
)
exercise.slip(
    "one_turn_for_both",
    "Both branches of a node have the same turn. One is 0, the other is 1.",
    "ways[word].append((node, turn))",
    "ways[word].append((node, 0))",
)
exercise.slip(
    "exchanges_paths_and_codes",
    "Paths and codes have changed places: the nodes come first, the turns second.",
    "return paths, codes",
    "return codes, paths",
)
exercise.slip(
    "takes_a_single_word",
    "No error for fewer than two words. Raise a ValueError: without a decision there is no tree.",
    "if size < 2:",
    "if False:",
)
exercise.slip(
    "turns_are_signs",
    "The turns are 1 and -1. They are 0 and 1: the sign comes later, as 1 - 2 code.",
    "ways[word].append((node, turn))",
    "ways[word].append((node, 1 - 2 * turn))",
)


@exercise.misconception(
    "The tree is even, as if all words were equally frequent. Join the two rarest groups at each step."
)
def an_even_tree(counts):
    return reference.huffman_codes([1] * len(counts))


@exercise.misconception(
    "The words are cut into two halves of equal counts from the top (Shannon and Fano). That is not always "
    "the shortest tree: begin with the rarest, at the bottom."
)
def from_the_top(counts):
    size = len(counts)
    if size < 2:
        raise ValueError("too few")
    values = np.asarray(counts)
    ways, nodes = {}, iter(range(size))

    def divide(words, way):
        if len(words) == 1:
            ways[words[0]] = way
            return
        node, sums = next(nodes), np.cumsum(values[words])
        cut = 1 + int(np.argmin(np.abs(2 * sums[:-1] - sums[-1])))
        divide(words[:cut], [*way, (node, 0)])
        divide(words[cut:], [*way, (node, 1)])

    divide(np.argsort(-values, kind="stable").tolist(), [])
    longest = max(map(len, ways.values()))
    table = np.array([ways[word] + [(-1, 0)] * (longest - len(ways[word])) for word in range(size)])
    return table[:, :, 0], table[:, :, 1]


exercise.equivalent(
    "heapq.heappush(groups, (one + other, size + node, left + right)) -> "
    "heapq.heappush(groups, (one + other, size - node, left + right))",
    "Only says which of two equally frequent groups is joined first.",
)
