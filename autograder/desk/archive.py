"""Reads an archive of submissions, whatever is in it: nothing is unpacked, all is bounded."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.checks.files import writable
from autograder.errors import CourseError
from autograder.notebook.raw import MAX_BYTES

MAX_ENTRIES = 50_000
MAX_DIRECTORY_BYTES = 64 << 20  # of names and sizes; 50,000 long names need a third of it
MAX_READ_BYTES = 8 << 30  # that one collecting may unpack, all files together
MAX_NAME_CHARACTERS = 1000
CHUNK = 1 << 20
_BESIDES = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")  # left by whoever zipped again
_END, _END_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")
_UTF8 = 0x800  # Bit of an entry that says that its name is UTF-8.


class EntryError(Exception):
    """Says in words why an entry of an archive is not read."""


@dataclass(frozen=True)
class Entry:
    """A file in an archive.

    Args:
        name: Path inside the archive, as it should be read.
        date: When it was last changed, as the archive says, such as `(2026, 3, 1, 12, 0, 0)`.
        info: Where it is.
        problem: Why it must not be read, in words; empty if it may be.
    """

    name: str
    date: tuple[int, ...]
    info: zipfile.ZipInfo
    problem: str = ""


class Archive:
    """A zip archive from outside, opened for reading.

    Args:
        path: The file.
        data: Its content, where it is no file of its own.

    Raises:
        CourseError: If it is no zip archive, or a directory too large for one of submissions.
    """

    def __init__(self, path: Path, data: bytes | None = None):
        self.path, self._left = path, MAX_READ_BYTES
        if data is None and not path.is_file():
            raise CourseError(f"There is no file {path}.")
        try:
            self._file: BinaryIO = open(path, "rb") if data is None else io.BytesIO(data)
        except OSError as error:
            raise CourseError(f"{path} cannot be read ({error.strerror}).") from error
        try:
            _look_at_directory(self._file, path)
            self._zip = zipfile.ZipFile(self._file)
        except CourseError:
            self._file.close()
            raise
        except (OSError, ValueError, struct.error, zipfile.BadZipFile, NotImplementedError) as why:
            self._file.close()
            raise CourseError(
                f"{path} cannot be read as a zip archive ({writable(str(why))}). Download the "
                f"submissions again, and pass the .zip file as it came."
            ) from why
        if len(self._zip.infolist()) > MAX_ENTRIES:
            self.close()
            raise CourseError(_too_many(path, len(self._zip.infolist())))

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()
        self._file.close()

    def entries(self) -> Iterator[Entry]:
        """Yields the files in it, in order; what must not be read says why."""
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        same: dict[str, list[zipfile.ZipInfo]] = {}
        for info in infos:
            same.setdefault(_name_of(info), []).append(info)
        for name, found in same.items():
            if any(part in _BESIDES for part in name.split("/")):
                continue
            problem = _problem(name, found[0])
            if len({(info.CRC, info.file_size) for info in found}) > 1:
                problem = f"the archive holds {len(found)} different files of this name"
            yield Entry(writable(name)[:MAX_NAME_CHARACTERS], found[0].date_time, found[0], problem)

    def read(self, entry: Entry) -> bytes:
        """Returns the content of a file.

        Raises:
            EntryError: If it is larger than a notebook may be, or damaged.
        """
        if entry.problem:
            raise EntryError(entry.problem)
        limit = min(MAX_BYTES, self._left)
        data = bytearray()
        try:
            with self._zip.open(entry.info) as file:
                # What the archive says about sizes may be a lie: count what comes.
                while len(data) <= limit and (part := file.read(CHUNK)):
                    data += part
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise EntryError(f"it is damaged ({writable(str(error))[:100]})") from error
        except (NotImplementedError, RuntimeError) as error:  # other methods; encrypted after all
            raise EntryError(f"it is packed in a way that is not read ({error})") from error
        self._left -= len(data)
        if len(data) > limit:
            raise EntryError(f"it unpacks to more than {limit >> 20} MiB")
        return bytes(data)

    def read_packed(self, entry: Entry) -> bytes:
        """Returns the notebook in an archive that a learner handed in; nothing else of it is read.

        Raises:
            EntryError: If it does not hold exactly one notebook that may be read.
        """
        try:
            inner = Archive(Path(entry.name), self.read(entry))
        except CourseError as error:
            raise EntryError("it cannot be read as a zip archive") from error
        try:
            inner._left = self._left
            found = [e for e in inner.entries() if _is_notebook(e.name)]
            if len(found) != 1:
                raise EntryError(f"it holds {len(found) or 'no'} notebooks; one is wanted")
            data = inner.read(found[0])
            self._left = inner._left
            return data
        finally:
            inner.close()


def _is_notebook(name: str) -> bool:
    """Tells whether a name is a notebook's, and not that of a copy that Jupyter keeps."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.suffix.lower() == ".ipynb" and ".ipynb_checkpoints" not in path.parts


def _look_at_directory(file: BinaryIO, path: Path) -> None:
    """Refuses a directory that would fill the memory before a single name is looked at."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - (1 << 16) - _END.size))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0:
        raise ValueError("it has no directory")
    _, _, _, _, count, directory, _, _ = _END.unpack_from(tail, at)
    beyond = tail.rfind(b"PK\6\6")
    if beyond >= 0:
        *_, total, directory_64, _ = _END_64.unpack_from(tail, beyond)
        count, directory = max(count, total), max(directory, directory_64)
        if directory == 0xFFFFFFFF:
            directory = directory_64
        if count == 0xFFFF:
            count = total
    if count > MAX_ENTRIES or directory > MAX_DIRECTORY_BYTES:
        raise CourseError(_too_many(path, count))


def _too_many(path: Path, count: int) -> str:
    return (
        f"{path} lists {count} files, which is no archive of submissions; at most {MAX_ENTRIES} "
        f"are read. Nothing was collected."
    )


def _name_of(info: zipfile.ZipInfo) -> str:
    """Returns the name, also where a program wrote UTF-8 without saying so."""
    name = info.orig_filename
    if info.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _problem(name: str, info: zipfile.ZipInfo) -> str:
    """Says why a file must not be read, by its name and kind."""
    mode = info.external_attr >> 16
    parts = name.replace("\\", "/").split("/")
    if stat.S_ISLNK(mode):
        return "it is a link"
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "it is not a regular file"
    if ".." in parts or not parts[0] or parts[0].endswith(":") or "\0" in name:
        return "its path leads out of the archive"
    if len(name) > MAX_NAME_CHARACTERS:
        return f"its name has {len(name)} characters"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    return ""
