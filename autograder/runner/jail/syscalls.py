"""The filter of system calls, made with libseccomp.

What is refused serves to look into other processes, to change what the jail is made of, or to
reach parts of the kernel that no exercise needs and that have had faults, or to hold memory that
belongs to no process. Names become numbers in
libseccomp, so that the same list holds on every processor.

The library is called directly: its Python package is no longer kept, and four functions suffice.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import socket
from functools import cache

from autograder.runner.jail.linux import NAMESPACE_FLAGS

REFUSED = """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise
    mount umount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick
    mount_setattr unshare setns name_to_handle_at open_by_handle_at quotactl quotactl_fd
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
    add_key request_key keyctl fanotify_init lookup_dcookie
    kexec_load kexec_file_load init_module finit_module delete_module
    swapon swapoff reboot acct uselib vhangup syslog sethostname setdomainname
    adjtimex clock_adjtime clock_settime settimeofday stime iopl ioperm
    memfd_create memfd_secret shmget msgget
    move_pages migrate_pages mbind set_mempolicy set_mempolicy_home_node
""".split()
FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)  # all that its own network knows
_LAST_FAMILY = 10

_ALLOW = 0x7FFF0000
_NOT_EQUAL, _EQUAL, _MASKED_EQUAL, _GREATER = 1, 4, 7, 6


def _refuse(number: int) -> int:
    return 0x00050000 | number


class _Compare(ctypes.Structure):
    """`struct scmp_arg_cmp`: a condition on one argument of a system call."""

    _fields_ = [
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    ]


class FilterMissingError(OSError):
    """libseccomp is not on this machine."""


@cache
def _library() -> ctypes.CDLL:
    for name in ("libseccomp.so.2", ctypes.util.find_library("seccomp")):
        try:
            library = ctypes.CDLL(name, use_errno=True) if name else None
        except OSError:
            continue
        if library is not None:
            library.seccomp_init.restype = ctypes.c_void_p
            return library
    raise FilterMissingError(errno.ENOENT, "libseccomp is not installed")


def number_of(name: str) -> int:
    """Returns the number of a system call on this machine; negative when it has none."""
    return int(_library().seccomp_syscall_resolve_name(name.encode()))


class Filter:
    """The filter, ready to be put in force; made once, before a process is forked.

    Raises:
        FilterMissingError: If there is no libseccomp.
    """

    def __init__(self) -> None:
        self._context = ctypes.c_void_p(_library().seccomp_init(ctypes.c_uint32(_ALLOW)))
        for name in REFUSED:
            self._add(name, errno.EPERM)
        # A clone3 that is not there makes the C library fall back to clone, whose flags are seen.
        self._add("clone3", errno.ENOSYS)
        for bit in range(64):
            flag = 1 << bit
            if flag & NAMESPACE_FLAGS:
                self._add("clone", errno.EPERM, _Compare(0, _MASKED_EQUAL, flag, flag))
        self._add("socket", errno.EAFNOSUPPORT, _Compare(0, _GREATER, _LAST_FAMILY, 0))
        for family in set(range(_LAST_FAMILY + 1)) - set(FAMILIES):
            self._add("socket", errno.EAFNOSUPPORT, _Compare(0, _EQUAL, family, 0))

    def _add(self, name: str, error: int, *conditions: _Compare) -> None:
        number = number_of(name)
        if number < 0:
            return  # unknown here, so it cannot be called either
        array = (_Compare * len(conditions))(*conditions)
        result = _library().seccomp_rule_add_array(
            self._context, ctypes.c_uint32(_refuse(error)), number, len(conditions), array
        )
        if result < 0:
            raise OSError(-result, f"seccomp rule for {name}: {os.strerror(-result)}")

    def enforce(self) -> None:
        """Puts the filter in force for this process and all that it starts; it cannot be undone."""
        result = _library().seccomp_load(self._context)
        if result < 0:
            raise OSError(-result, f"seccomp: {os.strerror(-result)}")
