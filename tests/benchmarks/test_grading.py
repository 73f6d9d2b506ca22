"""The benchmark of grading: does it grade what it times, and count what it says it counts?"""

from __future__ import annotations

import json
import os
import sys

import pytest

from autograder.commands.demo.kit import Kit
from benchmarks.grading import meter, report
from benchmarks.grading.aims import OURS, aims
from benchmarks.grading.classes import for_otter, mixed_class, timed_class, without_ungraded
from benchmarks.grading.graders import Ours, measure_once_a_batch
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
    rounds = [{OURS: figures, "stock nbgrader": peer}] * 2
    speed = {"rounds": rounds, "students": 2, "lives": 0.01, "cpu_source": "control group"}
    speed["alike"] = {OURS: [6, 6], "stock nbgrader": [5, 6]}
    about = {"command": "python -m benchmarks.grading", "machines": {"speed": "Here and now."}}
    report.write({"speed": {ASSIGNMENT: speed}, "about": about}, tmp_path / "README.md")
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("| stock nbgrader"))
    assert "3.0 (3.0 to 3.0)" in line
    assert "5 of 6" in line
    assert "nobody" not in text  # No table of trust without its results.
    tests = f"{report.TESTS}\n| part | seconds |\n"
    (tmp_path / "README.md").write_text(text + tests, encoding="utf-8")
    report.write({"speed": {ASSIGNMENT: speed}, "about": about}, tmp_path / "README.md")
    assert (tmp_path / "README.md").read_text(encoding="utf-8").endswith(tests)


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


def figures_of(name, seconds, **more):
    """Returns figures of one run, as `summary` gives them."""
    return {name: {"count": 3, "seconds": seconds, "whole_seconds": seconds, "cpu": seconds,
                   "start": 5.0, "busy": 1.8, "own_cpu": 0.1, "processes": 1.0, **more}}  # fmt: skip


def test_aims_that_are_missed_are_said_to_be(tmp_path):
    """Does the report say of every aim whether it is reached, by the figures, and how it was made?"""
    part = "w1_recurrent_cells"
    run = figures_of(OURS, 0.5) | figures_of("stock nbgrader", 7.0)
    run |= figures_of(Ours(2).name, 0.3)
    speed = {"rounds": [run], "students": 3, "lives": 0.05, "cpu_source": "control group"}
    speed["alike"] = {name: [3, 3] for name in run}
    whole = figures_of(OURS, 0.5) | figures_of("stock nbgrader", 8.0)
    classes = [
        figures_of("x", 0.2, count=count, workers=2, first_tenth=0.2, last_tenth=0.2,
                   largest=main << 20, judges=[100 << 20, 100 << 20])["x"]
        for count, main in ((100, 50), (1000, 110))
    ]  # fmt: skip
    results = {
        "whole": {part: {"rounds": [whole], "alike": {OURS: [3, 3], "stock nbgrader": [3, 3]}}},
        "speed": {part: speed},
        "scale": {"assignment": part, "classes": classes},
        "about": {
            "machines": dict.fromkeys(("whole", "speed", "scale"), "Here and now."),
            "runs": {
                "whole": {
                    "command": "python -m benchmarks.grading --only whole",
                    "load": [0.1, 1.5],
                },
                "speed": {"command": "python -m benchmarks.grading --only speed", "load": [2, 3]},
                "mistakes": {"command": "not among the results", "load": [0, 0]},
            },
        },
    }
    said = [(aim.figure, aim.is_reached) for aim in aims(results)]
    assert said == [
        ("16.0", True),  # as handed in, at least 15
        ("14.0", False),  # graded cells only
        ("0.15 s", True),  # engine, at most 0.25 s
        ("90%", True),  # busy
        ("+24%", False),  # memory: 310 MiB after 250
        ("+0%", True),  # time a submission
    ]
    report.write(results, tmp_path / "README.md")
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "4 of 6 aims are reached, 2 missed." in text
    assert text.index("## The class as learners") < text.index(f"## {part}, graded cells only")
    assert "--only whole\npython -m benchmarks.grading --only speed\n```" in text
    assert "whole 0.1, 1.5; speed 2, 3." in text
    assert "not among the results" not in text
    report.show(results)


def test_several_judges_are_counted(setting):
    """Are processor time, processes and memory of judges in processes of their own in the figures?"""
    students = mixed_class(setting.kit, 8)
    figures = {n: summary(Ours(n).grade(setting, students)) for n in (1, 2)}
    assert figures[1]["judges"] == []
    assert len(figures[2]["judges"]) == 2
    for one in figures.values():
        assert 0 < one["own_cpu"] < one["cpu"]
        assert one["processes"] >= 1
    assert figures[2]["own_cpu"] > figures[1]["own_cpu"] / 3


def test_what_is_computed_once_a_batch_is_told_apart(setting):
    """Does a judge that grades the class once more take less, and is the rest said to be once?"""
    students = timed_class(setting.kit, 2)
    found = measure_once_a_batch(setting, students)
    assert 0 < found["further"] < 2
    assert found["once"] > -1
