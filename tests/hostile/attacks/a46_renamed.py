"""Hands in under another name, under several, or none.

Would gain: stock nbgrader skips what it does not find, and the learner says that it was there.
Must not: a single renamed notebook is graded and flagged; what is ambiguous is refused in words.
"""

import json

from tests.hostile.gallery import REFUSED, Handed, attack


@attack(says=["My Copy"])
def copy(shop):
    """The name that a browser gives a second download."""
    return Handed(shop.solved(), file_name="My Copy (1).ipynb")


@attack(double="failed", says=["odd"])
def odd_name(shop):
    """A name of signs that programs give a meaning to; a wrong answer in it."""
    wrong = shop.solved(double="def double(x):\n    return None")
    return Handed(wrong, file_name="-rf * $(odd) `id` ; ?[a-z] %s {0} \\ \n.ipynb")


@attack(says=["IPYNB"])
def capitals(shop):
    """A name in capitals."""
    return Handed(shop.solved(), file_name="W0_HOSTILE.IPYNB")


@attack(**REFUSED, says=["2 notebooks"])
def two(shop):
    """Two notebooks, neither of which has the name."""
    return Handed(shop.solved(), file_name="a.ipynb", beside={"b.ipynb": json.dumps(shop.blank())})


@attack(double="failed")
def right_one_beside(shop):
    """A wrong notebook under the name, a right one beside it: the name decides."""
    wrong = shop.solved(double="def double(x):\n    return None")
    return Handed(wrong, beside={"w0_hostile (2).ipynb": json.dumps(shop.solved())})
