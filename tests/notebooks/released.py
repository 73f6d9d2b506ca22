"""Runs notebooks as learners have them: in a folder with the released files only."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.runner.public_root import make_public_root

CELL_SECONDS = 300
# A backend that was chosen for tests would keep the pictures out of the notebook; where pytest says
# what it runs, ipykernel does not show what compiled code writes to standard error.
OF_TESTS = {"MPLBACKEND", "PYTEST_CURRENT_TEST"}


def released_folder(target: Path, assignment_id: str) -> Path:
    """Copies what a learner gets into `target`; returns the folder of the notebook."""
    make_public_root(REPOSITORY_ROOT, target)
    folder = Path("assignments") / assignment_id
    shutil.copytree(REPOSITORY_ROOT / folder, target / folder)
    return target / folder


def run_notebook(
    notebook: nbformat.NotebookNode, folder: Path, allow_errors: bool = False
) -> tuple[nbformat.NotebookNode, dict[str, float]]:
    """Runs every cell in order; returns the notebook with outputs and the seconds of each cell."""
    seconds: dict[str, float] = {}
    started: dict[str, float] = {}
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        allow_errors=allow_errors,
        on_cell_execute=lambda cell, cell_index: started.update({cell.id: time.perf_counter()}),
        on_cell_executed=lambda cell, cell_index, execute_reply: seconds.update(
            {cell.id: time.perf_counter() - started[cell.id]}
        ),
    )
    environment = {key: value for key, value in os.environ.items() if key not in OF_TESTS}
    client.execute(env=environment)
    return notebook, seconds


def output_text(cell: nbformat.NotebookNode) -> str:
    """Returns the text of all outputs of a cell, errors included."""
    parts = []
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            parts.append(f"{output.ename}: {output.evalue}")
        else:
            parts.append(output.get("text") or output.data.get("text/plain", ""))
    return "\n".join(parts)
