"""Where the tests' time goes: runs them as `make test` does, and says what each part took.

    python -m benchmarks.tests             # as make test: what stands proved is left out
    python -m benchmarks.tests --all       # as make test-all

Seconds of a part are those of its tests, added up over the processes that shared them; with two
processes the whole takes half of the sum where none of them waits.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "TESTS_SECONDS"  # environment variable: where each process writes its seconds

# Beginning of a test's file: what it is called in the table. The first that fits counts.
PARTS = {
    "tests/hostile": "attacks and damage",
    "tests/autograder/exercises/test_exercises.py": "known mistakes, alternatives, mutants",
    "tests/autograder/exercises/test_kernels.py": "other processors' kernels",
    "tests/autograder/exercises": "the assignments' own tests",
    "tests/notebooks": "notebooks whole",
    "tests/autograder/batch": "batch: cluster, resume, journal",
    "tests/autograder/runner": "runner and jail",
    "tests/autograder/notebook": "notebooks built and read",
    "tests/autograder/commands": "commands, demonstration among them",
    "tests/autograder/desk": "the instructor's desk",
    "tests/test_colab.py": "Colab's environment",
    "tests/data": "data",
    "tests/utils": "utils",
    "": "all else",
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Writes what a test took, its fixtures among it; this module is a plugin of the run it times."""
    start = time.perf_counter()
    result = yield
    line = json.dumps([item.nodeid, time.perf_counter() - start])
    with open(Path(os.environ[FOLDER]) / f"{os.getpid()}.jsonl", "a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    return result


def part_of(test: str) -> str:
    """Returns the part that a test belongs to."""
    return next(name for beginning, name in PARTS.items() if test.startswith(beginning))


def run(arguments: list[str]) -> tuple[float, list[tuple[str, float]]]:
    """Runs the tests; returns the seconds of the whole, and of each test."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-p", "benchmarks.tests", "--quiet"]
        command += ["--numprocesses=auto", "--maxprocesses=4", "--dist=loadgroup", *arguments]
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env={**os.environ, FOLDER: folder}, check=False)
        seconds = time.perf_counter() - start
        lines = [line for path in Path(folder).iterdir() for line in path.read_text().splitlines()]
    return seconds, [tuple(json.loads(line)) for line in lines]


def main() -> None:
    """Shows the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="prove what stands proved, too")
    chosen = parser.parse_args()
    seconds, tests = run(["--long", "--all-proofs", "--ignore=tests/browser"] if chosen.all else [])
    table = Table(title=f"{len(tests):,} tests in {seconds:.0f} s", title_justify="left")
    for column in ("part", "tests", "seconds"):
        table.add_column(column, justify="left" if column == "part" else "right")
    counts, sums = Counter(part_of(name) for name, _ in tests), Counter()
    for name, took in tests:
        sums[part_of(name)] += took
    for part, took in sums.most_common():
        table.add_row(part, f"{counts[part]:,}", f"{took:.0f}")
    table.add_row("sum", f"{len(tests):,}", f"{sum(sums.values()):.0f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
