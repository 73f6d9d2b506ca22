"""Swaps the types of cells: checks become prose, solutions raw text.

Would gain: a check that is prose has no error; stock nbgrader stops at a changed type.
Must not: the release's types are put back; what was written counts as written.
"""

from tests.hostile.course import EXERCISES, cell_of
from tests.hostile.gallery import attack

MISSING = dict.fromkeys(EXERCISES, "missing")


def retyped(cell, kind):
    """Gives a cell another type, as an editor would."""
    cell.cell_type = kind
    if kind != "code":
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@attack(**MISSING)
def checks_as_prose(shop):
    """Turns the check cells of an untouched notebook into Markdown."""
    notebook = shop.blank()
    for name in EXERCISES:
        retyped(cell_of(notebook, f"check_{name}"), "markdown")
    return notebook


@attack(says=["was a markdown cell", "was a raw cell"])
def solutions_as_prose(shop):
    """Right answers in cells of other types are found by what they define."""
    notebook = shop.solved()
    retyped(cell_of(notebook, "double"), "markdown")
    retyped(cell_of(notebook, "total"), "raw")
    retyped(cell_of(notebook, "setup"), "markdown")
    return notebook


@attack(**MISSING)
def everything_else(shop):
    """Types that there are not."""
    notebook = shop.blank()
    for number, cell in enumerate(notebook.cells):
        cell.cell_type = ["heading", "Code", None, 7, ["code"], "task"][number % 6]
    return notebook


@attack(double="failed")
def prose_as_code(shop):
    """Turns prose into code that forges, and a wrong answer beside it."""
    notebook = shop.solved(double="def double(x):\n    return None")
    title = cell_of(notebook, "title")
    retyped(title, "code")
    title.update(source="score = 1000\n1000", outputs=[], execution_count=None)
    return notebook
