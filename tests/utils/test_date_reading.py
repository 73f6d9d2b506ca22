"""What surrounds the readers of dates: is the baseline one, and are figures what they say?"""

from __future__ import annotations

import numpy as np
import pytest

from utils import date_reading
from utils.dates import load_dates


@pytest.fixture(scope="module")
def baseline():
    return date_reading.FieldBaseline(3).fit(
        load_dates().train.texts[:3000], load_dates().train.targets[:3000]
    )


def share(baseline, group):
    found = baseline.predict(group.texts)
    return np.mean(np.equal(found, group.targets))


def test_baseline_reads_days_it_has_not_seen(baseline):
    """Is it a rival, and no straw man?"""
    assert share(baseline, load_dates().validation) > 0.9


def test_baseline_cannot_write_a_year_it_has_not_seen(baseline):
    """Is every answer to the unseen year wrong, as its classes foretell?"""
    group = load_dates().unseen_year
    assert share(baseline, group) == 0
    months = [text[5:7] for text in baseline.predict(group.texts)]
    assert np.mean(np.equal(months, [target[5:7] for target in group.targets])) > 0.9


def test_confidence_is_the_probability_of_the_whole_text():
    """Is it the product over the steps, as the chain rule wants?"""
    rows = np.random.default_rng(1).dirichlet([1, 1, 1], (4, 5))
    likeliest = [np.prod([row[step].max() for step in range(5)]) for row in rows]
    np.testing.assert_allclose(date_reading.confidence(rows), likeliest)


def test_progress_keeps_one_share_an_epoch_and_stops(capsys):
    """Does it score what the model writes, and end training once that is good enough?"""
    import keras

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    right = np.array([[1, 2], [3, 4]])
    written = iter([np.array([[1, 2], [3, 0]]), right, right])
    progress = date_reading.progress(lambda: next(written), right, enough=0.9)
    model.fit(np.zeros((4, 1)), np.zeros(4), epochs=3, verbose=0, callbacks=[progress])
    assert progress.shares == [0.5, 1.0]
    assert len(progress.seconds) == 2
    assert "50.0%" in capsys.readouterr().out


def test_steps_shrink_to_the_end():
    """Do the optimiser's steps begin large and end small, at the last batch?"""
    rate = date_reading.decaying_steps(1000, epochs=3, batch_size=100).learning_rate
    optimizer = date_reading.decaying_steps(1000, epochs=3, batch_size=100)
    assert float(rate) == pytest.approx(0.01)
    optimizer.iterations.assign(30)
    assert float(optimizer.learning_rate) == pytest.approx(0.0002)


def test_attention_is_timed_at_each_length():
    """Is there a positive time for each length?"""
    found = date_reading.seconds_of_attention([4, 8])
    assert len(found) == 2
    assert min(found) > 0
