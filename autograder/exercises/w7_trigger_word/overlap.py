"""Overlapping segments: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks.recipes import Made

from .inputs import is_overlapping

# ---------------------------------------------------------------------------------- cases


def _between(rng, low, high):
    return int(rng.integers(low, high))


@is_overlapping.case("A few short segments, one of which it meets or just touches.")
def on_paper(rng):
    start = _between(rng, 4, 8)
    first = start + 4 + _between(rng, 0, 2)  # The millisecond that is shared, or the next one.
    return {
        "segment_time": (start, start + 4),
        "previous_segments": [(first, first + 2), (start - 3, start - 2)],
    }


@is_overlapping.case("No other segment: nothing to overlap.")
def no_others(rng):
    start = _between(rng, 0, 5000)
    return {"segment_time": (start, start + 300), "previous_segments": []}


@is_overlapping.case("A segment that ends right before another one starts does not overlap it.")
def touches_in_front(rng):
    start = _between(rng, 500, 5000)
    return {
        "segment_time": (start - 400, start - 1),
        "previous_segments": [(start, start + 700)],
    }


@is_overlapping.case("A segment that starts right after another one ends does not overlap it.")
def touches_behind(rng):
    end = _between(rng, 500, 5000)
    return {"segment_time": (end + 1, end + 400), "previous_segments": [(end - 450, end)]}


@is_overlapping.case("One millisecond shared at the start is an overlap.")
def shares_the_first(rng):
    end = _between(rng, 500, 5000)
    return {"segment_time": (end, end + 400), "previous_segments": [(end - 450, end)]}


@is_overlapping.case("One millisecond shared at the end is an overlap.")
def shares_the_last(rng):
    start = _between(rng, 500, 5000)
    return {"segment_time": (start - 400, start), "previous_segments": [(start, start + 700)]}


@is_overlapping.case("A segment inside another one overlaps it.")
def inside(rng):
    start = _between(rng, 500, 5000)
    return {"segment_time": (start + 50, start + 90), "previous_segments": [(start, start + 300)]}


@is_overlapping.case("A segment around another one overlaps it.")
def around(rng):
    start = _between(rng, 500, 5000)
    return {"segment_time": (start - 50, start + 390), "previous_segments": [(start, start + 300)]}


@is_overlapping.case("The same segment overlaps, one of a single millisecond here.")
def the_same(rng):
    start = _between(rng, 500, 5000)
    return {"segment_time": (start, start), "previous_segments": [(start, start)]}


@is_overlapping.case("The same segment overlaps, however long.")
def the_same_and_longer(rng):
    start, length = _between(rng, 500, 5000), _between(rng, 20, 700)
    same = (start, start + length)
    return {"segment_time": same, "previous_segments": [(start + 2 * length, 9000), same]}


@is_overlapping.case("Of many segments in any order, one in the middle overlaps.")
def one_of_many(rng):
    start = _between(rng, 3000, 5000)
    others = [(100, 900), (start - 100, start + 5), (start + 900, start + 950), (8000, 8400)]
    return {"segment_time": (start, start + 600), "previous_segments": others}


@is_overlapping.case("Of many segments in any order, the first one overlaps.")
def the_first_of_many(rng):
    start = _between(rng, 3000, 5000)
    others = [(start + 500, start + 800), (9000, 9400), (100, 900)]
    return {"segment_time": (start, start + 600), "previous_segments": others}


@is_overlapping.case("Of many segments in any order, the last one overlaps.")
def the_last_of_many(rng):
    start = _between(rng, 3000, 5000)
    others = [(9000, 9400), (100, 900), (start + 500, start + 800)]
    return {"segment_time": (start, start + 600), "previous_segments": others}


@is_overlapping.case("Far from all others is free.")
def far_away(rng):
    start = _between(rng, 3000, 5000)
    others = [(9000, 9400), (100, 900), (start + 900, start + 1800)]
    return {"segment_time": (start, start + 600), "previous_segments": others}


@is_overlapping.case("A gap between many segments is free, where they touch it on both sides.")
def a_gap(rng):
    start = _between(rng, 3000, 5000)
    others = [(start + 200, start + 500), (0, 700), (start - 900, start - 1), (9000, 9100)]
    return {"segment_time": (start, start + 199), "previous_segments": others}


def _in_a_full_clip(rng):
    """Draws a segment in the only gap of a nearly full clip; one time in two it is a bit too long."""
    cuts = np.cumsum(rng.integers(30, 900, int(rng.integers(11, 16))))
    taken = [(int(a), int(b) - 1) for a, b in zip(cuts[:-1], cuts[1:], strict=True)]
    start, end = taken.pop(int(rng.integers(1, len(taken) - 1)))
    longer = int(rng.integers(1, 20)) if rng.random() < 0.5 else 0
    in_front = rng.random() < 0.5
    segment = (start - longer * in_front, end + longer * (not in_front))
    others = [taken[i] for i in rng.permutation(len(taken))]
    return {"segment_time": segment, "previous_segments": [*others, others[0]]}


# What is right is drawn, too, so that nobody passes who knows in which order the answers come.


@is_overlapping.case("A nearly full clip, whose only gap is filled or overstepped.")
def a_full_clip(rng):
    return _in_a_full_clip(rng)


@is_overlapping.case("Another nearly full clip.")
def another_full_clip(rng):
    return _in_a_full_clip(rng)


@is_overlapping.case("And a third one.")
def a_third_full_clip(rng):
    return _in_a_full_clip(rng)


MANY = """
def many_segments(first, length, gap, count):
    return [(first + i * (length + gap), first + i * (length + gap) + length - 1) for i in range(count)]
