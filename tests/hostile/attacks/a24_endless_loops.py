"""Loops for ever and catches whatever should end it.

Would gain: a batch that never ends; nobody gets a grade.
Must not: after its time a case is interrupted, then killed; the rest is judged.
"""

from tests.hostile.gallery import attack

STUBBORN = """
def {name}(*arguments):
    while True:
        try:
            while True:
                print("x" * 10_000)
        except BaseException:
            continue
"""


@attack(double="timeout", says=["ran longer"])
def in_a_function(shop):
    """Swallows every exception, the interrupt among them, and prints all the while."""
    return shop.solved(double=STUBBORN.format(name="double"))


@attack(double="error", says=["longer than"])
def in_a_cell(shop):
    """Never gets to its definition."""
    return shop.solved(
        double=STUBBORN.format(name="loop") + "\n\nloop()\n\ndef double(x): return 2 * x"
    )


@attack(double=("error", "timeout", "crashed", "failed"), says=["error|longer|stopped|nested"])
def in_what_it_returns(shop):
    """Returns something whose reading never ends."""
    return shop.solved(
        double="""
class Endless(dict):
    def items(self):
        while True:
            try:
                yield "key", 1
            except BaseException:
                continue

    def __len__(self): return 1


def double(x):
    return Endless()
"""
    )
