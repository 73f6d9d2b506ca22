"""Scores of events: cases, other right answers, known mistakes.

Times are quarters of a second, so that no delay hangs on rounding.
"""

import numpy as np

from autograder.exercises._trigger_word.inputs import event_scores


def _events(rng, count, first=5.0):
    """Draws times, quarters of a second, at least five seconds apart."""
    gaps = rng.integers(20, 40, count) / 4
    return (first + np.cumsum(gaps)).tolist()


def _shuffled(rng, values):
    return [float(values[i]) for i in rng.permutation(len(values))]


# ---------------------------------------------------------------------------------- cases


@event_scores.case("Hits, misses and false alarms, in recordings of any length.")
def some_of_each(rng):
    true = _events(rng, 6)
    found = [t + 0.25 * int(rng.integers(0, 3)) for t in true[:4]] + [true[4] + 2.0, 1.5, 2.25]
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
    true = _events(rng, 5)
    found = [t - 0.25 for t in true[:3]] + [true[3] + 0.25]
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
        "duration_seconds": 600.0,
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
        "duration_seconds": 75.0,
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


@event_scores.case("Nothing to find and nothing found: all scores are 1, and no false alarms.")
def both_empty(rng):
    return _empty([], [], 3600.0)


@event_scores.case("Nothing to find, but something found: precision and F1 are 0, recall is 1.")
def no_events(rng):
    return _empty([], _events(rng, 3), 7200.0)


@event_scores.case("Something to find, and nothing found: precision is 1, recall and F1 are 0.")
def no_detections(rng):
    return _empty(_events(rng, 4), [], 90.0)


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


def _scores_like(
    true_events,
    detected_events,
    tolerance,
    duration_seconds,
    fits=None,
    single_detection=True,
    single_event=True,
    sorts=(True, True),
    latest=False,
    hour=3600.0,
    empty=(1.0, 1.0, 1.0),
    alarms=None,
):
    """Scores with one thing done differently; for the misconceptions below."""
    fits = fits or (lambda delay: 0 <= delay <= tolerance)
    order = [sorted if wanted else list for wanted in sorts]
    waiting, hits = order[0](true_events), 0
    for second in order[1](detected_events):
        for event in list(waiting)[:: -1 if latest else 1]:
            if fits(second - event):
                hits += 1
                if single_event:
                    waiting.remove(event)
                if single_detection:
                    break
    true, detected = len(true_events), len(detected_events)
    wrong = detected - hits if alarms is None else alarms(true, detected, hits)
    return {
        "precision": hits / detected if detected else empty[0],
        "recall": hits / true if true else empty[1],
        "f1": 2 * hits / (true + detected) if true + detected else empty[2],
        "false_alarms_per_hour": wrong * hour / duration_seconds,
    }


@event_scores.misconception(
    "A detection before the end of the trigger counts as a hit: the delay is detection minus event, and "
    "it must not be negative. abs() hides which came first."
)
def early_counts(*arguments):
    tolerance = arguments[2]
    return _scores_like(*arguments, fits=lambda delay: abs(delay) <= tolerance)


@event_scores.misconception(
    "The delay has the wrong sign: only detections before the event count. Take detection minus event."
)
def late_is_early(*arguments):
    tolerance = arguments[2]
    return _scores_like(*arguments, fits=lambda delay: 0 <= -delay <= tolerance)


@event_scores.misconception("A delay of exactly `tolerance` is a hit, too: compare with <=.")
def tolerance_is_left_out(*arguments):
    tolerance = arguments[2]
    return _scores_like(*arguments, fits=lambda delay: 0 <= delay < tolerance or delay == 0)


@event_scores.misconception("A delay of exactly 0 is a hit, too: compare with <=.")
def zero_is_left_out(*arguments):
    tolerance = arguments[2]
    return _scores_like(*arguments, fits=lambda delay: 0 < delay <= tolerance)


@event_scores.misconception(
    "Both ends are left out: delays of exactly 0 and exactly `tolerance` are hits."
)
def both_ends_are_left_out(*arguments):
    tolerance = arguments[2]
    return _scores_like(*arguments, fits=lambda delay: 0 < delay < tolerance)


@event_scores.misconception(
    "Any detection after an event counts, however late: the delay is at most `tolerance`."
)
def waits_for_ever(*arguments):
    return _scores_like(*arguments, fits=lambda delay: delay >= 0)


@event_scores.misconception(
    "An event that is detected twice counts as two hits. Each event is in one pair at most: take it out "
    "once it is matched."
)
def an_event_is_hit_twice(*arguments):
    return _scores_like(*arguments, single_event=False)


@event_scores.misconception(
    "One detection hits several events. Leave the inner loop once it has been matched."
)
def a_detection_hits_twice(*arguments):
    return _scores_like(*arguments, single_detection=False)


@event_scores.misconception(
    "Each detection takes the latest event that fits, and so leaves earlier ones without a partner. "
    "Take the earliest."
)
def takes_the_latest(*arguments):
    return _scores_like(*arguments, latest=True)


