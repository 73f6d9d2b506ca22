"""Word n-grams with honest smoothing, counted in arrays: what a neural language model must beat.

A position of a text is a *window* of ids: the `order - 1` symbols before it, oldest first, and then
the symbol itself. Windows come in arrays, and everything is done for all of them at once.

Ids are those of the course: 0 is padding, 1 the start, 2 the end of a sentence. The start stands
before a sentence as context and is never predicted, padding neither; so a vocabulary of
`vocabulary_size` ids has `vocabulary_size - 2` symbols to predict.
"""

from __future__ import annotations

import numpy as np

PADDING, START, END, UNKNOWN = 0, 1, 2, 3
NEVER_PREDICTED = 2  # padding and start
FALLBACK = (0.5, 1.0, 1.5)  # discounts where a text is too small to tell its own


def windows(inputs: np.ndarray, targets: np.ndarray, order: int) -> np.ndarray:
    """Returns a window for each symbol that is to be predicted, row by row.

    Args:
        inputs: Int array `(m, T)`: start, words, padding.
        targets: Int array `(m, T)`: words, end, padding; what to predict.
        order: Int, 1 or more.

    Returns:
        Int array `(symbols, order)`; starts fill what lies before a sentence.
    """
    if order < 1:
        raise ValueError(f"The order of an n-gram is 1 or more, not {order}.")
    rows, steps = targets.shape
    before = np.full((rows, order - 1), START, dtype=inputs.dtype)
    text = np.concatenate([before, inputs[:, :1], inputs[:, 1:]], axis=1)
    columns = [text[:, 1 + k : 1 + k + steps] for k in range(order - 1)]
    return np.stack([*columns, targets], axis=-1)[targets != PADDING]


class _Contexts:
    """Numbers the contexts of each length that a text has: newest word first, then one older each.

    A context of k words is known by the pair of its oldest word and the number of the other k - 1, so
    that numbers stay small whatever the order.
    """

    def __init__(self, seen: np.ndarray, size: int):
        self.size = size
        self.tables: list[np.ndarray] = []
        codes = np.zeros(len(seen), dtype=np.int64)
        for back in range(2, seen.shape[1] + 1):
            keys = codes * size + seen[:, -back]
            table, codes = np.unique(keys, return_inverse=True)
            self.tables.append(table)

    def number(self, asked: np.ndarray) -> list[np.ndarray]:
        """Returns for each length 0, 1, ... the numbers of the contexts; -1 where never seen."""
        codes = np.zeros(len(asked), dtype=np.int64)
        found = [codes]
        for back, table in enumerate(self.tables, start=2):
            codes = _places(table, codes * self.size + asked[:, -back], codes >= 0)
            found.append(codes)
        return found


