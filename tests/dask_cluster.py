"""A cluster on this machine, started by the commands that an instructor would type."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

DASK = [sys.executable, "-m", "dask"]


class DaskCluster:
    """A scheduler and its workers, each a process.

    Args:
        folder: Where they keep their files.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.scheduler_file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen] = []
        self._log: IO[bytes] = open(folder / "log", "wb")

    def start_scheduler(self, typed: Sequence[str] = ("scheduler",)) -> None:
        """Starts the scheduler and waits until it has written its file."""
        self._start([*typed, "--host", "127.0.0.1", "--port", "0"])
        deadline = time.monotonic() + 60
        while not self.scheduler_file.exists():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def start_workers(self, count: int) -> None:
        """Starts workers; whoever asks waits for them."""
        self.start_typed_workers(["worker", "--nthreads", "1", "--nworkers", str(count)])

    def start_typed_workers(self, typed: Sequence[str]) -> None:
        """Starts workers by what stands behind `dask` in a command."""
        self._start([*typed, "--local-directory", str(self.folder)])

    def _start(self, command: Sequence[str]) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
            "DASK_TEMPORARY_DIRECTORY": str(self.folder),
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",  # Dask's own three take minutes.
        }
        common = ["--no-dashboard"]
        if "--scheduler-file" not in command:
            common += ["--scheduler-file", str(self.scheduler_file)]
        self.processes.append(
            subprocess.Popen(
                [*DASK, *command, *common],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
            )
        )

    def log(self) -> str:
        """Returns what they have said."""
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    def close(self) -> None:
        """Ends all, the last begun first."""
        for process in reversed(self.processes):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(4)  # A worker would wait for a scheduler that has gone.
            process.kill()
            process.wait()
        self._log.close()


@contextlib.contextmanager
def dask_cluster(folder: Path, workers: int = 2) -> Iterator[DaskCluster]:
    """Starts a scheduler and workers, which join in a moment; ends them afterwards."""
    made = DaskCluster(folder)
    try:
        made.start_scheduler()
        if workers:
            made.start_workers(workers)
        yield made
    finally:
        made.close()
