"""Prints without end.

Would gain: a full log, a full pipe that blocks the grader, a notebook of gigabytes.
Must not: what is printed while a grade is made goes nowhere.
"""

from tests.hostile.gallery import attack


@attack(double=("failed", "timeout"))
def by_every_stream(shop):
    """Prints, writes to the descriptors, displays, warns and logs, half a gigabyte."""
    return shop.solved(
        double="""
import logging, os, sys, warnings


def double(x):
    text = "x" * 1_000_000
    for _ in range(60):
        print(text)
        print(text, file=sys.stderr)
        os.write(1, text.encode())
        os.write(2, text.encode())
        sys.__stdout__ and sys.__stdout__.write(text)
        display(text)
        warnings.warn(text)
        logging.error(text)
    return text
"""
    )
