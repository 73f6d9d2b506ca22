"""The trusted side of a grade: asks the learner's process, compares, gives the verdict."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from autograder.carry import answer, with_right_dependencies, wrong_dependencies
from autograder.course import REPOSITORY_ROOT, Course, CourseError
from autograder.notebook.imports import imports_of_release
from autograder.notebook.source import read_source, reference_cells
from autograder.probes import Probe
from autograder.runner.jail.enter import JailRefused
from autograder.runner.launcher import Launcher
from autograder.runner.process import make_public_root
from autograder.runner.session import Session
from autograder.sheet import Observation, Sheet, judge_sheet, not_judged
from autograder.verdict import Verdict, exactly

CELL_SECONDS = 15.0  # for one cell that a learner wrote, when it is run for a grade
SUBMISSION_SECONDS = 120.0
WITHOUT_JAIL = "AUTOGRADER_WITHOUT_JAIL"  # an environment variable, for nbgrader's own commands
MAX_HINT = 1500  # characters; the longest hint of a declaration has some hundreds
NO_JAIL = "Graded without a jail: the submission could read and change what its grader can."


@dataclass(frozen=True)
class CellError:
    """What went wrong when a cell of a submission was run."""

    cell_id: str
    message: str


@dataclass(frozen=True)
class GradedCells:
    """The verdicts on a submission and what was noticed on the way."""

    verdicts: list[Verdict]
    cell_errors: list[CellError] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @classmethod
    def of_line(cls, line: dict[str, Any]) -> GradedCells:
        """Returns what `dataclasses.asdict` has made plain."""
        return cls(
            [exactly(Verdict, verdict) for verdict in line["verdicts"]],
            [exactly(CellError, error) for error in line["cell_errors"]],
            line["flags"],
            line["seconds"],
        )


@dataclass(frozen=True)
class _ReferenceCell:
    """A cell of the solution, run as one of the release's."""

    id: str
    source: str
    origin: str = "release"


MAY_RISE = ("failed", "error", "timeout", "crashed")  # where what it calls may be the cause


