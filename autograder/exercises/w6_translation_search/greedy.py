"""`greedy_search`: the likeliest symbol, each time."""

import numpy as np

from autograder.checks.recipes import Made
from autograder.declaration.inputs import draw_until, numbers

from .inputs import TABLE, greedy_search, marks, model, reference, table_step

MARGIN = 0.05  # by which the likeliest symbol beats the next, so that no rounding decides


def margin_of(step, state, start, end, max_len):
    """Returns by how much the likeliest symbol beats the second, at the closest place."""
    last, states, found = start, state, []
    function = step.build()
    for _ in range(max_len):
        logs, states = function(np.array([last]), states)
        order = np.argsort(-logs[0])
        found.append(logs[0, order[0]] - logs[0, order[1]])
        last = int(order[0])
        if last == end:
            break
    return min(found)


def drawn(rng, V, shape, max_len, lengths, push=0.0, forbidden=0.0):
    """Draws a model whose greedy sentence has one of these lengths, and no close call."""

    def make():
        start, end, _ = marks(rng, V)
        step, state = model(rng, V, shape, start, end, push, forbidden)
        return {"step": step, "state": state, "start": start, "end": end, "max_len": max_len}

    def is_clear(arguments):
        if margin_of(**arguments) < MARGIN:
            return False
        step = arguments["step"].build()
        tokens, _ = reference.greedy_search(step, *list(arguments.values())[1:])
        return len(tokens) in lengths and len(set(tokens)) >= min(len(tokens), 2)

    return draw_until(make, is_clear)


@greedy_search.case("Two symbols and the end, from a table.")
def on_paper(rng):
    start, end, (a, b) = marks(rng, 4)
    first = -float(rng.integers(1, 3))
    rows = {
        start: {a: first, b: first - 1, end: -5.0},
        a: {b: -1.0, a: -2.0, end: -3.0},
        b: {end: -1.0, a: -2.0, b: -4.0},
    }
    return {
        "step": table_step(rows, 4, start), "state": np.zeros((1, 2)), "start": start, "end": end,
        "max_len": 5,
    }  # fmt: skip


@greedy_search.case("What follows hangs on the last symbol and on the state, which goes on.")
def with_a_state(rng):
    return drawn(rng, 7, (4,), 9, range(4, 8))


@greedy_search.case("A state of several axes.")
def several_axes(rng):
    return drawn(rng, 6, (2, 3), 8, range(3, 7))


@greedy_search.case("No end comes: after max_len symbols the sentence is as it is.")
def no_end(rng):
    return drawn(rng, 6, (3,), 7, [7], push=-9.0)


@greedy_search.case("The last symbol there is room for may be the end.")
def just_in_time(rng):
    made = drawn(rng, 6, (3,), 9, range(3, 7))
    step = made["step"].build()
    tokens, _ = reference.greedy_search(step, *list(made.values())[1:])
    return {**made, "max_len": len(tokens) + 1}


@greedy_search.case("The end comes at once: no tokens, and its log-probability.")
def empty_sentence(rng):
    return drawn(rng, 5, (2,), 6, [0], push=2.0)


@greedy_search.case("Room for one symbol.")
def one_symbol(rng):
    return drawn(rng, 5, (3,), 1, [1])


@greedy_search.case("Of equally likely symbols it is the one with the lowest id, the end too.")
def ties(rng):
    V = 7
    start = int(rng.choice([0, 6]))
    ids = [i for i in range(V) if i != start]
    low, middle, high = sorted(int(i) for i in rng.choice(ids, 3, replace=False))
    rest = [i for i in ids if i not in (low, middle, high)]
    other = int(rng.choice(rest))
    # low and middle tie, then middle and high, the end being the higher one of the two.
    rows = {
        start: {low: -1.0, middle: -1.0, high: -1.5, other: -4.0},
        low: {middle: -0.5, high: -0.5, other: -2.0},
        middle: {high: -0.25, other: -3.0},
        other: {high: -1.0, low: -1.5},
    }
    return {
        "step": table_step(rows, V, start), "state": numbers(rng, (1, 2)), "start": start, "end": high,
        "max_len": 6,
    }  # fmt: skip


@greedy_search.case("Where the end has the lower id, it is taken.")
def a_tie_with_the_end(rng):
    start = 4
    end, a, b = sorted(int(i) for i in rng.choice(4, 3, replace=False))
    rows = {start: {b: -1.0, a: -2.0, end: -2.0}, b: {end: -0.5, a: -0.5}, a: {a: -0.5, b: -0.5}}
    return {
        "step": table_step(rows, 5, start), "state": numbers(rng, (1, 3)), "start": start, "end": end,
        "max_len": 4,
    }  # fmt: skip


@greedy_search.case("Many symbols are impossible: -inf does no harm.")
def impossible(rng):
    return drawn(rng, 8, (3,), 8, range(3, 7), forbidden=0.5)


@greedy_search.case("Forty unlikely symbols: their product is 0, the sum of logarithms is not.")
def forty_symbols(rng):
    start, end, others = marks(rng, 6)
    table = np.full((6, 6), -90.0)
    for place, a in enumerate(others):
        table[a, others[(place + 1) % len(others)]] = -45.0 - 0.25 * int(rng.integers(1, 9))
    table[start, others[0]] = -50.0
    table[:, start] = -np.inf
    return {
        "step": Made(TABLE, {"table": table}), "state": np.zeros((1, 1)), "start": start, "end": end,
        "max_len": 40,
    }  # fmt: skip


# ------------------------------------------------------------------------ other right answers


