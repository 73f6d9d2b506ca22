"""An n-gram whose trust in long contexts is tuned: the honest baseline for a small set of names.

Witten and Bell's rule says how much weight goes to the shorter context. On a thousand names it
trusts long contexts too much; one factor on that weight, chosen on validation names, mends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from utils.ngrams import WittenBellNGram

CAUTIONS = (0.5, 1, 2, 3, 4, 6)


class TunedNGram(WittenBellNGram):
    r"""Blends contexts as Witten and Bell do, with more or less trust in the long ones.

    $$P(s \mid h) = \frac{c(h s) + \kappa\, t(h)\, P(s \mid h')}{c(h) + \kappa\, t(h)}$$

    with `c`, `t` and `h'` as in `WittenBellNGram`, and `kappa` the caution: 1 is their rule, more
    gives more weight to the shorter context.

    Args:
        order: Int, 1 or more: 1 ignores the context, 2 sees one symbol, and so on.
        caution: Float above 0.
        alphabet: String of the different letters that names are made of.

    Raises:
        ValueError: If the caution is not positive, or as `WittenBellNGram` does.

    Example:
        >>> names = ["ab", "abab"]
        >>> bold = TunedNGram(2, 1, "ab").fit(names).next_symbol_probabilities("a")
        >>> cautious = TunedNGram(2, 8, "ab").fit(names).next_symbol_probabilities("a")
        >>> bold["b"] > cautious["b"]
        True
    """

    def __init__(self, order: int, caution: float = 1.0, alphabet: str = ascii_lowercase):
        super().__init__(order, alphabet)
        if not caution > 0:
            raise ValueError(f"The caution must be above 0, not {caution!r}.")
        self.caution = caution

    def _probability(self, context: str, symbol: str) -> float:
        """Blends the predictions of all endings of the context, from none to the whole."""
        probability = 1 / len(self.symbols)
        for start in range(len(context), -1, -1):
            followers = self._followers.get(context[start:])
            if followers is None:  # Then no longer context was seen either.
                break
            weight = self.caution * len(followers)
            probability = (followers[symbol] + weight * probability) / (followers.total() + weight)
        return probability


def tune_ngram(
    order: int,
    training_names: Sequence[str],
    validation_names: Sequence[str],
    cautions: Iterable[float] = CAUTIONS,
) -> TunedNGram:
    """Fits an n-gram, with the caution that is least surprised by the validation names.

    Args:
        order: Int, 1 or more.
        training_names: Strings of the letters a to z, to count in.
        validation_names: Strings, to choose by; no training names among them.
        cautions: Values to try; of two that are equally good, the first is kept.

    Returns:
        The fitted model; its `caution` says which was best.

    Raises:
        ValueError: If there are no names, or no cautions to try.
    """
    models = [TunedNGram(order, caution) for caution in cautions]
    if not models:
        raise ValueError("There are no cautions to choose from.")
    for model in models:
        model.fit(training_names)
    return min(models, key=lambda model: model.perplexity(validation_names))
