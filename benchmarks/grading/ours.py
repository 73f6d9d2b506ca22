"""Grades a class by this engine; a process of its own, measured from outside.

python -m benchmarks.grading.ours '{"root": ..., "folder": ..., "assignment": ..., ...}'
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.runner.warden import peak_memory
from benchmarks.grading.meter import MARK

_WORK = {
    "grade": lambda order: _grade(order),
    "lives": lambda order: _live(order),
    "twice": lambda order: _judge_twice(order),
    "trips": lambda order: _travel(order),
}
LIVES = 40  # processes that are started and ended, to see what that costs
TRIPS = 300  # to a worker of a cluster and back
CELLS = "x" * 30_000  # about as much text as a submission's cells are


def say(moment: str, **about: Any) -> None:
    """Marks a moment for the one who measures."""
    print(MARK + json.dumps({"moment": moment, "own_cpu": _own_cpu(), **about}), flush=True)


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _grade(order: dict[str, Any]) -> None:
    """Grades everything that was handed in."""
    from autograder.batch import grade_class, run
    from autograder.declaration.course import Course

    course = Course(order["root"], folder=order["folder"])
    made: list[run.JudgePool] = []

    class Watched(run.JudgePool):
        """Judges that are asked afterwards what they took."""

        def __init__(self, *arguments: Any, **named: Any):
            super().__init__(*arguments, **named)
            made.append(self)

    run.JudgePool = Watched  # type: ignore[misc]
    is_first = True

    def cpu() -> float:
        return _own_cpu() + sum(used["cpu"] for judges in made for used in judges.usage())

    def progress(done: int, _all: int, _student: str) -> None:
        nonlocal is_first
        say("first" if is_first else "done", count=done, own_cpu=cpu())
        is_first = False

    with _cluster(order) as cluster:
        result = grade_class(
            course,
            order["assignment"],
            feedback=order["feedback"],
            workers=None if cluster else order["workers"],
            progress=progress,
            cluster=cluster,
        )
    usage = made[0].usage() if made else []
    say(
        "end",
        own_cpu=cpu(),
        points={row.student: row.scores for row in result.rows},
        outcomes={row.student: row.outcome for row in result.rows},
        seed=result.seed,
        processes=sum(used["processes"] for used in usage),
        judges=[used["peak"] for used in usage if used["peak"]],
        largest=peak_memory(),
    )


@contextlib.contextmanager
def _cluster(order: dict[str, Any]) -> Iterator[Any]:
    """Starts scheduler and workers, each a process, if that is what the order wants."""
    if not order.get("cluster"):
        yield None
        return
    from autograder.batch.cluster import Cluster
    from tests.dask_cluster import dask_cluster

    with (
        tempfile.TemporaryDirectory() as place,
        dask_cluster(Path(place), order["workers"]) as made,
    ):
        yield Cluster(str(made.scheduler_file))


def _travel(_order: dict[str, Any]) -> None:
    """Has a worker do nothing, again and again, with as much text as a submission has."""
    with _cluster({"cluster": True, "workers": 1}) as cluster:
        client = cluster.connect()
        client.wait_for_workers(1, timeout=60)
        client.submit(len, CELLS, pure=False).result()
        say("first")
        for _ in range(TRIPS):
            client.submit(len, CELLS, pure=False).result()
        say("end", count=TRIPS)
        client.close()


def _judge_twice(order: dict[str, Any]) -> None:
    """Judges a class twice with one judge: what is computed once a batch is known the second time."""
    from autograder.declaration.course import Course
    from autograder.judging.grading import Grader
    from autograder.judging.judge import Judge

    course = Course(order["root"], folder=order["folder"])
    folders = sorted((course.folder / "submitted").glob(f"*/{order['assignment']}"))
    with Judge(course, order["assignment"], look_ahead=1) as judge:
        grader = Grader(course, judge, order["assignment"])
        judge.prepare()
        say("first")
        for moment in ("once", "end"):
            for folder in folders:
                grader.grade_folder(folder.parent.name, folder)
            say(moment, count=len(folders))


def _live(order: dict[str, Any]) -> None:
    """Starts processes for submissions and ends them again, with nothing handed in."""
    from autograder.declaration.course import Course
    from autograder.judging.judge import Judge

    course = Course(order["root"], folder=order["folder"])
    with Judge(course, order["assignment"]) as judge:
        judge.prepare()
        say("first")
        for _ in range(LIVES):
            judge.launcher.take().kill()
        say("end", count=LIVES)


if __name__ == "__main__":
    instructions = json.loads(sys.argv[1])
    _WORK[instructions["work"]](instructions)
