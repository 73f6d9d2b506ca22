"""The learner's preflight: runs a notebook as grading will and shows its public checks."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from rich.console import Console

from autograder.checks.bundle import BundleError, read_checks
from autograder.checks.verdict import Verdict, clean
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import judge_safely
from autograder.learner.checking import find_bundle
from autograder.notebook.build import build_notebooks
from autograder.notebook.raw import Refused, read_raw
from autograder.notebook.submission import Submission, read_submission
from autograder.runner.launcher import Launcher
from autograder.runner.public_root import make_public_root
from autograder.runner.session import Session


def preflight(course: Course, path: Path, time_limit: float, console: Console) -> bool:
    """Runs a notebook in a process of its own and shows what its public checks find.

    Args:
        course: Where the package lies.
        path: The notebook.
        time_limit: Seconds for all exercises, each of which has its share.
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
        checks = read_checks(json.loads(bundle_path.read_text(encoding="utf-8")))
    except (BundleError, ValueError) as error:
        raise CourseError(f"{bundle_path} cannot be used: {error}") from None
    submission = _read_as_graded(course, assignment_id, path)
    console.print(f"Running {path.name} as it is run for a grade ...", markup=False)
    with tempfile.TemporaryDirectory(prefix="preflight-") as folder:
        root = make_public_root(course.root, Path(folder))
        # A learner's own code on the learner's own machine: no jail, and nothing to be forked.
        launcher = Launcher(root, start_method="spawn", jail=False)
        config = JudgeConfig(time_limit=time_limit)
        shares = config.shares({name: check.time_limit for name, check in checks.items()})
        with Session(
            launcher.take, submission.cells, config.cell_seconds, config.cells_limit
        ) as session:
            verdicts = []
            for name, check in checks.items():
                session.begin(shares[name])
                verdicts.append(judge_safely(check, session.ask))
            errors = dict(session.cell_errors)
    return _show(submission, verdicts, errors, console)


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


def _read_as_graded(course: Course, assignment_id: str, path: Path) -> Submission:
    """Reads the notebook as grading does, against the release that the course's source makes.

    The file in `assignments/` may be the very one that a learner has worked in.
    """
    _, release = build_notebooks(course, assignment_id)
    try:
        return read_submission(path, release, course.declaration(assignment_id))
    except Refused as reason:
        raise CourseError(str(reason)) from None


def _show(
    submission: Submission, verdicts: list[Verdict], errors: dict[str, str], console: Console
) -> bool:
    for flag in submission.flags:
        console.print(clean(f"· {flag}"), markup=False)
    lines = {cell.id: cell.source.strip().partition("\n")[0][:60] for cell in submission.cells}
    for cell_id, message in errors.items():
        where = f"{cell_id} ({lines.get(cell_id, '')})"
        console.print(clean(f"! The cell {where} does not run: {message}"), markup=False)
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
