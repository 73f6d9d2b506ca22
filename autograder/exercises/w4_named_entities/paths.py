"""`viterbi`: the best of all paths."""

import itertools

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until

from .inputs import log_softmax, reference, viterbi

MARGIN = 0.02  # by which the best path beats the second, so that no rounding decides


def scores_of(log_probabilities, transitions, start):
    """Returns the scores of all paths, sorted, the best one first."""
    T, K = log_probabilities.shape
    found = []
    for path in itertools.product(range(K), repeat=T):
        score = start[path[0]] + sum(log_probabilities[range(T), path])
        found.append(score + sum(transitions[a, b] for a, b in itertools.pairwise(path)))
    return sorted(found, reverse=True)


def greedy(log_probabilities, transitions, start):
    """Returns the best first tag and then, step by step, the best that may follow."""
    path = [int(np.argmax(start + log_probabilities[0]))]
    for row in log_probabilities[1:]:
        path.append(int(np.argmax(row + transitions[path[-1]])))
    return path


def drawn(rng, T, K, forbidden=0.3):
    """Draws scores in which the best path is clear, and is not the one that a greedy search finds."""

    def make():
        transitions = np.round(rng.normal(0, 1, (K, K)), 2)
        transitions[rng.random((K, K)) < forbidden] = -np.inf
        start = np.round(rng.normal(0, 1, K), 2)
        return {
            "log_probabilities": log_softmax(rng.normal(0, 1.3, (T, K))).astype(float),
            "transitions": transitions,
            "start": start,
        }

    def is_clear(arguments):
        first, second = scores_of(*arguments.values())[:2]
        path = reference.viterbi(*arguments.values())[0] if np.isfinite(first) else []
        return (
            np.isfinite(first)
            and not first - second < MARGIN
            and path != greedy(*arguments.values())
            and path != np.argmax(arguments["log_probabilities"], axis=1).tolist()
        )

    return draw_until(make, is_clear)


@viterbi.case("Two words, two tags: the best first tag is not on the best path.")
def on_paper(rng):
    last = int(rng.integers(2))
    transitions = np.zeros((2, 2))
    good = int(rng.integers(2))
    transitions[1 - good] = -3.0
    logs = (
        np.array([[-2.0, -1.0], [-1.0, -1.0]])
        if good == 0
        else np.array([[-1.0, -2.0], [-1.0, -1.0]])
    )
    logs[1, 1 - last] = -4.0
    return {"log_probabilities": logs, "transitions": transitions, "start": np.array([0.0, 0.0])}


@viterbi.case("Four words, three tags, some steps forbidden.")
def four_words(rng):
    return drawn(rng, 4, 3)


@viterbi.case("Five words, two tags, nothing forbidden.")
def nothing_forbidden(rng):
    return drawn(rng, 5, 2, forbidden=0.0)


@viterbi.case("Three words, five tags: rows say from which tag, columns to which.")
def many_tags(rng):
    return drawn(rng, 3, 5)


@viterbi.case("Tags of names: an I- that nothing leads to is repaired.")
def tags_of_names(rng):
    a, b = (str(kind) for kind in rng.permutation(["per", "geo", "org"])[:2])
    tags = [str(t) for t in rng.permutation(["O", f"B-{a}", f"I-{a}", f"B-{b}", f"I-{b}"])]
    transitions, start = reference.transition_scores(tags)

    def make():
        logs = log_softmax(rng.normal(0, 1.5, (5, 5))).astype(float)
        return {"log_probabilities": logs, "transitions": transitions, "start": start}

    def is_clear(arguments):
        first, second = scores_of(*arguments.values())[:2]
        logs = arguments["log_probabilities"]
        best = reference.viterbi(*arguments.values())[0]
        return (
            first - second > MARGIN
            and best != np.argmax(logs, axis=1).tolist()
            and best != greedy(*arguments.values())
        )

    return draw_until(make, is_clear)


@viterbi.case("Impossible tags: -inf among the log-probabilities, and no NaN.")
def impossible_tags(rng):
    def make():
        arguments = drawn(rng, 4, 3, forbidden=0.2)
        logs = arguments["log_probabilities"]
        logs[rng.random(logs.shape) < 0.3] = -np.inf
        return arguments

    def is_clear(arguments):
        first, second = scores_of(*arguments.values())[:2]
        return np.isfinite(first) and not first - second < MARGIN

    return draw_until(make, is_clear)


@viterbi.case("The first word's tag is scored by `start`, too.")
def start_decides(rng):
    arguments = drawn(rng, 2, 4)
    return arguments


@viterbi.case("One word: `start` and its own scores.")
def one_word(rng):
    arguments = drawn(rng, 2, 4)
    logs = arguments["log_probabilities"][:1]
    order = rng.permutation(4)
    start = np.round(np.array([0.0, -1.5, -3.0, -np.inf])[order] - logs[0], 2)
    return {**arguments, "log_probabilities": logs, "start": start}


