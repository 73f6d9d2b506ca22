"""Has a class judged by a cluster of `dask.distributed`, on one machine or on a hundred.

The batch itself stays where it was started: it reads submissions, writes gradebook and pages, and
keeps the journal. Only a submission's cells travel to a worker, and its verdicts back, as text.
Workers find the course at the same path, and make the same inputs from the same seed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.batch import on_worker
from autograder.batch.fingerprint import course_fingerprint, software_versions
from autograder.batch.judges import TRIES
from autograder.checks.cells import RunnableCell
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import GradedCells
from autograder.judging.judge_process import READY_SECONDS, JudgeFailed, JudgeLost, Order

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 20
FIRST_WORKER_SECONDS = 120.0  # a queue of jobs may take longer: then start the batch when they run
NO_WORKER_SECONDS = 600.0  # that a batch waits when all have gone
LOOK_SECONDS = 5.0
AT_LEAST = 16  # submissions under way, though no worker may have joined yet: they only wait
KEPT = "What was graded is kept; the same command goes on from there."


@dataclass(frozen=True)
class Cluster:
    """Where a cluster's scheduler is, and how to speak to it.

    Args:
        address: Such as `tcp://10.0.0.5:8786` or `tls://...`, or a scheduler file's path.
        tls_ca: Certificate of the authority that signed the cluster's certificates.
        tls_certificate: Own certificate.
        tls_key: Its key. Where none of the three is given, Dask's configuration holds.
        wait: Seconds to wait for a first worker.
    """

    address: str
    tls_ca: Path | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    wait: float = FIRST_WORKER_SECONDS

    def connect(self) -> Client:
        """Returns a client.

        Raises:
            CourseError: If `distributed` is not installed, a file is missing or nobody answers.
        """
        try:
            from distributed import Client
        except ImportError:
            raise CourseError(
                'A cluster needs dask.distributed; run: pip install "distributed>=2025.1"'
            ) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # the batch says it in words
        where: dict[str, Any] = {"address": self.address}
        if os.path.isfile(self.address):
            where = {"scheduler_file": self.address}
        try:
            return Client(
                **where,
                **self._security(),
                name="autograder",
                set_as_default=False,
                timeout=CONNECT_SECONDS,
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise CourseError(
                f"No scheduler answers at {self.address} ({str(error) or type(error).__name__}). "
                f"Expected is what `dask scheduler` prints, such as tcp://10.0.0.5:8786, or its "
                f"scheduler file."
            ) from None

    def _security(self) -> dict[str, Any]:
        files = {
            "tls_ca_file": self.tls_ca,
            "tls_client_cert": self.tls_certificate,
            "tls_client_key": self.tls_key,
        }
        given = {name: str(path) for name, path in files.items() if path is not None}
        if not given:
            return {}
        if missing := [path for path in given.values() if not os.path.isfile(path)]:
            raise CourseError(f"There is no file {', '.join(missing)} for TLS.")
        if len(given) < len(files):
            raise CourseError("TLS needs all three: authority, own certificate and its key.")
        from distributed import Security

        return {"security": Security(require_encryption=True, **given)}


class ClusterJudgePool:
    """Judges submissions as `autograder.batch.judges.JudgePool` does, on the workers of a cluster.

    Threads ask, each for one submission. A worker that ends is no concern of the batch: another
    one takes what it had. A submission whose workers end again and again is given up.

    Args:
        course: Where release and declaration are, here and on the workers.
        assignment_id: Which assignment.
        config: How they judge; each worker makes the same inputs.
        cluster: Where the workers are.
    """

    def __init__(self, course: Course, assignment_id: str, config: JudgeConfig, cluster: Cluster):
        self.assignment = course.declaration(assignment_id)
        self.config = config.settled()
        self.jail = bool(self.config.jail)
        self.cluster = cluster
        self._about = (
            json.dumps(dataclasses.asdict(Order.of(course, assignment_id, self.config))),
            course_fingerprint(course, assignment_id, self.config.limits),
        )
        self._turns = _Turns()
        self._notes: dict[str, None] = {}
        self._client = cluster.connect()

    @property
    def places(self) -> int:
        """Returns how many submissions keep all workers busy, those that join in a moment too."""
        return max(AT_LEAST, 2 * sum(self._client.nthreads().values()))

    def prepare(self, submissions: int = 1) -> None:
        """Waits for a first worker and has all that are there make their judges.

        Args:
            submissions: How many are to be judged; for a cluster that makes no difference.

        Raises:
            CourseError: If there is no worker, or one cannot judge; the text says which and why.
        """
        del submissions
        try:
            self._client.wait_for_workers(1, timeout=self.cluster.wait)
        except TimeoutError:
            raise CourseError(
                f"No worker has joined {self.cluster.address} within {self.cluster.wait:g} "
                f"seconds. Start some (`dask worker ADDRESS`) and run the same command again."
            ) from None
        asked = {
            worker: self._submit(on_worker.get_ready, workers=[worker])
            for worker in self._client.nthreads()
        }
        here = software_versions()
        for worker, future in asked.items():
            reply = self._reply_of(future, READY_SECONDS)
            if "lost" in reply:
                raise CourseError(f"The judge of worker {worker} did not start: {reply['lost']}")
            there = reply.get("versions", here)
            other = [f"{name} {there.get(name)}" for name in here if there.get(name) != here[name]]
            if other:
                self._note(f"Worker {worker} has other versions than this machine: {other}")

    def grade(self, cells: Sequence[RunnableCell]) -> GradedCells:
        """Has a submission judged by one of the workers.

        Raises:
            JudgeLost: If its workers have ended again and again.
            JudgeFailed: If judging it stopped with an error.
            CourseError: If there is no cluster any more, or a worker that cannot judge.
        """
        text = json.dumps([cell.sent() for cell in cells])
        with self._turns.together():
            reply = self._grade(text)
        if "killed" in reply:
            # Where a worker ends, all that it had at hand is suspected: now it has this alone.
            with self._turns.alone():
                reply = self._grade(text)
        if "killed" in reply:
            raise JudgeLost(f"{reply['killed']} So did others, with nothing but this submission.")
        if "lost" in reply:
            raise JudgeLost(f"{reply['lost']} So did another one, with the same submission.")
        if "failed" in reply:
            raise JudgeFailed(reply["failed"])
        for note in reply["notes"]:
            self._note(note)
        return GradedCells.from_dict(reply["graded"])

    def _grade(self, cells: str) -> dict[str, Any]:
        """Returns a worker's reply, or that workers (`killed`) or judges (`lost`) end each time."""
        from distributed import KilledWorker

        reply: dict[str, Any] = {}
        for _ in range(TRIES):
            try:
                reply = self._reply_of(self._submit(on_worker.grade, cells))
            except KilledWorker:
                return {"killed": "The workers that took this submission have ended."}
            if "lost" not in reply:
                break
        return reply

    def _submit(self, function: Any, *arguments: str, **where: Any) -> Future:
        return self._client.submit(function, *self._about, *arguments, pure=False, **where)

    def _reply_of(self, future: Future, seconds: float = float("inf")) -> dict[str, Any]:
        """Waits for a reply, as long as there is somebody who can give it."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        end, last_seen = time.monotonic() + seconds, time.monotonic()
        while True:
            try:
                text = future.result(timeout=LOOK_SECONDS)
                break
            except TimeoutError:
                last_seen = time.monotonic() if self._has_workers() else last_seen
                if time.monotonic() - last_seen > NO_WORKER_SECONDS or time.monotonic() > end:
                    raise CourseError(
                        f"The workers of {self.cluster.address} do not answer. {KEPT}"
                    ) from None
            except KilledWorker:
                raise
            except CancelledError:
                raise self._gone() from None
            except Exception as error:  # noqa: BLE001 - such as no autograder on the worker
                words = f"{type(error).__name__}: {error}"[:400]
                raise CourseError(f"A worker of {self.cluster.address} failed: {words}") from None
        reply = json.loads(text)
        if "refused" in reply:
            raise CourseError(f"{reply['refused']} {KEPT}")
        return reply

    def _has_workers(self) -> bool:
        if self._client.status != "running":
            raise self._gone()
        with contextlib.suppress(OSError, TimeoutError):
            return bool(self._client.nthreads())
        return False

    def _gone(self) -> CourseError:
        return CourseError(f"The scheduler at {self.cluster.address} has gone. {KEPT}")

    def _note(self, note: str) -> None:
        self._notes[note] = None

    def notes(self) -> list[str]:
        """Returns what the person who started the batch should know."""
        return list(self._notes)

    def close(self) -> None:
        """Ends the batch's judges on all workers, and the connection."""
        with contextlib.suppress(Exception):  # Who is gone has none any more.
            self._client.run(on_worker.dismiss, *self._about, on_error="ignore")
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)


class _Turns:
    """Many at a time, or one alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._many, self._waiting = 0, 0
        self._is_alone = False

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._is_alone and not self._waiting)
            self._many += 1
        try:
            yield
        finally:
            with self._changed:
                self._many -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._is_alone and not self._many)
            self._waiting -= 1
            self._is_alone = True
        try:
            yield
        finally:
            with self._changed:
                self._is_alone = False
                self._changed.notify_all()
