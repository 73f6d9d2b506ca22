"""Gradescope's autograder, in a folder laid out like theirs."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import pytest

from autograder.checks.verdict import Verdict
from autograder.declaration.course import Course
from autograder.desk.gradescope import grade as inside
from autograder.desk.gradescope.pack import pack_autograder
from autograder.errors import CourseError
from autograder.judging.judge import NO_JAIL
from autograder.runner.jail.enter import JailRefused
from tests.autograder import small_course as small
from tests.autograder.desk.classroom import SQUARES

NAME = small.ASSIGNMENT
# https://gradescope-autograders.readthedocs.io/en/latest/specs/
TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format",
    "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
ENTRY = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format",
    "tags", "visibility", "extra_data",
}  # fmt: skip
FORMATS = {"text", "html", "simple_format", "md", "ansi"}


@pytest.fixture(scope="module")
def unpacked(small_root, tmp_path_factory):
    """The archive, unpacked as Gradescope does it."""
    root = tmp_path_factory.mktemp("autograder")
    course = Course(small_root, folder=tmp_path_factory.mktemp("folder"))
    packed = pack_autograder(course, NAME)
    with zipfile.ZipFile(packed.path) as archive:
        archive.extractall(root / "source")
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    return SimpleNamespace(root=root, packed=packed, modes=modes, course=course)


def run(unpacked, content, name=f"{NAME}.ipynb", **environment):
    """Runs `run_autograder` on one submission; returns the results."""
    place = unpacked.root / "submission"
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    (place / name).write_bytes(content)
    variables = {
        **os.environ, "GRADESCOPE_ROOT": str(unpacked.root), "GRADESCOPE_PYTHON": sys.executable,
        **environment,
    }  # fmt: skip
    done = subprocess.run(
        ["bash", unpacked.root / "source" / "run_autograder"], cwd=unpacked.root, env=variables,
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    text = (unpacked.root / "results" / "results.json").read_text("utf-8")
    return json.loads(text), done


def check_format(results):
    """Asserts that Gradescope's specification knows all of it."""
    assert set(results) <= TOP
    assert results["output_format"] in FORMATS
    for entry in results["tests"]:
        assert set(entry) <= ENTRY
        assert entry["status"] in ("passed", "failed")
        assert isinstance(entry["score"], (int, float))
        assert isinstance(entry["output"], str)


def test_one_submission_in_their_folder(unpacked):
    """Does each exercise have an entry with points and hint, in their format?"""
    notebook = small.solved(unpacked.course, double=SQUARES)
    results, done = run(unpacked, json.dumps(notebook).encode())
    assert done.returncode == 0, done.stderr
    check_format(results)
    points = [(e["score"], e["max_score"], e["status"]) for e in results["tests"]]
    assert points == [(0, 10, "failed"), (20, 20, "passed"), (30, 30, "passed")]
    assert "double: not right yet" in results["tests"][0]["name"]
    assert "You squared the number" in results["tests"][0]["output"]
    assert results["extra_data"]["is_jailed"] or NO_JAIL in results["output"]


def test_without_a_jail_every_report_says_so(unpacked):
    """Is it the first thing that stands there, also above a file that is no notebook?"""
    notebook = json.dumps(small.solved(unpacked.course)).encode()
    for content, total in ((notebook, 60), (b"no notebook", 0)):
        results, done = run(unpacked, content, AUTOGRADER_WITHOUT_JAIL="1")
        assert done.returncode == 0, done.stderr
        check_format(results)
        assert results["output"].startswith(NO_JAIL)
        assert sum(entry["score"] for entry in results["tests"]) == total
    assert "not graded; your instructor" in results["output"]
    assert results["extra_data"]["outcome"] == "refused"


def test_a_container_that_refuses_a_jail(small_root, tmp_path, monkeypatch):
    """Is a submission graded all the same where namespaces are refused, and is that said?"""
    from autograder.runner.launcher import Launcher

    take = Launcher.take

    def refuse(self, *arguments):
        if self.jail:
            raise JailRefused("The kernel refused a jail (Operation not permitted).")
        return take(self, *arguments)

    monkeypatch.setattr(Launcher, "take", refuse)
    monkeypatch.setattr("autograder.judging.config.wants_jail", lambda: True)
    monkeypatch.setattr(inside, "wants_jail", lambda: True)
    course = Course(small_root, folder=tmp_path)
    place = tmp_path / "submission"
    place.mkdir()
    (place / f"{NAME}.ipynb").write_text(json.dumps(small.solved(course)))
    results = json.loads(inside.grade_submission(NAME, tmp_path, course).read_text("utf-8"))
    assert results["output"].startswith(NO_JAIL)
    assert sum(entry["score"] for entry in results["tests"]) == 60


def test_results_are_there_whatever_happens(unpacked):
    """Is there a results file with a sentence where the grader cannot start at all?"""
    results, done = run(unpacked, b"{}", GRADESCOPE_PYTHON="/nowhere/python")
    assert done.returncode != 0
    assert results["score"] == 0
    assert "could not start" in results["output"]


def test_what_is_in_the_archive(unpacked, small_root):
    """Are both scripts at the top and executable, the one assignment inside, and no other?"""
    files = unpacked.packed.files
    assert {"setup.sh", "run_autograder", "companion/requirements.txt"} <= set(files)
    for name in ("setup.sh", "run_autograder"):
        assert unpacked.modes[name] & stat.S_IXUSR
        text = (unpacked.root / "source" / name).read_text("utf-8")
        assert text.startswith("#!/usr/bin/env bash\n")
        subprocess.run(["bash", "-n", unpacked.root / "source" / name], check=True)
    assert f"companion/solutions/{NAME}/{NAME}.py" in files
    assert {n.split("/")[3] for n in files if n.startswith("companion/autograder/exercises/")} == {
        NAME
    }
    assert not [n for n in files if "__pycache__" in n or "/tests/" in n or "/." in n]
    again = pack_autograder(unpacked.course, NAME, unpacked.course.folder / "b.zip")
    assert again.path.read_bytes() == unpacked.packed.path.read_bytes()


def test_text_of_a_learner_is_text(unpacked):
    """Do control signs and half characters of an answer leave the file readable?"""
    verdict = Verdict("double", 0, 10, "error", "odd \x1b[31m \ud800", explanation=["\x00"])
    graded = SimpleNamespace(
        verdicts=[verdict], reading_flags=["\x1b]0;x\x07"], outcome="graded", seconds=0.2,
        release=None, sha256=None, flags=[],
    )  # fmt: skip
    results = inside.results_of(graded, is_jailed=True)
    check_format(results)
    text = json.dumps(results, ensure_ascii=False)
    assert not {"\x1b", "\x00", "\ud800", "\x07"} & set(text)


def test_a_folder_that_is_not_theirs(tmp_path):
    """Is a wrong --root said in one sentence?"""
    with pytest.raises(CourseError, match="no folder"):
        inside.grade_submission(NAME, tmp_path)