"""


@is_overlapping.case("Thousands of segments, of which the last decides.", is_long=True)
def thousands_of_segments(rng):
    length, gap, count = _between(rng, 20, 40), _between(rng, 10, 20), 3500
    last = (count - 1) * (length + gap)
    start = last - 5 + _between(rng, 0, 2)  # It ends right before the last one, or on it.
    return {
        "segment_time": (start, start + 4),
        "previous_segments": Made(MANY, {"first": 0, "length": length, "gap": gap, "count": count}),
    }


# ---------------------------------------------------------------------- other right answers


@is_overlapping.alternative
def with_a_loop(segment_time, previous_segments):
    overlap = False
    for previous in previous_segments:
        if segment_time[0] <= previous[1] and segment_time[1] >= previous[0]:
            overlap = True
    return overlap


@is_overlapping.alternative
def with_the_latest_start(segment_time, previous_segments):
    for start, end in previous_segments:
        if max(start, segment_time[0]) <= min(end, segment_time[1]):
            return True
    return False


@is_overlapping.alternative
def with_sets(segment_time, previous_segments):
    mine = set(range(segment_time[0], segment_time[1] + 1))
    return not all(mine.isdisjoint(range(a, b + 1)) for a, b in previous_segments)


@is_overlapping.alternative
def with_numpy(segment_time, previous_segments):
    taken = np.array(previous_segments, dtype=int).reshape(-1, 2)
    return np.any((taken[:, 0] <= segment_time[1]) & (taken[:, 1] >= segment_time[0]))


# -------------------------------------------------------------------------- known mistakes

_BOTH = "start <= previous_end and previous_start <= end"


is_overlapping.slip(
    "ends_do_not_count",
    "Segments that share only their first or last millisecond are called free: both ends belong to a "
    "segment, so compare with <=.",
    "<=",
    "<",
    count=2,
)
is_overlapping.slip(
    "touching_counts",
    "Segments that only touch are called overlapping: (10, 19) and (20, 29) share no millisecond.",
    ("<= previous_end", "<= previous_end + 1"),
    ("<= end", "<= end + 1"),
)
is_overlapping.slip(
    "the_last_decides",
    "Only the last of the previous segments decides: a later one that is free takes back what an "
    "earlier one said. Once True, it stays True.",
    "previous_segments",
    "previous_segments[-1:]",
)
is_overlapping.slip(
    "returns_in_the_first_turn",
    "Only the first of the previous segments is looked at: the `return False` belongs behind the loop.",
    "previous_segments",
    "previous_segments[:1]",
)
is_overlapping.slip(
    "looks_at_the_start",
    "It asks whether the new segment's start lies in another one. It may also begin before and reach "
    "into it.",
    _BOTH,
    "previous_start <= start <= previous_end",
)
is_overlapping.slip(
    "looks_at_both_ends",
    "It asks whether one of the new segment's ends lies in another segment. It may also lie around "
    "it, with both ends outside.",
    _BOTH,
    "previous_start <= start <= previous_end or previous_start <= end <= previous_end",
)
is_overlapping.slip(
    "looks_from_the_other_side",
    "It asks whether a previous segment's ends lie in the new one. The new one may also lie inside it.",
    _BOTH,
    "start <= previous_start <= end or start <= previous_end <= end",
)
is_overlapping.slip(
    "reaches_over_its_end",
    "It asks whether the new segment holds the end of another one. It may also lie inside it, or hold its "
    "start only.",
    _BOTH,
    "start <= previous_end <= end",
)
is_overlapping.slip(
    "reaches_over_its_start",
    "It asks whether the new segment holds the start of another one. It may also lie inside it, or hold its "
    "end only.",
    _BOTH,
    "start <= previous_start <= end",
)
is_overlapping.slip(
    "passes_over_the_same",
    "A segment that is the same as the new one was passed over. It shares every millisecond with it.",
    _BOTH,
    "start <= previous_end and previous_start <= end and (start, end) != (previous_start, previous_end)",
)


@is_overlapping.misconception(
    "It stops at the first segment that begins after the new one, as if the list were in order of time. The "
    "others may come in any order: look at all of them."
)
def trusts_the_order(segment_time, previous_segments):
    start, end = segment_time
    for previous_start, previous_end in previous_segments:
        if previous_start > end:
            break
        if start <= previous_end and previous_start <= end:
            return True
    return False


is_overlapping.slip(
    "wants_all",
    "True is returned if all previous segments overlap: one is enough (any in place of all).",
    "any(",
    "bool(previous_segments) and all(",
)
is_overlapping.slip(
    "all_of_nothing",
    "With no previous segments the answer is True: all(...) of nothing is True. One overlap is enough, "
    "and there is none.",
    "any(",
    "all(",
)
is_overlapping.slip(
    "joins_with_or",
    "The conditions are joined by `or`: that is nearly always True. Both must hold.",
    " and ",
    " or ",
)
is_overlapping.slip(
    "only_inside",
    "Only a segment that lies wholly inside another one is found. To share a part is enough.",
    _BOTH,
    "previous_start <= start and end <= previous_end",
)
is_overlapping.slip(
    "tells_whether_it_is_free",
    "The answer is the wrong way round: True means that they overlap.",
    "any(",
    "not any(",
)
is_overlapping.slip(
    "looks_for_the_same",
    "Only equal segments are found: ask whether they share a millisecond, not whether they are the same.",
    _BOTH,
    "start == previous_start and end == previous_end",
)
is_overlapping.slip(
    "forgets_to_say_no",
    "Without an overlap nothing came back: end with `return False`.",
    "in previous_segments\n    )",
    "in previous_segments\n    ) or None",
)
