"""Writes files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from autograder.verdict import clean


def write_atomically(path: Path, text: str | Iterable[str]) -> Path:
    """Writes text beside its place, then moves it there; makes the folder when it is missing.

    Args:
        path: Where to; a link or a file that stands there is replaced.
        text: What; or its parts, of which one at a time is held in memory.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        # A name of a folder may hold what is no character.
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines([text] if isinstance(text, str) else text)
        os.chmod(temporary, 0o644)  # mkstemp lets nobody else read.
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path


def remove_leftovers(path: Path) -> None:
    """Removes what a program that was ended in the middle of `write_atomically` left behind.

    Only for files that one program writes at a time.
    """
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if re.fullmatch(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}", name):
                (path.parent / name).unlink(missing_ok=True)


def writable(text: str) -> str:
    """Returns text that every file and terminal takes: no half characters, no control signs."""
    return clean(text.encode("utf-8", "replace").decode("utf-8"))
