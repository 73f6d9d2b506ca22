"""Ends the process with success before anything can be asked.

Would gain: a grader that believes an exit status of 0 or the absence of an error.
Must not: a missing answer is a failed case, and the other exercises are judged in a new process.
"""

from tests.hostile.gallery import attack


@attack(double="error", total="crashed", centred="crashed", average="carried", says=["exit"])
def inside_functions(shop):
    """Leaves by `sys.exit`, by `os._exit` and by replacing the process."""
    return shop.solved(
        double="import os, sys\n\ndef double(x):\n    sys.exit(0)",
        total="def total(xs):\n    os._exit(0)",
        centred="def centred(table):\n    os.execv('/bin/true', ['true'])",
    )


@attack(double="error", says=["exit"])
def inside_a_cell(shop):
    """Leaves while the cell runs that should define the function."""
    return shop.solved(double="import os\nos._exit(0)\n\ndef double(x):\n    return 2 * x")


@attack(double="error")
def inside_a_cell_softly(shop):
    """Leaves a cell by `sys.exit(0)`."""
    return shop.solved(double="import sys\nsys.exit(0)\n\ndef double(x):\n    return 2 * x")


@attack(double="failed", says=["stopped"])
def at_exit(shop):
    """Registers handlers that exit, print points, and raise at the very end; and quits."""
    return shop.with_added(
        "import atexit, os, sys\natexit.register(print, 'points: 10')\n"
        "atexit.register(os._exit, 0)\nsys.unraisablehook = lambda *a: os._exit(0)\n"
        "def double(x):\n    return 1\nquit()",
        double="def double(x):\n    return 1",
    )


@attack(double="crashed")
def abort(shop):
    """Aborts, as a faulty library would."""
    return shop.solved(double="import os\n\ndef double(x):\n    os.abort()")
