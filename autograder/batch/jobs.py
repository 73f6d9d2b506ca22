"""One submission's way through a batch: judged, or read again and what was judged put to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.judging.grading import Graded, Grader

if TYPE_CHECKING:
    from autograder.batch.entries import Judged
    from autograder.checks.cells import RunnableCell
    from autograder.declaration.course import Course
    from autograder.judging.judge import CellJudge, GradedCells


@dataclass(frozen=True)
class Job:
    """A submission to grade.

    Args:
        student: Id of the student.
        source: The folder that was handed in.
        digest: Of what was handed in.
        known: What was judged of it before, if that still holds.
    """

    student: str
    source: Path
    digest: str
    known: Judged | None = None


@dataclass(frozen=True)
class Done:
    """A graded submission.

    Args:
        job: What was to do.
        graded: What became of it.
        answer: What the judge said, None if it was not asked.
        is_new: Whether it was judged now.
    """

    job: Job
    graded: Graded
    answer: GradedCells | None
    is_new: bool = True


class _Noting:
    """A judge for one submission: notes what it says, or says what was noted before."""

    def __init__(self, judge: CellJudge, known: GradedCells | None = None):
        self._judge, self.answer, self.was_asked = judge, known, False

    def grade(self, cells: Sequence[RunnableCell]) -> GradedCells:
        if self.answer is None:
            self.was_asked = True
            self.answer = self._judge.grade(cells)
        return self.answer


class JobGrader:
    """Does the jobs of a batch; several threads may at once.

    Args:
        course: Where release and declaration are.
        judge: The judge of the batch, or several that look like one.
        assignment_id: The assignment.
    """

    def __init__(self, course: Course, judge: CellJudge, assignment_id: str):
        self.course, self.judge, self.assignment_id = course, judge, assignment_id

    def grade(self, job: Job) -> Done:
        """Grades a submission; what was judged before is read again, but not judged."""
        if job.known is not None:
            noting, graded = self._grade(job, job.known.answer)
            if not noting.was_asked and graded.sha256 == job.known.sha256:
                return Done(job, graded, noting.answer, is_new=False)
        noting, graded = self._grade(job)
        return Done(job, graded, noting.answer)

    def _grade(self, job: Job, known: GradedCells | None = None) -> tuple[_Noting, Graded]:
        noting = _Noting(self.judge, known)
        grader = Grader(self.course, noting, self.assignment_id)
        return noting, grader.grade_folder(job.student, job.source)

    def crashed(self, job: Job, error: Exception) -> Done:
        """Returns what is recorded when the results of a submission cannot be written."""
        grader = Grader(self.course, self.judge, self.assignment_id)
        return Done(job, grader.crashed(job.student, error), None)
