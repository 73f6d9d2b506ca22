"""What the docstrings of "Hey, listen" promise, and which cases ask it."""

# ruff: noqa: E501 - sentences stand as long as they are

PROMISES: dict[str, dict[str, tuple[str, ...]]] = {
    "get_random_time_segment": {
        "Draws a time segment of a given length, evenly over all places.": (
            "all_places",
            "many_places",
            "one_millisecond",
            "two_places",
        ),
        "segment_ms: Int, length of the segment in milliseconds, at least 1.": (
            "one_millisecond",
            "on_paper",
            "whole_clip",
        ),
        "rng: A `numpy.random.Generator`, the only source of randomness.": ("same_generator",),
        "clip_ms: Int, length of the clip in milliseconds.": (
            "whole_clip",
            "two_places",
        ),
        "Two whole numbers `(start, end)`, both belong to the segment; 0 is the clip's first millisecond, `clip_ms - 1` its last.": (
            "on_paper",
            "whole_clip",
            "all_places",
            "one_millisecond",
        ),
        "ValueError: If the segment is longer than the clip.": (
            "too_long",
            "far_too_long",
        ),
    },
    "is_overlapping": {
        "Tells whether a time segment overlaps one of some others.": (
            "one_of_many",
            "far_away",
            "a_full_clip",
        ),
        "Two segments overlap if they share at least one millisecond.": (
            "on_paper",
            "shares_the_first",
            "shares_the_last",
            "inside",
            "around",
            "the_same",
            "the_same_and_longer",
        ),
        "Segments that only touch, such as (10, 19) and (20, 29), do not.": (
            "touches_in_front",
            "touches_behind",
            "a_gap",
        ),
        "segment_time: Tuple `(start, end)` in milliseconds, ends included.": (
            "shares_the_first",
            "shares_the_last",
        ),
        "previous_segments: List of such tuples, in any order; may be empty, or have thousands.": (
            "no_others",
            "thousands_of_segments",
            "the_first_of_many",
            "the_last_of_many",
            "a_full_clip",
        ),
        "Not changed.": (
            "one_of_many",
            "a_full_clip",
        ),
        "True or False.": ("touches_in_front", "inside", "another_full_clip", "a_third_full_clip"),
    },
    "insert_audio_clip": {
        "Adds a clip to a background at a random place that is free.": (
            "on_paper",
            "loud",
            "whole_background",
            "everywhere",
            "some_tries",
        ),
        "Up to `TRIES` segments are drawn as `get_random_time_segment` does it.": (
            "some_tries",
            "at_the_fifth_try",
            "at_the_sixth_try",
            "everywhere",
        ),
        "If none is free, or the clip is longer than the background, nothing is added or appended, and that is no error.": (
            "no_room",
            "longer_than_background",
            "much_longer",
            "one_taken_millisecond",
            "at_the_sixth_try",
        ),
        "background: Float array `(samples,)`, sound at `SAMPLE_RATE`, a whole number of milliseconds long.": (
            "whole_background",
        ),
        "Not changed.": (
            "whole_background",
            "taken_elsewhere",
            "no_room",
        ),
        "audio_clip: Float array `(L,)`, likewise.": (
            "whole_background",
            "longer_than_background",
        ),
        "previous_segments: List of tuples `(start, end)` in milliseconds, both ends included.": (
            "taken_elsewhere",
            "some_tries",
            "one_taken_millisecond",
        ),
        "The new segment is **appended to it**.": (
            "taken_elsewhere",
            "whole_background",
            "at_the_fifth_try",
        ),
        "rng: A `numpy.random.Generator`, the only source of randomness.": ("same_generator",),
        "new_background: Float array `(samples,)`, equal to the background where nothing was added.": (
            "whole_background",
            "everywhere",
            "no_room",
        ),
        "segment_time: Tuple `(start, end)`, or None if there was no room.": (
            "whole_background",
            "no_room",
            "some_tries",
        ),
    },
    "insert_ones": {
        "Marks the end of a trigger in the labels of a clip.": (
            "on_paper",
            "in_the_middle",
            "on_a_step",
            "right_before_a_step",
            "at_the_very_start",
        ),
        "The first step is exact, also where the word ends right on a step.": (
            "on_a_step",
            "where_shares_are_rounded",
        ),
        "Ones that would lie beyond the last label are left out.": (
            "cut_at_the_end",
            "room_for_one",
            "at_the_very_end",
            "very_few_labels",
        ),
        "All other labels stay as they are.": ("more_ones",),
        "y: Float array `(1, Ty)`, labels of a clip of `CLIP_MS` milliseconds, for any `Ty`.": (
            "fewer_labels",
            "more_labels",
            "very_few_labels",
        ),
        "Not changed.": (
            "in_the_middle",
            "more_ones",
        ),
        "segment_end_ms: Int, last millisecond of the trigger, from 0 to `CLIP_MS - 1`.": (
            "at_the_very_start",
            "at_the_very_end",
        ),
        "Float array `(1, Ty)`, a changed copy.": (
            "in_the_middle",
            "more_ones",
        ),
    },
    "create_training_example": {
        "Puts a training clip together, sound and labels.": ("several",),
        "First all `activates` are inserted, then all `negatives`, each list in its order.": (
            "several",
            "too_long",
            "triggers_come_first",
            "other_words_among_themselves",
        ),
        "They share one list of segments.": (
            "one_list_of_segments",
            "triggers_come_first",
            "other_words_among_themselves",
        ),
        "Triggers that found room are labelled, and nothing else.": (
            "one_trigger",
            "one_other_word",
            "several",
            "no_room_for_the_second",
            "nearly_full",
            "other_words_in_the_labels",
            "too_long",
        ),
        "The sound is neither scaled nor limited.": (
            "loud",
            "several",
        ),
        "background: Float array `(CLIP_MS * SAMPLES_PER_MS,)`, sound at `SAMPLE_RATE`.": (
            "nothing_to_insert",
        ),
        "Not changed.": ("one_trigger",),
        "activates: List of float arrays, clips of the trigger; may be empty.": (
            "nothing_to_insert",
            "several",
        ),
        "negatives: List of float arrays, clips of other words; may be empty.": (
            "nothing_to_insert",
            "several",
        ),
        "Ty: Int, number of labels.": (
            "several",
            "labels_that_overlap",
        ),
        "rng: A `numpy.random.Generator`, the only source of randomness.": (
            "same_generator",
            "other_generator",
        ),
        "x: Float array `(CLIP_MS * SAMPLES_PER_MS,)`, the sound.": (
            "nothing_to_insert",
            "one_trigger",
            "several",
        ),
        "y: Float array `(1, Ty)` of zeros and ones, the labels.": (
            "nothing_to_insert",
            "labels_that_overlap",
            "several",
        ),
    },
    "modelf": {
        "Builds a network that hears the trigger word.": ("what_it_hears",),
        "Output t depends on all frames from 0 to `STRIDE * t + KERNEL - 1`, and on no later frame.": (
            "what_it_hears",
            "long_clip",
        ),
        "input_shape: Tuple `(Tx, features)`, the shape of one clip; `Tx` is at least `KERNEL`, or None for clips of any length.": (
            "what_it_hears",
            "any_length",
        ),
        "A `keras.Model` from float features `(batch, Tx, features)` to probabilities `(batch, Ty, 1)`, for `Ty` the number of whole windows.": (
            "what_it_hears",
            "any_length",
            "long_clip",
        ),
        "Each clip of a batch is heard on its own.": ("what_it_hears",),
        "All of it can be trained.": (
            "any_length",
            "long_clip",
        ),
    },
    "detect_triggerword": {
        "Finds the steps at which the trigger word is detected.": (
            "on_paper",
            "stays_up",
            "flickers",
            "one_trigger",
            "several_triggers",
            "silence",
        ),
        "The first detection may be at any step.": (
            "at_once",
            "early",
            "at_the_end",
        ),
        "probabilities: Float array `(Ty,)`, perhaps thousands.": (
            "thousands_of_steps",
            "one_trigger",
            "at_the_end",
        ),
        "Not changed.": ("one_trigger",),
        "threshold: Float; a probability equal to it is no detection.": (
            "on_the_threshold",
            "low_threshold",
        ),
        "min_gap: Int, at least 1, in steps.": (
            "no_gap",
            "at_the_gap",
        ),
        "List of ints, the steps in order, counted from 0; empty if there is none.": (
            "several_triggers",
            "at_once",
            "silence",
        ),
    },
    "event_scores": {
        "Scores detected events against true ones, matched one to one.": (
            "some_of_each",
            "answered_twice",
            "two_events_one_detection",
        ),
        "There are as many hits as one-to-one pairs allow.": (
            "answered_twice",
            "two_events_one_detection",
            "as_many_as_possible",
            "the_same_moment_twice",
        ),
        "Delays of exactly 0 and exactly `tolerance` fit.": (
            "on_paper",
            "both_ends",
            "too_early",
            "no_tolerance",
        ),
        "Precision is 1 if nothing was detected, recall is 1 if there are no true events, and F1 is 1 if both lists are empty.": (
            "no_events",
            "no_detections",
            "both_empty",
            "no_hits",
        ),
        "true_events: List of floats, the ends of the triggers in seconds, in any order; may be empty, "
        "or have thousands.": (
            "a_thousand_events",
            "in_any_order",
            "backwards",
            "no_events",
        ),
        "Not changed.": (
            "some_of_each",
            "in_any_order",
        ),
        "detected_events: List of floats, seconds, likewise.": (
            "in_any_order",
            "backwards",
            "no_detections",
        ),
        "tolerance: Float, seconds, at least 0.": (
            "no_tolerance",
            "both_ends",
        ),
        "duration_seconds: Float, length of the recording, above 0.": (
            "some_of_each",
            "no_events",
        ),
        'Dictionary with the floats `"precision"`, `"recall"`, `"f1"` and `"false_alarms_per_hour"`.': (
            "on_paper",
            "some_of_each",
        ),
    },
}

NOTHING_PROMISED: tuple[str, ...] = ()
