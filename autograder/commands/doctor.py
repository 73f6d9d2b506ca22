"""Looks at the installation and the course folder and says how to fix what is wrong."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.errors import CourseError

OLDEST_PYTHON = (3, 11)
NEXT_PYTHON = (3, 14)  # not supported: the first version without TensorFlow
LEAST_FREE_DISK = 1  # GiB; a class of a few hundred with feedback stays well below
RUNNER_SECONDS = 30  # for one request of the trial; a second is usual
TRIAL_CELL = "def twice(number):\n    return 2 * number\n"
UNJAILED = "Until then nothing is graded, unless you say --without-jail."
REPAIR_INSTALLATION = "pip install -r requirements.txt (or, in the repository, make install)"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        subject: What was looked at.
        state: `"ok"`, `"note"` (works, but not at its best) or `"problem"`.
        message: What was found.
        fix: What to run or change, empty when nothing is wrong.
    """

    subject: str
    state: str
    message: str
    fix: str = ""


def examine(course: Course) -> Iterator[Finding]:
    """Looks at everything, cheap things first.

    Args:
        course: The course; its folder is where submissions and the gradebook are looked for.

    Yields:
        A finding for each thing, good or bad. A look that fails in an unforeseen way is a
        finding too: the doctor always reaches the end.
    """
    looks: list[Callable[[Course], Iterator[Finding]]] = [
        _python,
        _packages,
        _programs,
        _environment,
        _folder,
        _formgrader,
        _assignments,
        _runner,
    ]
    for look in looks:
        try:
            yield from look(course)
        except Exception as error:  # noqa: BLE001 - an unforeseen fault must not hide the other findings
            subject = look.__name__.strip("_")
            yield Finding(subject, "problem", f"{type(error).__name__}: {error}", "see the message")


def _python(course: Course) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if OLDEST_PYTHON <= sys.version_info[:2] < NEXT_PYTHON:
        yield Finding("Python", "ok", f"{version} ({sys.executable})")
    else:
        fix = "use Python 3.11, 3.12 or 3.13: make PYTHON=/path/to/python install"
        yield Finding("Python", "problem", f"{version} is not supported.", fix)


def requirements(path: Path = REPOSITORY_ROOT / "requirements.txt") -> list[Requirement]:
    """Reads the tested range of every package.

    Args:
        path: A requirements file; where there is none, the installed package's metadata is read.
    """
    if path.is_file():
        lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
        return [Requirement(line) for line in lines if line]
    declared = importlib.metadata.requires("sequence-models-companion") or []
    return [item for item in map(Requirement, declared) if item.marker is None]


def _packages(course: Course) -> Iterator[Finding]:
    for requirement in requirements():
        name, wanted = requirement.name, str(requirement.specifier)
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "problem", "is not installed.", REPAIR_INSTALLATION)
            continue
        if requirement.specifier.contains(version, prereleases=True):
            yield Finding(name, "ok", f"{version} (tested: {wanted})")
        else:
            message = f"{version} is outside the tested range {wanted}."
            yield Finding(name, "problem", message, f'pip install "{name}{wanted}"')
    yield from _tensorflow_pair()


def _tensorflow_pair() -> Iterator[Finding]:
    try:
        versions = [importlib.metadata.version(n) for n in ("tensorflow", "tensorflow-text")]
    except importlib.metadata.PackageNotFoundError:
        return  # reported already
    series = [".".join(version.split(".")[:2]) for version in versions]
    if series[0] != series[1]:
        message = f"tensorflow {versions[0]} and tensorflow-text {versions[1]} do not match."
        fix = f'pip install "tensorflow-text=={series[0]}.*"'
        yield Finding("tensorflow-text", "problem", message, fix)


def _programs(course: Course) -> Iterator[Finding]:
    beside = str(Path(sys.executable).parent)
    for program, purpose in [("jupyter", "opens notebooks"), ("alembic", "makes the gradebook")]:
        if found := shutil.which(program):
            yield Finding(program, "ok", found)
        elif shutil.which(program, path=beside):
            message = f"is installed in {beside}, which is not on PATH; it {purpose}."
            yield Finding(program, "note", message, f'export PATH="{beside}:$PATH"')
        else:
            yield Finding(program, "problem", f"not found; it {purpose}.", REPAIR_INSTALLATION)


def _environment(course: Course) -> Iterator[Finding]:
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        message = "is set: each import of TensorFlow takes seconds longer."
        yield Finding("PYTHONDONTWRITEBYTECODE", "note", message, "unset PYTHONDONTWRITEBYTECODE")


