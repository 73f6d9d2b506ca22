"""Puts this process into its jail, in the order in which privileges allow it.

1. `prepare` (outside): reads what must be read while everything is still in sight.
2. `leave_for_jail` (the warden): the next child is process 1 of a process namespace of its own.
3. `lock_in` (that child): mounts, network and the rest of its own; then another user, no
   privileges, limits, and last the filter of system calls.

As root, an unprivileged user is taken after the mounts are made, and a user namespace after that,
so that limits on processes count for this jail alone. A plain user takes the user namespace first,
which is what lets it do the rest.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import signal
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.runner.jail import filesystem, limits, linux
from autograder.runner.jail.filesystem import INSIDE, Entry
from autograder.runner.jail.limits import Limits
from autograder.runner.jail.syscalls import Filter, FilterMissingError, number_of

NOBODY = 65534  # whom a jail that root makes runs as, seen from outside
FIRST_KERNEL_THAT_COUNTS = (5, 14)  # processes for each user namespace

ADVICE = (
    "Allow it one of these ways: sysctl kernel.unprivileged_userns_clone=1 (Debian), "
    "sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04 and later), "
    "sysctl user.max_user_namespaces=10000; in Docker: --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --cap-add SYS_ADMIN"
)
ADVICE_LIBRARY = "Install it: apt install libseccomp2, or dnf install libseccomp."
ADVICE_SYSTEM = "Only Linux has what a jail is made of."


class JailRefused(Exception):  # noqa: N818 - an outcome, not an error of ours
    """This machine lets no jail be made; the text says what is missing and how to allow it."""


@dataclass(frozen=True)
class Jail:
    """A jail that is ready to be entered.

    Args:
        plan: What can be seen inside.
        limits: What may be used.
        filter: Of system calls.
        pivot_root_number: Number of that system call here.
    """

    plan: Sequence[Entry]
    limits: Limits
    filter: Filter
    pivot_root_number: int


def prepare(shown: Iterable[str], hidden: Iterable[str], what: Limits) -> Jail:
    """Reads what a jail is made of.

    Args:
        shown: Places that can be read, beside the system and Python.
        hidden: Places that must not be seen.
        what: What may be used.

    Raises:
        JailRefused: If there can be none on this machine.
    """
    if sys.platform != "linux":
        raise JailRefused(f"There is no jail on {platform.system()}. {ADVICE_SYSTEM}")
    try:
        rules = Filter()
    except FilterMissingError as error:
        raise JailRefused(f"{error.strerror}. {ADVICE_LIBRARY}") from None
    except OSError as error:
        raise JailRefused(f"The filter of system calls failed: {error.strerror}.") from None
    plan = filesystem.entries(shown, hidden, what.temporary, what.shared)
    return Jail(plan, what, rules, number_of("pivot_root"))


def leave_for_jail() -> None:
    """Makes the next child of this process the first one of a process namespace.

    Raises:
        JailRefused: If namespaces are not allowed.
    """
    try:
        if os.getuid() == 0:
            linux.unshare(linux.NEW_PIDS)
            return
        user, group = os.getuid(), os.getgid()
        linux.set_dumpable(True)
        linux.unshare(linux.NEW_USER | linux.NEW_PIDS)
        linux.become_user_inside(INSIDE, user, group)
    except OSError as error:
        raise _refused(error) from None


def lock_in(jail: Jail) -> None:
    """Locks this process in; it must be the child after `leave_for_jail`, with one thread.

    Raises:
        JailRefused: If a part of it is not allowed.
    """
    try:
        linux.die_with_parent(signal.SIGKILL)
        linux.unshare(
            linux.NEW_MOUNTS
            | linux.NEW_NETWORK
            | linux.NEW_IPC
            | linux.NEW_NAMES
            | linux.NEW_CGROUP
        )
        has_proc = filesystem.build(jail.plan, jail.pivot_root_number)
        linux.set_host_name("jail")
        with contextlib.suppress(OSError):
            linux.start_loopback()  # only talks to itself; not worth failing for
        own_user = True
        if os.getuid() == 0:
            own_user = _become_nobody(has_proc)
        os.chdir("/tmp")
        os.umask(0o022)
        limits.apply(jail.limits, count_processes=own_user and _kernel_counts_for_jail())
        linux.allow_no_new_privileges()
        linux.drop_capabilities()
        jail.filter.enforce()
    except OSError as error:
        raise _refused(error) from None


def _become_nobody(has_proc: bool) -> bool:
    """Gives up being root; returns whether in a user namespace of its own."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # A change of user takes both back.
    linux.set_dumpable(True)
    linux.die_with_parent(signal.SIGKILL)
    if not has_proc:
        return False  # who one is in a user namespace is written to /proc
    try:
        linux.unshare(linux.NEW_USER)
    except OSError:
        return False  # without privileges all the same; processes are counted by the warden
    linux.become_user_inside(INSIDE, NOBODY, NOBODY)
    return True


def _kernel_counts_for_jail() -> bool:
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return found is not None and tuple(map(int, found.groups())) >= FIRST_KERNEL_THAT_COUNTS


def _refused(error: OSError) -> JailRefused:
    return JailRefused(f"The kernel refused a jail for submissions ({error.strerror}). {ADVICE}")
