"""Progress: does what was passed outlive kernel and machine, and does nothing get in the way?"""

import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from autograder.learner.progress import Progress, mount_drive, progress_files

NAMES = ["clip", "sample", "model"]


@pytest.fixture
def drive(tmp_path, monkeypatch):
    """A machine's working directory, and beside it a Drive that outlives it."""
    (tmp_path / "content").mkdir()
    (tmp_path / "drive").mkdir()
    monkeypatch.chdir(tmp_path / "content")
    return tmp_path / "drive"


def open_progress(state=None):
    """Opens the progress of an assignment as `begin` does."""
    return Progress("w1_names", NAMES, progress_files("w1_names", state))


def lose_the_machine():
    """Deletes what lies on the machine."""
    for name in os.listdir():
        os.unlink(name)


def test_a_drive_outlives_the_machine(drive):
    """Does a new machine know what was passed on the one that was taken away?"""
    open_progress(drive).keep("clip", "passed")
    lose_the_machine()
    assert open_progress().status == {}
    assert open_progress(drive).status == {"clip": "passed"}
    assert (drive / "w1_names.progress.json").is_file()


def test_what_was_passed_before_the_drive_came_is_kept_too(drive):
    """Are progress here and on the Drive joined, the one written last being right?"""
    open_progress(drive).keep("clip", "failed")
    os.utime(drive / "w1_names.progress.json", (1, 1))
    lose_the_machine()
    here = open_progress()
    here.keep("clip", "passed")
    here.keep("sample", "failed")
    both = open_progress(drive)
    assert both.status == {"clip": "passed", "sample": "failed"}
    lose_the_machine()
    assert open_progress(drive).status == both.status


def test_a_restart_needs_no_drive(drive):
    """Is progress also kept beside the notebook, for who runs the setup cell alone?"""
    open_progress(drive).keep("model", "carried")
    assert open_progress().status == {"model": "carried"}


def test_a_file_may_be_named(drive):
    """Is a path that ends in .json the file itself?"""
    open_progress(drive / "mine.json").keep("clip", "passed")
    assert json.loads((drive / "mine.json").read_text())["status"] == {"clip": "passed"}
    assert open_progress(str(drive / "mine.json")).status == {"clip": "passed"}


def test_a_drive_that_is_not_there_is_not_made(drive):
    """Is a Drive that was not mounted said to be unusable, instead of imitated by a folder?"""
    progress = open_progress(drive.parent / "unmounted" / "MyDrive")
    assert progress.why_not(progress.files[-1])
    assert not (drive.parent / "unmounted").exists()
    progress.keep("clip", "passed")  # The machine's own file works on.
    assert open_progress().status == {"clip": "passed"}
    new = open_progress(drive / "course")
    assert new.why_not(new.files[-1]) is None


@pytest.mark.parametrize("says_no", [False, True])
def test_in_colab_a_drive_is_mounted_when_it_is_needed(drive, monkeypatch, says_no):
    """Is the Drive mounted once, and only for a place in it, and may the learner say no?"""
    asked = []
    colab, module = ModuleType("google.colab"), ModuleType("google.colab.drive")

    def mount(place):
        asked.append(place)
        if says_no:
            raise ValueError("mount failed")
        (Path(place) / "MyDrive").mkdir()

    module.mount = mount
    mount_drive(drive / "MyDrive")  # Not in Colab.
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    monkeypatch.setitem(sys.modules, "google.colab.drive", module)
    mount_drive(drive / "elsewhere")
    assert asked == []
    mount_drive(drive / "MyDrive" / "course")
    mount_drive(str(drive / "MyDrive"))
    assert asked == [str(drive)] * (2 if says_no else 1)


def test_a_full_disk_leaves_the_old_file(drive, monkeypatch):
    """Does a write that fails half-way leave what was there, and no rubbish?"""
    progress = open_progress(drive)
    progress.keep("clip", "passed")

    def full(*_):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        progress.keep("sample", "passed")
    lose_the_machine()
    assert open_progress(drive).status == {"clip": "passed"}
    assert [path.name for path in drive.iterdir()] == ["w1_names.progress.json"]
