"""Adam and the clock: is it Keras's Adam, and does it stop, keep and complain as it says?"""

import numpy as np
import pytest

from utils.embedding_training import start_vectors, sum_by_row, train


def bowl(shift, table):
    """A loss whose lowest point is `shift`."""
    gap = table - shift
    return np.sum(gap**2), 2 * gap


def endless(*values):
    while True:
        yield values


def test_adam_is_the_one_of_keras():
    """Do twenty steps lead where Keras's Adam leads, at the same falling rates?"""
    import keras

    start = np.array([[1.0, -2.0], [0.5, 3.0]], dtype=np.float32)
    moments = train(bowl, [start], endless(0.25), seconds=1, rate=0.05, steps=20)
    variable = keras.Variable(start)
    optimizer = keras.optimizers.Adam(0.05, epsilon=1e-8)
    for step in range(1, 21):
        optimizer.learning_rate = 0.05 * (1 - 0.9 * step / 20)
        optimizer.apply(
            [keras.ops.convert_to_tensor(bowl(0.25, keras.ops.convert_to_numpy(variable))[1])],
            [variable],
        )
    np.testing.assert_allclose(
        moments[-1].parameters[0], keras.ops.convert_to_numpy(variable), atol=2e-5
    )
    assert moments[-1].steps == 20


def test_it_finds_the_lowest_point_and_leaves_what_it_was_given():
    """Does it arrive, and is the beginning still there, in the first moment too?"""
    start = np.zeros((3, 2), dtype=np.float32)
    first, last = train(bowl, [start], endless(1.5), seconds=1, rate=0.1, steps=300)
    np.testing.assert_allclose(last.parameters[0], 1.5, atol=0.01)
    assert not start.any()
    assert not first.parameters[0].any()
    assert np.isnan(first.loss)
    assert last.loss < 0.1


def test_moments_come_in_the_order_of_the_clock(monkeypatch):
    """Does a budget of seconds end the training, with copies on the way?"""
    ticks = iter(range(10_000))
    monkeypatch.setattr("time.process_time", lambda: next(ticks) * 0.5)
    moments = train(bowl, [np.ones((1, 1))], endless(0.0), seconds=10, keep_at=(2, 5, 50))
    assert [moment.seconds for moment in moments] == [0, 2, 5, 10]
    assert [moment.steps for moment in moments] == [0, 4, 10, 20]
    sizes = [abs(moment.parameters[0].item()) for moment in moments]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    "gradients", [(), (np.zeros((2, 3)),), (np.zeros((3, 2)), np.zeros((3, 2)))]
)
def test_gradients_of_the_wrong_form_are_told(gradients):
    """Does a loss that returns too few, too many or other shapes get a sentence with both shapes?"""
    with pytest.raises(ValueError, match=r"expected \[\(3, 2\)\]"):
        train(lambda table: (0.0, *gradients), [np.zeros((3, 2))], endless(), seconds=1)


def test_start_vectors_are_small_and_different():
    """Are they float32 of the sizes asked for, none equal?"""
    one, other = start_vectors((4, 3), 16, np.random.default_rng(0))
    assert (one.shape, other.shape, one.dtype) == ((4, 16), (3, 16), np.float32)
    assert np.abs(one).max() <= 0.5 / 4
    assert len(np.unique(one)) == one.size


@pytest.mark.parametrize("shape", [(6,), (4, 3), (0,)])
def test_sum_by_row_is_add_at(shape):
    """Does it add up what NumPy's add.at adds up, rows that come twice too?"""
    rng = np.random.default_rng(0)
    rows, values = rng.integers(0, 5, shape), rng.normal(size=(*shape, 2))
    expected = np.zeros((7, 2))
    np.add.at(expected, rows, values)
    np.testing.assert_allclose(sum_by_row(values, rows, 7), expected, atol=1e-12)


def test_sum_by_row_refuses_what_lies_outside():
    """Are negative rows, rows too large and shapes that disagree refused, not read as the last?"""
    values = np.ones((2, 3))
    for rows in ([0, -1], [0, 4]):
        with pytest.raises(ValueError, match="0 to 3"):
            sum_by_row(values, np.array(rows), 4)
    with pytest.raises(ValueError, match="need rows of the shape"):
        sum_by_row(values, np.array([0, 1, 2]), 4)
