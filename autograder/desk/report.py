"""The report on a graded class: one page that needs no other file, and two tables for pandas."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Template
from markupsafe import Markup, escape

from autograder.checks.files import write_atomically
from autograder.checks.verdict import RIGHT, STATUSES
from autograder.declaration.course import Course
from autograder.desk.anonymous import anonymised
from autograder.desk.base_code import known_programs, released_code
from autograder.desk.classdata import COLUMNS, ClassData, Student, load_class
from autograder.desk.groups import copies_of
from autograder.desk.items import (
    ROUGH,
    SMALLEST,
    Item,
    hardest_cases,
    item_analysis,
    mistakes,
)
from autograder.desk.similarity import SOLUTION, Group, groups, similar_pairs, solution_code
from autograder.judging.judge import NO_JAIL
from autograder.records.grades import write_csv
from autograder.records.pages import cleaned, code_css, code_html, page_environment
from autograder.records.table import SYMBOLS

FOLDER = "reports"
BINS = 10
SLOW = 3.0  # times the class's median
SLOW_SECONDS = 10.0  # at least
SHOWN_EXERCISES = 2  # of a pair, beside each other
KILLED = ("timeout", "crashed")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Bar:
    """A bar of the histogram: from and below which points (the last one takes the end in), how many."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class LookAlike:
    """A group with the code that shows why a person should look: of each exercise, two sources."""

    group: Group
    sides: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A report that was written.

    Args:
        page: The page.
        files: All files, the page first.
        data: What it is about.
        groups: Submissions that look alike.
    """

    page: Path
    files: list[Path]
    data: ClassData
    groups: list[Group]


def write_report(
    course: Course,
    assignment_id: str,
    *,
    similarity: bool = True,
    anonymous: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Writes `reports/<id>.html`, `reports/<id>.csv` and `reports/<id>-items.csv`.

    Args:
        course: The course.
        assignment_id: The assignment.
        similarity: Whether to look for submissions that are alike.
        anonymous: Writes `reports/<id>-anonymous.html` and nothing else: no names, ids, remarks,
            code or links.
        progress: Called with what is done next.

    Raises:
        CourseError: If nothing of the assignment is graded, or a batch is at work.
    """
    say = progress or (lambda step: None)
    say("reading grades")
    data = load_class(course, assignment_id)
    if anonymous:
        data, similarity = anonymised(data), False
    items = item_analysis(data) if len(data.scores) else []
    alike: list[LookAlike] = []
    lacking = 0
    if similarity:
        say("comparing submissions")
        alike, lacking = look_alikes(course, data)
    say("writing")
    place = data.folder.root / FOLDER
    page = place / f"{assignment_id}{'-anonymous' if anonymous else ''}.html"
    text = _page(data, items, alike if similarity else None, lacking, page.parent)
    if anonymous:
        return Report(page, [write_atomically(page, text)], data, [])
    rows = data.records.astype(object).where(data.records.notna(), "")
    files = [
        write_atomically(page, text),
        write_csv(place / f"{assignment_id}.csv", COLUMNS, rows.to_dict("records")),
        _write_items(place / f"{assignment_id}-items.csv", items),
    ]
    return Report(page, files, data, [a.group for a in alike])


def look_alikes(course: Course, data: ClassData) -> tuple[list[LookAlike], int]:
    """Returns groups that are alike, and of how many submissions there is no code to compare.

    The course's own solution, which is public, takes part like a student.
    """
    code = {}
    copies = copies_of(data.folder.root, data.assignment.id)  # Of a group, one takes part.
    for student in sorted(set(data.students) - set(copies)):
        notebook = data.notebook(student)
        if notebook is not None:
            code[student] = solution_code(notebook)
    lacking = len(set(data.students) - set(copies)) - len(code)
    name = data.assignment.id
    solution, *known = known_programs(course, name)
    code[SOLUTION] = solution
    found = []
    for group in groups(similar_pairs(code, released_code(course, name), known)):
        pair = group.closest
        first, second = code[pair.first], code[pair.second]
        parts = [part for part in pair.exercises if part in second][:SHOWN_EXERCISES]
        found.append(LookAlike(group, [(part, first[part], second[part]) for part in parts]))
    return found, lacking


def histogram(totals: list[float], max_points: float) -> list[Bar]:
    """Counts points in ten equal steps up to the highest that occur or can be reached."""
    top = max([max_points, 1e-9, *totals])
    low = min([0.0, *totals])  # A penalty may lead below nothing.
    width = (top - low) / BINS
    counts = [0] * BINS
    for total in totals:
        counts[min(int((total - low) / width), BINS - 1)] += 1
    return [Bar(low + i * width, low + (i + 1) * width, n) for i, n in enumerate(counts)]


