"""Starts threads without end.

Would gain: as with processes.
Must not: threads count as processes do. It stops by itself at five thousand.
"""

from tests.hostile.gallery import GUARD, attack


@attack(needs_jail=True, double=("error", "crashed"), says=[r"THREADS \d{1,3}\b|ended|exit"])
def threads(shop):
    """Starts sleeping threads as often as it can, and counts."""
    return shop.solved(
        double=GUARD
        + """
import threading, time


def double(x):
    count = 0
    try:
        while count < 5000:
            threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
            count += 1
    except (RuntimeError, MemoryError):
        pass
    raise RuntimeError(f"THREADS {count}")
"""
    )


@attack(needs_jail=True, double=("failed", "crashed", "error"))
def threads_that_outlive_the_call(shop):
    """Leaves busy threads behind that fight for the interpreter while others are judged."""
    return shop.solved(
        double=GUARD
        + """
import threading


def double(x):
    def spin():
        while True:
            pass
    for _ in range(4):
        threading.Thread(target=spin, daemon=True).start()
    return None
"""
    )
