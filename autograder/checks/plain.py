"""Plain values: all that passes between a learner's process and the judge.

A plain value is None, bool, int, float, str, a NumPy array of numbers, or a list, tuple or
dict of plain values. `to_plain` turns what functions return (tensors, NumPy scalars, array
subclasses) into it; `to_json` and `from_json` write it as text with the shortest exact floats.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

MAX_DEPTH = 12
MAX_ITEMS = 200_000
NUMBER_KINDS = "biuf"


class NotPlainError(TypeError):
    """Says in words which value cannot be compared, and where it was."""


def to_plain(value: Any, where: str = "the result", depth: int = 0) -> Any:
    """Returns an independent plain copy of `value`.

    Args:
        value: Anything a learner's function may return or change.
        where: How an error message calls the value.
        depth: Nesting so far.

    Raises:
        NotPlainError: If the value, or something in it, is no number, text or container.
    """
    if depth > MAX_DEPTH:
        raise NotPlainError(f"{where} is nested more than {MAX_DEPTH} levels deep.")
    if value is None or type(value) in (bool, float, str):
        return value
    if type(value) is int:
        if abs(value) >= 2**63:
            raise NotPlainError(
                f"{where} is an integer of {value.bit_length()} bits, which is too large."
            )
        return value
    if isinstance(value, np.generic):
        item = value.item()
        # A longdouble's item is a longdouble again.
        return to_plain(float(item) if isinstance(item, np.floating) else item, where, depth + 1)
    if isinstance(value, np.ndarray):
        return _plain_array(value, where)
    if isinstance(value, dict):
        _limit(value, where)
        return {
            to_plain(key, f"a key of {where}", depth + 1): to_plain(
                item, f"{where}[{key!r}]", depth + 1
            )
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        _limit(value, where)
        items = [to_plain(item, f"{where}[{i}]", depth + 1) for i, item in enumerate(value)]
        return tuple(items) if isinstance(value, tuple) else items
    return _plain_foreign(value, where)


def _plain_array(value: np.ndarray, where: str) -> Any:
    if value.dtype.kind in "US":
        return value.astype(str).tolist()
    if value.dtype.kind not in NUMBER_KINDS:
        raise NotPlainError(f"{where} is an array of {value.dtype}, expected an array of numbers.")
    # Subclasses may lie about themselves later; a base-class copy cannot. Foreign byte order is
    # set right here, because the type's name does not tell it.
    dtype = value.dtype.newbyteorder("=")
    return np.array(value, dtype=dtype, copy=True, order="C", subok=False)


def _plain_foreign(value: Any, where: str) -> Any:
    kind = type(value)
    module = kind.__module__.split(".")[0]
    if module in ("tensorflow", "keras", "jax", "torch", "pandas") and hasattr(value, "numpy"):
        if module == "torch":
            value = value.detach()
        return to_plain(value.numpy(), where)
    if module == "pandas" and hasattr(value, "to_numpy"):
        return to_plain(value.to_numpy(), where)
    if isinstance(value, (bool, int, float, str)):
        base = next(b for b in (bool, int, float, str) if isinstance(value, b))
        return base(value)
    if kind in (range, set, frozenset) or kind.__name__ in ("dict_values", "dict_keys"):
        items = sorted(value) if isinstance(value, (set, frozenset)) else list(value)
        return to_plain(items, where)
    if kind.__name__ in ("KerasTensor", "SymbolicTensor"):
        raise NotPlainError(f"{where} is a symbolic tensor, which has no values outside its model.")
    raise NotPlainError(
        f"{where} is of type {kind.__name__}, expected numbers, text or containers of them."
    )


def _limit(value: Any, where: str) -> None:
    if len(value) > MAX_ITEMS:
        raise NotPlainError(f"{where} has {len(value):,} items, which is more than {MAX_ITEMS:,}.")


def to_json(value: Any) -> Any:
    """Returns a structure that `json.dumps` writes and `from_json` reads back unchanged."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"__float__": repr(value)}
    if isinstance(value, np.ndarray):
        items = value.ravel().tolist()
        if value.dtype == np.float32:  # Half as many digits read back the same.
            items = [float(str(item)) for item in value.ravel()]
        return {
            "__array__": value.dtype.name,
            "shape": list(value.shape),
            "values": [to_json(item) for item in items],
        }
    if isinstance(value, tuple):
        return {"__tuple__": [to_json(item) for item in value]}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("__") for key in value):
            return {key: to_json(item) for key, item in value.items()}
        return {"__map__": [[to_json(key), to_json(item)] for key, item in value.items()]}
    raise NotPlainError(f"A {type(value).__name__} cannot be written as JSON.")


def from_json(value: Any) -> Any:
    """Reads back what `to_json` made."""
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "__float__" in value:
        return float(value["__float__"])
    if "__array__" in value:
        flat = [from_json(item) for item in value["values"]]
        return np.array(flat, dtype=value["__array__"]).reshape(value["shape"])
    if "__tuple__" in value:
        return tuple(from_json(item) for item in value["__tuple__"])
    if "__map__" in value:
        return {from_json(key): from_json(item) for key, item in value["__map__"]}
    return {key: from_json(item) for key, item in value.items()}
