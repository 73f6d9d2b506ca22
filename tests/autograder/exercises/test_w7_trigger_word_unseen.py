"""Right and wrong answers to "Hey, listen" that the declaration does not know: is each judged rightly?"""

# ruff: noqa: E501 - learners write lines as long as they like

from __future__ import annotations

import textwrap
from functools import cache

import pytest

from autograder.checks.cells import run_cell
from autograder.checks.exercise_check import judge_exercise
from autograder.declaration.course import Course

ASSIGNMENT = Course().declaration("w7_trigger_word")
REFERENCE = ASSIGNMENT.reference()

RIGHT = [
    (
        "get_random_time_segment",
        """
def get_random_time_segment(segment_ms, rng, clip_ms):
    assert segment_ms <= clip_ms or (_ for _ in ()).throw(ValueError("no"))
    starts = np.arange(clip_ms - segment_ms + 1)
    s = rng.permutation(starts)[0] if len(starts) < 10**6 else rng.integers(len(starts))
    return s, s + segment_ms - 1
""",
    ),
    (
        "get_random_time_segment",
        """
def get_random_time_segment(segment_ms, rng, clip_ms):
    end = rng.integers(segment_ms - 1, clip_ms)
    return (end - segment_ms + 1, end)
""",
    ),
    (
        "get_random_time_segment",
        """
def get_random_time_segment(segment_ms: int, rng, clip_ms: int = 10000):
    segment_start = rng.integers(low=0, high=clip_ms-segment_ms, endpoint=True)
    segment_end = segment_start + segment_ms - 1
    return (segment_start, segment_end)
""",
    ),
    (
        "get_random_time_segment",
        """
def get_random_time_segment(segment_ms, rng, clip_ms):
    if segment_ms > clip_ms: raise ValueError
    return tuple(np.array([0, segment_ms - 1]) + rng.integers(clip_ms - segment_ms + 1))
""",
    ),
    (
        "is_overlapping",
        """
def is_overlapping(segment_time, previous_segments):
    s, e = segment_time
    i = 0
    while i < len(previous_segments):
        ps, pe = previous_segments[i]
        if not (e < ps or s > pe):
            return True
        i += 1
    return False
""",
    ),
    (
        "is_overlapping",
        """
def is_overlapping(segment_time, previous_segments):
    return bool(sum(1 for p in previous_segments if min(p[1], segment_time[1]) - max(p[0], segment_time[0]) >= 0))
""",
    ),
    (
        "is_overlapping",
        """
def is_overlapping(segment_time, previous_segments):
    return len([1 for a, b in previous_segments if range(max(a, segment_time[0]), min(b, segment_time[1]) + 1)])  > 0
""",
    ),
    (
        "is_overlapping",
        """
def is_overlapping(segment_time, previous_segments):
    from bisect import bisect
    p = sorted(previous_segments)
    hit = 0
    for a, b in p:
        hit |= (a <= segment_time[1]) & (segment_time[0] <= b)
    return hit
""",
    ),
    (
        "insert_audio_clip",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    segment_ms = int(len(audio_clip) / SAMPLE_RATE * 1000 + 0.5)
    clip_ms = int(len(background) / SAMPLE_RATE * 1000 + 0.5)
    retry = 5
    if segment_ms > clip_ms: return background, None
    t = get_random_time_segment(segment_ms, rng, clip_ms)
    while is_overlapping(t, previous_segments) and retry > 1:
        t = get_random_time_segment(segment_ms, rng, clip_ms)
        retry -= 1
    if is_overlapping(t, previous_segments):
        return background, None
    previous_segments.append(t)
    new = np.copy(background)
    new[t[0]*SAMPLES_PER_MS:(t[1]+1)*SAMPLES_PER_MS] += audio_clip
    return new, t
""",
    ),
    (
        "insert_audio_clip",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    pos = None
    try:
        for k in range(TRIES):
            cand = get_random_time_segment(audio_clip.size // SAMPLES_PER_MS, rng, background.size // SAMPLES_PER_MS)
            if is_overlapping(cand, previous_segments): continue
            pos = cand; break
    except ValueError:
        pass
    out = background.copy()
    if pos:
        previous_segments.extend([pos])
        idx = np.arange(len(audio_clip)) + pos[0]*16
        np.add.at(out, idx, audio_clip)
    return out, pos
""",
    ),
    (
        "insert_audio_clip",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    L, B = len(audio_clip)//16, len(background)//16
    if L > B:
        return background.copy(), None
    candidates = [get_random_time_segment(L, rng, B) for _ in range(5)]
    free = [c for c in candidates if not is_overlapping(c, previous_segments)]
    if not free:
        return background.copy(), None
    previous_segments.append(free[0])
    pad = np.pad(audio_clip, (free[0][0]*16, len(background) - len(audio_clip) - free[0][0]*16))
    return background + pad, free[0]
""",
    ),
    (
        "insert_audio_clip",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    def go(n):
        if n == 0 or len(audio_clip) > len(background): return None
        s = get_random_time_segment(len(audio_clip)//16, rng, len(background)//16)
        return go(n-1) if is_overlapping(s, previous_segments) else s
    s = go(5)
    if s is None: return background, None
    previous_segments.insert(len(previous_segments), s)
    x = background.reshape(-1, 16).copy()
    x[s[0]:s[1]+1] += audio_clip.reshape(-1, 16)
    return x.ravel(), s
""",
    ),
    (
        "insert_ones",
        """
def insert_ones(y, segment_end_ms):
    Ty = np.shape(y)[1]
    out = np.array(y, copy=True)
    k = segment_end_ms * Ty // CLIP_MS
    out[:, k + 1 : k + LABEL_STEPS + 1] = 1
    return out
""",
    ),
    (
        "insert_ones",
        """
def insert_ones(y, segment_end_ms):
    m = y.copy()
    s = int(segment_end_ms * y.shape[1] / 10000.0)
    for i in range(s + 1, s + 1 + LABEL_STEPS):
        try:
            m[0, i] = 1
        except IndexError:
            break
    return m
""",
    ),
    (
        "insert_ones",
        """
def insert_ones(y, segment_end_ms):
    import tensorflow as tf
    s = int(segment_end_ms * y.shape[1] / CLIP_MS) + 1
    r = tf.range(y.shape[1])
    mask = tf.cast((r >= s) & (r < s + LABEL_STEPS), y.dtype)
    return tf.maximum(tf.constant(y), mask[None])
""",
    ),
    (
        "create_training_example",
        """
def create_training_example(background, activates, negatives, Ty, rng):
    prev = []
    y = np.zeros((1, Ty))
    for a in activates:
        background, t = insert_audio_clip(background, a, prev, rng)
        if t:
            s, e = t
            y = insert_ones(y, e)
    for n in negatives:
        background, _ = insert_audio_clip(background, n, prev, rng)
    return background, y
""",
    ),
    (
        "create_training_example",
        """
def create_training_example(background, activates, negatives, Ty, rng):
    import functools
    prev = []
    def put(state, item):
        x, y = state
        clip, mark = item
        x, seg = insert_audio_clip(x, clip, prev, rng)
        return x, insert_ones(y, seg[1]) if mark and seg is not None else y
    items = [(a, 1) for a in activates] + [(n, 0) for n in negatives]
    return functools.reduce(put, items, (background.astype(np.float32), np.zeros((1, Ty), np.int8)))
""",
    ),
    (
        "create_training_example",
        """
def create_training_example(background, activates, negatives, Ty, rng):
    x = np.asarray(background).copy(); y = np.zeros((1, Ty)); prev = []
    for i in range(len(activates)):
        x, seg = insert_audio_clip(x, activates[i], prev, rng)
        try: y = insert_ones(y, seg[1])
        except TypeError: pass
    for clip in negatives: x = insert_audio_clip(x, clip, prev, rng)[0]
    return x, np.minimum(y, 1)
""",
    ),
    (
        "detect_triggerword",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    out = []
    ok = 0
    for i in range(probabilities.shape[0]):
        if i >= ok and probabilities[i] > threshold:
            out += [i]
            ok = i + min_gap
    return out
""",
    ),
    (
        "detect_triggerword",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    consecutive = float("inf")
    hits = []
    for t, p in enumerate(np.ravel(probabilities)):
        consecutive += 1
        if p > threshold and consecutive >= min_gap:
            hits.append(np.int64(t)); consecutive = 0
    return hits
""",
    ),
    (
        "detect_triggerword",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    def gen():
        last = -min_gap
        for t in np.nonzero(probabilities > threshold)[0]:
            if t >= last + min_gap:
                yield int(t)
                last = t
    return list(gen())
""",
    ),
    (
        "event_scores",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    T, D = np.sort(true_events), np.sort(detected_events)
    taken = np.zeros(len(T), bool)
    for d in D:
        ok = np.flatnonzero(~taken & (T <= d) & (d - T <= tolerance))
        if ok.size: taken[ok[0]] = True
    h = taken.sum()
    p = h / len(D) if len(D) else 1
    r = h / len(T) if len(T) else 1
    f = 0 if p + r == 0 else 2*p*r/(p+r)
    return dict(precision=p, recall=r, f1=f, false_alarms_per_hour=(len(D) - h) / duration_seconds * 3600)
""",
    ),
    (
        "event_scores",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    match = {}
    def augment(i, seen):
        for j, d in enumerate(detected_events):
            if 0 <= d - true_events[i] <= tolerance and j not in seen:
                seen.add(j)
                if j not in match or augment(match[j], seen):
                    match[j] = i
                    return True
        return False
    tp = sum(augment(i, set()) for i in range(len(true_events)))
    fp, fn = len(detected_events) - tp, len(true_events) - tp
    return {"precision": tp/(tp+fp) if tp+fp else 1.0, "recall": tp/(tp+fn) if tp+fn else 1.0,
            "f1": tp/(tp+(fp+fn)/2) if tp+fp+fn else 1.0, "false_alarms_per_hour": fp/(duration_seconds/3600)}
""",
    ),
    (
        "event_scores",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    from collections import OrderedDict
    te, de = list(sorted(true_events)), list(sorted(detected_events))
    tp = 0
    while te and de:
        if de[0] < te[0]: de.pop(0)
        elif de[0] - te[0] > tolerance: te.pop(0)
        else: te.pop(0); de.pop(0); tp += 1
    n, m = len(true_events), len(detected_events)
    out = OrderedDict()
    out["recall"] = 1. if n == 0 else tp / n
    out["precision"] = 1. if m == 0 else tp / m
    out["f1"] = 1. if n == m == 0 else 2. * tp / (n + m)
    out["false_alarms_per_hour"] = (m - tp) / duration_seconds * 60 * 60
    return out
""",
    ),
]