def slow_submissions(data: ClassData) -> list[Student]:
    """Returns submissions that ran far longer than most, the slowest first."""
    ran = [s for s in data.students.values() if s.seconds > 0]
    if not ran:
        return []
    limit = max(SLOW_SECONDS, SLOW * statistics.median(s.seconds for s in ran))
    return sorted((s for s in ran if s.seconds > limit), key=lambda s: -s.seconds)


def _killed(data: ClassData) -> list[dict[str, Any]]:
    """Returns what took too long or ended its process, of submissions that were run."""
    rows = data.records[data.records["status"].isin(KILLED)]
    words = {"timeout": "took too long", "crashed": "ended its process"}
    return [
        {
            "student": data.students[r["student"]],
            "exercise": r["exercise"],
            "what": words[r["status"]],
        }
        for r in rows.to_dict("records")
        if r["is_graded"]
    ]


def _unjudged(data: ClassData) -> list[dict[str, Any]]:
    """Returns where the check itself failed: student and exercise."""
    rows = data.records[data.records["status"] == "unjudged"]
    return [
        {"student": data.students[r["student"]], "exercise": r["exercise"]}
        for r in rows.to_dict("records")
    ]


def _summary(data: ClassData) -> dict[str, float]:
    """Returns mean, deviation and quartiles of the points."""
    totals = data.totals
    if not totals:
        return {}
    quarters = (
        statistics.quantiles(totals, n=4, method="inclusive")
        if len(totals) > 1
        else [totals[0]] * 3
    )
    return {
        "mean": statistics.fmean(totals),
        "deviation": statistics.stdev(totals) if len(totals) > 1 else 0.0,
        "median": statistics.median(totals),
        "lower": quarters[0],
        "upper": quarters[2],
        "least": min(totals),
        "most": max(totals),
    }


def _page(
    data: ClassData,
    items: list[Item],
    alike: list[LookAlike] | None,
    lacking: int,
    place: Path,
) -> str:
    by_student: dict[str, list[dict]] = {}
    for row in data.records.to_dict("records"):
        by_student.setdefault(row["student"], []).append(row)
    everybody = list(data.students.values())
    bars = histogram(data.totals, data.assignment.points)
    return _template().render(
        title=data.assignment.title,
        assignment=data.assignment,
        date=time.strftime("%Y-%m-%d %H:%M"),
        data=data,
        students=everybody,
        rows=by_student,
        not_graded=[s for s in everybody if not s.is_graded],
        unjailed=sum(NO_JAIL in s.flags for s in everybody),
        no_jail=NO_JAIL,
        late=[s for s in everybody if s.is_late],
        changed=[s for s in everybody if s.by_person],
        summary=_summary(data),
        bars=bars,
        tallest=max([1, *(bar.count for bar in bars)]),
        items=items,
        statuses=STATUSES,
        symbols=SYMBOLS,
        right=RIGHT,
        carried=int(data.graded["carried_forward"].sum()),
        mistakes=mistakes(data),
        cases=hardest_cases(data),
        slow=slow_submissions(data),
        killed=_killed(data),
        unjudged=_unjudged(data),
        alike=alike,
        lacking=lacking,
        smallest=SMALLEST,
        rough=ROUGH,
        link=lambda student: _link(student.feedback, place),
        code=code_html,
        code_css=code_css(),
    )


def _link(page: Path | None, place: Path) -> str:
    """Returns the address of a page as seen from the report; both move together."""
    return "" if page is None else quote(os.path.relpath(page, place))


def _write_items(path: Path, items: list[Item]) -> Path:
    columns = [
        "exercise",
        "count",
        "max_points",
        "mean",
        "facility",
        "discrimination",
        "upper_lower",
        "carried",
        "by_person",
        *STATUSES,
    ]
    rows = []
    for item in items:
        row = {name: getattr(item, name) for name in columns[:9]}
        known = {name: "" if value is None else value for name, value in row.items()}
        rows.append({**known, **{name: item.statuses.get(name, 0) for name in STATUSES}})
    return write_csv(path, columns, rows)


@cache
def _template() -> Template:
    environment = page_environment(Path(__file__).parent)
    environment.filters["percent"] = lambda value: f"{100 * value:.0f} %"
    environment.filters["two"] = lambda value: "–" if value is None else f"{value:.2f}"
    environment.filters["breakable"] = _breakable
    return environment.get_template("report.html.j2")


def _breakable(name: str) -> Markup:
    """Returns a name that a narrow column may break behind an underscore."""
    return Markup(str(escape(cleaned(name))).replace("_", "_<wbr>"))