@event_scores.misconception("The lists may come in any order: sort both before you pair them.")
def does_not_sort(*arguments):
    return _scores_like(*arguments, sorts=(False, False))


@event_scores.misconception(
    "The true events are sorted and the detections are not: they may come in any order, too."
)
def sorts_events_only(*arguments):
    return _scores_like(*arguments, sorts=(True, False))


@event_scores.misconception(
    "The detections are sorted and the true events are not: they may come in any order, too."
)
def sorts_detections_only(*arguments):
    return _scores_like(*arguments, sorts=(False, True))


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


@event_scores.misconception("The false alarms are counted a second: an hour has 3600 of them.")
def alarms_a_second(*arguments):
    return _scores_like(*arguments, hour=1.0)


@event_scores.misconception("The false alarms are counted a minute: an hour has 3600 seconds.")
def alarms_a_minute(*arguments):
    return _scores_like(*arguments, hour=60.0)


@event_scores.misconception(
    "The false alarms are divided by 3600 once more in place of multiplied: alarms / seconds * 3600 are "
    "alarms an hour."
)
def divides_by_3600(*arguments):
    return _scores_like(*arguments, hour=1 / 3600)


@event_scores.misconception("The scores are in percent. They are shares, from 0 to 1.")
def in_percent(*arguments):
    scores = _scores_like(*arguments)
    shares = {name: 100 * scores[name] for name in ("precision", "recall", "f1")}
    return {**scores, **shares}


@event_scores.misconception(
    "Matched events are taken out of the list that came in, which spoils it for the caller, and its "
    "length for you. Work on a copy: sorted(...) makes one."
)
def empties_the_callers_list(true_events, detected_events, tolerance, duration_seconds):
    hits = 0
    for second in sorted(detected_events):
        for event in sorted(true_events):
            if 0 <= second - event <= tolerance:
                true_events.remove(event)
                hits += 1
                break
    return _scores(hits, len(true_events), len(detected_events), duration_seconds)


@event_scores.misconception(
    "The number of false alarms came back, whatever the duration: divide by the hours."
)
def alarms_in_all(true_events, detected_events, tolerance, duration_seconds):
    scores = _scores_like(true_events, detected_events, tolerance, duration_seconds)
    alarms = scores["false_alarms_per_hour"] * duration_seconds / 3600
    return {**scores, "false_alarms_per_hour": alarms}


@event_scores.misconception(
    "Misses are counted as false alarms: a false alarm is a detection that hits nothing."
)
def misses_are_alarms(*arguments):
    return _scores_like(*arguments, alarms=lambda true, detected, hits: true - hits)


@event_scores.misconception("Precision and recall are swapped: precision is hits / detections.")
def swaps_precision_and_recall(*arguments):
    scores = _scores_like(*arguments)
    return {**scores, "precision": scores["recall"], "recall": scores["precision"]}


@event_scores.misconception(
    "F1 is the plain mean of precision and recall. It is 2 hits / (events + detections), the harmonic "
    "mean."
)
def f1_is_a_plain_mean(*arguments):
    scores = _scores_like(*arguments)
    return {**scores, "f1": (scores["precision"] + scores["recall"]) / 2}


@event_scores.misconception("The factor 2 of F1 is missing.")
def f1_without_the_two(*arguments):
    scores = _scores_like(*arguments)
    if not arguments[0] and not arguments[1]:
        return scores
    return {**scores, "f1": scores["f1"] / 2}


@event_scores.misconception(
    "Empty lists give 0 everywhere. Without detections precision is 1, without events recall is 1, and "
    "with neither F1 is 1: nothing was done wrong."
)
def empty_gives_zero(*arguments):
    return _scores_like(*arguments, empty=(0.0, 0.0, 0.0))


@event_scores.misconception("With neither events nor detections F1 is 0, and it should be 1.")
def empty_f1_is_zero(*arguments):
    return _scores_like(*arguments, empty=(1.0, 1.0, 0.0))


@event_scores.misconception(
    "It divides by zero when a list is empty: the docstring says what the scores are then."
)
def divides_by_nothing(true_events, detected_events, tolerance, duration_seconds):
    scores = _scores_like(true_events, detected_events, tolerance, duration_seconds)
    hits = scores["precision"] * len(detected_events)
    precision, recall = hits / len(detected_events), hits / len(true_events)
    return {**scores, "precision": precision, "recall": recall}


@event_scores.misconception(
    "It divides by zero when there is no hit: 2 P R / (P + R) is 0 / 0 then. Use the counts: "
    "2 hits / (events + detections)."
)
def divides_by_no_hits(*arguments):
    scores = _scores_like(*arguments)
    precision, recall = scores["precision"], scores["recall"]
    return {**scores, "f1": 2 * precision * recall / (precision + recall)}


@event_scores.misconception(
    "The scores came back as a tuple. Return a dictionary with the four names."
)
def returns_a_tuple(*arguments):
    return tuple(_scores_like(*arguments).values())


@event_scores.misconception("Nothing came back: the last line must return the dictionary.")
def returns_nothing(*arguments):
    _scores_like(*arguments)
