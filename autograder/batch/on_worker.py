"""What a worker of a cluster does for a batch: it has judges, each in a process of its own.

Nothing here knows what cluster it is. A worker calls these functions by name, with texts, and they
return texts: JSON, as between a batch and its judges on one machine. A learner's code never runs
in the worker's process: its judges are started from nothing, and have it run in a jail.
"""

from __future__ import annotations

import dataclasses
import json
import socket
import threading
from typing import Any

from autograder.batch.fingerprint import course_fingerprint, software_versions
from autograder.checks.cells import RunnableCell
from autograder.errors import CourseError
from autograder.judging.judge_process import JudgeFailed, JudgeLost, JudgeProcess, Order

IDLE_SECONDS = 600.0  # after which judges end that no batch has asked: it may have been killed


def get_ready(order: str, fingerprint: str) -> str:
    """Starts a judge and waits for it, so that faults show before the first submission.

    Args:
        order: The `Order` as JSON.
        fingerprint: Of the course where the batch is; here it must be the same.

    Returns:
        JSON: `versions` of what grades depend on, or `refused` or `lost` with the reason.
    """
    return _reply(_judge_pool(order, fingerprint), lambda judge: {"versions": software_versions()})


def grade(order: str, fingerprint: str, cells: str) -> str:
    """Judges one submission.

    Args:
        order: As for `get_ready`.
        fingerprint: As for `get_ready`.
        cells: JSON list of id, source and origin, in the order in which they run.

    Returns:
        JSON: `graded` and `notes`; or the reason: `failed` (no judge would do better), `lost`
        (another one may), `refused` (there can be no judge here).
    """

    def ask(judge: JudgeProcess) -> dict[str, Any]:
        graded = judge.grade([RunnableCell(*each) for each in json.loads(cells)])
        return {"graded": dataclasses.asdict(graded), "notes": judge.notes}

    return _reply(_judge_pool(order, fingerprint), ask)


def dismiss(order: str, fingerprint: str) -> None:
    """Ends the judges of a batch, at once and without waiting."""
    with _making:
        desk = _desks.pop((order, fingerprint), None)
    if desk is not None:
        threading.Thread(target=desk.close, daemon=True).start()


_desks: dict[tuple[str, str], _JudgePool] = {}
_making = threading.Lock()


def _judge_pool(order: str, fingerprint: str) -> _JudgePool:
    with _making:
        if (order, fingerprint) not in _desks:
            _desks[order, fingerprint] = _JudgePool(Order(**json.loads(order)), fingerprint)
        return _desks[order, fingerprint]


def _reply(desk: _JudgePool, ask: Any) -> str:
    try:
        return json.dumps(desk.ask(ask))
    except CourseError as reason:
        return json.dumps({"refused": f"On {socket.gethostname()}: {reason}"})
    except JudgeFailed as reason:
        return json.dumps({"failed": str(reason)})
    except JudgeLost as reason:
        return json.dumps({"lost": str(reason)})


class _JudgePool:
    """The judges of one batch on one worker: as many as it has threads that ask."""

    def __init__(self, order: Order, fingerprint: str):
        self._order, self._fingerprint = order, fingerprint
        self._free: list[JudgeProcess] = []
        self._at_work = 0
        self._is_checked = False
        self._lock = threading.Lock()
        self._idle: threading.Timer | None = None

    def ask(self, ask: Any) -> Any:
        """Returns what a judge answers; one that fails is not asked again."""
        judge = self._take()
        try:
            judge.wait_until_ready()
            answer = ask(judge)
        except JudgeFailed:
            self._give_back(judge)
            raise
        except BaseException:
            self._give_back(None)
            judge.close()
            raise
        self._give_back(judge)
        return answer

    def _take(self) -> JudgeProcess:
        with self._lock:
            self._check()
            self._at_work += 1
            if self._idle is not None:
                self._idle.cancel()
            return self._free.pop() if self._free else JudgeProcess(self._order)

    def _check(self) -> None:
        """Makes sure that the course here is the one that the batch is about."""
        if self._is_checked:
            return
        order = self._order
        try:
            here = course_fingerprint(order.course(), order.assignment, order.limits)
        except OSError as error:
            raise CourseError(
                f"{order.root} does not hold the course ({error}). Workers find it at the same "
                f"place as the batch does, such as on a file system that they share."
            ) from None
        if here != self._fingerprint:
            raise CourseError(
                f"{order.root} or the package of the autograder is in another state than where the "
                f"batch runs, so grades would differ. Bring both to the same state and start the "
                f"workers again."
            )
        self._is_checked = True

    def _give_back(self, judge: JudgeProcess | None) -> None:
        with self._lock:
            self._at_work -= 1
            if judge is not None:
                self._free.append(judge)
            if self._at_work == 0:
                self._idle = threading.Timer(IDLE_SECONDS, self.close)
                self._idle.daemon = True
                self._idle.start()

    def close(self) -> None:
        """Ends the judges that wait; those at work end when nobody is left to ask them again."""
        with self._lock:
            ending, self._free = self._free, []
        for judge in ending:
            judge.hang_up()
        for judge in ending:
            judge.close()
