"""Scores of events: cases, other right answers, known mistakes.

Times are quarters of a second, so that no delay hangs on rounding.
"""

import numpy as np

from autograder.checks.recipes import Made

from .inputs import event_scores, reference


def _events(rng, count, first=5.0):
    """Draws times, quarters of a second, at least five seconds apart."""
    gaps = rng.integers(20, 40, count) / 4
    return (first + np.cumsum(gaps)).tolist()


def _shuffled(rng, values):
    return [float(values[i]) for i in rng.permutation(len(values))]


# ---------------------------------------------------------------------------------- cases


@event_scores.case("Two of four triggers are hit, and some detections hit nothing.")
def on_paper(rng):
    start, alarms = int(rng.integers(1, 5)), int(rng.choice([1, 3]))
    true = [float(start + gap) for gap in (0, 5, 10, 15)]
    found = [true[1] + 0.5, true[2] + 1, *(20.0 + 2 * i + start for i in range(alarms))]
    return {
        "true_events": true,
        "detected_events": found,
        "tolerance": 1.0,
        "duration_seconds": 36.0,
    }


@event_scores.case("Hits, misses and false alarms, in recordings of any length.")
def some_of_each(rng):
    hits = int(rng.integers(3, 6))
    true = _events(rng, hits + int(rng.integers(2, 4)))
    found = [t + 0.25 * int(rng.integers(0, 3)) for t in true[:hits]]
    found += [true[hits] + 2.0, 1.5, 2.25, 3.0][: int(rng.integers(2, 5))]
    return {
        "true_events": true,
        "detected_events": sorted(found),
        "tolerance": 0.75,
        "duration_seconds": 90.0 + int(rng.integers(1, 30)),
    }


@event_scores.case("A detection right at the event is a hit, and so is one right at the tolerance.")
def both_ends(rng):
    true = _events(rng, 4)
    found = [true[0], true[1] + 0.5, true[2] + 0.75, true[3] - 0.25]
    return {
        "true_events": true,
        "detected_events": found,
        "tolerance": 0.5,
        "duration_seconds": 120.0,
    }


@event_scores.case("A detection before the event is a false alarm, however close.")
def too_early(rng):
    early = int(rng.integers(2, 5))
    true = _events(rng, early + 2)
    found = [t - 0.25 for t in true[:early]] + [true[early] + 0.25]
    return {
        "true_events": true,
        "detected_events": found,
        "tolerance": 1.0,
        "duration_seconds": 400.0,
    }


@event_scores.case("Two detections of one event are a hit and a false alarm.")
def answered_twice(rng):
    true = _events(rng, 3)
    found = [true[0] + 0.25, true[0] + 0.5, true[1], true[1] + 0.25, true[1] + 0.5]
    return {
        "true_events": true,
        "detected_events": found,
        "tolerance": 1.0,
        "duration_seconds": 60.0 * int(rng.integers(5, 15)),
    }


@event_scores.case("One detection hits one event, although it fits two.")
def two_events_one_detection(rng):
    (start,) = _events(rng, 1)
    return {
        "true_events": [start, start + 0.5],
        "detected_events": [start + 0.75],
        "tolerance": 1.0,
        "duration_seconds": 50.0,
    }


@event_scores.case("Close events and detections are paired so that as many as possible fit.")
def as_many_as_possible(rng):
    (start,) = _events(rng, 1)
    return {
        "true_events": [start, start + 1.0, start + 1.75],
        "detected_events": [start + 1.0, start + 1.75, start + 2.75],
        "tolerance": 1.0,
        "duration_seconds": 60.0 + int(rng.integers(1, 30)),
    }


@event_scores.case("The order of both lists does not matter.")
def in_any_order(rng):
    (start,) = _events(rng, 1, 40.0)
    true = [*_events(rng, 4)[:2], start, start + 0.75, start + 1.5]
    found = [true[0] + 0.5, start + 0.75, start + 1.5, start + 2.25, start - 30.25]
    order = rng.permutation(3) + 2
    true = [true[int(i)] for i in (*order[::-1], 1, 0)]
    return {
        "true_events": true,
        "detected_events": _shuffled(rng, found),
        "tolerance": 1.0,
        "duration_seconds": 222.0,
    }


MANY = """
def many_events(first, step, count, left_out):
    return [first + step * i for i in range(count) if i % left_out]
"""


