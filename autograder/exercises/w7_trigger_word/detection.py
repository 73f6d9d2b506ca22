"""Steps at which the trigger is detected: cases, other right answers, known mistakes."""

import numpy as np

from autograder.checks.recipes import Repeated

from .inputs import detect_triggerword


def _quiet(rng, count):
    return np.round(rng.uniform(0.0, 0.3, count), 3)


def _loud(rng, count):
    return np.round(rng.uniform(0.7, 1.0, count), 3)


# ---------------------------------------------------------------------------------- cases


@detect_triggerword.case("A few steps, one of which is loud too soon after another.")
def on_paper(rng):
    count, first = int(rng.integers(7, 12)), int(rng.integers(0, 4))
    p = rng.integers(0, 4, count) / 10
    p[[first, first + 1, first + 3]] = [0.8, 0.9, 0.7]
    return {"probabilities": p, "threshold": 0.5, "min_gap": 3}


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
    places = np.sort(rng.permutation(7)[:4]) * 4 + int(rng.integers(0, 4))
    p[places] = rng.permutation([0.5, 0.5, 0.5625, 0.5625])
    return {"probabilities": p, "threshold": 0.5, "min_gap": 3}


@detect_triggerword.case("Another threshold finds others.")
def low_threshold(rng):
    p = np.round(rng.uniform(0.0, 0.08, 50), 3)
    p[[int(rng.integers(3, 12)), int(rng.integers(25, 45))]] = np.round(
        rng.uniform(0.15, 0.4, 2), 3
    )
    return {"probabilities": p, "threshold": 0.1, "min_gap": 5}


@detect_triggerword.case("A gap of 1 finds every loud step.")
def no_gap(rng):
    p = _quiet(rng, 20)
    first, count = int(rng.integers(2, 8)), int(rng.integers(3, 6))
    p[first : first + count] = _loud(rng, count)
    p[19] = 0.9
    return {"probabilities": p, "threshold": 0.5, "min_gap": 1}


@detect_triggerword.case("Nothing loud, nothing detected.")
def silence(rng):
    return {"probabilities": _quiet(rng, 25), "threshold": 0.5, "min_gap": 4}


@detect_triggerword.case("Loud at the last step.")
def at_the_end(rng):
    p = _quiet(rng, int(rng.integers(30, 40)))
    p[-1] = 0.8
    return {"probabilities": p.astype("float32"), "threshold": 0.5, "min_gap": 10}


@detect_triggerword.case("Thousands of steps, minutes of sound.", is_long=True)
def thousands_of_steps(rng):
    runs, loud = 40, [0.875, 0.75, 0.625]
    values = [float(v) for _ in range(runs) for v in (rng.choice(loud), 0.125)]
    counts = [int(c) for _ in range(runs) for c in (rng.integers(1, 6), rng.integers(60, 110))]
    return {"probabilities": Repeated(values, counts), "threshold": 0.5, "min_gap": 30}


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
    return np.array(found, dtype=int).tolist()


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

_IS_FREE = "not detections or step - detections[-1] >= min_gap"


detect_triggerword.slip(
    "threshold_counts",
    "A probability equal to the threshold was detected: it must be exceeded (>).",
    "> threshold",
    ">= threshold",
)
detect_triggerword.slip(
    "knows_one_half",
    "The threshold is fixed at 0.5 in your code: use the argument.",
    "> threshold",
    "> 0.5",
)
detect_triggerword.slip(
    "counts_and_exceeds",
    "Two slips with one counter: it starts at 0, so that the first detection has to wait, and it must "
    "exceed min_gap, where reaching it is enough.",
    _IS_FREE,
    "step - (detections or [-1])[-1] > min_gap",
)


@detect_triggerword.misconception(
    "The loudest steps were taken. A detection is the first step above the threshold: whoever waits for "
    "the peak must know what comes after it."
)
def takes_the_peaks(probabilities, threshold, min_gap):
    from scipy.signal import find_peaks

    return find_peaks(probabilities, height=threshold, distance=min_gap)[0]


detect_triggerword.slip(
    "waits_one_step_longer",
    "Exactly min_gap steps after a detection is late enough: compare with >=.",
    ">= min_gap",
    "> min_gap",
)
detect_triggerword.slip(
    "waits_one_step_less",
    "One step less than min_gap was taken for late enough. Does the counter count one step too many?",
    ">= min_gap",
    ">= min_gap - 1",
)
detect_triggerword.slip(
    "every_loud_step",
    "Every loud step is detected: min_gap is not used. Leave out what follows a detection too soon.",
    " and is_free",
    "",
)
detect_triggerword.slip(
    "waits_at_the_start",
    "Nothing is detected in the first min_gap steps: a counter that starts at 0 makes the first "
    "detection wait. There is nothing to wait for yet.",
    _IS_FREE,
    "step - (detections or [0])[-1] >= min_gap",
)
detect_triggerword.slip(
    "counts_up_from_the_start",
    "The counter starts at 0 and is raised before it is compared, so that the first detection waits "
    "for min_gap - 1 steps. There is nothing to wait for yet.",
    _IS_FREE,
    "step - (detections or [-1])[-1] >= min_gap",
)
detect_triggerword.slip(
    "forgets_the_last",
    "The distance is measured from the first detection and not from the last one: remember each "
    "detection.",
    "detections[-1]",
    "detections[0]",
)
detect_triggerword.slip(
    "wants_it_quiet_first",
    "A probability that stays up is one detection only, however long. Once min_gap steps have passed "
    "since the last detection, a loud step counts again.",
    "and is_free",
    "and is_free and not (step and probabilities[step - 1] > threshold)",
)


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


detect_triggerword.slip(
    "stops_at_the_first",
    "Only the first detection came back: is a `return` or `break` inside the loop?",
    "append(step)",
    "append(step)\n            break",
)
detect_triggerword.slip(
    "counts_from_one",
    "The steps are counted from 1. The first step is 0.",
    "enumerate(probabilities)",
    "enumerate(probabilities, 1)",
)
detect_triggerword.slip(
    "leaves_out_the_first_step",
    "Step 0 was left out: the loop begins at step 1. The first detection may be at any step.",
    "in enumerate(probabilities)",
    "in list(enumerate(probabilities))[1:]",
)
detect_triggerword.slip(
    "leaves_out_the_last_step",
    "The last step was left out: range(n) ends before n by itself, range(n - 1) too early.",
    "in enumerate(probabilities)",
    "in list(enumerate(probabilities))[:-1]",
)
detect_triggerword.slip(
    "returns_probabilities",
    "The probabilities came back. Return the steps.",
    "return detections",
    "return [float(probabilities[step]) for step in detections]",
)
detect_triggerword.slip(
    "returns_a_mask",
    "A row of True and False came back. Return the steps at which it is True.",
    "return detections",
    "return np.isin(np.arange(len(probabilities)), detections)",
)
detect_triggerword.slip(
    "returns_nothing", "Nothing came back: the last line must return the list.", "return ", ""
)


detect_triggerword.slip(
    "returns_an_array",
    "The steps are right, but they come in an array, and a list is promised: collect them in a list, or use "
    ".tolist().",
    "return detections",
    "return np.array(detections)",
)
