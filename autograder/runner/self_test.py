"""Attacks the jail on this machine, the way a submission would, and says what got through.

For `autograder doctor`: that a jail was made says little; that it holds is tried.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.checks.probes import Call
from autograder.runner.jail.limits import Limits
from autograder.runner.launcher import Launcher
from autograder.runner.process import RunnerDied, RunnerStuck

SECONDS = 20.0  # for one attempt; most take milliseconds
LIMITS = Limits(memory=1 << 30, processes=64, temporary=32 << 20, shared=8 << 20)


@dataclass(frozen=True)
class Attempt:
    """One attack.

    Args:
        aim: What it would do, in words.
        body: Of a function of `bait` that returns whether it did it.
        may_kill: Whether being killed for it is as good as failing.
    """

    aim: str
    body: str
    may_kill: bool = False


ATTEMPTS = (
    Attempt("read a file of the instructor's", "return os.path.exists(bait['file'])"),
    Attempt(
        "read the course or a home folder",
        "seen = [p for p in bait['places'] if os.path.isdir(p) and os.access(p, os.R_OK)]\n"
        "    return any(set(os.listdir(p)) & {'solutions', '.ssh', '.bashrc'} for p in seen)",
    ),
    Attempt("reach a service on this machine", "return reach(socket.AF_INET, bait['address'])"),
    Attempt("reach a socket by name", "return reach(socket.AF_UNIX, bait['name'])"),
    Attempt(
        "see or signal another process",
        "return len([n for n in os.listdir('/proc') if n.isdigit()]) > 1 or signalled(bait['pid'])",
    ),
    Attempt(
        "change Python or the system",
        "return any(wrote(os.path.join(p, 'x')) for p in ['/', '/usr/lib', *sys.path])",
    ),
    Attempt("become root", "return os.setuid(0) is None"),
    Attempt("make a namespace", "return libc.unshare(0x10000000) == 0"),
    Attempt("mount something", "return libc.mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0"),
    Attempt("trace a process", "return libc.ptrace(0, 0, 0, 0) == 0"),
    Attempt(
        "start processes without end",
        "for count in range(200):\n"
        "        if os.fork() == 0:\n            time.sleep(30); os._exit(0)\n"
        "    return True",
    ),
    Attempt(
        "fill the disk",
        "for i in range(100):\n        open(f'/tmp/{i}', 'wb').write(bytes(1 << 20))\n"
        "    return True",
    ),
    Attempt("use all memory", "return len(b'x' * (2 << 30)) > 0", may_kill=True),
)
TOOLS = """
import ctypes, os, socket, sys, time
libc = ctypes.CDLL(None)

def reach(family, address):
    with socket.socket(family) as one:
        one.settimeout(2)
        one.connect(tuple(address) if isinstance(address, list) else address)
        return True

def signalled(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return pid != os.getpid()

def wrote(path):
    try:
        open(path, "w").close()
    except OSError:
        return False
    return True
"""


def attack(public_root: Path, hidden: list[str], places: list[str]) -> Iterator[tuple[str, bool]]:
    """Tries everything.

    Args:
        public_root: Folder from `make_public_root`.
        hidden: As for a batch: what a jail must not show.
        places: Folders that hold what a submission would like to read.

    Yields:
        What was tried, and whether the jail held.

    Raises:
        JailRefused: If there can be no jail.
        RunnerDied: If none comes up.
    """
    launcher = Launcher(public_root, hidden=hidden, limits=LIMITS)
    try:
        with _bait(places) as bait:
            for attempt in ATTEMPTS:
                yield attempt.aim, not _succeeds(launcher, attempt, bait)
            yield "outlive the submission", not _outlives(launcher)
    finally:
        launcher.close()


def _succeeds(launcher: Launcher, attempt: Attempt, bait: dict) -> bool:
    with launcher.take() as runner:
        source = f"{TOOLS}\ndef attempt(bait):\n    {attempt.body}\n"
        try:
            runner.request(SECONDS, do="cell", id="trial", source=source)
            probe = Call({"bait": bait}).describe()
            seen = runner.request(SECONDS, do="probe", exercise="attempt", probe=probe)
        except (RunnerDied, RunnerStuck):
            return not attempt.may_kill
        return "error" not in seen and seen.get("result") is not False


def _outlives(launcher: Launcher) -> bool:
    mark = secrets.token_hex(8)
    code = f"import time; time.sleep(60) # {mark}"
    source = (
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', {code!r}], start_new_session=True)"
    )
    with launcher.take() as runner:
        runner.request(SECONDS, do="cell", id="trial", source=source)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not _is_running(mark):
            return False
        time.sleep(0.05)
    return True


def _is_running(mark: str) -> bool:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (folder / "cmdline").read_bytes():
                return True
    return False


@contextlib.contextmanager
def _bait(places: list[str]) -> Iterator[dict]:
    """Sets out a file, a service and a socket that a submission must not find."""
    name = f"\0bait-{secrets.token_hex(8)}"
    with (
        tempfile.NamedTemporaryFile() as file,
        socket.create_server(("127.0.0.1", 0)) as service,
        socket.socket(socket.AF_UNIX) as named,
    ):
        os.chmod(file.name, 0o644)
        named.bind(name)
        named.listen()
        address = list(service.getsockname())
        yield {
            "file": file.name,
            "address": address,
            "name": name,
            "pid": os.getpid(),
            "places": places,
        }
