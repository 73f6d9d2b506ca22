"""Returns its own argument, or changes what it was given.

Would gain: a judge that computes the expected value from the same object, or compares an object
with itself, finds them equal.
Must not: the judge's inputs are its own; the process got copies; changes of arguments are seen.
"""

from tests.hostile.gallery import attack


@attack(total="failed", average="failed", centred="failed", tally="failed")
def mutated_inputs(shop):
    """Returns the argument after making it easy: emptied, zeroed, in place."""
    return shop.solved(
        total="def total(xs):\n    xs.clear()\n    return 0.0",
        average="def average(xs):\n    xs[:] = [0.0]\n    return xs",
        centred="def centred(table):\n    table[:] = 0\n    return table",
        tally="def tally(words):\n    words.clear()\n    return {}",
    )


@attack(centred="failed", tally="failed")
def right_but_in_place(shop):
    """Gives the right result and damages the argument, which the docstring excludes."""
    return shop.solved(
        centred="def centred(table):\n    table -= table.mean(axis=0)\n    return table",
        tally="""
def tally(words):
    counts = {word: words.count(word) for word in words}
    words.sort()
    return counts if words != sorted(words, reverse=True) and not words.clear() else counts
""",
    )


@attack(centred="failed")
def changed_after_the_answer(shop):
    """Returns a view of its argument and goes on changing it from a thread."""
    return shop.solved(
        centred="""
import threading, time


def centred(table):
    def later():
        for _ in range(1000):
            table[:] = 0
            time.sleep(0.001)
    threading.Thread(target=later, daemon=True).start()
    return table.view()
"""
    )
