"""A whole training clip: cases, other right answers, known mistakes.

The sound of every clip is one value throughout, so that it can be found wherever it landed; what is
asked is whether sound and labels agree, and what must or cannot have room.
"""

from dataclasses import replace

import numpy as np

from autograder.checks import recipes
from autograder.checks.expectations import Between, Different, Same, Shape
from autograder.checks.probes import Call, CallTwice
from autograder.checks.recipes import Repeated
from autograder.declaration.exercise import Trial
from autograder.declaration.inputs import draw_until, seed_from

from .inputs import (
    CLIP_MS,
    SAMPLES_PER_MS,
    create_training_example,
    reference,
)

TOTAL = CLIP_MS * SAMPLES_PER_MS


def _background(rng):
    """Makes ten seconds of three values."""
    cuts = np.sort(rng.integers(1000, TOTAL - 1000, 2))
    counts = np.diff([0, *cuts, TOTAL]).tolist()
    return Repeated([0.02, -0.03, 0.01], counts)


def _clips(rng, lengths, first=0.1):
    """Makes clips of the given milliseconds, each of one value of its own."""
    return [
        Repeated([round(first + 0.07 * i, 2)], [ms * SAMPLES_PER_MS])
        for i, ms in enumerate(lengths)
    ]


def _arguments(rng, activates, negatives, Ty):
    return {
        "background": _background(rng),
        "activates": _clips(rng, activates),
        "negatives": _clips(rng, negatives, -0.6),
        "Ty": Ty,
        "rng": seed_from(rng),
    }


def _trial(rng, activates, negatives, Ty, inserted):
    """Asks for sound and labels that agree, and for so many clips of each kind in the sound."""
    probe = Call(_arguments(rng, activates, negatives, Ty))
    triggers, others = inserted
    return Trial(
        probe,
        [
            Between("measured.parts", 2, 2, "Two results are promised: the sound and the labels."),
            Shape("result.0", [TOTAL], "The sound must be as long as the background, (160000,)."),
            Shape("result.1", [1, Ty], f"The labels must have the shape (1, Ty), here (1, {Ty})."),
            Between(
                "measured.activates",
                triggers,
                triggers,
                "The sound does not hold the triggers that it should: all of `activates`, in order, that "
                "find room, whole and as they are.",
            ),
            Between(
                "measured.negatives",
                others,
                others,
                "The sound does not hold the other words that it should: all of `negatives`, in order "
                "and after the triggers, that find room, whole and as they are.",
            ),
            Between(
                "measured.rest",
                0.0,
                1e-4,
                "The sound is not the sum of the background and the clips: something was scaled or cut, or a "
                "clip lies on another one or comes twice.",
            ),
            Between(
                "measured.ones_of_negatives",
                0,
                0,
                "Other words are labelled: only triggers set labels.",
            ),
            Same(
                "measured.y",
                "measured.labels",
                "The labels are not those of the triggers in the sound.",
            ),
        ],
        measure="clip_made",
    )


# ---------------------------------------------------------------------------------- cases


@create_training_example.case("Without any clips: the background and labels of zeros.")
def nothing_to_insert(rng):
    return _trial(rng, [], [], int(rng.integers(3, 7)), (0, 0))


@create_training_example.case("One trigger is in the sound, and its end is labelled.")
def one_trigger(rng):
    return _trial(rng, [int(rng.integers(500, 900))], [], 247, (1, 0))


@create_training_example.case("Another word is in the sound, and nothing is labelled.")
def one_other_word(rng):
    return _trial(rng, [], [int(rng.integers(500, 900))], 247, (0, 1))


@create_training_example.case("Several of both: sound and labels agree, for any number of labels.")
def several(rng):
    lengths = rng.permutation(np.arange(8, 16)).tolist()
    return _trial(rng, lengths[:3], lengths[3:6], int(rng.integers(900, 1400)), (3, 3))


@create_training_example.case("A trigger that finds no room is neither in the sound nor labelled.")
def no_room_for_the_second(rng):
    return _trial(rng, [CLIP_MS, int(rng.integers(400, 800))], [300], 247, (1, 0))


