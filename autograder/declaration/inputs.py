"""What the cases of several assignments draw their inputs with.

Numbers have few decimals, which keeps the public bundle small and messages readable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from autograder.checks.recipes import Generator

_Made = TypeVar("_Made")


def numbers(rng: np.random.Generator, shape: Any, scale: float = 1.0) -> np.ndarray:
    """Draws normal numbers of two decimals.

    Args:
        rng: Generator.
        shape: Of the array.
        scale: Standard deviation.
    """
    return np.round(scale * rng.standard_normal(shape), 2)


def away_from_zero(
    rng: np.random.Generator, shape: Any, low: float = 0.1, high: float = 0.95, decimals: int = 2
) -> np.ndarray:
    """Draws numbers of either sign whose size is in [low, high], so that none hides a mistake.

    Args:
        rng: Generator.
        shape: Of the array.
        low: Smallest size.
        high: Largest size; by default what a hidden state may hold.
        decimals: To which they are rounded.
    """
    return np.round(rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape), decimals)


def seed_from(rng: np.random.Generator) -> Generator:
    """Draws the seed of a generator argument."""
    return Generator(int(rng.integers(2**31)))


def softmax(values: np.ndarray, axis: int = 0) -> np.ndarray:
    """Returns the softmax along an axis."""
    powers = np.exp(values - values.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def draw_until(
    make: Callable[[], _Made], accept: Callable[[_Made], bool], tries: int = 20_000
) -> _Made:
    """Draws inputs until they tell right from wrong by a margin.

    Args:
        make: Returns inputs; called again and again.
        accept: Tells whether inputs will do.
        tries: How often at most.

    Raises:
        RuntimeError: If none of them will.
    """
    for _ in range(tries):
        made = make()
        if accept(made):
            return made
    raise RuntimeError(f"No inputs as expected in {tries} tries.")
