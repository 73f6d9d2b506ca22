"""Item analysis: how hard each exercise was, and whether it tells strong submissions from weak ones.

Classical test theory, as in Ebel and Frisbie, Essentials of Educational Measurement, chapter 13: the
facility is the mean part of the points, the discrimination the correlation with the rest of the
score, and the upper-lower index the facility of the best 27 % less that of the weakest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from autograder.checks.verdict import RIGHT
from autograder.desk.classdata import ClassData

SMALLEST = 10  # submissions below which a correlation says nothing
ROUGH = 30  # below which it is a rough one
GROUP = 0.27  # Kelley, 1939: part of the class in the upper and in the lower group


@dataclass(frozen=True)
class Item:
    """One exercise as an item.

    Args:
        exercise: Its name.
        count: Submissions that count.
        max_points: Points that it is worth.
        mean: Mean score.
        facility: Mean part of the points, in [0, 1]; of a bonus, the part that solved it.
        discrimination: Correlation of its score with the rest score, in [-1, 1]; None if unknown.
        upper_lower: Facility of the upper less that of the lower group; None if unknown.
        statuses: How many submissions have which status.
        carried: How many got points although something it depends on is wrong.
        by_person: How many scores a person has changed.
        comment: What strikes the eye, in words.
    """

    exercise: str
    count: int
    max_points: float
    mean: float
    facility: float
    discrimination: float | None
    upper_lower: float | None
    statuses: dict[str, int]
    carried: int
    by_person: int
    comment: str = ""


def item_analysis(data: ClassData) -> list[Item]:
    """Returns the items in the notebook's order; exercises without a graded submission are left out."""
    parts = item_parts(data)
    scores = data.scores
    items = []
    for name in scores.columns:
        rows = data.graded[data.graded["exercise"] == name]
        rest = scores.drop(columns=name).sum(axis=1)
        discrimination = correlation(parts[name], rest)
        facility = float(parts[name].mean())
        items.append(
            Item(
                name,
                len(rows),
                float(rows["max_points"].iloc[0]),
                float(scores[name].mean()),
                facility,
                discrimination,
                upper_lower(parts[name], scores.sum(axis=1)),
                rows["status"].value_counts().to_dict(),
                int(rows["carried_forward"].sum()),
                int(rows["by_person"].sum()),
                _comment(facility, discrimination),
            )
        )
    return items


def item_parts(data: ClassData) -> pd.DataFrame:
    """Returns the part of the points that each submission has of each exercise, in [0, 1] as a rule.

    A bonus gives no points: there it is 1 for a right answer, else 0.
    """
    scores = data.scores
    rows = data.graded
    parts = {}
    for name in scores.columns:
        own = rows[rows["exercise"] == name].set_index("student")
        points = own["max_points"]
        right = own["status"].isin(RIGHT).astype(float)
        part = (own["score"] / points.where(points > 0)).fillna(right)
        parts[name] = part.reindex(scores.index)
    return pd.DataFrame(parts, index=scores.index)


def correlation(item: pd.Series, rest: pd.Series) -> float | None:
    """Returns the (point-biserial) correlation; None for small classes and where nothing varies."""
    if len(item) < SMALLEST or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(item, rest)[0, 1])


def upper_lower(item: pd.Series, total: pd.Series) -> float | None:
    """Returns the facility of the best 27 % less that of the weakest; None for small classes.

    Those who share the score at the border take part with the same weight, so that the order of
    equals in the list decides nothing.
    """
    if len(item) < SMALLEST or np.ptp(total) == 0:
        return None
    size = max(1.0, GROUP * len(item))
    return float(_of_best(item, total, size) - _of_best(item, -total, size))


def _of_best(item: pd.Series, total: pd.Series, size: float) -> float:
    """Returns the mean of the `size` submissions with the highest totals."""
    ranked = np.sort(total.to_numpy())[::-1]
    border = ranked[min(int(np.ceil(size)), len(ranked)) - 1]
    above, equal = total > border, total == border
    room = size - above.sum()
    return float((item[above].sum() + item[equal].mean() * room) / size)


def _comment(facility: float, discrimination: float | None) -> str:
    if facility >= 1.0:
        return "everybody solved it"
    if facility <= 0.0:
        return "nobody solved it: look at the text and the check"
    if discrimination is None:
        return ""
    if discrimination < 0:
        return "weak submissions do better here: look at the check"
    if discrimination < 0.2:
        return "hardly tells strong from weak"
    return ""


@dataclass(frozen=True)
class Mistake:
    """A known mistake, and who made it.

    Args:
        exercise: In which exercise.
        name: Its name in the declaration; empty where it was not recognised.
        hint: What learners are told.
        students: Who made it, sorted.
        part: Of the submissions that count.
    """

    exercise: str
    name: str
    hint: str
    students: list[str]
    part: float


def mistakes(data: ClassData) -> list[Mistake]:
    """Returns the recognised mistakes, the most frequent first; then those not recognised.

    A learner whose answer is wrong for several reasons has the one that was recognised first.
    """
    rows = data.graded[~data.graded["status"].isin(RIGHT)]
    declared = data.assignment.exercises
    total = max(1, len(data.scores))
    found = []
    for (exercise, name), group in rows.groupby(["exercise", "misconception"], sort=True):
        if not name and not (group["status"] == "failed").any():
            continue
        if not name:
            group = group[group["status"] == "failed"]
        hints = (
            {v.name: v.hint for v in declared[exercise].misconceptions}
            if (exercise in declared)
            else {}
        )
        hint = hints.get(name) or (group["hint"].iloc[0] if name else "")
        students = sorted(group["student"])
        found.append(Mistake(exercise, name, hint, students, len(students) / total))
    return sorted(found, key=lambda m: (not m.name, -len(m.students), m.exercise, m.name))


@dataclass(frozen=True)
class HardCase:
    """A case at which submissions fail.

    Args:
        exercise: Of the case.
        verifies: What a pass would have shown.
        students: For whom it was the first that failed.
        part: Of the submissions that reached the exercise's cases.
    """

    exercise: str
    verifies: str
    students: list[str]
    part: float


def hardest_cases(data: ClassData, most: int = 12) -> list[HardCase]:
    """Returns the cases at which most submissions failed first; later ones were not looked at."""
    rows = data.graded
    found = []
    reached = rows[rows["status"] != "missing"].groupby("exercise").size()
    failed = rows[~rows["status"].isin((*RIGHT, "missing")) & (rows["failed_case"] != "")]
    for (exercise, case), group in failed.groupby(["exercise", "failed_case"]):
        part = len(group) / reached[exercise]
        found.append(HardCase(exercise, case, sorted(group["student"]), float(part)))
    return sorted(found, key=lambda c: (-len(c.students), c.exercise, c.verifies))[:most]
