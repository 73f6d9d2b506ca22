"""One submission's cells, in a process that is started again when it dies."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograder.checks.cells import RunnableCell
from autograder.checks.error_words import error_cause
from autograder.checks.probes import Probe
from autograder.checks.seen_error import as_seen_error
from autograder.runner.process import Answer, Runner, RunnerDied, RunnerStuck


class Session:
    """A submission's cells in a process that is started again when it dies.

    The cells have a time of their own, however often they run, and so has each exercise that
    `begin` announces: one that is slow takes nothing from those behind it. The clocks stand still
    while nobody waits for the process.

    Args:
        new_runner: Returns a process for the submission, started or not.
        cells: In the order in which they run.
        cell_seconds: Time for one cell of the learner; released cells have more, for imports.
        total_seconds: Time for all cells; and for all that is asked before an exercise begins.
    """

    RELEASE_CELL_SECONDS = 60.0

    def __init__(
        self,
        new_runner: Callable[[], Runner],
        cells: Sequence[RunnableCell],
        cell_seconds: float,
        total_seconds: float,
    ):
        self.new_runner, self.cells = new_runner, cells
        self.cell_seconds = cell_seconds
        self.total_seconds = total_seconds
        self._cells_left = total_seconds
        self.begin(total_seconds)
        self.cell_errors: dict[str, str] = {}
        self._skip: set[str] = set()
        self._runner: Runner | None = None
        self._interrupted = ""  # the exercise that ran too long in the present process
        self.asked = 0  # how often the present process was

    def begin(self, seconds: float) -> None:
        """Says that an exercise begins, and how long it may take with all that is asked for it."""
        self._given = self._left = seconds

    def ask(
        self,
        exercise: str,
        probe: Probe,
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
        """Returns what `autograder.runner.remote_call.call` returns for a function of the cells."""
        return self._ask(seconds, do="call", exercise=name, arguments=arguments, named=named)

    def _ask(self, seconds: float, answer: Answer | None = None, **request: Any) -> dict[str, Any]:
        if self._left <= 0:
            return {"timeout": self._given}
        if self._interrupted not in ("", request["exercise"]):
            # What was stopped may have left processes or threads behind, and what they use up is
            # not the next exercise's fault.
            self.close()
        # The last of an exercise's questions has what is left; then all of them took too long.
        stated = seconds if seconds <= self._left else self._given
        try:
            runner = self._ready()
            self.asked += 1
            with self._counted():
                seen = runner.request(min(seconds, self._left), answer, **request)
            if "timeout" in seen:
                self._interrupted = request["exercise"]
                # Else what the process says stays as it is, for the judge to tell.
                return seen if stated == seconds else {"timeout": stated}
            return seen
        except RunnerStuck:
            self._runner = None
            return {"timeout": stated}
        except RunnerDied as reason:
            self._runner = None
            return {"crashed": str(reason)}

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        """Counts what the process takes as the exercise's."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._left -= time.monotonic() - start

    def _ready(self) -> Runner:
        """Returns a process in which all cells have run, those that killed one left out."""
        while self._runner is None:
            self._interrupted, self.asked = "", 0
            runner = self.new_runner()
            runner.start()  # unless it was waited for already
            if self._load(runner):
                self._runner = runner
            elif self._cells_left <= 0:
                raise RunnerDied("The cells took all their time before they had run.")
        return self._runner

    def _load(self, runner: Runner) -> bool:
        for index, cell in enumerate(self.cells):
            key = f"{index}:{cell.id}"
            if key in self._skip:
                continue
            if self._cells_left <= 0:
                self.cell_errors.setdefault(cell.id, "No time was left for this cell.")
                continue
            seconds = self.RELEASE_CELL_SECONDS if cell.origin == "release" else self.cell_seconds
            seconds = min(seconds, self._cells_left)
            start = time.monotonic()
            try:
                seen = runner.request(seconds, do="cell", id=cell.id, source=cell.source)
            except (RunnerDied, RunnerStuck) as reason:
                self.cell_errors[cell.id] = str(reason)
                self._skip.add(key)
                return False
            finally:
                self._cells_left -= time.monotonic() - start
            if "timeout" in seen:
                self.cell_errors[cell.id] = (
                    f"The cell ran longer than {seconds:g} seconds and was stopped."
                )
                self._skip.add(key)
            elif "error" in seen and isinstance(seen["error"], dict):
                error = as_seen_error(seen["error"])
                text = f"{error['type']}: {error['message']}"[:400]
                cause = error_cause(error, {}) if error["clues"] else ""
                self.cell_errors[cell.id] = f"{text.rstrip('.')}. {cause}" if cause else text
        return True

    @property
    def was_interrupted(self) -> bool:
        """Tells whether something ran too long in the present process."""
        return bool(self._interrupted)

    def close(self) -> None:
        """Ends the process."""
        self._interrupted, self.asked = "", 0
        if self._runner is not None:
            self._runner.kill()
            self._runner = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
