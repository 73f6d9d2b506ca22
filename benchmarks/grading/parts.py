"""The parts of the benchmark: memory, speed, large classes, whole notebooks, attacks, mistakes.

Each returns plain values, which are kept in a file: a part can be run alone, and the report shows
the latest of each.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.batch.judges import WORTH
from benchmarks.grading.classes import mixed_class, timed_class
from benchmarks.grading.graders import (
    Graded,
    Grader,
    Nbgrader,
    Ours,
    measure_lives,
    measure_once_a_batch,
    measure_trips,
)
from benchmarks.grading.meter import tell
from benchmarks.grading.setting import FIT, Setting, make_setting

ASSIGNMENTS = ("w1_recurrent_cells", "w1_dinosaur_names", FIT)
WEIGHED = 4  # submissions whose grading is weighed and not timed
SEVERAL = 2  # times as many submissions for several workers: at the end of a class some wait
LARGE = "w1_recurrent_cells"  # of which a thousand are graded


@dataclass(frozen=True)
class Plan:
    """What is to be measured.

    Args:
        assignments: Ids.
        peers: The other graders.
        students: Submissions of a class that every grader grades.
        rounds: How often each grades it.
        whole_students: Submissions that the peers execute as they were handed in, with training
            and pictures: a minute and more each, so few of them.
        large: Sizes of large classes, for this engine alone.
        attacks: How many attacks are tried at most.
        workers: Numbers of workers of this engine.
    """

    assignments: Sequence[str]
    peers: Sequence[Grader]
    students: int = 12
    rounds: int = 3
    whole_students: int = 3
    large: Sequence[int] = (100, 1000)
    attacks: int = 1000
    workers: Sequence[int] = (1, 2)


Keep = Callable[[Any], None]


@contextmanager
def temporary() -> Iterator[Path]:
    """Gives a folder that is removed at the end, whatever lies in it."""
    folder = Path(tempfile.mkdtemp(prefix="grading-benchmark-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_memory(plan: Plan, keep: Keep) -> None:
    """Weighs each grader with a few submissions, in runs that are not timed."""
    found: dict[str, Any] = {}
    for assignment_id in plan.assignments:
        with temporary() as folder:
            setting = make_setting(assignment_id, folder)
            found[assignment_id] = {}
            for grader in [*(Ours(n) for n in plan.workers), *plan.peers]:
                workers = grader.workers if isinstance(grader, Ours) else 1
                # Enough of them that each worker has a judge of its own.
                students = timed_class(setting.kit, max(WEIGHED, workers * WORTH))
                measured = grader.grade(setting, students, weigh=True).measured
                found[assignment_id][grader.name] = measured.peak_memory
                tell(f"{assignment_id}: {grader.name}: {(measured.peak_memory or 0) >> 20} MiB")
        keep(found)


def run_speed(plan: Plan, keep: Keep) -> None:
    """Times the same class by each grader in turn, all assignments in each round."""
    peers = [_with_pages(peer) for peer in plan.peers]
    graders: list[Grader] = [*(Ours(n) for n in plan.workers), Ours(feedback=True), *peers]
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        settings = {
            assignment_id: make_setting(assignment_id, stack.enter_context(temporary()))
            for assignment_id in plan.assignments
        }
        for number in range(plan.rounds):
            for assignment_id, setting in settings.items():
                figures = found.setdefault(assignment_id, {"rounds": []})
                order = graders if number % 2 == 0 else graders[::-1]
                _time_round(plan, setting, order, figures)
                keep(found)


def _time_round(
    plan: Plan, setting: Setting, graders: Sequence[Grader], figures: dict[str, Any]
) -> None:
    """Has each grader grade the class once, and adds what it took to the figures."""
    students = timed_class(setting.kit, plan.students)
    more = timed_class(setting.kit, plan.students * SEVERAL)  # the same, and as many again
    if "lives" not in figures:
        figures |= {"students": plan.students, "lives": measure_lives(setting)}
        figures["judge"] = measure_once_a_batch(setting, students)
    done: dict[str, Graded] = {}
    for grader in graders:
        is_several = isinstance(grader, Ours) and grader.workers > 1
        done[grader.name] = grader.grade(setting, more if is_several else students)
        tell(f"{setting.assignment_id}: {grader.name}: {_brief(done[grader.name])}")
    figures["rounds"].append({name: summary(graded) for name, graded in done.items()})
    first = min(plan.workers)
    figures["alike"] = {
        name: _alike(done[Ours(first).name], graded) for name, graded in done.items()
    }
    figures["cpu_source"] = done[Ours(first).name].measured.cpu_source


def summary(graded: Graded) -> dict[str, Any]:
    """Returns the figures of one run, all for one submission unless named otherwise."""
    about = graded.about
    figures = {
        "count": graded.count,
        "start": graded.start,
        "seconds": graded.seconds,
        "whole_seconds": graded.whole_seconds,
        "cpu": graded.cpu,
        "busy": graded.busy,
    }
    if "own_cpu" in about:
        figures |= {"own_cpu": graded.own_cpu, "processes": about["processes"] / graded.count}
        figures |= {"largest": about["largest"], "judges": about["judges"]}
    names = {moment.name for moment in graded.measured.moments}
    if "fed back" in names:
        pages = (
            graded.measured.moment("fed back").seconds - graded.measured.moment("graded").seconds
        )
        figures["feedback"] = pages / graded.count
    return figures


def _brief(graded: Graded) -> str:
    return (
        f"{graded.seconds:.2f} s and {graded.cpu:.2f} s CPU a submission, "
        f"start {graded.start:.1f} s"
    )


def _alike(ours: Graded, other: Graded) -> list[int]:
    """Returns how many exercises of the class two graders judged alike, and how many there are."""
    pairs = [
        (points, other.points.get(student, {}).get(name, 0.0))
        for student, exercises in ours.points.items()
        for name, points in exercises.items()
    ]
    return [sum((a > 0) == (b > 0) for a, b in pairs), len(pairs)]


def run_whole(plan: Plan, keep: Keep) -> None:
    """Times notebooks as learners hand them in: the peers execute training and pictures too."""
    found: dict[str, Any] = {}
    for assignment_id in plan.assignments:
        with temporary() as folder:
            setting = make_setting(assignment_id, folder, whole=True)
            students = timed_class(setting.kit, plan.whole_students)
            figures: dict[str, Any] = {}
            found[assignment_id] = {"rounds": [figures]}
            for grader in [Ours(), *plan.peers]:
                graded = grader.grade(setting, students)
                tell(f"{assignment_id}, as handed in: {grader.name}: {_brief(graded)}")
                figures[grader.name] = summary(graded)
                if "alike" not in found[assignment_id]:
                    ours, found[assignment_id]["alike"] = graded, {}
                found[assignment_id]["alike"][grader.name] = _alike(ours, graded)
                keep(found)


def run_scale(plan: Plan, keep: Keep) -> None:
    """Grades large classes by this engine alone: does time grow in step, does memory stay?"""
    found: dict[str, Any] = {"assignment": LARGE, "classes": []}
    grader = Ours(max(plan.workers))
    for count in plan.large:
        with temporary() as folder:
            setting = make_setting(LARGE, folder)
            graded = grader.grade(setting, mixed_class(setting.kit, count))
        tell(f"{count} submissions by {grader.name}: {_brief(graded)}")
        outcomes = list(graded.outcomes.values())
        tenths = _tenths(graded)
        figures = {"workers": grader.workers, "first_tenth": tenths[0], "last_tenth": tenths[-1]}
        figures |= {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
        found["classes"].append(summary(graded) | figures)
        keep(found)


def run_cluster(plan: Plan, keep: Keep) -> None:
    """Has a class judged by workers of this machine and by as many of a cluster on it, in turn."""
    count = max(plan.workers)
    graders = [Ours(count), Ours(count, on_cluster=True)]
    found: dict[str, Any] = {"assignment": LARGE, "workers": count, "rounds": []}
    with temporary() as folder:
        setting = make_setting(LARGE, folder)
        found["trips"] = measure_trips(setting)
        students = timed_class(setting.kit, plan.students * SEVERAL)
        for number in range(plan.rounds):
            done: dict[str, Any] = {}
            for grader in graders if number % 2 == 0 else graders[::-1]:
                graded = grader.grade(setting, students)
                tell(f"{setting.assignment_id}: {grader.name}: {_brief(graded)}")
                done[grader.name] = summary(graded) | {"points": graded.points}
            points = [one.pop("points") for one in done.values()]
            found["rounds"].append(done | {"alike": points[0] == points[1]})
            keep(found)


def _tenths(graded: Graded) -> list[float]:
    """Returns seconds a submission in each tenth of the class."""
    marks = [m for m in graded.measured.moments if m.name in ("first", "done")]
    reached: dict[int, float] = {}
    for mark in marks:
        reached[mark.about["count"]] = mark.seconds
    cuts = sorted(reached)
    edges = [cuts[round(i * (len(cuts) - 1) / 10)] for i in range(11)]
    return [
        (reached[b] - reached[a]) / (b - a) for a, b in zip(edges, edges[1:], strict=False) if b > a
    ]


def run_attacks(plan: Plan, keep: Keep) -> None:
    """Lets each grader judge the attacks that can be handed to all."""
    from benchmarks.grading.trust import try_attacks  # needs the tests, which others do not

    with temporary() as folder:
        keep(try_attacks([Ours(), *plan.peers], folder, plan.attacks))


def run_mistakes(plan: Plan, keep: Keep) -> None:
    """Lets each grader judge every known mistake."""
    from benchmarks.grading.trust import try_mistakes

    found: dict[str, Any] = {}
    for assignment_id in plan.assignments:
        with temporary() as folder:
            setting = make_setting(assignment_id, folder)
            found[assignment_id] = try_mistakes([Ours(), *plan.peers], setting, plan.attacks)
        keep(found)


def _with_pages(peer: Grader) -> Grader:
    return replace(peer, feedback=True) if isinstance(peer, Nbgrader) else peer
