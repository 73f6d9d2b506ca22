"""Starts processes that start processes.

Would gain: a machine on which nobody can start anything.
Must not: there is a cap for each submission. It stops by itself at two thousand.
"""

from tests.hostile.gallery import GUARD, attack


@attack(needs_jail=True, double=("error", "crashed"), says=[r"FORKS \d{1,3}\b|ended|exit|Error"])
def forks(shop):
    """Forks as often as it can, and counts."""
    return shop.solved(
        double=GUARD
        + """
import os, signal, time


def double(x):
    count = 0
    try:
        while count < 2000:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
            count += 1
    except OSError:
        pass
    raise RuntimeError(f"FORKS {count}")
"""
    )


@attack(needs_jail=True, double=("error", "crashed", "timeout"))
def bomb(shop):
    """Every child forks, too, and each keeps its processor busy."""
    return shop.solved(
        double=GUARD
        + """
import os, time


def double(x):
    first, end = os.getpid(), time.monotonic() + 1.5
    for _ in range(11):  # 2 ** 11 at most
        try:
            os.fork()
        except OSError:
            continue
    while time.monotonic() < end:
        pass
    if os.getpid() != first:
        os._exit(0)
    raise RuntimeError("the bomb is over")
"""
    )
