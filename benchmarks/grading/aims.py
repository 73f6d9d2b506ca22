"""What is aimed at, and whether the figures reach it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from benchmarks.grading.graders import Ours

OURS = Ours().name
TARGETS = {"w1_recurrent_cells": 15, "w1_dinosaur_names": 8, "w0_with_fit": 4}
ENGINE_CPU = 0.25  # seconds a submission that the engine itself may take
BUSY = 0.85  # share of both cores that two workers should use
FLAT = 0.2  # how much more memory, or time each, a thousand submissions may take than a hundred
STOCK = "stock nbgrader"


@dataclass
class Aim:
    """What was aimed at, and what was measured.

    Args:
        what: In words, with the bound.
        figure: What was measured, with its unit.
        is_reached: Whether that is enough.
    """

    what: str
    figure: str
    is_reached: bool


def aims(results: dict[str, Any]) -> list[Aim]:
    """Returns every aim of which there is a figure, reached or missed."""
    found = []
    for title, part in (("as handed in", "whole"), ("graded cells only", "speed")):
        for assignment_id, figures in results.get(part, {}).items():
            rounds = [one for one in figures["rounds"] if STOCK in one and OURS in one]
            if not rounds or assignment_id not in TARGETS:
                continue
            ratio = statistics.median(r[STOCK]["seconds"] / r[OURS]["seconds"] for r in rounds)
            least = TARGETS[assignment_id]
            what = f"stock nbgrader's time through ours, {assignment_id}, {title}: at least {least}"
            found.append(Aim(what, f"{ratio:.1f}", ratio >= least))
    for assignment_id, figures in results.get("speed", {}).items():
        engine = statistics.median(engine_cpu(figures, one[OURS]) for one in figures["rounds"])
        what = f"CPU of the engine a submission, {assignment_id}: at most {ENGINE_CPU} s"
        found.append(Aim(what, f"{engine:.2f} s", engine <= ENGINE_CPU))
        if shares := busy_shares(figures):
            share = statistics.median(shares)
            what = f"both cores busy with two workers, {assignment_id}: at least {BUSY:.0%}"
            found.append(Aim(what, f"{share:.0%}", share >= BUSY))
    classes = results.get("scale", {}).get("classes", [])
    if len(classes) > 1:
        few, many = classes[0], classes[-1]
        for what, grown in growth(few, many).items():
            text = (
                f"{what}, {many['count']:,} submissions against {few['count']:,}: within {FLAT:.0%}"
            )
            found.append(Aim(text, f"{grown:+.0%}", grown <= FLAT))
    return found


def engine_cpu(figures: dict[str, Any], one: dict[str, Any]) -> float:
    """Returns the engine's own seconds of processor time a submission, in one run."""
    return one["own_cpu"] + one["processes"] * figures["lives"]


def busy_shares(figures: dict[str, Any]) -> list[float]:
    """Returns the share of both cores that two workers used, in each round."""
    return [
        one["busy"] / 2
        for done in figures["rounds"]
        for name, one in done.items()
        if name == Ours(2).name
    ]


def growth(few: dict[str, Any], many: dict[str, Any]) -> dict[str, float]:
    """Returns how much more a large class takes: of memory, and of time for each submission."""
    return {
        "memory of the grader": _memory(many) / _memory(few) - 1,
        "time a submission": many["seconds"] / few["seconds"] - 1,
    }


def _memory(one: dict[str, Any]) -> int:
    """Returns the peak of the process that leads, and of its judges, added up."""
    return one["largest"] + sum(one.get("judges", ()))
