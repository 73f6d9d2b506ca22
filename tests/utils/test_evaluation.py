"""Tests of the intervals and the novelty report, against SciPy, formulas and made-up truths."""

import math

import numpy as np
import pytest
from scipy import stats

from utils.evaluation import (
    Interval,
    bootstrap_perplexity,
    bootstrap_perplexity_difference,
    bootstrap_perplexity_ratio,
    novelty_report,
)
from utils.ngrams import WittenBellNGram


def made_up_scores(rng, names, nats=1.7, spread=0.5):
    """Returns log-probabilities and symbol counts of made-up names."""
    counts = rng.integers(4, 20, size=names)
    return -counts * np.abs(rng.normal(nats, spread, size=names)), counts


def test_the_estimate_is_the_micro_average():
    """Is the estimate exp(total nats / total symbols), where long names weigh more?"""
    interval = bootstrap_perplexity([-2.0, -30.0], [2, 10], np.random.default_rng(0))
    assert interval.estimate == pytest.approx(math.exp(32 / 12))


def test_identical_names_leave_no_doubt():
    """Is the interval a point when every draw gives the same perplexity?"""
    interval = bootstrap_perplexity([-6.0] * 5, [4] * 5, np.random.default_rng(0))
    assert tuple(interval) == pytest.approx((math.exp(1.5),) * 3)


def test_two_names_worked_out_by_hand():
    """Are whole names drawn: the first twice, one of each, or the second twice?

    A quarter of the draws has the perplexity of the first name alone and a quarter that of the
    second, so that these are the ends of a 95 % interval; the middle half has the estimate's.
    """
    rng = np.random.default_rng(0)
    interval = bootstrap_perplexity([-2.0, -30.0], [2, 10], rng)
    assert tuple(interval) == pytest.approx((math.exp(32 / 12), math.exp(1), math.exp(3)))
    middle = bootstrap_perplexity([-2.0, -30.0], [2, 10], rng, confidence=0.2)
    assert tuple(middle) == pytest.approx((math.exp(32 / 12),) * 3)


@pytest.mark.parametrize("names", [40, 150])
def test_the_interval_agrees_with_scipy(names):
    """Does SciPy's percentile bootstrap of the same statistic give the same ends?"""
    rng = np.random.default_rng(names)
    totals, counts = made_up_scores(rng, names)

    def perplexity(total, count, axis):
        return np.exp(-total.sum(axis=axis) / count.sum(axis=axis))

    expected = stats.bootstrap(
        (totals, counts),
        perplexity,
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="percentile",
        rng=rng,
    ).confidence_interval
    interval = bootstrap_perplexity(totals, counts, rng, draws=20_000)
    width = expected.high - expected.low
    assert interval.low == pytest.approx(expected.low, abs=0.05 * width)
    assert interval.high == pytest.approx(expected.high, abs=0.05 * width)


def test_the_width_agrees_with_the_delta_method():
    """Is the interval as wide as the large-sample formula for a ratio of totals says?"""
    rng = np.random.default_rng(3)
    totals, counts = made_up_scores(rng, 400)
    interval = bootstrap_perplexity(totals, counts, rng, draws=20_000)
    nats = -totals.sum() / counts.sum()
    residuals = -totals - nats * counts
    error = math.sqrt(400 * residuals.var()) / counts.sum()
    expected = math.exp(nats) * 2 * 1.96 * error
    assert interval.high - interval.low == pytest.approx(expected, rel=0.08)


def test_a_95_percent_interval_holds_the_truth_about_95_times_in_100():
    """Over many samples of names from a known source, how often is the truth inside?"""
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(400):
        counts = rng.integers(4, 20, size=100)
        totals = -counts * rng.uniform(1.0, 2.4, size=100)  # 1.7 nats a symbol in truth.
        interval = bootstrap_perplexity(totals, counts, rng, draws=400)
        inside += interval.low <= math.exp(1.7) <= interval.high
    assert 0.88 < inside / 400 < 0.99  # More than five standard deviations on either side.


def test_a_wider_confidence_gives_a_wider_interval():
    """Is the 99 % interval around the 80 % one?"""
    totals, counts = made_up_scores(np.random.default_rng(1), 50)
    wide, narrow = (
        bootstrap_perplexity(totals, counts, np.random.default_rng(2), confidence=confidence)
        for confidence in (0.99, 0.8)
    )
    assert wide.low < narrow.low < narrow.estimate == wide.estimate < narrow.high < wide.high


def test_the_same_generator_gives_the_same_interval():
    """Does all randomness come from the generator that was given?"""
    totals, counts = made_up_scores(np.random.default_rng(1), 30)
    first, second = (
        bootstrap_perplexity(totals, counts, np.random.default_rng(9)) for _ in range(2)
    )
    assert first == second


def test_pairing_cancels_what_is_hard_for_both():
    """Is a small, steady advantage seen, though both perplexities are uncertain by far more?

    The second model needs 0.05 nats a symbol less on every name: the ratio is exp(0.05) in every
    draw, while the names themselves differ widely.
    """
    rng = np.random.default_rng(2)
    totals, counts = made_up_scores(rng, 80)
    better = totals + 0.05 * counts
    ratio = bootstrap_perplexity_ratio(totals, better, counts, rng)
    assert tuple(ratio) == pytest.approx((math.exp(0.05),) * 3)
    difference = bootstrap_perplexity_difference(totals, better, counts, rng)
    first, second = (bootstrap_perplexity(values, counts, rng) for values in (totals, better))
    assert difference.estimate == pytest.approx(first.estimate - second.estimate)
    assert difference.low > 0
    assert first.low < second.high  # Unpaired, the two intervals overlap.
    assert difference.high - difference.low < 0.2 * (first.high - first.low)