@create_training_example.case("A clip longer than the background is left out; the next one is not.")
def too_long(rng):
    return _trial(rng, [CLIP_MS + 500, 12], [CLIP_MS + 1, 14], 247, (1, 1))


@create_training_example.case("Triggers come first: a long other word takes no room from them.")
def triggers_come_first(rng):
    return _trial(rng, [int(rng.integers(500, 900))], [CLIP_MS], 247, (1, 0))


@create_training_example.case("Other words find no room where triggers are.")
def one_list_of_segments(rng):
    return _trial(rng, [CLIP_MS], [40, 50], 100, (1, 0))


@create_training_example.case("Other words find no room where other words are.")
def other_words_among_themselves(rng):
    return _trial(rng, [], [CLIP_MS, 45], 100, (0, 1))


@create_training_example.case("Loud words are added as they are, beyond 1 and -1.")
def loud(rng):
    probe = _trial(rng, [int(rng.integers(300, 600))], [int(rng.integers(300, 600))], 247, (1, 1))
    loud_ones = {
        kind: [Repeated([value], clip.counts) for clip in probe.probe.arguments[kind]]
        for kind, value in (("activates", 1.3), ("negatives", -1.6))
    }
    return replace(probe, probe=replace(probe.probe, arguments=probe.probe.arguments | loud_ones))


@create_training_example.case("Labels of triggers that follow each other closely are 1, not 2.")
def labels_that_overlap(rng):
    # Ten labels are most of a clip of so few: of eight triggers some come while others are labelled.
    return _trial(
        rng, rng.permutation(np.arange(20, 28)).tolist(), [], int(rng.integers(14, 18)), (8, 0)
    )


@create_training_example.case("Another word that stands where labels are 1 leaves them 1.")
def other_words_in_the_labels(rng):
    def make():
        lengths = rng.permutation(np.arange(30, 42)).tolist()
        return _trial(rng, lengths[:2], lengths[2:10], int(rng.integers(14, 18)), (2, 8))

    wipes_labels = create_training_example.mistake("wipes_labels").function

    def tells_right_from_wrong(trial):
        def labels(function):
            return function(**recipes.build(recipes.describe(trial.probe.arguments)))[1]

        return np.sum(labels(reference.create_training_example) != labels(wipes_labels)) > 2

    return draw_until(make, tells_right_from_wrong)


@create_training_example.case("A trigger is tried once: what finds no room then is left out.")
def nearly_full(rng):
    # One long trigger leaves little room. Of 25 short ones an insertion each places about 3; in
    # 4,000 trials 9 at most, and no fewer than 12 if each is tried ten times.
    trial = _trial(rng, [CLIP_MS - 300, *[5] * 25], [], int(rng.integers(200, 300)), (1, 0))
    again = (
        "More triggers have found room than one insertion each can place: what finds no room is left out, "
        "and not tried again."
    )
    expectations = [
        replace(one, high=None)
        if isinstance(one, Between) and one.path == "measured.activates"
        else one
        for one in trial.expectations
    ]
    return Trial(
        trial.probe,
        [*expectations, Between("measured.activates", None, 11, again)],
        measure=trial.measure,
    )


@create_training_example.case("The same generator gives the same clip again.")
def same_generator(rng):
    return CallTwice(_arguments(rng, [30, 40], [25], 247))


@create_training_example.case("Another generator puts the clips elsewhere.")
def other_generator(rng):
    probe = CallTwice(_arguments(rng, [30, 40, 35, 20], [25, 28, 50], 247), other_seed=True)
    text = "Two generators gave the same clip: draw from the rng that is passed in."
    return Trial(probe, [Different("first.0", "second.0", text)])


# ---------------------------------------------------------------------- other right answers


@create_training_example.alternative
def in_one_loop(background, activates, negatives, Ty, rng):
    x, y, segments = np.array(background), np.zeros((1, Ty), dtype="float32"), []
    clips = [(clip, True) for clip in activates] + [(clip, False) for clip in negatives]
    for clip, is_trigger in clips:
        x, segment = reference.insert_audio_clip(x, clip, segments, rng)
        if is_trigger and segment:
            y = reference.insert_ones(y, segment[1])
    return x, y


