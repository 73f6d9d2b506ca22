"""How generated files are written, and when two of them count as the same."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import nbformat
from nbformat import NotebookNode

# Another NumPy or BLAS adds up in another order: float32 results differ in the sixth digit.
RELATIVE_TOLERANCE = 1e-4
ABSOLUTE_TOLERANCE = 1e-6

_NUMBERS_IN_LINES = re.compile(r"\[\n[^\[\]{}\"]*\n *\]")


def notebook_text(notebook: NotebookNode) -> str:
    """Returns the one text of a notebook: sorted keys, one newline at the end."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def bundle_text(bundle: dict) -> str:
    """Returns the one text of a bundle: keys as they come, a list of numbers on one line.

    Keys keep their order, since the order of exercises means something. Floats are written as
    the shortest text that reads back the same.

    Raises:
        ValueError: If the bundle holds NaN or infinity, which JSON has no word for.
    """
    text = json.dumps(bundle, indent=1, ensure_ascii=False, allow_nan=False)
    return _NUMBERS_IN_LINES.sub(_on_one_line, text) + "\n"


def _on_one_line(match: re.Match[str]) -> str:
    return "[" + ", ".join(part.strip() for part in match[0][1:-1].split(",")) + "]"


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
        pairs = [(old[key], new[key], f"{where}.{key}") for key in old]
    elif isinstance(old, list):
        if len(old) != len(new):
            return f"{where} has {len(old)} items, should have {len(new)}"
        pairs = [(a, b, f"{where}[{i}]") for i, (a, b) in enumerate(zip(old, new, strict=True))]
    else:
        return None if old == new else f"{where} is {_brief(old)}, should be {_brief(new)}"
    found = (bundle_difference(*pair) for pair in pairs)
    return next((difference for difference in found if difference is not None), None)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
