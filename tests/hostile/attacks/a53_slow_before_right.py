"""Is slow in one exercise, in front of right ones.

Would harm: the exercises behind it, which find no time left; by mistake as well as on purpose.
Must not: each exercise has a time of its own, and so have the cells. That a slow one uses up no more
is asked with less patience by `tests/autograder/judging/test_judge.py`.
"""

from tests.hostile.gallery import attack


@attack(double="timeout", says=["ran longer"])
def dozes_too_long(shop):
    """Does nothing for longer than it may, as a download would."""
    return shop.solved(double="import time\n\ndef double(x):\n    time.sleep(60)\n    return 2 * x")


@attack(double=("passed", "timeout"))
def dozes_as_long_as_it_may(shop):
    """Stays below the limit of a case, but where the machine is busy."""
    return shop.solved(
        double="import time\n\ndef double(x):\n    time.sleep(1.5)\n    return 2 * x"
    )


@attack(total="timeout", average="carried", says=["ran longer"])
def slow_in_what_others_call(shop):
    """Is slow where another exercise calls it, which is judged again with a right one."""
    return shop.solved(
        total="import time\n\ndef total(xs):\n    time.sleep(60)\n    return math.fsum(xs)"
    )


@attack(double=("error", "missing"), says=["longer than"])
def slow_while_its_cell_runs(shop):
    """Never comes to its definition: the cells behind have their time all the same."""
    return shop.solved(double="import time\n\ntime.sleep(60)\n\ndef double(x):\n    return 2 * x")
