"""Duplicates and deletes cells and ids.

Would gain: stock nbgrader drops a whole submission with a duplicate id; a deleted check cell has
no failed test.
Must not: what is missing is put back; of several cells for one exercise the last holds, as it
would after Restart-and-Run-All.
"""

import copy

from tests.hostile.course import EXERCISES, cell_of
from tests.hostile.gallery import attack

MISSING = dict.fromkeys(EXERCISES, "missing")
WRONG = "def double(x):\n    return None"


@attack(says=["double is there 2 times"])
def right_one_last(shop):
    """A wrong copy and then a right one: the right one holds."""
    notebook = shop.solved()
    wrong = copy.deepcopy(cell_of(notebook, "double"))
    wrong.source = WRONG
    notebook.cells.insert(2, wrong)
    return notebook


@attack(double="failed", says=["double is there 2 times"])
def wrong_one_last(shop):
    """A right copy and then a wrong one: the wrong one holds."""
    notebook = shop.solved()
    wrong = copy.deepcopy(cell_of(notebook, "double"))
    wrong.source = WRONG
    notebook.cells.append(wrong)
    return notebook


@attack(**MISSING, says=["is missing"])
def no_checks(shop):
    """An untouched notebook without its check cells."""
    notebook = shop.blank()
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith("check")]
    return notebook


@attack(**MISSING, says=["is missing"])
def no_cells(shop):
    """A notebook without any cell."""
    notebook = shop.blank()
    notebook.cells = []
    return notebook


@attack(double="missing")
def one_id_for_all(shop):
    """Every cell has the same id and name, and one exercise is not written."""
    notebook = shop.solved()
    cell_of(notebook, "double").source = cell_of(shop.blank(), "double").source
    for cell in notebook.cells:
        cell.id = "same"
        cell.metadata["nbgrader"] = {"grade_id": "check_total", "grade": True, "points": 20}
    return notebook


@attack(double="failed", says=["double is there"])
def a_hundred_copies(shop):
    """A hundred copies of a right cell around a wrong one, which comes last."""
    notebook = shop.solved()
    right = cell_of(notebook, "double")
    notebook.cells[3:3] = [copy.deepcopy(right) for _ in range(100)]
    last = copy.deepcopy(right)
    last.source = WRONG
    notebook.cells.append(last)
    return notebook


@attack(double="missing", says=["is missing"])
def deleted_solution(shop):
    """The cell is gone, its check stays with an output that says it passed."""
    notebook = shop.solved()
    notebook.cells.remove(cell_of(notebook, "double"))
    return notebook
