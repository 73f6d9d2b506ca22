"""Judges one assignment's public cases in this process, for `tests/autograder/exercises/test_kernels.py`.

Which kernels a library takes is settled when it is loaded, by variables of the environment: so each
setting has a process of its own. The last line of what is printed is the answer, as JSON.

    python -m tests.kernel_worker w3_debiasing
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from autograder.checks.bundle import read_checks
from autograder.checks.exercise_check import ExerciseCheck, judge_exercise
from autograder.declaration.course import Course
from autograder.declaration.exercise import Exercise
from autograder.declaration.reference import Reference
from autograder.notebook.build import stale_reasons


def libraries() -> dict:
    """Returns which kernels NumPy and OpenBLAS have really taken, and with how many threads."""
    import scipy.linalg  # noqa: F401  It brings an OpenBLAS of its own.
    from threadpoolctl import threadpool_info

    pools = [pool for pool in threadpool_info() if pool["internal_api"] == "openblas"]
    return {
        "openblas": sorted({pool["architecture"] for pool in pools}),
        "threads": sorted({pool["num_threads"] for pool in pools}),
        "numpy": np.show_config(mode="dicts")["SIMD Extensions"].get("found", []),
    }


def verdicts_on(exercise: Exercise, check: ExerciseCheck, reference: Reference) -> dict:
    """Returns kind and name of every answer that is known to its status and recognised mistake."""
    answers = {
        "reference": {exercise.name: None},
        "alternatives": {v.name: v.function for v in exercise.alternatives},
        "misconceptions": {v.name: v.function for v in exercise.misconceptions},
    }
    found: dict = {}
    for kind, functions in answers.items():
        for name, function in functions.items():
            verdict = judge_exercise(check, lambda e, p, _, f=function: reference.observe(e, p, f))
            found[f"{kind} {name}"] = [verdict.status, verdict.misconception]
    return found


def main(assignment_id: str) -> dict:
    """Returns the kernels in use, how the committed files differ from a build, and all verdicts."""
    course = Course()
    assignment = course.declaration(assignment_id)
    start = time.monotonic()
    reasons = stale_reasons(course, assignment_id)
    built = time.monotonic()
    checks = read_checks(json.loads(course.bundle(assignment_id).read_text(encoding="utf-8")))
    verdicts = {
        name: verdicts_on(exercise, checks[name], assignment.reference())
        for name, exercise in assignment.exercises.items()
    }
    return {
        "libraries": libraries(),
        "stale": reasons,
        "verdicts": verdicts,
        "seconds": [round(built - start, 1), round(time.monotonic() - built, 1)],
        "cpu_seconds": round(time.process_time(), 1),
    }


if __name__ == "__main__":
    answer = main(sys.argv[1])
    print(f"\n{json.dumps(answer)}")
