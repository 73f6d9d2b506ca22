"""The measure of a clip of sound that was put together."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import recipes


def clip_made(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Looks into a clip of sound that was put together: what lies where, and what is labelled.

    Every clip among the arguments has one value throughout, no two the same, so that each can be
    found in the difference between result and background.

    Returns:
        `parts`, the number of results; `x_shape` and `y_shape`, None where it is no array;
        `activates` and `negatives`, how many of each lie in the sound whole and once; `rest`, the
        largest sample that they do not explain; `x_start` and `x_end`, first and last millisecond of
        the only clip found, else None; `y`, the labels as they came; `labels`, those that
        belong to the sound, None if they cannot be told; `ones_of_negatives`, how many labels a
        negative's end would have set to 1 that are 1 and should not be.
    """
    result = observation.get("result")
    given = recipes.build(recipes.describe(arguments))
    pair = result if isinstance(result, (tuple, list)) else [result]
    measured: dict[str, Any] = {"parts": len(pair), "x_shape": None, "y_shape": None}
    measured |= dict.fromkeys(("activates", "negatives", "rest", "x_start", "x_end", "y", "labels"))
    measured["ones_of_negatives"] = None
    x, y = pair if len(pair) == 2 else (None, None)
    background, Ty = given["background"], given["Ty"]
    if isinstance(y, np.ndarray) and y.dtype.kind in "biuf":
        measured |= {"y_shape": list(y.shape), "y": y}
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "biuf":
        return measured
    measured["x_shape"] = list(x.shape)
    if x.shape != background.shape:
        return measured
    rest = x.astype(float) - background
    ends: dict[str, list] = {}
    places = []
    for kind in ("activates", "negatives"):
        found = [_take_out(rest, clip) for clip in given[kind]]
        places += [place for place in found if place]
        ends[kind] = [place[1] for place in found if place]
        measured[kind] = len(ends[kind])
    measured["rest"] = float(np.abs(rest).max(initial=0.0))
    if len(places) == 1:
        measured["x_start"], measured["x_end"] = places[0]
    labels = _labels_after(ends["activates"], Ty)
    measured["labels"] = labels
    if measured["y_shape"] == [1, Ty]:
        wrong = (_labels_after(ends["negatives"], Ty) > labels) & (y != 0)
        measured["ones_of_negatives"] = int(wrong.sum())
    return measured


SAMPLES_PER_MS, CLIP_MS, LABEL_STEPS = 16, 10_000, 10  # As in the notebook.


def _take_out(sound: np.ndarray, clip: np.ndarray) -> tuple[int, int] | None:
    """Finds a clip of one value, takes it out in place, returns its first and last millisecond."""
    if not len(clip):
        return None
    here = np.abs(sound - clip[0]) < 1e-5
    edges = np.flatnonzero(np.diff(np.concatenate([[0], here.astype(int), [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - start == len(clip) and start % SAMPLES_PER_MS == 0:
            sound[start:stop] = 0.0
            return int(start) // SAMPLES_PER_MS, int(stop) // SAMPLES_PER_MS - 1
    return None


def _labels_after(ends: list[int], Ty: int) -> np.ndarray:
    """Returns labels `(1, Ty)`: 1 where a step comes after some end, and not too long after."""
    after = np.arange(Ty) - np.reshape(ends, (-1, 1)) * Ty / CLIP_MS  # (ends, Ty), in steps
    return ((after > 0) & (after <= LABEL_STEPS)).any(axis=0, keepdims=True).astype(float)
