"""A clip laid over a background: cases, other right answers, known mistakes.

Where the clip lands is certain in most cases: it is as long as the background, or there is no room.
"""

import numpy as np

from autograder.exercise import Trial
from autograder.exercises._trigger_word.inputs import (
    SAMPLES_PER_MS,
    insert_audio_clip,
    reference,
    seed_from,
    some_sound,
)
from autograder.expectations import Distributed
from autograder.probes import CallTwice, Draws


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


@insert_audio_clip.case("A clip as long as the background is added to all of it.")
def whole_background(rng):
    length = int(rng.integers(3, 6))
    return _arguments(rng, some_sound(rng, length), some_sound(rng, length), [])


@insert_audio_clip.case("A segment that the background does not reach to is left alone.")
def taken_elsewhere(rng):
    return _arguments(rng, some_sound(rng, 4), some_sound(rng, 4), [(4, 9), (20, 25)])


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
    probe = Draws(_arguments(rng, _flat(9, 0.0), _flat(2, 0.5), [(2, 6)]), 500, item=1)
    return Trial(probe, [Distributed(expected)])


@insert_audio_clip.case("The same generator gives the same result again.")
def same_generator(rng):
    return CallTwice(_arguments(rng, some_sound(rng, 40), some_sound(rng, 2), []))


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


def _insert_like(
    background,
    audio_clip,
    previous_segments,
    rng,
    tries=5,
    copies=True,
    appends=True,
    checks=True,
    asks_length=True,
    samples_per_ms=16,
    lay=None,
    shift=0,
):
    """Inserts with one thing done differently; for the misconceptions below."""
    new = background.copy() if copies else background
    segment_ms = len(audio_clip) // SAMPLES_PER_MS
    clip_ms = len(background) // SAMPLES_PER_MS
    if asks_length and segment_ms > clip_ms:
        return new, None
    for _ in range(tries):
        segment = reference.get_random_time_segment(segment_ms, rng, clip_ms)
        if not checks or not reference.is_overlapping(segment, previous_segments):
            if appends:
                previous_segments.append(segment)
            first = segment[0] * samples_per_ms + shift
            if lay is None:
                part = new[first : first + len(audio_clip)]
                part += audio_clip[: len(part)]
            else:
                lay(new, first, audio_clip)
            return new, segment
    return new, None


@insert_audio_clip.misconception(
    "The caller's background was changed: `+=` on a slice writes into the array that came. Work on a "
    "copy."
)
def writes_into_the_background(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, copies=False)


@insert_audio_clip.misconception(
    "The background was replaced where the clip is. Sounds add up: the noise goes on while somebody "
    "speaks."
)
def replaces_the_background(background, audio_clip, previous_segments, rng):
    def lay(new, first, clip):
        new[first : first + len(clip)] = clip

    return _insert_like(background, audio_clip, previous_segments, rng, lay=lay)


@insert_audio_clip.misconception(
    "The new segment is missing in previous_segments: append it, or the next clip lands on top of it."
)
def does_not_append(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, appends=False)


@insert_audio_clip.misconception(
    "A new list was made in place of appending: `previous_segments = previous_segments + [...]` does "
    "not reach the caller, and his list comes back without the segment or with others in its place."
)
def appends_to_the_front(background, audio_clip, previous_segments, rng):
    new, segment = _insert_like(background, audio_clip, previous_segments, rng, appends=False)
    if segment is not None:
        previous_segments[:] = [segment]
    return new, segment


