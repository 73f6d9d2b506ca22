"""The course folder of an instructor, laid out as nbgrader's configuration says."""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import os
import re
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.checks.files import open_regular
from autograder.errors import CourseError
from autograder.records.times import parse_time

CONFIG_NAME = "nbgrader_config.py"
STATE = ".autograder"  # Folder with what a batch keeps for the next one.
MAX_TIMESTAMP_BYTES = 100


class CourseFolder:
    """Finds submissions and results below a course folder.

    Args:
        root: Folder that holds `nbgrader_config.py` and `submitted/`; may be a symbolic link.
    """

    def __init__(self, root: Path | str):
        self.root = Path(os.path.abspath(root))
        self.config = self._load_config()
        self._directory = CourseDirectory(config=self.config)
        self._directory.root = str(self.root)

    def _load_config(self) -> Config:
        if not (self.root / CONFIG_NAME).is_file():
            return Config()
        try:
            return PyFileConfigLoader(CONFIG_NAME, path=str(self.root)).load_config()
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise CourseError(f"{self.root / CONFIG_NAME} cannot be loaded ({reason}).") from error

    @cached_property
    def db_url(self) -> str:
        """Returns the address of the gradebook."""
        return self._directory.db_url

    def source(self, assignment_id: str) -> Path:
        """Returns the folder by which formgrader knows that there is such an assignment."""
        return self._path(self._directory.source_directory, ".", assignment_id)

    def submitted(self, student: str, assignment_id: str) -> Path:
        """Returns the folder of what a student handed in."""
        return self._path(self._directory.submitted_directory, student, assignment_id)

    def autograded(self, student: str, assignment_id: str) -> Path:
        """Returns the folder of the executed notebook."""
        return self._path(self._directory.autograded_directory, student, assignment_id)

    def feedback(self, student: str, assignment_id: str) -> Path:
        """Returns the folder of the feedback page."""
        return self._path(self._directory.feedback_directory, student, assignment_id)

    def _path(self, step: str, student: str, assignment_id: str) -> Path:
        return Path(self._directory.format_path(step, student, assignment_id))

    def students(self, assignment_id: str) -> list[str]:
        """Returns the ids of all students with a folder for the assignment, sorted.

        Raises:
            CourseError: If there is none; the text says where they were sought.
        """
        found = self.all_students(assignment_id)
        if not found:
            pattern = self.submitted("*", assignment_id)
            raise CourseError(
                f"There are no submissions of {assignment_id}: looked for {pattern}. "
                f"Put each into {pattern.parent.parent}/<student>/{assignment_id}/"
                f"{assignment_id}.ipynb, or run in the course folder."
            )
        return found

    def has_submissions(self, assignment_id: str) -> bool:
        """Tells whether anybody has a folder for the assignment."""
        return bool(self.all_students(assignment_id))

    def all_students(self, assignment_id: str) -> list[str]:
        """Returns the ids of all students with a folder for the assignment, sorted; maybe none."""
        pattern = self.submitted("*", assignment_id)
        parts = re.escape(str(pattern)).replace(r"\*", "([^/]+)", 1)
        below = [str(path) for path in self.root.glob(str(pattern.relative_to(self.root)))]
        matches = [re.fullmatch(parts, path) for path in below if Path(path).is_dir()]
        return sorted(m.group(1) for m in matches if m and not m.group(1).startswith("."))


LEFT_OUT = "nbgrader's own search leaves out a folder with [ or ] in its name: rename it"


def left_out_by_nbgrader(places: Path) -> list[str]:
    """Returns the students whose folders `nbgrader autograde` passes over.

    It takes a folder's name for a pattern, in which brackets mean something else.

    Args:
        places: Of the submissions, with a star for the student.
    """
    parent = places.parent.parent
    if places.parent.name != "*" or not parent.is_dir():
        return []
    names = sorted(name for name in os.listdir(parent) if set(name) & set("[]"))
    return [name for name in names if (parent / name / places.name).is_dir()]


def read_timestamp(folder: Path | str) -> datetime.datetime | None:
    """Returns when a submission was handed in, as `timestamp.txt` says; None if it says nothing.

    The file comes from the learner: what cannot be read as a time is no time.
    """
    text = _timestamp_file(folder)
    return None if text is None else parse_time(text, datetime.UTC)


def timestamp_text(folder: Path | str) -> str | None:
    """Returns what `timestamp.txt` says, if it is a time and nothing else."""
    text = _timestamp_file(folder)
    return text if text is not None and parse_time(text, datetime.UTC) else None


def unread_time(folder: Path | str) -> str | None:
    """Returns what `timestamp.txt` says where that is no time that is understood; else None."""
    text = _timestamp_file(folder)
    return text if text is not None and not parse_time(text, datetime.UTC) else None


def _timestamp_file(folder: Path | str) -> str | None:
    """Returns the beginning of `timestamp.txt`; None if there is no such regular file."""
    path = Path(folder) / "timestamp.txt"
    try:
        with open_regular(path) as file:
            data = file.read(MAX_TIMESTAMP_BYTES)
    except OSError:
        return None
    return data.decode("ascii", "replace").strip()


def set_aside(path: Path) -> Path:
    """Renames a file of the state folder that cannot be read; nothing of it is lost.

    Args:
        path: The file, or whatever stands in its place.

    Returns:
        Where it is now, beside its old place.
    """
    number = 1
    while os.path.lexists(aside := path.with_suffix(f".unread-{number}")):
        number += 1
    os.rename(path, aside)
    return aside


@contextlib.contextmanager
def only_batch(root: Path, assignment_id: str) -> Iterator[None]:
    """Keeps other batches out of a course folder; the end of this process lets them in.

    Assignments share gradebook and `grades.json`, so the lock is the folder's.

    Args:
        root: The course folder.
        assignment_id: What is graded, for those who find the door shut.

    Raises:
        CourseError: If another batch is at work there, or nothing can be written.
    """
    path = root / STATE / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}).") from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(file, 200).decode("utf-8", "replace").strip() or "another process"
            raise CourseError(
                f"Another batch is at work in {root} ({who}). Wait until it is done, or end it."
            ) from None
        except OSError as error:
            raise CourseError(f"{path} cannot be locked ({error.strerror}).") from error
        os.ftruncate(file, 0)
        now = time.strftime("%H:%M:%S", time.gmtime())
        os.write(file, f"process {os.getpid()}, {assignment_id}, since {now} UTC\n".encode())
        yield
    finally:
        os.close(file)
