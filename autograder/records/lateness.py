"""Due dates, extensions, and what lateness costs: one rule for every way out.

The due date stands in nbgrader's gradebook, where formgrader shows and changes it. An extension for
one learner stands in the course folder's `extensions.csv`, because the gradebook knows nobody who has
not handed in yet; from there it goes to the gradebook whenever something is graded. What is taken off
is worked out by nbgrader's plugin for late submissions, and once more whenever points are read: a mark
by hand changes what a part of the points is.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float
from traitlets.config import Config

from autograder.checks.files import writable, write_atomically
from autograder.errors import CourseError
from autograder.records import gradebook as books
from autograder.records.times import parse_time

EXTENSIONS = "extensions.csv"
COLUMNS = ["assignment", "student", "until"]
EXAMPLE = "2026-06-10 23:59, with a zone behind it if it is another one: Europe/Berlin"
DAY = 86_400.0

Extensions = dict[tuple[str, str], datetime.datetime]


class LatePenalty(LateSubmissionPlugin):
    """Takes points off for each day that has begun; nothing unless the configuration says so.

    In `nbgrader_config.py`: `c.LatePenalty.percent_per_day = 10`. nbgrader's own
    `c.LateSubmissionPlugin.penalty_method = "zero"` works as well.
    """

    percent_per_day = Float(0.0, min=0.0, help="Of the points reached, for each day.").tag(
        config=True
    )
    points_per_day = Float(0.0, min=0.0, help="Points for each day.").tag(config=True)
    grace_minutes = Float(0.0, min=0.0, help="Late by less costs nothing.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Returns the points that are taken off; never more than were reached."""
        if total_seconds_late <= 60.0 * self.grace_minutes:
            return None
        if self.penalty_method == "zero":
            return score
        days = math.ceil(total_seconds_late / DAY)
        off = days * (self.points_per_day + score * self.percent_per_day / 100.0)
        return min(off, score) or None


def read_extensions(root: Path) -> Extensions:
    """Returns until when whom has time, by assignment and student.

    Raises:
        CourseError: If a line is not understood; it names the learner.
    """
    path = root / EXTENSIONS
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read as text in UTF-8 ({error}).") from error
    separator = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise CourseError(f"{path} has no column {missing[0]!r}; it needs {', '.join(COLUMNS)}.")
    found: Extensions = {}
    for row in reader:
        name, student, until = ((row[column] or "").strip() for column in COLUMNS)
        if not any((name, student, until)):
            continue
        time = parse_time(until)
        if time is None:
            raise CourseError(
                f"{path}, line {reader.line_num}: {writable(until)!r} is no time that is understood, "
                f"for {writable(student)} in {writable(name)}; write it as {EXAMPLE}."
            )
        found[name, student] = time
    return found


def write_extensions(root: Path, extensions: Mapping[tuple[str, str], datetime.datetime]) -> Path:
    """Writes until when whom has time."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (name, student), until in sorted(extensions.items()):
        writer.writerow([name, student, f"{until:%Y-%m-%d %H:%M:%S} UTC"])
    return write_atomically(root / EXTENSIONS, text.getvalue())


def due_date(gradebook: Gradebook, assignment_id: str) -> datetime.datetime | None:
    """Returns when an assignment is due, in UTC; None if that is not set."""
    row = gradebook.db.query(Assignment.duedate).filter(Assignment.name == assignment_id).first()
    return row[0] if row is not None else None


def apply_lateness(
    gradebook: Gradebook,
    config: Config,
    root: Path,
    assignment_id: str,
    student: str | None = None,
    *,
    grading: bool = True,
) -> None:
    """Brings extensions and what is taken off up to date, for all who handed in or for one.

    Args:
        gradebook: An open gradebook.
        config: The course folder's configuration, which says what lateness costs.
        root: The course folder.
        assignment_id: The assignment.
        student: Only this one.
        grading: Whether a penalty goes where there is no date to be late for, as in nbgrader's
            grading; who only reads points leaves it.
    """
    due = due_date(gradebook, assignment_id)
    given = {s: t for (name, s), t in read_extensions(root).items() if name == assignment_id}
    rows = (
        gradebook.db.query(SubmittedAssignment, SubmittedNotebook)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment_id)
    )
    if student is not None:
        rows = rows.filter(SubmittedAssignment.student_id == student)
    reviews = books.reviews(gradebook, assignment_id, student)
    rule = AssignLatePenalties(config=config)
    rule.init_plugin()
    for submission, notebook in rows:
        if due is not None and submission.student_id in given:
            submission.extension = max(given[submission.student_id] - due, datetime.timedelta(0))
        if not grading and None in (due, submission.timestamp):
            continue
        late = books.seconds_late(submission.timestamp, due, submission.extension)
        points = sum(reviews[submission.student_id].scores.values())
        off = _taken_off(rule, submission.student_id, points, late) if late else None
        if (notebook.late_submission_penalty or None) != off:
            notebook.late_submission_penalty = off
    gradebook.db.commit()


def _taken_off(rule: AssignLatePenalties, student: str, points: float, late: float) -> float | None:
    """Returns what the course's rule takes off, within what nbgrader allows."""
    off = rule.plugin_inst.late_submission_penalty(student, points, late)
    if off is None or not math.isfinite(off):
        return None
    return min(max(float(off), 0.0), max(points, 0.0)) or None


def in_words(seconds: float) -> str:
    """Returns how late something is, such as `1 day 3 h`, rounded up to minutes."""
    minutes = math.ceil(seconds / 60.0)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [f"{days} day{'s' * (days != 1)}"] if days else []
    parts += [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if minutes and not days else []
    return " ".join(parts) or "0 min"
