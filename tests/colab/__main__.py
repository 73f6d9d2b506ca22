"""Runs every assignment in a replica of Colab: python -m tests.colab [ID ...], or make colab-replica.

Each notebook, as Colab rewrites it, runs from top to bottom: with its solutions, where every check
must pass, and untouched, where every check must say in words that there is work to do. Then the
machine is taken away, and progress must come back from the Drive. Then the notebook is downloaded
and graded by `autograder grade`, in three forms, for full marks.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.notebook.build import build_notebooks
from tests.colab import machine as replica
from tests.colab.notebooks import FORMS, as_colab_saves, documented_cells
from tests.notebooks.released import output_text

TARGET_SECONDS = 20
# What "Run all" stops at in an untouched notebook. Cells below would miss what that one makes.
STUB_WORDS = "NotImplementedError: Replace this line with your code."
GUIDE = REPOSITORY_ROOT / "docs" / "learners.md"


@dataclass
class Report:
    """What was found of one assignment."""

    assignment_id: str
    first_check: float = 0.0
    whole: float = 0.0
    problems: list[str] = field(default_factory=list)

    def want(self, is_so: bool, otherwise: str) -> None:
        """Notes a problem unless something is so."""
        if not is_so:
            self.problems.append(otherwise)


def main(chosen: list[str]) -> int:
    """Runs the chosen assignments, or all; returns the exit status."""
    python = replica.find_python()
    if python is None:
        print(
            f"No Python {replica.WANTED} was found, Colab's: install it, or name it with "
            "make colab-replica PYTHON=/path/to/python."
        )
        return 2
    environment = replica.make_environment(python)
    course = Course()
    reports = []
    with tempfile.TemporaryDirectory(prefix="colab-") as name, replica.github(Path(name)) as url:
        for assignment_id in chosen or course.assignment_ids():
            folder = Path(name) / assignment_id
            folder.mkdir()
            machine = replica.Machine(environment, url, folder)
            reports.append(try_assignment(course, assignment_id, machine))
            show_progress(reports[-1])
    show(reports)
    return int(any(report.problems for report in reports))


def try_assignment(course: Course, assignment_id: str, machine: replica.Machine) -> Report:
    """Goes the learner's whole way with one assignment."""
    report = Report(assignment_id)
    solved, untouched = build_notebooks(course, assignment_id)
    for cell in solved.cells:
        cell.source = re.sub(r"^ *### (BEGIN|END) SOLUTION\n", "", cell.source, flags=re.MULTILINE)
    machine.start()
    run = machine.run(with_drive(as_colab_saves(solved), assignment_id, machine))
    try_solved(course, report, run)
    try_reconnect(course, report, machine, run.notebook)
    keep(run.notebook, assignment_id)
    machine.start()
    try_untouched(report, machine.run(as_colab_saves(untouched, "format 4.0")))
    try_grading(course, report, run.notebook, machine.folder)
    return report


def keep(notebook: nbformat.NotebookNode, assignment_id: str) -> None:
    """Keeps a notebook with its outputs, for whoever wants to look."""
    folder = replica.ENVIRONMENT / "notebooks"
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / f"{assignment_id}.ipynb")


def with_drive(
    notebook: nbformat.NotebookNode, assignment_id: str, machine: replica.Machine
) -> nbformat.NotebookNode:
    """Adds the cell that the guide gives for a mounted Drive, below the setup cell."""
    (source,) = documented_cells(GUIDE.read_text(encoding="utf-8"), "MyDrive")
    source = source.replace("/content", str(machine.content))
    source = re.sub(r'begin\("\w+"', f'begin("{assignment_id}"', source)
    cell = nbformat.v4.new_code_cell(source, id="drive", metadata={"id": "drive"})
    setup = next(i for i, c in enumerate(notebook.cells) if "RELEASE = " in c.source)
    notebook.cells.insert(setup + 1, cell)
    return notebook


def try_solved(course: Course, report: Report, run: replica.Run) -> None:
    """Every check passes, nothing fails, the first check comes soon."""
    cells = run.notebook.cells
    for error in errors_of(run.notebook):
        report.problems.append(f"solved: {error}")
    for name in course.declaration(report.assignment_id).exercises:
        text = "".join(output_text(c) for c in cells if c.source == f'check("{name}")')
        report.want(f"{name}: passed" in text, f"solved: {name} does not pass: {text[:200]!r}")
    first = next(i for i, c in enumerate(cells) if c.source.startswith("check("))
    report.first_check = sum(seconds for i, seconds in run.seconds.items() if i <= first)
    report.whole = sum(run.seconds.values())


