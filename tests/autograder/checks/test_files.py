"""Files of strangers are opened with care, and nobody ever sees half of a file of ours."""

import errno
import os
import socket
import stat

import pytest

from autograder.checks import files
from autograder.checks.files import NotRegularError, open_regular, write_atomically, write_together


def test_a_file_is_opened(tmp_path):
    """Is a regular file read byte by byte?"""
    (tmp_path / "file").write_bytes(b"\xff\r\n")
    with open_regular(tmp_path / "file") as file:
        assert file.read() == b"\xff\r\n"


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "socket", "link", "nothing"])
def test_nothing_else_is_opened(tmp_path, kind):
    """Is what is not a regular file refused at once, without waiting and without a leak?"""
    path = tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path = "/dev/zero"
    elif kind == "link":
        (tmp_path / "file").write_text("x")
        path.symlink_to("file")
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))
    before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []
    with pytest.raises(OSError) as refused:
        open_regular(path)
    after = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []
    assert len(after) == len(before)
    assert isinstance(refused.value, NotRegularError) == (kind in ("pipe", "folder", "device"))
    if kind == "link":
        assert refused.value.errno == errno.ELOOP


def test_text_bytes_and_parts_are_written(tmp_path):
    """Does every kind of content arrive, in a folder that is made, for everybody to read?"""
    contents = {"text": "ü\n", "bytes": b"\xff", "parts": iter(["a", "b"]), "half": "\ud800"}
    for name, content in contents.items():
        path = write_atomically(tmp_path / "new" / name, content)
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
    found = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    assert found == {"text": "ü\n".encode(), "bytes": b"\xff", "parts": b"ab", "half": b"?"}


def test_no_folder_is_made_where_none_is_asked_for(tmp_path):
    """Does a Drive that is not mounted stay away?"""
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "drive" / "file", "x", make_folder=False)
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_all_files_as_they_were(tmp_path):
    """If the second of two files cannot be made: is the first one still the old one?"""
    (tmp_path / "first").write_text("old")

    def broken():
        yield "half"
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        write_together({tmp_path / "first": "new", tmp_path / "second": broken()})
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("first", "old")]


def test_leftovers_of_a_program_that_was_ended_are_removed(tmp_path):
    """Is what lies beside a file removed, if it is ours, and nothing else?"""
    for name in (".grades.json.ab12_xyz", ".grades.json.backup", "grades.json"):
        (tmp_path / name).write_text("x")
    files.remove_leftovers(tmp_path / "grades.json")
    assert {path.name for path in tmp_path.iterdir()} == {".grades.json.backup", "grades.json"}


def test_every_reader_of_strangers_files_comes_through_here():
    """Does nobody else open with the flags by hand, or make files beside others?"""
    from autograder.checks.repository import REPOSITORY_ROOT

    for path in (REPOSITORY_ROOT / "autograder").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "files.py":
            assert "O_NOFOLLOW" not in text, path
            assert "mkstemp" not in text, path
