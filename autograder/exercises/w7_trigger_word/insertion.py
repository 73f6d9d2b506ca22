"""A clip laid over a background: cases, other right answers, known mistakes.

Where the clip lands is certain in most cases: it is as long as the background, or there is no room.
"""

import numpy as np

from autograder.checks.expectations import Distributed
from autograder.checks.probes import Call, CallTwice, Draws
from autograder.checks.recipes import Made, Repeated
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import seed_from

from .inputs import (
    SAMPLES_PER_MS,
    insert_audio_clip,
    reference,
    some_sound,
)


def _arguments(rng, background, clip, previous):
    return {
        "background": background,
        "audio_clip": clip,
        "previous_segments": previous,
        "rng": seed_from(rng),
    }


def _flat(milliseconds, value):
    return np.full(milliseconds * SAMPLES_PER_MS, value)


def _laid(clip_ms, segment_ms, start, value):
    """Writes the outcome for silence of `clip_ms` with a clip of one value from `start` on."""
    sound = _flat(clip_ms, 0.0)
    if start is None:
        return [sound, None]
    sound[start * SAMPLES_PER_MS : (start + segment_ms) * SAMPLES_PER_MS] = value
    return [sound, [start, start + segment_ms - 1]]


# ---------------------------------------------------------------------------------- cases


@insert_audio_clip.case("Two milliseconds, each of one value, get another value added.")
def on_paper(rng):
    values = (rng.permutation(5)[:3] + 1) / 10
    background = Repeated(values[:2].tolist(), [SAMPLES_PER_MS] * 2)
    return _arguments(rng, background, Repeated([float(values[2])], [2 * SAMPLES_PER_MS]), [])


@insert_audio_clip.case("A clip as long as the background is added to all of it.")
def whole_background(rng):
    length = int(rng.integers(3, 6))
    return _arguments(rng, some_sound(rng, length), some_sound(rng, length), [])


@insert_audio_clip.case("A segment that the background does not reach to is left alone.")
def taken_elsewhere(rng):
    return _arguments(rng, some_sound(rng, 4), some_sound(rng, 4), [(20, 25), (4, 9)])


@insert_audio_clip.case("Loud sounds add up as well, beyond 1.")
def loud(rng):
    length = int(rng.integers(2, 5))
    sounds = (np.round(3 * some_sound(rng, length), 2) for _ in range(2))
    return _arguments(rng, *sounds, [])


@insert_audio_clip.case("Without a free place nothing is added, and None tells so.")
def no_room(rng):
    return _arguments(rng, some_sound(rng, 6), some_sound(rng, 3), [(2, 3)])


@insert_audio_clip.case("A clip longer than the background finds no room.")
def longer_than_background(rng):
    return _arguments(rng, some_sound(rng, 3), some_sound(rng, 4), [])


@insert_audio_clip.case("A much longer clip, beside other segments, finds none either.")
def much_longer(rng):
    return _arguments(rng, some_sound(rng, 2), some_sound(rng, 6), [(50, 60), (1, 1)])


@insert_audio_clip.case("A single millisecond that is taken is enough to be in the way.")
def one_taken_millisecond(rng):
    return _arguments(rng, some_sound(rng, 5), some_sound(rng, 5), [(3, 3)])


@insert_audio_clip.case("Each free place is equally likely, and sound and segment agree.")
def everywhere(rng):
    value = float(rng.choice([0.25, 0.5]))
    expected = [[_laid(4, 2, start, value), 1 / 3] for start in range(3)]
    probe = Draws(_arguments(rng, _flat(4, 0.0), _flat(2, value), []), 200)
    return Trial(probe, [Distributed(expected)])


@insert_audio_clip.case("A place is looked for again when one is taken, five times and no more.")
def some_tries(rng):
    # Two of eight places are free: right in front of the taken segment, and behind it.
    none = (1 - 2 / 8) ** 5
    expected = [[[0, 1], (1 - none) / 2], [[7, 8], (1 - none) / 2], [None, none]]
    probe = Draws(_arguments(rng, _flat(9, 0.0), _flat(2, 0.5), [(2, 6)]), 300, item=1)
    return Trial(probe, [Distributed(expected)])


