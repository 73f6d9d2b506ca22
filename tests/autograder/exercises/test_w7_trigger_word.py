"""Are the reference solutions of "Hey, listen" right? Truth comes from elsewhere."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.declaration.course import Course
from autograder.declaration.reference import Reference

REFERENCE = Course().declaration("w7_trigger_word").reference()
CLIP_MS, PER_MS = 10_000, 16


@pytest.fixture(scope="module")
def reference() -> Reference:
    return REFERENCE


seeds = st.integers(0, 2**32 - 1)
lengths = st.one_of(
    st.integers(1, 60), st.integers(1, 4000), st.sampled_from([CLIP_MS - 1, CLIP_MS, CLIP_MS + 7])
)


@settings(max_examples=60, deadline=None)
@given(
    triggers=st.lists(lengths, max_size=4),
    others=st.lists(lengths, max_size=4),
    Ty=st.integers(1, 1500),
    seed=seeds,
)
def test_labels_and_audio_never_disagree(triggers, others, Ty, seed):
    """Is every label explained by a trigger that lies in the sound, and every trigger labelled?

    Each clip gets a value of its own, a power of two, so that the sum at any sample tells which
    clips lie there: the labels are worked out again from the sound alone, step by step.
    """
    values = 2.0 ** np.arange(len(triggers) + len(others))
    clips = [np.full(ms * PER_MS, v) for ms, v in zip([*triggers, *others], values, strict=True)]
    background = np.zeros(CLIP_MS * PER_MS)
    x, y = REFERENCE.create_training_example(
        background, clips[: len(triggers)], clips[len(triggers) :], Ty, np.random.default_rng(seed)
    )
    assert not background.any()
    assert y.shape == (1, Ty)
    expected = np.zeros(Ty)
    assert np.isin(x, [0.0, *values]).all()  # Nowhere do two clips lie on top of each other.
    for clip, is_trigger in zip(clips, [True] * len(triggers) + [False] * len(others), strict=True):
        heard = np.flatnonzero(x == clip[0])
        assert len(heard) in (0, len(clip))
        if len(heard) and is_trigger:
            assert heard[-1] - heard[0] == len(clip) - 1
            end_ms = (heard[-1] + 1) // PER_MS - 1
            for step in range(Ty):
                if 0 < step - np.floor(end_ms * Ty / CLIP_MS) <= REFERENCE.LABEL_STEPS:
                    expected[step] = 1
    np.testing.assert_array_equal(y[0], expected)


@settings(max_examples=200, deadline=None)
@given(segment=st.integers(1, 400), extra=st.integers(-5, 400), seed=seeds)
def test_segments_lie_in_the_clip(segment, extra, seed):
    """Has every segment its length, inside the clip, or is refused because there is no place?"""
    rng = np.random.default_rng(seed)
    if extra < 0:
        with pytest.raises(ValueError):
            REFERENCE.get_random_time_segment(segment, rng, segment + extra)
        return
    start, end = REFERENCE.get_random_time_segment(segment, rng, segment + extra)
    assert 0 <= start <= end < segment + extra
    assert len(range(start, end + 1)) == segment


def test_starts_are_uniform_by_kolmogorov_and_smirnov(reference: Reference):
    """Do 20,000 starts follow the uniform distribution that SciPy knows? (A fixed sample.)."""
    from scipy.stats import chisquare

    rng = np.random.default_rng(0)
    starts = [reference.get_random_time_segment(81, rng, 100)[0] for _ in range(20_000)]
    assert chisquare(np.bincount(starts, minlength=20)).pvalue > 1e-6


pairs = st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda p: (p[0], p[0] + p[1]))


@settings(max_examples=500, deadline=None)
@given(segment=pairs, others=st.lists(pairs, max_size=5))
def test_overlap_agrees_with_sets_of_milliseconds(segment, others):
    """Is the answer that of the sets of milliseconds that the segments hold?"""
    mine = set(range(segment[0], segment[1] + 1))
    shared = any(mine & set(range(a, b + 1)) for a, b in others)
    assert REFERENCE.is_overlapping(segment, others) == shared


@settings(max_examples=200, deadline=None)
@given(Ty=st.integers(1, 1500), end=st.integers(0, CLIP_MS - 1))
def test_ones_begin_after_the_end(Ty, end):
    """Is the first 1 the first step that begins after the end, with exact fractions as oracle?"""
    from fractions import Fraction

    y = REFERENCE.insert_ones(np.zeros((1, Ty)), end)
    later = [k for k in range(Ty) if Fraction(k * CLIP_MS, Ty) > end]
    assert np.flatnonzero(y[0]).tolist() == later[: REFERENCE.LABEL_STEPS]


def test_insertion_agrees_with_scipys_shift(reference: Reference):
    """Is the sum that of a convolution with an impulse at the segment's start?"""
    from scipy.signal import fftconvolve

    rng = np.random.default_rng(3)
    background, clip = rng.normal(size=200 * PER_MS), rng.normal(size=30 * PER_MS)
    new, (start, end) = reference.insert_audio_clip(background, clip, [], rng)
    impulse = np.zeros(200 * PER_MS)
    impulse[start * PER_MS] = 1
    shifted = fftconvolve(impulse, clip)[: len(background)]
    np.testing.assert_allclose(new, background + shifted, atol=1e-9)
    assert end - start + 1 == 30


