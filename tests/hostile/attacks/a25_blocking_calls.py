"""Waits where no interrupt comes through: in a C call, with every signal blocked.

Would gain: a hung grader.
Must not: the kill needs nobody's consent.
"""

from tests.hostile.gallery import attack


@attack(double="timeout", tally="timeout", says=["ran longer"])
def c_calls(shop):
    """Sums for ever in C; waits for a lock with all signals blocked."""
    return shop.solved(
        double="def double(x):\n    return sum(iter(int, 1))",
        tally="""
import signal, threading


def tally(words):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
""",
    )


@attack(double="timeout", says=["ran longer"])
def signals_ignored(shop):
    """Ignores every signal that can be ignored, and stops itself for good."""
    return shop.solved(
        double="""
import os, signal, time


def double(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    while True:
        try:
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(99)
        except BaseException:
            continue
"""
    )
