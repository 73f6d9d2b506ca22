"""A character n-gram with Witten-Bell smoothing: the baseline that a neural model must beat."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from string import ascii_lowercase

import numpy as np

START = "^"  # Stands before a name as context only; it is never predicted.
END = "$"  # The symbol after the last letter, predicted like a letter.


class WittenBellNGram:
    r"""Predicts each letter of a name from the `order - 1` symbols before it.

    A long context was seen too seldom to be trusted, a short one says too little. The model
    blends them all, from the uniform distribution over the alphabet and the end symbol up to the
    longest context, each time by the Witten-Bell rule:

    $$P(s \mid h) = \frac{c(h s) + t(h)\, P(s \mid h')}{c(h) + t(h)}$$

    with `c(h s)` how often symbol `s` followed context `h`, `c(h)` how often anything did, `t(h)`
    how many *different* symbols did, and `h'` the context `h` without its oldest symbol. The
    more kinds of symbol followed a context, the likelier is one not seen there yet, and the
    more weight goes to the shorter context. A context never seen leaves the shorter one's answer.

    A name is preceded by one start marker, which lengthens the first contexts, and followed by
    the end symbol, which is predicted and counted.

    Args:
        order: Int, 1 or more: 1 ignores the context, 2 sees one symbol, and so on.
        alphabet: String of the different letters that names are made of.

    Raises:
        ValueError: If the order is below 1 or the alphabet is not usable.

    Example:
        >>> model = WittenBellNGram(order=2, alphabet="ab").fit(["ab", "abab"])
        >>> probabilities = model.next_symbol_probabilities("a")
        >>> max(probabilities, key=probabilities.get)
        'b'

    Source:
        Witten and Bell, 1991, method C, https://doi.org/10.1109/18.87000; as an interpolation:
        Chen and Goodman, 1998,
        https://nrs.harvard.edu/urn-3:HUL.InstRepos:25104739.
    """

    def __init__(self, order: int, alphabet: str = ascii_lowercase):
        if order != int(order) or order < 1:
            raise ValueError(f"The order must be a whole number from 1 up, not {order!r}.")
        if not alphabet or len(set(alphabet)) != len(alphabet):
            raise ValueError(f"The alphabet must hold different letters, not {alphabet!r}.")
        if START in alphabet or END in alphabet:
            raise ValueError(f"The alphabet may not hold the markers {START!r} and {END!r}.")
        self.order = int(order)
        self.alphabet = alphabet
        self.symbols = (*alphabet, END)
        self._followers: dict[str, Counter[str]] = {}

    def fit(self, names: Iterable[str]) -> WittenBellNGram:
        """Counts what follows each context in the names, forgetting any earlier fit.

        Args:
            names: Strings over the alphabet, at least one; repeated names count again.

        Returns:
            The model itself.

        Raises:
            ValueError: If there are no names, or one has a character outside the alphabet.
        """
        names = self._checked_names(names)
        self._followers = {}
        for name in names:
            for context, symbol in self._events(name):
                for suffix in _suffixes(context):
                    self._followers.setdefault(suffix, Counter())[symbol] += 1
        return self

    def next_symbol_probabilities(self, prefix: str) -> dict[str, float]:
        """Predicts what comes after the beginning of a name.

        Args:
            prefix: String over the alphabet; `""` asks for the first letter.

        Returns:
            Dictionary from each letter, and `END`, to its probability; the values sum to one.
        """
        self._check_ready(prefix)
        context = self._context(START + prefix)
        return {symbol: self._probability(context, symbol) for symbol in self.symbols}

    def log_probabilities_by_symbol(self, name: str) -> np.ndarray:
        """Tells how expected each letter of a name was, and then its end.

        Args:
            name: String over the alphabet; may be empty.

        Returns:
            Float array `(len(name) + 1,)` of natural logarithms, the end symbol's last.

        Raises:
            ValueError: If a character is outside the alphabet.
        """
        self._check_ready(name)
        return np.array([math.log(self._probability(*event)) for event in self._events(name)])

    def log_probability(self, name: str) -> float:
        """Returns the natural log of the probability of exactly this name, its end included.

        Args:
            name: String over the alphabet; may be empty.
        """
        return float(self.log_probabilities_by_symbol(name).sum())

    def perplexity(self, names: Iterable[str]) -> float:
        """Measures how many symbols the model hesitates between, on average over all symbols.

        Args:
            names: Strings over the alphabet, at least one.

        Returns:
            Float from 1 up: the exponential of the mean surprise, end symbols counted.

        Raises:
            ValueError: If there are no names, or one has a character outside the alphabet.
        """
        surprises = [self.log_probabilities_by_symbol(name) for name in self._checked_names(names)]
        return float(np.exp(-np.concatenate(surprises).mean()))

    def sample(self, rng: np.random.Generator, max_length: int = 50) -> str:
        """Invents a name.

        Args:
            rng: Source of randomness.
            max_length: Int, where to cut a name that has not ended by itself.

        Returns:
            String of at most `max_length` letters, without the end symbol.
        """
        name = ""
        while len(name) < max_length:
            probabilities = self.next_symbol_probabilities(name)
            symbol = self.symbols[rng.choice(len(self.symbols), p=list(probabilities.values()))]
            if symbol == END:
                break
            name += symbol
        return name

    def _events(self, name: str) -> Iterable[tuple[str, str]]:
        """Yields each (context, symbol) that the name consists of, the end included."""
        text = START + name + END
        for position in range(1, len(text)):
            yield self._context(text[:position]), text[position]

    def _context(self, past: str) -> str:
        """Returns the last `order - 1` symbols of the past, or as many as there are."""
        return past[max(0, len(past) - self.order + 1) :]

    def _probability(self, context: str, symbol: str) -> float:
        """Blends the predictions of all endings of the context, from none to the whole."""
        probability = 1 / len(self.symbols)
        for suffix in reversed(_suffixes(context)):
            followers = self._followers.get(suffix)
            if followers is None:  # Then no longer context was seen either.
                break
            kinds, times = len(followers), followers.total()
            probability = (followers[symbol] + kinds * probability) / (times + kinds)
        return probability

    def _checked_names(self, names: Iterable[str]) -> list[str]:
        """Returns the names as a list, or raises an error that says what is wrong."""
        if isinstance(names, str):
            raise ValueError(f"A list of names is wanted, not the single string {names!r}.")
        names = list(names)
        if not names:
            raise ValueError("There are no names.")
        for name in names:
            self._check_letters(name)
        return names

    def _check_letters(self, name: str) -> None:
        """Raises an error if a name has a character outside the alphabet."""
        for character in name:
            if character not in self.alphabet:
                raise ValueError(
                    f"{name!r} has the character {character!r}, which is not in the alphabet "
                    f"{self.alphabet!r}."
                )

    def _check_ready(self, name: str) -> None:
        """Raises an error if there is nothing to predict from, or the name is not usable."""
        if not self._followers:
            raise ValueError("The model has seen no names yet: call fit(names) first.")
        self._check_letters(name)


def choose_order(
    training_names: Sequence[str],
    validation_names: Sequence[str],
    orders: Iterable[int] = range(1, 8),
) -> tuple[WittenBellNGram, dict[int, float]]:
    """Fits one model an order and keeps the one least surprised by the validation names.

    Args:
        training_names: Strings of the letters a to z, to count in.
        validation_names: Strings, to choose by; no training names among them.
        orders: Orders to try; of two that are equally good, the first is kept.

    Returns:
        The best model, and the validation perplexity of each order.

    Raises:
        ValueError: If there are no names or no orders.
    """
    models = {order: WittenBellNGram(order).fit(training_names) for order in orders}
    if not models:
        raise ValueError("There are no orders to choose from.")
    perplexities = {order: model.perplexity(validation_names) for order, model in models.items()}
    return models[min(perplexities, key=perplexities.__getitem__)], perplexities


def _suffixes(context: str) -> list[str]:
    """Returns all endings of a context, from the whole of it down to the empty one."""
    return [context[start:] for start in range(len(context) + 1)]