def test_insertion_gives_up_after_five_draws(reference: Reference):
    """Is a place asked for five times where all are taken, and once where all are free?"""

    class Counts:
        def __init__(self):
            self.generator, self.drawn = np.random.default_rng(1), 0

        def integers(self, *arguments):
            self.drawn += 1
            return self.generator.integers(*arguments)

    for taken, draws in ([(0, 99)], 5), ([], 1):
        rng = Counts()
        reference.insert_audio_clip(np.zeros(1600), np.ones(160), list(taken), rng)
        assert rng.drawn == draws


def brute_hits(true, found, tolerance):
    """Tries every way to pair, the slow way."""
    small, large = sorted((range(len(true)), range(len(found))), key=len)
    swap = len(true) > len(found)
    for count in range(len(small), 0, -1):
        for chosen in combinations(small, count):
            for partners in permutations(large, count):
                couples = (
                    zip(partners, chosen, strict=False)
                    if swap
                    else zip(chosen, partners, strict=False)
                )
                if all(0 <= found[j] - true[i] <= tolerance for i, j in couples):
                    return count
    return 0


times = st.lists(st.integers(0, 24).map(lambda quarter: quarter / 4), max_size=5)


@settings(max_examples=150, deadline=None)
@given(true=times, found=times, tolerance=st.sampled_from([0.0, 0.25, 0.75, 1.0, 2.0]))
def test_scores_agree_with_all_possible_pairings(true, found, tolerance):
    """Are there as many hits as the best of all pairings has, and do the scores follow?"""
    from sklearn.metrics import precision_recall_fscore_support

    hits = brute_hits(true, found, tolerance)
    scores = REFERENCE.event_scores(true, found, tolerance, 900.0)
    assert scores["false_alarms_per_hour"] == pytest.approx(4 * (len(found) - hits))
    labels = [1] * len(true) + [0] * (len(found) - hits)
    said = [1] * hits + [0] * (len(true) - hits) + [1] * (len(found) - hits)
    if not labels:
        assert (scores["precision"], scores["recall"], scores["f1"]) == (1, 1, 1)
        return
    precision, recall, f1, _ = precision_recall_fscore_support(
        labels, said, average="binary", zero_division=1.0
    )
    assert scores["precision"] == pytest.approx(precision)
    assert scores["recall"] == pytest.approx(recall)
    if true and found:
        assert scores["f1"] == pytest.approx(f1)


@settings(max_examples=100, deadline=None)
@given(
    levels=st.lists(st.integers(0, 10), max_size=40),
    threshold=st.integers(0, 10),
    gap=st.integers(1, 12),
)
def test_detections_agree_with_scipys_peaks_on_a_plateau_free_signal(levels, threshold, gap):
    """Are detections exactly the steps that may not be left out or put in?"""
    p = np.array(levels) / 10
    found = REFERENCE.detect_triggerword(p, threshold / 10, gap)
    assert all(p[t] > threshold / 10 for t in found)
    assert all(b - a >= gap for a, b in zip(found, found[1:], strict=False))
    for t in set(np.flatnonzero(p > threshold / 10)) - set(found):
        assert any(0 < t - d < gap for d in found)  # Each other loud step follows one too closely.


def test_the_model_agrees_with_a_gru_over_windows_cut_by_hand(reference: Reference):
    """Are its outputs those of matrix products over windows that NumPy cuts out?"""
    import keras
    from scipy.special import expit

    keras.utils.set_random_seed(2)
    model = reference.modelf((63, 5))
    frames = np.random.default_rng(4).normal(size=(2, 63, 5)).astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(frames, 16, axis=1)[:, ::4]
    conv, norm, gru, dense = (layer for layer in model.layers if layer.weights)
    kernel, bias = conv.get_weights()
    steps = np.einsum("btfk,kfo->bto", windows, kernel) + bias
    gamma, beta, mean, variance = norm.get_weights()
    steps = gamma * (steps - mean) / np.sqrt(variance + norm.epsilon) + beta
    states = gru(np.maximum(steps, 0).astype(np.float32))
    weights, bias = dense.get_weights()
    expected = expit(np.asarray(states) @ weights + bias)
    np.testing.assert_allclose(np.asarray(model(frames)), expected, atol=1e-5)


def test_the_model_fits_the_labels_of_the_notebook(reference: Reference):
    """Has a clip of ten seconds as many outputs as the notebook has labels?"""
    import keras

    assert reference.modelf((None, 40)).compute_output_shape((None, 1000, 40))[1] == reference.Ty
    assert isinstance(reference.modelf((1000, 40)), keras.Model)


@pytest.mark.slow
def test_the_model_learns_to_hear_the_order(reference: Reference):
    """Can it tell "high, then low" from "low, then high", of which each window shows one only?"""
    import keras

    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(5)
    x = rng.normal(0, 0.1, (64, 80, 3)).astype(np.float32)
    y = np.zeros((64, 17, 1), np.float32)
    for i in range(64):
        first, second = (0, 1) if i % 2 else (1, 0)
        x[i, 10:20, first] += 1
        x[i, 34:44, second] += 1
        y[i, 8:11] = i % 2
    model = reference.modelf((80, 3))
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    model.fit(x, y, epochs=25, verbose=0)
    at_the_end = np.asarray(model(x))[:, 9, 0]
    assert at_the_end[1::2].min() > 0.5 > at_the_end[::2].max()


def test_the_model_survives_saving(reference: Reference, tmp_path):
    """Does it come back from a file and answer the same?"""
    import keras

    model = reference.modelf((None, 4))
    model.save(tmp_path / "listener.keras")
    again = keras.models.load_model(tmp_path / "listener.keras")
    frames = np.random.default_rng(6).normal(size=(1, 40, 4)).astype(np.float32)
    np.testing.assert_allclose(np.asarray(again(frames)), np.asarray(model(frames)), atol=1e-6)
