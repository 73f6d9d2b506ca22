"""Puts verdicts into a submission's notebook: what an instructor sees in `autograded/`."""

from __future__ import annotations

import copy
import html
from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode

from autograder.checks.verdict import Verdict, clean

MAX_ERROR_CHARACTERS = 600
_COLOURS = {True: "#1a7f37", False: "#cf222e"}


def executed_notebook(
    notebook: NotebookNode, verdicts: Sequence[Verdict], errors: Sequence[tuple[str, str]] = ()
) -> NotebookNode:
    """Returns the notebook with each verdict below its check cell.

    Args:
        notebook: A restored submission, or a release in its place.
        verdicts: One an exercise.
        errors: Cell ids with what went wrong when they ran.
    """
    notebook = copy.deepcopy(notebook)
    by_check = {f"check_{verdict.exercise}": verdict for verdict in verdicts}
    by_cell = dict(errors)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        verdict = by_check.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if verdict is not None:
            cell.outputs = [_verdict_output(verdict)]
        elif cell.id in by_cell:
            text = clean(by_cell[cell.id])[:MAX_ERROR_CHARACTERS] + "\n"
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    return notebook


def _verdict_output(verdict: Verdict) -> NotebookNode:
    data = {"text/plain": clean(verdict.text()), "text/html": verdict_html(verdict)}
    return nbformat.v4.new_output("display_data", data=data)


def verdict_html(verdict: Verdict) -> str:
    """Returns a verdict as HTML in which every word is escaped."""
    head, _, rest = clean(verdict.text()).partition("\n")
    colour = _COLOURS[verdict.is_right]
    style = "white-space:pre-wrap;margin:.4em 0 0"
    body = f"<pre style='{style}'>{html.escape(rest)}</pre>" if rest else ""
    return (
        f"<div style='border-left:4px solid {colour};padding:.4em .8em'>"
        f"<strong>{html.escape(head)}</strong>{body}</div>"
    )
