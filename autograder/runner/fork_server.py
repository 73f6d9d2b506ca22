"""The fork server: a process that has imported what takes seconds, and forks one child a submission.

It imports and does nothing else: TensorFlow survives a fork only as long as no operation has run
and no thread was started, which is looked at before every fork. It holds no answer, seed or
descriptor of the judge's. Each child becomes a warden, and the warden's child, in a jail of its
own, serves the judge.

A process of its own (and not a fork of the judge), so that a program with an event loop, such as
Jupyter's server, can be the judge.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from autograder.runner.child import close_ways_to_the_repository, import_ahead, serve
from autograder.runner.jail import limits
from autograder.runner.jail.enter import Jail, JailRefused, leave_for_jail, lock_in, prepare
from autograder.runner.jail.limits import Limits
from autograder.runner.warden import guard
from autograder.runner.wire import Pipe, WireError

IDLE_SECONDS = 900.0  # a judge that pauses longer gets a new fork server
MAX_MESSAGE = 1 << 16
FORKED, REFUSED = b"f", b"r"


def main(descriptor: int) -> None:
    """Imports, then forks a child for each request, until the judge hangs up.

    Args:
        descriptor: Of the socket to the judge. The first message says what to import and what
            the jail is like; each other one brings three descriptors: the child's two pipe ends
            and its warden's socket to the judge.
    """
    connection = socket.socket(fileno=descriptor)
    order = json.loads(connection.recv(MAX_MESSAGE))
    os.environ.update(order["environment"])
    close_ways_to_the_repository()
    for name in order["imports"]:
        import_ahead(name)
    allowed = Limits(**order["limits"])
    jail: Jail | None = None
    answer: dict[str, Any] = {}
    try:
        jail = prepare(order["shown"], order["hidden"], allowed) if order["jail"] else None
    except JailRefused as reason:
        answer["refused"] = str(reason)
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every object
    answer["tasks"] = count_tasks()
    connection.sendall(json.dumps(answer).encode())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # wardens report to the judge, not here
    connection.settimeout(IDLE_SECONDS)
    start = partial(_begin, jail=jail, allowed=allowed, late=order["late_imports"])
    _fork_on_request(connection, start)


def _fork_on_request(connection: socket.socket, start: Any) -> None:
    while True:
        try:
            message, descriptors, _, _ = socket.recv_fds(connection, MAX_MESSAGE, 3)
        except TimeoutError:
            return
        if not message:
            return
        is_sound = count_tasks() == 1 and len(descriptors) == 3
        if is_sound and os.fork() == 0:
            start(json.loads(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        connection.sendall(FORKED if is_sound else REFUSED)


def count_tasks() -> int:
    """Returns the number of threads of this process, those of libraries included."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()


def _begin(
    message: dict[str, Any],
    read_fd: int,
    write_fd: int,
    control_fd: int,
    *,
    jail: Jail | None,
    allowed: Limits,
    late: Sequence[str],
) -> NoReturn:
    """Becomes the warden of a submission, which starts the submission's process."""
    code = 1
    try:
        os.setsid()
        _keep_only(read_fd, write_fd, control_fd)
        pipe = Pipe(read_fd, write_fd)
        control = socket.socket(fileno=control_fd)
        serving = partial(_serve, pipe, jail, allowed, message["home"], late)
        if jail is not None:
            leave_for_jail()
        guard(serving, control, (read_fd, write_fd), allowed, free=jail is None)
    except JailRefused as reason:
        _say_refused(Pipe(read_fd, write_fd), reason)
    finally:
        os._exit(code)


def _serve(pipe: Pipe, jail: Jail | None, allowed: Limits, home: str, late: Sequence[str]) -> None:
    """Locks this process in and serves the judge."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()  # a signal to its process group must not reach the warden
    if jail is None:
        os.chdir(home)
        limits.apply(allowed, count_processes=False)
    else:
        try:
            lock_in(jail)
        except JailRefused as reason:
            _say_refused(pipe, reason)
            return
    os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), home))
    sys.path_importer_cache.clear()
    serve(pipe, late)


def _say_refused(pipe: Pipe, reason: JailRefused) -> None:
    with contextlib.suppress(WireError):
        pipe.send({"refused": str(reason)})


def _keep_only(*descriptors: int) -> None:
    """Closes all descriptors but these; the three streams lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    first = 3
    for descriptor in sorted(descriptors):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))