@greedy_search.alternative
def with_a_while(step, state, start, end, max_len):
    sentence, total = [start], 0
    while len(sentence) <= max_len and (len(sentence) == 1 or sentence[-1] != end):
        log_p, state = step(np.array(sentence[-1:]), state)
        best = log_p[0].max()
        sentence.append(log_p[0].tolist().index(best))
        total = total + best
    return [token for token in sentence[1:] if token != end], total


@greedy_search.alternative
def by_recursion(step, state, start, end, max_len):
    if max_len == 0:
        return [], 0.0
    log_p, new = step(np.array([start]), state)
    token = log_p.argmax(axis=-1)[0]
    if token == end:
        return [], log_p[0, token]
    rest, total = by_recursion(step, new, token, end, max_len - 1)
    return [token, *rest], log_p[0, token] + total


@greedy_search.alternative
def in_single_precision(step, state, start, end, max_len):
    tokens, logs = np.array([start], dtype=np.int32), []
    for _ in range(max_len):
        log_p, state = step(tokens[-1:], state.astype("float32"))
        log_p = np.asarray(log_p, dtype=np.float32).reshape(-1)
        token = min(np.flatnonzero(log_p == log_p.max()))
        logs.append(log_p[token])
        tokens = np.append(tokens, token)
        if token == end:
            return tokens[1:-1].tolist(), np.sum(logs)
    return tokens[1:].tolist(), np.sum(logs)


@greedy_search.alternative
def with_tensors(step, state, start, end, max_len):
    import tensorflow as tf

    tokens, total, last = [], tf.constant(0.0), start
    for _ in range(max_len):
        log_p, state = step(tf.constant([last]), state)
        last = int(tf.argmax(log_p, axis=1)[0])
        total += tf.cast(log_p[0, last], tf.float32)
        if last == end:
            break
        tokens.append(last)
    return tokens, total


# ------------------------------------------------------------------------------- known mistakes

ADD = "total += float(log_probabilities[0, last])"
STOP = "if last == end:\n            break\n        tokens.append(last)"

greedy_search.slip(
    "does_not_count_the_end",
    "The log-probability of the end is missing. The end is written, too: add it before you stop.",
    (
        ADD + "\n        if last == end:\n            break",
        "if last == end:\n            break\n        " + ADD,
    ),
)
greedy_search.slip(
    "keeps_the_end",
    "The end stands among the tokens. It ends the sentence and is not part of it.",
    STOP,
    "tokens.append(last)\n        if last == end:\n            break",
)
greedy_search.slip(
    "keeps_the_start",
    "The start stands among the tokens. They begin behind it.",
    "return tokens, total",
    "return [start, *tokens], total",
)
greedy_search.slip(
    "forgets_the_state",
    "Each step gets the first state. What `step` returns goes into the next one.",
    "log_probabilities, states = step",
    "log_probabilities, _ = step",
)
greedy_search.slip(
    "always_begins_anew",
    "Each step gets the start as its last symbol. It is to get the symbol that was written before.",
    "step(np.array([last]), states)",
    "step(np.array([start]), states)",
)
greedy_search.slip(
    "takes_the_last_of_equals",
    "Of equally likely symbols the one with the highest id was taken. Take the lowest.",
    "int(np.argmax(log_probabilities[0]))",
    "log_probabilities.shape[1] - 1 - int(np.argmax(log_probabilities[0, ::-1]))",
)
greedy_search.slip(
    "takes_the_least_likely",
    "The least likely symbol was taken: log-probabilities are negative, and the likeliest is the largest.",
    "np.argmax(log_probabilities[0])",
    "np.argmin(log_probabilities[0])",
)
greedy_search.slip(
    "has_room_for_one_more",
    "There is one symbol too many. At most max_len are written, the end among them.",
    "range(max_len)",
    "range(max_len + 1)",
)
greedy_search.slip(
    "adds_up_probabilities",
    "Probabilities were added. Add their logarithms, as `step` gives them.",
    ADD,
    "total += float(np.exp(log_probabilities[0, last]))",
)
greedy_search.slip(
    "gives_the_last_one_only",
    "Only the last symbol's log-probability came back. Add up those of all symbols.",
    ADD,
    "total = float(log_probabilities[0, last])",
)
greedy_search.slip(
    "divides_by_length",
    "The sum was divided by the number of symbols. Here it stays a sum; normalising comes later.",
    "return tokens, total",
    "return tokens, total / (len(tokens) + (last == end))",
)
greedy_search.slip(
    "gives_a_probability",
    "The second result is a probability. Leave it a logarithm: it is 0.0 for long sentences otherwise.",
    "return tokens, total",
    "return tokens, float(np.exp(total))",
)


@greedy_search.misconception(
    "Probabilities were multiplied, and of many symbols the product is 0. Add logarithms."
)
def multiplies(step, state, start, end, max_len):
    tokens, last, total = [], start, 1.0
    for _ in range(max_len):
        logs, state = step(np.array([last]), state)
        last = int(np.argmax(logs[0]))
        total *= np.exp(logs[0, last])
        if last == end:
            break
        tokens.append(last)
    with np.errstate(divide="ignore"):
        return tokens, float(np.log(total))


@greedy_search.misconception(
    "The symbols were chosen by the wrong id for the end: 2 is the end in this notebook's own words alone. "
    "Use the argument `end`."
)
def thinks_the_end_is_2(step, state, start, end, max_len):
    return reference.greedy_search(step, state, start, 2, max_len)


for before, after in (
    ("last = int(np.argmax(log_probabilities[0]))", "last = int(np.argmax(log_probabilities[-1]))"),
    ("total += float(log_probabilities[0, last])", "total += float(log_probabilities[-1, last])"),
):
    greedy_search.equivalent(f"{before} -> {after}", "There is one row: the first is the last.")