@event_scores.case("More than a thousand events, some missed and some invented.", is_long=True)
def a_thousand_events(rng):
    (start,) = _events(rng, 1)
    missed, invented = (int(n) for n in rng.choice([3, 4, 5, 7], 2, replace=False))
    many = {"first": start, "step": 2.0, "count": 1500}
    return {
        "true_events": Made(MANY, many | {"left_out": missed}),
        "detected_events": Made(MANY, many | {"first": start + 0.25, "left_out": invented}),
        "tolerance": 0.5,
        "duration_seconds": 3600.0,
    }


@event_scores.case("Neither list need be in order for the pairs to be found.")
def backwards(rng):
    (start,) = _events(rng, 1)
    # Two groups want the events sorted and one the detections: each oversight loses as many.
    true = [0.75, 0.0, 20.75, 20.0, 10.0, 10.75]
    found = [1.0, 1.75, 21.0, 21.75, 11.0, 10.5]
    return {
        "true_events": [start + t for t in true],
        "detected_events": [start + t for t in found],
        "tolerance": 1.0,
        "duration_seconds": 60.0,
    }


@event_scores.case("With a tolerance of 0, only the very same moment is a hit.")
def no_tolerance(rng):
    true = _events(rng, 3)
    return {
        "true_events": true,
        "detected_events": [true[0], true[1] + 0.25],
        "tolerance": 0.0,
        "duration_seconds": 80.0,
    }


@event_scores.case("Events of the same moment are several, and so are detections.")
def the_same_moment_twice(rng):
    true = _events(rng, 4)
    twice = int(rng.integers(0, 3))
    return {
        "true_events": [*true, true[twice]],
        "detected_events": [true[twice] + 0.5] * 2 + [true[3], true[3]],
        "tolerance": 1.0,
        "duration_seconds": 100.0 + int(rng.integers(1, 90)),
    }


@event_scores.case("Nothing to find and nothing found: all scores are 1, and no false alarms.")
def both_empty(rng):
    return _empty([], [], 3600.0)


@event_scores.case("Nothing to find, but something found: precision and F1 are 0, recall is 1.")
def no_events(rng):
    return _empty([], _events(rng, int(rng.integers(2, 6))), 7200.0)


@event_scores.case("Something to find, and nothing found: precision is 1, recall and F1 are 0.")
def no_detections(rng):
    return _empty(_events(rng, int(rng.integers(2, 6))), [], 90.0)


@event_scores.case("Events and detections that have nothing to do with each other: 0.")
def no_hits(rng):
    true = _events(rng, 3)
    return _empty(true, [t + 3.0 for t in true[:2]], 1800.0)


def _empty(true, found, seconds):
    return {
        "true_events": true,
        "detected_events": found,
        "tolerance": 0.5,
        "duration_seconds": seconds,
    }


# ---------------------------------------------------------------------- other right answers


def _scores(hits, true, detected, seconds):
    return {
        "precision": hits / detected if detected else 1.0,
        "recall": hits / true if true else 1.0,
        "f1": 2 * hits / (true + detected) if true + detected else 1.0,
        "false_alarms_per_hour": (detected - hits) / (seconds / 3600),
    }


@event_scores.alternative
def with_events_outside(true_events, detected_events, tolerance, duration_seconds):
    left = sorted(detected_events)
    hits = 0
    for event in sorted(true_events):
        fitting = [d for d in left if event <= d <= event + tolerance]
        if fitting:
            left.remove(min(fitting))
            hits += 1
    return _scores(hits, len(true_events), len(detected_events), duration_seconds)


@event_scores.alternative
def with_scipys_matching(true_events, detected_events, tolerance, duration_seconds):
    from scipy.optimize import linear_sum_assignment

    true, found = np.array(true_events, float), np.array(detected_events, float)
    delay = found[None, :] - true[:, None]
    fits = (delay >= 0) & (delay <= tolerance)
    hits = int(fits[linear_sum_assignment(-fits.astype(int))].sum()) if fits.size else 0
    return _scores(hits, len(true), len(found), duration_seconds)


@event_scores.alternative
def with_two_fingers(true_events, detected_events, tolerance, duration_seconds):
    true, found = sorted(true_events), sorted(detected_events)
    i = j = hits = 0
    while i < len(true) and j < len(found):
        if found[j] < true[i]:
            j += 1
        elif found[j] > true[i] + tolerance:
            i += 1
        else:
            i, j, hits = i + 1, j + 1, hits + 1
    misses, alarms = len(true) - hits, len(found) - hits
    return {
        "recall": np.float32(1.0 if not true else hits / (hits + misses)),
        "precision": np.float32(1.0 if not found else hits / (hits + alarms)),
        "f1": np.float32(
            1.0 if not true and not found else hits / (hits + 0.5 * (misses + alarms))
        ),
        "false_alarms_per_hour": np.float32(3600 * alarms / duration_seconds),
    }


