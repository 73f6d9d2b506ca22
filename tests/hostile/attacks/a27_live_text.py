"""Puts terminal escapes, HTML, scripts and spreadsheet formulas into names and outputs.

Would gain: code that runs at the instructor's, in the terminal, the browser or the spreadsheet.
Must not: text of a learner is inert in every file and on every screen.
"""

from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.hostile.gallery import Handed, attack

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>\x1b]0;owned\x07\x1b[2J\x9b31m"
    "\u202egnp.exe [x](javascript:alert(1)) {{7*7}} {% raw %} =cmd|'/c calc'!A1"
)
QUOTED = repr(EVIL)


@attack(double="error", total="error", average=("failed", "error", "carried"), centred=("failed", "error"),
        tally="failed", student="=cmd|'<img src=x onerror=alert(1)>\x1b[31m&&{{7*7}}")  # fmt: skip
def names(shop):
    """Uses it for a student's id, a file name, a type, a message, a key and a text."""
    notebook = shop.solved(
        double=f"EVIL = {QUOTED}\n\ndef double(x):\n    raise type(EVIL, (Exception,), {{}})(EVIL)",
        total="def total(xs):\n    raise ValueError(EVIL * 100)",
        average="def average(xs):\n    return EVIL",
        centred="def centred(table):\n    return type(EVIL, (), {})()",
        tally="def tally(words):\n    return {EVIL: 1, EVIL * 2: EVIL}",
    )
    notebook.cells += [new_markdown_cell(EVIL), new_code_cell(f"raise ValueError({QUOTED})")]
    notebook.cells += [new_code_cell("!" + EVIL), new_code_cell("%%html\n" + EVIL)]
    notebook.metadata["autograder"] = {"release": EVIL}
    return Handed(notebook, file_name="=1+1<script>alert(1)<script>\x1b[31m.ipynb")


@attack(student="-1+1")
def honest_with_odd_words(shop):
    """Solves everything, and writes such text into prose, comments and ids."""
    notebook = shop.solved()
    notebook.cells.append(
        new_markdown_cell(EVIL + "\n\n<iframe src='javascript:alert(1)'></iframe>")
    )
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            cell.source += "\n" + EVIL
            cell.metadata["nbgrader"] = {"grade_id": EVIL + str(number)}
    return notebook
