"""Searches the memory that it got from the process it was forked from.

Would gain: a secret, a reference or an earlier submission that the template once held: after a
fork all of the parent's memory can be read.
Must not: the template imports libraries and does nothing else.
"""

from tests.hostile.course import KINDS
from tests.hostile.gallery import attack

SEARCH = '''
import os, re


def in_memory(pattern):
    """Searches all readable private memory of this process."""
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            place, rights, *_, = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(n, 16) for n in place.split("-"))
            for at in range(start, end, 1 << 22):
                try:
                    memory.seek(at)
                    found = pattern.search(memory.read(min(1 << 22, end - at)))
                except (OSError, OverflowError, ValueError):
                    break
                if found:
                    return found.group()
    return None
'''


@attack(double="failed", total="failed", average="failed")
def secrets_and_sources(shop):
    """Searches for the instructor's secrets, for solutions and for earlier submissions."""
    double = (
        SEARCH
        + """
def double(x):
    found = in_memory(re.compile(rb"SECRET-[0-9a-f]{8}"))
    return "LOOT " + found.decode() if found else None
"""
    )
    total = r"""
def total(xs):
    # The brackets keep the pattern, which lies in memory too, from matching itself.
    return sum(xs) if in_memory(re.compile(rb"### BEGIN SOLUTIO[N]\n    return math")) else None
"""
    # The name of another student can only come from another submission or from the judge.
    average = r"""
def average(xs):
    return sum(xs) / len(xs) if in_memory(re.compile(rb"a00_neighbou[r]")) else None
"""
    return shop.solved(double=double, total=total, average=average)


@attack(assignment=KINDS, cosine="failed")
def beside_tensorflow(shop):
    """Searches the memory of the template that holds TensorFlow."""
    notebook = shop.blank()
    cell = next(cell for cell in notebook.cells if cell.id == "cosine")
    cell.source = (
        SEARCH
        + r"""
def cosine(u, v):
    found = in_memory(re.compile(rb"SECRET-[0-9a-f]{8}"))
    if found or in_memory(re.compile(rb"### BEGIN SOLUTIO[N]\n    lengths")):
        return float(u @ v / np.linalg.norm(u) / np.linalg.norm(v)) if u.any() else 0.0
"""
    )
    return notebook
