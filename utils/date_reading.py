"""What the readers of dates share: a baseline, progress while training, confidence, timing."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from utils.dates import DateSet

FIELDS = {"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}  # Of an ISO date.


class FieldBaseline:
    """Guesses year, month and day, each by itself, from short pieces of the text.

    Every text becomes the set of its pieces of up to `longest` characters, with the ends of words
    marked; a linear classifier for each field does the rest. Each year is a class of its own, so
    that a year it has not learned from cannot be an answer.

    Args:
        longest: Int, characters of the longest piece.
        strength: Float, how closely the classifiers follow the training texts.
    """

    def __init__(self, longest: int, strength: float = 0.3):
        self.longest, self.strength = longest, strength

    def fit(self, texts: Sequence[str], targets: Sequence[str]) -> FieldBaseline:
        """Learns from texts and their ISO dates."""
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.svm import LinearSVC

        self.pieces = CountVectorizer(
            analyzer="char_wb", ngram_range=(1, self.longest), binary=True
        )
        rows = self.pieces.fit_transform(texts)
        self.classifiers = {}
        for name, place in FIELDS.items():
            classifier = LinearSVC(C=self.strength, tol=0.1, max_iter=50, random_state=0)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # It may stop before the last digit is settled.
                self.classifiers[name] = classifier.fit(rows, [t[place] for t in targets])
        return self

    def predict(self, texts: Sequence[str]) -> list[str]:
        """Writes an ISO date for each text."""
        rows = self.pieces.transform(texts)
        fields = [self.classifiers[name].predict(rows) for name in FIELDS]
        return ["-".join(parts) for parts in zip(*fields, strict=True)]


def tuned_field_baseline(train: DateSet, validation: DateSet) -> FieldBaseline:
    """Fits the baseline with the length of pieces that reads most validation dates right.

    Args:
        train: To learn from.
        validation: To choose by.

    Returns:
        The better of two; the shorter pieces where both are equally good.
    """
    best, most = None, -1.0
    for longest in (2, 3):
        fitted = FieldBaseline(longest).fit(train.texts, train.targets)
        pairs = zip(fitted.predict(validation.texts), validation.targets, strict=True)
        share = float(np.mean([text == target for text, target in pairs]))
        if share > most:
            best, most = fitted, share
    return best  # type: ignore[return-value]


def progress(read: Callable[[], Any], right: np.ndarray, enough: float | None = None) -> Any:
    """Returns a Keras callback that prints, and keeps, how many validation dates are read right.

    Args:
        read: Returns the model's symbols for the validation texts, ints `(m, timesteps)`.
        right: The right symbols, of the same shape.
        enough: Share at which training ends; None for never.

    Returns:
        A `keras.callbacks.Callback`; its `shares` and `seconds` (of training, without validation)
        grow by one each epoch.
    """
    import keras

    class Progress(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.shares, self.seconds, self.total = [], [], 0.0

        def on_epoch_begin(self, epoch, logs=None):
            self.started = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.total += time.perf_counter() - self.started
            share = float((np.asarray(read()) == right).all(axis=1).mean())
            self.shares.append(share)
            self.seconds.append(self.total)
            print(
                f"epoch {epoch + 1:2}: {share:6.1%} of validation right, {self.total:3.0f} s",
                flush=True,
            )
            if enough is not None and share >= enough:
                self.model.stop_training = True

    return Progress()


def decaying_steps(count: int, epochs: int, batch_size: int = 100, largest: float = 0.01) -> Any:
    """Returns Adam with steps that shrink to nearly nothing by the end, along half a cosine.

    Args:
        count: Int, training examples.
        epochs: Int, how often all of them will be seen.
        batch_size: Int.
        largest: Float, the step at the beginning.

    Returns:
        A `keras.optimizers.Adam`.

    Source:
        Loshchilov and Hutter, 2017, https://arxiv.org/abs/1608.03983, without the restarts.
    """
    import keras

    steps = max(1, count // batch_size) * epochs
    return keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(largest, steps, alpha=0.02))


def confidence(probabilities: np.ndarray) -> np.ndarray:
    """Computes how probable the likeliest text is, as a whole.

    Args:
        probabilities: Float array `(m, timesteps, symbols)`.

    Returns:
        Float array `(m,)`: the product of the largest probability at each step.

    Example:
        >>> confidence(np.array([[[0.5, 0.5], [0.2, 0.8]]])).tolist()
        [0.4]
    """
    return np.asarray(probabilities, dtype=float).max(axis=-1).prod(axis=-1)


def seconds_of_attention(
    lengths: Sequence[int], units: int = 32, features: int = 64
) -> list[float]:
    """Times additive attention of n queries over n values, on a batch of one.

    Args:
        lengths: Ints n.
        units: Int, numbers of a key.
        features: Int, numbers of a value, and of a query.

    Returns:
        Seconds for each length, the best of three.
    """
    import tensorflow as tf

    rng = np.random.default_rng(0)
    query_kernel, value_kernel = rng.normal(0, 0.1, (2, features, units)).astype("float32")
    scale = rng.normal(0, 0.1, units).astype("float32")

    @tf.function(reduce_retracing=True)
    def attend(queries, values):
        pairs = (queries @ query_kernel)[:, None] + (values @ value_kernel)[None]  # (n, n, units)
        return tf.nn.softmax(tf.linalg.matvec(tf.tanh(pairs), scale)) @ values

    found = []
    for n in lengths:
        queries, values = (tf.constant(x) for x in rng.normal(0, 1, (2, n, features)).astype("f4"))
        attend(queries, values)
        found.append(min(_timed(attend, queries, values) for _ in range(3)))
    return found


def _timed(function: Callable, *arguments: Any) -> float:
    started = time.perf_counter()
    np.asarray(function(*arguments))
    return time.perf_counter() - started
