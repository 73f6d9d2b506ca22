"""How fast is a class graded, beside stock nbgrader on the same notebooks?

    python -m benchmarks.grading [ID] [COUNT]

Makes COUNT submissions (solved ones and known mistakes), grades each with `autograder grade`'s
engine and with stock `nbgrader autograde`, the class by each in turn, and prints submissions per
minute and their ratio, what a batch does once included. Stock nbgrader executes the whole notebook, pictures
included; ours runs what a grade needs. Feedback pages are counted for neither.
"""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from autograder.batch import grade_class
from autograder.course import REPOSITORY_ROOT, Course
from autograder.demo.kit import Kit
from autograder.notebook.build import build_assignment

ROUNDS = 2
STOCK = """\
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]
c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("Replace this line.")'}
c.Execute.timeout = 300
"""


def main(assignment_id: str = "w1_recurrent_cells", count: int = 6) -> None:
    """Prints the comparison."""
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as stock:
        course = Course(folder=ours)
        kit = Kit(course, assignment_id)
        students = [f"student{i}" for i in range(count)]
        for i, student in enumerate(students):
            notebook = _submission(kit, i)
            for folder in (ours, stock):
                path = Path(folder) / "submitted" / student / assignment_id
                path.mkdir(parents=True)
                nbformat.write(notebook, path / f"{assignment_id}.ipynb")
        _prepare_stock(Path(stock), assignment_id)
        print(
            f"{assignment_id}: {count} submissions, the class graded by each in turn, {ROUNDS} times"
        )
        seconds = [
            (
                _grade_ours(course, assignment_id) / count,
                _grade_stock(stock, assignment_id, students) / count,
            )
            for _ in range(ROUNDS)
        ]
    mine, theirs = (statistics.median(column) for column in zip(*seconds, strict=True))
    ratios = sorted(b / a for a, b in seconds)
    print(f"  this grader     {mine:6.2f} s a submission, {60 / mine:6.1f} a minute")
    print(f"  stock nbgrader  {theirs:6.2f} s a submission, {60 / theirs:6.1f} a minute")
    print(
        f"  ratio           {statistics.median(ratios):.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})"
    )


def _submission(kit: Kit, index: int) -> nbformat.NotebookNode:
    if index % 2 == 0:
        return kit.solved()
    name = kit.one(index)
    return kit.solved(**{name: kit.variants("misconceptions", index)[name][1]})


def _prepare_stock(folder: Path, assignment_id: str) -> None:
    """Sets a course of stock nbgrader up, with the same checks beside the submissions."""
    (folder / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    for part in ("autograder", "utils", "data", "assignments"):
        os.symlink(REPOSITORY_ROOT / part, folder / part)
    build_assignment(Course(), assignment_id, bundle=False)
    os.symlink(REPOSITORY_ROOT / "solutions", folder / "solutions")
    _nbgrader(folder, "generate_assignment", assignment_id, "--force")


def _grade_ours(course: Course, assignment_id: str) -> float:
    start = time.perf_counter()
    with contextlib.redirect_stderr(io.StringIO()):
        grade_class(course, assignment_id, feedback=False)
    return time.perf_counter() - start


def _grade_stock(folder: str, assignment_id: str, students: list[str]) -> float:
    """Grades all in one process; the start of the program is not counted."""
    code = (
        "import time; from nbgrader.apps import NbGraderAPI; "
        "from nbgrader.apps.nbgraderapp import NbGraderApp; "
        "app = NbGraderApp(); app.config_file_name = 'nbgrader_config'; app.load_config_file(); "
        "api = NbGraderAPI(config=app.config); start = time.perf_counter(); "
        f"done = [api.autograde({assignment_id!r}, s)['success'] for s in {students!r}]; "
        "print('SECONDS', time.perf_counter() - start, all(done))"
    )
    done = _run([sys.executable, "-c", code], folder)
    line = next((line for line in done.splitlines() if line.startswith("SECONDS")), "")
    if not line.endswith("True"):
        raise RuntimeError(f"Stock nbgrader could not grade the class:\n{done[-2000:]}")
    return float(line.split()[1])


def _nbgrader(folder: Path, *arguments: str) -> None:
    _run([sys.executable, "-m", "nbgrader", *arguments], str(folder))


def _run(command: list[str], folder: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


if __name__ == "__main__":
    main(*(kind(value) for kind, value in zip((str, int), sys.argv[1:], strict=False)))
