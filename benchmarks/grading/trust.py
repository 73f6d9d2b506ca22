"""Whom does a grader give marks to that were not earned, and whose does it lose?

The attacks are those of `tests/hostile` that forge results or operate on the notebook. What could
harm a machine that runs it without a jail (killing, filling, staying behind, the network) is not
given to the others, and so not counted for anybody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.commands.demo.kit import RIGHT
from benchmarks.grading.classes import Handed, wrong_class
from benchmarks.grading.graders import Graded, Grader
from benchmarks.grading.meter import tell
from benchmarks.grading.setting import Setting

FORGING = frozenset({9, 10, 11, 12, 13, 14, 15, 19, 22, 23})
SURGERY = frozenset({41, 42, 43, 44, 45, 46, 47})
COPYING = frozenset({20})  # a table of the public cases, which are the only ones the peers have
# A right answer that a later cell replaces, or one of two notebooks: who checks where the check
# stands, or is told which notebook to take, is not wrong to give marks.
DEBATABLE = frozenset({"spoiled_later", "wrong_one_last", "a_hundred_copies", "two"})
HEAVY = frozenset({"oversized", "keys_of_megabytes", "without_end"})
ATTACK_SECONDS = 20  # for a cell of an attack: some stop the kernel from ever answering
_PLACE = re.compile(r"@[A-Z_]+@")  # stands for a path or port of the attacked machine


def try_attacks(graders: Sequence[Grader], folder: Path, limit: int) -> dict[str, Any]:
    """Hands the attacks in as one class to each grader.

    Args:
        graders: Who judges.
        folder: Where it happens.
        limit: How many at most.
    """
    from tests.hostile import course as hostile
    from tests.hostile.gallery import Shop, gallery

    course = hostile.make_course(folder / "course")
    setting = Setting(course, hostile.ASSIGNMENT, folder, whole=True, cell_seconds=ATTACK_SECONDS)
    shop = Shop(course)
    tried, attacks = {}, {}
    for attack in gallery():
        wanted = FORGING | SURGERY | COPYING
        if attack.number not in wanted or attack.assignment != hostile.ASSIGNMENT:
            continue
        if attack.needs_jail or attack.name in HEAVY | DEBATABLE or len(tried) >= limit:
            continue
        made = attack.handed(shop)
        handed = Handed(made.content, made.file_name, made.beside)
        if _is_plain(handed):
            tried[attack.student], attacks[attack.student] = handed, attack
    found: dict[str, Any] = {"graders": {}}
    for grader in graders:
        graded = grader.grade(setting, tried)
        gained, lost, copied = [], [], []
        for student, attack in attacks.items():
            expected = dict.fromkeys(hostile.EXERCISES, ("passed",)) | {
                name: (status,) if isinstance(status, str) else tuple(status)
                for name, status in attack.earns.items()
            }
            marks = graded.points.get(student, {})
            if any(marks.get(n, 0) != 0 and not _may_earn(s) for n, s in expected.items()):
                (copied if attack.number in COPYING else gained).append(student)
            if any(marks.get(n, 0) <= 0 and s == ("passed",) for n, s in expected.items()):
                lost.append(student)
        tell(f"attacks, {grader.name}: {len(gained)} gained marks, {len(lost)} lost some")
        found["graders"][grader.name] = {"gained": gained, "lost": lost, "copied": copied}
    copying = sum(attack.number in COPYING for attack in attacks.values())
    found |= {"tried": len(attacks) - copying, "copying": copying}
    found["names"] = sorted(attacks)
    return found


def _may_earn(statuses: Sequence[str]) -> bool:
    return any(status in RIGHT for status in statuses)


def _is_plain(handed: Handed) -> bool:
    """Tells whether a submission is text that means the same on every machine."""
    try:
        texts = [
            value.decode("latin-1") if isinstance(value, bytes) else json.dumps(value)
            for value in (handed.content, *handed.beside.values())
        ]
    except TypeError:  # a link, or a pipe
        return False
    return handed.content is not None and not any(_PLACE.search(text) for text in texts)


def try_mistakes(graders: Sequence[Grader], setting: Setting, limit: int) -> dict[str, Any]:
    """Hands in every known mistake of an assignment, one an exercise in each notebook.

    Args:
        graders: Who judges.
        setting: The assignment.
        limit: How many notebooks at most.
    """
    students, wrong = wrong_class(setting.kit)
    students = dict(list(students.items())[:limit])
    worth = {e.name: e.points for e in setting.kit.assignment.exercises.values()}
    # Without points there are no marks to gain.
    cases = [(s, name) for s in students for name in wrong[s] if worth[name] > 0]
    found: dict[str, Any] = {"tried": len(cases), "notebooks": len(students), "graders": {}}
    for grader in graders:
        graded = grader.grade(setting, students)
        gained = [f"{s}/{n}" for s, n in cases if graded.points.get(s, {}).get(n, 0) != 0]
        lost = _lost_right_ones(setting, graded, wrong, list(students))
        tell(f"mistakes, {grader.name}: {len(gained)} gained marks, {len(lost)} lost some")
        found["graders"][grader.name] = {"gained": gained, "lost": lost}
    return found


def _lost_right_ones(
    setting: Setting, graded: Graded, wrong: dict[str, list[str]], students: list[str]
) -> list[str]:
    """Returns the right exercises, built on nothing wrong, that got no marks."""
    lost = []
    for student in students:
        bad = set(wrong[student])
        for exercise in setting.kit.assignment.exercises.values():
            if exercise.name in bad or bad.intersection(exercise.depends_on) or not exercise.points:
                continue
            if graded.points.get(student, {}).get(exercise.name, 0) <= 0:
                lost.append(f"{student}/{exercise.name}")
    return lost