class Judge:
    """Judges submissions of one assignment with the same secret inputs.

    Several threads may grade at once: each drives a process of its own, and everything on the
    trusted side happens under one lock.

    Args:
        course: Where declaration and reference are.
        assignment_id: Which assignment.
        seed: Of the inputs; None draws a secret one. The same seed repeats a grade.
        time_limit: Seconds for a whole submission.
        cell_seconds: Seconds for one cell of a learner.
        look_ahead: How many processes are started ahead of need; then `close` must be called at
            the end.
        processes: `"fork"` from a template, or `"spawn"` each from nothing.
        jail: Whether each submission is locked in; by default what `wants_jail` says.
    """

    def __init__(
        self,
        course: Course,
        assignment_id: str,
        seed: int | None = None,
        time_limit: float = SUBMISSION_SECONDS,
        cell_seconds: float = CELL_SECONDS,
        look_ahead: int = 0,
        processes: str = "fork",
        jail: bool | None = None,
    ):
        self.course = course
        self.assignment = course.declaration(assignment_id)
        self.seed = secrets.randbits(63) if seed is None else seed
        self.time_limit, self.cell_seconds = time_limit, cell_seconds
        self.look_ahead, self.processes = look_ahead, processes
        self.jail = wants_jail() if jail is None else jail
        self._lock = threading.RLock()

    @cached_property
    def public_root(self) -> Path:
        """Returns the folder with what a learner's code may see, made once a judge."""
        folder = Path(tempfile.mkdtemp(prefix="course-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        make_public_root(REPOSITORY_ROOT, folder)
        return make_public_root(self.course.root, folder)

    @cached_property
    def launcher(self) -> Launcher:
        """Returns what starts processes for submissions, made once a judge."""
        released = imports_of_release(self.course.release_notebook(self.assignment.id))
        launcher = Launcher(
            self.public_root,
            list(dict.fromkeys([*self.assignment.imports, *released])),
            how=self.processes,
            jail=self.jail,
            hidden=private_places(self.course),
            spares=self.look_ahead,
        )
        weakref.finalize(self, launcher.close)
        return launcher

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Returns all exercises with inputs and expected values, made once a judge."""
        reference = self.assignment.reference()
        return [
            exercise.sheet(reference, self.seed) for exercise in self.assignment.exercises.values()
        ]

    def prepare(self, submissions: int = 1) -> None:
        """Makes the reference's answers and starts a first process, so that faults show here.

        Args:
            submissions: How many are to be judged; for one judge that makes no difference.

        Raises:
            CourseError: If submissions can be run in no jail on this machine.
        """
        with self._lock:
            self.launcher.warm_up()  # imports while the sheets are made
            self.sheets  # noqa: B018 - made on first use
            try:
                self.launcher.take().kill()
            except JailRefused as reason:
                raise CourseError(
                    f"{reason} Without one a submission can read and change what you can; to "
                    f"accept that, say --without-jail (or set {WITHOUT_JAIL}=1)."
                ) from None

    def grade(self, cells: Sequence[Any]) -> GradedCells:
        """Runs a submission's cells in a process of their own and judges every exercise.

        Args:
            cells: Objects with `id`, `source` and `origin` ("release", "solution" or "added"),
                in the order in which they run.
        """
        start = time.perf_counter()
        with self._lock:
            with self._session(list(cells)) as session:
                ask = self._unlocked(session.ask)
                verdicts = [judge_safely(sheet, ask) for sheet in self.sheets]
                errors = [CellError(cell_id, text) for cell_id, text in session.cell_errors.items()]
            verdicts = self._carry_forward(list(cells), verdicts)
            verdicts = [_with_cell_error(v, errors) for v in verdicts]
        flags = [] if self.jail else [NO_JAIL]
        return GradedCells(verdicts, errors, flags, time.perf_counter() - start)

    def notes(self) -> list[str]:
        """Returns what the person who started the batch should know."""
        return self.launcher.notes if "launcher" in self.__dict__ else []

    def _unlocked(self, ask: Any) -> Any:
        """Lets other threads judge while this one waits for a submission's process."""

        def waiting(*arguments: Any, **named: Any) -> Any:
            self._lock.release()
            try:
                return ask(*arguments, **named)
            finally:
                self._lock.acquire()

        return waiting

    def _carry_forward(self, cells: list, verdicts: list[Verdict]) -> list[Verdict]:
        """Judges again, in a fresh process, what failed on top of something that is wrong.

        The verdicts on what it builds on are final by then: nothing there can be earned here.
        """
        judged = {verdict.exercise: verdict for verdict in verdicts}
        # Both start their process when it is first needed. The reference, too, works on arguments of
        # a learner's choice in a jail of its own, where it may run as long as it likes.
        with self._session(cells) as session, self._session(self._reference_cells) as right:
            for sheet in self.sheets:
                verdict = judged[sheet.exercise]
                wrong = wrong_dependencies(sheet, list(judged.values()))
                may_rise = verdict.is_blocked or verdict.status in MAY_RISE
                if not wrong or not may_rise:
                    continue
                ask = partial(session.ask, answered=wrong, answer=partial(answer, right))
                again = judge_safely(sheet, self._unlocked(ask))
                judged[sheet.exercise] = with_right_dependencies(verdict, again, wrong)
        return list(judged.values())

    @cached_property
    def _reference_cells(self) -> list[Any]:
        """Returns the cells of the solution, as a submission's are run; read once a judge."""
        source = read_source(self.course.source(self.assignment.id))
        return [_ReferenceCell(cell.id, cell.source) for cell in reference_cells(source)]

    def _session(self, cells: list) -> Session:
        return Session(self.launcher.take, cells, self.cell_seconds, self.time_limit)

    def close(self) -> None:
        """Ends the processes that wait for a next submission; the judge stays usable."""
        if "launcher" in self.__dict__:
            self.launcher.close()

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def wants_jail() -> bool:
    """Tells whether submissions are locked in: on Linux, unless somebody said that they need not be."""
    return sys.platform == "linux" and os.environ.get(WITHOUT_JAIL, "0") in ("", "0")


def private_places(course: Course) -> list[str]:
    """Returns what no submission may see: answers, gradebook, other submissions.

    Named one by one as well as whole, because Python itself may lie in the course's folder.
    """
    roots = {str(REPOSITORY_ROOT), str(course.root), str(course.folder)}
    inner = ("solutions", "autograder/exercises", "tests", ".git", ".autograder", "submitted",
             "autograded", "feedback", "gradebook.db", "grades.json", "grades.csv")  # fmt: skip
    inside = [os.path.join(root, name) for root in roots for name in inner]
    return sorted({*roots, *(path for path in inside if os.path.lexists(path))})


def judge_safely(sheet: Sheet, ask: Any) -> Verdict:
    """Judges; whatever a reply is made of, it can only cost its own exercise."""

    def ask_checked(exercise: str, probe: Probe, seconds: float) -> Observation:
        observation = ask(exercise, probe, seconds)
        if not isinstance(observation, dict) or not all(isinstance(k, str) for k in observation):
            return {"crashed": "The process answered something that is not an observation."}
        return _well_formed(observation)

    try:
        return _short(judge_sheet(sheet, ask_checked))
    except Exception as error:  # noqa: BLE001 - a reply must never end a batch
        return not_judged(sheet, error)


def _well_formed(observation: Observation) -> Observation:
    """Keeps the judge's own words out of a learner's hands: a reply cannot imitate them."""
    clean = dict(observation)
    if "error" in clean:
        error = clean["error"] if isinstance(clean["error"], dict) else {}
        texts = {
            k: str(error.get(k, ""))[:600] for k in ("type", "message", "code", "function", "cell")
        }
        line = error.get("line", 0)
        bases = error.get("bases")
        bases = [str(base)[:100] for base in bases[:20]] if isinstance(bases, list) else []
        clean = {"error": {**texts, "bases": bases, "line": line if isinstance(line, int) else 0}}
    for reason in ("missing", "crashed"):
        if reason in clean:
            clean = {reason: str(clean[reason])[:300]}
    seconds = clean.get("seconds", 0.0)
    if not isinstance(seconds, (int, float)) or not 0 <= seconds < 1e6:
        clean["seconds"] = 0.0
    return clean


def _short(verdict: Verdict) -> Verdict:
    """Cuts what no honest reply makes long: reports are for reading, whoever fills them."""
    return replace(
        verdict,
        hint=verdict.hint[:MAX_HINT],
        explanation=[line[:MAX_HINT] for line in verdict.explanation[:20]],
    )


def _with_cell_error(verdict: Verdict, errors: list[CellError]) -> Verdict:
    """Says why an exercise is missing when its cell could not run."""
    if verdict.status != "missing":
        return verdict
    for error in errors:
        if error.cell_id == verdict.exercise:
            return Verdict(
                **{
                    **vars(verdict),
                    "status": "error",
                    "hint": f"The cell of {verdict.exercise} does not run: {error.message}",
                }
            )
    return verdict
