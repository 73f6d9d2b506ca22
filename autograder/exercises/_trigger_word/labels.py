"""Ones after the end of a trigger: cases, other right answers, known mistakes."""

import numpy as np

from autograder.exercises._trigger_word.inputs import CLIP_MS, insert_ones, reference

# ---------------------------------------------------------------------------------- cases


def _end_within(rng, Ty, least, most):
    """Draws an end that lies so far, as a share of a step, behind the step it is in."""
    while True:
        end = int(rng.integers(2000, 6000))
        if least < end * Ty / CLIP_MS % 1 < most:
            return end


@insert_ones.case("Ones begin one step after the end, and there are LABEL_STEPS of them.")
def in_the_middle(rng):
    return {"y": np.zeros((1, 247)), "segment_end_ms": _end_within(rng, 247, 0.6, 0.8)}


@insert_ones.case("Ty is the number of labels that y has.")
def fewer_labels(rng):
    Ty = int(rng.integers(60, 90))
    return {"y": np.zeros((1, Ty)), "segment_end_ms": _end_within(rng, Ty, 0.2, 0.4)}


@insert_ones.case("More labels than usual, which is more than one in ten milliseconds.")
def more_labels(rng):
    Ty = int(rng.integers(1200, 1400))
    return {"y": np.zeros((1, Ty)), "segment_end_ms": _end_within(rng, Ty, 0.2, 0.4)}


@insert_ones.case("A word that ends on a step exactly: still one step later.")
def on_a_step(rng):
    return {"y": np.zeros((1, 100)), "segment_end_ms": 100 * int(rng.integers(20, 60))}


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
    return {"y": np.zeros((1, 7)), "segment_end_ms": int(rng.integers(1600, 2600))}


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
    return [row]


@insert_ones.alternative
def with_maximum_in_float32(y, segment_end_ms):
    ones = np.zeros(y.shape, dtype="float32")
    ones[:, int(segment_end_ms * y.shape[-1] / 10_000) + 1 :][:, :10] = 1
    return np.maximum(y, ones)


# -------------------------------------------------------------------------- known mistakes


def _ones_like(y, segment_end_ms, shift=1, count=10, Ty=None, clip_ms=CLIP_MS, copies=True):
    """Marks an end with one thing done differently; for the misconceptions below."""
    labels = y.copy() if copies else y
    Ty = y.shape[1] if Ty is None else Ty
    first = int(segment_end_ms * Ty / clip_ms) + shift
    labels[0, max(first, 0) : max(first + count, 0)] = 1
    return labels


@insert_ones.misconception(
    "The ones begin one step too early: at the step of the end, not after it."
)
def begins_at_the_end(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, shift=0)


@insert_ones.misconception("The ones begin one step too late.")
def begins_two_steps_later(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, shift=2)


@insert_ones.misconception(
    "Rounded to the nearest step, some ends begin one step late. Round down: int(...)."
)
def rounds(y, segment_end_ms):
    Ty = y.shape[1]
    return _ones_like(y, segment_end_ms, shift=1 + round(segment_end_ms * Ty / CLIP_MS)
                      - int(segment_end_ms * Ty / CLIP_MS))  # fmt: skip


@insert_ones.misconception(
    "Rounded up and one more step, nearly all ends begin one step late; those on a step do not. Round "
    "down: int(...)."
)
def rounds_up(y, segment_end_ms):
    Ty = y.shape[1]
    shift = int(np.ceil(segment_end_ms * Ty / CLIP_MS)) - int(segment_end_ms * Ty / CLIP_MS)
    return _ones_like(y, segment_end_ms, shift=1 + shift)


@insert_ones.misconception("One 1 too many: LABEL_STEPS of them, counted from the first.")
def one_too_many(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, count=11)


@insert_ones.misconception("One 1 too few: LABEL_STEPS of them, counted from the first.")
def one_too_few(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, count=9)


@insert_ones.misconception("A single 1 was set: LABEL_STEPS labels become 1.")
def a_single_one(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, count=1)


