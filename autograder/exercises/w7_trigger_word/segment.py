"""Random segments: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks.expectations import Distributed, Raises
from autograder.checks.probes import Call, CallTwice, Draws
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import (
    get_random_time_segment,
)


def _arguments(rng, segment_ms, clip_ms):
    return {"segment_ms": segment_ms, "rng": seed_from(rng), "clip_ms": clip_ms}


# ---------------------------------------------------------------------------------- cases


@get_random_time_segment.case("A few milliseconds have one place in a clip as short.")
def on_paper(rng):
    length = int(rng.integers(3, 10))
    return _arguments(rng, length, length)


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


@get_random_time_segment.case("Of many places, each is drawn, not every tenth only.")
def many_places(rng):
    count, length = int(rng.integers(21, 26)), int(rng.integers(20, 40))
    expected = [[[s, s + length - 1], 1 / count] for s in range(count)]
    probe = Draws(_arguments(rng, length, length + count - 1), 400)
    return Trial(probe, [Distributed(expected)])


@get_random_time_segment.case("A segment of one millisecond starts and ends in it.")
def one_millisecond(rng):
    expected = [[[s, s], 1 / 3] for s in range(3)]
    return Trial(Draws(_arguments(rng, 1, 3), 900), [Distributed(expected)])


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
    return CallTwice(_arguments(rng, 300, 3_600_000))


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

_REFUSES = (
    "start = ",
    'if segment_ms > clip_ms:\n        raise ValueError("The segment is too long.")\n    start = ',
)


get_random_time_segment.slip(
    "counts_from_one",
    "The segment starts one millisecond late: milliseconds are counted from 0.",
    "+ 1))",
    "+ 1)) + 1",
)
get_random_time_segment.slip(
    "end_is_one_too_small",
    "The end is one too small: n milliseconds from start on end at start + n - 1.",
    "segment_ms - 1",
    "segment_ms - 2",
)
get_random_time_segment.slip(
    "in_seconds",
    "The times are in seconds. They are whole milliseconds, like the arguments.",
    "start, start + segment_ms - 1",
    "start / 1000, (start + segment_ms - 1) / 1000",
)
get_random_time_segment.slip(
    "refuses_the_whole_clip",
    "A segment exactly as long as the clip is refused. It has one place: compare with >.",
    "start = ",
    'if segment_ms >= clip_ms:\n        raise ValueError("The segment is too long.")\n    start = ',
)
get_random_time_segment.slip(
    "end_is_one_too_large",
    "The end is one too large: both ends belong to the segment, so that n milliseconds from start on "
    "end at start + n - 1.",
    "segment_ms - 1",
    "segment_ms",
)
get_random_time_segment.slip(
    "leaves_out_the_last_place",
    "The last place is never drawn: rng.integers leaves its upper end out. There are "
    "clip_ms - segment_ms + 1 places.",
    "clip_ms - segment_ms + 1",
    "clip_ms - segment_ms",
)
get_random_time_segment.slip(
    "one_place_too_many",
    "Some segments end beyond the clip, by one millisecond: start is at most clip_ms - segment_ms.",
    _REFUSES,
    ("clip_ms - segment_ms + 1", "clip_ms - segment_ms + 2"),
)
get_random_time_segment.slip(
    "starts_anywhere",
    "The start may be anywhere in the clip, so that segments stick out behind: leave room for the "
    "segment.",
    _REFUSES,
    ("clip_ms - segment_ms + 1", "clip_ms"),
)
get_random_time_segment.slip(
    "knows_ten_seconds_only",
    "The length of the clip is fixed at 10,000 in your code: use clip_ms.",
    "clip_ms",
    "10_000",
)
get_random_time_segment.slip(
    "uses_the_global_generator",
    "The draw does not come from rng: np.random, the module random or a new generator is used. Draw "
    "with the rng that is passed in.",
    "rng.integers",
    "np.random.randint",
)
get_random_time_segment.slip(
    "seeds_again",
    "Every call gives the same segment: a seed is set inside, or a new generator with a fixed seed "
    "replaces rng.",
    "rng.",
    "np.random.default_rng(1).",
)
get_random_time_segment.slip(
    "always_at_the_start",
    "Every segment begins at 0: draw the start at random.",
    _REFUSES,
    ("int(rng.integers(0, clip_ms - segment_ms + 1))", "0"),
)
get_random_time_segment.slip(
    "every_tenth_start",
    "Only every tenth millisecond is drawn as a start. Each of 0, 1, 2, ... up to clip_ms - segment_ms is "
    "as likely as any other.",
    _REFUSES,
    (
        "int(rng.integers(0, clip_ms - segment_ms + 1))",
        "10 * int(rng.integers(0, (clip_ms - segment_ms) // 10 + 1))",
    ),
)
get_random_time_segment.slip(
    "accepts_what_does_not_fit",
    "A segment longer than the clip gets a place (a negative start, or one that is moved to 0). "
    "It must be refused with a ValueError.",
    "clip_ms - segment_ms",
    "max(clip_ms - segment_ms, 0)",
)
get_random_time_segment.slip(
    "rounds_a_float",
    "The middle is drawn more often than the ends. A rounded float does that: round gives the "
    "first and the last place half of what the others get. Draw a whole number with rng.integers.",
    _REFUSES,
    ("rng.integers(0, clip_ms - segment_ms + 1)", "round(rng.uniform(0, clip_ms - segment_ms))"),
)
get_random_time_segment.slip(
    "returns_the_length",
    "The place comes back as start and length. Return start and end.",
    "start + segment_ms - 1",
    "segment_ms",
)
get_random_time_segment.slip(
    "returns_the_start",
    "Only the start came back: return start and end, as a tuple.",
    ", start + segment_ms - 1",
    "",
)
get_random_time_segment.slip(
    "returns_nothing", "Nothing came back: the last line must return start and end.", "return ", ""
)
