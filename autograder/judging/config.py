"""What a judge can be told: one set of settings, from the command line to the process that judges."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

CELL_SECONDS = 15.0  # for one cell that a learner wrote, when it is run for a grade
SUBMISSION_SECONDS = 300.0  # shared out: of seventeen exercises, each has 17 or more
CELLS_SECONDS = 120.0  # for all cells of a submission, those that run again after a kill among them
WITHOUT_JAIL = "AUTOGRADER_WITHOUT_JAIL"  # an environment variable, for nbgrader's own commands


@dataclass(frozen=True)
class JudgeConfig:
    """Settings of a judge; with the same ones, every judge of an assignment gives the same grades.

    Args:
        seed: Of the inputs; None draws a secret one. The same seed repeats a grade.
        time_limit: Seconds for all exercises of a submission, each of which has its share.
        cell_seconds: Seconds for one cell of a learner.
        look_ahead: How many processes are started ahead of need; then `close` must be called at
            the end.
        start_method: How learners' processes are made: `"fork"` by a fork server, or `"spawn"`
            each from nothing.
        jail: Whether each submission is locked in; None as `wants_jail` says.
    """

    seed: int | None = None
    time_limit: float = SUBMISSION_SECONDS
    cell_seconds: float = CELL_SECONDS
    look_ahead: int = 0
    start_method: str = "fork"
    jail: bool | None = None

    def settled(self) -> JudgeConfig:
        """Returns the same with everything decided that was left open."""
        return replace(
            self,
            seed=secrets.randbits(63) if self.seed is None else self.seed,
            jail=wants_jail() if self.jail is None else self.jail,
        )

    def shares(self, case_limits: Mapping[str, float]) -> dict[str, float]:
        """Returns the seconds that each exercise has of its own, which no other can use up.

        Args:
            case_limits: Exercise to the seconds for one of its cases: who needs more gets more.
        """
        total = sum(case_limits.values())
        return {
            name: round(self.time_limit * limit / total, 1) for name, limit in case_limits.items()
        }

    @property
    def cells_limit(self) -> float:
        """Returns the seconds for all cells of a submission."""
        return min(CELLS_SECONDS, self.time_limit)

    @property
    def limits(self) -> list[float]:
        """Returns the settings that a verdict depends on, besides the seed."""
        return [self.time_limit, self.cell_seconds]


def wants_jail() -> bool:
    """Tells whether submissions are locked in: on Linux, unless somebody said that they need not be."""
    return sys.platform == "linux" and os.environ.get(WITHOUT_JAIL, "0") in ("", "0")
