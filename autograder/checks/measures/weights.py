"""The measure of the first weights of a layer: how their numbers are spread."""

from __future__ import annotations

from typing import Any

import numpy as np


def first_weights(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures the arrays of a list of weights, which step 2 of `Steps` has read.

    Returns:
        For array i, `deviation_i`, `mean_i` in deviations, and `tails_i`, the fourth moment in squared
        second ones, 3 for normal numbers; `single`, 1 if all are float32. None where it is no array.
    """
    results = observation.get("results") or []
    weights = results[1] if len(results) > 1 and isinstance(results[1], (list, tuple)) else []
    measured: dict[str, Any] = {"single": None}
    for number, values in enumerate(weights[:4]):
        if isinstance(values, np.ndarray) and values.dtype.kind == "f" and values.size:
            spread = float(values.std())
            measured[f"deviation_{number}"] = spread
            if spread:
                centred = values.astype(float) - values.mean()
                measured[f"mean_{number}"] = float(values.mean()) / spread
                measured[f"tails_{number}"] = float((centred**4).mean() / spread**4)
    if weights:
        single = [isinstance(w, np.ndarray) and w.dtype == np.float32 for w in weights]
        measured["single"] = int(all(single))
    return measured
