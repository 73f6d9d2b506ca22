"""Takes all memory there is: in one process, in many, shared, in files that live in memory.

Would gain: the kernel ends somebody, perhaps the judge, and everybody waits.
Must not: the memory of the whole submission is counted, and it is ended at its limit.
Each way stops by itself at six gigabytes, and then says so.
"""

from tests.hostile.gallery import GUARD, attack

# Its time may be over before its memory is: whoever is first. test_limits.py has small limits.
LOST = ("crashed", "error", "timeout")
STEP, STEPS = 64 << 20, 96  # bytes, and how often: six gigabytes
SAYS = ["memory|MemoryError|ended by|exit status|longer than|Resource"]


@attack(needs_jail=True, double=LOST, says=SAYS)
def one_process(shop):
    """Fills one list until it is stopped."""
    return shop.solved(
        double=GUARD
        + f"""
def double(x):
    kept = [b"x" * {STEP} for _ in range({STEPS})]
    return "NOT STOPPED"
"""
    )


@attack(needs_jail=True, double=LOST, says=SAYS)
def many_processes(shop):
    """Fills twelve processes, each with little enough to be overlooked."""
    return shop.solved(
        double=GUARD
        + f"""
import os, time


def double(x):
    for _ in range(12):
        if os.fork() == 0:
            kept = [b"x" * {STEP} for _ in range({STEPS} // 12)]
            time.sleep(9)
            os._exit(0)
    time.sleep(9)
    return "NOT STOPPED"
"""
    )


@attack(needs_jail=True, double=LOST, says=SAYS)
def shared_maps(shop):
    """Maps memory that it shares with its children: no process holds it for itself."""
    return shop.solved(
        double=GUARD
        + f"""
import mmap, time


def double(x):
    kept = []
    for _ in range({STEPS}):
        block = mmap.mmap(-1, {STEP})  # MAP_SHARED
        block.write(b"x" * {STEP})
        kept.append(block)
    time.sleep(1)
    return "NOT STOPPED"
"""
    )


@attack(needs_jail=True, double=(*LOST, "failed"), says=[*SAYS, "(?s)^(?!.*NOT STOPPED)"])
def files_in_memory(shop):
    """Fills files that lie in memory: `memfd_create`, `/dev/shm`, `/tmp`."""
    return shop.solved(
        double=GUARD
        + f"""
import os, time


def double(x):
    files, errors = [], []
    for number in range({STEPS}):
        try:
            fd = os.memfd_create(str(number)) if number % 2 else os.open(
                f"/dev/shm/{{number}}", os.O_CREAT | os.O_RDWR)
            files.append(fd)
            data = memoryview(b"x" * {STEP})
            while data:
                data = data[os.write(fd, data):]
        except OSError as error:
            errors.append(str(error))
    time.sleep(1)
    if len(errors) > {STEPS} // 2:
        raise MemoryError(errors[0])
    return "NOT STOPPED"
"""
    )


@attack(needs_jail=True, double=(*LOST, "failed"))
def one_request(shop):
    """Asks for more at once than any machine has."""
    return shop.solved(
        double=GUARD
        + """
import numpy as np


def double(x):
    return float(np.zeros(1 << 44).sum())
"""
    )