@viterbi.case("Words whose every tag is most unlikely: sums stay exact where products would be 0.")
def most_unlikely(rng):
    T, K = 5, int(rng.integers(3, 5))
    return {
        "log_probabilities": -np.round(rng.uniform(300, 400, (T, K)), 1),
        "transitions": -np.round(rng.uniform(0, 9, (K, K)), 1),
        "start": -np.round(rng.uniform(0, 9, K), 1),
    }


@viterbi.case("No word: an empty path, and 0, whatever the scores of a start are.")
def no_word(rng):
    K = int(rng.integers(2, 5))
    return {
        "log_probabilities": np.zeros((0, K)),
        "transitions": np.zeros((K, K)),
        "start": -np.round(rng.uniform(0.5, 3, K), 2),
    }


@viterbi.case("Forty words: far more paths than anybody can try.")
def forty_words(rng):
    K = 6
    return {
        "log_probabilities": np.round(rng.normal(0, 1, (40, K)), 5) - 2,
        "transitions": np.round(rng.normal(0, 1, (K, K)), 5),
        "start": np.round(rng.normal(0, 1, K), 5),
    }


def refused(rng, start, transitions):
    K = len(start)
    logs = log_softmax(rng.normal(0, 1, (3, K))).astype(float)
    probe = Call({"log_probabilities": logs, "transitions": transitions, "start": start})
    because = "Every path has a step that is forbidden."
    return Trial(probe, [Raises("ValueError", [], because)])


@viterbi.case("Where no step is allowed: a ValueError.")
def no_step(rng):
    return refused(rng, np.zeros(3), np.full((3, 3), -np.inf))


@viterbi.case("Where no start is allowed: a ValueError.")
def no_start(rng):
    return refused(rng, np.full(4, -np.inf), np.zeros((4, 4)))


@viterbi.case("Where each start leads nowhere: a ValueError.")
def a_dead_end(rng):
    transitions = np.zeros((3, 3))
    transitions[1] = -np.inf
    return refused(rng, np.array([-np.inf, 0.0, -np.inf]), transitions)


# ------------------------------------------------------------------------ other right answers


@viterbi.alternative
def with_whole_paths(log_probabilities, transitions, start):
    best = {(): 0.0}
    for t, row in enumerate(np.asarray(log_probabilities)):
        found = {}
        for path, score in best.items():
            for j, here in enumerate(row):
                step = start[j] if t == 0 else transitions[path[-1]][j]
                new = score + step + here
                if new > found.get(j, (-np.inf, None))[0]:
                    found[j] = (new, (*path, j))
        best = {path: score for score, path in found.values()}
        if not best:
            raise ValueError("No path is allowed.")
    path = max(best, key=best.get)
    return list(path), best[path]


@viterbi.alternative
def by_loops(log_probabilities, transitions, start):
    T, K = np.shape(log_probabilities)
    if T == 0:
        return [], 0.0
    best = [[start[j] + log_probabilities[0][j] for j in range(K)]]
    came_from = [[None] * K]
    for t in range(1, T):
        best.append([])
        came_from.append([])
        for j in range(K):
            options = [best[t - 1][i] + transitions[i][j] for i in range(K)]
            i = options.index(max(options))
            best[t].append(options[i] + log_probabilities[t][j])
            came_from[t].append(i)
    score = max(best[-1])
    if score == float("-inf"):
        raise ValueError("nothing allowed")
    path = [best[-1].index(score)]
    for t in range(T - 1, 0, -1):
        path.insert(0, came_from[t][path[0]])
    return path, score


@viterbi.alternative
def from_the_end(log_probabilities, transitions, start):
    logs = np.asarray(log_probabilities, dtype=float)
    if not len(logs):
        return np.array([], dtype=int).tolist(), 0
    to_go, choices = np.zeros(len(start)), []
    for row in logs[:0:-1]:
        candidates = np.asarray(transitions) + (row + to_go)[None, :]
        choices.append(candidates.argmax(axis=1))
        to_go = candidates.max(axis=1)
    first = np.asarray(start) + logs[0] + to_go
    if not np.isfinite(first).any():
        raise ValueError
    path = [int(first.argmax())]
    for choice in choices[::-1]:
        path.append(int(choice[path[-1]]))
    return path, np.float64(first.max())


# ------------------------------------------------------------------------------- known mistakes

