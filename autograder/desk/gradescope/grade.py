"""Grades the one submission that lies in Gradescope's container, and writes their results file."""

from __future__ import annotations

import json
import math
import tempfile
from pathlib import Path
from typing import Any

from autograder.checks.files import writable, write_atomically
from autograder.checks.verdict import Verdict
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.judging.config import wants_jail
from autograder.judging.grading import Graded, Grader
from autograder.judging.judge import NO_JAIL, Judge
from autograder.runner.jail.enter import JailRefused

MAX_FLAGS = 20


def grade_submission(assignment_id: str, root: Path, course: Course | None = None) -> Path:
    """Grades `submission/` and writes `results/results.json`.

    Args:
        assignment_id: The assignment.
        root: Gradescope's folder, `/autograder`.
        course: The course; by default the one that was packed.

    Raises:
        CourseError: If there is no such folder or assignment.
    """
    submission = root / "submission"
    if not submission.is_dir():
        raise CourseError(f"There is no folder {submission}; Gradescope makes it.")
    with tempfile.TemporaryDirectory(prefix="gradescope-") as folder:
        course = course or Course(folder=folder)
        with _judge(course, assignment_id) as judge:
            graded = Grader(course, judge, assignment_id).grade_folder("submission", submission)
            is_jailed = judge.jail
    text = json.dumps(results_of(graded, is_jailed), indent=1, ensure_ascii=False) + "\n"
    return write_atomically(root / "results" / "results.json", text)


def _judge(course: Course, assignment_id: str) -> Judge:
    """Returns a judge with a jail where the container allows one, else without.

    The container holds one submission and no other's; what a jail would keep from it are the answers
    and the results file. Where there is none, every report says so.
    """
    judge = Judge(course, assignment_id)
    try:
        judge.prepare()
        return judge
    except CourseError as error:
        judge.close()
        if not isinstance(error.__context__, JailRefused) or not wants_jail():
            raise
    judge = Judge(course, assignment_id, jail=False)
    judge.prepare()
    return judge


def results_of(graded: Graded, is_jailed: bool) -> dict[str, Any]:
    """Returns what Gradescope shows: an entry an exercise, its hint as the text.

    Args:
        graded: The graded submission.
        is_jailed: Whether its code ran in a jail.
    """
    remarks = [flag for flag in graded.reading_flags if flag != NO_JAIL]
    if graded.outcome != "graded":
        remarks.insert(0, "This submission was not graded; your instructor has to look at it.")
    if not is_jailed:
        remarks.insert(0, NO_JAIL)
    return {
        "output": "\n".join(writable(remark) for remark in remarks[:MAX_FLAGS]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "execution_time": math.ceil(graded.seconds),
        "stdout_visibility": "hidden",
        "tests": [_entry(number, v) for number, v in enumerate(graded.verdicts, start=1)],
        "extra_data": {
            "outcome": graded.outcome,
            "is_jailed": is_jailed,
            "release": graded.release,
            "notebook_sha256": graded.sha256,
            "flags": graded.flags[:MAX_FLAGS],
        },
    }


def _entry(number: int, verdict: Verdict) -> dict[str, Any]:
    lines = verdict.text().split("\n")[1:]  # Name, mark and points stand beside it already.
    return {
        "number": str(number),
        "name": verdict.headline(),
        "score": verdict.points,
        "max_score": verdict.max_points,
        "status": "passed" if verdict.is_right else "failed",
        "output": writable("\n".join(line.removeprefix("  ") for line in lines)),
        "output_format": "text",
        "visibility": "visible",
        "tags": [verdict.status],
    }
