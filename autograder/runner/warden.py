"""The warden: stands outside a submission's jail, watches it, and ends it for certain.

A process of its own for each submission. It starts the submission's first process, counts the
memory of all its processes, passes the judge's interrupt on, says at the end how it ended, and
kills everything when the judge says so or is gone. It runs no learner's code.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from autograder.runner.jail import linux
from autograder.runner.jail.limits import Limits

INTERVAL = 0.05  # seconds between two looks at the memory
INTERRUPT, CPU_TIME = b"i", b"c"  # what the judge sends: stop softly; how much work was done?
_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def guard(
    serve: Callable[[], None],
    control: socket.socket,
    not_mine: Sequence[int],
    limits: Limits,
    free: bool,
) -> NoReturn:
    """Runs a submission's process to its end; never returns.

    Args:
        serve: What the submission's process does, in it.
        control: To the judge.
        not_mine: Descriptors that only the submission's process keeps.
        limits: What it may use.
        free: Whether no jail holds it, so that what it starts must be sought one by one.
    """
    if free:
        linux.adopt_orphans()
    woken, waker = os.pipe()
    signal.signal(signal.SIGCHLD, lambda *_: None)  # before there is a child to miss
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _close(control.fileno(), woken, waker)
        _end_after(serve)
    _close(*not_mine)
    for number in (woken, waker):
        os.set_blocking(number, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    _Warden(child, control, woken, limits, free).watch()


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _end_after(serve: Callable[[], None]) -> NoReturn:
    """Ends the process without running what a submission has left for the end."""
    code = 1
    try:
        serve()
        code = 0
    finally:
        os._exit(code)


class _Warden:
    def __init__(self, child: int, control: socket.socket, woken: int, limits: Limits, free: bool):
        self.child, self.control, self.woken = child, control, woken
        self.limits, self.free = limits, free
        self.reason: str | None = None
        self.peak = 0

    def watch(self) -> NoReturn:
        """Watches until the child has ended, reports, and ends."""
        while True:
            done, status, usage = os.wait4(self.child, os.WNOHANG)
            if done:
                break
            ready = select.select([self.control.fileno(), self.woken], [], [], INTERVAL)[0]
            if self.woken in ready:
                os.read(self.woken, 64)
            if self.control.fileno() in ready:
                self._obey()
            self._weigh()
        if self.free:
            _kill_free(self.child)
        report = {
            "exit": os.waitstatus_to_exitcode(status),
            "reason": self.reason,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": self.peak,
        }
        self._tell(report)
        os._exit(0)

    def _tell(self, report: dict) -> None:
        with contextlib.suppress(OSError):
            self.control.sendall(json.dumps(report).encode() + b"\n")

    def _obey(self) -> None:
        try:
            order = self.control.recv(1)
        except OSError:
            order = b""
        if order == INTERRUPT:
            os.kill(self.child, signal.SIGINT)
            self._tell({"interrupted": True})
        elif order == CPU_TIME:
            self._tell({"work": cpu_of(self.child)})
        else:  # the judge has hung up
            self._kill()

    def _weigh(self) -> None:
        used = memory_of(self.child, self.limits.memory)
        if used > self.limits.memory:
            # Processes are read one after the other; when some end meanwhile, what they shared is
            # counted more than once. A second look tells.
            used = min(used, memory_of(self.child, self.limits.memory))
        self.peak = max(self.peak, used)
        if used > self.limits.memory and self.reason is None:
            limit = self.limits.memory / 2**30
            self.reason = f"The submission used more than {limit:.3g} GiB of memory."
            self._kill()

    def _kill(self) -> None:
        """Kills all: in a jail the rest of its processes die with the first."""
        if self.free:
            _kill_free(self.child)
        os.kill(self.child, signal.SIGKILL)  # it is ours to collect, so the pid is still its own


def _kill_free(first: int) -> None:
    """Kills what descends from a process that no jail holds, session or not."""
    for _ in range(20):  # they may be starting others meanwhile
        found = [pid for pid in descendants(first) if pid != first]
        found += [pid for pid in descendants(os.getpid()) if pid not in (first, os.getpid())]
        if not found:
            break
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)
        _reap(first)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(first, signal.SIGKILL)


def _reap(first: int) -> None:
    """Collects what was handed to this process because its parent died."""
    for pid in descendants(os.getpid()):
        if pid not in (first, os.getpid()):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)


def descendants(first: int) -> list[int]:
    """Returns a process and all that descend from it; only itself where that cannot be known."""
    found, waiting = [], [first]
    while waiting:
        number = waiting.pop()
        found.append(number)
        with contextlib.suppress(OSError):
            for task in os.listdir(_PROC / str(number) / "task"):
                with contextlib.suppress(OSError):
                    children = (_PROC / str(number) / "task" / task / "children").read_text()
                    waiting += map(int, children.split())
    return found


def cpu_of(number: int) -> float | None:
    """Returns the processor seconds of a process and of the children that it has collected.

    None where the system does not say.
    """
    try:
        fields = (_PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return sum(map(int, fields[11:15])) / _TICKS


def peak_memory() -> int:
    """Returns the most bytes of memory that this process has held; 0 where the system does not say.

    What `resource.getrusage` says would be no less than what its parent held when it was started.
    """
    return _kilobytes("self/status", ("VmHWM:",)) or 0


def memory_of(first: int, exact_above: int = 1 << 30) -> int:
    """Returns the bytes that a process and its descendants hold for themselves.

    Args:
        first: Number of the process.
        exact_above: A quick look comes first, which counts what forked processes still share once
            for each. Only where that is more than this is it counted exactly.
    """
    numbers = descendants(first)
    total = sum(map(_own_memory, numbers))
    if len(numbers) == 1 or total <= exact_above:
        return total
    return sum(_fair_memory(number) for number in numbers)


def _own_memory(number: int) -> int:
    """Returns what is no file's: memory of its own, and memory that it shares with others."""
    return _kilobytes(f"{number}/status", ("RssAnon:", "RssShmem:")) or 0


def _fair_memory(number: int) -> int:
    """Returns a process's share: a page that n processes hold counts as an nth.

    One that has ended meanwhile holds nothing; where the system does not tell shares, all counts.
    """
    found = _kilobytes(f"{number}/smaps_rollup", ("Pss_Anon:", "Pss_Shmem:"))
    return _own_memory(number) if found is None else found


def _kilobytes(name: str, labels: Sequence[str]) -> int | None:
    """Returns the sum of some lines of a file in /proc, in bytes; None if it cannot be read."""
    try:
        lines = (_PROC / name).read_text().splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(tuple(labels)))
