"""Random segments: cases, other right answers, known mistakes."""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._trigger_word.inputs import get_random_time_segment, seed_from
from autograder.expectations import Distributed, Raises
from autograder.probes import Call, CallTwice, Draws


def _arguments(rng, segment_ms, clip_ms):
    return {"segment_ms": segment_ms, "rng": seed_from(rng), "clip_ms": clip_ms}


# ---------------------------------------------------------------------------------- cases


@get_random_time_segment.case("A segment as long as the clip has one place: all of it.")
def whole_clip(rng):
    length = int(rng.integers(700, 900))
    return _arguments(rng, length, length)


@get_random_time_segment.case("Every place is equally likely, the first and the last included.")
def all_places(rng):
    count = int(rng.integers(4, 6))
    length = int(rng.integers(20, 40))
    expected = [[[s, s + length - 1], 1 / count] for s in range(count)]
    probe = Draws(_arguments(rng, length, length + count - 1), 800)
    return Trial(probe, [Distributed(expected)])


@get_random_time_segment.case("A segment of one millisecond starts and ends in it.")
def one_millisecond(rng):
    expected = [[[s, s], 1 / 3] for s in range(3)]
    return Trial(Draws(_arguments(rng, 1, 3), 400), [Distributed(expected)])


@get_random_time_segment.case("Two places, of a clip longer than ten seconds.")
def two_places(rng):
    length = int(rng.integers(12_000, 15_000))
    expected = [[[s, s + length - 1], 0.5] for s in range(2)]
    return Trial(Draws(_arguments(rng, length, length + 1), 400), [Distributed(expected)])


@get_random_time_segment.case("A segment longer than the clip is refused.")
def too_long(rng):
    clip = int(rng.integers(50, 90))
    probe = Call(_arguments(rng, clip + 1, clip))
    return Trial(probe, [Raises("ValueError", [], "A segment longer than the clip has no place.")])


@get_random_time_segment.case("A much longer one is refused, too.")
def far_too_long(rng):
    clip = int(rng.integers(50, 90))
    probe = Call(_arguments(rng, 5 * clip, clip))
    return Trial(probe, [Raises("ValueError", [], "A segment longer than the clip has no place.")])


@get_random_time_segment.case("The same generator gives the same segment again.")
def same_generator(rng):
    return CallTwice(_arguments(rng, 300, 2_000_000_000))


# ---------------------------------------------------------------------- other right answers


@get_random_time_segment.alternative
def with_an_inclusive_end(segment_ms, rng, clip_ms):
    if segment_ms > clip_ms:
        raise ValueError("too long")
    start = rng.integers(clip_ms - segment_ms, endpoint=True)
    return (start, start + segment_ms - 1)


@get_random_time_segment.alternative
def with_choice_of_the_last(segment_ms, rng, clip_ms):
    end = segment_ms - 1 + rng.choice(clip_ms - segment_ms + 1)
    return [int(end) - segment_ms + 1, int(end)]


@get_random_time_segment.alternative
def with_a_uniform_number(segment_ms, rng, clip_ms):
    places = clip_ms - segment_ms + 1
    if places < 1:
        raise ValueError(f"{segment_ms} ms do not fit into {clip_ms} ms.")
    start = int(np.floor(rng.uniform(0, places)))
    return np.array([start, start + segment_ms - 1])


# -------------------------------------------------------------------------- known mistakes


def _segment_like(segment_ms, rng, clip_ms, places=1, end=-1, first=0):
    """Draws with one thing done differently; for the misconceptions below."""
    start = int(rng.integers(first, clip_ms - segment_ms + places))
    return start, start + segment_ms + end


@get_random_time_segment.misconception(
    "The segment starts one millisecond late: milliseconds are counted from 0."
)
def counts_from_one(segment_ms, rng, clip_ms):
    start, end = _segment_like(segment_ms, rng, clip_ms)
    return start + 1, end + 1


@get_random_time_segment.misconception(
    "The end is one too small: n milliseconds from start on end at start + n - 1."
)
def end_is_one_too_small(segment_ms, rng, clip_ms):
    return _segment_like(segment_ms, rng, clip_ms, end=-2)


@get_random_time_segment.misconception(
    "The times are in seconds. They are whole milliseconds, like the arguments."
)
def in_seconds(segment_ms, rng, clip_ms):
    start, end = _segment_like(segment_ms, rng, clip_ms)
    return start / 1000, end / 1000


