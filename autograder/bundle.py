"""The public bundle: an assignment's public cases as plain JSON, for the check in the notebook.

It holds inputs and expected values (NumPy promises no streams across versions), the traits of
known mistakes with their hints, and the tolerances. `make_bundle` writes it on the instructor's
side, `read_sheets` reads it on the learner's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from autograder import expectations, probes
from autograder.plain import from_json, to_json
from autograder.sheet import CaseSheet, Sheet

if TYPE_CHECKING:
    from autograder.course import Course

FORMAT = 1
PUBLIC_SEED = 20  # any number: the public inputs are no secret


class BundleError(ValueError):
    """Says why a bundle cannot be used and what to do."""


def make_bundle(course: Course, assignment_id: str) -> dict[str, Any]:
    """Returns the content of `checks.json`: the declared cases with public inputs."""
    assignment = course.declaration(assignment_id)
    reference = assignment.reference()
    sheets = [e.sheet(reference, PUBLIC_SEED) for e in assignment.exercises.values()]
    return {
        "format": FORMAT,
        "assignment": assignment.id,
        "title": assignment.title,
        "exercises": [_write_sheet(sheet) for sheet in sheets],
    }


def _write_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.exercise,
        "points": sheet.points,
        "depends_on": sheet.depends_on,
        "time_limit": sheet.time_limit,
        # A list, because the order decides between two mistakes that look alike.
        "hints": [[name, hint] for name, hint in sheet.hints.items()],
        "cases": [
            {
                "name": case.name,
                "verifies": case.verifies,
                "measure": case.measure,
                # A list, because the order of the arguments is the order of the call.
                "arguments": [
                    [k, to_json(v)] for k, v in case.probe.describe()["arguments"].items()
                ],
                "probe": to_json(
                    {k: v for k, v in case.probe.describe().items() if k != "arguments"}
                ),
                "expectations": [to_json(e.describe()) for e in case.expectations],
                "traits": {name: to_json(_rounded(case.traits[name])) for name in case.traits},
            }
            for case in sheet.cases
        ],
    }


def _rounded(value: Any) -> Any:
    """Rounds the numbers of a trait to seven digits: enough to know a mistake by."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        rounded = [float(f"{x:.7g}") for x in value.ravel().tolist()]
        return np.array(rounded, dtype=value.dtype).reshape(value.shape)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_rounded(item) for item in value)
    return value


def read_sheets(bundle: dict[str, Any]) -> dict[str, Sheet]:
    """Returns exercise name to its sheet.

    Raises:
        BundleError: If the bundle is not one of this format.
    """
    if bundle.get("format") != FORMAT:
        raise BundleError(
            f"checks.json has format {bundle.get('format')!r}, this version reads format {FORMAT}: "
            "fetch the assignment's folder and the autograder from one release."
        )
    try:
        return {entry["name"]: _read_sheet(entry) for entry in bundle["exercises"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(
            f"checks.json cannot be read ({type(error).__name__}: {error}): fetch the assignment's "
            "folder and the autograder from one release."
        ) from None


def _read_sheet(entry: dict[str, Any]) -> Sheet:
    calls = tuple(entry["depends_on"])
    cases = []
    for case in entry["cases"]:
        arguments = {name: from_json(value) for name, value in case["arguments"]}
        probe = probes.from_description({**from_json(case["probe"]), "arguments": arguments})
        expected = [expectations.from_description(from_json(e)) for e in case["expectations"]]
        traits = {name: from_json(value) for name, value in case["traits"].items()}
        cases.append(
            CaseSheet(
                case["name"], case["verifies"], probe, expected, case["measure"], calls, traits
            )
        )
    hints = dict(entry["hints"])
    return Sheet(entry["name"], entry["points"], cases, hints, list(calls), entry["time_limit"])
