"""Grades one submission: reads it, has it judged, and never fails for what is in it.

Both ways to grade a class, `autograder grade` and `nbgrader autograde`, come through here.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from autograder.checks.files import writable
from autograder.checks.verdict import Verdict, clean
from autograder.errors import CourseError
from autograder.notebook.executed import executed_notebook
from autograder.notebook.submission import Refused, read_submission, restored_template

if TYPE_CHECKING:
    from autograder.declaration.course import Course
    from autograder.judging.judge import CellJudge


@dataclass(frozen=True)
class Graded:
    """What became of one submission.

    Args:
        student: Id of the student.
        verdicts: One an exercise.
        notebook: The executed notebook.
        outcome: `"graded"`, `"refused"` (the file) or `"crashed"` (the grading of it).
        flags: What a person should know.
        reading_flags: Those of them that come from reading the file, for the learner too.
        sha256: Of the file, None when it could not be read.
        release: Release that the submission says it was made from.
        seconds: How long judging took.
    """

    student: str
    verdicts: list[Verdict]
    notebook: NotebookNode
    outcome: str = "graded"
    flags: list[str] = field(default_factory=list)
    reading_flags: list[str] = field(default_factory=list)
    sha256: str | None = None
    release: str | None = None
    seconds: float = 0.0

    @cached_property
    def needs_person(self) -> bool:
        """Tells whether the whole grade must be looked at before it counts."""
        return self.outcome != "graded"

    @cached_property
    def is_our_fault(self) -> bool:
        """Tells whether the grader failed, so that grading it once more may give another grade."""
        return self.outcome == "crashed" or any(v.status == "unjudged" for v in self.verdicts)


class Grader:
    """Grades submissions of one assignment, one after the other.

    Args:
        course: Where release and declaration are.
        judge: The judge of the batch.
        assignment_id: The assignment.
    """

    def __init__(self, course: Course, judge: CellJudge, assignment_id: str):
        self.course, self.judge, self.assignment_id = course, judge, assignment_id
        self.assignment = course.declaration(assignment_id)
        self.template = course.release_notebook(assignment_id)

    def grade_folder(self, student: str, folder: Path) -> Graded:
        """Grades what lies in a student's folder; returns a grade or a reason, whatever it is."""
        try:
            path, flags = submitted_notebook(folder, self.assignment_id)
            return self._grade_file(student, path, flags)
        except Refused as reason:
            return self._not_graded(student, str(reason), "refused", reason.sha256)
        except CourseError:  # No submission could be judged, such as where a cluster has gone.
            raise
        except Exception as error:  # noqa: BLE001 - one submission must never end a batch
            return self.crashed(student, error)

    def crashed(self, student: str, error: Exception) -> Graded:
        """Returns what is recorded when grading itself failed."""
        reason = f"Grading stopped with {type(error).__name__}: {writable(str(error))[:200]}"
        return self._not_graded(student, reason, "crashed")

    def _grade_file(self, student: str, path: Path, flags: Sequence[str]) -> Graded:
        submission = read_submission(path, self.template, self.assignment)
        graded = self.judge.grade(submission.cells)
        verdicts = [_writable(verdict) for verdict in graded.verdicts]
        errors = [(error.cell_id, writable(error.message)) for error in graded.cell_errors]
        reading = [*flags, *submission.flags]
        return Graded(
            student,
            verdicts,
            executed_notebook(submission.notebook, verdicts, errors),
            flags=[*reading, *_cell_flags(errors, verdicts), *map(writable, graded.flags)],
            reading_flags=reading,
            sha256=submission.sha256,
            release=submission.release,
            seconds=graded.seconds,
        )

    def _not_graded(
        self, student: str, reason: str, outcome: str, sha256: str | None = None
    ) -> Graded:
        verdicts = self.assignment.refused(reason)
        if outcome == "crashed":
            verdicts = [replace(verdict, status="crashed") for verdict in verdicts]
        shown = restored_template(self.template, f"**This submission was not graded.** {reason}")
        notebook = executed_notebook(shown, verdicts)
        return Graded(student, verdicts, notebook, outcome, [reason], [reason], sha256)


def _writable(verdict: Verdict) -> Verdict:
    return replace(
        verdict,
        hint=writable(verdict.hint),
        explanation=[writable(line) for line in verdict.explanation],
        verified=[writable(line) for line in verdict.verified],
        failed_case=writable(verdict.failed_case),
    )


def _cell_flags(errors: Sequence[tuple[str, str]], verdicts: Sequence[Verdict]) -> list[str]:
    """Reports cells that failed, apart from solution cells, whose verdicts say it already."""
    exercises = {verdict.exercise for verdict in verdicts}
    return [
        f"Cell {cell} stopped: {message[:160]}" for cell, message in errors if cell not in exercises
    ]


def submitted_notebook(folder: Path, assignment_id: str) -> tuple[Path, list[str]]:
    """Finds the notebook that a student handed in.

    Args:
        folder: `submitted/<student>/<id>`.
        assignment_id: The assignment.

    Returns:
        Its path, and what to tell a person about its name.

    Raises:
        Refused: If there is none, or there are several and none has the right name.
    """
    folder = Path(folder)
    wanted = f"{assignment_id}.ipynb"
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Refused("The folder of the submission is a link, which is not followed.")
    found: list[str] = []
    with contextlib.suppress(OSError):
        found = sorted(
            name
            for name in os.listdir(folder)
            if name.lower().endswith(".ipynb") and not name.startswith(".")
        )
    if wanted in found:
        return folder / wanted, []
    if not found:
        raise Refused(f"The folder of the submission holds no notebook; expected is {wanted}.")
    if len(found) > 1:
        raise Refused(
            f"The folder of the submission holds {len(found)} notebooks, none of them {wanted}. "
            f"Give the right one that name."
        )
    return folder / found[0], [f"The notebook is called {clean(found[0])[:80]}, not {wanted}."]
