"""Tries every descriptor that it was started with.

Would gain: the gradebook, a journal, a socket of the template or another submission's pipe.
Must not: it inherits the two ends of its own pipe and nothing else.
"""

from tests.hostile.gallery import attack


@attack(double="failed", total="failed")
def every_descriptor(shop):
    """Looks at what stands behind each descriptor, and reads what is no pipe of its own."""
    double = """
import os, re, stat


def double(x):
    for fd in range(3, 1024):
        try:
            status = os.fstat(fd)
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode) or stat.S_ISSOCK(status.st_mode):
            place = os.readlink(f"/proc/self/fd/{fd}") if os.path.exists("/proc/self/fd") else "?"
            if "@COURSE@" in place or stat.S_ISDIR(status.st_mode) or stat.S_ISSOCK(status.st_mode):
                return 2 * x  # A way out of here.
"""
    total = """
def total(xs):
    opened = 0
    for fd in range(0, 1024):
        try:
            opened += stat.S_ISFIFO(os.fstat(fd).st_mode)
        except OSError:
            continue
    return sum(xs) if opened > 2 else None  # More pipes than its own: somebody else's.
"""
    return shop.solved(double=double, total=total)
