"""What a graded class is: one row a student, the records, and where everything lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.judging.judge import NO_JAIL
from autograder.records.grades import Record, as_written, read_json
from autograder.records.row import Row
from autograder.records.table import ClassTable, class_table


@dataclass(frozen=True)
class ClassResult:
    """A graded class.

    Args:
        assignment_id: The assignment.
        title: Its title.
        exercises: Names of its exercises, in order.
        rows: One a student, sorted by student.
        seed: Of the inputs of what was judged now; it repeats the grades. If nothing was, of what
            was judged before.
        files: The files written, by name: `gradebook`, `grades.csv`, `grades.json`, `autograded`,
            `feedback`.
        seconds: How long it took.
        unchanged: How many were not judged, because an earlier batch had judged the same.
        workers: How many were judged at a time.
        notes: What the person who started the batch should know about it.
        missing: Ids of those in the gradebook who handed in nothing; of a whole class only.
    """

    assignment_id: str
    title: str
    exercises: list[str]
    rows: list[Row]
    seed: int
    files: dict[str, Path]
    seconds: float
    unchanged: int = 0
    workers: int = 1
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """Returns one record a student and exercise, read from `grades.json`."""
        students = {as_written(row.student) for row in self.rows}
        return [
            record
            for record in read_json(self.files["grades.json"])
            if record["assignment"] == self.assignment_id and record["student"] in students
        ]

    def table(self) -> ClassTable:
        """Returns the class as a table for rich's console."""
        return class_table(self.title, self.exercises, self.rows)

    @property
    def faults(self) -> dict[str, list[str]]:
        """Returns where the grader itself failed: from student to exercises, all or some."""
        found = {}
        for row in self.rows:
            failed = [name for name, status in row.statuses.items() if status == "unjudged"]
            if row.outcome == "crashed" or failed:
                found[row.student] = failed or list(self.exercises)
        return found

    @property
    def is_unjailed(self) -> bool:
        """Tells whether any submission ran without a jail."""
        return any(NO_JAIL in row.flags for row in self.rows)