def _with_segments_in_turn(segments):
    """Puts a function in the place of `get_random_time_segment` that gives these, the last for ever.

    Five tries cannot be told from six by chance alone. Who draws in a way of his own is not reached by
    this, so that what he may get has to be the same: the inputs leave one place, or none.
    """
    source = (
        "def in_turn(segments):\n"
        "    left = [tuple(segment) for segment in segments]\n\n"
        "    def get_random_time_segment(segment_ms, rng, clip_ms):\n"
        "        return left.pop(0) if len(left) > 1 else left[0]\n\n"
        "    return get_random_time_segment\n"
    )
    return {"get_random_time_segment": Made(source, {"segments": [list(s) for s in segments]})}


@insert_audio_clip.case("A free place at the fifth try is found.")
def at_the_fifth_try(rng):
    length = int(rng.integers(3, 6))
    sounds = some_sound(rng, length), some_sound(rng, length)
    taken = (length + 10, length + 30)
    arguments = _arguments(rng, *sounds, [taken])
    return Call(arguments, patches=_with_segments_in_turn([taken] * 4 + [(0, length - 1)]))


@insert_audio_clip.case("A free place at the sixth try comes too late.")
def at_the_sixth_try(rng):
    length = int(rng.integers(4, 7))
    sounds = some_sound(rng, length), some_sound(rng, length)
    arguments = _arguments(rng, *sounds, [(1, 2)])
    # No segment of the clip's length is free; the one that comes sixth is too short to be in the way.
    return Call(arguments, patches=_with_segments_in_turn([(0, length - 1)] * 5 + [(0, 0)]))


@insert_audio_clip.case("The same generator gives the same result again.")
def same_generator(rng):
    # Five seconds: two draws of chance fall on the same of 5,000 places nearly never.
    background = Repeated([0.1, -0.2], [2_000 * SAMPLES_PER_MS, 3_000 * SAMPLES_PER_MS])
    return CallTwice(_arguments(rng, background, some_sound(rng, 2), []))


# ---------------------------------------------------------------------- other right answers


@insert_audio_clip.alternative
def with_a_while_loop(background, audio_clip, previous_segments, rng):
    segment_ms, clip_ms = len(audio_clip) // 16, len(background) // 16
    if segment_ms > clip_ms:
        return np.array(background), None
    tries = 1
    segment = reference.get_random_time_segment(segment_ms, rng, clip_ms)
    while reference.is_overlapping(segment, previous_segments) and tries < 5:
        segment = reference.get_random_time_segment(segment_ms, rng, clip_ms)
        tries += 1
    if reference.is_overlapping(segment, previous_segments):
        return background.copy(), None
    previous_segments += [segment]
    padded = np.zeros(len(background))
    padded[segment[0] * 16 : segment[0] * 16 + len(audio_clip)] = audio_clip
    return background + padded, segment


@insert_audio_clip.alternative
def without_the_other_exercises(background, audio_clip, previous_segments, rng):
    new = [float(sample) for sample in background]
    places = (len(background) - len(audio_clip)) // 16 + 1
    for _ in range(5 if places > 0 else 0):
        start = int(rng.random() * places)
        end = start + len(audio_clip) // 16 - 1
        if all(end < a or b < start for a, b in previous_segments):
            previous_segments.append([start, end])
            for i, sample in enumerate(audio_clip):
                new[16 * start + i] += float(sample)
            return np.array(new), [start, end]
    return np.array(new), None


