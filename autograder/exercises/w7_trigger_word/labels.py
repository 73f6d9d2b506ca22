"""Ones after the end of a trigger: cases, other right answers, known mistakes."""

from math import gcd

import numpy as np

from autograder.declaration.inputs import draw_until

from .inputs import CLIP_MS, insert_ones, reference

# Numbers of labels, and ends right on a step that a share of the clip, multiplied, puts before it.
_ROUNDED_AWAY = [
    (Ty, end)
    for Ty in range(60, 400)
    for end in range(CLIP_MS // gcd(Ty, CLIP_MS), 9000, CLIP_MS // gcd(Ty, CLIP_MS))
    if int(end / CLIP_MS * Ty) < end * Ty // CLIP_MS
]

# ---------------------------------------------------------------------------------- cases


def _end_within(rng, Ty, least, most, last=6000):
    """Draws an end that lies so far, as a share of a step, behind the step it is in."""
    while True:
        end = int(rng.integers(2000, last))
        if least < end * Ty / CLIP_MS % 1 < most:
            return end


@insert_ones.case("Twenty-odd labels, so that each lasts some 400 ms.")
def on_paper(rng):
    Ty = int(rng.integers(20, 26))
    return {"y": np.zeros((1, Ty)), "segment_end_ms": _end_within(rng, Ty, 0.6, 0.8, 4000)}


@insert_ones.case("Ones begin one step after the end, and there are LABEL_STEPS of them.")
def in_the_middle(rng):
    return {"y": np.zeros((1, 247)), "segment_end_ms": _end_within(rng, 247, 0.6, 0.8)}


@insert_ones.case("Ty is the number of labels that y has.")
def fewer_labels(rng):
    Ty = int(rng.integers(60, 90))
    return {"y": np.zeros((1, Ty)), "segment_end_ms": _end_within(rng, Ty, 0.2, 0.4)}


@insert_ones.case("More labels than usual, which is more than one in ten milliseconds.")
def more_labels(rng):
    Ty = int(rng.integers(1020, 1120))
    return {"y": np.zeros((1, Ty)), "segment_end_ms": _end_within(rng, Ty, 0.2, 0.4)}


@insert_ones.case("A word that ends on a step exactly: still one step later.")
def on_a_step(rng):
    return {"y": np.zeros((1, 100)), "segment_end_ms": _step_of_a_hundred(rng)}


@insert_ones.case("A word that ends a millisecond before a step: the ones begin there.")
def right_before_a_step(rng):
    return {"y": np.zeros((1, 100)), "segment_end_ms": _step_of_a_hundred(rng) - 1}


def _step_of_a_hundred(rng):
    """Draws a time at which a step begins exactly, whichever product or quotient comes first."""

    def make():
        return 100 * int(rng.integers(20, 80))

    return draw_until(
        make, lambda end: end / CLIP_MS * 100 == end * (100 / CLIP_MS) == end * 100 / CLIP_MS
    )


@insert_ones.case("A word that ends on a step where a share of the clip is rounded below it.")
def where_shares_are_rounded(rng):
    Ty, end = _ROUNDED_AWAY[int(rng.integers(len(_ROUNDED_AWAY)))]
    return {"y": np.zeros((1, Ty)), "segment_end_ms": end}


@insert_ones.case("Near the end of the clip, the ones are cut off at the last label.")
def cut_at_the_end(rng):
    return {"y": np.zeros((1, 247)), "segment_end_ms": int(rng.integers(9780, 9860))}


@insert_ones.case("Room for one single 1.")
def room_for_one(rng):
    return {"y": np.zeros((1, 100)), "segment_end_ms": int(rng.integers(9801, 9899))}


@insert_ones.case("A word that ends with the clip leaves no room: nothing changes.")
def at_the_very_end(rng):
    return {"y": np.zeros((1, 247)), "segment_end_ms": CLIP_MS - 1}


@insert_ones.case("A word that ends in the first millisecond.")
def at_the_very_start(rng):
    return {"y": np.zeros((1, int(rng.integers(40, 60)))), "segment_end_ms": 0}


@insert_ones.case("Ones that stand there already stay, and may be met again.")
def more_ones(rng):
    y = np.zeros((1, 200))
    first = int(rng.integers(60, 70))
    y[0, first : first + 10] = 1
    y[0, 20:30] = 1
    y[0, 150:160] = 1
    return {"y": y, "segment_end_ms": 50 * (first + 3) + 20}


@insert_ones.case("Fewer labels than LABEL_STEPS.")
def very_few_labels(rng):
    return {
        "y": np.zeros((1, int(rng.integers(6, 9)))),
        "segment_end_ms": int(rng.integers(1700, 2400)),
    }


# ---------------------------------------------------------------------- other right answers


@insert_ones.alternative
def with_a_loop(y, segment_end_ms):
    labels = np.array(y)
    Ty = labels.shape[1]
    end = int(segment_end_ms * Ty / 10_000.0)
    for i in range(end + 1, end + 1 + 10):
        if i < Ty:
            labels[0, i] = 1.0
    return labels


@insert_ones.alternative
def with_where(y, segment_end_ms):
    steps = np.arange(y.shape[1])
    first = segment_end_ms * y.shape[1] // 10_000 + 1
    return np.where((steps >= first) & (steps < first + 10), 1.0, y)


@insert_ones.alternative
def with_lists(y, segment_end_ms):
    row = list(y[0])
    first = int(segment_end_ms * len(row) / reference.CLIP_MS) + 1
    for step in range(first, min(first + reference.LABEL_STEPS, len(row))):
        row[step] = 1
    return np.array([row])


@insert_ones.alternative
def with_maximum_in_float32(y, segment_end_ms):
    ones = np.zeros(y.shape, dtype="float32")
    ones[:, int(segment_end_ms * y.shape[-1] / 10_000) + 1 :][:, :10] = 1
    return np.maximum(y, ones)


# -------------------------------------------------------------------------- known mistakes


insert_ones.slip(
    "begins_at_the_end",
    "The ones begin one step too early: at the step of the end, not after it.",
    " + 1",
    "",
)
_ROUNDED = (
    "Where the word ends right on a step, the ones begin a step too early: a share of the clip is rounded, "
    "and rounded down after that. Multiply first, e times Ty, and divide then."
)
insert_ones.slip(
    "multiplies_a_share",
    _ROUNDED,
    "segment_end_ms * y.shape[1] / CLIP_MS",
    "segment_end_ms / CLIP_MS * y.shape[1]",
)
insert_ones.slip("begins_two_steps_later", "The ones begin one step too late.", " + 1", " + 2")
insert_ones.slip(
    "counts_one_millisecond_more",
    "Where a word ends right before a step, the ones begin one step late: one millisecond was added to the "
    "end. Take segment_end_ms as it is.",
    "segment_end_ms *",
    "(segment_end_ms + 1) *",
)
insert_ones.slip(
    "rounds",
    "Rounded to the nearest step, some ends begin one step late. Round down: int(...).",
    "int(",
    "round(",
)
insert_ones.slip(
    "rounds_up",
    "Rounded up and one more step, nearly all ends begin one step late; those on a step do not. Round "
    "down: int(...).",
    ("int(", "int(np.ceil("),
    ("CLIP_MS)", "CLIP_MS))"),
)
insert_ones.slip(
    "one_too_many",
    "One 1 too many: LABEL_STEPS of them, counted from the first.",
    "LABEL_STEPS",
    "LABEL_STEPS + 1",
)
insert_ones.slip(
    "one_too_few",
    "One 1 too few: LABEL_STEPS of them, counted from the first.",
    "LABEL_STEPS",
    "LABEL_STEPS - 1",
)
insert_ones.slip(
    "a_single_one", "A single 1 was set: LABEL_STEPS labels become 1.", "LABEL_STEPS", "1"
)
insert_ones.slip(
    "fifty_ones",
    "Fifty ones were set. How many there are stands in LABEL_STEPS.",
    "LABEL_STEPS",
    "50",
)
insert_ones.slip(
    "never_ends",
    "All labels from the first on became 1: end the slice LABEL_STEPS later.",
    "first : first + LABEL_STEPS",
    "first:",
)
insert_ones.slip(
    "always_at_the_start",
    "All ones stand at the start of the clip: the share of the clip became 0 before it was multiplied "
    "(int(...) around too little), or Ty was taken from y.shape[0], which is 1.",
    "y.shape[1]",
    "y.shape[0]",
)
insert_ones.slip(
    "uses_the_global_number",
    "The notebook's Ty is used. The labels may be more or fewer: ask y, y.shape[1].",
    ("y.shape[1]", "Ty"),
    (
        "labels[0, first : first + LABEL_STEPS] = 1",
        "for step in range(first, min(first + LABEL_STEPS, Ty)):\n        labels[0, step] = 1",
    ),
)
insert_ones.slip(
    "knows_one_length",
    "The number of labels is fixed at 247 in your code: ask y, y.shape[1].",
    "y.shape[1]",
    "247",
)
insert_ones.slip(
    "marks_before_the_end",
    "The ones stand in front of the end. They come after it: what is not over is not heard yet.",
    "first : first + LABEL_STEPS",
    "max(first - LABEL_STEPS, 0) : first",
)
insert_ones.slip(
    "writes_into_the_labels", "The caller's labels were changed: work on y.copy().", "y.copy()", "y"
)
insert_ones.slip(
    "runs_over_the_end",
    "It stops where the ones reach beyond the last label: ask whether a label exists before you set it, "
    "or use a slice.",
    "labels[0, first : first + LABEL_STEPS] = 1",
    "for step in range(first, first + LABEL_STEPS):\n        labels[0, step] = 1",
)
insert_ones.slip(
    "moves_them_back",
    "Where the ones reach beyond the last label, they were moved back so that all of them fit. Cut "
    "them off.",
    "labels[0",
    "first = max(0, min(first, y.shape[1] - LABEL_STEPS))\n    labels[0",
    arbitrary_in=("very_few_labels",),  # There the first step becomes 0 or negative.
)
insert_ones.slip(
    "all_or_nothing",
    "Where not all of the ones have room, none was set. Set those that have.",
    "labels[0",
    "if first + LABEL_STEPS <= y.shape[1]:\n        labels[0",
)
insert_ones.slip(
    "never_the_last",
    "The last label never becomes 1: a slice leaves its end out already, and min(..., Ty - 1) leaves "
    "out one more.",
    "first + LABEL_STEPS",
    "min(first + LABEL_STEPS, y.shape[1] - 1)",
)
insert_ones.slip(
    "starts_from_zeros",
    "The labels that were 1 before are gone: start from a copy of y, not from zeros.",
    "y.copy()",
    "np.zeros_like(y)",
)
insert_ones.slip(
    "adds_ones",
    "The labels were counted up: where two triggers follow each other closely, a label is 2. Set it to "
    "1.",
    "] = 1",
    "] += 1",
)
insert_ones.slip(
    "returns_nothing", "Nothing came back: the last line must return the new labels.", "return ", ""
)
insert_ones.slip(
    "returns_the_row",
    "One row of the labels came back, (Ty,). Keep the shape (1, Ty).",
    "return labels",
    "return labels[0]",
)


insert_ones.equivalent(
    "labels[0, first:first + LABEL_STEPS] = 1 -> labels[-1, first:first + LABEL_STEPS] = 1",
    "The labels have one row, which is the first and the last.",
)


insert_ones.slip(
    "returns_lists",
    "The labels are right, but they come as lists, and an array is promised.",
    "return labels",
    "return labels.tolist()",
)
