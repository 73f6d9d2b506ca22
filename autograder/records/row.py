"""One student in the table of a class."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One student in the table of a class.

    Args:
        student: Id of the student.
        statuses: From exercise to the verdict's status.
        scores: From exercise to the score that counts, a person's where there is one.
        points: Their sum, less what lateness costs.
        max_points: What could be reached.
        flags: What a person should know.
        outcome: `"graded"`, `"refused"` or `"crashed"`.
        taken_off: Points that lateness costs.
        seconds_late: How long after its date it was handed in.
    """

    student: str
    statuses: dict[str, str]
    scores: dict[str, float]
    points: float
    max_points: float
    flags: list[str] = field(default_factory=list)
    outcome: str = "graded"
    taken_off: float = 0.0
    seconds_late: float = 0.0
