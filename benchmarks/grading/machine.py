"""Says on what machine something was measured."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe(versions: dict[str, str], date: str) -> str:
    """Returns a sentence about where and when this was measured."""
    known = {name: version(name) for name in ("tensorflow", "keras", "numpy")} | versions
    names = ", ".join(f"{name} {number}" for name, number in known.items())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{date}: {_processor()}, {cores} of {os.cpu_count()} cores, {_memory()}, "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}, {names}."
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> str:
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        return f"{pages / 2**30:.0f} GiB of memory"
    except (ValueError, OSError):
        return "memory unknown"
