"""Says in words what kind of thing a value is."""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any

import numpy as np


def kind_of(value: Any) -> str:
    """Says in words what came where something else was expected: "a tuple of 3"."""
    keras = sys.modules.get("keras")  # Who made a model has imported it.
    if value is None:
        return "None"
    if keras is not None and isinstance(value, keras.Model):
        return "a Keras model"
    if keras is not None and isinstance(value, keras.layers.Layer):
        return "a Keras layer"
    if isinstance(value, (bool, int, float, np.number, np.bool_)):
        return "a number"
    if isinstance(value, (list, tuple)):
        return f"a {'list' if isinstance(value, list) else 'tuple'} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, np.random.Generator):
        return "a NumPy random generator"
    if isinstance(value, ModuleType):
        return f"the module {value.__name__}"
    if type(value).__name__.endswith("Tensor") and hasattr(value, "shape"):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if inspect.isroutine(value):
        return "a function"
    names = {"str": "text", "dict": "a dict", "generator": "a generator"}
    kind = type(value).__name__
    return names.get(kind, f"a value of type {kind}")
