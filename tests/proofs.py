"""Long proofs are made for what has changed; what stands proved is not proved anew.

A test marked `proof` asks about a subject: the exercises of an assignment (more secret inputs, all
mutants, the assignment's own oracles), its notebook (run whole, training included), the data of a
folder, or a part of the engine (attacks by every path, clusters, kills). The ledger `proved.json`
keeps the digest of all that a subject's answer depends on. A run of the tests proves

- every subject whose digest is not the ledger's,
- one of each kind in turn, chosen by the commit, though nothing has changed,
- everything, with `--all-proofs` (`make test-all`).

What is left out is counted in the last lines. The ledger is written by `--note-proofs` alone, and
only for subjects whose every test has passed in that run. Proofs with other versions of Python or
of the libraries count, but then two of each kind are made in turn.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.checks.repository import REPOSITORY_ROOT

LEDGER = REPOSITORY_ROOT / "tests" / "proved.json"
PACKAGES = (
    "numpy", "scipy", "tensorflow", "keras", "tensorflow-text", "librosa", "scikit-learn", "pandas",
    "nbgrader",
)  # fmt: skip
ENGINE = (
    "autograder/batch", "autograder/checks", "autograder/declaration", "autograder/judging",
    "autograder/notebook", "autograder/records", "autograder/runner", "autograder/errors.py",
    "tests/dask_cluster.py", "tests/fixtures", "tests/hostile", "tests/plain_user.py",
    "tests/autograder/batch", "tests/autograder/small_course.py",
)  # fmt: skip


# ------------------------------------------------------------------- what a subject depends on


def parts_of(subject: str) -> list[str]:
    """Returns the files and folders, relative to the repository, that a subject depends on.

    Args:
        subject: Such as `"exercise:w3_debiasing"`, `"data:dates"` or `"engine:spawn"`.
    """
    kind, _, name = subject.partition(":")
    if kind == "engine":
        return list(ENGINE)
    if kind == "data":
        test = f"tests/data/test_{name}.py"
        scripts = sorted((REPOSITORY_ROOT / "data" / name).glob("*.py"))
        return [f"data/{name}", test, *_used_in([REPOSITORY_ROOT / test, *scripts])]
    own = [f"solutions/{name}", *used_by(name)]
    if kind == "notebook":
        tests = (REPOSITORY_ROOT / "tests/notebooks").glob("*.py")
        of_others = re.compile(rf"test_(?!{name}_figures\.).*_figures\.py")
        asked = [path for path in tests if not of_others.fullmatch(path.name)]
        return [
            *own, f"assignments/{name}/{name}.ipynb",
            *(path.relative_to(REPOSITORY_ROOT).as_posix() for path in asked),
        ]  # fmt: skip
    if kind == "exercise":
        tests = (REPOSITORY_ROOT / "tests/autograder/exercises").glob("*.py")
        of_all = ("test_carried.py", "test_exercises.py", "test_forgeries.py", "test_kernels.py")
        weeks = (f"test_{name}", name.partition("_")[0] + "_")
        asked = [path for path in tests if path.name in of_all or path.name.startswith(weeks)]
        return [
            *own, f"autograder/exercises/{name}", "autograder/checks", "autograder/declaration",
            "tests/hostile/test_forged_observers.py", "tests/hostile/attacks/a49_forged_observers.py",
            "tests/forgeries.py", "tests/mutants.py", "tests/kernel_worker.py",
            *(path.relative_to(REPOSITORY_ROOT).as_posix() for path in asked),
        ]  # fmt: skip
    raise ValueError(f"Nothing is known of proofs about {subject!r}.")


@cache
def used_by(assignment_id: str) -> list[str]:
    """Returns the modules of `utils` that an assignment comes to import, and the data they name."""
    sources = [
        path
        for folder in ("solutions", "autograder/exercises")
        for path in sorted((REPOSITORY_ROOT / folder / assignment_id).glob("*.py"))
    ]
    return _used_in(sources)


def _used_in(files: Iterable[Path]) -> list[str]:
    """Returns the modules of `utils` that files come to import, and the data folders they name."""
    from autograder.desk.release import needed_modules

    sources = [path.read_text("utf-8") for path in files if path.is_file()]
    modules = needed_modules(REPOSITORY_ROOT, sources)
    utils = [path for path in modules if path.is_relative_to(REPOSITORY_ROOT / "utils")]
    text = "\n".join([*sources, *(path.read_text("utf-8") for path in utils)])
    # As a path: in prose, "questions" are only questions.
    named = set(re.findall(r"""(?:/ ["']|data/)(\w+)""", text))
    data = [path for path in sorted((REPOSITORY_ROOT / "data").iterdir()) if path.name in named]
    return [path.relative_to(REPOSITORY_ROOT).as_posix() for path in (*utils, *data)]


