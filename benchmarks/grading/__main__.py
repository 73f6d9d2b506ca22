"""How fast, and how sure, is the grading, beside stock nbgrader and otter-grader?

    python -m benchmarks.grading             # all of it: more than an hour
    python -m benchmarks.grading --quick     # does it run? a few minutes
    python -m benchmarks.grading --only scale --no-otter

Results are kept in `build/bench/results.json`, part by part; the report shows the latest of each
and is written to `benchmarks/README.md` (not with --quick).
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.checks.repository import REPOSITORY_ROOT
from benchmarks.grading import machine, report
from benchmarks.grading.environments import NotInstalled, make_environment
from benchmarks.grading.graders import Grader, Nbgrader, Otter
from benchmarks.grading.meter import tell
from benchmarks.grading.parts import (
    ASSIGNMENTS,
    Plan,
    run_attacks,
    run_cluster,
    run_memory,
    run_mistakes,
    run_scale,
    run_speed,
    run_whole,
)

PARTS = {
    "attacks": run_attacks,
    "memory": run_memory,
    "whole": run_whole,
    "speed": run_speed,
    "scale": run_scale,
    "cluster": run_cluster,
    "mistakes": run_mistakes,
}
BY_ASSIGNMENT = {"memory", "speed", "whole", "mistakes"}  # results of the others are kept
WORK = REPOSITORY_ROOT / "build" / "bench"
CORES = 2  # what this is measured on, however many the machine has


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.grading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="few submissions, one round, README left alone")
    add("--only", action="append", choices=PARTS, help="this part alone; may be repeated")
    add("--assignment", action="append", choices=ASSIGNMENTS, help="this one alone; likewise")
    add("--students", type=_positive, help="submissions of the class that all grade (12)")
    add("--whole", type=_positive, help="submissions as they were handed in, each a minute (3)")
    add("--rounds", type=_positive, help="how often each grades it (3)")
    add("--large", type=_positive, action="append", help="sizes of large classes (100 and 1000)")
    add("--workers", type=_positive, action="append", help="workers of this engine (1 and 2)")
    add("--no-otter", action="store_true", help="without otter-grader")
    add("--no-nbgrader", action="store_true", help="without stock nbgrader")
    add("--environments", type=Path, default=WORK, help="folder of the peers' environments")
    add("--results", type=Path, default=WORK / "results.json", help="where results are kept")
    add("--readme", type=Path, default=report.README, help="where the report is written")
    add("--show", action="store_true", help="measure nothing; report what is kept")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not positive")
    return number


def make_plan(options: argparse.Namespace, peers: Sequence[Grader]) -> Plan:
    """Returns what is to be measured."""
    quick = options.quick
    return Plan(
        assignments=options.assignment or ASSIGNMENTS,
        peers=peers,
        students=options.students or (2 if quick else 12),
        rounds=options.rounds or (1 if quick else 3),
        whole_students=options.whole or (1 if quick else 3),
        large=options.large or ((10, 20) if quick else (100, 1000)),
        attacks=6 if quick else 1000,
        workers=options.workers or (1, 2),
    )


def find_peers(options: argparse.Namespace) -> tuple[list[Grader], dict[str, str], list[str]]:
    """Makes the peers' environments.

    Returns:
        The peers, their versions by name, and a line for each that is not there.
    """
    wanted = {
        "nbgrader": (options.no_nbgrader, Nbgrader),
        "otter-grader": (options.no_otter, Otter),
    }
    peers: list[Grader] = []
    versions, absent = {}, []
    for name, (left_out, kind) in wanted.items():
        if left_out:
            continue
        try:
            environment = make_environment(name, options.environments)
        except NotInstalled as reason:
            absent.append(f"{name} was not measured: {str(reason).splitlines()[0]}")
            tell(f"{name} is left out: {reason}")
            continue
        peers.append(kind(environment))
        versions[name] = environment.version
    return peers, versions, absent


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, keeps, shows, writes."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow talks
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends what is measured, too
    options = read_options(arguments)
    results = _read(options.results)
    if not options.show:
        _take_cores()
        peers, versions, absent = find_peers(options)
        plan = make_plan(options, peers)
        about = results.setdefault("about", {"machines": {}})
        about |= {"absent": absent}
        runs = about.setdefault("runs", {})
        for name in options.only or PARTS:
            load = _load()

            def keep(found: Any, part: str = name, load: float = load) -> None:
                before = results.get(part, {}) if part in BY_ASSIGNMENT else {}
                results[part] = before | found
                about["machines"][part] = machine.describe(versions, _today())
                runs[part] = {"command": _command(), "load": [load, _load()]}
                _write(options.results, results)

            PARTS[name](plan, keep)
    if "about" not in results:
        sys.exit(f"{options.results} holds no results yet.")
    report.show(results)
    if not options.quick:
        report.write(results, options.readme)
        tell(f"Written: {options.readme}")


def _command() -> str:
    """Returns the command as it was typed."""
    return shlex.join(["python", "-m", "benchmarks.grading", *sys.argv[1:]])


def _load() -> float:
    """Returns how many processes wanted a core, on average over the last minute."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0


def _today() -> str:
    return datetime.date.today().isoformat()


def _take_cores() -> None:
    """Keeps this process, and all that it starts, on so many cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(path: Path, results: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
