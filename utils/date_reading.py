"""What the readers of dates share: a baseline, progress while training, confidence, timing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from utils.dates import MACHINE_SYMBOLS, DateSet, iso_texts

FIELDS = {"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}  # Of an ISO date.


class FieldBaseline:
    """Guesses year, month and day, each by itself, from short pieces of the text.

    Every text becomes counts of its pieces of up to `longest` characters, with the ends of words
    marked; a linear classifier for each field does the rest. It knows which pieces occur and next
    to nothing about where.

    Args:
        longest: Int, characters of the longest piece.
        strength: Float, how strongly the classifiers may follow the training texts.
    """

    def __init__(self, longest: int = 4, strength: float = 1.0):
        self.longest, self.strength = longest, strength

    def fit(self, texts: Sequence[str], targets: Sequence[str]) -> FieldBaseline:
        """Learns from texts and their ISO dates."""
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC

        self.readers = {}
        for name, place in FIELDS.items():
            pieces = CountVectorizer(analyzer="char_wb", ngram_range=(1, self.longest), binary=True)
            classifier = LinearSVC(C=self.strength, dual=True, tol=0.1, max_iter=50, random_state=0)
            reader = make_pipeline(pieces, classifier)
            self.readers[name] = reader.fit(texts, [target[place] for target in targets])
        return self

    def predict(self, texts: Sequence[str]) -> list[str]:
        """Writes an ISO date for each text."""
        fields = [self.readers[name].predict(list(texts)) for name in FIELDS]
        return ["-".join(parts) for parts in zip(*fields, strict=True)]


def tuned_field_baseline(train: DateSet, validation: DateSet) -> FieldBaseline:
    """Fits the baseline with the longest piece and strength that read most validation dates right.

    Args:
        train: To learn from.
        validation: To choose by.

    Returns:
        The best of six.
    """
    best, most = None, -1.0
    for longest in (3, 5):
        for strength in (0.03, 0.3):
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # It stops early on purpose.
                fitted = FieldBaseline(longest, strength).fit(train.texts, train.targets)
            pairs = zip(fitted.predict(validation.texts), validation.targets, strict=True)
            right = float(np.mean([text == target for text, target in pairs]))
            if right > most:
                best, most = fitted, right
    return best  # type: ignore[return-value]