@insert_ones.misconception("Fifty ones were set. How many there are stands in LABEL_STEPS.")
def fifty_ones(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, count=50)


@insert_ones.misconception(
    "All labels from the first on became 1: end the slice LABEL_STEPS later."
)
def never_ends(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, count=10_000)


@insert_ones.misconception(
    "All ones stand at the start of the clip: the share of the clip became 0 before it was multiplied "
    "(int(...) around too little), or Ty was taken from y.shape[0], which is 1."
)
def always_at_the_start(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, Ty=1)


@insert_ones.misconception(
    "The notebook's Ty is used. The labels may be more or fewer: ask y, y.shape[1]."
)
def uses_the_global_number(y, segment_end_ms):
    labels = y.copy()
    first = int(segment_end_ms * 247 / CLIP_MS) + 1
    for step in range(first, first + 10):
        if step < 247:
            labels[0, step] = 1
    return labels


@insert_ones.misconception("The number of labels is fixed at 247 in your code: ask y, y.shape[1].")
def knows_one_length(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, Ty=247)


@insert_ones.misconception(
    "The ones stand in front of the end. They come after it: what is not over is not heard yet."
)
def marks_before_the_end(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, shift=-9)


@insert_ones.misconception("The caller's labels were changed: work on y.copy().")
def writes_into_the_labels(y, segment_end_ms):
    return _ones_like(y, segment_end_ms, copies=False)


@insert_ones.misconception(
    "It stops where the ones reach beyond the last label: ask whether a label exists before you set it, "
    "or use a slice."
)
def runs_over_the_end(y, segment_end_ms):
    labels = y.copy()
    first = int(segment_end_ms * y.shape[1] / CLIP_MS) + 1
    for step in range(first, first + 10):
        labels[0, step] = 1
    return labels


@insert_ones.misconception(
    "Where the ones reach beyond the last label, they were moved back so that all of them fit. Cut "
    "them off."
)
def moves_them_back(y, segment_end_ms):
    first = int(segment_end_ms * y.shape[1] / CLIP_MS) + 1
    labels = y.copy()
    first = max(0, min(first, y.shape[1] - 10))
    labels[0, first : first + 10] = 1
    return labels


@insert_ones.misconception(
    "Where not all of the ones have room, none was set. Set those that have."
)
def all_or_nothing(y, segment_end_ms):
    first = int(segment_end_ms * y.shape[1] / CLIP_MS) + 1
    return _ones_like(y, segment_end_ms) if first + 10 <= y.shape[1] else y.copy()


@insert_ones.misconception(
    "The last label never becomes 1: a slice leaves its end out already, and min(..., Ty - 1) leaves "
    "out one more."
)
def never_the_last(y, segment_end_ms):
    first = int(segment_end_ms * y.shape[1] / CLIP_MS) + 1
    labels = y.copy()
    labels[0, first : min(first + 10, y.shape[1] - 1)] = 1
    return labels


@insert_ones.misconception(
    "The labels that were 1 before are gone: start from a copy of y, not from zeros."
)
def starts_from_zeros(y, segment_end_ms):
    return _ones_like(np.zeros_like(y), segment_end_ms)


@insert_ones.misconception(
    "The labels were counted up: where two triggers follow each other closely, a label is 2. Set it to "
    "1."
)
def adds_ones(y, segment_end_ms):
    return y + _ones_like(np.zeros_like(y), segment_end_ms)


@insert_ones.misconception("Nothing came back: the last line must return the new labels.")
def returns_nothing(y, segment_end_ms):
    _ones_like(y, segment_end_ms)


@insert_ones.misconception("One row of the labels came back, (Ty,). Keep the shape (1, Ty).")
def returns_the_row(y, segment_end_ms):
    return _ones_like(y, segment_end_ms)[0]


insert_ones.equivalent(
    "labels[0, first:first + LABEL_STEPS] = 1 -> labels[-1, first:first + LABEL_STEPS] = 1",
    "The labels have one row, which is the first and the last.",
)