viterbi.slip(
    "forgets_the_start",
    "`start` is not used: the first word's tag has a score of its own before its log-probability.",
    "best = start + log_probabilities[0]",
    "best = 0.0 + log_probabilities[0]",
)
viterbi.slip(
    "turns_transitions_round",
    "The transitions were read as [to, from]. A row says from which tag, a column to which.",
    "best[:, None] + transitions",
    "best[:, None] + np.transpose(transitions)",
)
viterbi.slip(
    "adds_up_paths",
    "Probabilities of all paths that lead to a tag were added. Only the best of them is wanted: a maximum.",
    "best = candidates.max(axis=0) + row",
    "best = np.logaddexp.reduce(candidates, axis=0) + row",
)
viterbi.slip(
    "gives_the_path_backwards",
    "The path stands the wrong way round: its first tag is the first word's.",
    "return path[::-1], score",
    "return path, score",
)
viterbi.slip(
    "points_along_the_wrong_axis",
    "The pointers were taken along the wrong axis: for each tag **now**, remember the best tag **before**.",
    "candidates.argmax(axis=0)",
    "candidates.argmax(axis=1)",
)
viterbi.slip(
    "follows_pointers_forward",
    "The pointers were followed from the first word on. Each says what came **before**: begin at the end.",
    "for back in pointers[::-1]:",
    "for back in pointers:",
)
viterbi.slip(
    "accepts_impossible_paths",
    "No path is allowed, and one came back all the same. Raise a ValueError where the best score is -inf.",
    "if score == -np.inf:",
    "if score > np.inf:",
)
viterbi.slip(
    "forgets_the_words",
    "Only the transitions decide from the second word on: add each word's own log-probabilities.",
    "candidates.max(axis=0) + row",
    "candidates.max(axis=0)",
)


@viterbi.misconception(
    "This is a greedy search: the best tag word by word, among those that may follow. A good beginning can "
    "cost more than it brings later. Keep the best path to **every** tag."
)
def searches_greedily(log_probabilities, transitions, start):
    if not len(log_probabilities):
        return [], 0.0
    path = greedy(np.asarray(log_probabilities), np.asarray(transitions), np.asarray(start))
    score = start[path[0]] + log_probabilities[0][path[0]]
    for t in range(1, len(path)):
        score += transitions[path[t - 1]][path[t]] + log_probabilities[t][path[t]]
    if score == -np.inf:
        raise ValueError
    return path, float(score)


@viterbi.misconception("Each word got its best tag by itself: the transitions were not used.")
def takes_each_best(log_probabilities, transitions, start):
    if not len(log_probabilities):
        return [], 0.0
    reference.viterbi(log_probabilities, transitions, start)
    path = np.argmax(log_probabilities, axis=1).tolist()
    return path, float(np.max(log_probabilities, axis=1).sum())


@viterbi.misconception(
    "The path is right, its score is not: it is the sum of `start`, of the words' log-probabilities **and** "
    "of the transitions along the path."
)
def scores_the_words_alone(log_probabilities, transitions, start):
    path, _ = reference.viterbi(log_probabilities, transitions, start)
    return path, float(sum(log_probabilities[t][tag] for t, tag in enumerate(path)))


@viterbi.misconception(
    "The score is a probability. It is to be the sum of logarithms, as it was added up."
)
def gives_a_probability(log_probabilities, transitions, start):
    path, score = reference.viterbi(log_probabilities, transitions, start)
    return path, float(np.exp(score))


@viterbi.misconception(
    "Probabilities were multiplied. Of many words, or of unlikely ones, the product becomes 0: add the "
    "logarithms."
)
def multiplies_probabilities(log_probabilities, transitions, start):
    if not len(log_probabilities):
        return [], 0.0
    best, pointers = np.exp(start) * np.exp(log_probabilities[0]), []
    for row in log_probabilities[1:]:
        products = best[:, None] * np.exp(transitions)
        pointers.append(products.argmax(axis=0))
        best = products.max(axis=0) * np.exp(row)
    if best.max() == 0:
        raise ValueError("no path")
    path = [int(best.argmax())]
    for pointer in reversed(pointers):
        path.insert(0, int(pointer[path[0]]))
    return path, float(np.log(best.max()))


@viterbi.misconception("A sentence without a word has an empty path, [], and the score 0.0.")
def needs_a_word(log_probabilities, transitions, start):
    if not len(log_probabilities):
        raise ValueError("no word")
    return reference.viterbi(log_probabilities, transitions, start)


viterbi.slip(
    "score_without_steps",
    "The path is right, its score is not: the scores of the steps from tag to tag are missing in it.",
    "    return path[::-1], score",
    "    path = path[::-1]\n    return path, float(start[path[0]] + sum(row[j] for row, j in zip("
    "log_probabilities, path, strict=True)))",
)
viterbi.slip(
    "best_start_without_words",
    "Without a word there is no start either: the path is empty, and its score 0.",
    "return [], 0.0",
    "return [], float(np.max(start))",
)