@get_random_time_segment.misconception(
    "A segment exactly as long as the clip is refused. It has one place: compare with >."
)
def refuses_the_whole_clip(segment_ms, rng, clip_ms):
    if segment_ms >= clip_ms:
        raise ValueError("The segment is too long.")
    return _segment_like(segment_ms, rng, clip_ms)


@get_random_time_segment.misconception(
    "The end is one too large: both ends belong to the segment, so that n milliseconds from start on "
    "end at start + n - 1."
)
def end_is_one_too_large(segment_ms, rng, clip_ms):
    return _segment_like(segment_ms, rng, clip_ms, end=0)


@get_random_time_segment.misconception(
    "The last place is never drawn: rng.integers leaves its upper end out. There are "
    "clip_ms - segment_ms + 1 places."
)
def leaves_out_the_last_place(segment_ms, rng, clip_ms):
    if clip_ms < segment_ms:
        raise ValueError("The segment is longer than the clip.")
    return _segment_like(segment_ms, rng, clip_ms, places=0)


@get_random_time_segment.misconception(
    "Some segments end beyond the clip, by one millisecond: start is at most clip_ms - segment_ms."
)
def one_place_too_many(segment_ms, rng, clip_ms):
    if clip_ms < segment_ms:
        raise ValueError("The segment is longer than the clip.")
    return _segment_like(segment_ms, rng, clip_ms, places=2)


@get_random_time_segment.misconception(
    "The start may be anywhere in the clip, so that segments stick out behind: leave room for the "
    "segment."
)
def starts_anywhere(segment_ms, rng, clip_ms):
    if clip_ms < segment_ms:
        raise ValueError("The segment is longer than the clip.")
    start = int(rng.integers(0, clip_ms))
    return start, start + segment_ms - 1


@get_random_time_segment.misconception(
    "The length of the clip is fixed at 10,000 in your code: use clip_ms."
)
def knows_ten_seconds_only(segment_ms, rng, clip_ms):
    return _segment_like(segment_ms, rng, 10_000)


@get_random_time_segment.misconception(
    "The draw does not come from rng: np.random, the module random or a new generator is used. Draw "
    "with the rng that is passed in."
)
def uses_the_global_generator(segment_ms, rng, clip_ms):
    start = int(np.random.randint(0, clip_ms - segment_ms + 1))  # noqa: NPY002
    return start, start + segment_ms - 1


@get_random_time_segment.misconception(
    "Every call gives the same segment: a seed is set inside, or a new generator with a fixed seed "
    "replaces rng."
)
def seeds_again(segment_ms, rng, clip_ms):
    return _segment_like(segment_ms, np.random.default_rng(1), clip_ms)


@get_random_time_segment.misconception("Every segment begins at 0: draw the start at random.")
def always_at_the_start(segment_ms, rng, clip_ms):
    if clip_ms < segment_ms:
        raise ValueError("The segment is longer than the clip.")
    return 0, segment_ms - 1


@get_random_time_segment.misconception(
    "A segment longer than the clip gets a place (a negative start, or one that is moved to 0). "
    "It must be refused with a ValueError."
)
def accepts_what_does_not_fit(segment_ms, rng, clip_ms):
    start = int(rng.integers(0, max(clip_ms - segment_ms, 0) + 1))
    return start, start + segment_ms - 1


@get_random_time_segment.misconception(
    "The middle is drawn more often than the ends. A rounded float does that: round gives the "
    "first and the last place half of what the others get. Draw a whole number with rng.integers."
)
def rounds_a_float(segment_ms, rng, clip_ms):
    if clip_ms < segment_ms:
        raise ValueError("The segment is longer than the clip.")
    start = int(round(rng.uniform(0, clip_ms - segment_ms)))
    return start, start + segment_ms - 1


@get_random_time_segment.misconception(
    "The place comes back as start and length. Return start and end."
)
def returns_the_length(segment_ms, rng, clip_ms):
    return int(rng.integers(0, clip_ms - segment_ms + 1)), segment_ms


@get_random_time_segment.misconception(
    "Only the start came back: return start and end, as a tuple."
)
def returns_the_start(segment_ms, rng, clip_ms):
    return int(rng.integers(0, clip_ms - segment_ms + 1))


@get_random_time_segment.misconception(
    "Nothing came back: the last line must return start and end."
)
def returns_nothing(segment_ms, rng, clip_ms):
    rng.integers(0, clip_ms - segment_ms + 1)
