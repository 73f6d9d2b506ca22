"""Shows the results: tables in the terminal, and the same tables in `benchmarks/README.md`."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.grading.aims import FLAT, OURS, Aim, aims, busy_shares, engine_cpu, growth

README = Path(__file__).parents[1] / "README.md"
TESTS = "## What the tests cost\n"  # From here on it is of `python -m benchmarks.tests`.

ABOUT = """\
# How fast, and how sure, is the grading?

The same class, graded by this engine, by stock nbgrader and by otter-grader, in turn, in one run on
one machine. Seconds differ from machine to machine; the ratios less so.

```sh
{commands}
```

{machine}

{runs}

`python -m benchmarks.notebooks` times the notebooks themselves, training included.
"""

NOT_COMPARABLE = """\
## What is compared, and what is not

- **Autograding against autograding.** Feedback pages are counted apart. otter makes none here.
- **The peers' fastest local way.** Both grade the whole class in one process through their API
  (`NbGraderAPI.autograde`, `otter.api.grade_submission`, without containers); each starts a kernel
  for every submission, as it always does. nbgrader has no option to grade two submissions at a time,
  and otter only in containers, so the ratio is taken with one worker.
- **The same exercises.** nbgrader executes the release's check cells; otter has a test file for each
  exercise that asks the same question. Both use the *public* cases, inside the learner's process;
  this engine sends fresh inputs and compares outside. A course could give its peers hidden tests:
  copied public cases are counted apart for that reason.
- **As learners hand it in.** The notebook that learners get trains, plots and explores, and who grades
  with stock nbgrader or otter-grader has all of it executed; this engine never runs those cells for a
  grade. That is what a course gains or loses, and the first table. **Graded cells only** is the harder
  comparison: there the peers' notebooks are without those cells, as a course could release them.
- **Environments.** Each peer has its own, with its own Jupyter; TensorFlow and what else the notebooks
  import come from the project's environment through a path file, so it is the same for all.
- **Jail.** This engine locks every submission in. The peers lock nothing in, and are charged nothing
  for containers that a course would put around them.
- **Processor time** is that of a command and all it starts, by {cpu_source}. **Memory** is the largest
  sum of shares (PSS) over all processes, in a run of its own that is not timed.
- **Start** is what is done once a batch: imports, and with this engine the reference's answers. It is
  left out of the seconds a submission, and in the ratio "whole command".
- **Attacks** that could harm a machine without a jail (killing, memory, forks, disk, network, staying
  behind) were not given to the peers and are not counted here; `tests/hostile` runs them all.