def try_reconnect(
    course: Course, report: Report, machine: replica.Machine, done: nbformat.NotebookNode
) -> None:
    """After the machine was taken away, setup and the Drive's cell bring the points back."""
    machine.start()
    kept = [c for c in done.cells if "RELEASE = " in c.source or "MyDrive" in c.source]
    again = nbformat.v4.new_notebook(cells=[*kept, nbformat.v4.new_code_cell("scoreboard()")])
    text = output_text(machine.run(again).notebook.cells[-1])
    points = course.declaration(report.assignment_id).points
    report.want(f"{points:g} of {points:g} points" in text, f"reconnect: {text[:200]!r}")


def try_untouched(report: Report, run: replica.Run) -> None:
    """Every check says that its exercise is not written yet; nothing stops before a stub does."""
    for cell in run.notebook.cells:
        name = re.fullmatch(r'check\("(\w+)"\)', cell.source)
        if name:
            text = output_text(cell)
            polite = f"{name[1]}: not written yet" in text and "Traceback" not in text
            report.want(polite, f"untouched: check of {name[1]} says {text[:200]!r}")
    first = next(iter(errors_of(run.notebook)), STUB_WORDS)
    report.want(first.endswith(STUB_WORDS), f"untouched: the first error is {first}")
    text = output_text(run.notebook.cells[-1])
    report.want(": 0 of " in text, f"untouched: the scoreboard says {text[:200]!r}")


def try_grading(course: Course, report: Report, done: nbformat.NotebookNode, folder: Path) -> None:
    """The downloaded notebook, the Drive's cell in it, is graded in each form with full marks."""
    place = folder / "course"
    for number, form in enumerate(FORMS):
        handed_in = place / "submitted" / f"form_{number}" / report.assignment_id
        handed_in.mkdir(parents=True)
        # Colab calls what was saved to a Drive a copy.
        name = (
            f"{report.assignment_id}.ipynb" if number else f"Copy of {report.assignment_id}.ipynb"
        )
        nbformat.write(as_colab_saves(done, form), handed_in / name)
    (place / "nbgrader_config.py").write_bytes((course.root / "nbgrader_config.py").read_bytes())
    command = [Path(sys.executable).parent / "autograder", "grade", report.assignment_id]
    done = subprocess.run(
        [*command, "--folder", place], capture_output=True, text=True, cwd=place, env=os.environ
    )
    grades = place / "grades.json"
    if done.returncode != 0 or not grades.is_file():
        report.problems.append(f"grading: {done.stdout[-300:]} {done.stderr[-600:]}")
        return
    records = json.loads(grades.read_text(encoding="utf-8"))
    report.want(
        len(records) == len(FORMS) * len(course.declaration(report.assignment_id).exercises),
        f"grading: {len(records)} records",
    )
    for record in records:
        who = f"{FORMS[int(record['student'][-1])]}, {record['exercise']}"
        report.want(record["status"] == "passed", f"grading: {who}: {record['status']}")
    for flags in {(r["student"], *r["flags"]) for r in records if r["flags"]}:
        print(f"  {FORMS[int(flags[0][-1])]}: flagged: {'; '.join(flags[1:])}")


def errors_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Returns the errors and warnings in a notebook's outputs, each with its cell."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            where = cell.metadata.get("id") or cell.source[:40]
            if output.output_type == "error":
                found.append(f"{where}: {output.ename}: {output.evalue[:200]}")
            elif output.get("name") == "stderr":
                found.append(f"{where}: stderr: {output.text[:200]}")
    return found


def show_progress(report: Report) -> None:
    """Says how one assignment went, as soon as it is known."""
    print(
        f"{report.assignment_id}: first check {report.first_check:.1f} s from setup, "
        f"whole notebook {report.whole:.0f} s, {len(report.problems)} problems",
        *(f"  {problem}" for problem in report.problems),
        sep="\n",
        flush=True,
    )


def show(reports: list[Report]) -> None:
    """Prints the table."""
    table = Table(title="A replica of Colab")
    for title in ("assignment", "setup to first check", "whole notebook", "problems"):
        table.add_column(title, justify="left" if title == "assignment" else "right")
    for report in reports:
        late = " (slow)" if report.first_check > TARGET_SECONDS else ""
        table.add_row(
            report.assignment_id,
            f"{report.first_check:.1f} s{late}",
            f"{report.whole:.0f} s",
            str(len(report.problems)),
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