@event_scores.alternative
def with_flags_and_the_harmonic_mean(true_events, detected_events, tolerance, duration_seconds):
    true = sorted(true_events)
    used = [False] * len(true)
    hits = 0
    for d in sorted(detected_events):
        for k in range(len(true)):
            if not used[k] and true[k] <= d <= true[k] + tolerance:
                used[k] = True
                hits += 1
                break
    precision = hits / len(detected_events) if len(detected_events) else 1.0
    recall = hits / len(true_events) if len(true_events) else 1.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both > 0 else 0.0
    alarms = len(detected_events) - hits
    names = ("precision", "recall", "f1", "false_alarms_per_hour")
    return dict(zip(names, (precision, recall, f1, alarms * 3600 / duration_seconds), strict=True))


# -------------------------------------------------------------------------- known mistakes


event_scores.slip(
    "early_counts",
    "A detection before the end of the trigger counts as a hit: the delay is detection minus event, and "
    "it must not be negative. abs() hides which came first.",
    "0 <= second - event",
    "abs(second - event)",
)
event_scores.slip(
    "late_is_early",
    "The delay has the wrong sign: only detections before the event count. Take detection minus event.",
    "second - event",
    "event - second",
)
event_scores.slip(
    "tolerance_is_left_out",
    "A delay of exactly `tolerance` is a hit, too: compare with <=.",
    "<= tolerance",
    "< tolerance or second == event",
)
event_scores.slip(
    "zero_is_left_out", "A delay of exactly 0 is a hit, too: compare with <=.", "0 <=", "0 <"
)
event_scores.slip(
    "both_ends_are_left_out",
    "Both ends are left out: delays of exactly 0 and exactly `tolerance` are hits.",
    ("0 <=", "0 <"),
    ("<= tolerance", "< tolerance"),
)
event_scores.slip(
    "waits_for_ever",
    "Any detection after an event counts, however late: the delay is at most `tolerance`.",
    " <= tolerance",
    "",
)
event_scores.slip(
    "an_event_is_hit_twice",
    "An event that is detected twice counts as two hits. Each event is in one pair at most: take it out "
    "once it is matched.",
    "                waiting.remove(event)\n",
    "",
)
event_scores.slip(
    "a_detection_hits_twice",
    "One detection hits several events. Leave the inner loop once it has been matched.",
    ("in waiting", "in list(waiting)"),
    ("                break\n", ""),
)
event_scores.slip(
    "takes_the_latest",
    "Each detection takes the latest event that fits, and so leaves earlier ones without a partner. "
    "Take the earliest.",
    "in waiting",
    "in waiting[::-1]",
)
event_scores.slip(
    "does_not_sort",
    "The lists may come in any order: sort both before you pair them.",
    "sorted(",
    "list(",
    count=2,
)
event_scores.slip(
    "sorts_events_only",
    "The true events are sorted and the detections are not: they may come in any order, too.",
    "sorted(detected_events)",
    "detected_events",
)
event_scores.slip(
    "sorts_detections_only",
    "The detections are sorted and the true events are not: they may come in any order, too.",
    "sorted(true_events)",
    "list(true_events)",
)


@event_scores.misconception(
    "Hits are counted without pairs, as events that some detection fits; precision and false alarms "
    "then do not know about detections that are too many. Match one to one."
)
def counts_events_that_fit(true_events, detected_events, tolerance, duration_seconds):
    hits = sum(any(0 <= d - t <= tolerance for d in detected_events) for t in true_events)
    right = sum(any(0 <= d - t <= tolerance for t in true_events) for d in detected_events)
    scores = _scores(hits, len(true_events), len(detected_events), duration_seconds)
    precision = right / len(detected_events) if detected_events else 1.0
    recall = scores["recall"]
    both = precision + recall
    return {
        **scores,
        "precision": precision,
        "f1": 2 * precision * recall / both if both else 0.0,
        "false_alarms_per_hour": (len(detected_events) - right) * 3600 / duration_seconds,
    }


@event_scores.misconception(
    "Detections and events are paired by their number: the first with the first. One that is missing "
    "or too many puts all others wrong. Pair those that fit."
)
def pairs_by_number(true_events, detected_events, tolerance, duration_seconds):
    pairs = zip(sorted(true_events), sorted(detected_events), strict=False)
    hits = sum(0 <= d - t <= tolerance for t, d in pairs)
    return _scores(hits, len(true_events), len(detected_events), duration_seconds)


