"""Writes the archive that an instructor uploads as Gradescope's autograder."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.checks.repository import REPOSITORY_ROOT
from autograder.declaration.course import Course
from autograder.errors import CourseError
from autograder.notebook.build import stale_reasons
from autograder.notebook.release import release_id

FOLDER = "gradescope"
INSIDE = "companion"
SCRIPTS = ("setup.sh", "run_autograder")
DATE = (1980, 1, 1, 0, 0, 0)  # the same in every archive, so that two of one release are equal
CODE = ("autograder", "utils", "data")
SINGLE = ("requirements.txt", "pyproject.toml", "LICENSE")
LEFT_OUT = ("__pycache__", ".ipynb_checkpoints", "exercises")


@dataclass(frozen=True)
class Packed:
    """An archive for Gradescope.

    Args:
        path: The .zip file.
        files: Paths inside, sorted.
    """

    path: Path
    files: list[str]


def pack_autograder(course: Course, assignment_id: str, target: Path | None = None) -> Packed:
    """Writes `gradescope/<id>-<release>.zip`: scripts, the grader, and one assignment with answers.

    Args:
        course: The course.
        assignment_id: The assignment.
        target: The file, where it shall be another one.

    Raises:
        CourseError: If the assignment is not built, or the file cannot be written.
    """
    course.declaration(assignment_id)
    if reasons := stale_reasons(course, assignment_id, bundle=False):
        raise CourseError("; ".join(reasons) + ".")
    found = dict(_files(course, assignment_id))
    path = target or course.folder / FOLDER / f"{assignment_id}-{release_id()}.zip"
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(found):
                info = zipfile.ZipInfo(name, DATE)
                info.external_attr = (0o755 if name in SCRIPTS else 0o644) << 16
                archive.writestr(info, found[name], zipfile.ZIP_DEFLATED)
        part.replace(path)
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return Packed(path, sorted(found))


def _files(course: Course, assignment_id: str) -> Iterator[tuple[str, bytes]]:
    """Yields path and content of every file of the archive."""
    for name in SCRIPTS:
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
        yield name, text.replace("@ASSIGNMENT@", assignment_id).encode()
    for name in SINGLE:
        if (REPOSITORY_ROOT / name).is_file():
            yield f"{INSIDE}/{name}", (REPOSITORY_ROOT / name).read_bytes()
    for name in CODE:
        yield from _below(REPOSITORY_ROOT, REPOSITORY_ROOT / name)
    for place in ("autograder/exercises", "solutions", "assignments"):
        yield from _below(course.root, course.root / place / assignment_id, ())


def _below(
    root: Path, folder: Path, left_out: tuple[str, ...] = LEFT_OUT
) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(root)
        parts = inside.parts
        hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
        if path.is_file() and not path.is_symlink() and not hidden and not {*parts} & {*left_out}:
            yield f"{INSIDE}/{inside.as_posix()}", path.read_bytes()