WRONG = [
    (
        "get_random_time_segment",
        "gaussian",
        """
def get_random_time_segment(segment_ms, rng, clip_ms):
    s = int(rng.normal(0.5, 0.2) * (clip_ms - segment_ms))
    s = min(max(s, 0), clip_ms - segment_ms)
    if segment_ms > clip_ms: raise ValueError
    return s, s + segment_ms - 1
""",
    ),
    (
        "get_random_time_segment",
        "None instead of ValueError",
        """
def get_random_time_segment(segment_ms, rng, clip_ms):
    if segment_ms > clip_ms: return None
    s = int(rng.integers(0, clip_ms - segment_ms + 1))
    return s, s + segment_ms - 1
""",
    ),
    (
        "get_random_time_segment",
        "module random",
        """
def get_random_time_segment(segment_ms, rng, clip_ms):
    import random
    s = random.randint(0, clip_ms - segment_ms)
    return s, s + segment_ms - 1
""",
    ),
    (
        "is_overlapping",
        "half strict",
        """
def is_overlapping(segment_time, previous_segments):
    s, e = segment_time
    return any(s <= pe and e > ps for ps, pe in previous_segments)
""",
    ),
    (
        "is_overlapping",
        "only inside",
        """
def is_overlapping(segment_time, previous_segments):
    s, e = segment_time
    return any(ps <= s and e <= pe for ps, pe in previous_segments)
""",
    ),
    (
        "is_overlapping",
        "mutates the list",
        """
def is_overlapping(segment_time, previous_segments):
    previous_segments.append(segment_time)
    s, e = segment_time
    return any(s <= pe and e >= ps for ps, pe in previous_segments[:-1])
""",
    ),
    (
        "is_overlapping",
        "list of answers",
        """
def is_overlapping(segment_time, previous_segments):
    s, e = segment_time
    return [ (s <= pe and e >= ps) for ps, pe in previous_segments]
""",
    ),
    (
        "insert_audio_clip",
        "end exclusive",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    L, B = len(audio_clip)//16, len(background)//16
    if L > B: return background.copy(), None
    for _ in range(5):
        s = get_random_time_segment(L, rng, B)
        if not is_overlapping(s, previous_segments):
            previous_segments.append(s)
            x = background.copy()
            x[s[0]*16:s[1]*16] += audio_clip[:(s[1]-s[0])*16]
            return x, s
    return background, None
""",
    ),
    (
        "insert_audio_clip",
        "rebinding",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    L, B = len(audio_clip)//16, len(background)//16
    if L > B: return background, None
    for _ in range(5):
        s = get_random_time_segment(L, rng, B)
        if not is_overlapping(s, previous_segments):
            previous_segments = previous_segments + [s]
            x = background.copy()
            x[s[0]*16:(s[1]+1)*16] += audio_clip
            return x, s
    return background, None
""",
    ),
    (
        "insert_audio_clip",
        "clips",
        """
def insert_audio_clip(background, audio_clip, previous_segments, rng):
    L, B = len(audio_clip)//16, len(background)//16
    if L > B: return background, None
    for _ in range(5):
        s = get_random_time_segment(L, rng, B)
        if not is_overlapping(s, previous_segments):
            previous_segments.append(s)
            x = np.clip(background.copy(), -0.2, 0.2)
            x[s[0]*16:(s[1]+1)*16] += audio_clip
            return x, s
    return background, None
""",
    ),
    (
        "insert_ones",
        "global Ty",
        """
def insert_ones(y, segment_end_ms):
    y = y.copy()
    k = int(segment_end_ms * Ty / CLIP_MS)
    for i in range(k + 1, k + 1 + LABEL_STEPS):
        if i < Ty: y[0, i] = 1
    return y
""",
    ),
    (
        "insert_ones",
        "frames by stride",
        """
def insert_ones(y, segment_end_ms):
    y = y.copy()
    k = int(segment_end_ms * 1000 / CLIP_MS) // 4
    y[0, k + 1 : k + 1 + LABEL_STEPS] = 1
    return y
""",
    ),
    (
        "insert_ones",
        "shape[0]",
        """
def insert_ones(y, segment_end_ms):
    y = y.copy()
    k = int(segment_end_ms * y.shape[0] / CLIP_MS)
    y[0, k + 1 : k + 1 + LABEL_STEPS] = 1
    return y
""",
    ),
    (
        "create_training_example",
        "random selection as in the public course",
        """
def create_training_example(background, activates, negatives, Ty, rng):
    x = background
    y = np.zeros((1, Ty)); prev = []
    number = rng.integers(0, 5)
    for i in rng.integers(len(activates), size=number) if activates else []:
        x, t = insert_audio_clip(x, activates[i], prev, rng)
        if t is not None: y = insert_ones(y, t[1])
    number = rng.integers(0, 3)
    for i in rng.integers(len(negatives), size=number) if negatives else []:
        x, _ = insert_audio_clip(x, negatives[i], prev, rng)
    return x, y
""",
    ),
    (
        "create_training_example",
        "normalised",
        """
def create_training_example(background, activates, negatives, Ty, rng):
    x = background
    y = np.zeros((1, Ty)); prev = []
    for a in activates:
        x, t = insert_audio_clip(x, a, prev, rng)
        if t is not None: y = insert_ones(y, t[1])
    for n in negatives: x, _ = insert_audio_clip(x, n, prev, rng)
    x = x / np.abs(x).max()
    return x, y
""",
    ),
    (
        "create_training_example",
        "features returned",
        """
def create_training_example(background, activates, negatives, Ty, rng):
    x = background
    y = np.zeros((1, Ty)); prev = []
    for a in activates:
        x, t = insert_audio_clip(x, a, prev, rng)
    for s, e in prev:
        y = insert_ones(y, e)
    for n in negatives: x, t = insert_audio_clip(x, n, prev, rng)
    return audio.log_mel(x), y
""",
    ),
    (
        "detect_triggerword",
        "public course loop",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    consecutive = 0
    hits = []
    for i in range(len(probabilities)):
        consecutive += 1
        if probabilities[i] > threshold and consecutive > min_gap:
            hits.append(i)
            consecutive = 0
    return hits
""",
    ),
    (
        "detect_triggerword",
        "find_peaks",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    from scipy.signal import find_peaks
    return find_peaks(probabilities, height=threshold, distance=min_gap)[0]
""",
    ),
    (
        "detect_triggerword",
        "blocks",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    hits = []
    for start in range(0, len(probabilities), min_gap):
        w = probabilities[start:start+min_gap]
        if w.max() > threshold: hits.append(start + int(w.argmax()))
    return hits
""",
    ),
    (
        "detect_triggerword",
        "mutates",
        """
def detect_triggerword(probabilities, threshold, min_gap):
    probabilities[probabilities < threshold] = 0
    hits = []
    for t, p in enumerate(probabilities):
        if p > threshold and (not hits or t - hits[-1] >= min_gap): hits.append(t)
    return hits
""",
    ),
    (
        "event_scores",
        "abs and many to one",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    tp = 0
    for t in true_events:
        for d in detected_events:
            if abs(d - t) <= tolerance: tp += 1; break
    fp = len(detected_events) - tp; fn = len(true_events) - tp
    p = tp/(tp+fp) if tp+fp else 1.0; r = tp/(tp+fn) if tp+fn else 1.0
    return {"precision": p, "recall": r, "f1": 2*p*r/(p+r) if p+r else 0.0, "false_alarms_per_hour": fp*3600/duration_seconds}
""",
    ),
    (
        "event_scores",
        "sorts in place",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    true_events.sort(); detected_events.sort()
    w = list(true_events); tp = 0
    for d in detected_events:
        for t in w:
            if 0 <= d - t <= tolerance: w.remove(t); tp += 1; break
    n, m = len(true_events), len(detected_events)
    return {"precision": tp/m if m else 1.0, "recall": tp/n if n else 1.0, "f1": 2*tp/(n+m) if n+m else 1.0, "false_alarms_per_hour": (m-tp)*3600/duration_seconds}
""",
    ),
    (
        "event_scores",
        "nearest event",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    w = sorted(true_events); tp = 0
    for d in sorted(detected_events):
        best = min([t for t in w if 0 <= d - t <= tolerance], key=lambda t: d - t, default=None)
        if best is not None: w.remove(best); tp += 1
    n, m = len(true_events), len(detected_events)
    return {"precision": tp/m if m else 1.0, "recall": tp/n if n else 1.0, "f1": 2*tp/(n+m) if n+m else 1.0, "false_alarms_per_hour": (m-tp)*3600/duration_seconds}
""",
    ),
    (
        "event_scores",
        "other keys",
        """
def event_scores(true_events, detected_events, tolerance, duration_seconds):
    w = sorted(true_events); tp = 0
    for d in sorted(detected_events):
        for t in w:
            if 0 <= d - t <= tolerance: w.remove(t); tp += 1; break
    n, m = len(true_events), len(detected_events)
    return {"precision": tp/m if m else 1.0, "recall": tp/n if n else 1.0, "F1": 2*tp/(n+m) if n+m else 1.0, "false_alarms": (m-tp)*3600/duration_seconds}
""",
    ),
]


@cache
def check_of(name: str, seed: int):
    """Returns inputs and what the reference gives for them."""
    return ASSIGNMENT.exercises[name].check(REFERENCE, seed)


def verdict_on(name: str, source: str, seed: int):
    namespace = dict(REFERENCE.namespace)
    run_cell(textwrap.dedent(source), f"<cell {name}>", namespace)
    return judge_exercise(
        check_of(name, seed), lambda _, probe, __: REFERENCE.observe(name, probe, namespace[name])
    )


@pytest.mark.parametrize(("name", "source"), RIGHT)
def test_right_in_another_way_passes(name: str, source: str):
    """Does an answer that is right in a style of its own get full marks?"""
    verdict = verdict_on(name, source, 11)
    assert verdict.status == "passed", verdict.text()


@pytest.mark.parametrize(("name", "what", "source"), WRONG)
def test_wrong_in_another_way_fails_with_words(name: str, what: str, source: str):
    """Does a wrong answer that nobody has declared score nothing, and is something said about it?"""
    verdict = verdict_on(name, source, 11)
    assert verdict.points == 0, what
    assert verdict.hint
