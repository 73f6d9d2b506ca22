"""Prints of slips: what small changes of a right answer give on the public cases, in two numbers each.

A print tells results apart, and nothing of how they come about: no source, no value. It is made of
weighted means and not of rounded digits, because another processor gives other last digits, and what
lies beside the border of two roundings would go by another name there.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.expectations import Distributed, Expectation

RELATIVE, ABSOLUTE = 2e-5, 2e-6  # float32 work and six written digits stay below it
SMALL = 1e-3  # numbers above this count by their relative size, others by their size
LARGE = 1e300
STEPS = (0.6180339887498949, 0.7548776662466927)  # of two sequences that never come round
FORM_DIGITS = 8


@dataclass(frozen=True)
class Print:
    """What a function showed on all cases.

    Args:
        form: Digest of all but the numbers: what passes, shapes, texts, kinds of errors.
        means: Two weighted means of all numbers.
    """

    form: str
    means: tuple[float, float]

    def is_like(self, other: Print) -> bool:
        """Tells whether both are of the same results, but for rounding."""
        return self.form == other.form and all(
            math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
            for a, b in zip(self.means, other.means, strict=True)
        )


def has_prints(cases: Sequence[Any]) -> bool:
    """Tells whether an exercise's results can be compared: draws are others with each NumPy."""
    expectations: list[Expectation] = [e for case in cases for e in case.expectations]
    return not any(isinstance(one, Distributed) for one in expectations)


def print_of(signatures: Sequence[Mapping[str, Any]]) -> Print:
    """Returns the print of what a function showed; signatures come in the order of the cases."""
    form: list[str] = []
    numbers: list[float] = []
    for signature in signatures:
        if "parts" not in signature:  # An error's words are NumPy's, and others in another release.
            form.append(f"error {signature.get('error', ['?'])[0]}")
            continue
        for value in _flat(signature["parts"]):
            if isinstance(value, float):  # the finite ones
                numbers.append(math.copysign(math.log1p(min(abs(value), LARGE) / SMALL), value))
                form.append("#")
            else:
                form.append(value)
    digest = hashlib.sha256("\n".join(form).encode("utf-8", "replace")).hexdigest()
    return Print(digest[:FORM_DIGITS], (_mean(numbers, STEPS[0]), _mean(numbers, STEPS[1])))


def _mean(numbers: list[float], step: float) -> float:
    weighted = [(0.5 + (i * step) % 1.0) * x for i, x in enumerate(numbers, start=1)]
    return math.fsum(weighted) / max(1, len(weighted))


def _flat(value: Any) -> Iterator[Any]:
    """Yields the finite numbers of a value as floats, and words for all else."""
    if isinstance(value, np.ndarray):
        yield f"shape {value.shape}"
        value = value.ravel().tolist()
    if isinstance(value, dict):
        value = [part for key in sorted(value, key=str) for part in (str(key), value[key])]
    if isinstance(value, (list, tuple)):
        yield f"{len(value)} items"
        for item in value:
            yield from _flat(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        yield float(value)
    else:
        yield repr(value)


class PrintedSlips:
    """The slips of an exercise as the public bundle holds them.

    Args:
        prints: Kind of slip to its prints.
        order: Names of the cases, in the order of the check.
    """

    def __init__(self, prints: Mapping[str, Sequence[Print]], order: Sequence[str]):
        self.prints, self.order = prints, order

    def kinds(self, mine: Mapping[str, Any]) -> set[str]:
        """Returns the kinds of all slips that show the same; `mine` is case to signature."""
        shown = print_of([mine[name] for name in self.order])
        return {kind for kind, prints in self.prints.items() if any(map(shown.is_like, prints))}

    def two_at_once(self, mine: Mapping[str, Any]) -> list[str]:
        """Returns none: of two at once no prints are kept."""
        return []


def write_prints(prints: Mapping[str, Sequence[Print]]) -> dict[str, dict[str, list[float]]]:
    """Returns kind to form to means, one after the other: as plain JSON, and short."""
    written: dict[str, dict[str, list[float]]] = {}
    for kind, several in prints.items():
        for one in several:
            means = [float(f"{mean:.6g}") for mean in one.means]
            written.setdefault(kind, {}).setdefault(one.form, []).extend(means)
    return written


def read_prints(written: Mapping[str, Mapping[str, Sequence[float]]]) -> dict[str, list[Print]]:
    """Reads back what `write_prints` made."""
    return {
        kind: [
            Print(form, (means[i], means[i + 1]))
            for form, means in forms.items()
            for i in range(0, len(means), 2)
        ]
        for kind, forms in written.items()
    }
