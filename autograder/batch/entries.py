"""What a journal's lines say: a batch began, a submission was judged, its results were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from autograder.checks.verdict import Verdict, from_dict
from autograder.judging.judge import GradedCells

Line = dict[str, Any]


@dataclass(frozen=True)
class Begun:
    """A batch that began.

    Args:
        seed: Of the inputs of everything that is judged in it.
        fingerprint: Of all that a verdict depends on, apart from the submission.
        students: Who was asked for; None for everybody.
        again: Whether all are judged again, changed or not.
        is_seed_given: Whether a person chose the seed, so that all must be judged with it.
        versions: Of the software, for a person who wants to repeat a grade.
        started: When, in UTC.
    """

    seed: int
    fingerprint: str
    students: list[str] | None = None
    again: bool = False
    is_seed_given: bool = False
    versions: dict[str, str] = field(default_factory=dict)
    started: str = ""

    def can_go_on(
        self, fingerprint: str, students: list[str] | None, seed: int | None, again: bool
    ) -> bool:
        """Tells whether what is asked for now is to finish this batch."""
        return (
            self.fingerprint == fingerprint
            and self.students == students
            and (seed is None or (self.is_seed_given and seed == self.seed))
            and (self.again or not again)
        )


@dataclass(frozen=True)
class Judged:
    """What was judged of one submission: enough to write its results without judging it again.

    Args:
        student: Id of the student.
        digest: Of what was handed in.
        fingerprint: Of all else that the verdicts depend on.
        seed: Of the inputs.
        is_jailed: Whether its code ran in a jail.
        outcome: As in `autograder.judging.grading.Graded`.
        verdicts: One an exercise, as they are shown.
        flags: What a person should know.
        sha256: Of the notebook, None when it could not be read.
        release: Release that the submission says it was made from.
        answer: What the judge said; None when it was not asked.
    """

    student: str
    digest: str
    fingerprint: str
    seed: int
    is_jailed: bool
    outcome: str
    verdicts: list[Verdict]
    flags: list[str]
    sha256: str | None
    release: str | None
    answer: GradedCells | None

    @classmethod
    def from_dict(cls, line: Line) -> Judged:
        """Returns the entry that a line holds."""
        answer = None if line["answer"] is None else GradedCells.from_dict(line["answer"])
        verdicts = [from_dict(Verdict, verdict) for verdict in line["verdicts"]]
        return from_dict(cls, {**line, "answer": answer, "verdicts": verdicts})


@dataclass(frozen=True)
class Written:
    """What was written of a judged submission, so that a change of it is noticed.

    Args:
        student: Id of the student.
        digest: Of what was handed in.
        seed: That it was judged with.
        review: Digest of what the gradebook said about it afterwards.
        notebook: Digest of the executed notebook.
        page: Digest of the feedback page, None if none was wanted.
    """

    student: str
    digest: str
    seed: int
    review: str
    notebook: str
    page: str | None
