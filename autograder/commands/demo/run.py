"""Sets up a demonstration course, grades it and compares with what must come out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from autograder.commands.demo.kit import Handed, Kit
from autograder.commands.demo.students import CLASS, Student
from autograder.commands.terminal import grade_with_progress
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import JudgeConfig
from autograder.judging.judge import NO_JAIL
from autograder.runner.launcher import why_no_jail

SHOWN = "greta"  # whose feedback page is worth a look
MARKER = ".demonstration"  # stands in folders that a demonstration made and may remove


def run_demo(folder: Path, assignment_id: str | None, console: Console) -> bool:
    """Grades the invented class in a fresh course folder.

    Args:
        folder: Where; an earlier demonstration there is replaced.
        assignment_id: Which assignment; None takes the first.
        console: Where to write.

    Returns:
        Whether every outcome is the expected one.

    Raises:
        CourseError: If the folder holds something else, or nothing is built.
    """
    begin = time.perf_counter()
    course = Course(folder=folder)
    kit = Kit(course, assignment_id or _first(course))
    title = escape(kit.assignment.title)
    console.print(f"[bold]{title}[/]: {len(CLASS)} invented submissions, made on the spot.")
    handed = set_up(folder, kit, CLASS)
    problem = why_no_jail()
    if problem:  # all of the class is harmless, so that it can be shown all the same
        console.print(f"[yellow]Without a jail:[/] {escape(problem)}", soft_wrap=True)
    result = grade_with_progress(
        course, kit.assignment_id, console, config=JudgeConfig(jail=not problem)
    )
    complaints = compare(result.records, handed)
    page = Path("feedback", SHOWN, kit.assignment_id, f"{kit.assignment_id}.html")
    console.print(f"A feedback page, for example: {escape(str(folder / page))}", soft_wrap=True)
    seconds = time.perf_counter() - begin
    for complaint in complaints:
        console.print(f"[bold red]unexpected[/] {escape(complaint)}", soft_wrap=True)
    if not complaints:
        console.print(f"All {len(result.records)} outcomes are as expected ({seconds:.0f} s).")
    return not complaints


def _first(course: Course) -> str:
    ids = course.assignment_ids()
    if not ids:
        raise CourseError(f"No assignment is declared in {course.root / 'autograder/exercises'}.")
    return ids[0]


def set_up(folder: Path, kit: Kit, students: Sequence[Student]) -> dict[str, Handed]:
    """Makes a fresh course folder in which every student has handed in.

    Args:
        folder: Where; removed first if an earlier demonstration made it.
        kit: The assignment.
        students: Who hands in.

    Returns:
        From a student's name to what was handed in.

    Raises:
        CourseError: If the folder exists and no demonstration made it.
    """
    if folder.exists() and not (folder / MARKER).exists():
        raise CourseError(
            f"{folder} exists and is not a demonstration: choose another with --folder."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
    shutil.copy(kit.course.root / "nbgrader_config.py", folder)
    handed = {}
    for student in students:
        submission = handed[student.name] = student.hand_in(kit)
        place = folder / "submitted" / student.name / kit.assignment_id
        place.mkdir(parents=True)
        path = place / (submission.file_name or f"{kit.assignment_id}.ipynb")
        path.write_text(submission.content, encoding="utf-8")
    return handed


def compare(records: Sequence[Mapping], handed: Mapping[str, Handed]) -> list[str]:
    """Returns a line for everything that did not come out as it must.

    Args:
        records: One a student and exercise, as in `grades.json`.
        handed: What was handed in, by student.
    """
    found = {(record["student"], record["exercise"]): record for record in records}
    complaints = []
    for name, submission in handed.items():
        flags: set[str] = set()
        for exercise, outcome in submission.expected.items():
            record = found.pop((name, exercise), None)
            if record is None:
                complaints.append(f"{name}, {exercise}: there is no record.")
                continue
            flags.update(flag for flag in record["flags"] if flag != NO_JAIL)
            if complaint := outcome.complaint(record):
                complaints.append(complaint)
        if submission.flagged is True and not flags:
            complaints.append(f"{name}: nobody is told to look at the submission.")
        if submission.flagged is False and flags:
            complaints.append(f"{name}: flagged without need: {'; '.join(sorted(flags))}")
    complaints.extend(f"{name}, {exercise}: nobody handed this in." for name, exercise in found)
    return complaints