@insert_audio_clip.alternative
def with_concatenation_in_float32(background, audio_clip, previous_segments, rng):
    b, c = background.astype("float32"), audio_clip.astype("float32")
    if len(c) > len(b):
        return b, None
    found = None
    for _ in range(5):
        drawn = reference.get_random_time_segment(len(c) // 16, rng, len(b) // 16)
        if not reference.is_overlapping(drawn, previous_segments):
            found = drawn
            break
    if found is None:
        return b, found
    previous_segments.append(found)
    first = found[0] * 16
    return np.concatenate([b[:first], b[first : first + len(c)] + c, b[first + len(c) :]]), found


@insert_audio_clip.alternative
def with_an_error_that_is_caught(background, audio_clip, previous_segments, rng):
    for _ in range(5):
        try:
            segment = reference.get_random_time_segment(
                round(len(audio_clip) / 16), rng, round(len(background) / 16)
            )
        except ValueError:
            return background, None
        if not reference.is_overlapping(segment, previous_segments):
            new = background + 0.0
            new[segment[0] * 16 : (segment[1] + 1) * 16] += audio_clip
            previous_segments.append(tuple(segment))
            return new, tuple(segment)
    return background, None


# -------------------------------------------------------------------------- known mistakes


insert_audio_clip.slip(
    "writes_into_the_background",
    "The caller's background was changed: `+=` on a slice writes into the array that came. Work on a "
    "copy.",
    "background.copy()",
    "background",
)
insert_audio_clip.slip(
    "replaces_the_background",
    "The background was replaced where the clip is. Sounds add up: the noise goes on while somebody "
    "speaks.",
    "+= audio_clip",
    "= audio_clip",
)
insert_audio_clip.slip(
    "does_not_append",
    "The new segment is missing in previous_segments: append it, or the next clip lands on top of it.",
    "            previous_segments.append(segment_time)\n",
    "",
)
insert_audio_clip.slip(
    "appends_to_the_front",
    "A new list was made in place of appending: `previous_segments = previous_segments + [...]` does "
    "not reach the caller, and his list comes back without the segment or with others in its place.",
    "previous_segments.append(segment_time)",
    "previous_segments[:] = [segment_time]",
)
insert_audio_clip.slip(
    "appends_without_room",
    "A segment is appended although the clip found no room. Append it once you know that the place is "
    "free.",
    "segment_time\n    return",
    "segment_time\n    previous_segments.append((0, segment_ms - 1))\n    return",
)
insert_audio_clip.slip(
    "refuses_the_whole_background",
    "A clip exactly as long as the background is left out. It has room, one place: compare with >.",
    "segment_ms > clip_ms",
    "segment_ms >= clip_ms",
)


@insert_audio_clip.misconception(
    "The two results are swapped: first the new background, then the segment."
)
def swaps_the_results(background, audio_clip, previous_segments, rng):
    return reference.insert_audio_clip(background, audio_clip, previous_segments, rng)[::-1]


insert_audio_clip.slip(
    "refuses_a_long_clip",
    "A clip that is longer than the background raises an error of your own. Here it is no error: the "
    "answer is the background and None.",
    "return new_background, None\n    for",
    'raise ValueError("The clip is too long.")\n    for',
)
insert_audio_clip.slip(
    "does_not_look",
    "The clip is inserted although the place is taken: ask is_overlapping for each drawn segment.",
    "not is_overlapping(segment_time, previous_segments)",
    "True",
)
insert_audio_clip.slip(
    "inserts_anyway",
    "After the last try the clip is inserted anyway. Without a free place, nothing is added and the "
    "segment is None.",
    ("for _ in range(TRIES)", "for tries in range(TRIES + 1)"),
    ("if not is_overlapping", "if tries == TRIES or not is_overlapping"),
)
insert_audio_clip.slip(
    "tries_once",
    "One try only: a place that is taken is no reason to give up. Draw again, five times in all.",
    "TRIES",
    "1",
)
insert_audio_clip.slip(
    "tries_four_times",
    "It gives up one try too early: there are TRIES of them, the first one counted.",
    "range(TRIES)",
    "range(TRIES - 1)",
)
insert_audio_clip.slip(
    "tries_six_times",
    "It tries once more than TRIES times: the first try counts.",
    "range(TRIES)",
    "range(TRIES + 1)",
)
insert_audio_clip.slip(
    "adds_without_room",
    "The clip was added after the last try although there was no room, and None was returned all the same. "
    "Without a free place the background stays as it is.",
    "segment_time\n    return",
    "segment_time\n    first = segment_time[0] * SAMPLES_PER_MS\n"
    "    new_background[first : first + len(audio_clip)] += audio_clip\n    return",
    arbitrary_in=("no_room", "at_the_sixth_try"),  # Where it lands is drawn.
)
insert_audio_clip.slip(
    "notes_it_in_front",
    "The new segment stands at the front of previous_segments. Append it: it comes last.",
    "previous_segments.append(segment_time)",
    "previous_segments.insert(0, segment_time)",
)
insert_audio_clip.slip(
    "limits_the_sound",
    "The sum was cut off at -1 and 1. Samples add up as they are.",
    "+= audio_clip\n",
    "+= audio_clip\n            new_background = np.clip(new_background, -1, 1)\n",
)
insert_audio_clip.slip(
    "tries_on_and_on",
    "It goes on trying for far longer than TRIES times. (Without any limit, it would never end where "
    "there is no room.)",
    "TRIES",
    "60",
)
insert_audio_clip.slip(
    "stops_at_a_long_clip",
    "It stops at a clip that is longer than the background. Ask before you draw: there is no room, "
    "so the answer is the background and None.",
    "    if segment_ms > clip_ms:\n        return new_background, None\n",
    "",
)
insert_audio_clip.slip(
    "cuts_a_long_clip",
    "A clip that is longer than the background is cut to fit. It has no room: the answer is the "
    "background and None.",
    "segment_ms = ",
    "audio_clip = audio_clip[: len(background)]\n    segment_ms = ",
)
insert_audio_clip.slip(
    "takes_milliseconds_for_samples",
    "The clip starts at the sample whose number is the millisecond. A millisecond has SAMPLES_PER_MS "
    "samples.",
    "segment_time[0] * SAMPLES_PER_MS",
    "segment_time[0]",
)
insert_audio_clip.slip(
    "measures_in_samples",
    "Lengths are taken in samples: len(audio_clip) is no number of milliseconds. Divide by "
    "SAMPLES_PER_MS.",
    ("(audio_clip) // SAMPLES_PER_MS", "(audio_clip)"),
    ("(background) // SAMPLES_PER_MS", "(background)"),
    ("[0] * SAMPLES_PER_MS", "[0]"),
)
insert_audio_clip.slip(
    "knows_ten_seconds_only",
    "The length of the clip is taken to be ten seconds whatever the background: ask len(background).",
    ("len(background) // SAMPLES_PER_MS", "10_000"),
    ("+= audio_clip", "+= audio_clip[: max(len(background) - first, 0)]"),
)
insert_audio_clip.slip(
    "loses_the_last_millisecond",
    "The last sample of the clip is missing: a slice leaves its end out, so that it goes up to "
    "(end + 1) * SAMPLES_PER_MS.",
    "len(audio_clip)] += audio_clip",
    "len(audio_clip) - SAMPLES_PER_MS] += audio_clip[:-SAMPLES_PER_MS]",
)
insert_audio_clip.slip(
    "averages_both",
    "Background and clip are averaged or turned down. They add up as they are.",
    "+= audio_clip",
    "+= audio_clip\n            new_background[first : first + len(audio_clip)] /= 2",
)
insert_audio_clip.slip(
    "returns_none_alone",
    "Where there is no room, None came back alone. Two results are promised: the background as it "
    "is, and None.",
    "return new_background, None",
    "return None",
    count=2,
)


@insert_audio_clip.misconception("Only the new background came back: return the segment, too.")
def returns_the_background_alone(background, audio_clip, previous_segments, rng):
    return reference.insert_audio_clip(background, audio_clip, previous_segments, rng)[0]


insert_audio_clip.slip(
    "makes_its_own_generator",
    "The draw does not come from rng: hand rng on to get_random_time_segment.",
    "rng",
    "np.random.default_rng()",
)
