"""The variants through stock nbgrader and otter-grader, which are given the public cases as asserts.

A notebook takes several variants at a time, as long as none can see another: of different exercises,
of which none calls another, with no name in common. What a grader drops is handed in again, one
variant a notebook.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.declaration.exercise import Exercise
from benchmarks.grading.classes import Class, Handed
from benchmarks.grading.graders import Grader
from benchmarks.grading.setting import Setting
from benchmarks.verdicts.variants import Variant

ASSERTS = Path(__file__).with_name("public_asserts.py")
CELL = """\
from public_asserts import assert_public_cases

assert_public_cases("{assignment}", "{name}", globals())
"""
OTTER_TEST = """\
OK_FORMAT = False

from otter.test_files import test_case

name = "{name}"
points = {points}


@test_case(points={points})
def test_{name}(env):
    from public_asserts import assert_public_cases

    assert_public_cases("{assignment}", "{name}", env)
"""


@dataclass
class VerdictSetting(Setting):
    """An assignment whose checks are asserts of the public cases; bonus exercises have points, too."""

    def fresh(self, name: str) -> Path:
        """Returns a new empty folder; puts the asserts where kernels find them."""
        if not (self.public / ASSERTS.name).is_file():
            shutil.copyfile(ASSERTS, self.public / ASSERTS.name)
        return super().fresh(name)

    def instructors_notebook(self) -> NotebookNode:
        """Returns what is released by nbgrader: asserts in place of each check."""
        notebook = super().instructors_notebook()
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            name = about.get("grade_id", "").removeprefix("check_")
            if about.get("grade") and name in self.kit.assignment.exercises:
                cell.source = CELL.format(assignment=self.assignment_id, name=name)
                about["points"] = about.get("points") or 1
        return notebook

    def otter_test(self, exercise: Exercise) -> str:
        """Returns the file with which otter tests an exercise."""
        return OTTER_TEST.format(
            name=exercise.name, points=exercise.points or 1, assignment=self.assignment_id
        )


def packed(variants: Iterable[Variant], exercises: dict[str, Exercise]) -> list[list[Variant]]:
    """Puts variants together that cannot see each other, as few notebooks as that takes at once.

    Args:
        variants: Of one assignment.
        exercises: Its exercises.
    """
    notebooks: list[list[Variant]] = []
    for variant in variants:
        fitting = (some for some in notebooks if _is_apart(variant, some, exercises))
        notebook = next(fitting, None)
        if notebook is None:
            notebooks.append([variant])
        else:
            notebook.append(variant)
    return notebooks


def _is_apart(variant: Variant, others: list[Variant], exercises: dict[str, Exercise]) -> bool:
    """Tells whether a variant neither calls one of the others, nor is called, nor names the same."""
    for other in others:
        one, two = exercises[variant.exercise], exercises[other.exercise]
        if one is two or one.name in two.depends_on or two.name in one.depends_on:
            return False
        names = names_of(variant.source), names_of(other.source)
        if None in names or names[0] & names[1]:  # type: ignore[operator]
            return False
    return True


def names_of(source: str) -> set[str] | None:
    """Returns the names that a cell binds for all cells; None where it does not parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    found: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue  # The same name is the same thing, but for odd people.
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def grade(
    grader: Grader, setting: VerdictSetting, variants: Sequence[Variant]
) -> dict[str, dict[str, Any]]:
    """Returns id to whether a variant gets its marks.

    Args:
        grader: Stock nbgrader or otter-grader.
        setting: The assignment.
        variants: Of this assignment.
    """
    several = packed(variants, setting.kit.assignment.exercises)
    found, dropped = _graded(grader, setting, several)
    if dropped:
        alone, still = _graded(grader, setting, [[variant] for variant in dropped])
        found |= alone
        found |= {variant.id: {"passed": False, "status": "dropped"} for variant in still}
    return found


def _graded(
    grader: Grader, setting: VerdictSetting, notebooks: Sequence[Sequence[Variant]]
) -> tuple[dict[str, dict[str, Any]], list[Variant]]:
    students: Class = {}
    for number, variants in enumerate(notebooks):
        sources = {variant.exercise: variant.source for variant in variants}
        students[f"variant{number:04}"] = Handed(setting.kit.solved(**sources))
    graded = grader.grade(setting, students)
    found, dropped = {}, []
    for student, variants in zip(students, notebooks, strict=True):
        points = graded.points.get(student, {})
        for variant in variants:
            if graded.outcomes.get(student) != "graded" or variant.exercise not in points:
                dropped.append(variant)
                continue
            # Not a number, or below 0, is what nbgrader would take for full marks.
            passed = points[variant.exercise] != 0
            found[variant.id] = {"passed": passed, "status": "passed" if passed else "failed"}
    return found, dropped
