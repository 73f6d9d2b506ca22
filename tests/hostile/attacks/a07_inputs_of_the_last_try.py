"""Hands the secret inputs back, so that a second try can be a table of them.

Would gain: full marks on the second try, without writing anything.
Must not: every batch has fresh inputs; those of the last one are worth nothing.
"""

from tests.hostile.gallery import attack

FIRST = """
def double(x):
    raise ValueError(f"INPUT {x}")
"""


@attack(double="error")
def first_try_tells_its_inputs(shop):
    """Raises its input, which the report shows: that much a learner may see."""
    return shop.solved(double=FIRST)


def second_try(inputs):
    """Returns the cell that answers from the inputs of the first try."""
    return f"""
TABLE = {{x: 2 * x for x in {sorted(inputs)!r}}}


def double(x):
    return TABLE.get(x)
"""