def _folder(course: Course) -> Iterator[Finding]:
    folder = course.folder
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = f"{folder} cannot be written to ({error.strerror})."
        yield Finding("course folder", "problem", message, "choose another folder with --folder")
        return
    yield Finding("course folder", "ok", f"{folder} is writable.")
    free = shutil.disk_usage(folder).free / 2**30
    if free < LEAST_FREE_DISK:
        message = f"only {free:.1f} GiB free in {folder}."
        yield Finding("disk", "note", message, "make room before grading a class")
    config = folder / "nbgrader_config.py"
    if config.is_file():
        yield Finding("nbgrader_config.py", "ok", str(config))
    else:
        message = f"is not in {folder}: nbgrader would not know this autograder."
        fix = f"cp {course.root / 'nbgrader_config.py'} {folder}"
        yield Finding("nbgrader_config.py", "problem", message, fix)


def _formgrader(course: Course) -> Iterator[Finding]:
    """Looks whether formgrader lists what was handed in; of a course folder of one's own only."""
    from autograder.records.folder import CourseFolder
    from autograder.records.source import is_listed, is_own_folder

    folder = CourseFolder(course.folder)
    if not is_own_folder(folder.root):
        return
    missing = [
        name
        for name in course.assignment_ids()
        if folder.has_submissions(name) and not is_listed(folder.source(name), name)
    ]
    if missing:
        message = f"does not show {', '.join(missing)}: {folder.source('ID')} is missing."
        yield Finding("formgrader", "problem", message, f"autograder new {folder.root}")
    else:
        yield Finding("formgrader", "ok", "shows every assignment that was handed in.")


def _assignments(course: Course) -> Iterator[Finding]:
    ids = course.assignment_ids()
    if not ids:
        message = f"none declared in {course.root / 'autograder' / 'exercises'}."
        yield Finding("assignments", "problem", message, "run this in a clone of the repository")
    for assignment_id in ids:
        try:
            yield _assignment(course, assignment_id)
        except CourseError as error:
            yield Finding(assignment_id, "problem", str(error), "fix that, then run this again")


def _assignment(course: Course, assignment_id: str) -> Finding:
    source = course.source(assignment_id)
    if not source.is_file():
        message = f"{source} is missing: nothing can be built or graded."
        return Finding(assignment_id, "problem", message, "run this in a clone of the repository")
    from autograder.notebook.build import stale_reasons

    # Of the public cases only whether they are there: to make them anew means training models, and
    # takes a minute; `autograder build --check` does so.
    reasons = stale_reasons(course, assignment_id, bundle=False)
    if not course.bundle(assignment_id).is_file():
        reasons.append(f"{course.bundle(assignment_id)} is missing")
    if reasons:
        message = "; ".join(reason.partition("; run:")[0] for reason in reasons) + "."
        return Finding(assignment_id, "problem", message, f"autograder build {assignment_id}")
    assignment = course.declaration(assignment_id)
    message = f"{len(assignment.exercises)} exercises, {assignment.points:g} points, built."
    return Finding(assignment_id, "ok", message)


def _runner(course: Course) -> Iterator[Finding]:
    """Lets the runner work out one call, on the way that every submission takes."""
    from autograder.checks.probes import Call
    from autograder.runner.jail.enter import JailRefused
    from autograder.runner.launcher import Launcher
    from autograder.runner.process import RunnerDied, RunnerStuck
    from autograder.runner.public_root import make_public_root

    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="doctor-") as folder:
        root = make_public_root(REPOSITORY_ROOT, Path(folder))
        launcher = Launcher(root, start_method="spawn", jail=False)
        try:
            with launcher.take() as runner:
                runner.request(RUNNER_SECONDS, do="cell", id="doctor", source=TRIAL_CELL)
                probe = Call({"number": 21}).describe()
                seen = runner.request(RUNNER_SECONDS, do="probe", exercise="twice", probe=probe)
        except (OSError, RunnerDied, RunnerStuck) as error:
            fix = "see whether this user may start processes and write to the temporary folder"
            yield Finding("runner", "problem", str(error), fix)
            return
        if seen.get("result") != 42:
            message = f"answers {seen} where 42 was due."
            yield Finding("runner", "problem", message, REPAIR_INSTALLATION)
            return
        seconds = time.perf_counter() - begin
        message = f"a process of its own started and answered in {seconds:.1f} s."
        yield Finding("runner", "ok", message)
        try:
            yield from _jail(course, root)
        except JailRefused as reason:
            message, _, fix = str(reason).partition(". ")
            yield Finding("jail", "problem", f"{message}.", f"{fix} {UNJAILED}".strip())
        except RunnerDied as error:
            yield Finding("jail", "problem", str(error), "autograder doctor --verbose")


def _jail(course: Course, public_root: Path) -> Iterator[Finding]:
    """Attacks the jail that every submission runs in."""
    from autograder.judging.judge import private_places
    from autograder.runner.self_test import attack

    places = [str(course.root), str(course.folder), str(Path.home())]
    tried = list(attack(public_root, private_places(course), places))
    for aim, held in tried:
        if not held:
            message = f"a submission can {aim}."
            yield Finding("jail", "problem", message, "grade in a container or virtual machine")
    if all(held for _, held in tried):
        yield Finding("jail", "ok", f"{len(tried)} attacks on it, none got through.")