def test_the_difference_agrees_with_scipy_and_turns_with_the_models():
    """Does SciPy's paired bootstrap agree, and does exchanging the models turn the sign?"""
    rng = np.random.default_rng(8)
    first, counts = made_up_scores(rng, 90)
    second = first * rng.uniform(0.8, 1.15, size=90)

    def difference(a, b, count, axis):
        total = count.sum(axis=axis)
        return np.exp(-a.sum(axis=axis) / total) - np.exp(-b.sum(axis=axis) / total)

    expected = stats.bootstrap(
        (first, second, counts),
        difference,
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="percentile",
        rng=rng,
    ).confidence_interval
    interval = bootstrap_perplexity_difference(first, second, counts, rng, draws=20_000)
    turned = bootstrap_perplexity_difference(second, first, counts, rng, draws=20_000)
    width = expected.high - expected.low
    assert interval.low == pytest.approx(expected.low, abs=0.05 * width)
    assert interval.high == pytest.approx(expected.high, abs=0.05 * width)
    assert turned.estimate == pytest.approx(-interval.estimate)
    assert turned.low == pytest.approx(-interval.high, abs=0.05 * width)


def test_no_difference_between_equal_models():
    """Is a model neither better nor worse than itself?"""
    totals, counts = made_up_scores(np.random.default_rng(1), 30)
    rng = np.random.default_rng(0)
    assert tuple(bootstrap_perplexity_difference(totals, totals, counts, rng)) == (0, 0, 0)
    assert tuple(bootstrap_perplexity_ratio(totals, totals, counts, rng)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "options", "complaint"),
    [
        (([-1.0, -2.0], [3]), {}, r"shapes are \(2,\) and \(1,\)"),
        (([], []), {}, "at least one name"),
        (([[-1.0]], [[3]]), {}, "shapes"),
        (([-math.inf], [3]), {}, "infinite perplexity"),
        (([math.nan], [3]), {}, "finite"),
        (([0.5], [3]), {}, "above zero"),
        (([-1.0], [0]), {}, "at least one predicted symbol"),
        (([-1.0], [3]), {"draws": 0}, "not 0"),
        (([-1.0], [3]), {"confidence": 95}, "not at 95"),
    ],
)
def test_wrong_scores_are_refused_in_words(arguments, options, complaint):
    """Is each kind of wrong input refused with a message that says what is wanted?"""
    with pytest.raises(ValueError, match=complaint):
        bootstrap_perplexity(*arguments, np.random.default_rng(0), **options)


def test_models_scored_on_different_names_are_refused():
    """Is a comparison refused when one model scored fewer names?"""
    with pytest.raises(ValueError, match="shapes"):
        bootstrap_perplexity_difference([-1.0, -2.0], [-1.0], [3, 3], np.random.default_rng(0))


def test_an_interval_reads_well():
    """Does an interval print as a reader would write it?"""
    assert str(Interval(5.4321, 5.1, 5.789)) == "5.43 [5.10, 5.79]"


def test_the_report_worked_out_by_hand():
    """Are copies of training names, repeats among the samples and surprise counted as promised?

    Of five samples two are copies ("mei" twice) and one repeats another; with a model that is
    uniform over three letters and the end, every symbol costs log(4) nats.
    """
    ngram = WittenBellNGram(1, alphabet="mei").fit(["mei"])
    report = novelty_report(["mei", "mei", "ie", "", "emmi"], ["mei"], ngram)
    assert report.samples == 5
    assert report.novel == pytest.approx(3 / 5)
    assert report.duplicates == pytest.approx(1 / 5)
    assert report.nats_per_symbol == pytest.approx(math.log(4))
    assert str(report) == "5 samples: 60% novel, 20% duplicates, 1.39 nats per symbol"


def test_surprise_is_averaged_over_symbols():
    """Do the samples' nats equal the logarithm of the n-gram's perplexity on them?"""
    ngram = WittenBellNGram(3).fit(["rex", "mei", "kol"])
    samples = ["re", "meiol", "kex"]
    report = novelty_report(samples, ["rex"], ngram)
    assert report.nats_per_symbol == pytest.approx(math.log(ngram.perplexity(samples)))


def test_three_figures_tell_noise_parrot_and_stutter_apart():
    """Does each way to cheat one figure show in another?

    Noise is new but implausible; a parrot plausible but not new; a stutter plausible, new, and
    always the same.
    """
    training = ["velociraptor", "oviraptor", "gigantoraptor", "megaraptor", "microraptor"]
    ngram = WittenBellNGram(4).fit(training)
    noise = novelty_report(["qxzjk", "wvbqq", "jjfhx"], training, ngram)
    parrot = novelty_report(training[:3], training, ngram)
    stutter = novelty_report(["viraptor"] * 3, training, ngram)
    assert noise.novel == stutter.novel == 1
    assert parrot.novel == 0
    assert noise.nats_per_symbol > 2 * max(parrot.nats_per_symbol, stutter.nats_per_symbol)
    assert stutter.duplicates == pytest.approx(2 / 3)
    assert noise.duplicates == parrot.duplicates == 0


def test_no_samples_are_refused():
    """Is a report on nothing refused?"""
    with pytest.raises(ValueError, match="no samples"):
        novelty_report([], ["rex"], WittenBellNGram(1).fit(["rex"]))
