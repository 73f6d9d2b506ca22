"""Threads that each do one job at a time, and hand what they did to the one who asked."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_Job = TypeVar("_Job")
_Done = TypeVar("_Done")


class Workers(Generic[_Job, _Done]):
    """Does jobs in threads; the thread that made this hands them out and takes what is done.

    They are daemons: nobody who interrupts a batch waits for a submission to come to its end.

    Args:
        count: How many threads.
        do: What is done with a job.
    """

    def __init__(self, count: int, do: Callable[[_Job], _Done]):
        self.count, self._do = count, do
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[_Job, _Done | BaseException]] = queue.SimpleQueue()
        self.at_work: list[_Job] = []  # and those next in line, in the order of coming
        for number in range(count):
            threading.Thread(target=self._work, name=f"grader-{number}", daemon=True).start()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            done: _Done | BaseException
            try:
                done = self._do(job)
            except BaseException as error:  # noqa: BLE001 - raised again where it is taken
                done = error
            self._done.put((job, done))
            del done  # While this thread waits it holds nothing.

    def hand_out(self, job: _Job) -> None:
        """Lets a thread do the job as soon as one is free."""
        self.at_work.append(job)
        self._jobs.put(job)

    def take(self, wait: bool = True) -> _Done:
        """Returns what was done first.

        Args:
            wait: Whether to wait until something is.

        Raises:
            queue.Empty: If nothing is done and nobody wants to wait.
        """
        job, done = self._done.get(block=wait)
        self.at_work.remove(job)
        if isinstance(done, BaseException):
            raise done
        return done

    def close(self) -> None:
        """Lets each thread end after the job that it is at; no other is begun."""
        while True:
            try:
                self._jobs.get(block=False)
            except queue.Empty:
                break
        for _ in range(self.count):
            self._jobs.put(None)
