"""The graders that are compared: each grades a class in processes of its own, measured."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from autograder.checks.repository import REPOSITORY_ROOT
from benchmarks.grading.classes import Class
from benchmarks.grading.environments import Environment
from benchmarks.grading.meter import Measured, measure
from benchmarks.grading.setting import Setting

SUBMISSION_CELLS = 3  # so many times the limit of a cell may a submission take with the peers
_PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True)
class Graded:
    """A class as a grader graded it.

    Args:
        count: Number of submissions.
        measured: What it took.
    """

    count: int
    measured: Measured

    @property
    def start(self) -> float:
        """Returns the seconds before the first submission: what is done once a batch."""
        return self.measured.moment("first").seconds

    @property
    def seconds(self) -> float:
        """Returns seconds a submission, without the start."""
        return (self._last.seconds - self.start) / self.count

    @property
    def whole_seconds(self) -> float:
        """Returns seconds a submission from the start of the command."""
        return self._last.seconds / self.count

    @property
    def cpu(self) -> float:
        """Returns seconds of processor time a submission, without the start."""
        return (self._last.cpu - self.measured.moment("first").cpu) / self.count

    @property
    def busy(self) -> float:
        """Returns how many cores were busy while submissions were graded."""
        return self.cpu / self.seconds

    @property
    def own_cpu(self) -> float:
        """Returns seconds of processor time a submission that the judge itself took."""
        first, last = self.measured.moment("first"), self._last
        return (last.about["own_cpu"] - first.about["own_cpu"]) / self.count

    @property
    def about(self) -> dict[str, Any]:
        """Returns what the grader said at its end."""
        return self.measured.moment("end").about

    @property
    def points(self) -> dict[str, dict[str, float]]:
        """Returns the points of each student and exercise."""
        return self.about["points"]

    @property
    def outcomes(self) -> dict[str, str]:
        """Returns `"graded"`, or what else became of each submission."""
        return self.about["outcomes"]

    @property
    def _last(self) -> Any:
        names = {moment.name for moment in self.measured.moments}
        return self.measured.moment("graded" if "graded" in names else "end")


class Grader(Protocol):
    """What all graders can do."""

    name: str

    def grade(self, setting: Setting, students: Class, *, weigh: bool = False) -> Graded:
        """Grades a class."""


@dataclass(frozen=True)
class Ours:
    """This engine, as `autograder grade` uses it.

    Args:
        workers: Submissions that are graded at the same time.
        feedback: Whether feedback pages are written.
        on_cluster: Whether the workers are those of a Dask cluster on this machine.
    """

    workers: int = 1
    feedback: bool = False
    on_cluster: bool = False

    @property
    def name(self) -> str:
        """Returns its name in tables."""
        several = "s" if self.workers > 1 else ""
        pages = ", with feedback pages" if self.feedback else ""
        where = " of a cluster" if self.on_cluster else ""
        return f"this engine, {self.workers} worker{several}{where}{pages}"

    def grade(self, setting: Setting, students: Class, *, weigh: bool = False) -> Graded:
        """Grades a class."""
        folder = setting.class_for_us(students)
        options = {"workers": self.workers, "feedback": self.feedback, "cluster": self.on_cluster}
        return Graded(len(students), _run_ours(setting, "grade", folder, weigh, **options))


def measure_lives(setting: Setting) -> float:
    """Returns the processor time of one submission's process that is given nothing to do."""
    measured = _run_ours(setting, "lives", setting.fresh("lives"))
    first, end = measured.moment("first"), measured.moment("end")
    return (end.cpu - first.cpu) / end.about["count"]


def measure_trips(setting: Setting) -> dict[str, float]:
    """Returns what it takes to have a cluster's worker do nothing with a submission's cells.

    Returns:
        `seconds` there and back, one after the other; `cpu`, of which the one that asks takes.
    """
    measured = _run_ours(setting, "trips", setting.fresh("trips"))
    first, end = measured.moment("first"), measured.moment("end")
    count = end.about["count"]
    cpu = end.about["own_cpu"] - first.about["own_cpu"]
    return {"seconds": (end.seconds - first.seconds) / count, "cpu": cpu / count}


def measure_once_a_batch(setting: Setting, students: Class) -> dict[str, float]:
    """Returns what the judge computes once a batch, and what a further submission costs it.

    Returns:
        `once`, seconds of processor time for all known mistakes that the class made; `further`,
        seconds for a submission when they are known.
    """
    measured = _run_ours(setting, "twice", setting.class_for_us(students))
    first, once, end = (measured.moment(name).about["own_cpu"] for name in ("first", "once", "end"))
    return {"once": (once - first) - (end - once), "further": (end - once) / len(students)}


def _run_ours(
    setting: Setting, work: str, folder: Path, weigh: bool = False, **options: Any
) -> Measured:
    order = {"work": work, "root": str(setting.course.root), "folder": str(folder)}
    order |= {"assignment": setting.assignment_id, **options}
    command = [sys.executable, "-m", "benchmarks.grading.ours", json.dumps(order)]
    return measure(command, REPOSITORY_ROOT, setting.environment(), weigh=weigh)


def _limit(setting: Setting) -> int:
    return SUBMISSION_CELLS * setting.cell_seconds


@dataclass(frozen=True)
class Nbgrader:
    """Stock nbgrader.

    Args:
        environment: Its own.
        feedback: Whether feedback pages are made afterwards.
    """

    environment: Environment
    feedback: bool = False
    name: str = "stock nbgrader"

    def grade(self, setting: Setting, students: Class, *, weigh: bool = False) -> Graded:
        """Grades a class."""
        folder = setting.class_for_nbgrader(students, self.environment)
        order = {
            "assignment": setting.assignment_id,
            "students": list(students),
            "feedback": self.feedback,
            "seconds": _limit(setting),
        }
        command = [self.environment.python, str(_PEERS / "run_nbgrader.py"), json.dumps(order)]
        environment = setting.environment(self.environment)
        return Graded(len(students), measure(command, folder, environment, weigh=weigh))


@dataclass(frozen=True)
class Otter:
    """otter-grader without containers.

    Args:
        environment: Its own.
    """

    environment: Environment
    name: str = "otter-grader"

    def grade(self, setting: Setting, students: Class, *, weigh: bool = False) -> Graded:
        """Grades a class."""
        notebooks, archive = setting.class_for_otter(students)
        order = {"notebooks": notebooks, "archive": str(archive), "seconds": _limit(setting)}
        command = [self.environment.python, str(_PEERS / "run_otter.py"), json.dumps(order)]
        environment = setting.environment(self.environment)
        folder = setting.fresh("otter-place")
        return Graded(len(students), measure(command, folder, environment, weigh=weigh))
