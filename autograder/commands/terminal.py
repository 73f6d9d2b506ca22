"""Grades a class in front of somebody: a progress bar, then the table and where the files lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from autograder.checks.files import writable
from autograder.declaration.course import Course
from autograder.judging.judge import NO_JAIL
from autograder.notebook.imports import imports_of_release
from utils.quiet import import_quietly

if TYPE_CHECKING:
    from autograder.batch import ClassResult


SHOWN_MISSING = 40  # names in the terminal; the report has all


def grade_with_progress(
    course: Course, assignment_id: str, console: Console, **options: Any
) -> ClassResult:
    """Grades a class and shows how it goes and what came out.

    Args:
        course: The course.
        assignment_id: The assignment.
        console: Where to write.
        **options: As for `autograder.batch.grade_class`.

    Returns:
        The graded class.
    """
    from autograder.batch import grade_class  # nbgrader takes seconds to import

    if may_import_tensorflow(course, assignment_id):
        options.setdefault("before_one", import_tensorflow_quietly)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]left"),
        TimeRemainingColumn(),
    )
    period = 600.0  # seconds that the estimate looks back: a submission may take a minute
    with Progress(*columns, console=console, transient=True, speed_estimate_period=period) as bar:
        task = bar.add_task("preparing", total=None)

        def progress(done: int, total: int, student: str) -> None:
            bar.update(task, completed=done, total=total, description=_short(student or "writing"))

        result = grade_class(course, assignment_id, progress=progress, **options)
    show_class(result, console)
    return result


def may_import_tensorflow(course: Course, assignment_id: str) -> bool:
    """Tells whether the reference may need it; it takes seconds."""
    names = imports_of_release(course.release_notebook(assignment_id))
    return any(name.split(".")[0] in ("tensorflow", "keras", "utils") for name in names)


def cores() -> int:
    """Returns how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def import_tensorflow_quietly() -> None:
    """Imports TensorFlow without its greetings, before something else imports it.

    Solutions need no graphics card: looking for one would only print more.
    """
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    import_quietly("tensorflow")


def show_class(result: ClassResult, console: Console) -> None:
    """Shows the table of a graded class, who needs a person, and where the files lie.

    Args:
        result: The graded class.
        console: Where to write.
    """
    console.print(result.table())
    console.print()
    waiting = [row.student for row in result.rows if row.outcome != "graded"]
    if waiting:
        line = f"Not graded, a person must look: {', '.join(waiting)}"
        console.print(Text(line, style="yellow"), soft_wrap=True)
    failed = [
        f"{row.student} ({', '.join(result.faults[row.student])})"
        for row in result.rows
        if row.student in result.faults and row.outcome == "graded"
    ]
    if failed:
        line = f"The check itself failed, a person must look: {', '.join(failed)}"
        console.print(Text(line, style="bold red"), soft_wrap=True)
    count = len(result.rows)
    console.print(f"{count} submission{'s' * (count != 1)} in {result.seconds:.0f} s.")
    if result.unchanged:
        line = "not judged again, because an earlier batch did; --again does"
        console.print(f"{result.unchanged} unchanged: {line}.", soft_wrap=True)
    which = " of what was judged now" if 0 < result.unchanged < count else ""
    console.print(f"The same inputs again{which}: --seed {result.seed}", soft_wrap=True)
    if result.missing:
        shown = ", ".join(map(writable, result.missing[:SHOWN_MISSING]))
        more = f" and {len(result.missing) - SHOWN_MISSING} more"
        line = f"Handed in nothing: {shown}{more if len(result.missing) > SHOWN_MISSING else ''}"
        console.print(Text(line, style="yellow"), soft_wrap=True)
    for note in result.notes:
        console.print(Text(note, style="yellow"), soft_wrap=True)
    if result.is_unjailed:
        console.print(Text(NO_JAIL, style="bold red"), soft_wrap=True)
    for name in ("feedback", "grades.csv", "grades.json", "gradebook"):
        if name in result.files:
            console.print(Text(f"  {name:<12} {_relative(result.files[name])}"), soft_wrap=True)


def _short(name: str, width: int = 24) -> str:
    """Returns students' ids cut and padded, so that the bar stands still; no markup in it."""
    cut = name if len(name) <= width else name[: width - 1] + "…"
    return cut.replace("[", "(").ljust(width)


def _relative(path: Path) -> str:
    """Returns a path as somebody in the working directory would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
