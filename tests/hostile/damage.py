"""Damages notebooks in hundreds of ways, the same ones for the same seed.

A damage is a function from a random generator and a solved notebook (as a plain value) to a file:
its bytes, and sometimes its name. None is meant to gain anything; each is what editors, browsers,
mail programs, version control and tired people do to files, and a few things that nobody does.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.hostile.damage_files import BYTES, TEXT, WHOLE, as_bytes
from tests.hostile.damage_tree import CELLS, TREE, Value

ODD_NAMES = [
    "My Copy (1).ipynb", "a b.ipynb", "ü.ipynb", "\u202egnp.ipynb", "%2e%2e.ipynb", "-rf.ipynb",
    "x" * 200 + ".ipynb", "$(id).ipynb", "a'b\"c.ipynb", "[a-z]*.ipynb", "w0_hostile.ipynb.ipynb",
    "w0_hostile-checkpoint.ipynb", "=1+1.ipynb", "a\nb.ipynb", "a\x1b[31m.ipynb", "{0}.ipynb",
    "W0_hostile.ipynb", "w0_hostile .ipynb",
]  # fmt: skip
IN_TURN: list[Callable] = [*TREE, *CELLS, *TEXT, *BYTES, *WHOLE]
KINDS = list(dict.fromkeys(IN_TURN))


@dataclass(frozen=True)
class Damaged:
    """A damaged submission.

    Args:
        kind: How it was damaged, in a word or two.
        data: Bytes of the file.
        file_name: Its name, where it has another one.
    """

    kind: str
    data: bytes
    file_name: str | None = None


def damages(notebook: dict[str, Value], count: int, seed: int) -> Iterator[Damaged]:
    """Yields damaged notebooks, every kind in turn.

    Args:
        notebook: A solved notebook; it stays as it is.
        count: How many.
        seed: The same seed gives the same ones.
    """
    rng = random.Random(seed)
    for number in range(count):
        damage = IN_TURN[number % len(IN_TURN)]
        made = damaged_by(damage, rng, notebook)
        name = rng.choice(ODD_NAMES) if rng.random() < 0.03 else None
        yield Damaged(damage.__name__, made, name)


def damaged_by(damage: Callable, rng: random.Random, notebook: dict[str, Value]) -> bytes:
    """Returns the file that one damage makes of a notebook."""
    made = damage(rng, copy.deepcopy(notebook))
    return made if isinstance(made, bytes) else as_bytes(made)
