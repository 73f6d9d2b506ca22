"""A grader as one writes it in an hour: `python -m tests.hostile.naive COURSE NOTEBOOK ...`.

It runs the submission in its own process, beside the reference, asks the public cases and compares
with `==` and `abs`. The tests let some attacks loose on it, to see that they can win at all; only
such as do nothing but cheat.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from typing import Any

import nbformat
import numpy as np

from autograder.checks.plain import from_json
from autograder.declaration.course import Course
from tests.hostile import course as hostile


def grade(course: Course, notebook: str) -> dict[str, bool]:
    """Returns from exercise to whether this grader takes it for right."""
    reference = course.declaration(hostile.ASSIGNMENT).reference().namespace
    bundle = json.loads(course.bundle(hostile.ASSIGNMENT).read_text(encoding="utf-8"))
    space: dict[str, Any] = {"__name__": "__main__", "get_ipython": lambda: None}
    passed = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "code":
                with contextlib.suppress(Exception):
                    exec(cell.source, space)
        for entry in bundle["exercises"]:
            name, case = entry["name"], entry["cases"][0]
            arguments = [from_json(value) for _, value in case["arguments"]]
            try:
                received = space[name](*arguments)
                passed[name] = is_right(reference[name](*arguments), received)
            except Exception:
                passed[name] = False
    return passed


def is_right(expected: Any, received: Any) -> bool:
    """Compares as most people do."""
    if isinstance(expected, dict):
        return bool(received == expected)
    if isinstance(expected, np.ndarray):
        return bool(np.allclose(received, expected))
    return not abs(received - expected) > 1e-6


def main(folder: str, *notebooks: str) -> None:
    """Grades each notebook in a fork, so that what one patches is whole for the next."""
    course = Course(folder)
    for notebook in notebooks:
        if os.fork() == 0:
            print(json.dumps(grade(course, notebook)), flush=True)
            os._exit(0)
        os.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
