"""How long do the notebooks take, training included?

    python -m benchmarks.notebooks [ID ...]

Runs each solved notebook top to bottom in a folder with the released files and prints the seconds
of its slowest cells and of the whole, beside the seconds that importing TensorFlow took in the
same run: machines differ, the ratio less so.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.notebooks.released import released_folder, run_notebook

LIMIT_SECONDS = 180.0  # what a learner should wait at most, on two cores
SHOWN_CELLS = 6


def main(assignment_ids: list[str]) -> None:
    """Prints one table a notebook."""
    course = Course()
    for assignment_id in assignment_ids or course.assignment_ids():
        peer = seconds_to_import_tensorflow()
        solved, _ = build_notebooks(course, assignment_id)
        with tempfile.TemporaryDirectory() as target:
            folder = released_folder(Path(target), assignment_id)
            start = time.perf_counter()
            _, seconds = run_notebook(solved, folder)
            whole = time.perf_counter() - start
        print(
            f"{assignment_id}: {whole:.0f} s, {whole / peer:.1f} x `import tensorflow` ({peer:.1f} s)"
        )
        for cell_id in sorted(seconds, key=seconds.__getitem__, reverse=True)[:SHOWN_CELLS]:
            print(f"  {seconds[cell_id]:6.1f} s  {cell_id}")
        print(
            f"  {'within' if whole < LIMIT_SECONDS else 'OVER'} the limit of {LIMIT_SECONDS:.0f} s"
        )


def seconds_to_import_tensorflow() -> float:
    """Times the import in a process of its own, the second time (compiled files are cached)."""
    command = [sys.executable, "-c", "import tensorflow, keras"]
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(sys.argv[1:])
