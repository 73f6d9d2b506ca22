"""Grades the variants of one assignment by this engine, in a process of its own.

    python -m benchmarks.verdicts.ours '{"root": ..., "assignment": ..., "variants": FILE, "seed": 1}'

Each is a learner's cell in the otherwise right notebook, run in a jail as for a grade, with secret
inputs. The last line is the answer, as JSON: id to what became of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.checks.cells import RunnableCell
from autograder.checks.verdict import Verdict
from autograder.commands.demo.kit import without_markers
from autograder.declaration.course import Course
from autograder.declaration.source import SourceCell, read_source, reference_cells
from autograder.judging.judge import Judge
from benchmarks.verdicts.variants import Variant, read_variants


def cells_with(variant: Variant, cells: Sequence[SourceCell]) -> list[RunnableCell]:
    """Returns the cells of the solved notebook, with a variant in its exercise's."""
    return [
        RunnableCell(
            cell.id,
            variant.source if cell.exercise == variant.exercise else without_markers(cell.source),
            "solution" if cell.exercise else "release",
        )
        for cell in cells
    ]


def grade(
    course: Course, assignment_id: str, variants: Sequence[Variant], seed: int
) -> dict[str, dict[str, Any]]:
    """Returns id to status, hint and recognised mistake of each variant.

    Args:
        course: Where the assignment is.
        assignment_id: Its id.
        variants: Of this assignment.
        seed: Of the inputs, which are the same for all.
    """
    cells = reference_cells(read_source(course.source(assignment_id)))
    found = {}
    start = time.monotonic()
    with Judge(course, assignment_id, seed=seed) as judge:
        judge.prepare()
        for count, variant in enumerate(variants, 1):
            graded = judge.grade_alone(cells_with(variant, cells), [variant.exercise])
            found[variant.id] = _plain(graded.verdicts[0], graded.flags)
            if count % 25 == 0:
                taken = time.monotonic() - start
                print(f"{assignment_id}: {count} of {len(variants)} in {taken:.0f} s", flush=True)
    return found


def _plain(verdict: Verdict, flags: list[str]) -> dict[str, Any]:
    return {
        "passed": verdict.is_right,
        "status": verdict.status,
        "hint": verdict.hint,
        "misconception": verdict.misconception,
        "failed_case": verdict.failed_case,
        "flags": flags,
    }


def main(order: dict[str, Any]) -> None:
    """Grades what the order says, and prints the answer."""
    course = Course(order["root"])
    exercises = course.declaration(order["assignment"]).exercises
    variants = read_variants(Path(order["variants"]), exercises, order["assignment"])
    print(json.dumps(grade(course, order["assignment"], variants, order["seed"])))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
