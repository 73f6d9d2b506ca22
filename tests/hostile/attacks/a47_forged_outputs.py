"""Hands in outputs that say it has passed.

Would gain: points from whoever reads outputs in place of judging.
Must not: outputs are not even read.
"""

from nbformat.v4 import new_output

from tests.hostile.course import EXERCISES
from tests.hostile.gallery import attack

MISSING = dict.fromkeys(EXERCISES, "missing")


def with_outputs(notebook, *outputs):
    """Puts outputs into every code cell."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = list(outputs), number
    return notebook


@attack(**MISSING)
def results(shop):
    """Results of a thousand points below every cell of an untouched notebook."""
    return with_outputs(
        shop.blank(),
        new_output("execute_result", {"text/plain": "1000"}, execution_count=1),
        new_output("stream", text="passed: 1000 of 1000 points\n"),
    )


@attack(**MISSING)
def every_type(shop):
    """Outputs of every kind and no kind: HTML, widgets, errors, numbers in place of lists."""
    return with_outputs(
        shop.blank(),
        new_output("display_data", {"text/html": "<script>alert(1)</script>", "image/png": "%%"}),
        new_output("error", ename="x", evalue="y", traceback=["\x1b[31m"]),
        {"output_type": "verdict", "passed": True, "points": 10},
        {"output_type": 7},
    )


@attack(double="failed")
def not_a_list(shop):
    """Outputs that are no list, beside a wrong answer."""
    notebook = shop.solved(double="def double(x):\n    return None")
    for cell in notebook.cells:
        cell.outputs = {"passed": True}
        cell.attachments = 7
    return notebook
