"""Runs a command and measures all of it: seconds, processor time, memory, moments on the way.

Processor time is the kernel's own account of a control group that holds the command and whatever
it starts, jailed processes included. Where no group can be made, the processes below the command
are looked at fifty times a second; what a process used after the last look is then not counted.
(Adding up what ended children used, as `time` does, would miss much: a fork server that forks
submissions never collects them.)

A command marks a moment by a line on its standard output that begins with `MARK`, followed by
JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.runner.warden import descendants

MARK = "@@ "
_TICKS = os.sysconf("SC_CLK_TCK")
_GROUPS = Path("/sys/fs/cgroup")
_LOOK_SECONDS = 0.02
_WEIGH_SECONDS = 0.2


class CommandFailed(Exception):  # noqa: N818 - what happened, not what we did
    """The measured command failed; the text holds its last words."""


def tell(text: str) -> None:
    """Says what is going on."""
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Moment:
    """A mark that the command set.

    Args:
        name: Of the moment.
        seconds: Since the command was started.
        cpu: Seconds of processor time used until then.
        about: What the command said beside the name.
    """

    name: str
    seconds: float
    cpu: float
    about: dict[str, Any]


@dataclass
class Measured:
    """What a command took.

    Args:
        seconds: From its start to its end.
        cpu: Seconds of processor time, everything it started included.
        cpu_source: How that was measured.
        moments: The marks it set, in order.
        peak_memory: Largest sum of its processes' shares of memory (PSS) in bytes, if weighed.
    """

    seconds: float
    cpu: float
    cpu_source: str
    moments: list[Moment] = field(default_factory=list)
    peak_memory: int | None = None

    def moment(self, name: str) -> Moment:
        """Returns the first mark of a name."""
        for moment in self.moments:
            if moment.name == name:
                return moment
        raise CommandFailed(f"The command never said {name!r}.")


def measure(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    weigh: bool = False,
    time_limit: float = 7200.0,
) -> Measured:
    """Runs a command to its end.

    Args:
        command: Program and arguments.
        folder: Where it runs.
        environment: All of its environment.
        weigh: Whether to sample memory, which costs time: not for runs that are timed.
        time_limit: Seconds until it is ended.

    Raises:
        CommandFailed: If it ends with another status than 0, or not in time.
    """
    clock = _make_clock()
    start = time.perf_counter()
    process = subprocess.Popen(
        clock.wrap(command),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    clock.begin(process.pid)
    scale = _Scale(process.pid) if weigh else None
    alarm = threading.Timer(time_limit, lambda: _end(process))
    alarm.start()
    moments, words = [], []
    try:
        for line in process.stdout or ():
            if line.startswith(MARK):
                about = json.loads(line.removeprefix(MARK))
                now = time.perf_counter() - start
                moments.append(Moment(about.pop("moment"), now, clock.read(), about))
            else:
                words = [*words[-200:], line]
        status = process.wait()
        seconds = time.perf_counter() - start
    finally:
        alarm.cancel()
        _end(process)
        peak = scale.stop() if scale else None
        cpu = clock.end()
    if status != 0:
        raise CommandFailed(
            f"Status {status} of {' '.join(command)[:300]}:\n{''.join(words)[-4000:]}"
        )
    return Measured(seconds, cpu, clock.source, moments, peak)


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _make_clock() -> _Group | _Tree:
    for parent in _places_for_groups():
        group = parent / f"benchmark-{os.getpid()}-{time.monotonic_ns()}"
        with contextlib.suppress(OSError):
            group.mkdir()
            return _Group(group)
    return _Tree()


def _places_for_groups() -> list[Path]:
    """Returns where this process may make a control group that counts time, best first."""
    places = []
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers == "":  # version 2
                roots = [_GROUPS, _GROUPS / "unified"]
            elif "cpuacct" in controllers.split(","):
                roots = [_GROUPS / "cpuacct", _GROUPS / controllers]
            else:
                continue
            found = (root / path.lstrip("/") for root in roots)
            places += [p for p in found if (p / "cgroup.procs").exists() and _counts_time(p)]
    return places


def _counts_time(group: Path) -> bool:
    return any((group / name).exists() for name in ("cpuacct.usage", "cpu.stat"))


class _Group:
    """Processor time by a control group."""

    source = "control group"

    def __init__(self, path: Path):
        self.path = path

    def wrap(self, command: Sequence[str]) -> list[str]:
        """Has the command enter the group before anything else."""
        enter = f'echo $$ > "{self.path}/cgroup.procs" && exec "$@"'
        return ["/bin/sh", "-c", enter, "sh", *command]

    def begin(self, _process: int) -> None:
        """Needs nothing."""

    def read(self) -> float:
        """Returns the seconds used so far."""
        if (self.path / "cpuacct.usage").exists():
            return int((self.path / "cpuacct.usage").read_text()) / 1e9
        text = (self.path / "cpu.stat").read_text()
        return int(dict(line.split() for line in text.splitlines())["usage_usec"]) / 1e6

    def end(self) -> float:
        """Returns all that was used; ends what still runs, then the group."""
        for _ in range(100):
            left = (self.path / "cgroup.procs").read_text().split()
            if not left:
                break
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(number), signal.SIGKILL)
            time.sleep(0.05)
        used = self.read()
        with contextlib.suppress(OSError):
            self.path.rmdir()
        return used


class _Tree:
    """Processor time by looking at all processes below the command, again and again."""

    source = "samples of /proc"

    def __init__(self) -> None:
        self.used: dict[tuple[int, str], float] = {}
        self.over = threading.Event()
        self.thread: threading.Thread | None = None

    def wrap(self, command: Sequence[str]) -> list[str]:
        """Changes nothing."""
        return list(command)

    def begin(self, process: int) -> None:
        """Starts looking."""

        def look() -> None:
            while not self.over.wait(_LOOK_SECONDS):
                for number in descendants(process):
                    with contextlib.suppress(OSError, IndexError):
                        text = Path(f"/proc/{number}/stat").read_text()
                        values = text.rpartition(")")[2].split()
                        key = (number, values[19])  # a number is used again, with another start
                        self.used[key] = (int(values[11]) + int(values[12])) / _TICKS

        self.thread = threading.Thread(target=look, daemon=True)
        self.thread.start()

    def read(self) -> float:
        """Returns the seconds seen so far."""
        return sum(list(self.used.values()))

    def end(self) -> float:
        """Returns all that was seen."""
        self.over.set()
        if self.thread is not None:
            self.thread.join()
        return self.read()


class _Scale:
    """Weighs all processes below the command, again and again."""

    def __init__(self, process: int):
        self.process, self.peak = process, 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._weigh, daemon=True)
        self.thread.start()

    def _weigh(self) -> None:
        while not self.over.wait(_WEIGH_SECONDS):
            self.peak = max(self.peak, sum(map(share_of, descendants(self.process))))

    def stop(self) -> int:
        """Returns the largest sum."""
        self.over.set()
        self.thread.join()
        return self.peak


def share_of(number: int) -> int:
    """Returns a process's share of memory in bytes: a page that n processes hold counts as an nth."""
    for name, field_name in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{number}/{name}").read_text().splitlines():
                if line.startswith(field_name):
                    return int(line.split()[1]) << 10
    return 0
