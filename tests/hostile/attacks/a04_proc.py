"""Reads other processes through `/proc`: memory, environment, command line, descriptors.

Would gain: the seed, the expected values or a token that the judge holds.
Must not: a submission sees its own processes only.
"""

from tests.hostile.gallery import attack

OTHERS = """
import glob, os, re


def others():
    own = str(os.getpid())
    return [p for p in glob.glob("/proc/[0-9]*") if os.path.basename(p) != own]


def loot(data):
    found = re.search(rb"SECRET-[0-9a-f]+", data)
    return "LOOT " + found.group().decode() if found else None
"""


@attack(double="failed", total="failed", average="failed", centred="failed", tally="failed")
def other_processes(shop):
    """Goes through environ, cmdline, fd, mem and maps of every process in sight."""
    double = (
        OTHERS
        + """
def double(x):
    for place in others():
        try:
            with open(place + "/environ", "rb") as file:
                if found := loot(file.read()):
                    return found
        except OSError:
            continue
"""
    )
    total = """
def total(xs):
    for place in others():
        try:
            with open(place + "/cmdline", "rb") as file:
                if b"@COURSE@" in file.read():
                    return sum(xs)
        except OSError:
            continue
"""
    average = """
def average(xs):
    for place in others():
        for link in glob.glob(place + "/fd/*") + [place + "/cwd", place + "/root", place + "/exe"]:
            try:
                if "@COURSE@" in os.readlink(link) or "gradebook" in os.readlink(link):
                    return sum(xs) / len(xs)
            except OSError:
                continue
"""
    centred = """
def centred(table):
    for place in others():
        try:
            with open(place + "/maps") as maps, open(place + "/mem", "rb") as memory:
                for line in maps:
                    if "[heap]" in line:
                        start, end = (int(n, 16) for n in line.split()[0].split("-"))
                        memory.seek(start)
                        memory.read(min(end - start, 1 << 20))
                        return table - table.mean(axis=0)  # Other memory could be read.
        except (OSError, ValueError, OverflowError):
            continue
"""
    tally = """
def tally(words):
    for place in ["/proc/self/root@COURSE@", "/proc/1/root@COURSE@", "/proc/1/cwd", "/proc/self/cwd"]:
        for name in ("solutions", "gradebook.db", "submitted"):
            if os.path.exists(f"{place}/{name}"):
                return {word: words.count(word) for word in words}
"""
    return shop.solved(double=double, total=total, average=average, centred=centred, tally=tally)


@attack(double="failed")
def own_environment(shop):
    """Reads its own environment and command line, where a careless grader leaves its secrets."""
    double = (
        OTHERS
        + """
def double(x):
    data = repr(dict(os.environ)).encode()
    for name in ("environ", "cmdline", "mountinfo", "cgroup"):
        try:
            with open("/proc/self/" + name, "rb") as file:
                data += file.read()
        except OSError:
            continue
    return loot(data)
"""
    )
    return shop.solved(double=double)
