"""What a learner has passed so far, kept in small files that outlive the kernel."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Collection
from pathlib import Path

from autograder.checks.files import write_atomically


def progress_files(assignment_id: str, state: str | os.PathLike[str] | None) -> list[Path]:
    """Returns where the progress of an assignment is kept: here and, if wanted, elsewhere too.

    Args:
        assignment_id: Name of the assignment.
        state: A folder, such as one on a mounted Drive, or a file that ends in `.json`; None for
            the working directory alone.
    """
    name = f".{assignment_id}.progress.json"
    files = [Path.cwd() / name]
    if state is not None:
        place = Path(state).expanduser().absolute()
        # A hidden file is hard to find in Drive, so it is a plain one there.
        files.append(place if place.suffix == ".json" else place / name.removeprefix("."))
    return list(dict.fromkeys(files))


def mount_drive(state: str | os.PathLike[str]) -> None:
    """Mounts the Google Drive in which a place lies: in Colab, and unless it is there already.

    Args:
        state: A place such as "/content/drive/MyDrive/course"; of others, nothing is mounted.
    """
    path = Path(state)
    drive = next((folder for folder in (path, *path.parents) if folder.name == "MyDrive"), None)
    if drive is None or drive.exists() or "google.colab" not in sys.modules:
        return
    # The learner may say no, and then a check works without it.
    with contextlib.suppress(Exception):
        importlib.import_module("google.colab.drive").mount(str(drive.parent))


class Progress:
    """The last verdict on each exercise.

    Args:
        assignment_id: Name of the assignment.
        exercises: Names of its exercises; what a file says of others is ignored.
        files: Where it is kept. All are read, and where they disagree the one that was written
            last is believed; all are written.
    """

    def __init__(self, assignment_id: str, exercises: Collection[str], files: list[Path]):
        self.assignment_id = assignment_id
        self.files = files
        self.status: dict[str, str] = {}
        for file in sorted(files, key=_written):
            self.status |= {k: v for k, v in _read(file).items() if k in exercises}
        if len(files) > 1 and self.status:
            self._write()  # What only one of them knew, the other now knows too.

    def keep(self, exercise: str, status: str) -> None:
        """Remembers the status of an exercise."""
        self.status[exercise] = status
        self._write()

    def why_not(self, file: Path) -> str | None:
        """Returns why a file cannot be written, or None if it can."""
        try:
            # One level only: with more, a Drive that is not mounted would be made, as a folder.
            file.parent.mkdir(exist_ok=True)
            self._replace(file)
        except OSError as error:
            return error.strerror or type(error).__name__
        return None

    def _text(self) -> str:
        return json.dumps({"assignment": self.assignment_id, "status": self.status}, indent=1)

    def _write(self) -> None:
        for file in self.files:
            # A read-only folder costs the memory of progress, nothing else.
            with contextlib.suppress(OSError):
                self._replace(file)

    def _replace(self, file: Path) -> None:
        # In one step: a machine that is taken away meanwhile leaves the old one.
        write_atomically(file, self._text(), make_folder=False)


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _read(file: Path) -> dict[str, str]:
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in state["status"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}
