"""Tests by what a changed submission is recognised, whatever lies in its folder."""

import os
import socket

import pytest

from autograder.batch import fingerprint
from autograder.batch.fingerprint import submission_digest

WANTED = "w0_small.ipynb"


@pytest.fixture
def folder(tmp_path):
    """Makes what a student handed in."""
    folder = tmp_path / "ann" / "w0_small"
    folder.mkdir(parents=True)
    (folder / WANTED).write_text("{}")
    return folder


def digest(folder):
    return submission_digest(folder, WANTED)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / WANTED).write_text("[]"),
        lambda folder: (folder / WANTED).unlink(),
        lambda folder: (folder / WANTED).rename(folder / "other.IPYNB"),
        lambda folder: (folder / "second.ipynb").write_text(""),
        lambda folder: (folder / "timestamp.txt").write_text("2026-02-03"),
        lambda folder: (folder / "second.ipynb").symlink_to(folder / WANTED),
        lambda folder: (folder / "second.ipynb").mkdir(),
        lambda folder: os.mkfifo(folder / "second.ipynb"),
        lambda folder: (folder / os.fsdecode(b"\xff.ipynb")).touch(),
        lambda folder: (folder.rename(folder.parent / "x"), folder.symlink_to("x")),
    ],
    ids=["content", "gone", "renamed", "second", "time", "link", "folder", "pipe", "odd name",
         "linked folder"],
)  # fmt: skip
def test_every_change_is_seen(folder, change):
    """Does another digest stand for each change of a notebook, its name, kind or time?"""
    before = digest(folder)
    assert digest(folder) == before
    change(folder)
    assert digest(folder) != before
    assert digest(folder) == digest(folder)


def test_other_files_do_not_count(folder):
    """Does a picture beside the notebook, or a checkpoint of Jupyter's, change nothing?"""
    before = digest(folder)
    (folder / "holiday.png").write_bytes(b"\x89PNG")
    (folder / ".ipynb_checkpoints").mkdir()
    os.utime(folder / WANTED, (0, 0))
    assert digest(folder) == before


def test_links_are_not_followed(folder, tmp_path):
    """Does what a link points at, readable or not, stay out of the digest?"""
    secret = tmp_path / "secret"
    secret.write_text("one")
    (folder / WANTED).unlink()
    (folder / WANTED).symlink_to(secret)
    before = digest(folder)
    status = os.lstat(folder / WANTED)
    secret.write_text("another, longer one")
    assert os.lstat(folder / WANTED).st_mtime_ns == status.st_mtime_ns
    assert digest(folder) == before


def test_nothing_that_waits_is_opened(folder, monkeypatch):
    """Does a pipe or socket without a writer not hold the batch?"""
    os.mkfifo(folder / "pipe.ipynb")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # The whole path may be too long for a socket.
        listener.bind("socket.ipynb")
        assert digest(folder) == digest(folder)


def test_no_more_is_read_than_a_submission_may_hold(folder, monkeypatch):
    """Does a flood of large notebooks cost a bounded number of bytes, and still tell a change?"""
    monkeypatch.setattr(fingerprint, "MAX_BYTES", 1000)
    monkeypatch.setattr(fingerprint, "MAX_SUBMISSION_BYTES", 4000)
    monkeypatch.setattr(fingerprint, "MAX_FILES", 50)
    (folder / WANTED).write_text("x" * 900)
    for number in range(100):
        (folder / f"copy{number:03}.ipynb").write_text("x" * 900)
    (folder / "large.ipynb").write_text("x" * 5000)
    read = []
    original = fingerprint.os.fdopen

    def counted(descriptor, mode):
        read.append(descriptor)
        return original(descriptor, mode)

    monkeypatch.setattr(fingerprint.os, "fdopen", counted)
    before = digest(folder)
    assert len(read) <= 5
    (folder / WANTED).write_text("y" * 900)  # The one that counts is always read.
    assert digest(folder) != before
    (folder / "copy099.ipynb").write_text("x" * 901)
    assert digest(folder) != before


def test_a_folder_that_is_gone(folder):
    """Is there a digest even of nothing?"""
    (folder / WANTED).unlink()
    folder.rmdir()
    assert digest(folder) == digest(folder.parent / "nothing" / "here")
