"""The few calls of the Linux kernel that Python's standard library does not offer.

Only what is needed to make a jail; constants are from the kernel's own headers. Every failure is
an `OSError` that says which call failed.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import socket
import struct
import sys
from functools import cache
from pathlib import Path

NEW_MOUNTS = 0x00020000
NEW_CGROUP = 0x02000000
NEW_NAMES = 0x04000000  # host name
NEW_IPC = 0x08000000
NEW_USER = 0x10000000
NEW_PIDS = 0x20000000
NEW_NETWORK = 0x40000000
NAMESPACE_FLAGS = NEW_MOUNTS | NEW_CGROUP | NEW_NAMES | NEW_IPC | NEW_USER | NEW_PIDS | NEW_NETWORK

READ_ONLY, NO_SUID, NO_DEVICES, NO_PROGRAMS = 1, 2, 4, 8
_REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 0x20, 0x1000, 0x4000, 1 << 18
_NO_ACCESS_TIMES, _NO_FOLDER_TIMES, _RELATIVE_TIMES = 1 << 10, 1 << 11, 1 << 21
_DETACH = 2

_SET_DEATH_SIGNAL, _SET_DUMPABLE, _DROP_BOUNDING, _ADOPT, _NO_NEW_PRIVILEGES = 1, 4, 24, 36, 38
_CAPABILITY_VERSION = 0x20080522
_GET_FLAGS, _SET_FLAGS, _UP, _RUNNING = 0x8913, 0x8914, 0x1, 0x40


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Moves this process (for `NEW_PIDS`: its children) into new namespaces."""
    _checked(_libc().unshare(flags), "unshare")


def become_user_inside(inner: int, user: int, group: int) -> None:
    """Says who this process is inside its new user namespace.

    Args:
        inner: User and group number inside.
        user: Its user number outside.
        group: Its group number outside.
    """
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inner} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{inner} {group} 1")


def mount(
    source: str | None, target: str, kind: str | None = None, flags: int = 0, options: str = ""
) -> None:
    """Mounts a file system."""
    result = _libc().mount(
        None if source is None else os.fsencode(source),
        os.fsencode(target),
        None if kind is None else kind.encode(),
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    _checked(result, f"mount {target}")


def keep_mounts_private() -> None:
    """Lets no mount made from now on be seen outside this mount namespace."""
    mount(None, "/", flags=_RECURSIVE | _PRIVATE)


def bind_read_only(source: str, target: str) -> None:
    """Shows a file or folder at another place, where nothing of it can be changed.

    What is mounted inside a folder stays away, unless the kernel insists on showing it, as it does
    to a plain user; then it is made read-only as well.
    """
    try:
        mount(source, target, flags=_BIND)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        mount(source, target, flags=_BIND | _RECURSIVE)
    for place in _mounted_at(target):
        flags = READ_ONLY | NO_SUID | _flags_to_keep(place)
        mount(None, place, flags=_BIND | _REMOUNT | flags)


def _mounted_at(target: str) -> list[str]:
    """Returns the mount points at and below a path."""
    lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    points = (line.split()[4].encode().decode("unicode_escape") for line in lines)
    return [point for point in points if point == target or point.startswith(target + "/")]


def bind(source: str, target: str) -> None:
    """Shows a device at another place."""
    mount(source, target, flags=_BIND)


def make_read_only(target: str) -> None:
    """Lets nothing be changed in a mounted file system any more."""
    mount(None, target, flags=_REMOUNT | READ_ONLY | NO_SUID | NO_DEVICES)


def _flags_to_keep(target: str) -> int:
    """Returns flags that a less privileged user namespace may not take off."""
    found = os.statvfs(target).f_flag
    pairs = (
        (os.ST_NODEV, NO_DEVICES),
        (os.ST_NOEXEC, NO_PROGRAMS),
        (os.ST_NOATIME, _NO_ACCESS_TIMES),
        (os.ST_NODIRATIME, _NO_FOLDER_TIMES),
        (os.ST_RELATIME, _RELATIVE_TIMES),
    )
    return sum(mount_flag for status, mount_flag in pairs if found & status)


def change_root(new_root: str, pivot_root_number: int) -> None:
    """Makes a mounted folder the root and takes the old root away.

    Args:
        new_root: A mount point.
        pivot_root_number: Of the system call, which the C library does not offer.
    """
    os.chdir(new_root)
    _checked(_libc().syscall(ctypes.c_long(pivot_root_number), b".", b"."), "pivot_root")
    _checked(_libc().umount2(b".", _DETACH), "umount the old root")
    os.chdir("/")


def set_host_name(name: str) -> None:
    """Names the machine, for this namespace only."""
    socket.sethostname(name)


def start_loopback() -> None:
    """Switches the loopback interface of a new network namespace on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        request = struct.pack("16sh14x", b"lo", _UP | _RUNNING)
        fcntl.ioctl(handle, _SET_FLAGS, request)


def _prctl(option: int, value: int, what: str) -> None:
    arguments = [ctypes.c_ulong(number) for number in (value, 0, 0, 0)]
    _checked(_libc().prctl(option, *arguments), what)


def die_with_parent(signal_number: int) -> None:
    """Has this process killed when its parent ends; forgotten whenever the user changes."""
    _prctl(_SET_DEATH_SIGNAL, signal_number, "die with parent")


def set_dumpable(allowed: bool) -> None:
    """Says whether `/proc/self` belongs to this process's user, or to root only."""
    _prctl(_SET_DUMPABLE, int(allowed), "dumpable")


def adopt_orphans() -> None:
    """Has descendants whose parent ends become children of this process; nothing but on Linux."""
    if sys.platform == "linux":
        _prctl(_ADOPT, 1, "adopt orphans")


def allow_no_new_privileges() -> None:
    """Lets no program started from here gain privileges, set-user-id ones included."""
    _prctl(_NO_NEW_PRIVILEGES, 1, "no new privileges")


def drop_capabilities() -> None:
    """Gives up all privileges of a superuser, for good."""
    for capability in range(64):
        if _libc().prctl(_DROP_BOUNDING, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break  # beyond the last one that this kernel knows
    header = struct.pack("Ii", _CAPABILITY_VERSION, 0)
    _checked(_libc().capset(header, bytes(24)), "capset")
