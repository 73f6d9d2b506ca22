"""What does grading right submissions cost, beside an earlier build?

    git worktree add ../earlier 1d663e5 && ln -s "$PWD/.venv" ../earlier/.venv
    python -m benchmarks.side_by_side ../earlier [ID ...]

Each build grades a class of its own solved notebook, in turns: other builds have other releases. A line
an assignment: seconds of processor time of the whole command, earlier and now, and their ratio.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.checks.repository import REPOSITORY_ROOT
from benchmarks.grading.meter import tell

STUDENTS = 8
ROUNDS = 2
# Runs in each build, which had its course in another module before 2026-11-27.
MAKE_CLASS = """
import sys
from pathlib import Path
import nbformat
from autograder.notebook.build import build_notebooks
try:
    from autograder.declaration.course import Course
except ModuleNotFoundError:
    from autograder.course import Course
assignment_id, folder, students = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
solved, _ = build_notebooks(Course(), assignment_id)
for number in range(students):
    for cell in solved.cells:  # Two equal files would be graded once.
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source += f"\\n# {number}"
    place = folder / "submitted" / f"student{number:02}" / assignment_id
    place.mkdir(parents=True)
    nbformat.write(solved, place / f"{assignment_id}.ipynb")
"""


def grade(root: Path, assignment_id: str) -> tuple[float, float]:
    """Grades a class with the build in a folder; returns seconds of processor time and of the clock."""
    python = root / ".venv" / "bin" / "python"
    environment = {**os.environ, "PYTHONPATH": str(root), "TF_CPP_MIN_LOG_LEVEL": "3"}
    with tempfile.TemporaryDirectory(prefix="side-") as name:
        folder = Path(name)
        command = [python, "-c", MAKE_CLASS, assignment_id, folder, str(STUDENTS)]
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        settings = (root / "nbgrader_config.py").read_text(encoding="utf-8")
        (folder / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        before, start = _cpu_of_children(), time.perf_counter()
        command = [python, "-m", "autograder", "grade", assignment_id]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        seconds = _cpu_of_children() - before, time.perf_counter() - start
        grades = json.loads((folder / "grades.json").read_text(encoding="utf-8"))
        missed = [g["exercise"] for g in grades if g["status"] != "passed"]
    if missed:
        sys.exit(f"{root}: {missed[0]} of a solved notebook did not pass; nothing was measured.")
    return seconds


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str]) -> None:
    """Prints a line an assignment that both builds have."""
    if not arguments:
        sys.exit(__doc__)
    earlier = Path(arguments[0]).absolute()
    both = [path.name for path in sorted((earlier / "assignments").iterdir()) if path.is_dir()]
    for assignment_id in arguments[1:] or both:
        spent: dict[Path, list[tuple[float, float]]] = {earlier: [], REPOSITORY_ROOT: []}
        for number in range(ROUNDS * len(spent)):
            root = list(spent)[number % len(spent)]
            spent[root].append(grade(root, assignment_id))
            tell(f"{assignment_id}, {root}: {spent[root][-1][0]:.1f} s of processor time")
        old, new = (min(cpu for cpu, _ in spent[root]) for root in spent)
        print(f"{assignment_id}: {old:.1f} s, {new:.1f} s, ratio {new / old:.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
