"""Fills the disk: with bytes, with one huge file, with names.

Would gain: a gradebook that cannot be written.
Must not: what can be written is small and gone with the submission. It stops by itself at two
gigabytes and a hundred thousand files.
"""

from tests.hostile.gallery import GUARD, attack


@attack(needs_jail=True, double="error", total="error", average="carried",
        says=[r"WROTE \d{1,3} MB", r"MADE \d{1,5} files"])  # fmt: skip
def bytes_and_names(shop):
    """Writes wherever it may until it may not; then makes empty files."""
    return shop.solved(double=GUARD + '''
import os, signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
PLACES = [".", "/tmp", "/dev/shm", "/var/tmp", "/run", os.path.expanduser("~"), "@TMP@", "@COURSE@"]


def double(x):
    written = 0
    for number in range(128):
        for place in PLACES:
            try:
                with open(f"{place}/@MARK@.{number}", "wb", buffering=0) as file:
                    written += file.write(b"x" * (16 << 20))
            except OSError:
                continue
        if written > 2 << 30:
            break
    raise RuntimeError(f"WROTE {written >> 20} MB")
''', total='''
def total(xs):
    for place in PLACES:
        for number in range(128):
            try:
                os.unlink(f"{place}/@MARK@.{number}")
            except OSError:
                continue
    made = 0
    try:
        for made in range(100_000):
            os.close(os.open(f"/tmp/{made}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        pass
    raise RuntimeError(f"MADE {made} files")
''')  # fmt: skip


@attack(needs_jail=True, double="error", says=["File too large|No space|WROTE 0"])
def one_huge_file(shop):
    """Makes a file that says it has a terabyte, and writes far behind."""
    return shop.solved(
        double=GUARD
        + """
import os, signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def double(x):
    with open("huge", "wb") as file:
        file.truncate(1 << 40)
        file.seek(1 << 39)
        file.write(b"x")
    raise RuntimeError("NOT STOPPED")
"""
    )