@create_training_example.alternative
def labels_at_the_end(background, activates, negatives, Ty, rng):
    taken, ends = [], []
    x = background
    for clip in activates:
        x, segment = reference.insert_audio_clip(x, clip, taken, rng)
        ends += [] if segment is None else [segment[1]]
    for clip in negatives:
        x = reference.insert_audio_clip(x, clip, taken, rng)[0]
    y = np.zeros((1, Ty))
    for end in ends:
        y = reference.insert_ones(y, end)
    return [x, y]


@create_training_example.alternative
def by_hand_in_float32(background, activates, negatives, Ty, rng):
    x = np.array(background, dtype=np.float32)
    y = np.zeros((1, Ty), dtype=int)
    free = np.ones(10_000, dtype=bool)
    for number, clip in enumerate([*activates, *negatives]):
        n = len(clip) // 16
        for _ in range(5 if n <= 10_000 else 0):
            start = int(rng.integers(10_000 - n + 1))
            if free[start : start + n].all():
                free[start : start + n] = False
                x[16 * start : 16 * (start + n)] += clip.astype(np.float32)
                if number < len(activates):
                    first = int((start + n - 1) * Ty / 10_000) + 1
                    y[0, first : first + 10] = 1
                break
    return x, y


@create_training_example.alternative
def counts_the_segments(background, activates, negatives, Ty, rng):
    x, y, segments = background.copy(), np.zeros((1, Ty)), []
    for clip in activates:
        before = len(segments)
        x, _ = reference.insert_audio_clip(x, clip, segments, rng)
        if len(segments) > before:
            y = reference.insert_ones(y, segments[-1][1])
    for clip in negatives:
        x, _ = reference.insert_audio_clip(x, clip, segments, rng)
    return x, y


# -------------------------------------------------------------------------- known mistakes

_LABELS = "        if segment is not None:\n            y = insert_ones(y, segment[1])\n"
_NEGATIVES = """    for clip in negatives:
        x, _ = insert_audio_clip(x, clip, previous_segments, rng)
"""
_LABELS_NEGATIVES = (("x, _ =", "x, segment ="), ("    return", f"{_LABELS}    return"))


