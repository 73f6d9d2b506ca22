"""`learned_transitions`: how often a tag follows another, counted and smoothed."""

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import learned_transitions, reference


def _sentences(rng, K, lengths):
    """Draws tags of sentences, some steps far oftener than others."""
    likely = rng.dirichlet(np.full(K, 0.6), K)
    rows = []
    for length in lengths:
        row = [int(rng.integers(K))] if length else []
        while len(row) < length:
            row.append(int(rng.choice(K, p=likely[row[-1]])))
        rows.append(row)
    return rows


def _asked(rng, K, lengths, smoothing):
    return {"tag_ids": _sentences(rng, K, lengths), "K": K, "smoothing": smoothing}


@learned_transitions.case("Two sentences of three tags.")
def on_paper(rng):
    def is_clear(tag_ids):
        steps = [pair for row in tag_ids for pair in zip(row, row[1:], strict=False)]
        return len(set(steps)) < len(steps) and tag_ids[0][0] != tag_ids[1][0]

    tag_ids = draw_until(lambda: _sentences(rng, 3, (4, 3)), is_clear)
    return {"tag_ids": tag_ids, "K": 3, "smoothing": 1.0}


@learned_transitions.case("Many sentences of different lengths.")
def many(rng):
    lengths = [int(n) for n in rng.permutation([2, 3, 5, 7, 9, 11, 4, 6])]
    return _asked(rng, 5, lengths, 0.5)


@learned_transitions.case("Little smoothing: what was never seen is unlikely, and possible.")
def little_smoothing(rng):
    return _asked(rng, 4, [8, 6, 7], 0.01)


@learned_transitions.case("Much smoothing: all is nearly alike.")
def much_smoothing(rng):
    return _asked(rng, 4, [5, 9, 6], 50.0)


@learned_transitions.case("A tag that never comes has a row as well, all of it alike.")
def a_tag_never_seen(rng):
    asked = _asked(rng, 4, [6, 5, 7], 0.25)
    return {**asked, "K": 6}


@learned_transitions.case("Sentences of one word and of none: a start, or nothing at all.")
def short_ones(rng):
    lengths = [int(n) for n in rng.permutation([1, 0, 4, 1, 0, 3])]
    return _asked(rng, 4, lengths, 0.5)


@learned_transitions.case("No sentence: everything is alike.")
def no_sentence(rng):
    return {"tag_ids": [], "K": int(rng.integers(3, 7)), "smoothing": 0.5}


@learned_transitions.case("A single tag: its logarithms are 0.")
def one_tag(rng):
    return {"tag_ids": [[0, 0, 0], [0]], "K": 1, "smoothing": float(rng.integers(1, 5))}


# ------------------------------------------------------------------------ other right answers


@learned_transitions.alternative
def with_add_at(tag_ids, K, smoothing):
    steps, first = np.full((K, K), float(smoothing)), np.full(K, float(smoothing))
    for row in tag_ids:
        np.add.at(first, row[:1], 1)
        np.add.at(steps, (row[:-1], row[1:]), 1)
    steps, first = (np.log(a) - np.log(a.sum(axis=-1, keepdims=True)) for a in (steps, first))
    return steps, first


@learned_transitions.alternative
def with_counters(tag_ids, K, smoothing):
    from collections import Counter
    from math import log

    steps = Counter(pair for row in tag_ids for pair in zip(row, row[1:], strict=False))
    first = Counter(row[0] for row in tag_ids if row)
    out = [sum(steps[i, j] for j in range(K)) for i in range(K)]
    rows = [
        [log((steps[i, j] + smoothing) / (out[i] + K * smoothing)) for j in range(K)]
        for i in range(K)
    ]
    begun = sum(first.values())
    start = [log((first[j] + smoothing) / (begun + K * smoothing)) for j in range(K)]
    return np.array(rows), np.array(start)


@learned_transitions.alternative
def with_an_extra_row(tag_ids, K, smoothing):
    table = np.zeros((K + 1, K))  # The last row is what comes before a sentence.
    for row in tag_ids:
        for before, after in zip([K, *row], row, strict=False):
            table[before, after] += 1
    table = (table + smoothing) / (table.sum(axis=1)[:, None] + smoothing * K)
    return np.log(table[:K]), np.log(table[K])


# ------------------------------------------------------------------------------- known mistakes

COUNT_STEPS = "steps[before, after] += 1"
LOGS = "np.log(steps / steps.sum(axis=1, keepdims=True))"
SMOOTHED = "steps = np.full((K, K), float(smoothing))"

learned_transitions.slip(
    "counts_to_from",
    "Rows and columns have changed places: `transitions[i, j]` is for tag j **behind** tag i.",
    COUNT_STEPS,
    "steps[after, before] += 1",
)
learned_transitions.slip(
    "divides_by_columns",
    "Columns were divided by their sums. What may follow a tag stands in its row, and adds up to 1.",
    LOGS,
    "np.log(steps / steps.sum(axis=0, keepdims=True))",
)
learned_transitions.slip(
    "divides_by_all",
    "All was divided by one sum. Each row is a distribution of its own.",
    LOGS,
    "np.log(steps / steps.sum())",
)
learned_transitions.slip(
    "returns_shares",
    "These are shares. Viterbi adds, so that their logarithms are wanted.",
    LOGS,
    "steps / steps.sum(axis=1, keepdims=True)",
)
learned_transitions.slip(
    "forgets_to_smooth_steps",
    "What was never seen is forbidden: add `smoothing` to each count of the matrix.",
    SMOOTHED,
    "steps = np.zeros((K, K)) + 1e-12",
)
learned_transitions.slip(
    "always_adds_one",
    "1 was added to each count, whatever `smoothing` says.",
    SMOOTHED,
    "steps = np.ones((K, K))",
)
learned_transitions.slip(
    "start_is_any_tag",
    "All tags were counted for the start. It is the first of each sentence.",
    "for tag in row[:1]:",
    "for tag in row:",
)


@learned_transitions.misconception(
    "All sentences were put in one row, so that a step from the end of one to the next was counted."
)
def across_sentences(tag_ids, K, smoothing):
    row = [tag for tags in tag_ids for tag in tags]
    steps, _ = reference.learned_transitions([row], K, smoothing)
    return steps, reference.learned_transitions(tag_ids, K, smoothing)[1]


@learned_transitions.misconception(
    "What smoothing adds to a row was left out of the divisor: shares of a row must add up to 1."
)
def divides_by_counts_alone(tag_ids, K, smoothing):
    steps, first = np.zeros((K, K)), np.zeros(K)
    for row in tag_ids:
        np.add.at(first, row[:1], 1)
        np.add.at(steps, (row[:-1], row[1:]), 1)
    rows = np.maximum(steps.sum(axis=1, keepdims=True), 1)
    return np.log((steps + smoothing) / rows), np.log((first + smoothing) / max(first.sum(), 1))


ZIP = "for before, after in zip(row[:-1], row[1:], strict=True):"
for _other in ("zip(row[:-1], row[1:])", "zip(row[:-1], row[1:], strict=False)"):
    learned_transitions.equivalent(
        f"{ZIP} -> for before, after in {_other}:", "Both parts of a row are equally long."
    )
