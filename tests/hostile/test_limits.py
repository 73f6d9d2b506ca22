"""What a submission may use up, asked with limits so small that asking takes no time.

The gallery tries the same with the limits that grading has, where time is up before memory is.
"""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.runner.jail.limits import Limits
from autograder.runner.launcher import Launcher
from autograder.runner.process import RunnerDied, RunnerStuck
from autograder.runner.public_root import make_public_root

MEMORY = 384 << 20
LIMITS = {
    "memory": Limits(memory=MEMORY),
    "counts": Limits(temporary=64 << 20, shared=32 << 20, descriptors=256, processes=40),
}
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module", params=["fork", "spawn"])
def launchers(request, tmp_path_factory, jail):
    """Starts processes with small limits, of memory or of the rest."""
    root = make_public_root(REPOSITORY_ROOT, tmp_path_factory.mktemp("public"))
    made = {
        name: Launcher(root, ["numpy"], start_method=request.param, limits=limits)
        for name, limits in LIMITS.items()
    }
    yield made
    for one in made.values():
        one.close()


@pytest.fixture
def short_of_memory(launchers):
    """Starts processes with little memory."""
    return launchers["memory"]


@pytest.fixture
def launcher(launchers):
    """Starts processes with little of everything else."""
    return launchers["counts"]


def run(launcher, source, seconds=20.0):
    """Runs a cell in a process of its own; returns what was seen, or why it ended."""
    with launcher.take() as runner:
        try:
            return runner.request(seconds, do="cell", id="c", source=source)
        except (RunnerDied, RunnerStuck) as reason:
            return SimpleNamespace(reason=str(reason))


STEP = 16 << 20
WAYS = {
    "one process": f"kept = [b'x' * {STEP} for _ in range(40)]",
    "many processes": f"""
import os, time
for _ in range(16):
    if os.fork() == 0:
        kept = [b'x' * {STEP} for _ in range(4)]
        time.sleep(9)
        os._exit(0)
time.sleep(9)
""",
    "shared maps": f"""
import mmap
kept = []
for _ in range(40):
    kept.append(mmap.mmap(-1, {STEP}))
    kept[-1].write(b'x' * {STEP})
import time
time.sleep(1)
""",
    "files in memory": f"""
import os
kept = []
for number in range(40):
    fd = os.memfd_create(str(number))
    os.write(fd, b'x' * {STEP})
    kept.append(fd)
import time
time.sleep(1)
""",
    "System V memory": f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
for number in range(40):
    segment = libc.shmget(0, {STEP}, 0o1600)
    if segment < 0:
        raise MemoryError(ctypes.get_errno())
    place = libc.shmat(segment, None, 0)
    if place == ctypes.c_void_p(-1).value:
        raise MemoryError(ctypes.get_errno())
    ctypes.memset(place, 120, {STEP})
import time
time.sleep(1)
""",
    "a forked crowd that shares": f"""
import os, time
kept = [bytearray(b'x' * {STEP}) for _ in range(12)]
for _ in range(10):
    if os.fork() == 0:
        for block in kept:
            for at in range(0, len(block), 4096):
                block[at] = 1
        time.sleep(9)
        os._exit(0)
time.sleep(9)
""",
}


@pytest.mark.parametrize("way", WAYS)
def test_memory_has_a_limit(short_of_memory, way):
    """Is a submission that holds too much memory, by whatever way, ended or refused it?"""
    seen = run(short_of_memory, WAYS[way])
    if isinstance(seen, SimpleNamespace):
        assert "memory" in seen.reason
    else:  # The kernel gave none, and nothing was held.
        assert seen["error"]["type"] in ("MemoryError", "OSError", "PermissionError")


def test_honest_memory_is_there(short_of_memory):
    """Can half of the limit be used, so that it is the limit and not the way that ends it?"""
    assert run(short_of_memory, f"kept = b'x' * {MEMORY // 2}\nimport time\ntime.sleep(0.3)") == {
        "ok": True
    }


def test_memory_is_counted_over_all_processes_only_once(short_of_memory):
    """Does a page that forked processes share count once?"""
    source = f"""
import os, time
kept = b'x' * {MEMORY // 2}
for _ in range(8):
    if os.fork() == 0:
        time.sleep(0.6)
        os._exit(0)
time.sleep(0.4)
"""
    assert run(short_of_memory, source) == {"ok": True}


COUNTED = {
    "processes": (
        """
import os, time
count = 0
try:
    while count < 400:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        count += 1
except OSError:
    pass
raise RuntimeError(count)
""",
        40,
    ),
    "threads": (
        """
import threading, time
count = 0
try:
    while count < 400:
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
        count += 1
except RuntimeError:
    pass
raise RuntimeError(count)
""",
        40,
    ),
    "descriptors": (
        """
import os
kept = []
try:
    while len(kept) < 2000:
        kept.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
raise RuntimeError(len(kept))
""",
        256,
    ),
    "megabytes": (
        """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
written = 0
for place in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/"):
    for number in range(40):
        try:
            with open(f"{place}/{number}.bytes", "wb", buffering=0) as file:
                written += file.write(b"x" * (4 << 20))
        except OSError:
            break
raise RuntimeError(written >> 20)
""",
        64 + 32,
    ),
}


@pytest.mark.parametrize("what", COUNTED)
def test_what_can_be_counted_has_a_limit(launcher, what):
    """Does starting, opening and writing stop at the limit, and not far below it?"""
    source, limit = COUNTED[what]
    count = int(run(launcher, source)["error"]["message"])
    assert limit / 2 < count <= limit


def test_nothing_is_left_for_the_next(launcher):
    """Has the next submission everything again, after one that used up all?"""
    run(launcher, COUNTED["megabytes"][0])
    run(launcher, COUNTED["processes"][0])
    source, limit = COUNTED["megabytes"]
    assert int(run(launcher, source)["error"]["message"]) > limit / 2
    source, limit = COUNTED["processes"]
    assert int(run(launcher, source)["error"]["message"]) > limit / 2


def test_the_kill_is_prompt(launcher):
    """Is a process that will not stop ended, with all that it started, when its time is up?"""
    source = """
import os, signal, time
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        while True:
            time.sleep(1)
while True:
    try:
        time.sleep(1)
    except BaseException:
        continue
"""
    start = time.monotonic()
    seen = run(launcher, source, seconds=0.3)
    assert "longer than 0.3 seconds" in seen.reason
    assert time.monotonic() - start < 60  # and not for ever
