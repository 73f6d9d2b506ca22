"""The judges of a batch: one in this process, or several, each in a process of its own.

One judge keeps one core at work, however many submissions run at a time: all that it compares
happens under one lock. Several use all cores, but each imports and makes the reference's answers
for itself, so there are no more of them than pay, and than memory holds.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import CellJudge, GradedCells, Judge
from autograder.judging.judge_process import JudgeLost, JudgeProcess, Order

WORTH = 4  # submissions a judge, for which its start is worth its while
MEMORY = 2 << 30  # bytes that a judge takes at most, with its fork server and submissions
TRIES = 2  # judges that a submission may lose before it is given up


@runtime_checkable
class BatchJudge(CellJudge, Protocol):
    """Who judges the submissions of a batch: in this process, in several, or on a cluster.

    Attributes:
        jail: Whether each submission is locked in.
    """

    jail: bool

    def prepare(self, submissions: int = 1) -> None:
        """Makes ready for so many submissions, so that faults show here."""

    def notes(self) -> list[str]:
        """Returns what the person who started the batch should know."""

    def close(self) -> None:
        """Ends what was started."""


class JudgePool:
    """Judges submissions as `autograder.judging.judge.Judge` does, several at a time in as many processes.

    Threads ask; each waits until a judge is free. A process that ends is replaced, and its
    submission given to another one, once: one that takes its judge with it does not end a batch.

    Args:
        course: Where declaration and reference are.
        assignment_id: Which assignment.
        config: How they judge; a seed that is left open is drawn once, for all.
        workers: How many submissions are judged at a time.
        before_one: Called before the only judge is made in this process.
    """

    def __init__(
        self,
        course: Course,
        assignment_id: str,
        config: JudgeConfig,
        workers: int = 1,
        before_one: Callable[[], None] | None = None,
    ):
        self.assignment = course.declaration(assignment_id)
        self.config = config.settled()
        self.jail = bool(self.config.jail)
        self.workers, self._before_one = workers, before_one
        self._order = Order.of(course, assignment_id, self.config)
        self._course = course
        self._one: Judge | None = None
        self._all: list[JudgeProcess] = []
        self._free: queue.LifoQueue[JudgeProcess] = queue.LifoQueue()
        self._notes: dict[str, None] = {}
        self._ended: list[dict[str, float]] = []  # what those used that are no more
        self._lock = threading.Lock()
        self._is_closed = False

    def prepare(self, submissions: int = 1) -> None:
        """Starts as many judges as pay and waits for them, so that faults show here.

        Args:
            submissions: How many are to be judged.

        Raises:
            CourseError: If submissions can be run in no jail on this machine.
        """
        count = how_many(submissions, self.workers, free_memory())
        if count == 1:
            self._prepare_one()
            return
        started = [self._new() for _ in range(count)]
        for judge in started:
            try:
                judge.wait_until_ready()
            except JudgeLost as reason:
                raise RuntimeError(str(reason)) from None
            self._free.put(judge)

    def _prepare_one(self) -> None:
        if self._before_one is not None:
            self._before_one()
        self._one = Judge(self._course, self.assignment.id, self.config, look_ahead=self.workers)
        self._one.prepare()

    def _new(self) -> JudgeProcess:
        with self._lock:
            if self._is_closed:
                raise JudgeLost("The batch has ended.")
            self._all.append(JudgeProcess(self._order))
            return self._all[-1]

    def grade(self, cells: Sequence[RunnableCell]) -> GradedCells:
        """Judges a submission; waits until a judge is free.

        Raises:
            JudgeLost: If it has taken two judges with it.
        """
        if self._one is not None:
            return self._one.grade(cells)
        lost = JudgeLost("")
        for _ in range(TRIES):
            judge = self._free.get()
            try:
                graded = judge.grade(cells)
            except JudgeLost as reason:
                lost = reason
                judge = self._replace(judge)
                continue
            finally:
                self._free.put(judge)
            return graded
        raise JudgeLost(f"{lost} So did another one, with the same submission.")

    def _replace(self, judge: JudgeProcess) -> JudgeProcess:
        """Returns a new judge in place of one that is lost."""
        self._take_leave(judge)
        judge.close()
        with self._lock:
            self._all = [other for other in self._all if other is not judge]
        return self._new()

    def _take_leave(self, judge: JudgeProcess) -> None:
        self._notes.update(dict.fromkeys(judge.notes))
        if judge.usage:
            self._ended.append(judge.usage)

    def notes(self) -> list[str]:
        """Returns what the person who started the batch should know."""
        own = [] if self._one is None else self._one.notes()
        return list(dict.fromkeys([*own, *self._notes, *(n for j in self._all for n in j.notes)]))

    def usage(self) -> list[dict[str, float]]:
        """Returns what the judges in processes of their own have used, those that ended included.

        Of each `cpu`, its seconds of processor time; `peak`, its largest memory in bytes; and
        `processes`, how many it has started for submissions. Of one in this process the last alone.
        """
        if self._one is not None:
            return [{"cpu": 0.0, "peak": 0, "processes": self._one.launcher.started}]
        with self._lock:
            return [*self._ended, *(judge.usage for judge in self._all if judge.usage)]

    def close(self) -> None:
        """Ends all judges, at work or not."""
        with self._lock:
            self._is_closed = True
            ending, self._all = self._all, []
        for judge in ending:  # All at once: none waits for another one's end.
            judge.hang_up()
        for judge in ending:
            self._take_leave(judge)
            judge.close()
        if self._one is not None:
            self._one.close()


def how_many(submissions: int, workers: int, memory: int | None) -> int:
    """Returns how many judges pay.

    Args:
        submissions: How many there are to judge.
        workers: How many at a time are wanted.
        memory: Bytes that are free; None if that is not known.
    """
    room = workers if memory is None else memory // MEMORY
    return max(1, min(workers, submissions // WORTH, room))


def free_memory() -> int | None:
    """Returns the bytes of memory that may be used on this machine; None where it does not say."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return None
