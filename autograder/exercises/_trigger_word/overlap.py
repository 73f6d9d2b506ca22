"""Overlapping segments: cases, other right answers, known mistakes."""

from autograder.exercises._trigger_word.inputs import is_overlapping

# ---------------------------------------------------------------------------------- cases


def _between(rng, low, high):
    return int(rng.integers(low, high))


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


@is_overlapping.case("The same segment overlaps, even one of a single millisecond.")
def the_same(rng):
    start = _between(rng, 500, 5000)
    return {"segment_time": (start, start), "previous_segments": [(start, start)]}


@is_overlapping.case("Of many segments in any order, one in the middle overlaps.")
def one_of_many(rng):
    start = _between(rng, 3000, 5000)
    others = [(8000, 8400), (100, 900), (start - 100, start + 5), (start + 900, start + 950)]
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
    import numpy as np

    taken = np.array(previous_segments, dtype=int).reshape(-1, 2)
    return np.any((taken[:, 0] <= segment_time[1]) & (taken[:, 1] >= segment_time[0]))


# -------------------------------------------------------------------------- known mistakes


@is_overlapping.misconception(
    "Segments that share only their first or last millisecond are called free: both ends belong to a "
    "segment, so compare with <=."
)
def ends_do_not_count(segment_time, previous_segments):
    start, end = segment_time
    return any(start < b and a < end for a, b in previous_segments)


@is_overlapping.misconception(
    "Segments that only touch are called overlapping: (10, 19) and (20, 29) share no millisecond."
)
def touching_counts(segment_time, previous_segments):
    start, end = segment_time
    return any(start <= b + 1 and a <= end + 1 for a, b in previous_segments)


@is_overlapping.misconception(
    "Only the last of the previous segments decides: a later one that is free takes back what an "
    "earlier one said. Once True, it stays True."
)
def the_last_decides(segment_time, previous_segments):
    overlap = False
    for a, b in previous_segments:
        overlap = segment_time[0] <= b and segment_time[1] >= a
    return overlap


@is_overlapping.misconception(
    "Only the first of the previous segments is looked at: the `return False` belongs behind the loop."
)
def returns_in_the_first_turn(segment_time, previous_segments):
    for a, b in previous_segments:
        if segment_time[0] <= b and segment_time[1] >= a:
            return True
        return False
    return False


@is_overlapping.misconception(
    "It asks whether the new segment's start lies in another one. It may also begin before and reach "
    "into it."
)
def looks_at_the_start(segment_time, previous_segments):
    return any(a <= segment_time[0] <= b for a, b in previous_segments)


@is_overlapping.misconception(
    "It asks whether one of the new segment's ends lies in another segment. It may also lie around "
    "it, with both ends outside."
)
def looks_at_both_ends(segment_time, previous_segments):
    return any(a <= t <= b for t in segment_time for a, b in previous_segments)


@is_overlapping.misconception(
    "It asks whether a previous segment's ends lie in the new one. The new one may also lie inside it."
)
def looks_from_the_other_side(segment_time, previous_segments):
    start, end = segment_time
    return any(start <= t <= end for segment in previous_segments for t in segment)


@is_overlapping.misconception(
    "True is returned if all previous segments overlap: one is enough (any in place of all)."
)
def wants_all(segment_time, previous_segments):
    start, end = segment_time
    return bool(previous_segments) and all(start <= b and a <= end for a, b in previous_segments)


@is_overlapping.misconception(
    "With no previous segments the answer is True: all(...) of nothing is True. One overlap is enough, "
    "and there is none."
)
def all_of_nothing(segment_time, previous_segments):
    start, end = segment_time
    return all(start <= b and a <= end for a, b in previous_segments)


@is_overlapping.misconception(
    "The conditions are joined by `or`: that is nearly always True. Both must hold."
)
def joins_with_or(segment_time, previous_segments):
    start, end = segment_time
    return any(start <= b or a <= end for a, b in previous_segments)


@is_overlapping.misconception(
    "Only a segment that lies wholly inside another one is found. To share a part is enough."
)
def only_inside(segment_time, previous_segments):
    return any(a <= segment_time[0] and segment_time[1] <= b for a, b in previous_segments)


@is_overlapping.misconception("The answer is the wrong way round: True means that they overlap.")
def tells_whether_it_is_free(segment_time, previous_segments):
    start, end = segment_time
    return not any(start <= b and a <= end for a, b in previous_segments)


@is_overlapping.misconception(
    "Only equal segments are found: ask whether they share a millisecond, not whether they are the same."
)
def looks_for_the_same(segment_time, previous_segments):
    return segment_time in previous_segments


@is_overlapping.misconception("Without an overlap nothing came back: end with `return False`.")
def forgets_to_say_no(segment_time, previous_segments):
    for a, b in previous_segments:
        if segment_time[0] <= b and segment_time[1] >= a:
            return True
    return None
