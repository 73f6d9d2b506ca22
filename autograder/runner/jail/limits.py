"""How much a submission may use, and the limits that the kernel keeps for each process of it."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from dataclasses import asdict, dataclass
from typing import Any

_THREADS_EACH_CORE = 16  # TensorFlow's pools of threads grow with the machine


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Args:
        memory: Bytes of all its processes together.
        address_space: Bytes of one process, what it has only reserved included.
        cpu: Seconds of processor time of one process.
        file_size: Bytes of one file.
        descriptors: Open files of one process.
        processes: Processes and threads; None allows 128 and 16 more for each core.
        temporary: Bytes of `/tmp`.
        shared: Bytes of `/dev/shm`.
    """

    memory: int = 3 << 30
    address_space: int = 16 << 30
    cpu: int = 600
    file_size: int = 256 << 20
    descriptors: int = 512
    processes: int | None = None
    temporary: int = 256 << 20
    shared: int = 64 << 20

    def describe(self) -> dict[str, Any]:
        """Returns the limits as a plain value."""
        return asdict(self)


def apply(limits: Limits, count_processes: bool) -> None:
    """Sets the limits of this process and all that it starts.

    Args:
        limits: What it may use.
        count_processes: Whether the kernel counts processes for this jail alone; where it counts
            those of the user everywhere, a limit would hit at random.
    """
    wanted = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_NOFILE": limits.descriptors,
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_MSGQUEUE": 0,
    }
    if sys.platform == "linux":
        wanted["RLIMIT_AS"] = limits.address_space
    if count_processes:
        wanted["RLIMIT_NPROC"] = limits.processes or (
            128 + _THREADS_EACH_CORE * (os.cpu_count() or 1)
        )
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue  # not on this system
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (value, value))
