"""Tells whether a submission, or what it is judged by, has changed since it was judged."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import __version__
from autograder.checks.files import open_regular
from autograder.checks.repository import REPOSITORY_ROOT
from autograder.notebook.raw import MAX_BYTES

if TYPE_CHECKING:
    from autograder.declaration.course import Course

MAX_FILES = 1000  # of a submission whose content is looked at
MAX_SUBMISSION_BYTES = 4 * MAX_BYTES
CHUNK = 1 << 20
PACKAGES = ("numpy", "tensorflow", "keras", "nbgrader")


def course_fingerprint(course: Course, assignment_id: str, conditions: Sequence[float]) -> str:
    """Returns a digest of all that verdicts on an assignment depend on, but for the submission.

    These are the declaration with what it may import, the solution, the release, the sources of
    this package and those that learners' code imports. Fixing any of them means grading again.

    Args:
        course: Where they are.
        assignment_id: The assignment.
        conditions: What else was asked for, such as time limits.
    """
    digest = hashlib.sha256(json.dumps(list(conditions)).encode())
    for root in (course.root, REPOSITORY_ROOT):
        paths = {course.source(assignment_id), course.release_notebook(assignment_id)}
        paths.update(_sources(root, assignment_id))
        for path in sorted(path for path in paths if path.is_relative_to(root)):
            digest.update(f"\0{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(root: Path, assignment_id: str) -> Iterator[Path]:
    """Yields the sources below a root that have a say in a verdict.

    Declarations of other assignments have none, nor has what is made of grades afterwards.
    """
    afterwards = root / "autograder" / "desk"
    declarations = root / "autograder" / "exercises"
    for part, pattern in (("autograder", "*.py"), ("autograder", "*.j2"), ("utils", "*.py")):
        for path in (root / part).rglob(pattern):
            if path.is_relative_to(afterwards):
                continue
            if not path.is_relative_to(declarations):
                yield path
                continue
            first = path.relative_to(declarations).parts[0]
            # What several declarations share starts with an underscore.
            if first == assignment_id or first.startswith("_"):
                yield path


def software_versions() -> dict[str, str]:
    """Returns the versions of what a grade is computed with, for the record."""
    versions = {"autograder": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def submission_digest(folder: Path, wanted: str) -> str:
    """Returns a digest of what a student handed in: its notebooks and its time.

    Links are not followed, nothing but regular files is opened, and no more is read than a
    submission may hold; beyond that names, sizes and times of change stand for the content.

    Args:
        folder: `submitted/<student>/<id>`.
        wanted: Name that the notebook should have; it is read first.
    """
    digest = hashlib.sha256()
    if folder.is_symlink() or folder.parent.is_symlink():
        digest.update(b"a link to " + os.fsencode(os.path.realpath(folder)))
        return digest.hexdigest()
    try:
        names = sorted(name for name in os.listdir(folder) if _counts(name))
    except OSError:
        names = []
    names.sort(key=lambda name: name not in (wanted, "timestamp.txt"))
    room = MAX_SUBMISSION_BYTES
    for number, name in enumerate(names):
        digest.update(b"\0" + os.fsencode(name) + b"\0")
        room -= _add_file(digest, folder / name, room if number < MAX_FILES else 0)
    return digest.hexdigest()


def _counts(name: str) -> bool:
    return name == "timestamp.txt" or name.lower().endswith(".ipynb")


def _add_file(digest: hashlib._Hash, path: Path, room: int) -> int:
    """Adds a file's kind and, as far as there is room, its content; returns the bytes read."""
    try:
        status = os.lstat(path)
    except OSError:
        digest.update(b"gone")
        return 0
    digest.update(f"{stat.S_IFMT(status.st_mode)} {status.st_size}".encode())
    if not stat.S_ISREG(status.st_mode) or status.st_size > min(room, MAX_BYTES):
        digest.update(str(status.st_mtime_ns).encode())
        return 0
    content, read = hashlib.sha256(), 0
    try:
        with open_regular(path) as file:
            while read <= MAX_BYTES and (data := file.read(CHUNK)):
                content.update(data)
                read += len(data)
    except OSError as error:
        content.update(str(error.errno).encode())
    digest.update(content.digest())
    return read


def text_digest(text: str) -> str:
    """Returns the digest of a file that `write_atomically` made of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def file_digest(path: Path) -> str | None:
    """Returns the digest of a file's bytes, None if there is no such file."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
