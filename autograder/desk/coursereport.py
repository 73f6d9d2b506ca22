"""A page over the whole course: who is where, which mistakes come back, what fails together."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from autograder.checks.files import write_atomically
from autograder.checks.verdict import RIGHT
from autograder.declaration.course import Course
from autograder.desk.anonymous import anonymised
from autograder.desk.classdata import ClassData, load_class
from autograder.errors import CourseError
from autograder.records.folder import CourseFolder
from autograder.records.grades import read_json, write_csv
from autograder.records.pages import page_environment

FOLDER = "reports"
LEAST_TOGETHER = 3  # learners who fail in both of two exercises
LEAST_COMMON = 10  # learners who wrote both
LEAST_PHI = 0.5
SHOWN = 25


@dataclass(frozen=True)
class Standing:
    """Where one learner is.

    Args:
        id: Id of the learner.
        name: Full name, or the id.
        points: From assignment to what counts; who handed in nothing has none.
        waiting: Assignments that a person must look at first.
    """

    id: str
    name: str
    points: dict[str, float]
    waiting: list[str]

    @property
    def total(self) -> float:
        """Returns the sum of what counts."""
        return sum(self.points.values())


@dataclass(frozen=True)
class Recurring:
    """A mistake over the whole course.

    Args:
        name: As it is declared; the same name in two exercises is the same mistake of thought.
        hint: What is told to who makes it.
        exercises: `assignment/exercise` where it was made.
        students: Ids of who made it.
        again: Ids of who made it in more than one exercise.
    """

    name: str
    hint: str
    exercises: list[str]
    students: list[str]
    again: list[str]


@dataclass(frozen=True)
class Together:
    """Two exercises that fail together.

    Args:
        first: `assignment/exercise`.
        second: The other.
        both: Learners who failed in both.
        count: Learners who were graded in both.
        phi: Correlation of failing, in [-1, 1].
    """

    first: str
    second: str
    both: int
    count: int
    phi: float


@dataclass(frozen=True)
class CourseReport:
    """A report that was written.

    Args:
        files: All files, the page first.
        assignments: Ids of the assignments in it.
        students: Where everybody is.
    """

    files: list[Path]
    assignments: list[str]
    students: list[Standing]


def write_course_report(course: Course, *, anonymous: bool = False) -> CourseReport:
    """Writes `reports/course.html` and `reports/course.csv`.

    Args:
        course: The course.
        anonymous: Writes `reports/course-anonymous.html` only, without names.

    Raises:
        CourseError: If nothing is graded, or a batch is at work.
    """
    folder = CourseFolder(course.folder)
    names = _graded_assignments(course, folder)
    classes = {name: load_class(course, name) for name in names}
    if anonymous:
        classes = {name: anonymised(data) for name, data in classes.items()}
    students = standings(classes)
    points = {name: float(data.assignment.points) for name, data in classes.items()}
    text = (
        page_environment(Path(__file__).parent)
        .get_template("course.html.j2")
        .render(
            date=time.strftime("%Y-%m-%d %H:%M"),
            titles={name: data.assignment.title for name, data in classes.items()},
            points=points,
            students=students,
            recurring=recurring(classes)[:SHOWN],
            together=fail_together(classes)[:SHOWN],
            least_common=LEAST_COMMON,
            names={s.id: s.name for s in students},
            notes=[note for data in classes.values() for note in data.notes],
        )
    )
    place = folder.root / FOLDER
    if anonymous:
        page = write_atomically(place / "course-anonymous.html", text)
        return CourseReport([page], names, students)
    columns = ["student", "name", *names, "total"]
    rows = [{"student": s.id, "name": s.name, **s.points, "total": s.total} for s in students]
    files = [
        write_atomically(place / "course.html", text),
        write_csv(place / "course.csv", columns, rows),
    ]
    return CourseReport(files, names, students)


def _graded_assignments(course: Course, folder: CourseFolder) -> list[str]:
    seen = {str(record["assignment"]) for record in read_json(folder.root / "grades.json")}
    names = [name for name in course.assignment_ids() if name in seen]
    if not names:
        raise CourseError(
            f"Nothing is graded yet in {folder.root}; run there: autograder grade --all"
        )
    return names


def standings(classes: dict[str, ClassData]) -> list[Standing]:
    """Returns where everybody is, sorted by id; also who handed in nothing at all."""
    names: dict[str, str] = {}
    points: dict[str, dict[str, float]] = defaultdict(dict)
    waiting: dict[str, list[str]] = defaultdict(list)
    for assignment, data in classes.items():
        for student in data.students.values():
            if student.name != student.id or student.id not in names:
                names[student.id] = student.name
            if student.is_graded:
                points[student.id][assignment] = student.points
            else:
                waiting[student.id].append(assignment)
        for missing in data.missing:
            names.setdefault(missing, data.names.get(missing, missing))
    return [Standing(s, names[s], points[s], waiting[s]) for s in sorted(names)]


def _rows(classes: dict[str, ClassData]) -> pd.DataFrame:
    """Returns the rows of all submissions that count, exercises named with their assignment."""
    tables = []
    for name, data in classes.items():
        table = data.graded[["student", "score", "max_points", "misconception", "hint", "status"]]
        tables.append(table.assign(exercise=name + "/" + data.graded["exercise"]))
    return pd.concat(tables, ignore_index=True)


def recurring(classes: dict[str, ClassData]) -> list[Recurring]:
    """Returns the mistakes, those that come back at the same learner first."""
    rows = _rows(classes)
    found = []
    for name, own in rows[rows["misconception"] != ""].groupby("misconception"):
        times = own.groupby("student")["exercise"].nunique()
        again = sorted(times.index[times > 1])
        exercises = sorted(own["exercise"].unique())
        hint = str(own["hint"].iloc[0])
        found.append(Recurring(str(name), hint, exercises, sorted(times.index), again))
    return sorted(found, key=lambda m: (-len(m.again), -len(m.students), m.name))


def fail_together(classes: dict[str, ClassData]) -> list[Together]:
    """Returns pairs of exercises in which the same learners fail, the closest first.

    Failing is having fewer than the points; of a bonus, which has none, not having passed.
    """
    rows = _rows(classes)
    right = rows["status"].isin(RIGHT)
    failed = (rows["score"] < rows["max_points"]).where(rows["max_points"] > 0, ~right)
    table = rows.assign(failed=failed.astype(float)).pivot_table(
        index="student", columns="exercise", values="failed"
    )
    correlation = table.corr(min_periods=LEAST_COMMON)
    found = []
    for i, first in enumerate(table.columns):
        for second in table.columns[i + 1 :]:
            phi = correlation.loc[first, second]
            both = table[[first, second]].dropna()
            count = int((both.sum(axis=1) == 2).sum())
            if phi >= LEAST_PHI and count >= LEAST_TOGETHER:  # No number is less than all.
                found.append(Together(first, second, count, len(both), float(phi)))
    return sorted(found, key=lambda t: (-t.phi, -t.both, t.first, t.second))
