"""Steps at which the trigger is detected: cases, other right answers, known mistakes."""

import numpy as np

from autograder.exercises._trigger_word.inputs import detect_triggerword


def _quiet(rng, count):
    return np.round(rng.uniform(0.0, 0.3, count), 3)


def _loud(rng, count):
    return np.round(rng.uniform(0.7, 1.0, count), 3)


# ---------------------------------------------------------------------------------- cases


@detect_triggerword.case("One trigger is one detection, at its first loud step.")
def one_trigger(rng):
    p = _quiet(rng, 90)
    first = int(rng.integers(40, 60))
    p[first : first + 8] = _loud(rng, 8)
    return {"probabilities": p, "threshold": 0.5, "min_gap": 20}


@detect_triggerword.case("Several triggers far apart are all detected.")
def several_triggers(rng):
    p = _quiet(rng, 200)
    for first in (30, 80, 140):
        start = first + int(rng.integers(0, 10))
        p[start : start + 6] = _loud(rng, 6)
    return {"probabilities": p, "threshold": 0.6, "min_gap": 15}


@detect_triggerword.case("The first detection waits for nothing, not even at step 0.")
def at_once(rng):
    p = _quiet(rng, 40)
    p[0:3] = _loud(rng, 3)
    return {"probabilities": p, "threshold": 0.5, "min_gap": 25}


@detect_triggerword.case("The first detection may come before min_gap steps have passed.")
def early(rng):
    p = _quiet(rng, 60)
    first = int(rng.integers(4, 12))
    # Loud until after step 30: where the counter starts, and what it is compared by, shows.
    p[first:33] = _loud(rng, 33 - first)
    return {"probabilities": p, "threshold": 0.5, "min_gap": 30}


@detect_triggerword.case("A probability that stays up is detected again after min_gap steps.")
def stays_up(rng):
    first, count = int(rng.integers(5, 15)), int(rng.integers(31, 39))
    p = _quiet(rng, 80)
    p[first : first + count] = _loud(rng, count)
    return {"probabilities": p, "threshold": 0.5, "min_gap": 10}


@detect_triggerword.case("Exactly min_gap steps later is late enough, one step less is not.")
def at_the_gap(rng):
    first, gap = int(rng.integers(3, 9)), int(rng.integers(7, 12))
    p = _quiet(rng, 70)
    p[[first, first + gap, first + 2 * gap - 1, first + 2 * gap + 1]] = _loud(rng, 4)
    return {"probabilities": p, "threshold": 0.5, "min_gap": gap}


@detect_triggerword.case("What flickers within min_gap is one detection.")
def flickers(rng):
    p = _quiet(rng, 60)
    first = int(rng.integers(10, 20))
    p[[first, first + 2, first + 5, first + 9, first + 13]] = _loud(rng, 5)
    return {"probabilities": p, "threshold": 0.5, "min_gap": 12}


@detect_triggerword.case("The threshold itself must be exceeded.")
def on_the_threshold(rng):
    p = _quiet(rng, 30)
    p[[4, 18]] = 0.5
    p[[9, 24]] = 0.5625
    return {"probabilities": p, "threshold": 0.5, "min_gap": 3}


@detect_triggerword.case("Another threshold finds others.")
def low_threshold(rng):
    p = np.round(rng.uniform(0.0, 0.08, 50), 3)
    p[[7, 31]] = np.round(rng.uniform(0.15, 0.4, 2), 3)
    return {"probabilities": p, "threshold": 0.1, "min_gap": 5}


@detect_triggerword.case("A gap of 1 finds every loud step.")
def no_gap(rng):
    p = _quiet(rng, 20)
    p[5:9] = _loud(rng, 4)
    p[19] = 0.9
    return {"probabilities": p, "threshold": 0.5, "min_gap": 1}


@detect_triggerword.case("Nothing loud, nothing detected.")
def silence(rng):
    return {"probabilities": _quiet(rng, 25), "threshold": 0.5, "min_gap": 4}


@detect_triggerword.case("Loud at the last step.")
def at_the_end(rng):
    p = _quiet(rng, 33)
    p[-1] = 0.8
    return {"probabilities": p.astype("float32"), "threshold": 0.5, "min_gap": 10}


# ---------------------------------------------------------------------- other right answers


@detect_triggerword.alternative
def with_a_counter(probabilities, threshold, min_gap):
    found, waited = [], min_gap
    for t in range(len(probabilities)):
        if probabilities[t] > threshold and waited >= min_gap:
            found.append(t)
            waited = 0
        waited += 1
    return found


@detect_triggerword.alternative
def with_numpy_jumps(probabilities, threshold, min_gap):
    loud = np.flatnonzero(np.asarray(probabilities) > threshold)
    found = []
    while len(loud):
        found.append(loud[0])
        loud = loud[loud >= loud[0] + min_gap]
    return np.array(found, dtype=int)


@detect_triggerword.alternative
def with_a_next_step(probabilities, threshold, min_gap):
    t, found = 0, []
    while t < len(probabilities):
        if probabilities[t] > threshold:
            found.append(t)
            t += min_gap
        else:
            t += 1
    return found