"""


@dataclass
class Sheet:
    """One table.

    Args:
        title: Above it.
        columns: Their names.
        rows: Their cells.
        notes: Sentences below it.
    """

    title: str
    columns: Sequence[str]
    rows: list[list[str]]
    notes: Sequence[str] = ()

    def for_terminal(self) -> Table:
        """Returns a table for rich's console."""
        table = Table(title=self.title, caption=" ".join(self.notes), title_justify="left")
        for number, name in enumerate(self.columns):
            table.add_column(name, justify="left" if number == 0 else "right")
        for row in self.rows:
            table.add_row(*row)
        return table

    def for_readme(self) -> str:
        """Returns the table in Markdown."""
        lines = [f"## {self.title}", "", _row(self.columns)]
        lines.append("|---|" + "---:|" * (len(self.columns) - 1))
        lines += [_row(row) for row in self.rows]
        return "\n".join([*lines, *(f"\n{note}" for note in self.notes)]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def sheets(results: dict[str, Any]) -> list[Sheet]:
    """Returns the tables of all parts that have results."""
    found = []
    if rows := aims(results):
        found.append(_aims(rows))
    if results.get("whole"):
        found.append(_whole(results["whole"]))
    for assignment_id, figures in results.get("speed", {}).items():
        memory = results.get("memory", {}).get(assignment_id, {})
        found.append(_speed(assignment_id, figures, memory))
    if results.get("speed"):
        found.append(_engine(results["speed"]))
    if results.get("scale"):
        found.append(_scale(results["scale"]))
    if results.get("cluster"):
        found.append(_cluster(results["cluster"]))
    if results.get("attacks"):
        found.append(_attacks(results["attacks"]))
    if results.get("mistakes"):
        found.append(_mistakes(results["mistakes"]))
    return found


def _aims(found: Sequence[Aim]) -> Sheet:
    rows = [[one.what, one.figure, "reached" if one.is_reached else "missed"] for one in found]
    missed = sum(not one.is_reached for one in found)
    note = f"{len(found) - missed} of {len(found)} aims are reached, {missed} missed."
    return Sheet("What was aimed at", ["", "measured", ""], rows, [note])


def _speed(assignment_id: str, figures: dict[str, Any], weights: dict[str, int]) -> Sheet:
    rounds, rows = figures["rounds"], []
    for name in rounds[0]:
        if "feedback" in name:
            continue
        done = [one[name] for one in rounds]
        memory = weights.get(name)
        alike, all_of_them = figures["alike"][name]
        ratios = ["", ""]
        if name != OURS:
            ratios = [
                _spread([one[name][key] / one[OURS][key] for one in rounds], 1)
                for key in ("seconds", "whole_seconds")
            ]
        rows.append(
            [
                name,
                _spread([one["seconds"] for one in done]),
                _spread([one["cpu"] for one in done]),
                _spread([one["start"] for one in done], 1),
                f"{memory / 2**20:,.0f}" if memory else "-",
                *ratios,
                f"{alike} of {all_of_them}",
            ]
        )
    columns = [
        "",
        "s a submission",
        "CPU s",
        "start, s",
        "peak MiB",
        "ratio",
        "whole command",
        "alike",
    ]
    notes = [
        f"{figures['students']} submissions, {len(rounds)} rounds: median (least to most). Ratio: time "
        "of the other through time of this engine with one worker, in the same round. Alike: exercises "
        "that earn marks here and there, or neither. Several workers grade a class of twice that size."
    ]
    return Sheet(f"{assignment_id}, graded cells only", columns, rows, notes)


def _engine(speed: dict[str, Any]) -> Sheet:
    rows = []
    for assignment_id, figures in speed.items():
        rounds = figures["rounds"]
        one = [done[OURS] for done in rounds]
        pages = [done[name]["cpu"] - done[OURS]["cpu"] for done in rounds for name in done
                 if name.startswith(OURS) and name != OURS]  # fmt: skip
        theirs = [f["feedback"] for done in rounds for f in done.values() if "feedback" in f]
        judge = figures.get("judge", {})
        rows.append(
            [
                assignment_id,
                _spread([f["own_cpu"] for f in one]),
                f"{judge['once']:.1f}" if judge else "-",
                f"{judge['further']:.2f}" if judge else "-",
                f"{figures['lives']:.3f} x {statistics.median(f['processes'] for f in one):.2f}",
                _spread([engine_cpu(figures, f) for f in one]),
                _spread([f["cpu"] for f in one]),
                _spread([100 * share for share in busy_shares(figures)], 0),
                _spread(pages),
                _spread(theirs),
            ]
        )
    columns = ["", "judge, CPU s", "known mistakes, CPU s a batch", "judge, CPU s a further one",
               "processes, CPU s", "engine, CPU s", "all, CPU s", "busy, 2 workers, %",
               "feedback page, CPU s", "nbgrader's page, s"]  # fmt: skip
    note = (
        "A submission, unless it says a batch. Judge: the trusted process. Known mistakes: what they give "
        "on the batch's inputs is computed when the first learner fails where they might, once a batch and "
        "judge, and is part of the judge's time; a further submission is one of the same class, graded "
        "once more by the same judge, which has no more to compute. Processes: what it costs to fork, lock "
        "in, guard and end a process that is given nothing to do, times the number of processes for a "
        "submission. Engine: judge and processes; the rest of all is learners' code and what the notebook "
        "does. Busy: processor time through time, of both cores. Feedback page: what a class takes more "
        "with pages than without."
    )
    return Sheet("This engine", columns, rows, [note])


def _whole(whole: dict[str, Any]) -> Sheet:
    rows = []
    for assignment_id, figures in whole.items():
        (done,) = figures["rounds"]
        for name, one in done.items():
            ratio = one["seconds"] / done[OURS]["seconds"]
            cells = [f"{one['seconds']:.2f}", f"{one['cpu']:.2f}", f"{one['start']:.1f}"]
            alike = "{} of {}".format(*figures["alike"][name]) if "alike" in figures else "-"
            shown = f"{ratio:.1f}" if name != OURS else ""
            rows.append([assignment_id, name, str(one["count"]), *cells, shown, alike])
    columns = ["", "grader", "submissions", "s a submission", "CPU s", "start, s", "ratio", "alike"]
    notes = [
        "The notebook that learners get, with its cells that train, plot and explore: nbgrader and otter "
        "execute them, as they do in a course; this engine never does for a grade. Few submissions, once: "
        "the peers take up to a minute and more for each."
    ]
    return Sheet("The class as learners hand it in", columns, rows, notes)


def _scale(scale: dict[str, Any]) -> Sheet:
    rows = []
    for one in scale["classes"]:
        counts = [str(one.get(outcome, 0)) for outcome in ("graded", "refused", "crashed")]
        judges = " + ".join(f"{peak / 2**20:,.0f}" for peak in one.get("judges", ()))
        rows.append(
            [
                f"{one['count']:,}",
                *(f"{one[key]:.3f}" for key in ("seconds", "first_tenth", "last_tenth", "cpu")),
                f"{one['own_cpu']:.3f}",
                f"{100 * one['busy'] / one['workers']:.0f}",
                f"{one['largest'] / 2**20:,.0f}",
                judges or "in it",
                " / ".join(counts),
            ]
        )
    notes = [
        f"{scale['assignment']}, {scale['classes'][0]['workers']} worker(s): right, other ways, wrong, "
        "empty, half done and damaged submissions, mixed. Memory: the peak of the process that leads and "
        "writes, and of each judge's."
    ]
    if len(scale["classes"]) > 1:
        first, last = scale["classes"][0], scale["classes"][-1]
        grown = " and ".join(f"{what} {by:+.0%}" for what, by in growth(first, last).items())
        alone = last["largest"] / first["largest"] - 1
        notes.append(
            f"From {first['count']:,} to {last['count']:,} submissions: {grown} (aim: each within "
            f"{FLAT:.0%}); the process that leads alone {alone:+.0%}."
        )
    columns = ["submissions", "s a submission", "in the first tenth", "in the last tenth", "CPU s",
               "judges, CPU s", "busy, %", "peak MiB", "judges', MiB",
               "graded / refused / crashed"]  # fmt: skip
    return Sheet("Large classes, this engine alone", columns, rows, notes)


def _cluster(cluster: dict[str, Any]) -> Sheet:
    rounds, rows = cluster["rounds"], []
    names = [name for name in rounds[0] if name != "alike"]
    here = min(names, key=len)
    medians: dict[str, dict[str, float]] = {}
    for name in names:
        done = [one[name] for one in rounds]
        keys = ("seconds", "cpu", "own_cpu", "start")
        medians[name] = {key: statistics.median(one[key] for one in done) for key in keys}
        ratio = (
            ""
            if name == here
            else _spread([o[name]["seconds"] / o[here]["seconds"] for o in rounds])
        )
        spreads = [
            _spread([one[key] for one in done], digits)
            for key, digits in zip(keys, (2, 2, 3, 1), strict=True)
        ]
        rows.append([name, *spreads, ratio])
    there = medians[next(name for name in names if name != here)]
    alike = sum(one["alike"] for one in rounds)
    trip = cluster["trips"]
    note = (
        f"{cluster['assignment']}, {rounds[0][here]['count']} submissions, {len(rounds)} rounds; points "
        f"alike in {alike} of them. Batch: the process that reads, writes and asks; without a cluster, "
        f"with its judges. "
        f"A task that does nothing with as much text as a submission takes {1000 * trip['seconds']:.1f} ms "
        f"there and back, {1000 * trip['cpu']:.1f} ms of them processor time of the batch."
    )
    work = cluster["workers"] * there["seconds"]  # of one thread, all that it waits for included
    lead = there["own_cpu"]
    many = 100_000
    estimate = (
        f"An estimate for {many:,} such submissions, reckoned from these figures and not measured: a thread "
        f"of a worker takes {work:.2f} s for one, so 100 threads take {many * work / 100 / 3600:.1f} hours; "
        f"the batch itself takes {lead:.3f} s of one core for each, {many * lead / 3600:.1f} hours, which "
        f"{work / lead:.0f} threads keep busy: with more of them it is the batch that one waits for."
    )
    columns = ["", "s a submission", "CPU s, all", "CPU s, batch", "start, s", "time, ratio"]
    return Sheet("A cluster, on this machine", columns, rows, [note, estimate])


def _attacks(attacks: dict[str, Any]) -> Sheet:
    tried, copying = attacks["tried"], attacks["copying"]
    rows = []
    for name, one in attacks["graders"].items():
        counts = [(one["gained"], tried), (one["copied"], copying), (one["lost"], tried + copying)]
        rows.append([name, *(f"{len(found)} of {all_of_them}" for found, all_of_them in counts)])
    note = (
        "Submissions that got marks for an exercise that they had not solved; and submissions in which a "
        "solved exercise got none."
    )
    columns = ["", "forged or operated on", "copied public cases", "lost marks that were earned"]
    return Sheet("Attacks that are given marks", columns, rows, [note])


def _mistakes(mistakes: dict[str, Any]) -> Sheet:
    rows = []
    for assignment_id, found in mistakes.items():
        for name, one in found["graders"].items():
            gained = f"{len(one['gained'])} of {found['tried']}"
            rows.append([assignment_id, name, gained, str(len(one["lost"]))])
    note = (
        "Every declared mistake, one an exercise in each notebook. Lost: right exercises beside them, built "
        "on nothing wrong, that got no marks."
    )
    columns = ["", "grader", "wrong exercises with marks", "right ones lost"]
    return Sheet("Known mistakes that are given marks", columns, rows, [note])


def _spread(values: Sequence[float], digits: int = 2) -> str:
    if not values:
        return "-"
    middle = f"{statistics.median(values):.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def _machines(results: dict[str, Any]) -> str:
    """Returns where each part was measured, in one line where it was the same."""
    places = results["about"]["machines"]
    known = [part for part in places if part in results]
    if len({places[part] for part in known}) == 1:
        return places[known[0]]
    return "\n".join(f"- {part}: {places[part]}" for part in known)


def _runs(results: dict[str, Any]) -> tuple[str, str]:
    """Returns the commands that repeat the figures, and what else is to be known about the runs."""
    runs = {part: run for part, run in results["about"].get("runs", {}).items() if part in results}
    commands = dict.fromkeys(run["command"] for run in runs.values())
    loads = "; ".join(
        f"{part} {run['load'][0]:g}, {run['load'][1]:g}" for part, run in runs.items()
    )
    told = f"Processes that wanted a core, when a part began and when it ended: {loads}."
    return "\n".join(commands) or "python -m benchmarks.grading", told if loads else ""


def show(results: dict[str, Any]) -> None:
    """Prints all tables."""
    console = Console(width=None if Console().is_terminal else 150)
    for sheet in sheets(results):
        console.print(sheet.for_terminal())


def write(results: dict[str, Any], path: Path = README) -> None:
    """Writes all tables into a file."""
    about = results["about"]
    commands, runs = _runs(results)
    parts = [ABOUT.format(commands=commands, machine=_machines(results), runs=runs)]
    parts += [sheet.for_readme() for sheet in sheets(results)]
    if about.get("absent"):
        parts.append("".join(f"{line}\n" for line in about["absent"]))
    sources = {one["cpu_source"] for one in results.get("speed", {}).values()}
    parts.append(NOT_COMPARABLE.format(cpu_source=" or ".join(sorted(sources)) or "control group"))
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    _, heading, figures = before.partition(TESTS)
    path.write_text("\n".join([*parts, heading + figures]), encoding="utf-8")
