"""What a submission can see: the system and Python, read-only, and small folders of its own.

The new root is an empty file system in memory into which a few places are mounted under the
names that they have outside, so that paths which Python has already looked up stay true. All
else, home folders and the course with its answers first, is simply not there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.runner.jail import linux

SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/etc/alternatives")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone")
DEVICES = ("null", "zero", "full", "random", "urandom")
STREAMS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"}
INSIDE = 1000  # number of user and group inside
ACCOUNTS = {
    "/etc/passwd": f"learner:x:{INSIDE}:{INSIDE}::/tmp:/bin/sh\n",
    "/etc/group": f"learner:x:{INSIDE}:\n",
    "/etc/hosts": "127.0.0.1 localhost\n",
}
ROOT_SIZE = 4 << 20  # bytes of the root itself, which holds folders and a few lines of text
MAX_FILES = 20_000  # in each folder that can be written to
_STAGE = "/tmp"  # where the new root is mounted for a moment; every Linux has it


@dataclass(frozen=True)
class Entry:
    """A place in the new root.

    Args:
        path: Its absolute name, inside and outside.
        kind: `"shown"` (read-only), `"hidden"` (empty in its place), `"own"` (an empty folder
            that can be written to) or `"link"`.
        size: Bytes that fit, for `"own"`.
    """

    path: str
    kind: str
    size: int = 0


def entries(shown: Iterable[str], hidden: Iterable[str], temporary: int, shared: int) -> list:
    """Returns what the new root is made of, outer places before those inside them.

    Args:
        shown: Further places that can be read: the public part of the course.
        hidden: Places that must not be seen, even inside one that is shown: the course.
        temporary: Bytes of `/tmp`.
        shared: Bytes of `/dev/shm`.
    """
    visible = [path for path in (*SYSTEM, *SYSTEM_FILES) if os.path.lexists(path)]
    visible += [os.path.abspath(path) for path in (*python_places(), *shown)]
    found = {path: Entry(path, "link" if os.path.islink(path) else "shown") for path in visible}
    for path in map(os.path.realpath, hidden):
        inside_shown = any(_is_inside(path, entry) for entry in found)
        if path not in found and inside_shown:
            found[path] = Entry(path, "hidden")
    found["/tmp"] = Entry("/tmp", "own", temporary)
    found["/dev/shm"] = Entry("/dev/shm", "own", shared)
    return sorted(found.values(), key=lambda entry: entry.path.split("/"))


def _is_inside(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")


def python_places() -> list[str]:
    """Returns where this Python and its packages lie, by every name that leads there."""
    places = [sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(sys.executable)]
    places += [entry for entry in sys.path if os.path.basename(entry) == "site-packages"]
    places += [os.path.realpath(place) for place in places]
    places.append(os.path.dirname(os.path.realpath(sys.executable)))
    inner = {os.path.abspath(place) for place in places if os.path.isdir(place)}
    inner -= {"/"}
    return sorted(place for place in inner if not any(_is_inside(place, other) for other in inner))


def build(plan: Sequence[Entry], pivot_root_number: int) -> bool:
    """Builds the new root and goes there.

    Must be called in a mount namespace of its own, with its privileges.

    Args:
        plan: From `entries`.
        pivot_root_number: Number of that system call.

    Returns:
        Whether there is a `/proc`; some containers allow none.
    """
    linux.keep_mounts_private()
    # Opened first: sources stay in reach when something is mounted over their names.
    sources = {e.path: os.open(e.path, os.O_PATH) for e in plan if e.kind == "shown"}
    links = {e.path: os.readlink(e.path) for e in plan if e.kind == "link"}
    devices = {name: os.open(f"/dev/{name}", os.O_PATH) for name in DEVICES}
    _mount_memory(_STAGE, ROOT_SIZE, "755")
    for entry in plan:
        target = _STAGE + entry.path
        if entry.kind == "link":
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.symlink(links[entry.path], target)
        elif entry.kind == "shown":
            _show(sources[entry.path], target)
        elif entry.kind == "own":
            os.makedirs(target, exist_ok=True)
            _mount_memory(target, entry.size, "1777")
        elif os.path.isdir(target):
            _mount_memory(target, ROOT_SIZE, "555")
        else:
            linux.bind(f"/proc/self/fd/{devices['null']}", target)
    for entry in plan:
        if entry.kind == "hidden" and os.path.isdir(_STAGE + entry.path):
            linux.make_read_only(_STAGE + entry.path)  # now that all inside it is in place
    _make_devices(devices)
    for path, text in ACCOUNTS.items():
        os.makedirs(os.path.dirname(_STAGE + path), exist_ok=True)
        with open(_STAGE + path, "w", encoding="ascii") as file:
            file.write(text)
    has_proc = _mount_proc()
    for descriptor in (*sources.values(), *devices.values()):
        os.close(descriptor)
    linux.change_root(_STAGE, pivot_root_number)
    linux.make_read_only("/")
    return has_proc


def _mount_memory(target: str, size: int, mode: str) -> None:
    options = f"size={size},mode={mode},nr_inodes={MAX_FILES}"
    linux.mount("tmpfs", target, "tmpfs", linux.NO_SUID | linux.NO_DEVICES, options)


def _show(source: int, target: str) -> None:
    path = f"/proc/self/fd/{source}"
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w"):
            pass
    linux.bind_read_only(path, target)


def _make_devices(devices: dict[str, int]) -> None:
    for name, source in devices.items():
        target = f"{_STAGE}/dev/{name}"
        with open(target, "w"):
            pass
        linux.bind(f"/proc/self/fd/{source}", target)
    for name, leads_to in STREAMS.items():
        os.symlink(leads_to, f"{_STAGE}/dev/{name}")


def _mount_proc() -> bool:
    os.makedirs(f"{_STAGE}/proc")
    flags = linux.NO_SUID | linux.NO_DEVICES | linux.NO_PROGRAMS
    try:
        linux.mount("proc", f"{_STAGE}/proc", "proc", flags)
    except OSError:  # a container that hides parts of its own /proc allows no fresh one
        return False
    return True
