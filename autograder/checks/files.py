"""Opens files of strangers with care, and writes files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from autograder.checks.verdict import clean

Content = str | bytes | Iterable[str] | Iterable[bytes]


class NotRegularError(OSError):
    """What stands under a name is a folder, a pipe or a device, which nobody reads."""


def open_regular(path: Path) -> BinaryIO:
    """Opens a file that a stranger put there, for reading; it must be a regular file.

    A link is not followed, and a pipe that nobody writes does not make the reader wait. What was
    opened is what is looked at: no name is trusted twice.

    Raises:
        NotRegularError: If it is none.
        OSError: If there is nothing that can be opened; a link is `ELOOP`.
        ValueError: If the name can be none.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise NotRegularError(f"{path} is not a regular file.")


def write_atomically(path: Path, content: Content, *, make_folder: bool = True) -> Path:
    """Writes a file beside its place, then moves it there.

    Args:
        path: Where to; a link or a file that stands there is replaced.
        content: Text or bytes; or parts of either, of which one at a time is held in memory.
        make_folder: Whether the folder is made when it is missing.
    """
    write_together({path: content}, make_folder=make_folder)
    return path


def write_together(contents: Mapping[Path, Content], *, make_folder: bool = True) -> None:
    """Writes all files beside their places first, then moves each into its place.

    An error before the last is written leaves all as they were.

    Args:
        contents: Path to content, as for `write_atomically`.
        make_folder: Whether folders are made when they are missing.
    """
    ready: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            if make_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            ready.append((temporary, path))
            with os.fdopen(descriptor, "wb") as file:
                parts = [content] if isinstance(content, (str, bytes)) else content
                file.writelines(map(_as_bytes, parts))
            with contextlib.suppress(OSError):  # A Drive knows no rights.
                os.chmod(temporary, 0o644)  # mkstemp lets nobody else read.
        for temporary, path in ready:
            os.replace(temporary, path)
    finally:
        for temporary, _ in ready:
            Path(temporary).unlink(missing_ok=True)


def _as_bytes(part: str | bytes) -> bytes:
    # A name of a folder may hold what is no character.
    return part if isinstance(part, bytes) else part.encode("utf-8", "replace")


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
