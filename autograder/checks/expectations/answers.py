"""The expectation that a network set by hand is right on all of very many inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import recipes
from autograder.checks.compare import Difference, show
from autograder.checks.expectations.base import Expectation, at


@dataclass(frozen=True)
class RightOnAll(Expectation):
    """The answers at `path` (of `ManyInputs`) are right, all of them; else an example is named.

    Args:
        cases: A recipe that makes, on the judging side, a dict with `labels`, whole numbers `(m,)`;
            perhaps `groups`, a name an input; and `words`, a function from an input's place to what
            a learner reads about it.
        message: The hint.
        path: Of the array of bytes.
        share: The smallest share of right answers in each group; 1.0: all.
    """

    cases: Any
    message: str
    path: str = "answers"
    share: float = 1.0

    def judge(self, observation: dict[str, Any]) -> Difference | None:
        """Counts wrong answers by group, and shows one of them."""
        cases, labels, groups = self._made()
        answers = self._answers(observation, len(labels))
        if answers is None:
            received = show(at(observation, self.path))
            return Difference("property", self.message, f"{len(labels):,} answers", received)
        if len(answers) < len(labels):
            text = f"Time was up after {len(answers):,} of {len(labels):,} inputs."
            return Difference("property", f"{self.message} {text}", "an answer to each input", text)
        wrong = answers != labels
        failed = [name for name, n, of in _counts(wrong, groups) if of - n < self.share * of]
        if not failed:
            return None
        first = int(np.flatnonzero(wrong & (groups == failed[0]))[0])
        words = cases["words"](first) if "words" in cases else f"input {first}"
        parts = [f"{n:,} of {of:,} {name}" for name, n, of in _counts(wrong, groups) if n]
        more = "; …" if len(parts) > 4 else ""
        said = "no number" if answers[first] == 255 else str(int(answers[first]))
        received = f"{said}; wrong in all: {'; '.join(parts[:4])}{more}".replace(" ;", ";")
        return Difference("property", self.message, f"{int(labels[first])} for {words}", received)

    def _made(self) -> tuple[dict, np.ndarray, np.ndarray]:
        cases = recipes.build(recipes.describe(self.cases))
        labels = np.asarray(cases["labels"])
        groups = np.asarray(cases.get("groups", ["inputs"] * len(labels)))
        return cases, labels, groups

    def _answers(self, observation: dict[str, Any], count: int) -> np.ndarray | None:
        answers = at(observation, self.path)
        is_row = isinstance(answers, np.ndarray) and answers.ndim == 1
        if not is_row or answers.dtype.kind not in "biu" or len(answers) > count:
            return None
        return answers

    def failure_signature(self, observation: dict[str, Any]) -> Any:
        """Keeps how many are wrong in each group, or that there are no answers to all."""
        _, labels, groups = self._made()
        answers = self._answers(observation, len(labels))
        if answers is None or len(answers) < len(labels):
            return "form" if answers is None else "time"
        return [n for _, n, _ in _counts(answers != labels, groups)]

    def describe(self) -> dict[str, Any]:
        """Returns the expectation as plain data, its recipe with it."""
        return {"expect": type(self).__name__, **recipes.describe(dict(vars(self)))}


def _counts(wrong: np.ndarray, groups: np.ndarray) -> list[tuple[str, int, int]]:
    """Returns for each group its name, how many are wrong, and how many there are."""
    names = list(dict.fromkeys(groups.tolist()))
    return [(str(n), int(wrong[groups == n].sum()), int((groups == n).sum())) for n in names]
