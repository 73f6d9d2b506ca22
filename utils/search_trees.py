"""What a search over sentences looked at, as a tree: found by watching the steps it takes.

A search may keep its hypotheses as it likes. But it hands their states from step to step, so that a
state can carry along, in columns of its own, the symbols it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

LONGEST = 32  # symbols that a state can carry along
NOTHING = -1  # in columns that hold no symbol yet


class Node(NamedTuple):
    """A beginning of a sentence that a search looked at.

    Attributes:
        path: Symbols from the first one on.
        label: The last one in words.
        log_probability: Of the whole beginning.
        kind: "kept", if the search went on from here; "end", if it put the sentence aside;
            "dropped" else.
        greedy: Whether the greedy search came here.
    """

    path: tuple[int, ...]
    label: str
    log_probability: float
    kind: str
    greedy: bool


class Watched:
    """A step and a first state that note which beginnings a search goes on from.

    Args:
        step: Function of `(tokens, states)` to log-probabilities and states; states `(k, units)`.
        state: Float array `(1, units)`.
    """

    def __init__(self, step: Callable, state: np.ndarray):
        self._step, self._units = step, state.shape[1]
        # The first token that comes is the start, which belongs to no sentence.
        self.state = np.column_stack([state, [[0.0] + [NOTHING] * LONGEST]])
        self._rows: dict[tuple, np.ndarray] = {}

    def step(self, tokens: Any, states: Any) -> tuple[np.ndarray, np.ndarray]:
        """Takes the step, and notes from which beginnings."""
        tokens, states = np.asarray(tokens).reshape(-1), np.array(states, dtype=float)
        logs, new = self._step(tokens, states[:, : self._units])
        for token, state, row in zip(tokens, states, logs, strict=True):
            place = int(state[self._units])
            if place:
                state[self._units + place] = token
            path = state[self._units + 1 : self._units + 1 + place]
            self._rows[tuple(int(symbol) for symbol in path)] = np.array(row)
            state[self._units] = place + 1
        return logs, np.column_stack([new, states[:, self._units :]])

    def tree(
        self,
        found: Sequence,
        greedy: tuple[Sequence[int], float],
        words: Sequence[str],
        end: int = 2,
    ) -> list[Node]:
        """Returns what was looked at, parents before children.

        Args:
            found: What the search returned: `(tokens, log_probability, ...)` each.
            greedy: Tokens and log-probability that a greedy search found.
            words: The word of each id.
            end: Id of the end.
        """
        aside = {(*map(int, one[0]), end) for one in found}
        way = (*map(int, greedy[0]), end)
        sums, nodes = {(): 0.0}, []
        for path in sorted(self._rows, key=len):
            row = self._rows[path]
            likely = set(np.argsort(-row)[:2].tolist())
            for token in np.argsort(-row, kind="stable").tolist():
                child = (*path, token)
                kind = "kept" if child in self._rows else "end" if child in aside else "dropped"
                is_greedy = way[: len(child)] == child
                if kind == "dropped" and not (token in likely or is_greedy):
                    continue
                total = sums.get(path, 0.0) + float(row[token])
                sums[child] = total
                label = "" if token == end else words[token]
                nodes.append(Node(child, label, total, kind, is_greedy))
        return nodes