@insert_audio_clip.misconception(
    "A segment is appended although the clip found no room. Append it once you know that the place is "
    "free."
)
def appends_without_room(background, audio_clip, previous_segments, rng):
    new, segment = _insert_like(background, audio_clip, previous_segments, rng)
    if segment is None and len(audio_clip) <= len(background):
        previous_segments.append((0, len(audio_clip) // SAMPLES_PER_MS - 1))
    return new, segment


@insert_audio_clip.misconception(
    "A clip exactly as long as the background is left out. It has room, one place: compare with >."
)
def refuses_the_whole_background(background, audio_clip, previous_segments, rng):
    if len(audio_clip) >= len(background):
        return background.copy(), None
    return _insert_like(background, audio_clip, previous_segments, rng)


@insert_audio_clip.misconception(
    "The two results are swapped: first the new background, then the segment."
)
def swaps_the_results(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng)[::-1]


@insert_audio_clip.misconception(
    "A clip that is longer than the background raises an error of your own. Here it is no error: the "
    "answer is the background and None."
)
def refuses_a_long_clip(background, audio_clip, previous_segments, rng):
    if len(audio_clip) > len(background):
        raise ValueError("The clip is too long.")
    return _insert_like(background, audio_clip, previous_segments, rng)


@insert_audio_clip.misconception(
    "The clip is inserted although the place is taken: ask is_overlapping for each drawn segment."
)
def does_not_look(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, checks=False)


@insert_audio_clip.misconception(
    "After the last try the clip is inserted anyway. Without a free place, nothing is added and the "
    "segment is None."
)
def inserts_anyway(background, audio_clip, previous_segments, rng):
    new, segment = _insert_like(background, audio_clip, previous_segments, rng)
    if segment is None and len(audio_clip) <= len(background):
        return _insert_like(background, audio_clip, previous_segments, rng, checks=False)
    return new, segment


@insert_audio_clip.misconception(
    "One try only: a place that is taken is no reason to give up. Draw again, five times in all."
)
def tries_once(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, tries=1)


@insert_audio_clip.misconception(
    "It goes on trying for far longer than TRIES times. (Without any limit, it would never end where "
    "there is no room.)"
)
def tries_on_and_on(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, tries=60)


@insert_audio_clip.misconception(
    "It stops at a clip that is longer than the background. Ask before you draw: there is no room, "
    "so the answer is the background and None."
)
def stops_at_a_long_clip(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, asks_length=False)


@insert_audio_clip.misconception(
    "A clip that is longer than the background is cut to fit. It has no room: the answer is the "
    "background and None."
)
def cuts_a_long_clip(background, audio_clip, previous_segments, rng):
    clip = audio_clip[: len(background)]
    return _insert_like(background, clip, previous_segments, rng)


@insert_audio_clip.misconception(
    "The clip starts at the sample whose number is the millisecond. A millisecond has SAMPLES_PER_MS "
    "samples."
)
def takes_milliseconds_for_samples(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng, samples_per_ms=1)


@insert_audio_clip.misconception(
    "Lengths are taken in samples: len(audio_clip) is no number of milliseconds. Divide by "
    "SAMPLES_PER_MS."
)
def measures_in_samples(background, audio_clip, previous_segments, rng):
    new = background.copy()
    if len(audio_clip) > len(background):
        return new, None
    for _ in range(5):
        segment = reference.get_random_time_segment(len(audio_clip), rng, len(background))
        if not reference.is_overlapping(segment, previous_segments):
            previous_segments.append(segment)
            new[segment[0] : segment[1] + 1] += audio_clip
            return new, segment
    return new, None


@insert_audio_clip.misconception(
    "The length of the clip is taken to be ten seconds whatever the background: ask len(background)."
)
def knows_ten_seconds_only(background, audio_clip, previous_segments, rng):
    new = background.copy()
    segment_ms = len(audio_clip) // SAMPLES_PER_MS
    for _ in range(5):
        segment = reference.get_random_time_segment(segment_ms, rng, 10_000)
        if not reference.is_overlapping(segment, previous_segments):
            previous_segments.append(segment)
            first = segment[0] * SAMPLES_PER_MS
            part = new[first : first + len(audio_clip)]
            part += audio_clip[: len(part)]
            return new, segment
    return new, None


@insert_audio_clip.misconception(
    "The last sample of the clip is missing: a slice leaves its end out, so that it goes up to "
    "(end + 1) * SAMPLES_PER_MS."
)
def loses_the_last_millisecond(background, audio_clip, previous_segments, rng):
    def lay(new, first, clip):
        count = len(clip) - SAMPLES_PER_MS
        new[first : first + count] += clip[:count]

    return _insert_like(background, audio_clip, previous_segments, rng, lay=lay)


@insert_audio_clip.misconception(
    "Background and clip are averaged or turned down. They add up as they are."
)
def averages_both(background, audio_clip, previous_segments, rng):
    def lay(new, first, clip):
        part = new[first : first + len(clip)]
        part[:] = (part + clip) / 2

    return _insert_like(background, audio_clip, previous_segments, rng, lay=lay)


@insert_audio_clip.misconception(
    "Where there is no room, None came back alone. Two results are promised: the background as it "
    "is, and None."
)
def returns_none_alone(background, audio_clip, previous_segments, rng):
    new, segment = _insert_like(background, audio_clip, previous_segments, rng)
    return None if segment is None else (new, segment)


@insert_audio_clip.misconception("Only the new background came back: return the segment, too.")
def returns_the_background_alone(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, rng)[0]


@insert_audio_clip.misconception(
    "The draw does not come from rng: hand rng on to get_random_time_segment."
)
def makes_its_own_generator(background, audio_clip, previous_segments, rng):
    return _insert_like(background, audio_clip, previous_segments, np.random.default_rng())