create_training_example.slip(
    "labels_negatives_too",
    "Other words are labelled like triggers. Only a trigger sets labels: the network is to tell them "
    "apart.",
    *_LABELS_NEGATIVES,
)
create_training_example.slip(
    "labels_negatives_only",
    "The wrong words are labelled: ones stand after the negatives and not after the triggers.",
    (_LABELS, ""),
    *_LABELS_NEGATIVES,
)
create_training_example.slip(
    "loses_the_labels",
    "All labels are 0: insert_ones returns a changed copy, and that must become the new y.",
    "y = insert_ones",
    "insert_ones",
)
create_training_example.slip(
    "loses_the_sound",
    "The sound is the bare background, though triggers are labelled: insert_audio_clip returns a new "
    "background, and that must go into the next insertion.",
    ("x, segment =", "_, segment ="),
    ("x, _ =", "_, _ ="),
)
create_training_example.slip(
    "labels_the_start",
    "The label stands after the start of the trigger. It belongs after its end: the second number of the "
    "segment.",
    "segment[1]",
    "segment[0]",
)
create_training_example.slip(
    "forgets_all_segments",
    "Each clip gets an empty list of segments, and clips land on top of each other. Make the list once.",
    "previous_segments, rng",
    "[], rng",
    count=2,
)
create_training_example.slip(
    "a_list_for_each_kind",
    "The negatives get a list of segments of their own and land on top of triggers. Both share one list.",
    "    for clip in negatives",
    "    previous_segments = []\n    for clip in negatives",
)
create_training_example.slip(
    "negatives_come_first",
    "The negatives were inserted first and take the triggers' room. First the triggers.",
    (_NEGATIVES, ""),
    ("    for clip in activates", f"{_NEGATIVES}    for clip in activates"),
)
create_training_example.slip(
    "in_reverse",
    "The clips are not inserted in the order of the list: go through it from the first to the last.",
    ("in activates", "in activates[::-1]"),
    ("in negatives", "in negatives[::-1]"),
)
create_training_example.slip(
    "labels_without_asking",
    "It stops where a trigger finds no room: the segment is None then, and has no end. Ask before you "
    "label.",
    _LABELS,
    "        y = insert_ones(y, segment[1])\n",
)
create_training_example.slip(
    "draws_some_of_them",
    "Some clips are left out by a draw of your own. Every clip of both lists is to be inserted; which "
    "ones they are has been drawn before.",
    ("in activates", "in activates[:0]"),
    ("in negatives", "in negatives[:0]"),
)
create_training_example.slip(
    "stops_where_there_is_no_room",
    "It gives up at the first clip that finds no room: a shorter one may still fit. Go on with the "
    "next.",
    _LABELS,
    "        if segment is None:\n            break\n        y = insert_ones(y, segment[1])\n",
)
create_training_example.slip(
    "wipes_labels",
    "Labels are set back to 0 where another word stands. They say that a trigger has just ended, and that "
    "stays true whatever follows.",
    "x, _ = insert_audio_clip(x, clip, previous_segments, rng)",
    "x, segment = insert_audio_clip(x, clip, previous_segments, rng)\n"
    "        if segment is not None:\n"
    "            start, end = (int(ms * Ty / CLIP_MS) for ms in segment)\n"
    "            y[0, start : end + 1] = 0",
)
create_training_example.slip(
    "tries_again",
    "A trigger that found no room was inserted again until it found some. insert_audio_clip makes its own "
    "tries; what they do not place is left out.",
    "        x, segment = insert_audio_clip(x, clip, previous_segments, rng)\n",
    "        segment, tries = None, 0\n"
    "        while segment is None and tries < 100:\n"
    "            x, segment = insert_audio_clip(x, clip, previous_segments, rng)\n"
    "            tries += 1\n",
)
create_training_example.slip(
    "the_first_trigger_only",
    "Only the first trigger is inserted: go through all of activates.",
    "in activates",
    "in activates[:1]",
)
create_training_example.slip(
    "leaves_negatives_out",
    "The negatives are missing in the sound: insert them, too, without labels.",
    _NEGATIVES,
    "",
)
create_training_example.slip(
    "turns_the_background_down",
    "The background was turned down first (or the sum scaled). Add the clips as they are: nothing else "
    "is done to the sound.",
    "background.copy()",
    "0.1 * background",
)
create_training_example.slip(
    "limits_the_sound",
    "The sound was cut off at -1 and 1. Nothing else is done to it than adding the clips.",
    "return x, y",
    "return np.clip(x, -1, 1), y",
)
create_training_example.slip(
    "adds_labels_up",
    "Labels were added up, so that one which two triggers set is 2. A label is 0 or 1: hand y on from one "
    "insert_ones to the next.",
    "insert_ones(y, segment[1])",
    "y + insert_ones(np.zeros((1, Ty)), segment[1])",
)
create_training_example.slip(
    "returns_a_row",
    "The labels have the shape (Ty,). They are one row, (1, Ty), as insert_ones wants them.",
    "return x, y",
    "return x, y[0]",
)
create_training_example.slip(
    "knows_one_length", "The number of labels is fixed at 247 in your code: use Ty.", "Ty", "247"
)
create_training_example.slip(
    "labels_what_is_not_there",
    "A trigger that found no room is labelled all the same, at a place of its own. No segment, no label.",
    _LABELS,
    "        y = insert_ones(y, segment[1] if segment else 5000)\n",
)
create_training_example.slip(
    "makes_its_own_generator",
    "The draw does not come from rng: hand rng on to insert_audio_clip.",
    "x, y = ",
    "rng = np.random.default_rng()\n    x, y = ",
)
create_training_example.slip(
    "seeds_again",
    "Every call gives the same clip: a new generator with a fixed seed replaces rng.",
    "x, y = ",
    "rng = np.random.default_rng(0)\n    x, y = ",
)
create_training_example.slip(
    "returns_the_sound_alone",
    "Only the sound came back: return the labels, too.",
    "return x, y",
    "return x",
)
create_training_example.slip(
    "swaps_both",
    "Labels and sound are swapped: return x, y in this order.",
    "return x, y",
    "return y, x",
)
create_training_example.slip(
    "returns_nothing", "Nothing came back: the last line must return x, y.", "return ", ""
)