event_scores.slip(
    "alarms_a_second",
    "The false alarms are counted a second: an hour has 3600 of them.",
    " * 3600",
    "",
)
event_scores.slip(
    "alarms_a_minute",
    "The false alarms are counted a minute: an hour has 3600 seconds.",
    "3600",
    "60",
)
event_scores.slip(
    "divides_by_3600",
    "The false alarms are divided by 3600 once more in place of multiplied: alarms / seconds * 3600 are "
    "alarms an hour.",
    "* 3600",
    "/ 3600",
)


@event_scores.misconception("The scores are in percent. They are shares, from 0 to 1.")
def in_percent(*arguments):
    scores = reference.event_scores(*arguments)
    shares = {name: 100 * scores[name] for name in ("precision", "recall", "f1")}
    return {**scores, **shares}


event_scores.slip(
    "empties_the_callers_list",
    "Matched events are taken out of the list that came in, which spoils it for the caller, and its "
    "length for you. Work on a copy: sorted(...) makes one.",
    ("in waiting", "in sorted(true_events)"),
    ("waiting.remove", "true_events.remove"),
)
event_scores.slip(
    "alarms_in_all",
    "The number of false alarms came back, whatever the duration: divide by the hours.",
    "(detected - hits) * 3600 / duration_seconds",
    "float(detected - hits)",
)
event_scores.slip(
    "misses_are_alarms",
    "Misses are counted as false alarms: a false alarm is a detection that hits nothing.",
    "detected - hits",
    "true - hits",
)
event_scores.slip(
    "swaps_precision_and_recall",
    "Precision and recall are swapped: precision is hits / detections.",
    ('"precision"', '"swapped"'),
    ('"recall"', '"precision"'),
    ('"swapped"', '"recall"'),
)


@event_scores.misconception(
    "F1 is the plain mean of precision and recall. It is 2 hits / (events + detections), the harmonic "
    "mean."
)
def f1_is_a_plain_mean(*arguments):
    scores = reference.event_scores(*arguments)
    return {**scores, "f1": (scores["precision"] + scores["recall"]) / 2}


event_scores.slip("f1_without_the_two", "The factor 2 of F1 is missing.", "2 * hits", "hits")
event_scores.slip(
    "empty_gives_zero",
    "Empty lists give 0 everywhere. Without detections precision is 1, without events recall is 1, and "
    "with neither F1 is 1: nothing was done wrong.",
    "else 1.0",
    "else 0.0",
    count=3,
)
event_scores.slip(
    "empty_recall_is_zero",
    "Without true events recall is 0, and it should be 1: nothing was missed.",
    "hits / true if true else 1.0",
    "hits / true if true else 0.0",
)
event_scores.slip(
    "empty_precision_is_zero",
    "Without detections precision is 0, and it should be 1: nothing was wrongly detected.",
    "hits / detected if detected else 1.0",
    "hits / detected if detected else 0.0",
)
event_scores.slip(
    "makes_sets",
    "Two events, or two detections, of the same moment were taken for one: a set keeps one of them. "
    "Keep lists.",
    ("sorted(true_events)", "sorted(set(true_events))"),
    ("sorted(detected_events)", "sorted(set(detected_events))"),
)
event_scores.slip(
    "empty_f1_is_zero",
    "With neither events nor detections F1 is 0, and it should be 1.",
    "true + detected else 1.0",
    "true + detected else 0.0",
)
event_scores.slip(
    "divides_by_nothing",
    "It divides by zero when a list is empty: the docstring says what the scores are then.",
    (" if detected else 1.0", ""),
    (" if true else 1.0", ""),
)


@event_scores.misconception(
    "It divides by zero when there is no hit: 2 P R / (P + R) is 0 / 0 then. Use the counts: "
    "2 hits / (events + detections)."
)
def divides_by_no_hits(*arguments):
    scores = reference.event_scores(*arguments)
    precision, recall = scores["precision"], scores["recall"]
    return {**scores, "f1": 2 * precision * recall / (precision + recall)}


@event_scores.misconception(
    "The scores came back as a tuple. Return a dictionary with the four names."
)
def returns_a_tuple(*arguments):
    return tuple(reference.event_scores(*arguments).values())


event_scores.slip(
    "returns_nothing", "Nothing came back: the last line must return the dictionary.", "return ", ""
)
