"""How generated files are written, and when two of them count as the same."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.checks.slip_prints import read_prints

# Another NumPy or BLAS adds up in another order: float32 results differ in the sixth digit.
RELATIVE_TOLERANCE = 1e-4
ABSOLUTE_TOLERANCE = 1e-6
FEW_PRINTS, PART_OF_PRINTS = 2, 0.02  # of slips, that may differ

SHORT = 90  # characters of a value that stands on one line


def notebook_text(notebook: NotebookNode) -> str:
    """Returns the one text of a notebook: sorted keys, one newline at the end."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def bundle_text(bundle: dict) -> str:
    """Returns the one text of a bundle: keys as they come, arrays and what is short on one line.

    Keys keep their order, since the order of exercises means something. Floats are written as
    the shortest text that reads back the same.

    Raises:
        ValueError: If the bundle holds NaN or infinity, which JSON has no word for.
    """
    return "\n".join(_lines(bundle, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    """Yields the lines of a value; the first is to stand behind its key."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    is_array = isinstance(value, dict) and "__array__" in value
    if not isinstance(value, (dict, list)) or is_array or _is_flat(value, text):
        yield text
        return
    is_dict = isinstance(value, dict)
    yield "{" if is_dict else "["
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for number, (key, item) in enumerate(items, start=1):
        first, *rest = _lines(item, indent + " ")
        name = f"{json.dumps(key, ensure_ascii=False)}: " if is_dict else ""
        lines = [f"{indent} {name}{first}", *rest]
        lines[-1] += "," * (number < len(value))
        yield from lines
    yield indent + ("}" if is_dict else "]")


def _is_flat(value: Any, text: str) -> bool:
    """Tells whether a container stands on one line: a list of numbers, or what is short."""
    is_numbers = isinstance(value, list) and all(map(_is_number, value))
    return is_numbers or len(text) <= SHORT


def bundle_difference(old: Any, new: Any, where: str = "checks.json") -> str | None:
    """Compares two bundles, floats within tolerance and all else exactly.

    Args:
        old: What a file holds, as `json.loads` gives it.
        new: What it should hold.
        where: Name of the value, for the answer.

    Returns:
        The first difference in words, or None if there is none.
    """
    if _is_number(old) and _is_number(new) and float in (type(old), type(new)):
        close = math.isclose(old, new, rel_tol=RELATIVE_TOLERANCE, abs_tol=ABSOLUTE_TOLERANCE)
        return None if close else f"{where} is {old}, should be {new}"
    if type(old) is not type(new):
        return f"{where} is {_brief(old)}, should be {_brief(new)}"
    if isinstance(old, dict):
        if list(old) != list(new):
            return f"{where} has the keys {_brief(list(old))}, should have {_brief(list(new))}"
        if "slips" in old and (difference := _slips_difference(old["slips"], new["slips"], where)):
            return difference
        pairs = [(old[key], new[key], f"{where}.{key}") for key in old if key != "slips"]
    elif isinstance(old, list):
        if len(old) != len(new):
            return f"{where} has {len(old)} items, should have {len(new)}"
        pairs = [(a, b, f"{where}[{i}]") for i, (a, b) in enumerate(zip(old, new, strict=True))]
    else:
        return None if old == new else f"{where} is {_brief(old)}, should be {_brief(new)}"
    found = (bundle_difference(*pair) for pair in pairs)
    return next((difference for difference in found if difference is not None), None)


def _slips_difference(old: Any, new: Any, where: str) -> str | None:
    """Compares prints of slips: a few are others with another release of NumPy, and cost nothing."""
    try:
        one, other = ([p for prints in read_prints(s).values() for p in prints] for s in (old, new))
    except (AttributeError, LookupError, TypeError):
        return f"{where}.slips cannot be read"
    lacking = sum(not any(map(p.is_like, other)) for p in one)
    added = sum(not any(map(p.is_like, one)) for p in other)
    if lacking + added <= max(FEW_PRINTS, PART_OF_PRINTS * len(other)):
        return None
    return f"{where}.slips lacks {added} prints of {len(other)}, and has {lacking} that are none"


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