@detect_triggerword.alternative
def with_minus_infinity(probabilities, threshold, min_gap):
    last, found = -np.inf, ()
    for t, p in enumerate(probabilities.tolist()):
        if p > threshold and t - last >= min_gap:
            last, found = t, (*found, t)
    return found


# -------------------------------------------------------------------------- known mistakes


def _detect_like(probabilities, threshold, min_gap, loud=None, late=None, last=None, moves=True):
    """Detects with one thing done differently; for the misconceptions below."""
    found = []
    for t, p in enumerate(probabilities):
        is_loud = p > threshold if loud is None else loud(p)
        waited = True if last is None else (late or (lambda d: d >= min_gap))(t - last)
        if is_loud and waited:
            found.append(t)
            if moves or last is None:
                last = t
    return found


@detect_triggerword.misconception(
    "A probability equal to the threshold was detected: it must be exceeded (>)."
)
def threshold_counts(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, loud=lambda p: p >= threshold)


@detect_triggerword.misconception("The threshold is fixed at 0.5 in your code: use the argument.")
def knows_one_half(probabilities, threshold, min_gap):
    return _detect_like(probabilities, 0.5, min_gap)


@detect_triggerword.misconception(
    "Two slips with one counter: it starts at 0, so that the first detection has to wait, and it must "
    "exceed min_gap, where reaching it is enough."
)
def counts_and_exceeds(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, late=lambda d: d > min_gap, last=-1)


@detect_triggerword.misconception(
    "The loudest steps were taken. A detection is the first step above the threshold: whoever waits for "
    "the peak must know what comes after it."
)
def takes_the_peaks(probabilities, threshold, min_gap):
    from scipy.signal import find_peaks

    return find_peaks(probabilities, height=threshold, distance=min_gap)[0]


@detect_triggerword.misconception(
    "Exactly min_gap steps after a detection is late enough: compare with >=."
)
def waits_one_step_longer(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, late=lambda d: d > min_gap)


@detect_triggerword.misconception(
    "One step less than min_gap was taken for late enough. Does the counter count one step too many?"
)
def waits_one_step_less(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, late=lambda d: d >= min_gap - 1)


@detect_triggerword.misconception(
    "Every loud step is detected: min_gap is not used. Leave out what follows a detection too soon."
)
def every_loud_step(probabilities, threshold, min_gap):
    return np.flatnonzero(np.asarray(probabilities) > threshold).tolist()


@detect_triggerword.misconception(
    "Nothing is detected in the first min_gap steps: a counter that starts at 0 makes the first "
    "detection wait. There is nothing to wait for yet."
)
def waits_at_the_start(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, last=0)


@detect_triggerword.misconception(
    "The counter starts at 0 and is raised before it is compared, so that the first detection waits "
    "for min_gap - 1 steps. There is nothing to wait for yet."
)
def counts_up_from_the_start(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, last=-1)


@detect_triggerword.misconception(
    "The distance is measured from the first detection and not from the last one: remember each "
    "detection."
)
def forgets_the_last(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap, moves=False)


@detect_triggerword.misconception(
    "A probability that stays up is one detection only, however long. Once min_gap steps have passed "
    "since the last detection, a loud step counts again."
)
def wants_it_quiet_first(probabilities, threshold, min_gap):
    found, before = [], False
    for t, p in enumerate(probabilities):
        if p > threshold and not before and (not found or t - found[-1] >= min_gap):
            found.append(t)
        before = p > threshold
    return found


@detect_triggerword.misconception(
    "Each loud step makes the wait begin anew. Only a detection does: measure from the last detection."
)
def waits_from_the_last_loud_step(probabilities, threshold, min_gap):
    found, last = [], None
    for t, p in enumerate(probabilities):
        if p > threshold:
            if last is None or t - last >= min_gap:
                found.append(t)
            last = t
    return found


@detect_triggerword.misconception(
    "Only the first detection came back: is a `return` or `break` inside the loop?"
)
def stops_at_the_first(probabilities, threshold, min_gap):
    return _detect_like(probabilities, threshold, min_gap)[:1]


@detect_triggerword.misconception("The steps are counted from 1. The first step is 0.")
def counts_from_one(probabilities, threshold, min_gap):
    return [t + 1 for t in _detect_like(probabilities, threshold, min_gap)]


@detect_triggerword.misconception("The probabilities came back. Return the steps.")
def returns_probabilities(probabilities, threshold, min_gap):
    return [float(probabilities[t]) for t in _detect_like(probabilities, threshold, min_gap)]


@detect_triggerword.misconception(
    "A row of True and False came back. Return the steps at which it is True."
)
def returns_a_mask(probabilities, threshold, min_gap):
    mask = np.zeros(len(probabilities), dtype=bool)
    mask[_detect_like(probabilities, threshold, min_gap)] = True
    return mask


@detect_triggerword.misconception("Nothing came back: the last line must return the list.")
def returns_nothing(probabilities, threshold, min_gap):
    _detect_like(probabilities, threshold, min_gap)
