"""The benchmark of grading: does it grade what it times, and count what it says it counts?"""

from __future__ import annotations

import json
import os
import sys

import pytest

from autograder.demo.kit import Kit
from benchmarks.grading import meter, report
from benchmarks.grading.classes import for_otter, mixed_class, timed_class, without_ungraded
from benchmarks.grading.graders import Ours
from benchmarks.grading.parts import summary
from benchmarks.grading.setting import Setting
from tests.autograder.small_course import ASSIGNMENT, make_course

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

# A parent that never collects its children: `time` would not see what they use.
HIDDEN_WORK = """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print('@@ {"moment": "first", "count": 0}', flush=True)
if os.fork() == 0:
    os.setsid()
    while time.process_time() < 1.0:
        pass
    os._exit(0)
try:
    os.wait()  # returns when there is no child any more
except ChildProcessError:
    pass
print("just talking")
print('@@ {"moment": "end"}', flush=True)
"""


@pytest.fixture
def setting(tmp_path) -> Setting:
    tmp_path.chmod(0o755)
    return Setting(make_course(tmp_path / "course"), ASSIGNMENT, tmp_path / "runs")


@linux
@pytest.mark.parametrize("way", ["group", "tree"])
def test_time_of_children_that_nobody_collects_is_counted(tmp_path, monkeypatch, way):
    """Is the processor time of jailed submissions in the account, by either way of counting?"""
    if way == "tree":
        monkeypatch.setattr(meter, "_places_for_groups", list)
    elif not meter._places_for_groups():
        pytest.skip("no control group can be made here")
    found = meter.measure([sys.executable, "-c", HIDDEN_WORK], tmp_path, os.environ)
    assert found.cpu_source == ("samples of /proc" if way == "tree" else "control group")
    assert 0.8 < found.cpu < 3.0
    assert [moment.name for moment in found.moments] == ["first", "end"]
    assert found.moment("end").cpu - found.moment("first").cpu > 0.7


def test_failed_command_says_its_last_words(tmp_path):
    """Does a grader that fails end the measurement, with what it said?"""
    command = [sys.executable, "-c", "raise SystemExit('no gradebook here')"]
    with pytest.raises(meter.CommandFailed, match="no gradebook here"):
        meter.measure(command, tmp_path, os.environ)


def test_class_is_graded_and_reported(setting, tmp_path):
    """Are right and wrong ones told apart in the run that is timed, and does it reach the report?"""
    graded = Ours().grade(setting, timed_class(setting.kit, 2), weigh=True)
    assert graded.outcomes == {"student0000": "graded", "student0001": "graded"}
    assert graded.points["student0000"] == {"double": 10, "total": 20, "average": 30}
    assert graded.points["student0001"] == {"double": 0, "total": 20, "average": 30}
    figures = summary(graded)
    assert 0 < figures["own_cpu"] < figures["cpu"]
    assert figures["processes"] >= 1
    peer = figures | {"seconds": 3 * figures["seconds"]}
    rounds = [{report.OURS: figures, "stock nbgrader": peer}] * 2
    speed = {"rounds": rounds, "students": 2, "lives": 0.01, "cpu_source": "control group"}
    speed["alike"] = {report.OURS: [6, 6], "stock nbgrader": [5, 6]}
    about = {"command": "python -m benchmarks.grading", "machines": {"speed": "Here and now."}}
    report.write({"speed": {ASSIGNMENT: speed}, "about": about}, tmp_path / "README.md")
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("| stock nbgrader"))
    assert "3.0 (3.0 to 3.0)" in line
    assert "5 of 6" in line
    assert "nobody" not in text  # No table of trust without its results.


def test_large_class_has_every_sort(setting):
    """Does a large class hold right, wrong, empty and damaged submissions, each graded or refused?"""
    students = mixed_class(setting.kit, 10)
    texts = [handed.content for handed in students.values() if isinstance(handed.content, str)]
    assert len(texts) == 1
    with pytest.raises(ValueError):
        json.loads(texts[0])
    graded = Ours().grade(setting, students)
    assert set(graded.outcomes.values()) == {"graded", "refused"}
    totals = {sum(points.values()) for points in graded.points.values()}
    assert {0, 60} <= totals


def test_peers_get_the_same_exercises(setting):
    """Do the peers' notebooks keep every graded cell, and lose the others?"""
    kit: Kit = setting.kit
    handed = timed_class(kit, 1)["student0000"]
    ids = [cell.id for cell in handed.content.cells]
    kept = [cell.id for cell in without_ungraded(handed.content).cells]
    assert set(ids) - set(kept) == {"plot", "scoreboard"}
    converted = for_otter(handed).content
    asked = [cell.source for cell in converted.cells if cell.source.startswith("grader.check")]
    assert asked == [f'grader.check("{name}")' for name in kit.exercises]
    assert "grader.check" not in json.dumps(handed.content)  # The original stays as it was.
