"""`beam_search`: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks.expectations import Raises
from autograder.checks.probes import Call
from autograder.checks.recipes import Made
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until, numbers

from .inputs import TABLE, beam_search, marks, model, reference, table_step

MARGIN = 1e-3  # by which what stays beats what does not, so that no rounding decides


def found_by(function, arguments):
    """Returns what a search finds; None where it fails."""
    step, *rest = arguments.values()
    try:
        return function(step.build(), *rest)
    except (ValueError, IndexError, TypeError):
        return None


def is_clear(step, state, start, end, max_len, B, alpha):
    """Tells whether no close call decides, by a search over whole sentences of its own."""
    function = step.build()
    live, scores, ended = [((), 0.0, state)], [], 0
    for place in range(max_len):
        options = []
        for tokens, total, own in live:
            logs, new = function(np.array([tokens[-1] if tokens else start]), own)
            options += [
                ((*tokens, i), total + v, new) for i, v in enumerate(logs[0]) if v > -np.inf
            ]
        options.sort(key=lambda option: -option[1])
        sums = [option[1] for option in options]
        width = B - ended
        if width < len(sums) and sums[width - 1] - sums[width] < MARGIN:
            return False
        stay = options[:width]
        scores += [total / (place + 1) ** alpha for tokens, total, _ in stay if tokens[-1] == end]
        ended = len(scores)
        live = [option for option in stay if option[0][-1] != end]
        if not live or ended >= B:
            break
    scores += [total / max_len**alpha for _, total, _ in live]
    gaps = -np.diff(np.sort(scores)[::-1])
    return len(gaps) == 0 or gaps.min() > MARGIN


def drawn(rng, V, shape, max_len, B, alpha, accept, push=0.0, forbidden=0.0, scale=1.5):
    """Draws a model and a search in which no close call decides and the found list is accepted."""

    def make():
        start, end, _ = marks(rng, V)
        step, state = model(rng, V, shape, start, end, push, forbidden, scale)
        names = ("step", "state", "start", "end", "max_len", "B", "alpha")
        return dict(zip(names, (step, state, start, end, max_len, B, alpha), strict=True))

    def accepted(arguments):
        if not is_clear(**arguments):
            return False
        return accept(found_by(reference.beam_search, arguments), arguments)

    return draw_until(make, accepted)


def tells(*names):
    """Returns a condition: each of these known mistakes finds something else, or nothing."""

    def accept(found, arguments):
        others = [found_by(beam_search.mistake(name).function, arguments) for name in names]
        seen = [rounded(one) for one in (found, *others)]
        return all(one not in seen[:i] for i, one in enumerate(seen))

    return accept


def rounded(found):
    """Returns what was found without its last digits, on which the processor has a say."""
    if found is None:
        return None
    return [(list(tokens), *(round(float(n), 5) for n in rest)) for tokens, *rest in found]


def lengths(found):
    return [len(tokens) for tokens, _, _ in found]


@beam_search.case("The likeliest first symbol does not begin the likeliest sentence.")
def on_paper(rng):
    start, end, (a, b) = marks(rng, 4)
    rows = {
        start: {a: -1.0, b: -2.0},
        a: {a: -4.0, end: -float(rng.integers(3, 5))},
        b: {end: -1.0, a: -5.0},
    }
    return {
        "step": table_step(rows, 4, start), "state": np.zeros((1, 2)), "start": start, "end": end,
        "max_len": 3, "B": 2, "alpha": 0.0,
    }  # fmt: skip


@beam_search.case(
    "Of all continuations of all hypotheses the best stay, and their states with them."
)
def with_a_state(rng):
    accept = tells("takes_the_best_of_each", "leaves_the_states", "keeps_the_first_state")
    return drawn(rng, 7, (4,), 6, 3, 0.0, accept)


@beam_search.case("States of several axes.")
def several_axes(rng):
    return drawn(rng, 6, (2, 3), 5, 3, 0.5, tells("takes_the_best_of_each", "leaves_the_states"))


@beam_search.case("What ends is put aside, does not go on, and the beam goes on narrower.")
def narrower(rng):
    def accept(found, arguments):
        sizes = lengths(found)
        early = sum(size < 3 for size in sizes)
        mistakes = tells(
            "keeps_its_width",
            "keeps_its_width_and_cuts",
            "extends_what_ended",
            "stops_at_the_first_end",
        )
        return 1 <= early <= 2 and max(sizes) > 3 and mistakes(found, arguments)

    return drawn(rng, 6, (3,), 7, 4, 0.0, accept, push=0.5)


@beam_search.case("When as many have ended as B, the search is over.")
def all_ended(rng):
    def accept(found, arguments):
        sizes = lengths(found)
        return len(sizes) == 3 and max(sizes) < 5 and len(set(sizes)) == 3

    return drawn(rng, 6, (3,), 9, 3, 0.7, accept, push=2.0)


@beam_search.case(
    "What ends in the first steps stays aside, even where later sentences are likelier."
)
def aside_for_good(rng):
    accept = tells("lets_ended_ones_compete", "keeps_its_width_and_cuts")
    return drawn(rng, 6, (3,), 6, 3, 0.0, accept, push=0.5, scale=1.0)


@beam_search.case("Alpha decides which is the best: n counts the end, too.")
def alpha_decides(rng):
    def accept(found, arguments):
        order = [tokens for tokens, _, _ in sorted(found, key=lambda one: -one[1])]
        mistakes = tells("leaves_the_end_out_of_n", "multiplies_by_n", "sorts_by_log_probability")
        is_other = order[0] != found[0][0] and len(set(lengths(found))) > 1
        return is_other and mistakes(found, arguments)

    return drawn(rng, 6, (3,), 6, 4, float(rng.choice([0.7, 0.8, 1.0])), accept, push=1.0)


@beam_search.case("A beam of 1 is the greedy search.")
def one_alone(rng):
    def accept(found, arguments):
        return 3 <= len(found[0][0]) < 8

    return drawn(rng, 6, (3,), 8, 1, 0.6, accept)


@beam_search.case("A beam wide enough for all sentences finds them all.")
def exhaustive(rng):
    return drawn(rng, 5, (3,), 4, 4**4, 0.5, lambda found, _: len(found) > 40)


@beam_search.case("A beam wider than there are symbols.")
def wider_than_symbols(rng):
    accept = tells("takes_the_best_of_each", "leaves_the_states")
    return drawn(rng, 4, (3,), 5, 7, 0.0, accept)


@beam_search.case("Without an end, all hypotheses are put aside as they are after max_len symbols.")
def no_end(rng):
    def accept(found, _):
        return lengths(found) == [5, 5, 5]

    return drawn(rng, 6, (3,), 5, 3, 1.0, accept, push=-9.0)


@beam_search.case("At max_len some have an end and some have not.")
def some_unfinished(rng):
    def accept(found, arguments):
        sizes = lengths(found)
        return sizes.count(4) >= 1 and sizes.count(3) >= 1 and len(sizes) == 4

    return drawn(rng, 6, (3,), 4, 4, 0.7, accept)


@beam_search.case("A sentence without a symbol but its end.")
def empty_sentence(rng):
    def accept(found, _):
        return [] in [tokens for tokens, _, _ in found] and len(found) > 1

    return drawn(rng, 5, (2,), 4, 2, 0.6, accept, push=1.5)


@beam_search.case("What is impossible never stays, though there is room.")
def impossible(rng):
    def accept(found, arguments):
        return 2 <= len(found) < 6 and tells("keeps_the_impossible")(found, arguments)

    return drawn(rng, 6, (2,), 3, 12, 0.4, accept, forbidden=0.75)


@beam_search.case("A hypothesis from which nothing is possible is gone.")
def a_dead_end(rng):
    start, end, (a, b, c) = marks(rng, 5)
    last = -float(rng.integers(2, 5))
    rows = {start: {a: -0.5, b: -1.0, c: -2.0}, b: {c: -1.0, end: -3.0}, c: {end: last}}
    return {
        "step": table_step(rows, 5, start), "state": numbers(rng, (1, 2)), "start": start, "end": end,
        "max_len": 5, "B": 3, "alpha": 0.5,
    }  # fmt: skip


@beam_search.case("Nothing is possible: an empty list.")
def nothing(rng):
    start, end, (a, b) = marks(rng, 4)
    rows = {start: {a: -1.0}, a: {b: -1.0}} if rng.random() < 0.5 else {a: {end: -1.0}}
    return {
        "step": table_step(rows, 4, start), "state": numbers(rng, (1, 2)), "start": start, "end": end,
        "max_len": 4, "B": int(rng.integers(1, 4)), "alpha": 0.7,
    }  # fmt: skip


@beam_search.case("Of equally likely continuations the likelier hypothesis comes first.")
def ties_between_hypotheses(rng):
    V = 6
    start = 5
    low, high, *rest = (int(i) for i in rng.choice(5, 5, replace=False))
    end, a, b = rest
    # Both a and b come to -3 with low or high: the place is a's, which was likelier before.
    low, high = sorted((low, high))
    rows = {
        start: {a: -1.0, b: -1.5},
        a: {high: -2.0, end: -1.5},
        b: {low: -1.5, high: -4.0},
        high: {end: -0.5},
        low: {end: -0.25},
    }
    return {
        "step": table_step(rows, V, start), "state": numbers(rng, (1, 2)), "start": start, "end": end,
        "max_len": 4, "B": 2, "alpha": 0.0,
    }  # fmt: skip


@beam_search.case("Of equally likely continuations of one hypothesis the lower id comes first.")
def ties_of_one(rng):
    V = 6
    start = 0
    ids = [1, 2, 3, 4, 5]
    end = int(rng.choice(ids))
    low, high, *rest = sorted(i for i in ids if i != end)
    other = rest[0]
    rows = {
        start: {other: -0.5, low: -2.0, high: -2.0},
        other: {end: -3.0, high: -4.0},
        low: {end: -1.0},
        high: {end: -0.25},
    }
    return {
        "step": table_step(rows, V, start), "state": numbers(rng, (1, 3)), "start": start, "end": end,
        "max_len": 3, "B": 2, "alpha": 0.0,
    }  # fmt: skip


@beam_search.case("Long and unlikely sentences: their product is 0, the sum of logarithms is not.")
def long_sentences(rng):
    def make():
        start, end, _ = marks(rng, 6)
        table = np.round(-rng.uniform(66, 90, (6, 6)), 2)
        table[:, end] = -150.0
        table[:, start] = -np.inf
        return {
            "step": Made(TABLE, {"table": table}), "state": np.zeros((1, 1)), "start": start,
            "end": end, "max_len": 12, "B": 2, "alpha": 1.0,
        }  # fmt: skip

    return draw_until(make, lambda arguments: is_clear(**arguments))


@beam_search.case("Room for one symbol.")
def one_symbol(rng):
    return drawn(rng, 6, (3,), 1, 3, 1.0, lambda found, _: len(found) == 3)


def refused(rng, B):
    start, end, _ = marks(rng, 5)
    step, state = model(rng, 5, (2,), start, end)
    made = {
        "step": step, "state": state, "start": start, "end": end, "max_len": 3, "B": B, "alpha": 0.0,
    }  # fmt: skip
    return Trial(Call(made), [Raises("ValueError", [], "A beam has at least one hypothesis.")])


@beam_search.case("A width of 0 raises a ValueError.")
def no_width(rng):
    return refused(rng, 0)


@beam_search.case("A width below 0 raises a ValueError.")
def negative_width(rng):
    return refused(rng, -int(rng.integers(1, 4)))


# ------------------------------------------------------------------------ other right answers


@beam_search.alternative
def one_hypothesis_at_a_time(step, state, start, end, max_len, B, alpha):
    if B < 1:
        raise ValueError("B")
    live, done = [([start], 0.0, state)], []
    for _ in range(max_len):
        options = []
        for tokens, total, own in live:
            log_p, new = step(np.array(tokens[-1:]), own)
            for i, value in enumerate(log_p[0].tolist()):
                if value != -float("inf"):
                    options.append((tokens + [i], total + value, new))
        options.sort(key=lambda option: option[1], reverse=True)
        live, width = [], B - len(done)
        for option in options[:width]:
            (done if option[0][-1] == end else live).append(option)
    result = []
    for tokens, total, _ in done + live:
        n = len(tokens) - 1
        tokens = tokens[1:-1] if tokens[-1] == end and n else tokens[1:]
        result.append((tokens, total, total / n**alpha))
    return sorted(result, key=lambda item: item[2], reverse=True)


@beam_search.alternative
def with_a_heap(step, state, start, end, max_len, B, alpha):
    from heapq import nlargest

    if B <= 0:
        raise ValueError(f"a beam of {B}")
    hypotheses, width, results = [((), 0.0)], B, []
    for n in range(1, max_len + 1):
        if not hypotheses or not width:
            break
        last = np.array([tokens[-1] if tokens else start for tokens, _ in hypotheses])
        log_p, state = step(last, state)
        options = [
            (total + log_p[k, v], -k, -v)
            for k, (_, total) in enumerate(hypotheses)
            for v in range(log_p.shape[1])
            if np.isfinite(log_p[k, v])
        ]
        found = [(total, -k, -v) for total, k, v in nlargest(width, options)]
        keep = [(k, (*hypotheses[k][0], v), total) for total, k, v in found if v != end]
        ended = [
            (list(hypotheses[k][0]), total, total / n**alpha) for total, k, v in found if v == end
        ]
        results += ended
        width -= len(ended)
        hypotheses = [(tokens, total) for _, tokens, total in keep]
        state = state[[k for k, _, _ in keep]]
    results += [[list(t), total, total * max_len**-alpha] for t, total in hypotheses]
    results.sort(key=lambda r: r[2])
    return results[::-1]


@beam_search.alternative
def with_arrays(step, state, start, end, max_len, B, alpha):
    if B < 1:
        raise ValueError
    paths, totals, states = np.zeros((1, 0), int), np.zeros(1), state.copy()
    done = []
    for n in range(1, max_len + 1):
        last = paths[:, -1] if n > 1 else np.array([start])
        log_p, states = step(last, states)
        V = log_p.shape[-1]
        sums = (totals[:, None] + log_p).reshape(-1)
        best = np.lexsort((np.arange(len(sums)), -sums))[: B - len(done)]
        best = best[sums[best] > -np.inf]
        rows, symbols = best // V, best % V
        paths, totals, states = (
            np.concatenate([paths[rows], symbols[:, None]], axis=1), sums[best], states[rows]
        )  # fmt: skip
        is_end = symbols == end
        for path, total in zip(paths[is_end], totals[is_end], strict=True):
            done.append((path[:-1].tolist(), float(total), float(total / n**alpha)))
        paths, totals, states = paths[~is_end], totals[~is_end], states[~is_end]
        if len(paths) == 0:
            break
    for path, total in zip(paths, totals, strict=True):
        done.append((path.tolist(), float(total), float(total / len(path) ** alpha)))
    return sorted(done, key=lambda d: d[-1], reverse=True)


@beam_search.alternative
def with_logs_of_each_symbol(step, state, start, end, max_len, B, alpha):
    if not B >= 1:
        raise ValueError("too narrow")
    live, finished = [{"tokens": [], "logs": [], "state": state[0]}], []
    while live and len(live[0]["logs"]) < max_len and len(finished) < B:
        tokens = np.array([(h["tokens"] or [start])[-1] for h in live])
        log_p, new = step(tokens, np.stack([h["state"] for h in live]))
        log_p = np.asarray(log_p)
        grown = [
            {"tokens": [*h["tokens"], v], "logs": [*h["logs"], log_p[k, v]], "state": new[k]}
            for k, h in enumerate(live)
            for v in np.argsort(-log_p[k], kind="stable")
            if not np.isneginf(log_p[k, v])
        ]
        grown = sorted(grown, key=lambda h: -sum(h["logs"]))[: B - len(finished)]
        finished += [h for h in grown if h["tokens"][-1] == end]
        live = [h for h in grown if h["tokens"][-1] != end]
    scored = []
    for h in finished + live:
        tokens = [int(t) for t in h["tokens"] if t != end]
        scored.append((tokens, sum(h["logs"]), reference.length_normalized(h["logs"], alpha)))
    return sorted(scored, key=lambda item: -item[2])


# ------------------------------------------------------------------------------- known mistakes

ORDER = 'np.argsort(-sums, axis=None, kind="stable")[: B - len(done)]'
REST = "done += [(*one, one[1] / max_len**alpha) for one in live]"
RETURN = "return sorted(done, key=lambda found: -found[2])"

beam_search.slip(
    "keeps_its_width",
    "The beam stays as wide as at first. It goes on narrower, by one for each sentence that has ended: so "
    "there are at most B of them in the end.",
    ORDER,
    'np.argsort(-sums, axis=None, kind="stable")[:B]',
)
beam_search.slip(
    "keeps_its_width_and_cuts",
    "The beam stays as wide as at first, and what is too much was cut off in the end. It goes on narrower, "
    "by one for each sentence that has ended.",
    (ORDER, 'np.argsort(-sums, axis=None, kind="stable")[:B]'),
    (RETURN, "return sorted(done, key=lambda found: -found[2])[:B]"),
)
beam_search.slip(
    "takes_the_best_of_each",
    "The B best continuations of **each** hypothesis stay, so the beam grows. Of all continuations of all "
    "hypotheses together B stay.",
    (
        ORDER,
        "np.concatenate([row * sums.shape[1] + "
        'np.argsort(-own, kind="stable")[:B] for row, own in enumerate(sums)])',
    ),
    (
        "            if total == -np.inf:\n                break",
        "            if total == -np.inf:\n                continue",
    ),
)
beam_search.slip(
    "leaves_the_states",
    "The states stayed in their old order. A hypothesis goes on with the state of the one that it came "
    "from: `states[rows]`.",
    "states = states[rows]",
    "states = states[[i % len(states) for i in range(len(rows))]]",
)
beam_search.slip(
    "keeps_the_first_state",
    "Each step gets the first state. What `step` returns goes into the next one.",
    ("logs, states = step(", "logs, _ = step("),
    ("states = states[rows]", "states = np.repeat(state, len(rows), axis=0)"),
)
beam_search.slip(
    "extends_what_ended",
    "A sentence that has ended goes on behind its end. Put it aside, and do not keep it in the beam.",
    "            else:\n                live.append",
    "            if True:\n                live.append",
)
beam_search.slip(
    "stops_at_the_first_end",
    "The search was over when the first sentence ended. Put it aside, and go on with the others.",
    "        if not live:\n            break",
    "        if done or not live:\n            break",
)
beam_search.slip(
    "leaves_the_end_out_of_n",
    "The end is missing in n, the number of symbols that were written.",
    "n = len(tokens) + 1",
    "n = max(len(tokens), 1)",
)
beam_search.slip(
    "multiplies_by_n",
    "The log-probability was multiplied by the power of n. Divide by it.",
    ("total / n**alpha", "total * n**alpha"),
    ("one[1] / max_len**alpha", "one[1] * max_len**alpha"),
)
beam_search.slip(
    "sorts_by_log_probability",
    "The list is sorted by log-probability. Sort it by score.",
    RETURN,
    "return sorted(done, key=lambda found: -found[1])",
)
beam_search.slip(
    "sorts_the_worst_first",
    "The worst one comes first. The list falls by score.",
    RETURN,
    "return sorted(done, key=lambda found: found[2])",
)
beam_search.slip(
    "does_not_sort",
    "The list is not sorted: those that ended first come first. It is to fall by score.",
    RETURN,
    "return done",
)
beam_search.slip(
    "ignores_alpha",
    "The score is the log-probability, whatever alpha says. Divide it by the power of n.",
    ("total / n**alpha", "total"),
    ("one[1] / max_len**alpha", "one[1]"),
)
beam_search.slip(
    "loses_the_unfinished",
    "Hypotheses that have no end after max_len symbols are lost. Put them aside as they are.",
    REST,
    "done += []",
)
beam_search.slip(
    "keeps_the_impossible",
    "A continuation with a log-probability of -inf stayed in the beam. It is impossible: it never stays.",
    "if total == -np.inf:",
    "if total == np.inf:",
)
beam_search.slip(
    "accepts_no_width",
    "A beam of 0 hypotheses, or fewer, is to raise a ValueError.",
    "if B < 1:",
    "if False:",
)
beam_search.slip(
    "takes_later_ones_of_equals",
    "Of equally likely continuations the wrong one stayed: the hypothesis that was likelier before comes "
    "first, then the lower id. Sorted backwards, the order of equals is backwards, too.",
    ORDER,
    'np.argsort(sums, axis=None, kind="stable")[::-1][: B - len(done)]',
)
beam_search.slip(
    "forgets_the_sum",
    "Only the last symbol's log-probability counts. Add what the hypothesis had before.",
    "np.array([[total] for _, total in live]) + logs",
    "logs",
)
beam_search.slip(
    "keeps_the_end",
    "The end stands among the tokens. It ends the sentence and is not part of it.",
    "done.append((tokens, total,",
    "done.append(([*tokens, int(token)], total,",
)
beam_search.slip(
    "keeps_the_start",
    "The start stands among the tokens. They begin behind it.",
    RETURN,
    "return [([start, *t], *s) for t, *s in sorted(done, key=lambda found: -found[2])]",
)
beam_search.slip(
    "gives_the_best_alone",
    "Only the best sentence came back. Return a list of all that were put aside.",
    RETURN,
    "return sorted(done, key=lambda found: -found[2])[:1]",
)
beam_search.slip(
    "has_room_for_one_more",
    "There is one symbol too many. At most max_len are written, the end among them.",
    ("range(max_len)", "range(max_len + 1)"),
    ("max_len**alpha", "(max_len + 1)**alpha"),
)


@beam_search.misconception(
    "Sentences that have ended kept a place in the beam and lost it again to likelier ones. What ends is put "
    "aside for good, and takes its place along."
)
def lets_ended_ones_compete(step, state, start, end, max_len, B, alpha):
    if B < 1:
        raise ValueError
    beam = [((), 0.0, state)]
    for _ in range(max_len):
        options = []
        for tokens, total, own in beam:
            if tokens and tokens[-1] == end:
                options.append((tokens, total, own))
                continue
            logs, new = step(np.array([tokens[-1] if tokens else start]), own)
            options += [
                ((*tokens, i), total + v, new) for i, v in enumerate(logs[0]) if v > -np.inf
            ]
        beam = sorted(options, key=lambda option: -option[1])[:B]
    found = []
    for tokens, total, _ in beam:
        rest = [token for token in tokens if token != end]
        found.append((rest, float(total), float(total / len(tokens) ** alpha)))
    return sorted(found, key=lambda one: -one[2])


@beam_search.misconception(
    "Probabilities were multiplied, and of many symbols the product is 0. Add logarithms."
)
def multiplies(step, state, start, end, max_len, B, alpha):
    def found(sums):
        with np.errstate(divide="ignore"):
            return float(np.log(np.exp(sums)))

    return [
        (tokens, found(total), found(total) / (total / score if score else 1.0))
        for tokens, total, score in reference.beam_search(
            step, state, start, end, max_len, B, alpha
        )
    ]


@beam_search.misconception("The result is a list of tokens alone: add log-probability and score.")
def gives_tokens_alone(step, state, start, end, max_len, B, alpha):
    found = reference.beam_search(step, state, start, end, max_len, B, alpha)
    return [tokens for tokens, _, _ in found]


beam_search.equivalent(
    "order = np.argsort(-sums, axis=None, kind='stable')[:B - len(done)] -> "
    "order = np.argsort(-sums, axis=None)[:B - len(done)]",
    "Which of equals comes first is then up to the processor.",
)
