"""The measure of a gated unit that was set by hand: what it remembers."""

from __future__ import annotations

from typing import Any

import numpy as np

WORDS_BEFORE, WORDS_AFTER = 200, 200  # the most other words that may stand around the noun


def memory_of_gru(observation: dict[str, Any], arguments: dict[str, Any]) -> dict[str, Any]:
    """Measures what a gated recurrent unit set by hand remembers of a noun.

    The result holds the weights of one unit with three inputs, one-hot: a singular noun, a plural
    noun, any other word. From a state of zero it reads every sentence that has one noun, 0 to 200
    other words before it and 200 after it. No sentence is left out, so none needs to be secret.

    Returns:
        For `singular`, whose state should be above 0.5, and `plural`, below -0.5: `_read_first`,
        the state right after the noun if that is the first word; `_read`, the same at the worst
        place of the noun; `_kept`, after how many other words, at most 200, every sentence's state
        was on its side still. None where the parameters cannot be used.
    """
    parameters = _unit_parameters(observation.get("result"))
    measured: dict[str, Any] = {}
    for row, (number, sign) in enumerate((("singular", 1.0), ("plural", -1.0))):
        names = [f"{number}_{what}" for what in ("read_first", "read", "kept")]
        values: list = [None, None, None]
        if parameters is not None:
            states = sign * _states_after_noun(parameters, row)
            holds = (states > 0.5).all(axis=0)
            kept = WORDS_AFTER if holds.all() else max(int(holds.argmin()) - 1, 0)
            values = [sign * float(states[0, 0]), sign * float(states[:, 0].min()), kept]
        measured |= dict(zip(names, values, strict=True))
    return measured


def _unit_parameters(result: Any) -> dict[str, np.ndarray] | None:
    """Returns `Wu Wr Wc` as `(1, 4)` and `bu br bc` as `(1, 1)`; None where one is unusable."""
    shapes = {f"{kind}{gate}": (1, 4 if kind == "W" else 1) for gate in "urc" for kind in "Wb"}
    if not isinstance(result, dict):
        return None
    arrays = {}
    for name, shape in shapes.items():
        try:
            arrays[name] = np.asarray(result.get(name), dtype=float)
        except (TypeError, ValueError):
            return None
        if arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            return None
    return arrays


def _states_after_noun(parameters: dict[str, np.ndarray], row: int) -> np.ndarray:
    """Runs one unit over all sentences with one noun.

    Args:
        parameters: Of one unit, on the stack of state and three inputs.
        row: The input that says which noun it is.

    Returns:
        Float array `(WORDS_BEFORE + 1, WORDS_AFTER + 1)`: a row for each number of words before
        the noun, the states right after the noun and after each word that follows.
    """
    other = 2
    before = [np.zeros(1)]
    with np.errstate(all="ignore"):  # Weights near the largest float become NaN, and fail.
        for _ in range(WORDS_BEFORE):
            before.append(_next_state(parameters, before[-1], other))
        after = [_next_state(parameters, np.concatenate(before), row)]
        for _ in range(WORDS_AFTER):
            after.append(_next_state(parameters, after[-1], other))
    return np.stack(after, axis=1)


def _next_state(parameters: dict[str, np.ndarray], state: np.ndarray, word: int) -> np.ndarray:
    """Returns the states `(m,)` of one unit after a word, of which `word` is the input's row."""
    from scipy.special import expit

    def affine(gate: str, seen: np.ndarray) -> np.ndarray:
        weights = parameters["W" + gate][0]
        return weights[0] * seen + (weights[1 + word] + parameters["b" + gate][0, 0])

    gamma_u, gamma_r = expit(affine("u", state)), expit(affine("r", state))
    candidate = np.tanh(affine("c", gamma_r * state))
    return gamma_u * candidate + (1 - gamma_u) * state