@cache
def digest_of(subject: str) -> str:
    """Returns the digest of the content of all that a subject depends on."""
    digest = hashlib.sha256()
    for path in sorted(set(files_in(parts_of(subject)))):
        digest.update(f"{path.relative_to(REPOSITORY_ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def files_in(parts: Iterable[str]) -> Iterator[Path]:
    """Yields the files of parts of the repository, but for what is made of others."""
    for part in parts:
        place = REPOSITORY_ROOT / part
        for path in place.rglob("*") if place.is_dir() else [place]:
            made = path.suffix == ".pyc" or (part.startswith("solutions/") and _is_built(path))
            if path.is_file() and not made:
                yield path


def _is_built(path: Path) -> bool:
    return path.suffix == ".ipynb" or path.name == "checks.json"


def versions() -> str:
    """Returns Python's and the libraries' versions without the last number: what proofs run on."""
    found = [f"python {sys.version_info.major}.{sys.version_info.minor}"]
    for package in PACKAGES:
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        found.append(f"{package} {'.'.join(version.split('.')[:2])}")
    return ", ".join(found)


# --------------------------------------------------------------------------- what is to be proved


def read_ledger(path: Path = LEDGER) -> dict[str, dict[str, str]]:
    """Returns subject to its digest and the versions it was proved with; empty if there is none."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def write_ledger(proved: dict[str, str], known: Iterable[str], path: Path = LEDGER) -> None:
    """Notes what was proved; entries of subjects that are no longer there go.

    Args:
        proved: Subject to digest.
        known: All subjects there are.
        path: The ledger.
    """
    entries = {name: entry for name, entry in read_ledger(path).items() if name in set(known)}
    entries |= {name: {"digest": digest, "with": versions()} for name, digest in proved.items()}
    text = json.dumps(dict(sorted(entries.items())), indent=1)
    path.write_text(text + "\n", encoding="utf-8")


@dataclass
class Plan:
    """Which subjects are proved in this run.

    Args:
        changed: Those that are not proved as they are now.
        in_turn: Those whose turn it is.
        stands: Those that are left out.
    """

    changed: list[str] = field(default_factory=list)
    in_turn: list[str] = field(default_factory=list)
    stands: list[str] = field(default_factory=list)


def make_plan(
    digests: dict[str, str], ledger: dict[str, dict[str, str]], turn: int, now: str
) -> Plan:
    """Decides which subjects are proved.

    Args:
        digests: Subject to its digest as it is now.
        ledger: What `read_ledger` returns.
        turn: Any number; numbers that follow each other choose one after the other.
        now: What `versions` returns.
    """
    plan = Plan()
    kinds: dict[str, list[str]] = {}
    for subject in sorted(digests):
        if ledger.get(subject, {}).get("digest") != digests[subject]:
            plan.changed.append(subject)
        else:
            kinds.setdefault(subject.partition(":")[0], []).append(subject)
    for unchanged in kinds.values():
        elsewhere = any(ledger[subject]["with"] != now for subject in unchanged)
        chosen = {unchanged[(turn + i) % len(unchanged)] for i in range(2 if elsewhere else 1)}
        plan.in_turn += sorted(chosen)
        plan.stands += sorted(set(unchanged) - chosen)
    return plan


def turn_of_commit() -> int:
    """Returns a number that each commit changes, so that a run can be repeated; else today's."""
    asked = ["git", "-C", str(REPOSITORY_ROOT), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is None or done.returncode:
        return int(time.time() // 86400)
    return int(done.stdout.strip()[:8], 16)


# --------------------------------------------------------------------------- in a run of pytest


def subject_of(item: Any) -> str | None:
    """Returns the subject of a test's proof; None if it makes none.

    `proof("engine", "spawn")` names it whole, `proof("exercise")` takes the assignment from the
    test's parameters; what is asked of a fixture course is a proof about the engine. The own tests of
    an assignment or of a data folder need no mark: their files are named after it.
    """
    marker = item.get_closest_marker("proof")
    if marker is None:
        return _subject_of_file(item.path)
    kind, *name = marker.args
    if name:
        return f"{kind}:{name[0]}"
    values = item.callspec.params
    found = values.get("assignment_id") or values["place"].assignment_id
    is_ours = (REPOSITORY_ROOT / "solutions" / found).is_dir()
    return f"{kind}:{found}" if is_ours else f"engine:{found}"


def _subject_of_file(path: Path) -> str | None:
    name = path.stem.removeprefix("test_")
    if path.parent == REPOSITORY_ROOT / "tests" / "data":
        return f"data:{name}"
    if path.parent == REPOSITORY_ROOT / "tests" / "autograder" / "exercises":
        known = sorted(p.name for p in (REPOSITORY_ROOT / "solutions").iterdir())
        return next(
            (f"exercise:{known_id}" for known_id in known if name.startswith(known_id)), None
        )
    return None


class Proofs:
    """Leaves out tests whose subject stands proved, and notes what was proved.

    Args:
        config: pytest's.
    """

    def __init__(self, config: Any):
        self.config = config
        self.left_out: dict[str, int] = {}
        self.whole: dict[str, str] = {}  # subjects of which every test is to run, with digests
        self.failed: set[str] = set()
        self.passed: set[str] = set()
        self.plan = Plan()
        self.subjects: list[str] = []

    def select(self, items: list) -> None:
        """Takes the tests of what stands proved out of `items`."""
        by_subject: dict[str, list] = {}
        for item in items:
            if subject := subject_of(item):
                by_subject.setdefault(subject, []).append(item)
                item.user_properties.append(("proof", subject))
        if not by_subject:
            return
        self.subjects = sorted(by_subject)
        digests = {subject: digest_of(subject) for subject in by_subject}
        if self.config.getoption("--all-proofs"):
            self.plan = Plan(changed=self.subjects)
        else:
            self.plan = make_plan(digests, read_ledger(), turn_of_commit(), versions())
        out = {id(item) for subject in self.plan.stands for item in by_subject[subject]}
        if kinds := self.config.getoption("--only-proofs"):
            named = set(kinds.split(","))
            asked = [s for s in self.subjects if {s, s.partition(":")[0]} & named]
            if strange := named - {
                s for name in self.subjects for s in (name, name.partition(":")[0])
            }:
                raise pytest.UsageError(
                    f"--only-proofs names {', '.join(sorted(strange))}, but nothing is proved of that. "
                    f"There are {', '.join(self.subjects)}."
                )
            proofs = {id(item) for subject in asked for item in by_subject[subject]}
            out |= {id(item) for item in items} - proofs
        self.left_out = {subject: len(by_subject[subject]) for subject in self.plan.stands}
        if not (self.config.option.keyword or self.config.option.markexpr):
            self.whole = {s: digests[s] for s in (*self.plan.changed, *self.plan.in_turn)}
        self.config.hook.pytest_deselected(items=[item for item in items if id(item) in out])
        items[:] = [item for item in items if id(item) not in out]

    def share(self) -> dict[str, Any]:
        """Returns what a worker of xdist tells the process that reports."""
        return {
            "left_out": self.left_out, "whole": self.whole, "subjects": self.subjects,
            "changed": self.plan.changed, "in_turn": self.plan.in_turn,
        }  # fmt: skip

    def take(self, shared: dict[str, Any]) -> None:
        """Takes over what a worker told; all tell the same."""
        self.left_out, self.whole = shared["left_out"], shared["whole"]
        self.subjects = shared["subjects"]
        self.plan = Plan(shared["changed"], shared["in_turn"], sorted(shared["left_out"]))

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Notes what became of a test."""
        subject = dict(report.user_properties).get("proof")
        if subject is None:
            return
        if report.failed:
            self.failed.add(subject)
        elif report.passed and report.when == "call":
            self.passed.add(subject)

    def note(self, has_ended: bool) -> list[str]:
        """Writes the ledger, if that was asked for; returns the last lines of the run.

        Args:
            has_ended: Whether the run came to its end, with failures or without.
        """
        lines = self._counts()
        if not self.config.getoption("--note-proofs"):
            return lines
        # Paths on the command line, -k and -m leave tests out that nobody counts. (A worker of xdist
        # is always given paths, so it cannot tell; this is asked where the run was started.)
        if named(self.config):
            self.whole = {}
        sound = self.passed - self.failed
        proved = {subject: digest for subject, digest in self.whole.items() if subject in sound}
        if not has_ended or not proved:
            return [*lines, "proved.json stays as it is: that takes a whole run."]
        write_ledger(proved, self.subjects)
        return [*lines, f"tests/proved.json: {len(proved)} subjects noted; commit it."]

    def _counts(self) -> list[str]:
        if not self.subjects:
            return []
        lines = []
        for words, subjects in (("changed", self.plan.changed), ("in turn", self.plan.in_turn)):
            if subjects:
                lines.append(f"proved now, {words}: {_few(subjects)}")
        count = sum(self.left_out.values())
        about = f" about {len(self.left_out)} subjects" if count else ""
        return [*lines, f"proved earlier, unchanged: {count} tests{about} (make test-all runs all)"]


def named(config: Any) -> bool:
    """Tells whether files or tests were named on the command line."""
    return bool(config.args_source == config.ArgsSource.ARGS)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
