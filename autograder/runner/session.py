"""One submission's cells, in a process that is started again when it dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from autograder.runner.process import Answer, Runner, RunnerDied, RunnerStuck


class Session:
    """A submission's cells in a process that is started again when it dies.

    Args:
        new_runner: Returns a process for the submission, started or not.
        cells: Objects with `id`, `source` and `origin`.
        cell_seconds: Time for one cell of the learner; released cells have more, for imports.
        total_seconds: Time for the whole submission.
    """

    RELEASE_CELL_SECONDS = 60.0

    def __init__(
        self,
        new_runner: Callable[[], Runner],
        cells: list,
        cell_seconds: float,
        total_seconds: float,
    ):
        self.new_runner, self.cells = new_runner, cells
        self.cell_seconds = cell_seconds
        self._deadline = time.monotonic() + total_seconds
        self.total_seconds = total_seconds
        self.cell_errors: dict[str, str] = {}
        self._skip: set[str] = set()
        self._runner: Runner | None = None
        self._interrupted = ""  # the exercise that ran too long in the present process

    def ask(
        self,
        exercise: str,
        probe: Any,
        seconds: float,
        answered: Sequence[str] = (),
        answer: Answer | None = None,
    ) -> dict[str, Any]:
        """Returns the observation of a probe; a dead or stuck process is an observation too.

        Args:
            exercise: Name of the learner's object.
            probe: What to do with it.
            seconds: Time for it.
            answered: Names that the judge answers for.
            answer: Answers a call of one of them.
        """
        request = {"do": "probe", "exercise": exercise, "probe": probe.describe()}
        return self._ask(seconds, answer, **request, answered=list(answered))

    def call(self, name: str, arguments: list, named: dict, seconds: float) -> dict[str, Any]:
        """Returns what `autograder.runner.answered.call` returns for a function of the cells."""
        return self._ask(seconds, do="call", exercise=name, arguments=arguments, named=named)

    def _ask(self, seconds: float, answer: Answer | None = None, **request: Any) -> dict[str, Any]:
        if time.monotonic() > self._deadline:
            return {"timeout": self.total_seconds}
        if self._interrupted not in ("", request["exercise"]):
            # What was stopped may have left processes or threads behind, and what they use up is
            # not the next exercise's fault.
            self.close()
        try:
            seen = self._ready().request(seconds, answer, **request)
            if "timeout" in seen:
                self._interrupted = request["exercise"]
            return seen
        except RunnerStuck:
            self._runner = None
            return {"timeout": seconds}
        except RunnerDied as reason:
            self._runner = None
            return {"crashed": str(reason)}

    def _ready(self) -> Runner:
        """Returns a process in which all cells have run, those that killed one left out."""
        while self._runner is None:
            self._interrupted = ""
            runner = self.new_runner()
            runner.start()  # unless it was waited for already
            if self._load(runner):
                self._runner = runner
            elif time.monotonic() > self._deadline:
                raise RunnerStuck("No time is left for the submission.")
        return self._runner

    def _load(self, runner: Runner) -> bool:
        for index, cell in enumerate(self.cells):
            key = f"{index}:{cell.id}"
            if key in self._skip:
                continue
            left = self._deadline - time.monotonic()
            if left <= 0:
                self.cell_errors.setdefault(cell.id, "No time was left for this cell.")
                continue
            seconds = self.RELEASE_CELL_SECONDS if cell.origin == "release" else self.cell_seconds
            seconds = min(seconds, left)
            try:
                seen = runner.request(seconds, do="cell", id=cell.id, source=cell.source)
            except (RunnerDied, RunnerStuck) as reason:
                self.cell_errors[cell.id] = str(reason)
                self._skip.add(key)
                return False
            if "timeout" in seen:
                self.cell_errors[cell.id] = (
                    f"The cell ran longer than {seconds:g} seconds and was stopped."
                )
                self._skip.add(key)
            elif "error" in seen and isinstance(seen["error"], dict):
                error = seen["error"]
                self.cell_errors[cell.id] = f"{error.get('type')}: {error.get('message')}"[:400]
        return True

    def close(self) -> None:
        """Ends the process."""
        if self._runner is not None:
            self._runner.kill()
            self._runner = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