class SmoothedNGram:
    """What both kinds of smoothing share: counts of each length, blended from short to long.

    Args:
        order: Int, 1 or more.
        vocabulary_size: Number of ids, padding and start among them.

    Raises:
        ValueError: If there is no order like that.
    """

    def __init__(self, order: int, vocabulary_size: int):
        if order < 1:
            raise ValueError(f"The order of an n-gram is 1 or more, not {order}.")
        self.order, self.vocabulary_size = order, vocabulary_size
        self._levels: list[_Level] = []

    def fit(self, seen: np.ndarray) -> SmoothedNGram:
        """Counts.

        Args:
            seen: Int array `(symbols, order)` of windows; may be wider, then its end counts.

        Returns:
            The model itself.
        """
        seen = np.asarray(seen, dtype=np.int64)[:, -self.order :]
        self._contexts = _Contexts(seen, self.vocabulary_size)
        numbers = self._contexts.number(seen)
        self._levels = [self._level(seen, numbers, length) for length in range(self.order)]
        return self

    def log_probabilities(self, asked: np.ndarray) -> np.ndarray:
        """Tells how likely the last symbol of each window is, given the others.

        Args:
            asked: Int array `(count, order)`, or wider.

        Returns:
            Float array `(count,)` of natural logarithms.
        """
        if not self._levels:
            raise ValueError("The n-gram has counted nothing yet: call fit(windows) first.")
        asked = np.asarray(asked, dtype=np.int64)[:, -self.order :]
        found = np.full(len(asked), 1 / (self.vocabulary_size - NEVER_PREDICTED))
        for level, contexts in zip(self._levels, self._contexts.number(asked), strict=True):
            found = level.blended(contexts, asked[:, -1], found)
        return np.log(found)

    def next_probabilities(self, context: list[int]) -> np.ndarray:
        """Predicts the next symbol.

        Args:
            context: Ids of the words so far, the start not among them.

        Returns:
            Float array `(vocabulary_size,)`; 0 for padding and start. It sums to 1.
        """
        past = ([START] * self.order + list(context))[-(self.order - 1) :] if self.order > 1 else []
        symbols = np.arange(NEVER_PREDICTED, self.vocabulary_size)
        asked = np.column_stack([np.tile(past, (len(symbols), 1)), symbols]).astype(np.int64)
        return np.concatenate([np.zeros(NEVER_PREDICTED), np.exp(self.log_probabilities(asked))])

    @property
    def entries(self) -> int:
        """Number of different n-grams of all lengths that are kept."""
        return sum(len(level.keys) for level in self._levels)

    @property
    def megabytes(self) -> float:
        """Size of all tables, in millions of bytes."""
        arrays = [*self._contexts.tables, *(a for level in self._levels for a in level.arrays)]
        return sum(array.nbytes for array in arrays) / 1e6

    def _level(self, seen: np.ndarray, numbers: list[np.ndarray], length: int) -> _Level:
        raise NotImplementedError

    def _counts(self, seen: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Returns the different pairs of context and word, as keys, and how often each came."""
        return np.unique(codes * self.vocabulary_size + seen[:, -1], return_counts=True)


class WittenBell(SmoothedNGram):
    r"""Trusts a context the less, the more kinds of word have followed it.

    $$P(w \mid h) = \frac{c(h w) + t(h) P(w \mid h')}{c(h) + t(h)}$$

    with `c(h)` how often something followed `h`, `t(h)` how many different words did, and `h'` the
    context without its oldest word.

    Source:
        Witten and Bell, 1991, method C, https://doi.org/10.1109/18.87000.
    """

    def _level(self, seen: np.ndarray, numbers: list[np.ndarray], length: int) -> _Level:
        keys, counts = self._counts(seen, numbers[length])
        owners = keys // self.vocabulary_size
        kinds, totals = np.bincount(owners), np.bincount(owners, weights=counts)
        return _Level(
            keys, counts.astype(float), totals + kinds, kinds.astype(float), self.vocabulary_size
        )


class KneserNey(SmoothedNGram):
    r"""Takes a discount off each count, and asks of short contexts in how many places a word stands.

    $$P(w \mid h) = \frac{c(h w) - D(c(h w)) + \big(\sum_v D(c(h v))\big) P(w \mid h')}{c(h)}$$

    The longest contexts have their counts. Of a shorter one, `c(h w)` is the number of different words
    that stood before `h w`: "francisco" is frequent, but follows one word. Where `h` begins with the
    start of a sentence nothing stands before it, and the counts remain. `D` is one of three numbers,
    for counts of 1, 2, and 3 or more, from how many n-grams came once, twice, three and four times.

    Source:
        Chen and Goodman, 1999 (modified Kneser-Ney, interpolated),
        https://doi.org/10.1006/csla.1999.0128.
    """

    def _level(self, seen: np.ndarray, numbers: list[np.ndarray], length: int) -> _Level:
        keys, counts = self._counts(seen, numbers[length])
        if length < self.order - 1:
            counts = self._places_before(seen, numbers, length, keys, counts)
        taken = np.choose(np.minimum(counts, 3) - 1, discounts(counts))
        owners = keys // self.vocabulary_size
        totals = np.bincount(owners, weights=counts)
        return _Level(
            keys,
            counts - taken,
            totals,
            np.bincount(owners, weights=taken),
            self.vocabulary_size,
        )

    def _places_before(
        self,
        seen: np.ndarray,
        numbers: list[np.ndarray],
        length: int,
        keys: np.ndarray,
        counts: np.ndarray,
    ) -> np.ndarray:
        """Counts the different words before each n-gram; those at a start keep their counts."""
        own = numbers[length] * self.vocabulary_size + seen[:, -1]
        places = np.searchsorted(keys, own)
        longer = places * self.vocabulary_size + seen[:, -length - 2]
        different = np.unique(longer)
        before = np.bincount(different // self.vocabulary_size, minlength=len(keys))
        if not length:
            return before
        at_start = np.zeros(len(keys), dtype=bool)
        at_start[places] = seen[:, -length - 1] == START
        return np.where(at_start, counts, before)


def discounts(counts: np.ndarray) -> list[float]:
    """Returns what to take off counts of 1, of 2, and of 3 and more.

    Args:
        counts: Int array, how often each n-gram came.

    Returns:
        Three floats, each above 0 and at most the count it is taken from; `FALLBACK` where too few
        n-grams are there to tell.
    """
    once, twice, thrice, four = (int(np.sum(counts == k)) for k in (1, 2, 3, 4))
    if not (once and twice and thrice and four):
        return list(FALLBACK)
    share = once / (once + 2 * twice)
    found = [
        1 - 2 * share * twice / once,
        2 - 3 * share * thrice / twice,
        3 - 4 * share * four / thrice,
    ]
    fits = all(0 < amount <= most for amount, most in zip(found, (1, 2, 3), strict=True))
    return found if fits else list(FALLBACK)


class _Level:
    """Contexts of one length: the weight of each word seen there, and of the shorter context."""

    def __init__(
        self,
        keys: np.ndarray,
        weights: np.ndarray,
        totals: np.ndarray,
        rest: np.ndarray,
        size: int,
    ):
        self.keys, self.weights, self.totals, self.rest, self.size = (
            keys,
            weights,
            totals,
            rest,
            size,
        )
        self.arrays = (keys, weights, totals, rest)

    def blended(self, codes: np.ndarray, words: np.ndarray, shorter: np.ndarray) -> np.ndarray:
        """Returns the probabilities, with those of the shorter contexts to fall back on."""
        known = codes >= 0
        places = _places(self.keys, codes * self.size + words, known)
        weights = np.where(places >= 0, self.weights[places], 0.0)
        inside = np.where(known, codes, 0)
        longer = (weights + self.rest[inside] * shorter) / self.totals[inside]
        return np.where(known, longer, shorter)


def _places(table: np.ndarray, keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Returns where keys stand in a sorted table; -1 where they do not, or are not known."""
    places = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return np.where(known & (table[places] == keys), places, -1)
