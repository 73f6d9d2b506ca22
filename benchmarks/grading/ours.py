"""Grades a class by this engine; a process of its own, measured from outside.

python -m benchmarks.grading.ours '{"root": ..., "folder": ..., "assignment": ..., ...}'
"""

from __future__ import annotations

import inspect
import json
import resource
import sys
from typing import Any

from benchmarks.grading.meter import MARK

_WORK = {"grade": lambda order: _grade(order), "lives": lambda order: _live(order)}
LIVES = 40  # processes that are started and ended, to see what that costs


def say(moment: str, **about: Any) -> None:
    """Marks a moment for the one who measures."""
    print(MARK + json.dumps({"moment": moment, "own_cpu": _own_cpu(), **about}), flush=True)


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _grade(order: dict[str, Any]) -> None:
    """Grades everything that was handed in."""
    from autograder.batch import grade_class
    from autograder.course import Course
    from autograder.runner.launcher import Launcher

    course = Course(order["root"], folder=order["folder"])
    started = 0
    launch = Launcher.launch

    def counted(launcher: Launcher) -> Any:
        nonlocal started
        started += 1
        return launch(launcher)

    Launcher.launch = counted  # type: ignore[method-assign]
    is_first = True

    def progress(done: int, _all: int, _student: str) -> None:
        nonlocal is_first
        say("first" if is_first else "done", count=done)
        is_first = False

    wanted = {"feedback": order["feedback"], "workers": order["workers"], "progress": progress}
    known = inspect.signature(grade_class).parameters
    if order["workers"] != 1 and "workers" not in known:
        raise SystemExit("This engine has one worker only.")
    result = grade_class(
        course, order["assignment"], **{name: wanted[name] for name in wanted if name in known}
    )
    say(
        "end",
        points={row.student: row.scores for row in result.rows},
        outcomes={row.student: row.outcome for row in result.rows},
        seed=result.seed,
        processes=started,
        largest=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10,
    )


def _live(order: dict[str, Any]) -> None:
    """Starts processes for submissions and ends them again, with nothing handed in."""
    from autograder.course import Course
    from autograder.judge import Judge

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
