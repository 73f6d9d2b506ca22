"""Runs a notebook on the replica's Python, which has nothing of ours: in_replica.py IN OUT SECONDS.

Errors do not stop it: the notebook says what happened. SECONDS is a file for the time of each cell.
"""

import json
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def main(source: str, target: str, seconds: str) -> None:
    """Runs all cells in the working directory and writes the notebook with its outputs."""
    notebook = nbformat.read(source, as_version=4)
    times: dict[int, float] = {}
    began: dict[int, float] = {}

    def start(cell: object, cell_index: int) -> None:
        began[cell_index] = time.perf_counter()

    def stop(cell: object, cell_index: int, execute_reply: object) -> None:
        times[cell_index] = time.perf_counter() - began[cell_index]

    client = NotebookClient(
        notebook,
        timeout=900,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(Path.cwd())}},
        on_cell_execute=start,
        on_cell_executed=stop,
    )
    client.execute()
    nbformat.write(notebook, target)
    Path(seconds).write_text(json.dumps(times), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
