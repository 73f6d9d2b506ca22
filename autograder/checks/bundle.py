"""The public bundle: an assignment's public cases as plain JSON, for the check in the notebook.

It holds inputs and expected values (NumPy promises no streams across versions), the signatures of
known mistakes with their hints, prints of slips, and the tolerances. `make_bundle` writes it on the
instructor's side, `read_checks` reads it on the learner's.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import expectations, probes
from autograder.checks.definitions import definitions_in
from autograder.checks.exercise_check import CheckCase, ExerciseCheck
from autograder.checks.plain import from_json, to_json
from autograder.checks.slip_prints import PrintedSlips, read_prints

FORMAT = 1


class BundleError(ValueError):
    """Says why a bundle cannot be used and what to do."""


def write_check(check: ExerciseCheck) -> dict[str, Any]:
    """Returns a check as plain JSON, the signatures of its known mistakes computed."""
    return {
        "name": check.exercise,
        "points": check.points,
        "depends_on": check.depends_on,
        "time_limit": check.time_limit,
        "hints": [[name, hint] for name, hint in check.hints.items()],
        "slips": {},  # their prints, for whoever computes them
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
                "signatures": {
                    name: to_json(_rounded(case.signatures[name])) for name in case.signatures
                },
                **({"is_long": True} if case.is_long else {}),
            }
            for case in check.cases
        ],
    }


def _rounded(value: Any) -> Any:
    """Rounds the numbers of a signature to seven digits: enough to know a mistake by."""
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


def read_checks(bundle: dict[str, Any]) -> dict[str, ExerciseCheck]:
    """Returns exercise name to its check.

    Raises:
        BundleError: If the bundle is not one of this format.
    """
    if bundle.get("format") != FORMAT:
        raise BundleError(
            f"checks.json has format {bundle.get('format')!r}, this version reads format {FORMAT}: "
            "fetch the assignment's folder and the autograder from one release."
        )
    stubs = bundle.get("stubs", {})
    try:
        return {
            entry["name"]: _read_check(entry, stubs.get(entry["name"], ""))
            for entry in bundle["exercises"]
        }
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(
            f"checks.json cannot be read ({type(error).__name__}: {error}): fetch the assignment's "
            "folder and the autograder from one release."
        ) from None


def _read_check(entry: dict[str, Any], stub: str = "") -> ExerciseCheck:
    calls = tuple(entry["depends_on"])
    definitions = definitions_in(stub, entry["name"])
    cases = []
    for case in entry["cases"]:
        arguments = {name: from_json(value) for name, value in case["arguments"]}
        probe = probes.from_description({**from_json(case["probe"]), "arguments": arguments})
        expected = [expectations.from_description(from_json(e)) for e in case["expectations"]]
        signatures = {name: from_json(value) for name, value in case["signatures"].items()}
        cases.append(
            CheckCase(
                case["name"],
                case["verifies"],
                probe,
                expected,
                case["measure"],
                calls,
                signatures,
                definitions,
                case.get("is_long", False),
            )  # fmt: skip
        )
    hints = dict(entry["hints"])
    printed_on = [case.name for case in cases if not case.is_long]
    slips = PrintedSlips(read_prints(entry.get("slips", {})), printed_on)
    return ExerciseCheck(
        entry["name"],
        entry["points"],
        cases,
        hints,
        list(calls),
        entry["time_limit"],
        slips=slips,
    )
