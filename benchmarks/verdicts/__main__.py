"""How often is a verdict wrong, and does the hint name the mistake, beside two other graders?

    python -m benchmarks.verdicts                                   # grades all variants
    python -m benchmarks.verdicts --assignment w3_debiasing --no-otter --no-nbgrader
    python -m benchmarks.verdicts --show --judgements hints.json --write

Variants stand in `benchmarks/verdicts/variants/<assignment>.json`. Results are kept in
`build/verdicts/results.json`, and the hints in `build/verdicts/hints.json`: there a reader fills in
each `judgement` (names, kind, generic or wrong) and hands the file back with --judgements.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from benchmarks.grading import machine
from benchmarks.grading.environments import NotInstalled, make_environment
from benchmarks.grading.graders import Grader, Nbgrader, Otter
from benchmarks.grading.meter import tell
from benchmarks.verdicts import peers
from benchmarks.verdicts.table import (
    OURS,
    errors,
    hints_to_read,
    read_judgements,
    table,
    written_into,
)
from benchmarks.verdicts.variants import FOLDER, Variant, read_variants

WORK = REPOSITORY_ROOT / "build" / "verdicts"
ENVIRONMENTS = REPOSITORY_ROOT / "build" / "bench"  # the other benchmark's: made once
README = REPOSITORY_ROOT / "benchmarks" / "README.md"
PEERS = {"nbgrader": Nbgrader, "otter-grader": Otter}


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.verdicts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--variants", type=Path, default=FOLDER, help="folder of the variants")
    add("--course", type=Path, default=REPOSITORY_ROOT, help="where the assignments are")
    add("--assignment", action="append", help="this one alone; may be repeated")
    add("--seed", type=int, default=20261129, help="of this engine's inputs")
    add("--no-nbgrader", action="store_true", help="without stock nbgrader")
    add("--no-otter", action="store_true", help="without otter-grader")
    add("--environments", type=Path, default=ENVIRONMENTS, help="folder of the peers' environments")
    add("--work", type=Path, default=WORK, help="where results and hints are kept")
    add("--judgements", type=Path, help="a hints.json in which a reader has filled in judgements")
    add("--show", action="store_true", help="grade nothing; count what is kept")
    add("--write", action="store_true", help="write the table into benchmarks/README.md")
    add("--readme", type=Path, default=README, help="another place for the table")
    return parser.parse_args(arguments)


def read_all(options: argparse.Namespace, course: Course) -> list[Variant]:
    """Returns the variants of all assignments that are asked for."""
    found = []
    for path in sorted(options.variants.glob("*.json")):
        if not options.assignment or path.stem in options.assignment:
            found += read_variants(path, course.declaration(path.stem).exercises)
    if not found:
        sys.exit(f"There are no variants in {options.variants}.")
    return found


def grade_by_us(
    course: Course, assignment_id: str, path: Path, seed: int
) -> dict[str, dict[str, Any]]:
    """Grades an assignment's variants in a process of its own."""
    order = {
        "root": str(course.root),
        "assignment": assignment_id,
        "variants": str(path.absolute()),
        "seed": seed,
    }
    command = [sys.executable, "-m", "benchmarks.verdicts.ours", json.dumps(order)]
    left_out = ("PYTHONDONTWRITEBYTECODE", "AUTOGRADER_WITHOUT_JAIL")
    environment = {k: v for k, v in os.environ.items() if k not in left_out}
    environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "Agg"}
    with subprocess.Popen(
        command, cwd=REPOSITORY_ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        last = ""
        for line in process.stdout or ():
            if not line.startswith("{"):
                tell(line.rstrip())
            last = line
    if process.returncode:
        sys.exit(f"Grading {assignment_id} ended with status {process.returncode}.")
    return json.loads(last)


def find_peers(options: argparse.Namespace) -> tuple[list[Grader], dict[str, str]]:
    """Returns the other graders and their versions; makes environments where there are none yet."""
    found: list[Grader] = []
    versions = {}
    for name, kind in PEERS.items():
        if options.no_nbgrader if name == "nbgrader" else options.no_otter:
            continue
        try:
            environment = make_environment(name, options.environments)
        except NotInstalled as reason:
            tell(f"{name} is left out: {reason}")
            continue
        found.append(kind(environment))
        versions[name] = environment.version
    return found, versions


def grade_all(
    options: argparse.Namespace, course: Course, variants: Sequence[Variant]
) -> dict[str, Any]:
    """Grades the variants by everybody; returns the results."""
    graders, versions = find_peers(options)
    results: dict[str, Any] = {"seed": options.seed, "graders": {OURS: {}}}
    results["made"] = machine.describe(versions, datetime.date.today().isoformat())
    for assignment_id in dict.fromkeys(variant.assignment for variant in variants):
        some = [variant for variant in variants if variant.assignment == assignment_id]
        path = options.variants / f"{assignment_id}.json"
        results["graders"][OURS] |= grade_by_us(course, assignment_id, path, options.seed)
        for grader in graders:
            with tempfile.TemporaryDirectory(prefix="verdicts-") as place:
                setting = peers.VerdictSetting(course, assignment_id, Path(place))
                found = peers.grade(grader, setting, some)
            results["graders"].setdefault(grader.name, {}).update(found)
            _tell_errors(grader.name, assignment_id, some, found)
        _tell_errors(OURS, assignment_id, some, results["graders"][OURS])
        _write(options.work / "results.json", results)
    return results


def _tell_errors(
    grader: str, assignment_id: str, variants: Sequence[Variant], verdicts: Mapping[str, Any]
) -> None:
    found = errors(variants, verdicts)
    counts = f"{len(found['right_failed'])} right failed, {len(found['wrong_passed'])} wrong passed"
    tell(f"{assignment_id}, {grader}: of {len(variants)}, {counts}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Grades, keeps, counts, writes."""
    options = read_options(arguments)
    course = Course(options.course)
    variants = read_all(options, course)
    path = options.work / "results.json"
    if options.show:
        results = json.loads(path.read_text(encoding="utf-8"))
    else:
        results = grade_all(options, course, variants)
    kept = options.work / "hints.json"
    judged = {}
    for source in (kept, options.judgements):
        if source is not None and source.is_file():
            judged |= read_judgements(json.loads(source.read_text(encoding="utf-8")))
    ours = results["graders"][OURS]
    graded = [variant for variant in variants if variant.id in ours]
    hints = hints_to_read(graded, ours, judged)
    _write(kept, hints)
    text = f"{results['made']}\n\n{table(graded, results['graders'], hints)}"
    print(text)
    for kind, ids in errors(graded, ours).items():
        for name in ids:
            print(f"{kind}: {name}")
    if options.write:
        readme = options.readme.read_text(encoding="utf-8")
        options.readme.write_text(written_into(readme, text), encoding="utf-8")


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
