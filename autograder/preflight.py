"""The learner's preflight: runs a notebook as grading will and shows its public checks."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from rich.console import Console

from autograder.bundle import BundleError, read_sheets
from autograder.course import Course, CourseError
from autograder.judge import CELL_SECONDS, judge_safely
from autograder.learner import find_bundle
from autograder.notebook.magics import plain_python
from autograder.notebook.raw import Refused, read_raw
from autograder.notebook.source import UNGRADED_TAGS
from autograder.runner.launcher import Launcher
from autograder.runner.process import make_public_root
from autograder.runner.session import Session
from autograder.verdict import Verdict, clean


class Cell(NamedTuple):
    """A cell that the runner executes."""

    id: str
    source: str
    origin: str


def preflight(course: Course, path: Path, time_limit: float, console: Console) -> bool:
    """Runs a notebook in a process of its own and shows what its public checks find.

    Args:
        course: Where the package lies.
        path: The notebook.
        time_limit: Seconds for all of it.
        console: Where to write.

    Returns:
        Whether every exercise passes.

    Raises:
        CourseError: If there is no such notebook, it cannot be read, or its public cases are not
            found.
    """
    notebook = _read(path)
    assignment_id = notebook.metadata.get("autograder", {}).get("assignment") or path.stem
    bundle_path = find_bundle(assignment_id, path.parent)
    if bundle_path is None:
        raise CourseError(
            f"There is no checks.json for {assignment_id!r} in {path.parent.absolute()} nor in "
            "assignments/ above it; keep the notebook in the folder in which it was released."
        )
    try:
        sheets = read_sheets(json.loads(bundle_path.read_text(encoding="utf-8")))
    except (BundleError, ValueError) as error:
        raise CourseError(f"{bundle_path} cannot be used: {error}") from None
    console.print(f"Running {path.name} as it is run for a grade ...", markup=False)
    with tempfile.TemporaryDirectory(prefix="preflight-") as folder:
        root = make_public_root(course.root, Path(folder))
        # A learner's own code on the learner's own machine: no jail, and nothing to be forked.
        launcher = Launcher(root, how="spawn", jail=False)
        with Session(launcher.take, _cells(notebook), CELL_SECONDS, time_limit) as session:
            verdicts = [judge_safely(sheet, session.ask) for sheet in sheets.values()]
            errors = dict(session.cell_errors)
    return _show(verdicts, errors, console)


def _read(path: Path) -> Any:
    if not path.is_file():
        raise CourseError(f"There is no notebook {path}.")
    try:
        read_raw(path)  # the same caps and the same words as when it is graded
        return nbformat.read(path, as_version=4)
    except Refused as reason:
        raise CourseError(str(reason)) from None
    except Exception as error:  # noqa: BLE001 - nbformat raises many kinds on what is only nearly a notebook
        why = str(error).partition("\n")[0][:200]
        raise CourseError(f"{path} is not a notebook that can be read ({why}).") from None


def _cells(notebook: Any) -> list[Cell]:
    """Returns the code cells that run for a grade, magics left out."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        tags = cell.metadata.get("tags", [])
        is_check = cell.source.strip().startswith(("check(", "scoreboard("))
        if cell.cell_type != "code" or is_check or UNGRADED_TAGS.intersection(tags):
            continue
        origin = "release" if cell.get("id") == "setup" else "solution"
        source = plain_python(cell.source).source
        found.append(Cell(cell.get("id") or f"number {number}", source, origin))
    return found


def _show(verdicts: list[Verdict], errors: dict[str, str], console: Console) -> bool:
    for cell_id, message in errors.items():
        console.print(clean(f"! The cell {cell_id} does not run: {message}"), markup=False)
    for verdict in verdicts:
        text = "\n".join(clean(line) for line in verdict.text().split("\n"))
        console.print(text, markup=False, soft_wrap=True)
    right = [verdict for verdict in verdicts if verdict.is_right]
    earned = sum(verdict.points for verdict in right)
    total = sum(verdict.max_points for verdict in verdicts)
    console.print(
        f"{len(right)} of {len(verdicts)} exercises pass: {earned:g} of {total:g} points."
        + ("" if len(right) == len(verdicts) else " Grading uses other inputs of the same kind.")
    )
    return len(right) == len(verdicts)
