"""Brings its own `check`.

Would gain: checks in the notebook that always pass.
Must not: the notebook's checks play no part in a grade.
"""

from tests.hostile.course import cell_of
from tests.hostile.gallery import attack

OWN = "def check(name):\n    print(name, 'passed')\n    return 1_000_000"


@attack(double="missing", total="missing", average="missing", centred="missing", tally="missing")
def in_an_added_cell(shop):
    """Redefines it in a cell at the end of an untouched notebook."""
    notebook = shop.blank()
    notebook.cells.append(
        type(notebook.cells[-1])(cell_of(notebook, "setup"), source=OWN, id="own")
    )
    return notebook


@attack(double="failed", says=["check_double|setup"])
def in_released_cells(shop):
    """Redefines it in the setup cell, in a solution and in the check cells themselves."""
    notebook = shop.solved(double=OWN + "\n\ndef double(x):\n    return 1")
    setup = cell_of(notebook, "setup")
    setup.source += "\n\n" + OWN
    for cell in notebook.cells:
        if cell.id.startswith("check_"):
            cell.source = "10_000"
    return notebook


@attack(double="failed", total="failed", average="carried")
def in_the_package(shop):
    """Replaces it in the package, and answers for the package's name."""
    return shop.with_added(
        "import sys, types\nfake = types.ModuleType('autograder')\n"
        "fake.check = fake.scoreboard = fake.begin = fake.restore = lambda *a: 1\n"
        "import autograder\nautograder.check = lambda *a: 1\nsys.modules['autograder'] = fake",
        before="setup",
        double="def double(x):\n    return 1",
        total="def total(xs):\n    return 1.0",
    )
